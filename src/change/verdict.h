/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a change is called: exactly one verdict for a pair, the words around
   it, and the category that cohorts count.  The pair is the baseline (the first
   score, or the one named) and one later session; points between are never
   judged. */
#ifndef ATTUNE_CHANGE_VERDICT_H
#define ATTUNE_CHANGE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/words.h"
#include "change/change.h"
#include "change/series.h"

enum verdict_kind {
#define VERDICT(NAME, word) VERDICT_##NAME,
#define SAYING(...)
#include "change/verdict.def"
    N_VERDICTS
};
extern const char *const verdict_words[]; /* as in files */

/* What became of the side of the cut-off, as the scores stand. */
enum verdict_cut {
    CUT_UNTOUCHED, /* both ends on one side, or no cut-off is known */
    CUT_PASSED,    /* better by more than error, and no longer beyond */
    CUT_FALLEN,    /* worse by more than error, and now beyond */
    CUT_NEAR,      /* crossed without a reliable change */
    N_CUTS
};
extern const char *const verdict_cut_words[]; /* NULL: untouched */

/* Jacobson and Truax's categories; a score on the cut-off is on the side that
   the cut-off itself says. */
enum verdict_category {
    CATEGORY_NONE, /* there is no judgement, or the blanks decide */
    CATEGORY_RECOVERED,
    CATEGORY_IMPROVED,
    CATEGORY_UNCHANGED,
    CATEGORY_DETERIORATED,
    CATEGORY_HARMED,
    N_CATEGORIES
};
const char *category_word(enum verdict_category category); /* as in files */
/* For people, in words that do not accuse. */
const char *category_text(enum verdict_category category,
                          enum language language);

/* What is said of one pair of scores. */
struct verdict_claim {
    enum verdict_kind kind;
    enum verdict_cut cut;
    enum verdict_category category;
    bool is_seen_once; /* better or worse, and the score before it was not
                          yet */
};

/* Every part is stated only where each way of filling the blanks, of the
   earlier and of the later form, gives it (fillings.h), and wherever it does:
   even where the scores as they stand, with the larger error of what stands in
   for blanks, say less. */
struct verdict {
    enum verdict_kind kind;
    enum verdict_cut cut; /* CUT_UNTOUCHED where blanks decide */
    enum verdict_category category;
    /* Said unless every filling has it that the score before was so too. */
    bool is_seen_once;
    bool has_own_error;       /* of the later score, beside a cut-off */
    bool is_near_cut;         /* it reaches the cut-off: no side is told */
    bool cut_depends;         /* blanks decide what became of the cut-off */
    bool reaches_mic;         /* the difference that counts, up or down */
    bool mic_depends;         /* blanks decide whether it does */
    bool is_alpha_only;       /* say "day-to-day swings not counted" */
    bool is_in_two_languages; /* which changes the measure */
    struct verdict_claim standing; /* of the scores as they stand */
    struct change_result change;   /* likewise */
};

/* Whether a rule of change was applied: to the scores as they stand or, where
   the error of these is not known, to what the blanks could have made. */
bool verdict_is_judged(const struct verdict *verdict);

/* 'previous' is the score before the later one, which may be the earlier one
   itself, and NULL where there is none. */
struct verdict verdict_of(const struct instrument *instrument,
                          const struct scale *scale, const struct change *rule,
                          const struct score *before,
                          const struct score *previous,
                          const struct score *after);

struct verdict_options {
    const char *baseline; /* label of a session, or FIRST..LAST: the mean of
                             these; NULL: the first score, of the edition that
                             the judged session is of */
    const char *rule;     /* id of a rule of change; NULL: the first */
};

/* What a change is counted from: a score, or the mean of several. */
struct verdict_start {
    size_t first; /* session of the first and of the last score of these; */
    size_t last;  /* SIZE_MAX: there is none */
    struct score score;
};

/* Whether the history has what the label names. */
bool verdict_has_baseline(const struct history *history, const char *label);

/* Whether the label is a range whose last number or date is before its first;
   or, where the history is not NULL, whose last session is. */
bool verdict_is_backwards(const struct history *history, const char *label);

/* What the change of 'session' is counted from. */
struct verdict_start verdict_start(const struct series *series, size_t session,
                                   const char *label);

/* What that start is called: its session, or the range that the label names;
   NULL: there is none. */
const char *verdict_start_label(const struct verdict_start *start,
                                const struct history *history,
                                const char *label);

/* The verdict on one session of a series against its baseline. */
struct verdict verdict_at(const struct series *series, size_t session,
                          const struct verdict_options *options);

/* The verdict on the latest score of a series. */
struct verdict verdict_latest(const struct series *series,
                              const struct verdict_options *options);

/* A row of the one table that sentences, tables, strips and texts walk. */
enum verdict_saying {
#define VERDICT(...)
#define SAYING(NAME, ...) SAYING_##NAME,
#include "change/verdict.def"
    N_SAYINGS
};
enum verdict_saying verdict_saying(const struct verdict *verdict);
enum word verdict_frame(enum verdict_saying saying);

/* The figure that stands before the words. */
enum verdict_mark {
    VERDICT_MARK_NONE,
    VERDICT_MARK_BETTER,
    VERDICT_MARK_WORSE,
    VERDICT_MARK_LEVEL,  /* too small to tell */
    VERDICT_MARK_HIGHER, /* of which no more is known */
    VERDICT_MARK_LOWER
};
enum verdict_mark verdict_mark(enum verdict_saying saying);

/* Adds a kind alone, as judged by a rule (NULL: none): "better by more than
   measurement error"; of fixed points "changed by the published 6 points or
   more: better". */
void verdict_add_kind(enum verdict_kind kind, const struct change *rule,
                      enum language language, struct buf *out);

/* Adds the words of a strip: "better, beyond error". */
void verdict_add_strip(const struct verdict *verdict, enum language language,
                       struct buf *out);

/* Adds the words of a page for the client, which says higher and lower and
   nothing of a cut-off: "higher than at first, by more than error". */
void verdict_add_client(const struct verdict *verdict, enum language language,
                        struct buf *out);

/* Adds what is judged, with the reason where nothing is: "better by more than
   measurement error; seen once, look again". */
void verdict_add_headline(const struct verdict *verdict, enum language language,
                          struct buf *out);

/* Adds what stands behind that: the side of the cut-off and what limits the
   verdict; may be nothing. */
void verdict_add_cautions(const struct verdict *verdict, enum language language,
                          struct buf *out);

/* Adds the whole verdict in words, with no number but the cut-off's: "better
   by more than measurement error; now on the better side of the cut-off 2.5".
 */
void verdict_add_text(const struct verdict *verdict, enum language language,
                      struct buf *out);

/* The same on the scores as they stand, as if blanks had no say: for an
   explanation that goes on to say what they could have made of it. */
void verdict_add_standing_text(const struct verdict *verdict,
                               enum language language, struct buf *out);

#endif
