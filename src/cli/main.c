/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's entrance: finds the command, reads its options, runs it. */
#include <config.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/print.h"

/* Files appear whole or not at all, also when somebody presses Ctrl-C. */
static void
on_interrupt(int number)
{
    file_abandon_all();
    _exit(number == SIGINT ? EXIT_STOPPED : 128 + number);
}

static void
on_memory_exhausted(void)
{
    static const char message[] =
        "attune: error: out of memory; nothing half-written is left\n";

    file_abandon_all();
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        _exit(EXIT_FAILED);
    _exit(EXIT_FAILED);
}

static void
prepare_process(void)
{
    struct sigaction stop = {.sa_handler = on_interrupt};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    umask(077);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGHUP, &stop, NULL);
    sigaction(SIGPIPE, &ignore, NULL); /* a write fails instead */
    sigaction(SIGXFSZ, &ignore, NULL);
    mem_on_exhausted(on_memory_exhausted);
}

static enum exit_status
print_text(void (*add)(struct buf *out))
{
    struct buf out = {0};

    add(&out);
    bool ok = print_out(buf_str(&out));
    buf_clear(&out);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static void
add_version(struct buf *out)
{
    buf_addf(out, "%s\n%s\n", PACKAGE_STRING, program_purpose);
}

static bool
asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

static enum exit_status
run_command(const struct command *command, int argc, char **argv)
{
    struct context context;
    struct text_list operands = {0};
    enum exit_status status = EXIT_USAGE;

    if (asks_for_help(argc, argv)) {
        struct buf out = {0};
        help_add_command(&out, command);
        bool ok = print_out(buf_str(&out));
        buf_clear(&out);
        return ok ? EXIT_DONE : EXIT_FAILED;
    }
    context_init(&context);
    void *args = arena_alloc(context.arena, 1, command->args_size);
    if (option_parse(command->options, argc, argv, args, &operands,
                     context.arena, context.diag))
        status = command->run(&context, args, &operands);
    else
        print_problems(context.diag, 0, &(struct print_options){0});
    context_clear(&context);
    return status;
}

static enum exit_status
unknown_command(const char *name)
{
    struct diag *diag = diag_new();

    help_unknown_command(name, diag);
    print_problems(diag, 0, &(struct print_options){0});
    diag_free(diag);
    return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
    prepare_process();
    if (argc < 2) {
        struct buf out = {0};
        help_add(&out);
        fputs(buf_text(&out), stderr);
        buf_clear(&out);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0)
        return (int)print_text(add_version);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return (int)print_text(help_add);
    const struct command *command = command_find(argv[1]);
    if (!command)
        return (int)unknown_command(argv[1]);
    return (int)run_command(command, argc - 1, argv + 1);
}
