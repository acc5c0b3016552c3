/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matches a tree against grammar tables and fills structs.  schema_value.c
   reads the attributes' values and says what may have been meant.
   Nothing here stops at a problem: every departure is reported, and what was
   understood is stored. */
#include "xml/schema.h"

#include "xml/schema_value.h"

struct reader {
    const struct schema_element *root; /* the whole grammar */
    struct arena *arena;
    struct diag *diag;
    bool failed;
};

static void *
field_at(void *out, size_t offset)
{
    return (char *)out + offset;
}

/* ---- attributes ---- */

static const struct schema_attribute *
attribute_rule(const struct schema_element *rule, const char *name)
{
    const struct schema_attribute *each = rule->attributes;
    for (; each && each->name; each++)
        if (strcmp(each->name, name) == 0)
            return each;
    return NULL;
}

static void
read_attributes(struct reader *reader, const struct schema_element *rule,
                const struct xml_element *element, void *out)
{
    const struct schema_attribute *each = rule->attributes;
    for (; each && each->name; each++) {
        static const char *const none = "";
        if (each->required
            && (each->kind == SCHEMA_ID || each->kind == SCHEMA_LANGUAGE))
            memcpy(field_at(out, each->offset), &none, sizeof none);
    }
    for (size_t i = 0; i < element->n_attributes; i++) {
        const struct xml_attribute *attribute = &element->attributes[i];
        const struct schema_attribute *found =
            attribute_rule(rule, attribute->name);
        if (found) {
            if (!schema_value_read(found, element, attribute,
                                   field_at(out, found->offset), reader->diag))
                reader->failed = true;
            continue;
        }
        xml_problem(reader->diag, MSG_ATTRIBUTE_UNKNOWN,
                    xml_name_spot(element, attribute->name), "'%s' of '%s'",
                    attribute->name, rule->name);
        schema_hint_attribute(reader->diag, attribute->name, rule->attributes);
        reader->failed = true;
    }
    for (each = rule->attributes; each && each->name; each++) {
        if (!each->required || xml_attribute_find(element, each->name))
            continue;
        xml_problem(reader->diag, MSG_ATTRIBUTE_MISSING,
                    xml_element_spot(element), "'%s' of '%s'", each->name,
                    rule->name);
        reader->failed = true;
    }
}

/* ---- children ---- */

static bool
is_array(const struct schema_child *child)
{
    return child->occurs == SCHEMA_ANY || child->occurs == SCHEMA_SOME
           || child->shares;
}

/* What an array or a pointer of such children is made of. */
static size_t
slot_size(const struct schema_child *child)
{
    return child->element->size ? child->element->size : sizeof(char *);
}

static size_t
child_idx(const struct schema_element *rule, const struct xml_element *child)
{
    size_t i = 0;
    if (child->is_foreign)
        return SCHEMA_LIMIT_CHILDREN;
    for (; rule->children && rule->children[i].element; i++)
        if (strcmp(rule->children[i].element->name, child->name) == 0)
            return i;
    return SCHEMA_LIMIT_CHILDREN;
}

/* One pass over the children of an element. */
struct siblings {
    const struct schema_element *rule;
    size_t counts[SCHEMA_LIMIT_CHILDREN]; /* how many of each kind so far */
    const struct schema_child *last; /* of the highest rank so far; or NULL */
};

static void
check_child(struct reader *reader, struct siblings *siblings, size_t kind,
            const struct xml_element *element)
{
    const struct schema_child *rule = &siblings->rule->children[kind];
    const struct schema_child *last = siblings->last;
    bool is_single = rule->occurs != SCHEMA_ANY && rule->occurs != SCHEMA_SOME;
    if (siblings->counts[kind]++ && is_single) {
        xml_problem(reader->diag, MSG_ELEMENT_REPEATED,
                    xml_element_spot(element), "'%s' in '%s'", element->name,
                    siblings->rule->name);
        reader->failed = true;
    } else if (last && rule->rank < last->rank) {
        const char *later = last->element->name;
        xml_problem(reader->diag, MSG_ELEMENT_ORDER, xml_element_spot(element),
                    "'%s' after '%s'", element->name, later);
        diag_hint(reader->diag, "'%s' stands before '%s'", element->name,
                  later);
        reader->failed = true;
    } else {
        siblings->last = rule;
    }
}

static void
check_missing(struct reader *reader, const struct siblings *siblings,
              const struct xml_element *element)
{
    const struct schema_child *rules = siblings->rule->children;
    for (size_t i = 0; rules && rules[i].element; i++) {
        if (siblings->counts[i]
            || (rules[i].occurs != SCHEMA_ONE
                && rules[i].occurs != SCHEMA_SOME))
            continue;
        xml_problem(reader->diag, MSG_ELEMENT_MISSING,
                    xml_element_spot(element), "'%s' in '%s'",
                    rules[i].element->name, siblings->rule->name);
        reader->failed = true;
    }
}

/* An array field and the count behind it, as they lie in a parent's struct. */
struct array_field {
    void *items;
    size_t n;
};

/* Room for the children that go to 'offset', which are counted in 'element'. */
static void *
new_array(struct reader *reader, const struct schema_element *rule,
          const struct xml_element *element, const struct schema_child *child)
{
    size_t n = 0;
    for (size_t i = 0; i < element->n_children; i++) {
        size_t kind = child_idx(rule, &element->children[i]);
        n += kind < SCHEMA_LIMIT_CHILDREN
             && rule->children[kind].offset == child->offset;
    }
    return arena_alloc(reader->arena, n, slot_size(child));
}

/* Where the struct (or the text pointer) of the next child goes.  A second of
   a kind that stands alone is read into nowhere, for its own problems. */
static void *
child_slot(struct reader *reader, const struct schema_element *rule,
           const struct xml_element *element, const struct schema_child *child,
           bool is_first, void *out)
{
    void *field = field_at(out, child->offset);
    if (child->occurs == SCHEMA_WITHIN)
        return is_first ? out : arena_alloc(reader->arena, 1, rule->size);
    if (is_array(child)) {
        struct array_field array;
        memcpy(&array, field, sizeof array);
        if (!array.n)
            array.items = new_array(reader, rule, element, child);
        void *slot = (char *)array.items + array.n++ * slot_size(child);
        memcpy(field, &array, sizeof array);
        return slot;
    }
    void *old;
    memcpy(&old, field, sizeof old);
    if (old)
        return arena_alloc(reader->arena, 1, slot_size(child));
    if (!child->element->size)
        return field;
    void *slot = arena_alloc(reader->arena, 1, child->element->size);
    memcpy(field, &slot, sizeof slot);
    return slot;
}

static void read_element(struct reader *reader,
                         const struct schema_element *rule,
                         const struct xml_element *element, size_t order,
                         void *out);
static void read_within(struct reader *reader,
                        const struct schema_element *rule,
                        const struct xml_element *element, void *out);

static void
read_children(struct reader *reader, const struct schema_element *rule,
              const struct xml_element *element, void *out)
{
    struct siblings siblings = {.rule = rule};
    for (size_t i = 0; i < element->n_children; i++) {
        const struct xml_element *child = &element->children[i];
        size_t kind = child_idx(rule, child);
        if (kind == SCHEMA_LIMIT_CHILDREN) {
            xml_problem(reader->diag,
                        child->is_foreign ? MSG_ELEMENT_FOREIGN
                                          : MSG_ELEMENT_UNKNOWN,
                        xml_element_spot(child), "'%s' in '%s'", child->name,
                        rule->name);
            if (!child->is_foreign)
                schema_hint_child(reader->diag, child->name, rule,
                                  reader->root);
            reader->failed = true;
            continue;
        }
        check_child(reader, &siblings, kind, child);
        const struct schema_child *found = &rule->children[kind];
        void *slot = child_slot(reader, rule, element, found,
                                siblings.counts[kind] == 1, out);
        if (found->occurs == SCHEMA_WITHIN)
            read_within(reader, found->element, child, slot);
        else
            read_element(reader, found->element, child, i, slot);
    }
    check_missing(reader, &siblings, element);
}

/* 'out' is the struct that its parts are fields of. */
static void
read_within(struct reader *reader, const struct schema_element *rule,
            const struct xml_element *element, void *out)
{
    read_attributes(reader, rule, element, out);
    if (rule->text == SCHEMA_NO_TEXT && *element->text) {
        xml_problem(reader->diag, MSG_TEXT_MISPLACED, xml_text_spot(element),
                    "in '%s'", rule->name);
        reader->failed = true;
    }
    if (rule->text == SCHEMA_TEXT_NEEDED && !*element->text) {
        xml_problem(reader->diag, MSG_TEXT_MISSING, xml_element_spot(element),
                    "in '%s'", rule->name);
        reader->failed = true;
    }
    if (rule->text_offset && *element->text)
        memcpy(field_at(out, rule->text_offset), &element->text,
               sizeof element->text);
    read_children(reader, rule, element, out);
}

/* 'out' is the element's struct, or its text pointer when it has none. */
static void
read_element(struct reader *reader, const struct schema_element *rule,
             const struct xml_element *element, size_t order, void *out)
{
    if (!rule->size)
        memcpy(out, &element->text, sizeof element->text);
    else
        memcpy(out, &element, sizeof element);
    if (rule->order_offset)
        memcpy(field_at(out, rule->order_offset), &order, sizeof order);
    read_within(reader, rule, element, out);
}

bool
schema_read(const struct schema_element *rule,
            const struct xml_element *element, void *out, struct arena *arena,
            struct diag *diag)
{
    struct reader reader = {.root = rule, .arena = arena, .diag = diag};
    if (strcmp(element->name, rule->name) != 0)
        return xml_problem(diag, MSG_XML_ROOT, xml_element_spot(element),
                           "'%s' where '%s' belongs", element->name,
                           rule->name);
    read_element(&reader, rule, element, 0, out);
    return !reader.failed;
}
