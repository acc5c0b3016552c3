/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow: which box stands on which page, and how far down.  Pages have a body of
   100 points, from 10 on. */
#include "unit.h"

#include <string.h>
#include "report/flow.h"

static const struct page page = {100, 140, 10, 10, 80, 100};

/* A box of a height, with a letter that tells where it has come to. */
struct laid {
    char letter;
    double height_pt;
    struct flow_box how;
};

static const struct drawing *
draw(char letter, double height_pt, struct arena *arena)
{
    struct drawing *drawing = drawing_new(80, height_pt, arena);

    drawing_rect(drawing, (struct point){0, 0}, 80, height_pt,
                 (uint32_t)letter);
    return drawing;
}

/* "a0 b30 | c0": the letters of each page in order, and where they begin. */
static void
check(const struct laid *boxes, size_t n, const char *want,
      struct flow_room want_room)
{
    struct arena *arena = arena_new();
    struct flow flow = {.arena = arena};
    struct buf got = {0};
    struct drawing **pages;
    size_t n_pages;
    struct flow_room room;

    for (size_t i = 0; i < n; i++) {
        struct flow_box box = boxes[i].how;

        box.drawing = draw(boxes[i].letter, boxes[i].height_pt, arena);
        if (box.head)
            box.head = draw('H', 5, arena);
        flow_add(&flow, box);
    }
    pages = flow_pages(&flow, &page, &n_pages, &room);
    for (size_t i = 0; i < n_pages; i++) {
        if (i)
            buf_add_text(&got, " |");
        for (size_t k = 0; k < pages[i]->n_shapes; k++)
            if (pages[i]->shapes[k].kind == SHAPE_RECT)
                buf_addf(&got, "%s%c%g", got.len ? " " : "",
                         (char)pages[i]->shapes[k].fill,
                         pages[i]->shapes[k].at.y - page.top_pt);
    }
    assert_string_equal(buf_text(&got), want);
    assert_true(room.spare_pt == want_room.spare_pt);
    assert_true(room.lack_pt == want_room.lack_pt);
    assert_true(room.parts_first == want_room.parts_first);
    if (n_pages > 1 && pages[n_pages - 1]->n_shapes) {
        const struct drawing *last = pages[n_pages - 1];
        const struct shape *lowest = &last->shapes[last->n_shapes - 1];

        while (lowest->kind != SHAPE_RECT && lowest > last->shapes)
            lowest--;
        assert_true(room.last_pt
                    == lowest->at.y + lowest->height_pt - page.top_pt);
    }
    buf_clear(&got);
    arena_free(arena);
}

#define CHECK_LACK(want, spare, lack, ...)                                     \
    check((const struct laid[]){__VA_ARGS__},                                  \
          sizeof((const struct laid[]){__VA_ARGS__}) / sizeof(struct laid),    \
          want, (struct flow_room){.spare_pt = spare, .lack_pt = lack})
#define CHECK(want, spare, ...) CHECK_LACK(want, spare, 0, __VA_ARGS__)

static void
test_order(void **state)
{
    (void)state;
    CHECK("a0", 100, {'a', 0, {0}});
    CHECK("a0 b30 c60", 10, {'a', 30, {0}}, {'b', 30, {0}}, {'c', 30, {0}});
    /* Space is above a box, but not at the top of a page. */
    CHECK("a0 | b0", 40, {'a', 60, {.space_pt = 5}},
          {'b', 38, {.space_pt = 5}});
    /* A heading goes with what it heads; a table goes on with its head. */
    CHECK("a0 | b0 c20", 30, {'a', 70, {0}},
          {'b', 20, {.keeps_with_next = true}}, {'c', 20, {0}});
    CHECK("a0 | H0 b5", 30, {'a', 70, {0}},
          {'b', 40, {.head = (const struct drawing *)&page}});
}

static void
test_first_page(void **state)
{
    (void)state;
    /* The foot stands at the foot, whatever comes behind it. */
    CHECK("a0 f75 g90 | b0", 45, {'a', 30, {0}}, {'f', 10, {.is_foot = true}},
          {'g', 10, {.is_foot = true, .space_pt = 5}}, {'b', 60, {0}});
    CHECK("a0 f90 | b0", 60, {'a', 30, {0}}, {'f', 10, {.is_foot = true}},
          {'b', 20, {.is_later = true}});
    /* What is put off comes before all that has no room. */
    CHECK("a0 b30 | r0 c20", 40, {'a', 30, {0}}, {'r', 20, {.is_rest = true}},
          {'b', 30, {0}}, {'c', 50, {0}});
    CHECK("a0 | r0 | c0", 70, {'a', 30, {0}}, {'r', 80, {.is_rest = true}},
          {'c', 90, {0}});
    CHECK("a0 r30", 50, {'a', 30, {0}}, {'r', 20, {.is_rest = true}});
}

/* A box that is wanted on the first page tells what it lacks there, with all
   that stands before it. */
static void
test_wanted(void **state)
{
    (void)state;
    CHECK("a0 b70", 0, {'a', 70, {0}}, {'b', 30, {.is_wanted = true}});
    CHECK_LACK("a0 | b0", 30, 12, {'a', 70, {0}},
               {'b', 40, {.is_wanted = true, .space_pt = 2}});
    CHECK_LACK("a0 | h0 b10", 30, 10, {'a', 70, {0}},
               {'h', 10, {.keeps_with_next = true}},
               {'b', 30, {.is_wanted = true}});
    CHECK_LACK("a0 f90 | c0 | b0", 20, 105, {'a', 70, {.space_pt = 9}},
               {'c', 90, {.space_pt = 5}}, {'b', 30, {.is_wanted = true}},
               {'f', 10, {.is_foot = true}});
    CHECK_LACK("a0 | b0 c30", 30, 10, {'a', 70, {0}},
               {'b', 30, {.is_wanted = true}}, {'c', 10, {0}});
}

/* Of a table neither its first row nor its last stands alone, nor does a note
   that ends it all; a table that goes on behind page one is told. */
static void
test_none_alone(void **state)
{
    static const struct flow_part part = {ROLE_TABLE, NULL};
    const struct flow_box row = {.part = &part,
                                 .head = (const struct drawing *)&page};
    const struct flow_box head = {.part = &part, .keeps_with_next = true};

    (void)state;
    CHECK("a0 | h0 b5 c25 d45", 25, {'a', 75, {0}}, {'h', 5, head},
          {'b', 20, row}, {'c', 20, row}, {'d', 20, row});
    check((const struct laid[]){{'a', 10, {0}},
                                {'h', 5, head},
                                {'b', 20, row},
                                {'c', 20, row},
                                {'d', 20, row},
                                {'e', 30, row}},
          6, "a0 h10 b15 c35 | H0 d5 e25",
          (struct flow_room){.spare_pt = 45, .parts_first = true});
    CHECK("a0 | b0 m45 n50", 50, {'a', 50, {0}}, {'b', 45, {0}}, {'m', 5, {0}},
          {'n', 6, {0}});
    CHECK("a0 b50 | n0", 5, {'a', 50, {0}}, {'b', 45, {0}}, {'n', 13, {0}});
}

UNIT_MAIN(cmocka_unit_test(test_order), cmocka_unit_test(test_first_page),
          cmocka_unit_test(test_wanted), cmocka_unit_test(test_none_alone))
