/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts; see verdict.h.  Their words are in verdict_text.c. */
#include "change/verdict.h"

#include "base/str.h"
#include "change/fillings.h"
#include "score/precision.h"

/* ---- one pair ---- */

static enum verdict_kind
kind_of(const struct change_result *change)
{
    if (change->why == CHANGE_NO_DIRECTION || change->why == CHANGE_UNVALIDATED)
        return change->difference > 0   ? VERDICT_HIGHER
               : change->difference < 0 ? VERDICT_LOWER
                                        : VERDICT_SAME;
    if (change->why != CHANGE_JUDGED)
        return VERDICT_UNJUDGED;
    if (change->sign)
        return change->sign > 0 ? VERDICT_BETTER : VERDICT_WORSE;
    return change->has_room ? VERDICT_NO_CHANGE : VERDICT_NO_ROOM;
}

static enum verdict_cut
cut_of(const struct change_result *change)
{
    if (change->why != CHANGE_JUDGED || !change->crossing)
        return CUT_UNTOUCHED;
    if (change->sign != change->crossing)
        return CUT_NEAR;
    return change->sign > 0 ? CUT_PASSED : CUT_FALLEN;
}

static enum verdict_category
category_of(const struct verdict_claim *claim)
{
    switch (claim->kind) {
    case VERDICT_BETTER:
        return claim->cut == CUT_PASSED ? CATEGORY_RECOVERED
                                        : CATEGORY_IMPROVED;
    case VERDICT_WORSE:
        return claim->cut == CUT_FALLEN ? CATEGORY_HARMED
                                        : CATEGORY_DETERIORATED;
    case VERDICT_NO_CHANGE:
    case VERDICT_NO_ROOM:
        return CATEGORY_UNCHANGED;
    case VERDICT_DEPENDS:
    case VERDICT_UNJUDGED:
    case VERDICT_HIGHER:
    case VERDICT_LOWER:
    case VERDICT_SAME:
    case N_VERDICTS:
        break;
    }
    return CATEGORY_NONE;
}

static struct verdict_claim
claim_of(const struct change_result *change)
{
    struct verdict_claim claim = {.kind = kind_of(change),
                                  .cut = cut_of(change)};
    claim.category = category_of(&claim);
    return claim;
}

bool
verdict_is_judged(const struct verdict *verdict)
{
    enum change_why why = verdict->change.why;
    return why == CHANGE_JUDGED
           || ((why == CHANGE_BLANKS || why == CHANGE_WEIGHTS
                || why == CHANGE_MEAN)
               && verdict->kind != VERDICT_UNJUDGED);
}

/* ---- every way of filling the blanks ---- */

/* A scale and what its changes are judged on. */
struct judging {
    const struct instrument *instrument;
    const struct scale *scale;
    const struct change_basis *basis;
};

static struct change_result
judge_filled(const struct judging *judging, const struct score *before,
             const struct score *after, size_t idx)
{
    size_t n = fillings_count(judging->scale, before);
    struct score first = fillings_get(judging->scale, before, idx % n);
    struct score later = fillings_get(judging->scale, after, idx / n);
    return change_judge_on(judging->instrument, judging->scale, judging->basis,
                           &first, &later);
}

static size_t
count_pairs(const struct judging *judging, const struct score *before,
            const struct score *after)
{
    return fillings_count(judging->scale, before)
           * fillings_count(judging->scale, after);
}

/* Keeps of a claim what another says too. */
static void
share_claim(struct verdict *verdict, const struct verdict_claim *claim)
{
    if (claim->kind != verdict->kind)
        verdict->kind = VERDICT_DEPENDS;
    if (claim->category != verdict->category)
        verdict->category = CATEGORY_NONE;
    if (claim->cut != verdict->cut)
        verdict->cut_depends = true;
}

/* A change counts whichever way it goes, but it has to go one way. */
static void
share_mic(struct verdict *verdict, const struct judging *judging,
          const struct score *before, const struct score *after)
{
    size_t n = count_pairs(judging, before, after);
    bool goes_up = false;
    bool goes_down = false;
    bool falls_short = fillings_may_lack(before) || fillings_may_lack(after);
    for (size_t i = 0; i < n; i++) {
        struct change_result change = judge_filled(judging, before, after, i);
        goes_up |= change.reaches_mic && change.difference > 0;
        goes_down |= change.reaches_mic && change.difference < 0;
        falls_short |= !change.reaches_mic;
    }
    falls_short |= goes_up && goes_down;
    verdict->reaches_mic = (goes_up || goes_down) && !falls_short;
    verdict->mic_depends = (goes_up || goes_down) && falls_short;
}

static void
share_fillings(struct verdict *verdict, const struct judging *judging,
               const struct score *before, const struct score *after)
{
    size_t n = count_pairs(judging, before, after);
    for (size_t i = 0; i < n; i++) {
        struct change_result change = judge_filled(judging, before, after, i);
        struct verdict_claim claim = claim_of(&change);
        if (i == 0) {
            verdict->kind = claim.kind;
            verdict->cut = claim.cut;
            verdict->category = claim.category;
        }
        share_claim(verdict, &claim);
    }
    if (fillings_may_lack(before) || fillings_may_lack(after))
        share_claim(verdict, &(struct verdict_claim){.kind = VERDICT_UNJUDGED});
    if (verdict->cut_depends)
        verdict->cut = CUT_UNTOUCHED;
    if (verdict->change.basis.mic)
        share_mic(verdict, judging, before, after);
}

/* 1 for better, -1 for worse, 0 for what is neither. */
static int
sign_of(enum verdict_kind kind)
{
    return (kind == VERDICT_BETTER) - (kind == VERDICT_WORSE);
}

/* Whether each filling has it that the score before the later one was better,
   or worse, already. */
static bool
was_so(const struct judging *judging, const struct score *before,
       const struct score *previous, int sign)
{
    if (!previous || previous == before || fillings_may_lack(previous))
        return false;
    size_t n = count_pairs(judging, before, previous);
    for (size_t i = 0; i < n; i++)
        if (judge_filled(judging, before, previous, i).sign != sign)
            return false;
    return true;
}

static bool
stood_so(const struct judging *judging, const struct score *before,
         const struct score *previous, int sign)
{
    return previous && previous != before
           && change_judge_on(judging->instrument, judging->scale,
                              judging->basis, before, previous)
                      .sign
                  == sign;
}

/* The error is that of the rule's norm, or of one that is for everybody. */
static void
hold_against_cut(struct verdict *verdict)
{
    const struct change_result *change = &verdict->change;
    struct norm_choice choice = norm_choose(change->scale, &person_unknown);
    struct precision precision = precision_of(change->scale, change->basis.rule,
                                              &choice, &change->after.score);

    verdict->has_own_error = precision.why == PRECISION_SAID;
    verdict->is_near_cut =
        verdict->has_own_error
        && !precision_clears(&precision, change->after.score.value,
                             change->basis.cutoff_point);
}

struct verdict
verdict_of(const struct instrument *instrument, const struct scale *scale,
           const struct change *rule, const struct score *before,
           const struct score *previous, const struct score *after)
{
    struct verdict verdict = {
        .change = change_judge(instrument, scale, rule, before, after),
    };
    const struct judging judging = {instrument, scale, &verdict.change.basis};
    verdict.standing = claim_of(&verdict.change);
    verdict.kind = verdict.standing.kind;
    if (!verdict.change.has_difference)
        return verdict;
    verdict.is_alpha_only = verdict.change.is_alpha_only;
    if (fillings_none(before) && fillings_none(after)) {
        /* Where there is no blank to fill. */
        verdict.kind = verdict.standing.kind;
        verdict.cut = verdict.standing.cut;
        verdict.category = verdict.standing.category;
        verdict.reaches_mic = verdict.change.reaches_mic;
    } else {
        share_fillings(&verdict, &judging, before, after);
    }
    int standing = sign_of(verdict.standing.kind);
    int sign = sign_of(verdict.kind);
    verdict.standing.is_seen_once =
        standing && !stood_so(&judging, before, previous, standing);
    verdict.is_seen_once = sign && !was_so(&judging, before, previous, sign);
    hold_against_cut(&verdict);
    return verdict;
}

/* ---- a series ---- */

/* Nothing is judged; the two scores, where there are any, are told. */
static struct verdict
unjudged(const struct series *series, const struct change *rule,
         const struct score *before, size_t session, enum change_why why)
{
    const struct score *after =
        session == SIZE_MAX ? NULL : series_score(series, session);
    struct verdict verdict = {.kind = VERDICT_UNJUDGED,
                              .standing = {.kind = VERDICT_UNJUDGED}};
    verdict.change = change_judge(series->history->instrument, series->scale,
                                  rule, before, after);
    verdict.change.why = why;
    return verdict;
}

static bool
languages_differ(const struct session *a, const struct session *b)
{
    return a->lang[0] && b->lang[0]
           && !str_equal_nocase(str_from(a->lang), str_from(b->lang));
}

typedef bool differ_fn(const struct session *a, const struct session *b);

/* Whether one of those that are counted from differs from the session. */
static bool
start_differs(const struct series *series, const struct verdict_start *start,
              size_t session, differ_fn *differ)
{
    const struct session *sessions = series->history->sessions;

    for (size_t i = start->first; i <= start->last; i++)
        if (series_score(series, i)->why == WHY_SCORED
            && differ(&sessions[i], &sessions[session]))
            return true;
    return false;
}

struct verdict
verdict_at(const struct series *series, size_t session,
           const struct verdict_options *options)
{
    const struct history *history = series->history;
    const struct scale *scale = series->scale;
    const struct change *rule = change_rule_find(scale, options->rule);
    struct verdict_start start =
        verdict_start(series, session, options->baseline);
    const struct score *before = &start.score;
    if (start.last == SIZE_MAX)
        return unjudged(series, rule, NULL, session, CHANGE_NO_BASELINE);
    if (session < start.last)
        return unjudged(series, rule, NULL, session, CHANGE_BEFORE);
    if (session == SIZE_MAX || series_score(series, session)->why != WHY_SCORED)
        return unjudged(series, rule, before, session, CHANGE_NO_SCORE);
    if (session == start.last)
        return unjudged(series, rule, before, session, CHANGE_AT_START);
    if (start_differs(series, &start, session, session_of_other_edition))
        return unjudged(series, rule, before, session, CHANGE_OTHER_EDITION);
    if (options->rule && !rule)
        return unjudged(series, rule, before, session, CHANGE_NO_RULE);
    size_t previous = series_before(series, session);
    if (previous == SIZE_MAX || previous < start.last
        || session_of_other_edition(&history->sessions[previous],
                                    &history->sessions[session]))
        previous = start.last;
    struct verdict verdict = verdict_of(
        history->instrument, scale, rule, before,
        previous == start.last ? before : series_score(series, previous),
        series_score(series, session));
    verdict.is_in_two_languages =
        start_differs(series, &start, session, languages_differ);
    return verdict;
}

struct verdict
verdict_latest(const struct series *series,
               const struct verdict_options *options)
{
    return verdict_at(series, series->latest, options);
}
