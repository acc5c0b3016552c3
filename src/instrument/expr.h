/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small, total language of relevance, alerts, formulas and classes:
   XPath 1.0's precedence, two types that are never converted, three-valued
   logic.  Text becomes a checked program for a stack machine; running it
   cannot fail, loop or allocate. */
#ifndef ATTUNE_INSTRUMENT_EXPR_H
#define ATTUNE_INSTRUMENT_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

struct xml_element;

enum expr_type { EXPR_NUMBER, EXPR_TRUTH };

enum expr_state {
    EXPR_KNOWN,
    EXPR_MISSING,
    EXPR_BAD /* rests on a bad value: beyond coalesce and answered */
};

/* A truth is a number 1 or 0. */
struct expr_value {
    double number; /* 0 unless known; never NaN nor infinite */
    enum expr_state state;
};

/* What an expression needs to be told before it can run: operand i of the
   program is the value of operands[i]. */
enum expr_operand_kind {
    EXPR_ITEM,     /* the item's score before reversal */
    EXPR_SCALE,    /* the scale's value */
    EXPR_SELECTED, /* truth: the item's stored value is that choice */
    EXPR_ANSWER    /* of count-if: the score after reversal */
};

struct expr_operand {
    enum expr_operand_kind kind;
    size_t idx;        /* of the item or scale */
    size_t choice_idx; /* of EXPR_SELECTED */
};

struct expr; /* a compiled program; lives in the arena it was made in */

/* The names that an expression may use. */
struct expr_scope {
    /* Finds a name: an item or a scale.  False: unknown. */
    bool (*find)(const void *aux, struct str name, struct expr_operand *operand);
    /* Finds the choice of an item by its stored value, for selected(). */
    bool (*find_choice)(const void *aux, size_t item_idx, double value,
                        size_t *choice_idx);
    /* The ids of the run a..b of items, written to 'items'; the number of
       them, 0 when 'to' does not follow 'from'. */
    size_t (*run)(const void *aux, struct str from, struct str to,
                  size_t *first_item);
    /* The nearest name to a wrong one, or NULL. */
    const char *(*nearest)(const void *aux, struct str name);
    const void *aux;
};

/* Compiles the value of 'attribute' of 'element', which must be of type
   'want'.  NULL after adding every problem that was found, with its place
   inside the attribute. */
const struct expr *expr_compile(const struct xml_element *element,
                                const char *attribute, enum expr_type want,
                                const struct expr_scope *scope,
                                struct arena *arena, struct diag *diag)
    MUST_USE;

/* Compiles a condition with nothing on its left, such as "ge 2", where the
   missing left side is operand 0 (EXPR_ANSWER). */
const struct expr *expr_compile_condition(const struct xml_element *element,
                                          const char *attribute,
                                          struct arena *arena,
                                          struct diag *diag) MUST_USE;

const struct expr_operand *expr_operands(const struct expr *expr, size_t *n);

/* Runs the program; 'operands' has a value for each operand, in order. */
struct expr_value expr_run(const struct expr *expr,
                           const struct expr_value *operands);

/* Every value the expression may take when operand i may be anything from
   lows[i] to highs[i] (and, where may_miss[i], missing).  For truths 0..1.
   The result contains every attainable value, and may be wider.  A result
   that can only be missing has low > high. */
struct expr_range {
    double low;
    double high;
    bool may_miss;
};
struct expr_range expr_run_range(const struct expr *expr,
                                 const struct expr_range *operands);

/* The program, one operation a line. */
void expr_dump(const struct expr *expr, struct buf *buf);

/* The words that no id may be: operators, functions. */
bool expr_is_reserved(struct str word);

#endif
