/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking things up in an instrument, going over it, and the words of its
   enums. */
#include "instrument/instrument.h"

#include <math.h>
#include <string.h>
#include "instrument/expr.h"
#include "instrument/method.h"

const char *const answer_kind_names[N_ANSWER_KINDS] = {
    [ANSWER_SKIPPED] = "skipped",
    [ANSWER_DECLINED] = "declined",
    [ANSWER_UNKNOWN] = "unknown",
    [ANSWER_NOT_APPLICABLE] = "not-applicable",
    [ANSWER_NOT_ASKED] = "not-asked",
    [ANSWER_UNCLEAR] = "unclear",
};

const char *const scale_method_names[] = {
#define METHOD(NAME, word, ...) [METHOD_##NAME] = word,
#include "instrument/methods.def"
    NULL,
};

bool
instrument_find(const struct instrument *instrument, struct str id,
                enum id_kind *kind, size_t *idx)
{
    size_t value;
    if (!map_find(instrument->ids, id, &value))
        return false;
    *kind = (enum id_kind)(value % 4);
    *idx = value / 4;
    return true;
}

bool
instrument_find_of(const struct instrument *instrument, enum id_kind kind,
                   struct str id, size_t *idx)
{
    enum id_kind found;
    size_t at;
    if (!instrument_find(instrument, id, &found, &at) || found != kind)
        return false;
    *idx = at;
    return true;
}

struct scale
scale_before_metric(const struct scale *scale)
{
    struct scale before = *scale;
    before.lo = scale->raw_lo;
    before.hi = scale->raw_hi;
    before.decimals = method_of(scale)->decimals;
    before.metric = NULL;
    return before;
}

void
scale_add_recodes(const struct scale *scale, const char *before,
                  struct buf *out)
{
    for (size_t i = 0; i < scale->n_recodes; i++) {
        const struct recode *recode = &scale->recodes[i];
        buf_addf(out, "%s%s:", i ? "; " : before, recode->items_text);
        for (size_t j = 0; j < recode->n_choices; j++) {
            buf_add_text(out, j ? ", " : " ");
            num_add(out, decimal_value(recode->choices[j].from));
            buf_add_text(out, " is ");
            num_add(out, decimal_value(recode->choices[j].value));
        }
    }
}

void
scale_add_blanks(const struct scale *scale, const char *before, struct buf *out)
{
    static const char *const texts[] = {
        [PRORATE_BY_RANGE] = "blanks lie in their ranges as the answers do",
        [PRORATE_BY_WEIGHT] = "blanks count as the weighed mean of the answers",
    };
    if (scale->blanks || scale->prorate)
        buf_addf(out, "%s%s (%s)", before,
                 scale->blanks ? "blanks count as 0" : texts[scale->prorate],
                 scale->source ? scale->source : "");
}

const struct member *
scale_unlike_member(const struct scale *scale)
{
    const struct member *first = scale->members;
    for (size_t i = 1; i < scale->n_members; i++) {
        const struct member *member = &scale->members[i];
        if (member->lo != first->lo || member->hi != first->hi
            || decimal_compare(member->weight, first->weight) != 0)
            return member;
    }
    return NULL;
}

double
scale_lowest(const struct scale *scale)
{
    if (scale->metric)
        return scale->lo;
    return fmin(scale->lo, num_round(scale->lo, scale->decimals, scale->round));
}

double
scale_highest(const struct scale *scale)
{
    if (scale->metric)
        return scale->hi;
    return fmax(scale->hi, num_round(scale->hi, scale->decimals, scale->round));
}

/* "de" for "de-AT". */
static struct str
primary_language(struct str lang)
{
    const char *hyphen = lang.len ? memchr(lang.bytes, '-', lang.len) : NULL;
    if (hyphen)
        lang.len = (size_t)(hyphen - lang.bytes);
    return lang;
}

enum band_basis
scale_basis(const struct scale *scale)
{
    return scale->n_band_sets ? scale->band_sets[0].basis : BASIS_RANGE;
}

const char cutoff_sides_hint[] =
    "the group on the worse side, a '|', the group on the better side";

bool
cutoff_sides(const struct cutoff *cutoff, struct str *worse, struct str *better)
{
    struct str all = str_from(cutoff->separates);
    const char *bar = all.len ? memchr(all.bytes, '|', all.len) : NULL;
    if (!bar)
        return false;
    size_t len = (size_t)(bar - all.bytes);
    *worse = str_trim((struct str){all.bytes, len});
    *better = str_trim((struct str){bar + 1, all.len - len - 1});
    return worse->len && better->len
           && !memchr(better->bytes, '|', better->len);
}

const struct instrument_words *
instrument_words_find(const struct instrument_words *words, size_t n,
                      struct str lang)
{
    const struct str wanted[] = {lang, primary_language(lang)};
    for (size_t i = 0; i < N_ELEMENTS(wanted); i++)
        for (size_t k = 0; k < n; k++)
            if (str_equal_nocase(wanted[i], str_from(words[k].lang)))
                return &words[k];
    return NULL;
}

const struct instrument_words *
instrument_wording(const struct instrument *instrument, struct str lang)
{
    const struct instrument_words *found =
        instrument_words_find(instrument->words, instrument->n_words, lang);
    return found && found->digest.hex[0] ? found : NULL;
}

/* ---- all expressions ---- */

void
instrument_visit(const struct instrument *instrument, instrument_visit_fn *fn,
                 void *aux)
{
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        if (item->relevant)
            fn(item->relevant, aux);
        for (size_t j = 0; j < item->n_alerts; j++)
            if (item->alerts[j].when)
                fn(item->alerts[j].when, aux);
    }
    for (size_t i = 0; i < instrument->n_scales; i++)
        if (instrument->scales[i].formula)
            fn(instrument->scales[i].formula, aux);
    for (size_t i = 0; i < instrument->n_classes; i++)
        for (size_t j = 0; j < instrument->classes[i].n_cases; j++)
            if (instrument->classes[i].cases[j].test)
                fn(instrument->classes[i].cases[j].test, aux);
}

const char *const asked_words[N_ASKED_OF] = {
    [ASKED_PARTNER] = "partner",
    [ASKED_FIRST] = "first",
    [ASKED_PREVIOUS] = "previous",
    [ASKED_HERE] = NULL,
};

const struct instrument *
asked_whose(const struct instrument *asker, const struct asked *asked)
{
    return asked->whose ? asked->whose : asker;
}

void
asked_add_id(const struct instrument *asker, const struct asked *asked,
             struct buf *out)
{
    const struct instrument *whose = asked_whose(asker, asked);
    if (asked->whose)
        buf_addf(out, "%s.", whose->id);
    buf_add_text(out, asked->is_scale ? whose->scales[asked->idx].id
                                      : whose->items[asked->idx].id);
}

bool
asked_is_private(const struct instrument *asker, const struct asked *asked)
{
    const struct instrument *whose = asked_whose(asker, asked);
    return asked->is_scale ? whose->scales[asked->idx].is_private
                           : whose->items[asked->idx].is_private;
}

struct expr_operand
instrument_operand(const struct instrument *instrument,
                   const struct expr_operand *operand)
{
    if (operand->kind != EXPR_TOLD || instrument->asked[operand->idx].whose)
        return *operand;
    const struct asked *asked = &instrument->asked[operand->idx];
    return (struct expr_operand){
        .kind = asked->is_scale ? EXPR_SCALE : EXPR_ITEM, .idx = asked->idx};
}

static void
mark_operands(const struct expr *expr, void *aux)
{
    bool *is_used = aux;
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++)
        if (operands[i].kind == EXPR_ITEM || operands[i].kind == EXPR_SELECTED)
            is_used[operands[i].idx] = true;
}

const bool *
instrument_used_items(const struct instrument *instrument, struct arena *arena)
{
    bool *is_used = ARENA_ARRAY(arena, instrument->n_items, bool);
    instrument_visit(instrument, mark_operands, is_used);
    for (size_t i = 0; i < instrument->n_asked; i++)
        if (!instrument->asked[i].is_scale && !instrument->asked[i].whose)
            is_used[instrument->asked[i].idx] = true;
    for (size_t i = 0; i < instrument->n_items; i++)
        is_used[i] |= instrument->items[i].n_alerts > 0;
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        for (size_t j = 0; j < scale->n_members; j++)
            is_used[scale->members[j].item_idx] = true;
    }
    return is_used;
}

bool
instrument_offers_unknown(const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_missing_codes; i++)
        if (instrument->missing_codes[i].kind == ANSWER_UNKNOWN)
            return true;
    return false;
}

void
fits_add(const struct fits *fits, struct buf *out)
{
    const char *between = fits->sex ? ", " : "";
    if (fits->sex)
        buf_addf(out, "sex %c", fits->sex);
    if (fits->has_age_from || fits->has_age_to) {
        buf_addf(out, "%sage ", between);
        if (!fits->has_age_to)
            buf_addf(out, "from %d", (int)fits->age_from);
        else if (!fits->has_age_from)
            buf_addf(out, "up to %d", (int)fits->age_to);
        else
            buf_addf(out, "%d to %d", (int)fits->age_from, (int)fits->age_to);
        between = ", ";
    }
    if (fits->lang) {
        buf_addf(out, "%slang %s", between, fits->lang);
        between = ", ";
    }
    if (fits->group)
        buf_addf(out, "%sgroup %s", between, fits->group);
}
