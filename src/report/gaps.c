/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gap between two partners as a page for both says it; see judged.h.  Why
   a gap is not tested is not said: it may lie with what one left blank. */
#include "report/judged.h"

#include <math.h>
#include "instrument/instrument.h"

enum { LEAST_DECIMALS = 2 }; /* of errors */

bool
judged_tells_gap(const struct finding *finding)
{
    return finding->between.why == PARTNERS_TESTED
           && !finding->between.depends_on_blanks;
}

static double
limit_of(const struct partner_difference *between)
{
    return between->precision_a.critical * between->error;
}

const char *
judged_title(struct tongue tongue, const struct finding *finding)
{
    const struct scale *scale = finding->series->scale;

    if (!finding->other || finding->other->scale == scale)
        return scale->title;
    return sentence_dotted(tongue, scale->title, finding->other->scale->title);
}

/* Whether what is compared stands before the latest score of either: the other
   has none then. */
static bool
is_earlier(const struct finding *finding)
{
    const struct partner_difference *between = &finding->between;

    return between->has_difference
           && (between->session_a != finding->series->latest
               || between->session_b != finding->other->latest);
}

static const char *
with_session(struct tongue tongue, const struct subject *subject,
             const struct finding *finding, const char *text)
{
    const struct partner_difference *between = &finding->between;

    return SENTENCE(
        tongue, WORD_GAP_EARLIER, text,
        subject_label(subject, finding->topic, between->session_a),
        sentence_score(tongue, finding, finding->series, between->session_a),
        sentence_score(tongue, finding, finding->other, between->session_b));
}

static const char *
gap_words(struct tongue tongue, const struct finding *finding)
{
    const struct partner_difference *between = &finding->between;
    int decimals = sentence_pair_decimals(finding);
    double gap = fabs(between->difference);
    const char *texts[3];

    if (!between->has_difference)
        return word_in(tongue.language, WORD_GAP_NONE);
    if (!judged_tells_gap(finding) || between->error <= 0) {
        texts[0] = sentence_number(tongue, gap, decimals);
        return sentence_of(tongue, WORD_GAP_UNTESTED, texts, 1);
    }
    decimals = judged_decimals(finding, gap, limit_of(between));
    texts[0] = word_in(tongue.language, between->is_beyond_error
                                            ? WORD_PARTNERS_DIFFERENT
                                            : WORD_PARTNERS_ALIKE);
    texts[1] = sentence_number(tongue, gap, decimals);
    texts[2] = sentence_number(tongue, limit_of(between), decimals);
    return sentence_of(tongue, WORD_GAP_TOLD, texts, 3);
}

const char *
judged_gap(struct tongue tongue, const struct subject *subject,
           const struct finding *finding)
{
    const char *words = gap_words(tongue, finding);

    return is_earlier(finding) ? with_session(tongue, subject, finding, words)
                               : words;
}

const char *
judged_gap_of(struct tongue tongue, const struct subject *subject,
              const struct finding *finding, const char *title)
{
    const struct partner_difference *between = &finding->between;

    if (is_earlier(finding))
        return with_session(tongue, subject, finding, title);
    return SENTENCE(
        tongue, WORD_GAP_OF_SCALE, title,
        sentence_score(tongue, finding, finding->series, between->session_a),
        sentence_score(tongue, finding, finding->other, between->session_b));
}

const char *
judged_gap_in_full(struct tongue tongue, const struct subject *subject,
                   const struct finding *finding)
{
    const struct series *a = finding->series;
    const struct series *b = finding->other;
    int decimals = a->scale->decimals;

    return SENTENCE(
        tongue, WORD_CHART_SHOWS_TWO, judged_title(tongue, finding),
        subject->names[0], sentence_score(tongue, finding, a, a->latest),
        subject->names[1], sentence_score(tongue, finding, b, b->latest),
        judged_gap(tongue, subject, finding),
        sentence_number(tongue, a->scale->lo, decimals),
        sentence_number(tongue, a->scale->hi, decimals));
}

const char *
judged_gap_method(struct tongue tongue, const struct finding *finding)
{
    const struct partner_difference *between = &finding->between;
    const struct scale *scale = finding->series->scale;
    int decimals =
        scale->decimals > LEAST_DECIMALS ? scale->decimals : LEAST_DECIMALS;

    return SENTENCE(tongue, WORD_GAP_METHOD,
                    sentence_number(tongue, between->precision_a.sem, decimals),
                    sentence_number(tongue, between->precision_b.sem, decimals),
                    sentence_number(tongue, between->error, decimals),
                    sentence_number(tongue, between->precision_a.critical, 2),
                    sentence_number(tongue, limit_of(between), decimals));
}
