/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes completion scripts: subcommands, options and their values.  What no
   table holds, and operands, the scripts ask the program for (offers.c).  No
   shell ever takes what is offered for its own language: a code is whatever
   stands in a file, '$(...)' too. */
#include "cli/help.h"

#include "cli/command.h"

static void
add_command_names(struct buf *out)
{
    for (size_t i = 0; commands[i]; i++)
        buf_addf(out, " %s", commands[i]->name);
}

/* ---- what an option takes ---- */

struct wanted {
    enum offer offer;
    bool files, folders;
    const char *const *names; /* of a choice; NULL: none */
};

static struct wanted
value_of(const struct option_entry *entry)
{
    struct wanted wanted = {.names = entry->names};

    if (entry->kind == OPTION_CODE) {
        wanted.offer = offer_find(str_from(entry->name));
    } else if (entry->value) {
        struct str value = str_from(entry->value);
        wanted.offer = offer_find(value);
        wanted.files = str_is(value, "FILE") || str_is(value, "INSTRUMENT");
        wanted.folders = str_is(value, "FOLDER");
    }
    return wanted;
}

/* Calls that a shell's functions answer, each behind 'begin'; 0: there is
   nothing to offer. */
static size_t
add_calls(struct buf *out, const struct wanted *wanted, const char *begin)
{
    size_t before = out->len;

    if (wanted->names) {
        buf_addf(out, "%s_attune_words", begin);
        for (size_t i = 0; wanted->names[i]; i++)
            buf_addf(out, " %s", wanted->names[i]);
        buf_add_char(out, ';');
    }
    if (wanted->offer)
        buf_addf(out, "%s_attune_offer %s;", begin, offer_names[wanted->offer]);
    if (wanted->files || wanted->folders)
        buf_addf(out, "%s_attune_files%s;", begin, wanted->files ? "" : " -d");
    return out->len - before;
}

/* ---- bash ---- */

static void
add_bash_value(struct buf *out, const char *command,
               const struct option_entry *entry)
{
    struct wanted wanted = value_of(entry);

    if (entry->kind == OPTION_FLAG)
        return;
    buf_addf(out, "    %s:--%s", command, entry->name);
    if (entry->letter)
        buf_addf(out, "|%s:-%c", command, entry->letter);
    buf_add_char(out, ')');
    (void)add_calls(out, &wanted, " ");
    buf_add_text(out, " return ;;\n");
}

static void
add_bash_command(struct buf *out, const struct command *command)
{
    buf_addf(out, "    %s:-*) _attune_words --help", command->name);
    for (const struct option_entry *e = command->options; e->name; e++) {
        buf_addf(out, " --%s", e->name);
        if (e->letter)
            buf_addf(out, " -%c", e->letter);
    }
    buf_add_text(out, " ;;\n");
}

static void
add_bash(struct buf *out, struct str hole)
{
    bool is_values = str_is(hole, "@values@");

    if (str_is(hole, "@commands@")) {
        buf_add_text(out, "    _attune_words");
        add_command_names(out);
        buf_add_char(out, '\n');
        return;
    }
    for (size_t i = 0; commands[i]; i++) {
        const struct option_entry *e = commands[i]->options;
        for (; is_values && e->name; e++)
            add_bash_value(out, commands[i]->name, e);
        if (!is_values)
            add_bash_command(out, commands[i]);
    }
}

/* ---- zsh ---- */

/* Help as zsh's _arguments wants it: no brackets, colons or quotes in it. */
static void
add_zsh_help(struct buf *out, const char *help)
{
    for (; *help; help++)
        if (*help == '\'')
            buf_add_text(out, "'\\''");
        else if (*help == '[' || *help == ']' || *help == ':')
            buf_addf(out, "\\%c", *help);
        else
            buf_add_char(out, *help);
}

/* What _arguments does at a value, behind its name. */
static void
add_zsh_action(struct buf *out, const struct wanted *wanted)
{
    struct buf calls SCOPED(buf_clear) = {0};

    if (add_calls(&calls, wanted, " "))
        buf_addf(out, "{%s }", buf_text(&calls));
}

/* 'name' is "--output" or "-o", 'joint' what stands between it and a value. */
static void
add_zsh_option(struct buf *out, const struct option_entry *entry,
               const char *name, const char *joint)
{
    struct wanted wanted = value_of(entry);

    buf_addf(out, " \\\n      '%s%s%s[", entry->kind == OPTION_LIST ? "*" : "",
             name, entry->value ? joint : "");
    add_zsh_help(out, entry->help);
    buf_add_char(out, ']');
    if (entry->value) {
        buf_add_char(out, ':');
        add_zsh_help(out, entry->value);
        buf_add_char(out, ':');
        add_zsh_action(out, &wanted);
    }
    buf_add_char(out, '\'');
}

static void
add_zsh_command(struct buf *out, const struct command *command)
{
    buf_addf(out, "    %s) _arguments '--help[show help]'", command->name);
    for (const struct option_entry *e = command->options; e->name; e++) {
        const char letter[] = {'-', e->letter, '\0'};
        struct buf name SCOPED(buf_clear) = {0};

        buf_addf(&name, "--%s", e->name);
        add_zsh_option(out, e, buf_text(&name), "=");
        if (e->letter)
            add_zsh_option(out, e, letter, "+");
    }
    buf_add_text(out, " \\\n      '*:operand:{ _attune_operand }' ;;\n");
}

static void
add_zsh(struct buf *out, struct str hole)
{
    for (size_t i = 0; commands[i]; i++) {
        if (!str_is(hole, "@commands@")) {
            add_zsh_command(out, commands[i]);
            continue;
        }
        buf_addf(out, "      '%s:", commands[i]->name);
        add_zsh_help(out, commands[i]->summary);
        buf_add_text(out, "'\n");
    }
}

/* ---- fish ---- */

static void
add_fish_quoted(struct buf *out, const char *text)
{
    buf_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '\'');
}

/* What is offered at a value, and nothing else. */
static void
add_fish_wanted(struct buf *out, const struct wanted *wanted)
{
    struct buf calls SCOPED(buf_clear) = {0};

    buf_add_text(out, " -f");
    if (add_calls(&calls, wanted, ""))
        buf_addf(out, " -a '(%s)'", buf_text(&calls));
}

static void
add_fish_option(struct buf *out, const char *command,
                const struct option_entry *entry)
{
    struct wanted wanted = value_of(entry);

    buf_addf(out, "complete -c attune -n '__fish_seen_subcommand_from %s'",
             command);
    if (entry->letter)
        buf_addf(out, " -s %c", entry->letter);
    buf_addf(out, " -l %s", entry->name);
    if (entry->kind != OPTION_FLAG) {
        buf_add_text(out, " -r");
        add_fish_wanted(out, &wanted);
    }
    buf_add_text(out, " -d ");
    add_fish_quoted(out, entry->help);
    buf_add_char(out, '\n');
}

static void
add_fish(struct buf *out, struct str hole)
{
    bool is_commands = str_is(hole, "@commands@");

    for (size_t i = 0; commands[i]; i++) {
        const struct option_entry *e = commands[i]->options;
        for (; !is_commands && e->name; e++)
            add_fish_option(out, commands[i]->name, e);
        if (!is_commands)
            continue;
        buf_addf(out,
                 "complete -c attune -n __fish_use_subcommand -f -a %s -d ",
                 commands[i]->name);
        add_fish_quoted(out, commands[i]->summary);
        buf_add_char(out, '\n');
    }
}

/* ---- the scripts ---- */

/* The files completion/attune.SHELL, in which a line that is a name between
   '@'s is a hole, and what fills it. */
static const struct {
    const char *text;
    void (*add)(struct buf *out, struct str hole);
} scripts[] = {
    {NULL, NULL},
    {
#include "cli/completion/attune.bash.inc"
        , add_bash},
    {
#include "cli/completion/attune.zsh.inc"
        , add_zsh},
    {
#include "cli/completion/attune.fish.inc"
        , add_fish},
};

const char *const completion_shells[] = {"none", "bash", "zsh", "fish", NULL};

void
completion_add(int shell, struct buf *out)
{
    struct str rest = str_from(scripts[shell].text);
    struct str line;

    while (str_next_line(&rest, &line)) {
        if (line.len && *line.bytes == '@') {
            scripts[shell].add(out, line);
            continue;
        }
        buf_add(out, line);
        buf_add_char(out, '\n');
    }
}
