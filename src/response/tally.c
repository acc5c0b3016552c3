/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of rows, joined and named; see tally.h. */
#include "response/tally.h"

#include <stdarg.h>
#include <stdio.h>

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
other_texts_join(struct other_texts *texts, const struct other_texts *from)
{
    if (!texts->n)
        texts->first = from->first;
    texts->n += from->n;
}

static void
show_number(const struct count_walk *walk, int *number, const char *name)
{
    size_t n = (size_t)*number;

    count_show(walk, &n, "%s", name);
    *number = (int)n;
}

void
other_texts_walk(struct other_texts *texts, const struct count_walk *walk)
{
    count_show(walk, &texts->n, "other texts");
    show_number(walk, &texts->first.line, "other texts from line");
    show_number(walk, &texts->first.column, "other texts from column");
}

void
other_texts_warn(const struct other_texts *texts, struct diag *diag)
{
    if (!texts->n)
        return;
    diag_add(diag, MSG_DATA_OTHER_TEXTS, texts->first, "%zu %s", texts->n,
             texts->n == 1 ? "row" : "rows, of which this is the first");
    diag_hint(diag, "what was asked and its codes are the same, so that they "
                    "are scored");
}
