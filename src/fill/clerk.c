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
press_number(struct entry *entry, struct str word)
{
    int32_t number;

    if (!whole_read(word, &number))
        return false;
    for (size_t i = 0; i < entry->n_choices; i++)
        if (entry_number(entry, i) == number)
            return !entry->is_chosen[i]
                   && press(entry, (struct form_key){.kind = FORM_KEY_CHOOSE,
                                                     .choice_idx = i});
    return false;
}

/* A number; of several numbers parted by blanks or commas, or the word for
   none of them. */
static bool
press_numbers(struct entry *entry, struct str typed)
{
    struct buf parted = {0};
    struct str rest;
    struct str word;
    bool ok = true;

    if (entry->kind == FORM_ENTRY_ONE)
        return press_number(entry, typed);
    for (size_t i = 0; i < typed.len; i++)
        buf_add_char(&parted, typed.bytes[i] == ',' ? ' ' : typed.bytes[i]);
    rest = buf_str(&parted);
    while (ok && str_next_word(&rest, &word))
        ok = press_number(entry, word);
    buf_clear(&parted);
    return ok;
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
    bool ok = response->kind == RESPONSE_CHOICES ? press_numbers(entry, typed)
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
keep(struct clerk *clerk, enum answer_kind kind, struct str text)
{
    struct typed *typed = &clerk->typed[clerk->stage][clerk->at];

    typed->is_given = true;
    typed->kind = kind;
    buf_empty(&typed->text);
    buf_add(&typed->text, text);
}

enum clerk_taken
clerk_type(struct clerk *clerk, struct str typed)
{
    struct str trimmed = str_trim(typed);
    struct buf cell = {0};
    enum answer_kind kind;

    clerk->n_events = 0;
    assert(clerk->stage != CLERK_DONE);
    if (trimmed.len == 1 && *trimmed.bytes == CLERK_SIGN_BACK)
        return go_back(clerk) ? CLERK_BACK : CLERK_REFUSED;
    kind = kind_of_sign(clerk, trimmed);
    bool ok = kind != ANSWERED || read_answer(clerk, trimmed, &cell);
    if (ok) {
        enum clerk_stage stage = clerk->stage;
        size_t idx = clerk->at;
        keep(clerk, kind, buf_str(&cell));
        add_event(clerk, (struct form_event){
                             .kind = FORM_EVENT_ANSWER,
                             .item_idx = idx,
                             .answer = kind,
                             .text = buf_str(&clerk->typed[stage][idx].text),
                             .time_ms = -1});
        go_on(clerk);
        if (clerk->stage != stage)
            add_event(clerk, (struct form_event){.kind = FORM_EVENT_STAGE,
                                                 .idx = clerk->stage});
    }
    buf_clear(&cell);
    return ok ? CLERK_TAKEN : CLERK_REFUSED;
}

void
clerk_restore(struct clerk *clerk, const struct form_event *event)
{
    if (event->kind == FORM_EVENT_ANSWER && clerk->stage != CLERK_DONE) {
        clerk->at = event->item_idx;
        keep(clerk, event->answer, event->text);
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

bool
clerk_takes_key(const struct clerk *clerk)
{
    return clerk->entry.kind == FORM_ENTRY_ONE
           && entry_has_digits(&clerk->entry);
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
