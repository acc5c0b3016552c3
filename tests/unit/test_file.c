/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole or in order, written whole or not at all. */
/* For mkdtemp() and pipe2(). */
#define _GNU_SOURCE
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

struct scratch {
    char folder[64];
    char path[PATH_MAX]; /* of file_in()'s last answer */
    struct diag *diag;
    struct arena *arena;
};

static int
make_scratch(void **state)
{
    struct scratch *scratch = mem_alloc(sizeof *scratch);

    /* The program never speaks the C library's translations. */
    setlocale(LC_MESSAGES, "C");
    strcpy(scratch->folder, "/tmp/attune-test-XXXXXX");
    assert_non_null(mkdtemp(scratch->folder));
    scratch->diag = diag_new();
    scratch->arena = arena_new();
    *state = scratch;
    return 0;
}

static const char *
file_in(struct scratch *scratch, const char *name)
{
    snprintf(scratch->path, sizeof scratch->path, "%s/%s", scratch->folder,
             name);
    return scratch->path;
}

/* The number of entries of the folder. */
static int
count_files(struct scratch *scratch)
{
    DIR *dir = opendir(scratch->folder);
    int n = 0;

    assert_non_null(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n - 2;
}

static int
remove_scratch(void **state)
{
    struct scratch *scratch = *state;
    DIR *dir = opendir(scratch->folder);
    struct dirent *entry;

    while ((entry = readdir(dir)))
        unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    rmdir(scratch->folder);
    diag_free(scratch->diag);
    arena_free(scratch->arena);
    mem_free(scratch);
    return 0;
}

static void
put(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.bytes, bytes.len), bytes.len);
    close(fd);
}

static void
assert_holds(struct scratch *scratch, const char *path, struct str want)
{
    struct str got;

    assert_true(
        file_read_whole(path, 1 << 30, scratch->arena, &got, scratch->diag));
    assert_true(str_equal(got, want));
    assert_int_equal(got.bytes[got.len], '\0');
}

static void
assert_said(struct scratch *scratch, enum message message, const char *detail)
{
    assert_int_equal(diag_total(scratch->diag), 1);
    assert_int_equal(diag_get(scratch->diag, 0)->message, message);
    assert_null(diag_get(scratch->diag, 0)->place.file);
    assert_string_equal(diag_get(scratch->diag, 0)->detail, detail);
}

static const char *
detail(struct scratch *scratch, const char *path, const char *reason)
{
    return arena_printf(scratch->arena, "'%s': %s", path, reason);
}

static void
test_read_whole(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "in");
    struct str bytes = STR("untouched");

    put(path, STR(""));
    assert_holds(scratch, path, STR(""));
    put(path, STR("a\0b\n"));
    assert_holds(scratch, path, STR("a\0b\n"));
    assert_true(file_exists(path));
    assert_true(
        file_read_whole(path, 4, scratch->arena, &bytes, scratch->diag));
    bytes = STR("untouched");
    assert_false(
        file_read_whole(path, 3, scratch->arena, &bytes, scratch->diag));
    assert_true(str_is(bytes, "untouched"));
    assert_said(scratch, MSG_TOO_LARGE,
                detail(scratch, path, "4 bytes, at most 3 are read"));
}

static void
test_read_whole_link(void **state)
{
    struct scratch *scratch = *state;
    const char *path =
        arena_text(scratch->arena, str_from(file_in(scratch, "in")));

    put(path, STR("x"));
    assert_int_equal(symlink("in", file_in(scratch, "link")), 0);
    assert_holds(scratch, file_in(scratch, "link"), STR("x"));
    assert_true(file_exists(file_in(scratch, "link")));
}

static void
test_read_missing(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "none");
    struct str bytes;

    assert_false(
        file_read_whole(path, 10, scratch->arena, &bytes, scratch->diag));
    assert_said(scratch, MSG_CANNOT_OPEN,
                detail(scratch, path, "No such file or directory"));
    assert_null(file_reader_open(path, scratch->diag));
    assert_int_equal(diag_total(scratch->diag), 2);
    assert_false(file_exists(path));
}

static void
test_read_not_regular(void **state)
{
    struct scratch *scratch = *state;
    const char *pipe_path = file_in(scratch, "pipe");
    struct str bytes;

    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_false(
        file_read_whole(pipe_path, 10, scratch->arena, &bytes, scratch->diag));
    assert_said(scratch, MSG_NOT_REGULAR,
                arena_printf(scratch->arena, "'%s'", pipe_path));
    assert_false(file_exists(pipe_path));
    assert_false(file_read_whole(scratch->folder, 10, scratch->arena, &bytes,
                                 scratch->diag));
    assert_int_equal(diag_get(scratch->diag, 1)->message, MSG_NOT_REGULAR);
    assert_false(file_exists(scratch->folder));
}

static void
test_read_in_order(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "in");
    struct file_reader *reader;
    char piece[4];

    put(path, STR("abcdefghij"));
    reader = file_reader_open(path, scratch->diag);
    assert_non_null(reader);
    assert_int_equal(file_reader_read(reader, piece, 4, scratch->diag), 4);
    assert_memory_equal(piece, "abcd", 4);
    assert_int_equal(file_reader_read(reader, piece, 4, scratch->diag), 4);
    assert_int_equal(file_reader_read(reader, piece, 4, scratch->diag), 2);
    assert_memory_equal(piece, "ij", 2);
    assert_int_equal(file_reader_read(reader, piece, 4, scratch->diag), 0);
    file_reader_close(reader);
    file_reader_close(NULL);
    reader = file_reader_open(scratch->folder, scratch->diag);
    assert_non_null(reader);
    assert_int_equal(file_reader_read(reader, piece, 4, scratch->diag), -1);
    file_reader_close(reader);
    assert_said(scratch, MSG_CANNOT_READ,
                detail(scratch, scratch->folder, "Is a directory"));
}

/* Feeds a pipe one byte at a time. */
static void *
feed(void *aux)
{
    int fd = *(int *)aux;

    for (int i = 0; i < 26; i++) {
        char c = (char)('a' + i);

        if (write(fd, &c, 1) != 1)
            break;
        usleep(100);
    }
    close(fd);
    return NULL;
}

static void
test_standard_input_never_short(void **state)
{
    struct scratch *scratch = *state;
    struct file_reader *reader = file_reader_open("-", scratch->diag);
    int kept = dup(STDIN_FILENO);
    pthread_t feeder;
    char letters[30];
    int ends[2];

    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(pthread_create(&feeder, NULL, feed, &ends[1]), 0);
    assert_int_equal(file_reader_read(reader, letters, 20, scratch->diag), 20);
    assert_memory_equal(letters, "abcdefghijklmnopqrst", 20);
    assert_int_equal(file_reader_read(reader, letters, 20, scratch->diag), 6);
    pthread_join(feeder, NULL);
    file_reader_close(reader);
    dup2(kept, STDIN_FILENO);
    close(kept);
}

static void
test_write_new(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "out");
    struct file_writer *writer = file_writer_open(path, scratch->diag);
    struct stat found;

    assert_non_null(writer);
    file_writer_add(writer, STR("one\n"));
    assert_false(file_exists(path));
    file_writer_add(writer, STR(""));
    file_writer_add(writer, STR("two\n"));
    assert_false(file_writer_failed(writer));
    assert_true(file_writer_finish(writer, scratch->diag));
    assert_holds(scratch, path, STR("one\ntwo\n"));
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    assert_int_equal(count_files(scratch), 1);
}

/* Small and large pieces around the size of the buffer come out in order. */
static void
test_write_large(void **state)
{
    static const size_t sizes[] = {1, 100,    262143, 262144,  1, 262145,
                                   3, 200000, 100000, 1000000, 7};
    struct scratch *scratch = *state;
    struct file_writer *writer =
        file_writer_open(file_in(scratch, "out"), scratch->diag);
    struct buf all = {0};
    unsigned seed = 1;

    for (size_t i = 0; i < N_ELEMENTS(sizes); i++) {
        size_t start = all.len;

        for (size_t k = 0; k < sizes[i]; k++)
            buf_add_char(&all, (char)((seed = seed * 69069 + 1) >> 24));
        file_writer_add(writer, (struct str){all.bytes + start, sizes[i]});
    }
    assert_true(file_writer_finish(writer, scratch->diag));
    assert_holds(scratch, file_in(scratch, "out"), buf_str(&all));
    buf_clear(&all);
}

static void
test_replace_and_abandon(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "out");
    struct file_writer *writer;

    put(path, STR("old"));
    writer = file_writer_open(path, scratch->diag);
    file_writer_add(writer, STR("new"));
    assert_holds(scratch, path, STR("old"));
    file_writer_abandon(writer);
    file_writer_abandon(NULL);
    assert_holds(scratch, path, STR("old"));
    assert_int_equal(count_files(scratch), 1);
    writer = file_writer_open(path, scratch->diag);
    file_writer_add(writer, STR("new"));
    assert_true(file_writer_finish(writer, scratch->diag));
    assert_holds(scratch, path, STR("new"));
    assert_int_equal(count_files(scratch), 1);
}

static void
test_replace_through_link(void **state)
{
    struct scratch *scratch = *state;
    struct file_writer *writer;
    struct stat found;

    put(file_in(scratch, "real"), STR("old"));
    assert_int_equal(symlink("real", file_in(scratch, "link")), 0);
    writer = file_writer_open(scratch->path, scratch->diag);
    file_writer_add(writer, STR("new"));
    assert_true(file_writer_finish(writer, scratch->diag));
    assert_int_equal(lstat(scratch->path, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_holds(scratch, file_in(scratch, "real"), STR("new"));
}

static void
test_names(void **state)
{
    struct scratch *scratch = *state;
    char name[256];
    struct file_writer *writer;
    int kept = open(".", O_RDONLY | O_DIRECTORY);

    memset(name, 'n', 255);
    name[255] = '\0';
    writer = file_writer_open(file_in(scratch, name), scratch->diag);
    assert_non_null(writer);
    assert_true(file_writer_finish(writer, scratch->diag));
    assert_holds(scratch, scratch->path, STR(""));
    assert_int_equal(chdir(scratch->folder), 0);
    writer = file_writer_open("here", scratch->diag);
    assert_non_null(writer);
    assert_true(file_writer_finish(writer, scratch->diag));
    assert_true(file_exists("here"));
    assert_int_equal(fchdir(kept), 0);
    close(kept);
}

static void
test_write_nowhere(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "no/out");

    assert_null(file_writer_open(path, scratch->diag));
    assert_said(scratch, MSG_CANNOT_WRITE,
                detail(scratch, path, "No such file or directory"));
    assert_null(file_writer_open(scratch->folder, scratch->diag));
    assert_string_equal(diag_get(scratch->diag, 1)->detail,
                        detail(scratch, scratch->folder, "Is a directory"));
}

/* A device is written to and stays. */
static void
test_write_device(void **state)
{
    struct scratch *scratch = *state;
    struct file_writer *writer = file_writer_open("/dev/null", scratch->diag);
    struct stat found;

    assert_non_null(writer);
    file_writer_add(writer, STR("gone"));
    assert_true(file_writer_finish(writer, scratch->diag));
    assert_int_equal(stat("/dev/null", &found), 0);
    assert_true(S_ISCHR(found.st_mode));
    writer = file_writer_open("/dev/full", scratch->diag);
    assert_non_null(writer);
    file_writer_add(writer, STR("more"));
    assert_false(file_writer_finish(writer, scratch->diag));
    assert_said(scratch, MSG_CANNOT_WRITE,
                "'/dev/full': No space left on device");
}

/* A limit on the size of files stands for a full disk. */
static void
test_write_full(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "out");
    struct rlimit before;
    struct file_writer *writer;
    char *block = mem_alloc(1 << 20);

    put(path, STR("old"));
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){300000, before.rlim_max});
    writer = file_writer_open(path, scratch->diag);
    file_writer_add(writer, (struct str){block, 1 << 20});
    assert_true(file_writer_failed(writer));
    file_writer_add(writer, STR("more"));
    assert_false(file_writer_finish(writer, scratch->diag));
    setrlimit(RLIMIT_FSIZE, &before);
    assert_said(scratch, MSG_CANNOT_WRITE,
                detail(scratch, path, "File too large"));
    assert_holds(scratch, path, STR("old"));
    assert_int_equal(count_files(scratch), 1);
    mem_free(block);
}

/* Nothing stays of it on a full disk: the names would run out. */
static void
test_set_aside_full(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "out");
    struct rlimit before;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){4, before.rlim_max});
    assert_null(file_set_aside(path, "torn", STR("some bytes"), scratch->arena,
                               scratch->diag));
    setrlimit(RLIMIT_FSIZE, &before);
    assert_said(
        scratch, MSG_CANNOT_WRITE,
        detail(scratch, file_in(scratch, "out.torn-1"), "File too large"));
    assert_int_equal(count_files(scratch), 0);
}

/* Standard output whose reader has gone. */
static void
test_write_broken_pipe(void **state)
{
    struct scratch *scratch = *state;
    struct file_writer *writer = file_writer_open("-", scratch->diag);
    int kept = dup(STDOUT_FILENO);
    int ends[2];
    bool ok;

    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    fflush(stdout);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    file_writer_add(writer, STR("nobody reads this"));
    ok = file_writer_finish(writer, scratch->diag);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    assert_false(ok);
    assert_said(scratch, MSG_CANNOT_WRITE, "'standard output': Broken pipe");
}

static void
test_abandon_all(void **state)
{
    struct scratch *scratch = *state;
    struct file_writer *writers[16];

    for (size_t i = 0; i < N_ELEMENTS(writers); i++) {
        char name[16];

        snprintf(name, sizeof name, "out%zu", i);
        writers[i] = file_writer_open(file_in(scratch, name), scratch->diag);
        assert_non_null(writers[i]);
    }
    assert_int_equal(count_files(scratch), 16);
    assert_null(file_writer_open(file_in(scratch, "one-more"), scratch->diag));
    assert_int_equal(diag_count(scratch->diag, SEVERITY_ERROR), 1);
    file_abandon_all();
    assert_int_equal(count_files(scratch), 0);
    for (size_t i = 0; i < N_ELEMENTS(writers); i++)
        file_writer_abandon(writers[i]);
    /* The places are free again. */
    writers[0] = file_writer_open(file_in(scratch, "again"), scratch->diag);
    assert_non_null(writers[0]);
    assert_true(file_writer_finish(writers[0], scratch->diag));
    /* What is finished is not abandoned. */
    file_abandon_all();
    assert_int_equal(count_files(scratch), 1);
}

static void
on_interrupt(int number)
{
    (void)number;
    file_abandon_all();
    _exit(130);
}

/* A process that is interrupted while it writes leaves nothing behind. */
static void
test_interrupted(void **state)
{
    struct scratch *scratch = *state;
    int status;
    pid_t child = fork();

    if (!child) {
        signal(SIGINT, on_interrupt);
        for (;;) {
            struct file_writer *writer =
                file_writer_open(file_in(scratch, "out"), scratch->diag);

            file_writer_add(writer, STR("half"));
            file_writer_abandon(writer);
        }
    }
    usleep(50000);
    kill(child, SIGINT);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 130);
    assert_int_equal(count_files(scratch), 0);
}

/* Of a line that is too long nothing is taken for the next one. */
static void
test_lines(void **state)
{
    struct scratch *scratch = *state;
    const char *path = file_in(scratch, "lines");
    struct buf line SCOPED(buf_clear) = {0};

    put(path, STR("ab\n\nabcd\nxyz"));
    int fd SCOPED(file_drop) = open(path, O_RDONLY);
    assert_true(file_read_line(fd, 3, &line));
    assert_string_equal(buf_text(&line), "ab");
    assert_true(file_read_line(fd, 3, &line));
    assert_string_equal(buf_text(&line), "ab");
    assert_false(file_read_line(fd, 3, &line));
    assert_int_equal(errno, EOVERFLOW);
    buf_empty(&line);
    assert_true(file_read_line(fd, 3, &line));
    assert_string_equal(buf_text(&line), "xyz");
    assert_false(file_read_line(fd, 3, &line));
    assert_int_equal(errno, 0);
    assert_false(file_read_line(-1, 3, &line));
    assert_int_equal(errno, EBADF);
    int endless SCOPED(file_drop) = open("/dev/zero", O_RDONLY);
    assert_false(file_read_line(endless, 3, &line));
    assert_int_equal(errno, EFBIG);
}

/* Stands for the C library's. */
static bool fails_to_look;

int
stat(const char *path, struct stat *found)
{
    if (!fails_to_look)
        return fstatat(AT_FDCWD, path, found, 0);
    errno = EIO;
    return -1;
}

static void
test_same(void **state)
{
    struct scratch *scratch = *state;
    struct arena *arena = scratch->arena;
    const char *path = arena_printf(arena, "%s/a", scratch->folder);
    const char *link = arena_printf(arena, "%s/b", scratch->folder);

    assert_true(file_write_whole(path, STR("x"), scratch->diag));
    assert_int_equal(symlink(path, link), 0);
    assert_true(file_is_same(path, link));
    assert_false(file_is_same(path, file_in(scratch, "c")));
    assert_int_equal(errno, 0);
    fails_to_look = true;
    bool is_same = file_is_same(path, link);
    int error = errno;
    fails_to_look = false;
    assert_false(is_same);
    assert_int_equal(error, EIO);
}

/* Of some file systems a folder cannot be synced, as of that of processes. */
static void
test_folders_that_cannot_be_synced(void **state)
{
    (void)state;
    assert_true(file_sync_folder("/proc/a"));
    assert_false(file_sync_folder("/no/such/folder/a"));
}

#define IN_SCRATCH(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_scratch, remove_scratch)

UNIT_MAIN(IN_SCRATCH(test_read_whole), IN_SCRATCH(test_read_whole_link),
          IN_SCRATCH(test_read_missing), IN_SCRATCH(test_read_not_regular),
          IN_SCRATCH(test_read_in_order),
          IN_SCRATCH(test_standard_input_never_short), IN_SCRATCH(test_same),
          cmocka_unit_test(test_folders_that_cannot_be_synced),
          IN_SCRATCH(test_write_new), IN_SCRATCH(test_write_large),
          IN_SCRATCH(test_replace_and_abandon),
          IN_SCRATCH(test_replace_through_link), IN_SCRATCH(test_names),
          IN_SCRATCH(test_write_nowhere), IN_SCRATCH(test_write_device),
          IN_SCRATCH(test_write_full), IN_SCRATCH(test_set_aside_full),
          IN_SCRATCH(test_write_broken_pipe), IN_SCRATCH(test_abandon_all),
          IN_SCRATCH(test_interrupted), IN_SCRATCH(test_lines))
