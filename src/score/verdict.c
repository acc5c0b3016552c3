/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts and their words; see verdict.h. */
#include "score/verdict.h"

#include "base/date.h"
#include "base/num.h"
#include "base/str.h"
#include "score/judge.h"

/* ---- words ---- */

static const struct {
    const char *word;
    enum word text;
} verdicts[N_VERDICTS] = {
#define VERDICT(NAME, word, WORD) [VERDICT_##NAME] = {word, WORD_##WORD},
#include "score/verdict.def"
#undef VERDICT
};

static const struct {
    const char *word;
    enum word text;
} categories[N_CATEGORIES] = {
    [CATEGORY_NONE] = {"", WORD_CATEGORY_NONE},
    [CATEGORY_RECOVERED] = {"recovered", WORD_CATEGORY_RECOVERED},
    [CATEGORY_IMPROVED] = {"improved", WORD_CATEGORY_IMPROVED},
    [CATEGORY_UNCHANGED] = {"unchanged", WORD_CATEGORY_UNCHANGED},
    [CATEGORY_DETERIORATED] = {"deteriorated", WORD_CATEGORY_DETERIORATED},
    [CATEGORY_HARMED] = {"harmed", WORD_CATEGORY_HARMED},
};

const char *
verdict_word(enum verdict_kind kind)
{
    return verdicts[kind].word;
}

const char *
verdict_text(enum verdict_kind kind, enum language language)
{
    return word_in(language, verdicts[kind].text);
}

const char *
category_word(enum verdict_category category)
{
    return categories[category].word;
}

const char *
category_text(enum verdict_category category, enum language language)
{
    return word_in(language, categories[category].text);
}

const char *
verdict_cut_word(enum verdict_cut cut)
{
    static const char *const words[] = {
        [CUT_UNTOUCHED] = NULL,
        [CUT_PASSED] = "passed",
        [CUT_FALLEN] = "fallen",
        [CUT_NEAR] = "near",
    };
    return words[cut];
}

/* ---- one pair ---- */

static enum verdict_kind
kind_of_difference(double difference)
{
    if (difference == 0)
        return VERDICT_SAME;
    return difference > 0 ? VERDICT_HIGHER : VERDICT_LOWER;
}

static enum verdict_kind
standing_of(const struct change_result *change)
{
    if (change->why == CHANGE_NO_DIRECTION
        || change->why == CHANGE_UNVALIDATED) {
        bool is_same = judge_side(change->scale, change->after.score.value,
                                  change->before.score.value)
                       == 0;
        return kind_of_difference(is_same ? 0 : change->difference);
    }
    if (change->why != CHANGE_JUDGED)
        return VERDICT_UNJUDGED;
    if (change->sign)
        return change->sign > 0 ? VERDICT_BETTER : VERDICT_WORSE;
    return change->has_room ? VERDICT_NO_CHANGE : VERDICT_NO_ROOM;
}

/* Whether what blanks could have made of a score lies on both sides of the
   cut-off. */
static bool
straddles(const struct scale *scale, const struct cutoff *cutoff,
          const struct score *score)
{
    return score->has_range
           && judge_beyond(scale, cutoff, score->low)
                  != judge_beyond(scale, cutoff, score->high);
}

static enum verdict_cut
cut_of(const struct change_result *change)
{
    if (!change->crossing)
        return CUT_UNTOUCHED;
    if (change->sign != change->crossing)
        return CUT_NEAR;
    return change->sign > 0 ? CUT_PASSED : CUT_FALLEN;
}

static enum verdict_category
category_of(const struct verdict *verdict)
{
    const struct change_result *change = &verdict->change;
    if (change->why != CHANGE_JUDGED || verdict->kind == VERDICT_DEPENDS
        || (change->sign && verdict->cut_depends))
        return CATEGORY_NONE;
    if (change->sign > 0)
        return verdict->cut == CUT_PASSED ? CATEGORY_RECOVERED
                                          : CATEGORY_IMPROVED;
    if (change->sign < 0)
        return verdict->cut == CUT_FALLEN ? CATEGORY_HARMED
                                          : CATEGORY_DETERIORATED;
    return CATEGORY_UNCHANGED;
}

struct verdict
verdict_of(const struct instrument *instrument, const struct scale *scale,
           const struct change *rule, const struct score *before,
           const struct score *previous, const struct score *after)
{
    struct verdict verdict = {
        .change = change_judge(instrument, scale, rule, before, after),
    };
    const struct change_result *change = &verdict.change;
    const struct change_basis *basis = &change->basis;
    verdict.standing = standing_of(change);
    verdict.kind = verdict.standing;
    if (change->why != CHANGE_JUDGED)
        return verdict;
    if (change->sign_low != change->sign_high)
        verdict.kind = VERDICT_DEPENDS;
    verdict.is_alpha_only = change->is_alpha_only;
    verdict.cut = cut_of(change);
    verdict.cut_depends = basis->has_cutoff_point
                          && (straddles(scale, basis->cutoff, before)
                              || straddles(scale, basis->cutoff, after));
    verdict.category = category_of(&verdict);
    if (verdict.standing == VERDICT_WORSE)
        verdict.is_seen_once =
            !previous || previous == before
            || change_judge(instrument, scale, rule, before, previous).sign
                   >= 0;
    return verdict;
}

/* ---- a series ---- */

size_t
verdict_baseline(const struct series *series, const char *label)
{
    if (!label)
        return series->first;
    size_t session = history_find(series->history, label);
    return session != SIZE_MAX
                   && series_score(series, session)->why == WHY_SCORED
               ? session
               : SIZE_MAX;
}

/* The last session with a score between two; the first of the two where there
   is none between. */
static size_t
session_before(const struct series *series, size_t baseline, size_t session)
{
    while (--session > baseline)
        if (series_score(series, session)->why == WHY_SCORED)
            break;
    return session;
}

/* Nothing is judged; the two scores, where there are any, are told. */
static struct verdict
unjudged(const struct series *series, const struct change *rule,
         size_t baseline, size_t session, enum change_why why)
{
    const struct score *before =
        baseline == SIZE_MAX ? NULL : series_score(series, baseline);
    const struct score *after =
        session == SIZE_MAX ? NULL : series_score(series, session);
    struct verdict verdict = {.kind = VERDICT_UNJUDGED,
                              .standing = VERDICT_UNJUDGED};
    verdict.change = change_judge(series->history->instrument, series->scale,
                                  rule, before, after);
    verdict.change.why = why;
    return verdict;
}

static bool
editions_differ(const struct session *a, const struct session *b)
{
    return a->edition && b->edition && a->edition != b->edition;
}

static bool
languages_differ(const struct session *a, const struct session *b)
{
    return a->lang[0] && b->lang[0]
           && !str_equal_nocase(str_from(a->lang), str_from(b->lang));
}

struct verdict
verdict_at(const struct series *series, size_t session,
           const struct verdict_options *options)
{
    const struct history *history = series->history;
    const struct scale *scale = series->scale;
    const struct change *rule = change_rule(scale, options->rule);
    size_t baseline = verdict_baseline(series, options->baseline);
    if (baseline == SIZE_MAX)
        return unjudged(series, rule, baseline, session, CHANGE_NO_BASELINE);
    if (session < baseline)
        return unjudged(series, rule, SIZE_MAX, session, CHANGE_BEFORE);
    if (session == SIZE_MAX || series_score(series, session)->why != WHY_SCORED)
        return unjudged(series, rule, baseline, session, CHANGE_NO_SCORE);
    if (session == baseline)
        return unjudged(series, rule, baseline, session, CHANGE_ONE_SCORE);
    if (editions_differ(&history->sessions[baseline],
                        &history->sessions[session]))
        return unjudged(series, rule, baseline, session, CHANGE_OTHER_EDITION);
    if (options->rule && !rule)
        return unjudged(series, rule, baseline, session, CHANGE_NO_RULE);
    size_t previous = session_before(series, baseline, session);
    struct verdict verdict = verdict_of(
        history->instrument, scale, rule, series_score(series, baseline),
        series_score(series, previous), series_score(series, session));
    verdict.is_in_two_languages = languages_differ(&history->sessions[baseline],
                                                   &history->sessions[session]);
    return verdict;
}

struct verdict
verdict_latest(const struct series *series,
               const struct verdict_options *options)
{
    return verdict_at(series, series->latest, options);
}

/* ---- in words ---- */

static enum word
word_of_why(enum change_why why)
{
    static const enum word words[N_CHANGE_WHYS] = {
        [CHANGE_NO_BASELINE] = WORD_UNJUDGED_NO_BASELINE,
        [CHANGE_BEFORE] = WORD_UNJUDGED_BEFORE,
        [CHANGE_NO_SCORE] = WORD_UNJUDGED_NO_SCORE,
        [CHANGE_ONE_SCORE] = WORD_UNJUDGED_ONE_SCORE,
        [CHANGE_OTHER_EDITION] = WORD_UNJUDGED_EDITION,
        [CHANGE_NO_RELIABILITY] = WORD_UNJUDGED_NO_RELIABILITY,
        [CHANGE_NONE_DECLARED] = WORD_UNJUDGED_NONE_DECLARED,
        [CHANGE_NO_RULE] = WORD_UNJUDGED_NO_RULE,
        [CHANGE_BLANKS] = WORD_UNJUDGED_BLANKS,
        [CHANGE_FIGURES] = WORD_UNJUDGED_FIGURES,
    };
    return words[why];
}

static void
add_part(enum language language, enum word word, struct buf *out)
{
    buf_add_text(out, word_in(language, WORD_CHANGE_AND));
    buf_add_text(out, word_in(language, word));
}

/* A published cut-off with its own digits, a computed one with two at least. */
static void
add_cutoff(const struct change_result *change, enum language language,
           enum word word, struct buf *out)
{
    const struct cutoff *cutoff = change->basis.cutoff;
    double point =
        change->has_true_cut ? change->true_cut : change->basis.cutoff_point;
    int decimals = change->scale->decimals > 2 ? change->scale->decimals : 2;
    struct buf number = {0};
    if (cutoff->method == CUTOFF_AT)
        decimals = cutoff->point.scale;
    words_add_number(&number, language, point, decimals);
    struct str text = buf_str(&number);
    buf_add_text(out, word_in(language, WORD_CHANGE_AND));
    words_add(out, language, word, &text, 1);
    buf_clear(&number);
}

static void
add_cut(const struct verdict *verdict, enum language language, struct buf *out)
{
    static const enum word words[] = {
        [CUT_PASSED] = WORD_CUTOFF_PASSED,
        [CUT_FALLEN] = WORD_CUTOFF_FALLEN,
        [CUT_NEAR] = WORD_CUTOFF_NEAR,
    };
    if (verdict->cut != CUT_UNTOUCHED)
        add_cutoff(&verdict->change, language, words[verdict->cut], out);
}

static void
add_unjudged(const struct verdict *verdict, enum language language,
             struct buf *out)
{
    const struct str texts[] = {
        str_from(verdict_text(VERDICT_UNJUDGED, language)),
        str_from(word_in(language, word_of_why(verdict->change.why))),
    };
    words_add(out, language, WORD_CHANGE_UNJUDGED_AS, texts, 2);
}

/* What is true of the pair whatever the blanks are. */
static void
add_cautions(const struct verdict *verdict, enum language language,
             struct buf *out)
{
    if (verdict->is_alpha_only)
        add_part(language, WORD_ALPHA_ONLY, out);
    if (verdict->is_in_two_languages)
        add_part(language, WORD_TWO_LANGUAGES, out);
}

void
verdict_add_standing_text(const struct verdict *verdict, enum language language,
                          struct buf *out)
{
    if (verdict->standing == VERDICT_UNJUDGED) {
        add_unjudged(verdict, language, out);
        return;
    }
    buf_add_text(out, verdict_text(verdict->standing, language));
    if (verdict->is_seen_once)
        add_part(language, WORD_CHANGE_SEEN_ONCE, out);
    add_cut(verdict, language, out);
    add_cautions(verdict, language, out);
}

void
verdict_add_text(const struct verdict *verdict, enum language language,
                 struct buf *out)
{
    if (verdict->kind == VERDICT_DEPENDS) {
        buf_add_text(out, verdict_text(VERDICT_DEPENDS, language));
        add_cautions(verdict, language, out);
        return;
    }
    if (!verdict->cut_depends) {
        verdict_add_standing_text(verdict, language, out);
        return;
    }
    buf_add_text(out, verdict_text(verdict->kind, language));
    if (verdict->is_seen_once)
        add_part(language, WORD_CHANGE_SEEN_ONCE, out);
    add_cutoff(&verdict->change, language, WORD_CUTOFF_DEPENDS, out);
    add_cautions(verdict, language, out);
}

void
verdict_add_mic(const struct verdict *verdict, enum language language,
                struct buf *out)
{
    const struct change_result *change = &verdict->change;
    const struct mic *mic = change->basis.mic;
    struct buf number = {0};
    if (!mic || !change->has_difference)
        return;
    words_add_number(&number, language, decimal_value(mic->value),
                     mic->value.scale);
    struct str text = buf_str(&number);
    words_add(out, language,
              change->reaches_mic ? WORD_MIC_REACHED : WORD_MIC_NOT_REACHED,
              &text, 1);
    buf_clear(&number);
}
