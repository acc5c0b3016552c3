/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gap between two partners; see gap.h. */
#include "score/gap.h"

#include <math.h>
#include <stdlib.h>
#include "base/date.h"
#include "base/str.h"
#include "score/judge.h"
#include "stats/sem.h"

const char *
gap_why_text(enum gap_why why)
{
    static const char *const texts[N_GAP_WHYS] = {
        [GAP_TESTED] = "tested",
        [GAP_NO_SCORE] = "one of the two has no score",
        [GAP_OTHER_EDITION] = "the two are of different editions",
        [GAP_NO_DATE] = "a date is missing",
        [GAP_FAR_APART] = "more than 7 days apart",
        [GAP_NO_ERROR] = "the error of one score is not known",
    };
    return texts[why];
}

/* One norm holds for a whole series: the one that fits at its baseline. */
static struct precision
precision_at(const struct series *series, size_t session,
             const struct change *rule)
{
    const struct session *first = &series->history->sessions[series->first];
    struct norm_choice choice = norm_choose(series->scale, &first->person);
    return precision_of(series->scale, rule, &choice,
                        series_score(series, session));
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

static enum gap_why
obstacle(const struct series *a, size_t session_a, const struct series *b,
         size_t session_b)
{
    if (!score_at(a, session_a) || !score_at(b, session_b))
        return GAP_NO_SCORE;
    const struct session *one = &a->history->sessions[session_a];
    const struct session *other = &b->history->sessions[session_b];
    if (!same_instrument(a->history->instrument, b->history->instrument)
        || a->scale_idx != b->scale_idx
        || (one->edition && other->edition && one->edition != other->edition))
        return GAP_OTHER_EDITION;
    if (one->date_days == DATE_NONE || other->date_days == DATE_NONE)
        return GAP_NO_DATE;
    if (labs((long)one->date_days - other->date_days) > GAP_DAYS)
        return GAP_FAR_APART;
    return GAP_TESTED;
}

/* A difference on the limit is not beyond it. */
static bool
is_beyond(const struct gap *gap, const struct scale *scale, double difference)
{
    return judge_side(scale, fabs(difference), gap->critical * gap->error) > 0;
}

static bool
blanks_decide(const struct gap *gap, const struct scale *scale)
{
    bool a_open = gap->a->has_range;
    bool b_open = gap->b->has_range;
    double a_low = a_open ? gap->a->low : gap->a->value;
    double a_high = a_open ? gap->a->high : gap->a->value;
    double b_low = b_open ? gap->b->low : gap->b->value;
    double b_high = b_open ? gap->b->high : gap->b->value;
    double least = b_low - a_high;
    double most = b_high - a_low;
    /* Beyond error at both ends, but with the signs swapped: within between. */
    bool swaps = least < 0 && most > 0 && is_beyond(gap, scale, least)
                 && is_beyond(gap, scale, most);
    return swaps || is_beyond(gap, scale, least) != gap->is_beyond_error
           || is_beyond(gap, scale, most) != gap->is_beyond_error;
}

struct gap
gap_at(const struct series *a, size_t session_a, const struct series *b,
       size_t session_b, const struct change *rule)
{
    struct gap gap = {
        .why = obstacle(a, session_a, b, session_b),
        .session_a = session_a,
        .session_b = session_b,
        .a = score_at(a, session_a),
        .b = score_at(b, session_b),
    };
    gap.has_difference = gap.why == GAP_TESTED || gap.why == GAP_NO_DATE;
    if (gap.has_difference)
        gap.difference = gap.b->value - gap.a->value;
    if (gap.why != GAP_TESTED)
        return gap;
    gap.precision_a = precision_at(a, session_a, rule);
    gap.precision_b = precision_at(b, session_b, rule);
    if (gap.precision_a.why != PRECISION_SAID
        || gap.precision_b.why != PRECISION_SAID) {
        gap.why = GAP_NO_ERROR;
        return gap;
    }
    gap.critical = gap.precision_a.critical;
    gap.error = sem_of_difference(gap.precision_a.sem, gap.precision_b.sem);
    gap.is_beyond_error = is_beyond(&gap, a->scale, gap.difference);
    gap.depends_on_blanks = blanks_decide(&gap, a->scale);
    return gap;
}

struct gap
gap_of(const struct series *a, const struct series *b,
       const struct change *rule)
{
    return gap_at(a, a->latest, b, b->latest, rule);
}

/* ---- in words ---- */

const char *
gap_word(const struct gap *gap)
{
    if (gap->why != GAP_TESTED)
        return "cannot-be-judged";
    if (gap->depends_on_blanks)
        return "depends-on-blanks";
    return gap->is_beyond_error ? "different" : "no-difference";
}

const char *
gap_why_word(enum gap_why why)
{
    static const char *const words[N_GAP_WHYS] = {
        [GAP_TESTED] = "",
        [GAP_NO_SCORE] = "no-score",
        [GAP_OTHER_EDITION] = "other-edition",
        [GAP_NO_DATE] = "no-date",
        [GAP_FAR_APART] = "far-apart",
        [GAP_NO_ERROR] = "no-error-known",
    };
    return words[why];
}

static enum word
word_of_precision(enum precision_why why)
{
    static const enum word words[N_PRECISION_WHYS] = {
        [PRECISION_NO_SCORE] = WORD_UNJUDGED_NO_SCORE,
        [PRECISION_NO_RELIABILITY] = WORD_UNJUDGED_NO_RELIABILITY,
        [PRECISION_NO_NORM] = WORD_UNJUDGED_NO_NORM,
        [PRECISION_BLANKS] = WORD_UNJUDGED_BLANKS,
    };
    return words[why];
}

static enum word
word_of_why(const struct gap *gap)
{
    static const enum word words[N_GAP_WHYS] = {
        [GAP_NO_SCORE] = WORD_UNJUDGED_NO_SCORE,
        [GAP_OTHER_EDITION] = WORD_UNJUDGED_EDITION,
        [GAP_NO_DATE] = WORD_UNJUDGED_NO_DATE,
        [GAP_FAR_APART] = WORD_UNJUDGED_FAR_APART,
    };
    if (gap->why != GAP_NO_ERROR)
        return words[gap->why];
    enum precision_why a = gap->precision_a.why;
    return word_of_precision(a != PRECISION_SAID ? a : gap->precision_b.why);
}

void
gap_add_text(const struct gap *gap, enum language language, struct buf *out)
{
    if (gap->why == GAP_TESTED) {
        enum word word = gap->depends_on_blanks ? WORD_CHANGE_DEPENDS
                         : gap->is_beyond_error ? WORD_GAP_DIFFERENT
                                                : WORD_GAP_NONE;
        buf_add_text(out, word_in(language, word));
        return;
    }
    struct buf days = {0};
    struct buf reason = {0};
    words_add_number(&days, language, GAP_DAYS, 0);
    struct str number = buf_str(&days);
    words_add(&reason, language, word_of_why(gap), &number, 1);
    const struct str texts[] = {
        str_from(word_in(language, WORD_CHANGE_UNJUDGED)),
        buf_str(&reason),
    };
    words_add(out, language, WORD_CHANGE_UNJUDGED_AS, texts, 2);
    buf_clear(&days);
    buf_clear(&reason);
}
