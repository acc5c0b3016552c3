/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints problems; everything that came from a file goes through
   utf8_add_shown(), so that no file can speak to the terminal. */
#include "cli/print.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/utf8.h"
#include "cli/status.h"

static const char *const severity_names[] = {
    [SEVERITY_NOTE] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

/* B of B7 */
static void
add_letters(struct buf *out, int column)
{
    if (column > 26)
        add_letters(out, (column - 1) / 26);
    buf_add_char(out, (char)('A' + (column - 1) % 26));
}

static void
add_place(struct buf *out, struct place place)
{
    if (!place.file) {
        buf_add_text(out, "attune: ");
        return;
    }
    utf8_add_shown(out, str_from(place.file));
    if (place.line)
        buf_add_char(out, ':');
    if (place.line && place.column && place.is_cell)
        add_letters(out, place.column);
    if (place.line)
        buf_addf(out, "%d", place.line);
    if (place.line && place.column && !place.is_cell)
        buf_addf(out, ":%d", place.column);
    buf_add_text(out, ": ");
}

/* The mark stands in the same column as what it marks: tabs stay tabs, and
   every other character is one blank wide, which is as much as can be known
   of a terminal. */
static void
add_mark(struct buf *out, struct place place, struct str excerpt)
{
    uint32_t character;

    buf_add_text(out, "       | ");
    for (int column = 1;
         column < place.column && utf8_next(&excerpt, &character); column++)
        buf_add_char(out, character == '\t' ? '\t' : ' ');
    buf_add_char(out, '^');
    for (int i = 1; i < place.width && utf8_next(&excerpt, &character); i++)
        buf_add_char(out, '~');
    buf_add_char(out, '\n');
}

/* A tab is harmless, and keeps the mark in its column. */
static void
add_excerpt(struct buf *out, struct place place, const char *excerpt)
{
    buf_addf(out, "%6d | ", place.line);
    utf8_add_shown_lines(out, str_from(excerpt));
    buf_add_char(out, '\n');
    if (place.column)
        add_mark(out, place, str_from(excerpt));
}

/* Each line of 'text' on its own, indented. */
static void
add_indented(struct buf *out, const char *text)
{
    struct str rest = str_from(text);
    struct str line;

    while (str_next_line(&rest, &line)) {
        buf_add_text(out, "    ");
        utf8_add_shown(out, line);
        buf_add_char(out, '\n');
    }
}

/* What is wrong with words of the command line and with files names no item. */
static bool
is_of_command(enum message message)
{
    enum { LAST_OF_COMMAND = 9 };

    return message_number(message) <= LAST_OF_COMMAND;
}

void
print_problem(struct buf *out, const struct diagnostic *problem,
              const struct print_options *options)
{
    add_place(out, problem->place);
    buf_addf(out, "%s: %s", severity_names[message_severity(problem->message)],
             message_words(problem->message));
    if (options->names_nothing && !is_of_command(problem->message)) {
        buf_addf(out, " [%s]\n", message_code(problem->message));
        return;
    }
    if (problem->detail) {
        buf_add_text(out, ": ");
        utf8_add_shown(out, str_from(problem->detail));
    }
    if (problem->secret && options->shows_values) {
        buf_add_text(out, ": '");
        utf8_add_shown(out, str_from(problem->secret));
        buf_add_char(out, '\'');
    }
    buf_addf(out, " [%s]\n", message_code(problem->message));
    if (problem->excerpt && problem->place.line && !options->is_plain)
        add_excerpt(out, problem->place, problem->excerpt);
    if (problem->working)
        add_indented(out, problem->working);
    if (problem->hint) {
        buf_add_text(out, "    hint: ");
        utf8_add_shown(out, str_from(problem->hint));
        buf_add_char(out, '\n');
    }
}

/* A warning that names nothing says no more the second time. */
static bool
was_said(const struct diag *diag, size_t first, size_t at)
{
    enum message message = diag_get(diag, at)->message;

    for (size_t i = first; i < at; i++)
        if (diag_get(diag, i)->message == message)
            return message_severity(message) != SEVERITY_ERROR;
    return false;
}

/* How many behind it are of rows that are set aside for the same reason. */
static size_t
count_alike(const struct diag *diag, size_t at)
{
    const struct diagnostic *one = diag_get(diag, at);
    size_t n = 0;

    if (one->message != MSG_DATA_OTHER_EDITION
        && one->message != MSG_DATA_OTHER_CODING)
        return 0;
    for (size_t i = at + 1; i < diag_total(diag); i++, n++) {
        const struct diagnostic *other = diag_get(diag, i);
        if (other->message != one->message
            || strcmp(other->detail, one->detail) != 0
            || strcmp(other->hint, one->hint) != 0)
            break;
    }
    return n;
}

void
print_problems(struct context *context)
{
    const struct print_options *options = &context->printing;
    size_t first = context->n_printed;
    struct buf out = {0};
    size_t n_printed = 0;

    context->n_printed = diag_total(context->diag);
    for (size_t i = first; i < context->n_printed; i++) {
        struct diagnostic told = *diag_get(context->diag, i);
        const struct diagnostic *problem = &told;
        bool is_note = message_severity(problem->message) == SEVERITY_NOTE;
        if (is_note && !options->shows_notes)
            continue;
        if (options->names_nothing && was_said(context->diag, first, i))
            continue;
        bool is_whole = i >= options->whole_from && i < options->whole_to;
        if (options->limit && n_printed >= options->limit && !is_whole
            && !is_of_command(problem->message)
            && status_of(problem->message) != EXIT_FAILED)
            continue;
        /* They count as rows: a merge has the first of each part, and tells as
           many as one run. */
        size_t n_alike = count_alike(context->diag, i);
        if (n_alike && options->limit && !is_whole
            && n_printed + n_alike >= options->limit)
            n_alike = options->limit - n_printed - 1;
        n_printed += 1 + n_alike;
        if (n_alike)
            told.detail = arena_printf(
                context->arena, "%s; likewise %zu further %s", told.detail,
                n_alike, n_alike == 1 ? "row" : "rows");
        i += n_alike;
        print_problem(&out, problem, options);
    }
    print_said(&out);
}

void
print_said(struct buf *text)
{
    fputs(buf_text(text), stderr);
    buf_clear(text);
}

void
print_add_count(struct buf *out, size_t count)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%zu", count);

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            buf_add_char(out, ',');
        buf_add_char(out, digits[i]);
    }
}

void
print_add_counts(struct buf *out, const char *words, const size_t *counts)
{
    size_t count = 0;

    for (; *words; words++) {
        if (*words == '#') {
            count = *counts++;
            print_add_count(out, count);
        } else if (*words == '[') {
            struct str one = {words + 1, strcspn(words, "|") - 1};
            struct str many = {one.bytes + one.len + 1,
                               strcspn(words, "]") - one.len - 2};
            buf_add(out, count == 1 ? one : many);
            words = many.bytes + many.len;
        } else {
            buf_add_char(out, *words);
        }
    }
}

void
print_out(struct context *context, struct str text)
{
    if (!context->out_error && !file_write_fully(STDOUT_FILENO, text))
        context->out_error = errno;
}

void
print_rows(struct context *context, struct str rows)
{
    struct buf shown SCOPED(buf_clear) = {0};

    if (isatty(STDOUT_FILENO)) {
        utf8_add_shown_lines(&shown, rows);
        rows = buf_str(&shown);
    }
    print_out(context, rows);
}
