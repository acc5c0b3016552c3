/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of an expression, and the table of its operators. */
#ifndef ATTUNE_INSTRUMENT_EXPR_LEX_H
#define ATTUNE_INSTRUMENT_EXPR_LEX_H

#include "instrument/expr_program.h"

/* What an expression can be while it is compiled. */
enum expr_kind {
    EXPR_KIND_NUMBER,
    EXPR_KIND_TRUTH,
    EXPR_KIND_EITHER,  /* of a rule: both sides of one type */
    EXPR_KIND_UNKNOWN, /* of a part that is wrong already */
};

struct expr_operator {
    const char *word;
    enum expr_code code;
    int level; /* the higher, the tighter */
    enum expr_kind takes;
    enum expr_kind gives;
};

enum { EXPR_LEVEL_LOOSEST = 1, EXPR_LEVEL_COMPARISON = 3 };

enum expr_token_kind {
    EXPR_TOKEN_END,
    EXPR_TOKEN_NUMBER,
    EXPR_TOKEN_NAME,
    EXPR_TOKEN_OPERATOR,
    EXPR_TOKEN_OPEN,
    EXPR_TOKEN_CLOSE,
    EXPR_TOKEN_COMMA,
    EXPR_TOKEN_DOTS,
    EXPR_TOKEN_WRONG, /* a character or number that has no meaning */
};

struct expr_token {
    enum expr_token_kind kind;
    struct str text; /* empty at the end */
    double number;
    const struct expr_operator *op;
};

/* Takes the next token off '*rest'. */
struct expr_token expr_lex_next(struct str *rest);

/* Adds 'text' in the one way of writing that all alike share: its words parted
   by a blank, of the words for an operator the last in the table, numbers by
   their shortest digits. */
void expr_lex_add_plain(struct buf *buf, struct str text);

/* By its word; NULL: none. */
const struct expr_operator *expr_operator_find(struct str word);

/* What to write instead of a sign or word of another language; or NULL. */
const char *expr_lex_hint(struct str text);

#endif
