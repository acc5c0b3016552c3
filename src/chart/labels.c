/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Placing by cost: a spot on another label or a mark is none; one on a line is
   dear; among equals the first wins. */
#include "chart/labels.h"

#include <assert.h>
#include <math.h>

#include "base/utf8.h"
#include "chart/palette.h"

/* Letters above and below the baseline, in sizes of the font; and the air
   that stays around a label. */
#define ABOVE 0.80
#define BELOW 0.24
#define AIR_PT 1.0
#define APART 0.9 /* at the sides of words that a number is no part of */

#define COST_ORDER 1.0
#define COST_ALONG 0.1 /* of a word that may stand anywhere along a line */
#define COST_FAINT 2.5
#define COST_LINE 100.0
#define COST_DASHED 1e5
#define COST_CLEAR 99.0 /* what a label that may be left out may cost */

static bool
overlap(struct box a, struct box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom
           && b.top < a.bottom;
}

static struct box
grown(struct box box, double by)
{
    return (struct box){box.left - by, box.top - by, box.right + by,
                        box.bottom + by};
}

/* Clips the stretch [*enter, *leave] of a segment's parameter to where it is
   between 'lo' and 'hi'; false when nothing is left (Liang and Barsky). */
static bool
clip(double at, double by, double lo, double hi, double stretch[2])
{
    if (by == 0)
        return at > lo && at < hi;
    double first = (lo - at) / by;
    double second = (hi - at) / by;
    stretch[0] = fmax(stretch[0], fmin(first, second));
    stretch[1] = fmin(stretch[1], fmax(first, second));
    return stretch[0] < stretch[1];
}

static bool
crosses(struct segment line, struct box box)
{
    double stretch[2] = {0, 1};

    if (fmax(line.from.x, line.to.x) <= box.left
        || fmin(line.from.x, line.to.x) >= box.right)
        return false;
    return clip(line.from.x, line.to.x - line.from.x, box.left, box.right,
                stretch)
           && clip(line.from.y, line.to.y - line.from.y, box.top, box.bottom,
                   stretch);
}

static double
width_of(const struct labels *labels, const struct label *label)
{
    return measure_width_pt(labels->measure, label->font, label->text);
}

/* The space that the letters of a label so wide need at the spot. */
static struct box
box_at(struct spot spot, double width_pt, double size_pt)
{
    double left = spot.side == SIDE_LEFT     ? spot.at.x
                  : spot.side == SIDE_MIDDLE ? spot.at.x - width_pt / 2
                                             : spot.at.x - width_pt;

    return (struct box){left, spot.at.y - ABOVE * size_pt, left + width_pt,
                        spot.at.y + BELOW * size_pt};
}

void
labels_take(struct labels *labels, struct box box)
{
    *vec_add(labels->drawing->arena, &labels->taken) = box;
}

void
labels_mark(struct labels *labels, struct box box)
{
    *vec_add(labels->drawing->arena, &labels->marks) = box;
}

void
labels_line(struct labels *labels, struct point from, struct point to)
{
    *vec_add(labels->drawing->arena, &labels->lines) =
        (struct segment){from, to};
}

void
labels_dashed(struct labels *labels, struct point from, struct point to)
{
    *vec_add(labels->drawing->arena, &labels->dashed) =
        (struct segment){from, to};
}

void
labels_faint(struct labels *labels, struct point from, struct point to)
{
    *vec_add(labels->drawing->arena, &labels->faint) =
        (struct segment){from, to};
}

static bool
is_inside(struct box box, struct box outer)
{
    return box.left >= outer.left && box.right <= outer.right
           && box.top >= outer.top && box.bottom <= outer.bottom;
}

/* What a label there would cost; infinite where it must not be. */
static double
cost_of(const struct labels *labels, struct box box)
{
    struct box air = grown(box, AIR_PT);
    double cost = 0;

    if (!is_inside(box, labels->inside))
        return INFINITY;
    for (size_t i = 0; i < labels->taken.n; i++)
        if (overlap(air, labels->taken.items[i]))
            return INFINITY;
    for (size_t i = 0; i < labels->marks.n; i++)
        if (overlap(box, labels->marks.items[i]))
            return INFINITY;
    for (size_t i = 0; i < labels->lines.n; i++)
        if (crosses(labels->lines.items[i], air))
            cost += COST_LINE;
    for (size_t i = 0; i < labels->dashed.n; i++)
        if (crosses(labels->dashed.items[i], air))
            cost += COST_DASHED;
    for (size_t i = 0; i < labels->faint.n; i++)
        if (crosses(labels->faint.items[i], air))
            cost += COST_FAINT;
    return cost;
}

static void
write_in(struct labels *labels, const struct label *label, struct spot spot,
         struct box box, bool has_plate)
{
    *vec_add(labels->drawing->arena, &labels->placed) =
        (struct placed_label){*label, spot, box, has_plate};
    labels_take(labels, box);
}

void
labels_draw(const struct labels *labels)
{
    bool is_rtl = language_is_rtl(labels->language);

    for (size_t i = 0; i < labels->placed.n; i++) {
        const struct placed_label *placed = &labels->placed.items[i];
        const struct label *label = &placed->label;
        struct spot spot = placed->spot;
        enum align align = spot.side == SIDE_MIDDLE             ? ALIGN_MIDDLE
                           : (spot.side == SIDE_LEFT) != is_rtl ? ALIGN_START
                                                                : ALIGN_END;

        if (placed->has_plate)
            drawing_rect(labels->drawing,
                         (struct point){placed->box.left, placed->box.top},
                         placed->box.right - placed->box.left,
                         placed->box.bottom - placed->box.top, COLOR_PAPER);
        drawing_text(labels->drawing, spot.at, label->text, label->font,
                     label->color, align);
    }
}

/* ---- rules ---- */

/* Where a label that lies on the rule ends, and begins; measured along it. */
static bool
meets(struct box box, struct point from, bool is_level, double *begin,
      double *end)
{
    box = grown(box, AIR_PT);
    *begin = is_level ? box.left : box.top;
    *end = is_level ? box.right : box.bottom;
    return is_level ? box.top < from.y && from.y < box.bottom
                    : box.left < from.x && from.x < box.right;
}

/* The end of the labels that cover the place; the place where none does. */
static double
after_labels(const struct labels *labels, struct point from, bool is_level,
             double at)
{
    double begin;
    double end;

    for (size_t i = 0; i < labels->taken.n; i++)
        if (meets(labels->taken.items[i], from, is_level, &begin, &end)
            && begin <= at && at < end)
            return after_labels(labels, from, is_level, end);
    return at;
}

/* Where the first label beyond the place begins, or 'last'. */
static double
before_label(const struct labels *labels, struct point from, bool is_level,
             double at, double last)
{
    double begin;
    double end;

    for (size_t i = 0; i < labels->taken.n; i++)
        if (meets(labels->taken.items[i], from, is_level, &begin, &end)
            && begin > at)
            last = fmin(last, begin);
    return last;
}

void
labels_rule(const struct labels *labels, struct point from, struct point to,
            struct stroke stroke)
{
    bool is_level = from.y == to.y;
    double at = is_level ? fmin(from.x, to.x) : fmin(from.y, to.y);
    double last = is_level ? fmax(from.x, to.x) : fmax(from.y, to.y);

    while ((at = after_labels(labels, from, is_level, at)) < last) {
        double end = before_label(labels, from, is_level, at, last);

        drawing_line(labels->drawing,
                     is_level ? (struct point){at, from.y}
                              : (struct point){from.x, at},
                     is_level ? (struct point){end, from.y}
                              : (struct point){from.x, end},
                     stroke);
        at = end;
    }
}

void
labels_write(struct labels *labels, const struct label *label, struct spot spot)
{
    write_in(labels, label, spot,
             box_at(spot, width_of(labels, label), label->font.size_pt), false);
}

bool
labels_put(struct labels *labels, const struct label *label,
           const struct spot *spots, size_t n_spots, enum need need)
{
    double width = width_of(labels, label);
    double least = need == NEED_MUST ? INFINITY : COST_CLEAR;
    struct box best_box = {0};
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < n_spots && (double)i * COST_ORDER < least; i++) {
        struct box box = box_at(spots[i], width, label->font.size_pt);
        double cost = cost_of(labels, box) + (double)i * COST_ORDER;

        if (cost < least) {
            least = cost;
            best = i;
            best_box = box;
        }
    }
    if (best == SIZE_MAX)
        return false;
    write_in(labels, label, spots[best], best_box, least >= COST_LINE);
    return true;
}

bool
labels_put_lines(struct labels *labels, const struct label *label,
                 const char *const *lines, size_t n_lines, double step_pt,
                 const struct spot *spots, size_t n_spots)
{
    struct label line = *label;
    double width = 0;
    double least = COST_CLEAR;
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < n_lines; i++)
        width = fmax(width,
                     measure_width_pt(labels->measure, label->font, lines[i]));
    for (size_t i = 0; i < n_spots && (double)i * COST_ALONG < least; i++) {
        struct box box = box_at(spots[i], width, label->font.size_pt);

        box.left -= APART * label->font.size_pt;
        box.right += APART * label->font.size_pt;
        box.bottom += step_pt * (double)(n_lines - 1);
        double cost = cost_of(labels, box) + (double)i * COST_ALONG;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    for (size_t i = 0; best != SIZE_MAX && i < n_lines; i++) {
        struct spot spot = spots[best];

        spot.at.y += step_pt * (double)i;
        line.text = lines[i];
        labels_write(labels, &line, spot);
    }
    return best != SIZE_MAX;
}

/* The length in bytes of the first n characters. */
static size_t
len_of(struct str text, size_t n)
{
    struct str rest = text;
    uint32_t character;

    while (n-- && utf8_next(&rest, &character))
        ;
    return text.len - rest.len;
}

/* The length in bytes of as many characters as fit with 'tail' behind. */
static size_t
fitting_len(const struct measure *measure, struct font font, struct str text,
            double width_pt, const char *tail)
{
    struct buf buf SCOPED(buf_clear) = {0};
    size_t good = 0;
    size_t bad = utf8_count(text) + 1;

    while (bad - good > 1) {
        size_t middle = good + (bad - good) / 2;

        buf_empty(&buf);
        buf_add(&buf, (struct str){text.bytes, len_of(text, middle)});
        buf_add_text(&buf, tail);
        if (measure_width_pt(measure, font, buf_text(&buf)) > width_pt)
            bad = middle;
        else
            good = middle;
    }
    return len_of(text, good);
}

const char *
labels_fit(const struct measure *measure, struct font font, const char *text,
           double width_pt, struct arena *arena)
{
    struct str whole = str_from(text);

    if (measure_width_pt(measure, font, text) <= width_pt)
        return text;
    size_t len = fitting_len(measure, font, whole, width_pt, "…");
    size_t word = len;
    while (word && text[word] != ' ')
        word--;
    if (2 * word > len)
        len = word;
    while (len && text[len - 1] == ' ')
        len--;
    return len ? arena_printf(arena, "%.*s…", (int)len, text) : "";
}

/* How much of the word that the text begins with, which has no room, stands
   before a hyphen: what it leaves is no shorter than some letters. */
static size_t
parted_len(const struct labels *labels, const struct label *label,
           struct str text, double width_pt)
{
    size_t len = fitting_len(labels->measure, label->font, text, width_pt, "-");
    struct str rest = text;
    struct str word;

    (void)str_next_word(&rest, &word);
    size_t n = utf8_count(word);
    size_t most = n < 2 * MEASURE_LEAST_LETTERS
                      ? len
                      : len_of(word, n - MEASURE_LEAST_LETTERS);
    return len < most ? len : most;
}

/* How much of the text stands on one line: up to a blank where there is one,
   else up to where a hyphen has room. */
static size_t
line_len(const struct labels *labels, const struct label *label,
         struct str text, double width_pt)
{
    size_t fitting =
        fitting_len(labels->measure, label->font, text, width_pt, "");
    size_t len = fitting;

    if (len == text.len)
        return len;
    while (len && text.bytes[len] != ' ')
        len--;
    return len ? len : parted_len(labels, label, text, width_pt);
}

/* Moves words of the first of two lines to the second while that is the
   shorter, so that none is left with a word alone. */
static void
balance(const struct labels *labels, const struct label *label,
        const char **lines)
{
    struct arena *arena = labels->drawing->arena;
    double widest = measure_width_pt(labels->measure, label->font, lines[0]);
    const char *blank;

    while ((blank = strrchr(lines[0], ' '))) {
        const char *next = arena_printf(arena, "%s %s", blank + 1, lines[1]);
        double width = measure_width_pt(labels->measure, label->font, next);

        if (width >= widest)
            return;
        lines[0] =
            arena_printf(arena, "%.*s", (int)(blank - lines[0]), lines[0]);
        lines[1] = next;
        widest = fmax(width,
                      measure_width_pt(labels->measure, label->font, lines[0]));
    }
}

size_t
labels_wrap(const struct labels *labels, const struct label *label,
            double width_pt, const char **lines, size_t n_max)
{
    struct arena *arena = labels->drawing->arena;
    struct str rest = str_trim(str_from(label->text));
    size_t n = 0;
    bool is_hyphened = false;

    assert(n_max > 0);
    while (n + 1 < n_max) {
        size_t len = line_len(labels, label, rest, width_pt);

        if (len == rest.len || len == 0)
            break;
        lines[n++] = arena_printf(arena, "%.*s%s", (int)len, rest.bytes,
                                  rest.bytes[len] == ' ' ? "" : "-");
        is_hyphened |= rest.bytes[len] != ' ';
        rest = str_trim(str_skip(rest, len));
    }
    lines[n++] = labels_fit(labels->measure, label->font,
                            arena_text(arena, rest), width_pt, arena);
    if (n == 2 && !is_hyphened)
        balance(labels, label, lines);
    return n;
}
