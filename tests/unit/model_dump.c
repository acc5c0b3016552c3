/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks the grammar, the file's tree and the model in step; see model_dump.h.
   The grammar's offsets are those of the model's own structs, but for items,
   which a section has no array of. */
#include "model_dump.h"

#include "instrument/attribute.h"
#include "instrument/grammar.h"
#include "instrument/method.h"

struct dump {
    const struct instrument *instrument;
    struct buf *out;
};

/* An array field and the count behind it. */
struct array_field {
    const char *items;
    size_t n;
};

static void
add_text(struct buf *out, const char *name, const char *value)
{
    buf_addf(out, " %s \"%s\"", name, value ? value : "(none)");
}

static void
add_number(struct buf *out, const char *name, double number)
{
    buf_addf(out, " %s ", name);
    num_add(out, number);
}

static void
add_flag(struct buf *out, const char *name, bool is_on)
{
    if (is_on)
        buf_addf(out, " %s", name);
}

static void
add_attribute(struct buf *out, const struct schema_attribute *rule,
              const void *part)
{
    const char *field = (const char *)part + rule->offset;
    int number;
    struct decimal decimal;
    const char *text;

    switch (rule->kind) {
    case SCHEMA_ID:
    case SCHEMA_TEXT:
    case SCHEMA_OPTIONAL_TEXT:
    case SCHEMA_LANGUAGE:
    case SCHEMA_WORD:
        memcpy(&text, field, sizeof text);
        add_text(out, rule->name, text);
        break;
    case SCHEMA_NUMBER:
        memcpy(&decimal, field, sizeof decimal);
        add_number(out, rule->name, decimal_value(decimal));
        break;
    case SCHEMA_WHOLE:
    case SCHEMA_POSITIVE:
        memcpy(&number, field, sizeof number);
        buf_addf(out, " %s %d", rule->name, number);
        break;
    case SCHEMA_YES_NO:
        add_text(out, rule->name, *(const bool *)field ? "yes" : "no");
        break;
    case SCHEMA_TRUTH:
        add_text(out, rule->name, rule->names[*(const bool *)field]);
        break;
    case SCHEMA_LETTER:
        memcpy(&number, field, sizeof number);
        buf_addf(out, " %s %c", rule->name, number);
        break;
    case SCHEMA_NAME:
    case SCHEMA_NAME_1:
    case SCHEMA_NAME_2:
        memcpy(&number, field, sizeof number);
        add_text(out, rule->name,
                 rule->names[number - (int)(rule->kind - SCHEMA_NAME)]);
    }
}

/* ---- what the reader made ---- */

static void
add_scale(const struct dump *dump, const struct scale *scale)
{
    struct buf *out = dump->out;

    add_number(out, "lo", scale->lo);
    add_number(out, "hi", scale->hi);
    buf_addf(out, " decimals %d", scale->decimals);
    if (scale->min_answered.all)
        buf_add_text(out, " all answered");
    else if (method_has_items(scale))
        buf_addf(out, " answered %s %lld/%lld",
                 scale->min_answered.is_share ? "share" : "count",
                 (long long)scale->min_answered.ratio.num,
                 (long long)scale->min_answered.ratio.den);
    add_flag(out, "can-prorate", scale->can_prorate);
    add_flag(out, "private", scale->is_private);
    add_flag(out, "not compiled",
             (scale->formula_text && !scale->formula)
                 || (scale->count_if_text && scale->n_members
                     && !scale->members[0].count_if));
    for (size_t i = 0; i < scale->n_members; i++) {
        const struct member *member = &scale->members[i];
        buf_addf(out, ", %s", dump->instrument->items[member->item_idx].id);
        add_flag(out, "reversed", member->reversed);
        add_number(out, "times", decimal_value(member->weight));
        add_number(out, "from", member->lo);
        add_number(out, "to", member->hi);
    }
}

static void
add_made(const struct dump *dump, const char *element, const void *part)
{
    struct buf *out = dump->out;
    size_t start = out->len;

    buf_add_text(out, " |");
    size_t empty = out->len;
    if (strcmp(element, "item") == 0) {
        const struct item *item = part;
        add_text(out, "responses", item->response->id);
        add_flag(out, "private", item->is_private);
        add_flag(out, "can-be-not-applicable", item->can_be_not_applicable);
        add_flag(out, "not compiled", item->relevant_text && !item->relevant);
    } else if (strcmp(element, "alert") == 0) {
        const struct alert *alert = part;
        add_flag(out, "private", alert->is_private);
        add_flag(out, "lists-unanswered", alert->lists_unanswered);
        add_flag(out, "not compiled", !alert->when);
    } else if (strcmp(element, "choice") == 0) {
        const struct choice *choice = part;
        add_number(out, "score", decimal_value(choice->score));
    } else if (strcmp(element, "choices") == 0
               || strcmp(element, "range") == 0) {
        const struct response *response = part;
        add_number(out, "lo", response->lo);
        add_number(out, "hi", response->hi);
    } else if (strcmp(element, "scale") == 0) {
        add_scale(dump, part);
    } else if (strcmp(element, "class") == 0) {
        add_text(out, "title", ((const struct class *)part)->title);
        add_flag(out, "private", ((const struct class *)part)->is_private);
    } else if (strcmp(element, "change") == 0) {
        add_number(out, "level",
                   decimal_value(((const struct change *)part)->level));
    }
    if (out->len == empty)
        out->len = start;
}

/* ---- the walk ---- */

/* The part of the model that the n-th child of that rule became; of one that
   is only a text, the text itself. */
static const void *
child_part(const struct dump *dump, const struct schema_child *child,
           const void *parent, size_t n)
{
    const char *field = (const char *)parent + child->offset;
    size_t size = child->element->size ? child->element->size : sizeof(char *);
    struct array_field array;
    const char *part;

    if (strcmp(child->element->name, "section") == 0)
        return &dump->instrument->sections[n];
    if (strcmp(child->element->name, "item") == 0)
        return &dump->instrument
                    ->items[((const struct section *)parent)->first_item + n];
    if (child->occurs == SCHEMA_WITHIN)
        return parent;
    memcpy(&array, field, sizeof array);
    memcpy(&part, field, sizeof part);
    if (child->occurs == SCHEMA_ANY || child->occurs == SCHEMA_SOME
        || child->shares) {
        part = array.items + n * size;
        if (!child->element->size)
            memcpy(&part, (const void *)part, sizeof part);
    }
    return part;
}

static void
dump_element(const struct dump *dump, const struct schema_element *rule,
             const struct xml_element *element, const void *part, int depth)
{
    struct buf *out = dump->out;
    const struct schema_attribute *attribute = rule->attributes;
    size_t counts[64] = {0};
    const char *text = NULL;

    buf_addf(out, "%*s%s", 2 * depth, "", rule->name);
    for (; attribute && attribute->name; attribute++)
        if (attribute_given(element, attribute->name))
            add_attribute(out, attribute, part);
    if (rule->text_offset)
        memcpy(&text, (const char *)part + rule->text_offset, sizeof text);
    else if (!rule->size && !rule->attributes && !rule->children)
        text = strcmp(rule->name, "minutes") == 0 ? element->text : part;
    if (text)
        buf_addf(out, ": %s", text);
    if (rule->size && depth)
        add_made(dump, rule->name, part);
    buf_add_char(out, '\n');
    for (size_t i = 0; i < element->n_children; i++) {
        const struct xml_element *below = &element->children[i];
        size_t kind = 0;
        size_t n = 0;

        while (strcmp(rule->children[kind].element->name, below->name) != 0)
            kind++;
        for (size_t k = 0; rule->children[k].element; k++)
            if (rule->children[k].offset == rule->children[kind].offset)
                n += counts[k];
        counts[kind]++;
        dump_element(dump, rule->children[kind].element, below,
                     child_part(dump, &rule->children[kind], part, n),
                     depth + 1);
    }
}

void
model_dump(const struct instrument *instrument, struct buf *out)
{
    const struct dump dump = {instrument, out};

    dump_element(&dump, &grammar_instrument, instrument->at, instrument, 0);
}
