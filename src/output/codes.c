/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of figures.def's HOLDS; see codes.h. */
#include "output/codes.h"

#include <string.h>
#include "change/verdict.h"
#include "instrument/method.h"

/* Being put together. */
struct gathered {
    struct figure_codes codes;
    struct arena *arena;
};

static void
add_code(struct gathered *cell, const char *word, const char *text)
{
    *vec_add(cell->arena, &cell->codes) = (struct figure_code){
        arena_text(cell->arena, str_from(word)),
        text && *text ? arena_text(cell->arena, str_from(text)) : NULL};
}

static void
add_cases(struct gathered *cell, const struct class *class)
{
    for (size_t i = 0; i < class->n_cases; i++)
        add_code(cell, class->cases[i].id, class->cases[i].label);
}

/* Where a reason can stand that cannot stand everywhere. */
enum {
    OF_ITEMS = 1,
    OF_FORMULA = 2,
    OF_CLASS = 4,
    OF_COUPLE = 8,
    OF_EARLIER = 16,
    OF_OTHERS = 32
};

/* Of a scale or, where that is NULL, of a class. */
static void
add_whys(struct gathered *cell, const struct scale *scale,
         const struct class *class)
{
    static const int restricted[N_WHYS] = {
        [WHY_TOO_FEW] = OF_ITEMS,
        [WHY_NOT_APPLICABLE] = OF_ITEMS,
        [WHY_OPERAND] = OF_FORMULA | OF_CLASS,
        [WHY_OUTSIDE] = OF_FORMULA,
        [WHY_NO_CASE] = OF_CLASS,
        [WHY_NO_PARTNER] = OF_COUPLE,
        [WHY_NO_EARLIER] = OF_EARLIER,
        [WHY_NOT_GIVEN] = OF_OTHERS,
    };
    int is_of = !scale                    ? OF_CLASS
                : method_has_items(scale) ? OF_ITEMS
                                          : OF_FORMULA;
    unsigned int asks = scale ? scale->asks : class->asks;
    if (asks >> ASKED_HERE & 1)
        is_of |= OF_OTHERS;
    if (asks & (1u << ASKED_FIRST | 1u << ASKED_PREVIOUS))
        is_of |= OF_EARLIER;
    if (asks >> ASKED_PARTNER & 1)
        is_of |= OF_COUPLE;
    for (int i = WHY_SCORED + 1; i < N_WHYS; i++)
        if (!restricted[i] || (restricted[i] & is_of))
            add_code(cell, why_word((enum why)i), why_text((enum why)i));
}

static void
add_bands(struct gathered *cell, const struct scale *scale)
{
    if (scale_basis(scale) == BASIS_RANGE)
        return; /* never put beside a score */
    for (size_t i = 0; i < scale->n_bands; i++) {
        const struct band *band = &scale->bands[i];
        size_t first = 0; /* bands for others may have the same ids */
        while (strcmp(scale->bands[first].id, band->id) != 0)
            first++;
        if (first == i)
            add_code(cell, band->id, band->label);
    }
}

static void
add_norms(struct gathered *cell, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_norms; i++)
        add_code(cell, scale->norms[i].id, scale->norms[i].source);
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        add_code(cell, scale->norm_tables[i].id, scale->norm_tables[i].source);
}

static void
add_yes_no(struct gathered *cell)
{
    add_code(cell, "yes", NULL);
    add_code(cell, "no", NULL);
}

static void
add_verdicts(struct gathered *cell, const struct scale *scale)
{
    struct buf text SCOPED(buf_clear) = {0};
    for (int i = 0; i < N_VERDICTS; i++) {
        enum verdict_kind kind = (enum verdict_kind)i;
        verdict_add_kind(kind, change_rule_find(scale, NULL), LANG_EN, &text);
        add_code(cell, verdict_words[kind], buf_text(&text));
        buf_empty(&text);
    }
}

struct figure_codes
figure_codes(enum figure_holds holds, const struct scale *scale,
             const struct class *class, struct arena *arena)
{
    struct gathered gathered = {.arena = arena};
    struct gathered *cell = &gathered; /* as the table calls it */

    switch (holds) {
#define HOLDS(NAME, FORM, codes, ...)                                          \
    case HOLDS_##NAME:                                                         \
        codes;                                                                 \
        break;
#include "output/figures.def"
    }
    return gathered.codes;
}
