/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of what could be scored, why the rest could not, and problems. */
#include "cli/summary.h"

#include "base/utf8.h"
#include "cli/print.h"
#include "cli/thousands.h"
#include "output/sink.h"

static void
add_scale(struct buf *out, const char *id, const size_t *counts)
{
    buf_addf(out, "%s ", id);
    thousands_add(out, counts[WHY_SCORED]);
    if (counts[NOTHING_ANSWERED]) {
        buf_add_text(out, ", nothing answered ");
        thousands_add(out, counts[NOTHING_ANSWERED]);
    }
    for (int why = WHY_SCORED + 1; why < N_WHYS; why++) {
        if (!counts[why])
            continue;
        buf_addf(out, ", %s ", why_text((enum why)why));
        thousands_add(out, counts[why]);
    }
}

static size_t
count_scales(const struct scored_told *told)
{
    size_t n = 0;

    for (size_t i = 0; i < told->loaded->n; i++) {
        const struct instrument *instrument = told->loaded->instruments[i];
        for (size_t s = 0; s < instrument->n_scales; s++)
            n += sink_tells_scale(told->with_private, &instrument->scales[s]);
    }
    return n;
}

static void
add_scales(struct buf *out, const struct scored_told *told)
{
    const char *between = count_scales(told) == 1 ? ": " : "\n  ";

    for (size_t i = 0; i < told->loaded->n; i++) {
        const struct instrument *instrument = told->loaded->instruments[i];
        for (size_t s = 0; s < instrument->n_scales; s++) {
            if (!sink_tells_scale(told->with_private, &instrument->scales[s]))
                continue;
            buf_add_text(out, between);
            if (told->loaded->n > 1)
                buf_addf(out, "%s.", instrument->id);
            add_scale(out, instrument->scales[s].id, told->counts[i][s]);
        }
    }
}

/* ---- what was held back ---- */

static void
add_held_name(struct buf *out, const struct scored_told *told,
              const struct instrument *instrument, const char *id)
{
    buf_add_text(out, out->len ? ", " : "");
    if (told->loaded->n > 1)
        buf_addf(out, "%s.", instrument->id);
    buf_add_text(out, id);
}

static void
add_held_of(struct buf *out, const struct scored_told *told,
            const struct plan *plan)
{
    const struct instrument *instrument = plan->instrument;

    for (size_t i = 0; i < instrument->n_scales; i++)
        if (instrument->scales[i].is_private
            && !instrument->scales[i].is_internal)
            add_held_name(out, told, instrument, instrument->scales[i].id);
    for (size_t i = 0; i < instrument->n_classes; i++)
        if (instrument->classes[i].is_private)
            add_held_name(out, told, instrument, instrument->classes[i].id);
    for (size_t i = 0; told->with_alerts && i < plan->n_alerts; i++)
        if (plan->alerts[i].alert->is_private)
            add_held_name(out, told, instrument, plan->alerts[i].alert->id);
}

static void
add_held_private(struct buf *out, const struct scored_told *told)
{
    struct buf names = {0};

    for (size_t i = 0; !told->with_private && i < told->loaded->n; i++)
        add_held_of(&names, told, told->loaded->plans[i]);
    if (names.len) {
        buf_add_text(out, "held back, resting on private answers: ");
        buf_add(out, buf_str(&names));
        buf_add_text(out, "; --with-private writes it\n");
    }
    buf_clear(&names);
}

static void
add_held_columns(struct buf *out, const struct scored_told *told)
{
    if (!told->n_held)
        return;
    buf_add_text(out, "held back, taken for private answers: ");
    for (size_t i = 0; i < told->n_held; i++) {
        buf_add_text(out, i ? ", '" : "'");
        utf8_add_shown(out, told->held[i].name);
        buf_addf(out, "' of %s", told->held[i].instrument_id);
    }
    buf_add_text(out, "; --keep HEADER passes a column on\n");
}

void
summary_add(struct buf *out, const struct scored_told *told)
{
    buf_add_text(out, "scored ");
    thousands_add_of(out, told->n_rows, "row", "rows");
    if (told->elapsed_s > 0) {
        buf_add_text(out, " in ");
        num_add_fixed(out, told->elapsed_s, 2);
        buf_add_text(out, " s");
    }
    add_scales(out, told);
    buf_add_char(out, '\n');
    add_held_columns(out, told);
    add_held_private(out, told);
}

void
summary_add_alerts(struct buf *out, const struct alerts_told *told)
{
    const char *between = ": ";
    bool has_some = false;

    for (int notice = NOTICE_NONE + 1; notice < N_NOTICES; notice++) {
        size_t sum = 0;
        for (size_t i = 0; i < told->data->loaded.n; i++)
            sum += told->counts[i][notice];
        if (!sum)
            continue;
        buf_add_text(out, has_some ? "" : told->what);
        has_some = true;
        buf_add_text(out, between);
        thousands_add(out, sum);
        buf_addf(out, " %s", alert_notice_text((enum alert_notice)notice));
        between = ", ";
    }
    if (!has_some)
        return;
    buf_add_text(out, "; to read them: ");
    source_args_add_command(told->args, told->client, &told->data->files, out);
    buf_add_char(out, '\n');
}

void
summary_print_alerts(const struct alerts_told *told)
{
    struct buf out = {0};

    summary_add_alerts(&out, told);
    print_said(&out);
}

void
summary_add_cut(struct buf *out, size_t n)
{
    buf_add_text(out, "the first ");
    thousands_add(out, n);
    buf_add_text(out, " rows were compared for sessions given twice and codes "
                      "that look alike\n");
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
        thousands_add(out, tally->n_problems[i]);
        between = ", ";
    }
    buf_add_char(out, '\n');
}
