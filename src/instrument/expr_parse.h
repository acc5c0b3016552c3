/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of a compilation, shared by the two files that make up the
   grammar: expr_parse.c (operators) and expr_call.c (functions).  Each calls
   the other, as a call is part of an expression and its arguments are
   expressions. */
#ifndef ATTUNE_INSTRUMENT_EXPR_PARSE_H
#define ATTUNE_INSTRUMENT_EXPR_PARSE_H

#include "base/vec.h"
#include "instrument/expr_lex.h"
#include "xml/xml.h"

/* Invariant: once 'stopped', the token is the end and nothing more is said,
   so that every loop over tokens ends. */
struct expr_parser {
    const struct xml_element *element;
    const char *attribute;
    const struct expr_scope *scope; /* NULL: no names */
    struct arena *arena;
    struct diag *diag;
    struct str rest; /* behind the token */
    struct expr_token token;
    const char *last_end; /* where the token before ended */
    struct expr_op_list VEC(struct expr_op) ops;
    struct expr_operand_list VEC(struct expr_operand) operands;
    size_t height; /* of the stack after the ops so far */
    size_t max_height;
    size_t depth;
    bool failed;
    bool stopped;
};

/* A stretch of the text that is an expression. */
struct expr_part {
    struct str text;
    enum expr_kind kind;
};

/* ---- expr_parse.c ---- */

/* Starts on 'text', the attribute's value. */
void expr_parse_begin(struct expr_parser *parser, struct str text);

/* An expression of operators of at least that level. */
struct expr_part expr_parse_level(struct expr_parser *parser, int level);

/* A condition: comparisons with 'left' on the left of each, joined by 'and' and
   'or' of at least that level. */
void expr_parse_condition(struct expr_parser *parser, struct expr_operand left,
                          int level);

/* Says that the text goes on where it should end. */
void expr_parse_end(struct expr_parser *parser);

void expr_parse_advance(struct expr_parser *parser);
struct str expr_parse_since(const struct expr_parser *parser,
                            const char *start);
/* Does nothing after a problem: then the program is thrown away. */
void expr_parse_emit(struct expr_parser *parser, struct expr_op op);

/* Takes a token of that kind, or stops with "'what' is needed". */
bool expr_parse_expect(struct expr_parser *parser, enum expr_token_kind kind,
                       const char *what);

/* Adds a problem at 'word' and goes on. */
void expr_parse_problem(struct expr_parser *parser, enum message message,
                        struct str word, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/* The part's kind must be 'wanted' (a number or a truth) for 'user'. */
void expr_parse_need(struct expr_parser *parser, struct expr_part part,
                     enum expr_kind wanted, struct str user);

/* Finds a name and its operand; false after adding a problem. */
bool expr_parse_name(struct expr_parser *parser, struct str name,
                     struct expr_operand *operand);
/* Says so where an item's answers are no numbers, though 'text', which is it
   or holds it ("is", "holds"), uses them as such; false then. */
bool expr_parse_check_number(struct expr_parser *parser,
                             struct expr_operand operand, struct str text,
                             const char *verb);
void expr_parse_emit_operand(struct expr_parser *parser, enum expr_code code,
                             struct expr_operand operand);

/* ---- expr_call.c ---- */

/* The call of 'name'; the token is its '('. */
struct expr_part expr_call_parse(struct expr_parser *parser, struct str name);

bool expr_call_is_function(struct str word);
bool expr_call_is_reserved(struct str word);

#endif
