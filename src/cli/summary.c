/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of what could be scored, why the rest could not, and problems. */
#include "cli/summary.h"

#include <stdio.h>
#include "cli/grouped.h"

static void
add_scale(struct buf *out, const char *id, const size_t *counts)
{
    buf_addf(out, "%s ", id);
    grouped_add(out, counts[WHY_SCORED]);
    if (counts[NOTHING_ANSWERED]) {
        buf_add_text(out, ", nothing answered ");
        grouped_add(out, counts[NOTHING_ANSWERED]);
    }
    for (int why = WHY_SCORED + 1; why < N_WHYS; why++) {
        if (!counts[why])
            continue;
        buf_addf(out, ", %s ", why_text((enum why)why));
        grouped_add(out, counts[why]);
    }
}

static size_t
count_scales(const struct loaded *loaded)
{
    size_t n = 0;

    for (size_t i = 0; i < loaded->n; i++)
        for (size_t s = 0; s < loaded->instruments[i]->n_scales; s++)
            n += !loaded->instruments[i]->scales[s].is_internal;
    return n;
}

static void
add_scales(struct buf *out, const struct loaded *loaded,
           why_counts *const *counts)
{
    const char *between = count_scales(loaded) == 1 ? ": " : "\n  ";

    for (size_t i = 0; i < loaded->n; i++) {
        const struct instrument *instrument = loaded->instruments[i];
        for (size_t s = 0; s < instrument->n_scales; s++) {
            if (instrument->scales[s].is_internal)
                continue;
            buf_add_text(out, between);
            if (loaded->n > 1)
                buf_addf(out, "%s.", instrument->id);
            add_scale(out, instrument->scales[s].id, counts[i][s]);
        }
    }
}

void
summary_add(struct buf *out, const struct loaded *loaded, size_t n_rows,
            why_counts *const *counts, double elapsed_s)
{
    buf_add_text(out, "scored ");
    grouped_add_of(out, n_rows, "row", "rows");
    if (elapsed_s > 0) {
        buf_add_text(out, " in ");
        num_add_fixed(out, elapsed_s, 2);
        buf_add_text(out, " s");
    }
    add_scales(out, loaded, counts);
    buf_add_char(out, '\n');
}

void
summary_add_alerts(struct buf *out, const struct alerts_told *told)
{
    const char *between = ": ";
    bool has_some = false;

    for (int notice = NOTICE_NONE + 1; notice < N_NOTICES; notice++) {
        size_t sum = 0;
        for (size_t i = 0; i < told->n; i++)
            sum += told->counts[i][notice];
        if (!sum)
            continue;
        buf_add_text(out, has_some ? "" : told->what);
        has_some = true;
        buf_add_text(out, between);
        grouped_add(out, sum);
        buf_addf(out, " %s", alert_notice_text((enum alert_notice)notice));
        between = ", ";
    }
    if (!has_some)
        return;
    buf_add_text(out, "; to read them: ");
    source_args_add_command(told->reading, told->client, told->files, out);
    buf_add_char(out, '\n');
}

void
summary_print_alerts(const struct alerts_told *told)
{
    struct buf out = {0};

    summary_add_alerts(&out, told);
    fputs(buf_text(&out), stderr);
    buf_clear(&out);
}

size_t
summary_problems(const struct response_tally *tally)
{
    size_t n = 0;

    for (int i = 0; i < N_MESSAGES; i++)
        n += tally->n_problems[i];
    return n;
}

void
summary_add_problems(struct buf *out, const struct response_tally *tally)
{
    const char *between = "problems in all: ";

    for (int i = 0; i < N_MESSAGES; i++) {
        if (!tally->n_problems[i])
            continue;
        buf_addf(out, "%s%s [%s] ", between, message_words((enum message)i),
                 message_code((enum message)i));
        grouped_add(out, tally->n_problems[i]);
        between = ", ";
    }
    buf_add_char(out, '\n');
}
