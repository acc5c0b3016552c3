/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas as text; see explain_rci.h.  They are those of stats/rci.h. */
#include "output/explain_rci.h"

#include <math.h>
#include "base/num.h"
#include "score/judge.h"
#include "stats/sem.h"

const char *
explain_method_name(enum change_method method)
{
    static const char *const names[N_CHANGE_METHODS] = {
        [CHANGE_JACOBSON_TRUAX] = "Jacobson and Truax",
        [CHANGE_GLN] = "Gulliksen, Lord and Novick",
        [CHANGE_HLL] = "Hsu, Linn and Lord",
        [CHANGE_EN] = "Edwards and Nunnally",
        [CHANGE_NK] = "Nunnally and Kotsch",
        [CHANGE_HA] = "Hageman and Arrindell",
        [CHANGE_POINTS] = "a fixed number of points",
    };
    return names[method];
}

void
explain_add_sem(struct sheet *sheet, double sd, struct decimal reliability,
                double sem, int decimals)
{
    sheet_add_number(sheet, sd);
    sheet_add(sheet, "%s%s1 - ", sheet_times(sheet), sheet_root(sheet));
    sheet_add_decimal(sheet, reliability);
    sheet_add(sheet, ") = ");
    sheet_add_fixed(sheet, sem, decimals);
}

void
explain_add_stretch(struct sheet *sheet, size_t k, size_t v)
{
    const char *times = sheet_times(sheet);
    sheet_add(sheet, "%s%s%zu / %zu)", times, sheet_root(sheet), k, v);
}

/* ---- the errors of the two scores ---- */

static void
add_end(struct sheet *sheet, const struct change_result *change,
        const struct change_end *end, const char *when)
{
    if (end->stretch <= 1)
        return;
    sheet_add(sheet, ",");
    explain_add_stretch(sheet, change->scale->n_members,
                        (size_t)end->score.answered);
    sheet_add(sheet, " = ");
    sheet_add_fixed(sheet, end->sem, sheet_decimals(change->scale));
    sheet_add(sheet, " %s", when);
}

/* "SEM 0.84 × √(1 - 0.81) = 0.37 then, × √(3 / 2) = 0.45 now" */
static void
add_errors(struct sheet *sheet, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    double sd = decimal_value(basis->norm->sd);
    bool then_stretched = change->before.stretch > 1;
    bool now_stretched = change->after.stretch > 1;
    sheet_add(sheet, "SEM ");
    explain_add_sem(sheet, sd, basis->reliability->value,
                    sem_of(sd, decimal_value(basis->reliability->value)),
                    sheet_decimals(change->scale));
    if (now_stretched && !then_stretched)
        sheet_add(sheet, " then");
    if (then_stretched && !now_stretched)
        sheet_add(sheet, " now");
    add_end(sheet, change, &change->before, "then");
    add_end(sheet, change, &change->after, "now");
}

/* √(a² + b²) */
static void
add_root_of_squares(struct sheet *sheet, const struct change_result *change)
{
    int decimals = sheet_decimals(change->scale);
    sheet_add(sheet, "%s", sheet_root(sheet));
    sheet_add_fixed(sheet, change->before.sem, decimals);
    sheet_add(sheet, "%s + ", sheet_squared(sheet));
    sheet_add_fixed(sheet, change->after.sem, decimals);
    sheet_add(sheet, "%s)", sheet_squared(sheet));
}

/* Near the limit both have the digits that tell on which side it is. */
static void
add_limit(struct sheet *sheet, const struct change_result *change)
{
    bool is_over = fabs(change->index) > change->critical && change->sign;
    bool is_below = change->index < 0;
    int least = sheet_decimals(change->scale);
    int decimals = judge_decimals(fabs(change->index), change->critical, least);
    sheet_add(sheet, " = ");
    sheet_add_fixed(sheet, change->index, decimals);
    sheet_add(sheet, ", %s%s ", is_over ? "" : "not ",
              is_below ? "below" : "over");
    sheet_add_fixed(sheet, is_below ? -change->critical : change->critical,
                    decimals > least ? decimals : 2);
    sheet_end(sheet, "");
}

static void
add_jacobson_truax(struct sheet *sheet, const struct change_result *change)
{
    add_errors(sheet, change);
    sheet_add(sheet, "; RCI ");
    sheet_add_fixed(sheet, change->difference, sheet_decimals(change->scale));
    sheet_add(sheet, " / ");
    add_root_of_squares(sheet, change);
    add_limit(sheet, change);
}

/* ---- methods that expect the second score to move by itself ---- */

/* m + r (before - m), with the later mean for HLL. */
static void
add_regressed(struct sheet *sheet, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    const struct norm *start =
        basis->rule->method == CHANGE_HLL ? basis->norm_post : basis->norm;
    sheet_add_decimal(sheet, start->mean);
    sheet_add(sheet, " + ");
    sheet_add_decimal(sheet, basis->reliability->value);
    sheet_add(sheet, "%s(", sheet_times(sheet));
    sheet_add_score(sheet, change->scale, change->before.score.value);
    sheet_add(sheet, " - ");
    sheet_add_decimal(sheet, basis->norm->mean);
    sheet_add(sheet, ")");
}

/* before - (m' - m) (1 - R) / R, where R = (D / error)² is the share of true
   change in the sample's differences. */
static void
add_hageman(struct sheet *sheet, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    double d = sem_of_difference(change->before.sem, change->after.sem);
    double share = d * d / (change->error * change->error);
    const char *times = sheet_times(sheet);
    sheet_add_score(sheet, change->scale, change->before.score.value);
    sheet_add(sheet, " - (");
    sheet_add_decimal(sheet, basis->norm_post->mean);
    sheet_add(sheet, " - ");
    sheet_add_decimal(sheet, basis->norm->mean);
    sheet_add(sheet, ")%s(1 - ", times);
    sheet_add_fixed(sheet, share, 4);
    sheet_add(sheet, ") / ");
    sheet_add_fixed(sheet, share, 4);
}

static bool
is_stretched(const struct change_result *change)
{
    return change->before.stretch > 1 || change->after.stretch > 1;
}

static void
add_square(struct sheet *sheet, double number, int decimals)
{
    if (decimals < 0)
        sheet_add_number(sheet, number);
    else
        sheet_add_fixed(sheet, number, decimals);
    sheet_add(sheet, "%s", sheet_squared(sheet));
}

/* √(a² + b²) / √R */
static void
add_error_ha(struct sheet *sheet, const struct change_result *change)
{
    double d = sem_of_difference(change->before.sem, change->after.sem);
    add_root_of_squares(sheet, change);
    sheet_add(sheet, " / %s", sheet_root(sheet));
    sheet_add_fixed(sheet, d * d / (change->error * change->error), 4);
    sheet_add(sheet, ")");
}

/* √(r² a² + s² (1 - r')), the second term × k / v */
static void
add_error_nk(struct sheet *sheet, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    const char *times = sheet_times(sheet);
    sheet_add(sheet, "%s", sheet_root(sheet));
    add_square(sheet, decimal_value(basis->reliability->value), -1);
    sheet_add(sheet, "%s", times);
    add_square(sheet, change->before.sem, sheet_decimals(change->scale));
    sheet_add(sheet, " + ");
    add_square(sheet, decimal_value(basis->norm->sd), -1);
    sheet_add(sheet, "%s(1 - ", times);
    sheet_add_decimal(sheet, basis->reliability_post->value);
    sheet_add(sheet, ")");
    if (change->after.stretch > 1)
        sheet_add(sheet, "%s%zu / %d", times, change->scale->n_members,
                  change->after.score.answered);
    sheet_add(sheet, ")");
}

/* √((a² + b²) / 2) */
static void
add_error_en(struct sheet *sheet, const struct change_result *change)
{
    int decimals = sheet_decimals(change->scale);
    sheet_add(sheet, "%s(", sheet_root(sheet));
    add_square(sheet, change->before.sem, decimals);
    sheet_add(sheet, " + ");
    add_square(sheet, change->after.sem, decimals);
    sheet_add(sheet, ") / 2)");
}

/* √(s² r (1 - r)² + b² + r² a²) */
static void
add_error_gln(struct sheet *sheet, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    double r = decimal_value(basis->reliability->value);
    const char *times = sheet_times(sheet);
    int decimals = sheet_decimals(change->scale);
    sheet_add(sheet, "%s", sheet_root(sheet));
    add_square(sheet, decimal_value(basis->norm->sd), -1);
    sheet_add(sheet, "%s", times);
    sheet_add_number(sheet, r);
    sheet_add(sheet, "%s(1 - ", times);
    sheet_add_number(sheet, r);
    sheet_add(sheet, ")%s + ", sheet_squared(sheet));
    add_square(sheet, change->after.sem, decimals);
    sheet_add(sheet, " + ");
    add_square(sheet, r, -1);
    sheet_add(sheet, "%s", times);
    add_square(sheet, change->before.sem, decimals);
    sheet_add(sheet, ")");
}

/* s √(1 - r²) of GLN and HLL, s √(1 - r) of EN: as published, for scores that
   are answered in full. */
static void
add_error_in_full(struct sheet *sheet, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    bool is_squared = basis->rule->method != CHANGE_EN;
    sheet_add_decimal(sheet, basis->norm->sd);
    sheet_add(sheet, "%s%s1 - ", sheet_times(sheet), sheet_root(sheet));
    sheet_add_decimal(sheet, basis->reliability->value);
    sheet_add(sheet, "%s)", is_squared ? sheet_squared(sheet) : "");
}

static void
add_error_formula(struct sheet *sheet, const struct change_result *change)
{
    enum change_method method = change->basis.rule->method;
    if (method == CHANGE_HA)
        add_error_ha(sheet, change);
    else if (method == CHANGE_NK)
        add_error_nk(sheet, change);
    else if (!is_stretched(change))
        add_error_in_full(sheet, change);
    else if (method == CHANGE_EN)
        add_error_en(sheet, change);
    else
        add_error_gln(sheet, change);
}

/* Hageman and Arrindell's own judgement of the cut-off. */
static void
add_true_cut(struct sheet *sheet, const struct change_result *change)
{
    int decimals = judge_decimals(fabs(change->passing), change->critical,
                                  sheet_decimals(change->scale));
    if (!change->has_true_cut)
        return;
    sheet_add(sheet, "cut-off between true scores ");
    sheet_add_fixed(sheet, change->true_cut, decimals);
    sheet_add(sheet, "; the later true score is ");
    sheet_add_fixed(sheet, change->passing, decimals);
    sheet_add(sheet, " errors above it, the limit ");
    sheet_add_fixed(sheet, change->critical, 2);
    sheet_end(sheet, "");
}

static void
add_expecting(struct sheet *sheet, const struct change_result *change)
{
    enum change_method method = change->basis.rule->method;
    int decimals = sheet_decimals(change->scale);
    sheet_add(sheet, "without change one would expect ");
    if (method == CHANGE_HA)
        add_hageman(sheet, change);
    else
        add_regressed(sheet, change);
    sheet_add(sheet, " = ");
    sheet_add_fixed(sheet, change->expected, decimals);
    sheet_end(sheet, "");
    if (method == CHANGE_HA || method == CHANGE_NK || is_stretched(change)) {
        add_errors(sheet, change);
        sheet_end(sheet, "");
    }
    sheet_add(sheet, "error ");
    add_error_formula(sheet, change);
    sheet_add(sheet, " = ");
    sheet_add_fixed(sheet, change->error, decimals);
    sheet_add(sheet, "; index (");
    sheet_add_score(sheet, change->scale, change->after.score.value);
    sheet_add(sheet, " - ");
    sheet_add_fixed(sheet, change->expected, decimals);
    sheet_add(sheet, ") / ");
    sheet_add_fixed(sheet, change->error, decimals);
    add_limit(sheet, change);
    add_true_cut(sheet, change);
}

static void
add_points(struct sheet *sheet, const struct change_result *change)
{
    sheet_add(sheet, change->sign ? "at least " : "less than ");
    sheet_add_number(sheet, change->critical);
    sheet_add(sheet, " points");
    sheet_end(sheet, "");
}

void
explain_add_index(struct sheet *sheet, const struct change_result *change)
{
    if (change->basis.rule->method == CHANGE_POINTS)
        add_points(sheet, change);
    else if (change->basis.rule->method == CHANGE_JACOBSON_TRUAX)
        add_jacobson_truax(sheet, change);
    else
        add_expecting(sheet, change);
}
