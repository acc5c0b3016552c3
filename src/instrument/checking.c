/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that several kinds of elements share; see checking.h. */
#include "instrument/checking.h"

#include <math.h>
#include "base/vec.h"

static const struct xml_element *
list_at(const struct checked_list *list, size_t idx)
{
    const struct xml_element *at;
    memcpy(&at, (const char *)list->parts + idx * list->part_size, sizeof at);
    return at;
}

static const char *
list_id(const struct checked_list *list, size_t idx)
{
    const char *id;
    memcpy(&id,
           (const char *)list->parts + idx * list->part_size + list->id_offset,
           sizeof id);
    return id;
}

void
checking_doubles(const struct checking *c, const struct checked_list *lists,
                 size_t n_lists, const char *what)
{
    struct map *seen = map_new(c->arena, false);
    for (size_t k = 0; k < n_lists; k++)
        for (size_t i = 0; i < lists[k].n; i++) {
            struct str id = str_from(list_id(&lists[k], i));
            const struct xml_element *at = list_at(&lists[k], i);
            size_t line;
            if (!id.len)
                continue;
            if (!map_find(seen, id, &line)) {
                map_add(seen, id, (size_t)attribute_line(at));
                continue;
            }
            attribute_problem(c->diag, MSG_ID_TWICE, at, "id");
            diag_hint(c->diag, "first on line %zu, among the %s", line, what);
        }
}

const struct checked_list *
checking_alerts(const struct checking *c)
{
    struct checked_list *lists =
        ARENA_ARRAY(c->arena, c->instrument->n_items, struct checked_list);
    for (size_t i = 0; i < c->instrument->n_items; i++)
        lists[i] = CHECKED(&c->instrument->items[i], alerts);
    return lists;
}

bool
checking_named(const struct checking *c, enum message message,
               const struct xml_element *at, const char *attribute,
               const struct checked_list *lists, size_t n_lists, size_t *idx)
{
    struct str wanted = attribute_value(at, attribute);
    struct VEC(const char *) names = {0};
    for (size_t k = 0; k < n_lists; k++)
        for (size_t i = 0; i < lists[k].n; i++) {
            const char *id = list_id(&lists[k], i);
            *idx = i;
            if (id && str_is(wanted, id))
                return true;
            *vec_add(c->arena, &names) = id;
        }
    attribute_problem(c->diag, message, at, attribute);
    if (message == MSG_PART_UNKNOWN && names.n)
        diag_hint(c->diag, "'%s' is one", names.items[0]);
    else if (message == MSG_PART_UNKNOWN)
        diag_hint(c->diag, "it has none at all");
    diag_hint_nearest(c->diag, wanted, names.items, names.n);
    return false;
}

void
checking_idle(const struct checking *c, const struct xml_element *at,
              const char *attribute, const char *with)
{
    if (!attribute_given(at, attribute))
        return;
    xml_problem(c->diag, MSG_ATTRIBUTE_IDLE, xml_name_spot(at, attribute),
                "'%s'", attribute);
    diag_hint(c->diag, "it goes with %s", with);
}

void
checking_element_problem(const struct checking *c, enum message message,
                         const struct xml_element *at)
{
    xml_problem(c->diag, message, xml_element_spot(at), "'%s'", at->name);
}

void
checking_words(const struct checking *c, const struct xml_element *at,
               const char *text)
{
    if (text || c->instrument->status == STATUS_SKELETON)
        return;
    checking_element_problem(c, MSG_WORDS_MISSING, at);
    diag_hint(c->diag, "write it, or say status=\"skeleton\" and leave the "
                       "words to a wording file");
}

static double
number_of(const struct xml_element *at, const char *attribute)
{
    struct decimal number;
    if (!decimal_read(attribute_value(at, attribute), &number))
        return 0;
    return decimal_value(number);
}

void
checking_ends(const struct checking *c, const struct xml_element *at,
              const char *low, const char *high, bool may_equal)
{
    if (!attribute_is_number(at, low) || !attribute_is_number(at, high))
        return;
    double from = number_of(at, low);
    double to = number_of(at, high);
    if (from < to || (may_equal && from <= to))
        return;
    attribute_problem(c->diag, MSG_ENDS_CROSSED, at, low);
    struct str upper = attribute_value(at, high);
    diag_hint(c->diag, "'%s' is '%.*s'", high, STR_ARGS(upper));
}

bool
checking_has_ends(const struct scale *scale)
{
    return scale->lo < scale->hi;
}

static bool
is_at(double score, double end)
{
    return fabs(score - end) <= 1e-9 * (1 + fabs(end));
}

bool
checking_begins(const struct scale *scale, double from)
{
    return is_at(from, scale->lo) || is_at(from, scale_lowest(scale))
           || (scale->calibration && from <= scale->lo);
}

void
checking_attainable(const struct checking *c, const struct scale *scale,
                    const struct xml_element *at, const char *attribute)
{
    if (!attribute_is_number(at, attribute) || !checking_has_ends(scale))
        return;
    double number = number_of(at, attribute);
    double lo = scale_lowest(scale);
    double hi = scale_highest(scale);
    if ((number >= lo && number <= hi) || is_at(number, lo)
        || is_at(number, hi))
        return;
    attribute_problem(c->diag, MSG_NOT_ATTAINABLE, at, attribute);
    struct buf ends SCOPED(buf_clear) = {0};
    num_add(&ends, lo);
    buf_add_text(&ends, " to ");
    num_add(&ends, hi);
    diag_hint(c->diag, "scores of '%s' go from %s", scale->id, buf_text(&ends));
}

static void
add_bound(struct buf *hint, const char *words, double bound)
{
    if (isinf(bound))
        return;
    buf_addf(hint, "%s%s ", hint->len ? " and " : "", words);
    num_add(hint, bound);
}

void
checking_between(const struct checking *c, const struct xml_element *at,
                 const char *attribute, double above, double below)
{
    if (!attribute_is_number(at, attribute))
        return;
    double number = number_of(at, attribute);
    if (number > above && number < below)
        return;
    attribute_problem(c->diag, MSG_NUMBER_OUT_OF_RANGE, at, attribute);
    struct buf hint SCOPED(buf_clear) = {0};
    add_bound(&hint, "above", above);
    add_bound(&hint, "below", below);
    diag_hint(c->diag, "'%s' lies %s", attribute, buf_text(&hint));
}

void
checking_part(const struct checking *c, const struct xml_element *at,
              const char *attribute, struct checked_list list)
{
    size_t idx;
    if (attribute_value(at, attribute).len)
        (void)checking_named(c, MSG_PART_UNKNOWN, at, attribute, &list, 1,
                             &idx);
}

void
checking_source(const struct checking *c, const struct xml_element *at,
                const char *source)
{
    if (c->instrument->status == STATUS_UNVALIDATED
        || str_trim(str_from(source)).len)
        return;
    xml_problem(c->diag, MSG_SOURCE_MISSING, xml_name_spot(at, "source"),
                "'%s'", at->name);
    diag_hint(c->diag, "say in 'source' where it was published");
}

static void
hint_methods(const struct checking *c, unsigned int methods,
             const char *const *names)
{
    struct buf list SCOPED(buf_clear) = {0};
    for (size_t i = 0; names[i]; i++)
        if (methods & 1u << i)
            buf_addf(&list, "%s'%s'", list.len ? ", " : "", names[i]);
    diag_hint(c->diag, "it goes with %s", buf_text(&list));
}

void
checking_method(const struct checking *c, const struct xml_element *at,
                int method, const struct checked_attribute *attributes,
                const char *const *names)
{
    if (!attribute_is_name(at, "method", names))
        return;
    unsigned int bit = 1u << method;
    for (; attributes->name; attributes++) {
        bool is_given = attribute_given(at, attributes->name);
        if (is_given && !(attributes->taken & bit)) {
            xml_problem(c->diag, MSG_ATTRIBUTE_IDLE,
                        xml_name_spot(at, attributes->name), "'%s'",
                        attributes->name);
            hint_methods(c, attributes->taken, names);
        }
        if (!is_given && attributes->needed & bit) {
            xml_problem(c->diag, MSG_ATTRIBUTE_NEEDED,
                        xml_value_spot(at, "method"), "'%s'", attributes->name);
            diag_hint(c->diag, "the method '%s' rests on it", names[method]);
        }
    }
}

bool
checking_is_answer(const struct response *response, struct decimal number)
{
    int64_t idx;
    for (size_t i = 0; i < response->n_choices; i++)
        if (decimal_compare(response->choices[i].value, number) == 0)
            return true;
    if (response->kind != RESPONSE_RANGE
        || decimal_compare(number, response->min) < 0
        || decimal_compare(number, response->max) > 0)
        return false;
    return response->step.units <= 0
           || decimal_on_grid(number, response->min, response->step, &idx);
}
