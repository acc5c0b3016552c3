/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading files, whole or in order.  Writing them is in file_writer.c. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/vec.h"

enum { LIMIT_PASSED = 1 << 20 }; /* bytes of a line that are passed over */

struct file_reader {
    char *path;
    int fd;
    size_t size;
    struct digester *digester; /* NULL: nobody asked */
};

static bool
add_error(struct diag *diag, enum message message, const char *path,
          const char *reason)
{
    return diag_add(diag, message, (struct place){0}, "'%s': %s", path, reason);
}

bool
file_add_error(struct diag *diag, enum message message, const char *path)
{
    return add_error(diag, message, path, strerror(errno));
}

void
file_drop(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

bool
file_read_line(int fd, size_t limit, struct buf *line)
{
    size_t from = line->len;
    size_t n_passed = 0;
    char byte = '\0';
    ssize_t n = 1;

    while (n_passed < LIMIT_PASSED && (n = read(fd, &byte, 1))
           && (n > 0 ? byte != '\n' : errno == EINTR))
        if (n > 0 && line->len - from < limit)
            buf_add_char(line, byte);
        else
            n_passed += n > 0;
    if (n < 0)
        return false;
    errno = n_passed == LIMIT_PASSED ? EFBIG : n_passed ? EOVERFLOW : 0;
    return !n_passed && (n || line->len > from);
}

/* Reads until 'size' bytes are there or the file ends; -1 and errno. */
static ssize_t
read_fully(int fd, char *bytes, size_t size)
{
    size_t n_read = 0;

    while (n_read < size) {
        ssize_t n = read(fd, bytes + n_read, size - n_read);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (!n)
            break;
        n_read += (size_t)n;
    }
    return (ssize_t)n_read;
}

/* Whether an open file may be read whole. */
static bool
check_whole(int fd, const char *path, size_t limit_size, size_t *size,
            struct diag *diag)
{
    struct stat found;

    if (fstat(fd, &found))
        return file_add_error(diag, MSG_CANNOT_READ, path);
    if (!S_ISREG(found.st_mode))
        return diag_add(diag, MSG_NOT_REGULAR, (struct place){0}, "'%s'", path);
    if ((uintmax_t)found.st_size > limit_size)
        return diag_add(diag, MSG_TOO_LARGE, (struct place){0},
                        "'%s': %jd bytes, at most %zu are read", path,
                        (intmax_t)found.st_size, limit_size);
    *size = (size_t)found.st_size;
    return true;
}

/* One byte more is asked for than the file had, to see it grow; the arena
   ends the text with a NUL either way. */
static bool
read_whole(int fd, const char *path, size_t size, struct arena *arena,
           struct str *bytes, struct diag *diag)
{
    char *content = ARENA_ARRAY(arena, size + 2, char);
    ssize_t n = read_fully(fd, content, size + 1);

    if (n < 0)
        return file_add_error(diag, MSG_CANNOT_READ, path);
    if ((size_t)n != size)
        return add_error(diag, MSG_CANNOT_READ, path,
                         "it changed while it was being read");
    *bytes = (struct str){content, size};
    return true;
}

bool
file_read_whole(const char *path, size_t limit_size, struct arena *arena,
                struct str *bytes, struct diag *diag)
{
    /* Not blocking, so that a pipe is refused rather than waited for. */
    int fd SCOPED(file_drop) =
        open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    size_t size;

    if (fd < 0)
        return file_add_error(diag, MSG_CANNOT_OPEN, path);
    return check_whole(fd, path, limit_size, &size, diag)
           && read_whole(fd, path, size, arena, bytes, diag);
}

/* By errno of a look that failed: nothing is there, or nothing that is ours to
   see.  No other failure says so. */
static bool
is_absent(void)
{
    return errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG
           || errno == EACCES || errno == ELOOP;
}

bool
file_exists(const char *path)
{
    struct stat found;

    return stat(path, &found) ? !is_absent() : S_ISREG(found.st_mode);
}

const char *
file_called(const char *path)
{
    return strcmp(path, "-") == 0                       ? "standard input"
           : str_starts(str_from(path), FILE_IN_MEMORY) ? "casebook"
                                                        : path;
}

size_t
file_peek(const char *path, char *bytes, size_t size)
{
    /* A pipe is not even opened: who writes to it would lose its reader. */
    int fd = file_exists(path)
                 ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
                 : -1;

    if (fd < 0)
        return 0;
    ssize_t n = read_fully(fd, bytes, size);
    close(fd);
    return n > 0 ? (size_t)n : 0;
}

struct str
file_folder(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return STR(".");
    return (struct str){path, slash > path ? (size_t)(slash - path) : 1};
}

bool
file_check_place(const char *path, struct diag *diag)
{
    struct buf named SCOPED(buf_clear) = {0};
    buf_add(&named, file_folder(path));
    const char *folder = buf_text(&named);
    char room[PATH_MAX];
    struct stat found;
    /* Whoever is in a folder that was removed can look at it still. */
    bool is_gone =
        *folder != '/' && !getcwd(room, sizeof room) && errno == ENOENT;
    bool is_seen = !is_gone && !stat(folder, &found);
    bool is_missing = !is_gone && !is_seen && is_absent();

    if (is_seen && !S_ISDIR(found.st_mode))
        errno = ENOTDIR;
    else if (is_seen && !access(folder, R_OK | W_OK | X_OK))
        return true;
    file_add_error(diag, MSG_CANNOT_WRITE, path);
    if (is_gone)
        return diag_hint(diag, "the folder that you are in was removed: go to "
                               "another");
    return diag_hint(diag,
                     is_missing
                         ? "make the folder '%s' first, or name another file"
                         : "no file can be made to last in '%s', which has to "
                           "be read, too: name another",
                     folder);
}

/* Makes one folder where it is not there; a new one lasts, as far as the file
   system can say so.  False with errno set. */
static bool
make_one(const char *path)
{
    if (mkdir(path, 0700))
        return errno == EEXIST;
    (void)!file_sync_folder(path);
    return true;
}

bool
file_make_folder(const char *path, struct diag *diag)
{
    struct buf part SCOPED(buf_clear) = {0};
    struct stat found;

    for (const char *at = path; *at; at++) {
        buf_add_char(&part, *at);
        if ((at[1] == '/' || !at[1]) && *at != '/'
            && !make_one(buf_text(&part)))
            return file_add_error(diag, MSG_CANNOT_WRITE, buf_text(&part));
    }
    return stat(path, &found) || S_ISDIR(found.st_mode)
           || add_error(diag, MSG_CANNOT_WRITE, path, strerror(ENOTDIR));
}

bool
file_is_stream(const char *path)
{
    struct stat found;

    return strcmp(path, "-") == 0
           || (!stat(path, &found) && !S_ISREG(found.st_mode)
               && !S_ISDIR(found.st_mode));
}

bool
file_is_folder(const char *path)
{
    struct stat found;

    return !stat(path, &found) && S_ISDIR(found.st_mode);
}

bool
file_is_link(const char *path)
{
    struct stat found;

    return lstat(path, &found) ? !is_absent() : S_ISLNK(found.st_mode);
}

static int
compare_paths(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

const char **
file_names(const char *folder, const char *suffix, size_t *n,
           struct arena *arena)
{
    struct VEC(const char *) paths = {0};
    const struct dirent *entry;
    DIR *dir;

    do
        dir = opendir(folder);
    while (!dir && errno == EINTR);
    while (dir && (errno = 0, entry = readdir(dir)))
        if (entry->d_name[0] != '.'
            && str_ends(str_from(entry->d_name), suffix))
            *vec_add(arena, &paths) =
                arena_printf(arena, "%s/%s", folder, entry->d_name);
    int error = errno;
    if (dir)
        closedir(dir);
    if (paths.n)
        qsort(paths.items, paths.n, sizeof *paths.items, compare_paths);
    *n = paths.n;
    errno = error;
    return paths.items;
}

static int
look_at(const char *path, int standard, struct stat *found)
{
    return strcmp(path, "-") ? stat(path, found) : fstat(standard, found);
}

bool
file_is_same(const char *output, const char *input)
{
    struct stat a;
    struct stat b;

    if (look_at(output, STDOUT_FILENO, &a)
        || look_at(input, STDIN_FILENO, &b)) {
        if (is_absent())
            errno = 0;
        return false;
    }
    errno = 0;
    return S_ISREG(a.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

struct file_reader *
file_reader_open(const char *path, struct diag *diag)
{
    struct file_reader *reader;
    struct stat found;
    int fd = STDIN_FILENO;

    if (strcmp(path, "-")) {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (fd < 0) {
            file_add_error(diag, MSG_CANNOT_OPEN, path);
            return NULL;
        }
    }
    reader = mem_alloc(sizeof *reader);
    reader->fd = fd;
    if (!fstat(fd, &found) && S_ISREG(found.st_mode))
        reader->size = (size_t)found.st_size;
    reader->path = mem_alloc(strlen(path) + 1);
    memcpy(reader->path, path, strlen(path));
    return reader;
}

void
file_reader_close(struct file_reader *reader)
{
    if (!reader)
        return;
    if (reader->fd != STDIN_FILENO)
        close(reader->fd);
    digester_free(reader->digester);
    mem_free(reader->path);
    mem_free(reader);
}

size_t
file_reader_size(const struct file_reader *reader)
{
    return reader->size;
}

void
file_reader_hash(struct file_reader *reader)
{
    if (!reader->digester)
        reader->digester = digester_new();
}

const struct digester *
file_reader_digester(const struct file_reader *reader)
{
    return reader->digester;
}

ssize_t
file_reader_read(struct file_reader *reader, void *bytes, size_t size,
                 struct diag *diag)
{
    ssize_t n = read_fully(reader->fd, bytes, size);

    if (n < 0)
        file_add_error(diag, MSG_CANNOT_READ, reader->path);
    else if (reader->digester)
        digester_add(reader->digester, (struct str){bytes, (size_t)n});
    return n;
}
