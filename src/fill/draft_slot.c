/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and locks the files of drafts; see draft_slot.h. */
#include <config.h>

#include "fill/draft_slot.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/digest.h"

enum { KEY_LEN = 16 };

const char *
draft_slot_key(const struct draft_head *head, struct arena *arena)
{
    struct buf key = {0};

    buf_addf(&key, "%s\n%s", head->client, head->session);
    struct digest digest = digest_of(buf_str(&key));
    buf_clear(&key);
    return arena_printf(arena, "%s-%.*s", head->instrument_id, KEY_LEN,
                        digest.hex);
}

const char *
draft_slot_path(const char *folder, const char *key, int number,
                struct arena *arena)
{
    return number
               ? arena_printf(arena, "%s/%s-%d.draft", folder, key, number + 1)
               : arena_printf(arena, "%s/%s.draft", folder, key);
}

/* A file that was removed between opening and locking is not the one of that
   name any more: '*is_gone'. */
static enum draft_slot
lock(int fd, bool *is_gone)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct stat found;

    if (fcntl(fd, F_OFD_SETLK, &whole))
        return errno == EAGAIN || errno == EACCES ? DRAFT_SLOT_TAKEN
                                                  : DRAFT_SLOT_FAILED;
    if (fstat(fd, &found))
        return DRAFT_SLOT_FAILED;
    *is_gone = !found.st_nlink;
    return DRAFT_SLOT_OPEN;
}

static enum draft_slot
try_once(const char *path, bool create, int *fd, bool *is_gone)
{
    int opened = open(path,
                      O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC
                          | (create ? O_CREAT : 0),
                      0600);

    if (opened < 0)
        return errno == ENOENT ? DRAFT_SLOT_NONE : DRAFT_SLOT_FAILED;
    enum draft_slot slot = lock(opened, is_gone);
    if (slot == DRAFT_SLOT_OPEN && !*is_gone) {
        *fd = opened;
        return slot;
    }
    int error = errno;
    close(opened);
    errno = error;
    return slot;
}

enum draft_slot
draft_slot_open(const char *path, bool create, int *fd)
{
    enum draft_slot slot;
    bool is_gone;

    do {
        is_gone = false;
        slot = try_once(path, create, fd, &is_gone);
    } while (is_gone);
    return slot;
}
