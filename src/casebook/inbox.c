/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds sealed lines and reads them; see inbox.h. */
#include <config.h>

#include "casebook/inbox.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "casebook/rows.h"

/* A frame: its digest, the length of the box, its number, the box.  In the
   box: the number again, the digest of the line before, the rest of a struct
   inbox_line. */
enum {
    AT_LEN = SEAL_LINK,
    AT_NUMBER = AT_LEN + 4,
    AT_BOX = AT_NUMBER + 8,
    IN_LINK = 8,
    IN_KIND = IN_LINK + SEAL_LINK,
    IN_FILL = IN_KIND + 1,
    IN_IDX = IN_FILL + FILL_ID,
    IN_FIELDS = IN_IDX + 4,
    LIMIT_BOX = 256 << 20, /* more than the texts of any form */
    SHORT_BOX = 4096 + SEAL_BOX_EXTRA,
    LIMIT_GAP = 1 << 20 /* lines that may be missing between two */
};

struct inbox {
    struct arena *arena;
    const char *folder;
    const char *head_path;
    const char *state_folder;
    struct disk_file vault; /* whose lock it is */
    struct disk_file file;
    struct head head;
    bool has_looked;
    size_t size;             /* of the file when it was looked at or added to */
    uint64_t n;              /* lines that ever were */
    uint8_t link[SEAL_LINK]; /* of the last */
    bool has_added;
};

/* ---- frames ---- */

struct inbox_search
inbox_search_begin(struct str bytes)
{
    enum { TIMES = 64, AT_LEAST = 64 << 20 };

    return (struct inbox_search){
        .rest = bytes, .n_left = TIMES * bytes.len + (size_t)AT_LEAST};
}

/* Where each byte looks like the first of a short line, four bytes apart, each
   is hashed a thousand times at most. */
static bool
is_whole(struct inbox_search *search)
{
    struct str at = search->rest;
    uint8_t link[SEAL_LINK];

    if (at.len < AT_BOX)
        return false;
    size_t len = get_u32(at.bytes + AT_LEN);
    if (len < SEAL_BOX_EXTRA + SEAL_PAD || (len - SEAL_BOX_EXTRA) % SEAL_PAD
        || len > LIMIT_BOX || at.len - AT_BOX < len)
        return false;
    size_t n_long = len > SHORT_BOX ? len : 0;
    if (n_long > search->n_left) {
        search->n_unseen++;
        return false;
    }
    seal_link(link, NULL,
              (struct str){at.bytes + AT_LEN, AT_BOX - AT_LEN + len});
    if (memcmp(link, at.bytes, sizeof link) == 0)
        return true;
    search->n_left -= n_long;
    search->n_vain += AT_BOX - AT_LEN + len;
    return false;
}

bool
inbox_next(struct inbox_search *search, struct inbox_frame *frame)
{
    search->n_passed = 0;
    while (search->rest.len && !is_whole(search)) {
        search->rest = str_skip(search->rest, 1);
        search->n_passed++;
    }
    struct str at = search->rest;
    if (!at.len)
        return false;
    memcpy(frame->link, at.bytes, SEAL_LINK);
    frame->number = get_u64(at.bytes + AT_NUMBER);
    frame->box = (struct str){at.bytes + AT_BOX, get_u32(at.bytes + AT_LEN)};
    search->rest = str_skip(at, AT_BOX + frame->box.len);
    return true;
}

bool
inbox_counts(uint64_t n, uint64_t number)
{
    return number >= n && number - n <= LIMIT_GAP;
}

bool
inbox_open_line(const struct inbox_frame *frame, const struct keyring *ring,
                struct arena *arena, struct inbox_line *line,
                uint8_t link[SEAL_LINK])
{
    char *plain = ARENA_ARRAY(arena, frame->box.len, char);
    size_t len = 0;

    if (!seal_box_open(ring, frame->box, plain)
        || !seal_unpad((struct str){plain, frame->box.len - SEAL_BOX_EXTRA},
                       &len)
        || len < IN_FIELDS || get_u64(plain) != frame->number)
        return false;
    memcpy(link, plain + IN_LINK, SEAL_LINK);
    *line = (struct inbox_line){.kind = (enum line_kind)plain[IN_KIND],
                                .idx = get_u32(plain + IN_IDX)};
    memcpy(line->fill, plain + IN_FILL, FILL_ID);
    return fields_read((struct str){plain + IN_FIELDS, len - IN_FIELDS}, arena,
                       &line->fields);
}

static void
add_frame(struct buf *out, const struct inbox *inbox,
          const struct inbox_line *line)
{
    struct buf plain SCOPED(buf_clear) = {0};
    struct buf body SCOPED(buf_clear) = {0};
    uint8_t link[SEAL_LINK];

    put_u64(&plain, inbox->n);
    buf_add(&plain, (struct str){(const char *)inbox->link, SEAL_LINK});
    buf_add_char(&plain, (char)line->kind);
    buf_add(&plain, (struct str){(const char *)line->fill, FILL_ID});
    put_u32(&plain, line->idx);
    fields_add(&plain, &line->fields);
    seal_pad(&plain);
    put_u32(&body, (uint32_t)(plain.len + SEAL_BOX_EXTRA));
    put_u64(&body, inbox->n);
    seal_box_add(&body, inbox->head.public_key, buf_str(&plain));
    seal_link(link, NULL, buf_str(&body));
    buf_add(out, (struct str){(const char *)link, sizeof link});
    buf_add(out, buf_str(&body));
}

/* ---- what is known of it ---- */

const char *
inbox_state_path(const char *state_folder, const uint8_t id[CASEBOOK_ID],
                 const char *ending, struct arena *arena)
{
    return arena_printf(arena, "%s/casebook-%s.%s", state_folder,
                        hex_of(id, CASEBOOK_ID, arena).bytes, ending);
}

bool
inbox_known_lines(const char *state_folder, const uint8_t id[CASEBOOK_ID],
                  struct arena *arena, uint64_t *n, uint8_t link[SEAL_LINK],
                  struct diag *diag)
{
    const char *path = state_folder
                           ? inbox_state_path(state_folder, id, "lines", arena)
                           : NULL;
    struct str bytes;

    *n = 0;
    if (!path || !file_exists(path))
        return true;
    if (!file_read_whole(path, 8 + SEAL_LINK, arena, &bytes, diag)
        || (bytes.len < 8 + SEAL_LINK
            && !diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                         "'%s' is not as it was written", path)))
        return diag_hint(diag, "it tells whether a form that was filled in "
                               "here is missing: mend it, or remove it to go "
                               "without");
    *n = get_u64(bytes.bytes);
    memcpy(link, bytes.bytes + 8, SEAL_LINK);
    return true;
}

/* Reads STATE/casebook-at-X.id; where none was unlocked in that folder there is
   nothing in it.  False after adding an error. */
static bool
place_read(const char *folder, const char *state_folder, struct arena *arena,
           const char **path, struct str *id, struct diag *diag)
{
    uint8_t link[SEAL_LINK];
    char real[PATH_MAX];

    *id = (struct str){0};
    if (!realpath(folder, real))
        return file_add_error(diag, MSG_CANNOT_OPEN, folder);
    seal_link(link, NULL, str_from(real));
    *path = arena_printf(arena, "%s/casebook-at-%s.id", state_folder,
                         hex_of(link, CASEBOOK_ID, arena).bytes);
    return !file_exists(*path) || file_read_whole(*path, 4096, arena, id, diag);
}

void
inbox_learn_place(const char *folder, const char *state_folder,
                  const uint8_t id[CASEBOOK_ID], struct arena *arena)
{
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    const char *path;
    struct str known;

    if (state_folder
        && place_read(folder, state_folder, arena, &path, &known, unsaid)
        && !str_equal(known, (struct str){(const char *)id, CASEBOOK_ID}))
        (void)!file_write_whole(
            path, (struct str){(const char *)id, CASEBOOK_ID}, unsaid);
}

/* Whoever can write in the folder could put another public key there, their own
   or that of another casebook which this computer knows, and read what is
   sealed to it. */
static bool
check_key(const struct inbox *inbox, const struct head *head, struct diag *diag)
{
    const char *state = inbox->state_folder;
    const char *path =
        state ? inbox_state_path(state, head->id, "head", inbox->arena) : NULL;
    struct str bytes = {0};
    struct str id = {0};
    struct head known;

    if (path && file_exists(path)
        && !file_read_whole(path, 4096, inbox->arena, &bytes, diag))
        return false;
    if (state
        && !place_read(inbox->folder, state, inbox->arena, &path, &id, diag))
        return false;
    bool is_known = head_read(bytes, &known);
    bool is_other =
        (is_known && memcmp(known.public_key, head->public_key, SEAL_KEY) != 0)
        || (id.len == CASEBOOK_ID
            && memcmp(id.bytes, head->id, CASEBOOK_ID) != 0);

    if (is_known && !is_other)
        return true;
    diag_add(diag, MSG_CASEBOOK_KEY, (struct place){0}, "'%s'",
             inbox->head_path);
    return diag_hint(diag, is_other
                               ? "do not hand the computer over: unlock the "
                                 "casebook, which tells what was changed"
                               : "unlock it once: 'attune casebook status'");
}

/* Each time: what is sealed goes to the key that stands there now. */
static bool
read_head(struct inbox *inbox, struct diag *diag)
{
    struct str bytes;
    struct head head;

    if (!file_read_whole(inbox->head_path, 4096, inbox->arena, &bytes, diag))
        return false;
    if (!head_read(bytes, &head))
        return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                        "'%s' is no head", inbox->head_path);
    if (!check_key(inbox, &head, diag))
        return false;
    inbox->head = head;
    return true;
}

/* ---- adding ---- */

struct inbox *
inbox_open(const char *folder, const char *state_folder, struct arena *arena,
           struct diag *diag)
{
    struct inbox *inbox = ARENA_NEW(arena, struct inbox);

    *inbox = (struct inbox){
        .arena = arena,
        .folder = folder,
        .head_path = arena_printf(arena, "%s/head", folder),
        .state_folder = state_folder,
        .vault.fd = -1,
        .file.fd = -1,
    };
    if (read_head(inbox, diag)
        && disk_open(&inbox->vault, arena_printf(arena, "%s/vault", folder),
                     diag)
        && disk_open(&inbox->file, arena_printf(arena, "%s/inbox", folder),
                     diag))
        return inbox;
    inbox_close(inbox);
    return NULL;
}

/* Finds the last line: another fill may have added some, or the casebook been
   unlocked, since this one looked. */
static bool
look(struct inbox *inbox, struct diag *diag)
{
    size_t size;
    struct str rest;
    struct inbox_frame frame;
    uint64_t n_taken = inbox->head.n_lines;

    if (!file_is_at(inbox->file.fd, inbox->file.path))
        return errno ? file_add_error(diag, MSG_CANNOT_READ, inbox->file.path)
                     : diag_add(diag, MSG_CANNOT_WRITE, (struct place){0},
                                "'%s': another file has taken its place",
                                inbox->file.path);
    if (!disk_size(&inbox->file, &size, diag) || !read_head(inbox, diag))
        return false;
    if (inbox->has_looked && size == inbox->size
        && n_taken == inbox->head.n_lines)
        return true;
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    bool ok = disk_read(&inbox->file, scratch, &rest, diag);
    if (ok) {
        inbox->size = rest.len;
        inbox->n = inbox->head.n_lines;
        memcpy(inbox->link, inbox->head.link, SEAL_LINK);
        struct inbox_search search = inbox_search_begin(rest);
        while (inbox_next(&search, &frame)) {
            /* Of what was taken a part may be there still, while it is
               overwritten. */
            if (!inbox_counts(inbox->n, frame.number))
                continue;
            inbox->n = frame.number + 1;
            memcpy(inbox->link, frame.link, SEAL_LINK);
        }
    }
    inbox->has_looked = ok;
    return ok;
}

bool
inbox_add(struct inbox *inbox, const struct inbox_line *line, struct diag *diag)
{
    struct buf frame SCOPED(buf_clear) = {0};

    if (!disk_lock(&inbox->vault, DISK_INBOX, NULL, diag))
        return false;
    bool ok = look(inbox, diag);
    if (ok) {
        add_frame(&frame, inbox, line);
        ok = disk_append(&inbox->file, inbox->size, buf_str(&frame), diag);
    }
    if (ok) {
        memcpy(inbox->link, frame.bytes, SEAL_LINK);
        inbox->size += frame.len;
        inbox->n++;
        inbox->has_added = true;
    }
    disk_unlock_inbox(&inbox->vault);
    return ok;
}

/* Nobody else has it until the inbox is closed. */
static bool
hold(const struct inbox_fill *fill)
{
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    int byte =
        DISK_FILLS + (int)(get_u32((const char *)fill->fill) & 0x3fffffff);

    return disk_lock(&fill->inbox->vault, byte, NULL, unsaid);
}

struct inbox_fill
inbox_fill_begin(struct inbox *inbox)
{
    struct inbox_fill fill = {.inbox = inbox};

    seal_random(fill.fill, sizeof fill.fill);
    (void)!hold(&fill);
    return fill;
}

bool
inbox_fill_take(struct inbox *inbox, const struct fields *record,
                struct inbox_fill *fill)
{
    *fill = (struct inbox_fill){
        .inbox = inbox, .next = (uint32_t)fields_number(record, ".next")};
    return hex_read(fields_get(record, ".fill"), fill->fill, FILL_ID)
           && hold(fill);
}

bool
inbox_fill_add(struct inbox_fill *fill, enum line_kind kind,
               const struct fields *fields, struct diag *diag)
{
    struct inbox_line line = {
        .kind = kind, .idx = fill->next, .fields = *fields};

    memcpy(line.fill, fill->fill, FILL_ID);
    bool ok = inbox_add(fill->inbox, &line, diag);
    fill->next += ok;
    return ok;
}

/* A hint only: no answer hangs on it.  Another fill may have added lines behind
   these, and be done before. */
static void
remember(struct inbox *inbox)
{
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    struct buf bytes SCOPED(buf_clear) = {0};
    uint64_t n_known;
    uint8_t known[SEAL_LINK];

    if (!inbox_known_lines(inbox->state_folder, inbox->head.id, inbox->arena,
                           &n_known, known, unsaid)
        || n_known > inbox->n)
        return;
    put_u64(&bytes, inbox->n);
    buf_add(&bytes, (struct str){(const char *)inbox->link, SEAL_LINK});
    (void)!file_write_whole(inbox_state_path(inbox->state_folder,
                                             inbox->head.id, "lines",
                                             inbox->arena),
                            buf_str(&bytes), unsaid);
}

void
inbox_close(struct inbox *inbox)
{
    if (!inbox)
        return;
    if (inbox->has_added)
        remember(inbox);
    disk_close(&inbox->vault);
    disk_close(&inbox->file);
}

/* ---- administrations ---- */

struct recorder {
    struct inbox_fill *fill;
};

struct recorder *
inbox_recorder_open(struct inbox_fill *fill, struct arena *arena)
{
    struct recorder *recorder = ARENA_NEW(arena, struct recorder);

    recorder->fill = fill;
    return recorder;
}

static bool
record_line(struct recorder *recorder,
            const struct administration *administration, struct diag *diag)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields = {0};

    rows_fields(administration, scratch, &fields);
    bool ok = inbox_fill_add(recorder->fill, LINE_DONE, &fields, diag);
    recorder->fill->is_over = ok;
    return ok;
}

const struct recorder_class inbox_recorder = {.record = record_line};
