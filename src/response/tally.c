/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of rows, joined and named; see tally.h. */
#include "response/tally.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/buf.h"
#include "base/date.h"

void
count_show(const struct count_walk *walk, size_t *n, const char *fmt, ...)
{
    char name[256]; /* ids are short */
    va_list args;

    va_start(args, fmt);
    vsnprintf(name, sizeof name, fmt, args);
    va_end(args);
    walk->count(walk->aux, name, n);
}

void
response_tally_join(struct response_tally *tally,
                    const struct response_tally *from)
{
    tally->n_rows += from->n_rows;
    tally->n_blank += from->n_blank;
    tally->n_empty_times += from->n_empty_times;
    tally->n_unclear += from->n_unclear;
    tally->n_elsewhere += from->n_elsewhere;
    for (int i = 0; i < N_MESSAGES; i++)
        tally->n_problems[i] += from->n_problems[i];
}

void
response_tally_walk(struct response_tally *tally, const struct count_walk *walk)
{
    count_show(walk, &tally->n_rows, "rows");
    count_show(walk, &tally->n_blank, "blank lines");
    count_show(walk, &tally->n_empty_times, "empty time points");
    count_show(walk, &tally->n_unclear, "unclear boxes");
    for (int i = 0; i < N_MESSAGES; i++)
        count_show(walk, &tally->n_problems[i], "problems %s",
                   message_code((enum message)i));
}

void
counted_rows_join(struct counted_rows *rows, const struct counted_rows *from)
{
    if (!rows->n)
        rows->first = from->first;
    rows->n += from->n;
}

static void
show_number(const struct count_walk *walk, int *number, const char *name,
            const char *what)
{
    size_t n = (size_t)*number;

    count_show(walk, &n, "%s from %s", name, what);
    *number = (int)n;
}

void
counted_rows_walk(struct counted_rows *rows, const char *name,
                  const struct count_walk *walk)
{
    count_show(walk, &rows->n, "%s", name);
    show_number(walk, &rows->first.line, name, "line");
    show_number(walk, &rows->first.column, name, "column");
}

static bool
add_warning(const struct counted_rows *rows, enum message message,
            struct diag *diag)
{
    if (rows->n)
        diag_add(diag, message, rows->first, "%zu %s", rows->n,
                 rows->n == 1 ? "row" : "rows, of which this is the first");
    return rows->n > 0;
}

void
other_texts_warn(const struct counted_rows *rows, struct diag *diag)
{
    if (add_warning(rows, MSG_DATA_OTHER_TEXTS, diag))
        diag_hint(diag, "what was asked and its codes are the same, so that "
                        "they are scored");
}

void
ahead_warn(const struct counted_rows *rows, int32_t today, struct diag *diag)
{
    struct buf shown SCOPED(buf_clear) = {0};

    if (!add_warning(rows, MSG_DATA_AHEAD, diag))
        return;
    date_add(&shown, today);
    diag_hint(diag,
              "are they mistyped, or is the clock of this computer behind?  It "
              "says that today is %s",
              buf_text(&shown));
}
