/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subject, blocks, flow, pages: the order in which a report is made. */
#include "report/report.h"

#include "base/date.h"
#include "report/block.h"
#include "report/page.h"
#include "report/panel.h"

/* A last page that holds no more has two notes. */
#define LITTLE_PT 250.0

enum { DAY_S = 24 * 60 * 60 };

static struct flow *
build_blocks(const struct template *template, struct layout *layout)
{
    struct flow *flow = ARENA_NEW(layout->arena, struct flow);

    flow->arena = layout->arena;
    layout->flow = flow;
    for (size_t i = 0; i < template->n_blocks; i++) {
        const struct block *block = &template->blocks[i];

        if (!block->class->is_for_clinician
            || layout->subject->audience == FOR_CLINICIAN)
            block->class->build(block, layout);
    }
    return flow;
}

/* By how much the large chart may grow. */
static double
chart_grows_pt(const struct template *template, const struct subject *subject)
{
    size_t n = 0;

    for (size_t i = 0; i < subject->n_findings; i++)
        n += panel_can_draw(&subject->findings[i]);
    for (size_t i = 0; i < template->n_blocks; i++)
        if (template->blocks[i].class == &block_charts && n > 0)
            return (n == 1 ? LOOK_PLOT_ALONE_PT : LOOK_PLOT_MOST_PT)
                   - LOOK_PLOT_PT;
    return 0;
}

static struct flow_room
try_blocks(const struct template *template, struct layout *layout,
           const struct page *page)
{
    struct flow_room room;
    size_t n_pages;

    (void)!flow_pages(build_blocks(template, layout), page, &n_pages, &room);
    return room;
}

/* What page one has left once its large chart stands on it: rows before that go
   on behind where they must, and where that is not enough names in sentences
   are shortened; else both stay, and the chart does not stand there. */
static double
make_room(const struct template *template, struct layout *layout,
          const struct page *page)
{
    for (int is_brief = 0; is_brief < 2; is_brief++) {
        layout->is_brief = is_brief;
        for (int k = 0; k < 2; k++) {
            struct flow_room room = try_blocks(template, layout, page);

            if (room.lack_pt <= 0)
                return room.spare_pt;
            layout->lack_pt = k ? 0 : room.lack_pt;
        }
    }
    layout->is_brief = false;
    return 0;
}

/* The pages; or better ones by rows that are a little lower: fewer, where the
   last would hold next to nothing, or a first that holds a table to its end. */
static struct drawing **
better_pages(const struct template *template, struct layout *layout,
             const struct page *page, struct drawing **pages, size_t *n_pages,
             const struct flow_room *found)
{
    struct flow_room room;
    size_t n;

    if (*n_pages == 1 || (found->last_pt > LITTLE_PT && !found->parts_first))
        return pages;

    layout->is_tight = true;
    if (layout->grows_pt <= 0)
        layout->spare_pt = 0; /* no lines to write on in its place */
    struct drawing **better =
        flow_pages(build_blocks(template, layout), page, &n, &room);
    if (n > *n_pages
        || (n == *n_pages && room.parts_first >= found->parts_first))
        return pages;
    *n_pages = n;
    return better;
}

bool
report_may_be_shared(const struct template *template,
                     const struct report_data *data, struct arena *arena)
{
    return subject_of(data, template, arena).n_findings > 0;
}

const struct document *
report_make(const struct template *template, const struct report_data *data,
            enum paper paper, const struct measure *measure,
            struct arena *arena)
{
    struct subject subject = subject_of(data, template, arena);
    struct page page = page_of(paper);
    struct layout layout = {
        .subject = &subject,
        .title = template->title,
        .measure = measure,
        .arena = arena,
        .tongue = {data->language, arena},
        .program_version = data->program_version,
        .width_pt = page.body_width_pt,
        .grows_pt = chart_grows_pt(template, &subject),
    };
    struct document *document = ARENA_NEW(arena, struct document);
    struct flow_room room;
    size_t n_pages;

    layout.spare_pt = make_room(template, &layout, &page);
    struct drawing **pages =
        flow_pages(build_blocks(template, &layout), &page, &n_pages, &room);
    pages = better_pages(template, &layout, &page, pages, &n_pages, &room);
    for (size_t i = 0; i < n_pages; i++)
        page_footer(&page, pages[i], &subject, data->language, measure, i + 1,
                    n_pages);
    *document = (struct document){
        .pages = (const struct drawing *const *)pages,
        .n_pages = n_pages,
        .title = template->title,
        .language = data->language,
        .created_s = subject.latest_days == DATE_NONE
                         ? 0
                         : (int64_t)subject.latest_days * DAY_S,
    };
    return document;
}

const struct document *
report_trial(const struct template *template, enum language language,
             const struct measure *measure, struct arena *arena)
{
    struct page page = page_of(PAPER_A4);
    struct flow flow = {.arena = arena};
    const struct layout layout = {.title = template->title,
                                  .measure = measure,
                                  .flow = &flow,
                                  .arena = arena,
                                  .tongue = {language, arena},
                                  .width_pt = page.body_width_pt};
    struct document *document = ARENA_NEW(arena, struct document);
    struct flow_room room;
    size_t n_pages;

    for (size_t i = 0; i < template->n_blocks; i++)
        if (template->blocks[i].class == &block_letterhead)
            block_letterhead.build(&template->blocks[i], &layout);
        else if (template->blocks[i].heading)
            layout_paragraph(&layout, template->blocks[i].heading, 0);
    for (size_t i = 0; i < template->n_labels; i++)
        if (template->labels[i].text)
            layout_paragraph(&layout, template->labels[i].text, 0);
    layout_paragraph(&layout, template->title, 0);
    struct drawing **pages = flow_pages(&flow, &page, &n_pages, &room);
    *document = (struct document){
        .pages = (const struct drawing *const *)pages,
        .n_pages = n_pages,
        .title = template->title,
        .language = language,
    };
    return document;
}
