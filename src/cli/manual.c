/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes attune(1). */
#include "cli/help.h"

#include <string.h>
#include "cli/command.h"
#include "output/figure.h"

/* Text of a line of its own: no control character at its begin, no escape
   inside. */
static void
add_escaped(struct buf *out, struct str text)
{
    if (text.len && (text.bytes[0] == '.' || text.bytes[0] == '\''))
        buf_add_text(out, "\\&");
    for (size_t i = 0; i < text.len; i++) {
        if (text.bytes[i] == '\\')
            buf_add_text(out, "\\e");
        else if (text.bytes[i] == '-')
            buf_add_text(out, "\\-");
        else
            buf_add_char(out, text.bytes[i]);
    }
}

/* Sentences begin new lines, as mdoc wants it; blank lines part paragraphs. */
static void
add_paragraphs(struct buf *out, const char *text)
{
    while (*text) {
        const char *sentence = strstr(text, ".  ");
        size_t line = strcspn(text, "\n");
        size_t len = sentence && (size_t)(sentence - text) < line
                         ? (size_t)(sentence - text) + 1
                         : line;
        if (len)
            add_escaped(out, (struct str){text, len});
        else
            buf_add_text(out, ".Pp");
        buf_add_char(out, '\n');
        text += len;
        if (*text == '\n')
            text++;
        while (*text == ' ')
            text++;
    }
}

static void
add_option(struct buf *out, const struct option_entry *entry)
{
    buf_add_text(out, ".It");
    if (entry->letter)
        buf_addf(out, " Fl %c ,", entry->letter);
    buf_addf(out, " Fl \\-%s", entry->name);
    if (entry->value)
        buf_addf(out, " Ar %s", entry->value);
    buf_add_char(out, '\n');
    add_paragraphs(out, entry->help);
}

static void
add_figures(struct buf *out)
{
    struct buf about SCOPED(buf_clear) = {0};

    buf_add_text(out, ".Pp\nColumns of a score, class or alert (in JSON keys, "
                      "with _ for \\-):\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < N_FIGURES; i++) {
        buf_empty(&about);
        figure_add_about(&figures[i], &about);
        buf_add_text(out, ".It ");
        add_escaped(out, str_from(figures[i].word));
        buf_add_char(out, '\n');
        add_paragraphs(out, buf_text(&about));
    }
    buf_add_text(out, ".El\n");
}

static void
add_examples(struct buf *out, const char *examples)
{
    struct str rest = str_from(examples);
    struct str line;

    while (str_next_line(&rest, &line)) {
        bool is_why = *line.bytes == '#';
        buf_add_text(out, is_why ? ".Pp\n" : ".Dl ");
        if (is_why)
            line = (struct str){line.bytes + 2, line.len - 2};
        add_escaped(out, line);
        buf_add_text(out, is_why ? ":\n" : "\n");
    }
}

static void
add_command(struct buf *out, const struct command *command)
{
    buf_addf(out, ".Ss attune %s\n", command->name);
    buf_addf(out, ".Nm\n.Cm %s\n.Op Ar options\n", command->name);
    if (*command->operands)
        buf_addf(out, ".Ar %s\n", command->operands);
    buf_add_text(out, ".Pp\n");
    add_paragraphs(out, command->description);
    buf_add_text(out, ".Bl -tag -width Ds\n");
    for (const struct option_entry *entry = command->options; entry->name;
         entry++)
        add_option(out, entry);
    buf_add_text(out, ".El\n");
    if (command->tells_figures)
        add_figures(out);
    add_examples(out, command->examples);
}

static void
add_environment(struct buf *out)
{
    buf_add_text(
        out,
        ".Sh ENVIRONMENT\n"
        ".Bl -tag -width Ds\n"
        ".It Ev ATTUNE_INSTRUMENTS , Ev ATTUNE_REPORTS\n"
        "folders that are searched before the user's and the installed ones.\n"
        ".It Ev ATTUNE_VECTOR\n"
        "How many bytes are worked on at once, for tests:\n"
        ".Cm baseline ,\n"
        ".Cm avx2\n"
        "or\n"
        ".Cm avx512 .\n"
        "Scores are the same with each.\n"
        ".It Ev ATTUNE_PLAIN\n"
        "when set, nothing is redrawn, tables become labelled lines, and how "
        "far a long run has come is told in a line for each tenth.  A file "
        "named\n"
        ".Pa plain\n"
        "in\n"
        ".Pa $XDG_CONFIG_HOME/attune\n"
        "or\n"
        ".Pa ~/.config/attune\n"
        "does the same, whatever is in it.\n"
        ".It Ev SOURCE_DATE_EPOCH\n"
        "the time that is written into a PDF, in seconds since 1970; else it "
        "is the day of the latest session.\n"
        ".It Ev XDG_DATA_HOME\n"
        "where the user's own\n"
        ".Pa attune/instruments\n"
        "and\n"
        ".Pa attune/reports\n"
        "are.\n"
        ".El\n");
}

void
manual_add(struct buf *out)
{
    buf_add_text(out, ".\\\" Made by 'attune help --man' out of the tables of "
                      "commands and options.\n"
                      ".Dd November 22, 2026\n.Dt ATTUNE 1\n.Os\n"
                      ".Sh NAME\n.Nm attune\n"
                      ".Nd score questionnaires and draw progress\n"
                      ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar options\n"
                      ".Op Ar\n.Sh DESCRIPTION\n");
    add_paragraphs(out, program_purpose);
    buf_add_text(out, ".Sh COMMANDS\n");
    for (size_t i = 0; commands[i]; i++)
        add_command(out, commands[i]);
    add_environment(out);
    buf_add_text(out, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (const struct exit_meaning *e = exit_meanings; e->meaning; e++) {
        buf_addf(out, ".It %d\n", (int)e->status);
        add_paragraphs(out, e->meaning);
    }
    buf_add_text(out, ".El\n");
}
