/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is withheld is decided by the definition, never by the data: of random
   questionnaires and random answers, every page that another person may see is
   made again with every private answer changed, every kind of missing put in
   the place of another, and every note and all that was written in own words
   written anew.  The two must be the same in every shape and every word, and,
   of some, in every byte of the file. */
#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "change/consents.h"
#include "drawing_dump.h"
#include "measure_fixed.h"
#include "render/surface.h"
#include "report/block.h"
#include "report/report.h"
#include "scoring.h"
#include "twin.h"

enum {
    FIRST_DAY = 20089, /* 2025-01-01 */
    N_SEEDS = 150,
    N_FILES = 4, /* so many of them as files: fonts take their time */
    N_ROWS = 8,  /* of two people in turn */
    MOST_ITEMS = 8,
    N_TEXTS = 2 /* in own words, behind the items; the second is private */
};

/* Of one that is not applicable it is the question that is known, not the
   person's will. */
static const char *const missing[] = {".",       "skipped",   "declined",
                                      "unknown", "not-asked", "unclear"};

#define FIGURES                                                                \
    "<cutoff id='c' at='3' source='s'/>"                                       \
    "<norm id='n' mean='2' sd='1' n='9' source='s'/>"                          \
    "<reliability id='k' kind='retest' days='9' value='0.5' n='9' "            \
    "source='s'/><reliability id='i' kind='alpha' value='0.7' n='9' "          \
    "source='s'/><change method='jacobson-truax' norm='n' reliability='k'/>"

/* ---- a questionnaire ---- */

static void
add_items(struct buf *body, size_t n, uint64_t *seed)
{
    buf_add_text(body,
                 "<choices id='r'><choice value='0'>a</choice><choice "
                 "value='1'>b</choice><choice value='2'>c</choice><choice "
                 "value='3'>d</choice></choices><free id='w'/><section id='s' "
                 "responses='r'>");
    for (size_t i = 0; i < n; i++) {
        buf_addf(body, "<item id='q%zu'", i);
        if (i > 0 && twin_below(seed, 3) == 0) /* the first one never is */
            buf_add_text(body, " private='yes'");
        if (i > 0 && twin_below(seed, 4) == 0)
            buf_addf(body, " relevant='q%d &gt; 0'", twin_below(seed, (int)i));
        buf_addf(body, "><text>Question %zu</text>", i);
        if (twin_below(seed, 4) == 0)
            buf_addf(body, "<alert id='al%zu' when='q%zu ge 2'>Ask.</alert>", i,
                     i);
        buf_add_text(body, "</item>");
    }
    buf_add_text(body,
                 "<item id='t0' responses='w'><text>Your words?</text></item>"
                 "<item id='t1' responses='w' private='yes'><text>And alone?"
                 "</text></item></section>");
}

/* Members in document order, the first of them any. */
static void
add_scale(struct buf *body, size_t n_items, int number, uint64_t *seed)
{
    bool is_mean = twin_below(seed, 2) == 0;
    size_t first = (size_t)twin_below(seed, (int)n_items);

    buf_addf(body,
             "<scale id='s%d' method='%s' min-answered='%s' "
             "not-applicable='excluded' direction='higher-%s' items='q%zu",
             number, is_mean ? "mean" : "sum", is_mean ? "1" : "all",
             twin_below(seed, 2) ? "better" : "worse", first);
    for (size_t i = first + 1; i < n_items; i++)
        if (twin_below(seed, 2))
            buf_addf(body, " q%zu", i);
    buf_addf(body, "'><title>Scale %d</title>%s</scale>", number,
             twin_below(seed, 3) ? FIGURES : "");
}

static void
make_body(struct buf *body, uint64_t *seed)
{
    size_t n_items = 3 + (size_t)twin_below(seed, MOST_ITEMS - 2);
    int n_scales = 2 + twin_below(seed, 4);

    add_items(body, n_items, seed);
    for (int i = 0; i < n_scales; i++)
        add_scale(body, n_items, i, seed);
    buf_addf(body,
             "<scale id='f' method='formula' formula='s%d + s%d' min='0' "
             "max='99' direction='neither'><title>Formula</title></scale>",
             twin_below(seed, n_scales), twin_below(seed, n_scales));
    buf_addf(body,
             "<class id='k'><title>Class</title><when id='w' test='s%d ge "
             "1'>high</when><otherwise id='o'>low</otherwise></class>",
             twin_below(seed, n_scales));
}

/* ---- answers ---- */

enum { MISSING = -1 };

/* What may change: of an answer that another may see, nothing but why it is
   not there. */
static void
change_answers(int answers[N_ROWS][MOST_ITEMS],
               const struct instrument *instrument, uint64_t *seed)
{
    for (size_t row = 0; row < N_ROWS; row++)
        for (size_t i = 0; i < instrument->n_items - N_TEXTS; i++)
            if (instrument->items[i].is_private)
                answers[row][i] = twin_below(seed, 6) - 2;
}

static void
add_row(struct buf *cells, const int *answers, size_t n, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++)
        if (answers[i] < 0)
            buf_addf(cells, "%s ",
                     missing[twin_below(seed, N_ELEMENTS(missing))]);
        else
            buf_addf(cells, "%d ", answers[i]);
    for (size_t i = 0; i < N_TEXTS; i++)
        if (twin_below(seed, 3) == 0)
            buf_addf(cells, "%s ",
                     missing[twin_below(seed, N_ELEMENTS(missing))]);
        else
            buf_addf(cells, "word%d ", twin_below(seed, 1000));
}

/* ---- pages ---- */

static const struct block blocks[] = {
    {.class = &block_head},    {.class = &block_sentences},
    {.class = &block_charts},  {.class = &block_write},
    {.class = &block_key},     {.class = &block_table},
    {.class = &block_method},  {.class = &block_strips}, /* of one from here */
    {.class = &block_profile},
};

static const struct template progress = {
    .kind = KIND_PROGRESS,
    .title = "Progress",
    .practices = "t", /* single answers are drawn as well */
    .blocks = blocks,
    .n_blocks = N_ELEMENTS(blocks),
};

static const struct template session = {
    .kind = KIND_SESSION,
    .title = "One session",
    .blocks = blocks,
    .n_blocks = N_ELEMENTS(blocks),
};

static const struct block blocks_of_many[] = {
    {.class = &block_head},    {.class = &block_members},
    {.class = &block_changes}, {.class = &block_outcomes},
    {.class = &block_scatter}, {.class = &block_distributions},
    {.class = &block_items},
};

static const struct template cohort = {
    .kind = KIND_COHORT,
    .title = "All of us",
    .blocks = blocks_of_many,
    .n_blocks = N_ELEMENTS(blocks_of_many),
};

static const struct template couple = {
    .kind = KIND_COUPLE,
    .title = "The two of us",
    .blocks = blocks,
    .n_blocks = N_ELEMENTS(blocks) - 2,
};

/* Where pages are put, one behind the other. */
struct pages {
    const struct text_pango *text; /* NULL: no files */
    struct buf bytes;
};

static void
add_document(struct pages *pages, const struct template *template,
             const struct report_data *data, const struct measure *measure,
             surface_fn *surface, struct arena *arena)
{
    struct diag *diag = diag_new();
    struct buf bytes = {0};

    assert_true(surface(report_make(template, data, PAPER_A4, measure, arena),
                        pages->text, &bytes, diag));
    buf_add(&pages->bytes, buf_str(&bytes));
    buf_clear(&bytes);
    diag_free(diag);
}

static void
add_pages(struct pages *pages, const struct template *template,
          const struct report_data *data, struct arena *arena)
{
    const struct document *document =
        report_make(template, data, PAPER_A4, &measure_fixed, arena);

    for (size_t i = 0; i < document->n_pages; i++)
        drawing_dump(document->pages[i], &pages->bytes);
    add_document(pages, template, data, &surface_text_measure, surface_text,
                 arena);
    if (pages->text) {
        const struct measure measure = text_pango_measure(pages->text);

        add_document(pages, template, data, &measure, surface_pdf, arena);
    }
}

static const struct history *
history_of(struct scoring *scoring, size_t first, const char *client)
{
    struct history_builder *builder = history_builder_new(
        scoring->instrument, client, ROWS_FOR_OTHERS, scoring->arena);

    for (size_t row = first; row < N_ROWS; row += 2)
        history_builder_add(builder, scoring->batch, row, scoring->scores);
    return history_builder_finish(builder, scoring->diag);
}

/* All pages that another may see of these answers. */
static void
add_all(struct pages *pages, struct scoring *scoring,
        int answers[N_ROWS][MOST_ITEMS], uint64_t *seed)
{
    static const char said[] = "client,date,consent,asked-alone\n"
                               "a,2025-01-01,yes,yes\nb,2025-01-01,yes,yes\n"
                               "a,2026-01-01,yes,yes\nb,2026-01-01,yes,yes\n";
    struct str *notes = ARENA_ARRAY(scoring->arena, N_ROWS, struct str);
    struct buf cells = {0};
    int32_t days[N_ROWS];

    for (size_t row = 0; row < N_ROWS; row++) {
        buf_empty(&cells);
        add_row(&cells, answers[row], scoring->instrument->n_items - N_TEXTS,
                seed);
        scoring_row(scoring, buf_text(&cells));
        days[row] = FIRST_DAY + 7 * (int32_t)(row / 2);
        notes[row] = str_from(
            arena_printf(scoring->arena, "note %d", twin_below(seed, 1000)));
    }
    scoring->rows.number[FACT_DATE] = days;
    scoring->rows.text[FACT_NOTE] = notes;
    scoring_run(scoring);
    const struct history *of_a = history_of(scoring, 0, "a");
    const struct history *of_b = history_of(scoring, 1, "b");
    const struct report_data b = {
        .client = "b", .histories = &of_b, .n_histories = 1};
    struct report_data a = {.client = "a",
                            .histories = &of_a,
                            .n_histories = 1,
                            .program_version = "1.2.3"};

    add_pages(pages, &progress, &a, scoring->arena);
    add_pages(pages, &session, &a, scoring->arena);
    a.audience = FOR_CLIENT;
    add_pages(pages, &progress, &a, scoring->arena);
    a.audience = FOR_TABLE;
    a.partner = &b;
    a.consents = consents_read("said.csv", str_from(said), scoring->arena,
                               scoring->diag);
    assert_non_null(a.consents);
    add_pages(pages, &couple, &a, scoring->arena);
    const struct report_data members[] = {a, b, a, b, a, b};
    const struct report_data all = {.members = members,
                                    .n_members = N_ELEMENTS(members)};
    add_pages(pages, &cohort, &all, scoring->arena);
    buf_clear(&cells);
}

/* Whether the open answers were such that something changes where it may. */
static bool
try_seed(uint64_t seed, const struct text_pango *text)
{
    struct buf body = {0};
    struct pages first = {.text = text};
    struct pages other = {.text = text};
    int answers[N_ROWS][MOST_ITEMS];
    bool is_telling;

    make_body(&body, &seed);
    for (size_t row = 0; row < N_ROWS; row++)
        for (size_t i = 0; i < MOST_ITEMS; i++)
            answers[row][i] =
                twin_below(&seed, 6) - 1 > 3 ? MISSING : twin_below(&seed, 4);
    struct scoring *one = scoring_open(buf_text(&body));
    add_all(&first, one, answers, &seed);
    change_answers(answers, one->instrument, &seed);
    struct scoring *two = scoring_open(buf_text(&body));
    add_all(&other, two, answers, &seed);
    if (!str_equal(buf_str(&first.bytes), buf_str(&other.bytes)))
        fail_msg("a page tells what it may not: %s", buf_text(&body));
    /* An answer that is no secret does show. */
    answers[N_ROWS - 2][0] = answers[N_ROWS - 2][0] == 3 ? 0 : 3;
    answers[N_ROWS - 1][0] = answers[N_ROWS - 1][0] == 3 ? 0 : 3;
    struct scoring *three = scoring_open(buf_text(&body));
    buf_empty(&other.bytes);
    add_all(&other, three, answers, &seed);
    is_telling = !str_equal(buf_str(&first.bytes), buf_str(&other.bytes));
    scoring_close(one);
    scoring_close(two);
    scoring_close(three);
    buf_clear(&body);
    buf_clear(&first.bytes);
    buf_clear(&other.bytes);
    return is_telling;
}

static void
test_pages_that_others_see(void **state)
{
    size_t n_telling = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= N_SEEDS; seed++)
        n_telling += try_seed(seed * 7919, NULL);
    assert_true(n_telling > N_SEEDS / 2);
}

static void
test_files_that_others_see(void **state)
{
    struct text_pango *text = text_pango_new(LANG_EN);
    size_t n_telling = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= N_FILES; seed++)
        n_telling += try_seed(seed * 104729, text);
    assert_true(n_telling > 0);
    text_pango_free(text);
}

UNIT_MAIN(cmocka_unit_test(test_pages_that_others_see),
          cmocka_unit_test(test_files_that_others_see))
