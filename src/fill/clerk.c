/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two passes over a paper form, and what differs; see clerk.h.  What is an
   answer is judged by entry.c and response/answer.c. */
#include "fill/clerk.h"

#include <assert.h>
#include "base/utf8.h"

/* ---- which item ---- */

static bool
is_same(const struct said *a, const struct said *b)
{
    return a->kind == b->kind
           && str_equal(buf_str(&a->text), buf_str(&b->text));
}

static bool
differs(const struct clerk *clerk, size_t idx)
{
    return !is_same(&clerk->said[CLERK_FIRST][idx],
                    &clerk->said[CLERK_SECOND][idx]);
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
    const struct said *said = clerk->said[clerk->stage];

    for (size_t i = 0; i < clerk->instrument->n_items; i++) {
        if (said[i].is_given || !is_typed_now(clerk, i))
            continue;
        open_item(clerk, i);
        return true;
    }
    return false;
}

/* Both values of all that differed: "e3: 2 / 3; e7: unclear / 1".  Texts stand
   in double quotes, with these doubled inside. */
static void
add_said(const struct clerk *clerk, enum clerk_stage pass, size_t idx,
         struct buf *buf)
{
    const struct said *said = &clerk->said[pass][idx];
    const struct response *response = clerk->instrument->items[idx].response;
    const char *kind = answer_kind_names[said->kind];

    if (said->kind != ANSWERED) {
        buf_add_text(buf, kind ? kind : "blank");
    } else if (response->kind != RESPONSE_FREE) {
        buf_add(buf, buf_str(&said->text));
    } else {
        buf_add_char(buf, '"');
        for (size_t i = 0; i < said->text.len; i++) {
            if (said->text.bytes[i] == '"')
                buf_add_char(buf, '"');
            buf_add_char(buf, said->text.bytes[i]);
        }
        buf_add_char(buf, '"');
    }
}

static void
add_differences(const struct clerk *clerk, struct buf *buf)
{
    for (size_t i = 0; i < clerk->instrument->n_items; i++) {
        if (!differs(clerk, i))
            continue;
        buf_addf(buf, "%s%s: ", buf->len ? "; " : "",
                 clerk->instrument->items[i].id);
        add_said(clerk, CLERK_FIRST, i, buf);
        buf_add_text(buf, " / ");
        add_said(clerk, CLERK_SECOND, i, buf);
    }
}

/* What both passes read alike is settled.  Blanks on paper whose gate is shut
   were rightly left blank; what was ticked there stays ticked. */
static void
sum_up(struct clerk *clerk)
{
    struct answer_sheet *sheet = clerk->sheet;
    size_t n = clerk->instrument->n_items;

    for (size_t i = 0; i < n; i++) {
        const struct said *first = &clerk->said[CLERK_FIRST][i];
        if (!differs(clerk, i))
            said_set(&sheet->said[i], first->kind, buf_str(&first->text));
    }
    asked_judge(clerk->instrument, sheet->said, ALONE_YES, clerk->asking);
    for (size_t i = 0; i < n; i++)
        if (clerk->asking[i] != ASKING_NOT_APPLICABLE
            || sheet->said[i].kind != ANSWER_BLANK)
            clerk->asking[i] = ASKING_YES;
    sheet->asking = clerk->asking;
    buf_empty(&sheet->differences);
    add_differences(clerk, &sheet->differences);
}

/* The next item, or the next stage that has one. */
static void
go_on(struct clerk *clerk)
{
    while (clerk->stage != CLERK_DONE && !open_next(clerk))
        clerk->stage++;
    if (clerk->stage == CLERK_DONE)
        sum_up(clerk);
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
        return instrument_offers_unknown(clerk->instrument) ? ANSWER_UNKNOWN
                                                            : ANSWERED;
    default:
        return ANSWERED;
    }
}

static enum clerk_taken
keep_said(struct clerk *clerk, const struct said *said)
{
    enum clerk_stage stage = clerk->stage;
    size_t idx = clerk->at;

    said_set(&clerk->said[stage][idx], said->kind, buf_str(&said->text));
    answer_sheet_add_answer(clerk->sheet, clerk->said[stage], idx);
    go_on(clerk);
    if (clerk->stage != stage)
        answer_sheet_add_event(
            clerk->sheet,
            (struct sheet_event){.kind = EVENT_STAGE, .stage = clerk->stage});
    return CLERK_TAKEN;
}

static enum clerk_taken
ask(struct clerk *clerk, enum clerk_asks asks)
{
    clerk->asks = asks;
    return CLERK_MORE;
}

/* Of a difference: what neither pass has read may be a slip as well. */
static bool
is_read(const struct clerk *clerk, const struct said *said)
{
    return is_same(said, &clerk->said[CLERK_FIRST][clerk->at])
           || is_same(said, &clerk->said[CLERK_SECOND][clerk->at]);
}

static enum clerk_taken
type_answer(struct clerk *clerk, struct str typed)
{
    struct buf cell SCOPED(buf_clear) = {0};
    enum answer_kind kind = kind_of_sign(clerk, typed);
    bool ok = kind != ANSWERED || read_answer(clerk, typed, &cell);

    if (ok)
        said_set(&clerk->unread, kind, buf_str(&cell));
    if (!ok)
        return CLERK_REFUSED;
    if (clerk->stage == CLERK_SETTLING && !is_read(clerk, &clerk->unread))
        return ask(clerk, CLERK_ASKS_SURE);
    return keep_said(clerk, &clerk->unread);
}

static enum clerk_taken
type_which(struct clerk *clerk, char key)
{
    switch (key) {
    case '1':
        return keep_said(clerk, &clerk->said[CLERK_FIRST][clerk->at]);
    case '2':
        return keep_said(clerk, &clerk->said[CLERK_SECOND][clerk->at]);
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
        return keep_said(clerk, &clerk->unread);
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

    clerk->sheet->n_events = 0;
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
clerk_hand_in(struct clerk *clerk)
{
    assert(clerk->stage == CLERK_DONE);
    clerk->sheet->n_events = 0;
    answer_sheet_add_event(clerk->sheet,
                           (struct sheet_event){.kind = EVENT_HANDED_IN});
    clerk->sheet->end = END_HANDED_IN;
}

/* ---- from its first item to its last ---- */

static void
restore(void *owner, const struct sheet_event *event)
{
    struct clerk *clerk = owner;

    if (event->kind == EVENT_ANSWER && clerk->stage != CLERK_DONE) {
        said_set(&clerk->said[clerk->stage][event->item_idx], event->answer,
                 event->text);
        open_next(clerk);
    } else if (event->kind == EVENT_STAGE && event->stage <= CLERK_DONE) {
        clerk->stage = (enum clerk_stage)event->stage;
        go_on(clerk);
    }
}

struct clerk *
clerk_new(const struct instrument *instrument, struct arena *arena)
{
    struct clerk *clerk = ARENA_NEW(arena, struct clerk);

    clerk->instrument = instrument;
    clerk->sheet = answer_sheet_new(instrument, arena);
    clerk->sheet->owner = clerk;
    clerk->sheet->restore = restore;
    clerk->asking = ARENA_ARRAY(arena, instrument->n_items, enum asking);
    clerk->said[CLERK_FIRST] = said_new_all(instrument, arena);
    clerk->said[CLERK_SECOND] = said_new_all(instrument, arena);
    clerk->said[CLERK_SETTLING] = clerk->sheet->said;
    go_on(clerk);
    return clerk;
}

void
clerk_clear(struct clerk *clerk)
{
    said_clear_all(clerk->said[CLERK_FIRST], clerk->instrument);
    said_clear_all(clerk->said[CLERK_SECOND], clerk->instrument);
    answer_sheet_clear(clerk->sheet);
    buf_clear(&clerk->unread.text);
    entry_clear(&clerk->entry);
}

/* ---- what there is to see ---- */

bool
clerk_takes_key(const struct clerk *clerk)
{
    return clerk->asks != CLERK_ASKS_ANSWER
           || (clerk->entry.kind == FORM_ENTRY_ONE
               && entry_has_digits(&clerk->entry));
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
            tally.n_errors[pass] += !is_same(&clerk->said[pass][i],
                                             &clerk->said[CLERK_SETTLING][i]);
    }
    return tally;
}
