/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forked child and the pipe from it.  What it sends are notes: a kind, a
   length, so many bytes.  Only a note that its work is done, and an end of the
   process in good order, make what came before it good. */
#include <config.h>

#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PIPE_FD = STDERR_FILENO + 1, /* the only one besides the standard three */
    PIECE_SIZE = 64 << 10,
    WHY_LIMIT = 256, /* less than a pipe takes at once */
    SAID_LIMIT = 2 << 10
};
enum { PARCEL_LIMIT = 1 << 30 };

enum kind { KIND_PARCEL = 0x70617263, KIND_GAVE_UP, KIND_DONE };

struct note {
    uint64_t kind;
    uint64_t len; /* of the bytes that follow */
};

struct child {
    pid_t pid; /* -1: it could not be started */
    int pipe;  /* -1: nothing more comes */
    int said;  /* its standard error, in memory; -1: not kept */
    int patience_s;
    bool is_done;
    struct buf why; /* it failed, as far as it could say so */
};

/* --- in the child --- */

static void
send_all(const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len) {
        ssize_t n = write(PIPE_FD, at, len);

        if (n < 0 && errno != EINTR) {
            perror("what was made cannot be handed over");
            _exit(EXIT_FAILURE);
        }
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        }
    }
}

static void
send_note(enum kind kind, struct str bytes)
{
    const struct note note = {.kind = kind, .len = bytes.len};

    send_all(&note, sizeof note);
    send_all(bytes.bytes, bytes.len);
}

void
child_send(struct str parcel)
{
    send_note(KIND_PARCEL, parcel);
}

/* Counts what was run where that is counted: an _exit would lose it. */
void __gcov_dump(void) __attribute__((weak));

/* Memory that is refused to the counting would lead here again. */
_Noreturn void
child_leave(int status)
{
    mem_end_libraries(false);
    if (__gcov_dump)
        __gcov_dump();
    _exit(status);
}

/* In one write, since a thread of a library may be giving up beside us. */
_Noreturn void
child_give_up(const char *why)
{
    struct {
        struct note note;
        char why[WHY_LIMIT];
    } last = {.note.kind = KIND_GAVE_UP};
    size_t len = strnlen(why, WHY_LIMIT);

    last.note.len = len;
    memcpy(last.why, why, len);
    send_all(&last, sizeof last.note + len);
    child_leave(EXIT_FAILURE);
}

static void
give_up_for_memory(void)
{
    child_give_up("out of memory");
}

/* The parent's handlers look after what is the parent's. */
static void
end_by_signals(void)
{
    static const int numbers[] = {SIGHUP,  SIGINT,  SIGQUIT,
                                  SIGPIPE, SIGALRM, SIGTERM};
    const struct sigaction end = {.sa_handler = SIG_DFL};
    struct sigaction before;

    for (size_t i = 0; i < N_ELEMENTS(numbers); i++) {
        sigaction(numbers[i], NULL, &before);
        if (before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &end, NULL);
    }
}

/* The pipe goes last: its number may be one of those that others stand at. */
static void
keep_only(int pipe, int said)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (nowhere < 0 || dup2(nowhere, STDIN_FILENO) < 0
        || dup2(nowhere, STDOUT_FILENO) < 0
        || dup2(said < 0 ? nowhere : said, STDERR_FILENO) < 0
        || dup2(pipe, PIPE_FD) < 0)
        _exit(EXIT_FAILURE);
    closefrom(PIPE_FD + 1);
}

static _Noreturn void
be_child(void (*work)(void *aux), void *aux)
{
    mem_on_exhausted(give_up_for_memory);
    mem_end_libraries(true);
    work(aux);
    send_note(KIND_DONE, (struct str){0});
    child_leave(EXIT_SUCCESS);
}

/* --- in the parent --- */

static void
close_pipe(struct child *child)
{
    if (child->pipe >= 0)
        close(child->pipe);
    child->pipe = -1;
}

struct child *
child_start(void (*work)(void *aux), void *aux, int patience_s)
{
    struct child *child = mem_alloc(sizeof *child);
    pid_t parent = getpid();
    int ends[2];

    *child = (struct child){
        .pid = -1, .pipe = -1, .said = -1, .patience_s = patience_s};
    if (pipe2(ends, O_CLOEXEC)) {
        buf_add_text(&child->why, strerror(errno));
        return child;
    }
    child->said = memfd_create("said", MFD_CLOEXEC);
    child->pid = fork();
    if (child->pid == 0) {
        end_by_signals();
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
            _exit(EXIT_FAILURE);
        keep_only(ends[1], child->said);
        mem_free(child); /* the parent's */
        be_child(work, aux);
    }
    if (child->pid < 0)
        buf_add_text(&child->why, strerror(errno));
    child->pipe = ends[0];
    close(ends[1]);
    return child;
}

/* Waits until something comes, or the pipe ends.  A second at a time: while
   both are stopped nobody's patience wears out. */
static bool
wait_for_more(struct child *child)
{
    struct pollfd more = {.fd = child->pipe, .events = POLLIN};

    for (int s = 0; s < child->patience_s; s++)
        if (poll(&more, 1, 1000) > 0)
            return true;
    buf_addf(&child->why, "nothing came for %d seconds", child->patience_s);
    kill(child->pid, SIGKILL);
    return false;
}

/* False when the pipe ends before that. */
static bool
read_fully(struct child *child, void *bytes, size_t len)
{
    char *at = bytes;

    while (len) {
        if (!wait_for_more(child))
            return false;
        ssize_t n = read(child->pipe, at, len);

        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        }
    }
    return true;
}

/* Grows with what comes, since a length may be the last word of a process that
   has lost its mind. */
static bool
read_bytes(struct child *child, uint64_t len, struct buf *bytes)
{
    buf_empty(bytes);
    if (len > PARCEL_LIMIT)
        return false;
    while (len) {
        size_t n = len < PIECE_SIZE ? (size_t)len : PIECE_SIZE;

        buf_reserve(bytes, n);
        if (!read_fully(child, bytes->bytes + bytes->len, n))
            return false;
        bytes->len += n;
        len -= n;
    }
    return true;
}

bool
child_receive(struct child *child, struct buf *parcel)
{
    struct note note;
    bool is_parcel = false;

    if (child->pipe < 0)
        return false;
    if (read_fully(child, &note, sizeof note)) {
        if (note.kind == KIND_PARCEL)
            is_parcel = read_bytes(child, note.len, parcel);
        else if (note.kind == KIND_GAVE_UP)
            (void)read_bytes(child, note.len, &child->why);
        else
            child->is_done = note.kind == KIND_DONE;
    }
    if (!is_parcel)
        close_pipe(child);
    return is_parcel;
}

/* What its end says, unless it has said why itself.  Where the parent of this
   process has set SIGCHLD aside there is no status, and the notes decide. */
static void
judge_end(struct child *child)
{
    int status = 0;
    pid_t ended;

    do
        ended = waitpid(child->pid, &status, 0);
    while (ended < 0 && errno == EINTR);
    if (child->why.len)
        return;
    if (ended > 0 && WIFSIGNALED(status)) {
        const char *name = sigabbrev_np(WTERMSIG(status));
        buf_addf(&child->why, "ended by the signal %s", name ? name : "?");
    } else if (ended > 0 && WEXITSTATUS(status)) {
        buf_addf(&child->why, "ended with the status %d", WEXITSTATUS(status));
    } else if (!child->is_done) {
        buf_add_text(&child->why, "ended half-way");
    }
}

static void
read_said(const struct child *child, struct buf *said)
{
    if (child->said < 0)
        return;
    buf_reserve(said, SAID_LIMIT);
    ssize_t n = pread(child->said, said->bytes + said->len, SAID_LIMIT, 0);
    if (n > 0)
        said->len += (size_t)n;
}

bool
child_end(struct child *child, struct buf *why, struct buf *said)
{
    if (child->pipe >= 0 && child->pid > 0)
        kill(child->pid, SIGKILL);
    close_pipe(child);
    if (child->pid > 0)
        judge_end(child);
    bool is_good = child->is_done && !child->why.len;
    if (!is_good) {
        buf_add(why, buf_str(&child->why));
        read_said(child, said);
    }
    if (child->said >= 0)
        close(child->said);
    buf_clear(&child->why);
    mem_free(child);
    return is_good;
}

/* --- a command of the shell --- */

static _Noreturn void
be_command(const char *command, int out)
{
    end_by_signals();
    if (dup2(out, STDOUT_FILENO) < 0)
        _exit(EXIT_FAILURE);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(EXIT_FAILURE);
}

static bool
has_ended(pid_t pid)
{
    siginfo_t info = {0};

    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0
           || info.si_pid == pid;
}

/* All that the command says until it ends; what is beyond the room is read and
   forgotten.  Whatever it leaves running may keep the pipe open for days: so
   the end of the pipe is not waited for alone. */
static size_t
read_answer(pid_t pid, int fd, char *bytes, size_t size)
{
    enum { LOOK_MS = 20 };
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    size_t len = 0;
    char beyond[256];

    for (;;) {
        /* Asked first: what it said before its end is in the pipe by then. */
        bool is_over = has_ended(pid);
        if (poll(&wait, 1, is_over ? 0 : LOOK_MS) <= 0 && is_over)
            break;
        if (!wait.revents)
            continue;
        char *at = len < size ? bytes + len : beyond;
        ssize_t n = read(fd, at, len < size ? size - len : sizeof beyond);
        wait.revents = 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || (is_over && len == size))
            break;
        len += len < size ? (size_t)n : 0;
    }
    return len;
}

bool
child_ask(const char *command, char *bytes, size_t size, size_t *len,
          struct buf *why)
{
    struct child child = {.pid = -1, .pipe = -1, .said = -1, .is_done = true};
    int ends[2];

    if (pipe2(ends, O_CLOEXEC)) {
        buf_add_text(why, strerror(errno));
        return false;
    }
    child.pid = fork();
    if (child.pid == 0)
        be_command(command, ends[1]);
    close(ends[1]);
    if (child.pid < 0)
        buf_add_text(&child.why, strerror(errno));
    *len = child.pid > 0 ? read_answer(child.pid, ends[0], bytes, size) : 0;
    close(ends[0]);
    if (child.pid > 0)
        judge_end(&child);
    bool ok = !child.why.len;
    buf_add(why, buf_str(&child.why));
    buf_clear(&child.why);
    return ok;
}

bool
child_do(int (*work)(void *aux), void *aux)
{
    static const int keys[] = {SIGINT, SIGQUIT};
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before[N_ELEMENTS(keys)];
    int status;
    pid_t pid = fork();

    if (pid == 0)
        child_leave(work(aux));
    if (pid < 0)
        return false;
    for (size_t i = 0; i < N_ELEMENTS(keys); i++)
        sigaction(keys[i], &ignore, &before[i]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    for (size_t i = 0; i < N_ELEMENTS(keys); i++)
        sigaction(keys[i], &before[i], NULL);
    return true;
}
