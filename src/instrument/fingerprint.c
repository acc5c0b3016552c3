/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what counts in one way only, each field with its length in front, and
   takes the digest of that; see fingerprint.h.  What is written here may never
   change: rows of many years hold its digest. */
#include "instrument/fingerprint.h"

#include "base/digest.h"
#include "instrument/expr_lex.h"

/* ---- fields ---- */

/* "3:two": no text can be taken for the end of a field. */
static void
add_field(struct buf *out, struct str text)
{
    buf_addf(out, "%zu:", text.len);
    buf_add(out, text);
}

static void
add_word(struct buf *out, const char *word)
{
    add_field(out, str_from(word));
}

static void
add_number(struct buf *out, struct decimal number)
{
    struct buf digits SCOPED(buf_clear) = {0};

    num_add(&digits, decimal_value(number));
    add_field(out, buf_str(&digits));
}

static void
add_count(struct buf *out, size_t n)
{
    buf_addf(out, "%zu;", n);
}

/* White space at the ends is none, and between two words a blank; NULL is as
   good as empty. */
static void
add_text(struct buf *out, const char *text)
{
    struct buf plain SCOPED(buf_clear) = {0};
    struct str rest = str_from(text);
    struct str word;

    while (str_next_word(&rest, &word)) {
        if (plain.len)
            buf_add_char(&plain, ' ');
        buf_add(&plain, word);
    }
    add_field(out, buf_str(&plain));
}

/* ---- the coding ---- */

static void
add_choices(struct buf *out, const struct response *response)
{
    add_word(out, response->multiple ? "several" : "choices");
    add_count(out, response->n_choices);
    for (size_t i = 0; i < response->n_choices; i++) {
        add_number(out, response->choices[i].value);
        if (response->choices[i].missing)
            add_word(out, answer_kind_names[response->choices[i].missing]);
        else
            add_number(out, response->choices[i].score);
    }
}

static void
add_response(struct buf *out, const struct response *response)
{
    switch (response->kind) {
    case RESPONSE_CHOICES:
        add_choices(out, response);
        break;
    case RESPONSE_RANGE:
        add_word(out, "range");
        add_number(out, response->min);
        add_number(out, response->max);
        add_number(out, response->step);
        break;
    case RESPONSE_FREE:
        add_word(out, "free");
        break;
    case RESPONSE_DATE:
        add_word(out, "date");
        break;
    }
}

static void
add_coding(struct buf *out, const struct instrument *instrument)
{
    struct buf relevant SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];

        buf_empty(&relevant);
        expr_lex_add_plain(&relevant, str_from(item->relevant_text));
        add_word(out, item->id);
        add_field(out, buf_str(&relevant));
        add_response(out, item->response);
    }
}

/* ---- the texts ---- */

static void
add_labels(struct buf *out, const struct response *response)
{
    add_count(out, response->n_choices);
    for (size_t i = 0; i < response->n_choices; i++)
        add_text(out, response->choices[i].label);
    add_text(out, response->low);
    add_text(out, response->high);
    add_text(out, response->unit);
}

static void
add_section(struct buf *out, const struct instrument *instrument,
            const struct section *section)
{
    add_text(out, section->title);
    add_text(out, section->notice);
    add_text(out, section->instruction);
    for (size_t i = 0; i < section->n_items; i++) {
        const struct item *item = &instrument->items[section->first_item + i];

        add_text(out, item->text);
        add_labels(out, item->response);
    }
}

/* ---- both ---- */

static void
take_part(char *part, struct buf *canonical)
{
    struct digest digest = digest_of(buf_str(canonical));

    memcpy(part, digest.hex, FINGERPRINT_PART);
    buf_empty(canonical);
}

struct fingerprint
fingerprint_of(const struct instrument *instrument)
{
    struct fingerprint fingerprint = {0};
    struct buf canonical SCOPED(buf_clear) = {0};

    add_coding(&canonical, instrument);
    take_part(fingerprint.text, &canonical);
    fingerprint.text[FINGERPRINT_PART] = '-';
    add_text(&canonical, instrument->title);
    add_text(&canonical, instrument->notice);
    for (size_t i = 0; i < instrument->n_sections; i++)
        add_section(&canonical, instrument, &instrument->sections[i]);
    take_part(fingerprint.text + FINGERPRINT_PART + 1, &canonical);
    return fingerprint;
}

static bool
is_fingerprint(struct str cell)
{
    if (cell.len != FINGERPRINT_LEN)
        return false;
    for (size_t i = 0; i < cell.len; i++) {
        const char *allowed = i == FINGERPRINT_PART ? "-" : "0123456789abcdef";

        if (!memchr(allowed, cell.bytes[i], strlen(allowed)))
            return false;
    }
    return true;
}

enum fingerprint_match
fingerprint_match(const struct fingerprint *now, struct str cell)
{
    if (!is_fingerprint(cell))
        return FINGERPRINT_NONE;
    if (memcmp(cell.bytes, now->text, FINGERPRINT_PART) != 0)
        return FINGERPRINT_OTHER_CODING;
    return str_is(cell, now->text) ? FINGERPRINT_SAME : FINGERPRINT_OTHER_TEXTS;
}
