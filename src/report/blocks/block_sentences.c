/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page says, before any number: sentences made of verdicts, which are
   frames that scales' titles stand in.  What has no verdict is counted last. */
#include "report/block.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include "base/vec.h"
#include "instrument/instrument.h"
#include "report/judged.h"
#include "report/panel.h"
#include "score/judge.h"

#define INSET_PT 13.0 /* of the words in their box */
#define ABOVE_PT 8.0
#define BAR_PT 2.5
#define HANG_PT 14.0
#define LEAD_GAP_PT 5.0
#define LEAD_SHARE 0.4 /* of the width, from which on it is long */
#define LINE_GAP_PT 2.5
#define TITLE_PT 360.0 /* a longer title is shortened, */
#define BRIEF_PT 140.0 /* and where it is to make room */

enum { MOST_TITLES = 4 };

/* A lead and what it is said of. */
struct sentence {
    const char *lead;
    const char *said;
    uint32_t color; /* of the lead */
};

struct sentences {
    const struct layout *layout;
    struct sentence_list VEC(struct sentence) list;
};

typedef bool fits_fn(const struct sentences *sentences,
                     const struct finding *finding, int which);

static bool
has_saying(const struct sentences *sentences, const struct finding *finding,
           int which)
{
    (void)sentences;
    return finding->has_pair && (int)verdict_saying(&finding->verdict) == which;
}

/* Without the score's own error its side is not told. */
static bool
has_cut(const struct sentences *sentences, const struct finding *finding,
        int which)
{
    const struct verdict *verdict = &finding->verdict;

    (void)sentences;
    return (int)verdict->cut == which && verdict->has_own_error
           && !verdict->is_near_cut;
}

static bool
has_side(const struct sentences *sentences, const struct finding *finding,
         int which)
{
    (void)sentences;
    return (int)panel_standing(finding).side == which;
}

/* Of the one score so far: what its ring says. */
static bool
has_ring(const struct sentences *sentences, const struct finding *finding,
         int which)
{
    const struct series *series = finding->series;

    (void)sentences;
    return series->n_scored == 1
           && (int)panel_ring(finding, series->latest) == which;
}

static bool
has_no_score(const struct sentences *sentences, const struct finding *finding,
             int which)
{
    (void)sentences;
    (void)which;
    return panel_standing(finding).score->why != WHY_SCORED;
}

static bool
never_had_score(const struct sentences *sentences,
                const struct finding *finding, int which)
{
    (void)sentences;
    (void)which;
    return finding->series->n_scored == 0;
}

/* Of the scales' titles, which stand in full in tables. */
static const char *
title_of(const struct sentences *sentences, const char *title)
{
    return layout_fit(sentences->layout, look_font(FONT_SAID), title,
                      sentences->layout->is_brief ? BRIEF_PT : TITLE_PT);
}

/* "A; B; C (and 3 more)": worse is never shortened. */
static const char *
titles_of(const struct sentences *sentences, fits_fn *fits, int which,
          size_t most)
{
    const struct subject *subject = sentences->layout->subject;
    struct tongue tongue = sentences->layout->tongue;
    const char *text = NULL;
    size_t n = 0;

    for (size_t i = 0; i < subject->n_findings; i++) {
        const char *title =
            title_of(sentences, subject->findings[i].series->scale->title);

        if (!fits(sentences, &subject->findings[i], which) || n++ >= most)
            continue;
        text = text ? SENTENCE(tongue, WORD_CLAUSE_NEXT, text, title) : title;
    }
    if (n > most)
        text = SENTENCE(tongue, WORD_AND_MORE, text,
                        sentence_count(tongue, n - most));
    return text;
}

static void
add(struct sentences *sentences, const char *lead, const char *said,
    uint32_t color)
{
    if (said)
        *vec_add(sentences->layout->arena, &sentences->list) =
            (struct sentence){lead, said, color};
}

static void
add_verdicts(struct sentences *sentences)
{
    enum language language = sentences->layout->tongue.language;

    for (int i = 0; i < N_SAYINGS; i++) {
        enum verdict_saying saying = (enum verdict_saying)i;
        enum verdict_mark mark = verdict_mark(saying);

        if (verdict_frame(saying) == WORD_FRAME_UNJUDGED)
            continue;
        add(sentences, word_in(language, verdict_frame(saying)),
            titles_of(sentences, has_saying, i,
                      mark == VERDICT_MARK_WORSE ? SIZE_MAX : MOST_TITLES),
            layout_mark_color(mark));
    }
    add(sentences, word_in(language, WORD_FRAME_PASSED),
        titles_of(sentences, has_cut, CUT_PASSED, MOST_TITLES), COLOR_INK);
    add(sentences, word_in(language, WORD_FRAME_FALLEN),
        titles_of(sentences, has_cut, CUT_FALLEN, SIZE_MAX), COLOR_INK);
}

static bool
is_unjudged(const struct finding *finding)
{
    return verdict_frame(verdict_saying(&finding->verdict))
           == WORD_FRAME_UNJUDGED;
}

/* So many of the page's scales, or its only one; 'more' is said of them (NULL:
   nothing). */
static void
add_count(struct sentences *sentences, enum word lead, const char *more,
          size_t n)
{
    const struct subject *subject = sentences->layout->subject;
    struct tongue tongue = sentences->layout->tongue;

    if (!n)
        return;
    const char *said =
        subject->n_findings == 1
            ? judged_title(tongue, &subject->findings[0])
            : SENTENCE(tongue, WORD_OF_SCALES, sentence_count(tongue, n),
                       sentence_count(tongue, subject->n_findings));
    add(sentences, word_in(tongue.language, lead),
        more ? SENTENCE(tongue, WORD_CLAUSE_NEXT, said, more) : said,
        COLOR_SOFT);
}

/* Nearer to the worse end, and at the score before that nearer again, in one
   edition. */
static bool
has_fallen_twice(const struct sentences *sentences,
                 const struct finding *finding, int which)
{
    const struct series *series = finding->series;
    const struct session *sessions = series->history->sessions;
    double sign = series->scale->direction == HIGHER_BETTER ? 1 : -1;
    size_t later = series->latest;

    (void)sentences;
    (void)which;
    if (series->scale->direction == DIRECTION_NEITHER || series->n_scored < 3)
        return false;
    for (int i = 0; i < 2; i++) {
        size_t before = series_before(series, later);

        if (before == SIZE_MAX
            || session_of_other_edition(&sessions[before], &sessions[later])
            || sign
                       * judge_difference(series_score(series, later)->value,
                                          series_score(series, before)->value)
                   >= 0)
            return false;
        later = before;
    }
    return true;
}

/* Those of which nothing is judged are counted, and those that have one score,
   whose rings are told in words, or none after what is counted from; those that
   have none are named. */
static void
add_unjudged(struct sentences *sentences)
{
    const struct subject *subject = sentences->layout->subject;
    enum language language = sentences->layout->tongue.language;
    size_t n = 0;
    size_t n_single = 0;
    size_t n_unpaired = 0;

    for (size_t i = 0; i < subject->n_findings; i++)
        if (subject->findings[i].series->n_scored < 2)
            n_single += subject->findings[i].series->n_scored;
        else if (!subject->findings[i].has_pair)
            n_unpaired++;
        else
            n += is_unjudged(&subject->findings[i]);
    add(sentences, word_in(language, WORD_FRAME_ON_WORSE),
        titles_of(sentences, has_ring, PANEL_SIDE_WORSE, SIZE_MAX), COLOR_WARN);
    add(sentences, word_in(language, WORD_FRAME_NO_SIDE),
        titles_of(sentences, has_ring, PANEL_SIDE_NEAR, MOST_TITLES),
        COLOR_SOFT);
    add_count(sentences, WORD_FRAME_UNJUDGED,
              word_in(language, WORD_ONLY_HIGHER), n);
    add_count(sentences, WORD_FRAME_UNJUDGED,
              word_in(language, WORD_NOTHING_TO_COMPARE), n_unpaired);
    add_count(sentences, WORD_FRAME_SINGLE,
              word_in(language, WORD_NOTHING_TO_COMPARE), n_single);
    add(sentences, word_in(language, WORD_FRAME_NO_SCORE),
        titles_of(sentences, never_had_score, 0, MOST_TITLES), COLOR_SOFT);
}

/* ---- to the client ---- */

/* What a strip says, as a lead: those of our languages that have capitals
   begin with a letter of ASCII. */
static const char *
plain_lead(const struct sentences *sentences, const struct finding *finding)
{
    struct tongue tongue = sentences->layout->tongue;
    const char *words = judged_strip(tongue, finding);

    words = SENTENCE(tongue, WORD_LEAD, words);
    char *lead = arena_text(tongue.arena, str_from(words));
    lead[0] = (char)toupper((unsigned char)lead[0]);
    return lead;
}

/* Whether the same is said of the finding as of the one at 'which'. */
static bool
is_alike(const struct sentences *sentences, const struct finding *finding,
         int which)
{
    struct tongue tongue = sentences->layout->tongue;
    const struct finding *other = &sentences->layout->subject->findings[which];

    return finding->has_pair && !is_unjudged(finding)
           && strcmp(judged_strip(tongue, finding), judged_strip(tongue, other))
                  == 0;
}

static bool
is_first_alike(const struct sentences *sentences, size_t idx)
{
    for (size_t i = 0; i < idx; i++)
        if (is_alike(sentences, &sentences->layout->subject->findings[i],
                     (int)idx))
            return false;
    return true;
}

/* What is beyond error first, and never shortened. */
static void
add_plain(struct sentences *sentences)
{
    const struct subject *subject = sentences->layout->subject;

    for (int is_rest = 0; is_rest < 2; is_rest++)
        for (size_t i = 0; i < subject->n_findings; i++) {
            const struct finding *finding = &subject->findings[i];
            uint32_t color = judged_color(finding);

            if ((color == COLOR_SOFT) == is_rest
                && is_first_alike(sentences, i))
                add(sentences, plain_lead(sentences, finding),
                    titles_of(sentences, is_alike, (int)i,
                              is_rest ? MOST_TITLES : SIZE_MAX),
                    color);
        }
}

/* Of one session: on which side of its cut-off each score is. */
static void
add_standings(struct sentences *sentences)
{
    static const struct {
        fits_fn *fits;
        enum panel_side side;
        enum word frame;
        uint32_t color;
        size_t most;
    } frames[] = {
        {has_side, PANEL_SIDE_WORSE, WORD_FRAME_ON_WORSE, COLOR_WARN, SIZE_MAX},
        {has_side, PANEL_SIDE_BETTER, WORD_FRAME_ON_BETTER, COLOR_ACCENT,
         MOST_TITLES},
        {has_side, PANEL_SIDE_NEAR, WORD_FRAME_NO_SIDE, COLOR_SOFT,
         MOST_TITLES},
        {has_no_score, PANEL_SIDE_NONE, WORD_FRAME_NO_SCORE, COLOR_SOFT,
         MOST_TITLES},
    };
    const struct subject *subject = sentences->layout->subject;
    size_t n = 0;

    for (size_t i = 0; i < N_ELEMENTS(frames); i++)
        add(sentences,
            word_in(sentences->layout->tongue.language, frames[i].frame),
            titles_of(sentences, frames[i].fits, (int)frames[i].side,
                      frames[i].most),
            frames[i].color);
    for (size_t i = 0; i < subject->n_findings; i++)
        n += has_side(sentences, &subject->findings[i], PANEL_SIDE_NONE)
             && !has_no_score(sentences, &subject->findings[i], 0);
    add_count(sentences, WORD_FRAME_NO_CUTOFF, NULL, n);
}

/* ---- of two partners ---- */

/* Those whose gap is told to be so, each with the scores of both. */
static const char *
gaps_of(const struct sentences *sentences, bool is_beyond_error)
{
    const struct subject *subject = sentences->layout->subject;
    struct tongue tongue = sentences->layout->tongue;
    const char *text = NULL;

    for (size_t i = 0; i < subject->n_findings; i++) {
        const struct finding *finding = &subject->findings[i];

        if (!judged_tells_gap(finding)
            || finding->between.is_beyond_error != is_beyond_error)
            continue;
        const char *title = title_of(sentences, judged_title(tongue, finding));
        const char *clause = judged_gap_of(tongue, subject, finding, title);

        text = text ? SENTENCE(tongue, WORD_CLAUSE_NEXT, text, clause) : clause;
    }
    return text;
}

static void
add_gaps(struct sentences *sentences)
{
    const struct subject *subject = sentences->layout->subject;
    enum language language = sentences->layout->tongue.language;
    size_t n = 0;

    add(sentences, word_in(language, WORD_FRAME_APART),
        gaps_of(sentences, true), COLOR_INK);
    add(sentences, word_in(language, WORD_FRAME_ALIKE),
        gaps_of(sentences, false), COLOR_INK);
    for (size_t i = 0; i < subject->n_findings; i++)
        n += !judged_tells_gap(&subject->findings[i]);
    add_count(sentences, WORD_FRAME_UNTESTED, NULL, n);
}

/* ---- the box ---- */

/* The two parts of a sentence stand one behind the other; or one below the
   other, where a long one leaves the other but a narrow column. */
struct setting {
    double lead_pt;
    double said_pt;
    struct point said; /* from where the sentence begins */
    double height_pt;
};

static struct setting
set(const struct sentences *sentences, const struct sentence *sentence)
{
    const struct layout *layout = sentences->layout;
    double width = layout->width_pt - 2 * INSET_PT;
    struct font font = look_font(FONT_LEAD);
    struct font said = look_font(FONT_SAID);
    double lead = layout_width_pt(layout, font, sentence->lead) + 0.5;
    bool is_long = lead > LEAD_SHARE * width
                   && layout_width_pt(layout, said, sentence->said)
                          > width - lead - LEAD_GAP_PT;
    struct setting setting = {.lead_pt = is_long ? width : lead};

    setting.height_pt =
        layout_height_pt(layout, font, sentence->lead, setting.lead_pt);
    setting.said = is_long ? (struct point){HANG_PT, setting.height_pt}
                           : (struct point){lead + LEAD_GAP_PT, 0};
    setting.said_pt = width - setting.said.x;
    setting.height_pt =
        LINE_GAP_PT
        + fmax(setting.height_pt,
               setting.said.y
                   + layout_height_pt(layout, said, sentence->said,
                                      setting.said_pt));
    return setting;
}

static void
write_sentence(const struct pen *pen, const struct sentence *sentence,
               const struct setting *setting, double y)
{
    struct pen_column column = {INSET_PT, y, setting->lead_pt, sentence->color};

    drawing_begin(pen->drawing, ROLE_PARAGRAPH, NULL, NULL);
    pen_paragraph(pen, column, sentence->lead, look_font(FONT_LEAD),
                  ALIGN_START);
    column =
        (struct pen_column){INSET_PT + setting->said.x, y + setting->said.y,
                            setting->said_pt, COLOR_INK};
    pen_paragraph(pen, column, sentence->said, look_font(FONT_SAID),
                  ALIGN_START);
    drawing_end(pen->drawing);
}

static void
draw_box(const struct sentences *sentences)
{
    const struct layout *layout = sentences->layout;
    double height = 2 * ABOVE_PT - LINE_GAP_PT;
    double y = ABOVE_PT;

    for (size_t i = 0; i < sentences->list.n; i++)
        height += set(sentences, &sentences->list.items[i]).height_pt;
    struct pen pen = layout_pen(layout, height);
    pen_box(&pen, (struct point){0, 0}, layout->width_pt, height, COLOR_BOX);
    pen_box(&pen, (struct point){0, 0}, BAR_PT, height, COLOR_INK);
    for (size_t i = 0; i < sentences->list.n; i++) {
        struct setting setting = set(sentences, &sentences->list.items[i]);

        write_sentence(&pen, &sentences->list.items[i], &setting, y);
        y += setting.height_pt;
    }
    layout_put(layout, &pen, (struct flow_box){.space_pt = LOOK_BLOCK_GAP_PT});
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct sentences sentences = {.layout = layout};

    (void)block;
    if (layout->subject->names[1]) {
        add_gaps(&sentences);
    } else if (layout->subject->kind == KIND_SESSION) {
        add_standings(&sentences);
    } else {
        if (layout->subject->audience == FOR_CLIENT)
            add_plain(&sentences);
        else
            add_verdicts(&sentences);
        if (layout->subject->audience == FOR_CLINICIAN)
            add(&sentences,
                word_in(layout->tongue.language, WORD_FRAME_FELL_TWICE),
                titles_of(&sentences, has_fallen_twice, 0, SIZE_MAX),
                COLOR_INK);
        add_unjudged(&sentences);
    }
    if (sentences.list.n)
        draw_box(&sentences);
}

const struct block_class block_sentences = {.name = "sentences",
                                            .build = build};
