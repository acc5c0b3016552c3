/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arithmetic behind a score in one line; see working.h.  explain_text.c
   says the same at length. */
#include "proof/working.h"

#include "base/num.h"
#include "instrument/method.h"
#include "score/alerts.h"
#include "score/classes.h"

/* ---- parts ---- */

static void
add_times(double weight, double keyed, struct buf *out)
{
    buf_add_text(out, " * ");
    num_add(out, weight);
    buf_add_text(out, " = ");
    num_add(out, weight * keyed);
}

static void
add_member(const struct scale *scale, const struct contribution *part,
           struct buf *out)
{
    buf_addf(out, "%s ", part->item->id);
    if (part->kind != ANSWERED) {
        buf_add_text(out, contributions_kind_text(part->kind));
        return;
    }
    if (part->reversed) {
        num_add(out, part->lo + part->hi);
        buf_add_text(out, " - ");
        num_add(out, part->score);
        buf_add_text(out, " = ");
    }
    num_add(out, part->keyed);
    if (method_of(scale)->term == TERM_SHARE) {
        buf_add_text(out, " in ");
        num_add(out, part->lo);
        buf_add_text(out, "..");
        num_add(out, part->hi);
    }
    if (part->weight != 1)
        add_times(part->weight, part->keyed, out);
}

static void
add_operand(const struct contribution *part, struct buf *out)
{
    if (part->scale) {
        buf_addf(out, "%s ", part->scale->id);
        if (part->of_scale.why == WHY_SCORED)
            num_add(out, part->of_scale.value);
        else
            buf_add_text(out, why_text(part->of_scale.why));
        return;
    }
    buf_addf(out, "%s ", part->item->id);
    if (part->has_score)
        num_add(out, part->score);
    else
        buf_add_text(out, contributions_kind_text(part->kind));
}

static void
add_parts(const struct scale *scale, const struct contribution *parts, size_t n,
          struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_text(out, ", ");
        if (!method_has_items(scale))
            add_operand(&parts[i], out);
        else
            add_member(scale, &parts[i], out);
    }
    if (n)
        buf_add_text(out, "; ");
}

/* ---- what is made of them ---- */

void
working_add_value(double value, int decimals, struct buf *out)
{
    if (decimals < 0)
        num_add(out, value);
    else
        num_add_fixed(out, value, decimals);
}

static void
add_combined(const struct scale *scale, const struct score *score,
             struct buf *out)
{
    buf_addf(out, "%s of %d answered of %d", method_of(scale)->word,
             score->answered, score->items);
    if (scale->count_if_text)
        buf_addf(out, " that are %s", scale->count_if_text);
    if (score->why == WHY_TOO_FEW)
        buf_addf(out, " (%zu needed)",
                 method_needed(scale, (size_t)score->items));
    if (method_of(scale)->blanks == BLANKS_PRORATED && score->prorated)
        buf_addf(out, ", times %zu / %d", scale->n_members, score->answered);
}

void
working_add(const struct worked_row *worked, size_t scale_idx, int decimals,
            struct buf *out)
{
    const struct scale *scale = &worked->plan->instrument->scales[scale_idx];
    struct score score = scores_get(worked->scores, scale_idx, worked->row);
    struct arena *arena = arena_new();
    size_t n;
    const struct contribution *parts =
        contributions_of(worked, scale_idx, arena, &n);
    add_parts(scale, parts, n, out);
    arena_free(arena);
    if (!method_has_items(scale))
        buf_add_text(out, scale->formula_text);
    else
        add_combined(scale, &score, out);
    if (score.why == WHY_SCORED) {
        buf_add_text(out, " = ");
        working_add_value(score.value, decimals, out);
    } else {
        buf_addf(out, ": %s", why_text(score.why));
    }
}

/* ---- classes and alerts ---- */

static void
add_test(const struct worked_row *worked, const struct expr *test,
         const char *text, struct buf *out)
{
    struct arena *arena = arena_new();
    size_t n;
    const struct contribution *parts =
        contributions_of_expr(worked, test, arena, &n);
    for (size_t i = 0; i < n; i++) {
        add_operand(&parts[i], out);
        buf_add_text(out, i + 1 < n ? ", " : "; ");
    }
    buf_add_text(out, text);
    arena_free(arena);
}

void
working_add_class(const struct worked_row *worked, size_t class_idx,
                  struct buf *out)
{
    const struct class *class = &worked->plan->instrument->classes[class_idx];
    struct class_result result =
        classes_get(worked->scores, class_idx, worked->row);
    for (size_t i = 0; i < class->n_cases; i++) {
        const struct class_case *one = &class->cases[i];
        bool holds = (int)i == result.which;
        bool is_stop = (int)i == result.stopped_at;
        if (i)
            buf_add_text(out, "; ");
        if (one->test)
            add_test(worked, one->test, one->test_text, out);
        else
            buf_add_text(out, "otherwise");
        buf_addf(out, ": %s",
                 holds     ? one->id
                 : is_stop ? why_text(result.why)
                           : "no");
        if (holds || is_stop)
            return;
    }
    buf_addf(out, "; %s", why_text(result.why));
}

void
working_add_alert(const struct worked_row *worked, size_t alert_idx,
                  struct buf *out)
{
    const struct alert *alert = worked->plan->alerts[alert_idx].alert;
    struct alert_result result =
        alerts_get(worked->scores, alert_idx, worked->row);
    add_test(worked, alert->when, alert->when_text, out);
    buf_addf(out, ": %s", alert_state_text(result.state));
    if (result.why != WHY_SCORED)
        buf_addf(out, ", %s", why_text(result.why));
}
