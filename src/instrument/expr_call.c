/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of expressions: one table, and a reader for each shape of
   arguments. */
#include "instrument/expr_parse.h"

enum { ANY_NUMBER = EXPR_LIMIT_OPERATIONS };

/* So many of the functions are words that no id may be; those after them came
   when there were files that could have such an id. */
enum { N_RESERVED = 15 };

enum shape {
    SHAPE_PLAIN, /* all arguments of one type, that given or that of the first
                  */
    SHAPE_IF,
    SHAPE_ANSWERED,
    SHAPE_SELECTED,
    SHAPE_FACT,
    SHAPE_STANDING,
    SHAPE_TOLD,
};

#define NUM EXPR_KIND_NUMBER
#define TRUTH EXPR_KIND_TRUTH
#define EITHER EXPR_KIND_EITHER
static const struct function {
    const char *word;
    enum expr_code code;
    enum shape shape;
    enum expr_kind takes;
    enum expr_kind gives;
    size_t min_args;
    size_t max_args;
    const char *usage;
} functions[] = {
    {"if", EXPR_OP_IF, SHAPE_IF, EITHER, EITHER, 3, 3, "if(test, then, else)"},
    {"coalesce", EXPR_OP_COALESCE, SHAPE_PLAIN, EITHER, EITHER, 1, ANY_NUMBER,
     "coalesce(q1, q2, 0)"},
    {"sum", EXPR_OP_SUM, SHAPE_PLAIN, NUM, NUM, 1, ANY_NUMBER, "sum(q1..q9)"},
    {"mean", EXPR_OP_MEAN, SHAPE_PLAIN, NUM, NUM, 1, ANY_NUMBER,
     "mean(q1..q9)"},
    {"min", EXPR_OP_MIN, SHAPE_PLAIN, NUM, NUM, 1, ANY_NUMBER, "min(q1..q9)"},
    {"max", EXPR_OP_MAX, SHAPE_PLAIN, NUM, NUM, 1, ANY_NUMBER, "max(q1..q9)"},
    {"count", EXPR_OP_COUNT, SHAPE_PLAIN, TRUTH, NUM, 1, ANY_NUMBER,
     "count(q1 > 2, q2 > 2)"},
    {"round", EXPR_OP_ROUND, SHAPE_PLAIN, NUM, NUM, 1, 2,
     "round(x) or round(x, decimals)"},
    {"abs", EXPR_OP_ABS, SHAPE_PLAIN, NUM, NUM, 1, 1, "abs(x)"},
    {"answered", EXPR_OP_ANSWERED, SHAPE_ANSWERED, NUM, TRUTH, 1, 1,
     "answered(q1)"},
    {"not", EXPR_OP_NOT, SHAPE_PLAIN, TRUTH, TRUTH, 1, 1, "not(q1 > 2)"},
    {"selected", EXPR_OP_OPERAND, SHAPE_SELECTED, NUM, TRUTH, 2, 2,
     "selected(q1, 3)"},
    {"sex", EXPR_OP_OPERAND, SHAPE_FACT, EITHER, TRUTH, 1, 1, "sex(f)"},
    {"lang", EXPR_OP_OPERAND, SHAPE_FACT, EITHER, TRUTH, 1, 1, "lang(de)"},
    {"group", EXPR_OP_OPERAND, SHAPE_FACT, EITHER, TRUTH, 1, 1,
     "group(clinic)"},
    {"sqrt", EXPR_OP_SQRT, SHAPE_PLAIN, NUM, NUM, 1, 1, "sqrt(x)"},
    {"ln", EXPR_OP_LN, SHAPE_PLAIN, NUM, NUM, 1, 1, "ln(x)"},
    {"exp", EXPR_OP_EXP, SHAPE_PLAIN, NUM, NUM, 1, 1, "exp(x)"},
    {"power", EXPR_OP_POWER, SHAPE_PLAIN, NUM, NUM, 2, 2, "power(x, 2)"},
    {"sd", EXPR_OP_SD, SHAPE_PLAIN, NUM, NUM, 2, ANY_NUMBER, "sd(q1..q9)"},
    {"median", EXPR_OP_MEDIAN, SHAPE_PLAIN, NUM, NUM, 1, ANY_NUMBER,
     "median(q1..q9)"},
    {"z", EXPR_OP_OPERAND, SHAPE_STANDING, NUM, NUM, 1, 1, "z(scale)"},
    {"t", EXPR_OP_OPERAND, SHAPE_STANDING, NUM, NUM, 1, 1, "t(scale)"},
    {"partner", EXPR_OP_OPERAND, SHAPE_TOLD, NUM, NUM, 1, 1, "partner(heard)"},
    {"first", EXPR_OP_OPERAND, SHAPE_TOLD, NUM, NUM, 1, 1, "first(heard)"},
    {"previous", EXPR_OP_OPERAND, SHAPE_TOLD, NUM, NUM, 1, 1,
     "previous(heard)"},
};
#undef NUM
#undef TRUTH
#undef EITHER

/* A call that is being read. */
struct call {
    const struct function *function;
    struct str name;
    size_t n_args;
    enum expr_kind kind; /* of what if and coalesce give, once known */
};

static const struct function *
function_find(struct str word)
{
    for (size_t i = 0; i < N_ELEMENTS(functions); i++)
        if (str_is(word, functions[i].word))
            return &functions[i];
    return NULL;
}

bool
expr_call_is_function(struct str word)
{
    return function_find(word) != NULL;
}

bool
expr_call_is_reserved(struct str word)
{
    const struct function *function = function_find(word);
    return function && function < functions + N_RESERVED;
}

static void
report_function(struct expr_parser *parser, struct str name)
{
    const char *names[N_ELEMENTS(functions)];
    struct buf all SCOPED(buf_clear) = {0};
    for (size_t i = 0; i < N_ELEMENTS(functions); i++) {
        names[i] = functions[i].word;
        buf_addf(&all, " %s", names[i]);
    }
    expr_parse_problem(parser, MSG_EXPR_FUNCTION, name, "'%.*s'",
                       STR_ARGS(name));
    if (!diag_hint_nearest(parser->diag, name, names, N_ELEMENTS(names)))
        diag_hint(parser->diag, "there are:%s", buf_text(&all));
}

/* ---- arguments ---- */

static void
check_argument(struct expr_parser *parser, struct call *call,
               struct expr_part part)
{
    const struct function *function = call->function;
    bool is_test = function && function->shape == SHAPE_IF && call->n_args == 0;
    call->n_args++;
    if (!function)
        return;
    if (is_test)
        expr_parse_need(parser, part, EXPR_KIND_TRUTH, call->name);
    else if (function->takes != EXPR_KIND_EITHER)
        expr_parse_need(parser, part, function->takes, call->name);
    else if (call->kind == EXPR_KIND_UNKNOWN)
        call->kind = part.kind;
    else
        expr_parse_need(parser, part, call->kind, call->name);
}

/* The token is the '..' behind 'from'.  The items count as one argument each.
 */
static void
parse_run(struct expr_parser *parser, struct call *call, struct str from)
{
    struct expr_operand ends[2];
    size_t first = 0;
    expr_parse_advance(parser);
    struct str to = parser->token.text;
    if (!expr_parse_expect(parser, EXPR_TOKEN_NAME, "the last item of the run"))
        return;
    bool known = expr_parse_name(parser, from, &ends[0]);
    known = expr_parse_name(parser, to, &ends[1]) && known;
    if (!known) {
        call->n_args++;
        return;
    }
    struct str text = expr_parse_since(parser, from.bytes);
    size_t n = parser->scope->run(parser->scope->aux, from, to, &first);
    if (!n) {
        expr_parse_problem(parser, MSG_EXPR_RUN, text, "'%.*s'",
                           STR_ARGS(text));
        diag_hint(parser->diag, "a run goes from an item to a later one");
        call->n_args++;
        return;
    }
    struct expr_part part = {text, EXPR_KIND_NUMBER};
    for (size_t i = 0; i < n && !parser->stopped; i++) {
        struct expr_operand operand = {.kind = EXPR_ITEM, .idx = first + i};
        if (!expr_parse_check_number(parser, operand, text, "holds")) {
            call->n_args += n - i;
            return;
        }
        expr_parse_emit_operand(parser, EXPR_OP_OPERAND, operand);
        if (i == 0)
            check_argument(parser, call, part);
        else
            call->n_args++;
    }
}

/* Looks ahead: a run begins like any other expression, with a name. */
static bool
begins_run(const struct expr_parser *parser)
{
    struct str rest = parser->rest;
    return parser->token.kind == EXPR_TOKEN_NAME
           && expr_lex_next(&rest).kind == EXPR_TOKEN_DOTS;
}

static void
parse_argument(struct expr_parser *parser, struct call *call)
{
    const struct function *function = call->function;
    bool takes_runs = !function || function->max_args == ANY_NUMBER;
    if (takes_runs && begins_run(parser)) {
        struct str from = parser->token.text;
        expr_parse_advance(parser);
        parse_run(parser, call, from);
        return;
    }
    struct expr_part part = expr_parse_level(parser, EXPR_LEVEL_LOOSEST);
    check_argument(parser, call, part);
}

/* A number as it stands, perhaps with a minus; false after a problem. */
static bool
parse_literal(struct expr_parser *parser, const struct call *call,
              double *number)
{
    const char *start = parser->token.text.bytes;
    bool negative = str_is(parser->token.text, "-");
    if (negative)
        expr_parse_advance(parser);
    if (parser->token.kind == EXPR_TOKEN_NUMBER) {
        double size = parser->token.number;
        expr_parse_advance(parser);
        *number = negative ? 0 - size : size;
        return true;
    }
    struct expr_part part = expr_parse_level(parser, EXPR_LEVEL_LOOSEST);
    if (!parser->stopped) {
        part.text = expr_parse_since(parser, start);
        expr_parse_problem(parser, MSG_EXPR_ARGUMENT, part.text,
                           "'%.*s' needs a plain number here",
                           STR_ARGS(call->name));
    }
    return false;
}

/* ---- the shapes ---- */

/* The decimals are part of the operation, so nothing is emitted for them. */
static int
parse_decimals(struct expr_parser *parser, struct call *call)
{
    struct str text = parser->token.text;
    double number = 0;
    call->n_args++;
    if (!parse_literal(parser, call, &number))
        return 0;
    int decimals = number >= 0 && number <= 15 ? (int)number : -1;
    if (decimals < 0 || number > decimals || number < decimals) {
        expr_parse_problem(parser, MSG_EXPR_ARGUMENT,
                           expr_parse_since(parser, text.bytes),
                           "decimals are a whole number from 0 to 15");
        return 0;
    }
    return decimals;
}

/* Whether the token is a name that is no part of something larger. */
static bool
is_lone_name(const struct expr_parser *parser)
{
    struct str rest = parser->rest;
    enum expr_token_kind next = expr_lex_next(&rest).kind;
    return parser->token.kind == EXPR_TOKEN_NAME && next != EXPR_TOKEN_OPERATOR
           && next != EXPR_TOKEN_OPEN;
}

/* What the name is of that these are about. */
static const char *const subjects[] = {
    [SHAPE_ANSWERED] = "the name of an item",
    [SHAPE_SELECTED] = "the name of an item",
    [SHAPE_STANDING] = "a scale with a norm",
    [SHAPE_TOLD] = "the name of an item or a scale",
};

static void
report_subject(struct expr_parser *parser, const struct call *call,
               struct str text)
{
    enum shape shape = call->function->shape;
    expr_parse_problem(parser, MSG_EXPR_ARGUMENT, text, "'%.*s' needs %s here",
                       STR_ARGS(call->name), subjects[shape]);
    if (shape == SHAPE_STANDING || shape == SHAPE_TOLD)
        diag_hint(parser->diag, "what is computed first needs a scale of its "
                                "own, whose name stands here");
}

/* The name that answered(), selected(), z() and partner() are about. */
static bool
parse_subject(struct expr_parser *parser, struct call *call,
              struct expr_operand *operand)
{
    struct str name = parser->token.text;
    call->n_args++;
    if (!is_lone_name(parser)) {
        struct expr_part part = expr_parse_level(parser, EXPR_LEVEL_LOOSEST);
        if (!parser->stopped)
            report_subject(parser, call, part.text);
        return false;
    }
    expr_parse_advance(parser);
    return expr_parse_name(parser, name, operand);
}

static void
emit_selected(struct expr_parser *parser, struct expr_operand item,
              double value, struct str text)
{
    struct expr_operand operand = {.kind = EXPR_SELECTED, .idx = item.idx};
    if (item.kind == EXPR_ITEM
        && parser->scope->find_choice(parser->scope->aux, item.idx, value,
                                      &operand.choice_idx)) {
        expr_parse_emit_operand(parser, EXPR_OP_OPERAND, operand);
        return;
    }
    expr_parse_problem(parser, MSG_EXPR_ARGUMENT, text,
                       "no answer of the item has the value '%.*s'",
                       STR_ARGS(text));
}

static void
parse_selected(struct expr_parser *parser, struct call *call)
{
    struct expr_operand item;
    double value;
    bool known = parse_subject(parser, call, &item);
    if (parser->token.kind != EXPR_TOKEN_COMMA)
        return;
    expr_parse_advance(parser);
    const char *start = parser->token.text.bytes;
    call->n_args++;
    if (parse_literal(parser, call, &value) && known)
        emit_selected(parser, item, value, expr_parse_since(parser, start));
}

static void
parse_answered(struct expr_parser *parser, struct call *call)
{
    struct expr_operand operand = {0};
    if (parse_subject(parser, call, &operand))
        expr_parse_emit_operand(parser, EXPR_OP_ANSWERED, operand);
}

/* The one word in the brackets is no name. */
static void
parse_fact(struct expr_parser *parser, struct call *call)
{
    struct expr_operand operand = {0};
    struct str word = parser->token.text;
    if (parser->token.kind != EXPR_TOKEN_NAME
        && parser->token.kind != EXPR_TOKEN_NUMBER)
        return;
    expr_parse_advance(parser);
    call->n_args++;
    if (!parser->scope
        || !parser->scope->find(parser->scope->aux, call->name, &operand)) {
        expr_parse_problem(parser, MSG_EXPR_FUNCTION, call->name, "'%.*s'",
                           STR_ARGS(call->name));
        diag_hint(parser->diag, "what is known of the person stands in "
                                "formulas, classes and alerts alone");
        return;
    }
    if (operand.idx == EXPR_SEX
        && (word.len != 1 || !memchr("fmx", word.bytes[0], 3))) {
        expr_parse_problem(parser, MSG_EXPR_ARGUMENT, word,
                           "'sex' needs f, m or x");
        return;
    }
    operand.word = arena_text(parser->arena, word);
    expr_parse_emit_operand(parser, EXPR_OP_OPERAND, operand);
}

/* Seen in a norm; the scale must have one that may fit. */
static void
parse_standing(struct expr_parser *parser, struct call *call)
{
    struct expr_operand operand = {0};
    struct str name = parser->token.text;
    if (!parse_subject(parser, call, &operand))
        return;
    operand.standing = str_is(call->name, "z") ? EXPR_Z : EXPR_T;
    if (operand.kind == EXPR_SCALE
        && parser->scope->has_norm(parser->scope->aux, operand.idx,
                                   operand.standing)) {
        expr_parse_emit_operand(parser, EXPR_OP_OPERAND, operand);
        return;
    }
    expr_parse_problem(parser, MSG_EXPR_ARGUMENT, name,
                       "'%.*s' needs a scale with a norm here",
                       STR_ARGS(call->name));
}

static void
parse_told(struct expr_parser *parser, struct call *call)
{
    const struct expr_scope *scope = parser->scope;
    struct expr_operand operand = {0};
    struct str name = parser->token.text;
    if (!parse_subject(parser, call, &operand)
        || !expr_parse_check_number(parser, operand, name, "is"))
        return;
    if (scope->ask && scope->ask(scope->aux, call->name, &operand)) {
        expr_parse_emit_operand(parser, EXPR_OP_OPERAND, operand);
        return;
    }
    expr_parse_problem(parser, MSG_EXPR_ARGUMENT, name,
                       "'%.*s' asks for an item or a scale, and not here",
                       STR_ARGS(call->name));
    diag_hint(parser->diag, "other sessions are asked in formulas and, but for "
                            "the partner's, in classes");
}

static void
parse_arguments(struct expr_parser *parser, struct call *call)
{
    struct expr_op op = {.code = EXPR_OP_NUMBER};
    if (call->function)
        op.code = call->function->code;
    bool rounds = op.code == EXPR_OP_ROUND;
    while (parser->token.kind != EXPR_TOKEN_CLOSE && !parser->stopped) {
        if (rounds && call->n_args == 1)
            op.decimals = parse_decimals(parser, call);
        else
            parse_argument(parser, call);
        if (parser->token.kind != EXPR_TOKEN_COMMA)
            break;
        expr_parse_advance(parser);
        if (parser->token.kind == EXPR_TOKEN_CLOSE)
            expr_parse_expect(parser, EXPR_TOKEN_NAME, "an argument after ','");
    }
    op.n_args = rounds ? 1 : (uint32_t)call->n_args;
    expr_parse_emit(parser, op);
}

static void
check_count(struct expr_parser *parser, const struct call *call,
            struct str text)
{
    const struct function *function = call->function;
    if (parser->stopped
        || (call->n_args >= function->min_args
            && call->n_args <= function->max_args))
        return;
    expr_parse_problem(parser, MSG_EXPR_ARGUMENTS, text, "%zu", call->n_args);
    diag_hint(parser->diag, "it is '%s'", function->usage);
}

struct expr_part
expr_call_parse(struct expr_parser *parser, struct str name)
{
    struct call call = {.function = function_find(name),
                        .name = name,
                        .kind = EXPR_KIND_UNKNOWN};
    const struct function *function = call.function;
    if (!function)
        report_function(parser, name);
    expr_parse_advance(parser);
    if (function && function->shape == SHAPE_ANSWERED)
        parse_answered(parser, &call);
    else if (function && function->shape == SHAPE_SELECTED)
        parse_selected(parser, &call);
    else if (function && function->shape == SHAPE_FACT)
        parse_fact(parser, &call);
    else if (function && function->shape == SHAPE_STANDING)
        parse_standing(parser, &call);
    else if (function && function->shape == SHAPE_TOLD)
        parse_told(parser, &call);
    else
        parse_arguments(parser, &call);
    bool is_full = function && call.n_args == function->max_args;
    expr_parse_expect(parser, EXPR_TOKEN_CLOSE, is_full ? "')'" : "',' or ')'");
    struct str text = expr_parse_since(parser, name.bytes);
    if (!function)
        return (struct expr_part){text, EXPR_KIND_UNKNOWN};
    check_count(parser, &call, text);
    return (struct expr_part){text, function->gives == EXPR_KIND_EITHER
                                        ? call.kind
                                        : function->gives};
}
