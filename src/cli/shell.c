/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads lines, and has each done by a child; see shell.h. */
#include <config.h>

#include "cli/shell.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/child.h"
#include "base/file.h"
#include "cli/print.h"
#include "cli/prompt.h"
#include "fill/rescue.h"

/* Whoever goes away for so long may have left the screen to somebody else; a
   machine that slept between two looks has been away, too. */
enum { IDLE_S = 300, SLEPT_S = 30, LIMIT_LINE = 4096, N_WORDS_MOST = 64 };

struct shell {
    struct context *context;
    const struct unlock_args *args;
    struct shell_key *key;
    bool is_person; /* at a terminal */
};

static void
tell(const char *text)
{
    struct buf out = {0};

    buf_add_text(&out, text);
    print_said(&out);
}

/* ---- locking ---- */

static void
lock(struct shell *shell)
{
    secret_free(shell->key->key);
    shell->key->key = NULL;
    if (shell->is_person)
        prompt_blank(shell->context);
}

static void
lock_alone(struct shell *shell)
{
    lock(shell);
    tell("locked, since nobody was there\n");
}

static void
keep_key(struct shell *shell, struct casebook *casebook)
{
    shell->key->key = casebook_key(casebook);
    casebook_close(casebook);
}

/* Whoever mistypes it is asked again; nobody at a terminal is not. */
static bool
unlock(struct shell *shell)
{
    struct casebook *casebook;

    do {
        casebook = unlocking_open(shell->context, shell->args);
        print_problems(shell->context);
    } while (!casebook && shell->is_person
             && diag_total(shell->context->diag) < 20);
    if (casebook)
        keep_key(shell, casebook);
    return casebook;
}

/* ---- a line ---- */

static int64_t
seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_BOOTTIME, &now); /* counts while the machine sleeps */
    return now.tv_sec;
}

/* How long the machine has slept, ever. */
static int64_t
seconds_asleep(void)
{
    struct timespec awake;

    clock_gettime(CLOCK_MONOTONIC, &awake);
    return seconds() - awake.tv_sec;
}

struct vigil
vigil_begin(void)
{
    int64_t now = seconds();

    return (struct vigil){now, now};
}

bool
vigil_is_over(struct vigil *vigil)
{
    int64_t now = seconds();
    bool has_slept = now - vigil->looked > SLEPT_S;

    vigil->looked = now;
    return has_slept || now - vigil->begun > IDLE_S;
}

bool
vigil_await(int fd)
{
    struct pollfd in = {.fd = fd, .events = POLLIN};
    struct vigil vigil = vigil_begin();

    for (;;) {
        int n = poll(&in, 1, VIGIL_LOOK_MS);
        if (vigil_is_over(&vigil))
            return false;
        if (n > 0 || (n < 0 && errno != EINTR))
            return true;
    }
}

/* One that is too long is passed over, as an empty one. */
static bool
read_line(struct buf *line)
{
    buf_empty(line);
    if (file_read_line(STDIN_FILENO, LIMIT_LINE, line))
        return true;
    buf_empty(line);
    if (errno != EOVERFLOW)
        return false;
    tell("a line is too long\n");
    return true;
}

/* Parts it as a shell does, but for its signs: quotes hold words together.
   False: a quote is not closed, or there are too many words. */
static bool
part(char *line, char *words[N_WORDS_MOST], int *n)
{
    char *to = line;
    char quote = '\0';
    bool is_inside = false;

    for (char *at = line; *at; at++) {
        bool is_blank = !quote && (*at == ' ' || *at == '\t');
        if (!is_blank && !is_inside) {
            if (*n + 1 >= N_WORDS_MOST)
                return false;
            words[(*n)++] = to;
            is_inside = true;
        }
        if (is_blank && is_inside) {
            *to++ = '\0';
            is_inside = false;
        } else if (quote ? *at == quote : *at == '\'' || *at == '"') {
            quote = quote ? '\0' : *at;
        } else if (!is_blank) {
            *to++ = *at;
        }
    }
    *to = '\0';
    words[*n] = NULL;
    return !quote;
}

/* ---- doing ---- */

struct command_line {
    struct shell *shell;
    int n;
    char **words;
};

static int
run_in_child(void *aux)
{
    struct command_line *line = aux;
    struct secret *key = line->shell->key->key;

    /* Locked memory is not inherited as locked. */
    if (key)
        secret_lock_anew(key);
    return line->shell->context->again(line->shell->context, line->n,
                                       line->words);
}

static void
run_words(struct shell *shell, int n, char **words)
{
    struct command_line line = {shell, n, words};
    int64_t begun = seconds();
    int64_t slept = seconds_asleep();

    if (!child_do(run_in_child, &line))
        diag_add(shell->context->diag, MSG_CANNOT_WRITE, (struct place){0},
                 "a process for the command: %s", strerror(errno));
    print_problems(shell->context);
    /* It has asked somebody who was not there, or worked without anybody. */
    if (shell->key->key && shell->is_person
        && (seconds() - begun > IDLE_S || seconds_asleep() - slept > SLEPT_S))
        lock_alone(shell);
}

/* A form is filled in by somebody else: the key is gone before. */
static void
do_line(struct shell *shell, char *line)
{
    char *words[N_WORDS_MOST + 1];
    int n = 1;

    words[0] = line;
    if (!part(line, words, &n)) {
        tell("a quote is not closed\n");
    } else if (n > 1) {
        if (strcmp(words[1], "fill") == 0)
            lock(shell);
        run_words(shell, n, words);
    }
}

static bool
is_end(const char *line)
{
    return strcmp(line, "exit") == 0 || strcmp(line, "quit") == 0;
}

static void
say(struct shell *shell, const char *text)
{
    if (shell->is_person)
        tell(text);
}

/* False: nobody typed for too long.  Ctrl-C ends the program, and empties the
   screen, too. */
static bool
await_line(struct shell *shell, struct buf *line, bool *is_read)
{
    if (shell->is_person) {
        prompt_say("attune> ");
        prompt_blank_at_end(shell->context);
    }
    bool is_there = !shell->is_person || vigil_await(STDIN_FILENO);
    *is_read = is_there && read_line(line);
    rescue_release();
    if (shell->is_person)
        prompt_end();
    return is_there;
}

static bool
go_on(struct shell *shell)
{
    struct buf line SCOPED(buf_clear) = {0};
    bool is_read;
    bool ok = true;

    while (ok) {
        if (!shell->key->key && !(ok = unlock(shell)))
            break;
        if (!await_line(shell, &line, &is_read)) {
            lock_alone(shell);
            continue;
        }
        if (!is_read || is_end(buf_text(&line)))
            break;
        if (strcmp(line.bytes, "lock") == 0)
            lock(shell);
        else
            do_line(shell, line.bytes);
    }
    return ok;
}

bool
shell_run(struct context *context, const struct unlock_args *args,
          struct casebook *casebook)
{
    struct shell_key key = {.folder = unlocking_folder(context, args),
                            .by = args->by};
    struct shell shell = {.context = context,
                          .args = args,
                          .key = &key,
                          .is_person = isatty(STDIN_FILENO)};

    mem_note_pending(false);
    context->shell = &key;
    keep_key(&shell, casebook);
    say(&shell, "commands are typed without 'attune'; 'lock' locks, 'exit' or "
                "Ctrl-D ends\n");
    bool ok = go_on(&shell);
    lock(&shell);
    context->shell = NULL;
    return ok;
}
