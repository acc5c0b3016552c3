/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections one behind the other, and what is told before their questions, of
   which each is report/question's. */
#include "report/blank.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/block.h"
#include "report/condition.h"
#include "report/question.h"

#define FIELD_GAP_PT 8.0
#define FIELDS_PT (96 + 48 + 92 + 2 * FIELD_GAP_PT)
#define MOST_QUESTION_PT 240.0 /* that stand beside boxes */
#define HEAD_PT 20.0           /* the size of the title */

static const struct font text_font = {.size_pt = 8.5};
static const struct font rule_font = {.size_pt = 8.5,
                                      .weight = WEIGHT_SEMIBOLD};

struct blank {
    const struct layout *layout;
    const struct instrument *instrument;
    bool with_private;
    const char **numbers;              /* of the items; NULL: not printed */
    const struct response **responses; /* of the items, as they are printed */
};

/* ---- which questions ---- */

size_t
blank_withheld(const struct instrument *instrument)
{
    size_t n = 0;

    for (size_t i = 0; i < instrument->n_items; i++)
        n += instrument->items[i].is_private;
    return n;
}

/* Without a box for whoever would rather not say: a tick in it is a refusal for
   all to see, and a blank line is none (the page says that any may be left
   out). */
static const struct response *
printed(const struct response *response, struct arena *arena)
{
    struct response *copy;
    struct choice *choices;

    if (response->kind != RESPONSE_CHOICES)
        return response;
    copy = ARENA_NEW(arena, struct response);
    choices = ARENA_ARRAY(arena, response->n_choices, struct choice);
    *copy = *response;
    copy->choices = choices;
    copy->n_choices = 0;
    for (size_t i = 0; i < response->n_choices; i++)
        if (response->choices[i].missing != ANSWER_DECLINED)
            choices[copy->n_choices++] = response->choices[i];
    return copy;
}

/* Items that are answered alike stay so. */
static void
set_responses(struct blank *blank)
{
    const struct item *items = blank->instrument->items;
    size_t n = blank->instrument->n_items;

    blank->responses =
        ARENA_ARRAY(blank->layout->arena, n, const struct response *);
    for (size_t i = 0; i < n; i++) {
        size_t alike = 0;

        while (items[alike].response != items[i].response)
            alike++;
        blank->responses[i] =
            alike < i ? blank->responses[alike]
                      : printed(items[i].response, blank->layout->arena);
    }
}

/* The published numbers; a gap in them would tell that something is left out.
 */
static void
set_numbers(struct blank *blank)
{
    const struct instrument *instrument = blank->instrument;
    struct tongue tongue = blank->layout->tongue;
    bool is_whole = blank->with_private || !blank_withheld(instrument);
    size_t n = 0;

    blank->numbers =
        ARENA_ARRAY(tongue.arena, instrument->n_items, const char *);
    for (size_t i = 0; i < instrument->n_items; i++) {
        if (instrument->items[i].is_private && !blank->with_private)
            continue;
        n++;
        blank->numbers[i] = is_whole
                                ? sentence_item_number(tongue, instrument, i)
                                : sentence_count(tongue, n);
    }
}

static void
say(const struct blank *blank, const char *text, double space_pt)
{
    if (text)
        layout_text(blank->layout, text, text_font, COLOR_INK, space_pt);
}

/* What is told of the questions that follow is not left behind on a page. */
static void
introduce(const struct blank *blank, const char *text, struct font font)
{
    struct flow *flow = blank->layout->flow;

    if (!text)
        return;
    layout_text(blank->layout, text, font, COLOR_INK, LOOK_HEADING_GAP_PT);
    flow->boxes.items[flow->boxes.n - 1].keeps_with_next = true;
}

/* ---- sections ---- */

/* What was told last of the questions on the page. */
struct told {
    const struct response *heads; /* that stand above; NULL: none */
    const char *relevant;         /* the rule; NULL: none */
    struct flow_box box;          /* of the rows below the heads */
};

static void
add_item(const struct blank *blank, size_t idx, struct told *told)
{
    const struct layout *layout = blank->layout;
    const struct item *item = &blank->instrument->items[idx];
    struct question question = {blank->numbers[idx], item->text,
                                blank->responses[idx]};
    bool is_in_columns = question_stands_in_columns(layout, question.response);

    if (!str_equal(str_from(item->relevant_text), str_from(told->relevant))) {
        if (item->relevant_text)
            introduce(
                blank,
                condition_text(&(struct condition_words){layout->tongue,
                                                         blank->instrument,
                                                         blank->numbers},
                               item->relevant_text),
                rule_font);
        told->heads = NULL;
    }
    told->relevant = item->relevant_text;
    if (question_pt(layout, &question, 0.4 * layout->width_pt)
        > MOST_QUESTION_PT) {
        introduce(blank, question.text, text_font);
        question.text = "";
    }
    if (!is_in_columns) {
        told->heads = NULL;
    } else if (!question_stands_under(question.response, told->heads)) {
        told->heads = question.response;
        told->box =
            layout_table(layout, NULL, question_heads(layout, told->heads),
                         LOOK_HEADING_GAP_PT, false);
    }
    if (is_in_columns)
        question_add_row(layout, &question, told->heads, told->box);
    else
        question_add(layout, &question);
}

/* One of which no question is printed does not occur. */
static void
add_section(const struct blank *blank, const struct section *section)
{
    struct told told = {0};
    bool is_begun = false;

    for (size_t i = 0; i < section->n_items; i++) {
        size_t idx = section->first_item + i;

        if (!blank->numbers[idx])
            continue;
        if (!is_begun) {
            if (section->title)
                layout_heading(blank->layout, section->title);
            introduce(blank, section->notice, text_font);
            introduce(blank, section->instruction, text_font);
        }
        is_begun = true;
        add_item(blank, idx, &told);
    }
}

/* ---- the head ---- */

static void
add_head(const struct blank *blank)
{
    const struct layout *layout = blank->layout;
    const struct instrument *instrument = blank->instrument;
    struct font font = {.size_pt = HEAD_PT, .weight = WEIGHT_SEMIBOLD};
    static const double fields[] = {96, 48, 92};
    static const enum word names[] = {WORD_CODE_FIELD, WORD_SESSION_COLUMN,
                                      WORD_DATE_FIELD};
    double x = layout->width_pt - FIELDS_PT;
    double width = layout_balanced_pt(layout, font, instrument->title, x - 20);
    double height =
        fmax(layout_height_pt(layout, font, instrument->title, width),
             PEN_FIELD_PT + 12)
        + 8;
    struct pen pen = layout_pen(layout, height);

    drawing_begin(pen.drawing, ROLE_TITLE, NULL, instrument->title);
    pen_paragraph(&pen, (struct pen_column){0, 0, width, COLOR_INK},
                  instrument->title, font, ALIGN_START);
    drawing_end(pen.drawing);
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        pen_field(&pen, (struct point){x, 0}, fields[i],
                  word_in(layout->tongue.language, names[i]));
        x += fields[i] + FIELD_GAP_PT;
    }
    drawing_end(pen.drawing);
    pen_rule(&pen, (struct point){0, height - LOOK_RULE_PT / 2},
             layout->width_pt, (struct stroke){COLOR_INK, LOOK_RULE_PT, 0, 0});
    layout_put(blank->layout, &pen, (struct flow_box){0});
    const char *how = word_in(layout->tongue.language, WORD_PAPER_HOW);
    if (instrument_offers_unknown(instrument))
        how = SENTENCE(layout->tongue, WORD_SENTENCE_NEXT, how,
                       word_in(layout->tongue.language, WORD_PAPER_UNKNOWN));
    say(blank, how, LOOK_HEADING_GAP_PT);
    say(blank, instrument->notice, LOOK_HEADING_GAP_PT);
}

/* "being-together, edition 1 · English · page 1 of 2" */
static const char *
foot_text(const struct blank *blank, size_t number, size_t n_pages)
{
    struct tongue tongue = blank->layout->tongue;
    const struct instrument *instrument = blank->instrument;
    const char *text =
        sentence_edition(tongue, instrument->id, instrument->edition);

    text = sentence_dotted(tongue, text, instrument->lang);
    return sentence_dotted(tongue, text,
                           SENTENCE(tongue, WORD_PAGE_OF,
                                    sentence_count(tongue, number),
                                    sentence_count(tongue, n_pages)));
}

const struct document *
blank_make(const struct instrument *instrument, const struct block *letterhead,
           bool with_private, enum language language, enum paper paper,
           const struct measure *measure, struct arena *arena)
{
    struct page page = page_of(paper);
    struct flow flow = {.arena = arena};
    const struct layout layout = {
        .title = instrument->title,
        .measure = measure,
        .flow = &flow,
        .arena = arena,
        .tongue = {language, arena},
        .width_pt = page.body_width_pt,
    };
    struct blank blank = {
        .layout = &layout,
        .instrument = instrument,
        .with_private = with_private,
    };
    struct document *document = ARENA_NEW(arena, struct document);
    size_t n_pages;
    struct flow_room room;

    set_numbers(&blank);
    set_responses(&blank);
    if (letterhead)
        letterhead->class->build(letterhead, &layout);
    add_head(&blank);
    for (size_t i = 0; i < instrument->n_sections; i++)
        add_section(&blank, &instrument->sections[i]);
    say(&blank, instrument->thanks, LOOK_BLOCK_GAP_PT);
    struct drawing **pages = flow_pages(&flow, &page, &n_pages, &room);
    for (size_t i = 0; i < n_pages; i++)
        page_foot(&page, pages[i], language,
                  instrument->about ? instrument->about->licence_spdx : NULL,
                  foot_text(&blank, i + 1, n_pages));
    *document = (struct document){
        .pages = (const struct drawing *const *)pages,
        .n_pages = n_pages,
        .title = instrument->title,
        .language = language,
    };
    return document;
}
