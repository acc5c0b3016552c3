/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints help at a width that every terminal has. */
#include "cli/help.h"

#include <string.h>
#include "base/utf8.h"
#include "output/figure.h"

enum { WIDTH = 79, OPTION_COLUMN = 26 };

const struct exit_meaning exit_meanings[] = {
    {EXIT_DONE, "done; too few answers for a score are no problem"},
    {EXIT_DATA, "done, but some of the data had problems, each reported"},
    {EXIT_USAGE, "wrong usage"},
    {EXIT_FAILED,
     "a file or device failed, or a data file was refused as a whole"},
    {EXIT_INVALID, "an instrument or a template is not valid"},
    {EXIT_STOPPED, "stopped by Ctrl-C; no half-written file is left"},
    {EXIT_DONE, NULL},
};

/* Wraps 'text' between columns 'indent' and WIDTH; the cursor stands at
   'column' when it begins.  A newline in the text is kept. */
static void
add_wrapped(struct buf *out, const char *text, size_t indent, size_t column)
{
    while (*text) {
        size_t len = strcspn(text, " \n");
        size_t width = utf8_count((struct str){text, len});
        if (column > indent && column + 1 + width > WIDTH) {
            buf_add_char(out, '\n');
            column = 0;
        } else if (column > indent) {
            buf_add_char(out, ' ');
            column++;
        }
        for (; column < indent; column++)
            buf_add_char(out, ' ');
        buf_add(out, (struct str){text, len});
        column += width;
        text += len;
        if (*text == '\n') {
            buf_add_char(out, '\n');
            column = 0;
        }
        text += *text != '\0';
        while (*text == ' ')
            text++;
    }
    buf_add_char(out, '\n');
}

/* Text beside what the line that begins at 'start' names. */
static void
add_beside(struct buf *out, size_t start, const char *text)
{
    size_t column = out->len - start;

    if (column + 2 > OPTION_COLUMN) {
        buf_add_char(out, '\n');
        column = 0;
    }
    for (; column < OPTION_COLUMN; column++)
        buf_add_char(out, ' ');
    add_wrapped(out, text, OPTION_COLUMN, OPTION_COLUMN);
}

static void
add_option(struct buf *out, const struct option_entry *entry)
{
    size_t start = out->len;

    buf_add_text(out, "  ");
    if (entry->letter)
        buf_addf(out, "-%c, ", entry->letter);
    else
        buf_add_text(out, "    ");
    buf_addf(out, "--%s", entry->name);
    if (entry->value)
        buf_addf(out, " %s", entry->value);
    add_beside(out, start, entry->help);
}

static void
add_figures(struct buf *out)
{
    struct buf about SCOPED(buf_clear) = {0};

    buf_add_text(
        out, "\ncolumns of a score, class or alert (in JSON keys, with _ for "
             "-):\n");
    for (size_t i = 0; i < N_FIGURES; i++) {
        size_t start = out->len;
        buf_empty(&about);
        figure_add_about(&figures[i], &about);
        buf_addf(out, "      %s", figures[i].word);
        add_beside(out, start, buf_text(&about));
    }
}

/* The lines of the table: "# why" above the command. */
static void
add_examples(struct buf *out, const char *examples)
{
    struct str rest = str_from(examples);
    struct str line;

    while (str_next_line(&rest, &line))
        if (*line.bytes == '#')
            buf_addf(out, "  %.*s\n", (int)line.len - 2, line.bytes + 2);
        else
            buf_addf(out, "      %.*s\n", STR_ARGS(line));
}

void
help_add_command(struct buf *out, const struct command *command)
{
    buf_addf(out, "attune %s: %s\n\nusage: attune %s [OPTIONS] %s\n\n",
             command->name, command->summary, command->name, command->operands);
    add_examples(out, command->examples);
    buf_add_char(out, '\n');
    add_wrapped(out, command->description, 0, 0);
    buf_add_text(out, "\noptions:\n");
    for (const struct option_entry *entry = command->options; entry->name;
         entry++)
        add_option(out, entry);
    buf_add_text(out, "      --help              show this help\n");
    if (command->tells_figures)
        add_figures(out);
}

void
help_add(struct buf *out)
{
    buf_add_text(out, "usage: attune COMMAND [OPTIONS] ...\n\n");
    add_wrapped(out, program_purpose, 0, 0);
    buf_add_text(out, "\ncommands:\n");
    for (size_t i = 0; commands[i]; i++)
        buf_addf(out, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    buf_add_text(out,
                 "\nfor example:\n"
                 "  attune score -i communication answers.csv -o scores.csv\n"
                 "  attune report --from answers.csv --client c01 -o c01.pdf\n"
                 "\n'attune help COMMAND' explains one.\n");
}

void
help_unknown_command(const char *name, struct diag *diag)
{
    const char *nearest = command_nearest(name);

    diag_add(diag, MSG_USAGE, (struct place){0}, "no command is named '%s'",
             name);
    if (nearest)
        diag_hint(diag, "did you mean 'attune %s'?", nearest);
    else
        diag_hint(diag, "'attune help' lists the commands");
}
