/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of what could be scored, why the rest could not, and problems; see
   score_run.h. */
#include "cli/score_run.h"

#include "base/utf8.h"
#include "cli/print.h"
#include "output/sink.h"

static void
add_scale(struct buf *out, const char *id, const size_t *counts)
{
    buf_addf(out, "%s ", id);
    print_add_count(out, counts[WHY_SCORED]);
    if (counts[NOTHING_ANSWERED]) {
        buf_add_text(out, ", nothing answered ");
        print_add_count(out, counts[NOTHING_ANSWERED]);
    }
    for (int why = WHY_SCORED + 1; why < N_WHYS; why++) {
        if (!counts[why])
            continue;
        buf_addf(out, ", %s ", why_text((enum why)why));
        print_add_count(out, counts[why]);
    }
}

/* Behind the colon where there is one, else a line for each. */
static void
add_scales(struct buf *out, const struct score_job *job)
{
    const struct loaded *loaded = &job->data->loaded;
    struct buf lines SCOPED(buf_clear) = {0};
    size_t n = 0;

    for (size_t i = 0; i < loaded->n; i++) {
        const struct instrument *instrument = loaded->instruments[i];
        for (size_t s = 0; s < instrument->n_scales; s++) {
            const struct scale *scale = &instrument->scales[s];
            if (!sink_tells_scale(job->args->with_private, scale))
                continue;
            buf_add_text(&lines, n++ ? "\n  " : "");
            if (loaded->n > 1)
                buf_addf(&lines, "%s.", instrument->id);
            add_scale(&lines, scale->id, job->reading.totals.counts[i][s]);
        }
    }
    if (n)
        buf_add_text(out, n == 1 ? ": " : "\n  ");
    buf_add(out, buf_str(&lines));
}

/* ---- what was held back ---- */

static void
add_held_name(struct buf *names, const struct score_job *job,
              const struct instrument *instrument, const char *id)
{
    buf_add_text(names, names->len ? ", " : "");
    if (job->data->loaded.n > 1)
        buf_addf(names, "%s.", instrument->id);
    buf_add_text(names, id);
}

static void
add_held_of(struct buf *names, const struct score_job *job,
            const struct plan *plan)
{
    const struct instrument *instrument = plan->instrument;
    bool has_alerts = sink_formats[job->args->format]->is_document;

    for (size_t i = 0; i < instrument->n_scales; i++)
        if (instrument->scales[i].is_private
            && !instrument->scales[i].is_internal)
            add_held_name(names, job, instrument, instrument->scales[i].id);
    for (size_t i = 0; i < instrument->n_classes; i++)
        if (instrument->classes[i].is_private)
            add_held_name(names, job, instrument, instrument->classes[i].id);
    for (size_t i = 0; has_alerts && i < plan->n_alerts; i++)
        if (plan->alerts[i].alert->is_private)
            add_held_name(names, job, instrument, plan->alerts[i].alert->id);
}

static void
add_held_columns(struct buf *out, const struct source *source)
{
    size_t n;
    const struct source_held *held = source_held(source, &n);

    for (size_t i = 0; i < n; i++) {
        buf_add_text(out,
                     i ? ", '" : "held back, taken for private answers: '");
        utf8_add_shown(out, held[i].name);
        buf_addf(out, "' of %s", held[i].instrument_id);
    }
    if (n)
        buf_add_text(out, "; --keep HEADER passes a column on\n");
}

static void
add_passed(struct buf *out, const struct score_job *job)
{
    size_t n_told = source_passed(job->data->source);
    size_t n_blank = job->reading.totals.tally.n_blank;

    if (!n_told && !n_blank)
        return;
    buf_add_text(out, "passed over: ");
    if (n_told)
        PRINT_ADD_COUNTS(out, "# [row|rows] as told", n_told);
    buf_add_text(out, n_told && n_blank ? ", " : "");
    if (n_blank)
        PRINT_ADD_COUNTS(out, "# blank [line|lines]", n_blank);
    buf_add_char(out, '\n');
}

/* ---- what became of rows and boxes ---- */

static void
add_reshaped(struct buf *out, const struct response_tally *tally)
{
    if (tally->n_empty_times)
        PRINT_ADD_COUNTS(out,
                         "no row was made of # time [point|points] at which "
                         "nothing was filled in\n",
                         tally->n_empty_times);
    if (tally->n_unclear)
        PRINT_ADD_COUNTS(out,
                         "unclear: # [answer|answers] without a box that is "
                         "ticked, where nothing else was answered\n",
                         tally->n_unclear);
}

/* Whether some questionnaire has something that is scored. */
static bool
has_scores(const struct loaded *loaded)
{
    bool has_some = false;

    for (size_t i = 0; i < loaded->n; i++)
        has_some |= loaded->instruments[i]->n_scales
                    || loaded->instruments[i]->n_classes;
    return has_some;
}

void
score_summary_add(struct buf *out, const struct score_job *job)
{
    bool has_some = has_scores(&job->data->loaded);

    PRINT_ADD_COUNTS(out,
                     has_some ? "scored # [row|rows]" : "read # [row|rows]",
                     job->reading.totals.tally.n_rows);
    if (!has_some)
        buf_add_text(out, ": nothing is scored where there is no scale");
    if (job->data->context->err_is_terminal) {
        buf_add_text(out, " in ");
        num_add_fixed(out, meter_elapsed_s(&job->meter), 2);
        buf_add_text(out, " s");
    }
    add_scales(out, job);
    buf_add_char(out, '\n');
    add_passed(out, job);
    add_reshaped(out, &job->reading.totals.tally);
    source_args_add_labels(job->data, job->reading.totals.codings,
                           job->args->with_private, out);
    add_held_columns(out, job->data->source);
    if (!job->args->with_private) {
        struct buf names SCOPED(buf_clear) = {0};

        for (size_t i = 0; i < job->data->loaded.n; i++)
            add_held_of(&names, job, job->data->loaded.plans[i]);
        if (names.len)
            buf_addf(out,
                     "held back, resting on private answers: %s; "
                     "--with-private writes it\n",
                     buf_text(&names));
    }
    source_args_add_alerts(job->data, NULL, "alerts",
                           job->reading.totals.notices, out);
    if (!job->was_cut)
        return;
    PRINT_ADD_COUNTS(out,
                     "the first # rows were compared for sessions given twice "
                     "and codes that look alike\n",
                     VISITS_LIMIT_ROWS);
}

void
score_summary_add_problems(struct buf *out, const struct response_tally *tally)
{
    const char *between = "problems in all: ";
    size_t n = 0;

    for (int i = 0; i < N_MESSAGES; i++)
        n += tally->n_problems[i];
    if (n <= SHOWN_PROBLEMS)
        return;
    for (int i = 0; i < N_MESSAGES; i++) {
        if (!tally->n_problems[i])
            continue;
        buf_addf(out, "%s%s [%s] ", between, message_words((enum message)i),
                 message_code((enum message)i));
        print_add_count(out, tally->n_problems[i]);
        between = ", ";
    }
    buf_add_char(out, '\n');
}
