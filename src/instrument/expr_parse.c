/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of operators, by climbing their levels; each part is emitted as
   it is understood.  A mistake of grammar stops, any other is reported and the
   compilation goes on to find more. */
#include "instrument/expr_parse.h"

#include <stdarg.h>
#include <stdio.h>

enum { DETAIL_SIZE = 300 /* bytes */ };

static void
stop(struct expr_parser *parser)
{
    parser->failed = true;
    parser->stopped = true;
    parser->token.kind = EXPR_TOKEN_END;
    parser->token.op = NULL;
}

void
expr_parse_problem(struct expr_parser *parser, enum message message,
                   struct str word, const char *fmt, ...)
{
    char detail[DETAIL_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(detail, sizeof detail, fmt, args);
    va_end(args);
    xml_problem(parser->diag, message,
                xml_word_spot(parser->element, parser->attribute, word), "%s",
                detail);
    parser->failed = true;
}

void
expr_parse_advance(struct expr_parser *parser)
{
    if (parser->stopped)
        return;
    parser->last_end = parser->token.text.bytes + parser->token.text.len;
    parser->token = expr_lex_next(&parser->rest);
}

void
expr_parse_begin(struct expr_parser *parser, struct str text)
{
    parser->rest = text;
    parser->token = expr_lex_next(&parser->rest);
    parser->last_end = parser->token.text.bytes;
}

struct str
expr_parse_since(const struct expr_parser *parser, const char *start)
{
    size_t len =
        parser->last_end > start ? (size_t)(parser->last_end - start) : 0;
    return (struct str){start, len};
}

/* ---- mistakes of grammar ---- */

static void
hint_operator(struct expr_parser *parser, struct str word)
{
    const struct expr_operator *op = NULL;
    char lower[4];
    for (size_t i = 0; i < word.len && word.len < sizeof lower; i++)
        lower[i] = str_lower(word.bytes[i]);
    if (word.len < sizeof lower)
        op = expr_operator_find((struct str){lower, word.len});
    if (op)
        diag_hint(parser->diag, "write '%s'", op->word);
}

/* The token is not what was wanted; the first such mistake is the last. */
static void
stop_at_token(struct expr_parser *parser, const char *wanted)
{
    struct expr_token token = parser->token;
    if (parser->stopped)
        return;
    if (token.kind == EXPR_TOKEN_END)
        expr_parse_problem(parser, MSG_EXPR_SYNTAX, token.text,
                           "%s is needed at the end", wanted);
    else
        expr_parse_problem(parser, MSG_EXPR_SYNTAX, token.text,
                           "%s is needed instead of '%.*s'", wanted,
                           STR_ARGS(token.text));
    const char *hint = expr_lex_hint(token.text);
    if (token.kind == EXPR_TOKEN_WRONG && hint)
        diag_hint(parser->diag, "%s", hint);
    else if (token.kind == EXPR_TOKEN_DOTS)
        diag_hint(parser->diag, "a run stands among the arguments of a "
                                "function: 'sum(q1..q9)'");
    else if (token.kind == EXPR_TOKEN_NAME)
        hint_operator(parser, token.text);
    stop(parser);
}

bool
expr_parse_expect(struct expr_parser *parser, enum expr_token_kind kind,
                  const char *what)
{
    if (parser->token.kind != kind || parser->stopped) {
        stop_at_token(parser, what);
        return false;
    }
    expr_parse_advance(parser);
    return true;
}

void
expr_parse_end(struct expr_parser *parser)
{
    if (parser->token.kind != EXPR_TOKEN_END)
        stop_at_token(parser, "an operator or the end");
}

/* ---- emitting ---- */

static void
stop_at_limit(struct expr_parser *parser, const char *what)
{
    if (!parser->stopped)
        expr_parse_problem(parser, MSG_EXPR_LIMIT, parser->token.text, "%s",
                           what);
    stop(parser);
}

void
expr_parse_emit(struct expr_parser *parser, struct expr_op op)
{
    _Static_assert(EXPR_LIMIT_OPERATIONS == 1000 && EXPR_LIMIT_DEPTH == 64,
                   "the messages name the limits");
    if (parser->failed)
        return;
    if (parser->ops.n == EXPR_LIMIT_OPERATIONS) {
        stop_at_limit(parser, "more than 1000 operations");
        return;
    }
    *vec_add(parser->arena, &parser->ops) = op;
    parser->height = parser->height - op.n_args + 1;
    if (parser->height > parser->max_height)
        parser->max_height = parser->height;
}

static size_t
operand_position(struct expr_parser *parser, struct expr_operand operand)
{
    for (size_t i = 0; i < parser->operands.n; i++) {
        const struct expr_operand *each = &parser->operands.items[i];
        if (each->kind == operand.kind && each->idx == operand.idx
            && each->choice_idx == operand.choice_idx
            && each->standing == operand.standing
            && str_equal(str_from(each->word), str_from(operand.word)))
            return i;
    }
    *vec_add(parser->arena, &parser->operands) = operand;
    return parser->operands.n - 1;
}

void
expr_parse_emit_operand(struct expr_parser *parser, enum expr_code code,
                        struct expr_operand operand)
{
    size_t position = operand_position(parser, operand);
    expr_parse_emit(
        parser,
        (struct expr_op){.code = code, .operand_idx = (uint32_t)position});
}

/* ---- types and names ---- */

void
expr_parse_need(struct expr_parser *parser, struct expr_part part,
                enum expr_kind wanted, struct str user)
{
    bool wants_truth = wanted == EXPR_KIND_TRUTH;
    if (part.kind == wanted || part.kind == EXPR_KIND_UNKNOWN
        || parser->stopped)
        return;
    expr_parse_problem(parser, MSG_EXPR_TYPE, part.text, "'%.*s' needs a %s",
                       STR_ARGS(user), wants_truth ? "truth" : "number");
    diag_hint(parser->diag,
              wants_truth ? "this is a number: compare it, as in 'q1 > 0'"
                          : "this is true or false: 'if(\u2026, 1, 0)' makes "
                            "a number of it");
}

/* Whether 'word' could stand alone: a known name or a number. */
static bool
stands_alone(const struct expr_parser *parser, struct str word)
{
    struct expr_operand operand = {0};
    struct str rest = word;
    struct expr_token token = expr_lex_next(&rest);
    if (rest.len || !word.len)
        return false;
    return token.kind == EXPR_TOKEN_NUMBER
           || (token.kind == EXPR_TOKEN_NAME
               && parser->scope->find(parser->scope->aux, word, &operand));
}

/* Whether the name is two names that a hyphen glues together. */
static bool
hint_subtraction(const struct expr_parser *parser, struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        struct str left = {name.bytes, i};
        struct str right = str_skip(name, i + 1);
        if (name.bytes[i] != '-' || !stands_alone(parser, left)
            || (right.len && !stands_alone(parser, right)))
            continue;
        diag_hint(parser->diag, "subtraction needs blanks: '%.*s - %.*s'",
                  STR_ARGS(left), (int)(right.len ? right.len : 3),
                  right.len ? right.bytes : "\u2026");
        return true;
    }
    return false;
}

static void
report_name(struct expr_parser *parser, struct str name)
{
    expr_parse_problem(parser, MSG_EXPR_NAME, name, "'%.*s'", STR_ARGS(name));
    if (!parser->scope) {
        diag_hint(parser->diag, "only numbers stand here");
        return;
    }
    if (expr_call_is_function(name)) {
        diag_hint(parser->diag, "a function is called: '%.*s(\u2026)'",
                  STR_ARGS(name));
        return;
    }
    if (hint_subtraction(parser, name))
        return;
    const char *nearest = parser->scope->nearest(parser->scope->aux, name);
    if (nearest)
        diag_hint(parser->diag, "did you mean '%s'?", nearest);
}

static bool
is_known(const struct expr_parser *parser, struct str name,
         struct expr_operand *operand)
{
    return parser->scope
           && parser->scope->find(parser->scope->aux, name, operand);
}

bool
expr_parse_name(struct expr_parser *parser, struct str name,
                struct expr_operand *operand)
{
    if (is_known(parser, name, operand)
        && (operand->kind != EXPR_FACT || operand->idx == EXPR_AGE))
        return true;
    report_name(parser, name);
    return false;
}

bool
expr_parse_check_number(struct expr_parser *parser, struct expr_operand operand,
                        struct str text, const char *verb)
{
    const struct expr_scope *scope = parser->scope;
    const char *what = operand.kind == EXPR_ITEM
                           ? scope->no_number(scope->aux, operand.idx)
                           : NULL;
    if (!what)
        return true;
    expr_parse_problem(parser, MSG_EXPR_TYPE, text, "'%.*s' %s %s, no number",
                       STR_ARGS(text), verb, what);
    return diag_hint(parser->diag,
                     "answered(\u2026) tells whether there is an answer, "
                     "selected(\u2026) whether a choice is among several");
}

/* ---- the grammar ---- */

static struct expr_part
parse_name(struct expr_parser *parser)
{
    struct str name = parser->token.text;
    struct expr_operand operand = {0};
    expr_parse_advance(parser);
    if (parser->token.kind == EXPR_TOKEN_OPEN)
        return expr_call_parse(parser, name);
    if (parser->scope && str_is(name, "missing")
        && !is_known(parser, name, &operand)) {
        expr_parse_emit(parser, (struct expr_op){.code = EXPR_OP_MISSING});
        return (struct expr_part){name, EXPR_KIND_UNKNOWN};
    }
    if (!expr_parse_name(parser, name, &operand))
        return (struct expr_part){name, EXPR_KIND_UNKNOWN};
    if (!expr_parse_check_number(parser, operand, name, "is"))
        return (struct expr_part){name, EXPR_KIND_UNKNOWN};
    expr_parse_emit_operand(parser, EXPR_OP_OPERAND, operand);
    return (struct expr_part){name, EXPR_KIND_NUMBER};
}

static struct expr_part
parse_primary(struct expr_parser *parser)
{
    struct expr_token token = parser->token;
    struct expr_part part = {token.text, EXPR_KIND_NUMBER};
    switch (token.kind) {
    case EXPR_TOKEN_NAME:
        return parse_name(parser);
    case EXPR_TOKEN_NUMBER:
        expr_parse_advance(parser);
        expr_parse_emit(parser, (struct expr_op){.code = EXPR_OP_NUMBER,
                                                 .number = token.number});
        return part;
    case EXPR_TOKEN_OPEN:
        expr_parse_advance(parser);
        part = expr_parse_level(parser, EXPR_LEVEL_LOOSEST);
        expr_parse_expect(parser, EXPR_TOKEN_CLOSE, "')' or an operator");
        part.text = expr_parse_since(parser, token.text.bytes);
        return part;
    case EXPR_TOKEN_END:
    case EXPR_TOKEN_OPERATOR:
    case EXPR_TOKEN_CLOSE:
    case EXPR_TOKEN_COMMA:
    case EXPR_TOKEN_DOTS:
    case EXPR_TOKEN_WRONG:
        break;
    }
    stop_at_token(parser, "a name, a number or '('");
    return (struct expr_part){token.text, EXPR_KIND_UNKNOWN};
}

/* Every way to nest passes through here. */
static struct expr_part
parse_unary(struct expr_parser *parser)
{
    struct str sign = parser->token.text;
    const struct expr_operator *op = parser->token.op;
    struct expr_part part;
    if (parser->depth == EXPR_LIMIT_DEPTH) {
        stop_at_limit(parser, "nested more than 64 deep");
        return (struct expr_part){sign, EXPR_KIND_UNKNOWN};
    }
    parser->depth++;
    if (op && op->code == EXPR_OP_SUBTRACT) {
        expr_parse_advance(parser);
        part = parse_unary(parser);
        expr_parse_need(parser, part, EXPR_KIND_NUMBER, sign);
        expr_parse_emit(parser,
                        (struct expr_op){.code = EXPR_OP_NEGATE, .n_args = 1});
        part.text = expr_parse_since(parser, sign.bytes);
        part.kind = EXPR_KIND_NUMBER;
    } else {
        part = parse_primary(parser);
    }
    parser->depth--;
    return part;
}

/* The operator at the token and its right side. */
static struct expr_part
parse_right_side(struct expr_parser *parser, struct expr_part left)
{
    const struct expr_operator *op = parser->token.op;
    struct str sign = parser->token.text;
    expr_parse_advance(parser);
    struct expr_part right = expr_parse_level(parser, op->level + 1);
    if (op->takes != EXPR_KIND_EITHER) {
        expr_parse_need(parser, left, op->takes, sign);
        expr_parse_need(parser, right, op->takes, sign);
    } else if (left.kind != EXPR_KIND_UNKNOWN) {
        expr_parse_need(parser, right, left.kind, sign);
    }
    expr_parse_emit(parser, (struct expr_op){.code = op->code, .n_args = 2});
    return (struct expr_part){expr_parse_since(parser, left.text.bytes),
                              op->gives};
}

struct expr_part
expr_parse_level(struct expr_parser *parser, int level)
{
    struct expr_part part = parse_unary(parser);
    while (parser->token.op && parser->token.op->level >= level)
        part = parse_right_side(parser, part);
    return part;
}

/* One comparison; its left side is the answer that 'left' pushes. */
static void
parse_comparison(struct expr_parser *parser, struct expr_operand left)
{
    struct expr_part answer = {parser->token.text, EXPR_KIND_NUMBER};
    const struct expr_operator *op = parser->token.op;
    if (!op || op->gives != EXPR_KIND_TRUTH || op->takes == EXPR_KIND_TRUTH) {
        stop_at_token(parser, "a comparison such as 'ge 2'");
        return;
    }
    expr_parse_emit_operand(parser, EXPR_OP_OPERAND, left);
    parse_right_side(parser, answer);
}

void
expr_parse_condition(struct expr_parser *parser, struct expr_operand left,
                     int level)
{
    parse_comparison(parser, left);
    while (!parser->stopped && parser->token.op
           && parser->token.op->level >= level
           && parser->token.op->takes == EXPR_KIND_TRUTH) {
        const struct expr_operator *op = parser->token.op;
        expr_parse_advance(parser);
        expr_parse_condition(parser, left, op->level + 1);
        expr_parse_emit(parser,
                        (struct expr_op){.code = op->code, .n_args = 2});
    }
}
