/* SPDX-License-Identifier: GPL-3.0-or-later */

/* form: random keys.  Wherever they lead, nothing irrelevant or private is
   shown, no answer changes without an event, the events alone rebuild the
   state, and the form can be finished. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "fill_kit.h"
#include "scoring.h"

enum { N_WALKS = 400, N_KEYS = 120 };

static uint32_t
next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static struct form_key
random_key(uint32_t *state)
{
    static const uint32_t characters[] = {'0', '1', '2', '3',  '5', '-',
                                          '.', ' ', 'a', 0xe9, '/', 0x1b};
    uint32_t r = next_random(state);
    struct form_key key = {.kind = (enum form_key_kind)(r % N_FORM_KEYS)};

    /* Ends are rare, answers frequent. */
    if (key.kind == FORM_KEY_LEAVE || r % 3 == 0)
        key.kind = r % 5 ? FORM_KEY_CHARACTER : FORM_KEY_ENTER;
    key.character = characters[(r >> 8) % N_ELEMENTS(characters)];
    key.choice_idx = (r >> 16) % 6;
    return key;
}

static bool
is_true(const struct fill_kit *kit, const char *id, int at_least)
{
    const struct instrument *instrument = kit->scoring->instrument;
    const struct item *item = instrument_item(instrument, id);
    struct recorded_answer answer = answer_sheet_given(
        kit->form->sheet, (size_t)(item - instrument->items));

    return answer.kind == ANSWERED && answer.text.bytes[0] - '0' >= at_least;
}

/* What is shown is relevant, and private only when one is alone. */
static void
check_page(const struct fill_kit *kit, bool is_alone)
{
    const struct item *item = form_item(kit->form);

    for (size_t i = 0; i < kit->form->entry.n_choices; i++) {
        struct form_choice choice = form_choice(kit->form, i);
        if (form_page(kit->form) == FORM_PAGE_OVERVIEW && !is_alone)
            assert_string_not_equal(choice.label, "I was afraid.");
    }
    if (!item)
        return;
    if (strcmp(item->id, "c") == 0)
        assert_true(is_true(kit, "b", 2));
    if (strcmp(item->id, "q") == 0)
        assert_true(is_true(kit, "p", 1));
    if (item->is_private)
        assert_true(is_alone);
}

/* The events so far, put into another form, give the same answers. */
static void
check_resumed(const struct fill_kit *kit, struct fill_kit *twin)
{
    struct buf here = {0};
    struct buf there = {0};
    struct fill_kit copy = *kit;

    form_resume(twin->form, 0);
    fill_given(&copy, &here);
    fill_given(twin, &there);
    assert_string_equal(buf_text(&here), buf_text(&there));
    const struct item *item = form_item(twin->form);
    assert_true(!item || !item->is_private);
    buf_clear(&here);
    buf_clear(&there);
}

/* Alone, skipping: every form comes to its end. */
static void
check_can_end(struct fill_kit *kit)
{
    for (int i = 0; i < 100 && kit->form->sheet->end == END_GOING; i++) {
        switch (form_page(kit->form)) {
        case FORM_PAGE_QUESTION:
            fill_press(kit, "skip skip");
            break;
        case FORM_PAGE_ALONE:
        case FORM_PAGE_LAST:
        case FORM_PAGE_PAUSE:
        case FORM_PAGE_THROW:
            fill_press(kit, "#0");
            break;
        case FORM_PAGE_OVERVIEW:
            fill_press(kit, "overview");
            break;
        case FORM_PAGE_READERS:
        case FORM_PAGE_NOTICE:
        case FORM_PAGE_SECTION:
        case FORM_PAGE_THANKS:
        case FORM_PAGE_SCORES:
        case FORM_PAGE_HELP:
        case FORM_PAGE_HAND_BACK:
        case FORM_PAGE_BLANK:
        case N_FORM_PAGES:
            fill_press(kit, "enter");
        }
    }
    assert_int_equal(kit->form->sheet->end, END_HANDED_IN);
}

/* An answer changes by an event that says so, and by nothing else; what is
   asked of the others may follow from it. */
static void
check_events(const struct fill_kit *kit, struct fill_kit *twin,
             const char *before, bool *is_alone, bool *is_over)
{
    struct buf after = {0};
    struct fill_kit copy = *kit;
    const struct sheet_event *events = kit->form->sheet->events;
    struct answer_sheet *sheet = twin->form->sheet;
    bool may_change = false;

    for (size_t i = 0; i < kit->form->sheet->n_events; i++) {
        may_change |=
            events[i].kind == EVENT_ANSWER || events[i].kind == EVENT_ALONE;
        if (events[i].kind == EVENT_ALONE)
            *is_alone = events[i].is_alone;
        *is_over |= events[i].kind == EVENT_HANDED_IN
                    || events[i].kind == EVENT_THROWN_AWAY;
        sheet->restore(sheet->owner, &events[i]);
    }
    if (!may_change)
        assert_string_equal(before, fill_given(&copy, &after));
    buf_clear(&after);
}

static void
walk(uint32_t seed)
{
    struct fill_kit kit = fill_open(fill_body, NULL);
    struct fill_kit twin = fill_open(fill_body, NULL);
    struct buf before = {0};
    bool is_alone = false;
    bool is_over = false;

    for (int i = 0; i < N_KEYS && kit.form->sheet->end == END_GOING; i++) {
        fill_given(&kit, &before);
        kit.now_ms += 10;
        form_press(kit.form, random_key(&seed), kit.now_ms);
        check_events(&kit, &twin, buf_text(&before), &is_alone, &is_over);
        check_page(&kit, is_alone);
    }
    check_resumed(&kit, &twin);
    if (kit.form->sheet->end == END_GOING && !is_over)
        check_can_end(&kit);
    check_can_end(&twin);
    buf_clear(&before);
    fill_close(&kit);
    fill_close(&twin);
}

static void
test_walks(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= N_WALKS; seed++)
        walk(seed * 2654435761u);
}

UNIT_MAIN(cmocka_unit_test(test_walks))
