/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two passes over a paper form, and what differs; see clerk.h.  What is an
   answer is judged by entry.c and response/answer.c. */
#include "fill/clerk.h"

#include <assert.h>
#include "base/num.h"
#include "base/utf8.h"
#include "fill/asked.h"
#include "fill/entry.h"

enum { N_STAGES = CLERK_DONE, LIMIT_EVENTS = 2 };

struct typed {
    bool is_given;
    enum answer_kind kind;
    struct buf text;
};

struct clerk {
    const struct instrument *instrument;
    struct arena *arena;
    struct typed *typed[N_STAGES]; /* one for each item */
    enum clerk_stage stage;
    size_t at; /* an item */
    enum clerk_asks asks;
    struct typed unread; /* typed last; of CLERK_ASKS_SURE not yet kept */
    struct entry entry;
    struct form_event events[LIMIT_EVENTS];
    size_t n_events;
};

/* ---- which item ---- */

static bool
is_same(const struct typed *a, const struct typed *b)
{
    return a->kind == b->kind
           && str_equal(buf_str(&a->text), buf_str(&b->text));
}

static bool
differs(const struct clerk *clerk, size_t idx)
{
    return !is_same(&clerk->typed[CLERK_FIRST][idx],
                    &clerk->typed[CLERK_SECOND][idx]);
}

static bool
is_typed_now(const struct clerk *clerk, size_t idx)
{
    return clerk->stage != CLERK_SETTLING || differs(clerk, idx);
}

static void
open_item(struct clerk *clerk, size_t idx)
{
    clerk->at = idx;
    clerk->asks =
        clerk->stage == CLERK_SETTLING ? CLERK_ASKS_WHICH : CLERK_ASKS_ANSWER;
    entry_open_response(&clerk->entry, clerk->instrument->items[idx].response,
                        STR(""));
}

/* The first item of the stage that has nothing yet; false: none. */
static bool
open_next(struct clerk *clerk)
{
    const struct typed *typed = clerk->typed[clerk->stage];

    for (size_t i = 0; i < clerk->instrument->n_items; i++) {
        if (typed[i].is_given || !is_typed_now(clerk, i))
            continue;
        open_item(clerk, i);
        return true;
    }
    return false;
}

static void
add_event(struct clerk *clerk, struct form_event event)
{
    assert(clerk->n_events < LIMIT_EVENTS);
    clerk->events[clerk->n_events++] = event;
}

/* The next item, or the next stage that has one. */
static void
go_on(struct clerk *clerk)
{
    while (clerk->stage != CLERK_DONE && !open_next(clerk))
        clerk->stage++;
}

static bool
go_back(struct clerk *clerk)
{
    for (size_t i = clerk->at; i-- > 0;) {
        if (!is_typed_now(clerk, i))
            continue;
        open_item(clerk, i);
        return true;
    }
    return false;
}

struct clerk *
clerk_new(const struct instrument *instrument, struct arena *arena)
{
    struct clerk *clerk = ARENA_NEW(arena, struct clerk);

    clerk->instrument = instrument;
    clerk->arena = arena;
    for (int i = 0; i < N_STAGES; i++)
        clerk->typed[i] = ARENA_ARRAY(arena, instrument->n_items, struct typed);
    go_on(clerk);
    return clerk;
}

void
clerk_clear(struct clerk *clerk)
{
    buf_clear(&clerk->unread.text);
    for (int stage = 0; stage < N_STAGES; stage++)
        for (size_t i = 0; i < clerk->instrument->n_items; i++)
            buf_clear(&clerk->typed[stage][i].text);
    entry_clear(&clerk->entry);
}

/* ---- what is typed ---- */

static bool
press(struct entry *entry, struct form_key key)
{
    return entry_press(entry, key) != ENTRY_IGNORED;
}

static bool
press_key(struct entry *entry, size_t idx)
{
    return !entry->is_chosen[idx]
           && press(entry, (struct form_key){.kind = FORM_KEY_CHOOSE,
                                             .choice_idx = idx});
}

/* The key of a choice; of several choices a list of them. */
static bool
press_keys(struct entry *entry, struct str typed)
{
    enum form_next next;
    size_t idx;

    if (entry->kind == FORM_ENTRY_ONE)
        return entry_find_key(entry, typed, &idx) && press_key(entry, idx);
    while ((next = entry_next_key(entry, &typed, &idx)) == FORM_NEXT_FOUND)
        if (!press_key(entry, idx))
            return false;
    return next == FORM_NEXT_END;
}

static bool
press_text(struct entry *entry, struct str typed)
{
    struct form_key key = {.kind = FORM_KEY_CHARACTER};

    while (typed.len && utf8_next(&typed, &key.character))
        if (!press(entry, key))
            return false;
    return true;
}

/* Adds the cell; false: it is no answer. */
static bool
read_answer(struct clerk *clerk, struct str typed, struct buf *cell)
{
    struct entry *entry = &clerk->entry;
    const struct response *response = entry->response;

    entry_open_response(entry, response, STR(""));
    bool ok = response->kind == RESPONSE_CHOICES ? press_keys(entry, typed)
                                                 : press_text(entry, typed);
    if (!ok || entry_is_empty(entry))
        return false;
    entry_add_cell(entry, cell);
    return entry_is_answer(entry, clerk->instrument, buf_str(cell));
}

/* The kind that a sign stands for; ANSWERED: it is none. */
static enum answer_kind
kind_of_sign(const struct clerk *clerk, struct str typed)
{
    switch (typed.len == 1 ? *typed.bytes : '\0') {
    case CLERK_SIGN_UNCLEAR:
        return ANSWER_UNCLEAR;
    case CLERK_SIGN_BLANK:
        return ANSWER_BLANK;
    case CLERK_SIGN_UNKNOWN:
        return clerk_offers_unknown(clerk) ? ANSWER_UNKNOWN : ANSWERED;
    default:
        return ANSWERED;
    }
}

static void
set(struct typed *typed, enum answer_kind kind, struct str text)
{
    typed->is_given = true;
    typed->kind = kind;
    buf_empty(&typed->text);
    buf_add(&typed->text, text);
}

static void
keep(struct clerk *clerk, enum answer_kind kind, struct str text)
{
    enum clerk_stage stage = clerk->stage;
    size_t idx = clerk->at;
    struct typed *typed = &clerk->typed[stage][idx];

    set(typed, kind, text);
    add_event(clerk, (struct form_event){.kind = FORM_EVENT_ANSWER,
                                         .item_idx = idx,
                                         .answer = kind,
                                         .text = buf_str(&typed->text),
                                         .time_ms = -1});
    go_on(clerk);
    if (clerk->stage != stage)
        add_event(clerk, (struct form_event){.kind = FORM_EVENT_STAGE,
                                             .idx = clerk->stage});
}

static enum clerk_taken
ask(struct clerk *clerk, enum clerk_asks asks)
{
    clerk->asks = asks;
    return CLERK_MORE;
}

static enum clerk_taken
keep_as_typed(struct clerk *clerk, const struct typed *typed)
{
    keep(clerk, typed->kind, buf_str(&typed->text));
    return CLERK_TAKEN;
}

/* Of a difference: what neither pass has read may be a slip as well. */
static bool
is_read(const struct clerk *clerk, const struct typed *typed)
{
    return is_same(typed, &clerk->typed[CLERK_FIRST][clerk->at])
           || is_same(typed, &clerk->typed[CLERK_SECOND][clerk->at]);
}

static enum clerk_taken
type_answer(struct clerk *clerk, struct str typed)
{
    struct buf cell = {0};
    enum answer_kind kind = kind_of_sign(clerk, typed);
    bool ok = kind != ANSWERED || read_answer(clerk, typed, &cell);

    if (ok)
        set(&clerk->unread, kind, buf_str(&cell));
    buf_clear(&cell);
    if (!ok)
        return CLERK_REFUSED;
    if (clerk->stage == CLERK_SETTLING && !is_read(clerk, &clerk->unread))
        return ask(clerk, CLERK_ASKS_SURE);
    return keep_as_typed(clerk, &clerk->unread);
}

static enum clerk_taken
type_which(struct clerk *clerk, char key)
{
    switch (key) {
    case '1':
        return keep_as_typed(clerk, &clerk->typed[CLERK_FIRST][clerk->at]);
    case '2':
        return keep_as_typed(clerk, &clerk->typed[CLERK_SECOND][clerk->at]);
    case '3':
        return ask(clerk, CLERK_ASKS_ANSWER);
    default:
        return CLERK_REFUSED;
    }
}

static enum clerk_taken
type_sure(struct clerk *clerk, char key)
{
    if (key == '1')
        return keep_as_typed(clerk, &clerk->unread);
    return key == '2' ? ask(clerk, CLERK_ASKS_WHICH) : CLERK_REFUSED;
}

static enum clerk_taken
type_back(struct clerk *clerk)
{
    if (clerk->stage == CLERK_SETTLING && clerk->asks != CLERK_ASKS_WHICH) {
        clerk->asks = CLERK_ASKS_WHICH;
        return CLERK_BACK;
    }
    return go_back(clerk) ? CLERK_BACK : CLERK_REFUSED;
}

enum clerk_taken
clerk_type(struct clerk *clerk, struct str typed)
{
    struct str trimmed = str_trim(typed);
    char key = trimmed.len == 1 ? *trimmed.bytes : '\0';

    clerk->n_events = 0;
    assert(clerk->stage != CLERK_DONE);
    if (key == CLERK_SIGN_BACK)
        return type_back(clerk);
    switch (clerk->asks) {
    case CLERK_ASKS_ANSWER:
        break;
    case CLERK_ASKS_WHICH:
        return type_which(clerk, key);
    case CLERK_ASKS_SURE:
        return type_sure(clerk, key);
    }
    return type_answer(clerk, trimmed);
}

void
clerk_restore(struct clerk *clerk, const struct form_event *event)
{
    if (event->kind == FORM_EVENT_ANSWER && clerk->stage != CLERK_DONE) {
        set(&clerk->typed[clerk->stage][event->item_idx], event->answer,
            event->text);
        open_next(clerk);
    } else if (event->kind == FORM_EVENT_STAGE && event->idx <= CLERK_DONE) {
        clerk->stage = (enum clerk_stage)event->idx;
        go_on(clerk);
    }
}

const struct form_event *
clerk_events(const struct clerk *clerk, size_t *n)
{
    *n = clerk->n_events;
    return clerk->events;
}

/* ---- what there is to see ---- */

enum clerk_stage
clerk_stage(const struct clerk *clerk)
{
    return clerk->stage;
}

const struct instrument *
clerk_instrument(const struct clerk *clerk)
{
    return clerk->instrument;
}

size_t
clerk_item_idx(const struct clerk *clerk)
{
    return clerk->at;
}

enum clerk_asks
clerk_asks(const struct clerk *clerk)
{
    return clerk->asks;
}

bool
clerk_takes_key(const struct clerk *clerk)
{
    return clerk->asks != CLERK_ASKS_ANSWER
           || (clerk->entry.kind == FORM_ENTRY_ONE
               && entry_has_digits(&clerk->entry));
}

bool
clerk_offers_unknown(const struct clerk *clerk)
{
    return asked_offers_unknown(clerk->instrument);
}

static const struct typed *
in_the_end(const struct clerk *clerk, size_t idx)
{
    enum clerk_stage stage = differs(clerk, idx) ? CLERK_SETTLING : CLERK_FIRST;

    return &clerk->typed[stage][idx];
}

/* Blanks on paper whose gate is shut were rightly left blank. */
static bool
is_not_applicable(const struct clerk *clerk, size_t idx)
{
    size_t n = clerk->instrument->n_items;
    struct arena *scratch = arena_new();
    struct said *said = ARENA_ARRAY(scratch, n, struct said);
    enum asking *asking = ARENA_ARRAY(scratch, n, enum asking);

    for (size_t i = 0; i < n; i++) {
        const struct typed *typed = in_the_end(clerk, i);
        said[i] = (struct said){.kind = typed->kind, .text = typed->text};
    }
    asked_judge(clerk->instrument, said, ALONE_YES, asking);
    bool is_shut = asking[idx] == ASKING_NOT_APPLICABLE;
    arena_free(scratch);
    return is_shut;
}

struct clerk_value
clerk_value(const struct clerk *clerk, enum clerk_stage stage, size_t item_idx)
{
    const struct typed *typed = stage == CLERK_DONE
                                    ? in_the_end(clerk, item_idx)
                                    : &clerk->typed[stage][item_idx];
    struct clerk_value value = {typed->kind, buf_str(&typed->text)};

    if (stage == CLERK_DONE && typed->kind == ANSWER_BLANK
        && clerk->instrument->items[item_idx].relevant
        && is_not_applicable(clerk, item_idx))
        value.kind = ANSWER_NOT_APPLICABLE;
    return value;
}

struct clerk_value
clerk_unread(const struct clerk *clerk)
{
    return (struct clerk_value){clerk->unread.kind,
                                buf_str(&clerk->unread.text)};
}

struct clerk_tally
clerk_tally(const struct clerk *clerk)
{
    struct clerk_tally tally = {.n_items = clerk->instrument->n_items};

    for (size_t i = 0; i < tally.n_items; i++) {
        if (!differs(clerk, i))
            continue;
        tally.n_differing++;
        if (i <= clerk->at)
            tally.at = tally.n_differing;
        for (int pass = CLERK_FIRST; pass <= CLERK_SECOND; pass++)
            tally.n_errors[pass] += !is_same(&clerk->typed[pass][i],
                                             &clerk->typed[CLERK_SETTLING][i]);
    }
    return tally;
}

static void
add_typed(const struct clerk *clerk, enum clerk_stage pass, size_t idx,
          struct buf *buf)
{
    const struct typed *typed = &clerk->typed[pass][idx];
    const struct response *response = clerk->instrument->items[idx].response;
    const char *kind = answer_kind_names[typed->kind];

    if (typed->kind != ANSWERED) {
        buf_add_text(buf, kind ? kind : "blank");
    } else if (response->kind != RESPONSE_FREE) {
        buf_add(buf, buf_str(&typed->text));
    } else {
        buf_add_char(buf, '"');
        for (size_t i = 0; i < typed->text.len; i++) {
            if (typed->text.bytes[i] == '"')
                buf_add_char(buf, '"');
            buf_add_char(buf, typed->text.bytes[i]);
        }
        buf_add_char(buf, '"');
    }
}

void
clerk_add_differences(const struct clerk *clerk, struct buf *buf)
{
    size_t begin = buf->len;

    for (size_t i = 0; i < clerk->instrument->n_items; i++) {
        if (!differs(clerk, i))
            continue;
        buf_addf(buf, "%s%s: ", buf->len > begin ? "; " : "",
                 clerk->instrument->items[i].id);
        add_typed(clerk, CLERK_FIRST, i, buf);
        buf_add_text(buf, " / ");
        add_typed(clerk, CLERK_SECOND, i, buf);
    }
}
