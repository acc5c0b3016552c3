/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world of names; see expr_kit.h. */
#include "unit.h"
#include "expr_kit.h"

#include <string.h>

#include "instrument/expr_program.h"

static const char *const names[KIT_N_NAMES] = {"a",     "b",    "c",   "a-b",
                                               "scale", "text", "many"};

struct kit
kit_new(void)
{
    return (struct kit){arena_new(), diag_new()};
}

void
kit_free(struct kit *kit)
{
    diag_free(kit->diag);
    arena_free(kit->arena);
}

static bool
find(const void *aux, struct str name, struct expr_operand *operand)
{
    (void)aux;
    for (size_t i = 0; i < KIT_N_NAMES; i++)
        if (str_is(name, names[i])) {
            *operand = (struct expr_operand){
                .kind = i == 4 ? EXPR_SCALE : EXPR_ITEM, .idx = i};
            return true;
        }
    return false;
}

static bool
find_choice(const void *aux, size_t item_idx, double value, size_t *choice_idx)
{
    (void)aux;
    for (size_t i = 0; i < 4 && (item_idx < 2 || item_idx == 6); i++)
        if (value >= (double)i && value <= (double)i) {
            *choice_idx = i;
            return true;
        }
    return false;
}

static size_t
run(const void *aux, struct str from, struct str to, size_t *first_item)
{
    struct expr_operand first;
    struct expr_operand last;
    if (!find(aux, from, &first) || !find(aux, to, &last)
        || first.kind != EXPR_ITEM || last.kind != EXPR_ITEM
        || last.idx < first.idx)
        return 0;
    *first_item = first.idx;
    return last.idx - first.idx + 1;
}

static const char *
no_number(const void *aux, size_t item_idx)
{
    (void)aux;
    return item_idx == 5   ? "a free text"
           : item_idx == 6 ? "a choice of several"
                           : NULL;
}

static bool
has_norm(const void *aux, size_t scale_idx, enum expr_standing standing)
{
    (void)aux;
    (void)scale_idx;
    return standing == EXPR_Z;
}

static const char *
nearest(const void *aux, struct str name)
{
    (void)aux;
    return str_nearest(name, names, KIT_N_NAMES);
}

const struct expr_scope kit_scope = {find,     find_choice, run,     no_number,
                                     has_norm, NULL,        nearest, NULL};

const struct xml_element *
kit_element(struct kit *kit, const char *text)
{
    const char *xml =
        arena_printf(kit->arena, "<e xmlns='urn:t'\nx=\"%s\"/>", text);
    const struct xml_element *element =
        xml_read("t.xml", str_from(xml), "urn:t", kit->arena, kit->diag);
    assert_non_null(element);
    return element;
}

const struct expr *
kit_compile_either(struct kit *kit, const char *text)
{
    const struct xml_element *element = kit_element(kit, text);
    struct diag *first_try = diag_new();
    const struct expr *expr = expr_compile(element, "x", EXPR_TRUTH, &kit_scope,
                                           kit->arena, first_try);
    diag_free(first_try);
    return expr ? expr
                : expr_compile(element, "x", EXPR_NUMBER, &kit_scope,
                               kit->arena, kit->diag);
}

static void
dump_operand(const struct expr_operand *operand, struct buf *buf)
{
    switch (operand->kind) {
    case EXPR_ITEM:
        buf_addf(buf, " item %zu", operand->idx);
        break;
    case EXPR_SCALE:
        buf_addf(buf, " scale %zu%s", operand->idx,
                 operand->standing == EXPR_Z   ? " as z"
                 : operand->standing == EXPR_T ? " as t"
                                               : "");
        break;
    case EXPR_SELECTED:
        buf_addf(buf, " item %zu choice %zu", operand->idx,
                 operand->choice_idx);
        break;
    case EXPR_FACT:
        buf_addf(buf, " %s", expr_facts[operand->idx]);
        break;
    case EXPR_TOLD:
        buf_addf(buf, " told %zu", operand->idx);
        break;
    case EXPR_ANSWER:
        buf_add_text(buf, " answer");
        break;
    }
}

void
kit_dump(const struct expr *expr, struct buf *buf)
{
    static const char *const words[N_EXPR_CODES] = {
#define OP(name, word) [EXPR_OP_##name] = word,
#include "instrument/expr_ops.def"
    };
    for (size_t i = 0; i < expr->n_ops; i++) {
        const struct expr_op *op = &expr->ops[i];
        buf_add_text(buf, words[op->code]);
        if (op->n_args)
            buf_addf(buf, " %u", (unsigned int)op->n_args);
        if (op->code == EXPR_OP_NUMBER) {
            buf_add_char(buf, ' ');
            num_add(buf, op->number);
        }
        if (op->code == EXPR_OP_OPERAND || op->code == EXPR_OP_ANSWERED)
            dump_operand(&expr->operands[op->operand_idx], buf);
        if (op->code == EXPR_OP_ROUND)
            buf_addf(buf, " to %d", op->decimals);
        buf_add_char(buf, '\n');
    }
}
