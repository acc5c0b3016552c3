/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a block is made with, and the parts that all blocks share. */
#ifndef ATTUNE_REPORT_LAYOUT_H
#define ATTUNE_REPORT_LAYOUT_H

#include "chart/measure.h"
#include "chart/palette.h"
#include "report/flow.h"
#include "report/look.h"
#include "report/pen.h"
#include "report/sentences.h"

struct layout {
    const struct subject *subject;
    const char *title; /* of the report */
    const struct measure *measure;
    struct flow *flow;
    struct arena *arena;
    struct tongue tongue; /* texts are made in the same arena */
    const char *program_version;
    double width_pt; /* of the page's body */
    double spare_pt; /* that was found, for its large chart */
    double grows_pt; /* what of that the chart takes at most */
    double lack_pt;  /* what other blocks are to leave to it */
    bool is_brief;   /* names in sentences are shortened for it */
    bool is_tight;   /* rows of small charts and of numbers are a little lower,
                        and notes nearer, for the pages to be fewer */
};

/* The heading of a block, which stays with what follows it; of one that is
   never on page one, or may be. */
void layout_heading(const struct layout *layout, const char *text);
void layout_later_heading(const struct layout *layout, const char *text);

/* A lesser heading, inside a block. */
void layout_subheading(const struct layout *layout, const char *text);

/* A pen for a box that is as wide as the body. */
struct pen layout_pen(const struct layout *layout, double height_pt);

/* Puts the pen's drawing in the box, and the box on the page. */
void layout_put(const struct layout *layout, const struct pen *pen,
                struct flow_box box);

/* A part of the page that is one text and no more; NULL: nothing in it.
   'column.y' is the baseline of its first line. */
void layout_part(const struct layout *layout, const struct pen *pen,
                 enum role role, struct pen_column column, const char *text,
                 struct font font, enum align align);

/* Begins a table: puts its head there, 'space_pt' below what stands above it,
   and returns what its rows are boxed in, but for their drawings.  'text' says
   what it is; or NULL. */
struct flow_box layout_table(const struct layout *layout, const char *text,
                             const struct drawing *head, double space_pt,
                             bool is_rest);

/* A table whose rows are named at their beginning. */
enum { LAYOUT_MOST_COLUMNS = 7 };
struct layout_grid {
    const struct layout *layout;
    size_t n_columns;
    double xs[LAYOUT_MOST_COLUMNS + 1]; /* where they begin, and the end */
    struct flow_box box;                /* of the next row */
};

struct layout_heads {
    const char *heading; /* of the table; NULL: none */
    const char *const *heads;
    const double *shares; /* of the columns, in what names leave; NULL: equal */
    size_t n;
    double name_pt; /* the width of names */
};

struct layout_grid layout_grid(const struct layout *layout,
                               struct layout_heads heads) MUST_USE;

/* Adds a row; its name has as many lines as it needs, and cells stand beside
   the first.  The pen's drawing may be added to. */
struct pen layout_grid_row(struct layout_grid *grid, const char *name,
                           const char *const *cells);

/* A row that names the rows below it, and one drawing below another: what
   stands above these where a page begins with them. */
const struct drawing *layout_group(const struct layout *layout,
                                   const char *title) MUST_USE;
const struct drawing *layout_stacked(const struct layout *layout,
                                     const struct drawing *above,
                                     const struct drawing *below) MUST_USE;

/* A level rule at the foot of the pen's box. */
void layout_rule_off(const struct layout *layout, const struct pen *pen,
                     uint32_t color);

/* How narrow a text may be wrapped before it needs another line, so that no
   word is left on one alone. */
double layout_balanced_pt(const struct layout *layout, struct font font,
                          const char *text, double width_pt) MUST_USE;

/* The height of a text wrapped so wide, and to its first baseline. */
double layout_height_pt(const struct layout *layout, struct font font,
                        const char *text, double width_pt);
double layout_ascent_pt(const struct layout *layout, struct font font);

/* The colour of what a verdict says, and the figure that stands before it: a
   triangle up or down for better and worse, a slender arrow for higher and
   lower, a dash for what is too small to tell.  'top' is the left top of 7 by 7
   points. */
uint32_t layout_mark_color(enum verdict_mark mark);
void layout_mark(const struct pen *pen, enum verdict_mark mark,
                 struct point top, uint32_t color);

/* A text of any length, 'space_pt' below what stands above it; as notes are
   set, or otherwise. */
void layout_text(const struct layout *layout, const char *text,
                 struct font font, uint32_t color, double space_pt);
void layout_paragraph(const struct layout *layout, const char *text,
                      double space_pt);

/* A text of any length beside what it is about, which may be NULL; nothing
   where the text is "". */
void layout_named(const struct layout *layout, const char *name,
                  const char *text);

/* What was said at a session: the session, about what, and the words; each but
   the first may be NULL. */
struct layout_entry {
    const char *session;
    const char *about;
    const char *text;
};
struct layout_entries VEC(struct layout_entry);

/* A line each; of many, or where most say the same, what is about the same
   behind each other, the same words once, and where there are sessions alone
   the first of them, and how many more. */
void layout_list(const struct layout *layout,
                 const struct layout_entries *entries);

/* The text, or as much of it as has room, with an ellipsis. */
const char *layout_fit(const struct layout *layout, struct font font,
                       const char *text, double width_pt) MUST_USE;

double layout_width_pt(const struct layout *layout, struct font font,
                       const char *text);

#endif
