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

/* Up to and with the point before a blank and a capital, or before two blanks;
   else the whole line. */
static size_t
sentence_len(const char *text)
{
    size_t line = strcspn(text, "\n");

    for (size_t len = 1; len + 1 < line; len++)
        if (text[len - 1] == '.' && text[len] == ' '
            && (text[len + 1] == ' '
                || (text[len + 1] >= 'A' && text[len + 1] <= 'Z')))
            return len;
    return line;
}

/* Sentences begin new lines, as mdoc wants it; blank lines part paragraphs. */
static void
add_paragraphs(struct buf *out, const char *text)
{
    while (*text) {
        size_t len = sentence_len(text);
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

/* What is said of each, and the line to type, of all commands. */
static void
add_examples(struct buf *out)
{
    const char *parted = "";

    buf_add_text(out, ".Sh EXAMPLES\n");
    for (size_t i = 0; commands[i]; i++) {
        struct str rest = str_from(commands[i]->examples);
        struct str line;

        while (str_next_line(&rest, &line)) {
            bool is_why = *line.bytes == '#';
            buf_add_text(out, is_why ? parted : ".Dl ");
            parted = ".Pp\n";
            if (is_why)
                line = str_skip(line, 2);
            add_escaped(out, line);
            buf_add_text(out, is_why ? ":\n" : "\n");
        }
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
}

/* A name and what it is for, in mdoc. */
struct entry {
    const char *name;
    const char *about;
};

/* Folders that begin with $XDG_... are below the home where that is not set:
   .config, .local/share, .local/state. */
static const struct entry files[] = {
    {"$XDG_DATA_HOME/attune/instruments",
     "the user's own questionnaires, found before the installed ones"},
    {"$XDG_DATA_HOME/attune/reports", "their own templates of pages"},
    {"$XDG_DATA_HOME/attune/casebook",
     "the casebook, where none other is named"},
    {"$XDG_STATE_HOME/attune/*.draft",
     "forms that were begun and not handed in, for this user alone; in paper/ "
     "those that are typed in: 'attune drafts' lists and removes them"},
    {"$XDG_STATE_HOME/attune/casebook-ID.*",
     "what this computer knows of a casebook, so that an older copy in its "
     "place is noticed"},
    {"$XDG_CONFIG_HOME/attune/plain", "as ATTUNE_PLAIN, whatever is in it"},
    {"$XDG_CONFIG_HOME/attune/who-reads.txt, after.txt",
     "a practice's own words on the first page of a form and below its thanks "
     "(see fill)"},
    {"FILE.changes",
     "beside a file of saved responses: what corrections replaced, and why"},
    {DATA_FOLDER, "the questionnaires and templates that are installed"},
    {LIBRARY_FOLDER "/press.so", "what draws pages, for the program alone"},
    {NULL, NULL},
};

static const struct entry environment[] = {
    {"ATTUNE_INSTRUMENTS",
     "a folder that is searched for questionnaires before the user's and the "
     "installed one"},
    {"ATTUNE_REPORTS", "likewise, for templates of pages"},
    {"ATTUNE_CASEBOOK", "the folder of the casebook"},
    {"ATTUNE_PLAIN", "when set, nothing is redrawn, tables become labelled "
                     "lines, and how far a "
                     "long run has come is told in a line for each tenth"},
    {"ATTUNE_VECTOR",
     "how many bytes are worked on at once, for tests: baseline, avx2 or "
     "avx512, the widest that the processor has where it lacks that; scores "
     "are the same with each"},
    {"SOURCE_DATE_EPOCH",
     "the time that is written into a PDF, in seconds since 1970; else it is "
     "the day of the latest session.  Time stands still then, and no day is "
     "held to be one that is to come"},
    {"XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME",
     "where the files below are looked for; else in .config, .local/share and "
     ".local/state of the home"},
    {"COLUMNS", "how wide tables and the form may be, in cells"},
    {NULL, NULL},
};

static void
add_entries(struct buf *out, const char *section, const char *macro,
            const struct entry *entry)
{
    buf_addf(out, ".Sh %s\n.Bl -tag -width Ds\n", section);
    for (; entry->name; entry++) {
        buf_addf(out, ".It %s ", macro);
        add_escaped(out, str_from(entry->name));
        buf_add_char(out, '\n');
        add_paragraphs(out, entry->about);
    }
    buf_add_text(out, ".El\n");
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
    add_entries(out, "ENVIRONMENT", "Ev", environment);
    add_entries(out, "FILES", "Pa", files);
    buf_add_text(out, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (const struct exit_meaning *e = exit_meanings; e->meaning; e++) {
        buf_addf(out, ".It %d\n", (int)e->status);
        add_paragraphs(out, e->meaning);
    }
    buf_add_text(out, ".El\n");
    add_examples(out);
}
