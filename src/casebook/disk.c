/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens and changes the casebook's files; see disk.h. */
#include <config.h>

#include "casebook/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/file.h"

enum { LIMIT_SIZE = 1 << 30, ZEROS = 4096 };
enum { PAUSE_MS = 10, TELLS_AFTER_MS = 1000, PATIENCE_MS = 5000 };

static bool
fail(const struct disk_file *file, enum message message, struct diag *diag)
{
    int error = errno;

    diag_add(diag, message, (struct place){0}, "'%s': %s", file->path,
             strerror(error));
    if (error == ENOSPC || error == EDQUOT)
        return diag_hint(diag, "nothing was changed: make room, and give the "
                               "same command again");
    if (error == EIO || error == EROFS)
        return diag_hint(diag, "the disk or stick fails or may not be written: "
                               "copy the casebook's folder to another one");
    if (file_knows_no_locks(error))
        return diag_hint(diag, "its disk cannot lock a file, so two programs "
                               "could write at once: copy the casebook's "
                               "folder to another one");
    return false;
}

static bool
check_own(const struct disk_file *file, struct diag *diag)
{
    struct stat found;

    if (fstat(file->fd, &found))
        return fail(file, MSG_CANNOT_READ, diag);
    if (!S_ISREG(found.st_mode))
        return diag_add(diag, MSG_NOT_REGULAR, (struct place){0}, "'%s'",
                        file->path);
    if (found.st_uid == geteuid() && !(found.st_mode & 077))
        return true;
    diag_add(diag, MSG_CASEBOOK_SHARED, (struct place){0}, "'%s'", file->path);
    return diag_hint(diag, "look who could have read it; then: chmod 600 FILE");
}

static int
try_open(const char *path, int access)
{
    return open(path, access | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

static bool
check_open(struct disk_file *file, struct diag *diag)
{
    if (file->fd < 0)
        return fail(file, MSG_CANNOT_OPEN, diag);
    if (check_own(file, diag))
        return true;
    disk_close(file);
    return false;
}

bool
disk_open(struct disk_file *file, const char *path, struct diag *diag)
{
    *file = (struct disk_file){path, try_open(path, O_RDWR), false};
    return check_open(file, diag);
}

bool
disk_open_to_read(struct disk_file *file, const char *path, struct diag *diag)
{
    *file = (struct disk_file){path, try_open(path, O_RDWR), false};
    if (file->fd < 0 && (errno == EROFS || errno == EACCES))
        *file = (struct disk_file){path, try_open(path, O_RDONLY), true};
    return check_open(file, diag);
}

void
disk_close(struct disk_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    file->fd = -1;
}

static bool
try_lock(const struct disk_file *file, short kind, int byte)
{
    struct flock lock = {
        .l_type = kind, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};

    return fcntl(file->fd, F_OFD_SETLK, &lock) == 0;
}

bool
disk_lock(const struct disk_file *file, int byte, void (*tell)(void),
          struct diag *diag)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
    const int patience_ms = byte < DISK_FILLS ? PATIENCE_MS : 0;

    for (int waited_ms = 0;; waited_ms += PAUSE_MS) {
        if (try_lock(file, file->is_read_only ? F_RDLCK : F_WRLCK, byte))
            return true;
        if (errno != EAGAIN && errno != EACCES)
            return fail(file, MSG_CANNOT_OPEN, diag);
        if (waited_ms >= patience_ms)
            break;
        if (waited_ms == TELLS_AFTER_MS && tell)
            tell();
        nanosleep(&pause, NULL);
    }
    diag_add(diag, MSG_CASEBOOK_HELD, (struct place){0}, "'%s'", file->path);
    return byte == DISK_VAULT
           && diag_hint(diag, "finish what runs or asks something there, and "
                              "give the command again");
}

void
disk_unlock_inbox(const struct disk_file *file)
{
    (void)try_lock(file, F_UNLCK, DISK_INBOX);
}

bool
disk_size(const struct disk_file *file, size_t *size, struct diag *diag)
{
    struct stat found;

    if (fstat(file->fd, &found))
        return fail(file, MSG_CANNOT_READ, diag);
    *size = (size_t)found.st_size;
    return true;
}

bool
disk_read(const struct disk_file *file, struct arena *arena, struct str *bytes,
          struct diag *diag)
{
    return file_read_open(file->fd, LIMIT_SIZE, arena, bytes)
           || fail(file, MSG_CANNOT_READ, diag);
}

static bool
put_fully(int fd, size_t at, struct str bytes)
{
    while (bytes.len) {
        ssize_t n = pwrite(fd, bytes.bytes, bytes.len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        at += (size_t)n;
        bytes = (struct str){bytes.bytes + n, bytes.len - (size_t)n};
    }
    return true;
}

bool
disk_put(const struct disk_file *file, size_t at, struct str bytes,
         struct diag *diag)
{
    return (put_fully(file->fd, at, bytes) && file_sync_data(file->fd))
           || fail(file, MSG_CANNOT_WRITE, diag);
}

bool
disk_append(const struct disk_file *file, size_t size, struct str bytes,
            struct diag *diag)
{
    if (disk_put(file, size, bytes, diag))
        return true;
    if (ftruncate(file->fd, (off_t)size))
        diag_hint(diag, "it may be done all the same, and could not be taken "
                        "back: look what is there before you do it again");
    return false;
}

bool
disk_zero(const struct disk_file *file, size_t at, size_t len,
          struct diag *diag)
{
    static const char zeros[ZEROS];

    for (size_t done = 0; done < len; done += ZEROS) {
        size_t n = len - done < ZEROS ? len - done : ZEROS;
        if (!put_fully(file->fd, at + done, (struct str){zeros, n}))
            return fail(file, MSG_CANNOT_WRITE, diag);
    }
    return file_sync(file->fd) || fail(file, MSG_CANNOT_WRITE, diag);
}

bool
disk_cut(const struct disk_file *file, size_t size, struct diag *diag)
{
    return (ftruncate(file->fd, (off_t)size) == 0 && file_sync(file->fd))
           || fail(file, MSG_CANNOT_WRITE, diag);
}

bool
disk_remove(const struct disk_file *file, struct diag *diag)
{
    return unlink(file->path) == 0 || fail(file, MSG_CANNOT_WRITE, diag);
}

void
disk_hold_stops(sigset_t *before)
{
    static const int stops[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    sigset_t held;

    sigemptyset(&held);
    for (size_t i = 0; i < N_ELEMENTS(stops); i++)
        sigaddset(&held, stops[i]);
    sigprocmask(SIG_BLOCK, &held, before);
}

void
disk_let_stops(const sigset_t *before)
{
    sigprocmask(SIG_SETMASK, before, NULL);
}
