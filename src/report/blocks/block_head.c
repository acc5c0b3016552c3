/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a report: whose it is, over how many sessions and which time,
   with which instruments. */
#include "report/block.h"

#include <math.h>
#include "base/date.h"
#include "chart/palette.h"
#include "instrument/instrument.h"
#include "report/look.h"
#include "report/pen.h"
#include "report/sentences.h"

#define CLIENT_SHARE 0.5      /* of the width, at most */
#define RIGHT_SHARE 0.48      /* for the instruments, at most */
#define BESIDE_PT 20.0        /* from the client to the subtitle */
#define SUBTITLE_DOWN_PT 21.0 /* below the client, without room beside it */
#define SPAN_UP_PT 10.0       /* above the client's baseline */
#define UNDER_DOWN_PT 2.0     /* the instruments' baseline below it */
#define RULE_BELOW_PT 11.0

struct head {
    const struct layout *layout;
    struct tongue tongue;
    const char *client;
    const char *subtitle;
    const char *span;        /* NULL: no dates */
    const char *instruments; /* NULL: none */
    double right_pt;         /* width of what stands on the right */
    double baseline;
    bool is_beside; /* the subtitle stands beside the client */
};

static const char *
subtitle_of(const struct head *head, const char *title)
{
    size_t n = head->layout->subject->n_sessions;
    const char *texts[] = {title, sentence_count(head->tongue, n)};

    return sentence_of(head->tongue,
                       n > 1   ? WORD_OVER_SESSIONS
                       : n > 0 ? WORD_OVER_ONE_SESSION
                               : WORD_NO_SESSIONS,
                       texts, 2);
}

static double
width_of(const struct head *head, enum look_font font, const char *text)
{
    return text ? layout_width_pt(head->layout, look_font(font), text) : 0;
}

/* All instruments, as many on a line as have room, none of them broken that
   need not be. */
static const char *
instruments_of(struct head *head)
{
    const struct subject *subject = head->layout->subject;
    struct arena *arena = head->tongue.arena;
    double most_pt = RIGHT_SHARE * head->layout->width_pt;
    const char *lines = "";
    const char *line = NULL;

    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct instrument *instrument =
            subject->topics[i].history->instrument;
        const char *one = sentence_edition(head->tongue, instrument->title,
                                           instrument->edition);
        const char *longer =
            line ? sentence_dotted(head->tongue, line, one) : one;

        if (line && width_of(head, FONT_UNDER, longer) > most_pt) {
            lines = arena_printf(arena, "%s%s\n", lines, line);
            longer = one;
        }
        line = longer;
        head->right_pt = fmax(head->right_pt,
                              fmin(width_of(head, FONT_UNDER, line), most_pt));
    }
    return line ? arena_printf(arena, "%s%s", lines, line) : NULL;
}

/* The subtitle goes below the client where it has no room beside it. */
static void
place_subtitle(struct head *head)
{
    double room = head->layout->width_pt - head->right_pt - BESIDE_PT;
    double beside =
        room - BESIDE_PT - width_of(head, FONT_CLIENT, head->client);

    head->is_beside = width_of(head, FONT_SUBTITLE, head->subtitle) <= beside;
    if (!head->is_beside)
        head->subtitle = layout_fit(head->layout, look_font(FONT_SUBTITLE),
                                    head->subtitle, room);
}

static struct head
measured(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct head head = {
        .layout = layout,
        .tongue = {layout->language, layout->arena},
        .client = layout_fit(layout, look_font(FONT_CLIENT), subject->client,
                             CLIENT_SHARE * layout->width_pt),
        .baseline = measure_ascent_pt(layout->measure, look_font(FONT_CLIENT)),
    };

    head.subtitle =
        subtitle_of(&head, block->heading ? block->heading : layout->title);
    if (subject->first_days != DATE_NONE)
        head.span = sentence_span(head.tongue, subject->first_days,
                                  subject->latest_days);
    head.instruments = instruments_of(&head);
    head.right_pt = fmax(head.right_pt, width_of(&head, FONT_SPAN, head.span));
    place_subtitle(&head);
    return head;
}

/* Where the instruments begin: below the dates, beside the client. */
static double
under_top(const struct head *head)
{
    return head->baseline + UNDER_DOWN_PT
           - measure_ascent_pt(head->layout->measure, look_font(FONT_UNDER));
}

static double
height_of(const struct head *head)
{
    double left = head->baseline + (head->is_beside ? 0 : SUBTITLE_DOWN_PT);
    double right = 0;

    if (head->instruments)
        right =
            under_top(head)
            + measure_height_pt(head->layout->measure, look_font(FONT_UNDER),
                                head->instruments, head->right_pt)
            - 4; /* what a line has below its letters */
    return fmax(left, right) + RULE_BELOW_PT;
}

static void
draw_left(const struct head *head, const struct pen *pen)
{
    struct point client = {0, head->baseline};
    struct point subtitle = {0, head->baseline + SUBTITLE_DOWN_PT};

    if (head->is_beside)
        subtitle = (struct point){width_of(head, FONT_CLIENT, head->client)
                                      + BESIDE_PT,
                                  head->baseline};
    drawing_begin(pen->drawing, ROLE_TITLE, NULL, head->layout->title);
    pen_text(pen, client, head->client, look_font(FONT_CLIENT), COLOR_INK);
    pen_text(pen, subtitle, head->subtitle, look_font(FONT_SUBTITLE),
             COLOR_SOFT);
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
    struct pen pen =
        pen_new(layout->width_pt, height, layout->language, layout->arena);

    draw_left(&head, &pen);
    draw_right(&head, &pen);
    pen_rule(&pen, (struct point){0, height - LOOK_RULE_PT / 2},
             layout->width_pt, LOOK_RULE_PT, COLOR_INK);
    flow_add(layout->flow, (struct flow_box){.drawing = pen.drawing});
}

const struct block_class block_head = {.name = "head", .build = build};
