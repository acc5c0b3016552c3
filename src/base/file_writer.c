/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that appear whole or not at all: the bytes go to a hidden file beside
   the wanted one, which takes its place when everything is on the disk.
   Declared in file.h.

   A hidden file is locked as long as it is written: one that nobody holds was
   left by a run that was killed, and goes when the next writes there. */
#include <config.h>

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/utf8.h"

/* All writes but the last are of so many bytes: ext4 takes half as long over
   large ones that begin and end at such a border as over others. */
enum { BUFFER_SIZE = 1 << 20 };
enum { MAX_PENDING = 16, MAX_NAME_SHOWN = 200 };

enum slot_state { SLOT_FREE, SLOT_TAKEN, SLOT_ARMED };

/* The unfinished files.  A file-level variable, because a signal handler is
   given nothing; of fixed size, because it may not ask for memory; and the
   path of a slot is only read while its state says armed. */
static struct {
    struct slot {
        _Atomic int state;
        char path[PATH_MAX];
    } slots[MAX_PENDING];
    _Atomic bool has_written; /* some file was finished, or bytes went straight
                                 out */
    _Atomic ino_t swept;      /* the folder that was looked through last */
} pending;

struct file_writer {
    char *path;        /* as the caller named it */
    char *target;      /* what is replaced; NULL: written straight away */
    struct slot *slot; /* holds the path of the unfinished file; NULL if none */
    int fd;
    int error;        /* errno of the first failure; 0: none */
    bool is_terminal; /* which nothing may speak to but us */
    size_t n_buffered;
    char buffer[BUFFER_SIZE];
};

static bool
add_error(struct diag *diag, const char *path, const char *reason)
{
    return diag_add(diag, MSG_CANNOT_WRITE, (struct place){0}, "'%s': %s",
                    strcmp(path, "-") ? path : "standard output", reason);
}

static char *
copy(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(mem_alloc(size), text, size);
}

bool
file_abandon_all(void)
{
    int kept_errno = errno;
    bool is_any = false;

    for (size_t i = 0; i < MAX_PENDING; i++) {
        if (atomic_load(&pending.slots[i].state) == SLOT_ARMED)
            is_any |= unlink(pending.slots[i].path) == 0;
    }
    errno = kept_errno;
    return is_any && !atomic_load(&pending.has_written);
}

static struct slot *
slot_take(void)
{
    for (size_t i = 0; i < MAX_PENDING; i++) {
        int state = SLOT_FREE;

        if (atomic_compare_exchange_strong(&pending.slots[i].state, &state,
                                           SLOT_TAKEN))
            return &pending.slots[i];
    }
    errno = EMFILE;
    return NULL;
}

/* ---- what was left behind ---- */

static const char mark[] = ".attune-";
enum { N_DIGITS = 6, N_NAMES = 1000, STEP = 4099 };

static bool
is_hidden_name(const char *name)
{
    size_t len = strlen(name);
    size_t behind = sizeof mark - 1 + N_DIGITS;

    return name[0] == '.' && len > behind
           && memcmp(name + len - behind, mark, sizeof mark - 1) == 0;
}

/* A file system that knows no locks lets all of them be. */
static bool
is_held(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    return fcntl(fd, F_OFD_SETLK, &whole) != 0;
}

static void
remove_left(int folder, const char *name)
{
    int fd = openat(folder, name,
                    O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat found;

    if (fd < 0)
        return;
    if (!fstat(fd, &found) && S_ISREG(found.st_mode)
        && found.st_uid == geteuid() && !is_held(fd))
        unlinkat(folder, name, 0);
    close(fd);
}

/* Removes what killed runs have left in the target's folder; one after the
   other into one folder do so once. */
static void
sweep(const char *target)
{
    struct buf path SCOPED(buf_clear) = {0};
    const struct dirent *entry;
    struct stat found;

    buf_add(&path, file_folder(target));
    DIR *folder = opendir(buf_text(&path));
    if (!folder)
        return;
    if (!fstat(dirfd(folder), &found)
        && atomic_exchange(&pending.swept, found.st_ino) != found.st_ino)
        while ((entry = readdir(folder)))
            if (is_hidden_name(entry->d_name))
                remove_left(dirfd(folder), entry->d_name);
    closedir(folder);
}

/* ---- writing ---- */

/* Whether a file that was just made is ours: a sweep may have come between. */
static bool
is_kept(int fd)
{
    struct stat found;

    return !(is_held(fd) && (errno == EAGAIN || errno == EACCES))
           && !fstat(fd, &found) && found.st_nlink;
}

/* -1 and errno; 'slot' has its path.  It is opened for writing alone, since no
   file can be read where an output goes (CONFINE_PUT): mkstemp reads, too. */
static int
create_named(const char *target, struct slot *slot)
{
    const char *slash = strrchr(target, '/');
    int len = slash ? (int)(slash + 1 - target) : 0;
    int fd = -1;

    for (int i = 0; i < N_NAMES && fd < 0; i++) {
        unsigned number = (unsigned)getpid() + (unsigned)i * STEP;
        int n = snprintf(slot->path, sizeof slot->path, "%.*s.%.*s%s%06x", len,
                         target, MAX_NAME_SHOWN, target + len, mark,
                         number & 0xffffffU);

        if (n < 0 || (size_t)n >= sizeof slot->path) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = open(slot->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0 && errno != EEXIST)
            return -1;
    }
    return fd;
}

/* Creates the hidden file beside the target; -1 and errno.  No signal comes
   between the file and its being armed. */
static int
create_hidden(const char *target, struct slot *slot)
{
    sigset_t all;
    sigset_t before;

    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int fd = create_named(target, slot);
    if (fd >= 0)
        atomic_store(&slot->state, SLOT_ARMED);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return fd;
}

/* Opens the hidden file that will take the place of the target. */
static bool
open_hidden(struct file_writer *writer)
{
    /* A link stays a link: what it leads to is replaced. */
    char real[PATH_MAX];

    const char *leads_to = realpath(writer->path, real);
    if (!leads_to && errno != ENOENT)
        return false;
    writer->target = copy(leads_to ? leads_to : writer->path);
    writer->slot = slot_take();
    if (!writer->slot)
        return false;
    sweep(writer->target);
    writer->fd = create_hidden(writer->target, writer->slot);
    while (writer->fd >= 0 && !is_kept(writer->fd)) {
        unlink(writer->slot->path); /* it may not have been swept */
        close(writer->fd);
        writer->fd = create_hidden(writer->target, writer->slot);
    }
    return writer->fd >= 0;
}

static bool
open_straight(struct file_writer *writer)
{
    writer->fd = open(writer->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return writer->fd >= 0;
}

static bool
open_any(struct file_writer *writer)
{
    struct stat found;

    if (!strcmp(writer->path, "-")) {
        writer->fd = STDOUT_FILENO;
        return true;
    }
    if (stat(writer->path, &found))
        return errno == ENOENT && open_hidden(writer);
    return S_ISREG(found.st_mode) ? open_hidden(writer) : open_straight(writer);
}

static void
writer_free(struct file_writer *writer)
{
    if (writer->slot)
        atomic_store(&writer->slot->state, SLOT_FREE);
    mem_free(writer->target);
    mem_free(writer->path);
    mem_free(writer);
}

struct file_writer *
file_writer_open(const char *path, struct diag *diag)
{
    struct file_writer *writer = mem_alloc(sizeof *writer);

    writer->path = copy(path);
    if (!open_any(writer)) {
        add_error(diag, path, strerror(errno));
        writer_free(writer);
        return NULL;
    }
    writer->is_terminal = isatty(writer->fd);
    return writer;
}

static void
write_out(struct file_writer *writer, const char *bytes, size_t len)
{
    if (!writer->slot && len)
        atomic_store(&pending.has_written, true);
    if (!writer->error
        && !file_write_fully(writer->fd, (struct str){bytes, len}))
        writer->error = errno;
}

static void
flush(struct file_writer *writer)
{
    write_out(writer, writer->buffer, writer->n_buffered);
    writer->n_buffered = 0;
}

/* The disk begins while more is computed; whether all is there, and whether
   anything went wrong, is what file_sync() tells at the end. */
static void
begin_sync(const struct file_writer *writer)
{
#ifdef SYNC_FILE_RANGE_WRITE
    if (writer->target)
        (void)!sync_file_range(writer->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)writer;
#endif
}

static void
add_bytes(struct file_writer *writer, struct str bytes)
{
    while (bytes.len) {
        size_t room = BUFFER_SIZE - writer->n_buffered;
        size_t n = bytes.len < room ? bytes.len : room;
        memcpy(writer->buffer + writer->n_buffered, bytes.bytes, n);
        writer->n_buffered += n;
        bytes = str_skip(bytes, n);
        if (n == room) {
            flush(writer);
            begin_sync(writer);
        }
    }
}

void
file_writer_add(struct file_writer *writer, struct str bytes)
{
    if (writer->error || !bytes.len)
        return;
    if (!writer->is_terminal) {
        add_bytes(writer, bytes);
        return;
    }
    struct buf shown SCOPED(buf_clear) = {0};
    utf8_add_shown_lines(&shown, bytes);
    add_bytes(writer, buf_str(&shown));
}

bool
file_writer_failed(const struct file_writer *writer)
{
    return writer->error != 0;
}

/* Whoever could read or write the file before still can, and nobody else. */
static bool
take_rights(int fd, int like_fd)
{
    struct stat like;

    return !fstat(like_fd, &like)
           && (!fchown(fd, like.st_uid, like.st_gid)
               || !fchown(fd, (uid_t)-1, like.st_gid))
           && !fchmod(fd, like.st_mode & 0777);
}

bool
file_writer_sync(struct file_writer *writer, int like_fd, struct diag *diag)
{
    flush(writer);
    if (!writer->error
        && (!take_rights(writer->fd, like_fd) || !file_sync(writer->fd)))
        writer->error = errno;
    return !writer->error
           || add_error(diag, writer->path, strerror(writer->error));
}

/* Closes and gives the file its name, which is to last.  The file is whole by
   then, and some file systems cannot sync a folder, so a failure of that is
   none of the file's. */
static void
settle(struct file_writer *writer)
{
    if (!writer->error && writer->target && !file_sync(writer->fd))
        writer->error = errno;
    if (writer->fd != STDOUT_FILENO && close(writer->fd) && !writer->error)
        writer->error = errno;
    if (!writer->target)
        return;
    if (!writer->error) {
        atomic_store(&pending.has_written, true);
        if (rename(writer->slot->path, writer->target))
            writer->error = errno;
    }
    if (writer->error)
        unlink(writer->slot->path);
    else
        (void)!file_sync_folder(writer->target);
}

bool
file_writer_finish(struct file_writer *writer, struct diag *diag)
{
    flush(writer);
    settle(writer);
    bool ok = !writer->error
              || add_error(diag, writer->path, strerror(writer->error));
    writer_free(writer);
    return ok;
}

bool
file_write_whole(const char *path, struct str bytes, struct diag *diag)
{
    struct file_writer *writer = file_writer_open(path, diag);

    if (!writer)
        return false;
    file_writer_add(writer, bytes);
    return file_writer_finish(writer, diag);
}

void
file_writer_abandon(struct file_writer *writer)
{
    if (!writer)
        return;
    if (writer->fd != STDOUT_FILENO)
        close(writer->fd);
    if (writer->target)
        unlink(writer->slot->path);
    writer_free(writer);
}

bool
file_check_new_lock(const char *path, struct diag *diag)
{
    struct file_writer *writer = file_writer_open(path, diag);
    bool ok = writer && file_check_lock(writer->fd, path, diag);

    file_writer_abandon(writer);
    return ok;
}
