/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outside of expressions: compiling an attribute.
   expr_lex.c cuts it into words, expr_parse.c and expr_call.c understand
   them, expr_run.c and expr_range.c run the result. */
#include "instrument/expr.h"

const char *const expr_facts[] = {
    [EXPR_AGE] = "age",
    [EXPR_SEX] = "sex",
    [EXPR_LANG] = "lang",
    [EXPR_GROUP] = "group",
};

#include <assert.h>
#include "instrument/expr_parse.h"

bool
expr_is_reserved(struct str word)
{
    return expr_operator_find(word) || expr_call_is_reserved(word);
}

static struct expr_parser
parser_for(const struct xml_element *element, const char *attribute,
           struct arena *arena, struct diag *diag)
{
    const struct xml_attribute *found = xml_attribute_find(element, attribute);
    struct expr_parser parser = {.element = element,
                                 .attribute = attribute,
                                 .arena = arena,
                                 .diag = diag};
    assert(found);
    expr_parse_begin(&parser, found->value);
    return parser;
}

static const struct expr *
finish(const struct expr_parser *parser)
{
    if (parser->failed)
        return NULL;
    assert(parser->height == 1);
    struct expr *expr = ARENA_NEW(parser->arena, struct expr);
    expr->ops = parser->ops.items;
    expr->n_ops = parser->ops.n;
    expr->operands = parser->operands.items;
    expr->n_operands = parser->operands.n;
    expr->stack_size = parser->max_height;
    return expr;
}

const struct expr *
expr_compile(const struct xml_element *element, const char *attribute,
             enum expr_type want, const struct expr_scope *scope,
             struct arena *arena, struct diag *diag)
{
    struct expr_parser parser = parser_for(element, attribute, arena, diag);
    parser.scope = scope;
    struct expr_part part = expr_parse_level(&parser, EXPR_LEVEL_LOOSEST);
    expr_parse_end(&parser);
    expr_parse_need(&parser, part,
                    want == EXPR_TRUTH ? EXPR_KIND_TRUTH : EXPR_KIND_NUMBER,
                    str_from(attribute));
    return finish(&parser);
}

const struct expr *
expr_compile_condition(const struct xml_element *element, const char *attribute,
                       struct arena *arena, struct diag *diag)
{
    struct expr_parser parser = parser_for(element, attribute, arena, diag);
    expr_parse_condition(&parser, (struct expr_operand){.kind = EXPR_ANSWER},
                         EXPR_LEVEL_LOOSEST);
    expr_parse_end(&parser);
    return finish(&parser);
}

size_t
expr_uses(const struct expr *expr, size_t operand_idx)
{
    size_t n = 0;
    for (size_t i = 0; i < expr->n_ops; i++)
        n += expr->ops[i].code == EXPR_OP_OPERAND
             && expr->ops[i].operand_idx == operand_idx;
    return n;
}

size_t
expr_size(const struct expr *expr)
{
    return expr->n_ops;
}

const struct expr_operand *
expr_operands(const struct expr *expr, size_t *n)
{
    *n = expr ? expr->n_operands : 0;
    return expr ? expr->operands : NULL;
}
