/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far two partners are apart; see partner_difference.h. */
#include "change/partner_difference.h"

#include <math.h>
#include <stdlib.h>
#include "base/date.h"
#include "base/str.h"
#include "change/change.h"
#include "change/fillings.h"
#include "score/judge.h"
#include "stats/sem.h"

/* One norm holds for a whole series: the one that fits at its baseline. */
static struct precision
precision_at(const struct series *series, const struct score *score,
             const struct change *rule)
{
    const struct session *first = &series->history->sessions[series->first];
    struct norm_choice choice = norm_choose(series->scale, &first->person);
    return precision_of(series->scale, rule, &choice, score);
}

static bool
same_instrument(const struct instrument *a, const struct instrument *b)
{
    return str_is(str_from(a->id), b->id) && a->edition == b->edition;
}

static const struct score *
score_at(const struct series *series, size_t session)
{
    const struct score *score =
        session == SIZE_MAX ? NULL : series_score(series, session);
    return score && score->why == WHY_SCORED ? score : NULL;
}

static enum partner_difference_why
obstacle(const struct series *a, size_t session_a, const struct series *b,
         size_t session_b)
{
    if (!score_at(a, session_a) || !score_at(b, session_b))
        return PARTNERS_NO_SCORE;
    const struct session *one = &a->history->sessions[session_a];
    const struct session *other = &b->history->sessions[session_b];
    if (!same_instrument(a->history->instrument, b->history->instrument)
        || a->scale->counterpart != b->scale_idx
        || session_of_other_edition(one, other))
        return PARTNERS_OTHER_EDITION;
    if (one->date_days == DATE_NONE || other->date_days == DATE_NONE)
        return PARTNERS_NO_DATE;
    if (labs((long)one->date_days - other->date_days) > PARTNERS_DAYS)
        return PARTNERS_FAR_APART;
    return PARTNERS_TESTED;
}

/* The two scores with their errors, as they stand or filled up. */
struct two {
    struct score a;
    struct score b;
    struct precision precision_a;
    struct precision precision_b;
};

static bool
has_error(const struct two *two)
{
    return two->precision_a.why == PRECISION_SAID
           && two->precision_b.why == PRECISION_SAID;
}

static double
error_of(const struct two *two)
{
    return sem_of_difference(two->precision_a.sem, two->precision_b.sem);
}

static double
limit_of(const struct two *two)
{
    return two->precision_a.critical * error_of(two);
}

/* 1: b is higher by more than error, -1: lower, 0: neither; a difference on the
   limit is not beyond it. */
static int
sign_of(const struct two *two, const struct scale *scale)
{
    double difference = two->b.value - two->a.value;
    if (judge_side(scale, fabs(difference), limit_of(two)) <= 0)
        return 0;
    return difference > 0 ? 1 : -1;
}

/* Two series whose gap is judged, each by a rule of its scale. */
struct judging {
    const struct series *a;
    const struct series *b;
    const struct change *rule_a;
    const struct change *rule_b;
};

static size_t
count_pairs(const struct judging *judging,
            const struct partner_difference *between)
{
    return fillings_count(judging->a->scale, between->a)
           * fillings_count(judging->b->scale, between->b);
}

static struct two
fill_both(const struct judging *judging,
          const struct partner_difference *between, size_t idx)
{
    size_t n = fillings_count(judging->a->scale, between->a);
    struct two two = {
        .a = fillings_get(judging->a->scale, between->a, idx % n),
        .b = fillings_get(judging->b->scale, between->b, idx / n),
    };
    two.precision_a = precision_at(judging->a, &two.a, judging->rule_a);
    two.precision_b = precision_at(judging->b, &two.b, judging->rule_b);
    return two;
}

/* Asks every way of filling the blanks of both; false where the error of one is
   never known. */
static bool
judge_fillings(struct partner_difference *between,
               const struct judging *judging)
{
    size_t n = count_pairs(judging, between);
    bool is_higher = false;
    bool is_lower = false;
    bool is_alike = false;
    bool is_unknown =
        fillings_may_lack(between->a) || fillings_may_lack(between->b);
    for (size_t i = 0; i < n; i++) {
        struct two two = fill_both(judging, between, i);
        if (!has_error(&two)) {
            is_unknown = true;
            continue;
        }
        int sign = sign_of(&two, judging->a->scale);
        is_higher |= sign > 0;
        is_lower |= sign < 0;
        is_alike |= sign == 0;
    }
    between->depends_on_blanks =
        is_higher + is_lower + is_alike + is_unknown > 1;
    between->is_beyond_error =
        (is_higher || is_lower) && !between->depends_on_blanks;
    return is_higher || is_lower || is_alike;
}

struct partner_difference
partner_difference_at(const struct series *a, size_t session_a,
                      const struct series *b, size_t session_b,
                      const struct change *rule)
{
    struct partner_difference between = {
        .why = obstacle(a, session_a, b, session_b),
        .session_a = session_a,
        .session_b = session_b,
        .a = score_at(a, session_a),
        .b = score_at(b, session_b),
    };
    between.has_difference =
        between.why == PARTNERS_TESTED || between.why == PARTNERS_NO_DATE;
    if (between.has_difference)
        between.difference =
            judge_difference(between.b->value, between.a->value);
    if (between.why != PARTNERS_TESTED)
        return between;
    const struct judging judging = {
        a, b, rule,
        a->scale_idx == b->scale_idx ? rule : change_rule_find(b->scale, NULL)};
    between.precision_a = precision_at(a, between.a, judging.rule_a);
    between.precision_b = precision_at(b, between.b, judging.rule_b);
    const struct two two = {*between.a, *between.b, between.precision_a,
                            between.precision_b};
    if (!judge_fillings(&between, &judging)) {
        between.why = PARTNERS_NO_ERROR;
        return between;
    }
    if (has_error(&two))
        between.error = error_of(&two);
    return between;
}

/* ---- in words ---- */

const char *
partner_difference_word(const struct partner_difference *between)
{
    if (between->why != PARTNERS_TESTED)
        return "cannot-be-judged";
    if (between->depends_on_blanks)
        return "depends-on-blanks";
    return between->is_beyond_error ? "different" : "no-difference";
}

const char *const partner_difference_why_words[N_PARTNER_DIFFERENCE_WHYS] = {
    [PARTNERS_TESTED] = "",
    [PARTNERS_NO_SCORE] = "no-score",
    [PARTNERS_OTHER_EDITION] = "other-edition",
    [PARTNERS_NO_DATE] = "no-date",
    [PARTNERS_FAR_APART] = "far-apart",
    [PARTNERS_NO_ERROR] = "no-error-known",
};

static const enum word words_of_precision[N_PRECISION_WHYS] = {
    [PRECISION_SAID] = WORD_UNJUDGED_BLANKS, /* were they filled, none */
    [PRECISION_NO_SCORE] = WORD_UNJUDGED_NO_SCORE,
    [PRECISION_NO_RELIABILITY] = WORD_UNJUDGED_NO_RELIABILITY,
    [PRECISION_NO_NORM] = WORD_UNJUDGED_NO_NORM,
    [PRECISION_BLANKS] = WORD_UNJUDGED_BLANKS,
    [PRECISION_WEIGHTS] = WORD_UNJUDGED_WEIGHTS,
};

static enum word
word_of_why(const struct partner_difference *between)
{
    static const enum word words[N_PARTNER_DIFFERENCE_WHYS] = {
        [PARTNERS_NO_SCORE] = WORD_UNJUDGED_NO_SCORE,
        [PARTNERS_OTHER_EDITION] = WORD_UNJUDGED_EDITION,
        [PARTNERS_NO_DATE] = WORD_UNJUDGED_NO_DATE,
        [PARTNERS_FAR_APART] = WORD_UNJUDGED_FAR_APART,
    };
    if (between->why != PARTNERS_NO_ERROR)
        return words[between->why];
    enum precision_why a = between->precision_a.why;
    return words_of_precision[a != PRECISION_SAID ? a
                                                  : between->precision_b.why];
}

void
partner_difference_add_text(const struct partner_difference *between,
                            enum language language, struct buf *out)
{
    if (between->why == PARTNERS_TESTED) {
        enum word word = between->depends_on_blanks ? WORD_CHANGE_DEPENDS
                         : between->is_beyond_error ? WORD_PARTNERS_DIFFERENT
                                                    : WORD_PARTNERS_ALIKE;
        buf_add_text(out, word_in(language, word));
        return;
    }
    struct buf days SCOPED(buf_clear) = {0};
    struct buf reason SCOPED(buf_clear) = {0};
    words_add_number(&days, language, PARTNERS_DAYS, 0);
    WORDS_ADD(&reason, language, word_of_why(between), buf_str(&days));
    WORDS_ADD(out, language, WORD_CHANGE_UNJUDGED_AS,
              str_from(word_in(language, WORD_CHANGE_UNJUDGED)),
              buf_str(&reason));
}
