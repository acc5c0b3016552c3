/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before and behind the form; see fill_job.h. */
#include "cli/fill_job.h"

#include <string.h>
#include <unistd.h>
#include "base/date.h"
#include "base/num.h"
#include "cli/stop.h"
#include "fill/terminal.h"
#include "fill/wrap.h"

enum {
    CHOICE_INDENT = 2,
    LIMIT_SIZE = 4096, /* of a line */
    LIMIT_TIMES = 1000
};

static void
add_line(struct buf *buf, const struct face_options *io, struct str text,
         int indent_cells)
{
    struct terminal terminal = terminal_to_show(io);

    wrap_add(buf, text, terminal_width(&terminal), indent_cells);
}

/* Leaves nothing to see of what was asked. */
static void
blank(const struct face_options *io)
{
    struct terminal terminal = terminal_to_show(io);
    struct buf out = {0};

    terminal_add_blank(&terminal, &out);
    if (!terminal_put(&terminal, &out))
        buf_empty(&out);
    buf_clear(&out);
}

/* A line on the terminal is ended there; where a key left, nothing of it is
   kept. */
static enum typed
close_line(struct terminal *terminal, enum typed typed, struct buf *line)
{
    struct buf newline = {0};

    if (terminal->is_tty && typed != TYPED_LEAVE)
        buf_add_char(&newline, '\n');
    if (typed == TYPED_LINE)
        buf_add(line, typed_line_text(&terminal->line));
    if (!terminal_put(terminal, &newline))
        typed = TYPED_ENDED;
    terminal_close(terminal);
    buf_clear(&newline);
    return typed;
}

/* TYPED_LINE; TYPED_LEAVE but of a secret, which may be anything; or
   TYPED_ENDED also when a signal came. */
static enum typed
ask_line(const struct face_options *io, struct buf *question,
         enum typing typing, struct buf *line)
{
    struct terminal terminal;
    struct buf out = {0};
    enum typed typed;

    buf_empty(line);
    buf_add(&out, buf_str(question));
    terminal_open(&terminal, io);
    terminal_start_line(&terminal, LIMIT_SIZE);
    do {
        typed = terminal_type(&terminal, typing, -1, &out);
        if (typed != TYPED_INTERRUPTED)
            continue;
        if (stop_signal())
            typed = TYPED_ENDED;
        buf_add(&out, buf_str(question));
        if (typing == TYPING_LINE && terminal.echoes)
            buf_add(&out, typed_line_text(&terminal.line));
    } while (typed == TYPED_KEY || typed == TYPED_RESTED
             || typed == TYPED_INTERRUPTED
             || (typed == TYPED_LEAVE && typing == TYPING_SECRET));
    buf_clear(&out);
    return close_line(&terminal, typed, line);
}

/* Whether what was not answered is to be asked again: not when a signal came,
   nor of a pipe without end; '*n_times' begins with 0. */
static bool
may_ask(const struct face_options *io, int *n_times)
{
    return !stop_signal() && (isatty(io->in_fd) || ++*n_times < LIMIT_TIMES);
}

static void
add_word_line(struct buf *buf, const struct face_options *io, enum word word)
{
    add_line(buf, io, str_from(word_in(io->language, word)), 0);
}

/* "1 Go on" */
static void
add_choice(struct buf *buf, const struct face_options *io, int number,
           enum word word)
{
    struct buf line = {0};

    buf_addf(&line, "%d %s", number, word_in(io->language, word));
    add_line(buf, io, buf_str(&line), CHOICE_INDENT);
    buf_clear(&line);
}

/* What tells several apart is when they were begun: the offer shows neither
   code nor answers. */
static void
add_begun(struct buf *buf, const struct face_options *io,
          const struct draft_head *head, bool is_another)
{
    struct buf date = {0};
    struct buf line = {0};
    int32_t days;
    bool has_time = strlen(head->started) >= 16;
    struct str day = {head->started, has_time ? 10 : 0};
    struct str time = {head->started + (has_time ? 11 : 0), has_time ? 5 : 0};

    if (date_read(day, &days))
        words_add_date(&date, io->language, days);
    struct str texts[] = {buf_str(&date), time};
    words_add(&line, io->language,
              is_another ? WORD_FILL_OFFER_ANOTHER : WORD_FILL_OFFER, texts, 2);
    add_line(buf, io, buf_str(&line), 0);
    buf_clear(&line);
    buf_clear(&date);
}

static void
add_offer(struct buf *buf, const struct face_options *io,
          const struct draft_head *head, bool is_another)
{
    add_begun(buf, io, head, is_another);
    add_choice(buf, io, 1, WORD_FILL_OFFER_GO_ON);
    add_choice(buf, io, 2, WORD_FILL_OFFER_ANEW);
    add_choice(buf, io, 3, WORD_FILL_OFFER_LEAVE);
}

enum { NUMBER_ENDED = 0, NUMBER_LEFT = -1 };

/* A number from 1 to n; NUMBER_ENDED at the end of the input. */
static int
ask_number(const struct face_options *io, struct buf *words, int n)
{
    struct buf line = {0};
    int32_t number = NUMBER_ENDED;
    int n_times = 0;

    buf_addf(words, "%s ", word_in(io->language, WORD_FILL_ANSWER));
    while (may_ask(io, &n_times)) {
        enum typed typed = ask_line(io, words, TYPING_LINE, &line);
        if (typed == TYPED_LEAVE)
            number = NUMBER_LEFT;
        if (typed != TYPED_LINE)
            break;
        if (whole_read(str_trim(buf_str(&line)), &number) && number >= 1
            && number <= n)
            break;
        number = NUMBER_ENDED;
        buf_empty(words);
        buf_addf(words, "%s ", word_in(io->language, WORD_FILL_CHOOSE_ONE));
    }
    buf_clear(&line);
    return (int)number;
}

/* Throwing away is asked twice: 1 no, 2 yes; else as ask_number(). */
static int
ask_sure(const struct face_options *io)
{
    struct buf words = {0};

    add_word_line(&words, io, WORD_FILL_THROW_SURE);
    add_choice(&words, io, 1, WORD_FILL_THROW_NO);
    add_choice(&words, io, 2, WORD_FILL_THROW_YES);
    int number = ask_number(io, &words, 2);
    buf_clear(&words);
    return number;
}

static enum offer_choice
choice_of(const struct face_options *io, int number)
{
    static const enum offer_choice choices[] = {[NUMBER_ENDED] = OFFER_ENDED,
                                                OFFER_GO_ON,
                                                OFFER_BEGIN_ANEW,
                                                OFFER_KEEP};

    if (number != NUMBER_LEFT)
        return choices[number];
    blank(io);
    return OFFER_LEFT;
}

/* One who would rather keep them is asked once more what to do. */
enum offer_choice
fill_offer(const struct face_options *io, const struct draft_head *head,
           bool is_another)
{
    enum { ANEW = 2, SURE_NO = 1, SURE_YES = 2 };
    struct buf words = {0};
    int number;
    int sure;

    do {
        sure = SURE_YES;
        buf_empty(&words);
        add_offer(&words, io, head, is_another);
        number = ask_number(io, &words, 3);
        if (number == ANEW)
            sure = ask_sure(io);
    } while (sure == SURE_NO);
    buf_clear(&words);
    return choice_of(io, sure == SURE_YES ? number : sure);
}

/* ---- what else is asked ---- */

enum offer_choice
fill_offer_wait(const struct face_options *io)
{
    struct buf words = {0};
    struct buf line = {0};

    buf_add_text(&words, word_in(io->language, WORD_FILL_PRESS_ENTER));
    enum typed typed = ask_line(io, &words, TYPING_LINE, &line);
    buf_clear(&words);
    buf_clear(&line);
    if (typed == TYPED_LEAVE)
        blank(io);
    return typed == TYPED_LEAVE ? OFFER_LEFT
           : stop_signal()      ? OFFER_ENDED
                                : OFFER_GO_ON;
}

bool
fill_ask_edition(const struct face_options *io,
                 const struct instrument *instrument, int32_t *edition)
{
    struct buf number = {0};
    struct buf words = {0};
    struct buf line = {0};
    bool ok = false;
    int n_times = 0;

    buf_addf(&number, "%d", (int)instrument->edition);
    struct str texts[] = {buf_str(&number), str_from(instrument->title)};
    words_add(&words, io->language, WORD_CLERK_EDITION, texts, 2);
    while (!ok && may_ask(io, &n_times)
           && ask_line(io, &words, TYPING_LINE, &line) == TYPED_LINE)
        ok = whole_read(str_trim(buf_str(&line)), edition) && *edition > 0;
    buf_clear(&number);
    buf_clear(&words);
    buf_clear(&line);
    return ok;
}

/* False at the end of the input. */
static bool
ask_secret(const struct face_options *io, struct buf *question, enum word word,
           struct buf *line)
{
    buf_add_text(question, word_in(io->language, word));
    bool ok = ask_line(io, question, TYPING_SECRET, line) == TYPED_LINE;
    buf_empty(question);
    return ok;
}

const char *
fill_ask_release_code(const struct face_options *io, struct arena *arena)
{
    struct buf question = {0}; /* what was wrong before, first */
    struct buf first = {0};
    struct buf second = {0};
    const char *code = NULL;
    int n_times = 0;

    while (!code && may_ask(io, &n_times)
           && ask_secret(io, &question, WORD_FILL_NEW_CODE, &first)) {
        if (!first.len) {
            add_word_line(&question, io, WORD_FILL_NEW_CODE_EMPTY);
            continue;
        }
        if (!ask_secret(io, &question, WORD_FILL_NEW_CODE_AGAIN, &second))
            break;
        if (str_equal(buf_str(&first), buf_str(&second)))
            code = arena_text(arena, buf_str(&first));
        else
            add_word_line(&question, io, WORD_FILL_NEW_CODE_DIFFERS);
    }
    buf_clear(&question);
    buf_clear(&first);
    buf_clear(&second);
    return code;
}

void
fill_await_release(const struct face_options *io, const char *code,
                   enum word why, const char *own_words)
{
    struct buf line = {0};
    struct buf words = {0};
    bool is_code = false;
    int n_times = 0;

    add_word_line(&words, io, why);
    if (own_words)
        add_line(&words, io, str_from(own_words), 0);
    add_word_line(&words, io, WORD_FILL_HAND_BACK);
    while (!is_code && may_ask(io, &n_times)) {
        buf_addf(&words, "%s ", word_in(io->language, WORD_FILL_CODE));
        if (ask_line(io, &words, TYPING_SECRET, &line) != TYPED_LINE)
            break;
        is_code = str_is(buf_str(&line), code);
        buf_empty(&words);
        add_word_line(&words, io, WORD_FILL_WRONG_CODE);
    }
    buf_clear(&line);
    buf_clear(&words);
}
