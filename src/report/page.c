/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paper sizes and the footer. */
#include "report/page.h"

#include <math.h>
#include "chart/labels.h"
#include "chart/palette.h"
#include "instrument/instrument.h"
#include "report/look.h"
#include "report/pen.h"
#include "report/sentences.h"

#define FOOTER_RULE_UP_PT 36.0 /* from the edge of the paper */
#define FOOTER_TEXT_UP_PT 25.0
#define FOOTER_SECOND_UP_PT 17.0 /* a second line */
#define FOOTER_GAP_PT 16.0       /* between its two halves */
#define CODE_SHARE 0.6           /* of the right half, for a client's code */

static const struct {
    double width_pt;
    double height_pt;
} papers[] = {
    [PAPER_A4] = {595.28, 841.89},
    [PAPER_LETTER] = {612, 792},
    [PAPER_ENDLESS] = {595.28, 1e6},
};

struct page
page_of(enum paper paper)
{
    double width = papers[paper].width_pt;
    double height = papers[paper].height_pt;

    return (struct page){
        .width_pt = width,
        .height_pt = height,
        .left_pt = LOOK_SIDE_PT,
        .top_pt = LOOK_TOP_PT,
        .body_width_pt = width - 2 * LOOK_SIDE_PT,
        .body_height_pt = height - LOOK_TOP_PT - LOOK_BOTTOM_PT,
    };
}

/* "c01 · being-together, edition 1": instruments by id, which is short. */
static const char *
whose_in_full(const struct subject *subject, struct tongue tongue)
{
    const char *text = subject->client;

    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct instrument *instrument =
            subject->topics[i].history->instrument;

        text = sentence_dotted(
            tongue, text,
            sentence_edition(tongue, instrument->id, instrument->edition));
    }
    return text;
}

/* "c01 · 6 instruments" */
static const char *
whose_in_short(const struct subject *subject, struct tongue tongue)
{
    return sentence_dotted(tongue, subject->client,
                           SENTENCE(tongue, WORD_INSTRUMENTS,
                                    sentence_count(tongue, subject->n_topics)));
}

/* Instruments that have no room are counted; what still has none goes, but for
   the client's code, before the page's number, which always has. */
static const char *
right_text(const struct subject *subject, const char *number,
           struct tongue tongue, const struct measure *measure, double width_pt)
{
    struct font font = look_font(FONT_FOOTER);
    const char *choices[] = {
        whose_in_full(subject, tongue),
        whose_in_short(subject, tongue),
        subject->client,
    };
    double room =
        width_pt
        - measure_width_pt(measure, font, sentence_dotted(tongue, "", number));
    size_t step = subject->n_topics > 1 ? 1 : 2;
    size_t i = 0;

    while (i < 2 && measure_width_pt(measure, font, choices[i]) > room)
        i += step;
    return sentence_dotted(
        tongue, labels_fit(measure, font, choices[i], room, tongue.arena),
        number);
}

void
page_foot(const struct page *page, struct drawing *drawing,
          enum language language, const char *left, const char *right)
{
    struct font font = look_font(FONT_FOOTER);
    struct pen pen = {drawing, language_is_rtl(language)};
    double end = page->width_pt - page->left_pt;
    double baseline = page->height_pt - FOOTER_TEXT_UP_PT;

    pen_rule(&pen,
             (struct point){page->left_pt, page->height_pt - FOOTER_RULE_UP_PT},
             end, (struct stroke){COLOR_RULE, LOOK_HAIRLINE_PT, 0, 0});
    drawing_begin(drawing, ROLE_FOOTER, NULL, NULL);
    if (left)
        pen_text(&pen, (struct point){page->left_pt, baseline}, left, font,
                 COLOR_SOFT);
    pen_text_end(&pen, (struct point){end, baseline}, right, font, COLOR_SOFT);
    drawing_end(drawing);
}

void
page_footer(const struct page *page, struct drawing *drawing,
            const struct subject *subject, enum language language,
            const struct measure *measure, size_t number, size_t n_pages)
{
    struct tongue tongue = {language, drawing->arena};
    struct font font = look_font(FONT_FOOTER);
    const char *left = word_in(language, WORD_DISCLAIMER);
    double room = page->body_width_pt - FOOTER_GAP_PT
                  - measure_width_pt(measure, font, left);
    bool has_room =
        measure_width_pt(measure, font, subject->client) <= CODE_SHARE * room;

    page_foot(page, drawing, language,
              has_room ? left : NULL, /* else below: a code is not cut for it */
              right_text(
                  subject,
                  SENTENCE(tongue, WORD_PAGE_OF, sentence_count(tongue, number),
                           sentence_count(tongue, n_pages)),
                  tongue, measure, has_room ? room : page->body_width_pt));
    if (has_room)
        return;
    struct pen pen = {drawing, language_is_rtl(language)};
    drawing_begin(drawing, ROLE_FOOTER, NULL, NULL);
    pen_text(
        &pen,
        (struct point){page->left_pt, page->height_pt - FOOTER_SECOND_UP_PT},
        left, font, COLOR_SOFT);
    drawing_end(drawing);
}
