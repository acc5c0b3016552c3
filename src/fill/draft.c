/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the file of a fill that is not done; see draft.h. */
#include <config.h>

#include "fill/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/vec.h"
#include "fill/draft_line.h"
#include "fill/draft_slot.h"

enum { LIMIT_SIZE = 256 << 20 };

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
};

static void
add_error(struct diag *diag, enum message message, const char *path)
{
    diag_add(diag, message, (struct place){0}, "'%s': %s", path,
             strerror(errno));
}

/* ---- the folder ---- */

bool
draft_make_folder(const char *folder, struct diag *diag)
{
    struct buf path = {0};
    bool ok = true;

    for (const char *at = folder; ok && *at; at++) {
        buf_add_char(&path, *at);
        if ((at[1] == '/' || !at[1]) && *at != '/'
            && mkdir(buf_text(&path), 0700) && errno != EEXIST) {
            add_error(diag, MSG_CANNOT_WRITE, buf_text(&path));
            ok = false;
        }
    }
    buf_clear(&path);
    return ok;
}

/* ---- reading ---- */

static bool
read_all(struct draft *draft, struct str *content)
{
    struct stat found;

    if (fstat(draft->fd, &found))
        return false;
    if (found.st_size > LIMIT_SIZE) {
        errno = EFBIG;
        return false;
    }
    size_t size = (size_t)found.st_size;
    char *bytes = ARENA_ARRAY(draft->arena, size + 1, char);
    size_t len = 0;
    while (len < size) {
        ssize_t n = pread(draft->fd, bytes + len, size - len, (off_t)len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (!n)
            break;
        len += (size_t)n;
    }
    *content = (struct str){bytes, len};
    return true;
}

struct head_field {
    const char *name;
    size_t offset;
};
#define FIELD(name)                                                            \
    {                                                                          \
#name, offsetof(struct draft_head, name)                               \
    }
static const struct head_field fields[] = {
    FIELD(instrument_id), FIELD(digest), FIELD(wording_digest),
    FIELD(lang),          FIELD(client), FIELD(session),
    FIELD(date),          FIELD(time),   FIELD(started),
};

static const char **
field_of(struct draft_head *head, const struct head_field *field)
{
    return (const char **)((char *)head + field->offset);
}

/* False: not a line of the head. */
static bool
read_head_line(struct draft *draft, struct str line)
{
    struct str rest = line;
    struct str word;

    if (!str_next_word(&rest, &word))
        return false;
    if (str_is(word, "edition"))
        return whole_read(str_trim(rest), &draft->head->edition);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        if (!str_is(word, fields[i].name))
            continue;
        *field_of(draft->head, &fields[i]) =
            arena_text(draft->arena, draft_line_text(rest, draft->arena));
        return true;
    }
    return false;
}

static void
take_line(struct draft *draft, struct str line)
{
    if (!draft->events.n && read_head_line(draft, line))
        return;
    *vec_add(draft->arena, &draft->events) = line;
    draft->is_said = true;
    if (str_starts(line, "handed-in ")) {
        struct str rest = {line.bytes + 9, line.len - 9};
        draft->finished =
            arena_text(draft->arena, draft_line_text(rest, draft->arena));
    }
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
    for (size_t i = 0; i < N_ELEMENTS(fields); i++)
        *field_of(draft->head, &fields[i]) = "";
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

    if (!read_all(draft, &content)) {
        add_error(diag, MSG_CANNOT_READ, draft->path);
        return false;
    }
    if (is_damaged(read_lines(draft, content))) {
        draft->aside =
            file_set_aside(draft->path, "damaged", content, draft->arena, diag);
        if (!draft->aside)
            return false;
    }
    if (content.len == (size_t)draft->size
        || ftruncate(draft->fd, draft->size) == 0)
        return true;
    add_error(diag, MSG_CANNOT_WRITE, draft->path);
    return false;
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
static enum draft_slot
try_slot(struct draft *draft, int number, bool create)
{
    draft->number = number;
    draft->path =
        draft_slot_path(draft->folder, draft->key, number, draft->arena);
    enum draft_slot slot = draft_slot_open(draft->path, create, &draft->fd);
    draft->has_twin |= slot == DRAFT_SLOT_TAKEN;
    return slot;
}

enum found { FOUND_ONE, FOUND_NONE, FOUND_FAILED };

/* The first from 'number' on in which something is; those of other processes
   are passed over. */
static enum found
find_begun(struct draft *draft, int number, struct diag *diag)
{
    for (; number < N_DRAFT_SLOTS; number++) {
        enum draft_slot slot = try_slot(draft, number, false);
        if (slot == DRAFT_SLOT_FAILED) {
            add_error(diag, MSG_CANNOT_OPEN, draft->path);
            return FOUND_FAILED;
        }
        if (slot != DRAFT_SLOT_OPEN)
            continue;
        if (!take_up(draft, diag))
            return FOUND_FAILED;
        if (draft->head)
            return FOUND_ONE;
        let_go(draft);
    }
    return FOUND_NONE;
}

/* The first that no other process has: an empty one, unless somebody was
   quicker. */
static bool
make_new(struct draft *draft, struct diag *diag)
{
    for (int number = 0; number < N_DRAFT_SLOTS; number++) {
        enum draft_slot slot = try_slot(draft, number, true);
        if (slot == DRAFT_SLOT_OPEN)
            return take_up(draft, diag);
        if (slot != DRAFT_SLOT_TAKEN)
            break;
    }
    add_error(diag, MSG_CANNOT_OPEN, draft->path);
    return false;
}

struct draft *
draft_open(const char *folder, const struct draft_head *head,
           struct arena *arena, struct diag *diag)
{
    struct draft *draft = ARENA_NEW(arena, struct draft);

    *draft = (struct draft){.arena = arena,
                            .folder = folder,
                            .key = draft_slot_key(head, arena),
                            .fd = -1,
                            .finished = ""};
    enum found found = find_begun(draft, 0, diag);
    if (found == FOUND_NONE && make_new(draft, diag))
        found = FOUND_ONE;
    return found == FOUND_ONE ? draft : NULL;
}

enum draft_next
draft_next(struct draft *draft, struct diag *diag)
{
    let_go(draft);
    switch (find_begun(draft, draft->number + 1, diag)) {
    case FOUND_ONE:
        return DRAFT_NEXT;
    case FOUND_NONE:
        return DRAFT_LAST;
    case FOUND_FAILED:
        break;
    }
    return DRAFT_FAILED;
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
draft_replay(const struct draft *draft, const struct instrument *instrument,
             void (*take)(void *aux, const struct form_event *event), void *aux,
             struct diag *diag)
{
    for (size_t i = 0; i < draft->events.n; i++) {
        struct form_event event;
        if (draft_line_read_event(draft->events.items[i], instrument,
                                  draft->arena, &event)) {
            take(aux, &event);
            continue;
        }
        diag_add(diag, MSG_DRAFT_FOREIGN, (struct place){0}, "'%s'",
                 draft->path);
        return false;
    }
    return true;
}

static void
restore_form(void *aux, const struct form_event *event)
{
    form_restore(aux, event);
}

bool
draft_restore(const struct draft *draft, struct form *form, struct diag *diag)
{
    return draft_replay(draft, form_instrument(form), restore_form, form, diag);
}

/* ---- writing ---- */

/* What is written in part is cut off again; should that fail too, its torn
   line will be seen. */
static bool
write_durably(struct draft *draft, struct str bytes, struct diag *diag)
{
    if (file_write_fully(draft->fd, bytes) && fdatasync(draft->fd) == 0) {
        draft->size += (off_t)bytes.len;
        return true;
    }
    add_error(diag, MSG_CANNOT_WRITE, draft->path);
    diag_hint(diag, "all answers before this one are kept; make room and start "
                    "again");
    if (ftruncate(draft->fd, draft->size))
        return false;
    return false;
}

static struct draft_head *
head_copy(const struct draft_head *head, struct arena *arena)
{
    struct draft_head *copy = ARENA_NEW(arena, struct draft_head);

    *copy = *head;
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        const char **text = field_of(copy, &fields[i]);
        *text = arena_text(arena, str_from(*text));
    }
    return copy;
}

bool
draft_begin(struct draft *draft, const struct draft_head *head,
            struct diag *diag)
{
    struct buf out = {0};
    struct draft_head copy = *head; /* field_of() wants one to write to */

    draft_line_add(&out, first_line, NULL);
    struct buf edition = {0};
    buf_addf(&edition, "edition %d", head->edition);
    draft_line_add(&out, buf_text(&edition), NULL);
    buf_clear(&edition);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        struct str text = str_from(*field_of(&copy, &fields[i]));
        draft_line_add(&out, fields[i].name, &text);
    }
    draft->size = 0;
    draft->head = head_copy(head, draft->arena);
    draft->is_said = false;
    draft->finished = "";
    draft->events.n = 0;
    bool ok = ftruncate(draft->fd, 0) == 0;
    if (!ok)
        add_error(diag, MSG_CANNOT_WRITE, draft->path);
    ok = ok && write_durably(draft, buf_str(&out), diag);
    if (ok && !file_sync_folder(draft->path, draft->arena)) {
        add_error(diag, MSG_CANNOT_WRITE, draft->folder);
        ok = false;
    }
    buf_clear(&out);
    return ok;
}

bool
draft_append(struct draft *draft, const struct instrument *instrument,
             const struct form_event *events, size_t n, const char *finished,
             struct diag *diag)
{
    struct buf out = {0};

    if (!n)
        return true;
    for (size_t i = 0; i < n; i++)
        draft_line_add_event(&out, instrument, &events[i], finished);
    bool ok = write_durably(draft, buf_str(&out), diag);
    draft->is_said |= ok;
    buf_clear(&out);
    return ok;
}

bool
draft_remove(struct draft *draft, struct diag *diag)
{
    if (unlink(draft->path) && errno != ENOENT) {
        add_error(diag, MSG_CANNOT_WRITE, draft->path);
        return false;
    }
    close(draft->fd);
    draft->fd = -1;
    return true;
}
