/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small, total language of relevance, alerts, formulas and classes: two
   types that are never converted, three-valued logic.  Text becomes a checked
   program for a stack machine; running it cannot fail, loop or allocate.

   From the loosest to the tightest, all left-associative (XPath 1.0's):

       or    and    = !=    < <= > >=    + -    * div mod    unary -

   with the words eq ne lt le gt ge for the signs of comparison.  '=' and '!='
   compare two numbers or two truths, the other comparisons two numbers.
   Functions, where x is a number and t a truth:

       if(t, a, b)   coalesce(a, b, ...)      numbers or truths, of one type
       sum(x, ...) mean(x, ...) min(x, ...) max(x, ...) abs(x)
       median(x, ...)   sd(x, y, ...)         of a sample, over n - 1
       sqrt(x) ln(x) exp(x) power(x, y)       missing where there is no number
       round(x)   round(x, decimals)          half up, toward +infinity;
                                              0 to 15 decimals, a plain number
       count(t, ...)                          how many are true
       partner(x)                             x, the name of an item or a scale,
                                              of the partner's session
       first(x)   previous(x)                 of the person's first session, and
                                              of the one before
       not(t)   answered(q)   selected(q, v)  q: an item (answered also takes a
                                              scale); v: a plain number

       z(s) t(s)                              s: a scale; where its score stands
                                              in the norm that fits the person
       missing                                no value: a number or a truth

       age                                    of the person, a number
       sex(f)   lang(de)   group(clinic)      whether the person's is that; with
                                              age in formulas, classes, alerts

   a..b among arguments stands for the items from a to b.  A name may hold a
   hyphen, so that subtraction needs blanks.  'mod' has the sign of its left
   side.

   A missing operand makes arithmetic, comparison and every function missing,
   but: false and missing is false, true or missing is true; coalesce gives the
   first that is known; answered tells whether its operand is known; if looks at
   its test and at the branch taken alone.  Division by zero, mod by zero and a
   result that is no finite number are missing.  A bad value wins always, also
   in 'false and bad' and behind the first known of coalesce: the result is
   bad.  Only the branch of an if that is not taken can hide it.  In a gate
   (relevant) bad is as missing: it closes nothing.  Behind a closed gate no
   value is looked at, a bad one neither.

   Arithmetic is that of doubles, and its verdicts are those on paper: whether
   two numbers are equal, one is above the other or on a half is judged with
   the noise of binary fractions (see base/near.h).  What is zero on paper is 0,
   so that 1 div (0.1 + 0.2 - 0.3) is missing and 0.3 mod 0.1 is 0.

   Where XPath 1.0 has the same, it gives the same: arithmetic, comparison of
   numbers, and, or, not(), round() and the sign of mod; held against libxml2
   by a test, whose comment lists the differences: missing instead of NaN and
   infinity, no negative zero, no conversion of types, our own functions. */
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
    double noise; /* the most it is off, see base/near.h; of an operand it may
                     be left 0: then it is that of a number that was read */
};

/* What an expression needs to be told before it can run: operand i of the
   program is the value of operands[i]. */
enum expr_operand_kind {
    EXPR_ITEM,     /* the item's score before reversal */
    EXPR_SCALE,    /* the scale's value */
    EXPR_SELECTED, /* truth: the item's stored value is that choice */
    EXPR_FACT,     /* of the person: the age, or a truth: another is 'word' */
    EXPR_TOLD,     /* what another row has: of the partner, or of before */
    EXPR_ANSWER    /* of count-if: the score after reversal */
};

/* As what a scale is seen. */
enum expr_standing { EXPR_AS_SCORED, EXPR_Z, EXPR_T };

enum expr_fact { EXPR_AGE, EXPR_SEX, EXPR_LANG, EXPR_GROUP, N_EXPR_FACTS };
extern const char *const expr_facts[]; /* their words */

struct expr_operand {
    enum expr_operand_kind kind;
    size_t idx;        /* of the item or scale; of EXPR_FACT which fact; of
                          EXPR_TOLD in the list of what is asked */
    size_t choice_idx; /* of EXPR_SELECTED */
    const char *word;  /* of EXPR_FACT, other than the age; else NULL */
    enum expr_standing standing; /* of EXPR_SCALE */
};

struct expr; /* a compiled program; lives in the arena it was made in */

/* The names that an expression may use. */
struct expr_scope {
    /* Finds a name: an item, a scale or a fact.  False: unknown. */
    bool (*find)(const void *aux, struct str name,
                 struct expr_operand *operand);
    /* Finds the choice of an item by its stored value, for selected().  False
       also when the item has no choices. */
    bool (*find_choice)(const void *aux, size_t item_idx, double value,
                        size_t *choice_idx);
    /* The first of the items 'from' to 'to' in document order, and their
       number; 0 when one of them is no item or 'to' stands before 'from'. */
    size_t (*run)(const void *aux, struct str from, struct str to,
                  size_t *first_item);
    /* What an item is that has no number, in words such as "a free text"; NULL
       for an item that has one.  Only answered() and selected() take such an
       item. */
    const char *(*no_number)(const void *aux, size_t item_idx);
    /* Whether a scale has a norm that may give that; for z() and t(). */
    bool (*has_norm)(const void *aux, size_t scale_idx,
                     enum expr_standing standing);
    /* Turns an item or a scale, which was found, into what another row has of
       it; 'function' says which row.  False where that may not be asked here.
       NULL: nowhere. */
    bool (*ask)(const void *aux, struct str function,
                struct expr_operand *operand);
    /* The nearest name to a wrong one, or NULL. */
    const char *(*nearest)(const void *aux, struct str name);
    const void *aux;
};

enum {
    EXPR_LIMIT_DEPTH = 64,
    EXPR_LIMIT_OPERATIONS = 1000, /* names, numbers, operators, calls */
};

/* Compiles the value of 'attribute' of 'element', which is there and must be
   of type 'want'.  NULL after adding every unknown name and wrong type up to
   the first mistake of grammar, each with its place inside the attribute. */
const struct expr *expr_compile(const struct xml_element *element,
                                const char *attribute, enum expr_type want,
                                const struct expr_scope *scope,
                                struct arena *arena,
                                struct diag *diag) MUST_USE;

/* Compiles comparisons with nothing on their left and no names, such as "ge 2"
   or "ge 2 and le 4"; the left side is operand 0 (EXPR_ANSWER). */
const struct expr *expr_compile_condition(const struct xml_element *element,
                                          const char *attribute,
                                          struct arena *arena,
                                          struct diag *diag) MUST_USE;

/* No expression (NULL) has none. */
const struct expr_operand *expr_operands(const struct expr *expr, size_t *n);

/* How often the program looks at the value of an operand; answered() does
   not. */
size_t expr_uses(const struct expr *expr, size_t operand_idx);

/* How many operations a run takes at most. */
size_t expr_size(const struct expr *expr);

/* Runs the program; 'operands' has a value for each operand, in order. */
struct expr_value expr_run(const struct expr *expr,
                           const struct expr_value *operands);

/* Every value from low to high and, if may_miss, missing; a truth has 0 and 1
   for its ends.  What can only be missing has low > high. */
struct expr_range {
    double low;
    double high;
    bool may_miss;
};

/* Contains every value that expr_run() gives for operands within 'operands',
   none of them bad; may be wider. */
struct expr_range expr_run_range(const struct expr *expr,
                                 const struct expr_range *operands);

/* The words that no id may be: operators, and the functions of the format's
   first days; later ones leave the ids of older files alone. */
bool expr_is_reserved(struct str word);

#endif
