/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the file of a fill that is not done; see draft.h. */
#include <config.h>

#include "fill/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/digest.h"
#include "base/file.h"
#include "base/vec.h"
#include "casebook/inbox.h"
#include "fill/draft_line.h"

enum {
    LIMIT_SIZE = 256 << 20,
    N_SLOTS = 10, /* how many fills of the same there may be at once */
    KEY_LEN = 16
};

static const char first_line[] = "attune-draft 1";

struct line_list VEC(struct str);

struct draft {
    struct arena *arena;
    const char *folder;
    const char *key; /* of its slots */
    int number;      /* of the slot that is open */
    const char *path;
    int fd;
    off_t size;        /* of what counts */
    const char *aside; /* a copy of what was damaged; NULL: nothing was */
    bool has_twin;
    bool is_said;            /* an event is in it */
    struct draft_head *head; /* NULL: nothing is in it */
    const char *finished;
    struct line_list events;
    struct inbox_fill *inbox; /* where its lines go; NULL: into its file */
};

/* ---- the files in which the drafts of one client, session and instrument
   lie ---- */

enum slot {
    SLOT_OPEN,  /* and locked: ours until it is closed */
    SLOT_NONE,  /* no such file */
    SLOT_TAKEN, /* another process has it */
    SLOT_FAILED /* see errno */
};

/* How the names of all its files begin.  No client's code is in it: names are
   seen by others. */
static const char *
slot_key(const struct draft_head *head, struct arena *arena)
{
    struct buf key SCOPED(buf_clear) = {0};

    buf_addf(&key, "%s\n%s", head->client, head->session);
    struct digest digest = digest_of(buf_str(&key));

    return arena_printf(arena, "%s-%.*s", head->instrument_id, KEY_LEN,
                        digest.hex);
}

static const char *
slot_path(const char *folder, const char *key, int number, struct arena *arena)
{
    return number
               ? arena_printf(arena, "%s/%s-%d.draft", folder, key, number + 1)
               : arena_printf(arena, "%s/%s.draft", folder, key);
}

/* A file that was removed between opening and locking is not the one of that
   name any more: '*is_gone'. */
static enum slot
lock(int fd, bool *is_gone)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct stat found;

    if (fcntl(fd, F_OFD_SETLK, &whole))
        return errno == EAGAIN || errno == EACCES ? SLOT_TAKEN : SLOT_FAILED;
    if (fstat(fd, &found))
        return SLOT_FAILED;
    *is_gone = !found.st_nlink;
    return SLOT_OPEN;
}

static enum slot
try_once(const char *path, bool create, int *fd, bool *is_gone)
{
    int opened = open(path,
                      O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC
                          | (create ? O_CREAT : 0),
                      0600);

    if (opened < 0)
        return errno == ENOENT ? SLOT_NONE : SLOT_FAILED;
    enum slot slot = lock(opened, is_gone);
    if (slot == SLOT_OPEN && !*is_gone) {
        *fd = opened;
        return slot;
    }
    int error = errno;
    close(opened);
    errno = error;
    return slot;
}

/* 'create': makes the file where there is none, readable by its owner alone.
   Sets '*fd' only when it is open. */
static enum slot
open_slot(const char *path, bool create, int *fd)
{
    enum slot slot;
    bool is_gone;

    do {
        is_gone = false;
        slot = try_once(path, create, fd, &is_gone);
    } while (is_gone);
    return slot;
}

/* ---- reading ---- */

static void
take_event(struct draft *draft, struct str line)
{
    *vec_add(draft->arena, &draft->events) = line;
    draft->is_said = true;
    if (str_starts(line, "handed-in ")) {
        struct str rest = str_skip(line, 9);
        draft->finished =
            arena_text(draft->arena, draft_line_text(rest, draft->arena));
    }
}

static void
take_line(struct draft *draft, struct str line)
{
    if (draft->events.n
        || !draft_line_read_head(line, draft->arena, draft->head))
        take_event(draft, line);
}

/* Returns what cannot be read: a line that was torn when it was written, and
   what is behind it. */
static struct str
read_lines(struct draft *draft, struct str content)
{
    struct str rest = content;
    struct str line;

    if (!draft_line_next(&rest, &line) || !str_is(line, first_line))
        return content;
    draft->head = ARENA_NEW(draft->arena, struct draft_head);
    *draft->head = draft_line_copy_head(NULL, draft->arena);
    while (draft_line_next(&rest, &line))
        take_line(draft, line);
    draft->size = (off_t)(content.len - rest.len);
    if (!draft->events.n) {
        draft->head = NULL;
        draft->size = 0;
    }
    return rest;
}

/* What was torn when it was written was never acknowledged, and ends within a
   line; what goes on behind that was damaged later, and may have been. */
static bool
is_damaged(struct str rest)
{
    return rest.len && memchr(rest.bytes, '\n', rest.len);
}

/* What cannot be read is cut off, lest the next line be joined to it. */
static bool
read_draft(struct draft *draft, struct diag *diag)
{
    struct str content;

    if (!file_read_open(draft->fd, LIMIT_SIZE, draft->arena, &content))
        return file_add_error(diag, MSG_CANNOT_READ, draft->path);
    if (is_damaged(read_lines(draft, content))) {
        draft->aside =
            file_set_aside(draft->path, "damaged", content, draft->arena, diag);
        if (!draft->aside)
            return false;
    }
    if (content.len == (size_t)draft->size
        || ftruncate(draft->fd, draft->size) == 0)
        return true;
    return file_add_error(diag, MSG_CANNOT_WRITE, draft->path);
}

/* ---- opening ---- */

/* Takes up what is in the file that was opened; closes it where it cannot be
   read. */
static bool
take_up(struct draft *draft, struct diag *diag)
{
    draft->head = NULL;
    draft->finished = "";
    draft->events.n = 0;
    draft->is_said = false;
    draft->size = 0;
    if (read_draft(draft, diag))
        return true;
    close(draft->fd);
    draft->fd = -1;
    return false;
}

/* A draft in which nothing was ever said leaves no file. */
static void
let_go(struct draft *draft)
{
    if (draft->fd < 0)
        return;
    if (!draft->is_said)
        unlink(draft->path);
    close(draft->fd);
    draft->fd = -1;
}

/* Opens its slot of that number. */
static enum slot
try_slot(struct draft *draft, int number, bool create)
{
    draft->number = number;
    draft->path = slot_path(draft->folder, draft->key, number, draft->arena);
    enum slot slot = open_slot(draft->path, create, &draft->fd);
    draft->has_twin |= slot == SLOT_TAKEN;
    return slot;
}

/* The first from 'number' on in which something is; those of other processes
   are passed over. */
static enum draft_next
find_begun(struct draft *draft, int number, struct diag *diag)
{
    for (; number < N_SLOTS; number++) {
        enum slot slot = try_slot(draft, number, false);
        if (slot == SLOT_FAILED) {
            file_add_error(diag, MSG_CANNOT_OPEN, draft->path);
            return DRAFT_FAILED;
        }
        if (slot != SLOT_OPEN)
            continue;
        if (!take_up(draft, diag))
            return DRAFT_FAILED;
        if (draft->head)
            return DRAFT_NEXT;
        let_go(draft);
    }
    return DRAFT_LAST;
}

/* The first that no other process has: an empty one, unless somebody was
   quicker. */
static bool
make_new(struct draft *draft, struct diag *diag)
{
    for (int number = 0; number < N_SLOTS; number++) {
        enum slot slot = try_slot(draft, number, true);
        if (slot == SLOT_OPEN)
            return take_up(draft, diag);
        if (slot != SLOT_TAKEN)
            break;
    }
    return file_add_error(diag, MSG_CANNOT_OPEN, draft->path);
}

struct draft *
draft_open(const char *folder, const struct draft_head *head,
           struct arena *arena, struct diag *diag)
{
    struct draft *draft = ARENA_NEW(arena, struct draft);

    *draft = (struct draft){.arena = arena,
                            .folder = folder,
                            .key = slot_key(head, arena),
                            .fd = -1,
                            .finished = ""};
    enum draft_next found = find_begun(draft, 0, diag);
    if (found == DRAFT_LAST && make_new(draft, diag))
        found = DRAFT_NEXT;
    return found == DRAFT_NEXT ? draft : NULL;
}

struct draft *
draft_open_file(const char *path, bool *is_held, struct arena *arena,
                struct diag *diag)
{
    struct draft *draft = ARENA_NEW(arena, struct draft);

    *draft = (struct draft){.arena = arena, .path = path, .fd = -1};
    enum slot slot = open_slot(path, false, &draft->fd);
    *is_held = slot == SLOT_TAKEN;
    if (slot == SLOT_FAILED)
        file_add_error(diag, MSG_CANNOT_OPEN, path);
    if (slot != SLOT_OPEN || !take_up(draft, diag))
        return NULL;
    if (draft->head)
        return draft;
    let_go(draft);
    return NULL;
}

struct draft *
draft_in_inbox(struct inbox_fill *fill, struct arena *arena)
{
    struct draft *draft = ARENA_NEW(arena, struct draft);

    *draft = (struct draft){.arena = arena,
                            .path = "the casebook's inbox",
                            .fd = -1,
                            .finished = "",
                            .inbox = fill};
    return draft;
}

enum draft_next
draft_next(struct draft *draft, struct diag *diag)
{
    let_go(draft);
    return find_begun(draft, draft->number + 1, diag);
}

void
draft_close(struct draft *draft)
{
    if (draft)
        let_go(draft);
}

bool
draft_has_twin(const struct draft *draft)
{
    return draft->has_twin;
}

const char *
draft_take_aside(struct draft *draft)
{
    const char *aside = draft->aside;

    draft->aside = NULL;
    return aside;
}

void
draft_go_on(struct draft *draft, const struct draft_head *head,
            struct str events)
{
    struct str line;

    draft->head = ARENA_NEW(draft->arena, struct draft_head);
    *draft->head = draft_line_copy_head(head, draft->arena);
    while (draft_line_next(&events, &line))
        take_event(draft, line);
}

const char *
draft_path(const struct draft *draft)
{
    return draft->path;
}

const struct draft_head *
draft_head(const struct draft *draft)
{
    return draft->head;
}

const char *
draft_finished(const struct draft *draft)
{
    return draft->finished;
}

bool
draft_restore(const struct draft *draft, struct answer_sheet *sheet,
              struct diag *diag)
{
    for (size_t i = 0; i < draft->events.n; i++) {
        struct sheet_event event;
        if (!draft_line_read_event(draft->events.items[i], sheet->instrument,
                                   draft->arena, &event))
            return diag_add(diag, MSG_DRAFT_FOREIGN, (struct place){0}, "'%s'",
                            draft->path);
        sheet->restore(sheet->owner, &event);
    }
    return true;
}

/* ---- writing ---- */

/* What is written in part is cut off again; should that fail too, its torn
   line will be seen. */
static bool
write_durably(struct draft *draft, struct str bytes, struct diag *diag)
{
    if (file_write_fully(draft->fd, bytes) && file_sync_data(draft->fd)) {
        draft->size += (off_t)bytes.len;
        return true;
    }
    file_add_error(diag, MSG_CANNOT_WRITE, draft->path);
    diag_hint(diag, "all answers before this one are kept; make room and start "
                    "again");
    if (ftruncate(draft->fd, draft->size))
        return false;
    return false;
}

static bool
seal_head(struct draft *draft, const struct draft_head *head, struct diag *diag)
{
    struct arena *arena = draft->arena;
    const struct record_field facts[] = {
        {STR("client"), str_from(head->client)},
        {STR("couple"), str_from(head->couple)},
        {STR("session"), str_from(head->session)},
        {STR("date"), str_from(head->date)},
        {STR("time"), str_from(head->time)},
        {STR("instrument"), str_from(head->instrument_id)},
        {STR("edition"),
         str_from(arena_printf(arena, "%d", (int)head->edition))},
        {STR("digest"), str_from(head->digest)},
        {STR("wording"), str_from(head->wording_digest)},
        {STR("lang"), str_from(head->lang)},
        {STR("started"), str_from(head->started)},
        {STR("mode"), head->is_paper ? STR("paper") : STR("")},
    };
    struct fields fields = {0};

    for (size_t i = 0; i < N_ELEMENTS(facts); i++)
        if (facts[i].text.len)
            *vec_add(arena, &fields) = facts[i];
    return inbox_fill_add(draft->inbox, LINE_BEGUN, &fields, diag);
}

static bool
seal_events(struct draft *draft, struct str lines, struct diag *diag)
{
    struct record_field field = {STR(".events"), lines};
    struct fields fields = {&field, 1, 1};

    return inbox_fill_add(draft->inbox, LINE_EVENTS, &fields, diag);
}

bool
draft_take_back(struct draft *draft, struct diag *diag)
{
    const struct draft_head *head = draft->head;
    struct inbox_fill own = inbox_fill_begin(draft->inbox->inbox);
    struct fields fields = {0};

    fields_put(draft->arena, &fields, STR("client"), str_from(head->client));
    fields_put(draft->arena, &fields, STR("date"),
               str_from(arena_printf(draft->arena, "%.10s", head->started)));
    return inbox_fill_add(&own, LINE_CONSENT, &fields, diag);
}

bool
draft_begin(struct draft *draft, const struct draft_head *head,
            struct diag *diag)
{
    struct buf out SCOPED(buf_clear) = {0};

    draft->size = 0;
    draft->head = ARENA_NEW(draft->arena, struct draft_head);
    *draft->head = draft_line_copy_head(head, draft->arena);
    draft->is_said = false;
    draft->finished = "";
    draft->events.n = 0;
    if (draft->inbox)
        return seal_head(draft, head, diag);
    draft_line_add(&out, first_line, NULL);
    draft_line_add_head(&out, head);
    if (ftruncate(draft->fd, 0))
        return file_add_error(diag, MSG_CANNOT_WRITE, draft->path);
    return write_durably(draft, buf_str(&out), diag)
           && (file_sync_folder(draft->path)
               || file_add_error(diag, MSG_CANNOT_WRITE, draft->folder));
}

bool
draft_append(struct draft *draft, const struct answer_sheet *sheet,
             const char *finished, struct diag *diag)
{
    struct buf out SCOPED(buf_clear) = {0};

    if (!sheet->n_events)
        return true;
    for (size_t i = 0; i < sheet->n_events; i++)
        draft_line_add_event(&out, sheet->instrument, &sheet->events[i],
                             finished);
    bool ok = draft->inbox ? seal_events(draft, buf_str(&out), diag)
                           : write_durably(draft, buf_str(&out), diag);
    draft->is_said |= ok;
    return ok;
}

bool
draft_remove(struct draft *draft, struct diag *diag)
{
    if (draft->inbox) {
        bool is_over = draft->inbox->is_over;
        draft->inbox->is_over = true;
        return is_over
               || inbox_fill_add(draft->inbox, LINE_THROWN_AWAY,
                                 &(struct fields){0}, diag);
    }
    if (unlink(draft->path) && errno != ENOENT)
        return file_add_error(diag, MSG_CANNOT_WRITE, draft->path);
    close(draft->fd);
    draft->fd = -1;
    return true;
}
