/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all dictionaries share; see dictionary.h. */
#include <config.h>

#include "exchange/dictionary.h"

#include "base/file.h"
#include "base/utf8.h"
#include "instrument/expr.h"
#include "response/choice_labels.h"
#include "response/facts.h"

enum {
    LIMIT_FILE_SIZE = 64 << 20,
    LIMIT_FIELDS = 20000,
    LIMIT_LOST = 1000,
    LIMIT_ENTITY = 8 /* bytes between '&' and ';' */
};

/* ---- text without markup ---- */

/* The named ones that forms use; all others stay as they stand. */
static const struct {
    const char *name;
    uint32_t character;
} entities[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
    {"apos", '\''},     {"nbsp", ' '},     {"ndash", 0x2013}, {"mdash", 0x2014},
    {"hellip", 0x2026}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201c},
    {"rdquo", 0x201d},  {"auml", 0xe4},    {"ouml", 0xf6},    {"uuml", 0xfc},
    {"Auml", 0xc4},     {"Ouml", 0xd6},    {"Uuml", 0xdc},    {"szlig", 0xdf},
    {"eacute", 0xe9},   {"aacute", 0xe1},  {"iacute", 0xed},  {"oacute", 0xf3},
    {"uacute", 0xfa},   {"ntilde", 0xf1},  {"iquest", 0xbf},
};

static int
digit_of(char c, int base)
{
    int digit = str_is_digit(c)                      ? c - '0'
                : base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10
                : base == 16 && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : base;

    return digit < base ? digit : -1;
}

/* "#39" or "#x27"; 0: it is no character that text can hold. */
static uint32_t
numbered(struct str name)
{
    int base = name.len > 1 && (name.bytes[1] | 0x20) == 'x' ? 16 : 10;
    uint32_t number = 0;

    for (size_t i = base == 16 ? 2 : 1; i < name.len; i++) {
        int digit = digit_of(name.bytes[i], base);
        if (digit < 0 || number > 0x10ffff)
            return 0;
        number = number * (uint32_t)base + (uint32_t)digit;
    }
    return number < ' ' || number > 0x10ffff ? 0 : number;
}

/* Takes an entity off '*rest', which begins with '&'. */
static bool
take_entity(struct str *rest, uint32_t *character)
{
    size_t n = rest->len < LIMIT_ENTITY + 2 ? rest->len : LIMIT_ENTITY + 2;
    const char *end = memchr(rest->bytes, ';', n);
    size_t len = end ? (size_t)(end - rest->bytes) : 0;

    if (len < 2)
        return false;
    struct str name = {rest->bytes + 1, len - 1};
    *character = name.bytes[0] == '#' ? numbered(name) : 0;
    for (size_t i = 0; !*character && i < N_ELEMENTS(entities); i++)
        if (str_is(name, entities[i].name))
            *character = entities[i].character;
    if (!*character)
        return false;
    *rest = str_skip(*rest, len + 1);
    return true;
}

/* How long a tag or comment is at the begin of a text; 0: "a < b" is none. */
static size_t
tag_len(struct str text)
{
    const char *close;

    if (text.len < 3)
        return 0;
    char next = text.bytes[1];
    if (next != '/' && next != '!'
        && ((next | 0x20) < 'a' || (next | 0x20) > 'z'))
        return 0;
    if (str_starts(text, "<!--")) {
        close = memmem(text.bytes, text.len, "-->", 3);
        return close ? (size_t)(close - text.bytes) + 3 : text.len;
    }
    close = memchr(text.bytes, '>', text.len);
    return close ? (size_t)(close - text.bytes) + 1 : 0;
}

/* What a style or a script holds is no text; one that does not end goes on to
   the end. */
static size_t
silent_len(struct str text)
{
    static const char *const silent[][2] = {{"<style", "</style>"},
                                            {"<script", "</script>"}};

    for (size_t i = 0; i < N_ELEMENTS(silent); i++) {
        size_t len = strlen(silent[i][0]);
        size_t end = strlen(silent[i][1]);
        if (text.len <= len
            || !str_equal_nocase((struct str){text.bytes, len},
                                 str_from(silent[i][0]))
            || (text.bytes[len] != '>' && !str_is_white(text.bytes[len])))
            continue;
        for (size_t at = len; at + end <= text.len; at++)
            if (str_equal_nocase((struct str){text.bytes + at, end},
                                 str_from(silent[i][1])))
                return at + end;
        return text.len;
    }
    return 0;
}

static void
add_character(struct buf *out, uint32_t character)
{
    enum { NO_BREAK = 0xa0 };
    bool is_blank = character <= ' ' || character == NO_BREAK;

    bool is_none = (character & 0xfffe) == 0xfffe; /* in no XML */

    if (!is_blank && !is_none && !utf8_is_control(character))
        utf8_add(out, character);
    else if (is_blank && out->len && out->bytes[out->len - 1] != ' ')
        buf_add_char(out, ' ');
}

struct str
dictionary_text(struct dictionary *dictionary, struct str marked_up)
{
    struct buf out = {0};
    bool was_marked_up = false;
    struct str rest = str_trim(marked_up);
    size_t n_behind = 0; /* the last '>': no tag begins there */
    uint32_t character;

    while (n_behind < rest.len && rest.bytes[rest.len - n_behind - 1] != '>')
        n_behind++;
    while (rest.len) {
        bool is_tag = rest.bytes[0] == '<' && rest.len > n_behind;
        size_t len = is_tag ? silent_len(rest) : 0;
        if (is_tag && !len)
            len = tag_len(rest);
        if (len) {
            rest = str_skip(rest, len);
            add_character(&out, ' ');
        } else if (rest.bytes[0] == '&' && take_entity(&rest, &character)) {
            len = 1;
            add_character(&out, character);
        } else if (utf8_next(&rest, &character)) {
            add_character(&out, character);
        }
        was_marked_up |= len > 0;
    }
    dictionary->n_marked_up += was_marked_up;
    while (out.len && out.bytes[out.len - 1] == ' ')
        out.len--;
    return str_from(arena_take(dictionary->arena, &out));
}

/* ---- fields ---- */

void
dictionary_lose(struct dictionary *dictionary, const char *fmt, ...)
{
    struct arena *arena = dictionary->arena;
    va_list args;

    va_start(args, fmt);
    if (dictionary->lost.n < LIMIT_LOST) {
        struct buf shown = {0};
        utf8_add_shown(&shown, str_from(arena_vprintf(arena, fmt, args)));
        *vec_add(arena, &dictionary->lost) = arena_take(arena, &shown);
    } else if (dictionary->lost.n == LIMIT_LOST) {
        *vec_add(arena, &dictionary->lost) = "and more";
    }
    va_end(args);
}

void
dictionary_add(struct dictionary *dictionary, const struct field *field)
{
    if (dictionary->fields.n == LIMIT_FIELDS)
        dictionary_lose(dictionary, "fields beyond the 20,000th");
    else if (!map_add(dictionary->names, field->name, dictionary->fields.n))
        dictionary_lose(dictionary,
                        "'%.*s' for the second time: one name, one field",
                        STR_ARGS(field->name));
    else
        *vec_add(dictionary->arena, &dictionary->fields) = *field;
}

/* ---- ids ---- */

/* "Q2.1" makes "q2_1". */
static const char *
id_of(struct str name, struct arena *arena)
{
    enum { LONGEST = 58 };
    struct buf id = {0};

    for (size_t i = 0; i < name.len && id.len < LONGEST; i++) {
        char c = str_lower(name.bytes[i]);
        bool is_letter = c >= 'a' && c <= 'z';
        if (!id.len && !is_letter)
            buf_add_char(&id, 'q');
        if (is_letter || str_is_digit(c) || c == '-' || c == '_')
            buf_add_char(&id, c);
        else if (id.bytes[id.len - 1] != '_')
            buf_add_char(&id, '_');
    }
    return arena_take(arena, &id);
}

static bool
is_reserved(struct str id)
{
    enum fact fact;

    return expr_is_reserved(id) || fact_find(id, &fact);
}

const char *
dictionary_id(struct str name, struct arena *arena)
{
    const char *id = id_of(name, arena);

    return is_reserved(str_from(id)) ? arena_printf(arena, "%s_2", id) : id;
}

/* Ids that are alike count on: 'n_alike' of each that comes first, by 'alike'.
 */
void
dictionary_name(struct dictionary *dictionary)
{
    size_t n = dictionary->fields.n;
    struct arena *arena = dictionary->arena;
    struct map *taken = map_new(arena, true);
    struct map *alike = map_new(arena, true);
    size_t *n_alike = ARENA_ARRAY(arena, n, size_t);

    for (size_t i = 0; i < n; i++) {
        struct field *field = &dictionary->fields.items[i];
        const char *id = dictionary_id(field->name, arena);
        if (str_equal_nocase(field->name, str_from(id))
            && map_add(taken, str_from(id), i))
            field->id = id;
    }
    for (size_t i = 0; i < n; i++) {
        struct field *field = &dictionary->fields.items[i];
        const char *first = id_of(field->name, arena);
        if (field->id)
            continue;
        size_t at = map_take(alike, str_from(first), i);
        field->id = dictionary_id(field->name, arena);
        while (!map_add(taken, str_from(field->id), i))
            field->id = arena_printf(arena, "%s_%zu", first, ++n_alike[at] + 1);
    }
}

/* Whether a header is that of boxes, with some code for '#'. */
static bool
is_box(struct str boxes, struct str header)
{
    struct str before, behind;

    return str_cut(boxes, "#", &before, &behind)
           && header.len > before.len + behind.len
           && str_equal_nocase((struct str){header.bytes, before.len}, before)
           && str_equal_nocase(
               (struct str){header.bytes + header.len - behind.len, behind.len},
               behind);
}

const struct field *
dictionary_find(const struct dictionary *dictionary, struct str header)
{
    size_t at;

    if (map_find(dictionary->names, header, &at))
        return &dictionary->fields.items[at];
    for (size_t i = 0; i < dictionary->fields.n; i++)
        if (dictionary->fields.items[i].boxes.len
            && is_box(dictionary->fields.items[i].boxes, header))
            return &dictionary->fields.items[i];
    return NULL;
}

enum answer_kind
field_reason(const struct field *field, size_t choice)
{
    enum answer_kind kind = choice_label_kind(field->choices[choice].label);

    return field->kind == FIELD_CHOICE && choice && kind != ANSWER_BLANK
                   && kind != ANSWER_NOT_APPLICABLE
               ? kind
               : ANSWERED;
}

bool
field_is_coded_alike(const struct field *a, const struct field *b)
{
    if (a->kind != b->kind || a->n_choices != b->n_choices)
        return false;
    for (size_t i = 0; i < a->n_choices; i++)
        if (!str_equal(a->choices[i].code, b->choices[i].code)
            || !str_equal(a->choices[i].label, b->choices[i].label))
            return false;
    return true;
}

bool
dictionary_read(const char *path, struct dictionary *dictionary,
                struct arena *arena, struct diag *diag)
{
    char room[1];
    struct str bytes;
    size_t n = file_peek(path, room, sizeof room);

    *dictionary =
        (struct dictionary){.arena = arena, .names = map_new(arena, true)};
    bool is_json = n == 1 && room[0] == '{';
    bool ok =
        is_json
            ? file_read_whole(path, LIMIT_FILE_SIZE, arena, &bytes, diag)
                  && dictionary_read_qualtrics(path, bytes, dictionary, diag)
            : dictionary_read_redcap(path, dictionary, diag);
    if (ok)
        dictionary_name(dictionary);
    return ok;
}
