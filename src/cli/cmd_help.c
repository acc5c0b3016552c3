/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune help: what the tables of commands and options say, as text, as a man
   page, as completions for a shell. */
#include "cli/command.h"

#include "cli/help.h"
#include "cli/print.h"

struct help_args {
    bool is_manual;
    int shell;
    int offer;
};

static const struct option_entry help_options[] = {
    {"man", 0, OPTION_FLAG, offsetof(struct help_args, is_manual), NULL, NULL,
     "print the man page (mdoc)"},
    {"completion", 0, OPTION_NAME, offsetof(struct help_args, shell), "SHELL",
     completion_shells, "print completions for bash, zsh or fish"},
    {"offer", 0, OPTION_NAME, offsetof(struct help_args, offer), "WHAT",
     offer_names,
     "print what completions offer: instruments, languages, kinds of pages, "
     "the codes in the files behind it, or what goes on with a command"},
    {.name = NULL},
};

static void
add_help(struct context *context, const struct help_args *args,
         const struct text_list *operands, struct buf *out)
{
    if (args->is_manual) {
        manual_add(out);
    } else if (args->shell) {
        completion_add(args->shell, out);
    } else if (args->offer) {
        offers_add(context, (enum offer)args->offer, operands, out);
    } else if (!operands->n) {
        help_add(out);
    } else {
        const char *name = operands->items[0];
        const struct command *command = command_find(name);
        if (command)
            help_add_command(out, command);
        else
            help_unknown_command(name, context->diag);
    }
}

static enum exit_status
run_help(struct context *context, const void *memory,
         const struct text_list *operands)
{
    struct buf out SCOPED(buf_clear) = {0};

    add_help(context, memory, operands, &out);
    print_out(context, buf_str(&out));
    return EXIT_DONE;
}

const struct command cmd_help = {
    .name = "help",
    .summary = "explain a command",
    .operands = "[COMMAND]",
#include "cli/manual/help.inc"
    .options = help_options,
    .args_size = sizeof(struct help_args),
    .run = run_help,
};
