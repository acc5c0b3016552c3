/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From top to bottom, in one pass: a box goes on the page when all that must
   stay with it does, above the foot. */
#include "report/flow.h"

/* A box that was made to fill a page does. */
#define ROUNDING_PT 0.01

/* What a few notes take of a page. */
#define NOTES_SHARE 0.12

struct filling {
    const struct flow *flow;
    const struct page *page;
    double foot_pt; /* of the first page */
    struct flow_room room;
    struct page_list VEC(struct drawing *) pages;
    double used_pt;               /* of the page's body */
    double in_order_pt;           /* of all so far, were it on one page */
    bool is_empty;                /* nothing is on the page yet */
    bool has_rest;                /* what was put off has been put */
    const struct flow_part *part; /* that is open; or NULL */
};

void
flow_add(struct flow *flow, struct flow_box box)
{
    *vec_add(flow->arena, &flow->boxes) = box;
}

static void
enter_part(struct filling *filling, const struct flow_part *part)
{
    struct drawing *drawing = filling->pages.items[filling->pages.n - 1];

    if (filling->part == part)
        return;
    if (filling->part)
        drawing_end(drawing);
    if (part)
        drawing_begin(drawing, part->role, part->text, NULL);
    filling->part = part;
}

/* What the page at hand has room for above its foot. */
static double
body_pt(const struct filling *filling)
{
    double body = filling->page->body_height_pt;

    return filling->pages.n > 1 ? body : body - filling->foot_pt;
}

static void
begin_page(struct filling *filling)
{
    const struct page *page = filling->page;
    struct arena *arena = filling->flow->arena;

    if (filling->pages.n)
        enter_part(filling, NULL);
    if (filling->pages.n == 1)
        filling->room.spare_pt = body_pt(filling) - filling->used_pt;
    *vec_add(arena, &filling->pages) =
        drawing_new(page->width_pt, page->height_pt, arena);
    filling->used_pt = 0;
    filling->is_empty = true;
}

static void
put(struct filling *filling, const struct drawing *drawing)
{
    drawing_add(filling->pages.items[filling->pages.n - 1], drawing,
                filling->page->left_pt,
                filling->page->top_pt + filling->used_pt);
    filling->used_pt += drawing->height_pt;
    filling->is_empty = false;
}

static bool
are_of_a_part(const struct flow *flow, size_t a, size_t b)
{
    return b < flow->boxes.n && flow->boxes.items[a].part
           && flow->boxes.items[a].part == flow->boxes.items[b].part;
}

/* Whether all that comes from the box on is a few notes. */
static bool
is_little_left(const struct filling *filling, size_t idx)
{
    const struct flow *flow = filling->flow;
    double most = NOTES_SHARE * filling->page->body_height_pt;
    double left = 0;

    for (; idx < flow->boxes.n && left <= most; idx++) {
        const struct flow_box *box = &flow->boxes.items[idx];

        if (box->is_foot || box->is_later || box->is_rest)
            return false;
        left += box->space_pt + box->drawing->height_pt;
    }
    return left <= most;
}

/* Whether the box stays with the next: it says so, or is the first row of a
   table or the last but one, or little is left behind it; so that neither a row
   nor a note stands alone. */
static bool
stays(const struct filling *filling, size_t idx)
{
    const struct flow *flow = filling->flow;
    const struct flow_box *box = &flow->boxes.items[idx];

    if (idx + 1 >= flow->boxes.n)
        return false;
    if (box->keeps_with_next)
        return true;
    if (are_of_a_part(flow, idx, idx + 1)
        && (!are_of_a_part(flow, idx, idx + 2) || idx < 2
            || !are_of_a_part(flow, idx - 2, idx)))
        return true;
    return !box->is_foot && !box->is_rest && is_little_left(filling, idx + 1);
}

/* That of the box and of those that stay with it. */
static double
chain_pt(const struct filling *filling, size_t idx)
{
    const struct flow_box *boxes = filling->flow->boxes.items;
    double chain = boxes[idx].drawing->height_pt;

    for (; stays(filling, idx); idx++)
        chain += boxes[idx + 1].space_pt + boxes[idx + 1].drawing->height_pt;
    return chain;
}

static bool
has_room(const struct filling *filling, size_t idx)
{
    double space = filling->flow->boxes.items[idx].space_pt;
    double room = body_pt(filling) - filling->used_pt;
    double chain = chain_pt(filling, idx);

    if (chain > filling->page->body_height_pt) /* it must part somewhere */
        chain = filling->flow->boxes.items[idx].drawing->height_pt;
    return space + chain <= room + ROUNDING_PT;
}

static void
put_box(struct filling *filling, size_t idx)
{
    const struct flow_box *box = &filling->flow->boxes.items[idx];

    enter_part(filling, box->part);
    if (!filling->is_empty)
        filling->used_pt += box->space_pt;
    else if (box->head)
        put(filling, box->head);
    put(filling, box->drawing);
}

static bool
needs_page(const struct filling *filling, size_t idx)
{
    bool is_later = filling->flow->boxes.items[idx].is_later;

    return !filling->is_empty
           && ((is_later && filling->pages.n == 1) || !has_room(filling, idx));
}

/* What was put off, once. */
static void
put_rest(struct filling *filling)
{
    bool is_first = !filling->has_rest;

    filling->has_rest = true;
    for (size_t i = 0; is_first && i < filling->flow->boxes.n; i++) {
        if (!filling->flow->boxes.items[i].is_rest)
            continue;
        if (needs_page(filling, i))
            begin_page(filling);
        put_box(filling, i);
    }
}

/* Puts a box where there is room for it: on this page, or behind the rest on
   the next. */
static void
place_box(struct filling *filling, size_t idx)
{
    const struct flow_box *box = &filling->flow->boxes.items[idx];

    if (needs_page(filling, idx)) {
        filling->room.parts_first |= filling->pages.n == 1 && filling->part
                                     && filling->part == box->part;
        begin_page(filling);
        put_rest(filling);
        if (needs_page(filling, idx))
            begin_page(filling);
    }
    if (box->is_wanted && filling->pages.n > 1)
        filling->room.lack_pt = filling->in_order_pt + box->space_pt
                                + chain_pt(filling, idx)
                                - (body_pt(filling) - filling->foot_pt);
    filling->in_order_pt += (idx ? box->space_pt : 0) + box->drawing->height_pt;
    put_box(filling, idx);
}

/* The foot's boxes are all of one page, and its last. */
static void
put_foot(const struct filling *filling)
{
    const struct flow *flow = filling->flow;
    double y = filling->page->body_height_pt - filling->foot_pt;

    for (size_t i = 0; i < flow->boxes.n; i++) {
        const struct flow_box *box = &flow->boxes.items[i];

        if (!box->is_foot)
            continue;
        y += box->space_pt;
        drawing_add(filling->pages.items[0], box->drawing,
                    filling->page->left_pt, filling->page->top_pt + y);
        y += box->drawing->height_pt;
    }
}

struct drawing **
flow_pages(const struct flow *flow, const struct page *page, size_t *n_pages,
           struct flow_room *room)
{
    struct filling filling = {.flow = flow, .page = page};

    for (size_t i = 0; i < flow->boxes.n; i++)
        if (flow->boxes.items[i].is_foot)
            filling.foot_pt += flow->boxes.items[i].space_pt
                               + flow->boxes.items[i].drawing->height_pt;
    begin_page(&filling);
    for (size_t i = 0; i < flow->boxes.n; i++)
        if (!flow->boxes.items[i].is_foot && !flow->boxes.items[i].is_rest)
            place_box(&filling, i);
    put_rest(&filling);
    enter_part(&filling, NULL);
    if (filling.pages.n == 1)
        filling.room.spare_pt = body_pt(&filling) - filling.used_pt;
    put_foot(&filling);
    filling.room.last_pt = filling.used_pt;
    *room = filling.room;
    *n_pages = filling.pages.n;
    return filling.pages.items;
}
