/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes and reads the lines of a draft; see draft_line.h. */
#include "fill/draft_line.h"

#include <inttypes.h>
#include <string.h>
#include "base/digest.h"
#include "base/num.h"
#include "fill/form.h"

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
    struct buf line SCOPED(buf_clear) = {0};

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
    *rest = str_skip(*rest, used);
    return true;
}

struct str
draft_line_text(struct str rest, struct arena *arena)
{
    char *text = ARENA_ARRAY(arena, rest.len + 1, char);
    size_t len = 0;

    if (rest.len && rest.bytes[0] == ' ')
        rest = str_skip(rest, 1);
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.bytes[i];
        if (c == '\\' && i + 1 < rest.len)
            c = rest.bytes[++i] == 'n' ? '\n' : rest.bytes[i];
        text[len++] = c;
    }
    return (struct str){text, len};
}

/* ---- the head ---- */

struct head_field {
    const char *name;
    size_t offset;
};
#define FIELD(name)                                                            \
    {                                                                          \
#name, offsetof(struct draft_head, name)                               \
    }
static const struct head_field fields[] = {
    FIELD(instrument_id), FIELD(digest),  FIELD(wording_digest), FIELD(lang),
    FIELD(client),        FIELD(session), FIELD(date),           FIELD(time),
    FIELD(started),       FIELD(couple),
};

static const char **
field_of(struct draft_head *head, const struct head_field *field)
{
    return (const char **)((char *)head + field->offset);
}

struct draft_head
draft_line_copy_head(const struct draft_head *head, struct arena *arena)
{
    struct draft_head copy = {0};

    if (head)
        copy = *head;
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        const char **text = field_of(&copy, &fields[i]);
        *text = *text ? arena_text(arena, str_from(*text)) : "";
    }
    return copy;
}

void
draft_line_add_head(struct buf *buf, const struct draft_head *head)
{
    struct draft_head copy = *head;
    struct buf edition SCOPED(buf_clear) = {0};

    buf_addf(&edition, "edition %d", (int)head->edition);
    draft_line_add(buf, buf_text(&edition), NULL);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        struct str text = str_from(*field_of(&copy, &fields[i]));
        /* Drafts of before have none, and most never will. */
        if (!text.len
            && fields[i].offset == offsetof(struct draft_head, couple))
            continue;
        draft_line_add(buf, fields[i].name, &text);
    }
}

bool
draft_line_read_head(struct str line, struct arena *arena,
                     struct draft_head *head)
{
    struct str rest = line;
    struct str word;

    if (!str_next_word(&rest, &word))
        return false;
    if (str_is(word, "edition"))
        return whole_read(str_trim(rest), &head->edition);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        if (!str_is(word, fields[i].name))
            continue;
        *field_of(head, &fields[i]) =
            arena_text(arena, draft_line_text(rest, arena));
        return true;
    }
    return false;
}

/* ---- events ---- */

static const char *
kind_word(enum answer_kind kind)
{
    if (kind == ANSWER_BLANK)
        return "blank";
    return kind == ANSWERED ? "answered" : answer_kind_names[kind];
}

static const char *const event_names[] = {
    [EVENT_ANSWER] = "answer",
    [EVENT_TYPING] = "typing",
    [EVENT_ALONE] = "alone",
    [EVENT_AT] = "at",
    [EVENT_STAGE] = "stage",
    [EVENT_HANDED_IN] = "handed-in",
    [EVENT_THROWN_AWAY] = "thrown-away",
};

static void
add_at(struct buf *words, const struct instrument *instrument, struct step step)
{
    buf_addf(words, " %s", form_page_name(step.page));
    if (step.page == FORM_PAGE_QUESTION)
        buf_addf(words, " %s", instrument->items[step.idx].id);
    else if (step.page == FORM_PAGE_SECTION)
        buf_addf(words, " %zu", step.idx);
}

void
draft_line_add_event(struct buf *buf, const struct instrument *instrument,
                     const struct sheet_event *event, const char *finished)
{
    struct buf words SCOPED(buf_clear) = {0};
    const struct str *text = NULL;
    struct str end = str_from(finished);
    const char *id = instrument->items[event->item_idx].id;

    buf_add_text(&words, event_names[event->kind]);
    switch (event->kind) {
    case EVENT_ANSWER:
        buf_addf(&words, " %s %s %" PRId64, id, kind_word(event->answer),
                 event->time_ms);
        text = &event->text;
        break;
    case EVENT_TYPING:
        buf_addf(&words, " %s", id);
        text = &event->text;
        break;
    case EVENT_ALONE:
        buf_add_text(&words, event->is_alone ? " yes" : " no");
        break;
    case EVENT_AT:
        add_at(&words, instrument, event->step);
        break;
    case EVENT_STAGE:
        buf_addf(&words, " %zu", event->stage);
        break;
    case EVENT_HANDED_IN:
        text = &end;
        break;
    case EVENT_THROWN_AWAY:
        break;
    }
    draft_line_add(buf, buf_text(&words), text);
}

static bool
read_item(struct str *rest, const struct instrument *instrument,
          size_t *item_idx)
{
    struct str word;

    return str_next_word(rest, &word)
           && instrument_find_of(instrument, ID_ITEM, word, item_idx);
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
read_whole(struct str rest, size_t *whole)
{
    int32_t number;

    if (!whole_read(str_trim(rest), &number) || number < 0)
        return false;
    *whole = (size_t)number;
    return true;
}

static bool
read_answer(struct str *rest, const struct instrument *instrument,
            struct sheet_event *event)
{
    struct str word;
    struct decimal time_ms;

    if (!read_item(rest, instrument, &event->item_idx)
        || !read_kind(rest, &event->answer) || !str_next_word(rest, &word)
        || !decimal_read(word, &time_ms) || time_ms.scale)
        return false;
    event->time_ms = time_ms.units;
    return true;
}

static bool
read_at(struct str rest, const struct instrument *instrument, struct step *step)
{
    struct str word;

    if (!str_next_word(&rest, &word))
        return false;
    for (int i = 0; i < N_FORM_PAGES; i++)
        if (str_is(word, form_page_name((enum form_page)i)))
            step->page = (enum form_page)i;
    if (step->page == FORM_PAGE_QUESTION)
        return read_item(&rest, instrument, &step->idx);
    return step->page != FORM_PAGE_SECTION || read_whole(rest, &step->idx);
}

static bool
read_event_kind(struct str *rest, enum sheet_event_kind *kind)
{
    struct str word;

    if (!str_next_word(rest, &word))
        return false;
    for (size_t i = 0; i < N_ELEMENTS(event_names); i++) {
        if (!str_is(word, event_names[i]))
            continue;
        *kind = (enum sheet_event_kind)i;
        return true;
    }
    return false;
}

bool
draft_line_read_event(struct str line, const struct instrument *instrument,
                      struct arena *arena, struct sheet_event *event)
{
    struct str rest = line;

    *event = (struct sheet_event){0};
    if (!read_event_kind(&rest, &event->kind))
        return false;
    switch (event->kind) {
    case EVENT_ANSWER:
        if (!read_answer(&rest, instrument, event))
            return false;
        break;
    case EVENT_TYPING:
        if (!read_item(&rest, instrument, &event->item_idx))
            return false;
        break;
    case EVENT_ALONE:
        event->is_alone = str_is(str_trim(rest), "yes");
        return true;
    case EVENT_AT:
        return read_at(rest, instrument, &event->step);
    case EVENT_STAGE:
        return read_whole(rest, &event->stage);
    case EVENT_HANDED_IN:
    case EVENT_THROWN_AWAY:
        return true;
    }
    event->text = draft_line_text(rest, arena);
    return true;
}
