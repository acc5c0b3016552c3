/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and extends the vault; see vault.h. */
#include <config.h>

#include "casebook/vault.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "casebook/cells.h"
#include "casebook/fields.h"

static const char magic[16] = "attune vault 1\n";

enum { FRONT = sizeof magic + CASEBOOK_ID, LEN_SIZE = 4, RECORD_FRONT = 9 };

bool
vault_create(const char *path, const uint8_t id[CASEBOOK_ID], struct diag *diag)
{
    char front[FRONT];

    memcpy(front, magic, sizeof magic);
    memcpy(front + sizeof magic, id, CASEBOOK_ID);
    return file_write_new(path, (struct str){front, sizeof front}, diag);
}

bool
vault_open(struct vault *vault, const char *path, void (*tell)(void),
           struct arena *arena, struct diag *diag)
{
    *vault = (struct vault){.file.fd = -1, .arena = arena};
    return disk_open_to_read(&vault->file, path, diag)
           && disk_lock(&vault->file, DISK_VAULT, tell, diag);
}

void
vault_close(struct vault *vault)
{
    disk_close(&vault->file);
    vault_unstage(vault);
}

const uint8_t *
vault_tag(const struct vault *vault)
{
    static const uint8_t none[SEAL_TAG];

    return vault->tags.n ? vault->tags.items[vault->tags.n - 1].bytes : none;
}

/* ---- frames ---- */

/* What the next frame is bound to. */
static void
add_bound(struct buf *bound, const struct vault *vault, size_t len)
{
    buf_add(bound, (struct str){(const char *)vault->id, CASEBOOK_ID});
    put_u64(bound, vault->tags.n);
    buf_add(bound, (struct str){(const char *)vault_tag(vault), SEAL_TAG});
    put_u32(bound, (uint32_t)len);
}

void
vault_fail(struct vault *vault, const struct diag *problems)
{
    if (!vault->failure)
        vault->failure =
            arena_printf(vault->arena, "%s",
                         diag_get(problems, diag_total(problems) - 1)->detail);
}

/* Counts a frame, whose sealed bytes these are. */
static void
count_frame(struct vault *vault, struct str sealed)
{
    memcpy(vec_add(vault->arena, &vault->tags)->bytes,
           sealed.bytes + sealed.len - SEAL_TAG, SEAL_TAG);
    vault->size += LEN_SIZE + sealed.len;
}

/* The records of a frame; the bytes are the arena's. */
static bool
take_records(struct vault *vault, uint64_t frame, struct str plain)
{
    uint32_t idx = 0;

    while (plain.len) {
        if (plain.len < RECORD_FRONT)
            return false;
        struct vault_record record = {.frame = frame,
                                      .idx = idx++,
                                      .kind = (uint8_t)plain.bytes[0],
                                      .client = get_u32(plain.bytes + 1)};
        size_t len = get_u32(plain.bytes + 5);
        if (plain.len - RECORD_FRONT < len
            || record.client > CELLS_LIMIT_CLIENTS)
            return false;
        record.body = (struct str){plain.bytes + RECORD_FRONT, len};
        plain = (struct str){record.body.bytes + len,
                             plain.len - RECORD_FRONT - len};
        *vec_add(vault->arena, &vault->records) = record;
    }
    return true;
}

/* Takes the next frame off '*rest'. */
static bool
take_frame(struct vault *vault, const struct keyring *ring, struct str *rest)
{
    if (rest->len < LEN_SIZE)
        return false;
    size_t len = get_u32(rest->bytes);
    if (len < SEAL_EXTRA + SEAL_PAD || rest->len - LEN_SIZE < len)
        return false;
    struct str sealed = {rest->bytes + LEN_SIZE, len};
    struct buf bound SCOPED(buf_clear) = {0};
    add_bound(&bound, vault, len);
    char *plain = ARENA_ARRAY(vault->arena, len, char);
    bool ok = seal_open(ring->vault, buf_str(&bound), sealed, plain);
    size_t plain_len = 0;
    ok = ok && seal_unpad((struct str){plain, len - SEAL_EXTRA}, &plain_len);
    size_t n_records = vault->records.n;
    if (!ok
        || !take_records(vault, vault->tags.n,
                         (struct str){plain, plain_len})) {
        vault->records.n = n_records;
        return false;
    }
    count_frame(vault, sealed);
    *rest = (struct str){sealed.bytes + len, rest->len - LEN_SIZE - len};
    return true;
}

static bool
refuse(const struct vault *vault, struct diag *diag, const char *what)
{
    return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0}, "'%s': %s",
                    vault->file.path, what);
}

/* What was being written when the machine stopped was never acknowledged; all
   the same it is kept. */
static void
set_torn_aside(struct vault *vault, struct str torn, struct diag *diag)
{
    struct diag *problems SCOPED(diag_drop) = diag_new();
    const char *aside =
        file_set_aside(vault->file.path, "torn", torn, vault->arena, problems);

    if (!aside || !disk_cut(&vault->file, vault->size, problems))
        vault_fail(vault, problems);
    else
        diag_add(diag, MSG_CASEBOOK_TORN, (struct place){0}, "'%s'", aside);
}

static bool
read_frames(struct vault *vault, const struct keyring *ring, uint64_t n_known,
            struct str bytes, struct diag *diag)
{
    struct str rest = str_skip(bytes, FRONT);
    char what[80];

    if (memcmp(bytes.bytes, magic, sizeof magic) != 0
        || memcmp(bytes.bytes + sizeof magic, vault->id, CASEBOOK_ID) != 0)
        return refuse(vault, diag, "it is of another casebook");
    vault->size = FRONT;
    while (rest.len && take_frame(vault, ring, &rest))
        ;
    if (vault->tags.n < n_known) {
        snprintf(what, sizeof what, "change %zu of %" PRIu64 " %s",
                 vault->tags.n + 1, n_known,
                 rest.len ? "does not open" : "is missing");
        return refuse(vault, diag, what);
    }
    if (rest.len)
        set_torn_aside(vault, rest, diag);
    return true;
}

bool
vault_read(struct vault *vault, const struct keyring *ring, uint64_t n_known,
           struct diag *diag)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct str bytes;

    if (!disk_read(&vault->file, scratch, &bytes, diag))
        return false;
    if (bytes.len < FRONT)
        return refuse(vault, diag, "it is cut off");
    return read_frames(vault, ring, n_known, bytes, diag);
}

/* ---- records ---- */

static void
add_record_bound(struct buf *bound, uint64_t frame, uint32_t idx, uint8_t kind,
                 uint32_t client)
{
    put_u64(bound, frame);
    put_u32(bound, idx);
    buf_add_char(bound, (char)kind);
    put_u32(bound, client);
}

void
vault_stage(struct vault *vault, uint8_t kind, uint32_t client,
            const uint8_t *client_key, struct str plain)
{
    size_t extra = client_key ? SEAL_EXTRA : 0;
    struct buf bound SCOPED(buf_clear) = {0};

    buf_add_char(&vault->staged, (char)kind);
    put_u32(&vault->staged, client);
    put_u32(&vault->staged, (uint32_t)(plain.len + extra));
    add_record_bound(&bound, vault->tags.n, vault->n_staged++, kind, client);
    if (client_key)
        seal_add(&vault->staged, client_key, buf_str(&bound), plain);
    else
        buf_add(&vault->staged, plain);
}

void
vault_unstage(struct vault *vault)
{
    buf_clear(&vault->staged);
    vault->n_staged = 0;
}

static bool
write_frame(struct vault *vault, const struct keyring *ring, struct diag *diag)
{
    struct buf bound SCOPED(buf_clear) = {0};
    struct buf frame SCOPED(buf_clear) = {0};
    size_t len = vault->staged.len + SEAL_EXTRA;

    put_u32(&frame, (uint32_t)len);
    add_bound(&bound, vault, len);
    seal_add(&frame, ring->vault, buf_str(&bound), buf_str(&vault->staged));
    bool ok = disk_append(&vault->file, vault->size, buf_str(&frame), diag);
    if (ok)
        count_frame(vault, buf_str_from(&frame, LEN_SIZE));
    else
        vault_fail(vault, diag);
    return ok;
}

/* As records of a frame. */
static bool
take_staged(struct vault *vault, uint64_t frame)
{
    struct str staged = buf_str(&vault->staged);
    const char *kept = arena_text(vault->arena, staged);
    bool ok = take_records(vault, frame, (struct str){kept, staged.len});

    vault_unstage(vault);
    return ok;
}

bool
vault_commit(struct vault *vault, const struct keyring *ring, struct diag *diag)
{
    size_t plain_len = vault->staged.len;

    if (!plain_len)
        return true;
    seal_pad(&vault->staged);
    bool ok = write_frame(vault, ring, diag);
    vault->staged.len = plain_len;
    return ok && take_staged(vault, vault->tags.n - 1);
}

void
vault_keep(struct vault *vault)
{
    bool ok = take_staged(vault, vault->tags.n);

    assert(ok);
    (void)ok;
}

bool
vault_open_record(const struct vault_record *record, const uint8_t *client_key,
                  struct arena *arena, struct str *plain)
{
    struct buf bound SCOPED(buf_clear) = {0};

    if (!record->client) {
        *plain = arena_str(arena, record->body);
        return true;
    }
    if (record->body.len < SEAL_EXTRA)
        return false;
    char *opened = ARENA_ARRAY(arena, record->body.len, char);
    add_record_bound(&bound, record->frame, record->idx, record->kind,
                     record->client);
    bool ok = seal_open(client_key, buf_str(&bound), record->body, opened);
    *plain = (struct str){opened, record->body.len - SEAL_EXTRA};
    return ok;
}
