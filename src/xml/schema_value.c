/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One small reader for each kind of value; see schema_value.h. */
#include "xml/schema_value.h"

enum { SHOWN_LIMIT_SIZE = 80 /* bytes of a value in a message */ };

static bool
is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
schema_is_id(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];
        bool is_inner = is_digit(c) || c == '_' || c == '-';
        if (!is_lower(c) && (i == 0 || !is_inner))
            return false;
    }
    return text.len > 0 && text.len <= SCHEMA_LIMIT_ID;
}

/* Subtags of 1 to 8 letters and digits parted by '-', the first of letters
   alone, 2 to 8 of them. */
static bool
is_language(struct str text)
{
    size_t subtag_len = 0;
    bool is_first = true;
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.bytes[i] : '-';
        if (c == '-') {
            if (!subtag_len || (is_first && subtag_len < 2))
                return false;
            is_first = false;
            subtag_len = 0;
            continue;
        }
        bool is_letter = is_lower(c) || (c >= 'A' && c <= 'Z');
        if ((!is_letter && (is_first || !is_digit(c))) || ++subtag_len > 8)
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
        fits = is_language(value);
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
    [SCHEMA_ID] = {read_text, "a name of at most 64 characters a-z, 0-9, '_' "
                              "and '-' that begins with a letter, such as "
                              "'q1'"},
    [SCHEMA_TEXT] = {read_text, "some text"},
    [SCHEMA_OPTIONAL_TEXT] = {read_text, "any text"},
    [SCHEMA_NUMBER] = {read_number, "a number such as 2 or -1.5, of at most "
                                    "15 digits"},
    [SCHEMA_WHOLE] = {read_whole, "a whole number from 0 on"},
    [SCHEMA_POSITIVE] = {read_whole, "a whole number from 1 on"},
    [SCHEMA_YES_NO] = {read_yes_no, "'yes' or 'no'"},
    [SCHEMA_NAME] = {read_name, NULL},
    [SCHEMA_NAME_1] = {read_name, NULL},
    [SCHEMA_NAME_2] = {read_name, NULL},
    [SCHEMA_LETTER] = {read_name, NULL},
    [SCHEMA_WORD] = {read_name, NULL},
    [SCHEMA_TRUTH] = {read_name, NULL},
    [SCHEMA_LANGUAGE] = {read_text, "a language tag such as 'en' or "
                                    "'pt-BR'"},
};

void
schema_value_list(struct buf *buf, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addf(buf, "%s'%s'",
                 i == 0       ? ""
                 : i + 1 == n ? " and "
                              : ", ",
                 names[i]);
}

static void
hint_name(struct diag *diag, const struct schema_attribute *rule,
          struct str value)
{
    size_t n = 0;
    while (rule->names[n])
        n++;
    const char *nearest = str_nearest(value, rule->names, n);
    if (nearest) {
        diag_hint(diag, "did you mean '%s'?", nearest);
        return;
    }
    struct buf list = {0};
    schema_value_list(&list, rule->names, n);
    diag_hint(diag, "one of %s is needed", buf_text(&list));
    buf_clear(&list);
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
    else
        diag_hint(diag, "%s is needed", kinds[rule->kind].wanted);
    return false;
}
