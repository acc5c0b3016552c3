/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that must be on the disk; see file.h. */
#include <config.h>
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { N_ASIDE = 1000, LOCK_PAUSE_MS = 10, N_LOCK_TRIES = 200 };

bool
file_read_open(int fd, size_t limit, struct arena *arena, struct str *bytes)
{
    struct stat found;

    if (fstat(fd, &found))
        return false;
    size_t size = (size_t)found.st_size;
    if (size > limit) {
        errno = EFBIG;
        return false;
    }
    size_t len = 0;
    char *into = ARENA_ARRAY(arena, size + 1, char);
    ssize_t n = 1;
    while (n && len < size) {
        n = pread(fd, into + len, size - len, (off_t)len);
        if (n < 0 && errno != EINTR)
            return false;
        len += n > 0 ? (size_t)n : 0;
    }
    *bytes = (struct str){into, len};
    return true;
}

bool
file_write_fully(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.bytes, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = (struct str){bytes.bytes + n, bytes.len - (size_t)n};
    }
    return true;
}

bool
file_sync(int fd)
{
    int failed;

    do
        failed = fsync(fd);
    while (failed && errno == EINTR);
    return !failed;
}

bool
file_sync_data(int fd)
{
    int failed;

    do
        failed = fdatasync(fd);
    while (failed && errno == EINTR);
    return !failed;
}

static bool
try_lock(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    return fcntl(fd, F_OFD_SETLK, &whole) == 0;
}

bool
file_knows_no_locks(int error)
{
    return error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS;
}

static bool
fail_lock(const char *path, struct diag *diag)
{
    bool knows_none = file_knows_no_locks(errno);

    file_add_error(diag, MSG_CANNOT_WRITE, path);
    return knows_none
           && diag_hint(diag, "its disk cannot lock a file, so two programs "
                              "could write at once: name a file elsewhere");
}

bool
file_check_lock(int fd, const char *path, struct diag *diag)
{
    return try_lock(fd) || errno == EAGAIN || errno == EACCES || errno == EINTR
           || fail_lock(path, diag);
}

bool
file_lock(int fd, const char *path, struct diag *diag)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_MS * 1000000L};

    for (int i = 0; i < N_LOCK_TRIES; i++) {
        if (try_lock(fd))
            return true;
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return fail_lock(path, diag);
        nanosleep(&pause, NULL);
    }
    diag_add(diag, MSG_CANNOT_WRITE, (struct place){0},
             "'%s': another program holds it", path);
    return diag_hint(diag, "nothing is lost: close that program, and give the "
                           "same command again");
}

bool
file_is_at(int fd, const char *path)
{
    struct stat open_one;
    struct stat named;

    if (fstat(fd, &open_one))
        return false;
    if (stat(path, &named)) {
        if (errno == ENOENT)
            errno = 0;
        return false;
    }
    errno = 0;
    return open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

bool
file_sync_folder(const char *path)
{
    struct buf folder SCOPED(buf_clear) = {0};
    buf_add(&folder, file_folder(path));
    int fd SCOPED(file_drop) =
        open(buf_text(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return fd >= 0 && (file_sync(fd) || errno == EINVAL);
}

/* '*fd' is below 0 where none could be made. */
static const char *
create_aside(const char *path, const char *word, struct arena *arena, int *fd)
{
    const char *aside = path;
    for (int i = 1; i <= N_ASIDE; i++) {
        aside = arena_printf(arena, "%s.%s-%d", path, word, i);
        *fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                   0600);
        if (*fd >= 0 || errno != EEXIST)
            break;
    }
    return aside;
}

const char *
file_set_aside(const char *path, const char *word, struct str bytes,
               struct arena *arena, struct diag *diag)
{
    int fd SCOPED(file_drop) = -1;
    const char *aside = create_aside(path, word, arena, &fd);
    bool ok = fd >= 0 && file_write_fully(fd, bytes) && file_sync(fd)
              && file_sync_folder(aside);

    if (!ok)
        file_add_error(diag, MSG_CANNOT_WRITE, aside);
    if (!ok && fd >= 0)
        unlink(aside);
    return ok ? aside : NULL;
}

bool
file_write_new(const char *path, struct str bytes, struct diag *diag)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool is_there = fd < 0 && errno == EEXIST;
    bool ok = fd >= 0 && file_write_fully(fd, bytes) && file_sync(fd);

    if (!ok)
        diag_add(diag, MSG_CANNOT_WRITE, (struct place){0}, "'%s': %s", path,
                 is_there ? "it is there already" : strerror(errno));
    if (fd >= 0)
        close(fd);
    if (fd >= 0 && !ok)
        unlink(path);
    return ok;
}
