/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts in the words of a page; see judged.h. */
#include "report/judged.h"

#include <math.h>
#include "base/num.h"
#include "change/course.h"
#include "instrument/instrument.h"
#include "score/judge.h"
#include "stats/rci.h"

static bool
is_points(const struct verdict *verdict)
{
    return verdict->change.basis.rule->method == CHANGE_POINTS;
}

bool
judged_has_zone(const struct verdict *verdict)
{
    return verdict->change.why == CHANGE_JUDGED && !is_points(verdict);
}

bool
judged_starts_at_first(const struct finding *finding)
{
    return finding->baseline == finding->series->first
           && finding->verdict.change.before.score.n_meant <= 1;
}

const char *
judged_percent(struct tongue tongue, double share)
{
    double tenths = num_round(1000 * share, 0, ROUND_HALF_EVEN);
    bool is_whole = fmod(tenths, 10) == 0;

    return sentence_number(tongue, tenths / 10, is_whole ? 0 : 1);
}

/* ---- at a glance ---- */

struct clauses {
    struct tongue tongue;
    const char *text;
};

static void
add(struct clauses *clauses, const char *clause)
{
    clauses->text = clauses->text ? SENTENCE(clauses->tongue, WORD_CLAUSE_NEXT,
                                             clauses->text, clause)
                                  : clause;
}

/* What is said where there are no two scores to speak of, and of the two that
   nothing is known of; NULL: neither. */
static const char *
plain_words(struct tongue tongue, const struct finding *finding)
{
    if (finding->series->n_scored == 0)
        return word_in(tongue.language, WORD_NO_SCORE);
    if (finding->series->n_scored == 1)
        return word_in(tongue.language, WORD_ONE_SCORE);
    if (!finding->has_pair)
        return NULL;
    return finding->verdict.kind == VERDICT_HIGHER
                   || finding->verdict.kind == VERDICT_LOWER
                   || finding->verdict.kind == VERDICT_SAME
               ? sentence_comparison(tongue, finding)
               : NULL;
}

bool
judged_is_plain(const struct finding *finding)
{
    return finding->topic->audience == FOR_CLIENT;
}

/* To the client no end of a scale is the better one. */
enum verdict_mark
judged_mark(const struct finding *finding)
{
    enum verdict_mark mark = verdict_mark(verdict_saying(&finding->verdict));

    if (!finding->has_pair)
        return VERDICT_MARK_NONE;
    if ((mark == VERDICT_MARK_HIGHER || mark == VERDICT_MARK_LOWER)
        && sentence_sign(finding) == 0)
        return VERDICT_MARK_NONE;
    if (!judged_is_plain(finding)
        || (mark != VERDICT_MARK_BETTER && mark != VERDICT_MARK_WORSE))
        return mark;
    return finding->verdict.change.difference > 0 ? VERDICT_MARK_HIGHER
                                                  : VERDICT_MARK_LOWER;
}

uint32_t
judged_color(const struct finding *finding)
{
    enum verdict_mark mark = verdict_mark(verdict_saying(&finding->verdict));

    if (!finding->has_pair)
        return layout_mark_color(VERDICT_MARK_NONE);
    return layout_mark_color(judged_is_plain(finding)
                                     && mark == VERDICT_MARK_WORSE
                                 ? VERDICT_MARK_BETTER
                                 : mark);
}

const char *
judged_strip(struct tongue tongue, const struct finding *finding)
{
    const char *plain = plain_words(tongue, finding);
    const struct verdict *verdict = &finding->verdict;
    struct buf buf = {0};

    if (plain)
        return plain;
    if (judged_is_plain(finding))
        verdict_add_client(verdict, tongue.language, &buf);
    else
        verdict_add_strip(verdict, tongue.language, &buf);
    return arena_take(tongue.arena, &buf);
}

const char *
judged_headline(struct tongue tongue, const struct finding *finding)
{
    const char *plain = plain_words(tongue, finding);
    struct buf buf = {0};

    if (plain)
        return plain;
    if (judged_is_plain(finding))
        verdict_add_client(&finding->verdict, tongue.language, &buf);
    else
        verdict_add_headline(&finding->verdict, tongue.language, &buf);
    return arena_take(tongue.arena, &buf);
}

static const char *
counted_from(struct tongue tongue, const struct subject *subject,
             const struct finding *finding)
{
    const struct score *before = &finding->verdict.change.before.score;
    const char *last =
        subject_label(subject, finding->topic, finding->baseline);

    if (before->n_meant <= 1)
        return SENTENCE(tongue,
                        subject->baseline ? WORD_COUNTED_FROM_SESSION
                                          : WORD_COUNTED_FROM,
                        last);
    return SENTENCE(
        tongue, WORD_COUNTED_FROM_MEAN, sentence_from(tongue, finding),
        sentence_count(tongue, before->n_meant),
        subject_label(subject, finding->topic, finding->baseline_first), last);
}

const char *
judged_cautions(struct tongue tongue, const struct subject *subject,
                const struct finding *finding)
{
    struct clauses clauses = {tongue, NULL};
    struct buf buf = {0};

    if (!finding->has_pair)
        return NULL;
    if (!judged_starts_at_first(finding))
        add(&clauses, counted_from(tongue, subject, finding));
    if (!judged_is_plain(finding)) /* whose strip has them */
        verdict_add_cautions(&finding->verdict, tongue.language, &buf);
    if (buf.len)
        add(&clauses, arena_take(tongue.arena, &buf));
    return clauses.text;
}

/* Methods that expect the second score to move by itself do not count from the
   first one. */
static bool
counts_from_first(const struct change_result *change)
{
    return judge_side(change->scale, change->expected,
                      change->before.score.value)
           == 0;
}

static double
limit_of(const struct change_result *change)
{
    return (change->band_high - change->band_low) / 2;
}

int
judged_decimals(const struct finding *finding, double difference, double limit)
{
    return judge_decimals(
        fabs(difference), limit,
        judge_decimals(limit, 0, sentence_pair_decimals(finding)));
}

static int
telling_decimals(const struct finding *finding)
{
    const struct verdict *verdict = &finding->verdict;
    const struct change_result *change = &verdict->change;

    if (change->why != CHANGE_JUDGED)
        return sentence_pair_decimals(finding);
    return judged_decimals(finding, change->difference,
                           is_points(verdict) ? change->critical
                                              : limit_of(change));
}

static const char *
limit_text(struct tongue tongue, const struct finding *finding)
{
    return sentence_number(tongue, limit_of(&finding->verdict.change),
                           telling_decimals(finding));
}

const char *
judged_change(struct tongue tongue, const struct finding *finding)
{
    const struct verdict *verdict = &finding->verdict;
    const char *texts[2] = {
        sentence_difference(tongue, finding, telling_decimals(finding))};

    if (judged_is_plain(finding) || !judged_has_zone(verdict)
        || !counts_from_first(&verdict->change))
        return texts[0];
    texts[1] = limit_text(tongue, finding);
    return sentence_of(tongue, WORD_PLUS_OR_MINUS, texts, 2);
}

/* ---- how it was judged ---- */

static const char *
decimal_text(struct tongue tongue, struct decimal number)
{
    return sentence_number(tongue, decimal_value(number), number.scale);
}

/* The figure with where it is from: "SD 0.84 (n 830; made up)". */
static void
add_figure(struct clauses *clauses, const char *figure, int32_t n,
           const char *source)
{
    struct tongue tongue = clauses->tongue;
    struct clauses origin = {tongue, NULL};

    if (n)
        add(&origin, arena_printf(tongue.arena, "n %d", (int)n));
    if (source)
        add(&origin, source);
    add(clauses, origin.text
                     ? SENTENCE(tongue, WORD_FIGURE_FROM, figure, origin.text)
                     : figure);
}

static void
add_norm(struct clauses *clauses, const struct norm *norm, bool has_mean)
{
    struct tongue tongue = clauses->tongue;

    add_figure(clauses,
               SENTENCE(tongue, has_mean ? WORD_MEAN_AND_SD : WORD_SD,
                        decimal_text(tongue, norm->sd),
                        decimal_text(tongue, norm->mean)),
               norm->n, norm->source);
}

static void
add_reliability(struct clauses *clauses, const struct reliability *reliability)
{
    static const enum word kinds[] = {
        [RELIABILITY_ALPHA] = WORD_ALPHA,
        [RELIABILITY_OMEGA] = WORD_OMEGA,
        [RELIABILITY_RETEST] = WORD_RETEST,
    };
    struct tongue tongue = clauses->tongue;
    enum word word = kinds[reliability->kind];

    if (reliability->kind == RELIABILITY_RETEST && reliability->days)
        word = WORD_RETEST_OVER;
    add_figure(
        clauses,
        SENTENCE(tongue, word, decimal_text(tongue, reliability->value),
                 arena_printf(tongue.arena, "%d", (int)reliability->days)),
        reliability->n, reliability->source);
}

/* The names of the methods' authors, which are the same in all languages. */
static const char *const authors_of[N_CHANGE_METHODS] = {
    [CHANGE_JACOBSON_TRUAX] = "Jacobson–Truax",
    [CHANGE_GLN] = "Gulliksen–Lord–Novick",
    [CHANGE_HLL] = "Hsu–Linn–Lord",
    [CHANGE_EN] = "Edwards–Nunnally",
    [CHANGE_NK] = "Nunnally–Kotsch",
    [CHANGE_HA] = "Hageman–Arrindell",
};

static void
add_samples(struct clauses *clauses, const struct change_basis *basis)
{
    const struct change *rule = basis->rule;
    bool has_means = rule->method != CHANGE_JACOBSON_TRUAX;

    if (rule->method == CHANGE_ERRORS) {
        add_figure(clauses, word_in(clauses->tongue.language, WORD_OWN_ERRORS),
                   0, rule->source);
        return;
    }
    add_figure(clauses, authors_of[rule->method], 0, rule->source);
    add_norm(clauses, basis->norm, has_means);
    add_reliability(clauses, basis->reliability);
    if (basis->norm_post)
        add_norm(clauses, basis->norm_post, has_means);
    if (basis->reliability_post)
        add_reliability(clauses, basis->reliability_post);
    if (rule->method == CHANGE_HA) {
        add(clauses, SENTENCE(clauses->tongue, WORD_CORRELATION,
                              decimal_text(clauses->tongue, rule->r12)));
    }
}

/* The level that a limit is of, or what it truly holds where that is less;
   Hageman and Arrindell's level is that of one side. */
static double
limit_share(const struct change_basis *basis)
{
    double level = decimal_value(basis->rule->level);

    return basis->rule->method == CHANGE_EN ? change_share_within(basis)
                                            : level;
}

/* "no 95 % rule: without any change 14 of 100 would be beyond its limit" */
static void
add_unkept_level(struct clauses *clauses, const struct change_basis *basis)
{
    struct tongue tongue = clauses->tongue;

    if (basis->rule->method == CHANGE_EN)
        add(clauses,
            SENTENCE(tongue, WORD_LEVEL_NOT_KEPT,
                     judged_percent(tongue, decimal_value(basis->rule->level)),
                     sentence_number(
                         tongue, 100 * (1 - change_share_within(basis)), 0)));
}

/* "error of the change 0.43; limit at 95 %: ± 0.84", or the zone itself. */
static void
add_limit(struct clauses *clauses, const struct finding *finding)
{
    const struct change_result *change = &finding->verdict.change;
    struct tongue tongue = clauses->tongue;
    double latest = change->after.score.value;
    int decimals = change->scale->decimals > 2 ? change->scale->decimals : 2;

    decimals = judge_decimals(latest, change->band_low, decimals);
    decimals = judge_decimals(latest, change->band_high, decimals);

    add(clauses, SENTENCE(tongue, WORD_ERROR_OF_CHANGE,
                          sentence_number(tongue, change->error, decimals)));
    add(clauses,
        SENTENCE(
            tongue, counts_from_first(change) ? WORD_LIMIT : WORD_LIMIT_ZONE,
            judged_percent(tongue, limit_share(&change->basis)),
            limit_text(tongue, finding),
            sentence_number(tongue, fmax(change->band_low, change->scale->lo),
                            decimals),
            sentence_number(tongue, fmin(change->band_high, change->scale->hi),
                            decimals)));
    if (!counts_from_first(change)
        && (change->band_low < change->scale->lo
            || change->band_high > change->scale->hi))
        add(clauses, word_in(tongue.language, WORD_AS_FAR_AS_SCALE));
}

static void
add_points(struct clauses *clauses, const struct change *rule)
{
    struct tongue tongue = clauses->tongue;

    add_figure(
        clauses,
        SENTENCE(tongue, WORD_LIMIT_POINTS, decimal_text(tongue, rule->points)),
        0, rule->source);
}

static const char *
from_to(struct tongue tongue, const struct subject *subject,
        const struct finding *finding)
{
    const struct topic *topic = finding->topic;
    const char *from = subject_label(subject, topic, finding->baseline);
    const char *to = subject_label(subject, topic, finding->series->latest);

    if (finding->verdict.change.before.score.n_meant <= 1)
        return SENTENCE(tongue, WORD_FROM_SESSION, from, to);
    return SENTENCE(tongue, WORD_FROM_MEAN,
                    subject_label(subject, topic, finding->baseline_first), to,
                    from);
}

const char *
judged_method(struct tongue tongue, const struct subject *subject,
              const struct finding *finding)
{
    const struct verdict *verdict = &finding->verdict;
    struct clauses clauses = {tongue, from_to(tongue, subject, finding)};

    if (is_points(verdict)) {
        add_points(&clauses, verdict->change.basis.rule);
        return clauses.text;
    }
    add_samples(&clauses, &verdict->change.basis);
    if (judged_has_zone(verdict))
        add_limit(&clauses, finding);
    add_unkept_level(&clauses, &verdict->change.basis);
    if (verdict->is_alpha_only)
        add(&clauses, word_in(tongue.language, WORD_ALPHA_ONLY));
    return clauses.text;
}

/* ---- one session ---- */

const char *
judged_standing(struct tongue tongue, const struct scale *scale,
                const struct panel_standing *standing)
{
    const struct precision *precision = &standing->precision;
    const struct norm_choice *choice = &standing->standing.choice;
    const struct standing_score *percentile =
        &standing->standing.scores[NORM_PERCENTILE];
    struct clauses clauses = {tongue, NULL};
    int decimals = scale->decimals > 2 ? scale->decimals : 2;

    if (choice->norm)
        add_norm(&clauses, choice->norm, true);
    if (percentile->is_known && percentile->table)
        add_figure(&clauses, word_in(tongue.language, WORD_PERCENTILE_TABLE),
                   percentile->table->n, percentile->table->source);
    else if (percentile->is_known)
        add(&clauses, word_in(tongue.language, WORD_PERCENTILE_NORMAL));
    if (precision->why != PRECISION_SAID)
        return clauses.text;
    if (precision->reliability)
        add_reliability(&clauses, precision->reliability);
    add(&clauses, SENTENCE(tongue, WORD_ERROR_OF_SCORE,
                           sentence_number(tongue, precision->sem, decimals)));
    return clauses.text;
}

/* ---- all of a page ---- */

/* Looking at one more thing, which comes by chance so often. */
static void
look_at(struct judged_tally *tally, double chance)
{
    tally->chance = 1 - (1 - tally->chance) * (1 - chance);
}

static void
count(struct judged_tally *tally, const struct verdict *verdict)
{
    tally->depends |= verdict->kind == VERDICT_DEPENDS || verdict->cut_depends;
    if (!verdict_is_judged(verdict))
        return;
    tally->n++;
    tally->has_zone |= judged_has_zone(verdict);
    if (is_points(verdict)) {
        tally->n_points++;
        return;
    }
    double share = change_share_within(&verdict->change.basis);
    tally->is_mixed |= tally->n > tally->n_points + 1 && share != tally->share;
    tally->share = share;
    look_at(tally, rci_chance_of_any(1, share));
}

struct judged_tally
judged_count(const struct subject *subject, struct arena *arena)
{
    struct judged_tally tally = {0};
    size_t n = subject->kind == KIND_SESSION ? 0 : subject->n_findings;

    for (size_t i = 0; i < n; i++) {
        const struct finding *finding = &subject->findings[i];

        count(&tally, &finding->verdict);
        if (verdict_is_judged(&finding->verdict)
            && course_of(finding->series, arena).trend.why == COURSE_SAID)
            look_at(&tally, COURSE_LEVEL);
    }
    return tally;
}
