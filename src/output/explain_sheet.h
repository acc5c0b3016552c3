/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that explanations are written on: labelled lines, and numbers with
   the digits that people read.  Private to explain_text.c, explain_change.c
   and explain_client.c. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_SHEET_H
#define ATTUNE_OUTPUT_EXPLAIN_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "instrument/instrument.h"

struct sheet {
    struct buf *out;
    bool is_plain;   /* "label: text" and signs of ASCII only */
    struct buf line; /* being composed */
    size_t tab;      /* where what is added next begins; 0: right here */
};

void sheet_clear(struct sheet *sheet);

/* End the line: behind a label in a column of its own ("" goes on below the
   line before), below the labels, or at the margin. */
void sheet_end(struct sheet *sheet, const char *label);
void sheet_end_bare(struct sheet *sheet);
void sheet_end_flush(struct sheet *sheet);
void sheet_blank(struct sheet *sheet);

/* The characters on the line that is being composed. */
size_t sheet_width(const struct sheet *sheet);

/* What is added next begins in that column, if anything is; plain: behind a
   colon. */
void sheet_tab(struct sheet *sheet, size_t column);

void sheet_add(struct sheet *sheet, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Signs: " × " or " * ", "√(" or "sqrt(", "²" or "^2". */
const char *sheet_times(const struct sheet *sheet);
const char *sheet_root(const struct sheet *sheet);
const char *sheet_squared(const struct sheet *sheet);

/* The shortest digits, without the noise behind the ninth decimal. */
void sheet_add_number(struct sheet *sheet, double number);
void sheet_add_decimal(struct sheet *sheet, struct decimal number);
void sheet_add_fixed(struct sheet *sheet, double number, int decimals);
void sheet_add_signed(struct sheet *sheet, double number, int decimals);
/* With the scale's decimals, rounded as it says. */
void sheet_add_score(struct sheet *sheet, const struct scale *scale,
                     double score);
/* Of errors and indices: two decimals at least, and as many as the scale's. */
int sheet_decimals(const struct scale *scale);

#endif
