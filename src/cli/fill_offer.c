/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before the form; see fill_offer.h. */
#include "cli/fill_offer.h"

#include <string.h>
#include "base/date.h"
#include "base/num.h"
#include "cli/prompt.h"
#include "cli/stop.h"
#include "fill/terminal.h"
#include "fill/wrap.h"

enum { CHOICE_INDENT = 2 };

/* What the faces know of a terminal, before there is one. */
struct screen {
    struct face_options options;
    struct terminal terminal;
};

static struct screen
screen_of(const struct offer_io *io)
{
    return (struct screen){.options = {.out_fd = io->out_fd,
                                       .width_cells = io->width_cells,
                                       .can_erase = io->can_erase}};
}

static void
add_line(struct buf *buf, const struct offer_io *io, struct str text,
         int indent_cells)
{
    struct screen screen = screen_of(io);

    screen.terminal.options = &screen.options;
    wrap_add(buf, text, terminal_width(&screen.terminal), indent_cells);
}

/* Leaves nothing to see of what was asked. */
static void
blank(const struct offer_io *io)
{
    struct screen screen = screen_of(io);
    struct buf out = {0};

    screen.terminal.options = &screen.options;
    terminal_add_blank(&screen.terminal, &out);
    if (!terminal_put(&screen.terminal, &out))
        buf_empty(&out);
    buf_clear(&out);
}

static void
add_word_line(struct buf *buf, const struct offer_io *io, enum word word)
{
    add_line(buf, io, str_from(word_in(io->language, word)), 0);
}

/* "1 Go on" */
static void
add_choice(struct buf *buf, const struct offer_io *io, int number,
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
add_begun(struct buf *buf, const struct offer_io *io,
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
add_offer(struct buf *buf, const struct offer_io *io,
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
ask_number(const struct offer_io *io, struct buf *words, int n)
{
    struct buf line = {0};
    int32_t number = NUMBER_ENDED;
    int n_times = 0;

    buf_addf(words, "%s ", word_in(io->language, WORD_FILL_ANSWER));
    while (
        prompt_again(io->in_fd, &n_times)
        && prompt_line(io->in_fd, io->out_fd, buf_text(words), false, &line)) {
        if (prompt_leaves(&line)) {
            number = NUMBER_LEFT;
            break;
        }
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
ask_sure(const struct offer_io *io)
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
choice_of(const struct offer_io *io, int number)
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
fill_offer(const struct offer_io *io, const struct draft_head *head,
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
fill_offer_wait(const struct offer_io *io)
{
    struct buf line = {0};
    const char *words = word_in(io->language, WORD_FILL_PRESS_ENTER);
    bool ok = prompt_line(io->in_fd, io->out_fd, words, false, &line);
    bool leaves = ok && prompt_leaves(&line);

    buf_clear(&line);
    if (leaves)
        blank(io);
    return leaves                 ? OFFER_LEFT
           : ok || !stop_signal() ? OFFER_GO_ON
                                  : OFFER_ENDED;
}

bool
fill_ask_edition(const struct offer_io *io, const struct instrument *instrument,
                 int32_t *edition)
{
    struct buf number = {0};
    struct buf words = {0};
    struct buf line = {0};
    bool ok = false;
    int n_times = 0;

    buf_addf(&number, "%d", (int)instrument->edition);
    struct str texts[] = {buf_str(&number), str_from(instrument->title)};
    words_add(&words, io->language, WORD_CLERK_EDITION, texts, 2);
    while (
        !ok && prompt_again(io->in_fd, &n_times)
        && prompt_line(io->in_fd, io->out_fd, buf_text(&words), false, &line))
        ok = whole_read(str_trim(buf_str(&line)), edition) && *edition > 0;
    buf_clear(&number);
    buf_clear(&words);
    buf_clear(&line);
    return ok;
}

/* False at the end of the input. */
static bool
ask_secret(const struct offer_io *io, struct buf *question, enum word word,
           struct buf *line)
{
    buf_addf(question, "%s", word_in(io->language, word));
    bool ok =
        prompt_line(io->in_fd, io->out_fd, buf_text(question), true, line);
    buf_empty(question);
    return ok;
}

const char *
fill_ask_release_code(const struct offer_io *io, struct arena *arena)
{
    struct buf question = {0}; /* what was wrong before, first */
    struct buf first = {0};
    struct buf second = {0};
    const char *code = NULL;
    int n_times = 0;

    while (!code && prompt_again(io->in_fd, &n_times)
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
fill_await_release(const struct offer_io *io, const char *code, enum word why,
                   const char *own_words)
{
    struct buf line = {0};
    struct buf words = {0};
    bool is_code = false;
    int n_times = 0;

    add_word_line(&words, io, why);
    if (own_words)
        add_line(&words, io, str_from(own_words), 0);
    add_word_line(&words, io, WORD_FILL_HAND_BACK);
    while (!is_code && prompt_again(io->in_fd, &n_times)) {
        buf_addf(&words, "%s ", word_in(io->language, WORD_FILL_CODE));
        bool ok =
            prompt_line(io->in_fd, io->out_fd, buf_text(&words), true, &line);
        if (!ok && (stop_signal() || !prompt_waits(io->in_fd)))
            break;
        is_code = ok && str_is(buf_str(&line), code);
        buf_empty(&words);
        if (ok)
            add_word_line(&words, io, WORD_FILL_WRONG_CODE);
    }
    buf_clear(&line);
    buf_clear(&words);
}
