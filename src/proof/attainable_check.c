/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds bands, norm tables and cut-offs against every attainable score. */
#include "proof/proof.h"

#include "base/num.h"
#include "proof/attainable.h"
#include "score/judge.h"
#include "xml/xml.h"

/* Scores of one instrument that are tried one by one.  All commands prove
   before they score: it takes them two tenths of a second at most, and a
   thousandth for a questionnaire of 36 items with norm tables. */
enum { TOTAL_LIMIT = 10 * ATTAINABLE_LIMIT };

struct proof {
    const struct scale *scale;
    struct attainable scores;
    struct arena *arena;
    struct diag *diag;
};

/* A list of lower bounds, of bands or of the rows of a norm table: an array of
   structs that begin with where each stands. */
struct bounds {
    const void *first;
    size_t n;
    size_t size;        /* of one */
    size_t from_offset; /* of its struct decimal */
    enum message falls_through;
    enum message unreached;
};

static const void *
bound_part(const struct bounds *bounds, size_t idx, size_t offset)
{
    return (const char *)bounds->first + idx * bounds->size + offset;
}

static double
bound_from(const struct bounds *bounds, size_t idx)
{
    struct decimal from;
    memcpy(&from, bound_part(bounds, idx, bounds->from_offset), sizeof from);
    return decimal_value(from);
}

static struct xml_spot
bound_spot(const struct bounds *bounds, size_t idx)
{
    const struct xml_element *at;
    memcpy(&at, bound_part(bounds, idx, 0), sizeof at);
    return xml_value_spot(at, "from");
}

static void
say_falls_through(const struct proof *proof, const struct bounds *bounds,
                  double score)
{
    struct buf detail SCOPED(buf_clear) = {0};
    /* "10.5, rounded to 11" */
    double rounded = judge_rounded(proof->scale, score);
    num_add(&detail, score);
    if (rounded < score || rounded > score) {
        buf_add_text(&detail, ", rounded to ");
        num_add(&detail, rounded);
    }
    xml_problem(proof->diag, bounds->falls_through, bound_spot(bounds, 0), "%s",
                buf_text(&detail));
    buf_empty(&detail);
    num_add(&detail, scale_lowest(proof->scale));
    diag_hint(proof->diag, "the first begins at the lowest score of '%s': %s",
              proof->scale->id, buf_text(&detail));
}

static void
say_unreached(const struct proof *proof, const struct bounds *bounds,
              size_t idx)
{
    struct buf from SCOPED(buf_clear) = {0};
    num_add(&from, bound_from(bounds, idx));
    xml_problem(proof->diag, bounds->unreached, bound_spot(bounds, idx),
                "from %s", buf_text(&from));
    diag_hint(proof->diag,
              "no answers to '%s' give it: is it in another "
              "metric, or is 'round' missing?",
              proof->scale->id);
}

/* Scores and bounds both ascend, and rounding keeps their order. */
static void
prove_bounds(const struct proof *proof, const struct bounds *bounds)
{
    const struct scale *scale = proof->scale;
    bool *is_reached = ARENA_ARRAY(proof->arena, bounds->n, bool);
    size_t n_below = 0; /* bounds that are not above the score */
    for (size_t i = 0; i < proof->scores.n && bounds->n; i++) {
        double rounded = judge_rounded(scale, proof->scores.scores[i]);
        while (n_below < bounds->n
               && judge_point(rounded, bound_from(bounds, n_below)) >= 0)
            n_below++;
        if (n_below)
            is_reached[n_below - 1] = true;
        else if (i == 0)
            say_falls_through(proof, bounds, proof->scores.scores[i]);
    }
    for (size_t i = 0; i < bounds->n && proof->scores.is_exact; i++)
        if (!is_reached[i])
            say_unreached(proof, bounds, i);
}

static void
prove_bands(const struct proof *proof, const struct band_set *set)
{
    prove_bounds(proof, &(struct bounds){
                            .first = &proof->scale->bands[set->first],
                            .n = set->n_bands,
                            .size = sizeof(struct band),
                            .from_offset = offsetof(struct band, from),
                            .falls_through = MSG_SCORE_WITHOUT_BAND,
                            .unreached = MSG_BAND_UNREACHED,
                        });
}

static void
prove_table(const struct proof *proof, const struct norm_table *table)
{
    prove_bounds(proof, &(struct bounds){
                            .first = table->rows,
                            .n = table->n_rows,
                            .size = sizeof(struct norm_row),
                            .from_offset = offsetof(struct norm_row, from),
                            .falls_through = MSG_SCORE_WITHOUT_ROW,
                            .unreached = MSG_ROW_UNREACHED,
                        });
}

/* ---- cut-offs ---- */

static struct xml_spot
cutoff_spot(const struct cutoff_point *cutoff)
{
    return xml_value_spot(cutoff->at,
                          cutoff->method == CUTOFF_AT ? "at" : "method");
}

static void
prove_cutoff(const struct proof *proof, const char *id,
             const struct cutoff_point *cutoff)
{
    const struct scale *scale = proof->scale;
    const struct attainable *scores = &proof->scores;
    double point;
    struct buf shown SCOPED(buf_clear) = {0};
    if (!judge_cutoff_point(scale, cutoff, &point))
        return;
    num_add(&shown, point);
    enum beyond first = judge_beyond(scale, cutoff, scores->scores[0]);
    enum beyond last =
        judge_beyond(scale, cutoff, scores->scores[scores->n - 1]);
    if (judge_side(scale, point, scale_lowest(scale)) < 0
        || judge_side(scale, point, scale_highest(scale)) > 0) {
        struct buf ends SCOPED(buf_clear) = {0};
        num_add(&ends, scale_lowest(scale));
        buf_add_text(&ends, " to ");
        num_add(&ends, scale_highest(scale));
        xml_problem(proof->diag, MSG_CUTOFF_OUTSIDE, cutoff_spot(cutoff),
                    "'%s' at %s", id, buf_text(&shown));
        diag_hint(proof->diag, "the scores of '%s' go from %s", scale->id,
                  buf_text(&ends));
    } else if (first == last && first != BEYOND_UNKNOWN) {
        xml_problem(proof->diag, MSG_CUTOFF_IDLE, cutoff_spot(cutoff),
                    "'%s' at %s", id, buf_text(&shown));
        diag_hint(proof->diag, "%s score of '%s' is beyond it",
                  first == BEYOND_YES ? "every" : "no", scale->id);
    }
}

/* ---- the whole ---- */

static void
prove_scale(const struct proof *proof)
{
    const struct scale *scale = proof->scale;
    for (size_t i = 0; i < scale->n_band_sets; i++)
        prove_bands(proof, &scale->band_sets[i]);
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        prove_table(proof, &scale->norm_tables[i]);
    for (size_t i = 0; i < scale->n_cutoffs; i++)
        for (size_t j = 0; j < scale->cutoffs[i].n_points; j++)
            prove_cutoff(proof, scale->cutoffs[i].id,
                         &scale->cutoffs[i].points[j]);
}

/* The table of a metric is held against what it is to convert. */
static void
prove_metric(const struct proof *proof, const struct plan *plan,
             size_t scale_idx)
{
    if (!proof->scale->metric)
        return;
    struct scale scale = scale_before_metric(proof->scale);
    struct proof before = {
        &scale, attainable_raw(plan, scale_idx, ATTAINABLE_LIMIT, proof->arena),
        proof->arena, proof->diag};
    prove_table(&before, proof->scale->metric);
}

bool
attainable_check(const struct plan *plan, struct diag *diag)
{
    const struct instrument *instrument = plan->instrument;
    struct proof proof = {.arena = arena_new(), .diag = diag};
    size_t n_errors = diag_count(diag, SEVERITY_ERROR);
    size_t n_left = TOTAL_LIMIT;
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        size_t n_lists =
            scale->n_band_sets + scale->n_norm_tables + scale->n_metrics;
        if (!n_lists && !scale->n_cutoffs)
            continue;
        size_t limit = n_lists ? n_left / n_lists : n_left;
        proof.scale = scale;
        proof.scores = attainable_scores(
            plan, i, limit < ATTAINABLE_LIMIT ? limit : ATTAINABLE_LIMIT,
            proof.arena);
        prove_scale(&proof);
        prove_metric(&proof, plan, i);
        n_left -= n_lists * proof.scores.n < n_left ? n_lists * proof.scores.n
                                                    : n_left;
        arena_rewind(proof.arena);
    }
    arena_free(proof.arena);
    return diag_count(diag, SEVERITY_ERROR) == n_errors;
}
