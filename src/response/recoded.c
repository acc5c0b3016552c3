/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rules say of headers and cells, asked when they are gathered; see
   recoding.h. */
#include "response/recoding.h"

#include <string.h>
#include "response/facts.h"

struct answer_rules
recoded_rules(const struct recoded *recoded,
              const struct response_options *options)
{
    const struct instrument *instrument =
        options->instruments[recoded->instrument_idx];
    struct answer_rules rules =
        answer_rules_of(instrument, instrument->items[recoded->idx].response);

    rules.codes = options->codes;
    rules.n_codes = options->n_codes;
    return rules;
}

const char box_hint[] =
    "a box is 1 where it is ticked, and 0 or empty where it is not; one that "
    "says why there is no answer is ticked alone";

struct item_name
item_name_of(struct str name)
{
    const char *dot = name.len ? memchr(name.bytes, '.', name.len) : NULL;
    size_t len = dot ? (size_t)(dot - name.bytes) : 0;

    if (!dot)
        return (struct item_name){.id = name};
    return (struct item_name){.has_owner = true,
                              .owner = {name.bytes, len},
                              .id = {dot + 1, name.len - len - 1}};
}

bool
item_name_fits(const struct item_name *name,
               const struct instrument *instrument)
{
    return !name->has_owner
           || str_equal_nocase(name->owner, str_from(instrument->id));
}

/* ---- headers with a number ---- */

static size_t
count_digits(struct str text)
{
    size_t n = 0;

    while (n < text.len && str_is_digit(text.bytes[n]))
        n++;
    return n;
}

/* Digits as a number; what is too long for any item is SIZE_MAX. */
static size_t
number_of(struct str digits)
{
    size_t number = 0;

    for (size_t i = 0; i < digits.len; i++) {
        if (number > SIZE_MAX / 100)
            return SIZE_MAX;
        number = number * 10 + (size_t)(digits.bytes[i] - '0');
    }
    return number;
}

size_t
recoded_sign(struct str text)
{
    const char *at = text.len ? memchr(text.bytes, '#', text.len) : NULL;

    return at ? (size_t)(at - text.bytes) : SIZE_MAX;
}

bool
recoded_fits_number(struct str pattern, struct str name, size_t *number)
{
    size_t sign = recoded_sign(pattern);

    if (sign == SIZE_MAX || name.len <= sign)
        return false;
    struct str digits = {name.bytes + sign, count_digits(str_skip(name, sign))};
    struct str before = {name.bytes, sign};
    *number = number_of(digits);
    return digits.len
           && str_equal_nocase(before, (struct str){pattern.bytes, sign})
           && str_equal_nocase(str_skip(name, sign + digits.len),
                               str_skip(pattern, sign + 1));
}

bool
data_rule_drops(const struct data_rule *rule)
{
    return str_is(rule->item, "-");
}

/* How long a number is in a header, with its sign where '#' stands for a
   choice: exports write the minus of a code as '_'. */
static size_t
count_number(const struct recoded *recoded, struct str text)
{
    size_t sign = recoded->is_boxes && text.len
                  && (text.bytes[0] == '-' || text.bytes[0] == '_');
    size_t n = count_digits(str_skip(text, sign));

    return n ? sign + n : 0;
}

static bool
has_sign(struct str pattern)
{
    return pattern.len
           && (memchr(pattern.bytes, '#', pattern.len)
               || memchr(pattern.bytes, '@', pattern.len));
}

/* With 'any_box' anything stands in the place of a box's first '#'. */
static bool
fits(const struct recoded *recoded, struct str pattern, struct str header,
     bool any_box, struct header_parts *parts)
{
    for (; pattern.len; pattern = str_skip(pattern, 1)) {
        size_t n = 1;
        bool is_time = pattern.bytes[0] == '@' && recoded->has_time;
        if (is_time || (pattern.bytes[0] == '#' && any_box)) {
            struct str rest = str_skip(pattern, 1);
            /* What has no sign stands at the end: else two signs would try a
               long header in a square of ways. */
            if (!has_sign(rest) && header.len > rest.len)
                n = header.len - rest.len;
            while (n <= header.len
                   && !fits(recoded, rest, str_skip(header, n),
                            any_box && is_time, parts))
                n++;
            *(is_time ? &parts->time : &parts->box) =
                (struct str){header.bytes, n};
            return n <= header.len;
        }
        if (pattern.bytes[0] == '#' && (recoded->is_run || recoded->is_boxes)) {
            n = count_number(recoded, header);
            parts->box = (struct str){header.bytes, n};
            if (!n
                || (recoded->is_run
                    && number_of(parts->box) != recoded->number))
                return false;
        } else if (!header.len
                   || str_lower(pattern.bytes[0])
                          != str_lower(header.bytes[0])) {
            return false;
        }
        header = str_skip(header, n);
    }
    return !header.len;
}

struct str
recoded_header(const struct recoded *recoded, struct arena *arena)
{
    struct str header = recoded->column->header;
    size_t sign = recoded->is_run ? recoded_sign(header) : SIZE_MAX;

    if (sign == SIZE_MAX)
        return header;
    return str_from(arena_printf(arena, "%.*s%zu%.*s", (int)sign, header.bytes,
                                 recoded->number, (int)(header.len - sign - 1),
                                 header.bytes + sign + 1));
}

bool
recoded_stands_in(const struct recoded *recoded, struct str header,
                  struct header_parts *parts)
{
    for (size_t i = 0; i < recoded->n_boxes; i++) {
        *parts = (struct header_parts){.time = STR("")};
        if (fits(recoded, recoded->boxes[i]->header, header, false, parts)) {
            parts->box = recoded->boxes[i]->to;
            return true;
        }
    }
    *parts = (struct header_parts){.time = STR("")};
    return recoded->column
           && fits(recoded, recoded->column->header, header, false, parts);
}

bool
recoded_box_fits(const struct recoded *recoded, const struct data_rule *box,
                 struct str header)
{
    struct header_parts parts;

    return fits(recoded, box->header, header, false, &parts);
}

/* One word, of letters and digits. */
static bool
is_word(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];
        char lower = (char)(c | 0x20);
        if (!str_is_digit(c) && (lower < 'a' || lower > 'z')
            && (unsigned char)c < 0x80)
            return false;
    }
    return text.len > 0;
}

/* Behind the signs of boxes stands a code, or words (REDCap: "Helped?
   (choice=Talking)"), whatever it is; but what was written beside boxes is
   called so in brackets: "k[other]", "k[SQ001comment]". */
static bool
is_surely_box(struct str before, struct str box)
{
    return str_ends(before, "___") || str_ends(before, "/")
           || str_ends(before, "(choice=")
           || (str_ends(before, "[") && !str_ends(box, "other")
               && !str_ends(box, "comment"));
}

bool
recoded_may_be_box(const struct recoded *recoded, struct str header,
                   struct str *box, bool *is_sure)
{
    struct header_parts parts = {.time = STR("")};
    struct str before, behind;

    if (!recoded->is_boxes
        || !fits(recoded, recoded->column->header, header, true, &parts)
        || !str_cut(recoded->column->header, "#", &before, &behind))
        return false;
    *box = parts.box;
    *is_sure = is_surely_box(before, *box);
    bool is_apart = before.len
                    && (!is_word((struct str){before.bytes + before.len - 1, 1})
                        || str_starts(behind, "]"));
    return *is_sure || (is_apart && is_word(*box));
}

bool
recoding_finds_fact(const struct recoding *recoding, struct str header,
                    enum fact *fact)
{
    struct header_parts parts;

    for (int i = 0; i < N_FACTS; i++)
        if (recoded_stands_in(&recoding->facts[i], header, &parts)) {
            *fact = (enum fact)i;
            return true;
        }
    return false;
}

bool
recoded_read(const struct recoded *recoded, struct str *cell)
{
    struct str text = str_trim(*cell);
    bool is_named = data_rules_read(recoded->values, recoded->n_values, &text);

    if (is_named)
        *cell = text;
    return is_named || !recoded->is_closed || fact_is_none(text);
}
