/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that an explanation is written on for the clinician: labelled
   lines, and numbers with the digits that people read.  Private to
   explain_text.c and to those that write what it does not: explain_parts.c the
   answers and their arithmetic, explain_figures.c what a score is held against,
   its error and its course, explain_change.c the change. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_SHEET_H
#define ATTUNE_OUTPUT_EXPLAIN_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "output/explain_tree.h"

enum { SHEET_GAP = 3 }; /* blanks between two columns */

struct sheet {
    struct buf *out;
    bool is_plain;       /* "label: text" and signs of ASCII only */
    struct arena *arena; /* of the texts that are put into lines */
    struct buf line;     /* being composed */
    size_t tab;          /* where what is added next begins; 0: right here */
    const struct scale *scale; /* that is being told */
    size_t brought;            /* where what its answers bring in begins */
};

/* Adds to the line.  The signs "×", "√", "²" and " · " are written as such in
   'fmt', and for screen readers and pipes as what ASCII has for them. */
void sheet_add(struct sheet *sheet, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* End the line: behind a label in a column of its own ("" goes on below the
   line before), below the labels, or at the margin. */
void sheet_end(struct sheet *sheet, const char *label);
void sheet_end_bare(struct sheet *sheet);
void sheet_end_flush(struct sheet *sheet);
void sheet_blank(struct sheet *sheet);

/* Adds the last of a line and ends it behind its label. */
void sheet_line(struct sheet *sheet, const char *label, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* The characters on the line that is being composed. */
size_t sheet_width(const struct sheet *sheet);

/* What is added next begins in that column, if anything is; plain: behind a
   colon. */
void sheet_tab(struct sheet *sheet, size_t column);

/* A formula with its signs as sheet_add() writes them; of a format, a format
   with the same arguments. */
const char *sheet_signs(struct sheet *sheet, const char *formula)
    __attribute__((format_arg(2)));

/* Texts in the sheet's arena, to be put into a line.  A number has the shortest
   digits, without the noise behind the ninth decimal. */
const char *sheet_number(struct sheet *sheet, double number);
const char *sheet_decimal(struct sheet *sheet, struct decimal number);
const char *sheet_digits(struct sheet *sheet, double number, int decimals);
const char *sheet_signed(struct sheet *sheet, double number, int decimals);
/* With the scale's decimals, rounded as it says. */
const char *sheet_score(struct sheet *sheet, double score);
/* Errors and indices: two decimals at least, and as many as the scale's. */
int sheet_decimals(const struct sheet *sheet);
const char *sheet_fixed(struct sheet *sheet, double number);
/* " (n 412; who says so)" */
const char *sheet_origin(struct sheet *sheet, int32_t n, const char *source);

/* What is written of each kind of node in another file than explain_text.c. */
void text_parts(struct sheet *sheet, const struct node *node);
void text_result(struct sheet *sheet, const struct node *node);
void text_estimate(struct sheet *sheet, const struct node *node);
void text_seen(struct sheet *sheet, const struct node *node);
void text_range(struct sheet *sheet, const struct node *node);
void text_band(struct sheet *sheet, const struct node *node);
void text_cutoffs(struct sheet *sheet, const struct node *node);
void text_norm(struct sheet *sheet, const struct node *node);
void text_error(struct sheet *sheet, const struct node *node);
void text_change(struct sheet *sheet, const struct node *node);
void text_figures(struct sheet *sheet, const struct node *node);
void text_said(struct sheet *sheet, const struct node *node);
void text_mic(struct sheet *sheet, const struct node *node);
void text_trend(struct sheet *sheet, const struct node *node);
void text_slope(struct sheet *sheet, const struct node *node);
void text_phases(struct sheet *sheet, const struct node *node);

/* Writes what is inside a node, each in its way. */
void text_inside(struct sheet *sheet, const struct node *node);

/* Of explain_figures.c, for the figures of a change as well:
   "SEM 0.84 × √(1 - 0.87) = 0.30" and "alpha 0.87 in a sample (n 412; who says
   so)". */
void text_add_sem(struct sheet *sheet, const struct norm *norm,
                  const struct reliability *reliability, double sem);
void text_add_reliability(struct sheet *sheet,
                          const struct reliability *reliability);

#endif
