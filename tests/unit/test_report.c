/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report: pages of one to 500 sessions in both directions of writing, what is
   on them, and what never is. */
#include "unit.h"
#include "drawing_dump.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "base/date.h"
#include "base/num.h"
#include "measure_fixed.h"
#include "report/blank.h"
#include "report/block.h"
#include "report/look.h"
#include "report/page.h"
#include "report/report.h"
#include "scoring.h"

enum { FIRST_DAY = 20089 /* 2025-01-01 */ };

static const char scales[] =
    "<scale id='heard' method='mean' items='a b c' reversed='b' "
    "min-answered='2' direction='higher-better' decimals='2'>"
    "<title>Being heard</title><low>unheard</low><high>heard</high>"
    "<cutoff id='c' at='2.5' source='Made up.'/>"
    "</scale>"
    "<scale id='strain' method='sum' items='a..e' min-answered='80%' "
    "direction='higher-worse' decimals='0'><title>Strain</title></scale>"
    "<scale id='close' method='count' items='c d' count-if='ge 2' "
    "min-answered='all' direction='neither' decimals='0'>"
    "<title>Close</title></scale>"
    "<scale id='inner' method='max' items='a b' min-answered='1' "
    "direction='neither' internal='yes'><title>Inner workings</title>"
    "</scale>";

/* Of no page that others may see, though a template lists them. */
#define CLINICIANS                                                             \
    {.class = &block_alone}, {.class = &block_unscored},                       \
        {.class = &block_skips}, {.class = &block_quality},                    \
        {.class = &block_texts}, {.class = &block_corrections},                \
    {                                                                          \
        .class = &block_answers                                                \
    }

static const struct block blocks[] = {
    {.class = &block_head},
    {.class = &block_sentences},
    {.class = &block_strips},
    {.class = &block_charts},
    {.class = &block_write},
    {.class = &block_key},
    {.class = &block_table},
    {.class = &block_method},
    CLINICIANS,
};

/* Without charts, which have their own tests. */
static const struct block table_block[] = {{.class = &block_table}};

static const struct template whole = {
    .path = "t.xml",
    .title = "Progress",
    .blocks = blocks,
    .n_blocks = N_ELEMENTS(blocks),
};

static const struct block session_blocks[] = {
    {.class = &block_head},
    {.class = &block_sentences},
    {.class = &block_profile},
    {.class = &block_write},
    {.class = &block_key},
    {.class = &block_method},
    CLINICIANS,
};

static const struct template of_session = {
    .path = "t.xml",
    .kind = KIND_SESSION,
    .title = "Session",
    .blocks = session_blocks,
    .n_blocks = N_ELEMENTS(session_blocks),
};

/* All that others may see. */
struct made {
    const struct template *template;
    enum audience audience;
};
static const struct made for_others[] = {
    {&whole, FOR_TABLE}, {&whole, FOR_CLIENT}, {&of_session, FOR_TABLE}};

static const struct template for_clinician = {
    .path = "t.xml",
    .kind = KIND_CLINICIAN,
    .title = "Clinician",
    .blocks = blocks,
    .n_blocks = N_ELEMENTS(blocks),
};

/* ---- histories made by hand ---- */

/* The score of the scale in a session: another one in each, and sometimes
   none. */
static struct score
score_of(size_t scale, size_t session)
{
    double share = (double)(session * 7 % 100) / 100;

    if (scale == 0 && session % 9 == 4)
        return (struct score){.why = WHY_TOO_FEW};
    return (struct score){
        .value = scale == 0   ? 4 * share
                 : scale == 1 ? floor(20 * share)
                              : (double)(session % 3),
        .prorated = scale == 1 && session % 5 == 3,
        .beyond = scale == 0 && share < 0.5 ? BEYOND_YES : BEYOND_NO,
    };
}

static const struct history *
make_history(const struct instrument *instrument, size_t n_sessions,
             struct arena *arena)
{
    struct history *history = ARENA_NEW(arena, struct history);
    struct session *sessions = ARENA_ARRAY(arena, n_sessions, struct session);

    for (size_t i = 0; i < n_sessions; i++) {
        struct score *scores =
            ARENA_ARRAY(arena, instrument->n_scales, struct score);

        for (size_t k = 0; k < instrument->n_scales; k++)
            scores[k] = score_of(k, i);
        sessions[i] = (struct session){
            .label = arena_printf(arena, "%zu", i + 1),
            .date_days = FIRST_DAY + 7 * (int32_t)i,
            .time_s = TIME_NONE,
            .edition = 1,
            .lang = "en",
            .phase = i < n_sessions / 2 ? "before" : "after",
            .note = "a note that nobody else may read",
            .row = i,
            .scores = scores,
        };
    }
    *history = (struct history){instrument, "c07", sessions, n_sessions, NULL};
    return history;
}

static const struct document *
make(struct made made, const struct history *const *histories, size_t n,
     enum language language, enum paper paper, struct arena *arena)
{
    struct report_data data = {
        .client = "c07",
        .histories = histories,
        .n_histories = n,
        .language = language,
        .audience = made.audience,
        .program_version = "1.2.3",
    };

    return report_make(made.template, &data, paper, &measure_fixed, arena);
}

static const struct document *
make_report(const struct template *template,
            const struct history *const *histories, size_t n,
            enum language language, enum paper paper, struct arena *arena)
{
    return make((struct made){template, FOR_TABLE}, histories, n, language,
                paper, arena);
}

static void
dump(const struct document *document, struct buf *buf)
{
    for (size_t i = 0; i < document->n_pages; i++)
        drawing_dump(document->pages[i], buf);
}

/* ---- what may not be ---- */

struct extent {
    double left;
    double top;
    double right;
    double bottom;
};

static double
start_of(const struct shape *shape, double width, bool is_rtl)
{
    if (shape->align == ALIGN_MIDDLE)
        return shape->at.x - width / 2;
    return (shape->align == ALIGN_START) == is_rtl ? shape->at.x - width
                                                   : shape->at.x;
}

/* The letters of a text, or the column of a paragraph. */
static struct extent
extent_of(const struct shape *shape, bool is_rtl)
{
    double size = shape->font.size_pt;
    double width = measure_width_pt(&measure_fixed, shape->font, shape->text);
    struct extent extent = {shape->at.x, shape->at.y,
                            shape->at.x + shape->width_pt, 0};

    if (shape->kind == SHAPE_PARAGRAPH) {
        extent.bottom = shape->at.y
                        + measure_height_pt(&measure_fixed, shape->font,
                                            shape->text, shape->width_pt);
        return extent;
    }
    extent.left = start_of(shape, width, is_rtl);
    extent.right = extent.left + width;
    extent.top = shape->at.y - 0.72 * size;
    extent.bottom = shape->at.y + 0.2 * size;
    return extent;
}

static bool
do_overlap(struct extent a, struct extent b)
{
    double hair = 0.05;

    return a.left + hair < b.right && b.left + hair < a.right
           && a.top + hair < b.bottom && b.top + hair < a.bottom;
}

static void
check_inside(struct extent extent, const struct drawing *page, const char *text)
{
    double margin = LOOK_SIDE_PT - 0.1;

    if (extent.left < margin || extent.right > page->width_pt - margin
        || extent.top < LOOK_TOP_PT - 1 || extent.bottom > page->height_pt - 15)
        fail_msg("'%s' leaves the margins", text);
}

/* Every text inside the margins, those of the body above the footer, and none
   on another, the charts' own apart, which their own test sees to. */
static void
check_page(const struct drawing *page, bool is_rtl, struct arena *arena)
{
    struct extent *extents = ARENA_ARRAY(arena, page->n_shapes, struct extent);
    bool *is_own = ARENA_ARRAY(arena, page->n_shapes, bool);
    int in_figure = 0;
    int depth = 0;

    for (size_t i = 0; i < page->n_shapes; i++) {
        const struct shape *shape = &page->shapes[i];

        if (shape->kind == SHAPE_BEGIN)
            depth++;
        if (shape->kind == SHAPE_END)
            depth--;
        assert_true(depth >= 0);
        if (shape->kind == SHAPE_BEGIN && shape->role == ROLE_FIGURE)
            in_figure = depth;
        if (shape->kind == SHAPE_END && in_figure > depth)
            in_figure = 0;
        if (shape->kind != SHAPE_TEXT && shape->kind != SHAPE_PARAGRAPH)
            continue;
        extents[i] = extent_of(shape, is_rtl);
        is_own[i] = !in_figure;
        check_inside(extents[i], page, shape->text);
        for (size_t k = 0; k < i; k++)
            if (is_own[i] && is_own[k] && do_overlap(extents[i], extents[k]))
                fail_msg("'%s' lies on '%s'", shape->text,
                         page->shapes[k].text);
    }
    assert_int_equal(depth, 0);
}

static size_t
count_texts(const struct document *document, const char *text)
{
    size_t n = 0;

    for (size_t page = 0; page < document->n_pages; page++)
        for (size_t i = 0; i < document->pages[page]->n_shapes; i++) {
            const struct shape *shape = &document->pages[page]->shapes[i];

            n += (shape->kind == SHAPE_TEXT || shape->kind == SHAPE_PARAGRAPH)
                 && strcmp(shape->text, text) == 0;
        }
    return n;
}

static void
test_pages(void **state)
{
    static const struct {
        size_t n_sessions;
        enum language language;
        enum paper paper;
    } cases[] = {
        {0, LANG_EN, PAPER_A4},     {1, LANG_EN, PAPER_A4},
        {1, LANG_AR, PAPER_LETTER}, {2, LANG_DE, PAPER_A4},
        {3, LANG_ES, PAPER_LETTER}, {12, LANG_EN, PAPER_A4},
        {12, LANG_AR, PAPER_A4},    {60, LANG_EN, PAPER_LETTER},
        {60, LANG_AR, PAPER_A4},    {500, LANG_EN, PAPER_A4},
    };

    const struct made made[] = {for_others[0],
                                for_others[1],
                                for_others[2],
                                {&for_clinician, FOR_CLINICIAN},
                                {&of_session, FOR_CLINICIAN}};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct scoring *scoring = scoring_open_five(scales);
        struct arena *arena = scoring->arena;
        const struct history *history =
            make_history(scoring->instrument, cases[i].n_sessions, arena);
        bool is_rtl = language_is_rtl(cases[i].language);

        for (size_t k = 0; k < N_ELEMENTS(made); k++) {
            const struct document *document = make(
                made[k], &history, 1, cases[i].language, cases[i].paper, arena);

            assert_true(document->n_pages >= 1);
            for (size_t page = 0; page < document->n_pages; page++)
                check_page(document->pages[page], is_rtl, arena);
        }
        scoring_close(scoring);
    }
}

/* Of a first session nothing is judged; what a cut-off tells of it stands
   first nevertheless. */
static void
test_cutoff_first(void **state)
{
    struct scoring *scoring = scoring_open_five(
        "<scale id='strain' method='sum' items='a..e' min-answered='80%' "
        "direction='higher-worse' decimals='0'><title>Strain</title></scale>"
        "<scale id='heard' method='mean' items='a b c' min-answered='2' "
        "direction='higher-better' decimals='2'><title>Being heard</title>"
        "<cutoff id='c' at='2.5' source='Made up.'/></scale>");
    const struct history *history =
        make_history(scoring->instrument, 1, scoring->arena);
    const struct template template = {.title = "Progress"};
    const struct report_data data = {.histories = &history, .n_histories = 1};
    struct subject subject = subject_of(&data, &template, scoring->arena);

    (void)state;
    assert_string_equal(subject.findings[0].series->scale->id, "heard");
    assert_string_equal(subject.findings[1].series->scale->id, "strain");
    scoring_close(scoring);
}

/* A question with a list of answers stands on one page with all of them. */
static void
test_whole_questions(void **state)
{
    struct scoring *scoring = scoring_open(
        "<choices id='r'><choice value='0'>an answer</choice><choice "
        "value='1'>an unbelievably long answer, for which no column is wide "
        "enough</choice><choice value='2'>one more</choice><choice value='3'>"
        "and one more</choice><choice value='4'>and another</choice><choice "
        "value='5'>the last</choice></choices><section id='s' responses='r'>"
        "<title>S</title><item id='a'><text>q</text></item>"
        "<item id='b'><text>q</text></item><item id='c'><text>q</text></item>"
        "<item id='d'><text>q</text></item><item id='e'><text>q</text></item>"
        "<item id='f'><text>q</text></item><item id='g'><text>q</text></item>"
        "<item id='h'><text>q</text></item><item id='i'><text>q</text></item>"
        "<item id='j'><text>q</text></item></section>");
    const struct document *document =
        blank_make(scoring->instrument, NULL, false, LANG_EN, PAPER_A4,
                   &measure_fixed, scoring->arena);

    (void)state;
    assert_true(document->n_pages >= 2);
    for (size_t page = 0; page < document->n_pages; page++) {
        const struct drawing *drawing = document->pages[page];
        int n_first = 0;
        int n_last = 0;

        for (size_t i = 0; i < drawing->n_shapes; i++) {
            const char *text = drawing->shapes[i].text;

            n_first += drawing->shapes[i].kind != SHAPE_BEGIN && text
                       && strcmp(text, "an answer") == 0;
            n_last += drawing->shapes[i].kind != SHAPE_BEGIN && text
                      && strcmp(text, "the last") == 0;
        }
        assert_int_equal(n_first, n_last);
    }
    scoring_close(scoring);
}

/* Every score of every session stands in the table, in its scale's row and its
   session's column, whatever part of the table that is in. */
static void
test_every_number(void **state)
{
    struct scoring *scoring = scoring_open_five(scales);
    const struct history *history =
        make_history(scoring->instrument, 60, scoring->arena);
    const struct template table = {
        .title = "Progress", .blocks = table_block, .n_blocks = 1};
    const struct document *document =
        make_report(&table, &history, 1, LANG_EN, PAPER_A4, scoring->arena);
    size_t session = 0;
    bool is_of_heard = false;

    (void)state;
    for (size_t page = 0; page < document->n_pages; page++) {
        const struct drawing *drawing = document->pages[page];

        for (size_t i = 0; i < drawing->n_shapes; i++) {
            const struct shape *shape = &drawing->shapes[i];
            struct score score = score_of(0, session);
            struct buf want = {0};

            /* The row of the scale begins with its title; then each cell is
               beginning, text and end. */
            if (shape->kind == SHAPE_PARAGRAPH
                && strcmp(shape->text, "Being heard") == 0)
                is_of_heard = true;
            if (shape->kind == SHAPE_BEGIN && shape->role == ROLE_ROW)
                is_of_heard = false;
            if (!is_of_heard || shape->kind != SHAPE_BEGIN
                || shape->role != ROLE_CELL)
                continue;
            if (score.why == WHY_SCORED)
                num_add_fixed(&want, score.value, 2);
            else
                buf_add_text(&want, "×");
            assert_string_equal(shape[1].text, buf_text(&want));
            buf_clear(&want);
            session++;
        }
    }
    assert_int_equal(session, 60);
    scoring_close(scoring);
}

static void
test_heads_and_numbers_of_pages(void **state)
{
    struct scoring *scoring = scoring_open_five(scales);
    const struct history *history =
        make_history(scoring->instrument, 500, scoring->arena);
    const struct template table = {
        .title = "Progress", .blocks = table_block, .n_blocks = 1};
    const struct document *document =
        make_report(&table, &history, 1, LANG_EN, PAPER_A4, scoring->arena);
    char last[64];

    (void)state;
    assert_true(count_texts(document, "session") >= document->n_pages);
    assert_true(count_texts(document, "session")
                >= count_texts(document, "Being heard"));
    assert_int_equal(count_texts(document, word_in(LANG_EN, WORD_DISCLAIMER)),
                     document->n_pages);
    snprintf(last, sizeof last, "c07 · t, edition 1 · page %zu of %zu",
             document->n_pages, document->n_pages);
    assert_int_equal(count_texts(document, last), 1);
    assert_int_equal(document->created_s,
                     (int64_t)history->sessions[499].date_days * 86400);
    scoring_close(scoring);
}

/* A table of more columns than a page is wide goes on below itself. */
static void
test_wide_table(void **state)
{
    struct buf body = {0};
    struct scoring *scoring;
    const struct history *history;
    const struct document *document;

    (void)state;
    for (int i = 0; i < 14; i++)
        buf_addf(&body,
                 "<scale id='s%d' method='mean' items='a b' min-answered='1' "
                 "direction='neither' decimals='2'><title>A scale of quite "
                 "a long name, number %d</title></scale>",
                 i, i);
    scoring = scoring_open_five(buf_text(&body));
    history = make_history(scoring->instrument, 5, scoring->arena);
    document =
        make_report(&whole, &history, 1, LANG_EN, PAPER_LETTER, scoring->arena);
    for (size_t i = 0; i < document->n_pages; i++)
        check_page(document->pages[i], false, scoring->arena);
    for (int i = 0; i < 14; i++)
        assert_true(
            count_texts(document, arena_printf(scoring->arena,
                                               "A scale of quite a long name, "
                                               "number %d",
                                               i))
            >= 1);
    scoring_close(scoring);
    buf_clear(&body);
}

/* Two instruments of one sitting are one session; sources of any length are
   printed whole, over pages. */
static void
test_several_instruments(void **state)
{
    struct scoring *scoring = scoring_open_five(scales);
    const struct history *histories[] = {
        make_history(scoring->instrument, 9, scoring->arena),
        make_history(scoring->instrument, 7, scoring->arena),
    };
    const struct document *document =
        make_report(&whole, histories, 2, LANG_EN, PAPER_A4, scoring->arena);

    (void)state;
    assert_int_equal(count_texts(document, "Progress over 9 sessions"), 1);
    assert_int_equal(count_texts(document, "1 January – 26 February 2025"), 1);
    for (size_t i = 0; i < document->n_pages; i++)
        check_page(document->pages[i], false, scoring->arena);
    scoring_close(scoring);
}

/* Sessions of several instruments stand in one order, each sitting once, where
   they share a row or a name of one day; scales that the template names stand
   first, and a mere count last. */
static void
test_subject(void **state)
{
    struct scoring *scoring = scoring_open_five(scales);
    struct arena *arena = scoring->arena;
    const struct history *each = make_history(scoring->instrument, 9, arena);
    struct session some[3] = {each->sessions[0], each->sessions[4],
                              each->sessions[8]};
    const struct history seldom = {scoring->instrument, "c07", some, 3, NULL};
    const struct history *histories[] = {&seldom, each};
    const struct template template = {.primary = "x.heard t.strain"};
    const struct template other = {.primary = "t.close t.strain"};
    struct report_data data = {.histories = histories, .n_histories = 2};
    struct subject subject;

    (void)state;
    some[1].label = "fifth"; /* it shares its row */
    some[2].date_days++;     /* a sitting of its own, a day later */
    some[2].row = 99;
    some[2].label = "alone";
    subject = subject_of(&data, &template, arena);
    assert_int_equal(subject.timeline.n, 10);
    assert_int_equal(subject.topics[0].sittings[0], 0);
    assert_int_equal(subject.topics[0].sittings[1], 4);
    assert_int_equal(subject.topics[0].sittings[2], 9);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(subject.topics[1].sittings[i], i);
    assert_string_equal(subject_label(&subject, &subject.topics[0], 2),
                        "alone");
    assert_false(subject.timeline.is_in_order);
    assert_int_equal(subject.n_findings, 6);
    assert_string_equal(subject.findings[0].series->scale->id, "strain");
    assert_string_equal(subject.findings[1].series->scale->id, "strain");
    assert_string_equal(subject.findings[5].series->scale->id, "close");
    /* In the template's order. */
    subject = subject_of(&data, &other, arena);
    assert_string_equal(subject.findings[1].series->scale->id, "close");
    assert_string_equal(subject.findings[2].series->scale->id, "strain");
    assert_string_equal(subject.findings[5].series->scale->id, "heard");
    /* One without a date stands last, and time is no longer told. */
    some[2].date_days = DATE_NONE;
    subject = subject_of(&data, &template, arena);
    assert_true(subject.timeline.is_in_order);
    assert_int_equal(subject.topics[0].sittings[2], 9);
    /* From the fourth session on; a scale that has no score there is compared
       with nothing. */
    data.histories = &each;
    data.n_histories = 1;
    for (size_t i = 4; i < 6; i++) {
        data.baseline = each->sessions[i].label;
        subject = subject_of(&data, &template, arena);
        assert_int_equal(subject.findings[0].baseline, i);
        assert_true(subject.findings[0].has_pair);
        assert_string_equal(subject.findings[1].series->scale->id, "heard");
        assert_true(subject.findings[1].has_pair == (i != 4));
    }
    scoring_close(scoring);
}

static void
test_long_words(void **state)
{
    struct buf source = {0};
    struct buf body = {0};
    struct scoring *scoring;
    const struct history *history;
    const struct document *document;

    (void)state;
    for (int i = 0; i < 4000; i++)
        buf_addf(&source, "w%d ü ", i);
    buf_addf(&body,
             "<scale id='x' method='mean' items='a b' min-answered='1' "
             "direction='higher-better' decimals='2'><title>%.1901s</title>"
             "<cutoff id='c' at='2' source='%s'/>"
             "</scale>",
             buf_text(&source), buf_text(&source));
    scoring = scoring_open_five(buf_text(&body));
    history = make_history(scoring->instrument, 3, scoring->arena);
    document =
        make_report(&whole, &history, 1, LANG_EN, PAPER_A4, scoring->arena);
    for (size_t i = 0; i < document->n_pages; i++)
        check_page(document->pages[i], false, scoring->arena);
    buf_empty(&body);
    dump(document, &body);
    assert_non_null(strstr(buf_text(&body), "w3999"));
    scoring_close(scoring);
    buf_clear(&source);
    buf_clear(&body);
}

/* A change is beyond error from 2 points on: 1.96 · √2 · √0.5 = 1.96. */
#define FIGURES                                                                \
    "<cutoff id='c' at='3' source='s'/>"                                       \
    "<norm id='n' mean='2' sd='1' n='9' source='s'/>"                          \
    "<reliability id='k' kind='retest' days='9' value='0.5' n='9' "            \
    "source='s'/><change method='jacobson-truax' norm='n' reliability='k'/>"

/* What the first chart of those words on the page shows; NULL: there is none.
 */
static const char *
first_chart(const struct drawing *page, const char *words)
{
    for (size_t i = 0; i < page->n_shapes; i++)
        if (page->shapes[i].kind == SHAPE_BEGIN
            && page->shapes[i].role == ROLE_FIGURE && page->shapes[i].text
            && strstr(page->shapes[i].text, words))
            return page->shapes[i].text;
    return NULL;
}

/* However long names and verdicts are, the large chart stands on page one; and
   what is left out of the sentences and rows before it stands behind. */
static void
test_chart_on_page_one(void **state)
{
    struct buf body = {0};

    (void)state;
    for (int i = 0; i < 14; i++)
        buf_addf(&body,
                 "<scale id='x%d' method='mean' items='a b' min-answered='1' "
                 "direction='higher-worse' decimals='2'><title>Scale %d with "
                 "a name that is so long that a row of the page takes three "
                 "lines for it, and a sentence two</title>" FIGURES "</scale>",
                 i, i);
    struct scoring *scoring = scoring_open_five(buf_text(&body));
    const struct history *history =
        make_history(scoring->instrument, 9, scoring->arena);
    for (int language = 0; language < N_LANGUAGES; language++)
        for (int paper = PAPER_A4; paper <= PAPER_LETTER; paper++) {
            const struct document *document =
                make_report(&whole, &history, 1, (enum language)language,
                            (enum paper)paper, scoring->arena);
            assert_non_null(first_chart(document->pages[0], "Scale "));
            for (size_t i = 0; i < document->n_pages; i++)
                check_page(document->pages[i],
                           language_is_rtl((enum language)language),
                           scoring->arena);
        }
    scoring_close(scoring);
    buf_clear(&body);
}

/* The first chart is the large one: that of a scale with a course, though
   another with one score is named before it. */
static void
test_chart_of_a_course(void **state)
{
    struct scoring *scoring = scoring_open_five(scales);
    struct history once = *make_history(scoring->instrument, 6, scoring->arena);
    const struct history *history = &once;
    struct session *sessions = ARENA_ARRAY(scoring->arena, 6, struct session);
    const char *chart;

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct score *scores = ARENA_ARRAY(
            scoring->arena, scoring->instrument->n_scales, struct score);

        for (size_t k = 0; k < scoring->instrument->n_scales; k++)
            scores[k] = once.sessions[i].scores[k];
        if (i)
            scores[0] = (struct score){.why = WHY_TOO_FEW};
        sessions[i] = once.sessions[i];
        sessions[i].scores = scores;
    }
    once.sessions = sessions;
    const struct document *document =
        make_report(&whole, &history, 1, LANG_EN, PAPER_A4, scoring->arena);
    chart = first_chart(document->pages[0], "");
    assert_non_null(chart);
    assert_ptr_equal(chart, first_chart(document->pages[0], "Strain"));
    assert_non_null(first_chart(document->pages[0], "Being heard"));
    scoring_close(scoring);
}

/* ---- privacy ---- */

static const char private_body[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>"
    "<choice value='2'>c</choice></choices><section id='s' responses='r'>"
    "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
    "<item id='p' private='yes'><text>p</text></item></section>"
    "<scale id='open' method='sum' items='a b' min-answered='all' "
    "direction='higher-better'><title>Open</title>" FIGURES "</scale>"
    "<scale id='shut' method='sum' items='a p' min-answered='all' "
    "direction='higher-better'><title>Shut</title>" FIGURES "</scale>"
    "<scale id='rest' method='formula' formula='shut + 1' min='0' max='9' "
    "direction='higher-better'><title>Rest</title></scale>";

/* The whole report of three rows of answers, from the cells on. */
static void
dump_of_answers(struct made made, const char *const *rows, struct buf *buf)
{
    struct scoring *scoring = scoring_open(private_body);
    struct history_builder *builder = history_builder_new(
        scoring->instrument, "c07", ROWS_FOR_OTHERS, scoring->arena);
    const struct history *history;
    struct template practised = *made.template;
    int32_t days[3];

    practised.practices = "t"; /* single answers are drawn as well */
    for (size_t i = 0; i < 3; i++) {
        days[i] = FIRST_DAY + 7 * (int32_t)i;
        scoring_row(scoring, rows[i]);
    }
    scoring->rows.number[FACT_DATE] = days;
    scoring_run(scoring);
    for (size_t i = 0; i < 3; i++)
        history_builder_add(builder, scoring->batch, i, scoring->scores);
    history = history_builder_finish(builder, scoring->diag);
    made.template = &practised;
    dump(make(made, &history, 1, LANG_EN, PAPER_A4, scoring->arena), buf);
    scoring_close(scoring);
}

/* Whether all of these answers make one page. */
static void
check_alike(struct made made, const char *const (*answers)[3], size_t n,
            struct buf *page)
{
    buf_empty(page);
    dump_of_answers(made, answers[0], page);
    for (size_t i = 1; i < n; i++) {
        struct buf other = {0};

        dump_of_answers(made, answers[i], &other);
        assert_string_equal(buf_text(page), buf_text(&other));
        buf_clear(&other);
    }
}

static void
test_private(void **state)
{
    static const char *const answers[][3] = {
        {"0 1 0", "0 . 0", "2 2 0"},       {"0 1 2", "0 . 1", "2 2 2"},
        {"0 1 .", "0 . .", "2 2 ."},       {"0 1 declined", "0 . 2", "2 2 99"},
        {"0 1 skipped", "0 . 7", "2 2 1"},
    };
    static const char *const others[3] = {"0 1 0", "0 . 0", "2 1 0"};
    /* The verdict, the zone and the count are of the open scale alone. */
    static const char *const said[] = {"better by more than measurement error",
                                       "side of the cut-off 3",
                                       "+3\u00a0±\u00a02",
                                       "in the grey",
                                       "One scale judged: ",
                                       "side by side, not cause"};
    struct buf first = {0};
    struct buf other = {0};

    (void)state;
    for (size_t k = 0; k < N_ELEMENTS(for_others); k++) {
        check_alike(for_others[k], answers, N_ELEMENTS(answers), &first);
        assert_non_null(strstr(buf_text(&first), "Open"));
        assert_null(strstr(buf_text(&first), "Shut"));
        assert_null(strstr(buf_text(&first), "Rest"));
        buf_empty(&other);
        dump_of_answers(for_others[k], others, &other);
        assert_string_not_equal(buf_text(&first), buf_text(&other));
    }
    buf_empty(&first);
    dump_of_answers(for_others[0], answers[0], &first);
    for (size_t i = 0; i < N_ELEMENTS(said); i++)
        assert_non_null(strstr(buf_text(&first), said[i]));
    buf_clear(&other);
    buf_clear(&first);
}

/* Cells of a row: two that others may see, and a private one. */
static const char *
random_row(struct arena *arena, uint32_t seeds[2])
{
    static const char *const open[] = {"0", "1", "2", "0", "1", "2", "."};
    static const char *const shut[] = {
        "0",       "1",       "2",         "declined",       "skipped", ".",
        "unknown", "unclear", "not-asked", "not-applicable", "7"};

    for (int i = 0; i < 2; i++)
        seeds[i] = seeds[i] * 1664525u + 1013904223u;
    return arena_printf(arena, "%s %s %s", open[(seeds[0] >> 8) % 7],
                        open[(seeds[0] >> 16) % 7], shut[(seeds[1] >> 8) % 11]);
}

/* Whatever the private cells hold, all pages that others may see stay alike. */
static void
test_private_at_random(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        const char *answers[3][3];
        struct buf page = {0};

        for (uint32_t i = 0; i < 3; i++) {
            uint32_t seeds[2] = {seed * 7919u, (seed * 3 + i) * 104729u};

            for (size_t row = 0; row < 3; row++)
                answers[i][row] = random_row(arena, seeds);
        }
        for (size_t k = 0; k < N_ELEMENTS(for_others); k++)
            check_alike(for_others[k], (const char *const(*)[3])answers, 3,
                        &page);
        buf_clear(&page);
    }
    arena_free(arena);
}

/* A form left blank and one that was skipped throughout, for whatever reason,
   make one page; one of which something was answered makes another. */
static void
test_given_or_not(void **state)
{
    static const char *const answers[][3] = {
        {"0 1 0", ". . 2", "2 2 0"},
        {"0 1 0", "skipped skipped 1", "2 2 0"},
        {"0 1 0", "declined . skipped", "2 2 0"},
        {"0 1 0", "unknown unclear .", "2 2 0"},
        {"0 1 0", "not-asked declined 1", "2 2 0"},
    };
    static const char *const others[] = {"0 1 0", "1 skipped 0", "2 2 0"};
    static const char *const latest[][3] = {
        {"0 1 0", "2 2 0", ". . 2"},
        {"0 1 0", "2 2 0", "skipped declined skipped"},
        {"0 1 0", "2 2 0", "unknown not-asked ."},
    };
    static const char *const unscored[][3] = {
        {"0 1 0", "2 2 0", "1 . 2"},
        {"0 1 0", "2 2 0", "1 declined skipped"},
        {"0 1 0", "2 2 0", "1 unclear ."},
    };
    struct buf first = {0};
    struct buf other = {0};

    (void)state;
    for (size_t k = 0; k < N_ELEMENTS(for_others); k++) {
        check_alike(for_others[k], latest, N_ELEMENTS(latest), &first);
        check_alike(for_others[k], unscored, N_ELEMENTS(unscored), &first);
        check_alike(for_others[k], answers, N_ELEMENTS(answers), &first);
    }
    buf_empty(&first);
    dump_of_answers(for_others[0], answers[0], &first);
    assert_non_null(strstr(buf_text(&first), "Progress over 2 sessions"));
    dump_of_answers(for_others[0], others, &other);
    assert_non_null(strstr(buf_text(&other), "Progress over 3 sessions"));
    assert_non_null(strstr(buf_text(&other), "×"));
    buf_clear(&other);
    buf_clear(&first);
}

/* To the client nothing is better or worse, and no norm or cut-off is told. */
static void
test_client(void **state)
{
    static const char *const rows[3] = {"0 1 0", "0 . 0", "2 2 0"};
    static const char *const never[] = {"etter by", "orse by", "ut-off",
                                        "side of",  "SD 1",    "±",
                                        "retest",   "#A94A0A", "a94a0a"};
    struct buf page = {0};

    (void)state;
    dump_of_answers((struct made){&whole, FOR_CLIENT}, rows, &page);
    assert_non_null(
        strstr(buf_text(&page), "Higher than at first, by more than error"));
    for (size_t i = 0; i < N_ELEMENTS(never); i++)
        assert_null(strstr(buf_text(&page), never[i]));
    buf_clear(&page);
}

/* A page of one session has the scores of the latest, and of what was not given
   at it nothing. */
static void
test_session(void **state)
{
    struct scoring *scoring = scoring_open_five(scales);
    const struct history *each =
        make_history(scoring->instrument, 2, scoring->arena);
    struct instrument other = *scoring->instrument;
    const struct history earlier = {&other, "c07", each->sessions, 1, NULL};
    const struct history *histories[] = {&earlier, each};
    struct buf page = {0};

    (void)state;
    other.title = "Given before";
    dump(make_report(&of_session, histories, 2, LANG_EN, PAPER_A4,
                     scoring->arena),
         &page);
    assert_non_null(strstr(buf_text(&page), "Session 2"));
    assert_non_null(strstr(buf_text(&page), "\"8 January 2025\""));
    assert_non_null(strstr(buf_text(&page), "\"0.28\""));
    assert_null(strstr(buf_text(&page), "\"0.00\""));
    assert_null(strstr(buf_text(&page), "Given before"));
    buf_clear(&page);
    scoring_close(scoring);
}

/* Two codes that differ at their ends alone are both there in full. */
static void
test_codes_are_not_cut(void **state)
{
    struct scoring *scoring = scoring_open_five(scales);
    const struct history *history =
        make_history(scoring->instrument, 3, scoring->arena);
    struct report_data data = {
        .client = "practice-north-2025-therapist-07-couple-0417-partner-a-"
                  "intake-2025-01-14",
        .histories = &history,
        .n_histories = 1,
        .language = LANG_EN,
        .program_version = "1.2.3",
    };
    const struct document *document =
        report_make(&whole, &data, PAPER_A4, &measure_fixed, scoring->arena);

    (void)state;
    assert_int_equal(count_texts(document, data.client), 1);
    for (size_t i = 0; i < document->n_pages; i++)
        check_page(document->pages[i], false, scoring->arena);
    scoring_close(scoring);
}

/* A scale that was never asked is not spoken of; where nothing has a score, it
   is said of all. */
static void
test_never_scored(void **state)
{
    struct score none[4];
    struct scoring *scoring = scoring_open_five(scales);
    const struct session session = {.label = "1",
                                    .date_days = FIRST_DAY,
                                    .time_s = TIME_NONE,
                                    .lang = "",
                                    .phase = "",
                                    .scores = none};
    const struct history history = {scoring->instrument, "c07", &session, 1,
                                    NULL};
    const struct history *histories = &history;

    (void)state;
    for (size_t n_scored = 0; n_scored < 2; n_scored++) {
        struct buf page = {0};

        for (size_t i = 0; i < N_ELEMENTS(none); i++)
            none[i] = (struct score){.why = WHY_TOO_FEW};
        if (n_scored)
            none[1] = (struct score){.value = 3};
        dump(make_report(&whole, &histories, 1, LANG_EN, PAPER_A4,
                         scoring->arena),
             &page);
        assert_non_null(strstr(buf_text(&page), "Strain"));
        assert_true((strstr(buf_text(&page), "Being heard") == NULL)
                    == (n_scored > 0));
        assert_true((strstr(buf_text(&page), "no score yet") == NULL)
                    == (n_scored > 0));
        buf_clear(&page);
    }
    scoring_close(scoring);
}

static void
test_never(void **state)
{
    static const char *const never[] = {
        "a note that nobody else may read",
        "Inner workings",
        "too few",
        "better",
        "reliable",
    };
    struct scoring *scoring = scoring_open_five(scales);
    const struct history *history =
        make_history(scoring->instrument, 12, scoring->arena);
    const struct template table = {
        .title = "Progress", .blocks = &blocks[6], .n_blocks = 2};
    struct buf page = {0};

    (void)state;
    dump(make_report(&table, &history, 1, LANG_EN, PAPER_A4, scoring->arena),
         &page);
    dump(make_report(&(struct template){.title = "Progress",
                                        .blocks = blocks,
                                        .n_blocks = 3},
                     &history, 1, LANG_EN, PAPER_A4, scoring->arena),
         &page);
    for (size_t i = 0; i < N_ELEMENTS(never); i++)
        assert_null(strstr(buf_text(&page), never[i]));
    buf_clear(&page);
    scoring_close(scoring);
}

/* ---- blank questionnaires ---- */

#define KINDS_OF_ANSWERS                                                       \
    "<choices id='r'><choice value='0'>hardly ever</choice><choice "           \
    "value='1'>now and then</choice><choice value='2'>an unbelievably long "   \
    "answer</choice></choices><range id='ten' min='0' max='10' step='1'>"      \
    "<low>nowhere near</low><high>all the way there</high></range>"            \
    "<range id='any' min='0' max='500'/><date id='day'/>"                      \
    "<section id='s' responses='r'><title>S</title>"                           \
    "<item id='a'><text>A question that is of some length, as they are, and "  \
    "goes on for more than a line of the page</text></item>"
#define MORE_ITEMS                                                             \
    "<item id='b' responses='ten' relevant='a ge 1'><text>b</text></item>"     \
    "<item id='c' responses='any'><text>c</text></item>"                       \
    "<item id='d' responses='day' relevant='answered(c)'><text>d</text>"       \
    "</item></section>"
#define PRIVATE_ITEMS                                                          \
    "<item id='p' private='yes'><text>p</text></item>"                         \
    "<item id='q' relevant='p eq 1'><text>q</text></item>"
#define PRIVATE_SECTION                                                        \
    "<section id='u' responses='r'><title>Secret</title><instruction>Secret"   \
    "</instruction><item id='v' private='yes'><text>v</text></item></section>"

static void
dump_blank(const char *body, enum language language, bool with_private,
           struct buf *buf)
{
    struct scoring *scoring = scoring_open(body);
    const struct document *document =
        blank_make(scoring->instrument, NULL, with_private, language, PAPER_A4,
                   &measure_fixed, scoring->arena);

    for (size_t i = 0; i < document->n_pages; i++)
        check_page(document->pages[i], language_is_rtl(language),
                   scoring->arena);
    dump(document, buf);
    scoring_close(scoring);
}

/* A form without its private questions is the form of a questionnaire that has
   none, to the last number. */
static void
test_blank(void **state)
{
    (void)state;
    for (int i = 0; i < N_LANGUAGES; i++) {
        struct buf open = {0};
        struct buf withheld = {0};
        struct buf whole_form = {0};
        enum language language = (enum language)i;

        dump_blank(KINDS_OF_ANSWERS MORE_ITEMS, language, false, &open);
        dump_blank(KINDS_OF_ANSWERS PRIVATE_ITEMS MORE_ITEMS PRIVATE_SECTION,
                   language, false, &withheld);
        dump_blank(KINDS_OF_ANSWERS PRIVATE_ITEMS MORE_ITEMS PRIVATE_SECTION,
                   language, true, &whole_form);
        assert_string_equal(buf_text(&open), buf_text(&withheld));
        assert_non_null(strstr(buf_text(&whole_form), "Secret"));
        buf_clear(&open);
        buf_clear(&withheld);
        buf_clear(&whole_form);
    }
}

/* ---- a page as it was looked at ---- */

/* Without charts, which have their own. */
static void
test_golden_page(void **state)
{
    static const struct block some[] = {
        {.class = &block_head},
        {.class = &block_sentences},
        {.class = &block_strips},
        {.class = &block_write},
        {.class = &block_key},
        {.class = &block_table, .heading = "Every number"},
        {.class = &block_method},
    };
    const struct template template = {
        .title = "Progress", .blocks = some, .n_blocks = N_ELEMENTS(some)};
    struct scoring *scoring = scoring_open_five(scales);
    const struct history *history =
        make_history(scoring->instrument, 9, scoring->arena);
    struct buf got = {0};
    struct buf want = {0};
    const char *path = unit_data("reports/page.dump");
    FILE *file = fopen(path, "rb");

    (void)state;
    for (int c; file && (c = fgetc(file)) != EOF;)
        buf_add_char(&want, (char)c);
    if (file)
        fclose(file);
    dump(make_report(&template, &history, 1, LANG_EN, PAPER_A4, scoring->arena),
         &got);
    if (strcmp(buf_text(&got), buf_text(&want)) != 0) {
        const char *folder = getenv("BUILD_FOLDER");

        path = arena_printf(scoring->arena, "%s/tests/scratch/page.dump",
                            folder ? folder : ".");
        if ((file = fopen(path, "wb")) != NULL) {
            fwrite(got.bytes, 1, got.len, file);
            fclose(file);
        }
        fail_msg("the page is drawn otherwise: see %s", path);
    }
    buf_clear(&got);
    buf_clear(&want);
    scoring_close(scoring);
}

UNIT_MAIN(
    cmocka_unit_test(test_pages), cmocka_unit_test(test_cutoff_first),
    cmocka_unit_test(test_whole_questions), cmocka_unit_test(test_every_number),
    cmocka_unit_test(test_heads_and_numbers_of_pages),
    cmocka_unit_test(test_wide_table),
    cmocka_unit_test(test_several_instruments), cmocka_unit_test(test_subject),
    cmocka_unit_test(test_long_words), cmocka_unit_test(test_chart_on_page_one),
    cmocka_unit_test(test_chart_of_a_course), cmocka_unit_test(test_private),
    cmocka_unit_test(test_private_at_random),
    cmocka_unit_test(test_given_or_not), cmocka_unit_test(test_client),
    cmocka_unit_test(test_session), cmocka_unit_test(test_codes_are_not_cut),
    cmocka_unit_test(test_never_scored), cmocka_unit_test(test_never),
    cmocka_unit_test(test_blank), cmocka_unit_test(test_golden_page))
