/* SPDX-License-Identifier: GPL-3.0-or-later */

/* casebook: whatever was acknowledged is there after a power cut at any moment,
   and whatever was not is there whole or not at all; and a call that fails
   leaves what was there.

   The calls by which this program changes files are its own here: they do what
   the system's do, and write down what they did, or fail when it is their turn.
   From what was written down every state is made that a disk may be found in:
   what was not synced is there, or not, or half, or without what came before
   it. */

#include <config.h>

#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/file.h"
#include "base/vec.h"
#include "casebook_kit.h"

enum op_kind { OP_PUT, OP_CUT, OP_SYNC, OP_RENAME };

struct op {
    enum op_kind kind;
    const char *path; /* as it was then */
    const char *other;
    size_t at; /* OP_CUT: the size */
    struct str bytes;
};

static struct {
    struct arena *arena; /* NULL: nothing is written down */
    struct VEC(struct op) ops;
    size_t n_calls;
    size_t fails_at; /* the call that fails; 0: none */
    int error;
} disk;

static const char *
path_of(int fd)
{
    char link[64];
    char path[4096];

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path);
    return arena_text(disk.arena,
                      (struct str){path, len > 0 ? (size_t)len : 0});
}

static bool
fails(void)
{
    disk.n_calls++;
    if (!disk.fails_at || disk.n_calls != disk.fails_at)
        return false;
    errno = disk.error;
    return true;
}

static void
note(enum op_kind kind, int fd, size_t at, const void *bytes, size_t len)
{
    if (!disk.arena)
        return;
    struct op op = {.kind = kind, .path = path_of(fd), .at = at};
    op.bytes =
        (struct str){arena_text(disk.arena, (struct str){bytes, len}), len};
    *vec_add(disk.arena, &disk.ops) = op;
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    if (fails()) {
        /* A full disk takes a part first. */
        (void)!syscall(SYS_pwrite64, fd, bytes, len / 2, at);
        return -1;
    }
    note(OP_PUT, fd, (size_t)at, bytes, len);
    return syscall(SYS_pwrite64, fd, bytes, len, at);
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
    if (fd <= STDERR_FILENO)
        return syscall(SYS_write, fd, bytes, len);
    if (fails())
        return -1;
    note(OP_PUT, fd, (size_t)lseek(fd, 0, SEEK_CUR), bytes, len);
    return syscall(SYS_write, fd, bytes, len);
}

int
ftruncate(int fd, off_t size)
{
    if (fails())
        return -1;
    note(OP_CUT, fd, (size_t)size, "", 0);
    return (int)syscall(SYS_ftruncate, fd, size);
}

/* Nothing waits for a disk here. */
int
fsync(int fd)
{
    if (fails())
        return -1;
    note(OP_SYNC, fd, 0, "", 0);
    return 0;
}

int
fdatasync(int fd)
{
    return fsync(fd);
}

int
rename(const char *path, const char *other)
{
    if (fails())
        return -1;
    if (disk.arena)
        *vec_add(disk.arena, &disk.ops) =
            (struct op){.kind = OP_RENAME,
                        .path = arena_printf(disk.arena, "%s", path),
                        .other = arena_printf(disk.arena, "%s", other)};
    return (int)syscall(SYS_rename, path, other);
}

static void
note_from_here(struct arena *arena)
{
    memset(&disk, 0, sizeof disk);
    disk.arena = arena;
}

/* ---- what a disk may be found as ---- */

struct found {
    const char *path;
    struct buf bytes;
    bool is_gone;
};

struct state {
    struct arena *arena;
    struct VEC(struct found) files;
};

static struct found *
find(struct state *state, const char *path)
{
    for (size_t i = 0; i < state->files.n; i++)
        if (strcmp(state->files.items[i].path, path) == 0)
            return &state->files.items[i];
    struct found *found = vec_add(state->arena, &state->files);
    found->path = path;
    found->is_gone = true;
    return found;
}

static void
set_size(struct found *found, size_t size)
{
    found->is_gone = false;
    if (found->bytes.len < size) {
        size_t more = size - found->bytes.len;
        buf_reserve(&found->bytes, more);
        memset(found->bytes.bytes + found->bytes.len, 0, more);
    }
    found->bytes.len = size;
}

static void
apply(struct state *state, const struct op *op, size_t len)
{
    struct found *found = find(state, op->path);

    switch (op->kind) {
    case OP_PUT:
        if (found->bytes.len < op->at + len || found->is_gone)
            set_size(found, op->at + len);
        if (len)
            memcpy(found->bytes.bytes + op->at, op->bytes.bytes, len);
        break;
    case OP_CUT:
        set_size(found, op->at);
        break;
    case OP_RENAME: {
        struct buf moved = found->bytes;
        found->bytes = (struct buf){0};
        found->is_gone = true;
        struct found *other = find(state, op->other);
        buf_clear(&other->bytes);
        other->bytes = moved;
        other->is_gone = false;
        break;
    }
    case OP_SYNC:
        break;
    }
}

/* Whether a sync before 'n' made the op last: of its file, or of the folder
   that a name changed in. */
static bool
is_synced(size_t i, size_t n)
{
    const struct op *op = &disk.ops.items[i];
    const char *path = op->kind == OP_RENAME ? op->other : op->path;

    for (size_t k = i + 1; k < n; k++) {
        const struct op *sync = &disk.ops.items[k];
        size_t len = strlen(sync->path);
        if (sync->kind != OP_SYNC)
            continue;
        if (op->kind != OP_RENAME && strcmp(sync->path, path) == 0)
            return true;
        if (op->kind == OP_RENAME && strncmp(path, sync->path, len) == 0
            && path[len] == '/' && !strchr(path + len + 1, '/'))
            return true;
    }
    return false;
}

/* What became of what was not synced. */
enum loss { LOSS_ALL, LOSS_NONE, LOSS_LAST_HALF, LOSS_LAST, LOSS_BUT_LAST };
enum { N_LOSSES = LOSS_BUT_LAST + 1 };

static void
replay(struct state *state, size_t n, enum loss loss)
{
    for (size_t i = 0; i < n; i++) {
        const struct op *op = &disk.ops.items[i];
        bool is_last = i + 1 == n;
        size_t len = op->bytes.len;
        if (!is_synced(i, n)) {
            if (loss == LOSS_ALL || (loss == LOSS_LAST && is_last)
                || (loss == LOSS_BUT_LAST && !is_last))
                continue;
            if (loss == LOSS_LAST_HALF && is_last)
                len /= 2;
        }
        apply(state, op, len);
    }
}

static void
put_state(struct state *state)
{
    for (size_t i = 0; i < state->files.n; i++) {
        struct found *found = &state->files.items[i];
        FILE *file;
        unlink(found->path);
        if (found->is_gone)
            continue;
        file = fopen(found->path, "w");
        assert_non_null(file);
        if (found->bytes.len)
            assert_int_equal(
                fwrite(found->bytes.bytes, 1, found->bytes.len, file),
                found->bytes.len);
        assert_int_equal(fclose(file), 0);
        buf_clear(&found->bytes);
    }
}

/* ---- an evening's work ---- */

enum { N_STEPS = 9 };

struct evening {
    struct practice practice;
    size_t done_at[N_STEPS]; /* ops when it was acknowledged; 0: it failed */
};

static bool
fill_line(struct practice *practice, enum line_kind kind, uint32_t idx,
          const char *row)
{
    struct inbox *inbox =
        inbox_open(practice->place.folder, practice->place.state_folder,
                   practice->arena, practice->diag);
    struct inbox_line line = {
        .kind = kind, .idx = idx, .fields = fields_of(practice, row)};
    bool ok = inbox && inbox_add(inbox, &line, practice->diag);

    inbox_close(inbox);
    return ok;
}

static struct casebook *
try_open(struct practice *practice)
{
    struct secret *secret = secret_of(STR(PASSPHRASE));
    struct casebook *casebook =
        casebook_open(&practice->place, secret, false, practice->diag);

    secret_free(secret);
    return casebook;
}

static bool
put_session(struct practice *practice, struct casebook *casebook,
            uint32_t client, const char *row)
{
    struct fields fields = fields_of(practice, row);

    if (!casebook || !client)
        return false;
    casebook_put(casebook, RECORD_SESSION, client, &fields);
    return casebook_commit(casebook, practice->diag);
}

static uint32_t
add(struct practice *practice, struct casebook *casebook, const char *code)
{
    struct fields fields = fields_of(practice, code);

    return casebook ? casebook_add_client(casebook, &fields, practice->diag)
                    : 0;
}

static void
acknowledge(struct evening *evening, int step, bool is_done)
{
    evening->done_at[step] = is_done ? disk.ops.n + 1 : 0;
}

/* Step 0 is done before: client 'jo' with a session q=0. */
static void
work(struct evening *evening)
{
    struct practice *practice = &evening->practice;
    struct secret *fresh = secret_of(STR("a new one"));

    acknowledge(evening, 1, fill_line(practice, LINE_BEGUN, 0, "client=jo"));
    acknowledge(evening, 2,
                evening->done_at[1]
                    && fill_line(practice, LINE_DONE, 1, "client=jo q=1"));
    struct casebook *casebook = try_open(practice);
    acknowledge(evening, 3, casebook);
    uint32_t al = add(practice, casebook, "code=al");
    acknowledge(evening, 4, put_session(practice, casebook, al, "q=2"));
    uint32_t jo = casebook ? casebook_find(casebook, STR("jo")) : 0;
    acknowledge(evening, 5, put_session(practice, casebook, jo, "q=3"));
    acknowledge(evening, 6,
                casebook
                    && casebook_set_slot(casebook, "ben", fresh,
                                         seal_cost_recovery, practice->diag));
    al = casebook ? casebook_find(casebook, STR("al")) : 0;
    acknowledge(evening, 7,
                al && evening->done_at[4]
                    && casebook_erase_client(casebook, al, STR("asked for"),
                                             practice->diag));
    acknowledge(evening, 8, put_session(practice, casebook, jo, "q=4"));
    casebook_close(casebook);
    secret_free(fresh);
}

static struct evening
evening_begin(const char *name)
{
    struct evening evening = {practice_open(name), {0}};
    struct casebook *casebook = practice_unlock(&evening.practice, "");
    uint32_t jo = add(&evening.practice, casebook, "code=jo");

    assert_true(put_session(&evening.practice, casebook, jo, "q=0"));
    casebook_close(casebook);
    return evening;
}

/* How often the session q=N is there and opens. */
static size_t
n_sessions(struct practice *practice, struct casebook *casebook, int number)
{
    const char *wanted = arena_printf(practice->arena, "q=%d", number);
    size_t n = 0;

    for (size_t i = 0; i < casebook_n_records(casebook); i++) {
        const char *text = record_text(practice, casebook, i);
        n += str_starts(str_from(text), "session")
             && str_ends(str_from(text), wanted);
    }
    return n;
}

/* What was acknowledged by then is there, once. */
static void
check_evening(struct evening *evening, size_t n_ops, const char *what)
{
    static const struct {
        int session; /* q= */
        int step;    /* that acknowledges it */
    } sessions[] = {{0, 0}, {1, 2}, {3, 5}, {4, 8}};
    struct practice *practice = &evening->practice;
    struct casebook *casebook = try_open(practice);

    if (!casebook)
        fail_msg("%s: it does not open: %s", what, practice_said(practice));
    for (size_t i = 0; i < N_ELEMENTS(sessions); i++) {
        int step = sessions[i].step;
        size_t n = n_sessions(practice, casebook, sessions[i].session);
        bool is_sure =
            !step
            || (evening->done_at[step] && evening->done_at[step] <= n_ops + 1);
        if (n > 1 || (is_sure && !n))
            fail_msg("%s: session %d is there %zu times", what,
                     sessions[i].session, n);
    }
    bool is_erased = evening->done_at[7] && evening->done_at[7] <= n_ops + 1;
    if (is_erased && n_sessions(practice, casebook, 2))
        fail_msg("%s: what was erased is there", what);
    if (!casebook_verify(casebook, true, practice->diag))
        fail_msg("%s: %s", what, practice_said(practice));
    casebook_close(casebook);
    practice_said(practice);
}

static void
test_power(void **state)
{
    struct evening evening = evening_begin("power");
    struct arena *arena = arena_new();
    static const char *const files[] = {"keys", "vault", "inbox", "head",
                                        "state"};
    struct str before[N_ELEMENTS(files)];
    const char *paths[N_ELEMENTS(files)];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(files); i++) {
        before[i] = practice_bytes(&evening.practice, files[i]);
        paths[i] = practice_path(&evening.practice, files[i]);
    }
    note_from_here(arena);
    work(&evening);
    disk.arena = NULL;
    assert_true(disk.ops.n > 40);
    for (size_t n = 0; n <= disk.ops.n; n++)
        for (int loss = 0; loss < N_LOSSES; loss++) {
            struct state found = {.arena = arena_new()};
            char what[64];
            for (size_t i = 0; i < N_ELEMENTS(files); i++) {
                struct found *file = find(&found, paths[i]);
                file->is_gone = false;
                buf_add(&file->bytes, before[i]);
            }
            replay(&found, n, (enum loss)loss);
            put_state(&found);
            arena_free(found.arena);
            snprintf(what, sizeof what, "call %zu, loss %d", n, loss);
            check_evening(&evening, n, what);
        }
    print_message("%zu states\n", (disk.ops.n + 1) * N_LOSSES);
    arena_free(arena);
    practice_close(&evening.practice);
}

/* Each call fails once: what is acknowledged all the same is there, and the
   next evening goes on. */
static void
test_failing_calls(void **state)
{
    static const int errors[] = {ENOSPC, EIO};
    size_t n_calls = 1;

    (void)state;
    for (size_t e = 0; e < N_ELEMENTS(errors); e++)
        for (size_t call = 1; call <= n_calls; call++) {
            struct evening evening = evening_begin("failing");
            char what[64];
            note_from_here(NULL);
            disk.fails_at = call;
            disk.error = errors[e];
            work(&evening);
            disk.fails_at = 0;
            if (n_calls < disk.n_calls)
                n_calls = disk.n_calls;
            snprintf(what, sizeof what, "call %zu fails with %s", call,
                     strerror(errors[e]));
            practice_said(&evening.practice);
            check_evening(&evening, SIZE_MAX - 1, what);
            practice_close(&evening.practice);
        }
    assert_true(n_calls > 40);
    print_message("%zu calls\n", n_calls);
}

UNIT_MAIN(cmocka_unit_test(test_power), cmocka_unit_test(test_failing_calls))
