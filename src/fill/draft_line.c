/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes and reads the lines of a draft; see draft_line.h. */
#include "fill/draft_line.h"

#include <inttypes.h>
#include <string.h>
#include "base/digest.h"
#include "base/num.h"

enum { CHECK_LEN = 8 }; /* hex digits in front of a line */

static void
add_escaped(struct buf *buf, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];
        if (c == '\n')
            buf_add_text(buf, "\\n");
        else if (c == '\\')
            buf_add_text(buf, "\\\\");
        else
            buf_add_char(buf, c);
    }
}

void
draft_line_add(struct buf *buf, const char *words, const struct str *text)
{
    struct buf line = {0};

    buf_add_text(&line, words);
    if (text) {
        buf_add_char(&line, ' ');
        add_escaped(&line, *text);
    }
    struct digest digest = digest_of(buf_str(&line));
    buf_add(buf, (struct str){digest.hex, CHECK_LEN});
    buf_add_char(buf, ' ');
    buf_add(buf, buf_str(&line));
    buf_add_char(buf, '\n');
    buf_clear(&line);
}

bool
draft_line_next(struct str *rest, struct str *line)
{
    const char *newline =
        rest->len ? memchr(rest->bytes, '\n', rest->len) : NULL;

    if (!newline || newline - rest->bytes <= CHECK_LEN)
        return false;
    struct str text = {rest->bytes + CHECK_LEN + 1,
                       (size_t)(newline - rest->bytes) - CHECK_LEN - 1};
    struct digest digest = digest_of(text);
    if (memcmp(digest.hex, rest->bytes, CHECK_LEN) != 0
        || rest->bytes[CHECK_LEN] != ' ')
        return false;
    *line = text;
    size_t used = (size_t)(newline + 1 - rest->bytes);
    *rest = (struct str){rest->bytes + used, rest->len - used};
    return true;
}

struct str
draft_line_text(struct str rest, struct arena *arena)
{
    char *text = ARENA_ARRAY(arena, rest.len + 1, char);
    size_t len = 0;

    if (rest.len && rest.bytes[0] == ' ')
        rest = (struct str){rest.bytes + 1, rest.len - 1};
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.bytes[i];
        if (c == '\\' && i + 1 < rest.len)
            c = rest.bytes[++i] == 'n' ? '\n' : rest.bytes[i];
        text[len++] = c;
    }
    return (struct str){text, len};
}

/* ---- events ---- */

static const char *
kind_word(enum answer_kind kind)
{
    if (kind == ANSWER_BLANK)
        return "blank";
    return kind == ANSWERED ? "answered" : answer_kind_names[kind];
}

static void
add_at(struct buf *words, const struct instrument *instrument,
       const struct form_event *event)
{
    buf_addf(words, "at %s", form_page_name(event->page));
    if (event->page == FORM_PAGE_QUESTION)
        buf_addf(words, " %s", instrument->items[event->idx].id);
    else if (event->page == FORM_PAGE_SECTION)
        buf_addf(words, " %zu", event->idx);
}

void
draft_line_add_event(struct buf *buf, const struct instrument *instrument,
                     const struct form_event *event, const char *finished)
{
    struct buf words = {0};
    const struct str *text = NULL;
    struct str end = str_from(finished);
    const char *id = instrument->items[event->item_idx].id;

    switch (event->kind) {
    case FORM_EVENT_ANSWER:
        buf_addf(&words, "answer %s %s %" PRId64, id, kind_word(event->answer),
                 event->time_ms);
        text = &event->text;
        break;
    case FORM_EVENT_TYPING:
        buf_addf(&words, "typing %s", id);
        text = &event->text;
        break;
    case FORM_EVENT_ALONE:
        buf_add_text(&words, event->is_alone ? "alone yes" : "alone no");
        break;
    case FORM_EVENT_AT:
        add_at(&words, instrument, event);
        break;
    case FORM_EVENT_STAGE:
        buf_addf(&words, "stage %zu", event->idx);
        break;
    case FORM_EVENT_HANDED_IN:
        buf_add_text(&words, "handed-in");
        text = &end;
        break;
    case FORM_EVENT_THROWN_AWAY:
        buf_add_text(&words, "thrown-away");
        break;
    }
    draft_line_add(buf, buf_text(&words), text);
    buf_clear(&words);
}

static bool
read_item(struct str *rest, const struct instrument *instrument,
          size_t *item_idx)
{
    struct str word;
    enum id_kind kind;

    return str_next_word(rest, &word)
           && instrument_find(instrument, word, &kind, item_idx)
           && kind == ID_ITEM;
}

static bool
read_kind(struct str *rest, enum answer_kind *kind)
{
    struct str word;

    if (!str_next_word(rest, &word))
        return false;
    for (int i = 0; i < N_ANSWER_KINDS; i++) {
        const char *name = kind_word((enum answer_kind)i);
        if (!name || !str_is(word, name))
            continue;
        *kind = (enum answer_kind)i;
        return true;
    }
    return false;
}

static bool
read_answer(struct str rest, const struct instrument *instrument,
            struct arena *arena, struct form_event *event)
{
    struct str word;
    struct decimal time_ms;

    if (!read_item(&rest, instrument, &event->item_idx)
        || !read_kind(&rest, &event->answer) || !str_next_word(&rest, &word)
        || !decimal_read(word, &time_ms) || time_ms.scale)
        return false;
    event->time_ms = time_ms.units;
    event->text = draft_line_text(rest, arena);
    return true;
}

static bool
read_at(struct str rest, const struct instrument *instrument,
        struct form_event *event)
{
    struct str word;
    int32_t number;

    if (!str_next_word(&rest, &word))
        return false;
    for (int i = 0; i < N_FORM_PAGES; i++)
        if (str_is(word, form_page_name((enum form_page)i)))
            event->page = (enum form_page)i;
    if (event->page == FORM_PAGE_QUESTION)
        return read_item(&rest, instrument, &event->idx);
    if (event->page == FORM_PAGE_SECTION) {
        if (!str_next_word(&rest, &word) || !whole_read(word, &number))
            return false;
        event->idx = (size_t)number;
    }
    return true;
}

static bool
read_stage(struct str rest, size_t *idx)
{
    int32_t number;

    if (!whole_read(str_trim(rest), &number) || number < 0)
        return false;
    *idx = (size_t)number;
    return true;
}

bool
draft_line_read_event(struct str line, const struct instrument *instrument,
                      struct arena *arena, struct form_event *event)
{
    struct str rest = line;
    struct str word;

    *event = (struct form_event){0};
    if (!str_next_word(&rest, &word))
        return false;
    if (str_is(word, "answer")) {
        event->kind = FORM_EVENT_ANSWER;
        return read_answer(rest, instrument, arena, event);
    }
    if (str_is(word, "typing")) {
        event->kind = FORM_EVENT_TYPING;
        if (!read_item(&rest, instrument, &event->item_idx))
            return false;
        event->text = draft_line_text(rest, arena);
        return true;
    }
    if (str_is(word, "alone")) {
        event->kind = FORM_EVENT_ALONE;
        event->is_alone = str_is(str_trim(rest), "yes");
        return true;
    }
    if (str_is(word, "at")) {
        event->kind = FORM_EVENT_AT;
        return read_at(rest, instrument, event);
    }
    if (str_is(word, "stage")) {
        event->kind = FORM_EVENT_STAGE;
        return read_stage(rest, &event->idx);
    }
    event->kind = FORM_EVENT_THROWN_AWAY;
    if (str_is(word, "handed-in"))
        event->kind = FORM_EVENT_HANDED_IN;
    return event->kind == FORM_EVENT_HANDED_IN || str_is(word, "thrown-away");
}
