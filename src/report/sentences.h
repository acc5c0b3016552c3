/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and facts of a report in the words of its language.  All texts are
   made in the arena. */
#ifndef ATTUNE_REPORT_SENTENCES_H
#define ATTUNE_REPORT_SENTENCES_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/words.h"
#include "report/subject.h"

/* How texts are to be written. */
struct tongue {
    enum language language;
    struct arena *arena;
};

/* The words with {1}, {2} ... replaced by 'n' texts. */
const char *sentence_of(struct tongue tongue, enum word word,
                        const char *const *texts, int n) MUST_USE;
#define SENTENCE(tongue, word, ...)                                            \
    sentence_of((tongue), (word), (const char *[]){__VA_ARGS__},               \
                N_ELEMENTS(((const char *[]){__VA_ARGS__})))

const char *sentence_number(struct tongue tongue, double number,
                            int decimals) MUST_USE;
const char *sentence_count(struct tongue tongue, size_t n) MUST_USE;

/* "–" for DATE_NONE. */
const char *sentence_date(struct tongue tongue, int32_t days) MUST_USE;

/* "5 May – 14 September 2026"; one date when both are the same. */
const char *sentence_span(struct tongue tongue, int32_t first_days,
                          int32_t latest_days) MUST_USE;

/* "Being together, edition 1". */
const char *sentence_edition(struct tongue tongue, const char *title,
                             int32_t edition) MUST_USE;

/* "c01 · page 1 of 2": things that stand beside each other. */
const char *sentence_dotted(struct tongue tongue, const char *first,
                            const char *second) MUST_USE;

/* Texts of any number behind each other, as a pattern of two ("{1}; {2}") has
   them. */
const char *sentence_joined(struct tongue tongue, enum word pattern,
                            const char *const *texts, size_t n) MUST_USE;

/* "1–6, 8": those names that stand at the places, which are in order. */
const char *sentence_runs(struct tongue tongue, const char *const *names,
                          const size_t *places, size_t n) MUST_USE;

/* "2, 5 and 7". */
const char *sentence_list(struct tongue tongue, const char *const *texts,
                          size_t n) MUST_USE;

/* With how many decimals the score of a session is told, here and nowhere else:
   those of its scale, and more where it would otherwise seem to lie on another
   side of what it is held against: of a cut-off or a band, or of the score that
   the finding compares it with. */
int sentence_decimals(const struct finding *finding,
                      const struct series *series, size_t session);
const char *sentence_score(struct tongue tongue, const struct finding *finding,
                           const struct series *series,
                           size_t session) MUST_USE;

/* The same of the score that the finding counts from, which may be a mean.
   There is a pair. */
const char *sentence_from(struct tongue tongue,
                          const struct finding *finding) MUST_USE;

/* Those that the two scores of a finding have at least. */
int sentence_pair_decimals(const struct finding *finding);

/* The difference of the latest score from the one that it is counted from,
   "+1.90", with so many decimals; both are there. */
const char *sentence_difference(struct tongue tongue,
                                const struct finding *finding,
                                int decimals) MUST_USE;

/* Whether the latest score is higher (1), lower (-1) or the same (0), judged by
   the difference as it is shown; and that in words, and no more: nothing is
   known here of errors of measurement. */
int sentence_sign(const struct finding *finding);
const char *sentence_comparison(struct tongue tongue,
                                const struct finding *finding) MUST_USE;

/* An end of the scale's range, which is a whole number more often than not. */
const char *sentence_range_end(struct tongue tongue, const struct scale *scale,
                               double end) MUST_USE;

/* Why there is no answer: "skipped". */
const char *sentence_kind(struct tongue tongue, enum answer_kind kind) MUST_USE;

/* An answer in the words of its choice, as a number or as it was written; or
   why there is none. */
const char *sentence_answer(struct tongue tongue,
                            const struct given *given) MUST_USE;

/* The number that people know the item by: its own, or its place. */
const char *sentence_item_number(struct tongue tongue,
                                 const struct instrument *instrument,
                                 size_t idx) MUST_USE;

/* "mean of 6 items; at least 5 answered; items 2 and 5 turned round; from 0
   to 4", and the cut-off, but for the client. */
const char *sentence_method(struct tongue tongue,
                            const struct finding *finding) MUST_USE;

#endif
