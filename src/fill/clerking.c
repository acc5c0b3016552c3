/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows what a clerk is to type, reads keys and lines; see clerking.h. */
#include "fill/clerking.h"

#include "base/num.h"
#include "base/words.h"
#include "fill/entry.h"
#include "fill/range_words.h"
#include "fill/terminal.h"

/* So much more than a text may have that too long a one is refused. */
enum { LIMIT_LINE_SIZE = FORM_LIMIT_TEXT_SIZE + 8 };

struct desk {
    struct filling *filling;
    struct clerk *clerk;
    const struct instrument *instrument;
    enum language language;
    struct diag *diag;
    struct terminal terminal;
    enum clerk_stage stage_shown; /* CLERK_DONE: none yet */
    const struct response *response_shown;
};

/* ---- words ---- */

static const char *
word_of(const struct desk *desk, enum word word)
{
    return word_in(desk->language, word);
}

static void
add_choice(struct buf *buf, const struct entry *entry, size_t idx)
{
    const char *label = entry->response->choices[idx].label;

    buf_addf(buf, "%s%s%s", entry_key(entry, idx).text, label ? " " : "",
             label ? label : "");
}

/* A value as the clerk knows it: "2 Sometimes", "unclear". */
static void
add_value(const struct desk *desk, struct buf *buf, size_t item_idx,
          const struct said *value)
{
    const struct item *item = &desk->instrument->items[item_idx];
    struct entry entry = {0};
    size_t begin = buf->len;

    if (value->kind == ANSWER_UNCLEAR) {
        buf_add_text(buf, word_of(desk, WORD_CLERK_UNCLEAR));
    } else if (value->kind == ANSWER_BLANK) {
        buf_add_text(buf, word_of(desk, WORD_CLERK_BLANK));
    } else if (value->kind != ANSWERED) {
        buf_add_text(buf, form_state_words(desk->language, value->kind));
    } else {
        entry_open_response(&entry, item->response, buf_str(&value->text));
        for (size_t i = 0; i < entry.n_choices; i++) {
            if (!entry.is_chosen[i])
                continue;
            if (buf->len > begin)
                buf_add_text(buf, word_of(desk, WORD_LIST_COMMA));
            add_choice(buf, &entry, i);
        }
        if (!entry.n_choices)
            buf_add(buf, buf_str(&value->text));
        entry_clear(&entry);
    }
}

/* ---- what is to be typed ---- */

static void
say_keys(struct desk *desk)
{
    struct buf keys = {0};

    buf_add_text(&keys, word_of(desk, WORD_CLERK_KEYS));
    if (instrument_offers_unknown(desk->instrument))
        buf_addf(&keys, " %c\u00a0%s.", CLERK_SIGN_UNKNOWN,
                 word_of(desk, WORD_FILL_STATE_UNKNOWN));
    terminal_say_composed(&desk->terminal, &keys, 0);
}

static void
say_stage(struct desk *desk, enum clerk_stage stage)
{
    static const enum word words[] = {
        [CLERK_FIRST] = WORD_CLERK_FIRST,
        [CLERK_SECOND] = WORD_CLERK_SECOND,
        [CLERK_SETTLING] = WORD_CLERK_SETTLING,
    };
    double n = (double)desk->instrument->n_items;

    if (stage == desk->stage_shown)
        return;
    if (desk->stage_shown != CLERK_DONE)
        buf_add_char(&desk->terminal.out, '\n');
    desk->stage_shown = stage;
    desk->response_shown = NULL;
    /* The second pass must not see the first. */
    if (stage != CLERK_FIRST)
        terminal_add_blank(&desk->terminal);
    terminal_say_numbers(&desk->terminal, words[stage], &n, 1);
    if (stage != CLERK_SETTLING)
        say_keys(desk);
    terminal_say_word(&desk->terminal, WORD_CLERK_STOPPING);
    if (desk->terminal.is_tty)
        terminal_say_word(&desk->terminal, WORD_FILL_LEAVE_KEYS);
}

static void
say_entry(struct desk *desk, const struct item *item)
{
    struct entry entry = {0};

    if (item->response == desk->response_shown)
        return;
    desk->response_shown = item->response;
    entry_open_response(&entry, item->response, STR(""));
    for (size_t i = 0; i < entry.n_choices; i++) {
        struct buf line = {0};
        add_choice(&line, &entry, i);
        terminal_say_composed(&desk->terminal, &line, 0);
    }
    if (item->response->kind == RESPONSE_RANGE) {
        struct buf words = {0};
        range_words_add(&words, desk->language, item->response);
        terminal_say_composed(&desk->terminal, &words, 0);
    } else if (item->response->kind == RESPONSE_DATE) {
        terminal_say_word(&desk->terminal, WORD_FILL_NEED_DATE);
    }
    entry_clear(&entry);
}

/* "1 First pass: 2 Sometimes" */
static void
say_numbered(struct desk *desk, int number, enum word word,
             const struct said *value)
{
    struct buf text SCOPED(buf_clear) = {0};
    struct buf line = {0};

    if (value)
        add_value(desk, &text, desk->clerk->at, value);
    if (number)
        buf_addf(&line, "%d ", number);
    WORDS_ADD(&line, desk->language, word, buf_str(&text));
    terminal_say_composed(&desk->terminal, &line, 0);
}

static void
say_difference(struct desk *desk)
{
    struct clerk_tally tally = clerk_tally(desk->clerk);
    double counts[] = {(double)tally.at, (double)tally.n_differing};
    size_t idx = desk->clerk->at;

    terminal_say_numbers(&desk->terminal, WORD_CLERK_DIFFERENCE, counts, 2);
    say_numbered(desk, 0, WORD_CLERK_WHICH, NULL);
    say_numbered(desk, 1, WORD_CLERK_WHICH_FIRST,
                 &desk->clerk->said[CLERK_FIRST][idx]);
    say_numbered(desk, 2, WORD_CLERK_WHICH_SECOND,
                 &desk->clerk->said[CLERK_SECOND][idx]);
    say_numbered(desk, 3, WORD_CLERK_WHICH_NEITHER, NULL);
}

static void
say_unread(struct desk *desk)
{
    say_numbered(desk, 0, WORD_CLERK_UNREAD, &desk->clerk->unread);
    say_numbered(desk, 1, WORD_CLERK_UNREAD_YES, NULL);
    say_numbered(desk, 2, WORD_CLERK_UNREAD_NO, NULL);
}

static void
say_question(struct desk *desk, const struct item *item, size_t idx)
{
    struct buf line = {0};

    /* The number on the paper, or the place. */
    if (item->number)
        buf_add_text(&line, item->number);
    else
        buf_addf(&line, "%zu", idx + 1);
    buf_addf(&line, ". %s", item->text ? item->text : item->id);
    terminal_say_composed(&desk->terminal, &line, 0);
}

static void
say_item(struct desk *desk)
{
    size_t idx = desk->clerk->at;
    const struct item *item = &desk->instrument->items[idx];

    desk->terminal.is_private |= item->is_private;
    say_stage(desk, desk->clerk->stage);
    buf_add_char(&desk->terminal.out, '\n');
    switch (desk->clerk->asks) {
    case CLERK_ASKS_ANSWER:
        if (desk->clerk->stage == CLERK_SETTLING) {
            desk->response_shown = NULL; /* it is no longer in sight */
            say_keys(desk);
        }
        say_question(desk, item, idx);
        say_entry(desk, item);
        break;
    case CLERK_ASKS_WHICH:
        say_question(desk, item, idx);
        say_difference(desk);
        break;
    case CLERK_ASKS_SURE:
        say_unread(desk);
        break;
    }
    terminal_ask(&desk->terminal, WORD_FILL_ANSWER);
}

/* How much of what was typed the paper proved wrong. */
static void
say_tally(struct desk *desk)
{
    struct clerk_tally tally = clerk_tally(desk->clerk);
    double n = (double)tally.n_items;
    double numbers[] = {
        (double)tally.n_differing,
        n,
        (double)tally.n_errors[0],
        num_round(100 * (double)tally.n_errors[0] / n, 1, ROUND_HALF_UP),
        (double)tally.n_errors[1],
        num_round(100 * (double)tally.n_errors[1] / n, 1, ROUND_HALF_UP)};

    buf_add_char(&desk->terminal.out, '\n');
    terminal_say_numbers(&desk->terminal, WORD_CLERK_DIFFERENCES, numbers, 2);
    terminal_say_numbers(&desk->terminal, WORD_CLERK_ERRORS, numbers, 6);
}

/* ---- the keyboard ---- */

/* A key, or a line that is not empty.  Blanks before what is typed are passed
   over, so that a key may be followed by Enter.  What is one key is said in
   words when it is taken. */
static enum typed
read_typed(struct desk *desk)
{
    const struct filling_world *world = desk->filling->world;
    struct terminal *terminal = &desk->terminal;
    bool is_key = clerk_takes_key(desk->clerk);

    terminal_start_line(terminal, LIMIT_LINE_SIZE);
    for (;;) {
        enum typed typed =
            terminal_type(terminal, is_key ? TYPING_KEY : TYPING_LINE, -1);
        struct str text = buf_str(&terminal->line.text);
        bool is_blank = !str_trim(text).len;
        switch (typed) {
        case TYPED_KEY:
            if (is_key && !is_blank)
                return TYPED_LINE;
            break;
        case TYPED_LINE:
            if (is_blank)
                break;
            if (!is_key && terminal->echoes)
                buf_add_char(&desk->terminal.out, '\n');
            return TYPED_LINE;
        case TYPED_INTERRUPTED:
            if (world->is_stopped(world->aux))
                return TYPED_ENDED;
            say_item(desk);
            if (terminal->echoes)
                buf_add(&desk->terminal.out, text);
            break;
        case TYPED_RESTED:
            break;
        case TYPED_LEAVE:
        case TYPED_ENDED:
            return typed;
        }
    }
}

/* ---- the run ---- */

static enum word
word_of_refusal(const struct desk *desk, const struct item *item)
{
    if (desk->clerk->asks != CLERK_ASKS_ANSWER)
        return WORD_FILL_CHOOSE_ONE;
    return item->response->kind == RESPONSE_CHOICES ? WORD_FILL_FITS_NONE
                                                    : WORD_CLERK_NO_ANSWER;
}

/* What was typed, in words, where the keyboard did not show it. */
static void
say_taken(struct desk *desk, size_t idx, enum clerk_stage stage,
          enum clerk_taken taken)
{
    const struct item *item = &desk->instrument->items[idx];
    struct buf words = {0};

    switch (taken) {
    case CLERK_REFUSED:
        terminal_say_word(&desk->terminal, word_of_refusal(desk, item));
        terminal_ask(&desk->terminal, WORD_FILL_ANSWER);
        break;
    case CLERK_BACK:
        terminal_say_word(&desk->terminal, WORD_FILL_ECHO_BACK);
        break;
    case CLERK_MORE:
        buf_add_char(&desk->terminal.out, '\n');
        break;
    case CLERK_TAKEN:
        add_value(desk, &words, idx, &desk->clerk->said[stage][idx]);
        terminal_say_composed(&desk->terminal, &words, 0);
        break;
    }
}

/* The row, also where an earlier process had handed in. */
static bool
finish(struct desk *desk)
{
    const char *finished = draft_finished(desk->filling->draft);
    bool ok;

    clerk_hand_in(desk->clerk);
    if (*finished)
        ok = filling_record(desk->filling, finished, true, desk->diag);
    else
        ok = filling_keep(desk->filling, desk->diag);
    if (ok)
        say_tally(desk);
    return ok;
}

/* Takes what was typed; false: it cannot be kept. */
static bool
take_typed(struct desk *desk, bool *is_refused)
{
    enum clerk_stage stage = desk->clerk->stage;
    size_t idx = desk->clerk->at;
    enum clerk_taken taken =
        clerk_type(desk->clerk, buf_str(&desk->terminal.line.text));

    if (!filling_keep(desk->filling, desk->diag))
        return false;
    say_taken(desk, idx, stage, taken);
    *is_refused = taken == CLERK_REFUSED;
    return true;
}

static enum filling_end
type_all(struct desk *desk)
{
    bool is_refused = false;

    while (desk->clerk->stage != CLERK_DONE) {
        if (!is_refused)
            say_item(desk);
        enum typed typed = read_typed(desk);
        if (typed == TYPED_LEAVE) {
            desk->clerk->sheet->end = END_LEFT;
            return FILLING_DONE;
        }
        if (typed == TYPED_ENDED)
            return FILLING_STOPPED;
        if (!take_typed(desk, &is_refused))
            return FILLING_FAILED;
    }
    if (desk->terminal.is_private)
        terminal_add_blank(&desk->terminal);
    if (!finish(desk))
        return FILLING_FAILED;
    return terminal_put(&desk->terminal) ? FILLING_DONE : FILLING_STOPPED;
}

enum filling_end
clerking_run(struct filling *filling, struct clerk *clerk,
             const struct face_options *options, struct diag *diag)
{
    struct desk desk = {
        .filling = filling,
        .clerk = clerk,
        .instrument = filling->sheet->instrument,
        .language = options->language,
        .diag = diag,
        .stage_shown = CLERK_DONE,
    };

    terminal_open(&desk.terminal, options);
    desk.terminal.limit_lines = terminal_limit_lines(desk.instrument->n_items);
    enum filling_end end = type_all(&desk);
    if (filling->sheet->end == END_LEFT
        || (desk.terminal.is_private && end != FILLING_DONE))
        terminal_blank(&desk.terminal);
    terminal_close(&desk.terminal);
    return end;
}
