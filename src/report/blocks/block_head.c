/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a report: whose it is, over how many sessions and which time,
   with which instruments. */
#include "report/block.h"

#include <math.h>
#include "base/date.h"
#include "instrument/instrument.h"
#include "report/cohort.h"

#define CLIENT_SHARE 0.55     /* of the width, at most, unless it is too long */
#define RIGHT_SHARE 0.42      /* for the instruments, at most */
#define BESIDE_PT 20.0        /* from the client to the subtitle */
#define SUBTITLE_DOWN_PT 21.0 /* below the client, without room beside it */
#define SPAN_UP_PT 10.0       /* above the client's baseline */
#define UNDER_DOWN_PT 2.0     /* the instruments' baseline below it */
#define RULE_BELOW_PT 11.0
#define NONE_DOWN_PT 17.0 /* below the rule: that there is nothing to show */
#define MOST_LINES 2.8    /* of instruments, in sizes */
#define SMALLEST_PT 12.0
#define SMALLEST_SUBTITLE_PT 9.0
#define HAIR_PT 0.5 /* so that what just fits is not wrapped */

struct head {
    const struct layout *layout;
    struct tongue tongue;
    struct font client_font;
    struct font subtitle_font;
    const char *subtitle;
    const char *span;        /* NULL: no dates */
    const char *instruments; /* NULL: none */
    double right_pt;         /* width of what stands on the right */
    double client_pt;        /* and of the client's code, */
    double client_down_pt;   /* which may need more than one line */
    double baseline;
    bool is_beside; /* the subtitle stands beside the client */
};

static const char *
subtitle_of(const struct head *head, const char *title)
{
    const struct subject *subject = head->layout->subject;
    size_t n = subject->timeline.n;
    const char *texts[] = {title, sentence_count(head->tongue, n)};

    if (subject->cohort) {
        const struct cohort *cohort = subject->cohort;
        size_t shown = cohort->hides_total ? cohort->n_most : cohort->n_clients;
        bool are_few = cohort->n_clients < COHORT_LEAST;
        texts[0] = sentence_count(head->tongue,
                                  shown < COHORT_LEAST ? COHORT_LEAST : shown);
        return sentence_of(head->tongue,
                           are_few               ? WORD_COHORT_OF_FEW
                           : cohort->hides_total ? WORD_COHORT_OF_MORE
                                                 : WORD_COHORT_OF,
                           texts, 1);
    }
    if (subject->kind == KIND_SESSION && n)
        return SENTENCE(head->tongue, WORD_SESSION_ALONE,
                        subject->timeline.labels[n - 1]);

    return sentence_of(head->tongue,
                       n > 1   ? WORD_OVER_SESSIONS
                       : n > 0 ? WORD_OVER_ONE_SESSION
                               : WORD_NO_SESSIONS,
                       texts, 2);
}

static double
width_of(const struct head *head, struct font font, const char *text)
{
    return text ? layout_width_pt(head->layout, font, text) : 0;
}

/* All instruments in a line or two, or how many they are: page two names
   them. */
static const char *
instruments_of(struct head *head)
{
    const struct subject *subject = head->layout->subject;
    double most_pt = RIGHT_SHARE * head->layout->width_pt;
    const char *text = NULL;

    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct instrument *instrument =
            subject->topics[i].history->instrument;
        const char *one = sentence_edition(head->tongue, instrument->title,
                                           instrument->edition);

        text = text ? sentence_dotted(head->tongue, text, one) : one;
    }
    if (!text)
        return NULL;
    if (subject->n_topics > 1
        && layout_height_pt(head->layout, look_font(FONT_UNDER), text, most_pt)
               > MOST_LINES * look_font(FONT_UNDER).size_pt) {
        text = SENTENCE(head->tongue, WORD_INSTRUMENTS,
                        sentence_count(head->tongue, subject->n_topics));
    }
    head->right_pt = fmin(width_of(head, look_font(FONT_UNDER), text), most_pt);
    return text;
}

/* Codes may differ at their ends alone: none is cut.  A long one is set
   smaller, and a very long one wrapped. */
static void
set_client(struct head *head)
{
    const char *client = head->layout->subject->client;
    double most_pt = CLIENT_SHARE * head->layout->width_pt;

    head->client_font = look_font(FONT_CLIENT);
    while (head->client_font.size_pt > SMALLEST_PT
           && width_of(head, head->client_font, client) > most_pt)
        head->client_font.size_pt -= 1;
    head->client_pt = fmin(
        width_of(head, head->client_font, client) + HAIR_PT,
        fmax(most_pt, head->layout->width_pt - head->right_pt - BESIDE_PT));
    head->baseline = layout_ascent_pt(head->layout, look_font(FONT_CLIENT));
    head->client_down_pt = layout_height_pt(head->layout, head->client_font,
                                            client, head->client_pt)
                           - layout_height_pt(head->layout, head->client_font,
                                              "", head->client_pt);
}

/* The subtitle goes below the client where it has no room beside it, and is set
   smaller where it has not enough there. */
static void
place_subtitle(struct head *head)
{
    struct font *font = &head->subtitle_font;
    double room = head->layout->width_pt - head->right_pt - BESIDE_PT;

    *font = look_font(FONT_SUBTITLE);
    head->is_beside = head->client_down_pt == 0
                      && width_of(head, *font, head->subtitle)
                             <= room - BESIDE_PT - head->client_pt;
    if (head->is_beside)
        return;
    while (font->size_pt > SMALLEST_SUBTITLE_PT
           && width_of(head, *font, head->subtitle) > room)
        font->size_pt -= 0.5;
    head->subtitle = layout_fit(head->layout, *font, head->subtitle, room);
}

static struct head
measured(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct head head = {.layout = layout, .tongue = layout->tongue};

    head.subtitle =
        subtitle_of(&head, block->heading ? block->heading : layout->title);
    if (subject->first_days != DATE_NONE)
        head.span = sentence_span(head.tongue, subject->first_days,
                                  subject->latest_days);
    head.instruments = instruments_of(&head);
    head.right_pt =
        fmax(head.right_pt, width_of(&head, look_font(FONT_SPAN), head.span));
    set_client(&head);
    place_subtitle(&head);
    return head;
}

/* Where the instruments begin: below the dates, beside the client. */
static double
under_top(const struct head *head)
{
    return head->baseline + UNDER_DOWN_PT
           - layout_ascent_pt(head->layout, look_font(FONT_UNDER));
}

static double
height_of(const struct head *head)
{
    double left = head->baseline + head->client_down_pt
                  + (head->is_beside ? 0 : SUBTITLE_DOWN_PT);
    double right = 0;

    if (head->instruments)
        right = under_top(head)
                + layout_height_pt(head->layout, look_font(FONT_UNDER),
                                   head->instruments, head->right_pt)
                - 4; /* what a line has below its letters */
    return fmax(left, right) + RULE_BELOW_PT;
}

static void
draw_left(const struct head *head, const struct pen *pen)
{
    struct pen_column client = {
        0, head->baseline - layout_ascent_pt(head->layout, head->client_font),
        head->client_pt, COLOR_INK};
    struct point subtitle = {head->is_beside ? head->client_pt + BESIDE_PT : 0,
                             head->baseline + head->client_down_pt
                                 + (head->is_beside ? 0 : SUBTITLE_DOWN_PT)};

    drawing_begin(pen->drawing, ROLE_TITLE, NULL, head->layout->title);
    pen_paragraph(pen, client, head->layout->subject->client, head->client_font,
                  ALIGN_START);
    pen_text(pen, subtitle, head->subtitle, head->subtitle_font, COLOR_SOFT);
    drawing_end(pen->drawing);
}

static void
draw_right(const struct head *head, const struct pen *pen)
{
    double width = head->layout->width_pt;
    struct pen_column column = {width - head->right_pt, under_top(head),
                                head->right_pt, COLOR_SOFT};

    drawing_begin(pen->drawing, ROLE_PARAGRAPH, NULL, NULL);
    if (head->span)
        pen_text_end(pen, (struct point){width, head->baseline - SPAN_UP_PT},
                     head->span, look_font(FONT_SPAN), COLOR_INK);
    if (head->instruments)
        pen_paragraph(pen, column, head->instruments, look_font(FONT_UNDER),
                      ALIGN_END);
    drawing_end(pen->drawing);
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct head head = measured(block, layout);
    double height = height_of(&head);
    struct pen pen = layout_pen(layout, height);

    if (layout->subject->audience == FOR_CLINICIAN)
        layout_subheading(layout,
                          word_in(layout->tongue.language, WORD_NOT_FOR_TABLE));
    draw_left(&head, &pen);
    draw_right(&head, &pen);
    pen_rule(&pen, (struct point){0, height - LOOK_RULE_PT / 2},
             layout->width_pt, (struct stroke){COLOR_INK, LOOK_RULE_PT, 0, 0});
    layout_put(layout, &pen, (struct flow_box){0});
    if (!layout->subject->cohort && layout->subject->timeline.n == 0)
        layout_text(layout, word_in(layout->tongue.language, WORD_NONE_TO_SHOW),
                    look_font(FONT_SAID), COLOR_INK, NONE_DOWN_PT);
}

const struct block_class block_head = {
    .name = "head", .build = build, .is_of_all = true};
