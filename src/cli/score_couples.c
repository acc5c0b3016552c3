/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Couples out of rows, and as rows; see score_couples.h. */
#include "cli/score_couples.h"

#include <string.h>
#include "base/date.h"
#include "base/num.h"
#include "cli/thousands.h"
#include "cli/score_run.h"
#include "response/csv.h"
#include "output/couples.h"
#include "score/filler.h"
#include "score/kernel.h"
#include "change/visits.h"

enum { DIGEST_SHOWN = 16, /* hex digits, as in long rows */ R_DECIMALS = 3 };

/* ---- reading ---- */

struct reading {
    struct couples_job *job;
    struct couples_builder *builder;
    struct kernel **kernels; /* one for each plan, and so on */
    struct filler **fillers;
    struct scores **scores;
    struct scored *scored;
    struct visit_notes *notes;
    struct visits *visits;
};

static struct reading
reading_of(struct couples_job *job)
{
    struct arena *arena = job->context->arena;
    size_t n = job->loaded->n;
    struct reading reading = {
        .job = job,
        .builder = couples_builder_new(job->loaded->plans, n, arena),
        .kernels = ARENA_ARRAY(arena, n, struct kernel *),
        .fillers = ARENA_ARRAY(arena, n, struct filler *),
        .scores = ARENA_ARRAY(arena, n, struct scores *),
        .scored = ARENA_ARRAY(arena, n, struct scored),
        .notes = visit_notes_new(),
        .visits = visits_new(&(struct visits_options){.are_ordered = true},
                             job->loaded->instruments),
    };

    job->notices = ARENA_ARRAY(arena, n, notice_counts);
    for (size_t i = 0; i < n; i++) {
        reading.kernels[i] = kernel_new(job->loaded->plans[i], arena);
        reading.fillers[i] = filler_new(job->loaded->plans[i], arena);
        reading.scores[i] = scores_new(job->loaded->plans[i], true, arena);
    }
    return reading;
}

/* What a broken row says of couple and client cannot be trusted. */
static bool
take_batches(struct reading *reading, struct chunk *chunk,
             const struct rows *rows, struct batch *const *batches)
{
    for (size_t i = 0; i < reading->job->loaded->n; i++) {
        kernel_run(reading->kernels[i], batches[i], reading->scores[i]);
        filler_run_all(reading->fillers[i], batches[i], reading->scores[i],
                       reading->job->context->arena);
        alerts_count(batches[i], reading->scores[i], reading->job->notices[i]);
        reading->scored[i] =
            (struct scored){.batch = batches[i], .scores = reading->scores[i]};
    }
    visit_notes_add(reading->notes, batches, reading->job->loaded->n);
    for (size_t row = 0; row < rows->n_rows; row++)
        if (batches[0]->state[row] != ROW_BROKEN
            && !couples_builder_add(reading->builder, rows, reading->scored,
                                    row, chunk_place(chunk, rows->offset[row])))
            return false;
    return true;
}

/* Keeps the first problems only; all are counted. */
static void
keep_problems(struct couples_job *job, struct diag *problems)
{
    if (diag_total(job->context->diag) < SHOWN_PROBLEMS)
        diag_move(job->context->diag, problems);
    diag_free(problems);
}

static void
read_all(struct reading *reading)
{
    struct couples_job *job = reading->job;
    struct chunk *chunk = chunk_new(job->source);
    const struct rows *rows;
    struct batch *const *batches;

    while (!job->was_refused && source_read(job->source, chunk)) {
        struct diag *problems = diag_new();
        visit_notes_empty(reading->notes);
        while (!job->was_refused && chunk_next(chunk, &rows, &batches))
            job->was_refused = !take_batches(reading, chunk, rows, batches);
        visits_take(reading->visits, reading->notes, chunk, NULL);
        source_settle(job->source, chunk, &job->tally, problems);
        keep_problems(job, problems);
    }
    chunk_free(chunk);
    visit_notes_free(reading->notes);
    visits_free(reading->visits);
}

static void
refuse(struct couples_job *job)
{
    diag_add(job->context->diag, MSG_COUPLES_TOO_MANY, (struct place){0},
             "at most %d", COUPLES_LIMIT_ROWS);
    diag_hint(job->context->diag, "--couples keeps all rows in memory; put "
                                  "the couples into several files");
    job->tally.n_problems[MSG_COUPLES_TOO_MANY]++;
}

static const struct couples *
finish_couples(struct reading *reading)
{
    struct couples_job *job = reading->job;
    struct diag *problems = diag_new();
    const struct couples *couples =
        couples_builder_finish(reading->builder, problems);

    for (size_t i = 0; i < diag_total(problems); i++)
        job->tally.n_problems[diag_get(problems, i)->message]++;
    keep_problems(job, problems);
    return couples;
}

/* ---- rows ---- */

static const char *const column_names[] = {
    "couple", "client_a",  "client_b",  "instrument", "edition", "digest",
    "scale",  "session_a", "session_b", "date_a",     "date_b",  "paired",
    "a",      "b",         "gap",       "se",         "verdict", "why",
    "words",  "items",     "r",         "icc",        "d2",      "mean_abs",
};

/* One pair of sessions on its way out. */
struct line {
    const struct couples_job *job;
    const struct couple *couple;
    const struct instrument *instrument;
    const struct couple_part *part;
    const struct couple_pair *pair;
    struct pair_profile profile;
    struct buf *out;
};

static void
add_text(const struct line *line, const char *text)
{
    if (line->job->is_raw)
        csv_add_cell(line->out, str_from(text), line->job->delimiter);
    else
        csv_add_guarded(line->out, str_from(text), line->job->delimiter);
    buf_add_char(line->out, line->job->delimiter);
}

static void
add_number(const struct line *line, bool is_known, double number)
{
    if (is_known)
        num_add(line->out, number);
    buf_add_char(line->out, line->job->delimiter);
}

static void
add_date(const struct line *line, int32_t days)
{
    if (days != DATE_NONE) {
        struct civil date = date_civil(days);
        buf_addf(line->out, "%04d-%02d-%02d", date.year, date.month, date.day);
    }
    buf_add_char(line->out, line->job->delimiter);
}

static void
add_origin(const struct line *line, const struct scale *scale)
{
    const struct instrument *instrument = line->instrument;
    const struct session *a =
        &line->part->a.history->sessions[line->pair->session_a];
    const struct session *b =
        &line->part->b.history->sessions[line->pair->session_b];

    add_text(line, line->couple->code);
    add_text(line, line->couple->client_a);
    add_text(line, line->couple->client_b);
    add_text(line, instrument->id);
    add_number(line, true, instrument->edition);
    buf_addf(line->out, "%.*s%c", DIGEST_SHOWN, instrument->digest.hex,
             line->job->delimiter);
    add_text(line, scale->id);
    add_text(line, a->label);
    add_text(line, b->label);
    add_date(line, a->date_days);
    add_date(line, b->date_days);
    add_text(line, line->pair->is_by_date ? "date" : "session");
}

static void
add_gap(const struct line *line, size_t scale_idx)
{
    struct partner_difference between =
        couples_difference(line->part, line->pair, scale_idx);

    add_number(line, between.a != NULL, between.a ? between.a->value : 0);
    add_number(line, between.b != NULL, between.b ? between.b->value : 0);
    add_number(line, between.has_difference, between.difference);
    add_number(line, between.error > 0, between.error);
    add_text(line, partner_difference_word(&between));
    add_text(line, partner_difference_why_word(between.why));
    struct buf words = {0};
    partner_difference_add_text(&between, LANG_EN, &words);
    add_text(line, buf_text(&words));
    buf_clear(&words);
}

/* The last cells of a row. */
static void
add_profile(const struct line *line)
{
    const struct pair_profile *profile = &line->profile;

    add_number(line, true, (double)profile->n);
    add_number(line, profile->has_correlation, profile->correlation);
    add_number(line, profile->has_icc, profile->icc);
    add_number(line, profile->n > 0, profile->d_squared);
    if (profile->n > 0)
        num_add(line->out, profile->mean_abs);
    buf_add_char(line->out, '\n');
}

static void
add_pair(const struct line *line)
{
    for (size_t i = 0; i < line->instrument->n_scales; i++) {
        const struct scale *scale = &line->instrument->scales[i];
        if (!couple_compares(scale))
            continue;
        add_origin(line, scale);
        add_gap(line, i);
        add_profile(line);
    }
}

static void
add_couple(const struct couples_job *job, const struct couples *couples,
           const struct couple *couple, struct buf *out)
{
    for (size_t i = 0; i < job->loaded->n; i++) {
        const struct couple_part *part = &couple->parts[i];
        struct line line = {.job = job,
                            .couple = couple,
                            .instrument = job->loaded->instruments[i],
                            .part = part,
                            .out = out};
        for (size_t k = 0; k < part->pairs.n; k++) {
            line.pair = &part->pairs.items[k];
            line.profile =
                couple_profile(&couples->compared[i], &part->a, &part->b,
                               line.pair, job->context->arena);
            add_pair(&line);
        }
    }
}

static void
write_rows(struct couples_job *job, const struct couples *couples)
{
    struct buf out = {0};

    for (size_t i = 0; i < N_ELEMENTS(column_names); i++)
        buf_addf(&out, "%s%c", column_names[i],
                 i + 1 < N_ELEMENTS(column_names) ? job->delimiter : '\n');
    for (size_t i = 0; i < couples->n; i++) {
        if (couples->items[i].state != COUPLE_PAIRED)
            continue;
        add_couple(job, couples, &couples->items[i], &out);
        file_writer_add(job->writer, buf_str(&out));
        buf_empty(&out);
    }
    file_writer_add(job->writer, buf_str(&out));
    buf_clear(&out);
}

/* ---- for people ---- */

/* A coefficient of n couples, or why there is none. */
struct coefficient {
    const char *name;
    bool is_known;
    double value;
    size_t n_needed;
};

static void
say_number(struct buf *out, const struct coefficient *coefficient, size_t n,
           int decimals)
{
    buf_addf(out, ", %s ", coefficient->name);
    if (coefficient->is_known)
        num_add_fixed(out, coefficient->value, decimals);
    else if (n < coefficient->n_needed)
        buf_addf(out, "not known (needs %zu couples)", coefficient->n_needed);
    else
        buf_add_text(out, "not known (scores do not vary)");
}

/* "limits of agreement -13.76 to 19.13" */
static void
say_limits(struct buf *out, const struct couples_agreement *agreement,
           int decimals)
{
    if (!agreement->has_differences)
        return;
    buf_add_text(out, ", limits of agreement ");
    num_add_fixed(out, agreement->differences.limit_low, decimals);
    buf_add_text(out, " to ");
    num_add_fixed(out, agreement->differences.limit_high, decimals);
}

static void
say_interval(struct buf *out, const struct couples_agreement *agreement)
{
    if (!agreement->has_icc || !agreement->icc.tested)
        return;
    buf_add_text(out, " (95 % ");
    num_add_fixed(out, agreement->icc.low, R_DECIMALS);
    buf_add_text(out, " to ");
    num_add_fixed(out, agreement->icc.high, R_DECIMALS);
    buf_add_char(out, ')');
}

static void
say_agreement(struct buf *out, const struct couples_agreement *agreement,
              int decimals)
{
    const struct coefficient icc = {"ICC(1,1)", agreement->has_icc,
                                    agreement->icc.value, PAIRS_MIN_DIFFERENCE};
    const struct coefficient double_entry = {
        "double-entry ICC", agreement->has_double_entry,
        agreement->double_entry, PAIRS_MIN_DIFFERENCE};
    const struct coefficient r = {"r", agreement->has_r, agreement->r,
                                  PAIRS_MIN_CORRELATION};
    const struct coefficient between = {
        "mean gap (b less a)", agreement->has_differences,
        agreement->differences.mean, PAIRS_MIN_DIFFERENCE};

    say_number(out, &icc, agreement->n, R_DECIMALS);
    say_interval(out, agreement);
    say_number(out, &double_entry, agreement->n, R_DECIMALS);
    say_number(out, &r, agreement->n, R_DECIMALS);
    say_number(out, &between, agreement->n, decimals);
    say_limits(out, agreement, decimals);
}

static void
say_scale(struct couples_job *job, const struct couples *couples,
          size_t plan_idx, size_t scale_idx)
{
    const struct instrument *instrument = job->loaded->instruments[plan_idx];
    const struct scale *scale = &instrument->scales[scale_idx];
    struct buf *out = &job->summary;
    struct couples_agreement agreement =
        couples_agree(couples, plan_idx, scale_idx, job->context->arena);

    buf_add_text(out, "  ");
    if (job->loaded->n > 1)
        buf_addf(out, "%s.", instrument->id);
    buf_addf(out, "%s ", scale->id);
    thousands_add_of(out, agreement.n, "couple", "couples");
    if (agreement.n == 1)
        buf_addf(out, ", too few for agreement (needs %d couples)",
                 PAIRS_MIN_DIFFERENCE);
    else if (agreement.n)
        say_agreement(out, &agreement,
                      scale->decimals < 2 ? 2 : scale->decimals);
    buf_add_char(out, '\n');
}

static void
say_all(struct couples_job *job, const struct couples *couples)
{
    struct buf *out = &job->summary;
    size_t n_paired = 0;

    for (size_t i = 0; i < couples->n; i++)
        n_paired += couples->items[i].state == COUPLE_PAIRED;
    buf_add_text(out, "compared ");
    thousands_add_of(out, n_paired, "couple", "couples");
    buf_add_text(out, " of ");
    thousands_add(out, couples->n);
    buf_add_text(out, n_paired ? ", each by its latest gap:\n" : "\n");
    for (size_t i = 0; n_paired && i < job->loaded->n; i++)
        for (size_t k = 0; k < job->loaded->instruments[i]->n_scales; k++)
            if (couple_compares(&job->loaded->instruments[i]->scales[k]))
                say_scale(job, couples, i, k);
}

static bool
has_errors(const struct couples_job *job)
{
    for (int i = 0; i < N_MESSAGES; i++)
        if (job->tally.n_problems[i]
            && message_severity((enum message)i) == SEVERITY_ERROR)
            return true;
    return false;
}

void
score_couples(struct couples_job *job)
{
    struct reading reading = reading_of(job);

    read_all(&reading);
    if (job->was_refused) {
        refuse(job);
        return;
    }
    const struct couples *couples = finish_couples(&reading);
    if (job->is_strict && has_errors(job))
        return;
    write_rows(job, couples);
    say_all(job, couples);
}
