/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One small reader for each kind of value, and what an author may have meant;
   see schema_value.h. */
#include "xml/schema_value.h"

#include <assert.h>

enum { SHOWN_LIMIT_SIZE = 80 /* bytes of a value in a message */ };

static bool
is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool
schema_is_id(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];
        bool is_inner = str_is_digit(c) || c == '_' || c == '-';
        if (!is_lower(c) && (i == 0 || !is_inner))
            return false;
    }
    return text.len > 0 && text.len <= SCHEMA_LIMIT_ID;
}

/* Subtags of 1 to 8 letters and digits parted by '-', the first of letters
   alone, 2 or 3 of them: no language has a longer one ("arabic"). */
bool
schema_is_language(struct str text)
{
    size_t subtag_len = 0;
    bool is_first = true;
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.bytes[i] : '-';
        if (c == '-') {
            if (!subtag_len || (is_first && (subtag_len < 2 || subtag_len > 3)))
                return false;
            is_first = false;
            subtag_len = 0;
            continue;
        }
        bool is_letter = is_lower(c) || (c >= 'A' && c <= 'Z');
        if ((!is_letter && (is_first || !str_is_digit(c))) || ++subtag_len > 8)
            return false;
    }
    return true;
}

static bool
read_text(const struct schema_attribute *rule, struct str value, void *field)
{
    bool fits = true;
    if (rule->kind == SCHEMA_ID)
        fits = schema_is_id(value);
    else if (rule->kind == SCHEMA_TEXT)
        fits = str_trim(value).len > 0;
    else if (rule->kind == SCHEMA_LANGUAGE)
        fits = schema_is_language(value);
    if (fits)
        memcpy(field, &value.bytes, sizeof value.bytes);
    return fits;
}

static bool
read_number(const struct schema_attribute *rule, struct str value, void *field)
{
    (void)rule;
    struct decimal number;
    if (!decimal_read(value, &number))
        return false;
    memcpy(field, &number, sizeof number);
    return true;
}

static bool
read_whole(const struct schema_attribute *rule, struct str value, void *field)
{
    int32_t number;
    if (!whole_read(value, &number)
        || (rule->kind == SCHEMA_POSITIVE && number < 1))
        return false;
    memcpy(field, &number, sizeof number);
    return true;
}

static bool
read_yes_no(const struct schema_attribute *rule, struct str value, void *field)
{
    (void)rule;
    bool yes = str_is(value, "yes");
    if (!yes && !str_is(value, "no"))
        return false;
    memcpy(field, &yes, sizeof yes);
    return true;
}

static bool
read_name(const struct schema_attribute *rule, struct str value, void *field)
{
    int at = 0;
    while (rule->names[at] && !str_is(value, rule->names[at]))
        at++;
    const char *name = rule->names[at];
    if (!name)
        return false;
    int number = rule->kind == SCHEMA_LETTER
                     ? name[0]
                     : at + (int)rule->kind - (int)SCHEMA_NAME;
    bool is_second = at == 1;
    if (rule->kind == SCHEMA_WORD)
        memcpy(field, &name, sizeof name);
    else if (rule->kind == SCHEMA_TRUTH)
        memcpy(field, &is_second, sizeof is_second);
    else
        memcpy(field, &number, sizeof number);
    return true;
}

static const struct {
    bool (*read)(const struct schema_attribute *rule, struct str value,
                 void *field);
    const char *wanted;
} kinds[] = {
    [SCHEMA_ID] = {read_text,
                   "a name of at most 64 characters a-z, 0-9, '_' and '-' that "
                   "begins with a letter, such as 'q1'"},
    [SCHEMA_TEXT] = {read_text, "some text"},
    [SCHEMA_OPTIONAL_TEXT] = {read_text, "any text"},
    [SCHEMA_NUMBER] = {read_number,
                       "a number such as 2 or -1.5, of at most 15 digits"},
    [SCHEMA_WHOLE] = {read_whole, "a whole number from 0 on"},
    [SCHEMA_POSITIVE] = {read_whole, "a whole number from 1 on"},
    [SCHEMA_YES_NO] = {read_yes_no, "'yes' or 'no'"},
    [SCHEMA_NAME] = {read_name, NULL},
    [SCHEMA_NAME_1] = {read_name, NULL},
    [SCHEMA_NAME_2] = {read_name, NULL},
    [SCHEMA_LETTER] = {read_name, NULL},
    [SCHEMA_WORD] = {read_name, NULL},
    [SCHEMA_TRUTH] = {read_name, NULL},
    [SCHEMA_LANGUAGE] = {read_text, "a language tag such as 'en' or 'pt-BR'"},
};

/* Adds "'a', 'b' and 'c'". */
static void
add_list(struct buf *buf, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addf(buf, "%s'%s'",
                 i == 0       ? ""
                 : i + 1 == n ? " and "
                              : ", ",
                 names[i]);
}

/* The nearest of 'names', or all of them between other words. */
static void
hint_names(struct diag *diag, struct str word, const char *const *names,
           size_t n, const char *before, const char *behind)
{
    struct buf list SCOPED(buf_clear) = {0};
    add_list(&list, names, n);
    if (!diag_hint_nearest(diag, word, names, n) && n)
        diag_hint(diag, "%s%s%s", before, buf_text(&list), behind);
}

static void
hint_name(struct diag *diag, const struct schema_attribute *rule,
          struct str value)
{
    size_t n = 0;
    while (rule->names[n])
        n++;
    hint_names(diag, value, rule->names, n, "one of ", " is needed");
}

/* Forms print A1, people write Q1. */
static bool
hint_small_letters(struct diag *diag, struct str value)
{
    char small[SCHEMA_LIMIT_ID];
    struct str id = {small, value.len};
    if (value.len > sizeof small)
        return false;
    for (size_t i = 0; i < value.len; i++)
        small[i] = str_lower(value.bytes[i]);
    if (!schema_is_id(id))
        return false;
    diag_hint(diag, "in small letters: '%.*s'", STR_ARGS(id));
    return true;
}

/* How much of a value is repeated in a message: whole characters. */
static int
shown_size(struct str value)
{
    size_t size = value.len;
    if (size > SHOWN_LIMIT_SIZE)
        for (size = SHOWN_LIMIT_SIZE; (value.bytes[size] & 0xc0) == 0x80;)
            size--;
    return (int)size;
}

bool
schema_value_read(const struct schema_attribute *rule,
                  const struct xml_element *element,
                  const struct xml_attribute *attribute, void *field,
                  struct diag *diag)
{
    struct str value = attribute->value;
    if (kinds[rule->kind].read(rule, value, field))
        return true;
    int shown = shown_size(value);
    xml_problem(diag, MSG_ATTRIBUTE_VALUE, xml_value_spot(element, rule->name),
                "'%.*s%s' for '%s'", shown, value.bytes,
                (size_t)shown < value.len ? "..." : "", rule->name);
    if (rule->names)
        hint_name(diag, rule, value);
    else if (rule->kind != SCHEMA_ID || !hint_small_letters(diag, value))
        diag_hint(diag, "%s is needed", kinds[rule->kind].wanted);
    return false;
}

/* ---- words that are unknown where they stand ---- */

void
schema_hint_attribute(struct diag *diag, const char *word,
                      const struct schema_attribute *attributes)
{
    const char *names[SCHEMA_LIMIT_CHILDREN];
    size_t n = 0;
    while (attributes && attributes[n].name) {
        assert(n < N_ELEMENTS(names));
        names[n] = attributes[n].name;
        n++;
    }
    if (n)
        hint_names(diag, str_from(word), names, n, "allowed here: ", "");
    else
        diag_hint(diag, "this element has no attributes");
}

/* ---- elements that stand elsewhere ---- */

/* The elements in which one of that name stands. */
struct homes {
    const char *word;
    const char *names[SCHEMA_LIMIT_CHILDREN];
    size_t n;
    const char *before; /* what stands before it in the last; NULL: nothing */
};

static void
add_home(struct homes *homes, const struct schema_element *rule,
         const struct schema_child *child)
{
    for (size_t i = 0; i < homes->n; i++)
        if (strcmp(homes->names[i], rule->name) == 0)
            return;
    if (homes->n == N_ELEMENTS(homes->names))
        return;
    homes->names[homes->n++] = rule->name;
    const struct schema_child *before = NULL;
    const struct schema_child *each = rule->children;
    for (; each->element; each++)
        if (each->rank < child->rank && (!before || each->rank >= before->rank))
            before = each;
    homes->before = before ? before->element->name : NULL;
}

static void
find_homes(struct homes *homes, const struct schema_element *rule)
{
    const struct schema_child *child = rule->children;
    for (; child && child->element; child++) {
        if (strcmp(child->element->name, homes->word) == 0)
            add_home(homes, rule, child);
        find_homes(homes, child->element);
    }
}

static void
hint_homes(struct diag *diag, const struct homes *homes)
{
    struct buf list SCOPED(buf_clear) = {0};
    add_list(&list, homes->names, homes->n);
    if (homes->n == 1 && homes->before)
        buf_addf(&list, ", behind '%s'", homes->before);
    diag_hint(diag, "it stands in %s", buf_text(&list));
}

void
schema_hint_child(struct diag *diag, const char *word,
                  const struct schema_element *rule,
                  const struct schema_element *root)
{
    struct homes homes = {.word = word};
    const char *names[SCHEMA_LIMIT_CHILDREN];
    size_t n = 0;
    find_homes(&homes, root);
    while (rule->children && rule->children[n].element) {
        assert(n < N_ELEMENTS(names));
        names[n] = rule->children[n].element->name;
        n++;
    }
    if (!n && rule->text != SCHEMA_NO_TEXT)
        diag_hint(diag, "'%s' holds plain text, without markup", rule->name);
    else if (homes.n)
        hint_homes(diag, &homes);
    else if (n)
        hint_names(diag, str_from(word), names, n, "allowed here: ", "");
    else
        diag_hint(diag, "'%s' holds no other elements", rule->name);
}
