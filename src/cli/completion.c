/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes completion scripts: subcommands, options, values that are known. */
#include "cli/help.h"

#include <string.h>
#include "cli/command.h"

static void
add_command_names(struct buf *out)
{
    for (size_t i = 0; commands[i]; i++)
        buf_addf(out, "%s%s", i ? " " : "", commands[i]->name);
}

static void
add_names(struct buf *out, const char *begin, const char *const *names,
          const char *end)
{
    buf_add_text(out, begin);
    for (size_t i = 0; names[i]; i++)
        buf_addf(out, "%s%s", i ? " " : "", names[i]);
    buf_add_text(out, end);
}

/* The ids of 'attune list' are the first words of its lines but the first. */
#define INSTRUMENT_IDS                                                         \
    "attune list 2>/dev/null | while read -r id _; do "                        \
    "[ \"$id\" = id ] || echo \"$id\"; done"

/* What makes each shell offer values that no table holds, by their name. */
static const struct offer {
    const char *value;
    const char *bash;
    const char *zsh;
    const char *fish;
} offers[] = {
    {"FILE", "-f", "_files", ""},
    {"FOLDER", "-d", "_files -/", ""},
    {"INSTRUMENT", "-W \"$(" INSTRUMENT_IDS ")\"", "_attune_instruments",
     " -a '(attune list 2>/dev/null | string match -r \"^[a-z][a-z0-9_-]*\" | "
     "string match -v id)'"},
};

static struct offer
offer_of(const struct option_entry *entry)
{
    for (size_t i = 0; i < N_ELEMENTS(offers); i++)
        if (entry->value && strcmp(entry->value, offers[i].value) == 0)
            return offers[i];
    return (struct offer){NULL, "-W ''", "", " -f"};
}

/* ---- bash ---- */

static void
add_bash_value(struct buf *out, const char *command,
               const struct option_entry *entry)
{
    if (entry->kind == OPTION_FLAG)
        return;
    buf_addf(out, "    %s:--%s", command, entry->name);
    if (entry->letter)
        buf_addf(out, "|%s:-%c", command, entry->letter);
    buf_add_text(out, ") COMPREPLY=($(compgen ");
    if (entry->names)
        add_names(out, "-W '", entry->names, "'");
    else
        buf_add_text(out, offer_of(entry).bash);
    buf_add_text(out, " -- \"$word\")); return ;;\n");
}

static void
add_bash_options(struct buf *out, const struct command *command)
{
    buf_addf(out, "    %s) options='--help", command->name);
    for (const struct option_entry *e = command->options; e->name; e++)
        buf_addf(out, " --%s", e->name);
    buf_add_text(out, "' ;;\n");
}

void
completion_add_bash(struct buf *out)
{
    buf_add_text(out, "# attune: completion for bash, made by 'attune help "
                      "--completion bash'.\n"
                      "_attune() {\n"
                      "  local word=${COMP_WORDS[COMP_CWORD]}\n"
                      "  local before=${COMP_WORDS[COMP_CWORD-1]}\n"
                      "  local command=${COMP_WORDS[1]} options=\n"
                      "  COMPREPLY=()\n"
                      "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
                      "    COMPREPLY=($(compgen -W '");
    add_command_names(out);
    buf_add_text(out, "' -- \"$word\")); return\n  fi\n"
                      "  case $command:$before in\n");
    for (size_t i = 0; commands[i]; i++)
        for (const struct option_entry *e = commands[i]->options; e->name; e++)
            add_bash_value(out, commands[i]->name, e);
    buf_add_text(out, "  esac\n  case $command in\n");
    for (size_t i = 0; commands[i]; i++)
        add_bash_options(out, commands[i]);
    buf_add_text(
        out, "  esac\n"
             "  case $word in\n"
             "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
             "    *) [ \"$command\" = help ] && COMPREPLY=($(compgen -W '");
    add_command_names(out);
    buf_add_text(out, "' -- \"$word\")) ;;\n  esac\n}\n"
                      "complete -o default -F _attune attune\n");
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

/* 'name' is "--output" or "-o", 'joint' what stands between it and a value. */
static void
add_zsh_option(struct buf *out, const struct option_entry *entry,
               const char *name, const char *joint)
{
    buf_addf(out, " \\\n      '%s%s%s[", entry->kind == OPTION_LIST ? "*" : "",
             name, entry->value ? joint : "");
    add_zsh_help(out, entry->help);
    buf_add_char(out, ']');
    if (entry->value) {
        buf_addf(out, ":%s:", entry->value);
        if (entry->names)
            add_names(out, "(", entry->names, ")");
        else
            buf_add_text(out, offer_of(entry).zsh);
    }
    buf_add_char(out, '\'');
}

void
completion_add_zsh(struct buf *out)
{
    buf_add_text(out,
                 "#compdef attune\n"
                 "# attune: completion for zsh, made by 'attune help "
                 "--completion zsh'.\n"
                 "_attune_instruments() {\n"
                 "  local -a ids\n  ids=(${(f)\"$(" INSTRUMENT_IDS ")\"})\n"
                 "  compadd -a ids\n}\n"
                 "_attune() {\n"
                 "  if (( CURRENT == 2 )); then\n    local -a commands\n"
                 "    commands=(\n");
    for (size_t i = 0; commands[i]; i++) {
        buf_addf(out, "      '%s:", commands[i]->name);
        add_zsh_help(out, commands[i]->summary);
        buf_add_text(out, "'\n");
    }
    buf_add_text(out, "    )\n    _describe command commands\n    return\n"
                      "  fi\n  local command=$words[2]\n"
                      "  shift words; (( CURRENT-- ))\n  case $command in\n");
    for (size_t i = 0; commands[i]; i++) {
        buf_addf(out, "    %s) _arguments '--help[show help]'",
                 commands[i]->name);
        for (const struct option_entry *e = commands[i]->options; e->name;
             e++) {
            const char letter[] = {'-', e->letter, '\0'};
            struct buf name SCOPED(buf_clear) = {0};

            buf_addf(&name, "--%s", e->name);
            add_zsh_option(out, e, buf_text(&name), "=");
            if (e->letter)
                add_zsh_option(out, e, letter, "+");
        }
        if (commands[i]->takes_files)
            buf_add_text(out, " '*:file:_files'");
        buf_add_text(out, " ;;\n");
    }
    buf_add_text(out, "  esac\n}\n_attune \"$@\"\n");
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

static void
add_fish_option(struct buf *out, const char *command,
                const struct option_entry *entry)
{
    buf_addf(out, "complete -c attune -n '__fish_seen_subcommand_from %s'",
             command);
    if (entry->letter)
        buf_addf(out, " -s %c", entry->letter);
    buf_addf(out, " -l %s", entry->name);
    if (entry->kind != OPTION_FLAG)
        buf_add_text(out, " -r");
    if (entry->names)
        add_names(out, " -f -a '", entry->names, "'");
    else
        buf_add_text(out, offer_of(entry).fish);
    buf_add_text(out, " -d ");
    add_fish_quoted(out, entry->help);
    buf_add_char(out, '\n');
}

void
completion_add_fish(struct buf *out)
{
    buf_add_text(out, "# attune: completion for fish, made by 'attune help "
                      "--completion fish'.\n");
    for (size_t i = 0; commands[i]; i++) {
        buf_addf(out,
                 "complete -c attune -n __fish_use_subcommand -f -a %s -d ",
                 commands[i]->name);
        add_fish_quoted(out, commands[i]->summary);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; commands[i]; i++)
        for (const struct option_entry *e = commands[i]->options; e->name; e++)
            add_fish_option(out, commands[i]->name, e);
}
