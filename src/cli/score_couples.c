/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Couples out of rows, and as rows; see score_run.h. */
#include "cli/score_run.h"

#include "base/num.h"
#include "cli/print.h"
#include "change/couples.h"
#include "response/csv.h"

enum { R_DECIMALS = 3 };

/* ---- reading ---- */

struct taking {
    struct couples_builder *builder;
    bool is_full; /* there are too many rows */
};

/* What a broken row says of couple and client cannot be trusted. */
static bool
take_rows(void *aux, struct piece *piece)
{
    struct taking *taking = aux;
    const struct rows *rows = piece->rows;

    for (size_t row = 0; !taking->is_full && row < rows->n_rows; row++)
        taking->is_full = piece->scored[0].batch->state[row] != ROW_BROKEN
                          && !couples_builder_add(
                              taking->builder, rows, piece->scored, row,
                              chunk_place(piece->chunk, rows->offset[row]));
    return true;
}

static bool
join(void *aux, struct piece *piece, struct diag *diag)
{
    const struct taking *taking = aux;

    (void)piece;
    if (!taking->is_full)
        return true;
    diag_add(diag, MSG_COUPLES_TOO_MANY, (struct place){0}, "at most %d",
             COUPLES_LIMIT_ROWS);
    return diag_hint(diag, "--couples keeps all rows in memory; put "
                           "the couples into several files");
}

static const struct visitor couples_visitor = {.rows = take_rows, .join = join};

/* NULL where there are too many. */
static const struct couples *
read_couples(struct reading *reading)
{
    struct taking taking = {
        .builder = couples_builder_new(
            reading->plans, reading->options->n_instruments, reading->arena),
    };
    struct diag *problems SCOPED(diag_drop) = diag_new();
    const struct couples *couples = NULL;

    reading->visitor = &couples_visitor;
    reading->aux = &taking;
    reading->with_branches = true;
    reading->visits = visits_new(&(struct visits_options){.are_ordered = true},
                                 reading->options->instruments);
    reading_run(reading);
    visits_free(reading->visits);
    if (!reading->was_refused)
        couples = couples_builder_finish(taking.builder, problems);
    reading_tell(reading, problems);
    return couples;
}

/* ---- rows ---- */

/* One scale of a pair of sessions on its way out. */
struct line {
    const struct score_job *job;
    char delimiter;
    const struct couple *couple;
    const struct instrument *instrument;
    const struct couple_part *part;
    const struct couple_pair *pair;
    const struct session *session_a;
    const struct session *session_b;
    struct pair_profile profile;
    const struct scale *scale;
    struct partner_difference between;
    struct buf *out;
};

static void
add_text(const struct line *l, const char *text)
{
    if (l->job->args->is_raw)
        csv_add_cell(l->out, str_from(text), l->delimiter);
    else
        csv_add_guarded(l->out, str_from(text), l->delimiter);
}

static void
add_number(const struct line *l, bool is_known, double number)
{
    if (is_known)
        num_add(l->out, number);
}

static void
add_score(const struct line *l, const struct score *score)
{
    if (score)
        num_add(l->out, score->value);
}

static void
add_words(const struct line *l)
{
    struct buf words SCOPED(buf_clear) = {0};

    partner_difference_add_text(&l->between, LANG_EN, &words);
    add_text(l, buf_text(&words));
}

static void
add_line(const struct line *l)
{
#define COUPLES_COLUMN(word, about, add)                                       \
    add;                                                                       \
    buf_add_char(l->out, l->delimiter);
#include "cli/couples_columns.def"
#undef COUPLES_COLUMN
    l->out->bytes[l->out->len - 1] = '\n';
}

static void
add_head(struct buf *out, char delimiter)
{
#define COUPLES_COLUMN(word, about, add) buf_addf(out, "%s%c", word, delimiter);
#include "cli/couples_columns.def"
#undef COUPLES_COLUMN
    out->bytes[out->len - 1] = '\n';
}

static void
add_pair(struct line *line)
{
    const struct couple_part *part = line->part;

    line->session_a = &part->a.history->sessions[line->pair->session_a];
    line->session_b = &part->b.history->sessions[line->pair->session_b];
    for (size_t i = 0; i < line->instrument->n_scales; i++) {
        line->scale = &line->instrument->scales[i];
        if (!couple_compares(line->scale))
            continue;
        line->between = couples_difference(part, line->pair, i);
        add_line(line);
    }
}

static void
add_couple(const struct score_job *job, const struct couples *couples,
           const struct couple *couple, struct buf *out)
{
    for (size_t i = 0; i < job->data->loaded.n; i++) {
        const struct couple_part *part = &couple->parts[i];
        struct line line = {.job = job,
                            .delimiter =
                                score_delimiter(job->args, job->reading.source),
                            .couple = couple,
                            .instrument = job->data->loaded.instruments[i],
                            .part = part,
                            .out = out};
        for (size_t k = 0; k < part->pairs.n; k++) {
            line.pair = &part->pairs.items[k];
            line.profile =
                couple_profile(&couples->compared[i], &part->a, &part->b,
                               line.pair, job->reading.arena);
            add_pair(&line);
        }
    }
}

static void
write_rows(struct score_job *job, const struct couples *couples)
{
    struct buf out SCOPED(buf_clear) = {0};

    add_head(&out, score_delimiter(job->args, job->reading.source));
    for (size_t i = 0; i < couples->n; i++) {
        if (couples->items[i].state != COUPLE_PAIRED)
            continue;
        add_couple(job, couples, &couples->items[i], &out);
        file_writer_add(job->writer, buf_str(&out));
        buf_empty(&out);
    }
    file_writer_add(job->writer, buf_str(&out));
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
say_scale(struct score_job *job, const struct couples *couples, size_t plan_idx,
          size_t scale_idx)
{
    const struct instrument *instrument =
        job->data->loaded.instruments[plan_idx];
    const struct scale *scale = &instrument->scales[scale_idx];
    struct buf *out = &job->couples;
    struct couples_agreement agreement =
        couples_agree(couples, plan_idx, scale_idx, job->reading.arena);

    buf_add_text(out, "  ");
    if (job->data->loaded.n > 1)
        buf_addf(out, "%s.", instrument->id);
    buf_addf(out, "%s ", scale->id);
    if (scale->counterpart != scale_idx)
        buf_addf(out, "beside the partner's %s ", scale->counterpart_id);
    PRINT_ADD_COUNTS(out, "# [couple|couples]", agreement.n);
    if (agreement.n == 1)
        buf_addf(out, ", too few for agreement (needs %d couples)",
                 PAIRS_MIN_DIFFERENCE);
    else if (agreement.n)
        say_agreement(out, &agreement,
                      scale->decimals < 2 ? 2 : scale->decimals);
    buf_add_char(out, '\n');
}

static void
say_all(struct score_job *job, const struct couples *couples)
{
    struct buf *out = &job->couples;
    size_t n_paired = 0;

    for (size_t i = 0; i < couples->n; i++)
        n_paired += couples->items[i].state == COUPLE_PAIRED;
    PRINT_ADD_COUNTS(out, "compared # [couple|couples] of #", n_paired,
                     couples->n);
    buf_add_text(out, n_paired ? ", each by its latest gap:\n" : "\n");
    for (size_t i = 0; n_paired && i < job->data->loaded.n; i++)
        for (size_t k = 0; k < job->data->loaded.instruments[i]->n_scales; k++)
            if (couple_compares(&job->data->loaded.instruments[i]->scales[k]))
                say_scale(job, couples, i, k);
}

void
score_couples(struct score_job *job)
{
    const struct couples *couples = read_couples(&job->reading);

    if (!couples || (job->args->is_strict && reading_has_errors(&job->reading)))
        return;
    write_rows(job, couples);
    say_all(job, couples);
}
