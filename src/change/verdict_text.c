/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts in words; see verdict.h. */
#include "base/num.h"
#include "change/verdict.h"
#include "score/judge.h"

/* ---- words ---- */

const char *const verdict_words[N_VERDICTS] = {
#define VERDICT(NAME, word) [VERDICT_##NAME] = word,
#define SAYING(...)
#include "change/verdict.def"
};

static const struct saying {
    enum verdict_kind kind;
    bool is_points;
    bool is_once;
    enum word text;
    enum word strip;
    enum word client;
    enum word frame;
    enum verdict_mark mark;
} sayings[N_SAYINGS] = {
#define VERDICT(...)
#define SAYING(NAME, KIND, is_points, is_once, TEXT, STRIP, CLIENT, FRAME,     \
               MARK)                                                           \
    [SAYING_##NAME] = {VERDICT_##KIND, is_points,          is_once,            \
                       WORD_##TEXT,    WORD_##STRIP,       WORD_##CLIENT,      \
                       WORD_##FRAME,   VERDICT_MARK_##MARK},
#include "change/verdict.def"
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

static bool
is_points(const struct change *rule)
{
    return rule && rule->method == CHANGE_POINTS;
}

/* The row of a kind: what the table does not tell apart is said alike. */
static enum verdict_saying
saying_of(enum verdict_kind kind, bool by_points, bool is_once)
{
    enum verdict_saying nearest = N_SAYINGS;

    for (int i = 0; i < N_SAYINGS; i++)
        if (sayings[i].kind == kind
            && (nearest == N_SAYINGS
                || (sayings[i].is_points == by_points
                    && sayings[i].is_once == is_once)))
            nearest = (enum verdict_saying)i;
    return nearest;
}

enum verdict_saying
verdict_saying(const struct verdict *verdict)
{
    return saying_of(verdict->kind, is_points(verdict->change.basis.rule),
                     verdict->is_seen_once);
}

enum word
verdict_frame(enum verdict_saying saying)
{
    return sayings[saying].frame;
}

enum verdict_mark
verdict_mark(enum verdict_saying saying)
{
    return sayings[saying].mark;
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

const char *const verdict_cut_words[] = {
    [CUT_UNTOUCHED] = NULL,
    [CUT_PASSED] = "passed",
    [CUT_FALLEN] = "fallen",
    [CUT_NEAR] = "near",
};

/* ---- in words ---- */

static enum word
word_of_why(enum change_why why)
{
    static const enum word words[N_CHANGE_WHYS] = {
        [CHANGE_NO_BASELINE] = WORD_UNJUDGED_NO_BASELINE,
        [CHANGE_BEFORE] = WORD_UNJUDGED_BEFORE,
        [CHANGE_NO_SCORE] = WORD_UNJUDGED_NO_SCORE,
        [CHANGE_AT_START] = WORD_UNJUDGED_AT_START,
        [CHANGE_OTHER_EDITION] = WORD_UNJUDGED_EDITION,
        [CHANGE_NO_RELIABILITY] = WORD_UNJUDGED_NO_RELIABILITY,
        [CHANGE_NONE_DECLARED] = WORD_UNJUDGED_NONE_DECLARED,
        [CHANGE_NO_RULE] = WORD_UNJUDGED_NO_RULE,
        [CHANGE_BLANKS] = WORD_UNJUDGED_BLANKS,
        [CHANGE_WEIGHTS] = WORD_UNJUDGED_WEIGHTS,
        [CHANGE_FIGURES] = WORD_UNJUDGED_FIGURES,
        [CHANGE_MEAN] = WORD_UNJUDGED_MEAN,
    };
    return words[why];
}

static void
add_part(enum language language, enum word word, struct buf *out)
{
    buf_add_text(out, word_in(language, WORD_CHANGE_AND));
    buf_add_text(out, word_in(language, word));
}

/* A published cut-off with its own digits, a computed one with two at least;
   'group' is for words that name who is on its side. */
static void
add_cutoff(const struct change_result *change, enum language language,
           enum word word, struct str group, struct buf *out)
{
    const struct cutoff_point *cutoff = change->basis.cutoff;
    double point =
        change->has_true_cut ? change->true_cut : change->basis.cutoff_point;
    int decimals = change->scale->decimals > 2 ? change->scale->decimals : 2;
    struct buf number SCOPED(buf_clear) = {0};
    if (cutoff->method == CUTOFF_AT)
        decimals = cutoff->point.scale;
    words_add_number(&number, language, point, decimals);
    buf_add_text(out, word_in(language, WORD_CHANGE_AND));
    WORDS_ADD(out, language, word, buf_str(&number), group);
}

/* The side of the later score.  Of a pair that is not judged as it stands no
   crossing is known, while all fillings of its earlier form have the same. */
static enum verdict_cut
side_of(const struct change_result *change)
{
    bool is_beyond = change->crossing
                         ? change->crossing < 0
                         : judge_beyond(change->scale, change->basis.cutoff,
                                        change->after.score.value)
                               == BEYOND_YES;

    return is_beyond ? CUT_FALLEN : CUT_PASSED;
}

/* Where the later score's own error is known it alone says whether the score is
   near: a crossing that is no reliable change may lead well clear of it. */
static enum verdict_cut
cut_told(const struct verdict *verdict, enum verdict_cut cut)
{
    if (verdict->is_near_cut)
        return CUT_NEAR;
    return cut == CUT_NEAR && verdict->has_own_error ? side_of(&verdict->change)
                                                     : cut;
}

static void
add_cut(const struct verdict *verdict, enum verdict_cut cut,
        enum language language, struct buf *out)
{
    static const enum word words[] = {
        [CUT_PASSED] = WORD_CUTOFF_PASSED,
        [CUT_FALLEN] = WORD_CUTOFF_FALLEN,
        [CUT_NEAR] = WORD_CUTOFF_NEAR,
    };
    enum verdict_cut told = cut_told(verdict, cut);
    struct str groups[N_CUTS] = {{0}};
    if (cut == CUT_UNTOUCHED)
        return;
    bool is_named = told != CUT_NEAR && verdict->has_own_error
                    && cutoff_sides(verdict->change.basis.cutoff_whole,
                                    &groups[CUT_FALLEN], &groups[CUT_PASSED]);
    enum word word = is_named ? WORD_CUTOFF_SIDE : words[told];
    if (told == CUT_NEAR && !verdict->has_own_error)
        word = WORD_CUTOFF_CROSSED;
    add_cutoff(&verdict->change, language, word, groups[told], out);
    if (!verdict->has_own_error && cut != CUT_NEAR)
        add_part(language, WORD_CUTOFF_NO_ERROR, out);
}

static void
add_unjudged(const struct verdict *verdict, enum language language,
             struct buf *out)
{
    WORDS_ADD(out, language, WORD_CHANGE_UNJUDGED_AS,
              str_from(word_in(language, WORD_CHANGE_UNJUDGED)),
              str_from(word_in(language, word_of_why(verdict->change.why))));
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

/* Words in which {1} is the rule's published points and {2} says where the
   later score lies. */
static void
add_words(enum word word, const struct change *rule, enum word way,
          enum language language, struct buf *out)
{
    struct buf points SCOPED(buf_clear) = {0};

    if (is_points(rule))
        words_add_number(&points, language, decimal_value(rule->points),
                         rule->points.scale);
    WORDS_ADD(out, language, word, buf_str(&points),
              str_from(word_in(language, way)));
}

void
verdict_add_kind(enum verdict_kind kind, const struct change *rule,
                 enum language language, struct buf *out)
{
    add_words(sayings[saying_of(kind, is_points(rule), false)].text, rule,
              WORD_THE_SAME, language, out);
}

void
verdict_add_strip(const struct verdict *verdict, enum language language,
                  struct buf *out)
{
    add_words(sayings[verdict_saying(verdict)].strip,
              verdict->change.basis.rule, WORD_THE_SAME, language, out);
}

void
verdict_add_client(const struct verdict *verdict, enum language language,
                   struct buf *out)
{
    if (verdict->kind == VERDICT_UNJUDGED) {
        add_unjudged(verdict, language, out);
        return;
    }
    add_words(sayings[verdict_saying(verdict)].client,
              verdict->change.basis.rule,
              verdict->change.difference > 0 ? WORD_HIGHER : WORD_LOWER,
              language, out);
    add_cautions(verdict, language, out);
}

void
verdict_add_standing_text(const struct verdict *verdict, enum language language,
                          struct buf *out)
{
    const struct verdict_claim *standing = &verdict->standing;
    if (standing->kind == VERDICT_UNJUDGED) {
        add_unjudged(verdict, language, out);
        return;
    }
    verdict_add_kind(standing->kind, verdict->change.basis.rule, language, out);
    if (standing->is_seen_once)
        add_part(language, WORD_CHANGE_SEEN_ONCE, out);
    add_cut(verdict, standing->cut, language, out);
    add_cautions(verdict, language, out);
}

void
verdict_add_headline(const struct verdict *verdict, enum language language,
                     struct buf *out)
{
    if (verdict->kind == VERDICT_UNJUDGED) {
        add_unjudged(verdict, language, out);
        return;
    }
    verdict_add_kind(verdict->kind, verdict->change.basis.rule, language, out);
    if (verdict->is_seen_once)
        add_part(language, WORD_CHANGE_SEEN_ONCE, out);
}

/* Adds the parts of a text behind its first ones, each with what parts them. */
static void
add_behind(const struct verdict *verdict, enum language language,
           struct buf *out)
{
    if (verdict->kind != VERDICT_DEPENDS) {
        if (verdict->kind != verdict->standing.kind)
            add_part(language, WORD_CHANGE_HOWEVER_FILLED, out);
        add_cut(verdict, verdict->cut, language, out);
        if (verdict->cut_depends)
            add_cutoff(&verdict->change, language, WORD_CUTOFF_DEPENDS,
                       (struct str){0}, out);
    }
    add_cautions(verdict, language, out);
}

void
verdict_add_cautions(const struct verdict *verdict, enum language language,
                     struct buf *out)
{
    struct buf parts SCOPED(buf_clear) = {0};
    size_t len = str_from(word_in(language, WORD_CHANGE_AND)).len;

    if (verdict->kind != VERDICT_UNJUDGED)
        add_behind(verdict, language, &parts);
    struct str text = buf_str(&parts);
    if (text.len)
        buf_add(out, str_skip(text, len));
}

void
verdict_add_text(const struct verdict *verdict, enum language language,
                 struct buf *out)
{
    verdict_add_headline(verdict, language, out);
    if (verdict->kind != VERDICT_UNJUDGED)
        add_behind(verdict, language, out);
}
