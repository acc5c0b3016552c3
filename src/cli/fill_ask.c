/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before and behind the form; see fill_job.h. */
#include "cli/fill_job.h"

#include <string.h>
#include "base/date.h"
#include "base/num.h"
#include "cli/shell.h"
#include "cli/stop.h"
#include "fill/terminal.h"

enum {
    CHOICE_INDENT = 2,
    LIMIT_SIZE = 4096, /* of a line */
    LIMIT_TIMES = 1000
};

enum typed
fill_ask_line(struct terminal *terminal, enum typing typing, bool is_watched,
              struct str *line)
{
    struct buf question SCOPED(buf_clear) = {0};
    struct vigil vigil = vigil_begin();
    enum typed typed;

    buf_add(&question, buf_str(&terminal->out));
    terminal_start_line(terminal, LIMIT_SIZE);
    do {
        typed =
            terminal_type(terminal, typing, is_watched ? VIGIL_LOOK_MS : -1);
        if (is_watched && vigil_is_over(&vigil)) {
            typed = TYPED_RESTED;
            break;
        }
        if (typed == TYPED_KEY)
            vigil = vigil_begin();
        if (typed != TYPED_INTERRUPTED)
            continue;
        if (stop_signal()) {
            typed = TYPED_ENDED;
            break;
        }
        buf_add(&terminal->out, buf_str(&question));
        if (typing == TYPING_LINE && terminal->echoes)
            buf_add(&terminal->out, buf_str(&terminal->line.text));
    } while (typed == TYPED_KEY || typed == TYPED_RESTED
             || typed == TYPED_INTERRUPTED
             || (typed == TYPED_LEAVE && typing == TYPING_SECRET));
    *line = buf_str(&terminal->line.text);
    if (typed == TYPED_LEAVE || typed == TYPED_RESTED)
        terminal_blank(terminal);
    else if (terminal->is_tty)
        buf_add_char(&terminal->out, '\n');
    return typed;
}

/* What there is still to show is shown. */
static void
end(struct terminal *terminal)
{
    terminal_put(terminal);
    terminal_close(terminal);
}

/* Whether what was not answered is to be asked again: not when a signal came,
   nor of a pipe without end; '*n_times' begins with 0. */
static bool
may_ask(const struct terminal *terminal, int *n_times)
{
    return !stop_signal() && (terminal->is_tty || ++*n_times < LIMIT_TIMES);
}

/* "1 Go on" */
static void
say_choice(struct terminal *terminal, int number, enum word word)
{
    struct buf line = {0};

    buf_addf(&line, "%d %s", number,
             word_in(terminal->options->language, word));
    terminal_say_composed(terminal, &line, CHOICE_INDENT);
}

/* What tells several apart is when they were begun: the offer shows neither
   code nor answers. */
static void
say_offer(struct terminal *terminal, const struct draft_head *head,
          bool is_another)
{
    struct buf date SCOPED(buf_clear) = {0};
    int32_t days;
    bool has_time = strlen(head->started) >= 16;
    struct str day = {head->started, has_time ? 10 : 0};
    struct str time = {head->started + (has_time ? 11 : 0), has_time ? 5 : 0};

    if (date_read(day, &days))
        words_add_date(&date, terminal->options->language, days);
    struct str texts[] = {buf_str(&date), time};
    terminal_say_words(terminal,
                       is_another ? WORD_FILL_OFFER_ANOTHER : WORD_FILL_OFFER,
                       texts, 2);
    say_choice(terminal, 1, WORD_FILL_OFFER_GO_ON);
    say_choice(terminal, 2, WORD_FILL_OFFER_ANEW);
    say_choice(terminal, 3, WORD_FILL_OFFER_LEAVE);
}

enum { NUMBER_ENDED = 0, NUMBER_LEFT = -1 };

/* A number from 1 to n; NUMBER_ENDED at the end of the input. */
static int
ask_number(struct terminal *terminal, int n)
{
    struct str line;
    int32_t number;
    int n_times = 0;

    for (enum word word = WORD_FILL_ANSWER; may_ask(terminal, &n_times);
         word = WORD_FILL_CHOOSE_ONE) {
        terminal_ask(terminal, word);
        enum typed typed = fill_ask_line(terminal, TYPING_LINE, false, &line);
        if (typed != TYPED_LINE)
            return typed == TYPED_LEAVE ? NUMBER_LEFT : NUMBER_ENDED;
        if (whole_read(str_trim(line), &number) && number >= 1 && number <= n)
            return (int)number;
    }
    return NUMBER_ENDED;
}

/* Throwing away is asked twice: 1 no, 2 yes; else as ask_number(). */
static int
ask_sure(struct terminal *terminal)
{
    terminal_say_word(terminal, WORD_FILL_THROW_SURE);
    say_choice(terminal, 1, WORD_FILL_THROW_NO);
    say_choice(terminal, 2, WORD_FILL_THROW_YES);
    return ask_number(terminal, 2);
}

/* One who would rather keep them is asked once more what to do. */
enum offer_choice
fill_offer(const struct face_options *io, const struct draft_head *head,
           bool is_another)
{
    enum { ANEW = 2, SURE_NO = 1, SURE_YES = 2 };
    static const enum offer_choice choices[] = {[NUMBER_ENDED] = OFFER_ENDED,
                                                OFFER_GO_ON,
                                                OFFER_BEGIN_ANEW,
                                                OFFER_KEEP};
    struct terminal terminal;
    int number;
    int sure;

    terminal_open(&terminal, io);
    do {
        sure = SURE_YES;
        say_offer(&terminal, head, is_another);
        number = ask_number(&terminal, 3);
        if (number == ANEW)
            sure = ask_sure(&terminal);
    } while (sure == SURE_NO);
    end(&terminal);
    if (sure != SURE_YES)
        number = sure;
    return number == NUMBER_LEFT ? OFFER_LEFT : choices[number];
}

/* ---- what else is asked ---- */

bool
fill_offer_columns(const struct face_options *io, const char *path,
                   const char *columns)
{
    struct terminal terminal;
    const struct str texts[] = {str_from(path), str_from(columns)};

    terminal_open(&terminal, io);
    terminal_say_words(&terminal, WORD_FILL_OFFER_COLUMNS, texts, 2);
    say_choice(&terminal, 1, WORD_FILL_COLUMNS_ADD);
    say_choice(&terminal, 2, WORD_FILL_COLUMNS_LEAVE);
    bool is_wanted = ask_number(&terminal, 2) == 1;
    end(&terminal);
    return is_wanted;
}

enum offer_choice
fill_offer_wait(const struct face_options *io)
{
    struct terminal terminal;
    struct str line;

    terminal_open(&terminal, io);
    buf_add_text(&terminal.out, word_in(io->language, WORD_FILL_PRESS_ENTER));
    enum typed typed = fill_ask_line(&terminal, TYPING_LINE, false, &line);
    end(&terminal);
    return typed == TYPED_LEAVE ? OFFER_LEFT
           : stop_signal()      ? OFFER_ENDED
                                : OFFER_GO_ON;
}

bool
fill_ask_edition(const struct face_options *io,
                 const struct instrument *instrument, int32_t *edition)
{
    struct terminal terminal;
    struct buf number SCOPED(buf_clear) = {0};
    struct str line;
    bool ok = false;
    int n_times = 0;

    buf_addf(&number, "%d", (int)instrument->edition);
    terminal_open(&terminal, io);
    while (!ok && may_ask(&terminal, &n_times)) {
        WORDS_ADD(&terminal.out, io->language, WORD_CLERK_EDITION,
                  buf_str(&number), str_from(instrument->title));
        if (fill_ask_line(&terminal, TYPING_LINE, false, &line) != TYPED_LINE)
            break;
        ok = whole_read(str_trim(line), edition) && *edition > 0;
    }
    end(&terminal);
    return ok;
}

/* False at the end of the input. */
static bool
ask_secret(struct terminal *terminal, enum word word, struct buf *secret)
{
    struct str line;

    buf_add_text(&terminal->out, word_in(terminal->options->language, word));
    bool ok =
        fill_ask_line(terminal, TYPING_SECRET, false, &line) == TYPED_LINE;
    buf_empty(secret);
    buf_add(secret, line);
    return ok;
}

const char *
fill_ask_release_code(const struct face_options *io, struct arena *arena)
{
    struct terminal terminal;
    struct buf first SCOPED(buf_clear) = {0};
    struct buf second SCOPED(buf_clear) = {0};
    const char *code = NULL;
    int n_times = 0;

    terminal_open(&terminal, io);
    while (!code && may_ask(&terminal, &n_times)
           && ask_secret(&terminal, WORD_FILL_NEW_CODE, &first)) {
        if (!first.len) {
            terminal_say_word(&terminal, WORD_FILL_NEW_CODE_EMPTY);
            continue;
        }
        if (!ask_secret(&terminal, WORD_FILL_NEW_CODE_AGAIN, &second))
            break;
        if (str_equal(buf_str(&first), buf_str(&second)))
            code = arena_text(arena, buf_str(&first));
        else
            terminal_say_word(&terminal, WORD_FILL_NEW_CODE_DIFFERS);
    }
    end(&terminal);
    return code;
}

void
fill_await_release(const struct face_options *io, const char *code,
                   enum word why, const char *own_words)
{
    struct terminal terminal;
    struct str line;
    int n_times = 0;

    terminal_open(&terminal, io);
    terminal_say_word(&terminal, why);
    if (own_words)
        terminal_say(&terminal, str_from(own_words), 0);
    terminal_say_word(&terminal, WORD_FILL_HAND_BACK);
    while (may_ask(&terminal, &n_times)) {
        terminal_ask(&terminal, WORD_FILL_CODE);
        if (fill_ask_line(&terminal, TYPING_SECRET, false, &line) != TYPED_LINE
            || str_is(line, code))
            break;
        terminal_say_word(&terminal, WORD_FILL_WRONG_CODE);
    }
    end(&terminal);
}
