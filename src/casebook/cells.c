/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and changes the file of keys; see cells.h. */
#include "casebook/cells.h"

#include <string.h>
#include "base/file.h"
#include "casebook/fields.h"

static const char magic[16] = "attune keys 1\n";

/* Where things stand in the cell of a slot; in that of a client the nonce is
   first. */
enum {
    AT_PASSES = SLOT_NAME,
    AT_MEMORY = AT_PASSES + 4,
    AT_SALT = AT_MEMORY + 4,
    AT_SEALED = AT_SALT + SEAL_SALT,
    SEALED_SIZE = SEAL_KEY + SEAL_EXTRA
};

const char cells_recovery[] = "recovery";

bool
cells_create(const char *path, const uint8_t id[CASEBOOK_ID], struct diag *diag)
{
    char bytes[CELL_SIZE * (1 + N_KEY_SLOTS)] = {0};

    memcpy(bytes, magic, sizeof magic);
    memcpy(bytes + sizeof magic, id, CASEBOOK_ID);
    return file_write_new(path, (struct str){bytes, sizeof bytes}, diag);
}

bool
cells_open(struct cells *cells, const char *path, struct arena *arena,
           struct diag *diag)
{
    struct str bytes;

    *cells = (struct cells){.file.fd = -1, .arena = arena};
    if (!disk_open_to_read(&cells->file, path, diag)
        || !disk_read(&cells->file, arena, &bytes, diag))
        return false;
    static const char zeros[CELL_SIZE];
    size_t head_len = sizeof magic + CASEBOOK_ID;
    if (bytes.len < (1 + N_KEY_SLOTS) * CELL_SIZE
        || memcmp(bytes.bytes, magic, sizeof magic) != 0
        || memcmp(bytes.bytes + head_len, zeros, CELL_SIZE - head_len) != 0)
        return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                        "'%s' is no file of keys", path);
    memcpy(cells->id, bytes.bytes + sizeof magic, CASEBOOK_ID);
    buf_add(&cells->bytes, bytes);
    return true;
}

void
cells_close(struct cells *cells)
{
    disk_close(&cells->file);
    buf_clear(&cells->bytes);
}

/* ---- cells ---- */

/* The cell of slot 0 is 1, that of client 1 stands behind the last slot. */
static size_t
client_cell(uint32_t client)
{
    return (size_t)N_KEY_SLOTS + client;
}

/* NULL: the file is shorter. */
static char *
cell_at(const struct cells *cells, size_t number)
{
    size_t at = number * CELL_SIZE;

    return cells->bytes.len >= at + CELL_SIZE ? cells->bytes.bytes + at : NULL;
}

static bool
is_zero(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i])
            return false;
    return true;
}

static bool
cells_write(struct cells *cells, size_t number, size_t n, struct diag *diag)
{
    return disk_put(&cells->file, number * CELL_SIZE,
                    (struct str){cell_at(cells, number), n * CELL_SIZE}, diag);
}

static bool
cell_erase(struct cells *cells, size_t number, struct diag *diag)
{
    char *cell = cell_at(cells, number);

    if (!cell)
        return true;
    seal_wipe(cell, CELL_SIZE);
    return cells->file.is_read_only
           || disk_zero(&cells->file, number * CELL_SIZE, CELL_SIZE, diag);
}

/* ---- slots ---- */

static char *
slot_cell(const struct cells *cells, int slot)
{
    return cell_at(cells, (size_t)slot + 1);
}

const char *
cells_slot(const struct cells *cells, int slot)
{
    const char *cell = slot_cell(cells, slot);

    if (is_zero(cell, CELL_SIZE))
        return NULL;
    return arena_printf(cells->arena, "%.*s", SLOT_NAME, cell);
}

static struct seal_cost
slot_cost(const struct cells *cells, int slot)
{
    const char *cell = slot_cell(cells, slot);

    return (struct seal_cost){get_u32(cell + AT_PASSES),
                              get_u32(cell + AT_MEMORY)};
}

void
cells_slot_link(const struct cells *cells, int slot, uint8_t link[SEAL_LINK])
{
    seal_link(link, NULL, (struct str){slot_cell(cells, slot), CELL_SIZE});
}

/* What is authenticated of a slot beside the key in it. */
static void
add_slot_bound(struct buf *bound, const struct cells *cells, int slot)
{
    buf_add(bound, (struct str){(const char *)cells->id, CASEBOOK_ID});
    buf_add(bound, (struct str){slot_cell(cells, slot), AT_SEALED});
}

static bool
stretch(const struct cells *cells, int slot, const struct secret *passphrase,
        struct keyring *ring)
{
    const char *salt = slot_cell(cells, slot) + AT_SALT;

    return seal_stretch(passphrase, (const uint8_t *)salt,
                        slot_cost(cells, slot), ring->wrap);
}

static bool
open_slot(const struct cells *cells, int slot, const struct secret *passphrase,
          struct keyring *ring, uint32_t *lacks_kib)
{
    struct buf bound SCOPED(buf_clear) = {0};
    bool ok = stretch(cells, slot, passphrase, ring);

    if (!ok)
        *lacks_kib = slot_cost(cells, slot).memory_kib;
    add_slot_bound(&bound, cells, slot);
    ok = ok
         && seal_open(
             ring->wrap, buf_str(&bound),
             (struct str){slot_cell(cells, slot) + AT_SEALED, SEALED_SIZE},
             ring->master);
    seal_wipe(ring->wrap, SEAL_KEY);
    return ok;
}

int
cells_unlock(const struct cells *cells, const struct secret *passphrase,
             struct keyring *ring, uint32_t *lacks_kib)
{
    struct secret *code SCOPED(secret_drop) = recovery_read(passphrase);
    int opened = -1;

    *lacks_kib = 0;
    for (int slot = 0; slot < N_KEY_SLOTS && opened < 0; slot++) {
        const char *name = cells_slot(cells, slot);
        if (name
            && open_slot(cells, slot,
                         strcmp(name, cells_recovery) == 0 ? code : passphrase,
                         ring, lacks_kib))
            opened = slot;
    }
    if (opened >= 0)
        keyring_derive(ring);
    return opened;
}

bool
cells_slot_lay(struct cells *cells, int slot, const char *name,
               const struct secret *passphrase, struct seal_cost cost,
               struct keyring *ring)
{
    struct buf cell SCOPED(buf_clear) = {0};
    struct buf bound SCOPED(buf_clear) = {0};
    uint8_t salt[SEAL_SALT];
    char *at = slot_cell(cells, slot);

    seal_random(salt, sizeof salt);
    buf_addf(&cell, "%.*s", SLOT_NAME - 1, name);
    buf_reserve(&cell, CELL_SIZE);
    memset(cell.bytes + cell.len, 0, SLOT_NAME - cell.len);
    cell.len = SLOT_NAME;
    put_u32(&cell, cost.n_passes);
    put_u32(&cell, cost.memory_kib);
    buf_add(&cell, (struct str){(const char *)salt, sizeof salt});
    memset(at, 0, CELL_SIZE);
    memcpy(at, cell.bytes, cell.len);
    add_slot_bound(&bound, cells, slot);
    bool ok = stretch(cells, slot, passphrase, ring);
    if (ok)
        seal_add(&cell, ring->wrap, buf_str(&bound),
                 (struct str){(const char *)ring->master, SEAL_KEY});
    seal_wipe(ring->wrap, SEAL_KEY);
    memset(at, 0, CELL_SIZE);
    if (ok)
        memcpy(at, cell.bytes, cell.len);
    return ok;
}

void
cells_slot_forget(struct cells *cells, int slot)
{
    seal_wipe(slot_cell(cells, slot), CELL_SIZE);
}

bool
cells_slot_write(struct cells *cells, int slot, struct diag *diag)
{
    return cells_write(cells, (size_t)slot + 1, 1, diag);
}

bool
cells_slot_erase(struct cells *cells, int slot, struct diag *diag)
{
    return cell_erase(cells, (size_t)slot + 1, diag);
}

/* ---- clients ---- */

static void
add_client_bound(struct buf *bound, const struct cells *cells, uint32_t client)
{
    buf_add(bound, (struct str){(const char *)cells->id, CASEBOOK_ID});
    put_u32(bound, client);
}

static enum cell_state
open_client(const struct cells *cells, const char *cell, uint32_t client,
            struct keyring *ring)
{
    struct buf bound SCOPED(buf_clear) = {0};

    add_client_bound(&bound, cells, client);
    bool ok = is_zero(cell + SEALED_SIZE, CELL_SIZE - SEALED_SIZE)
              && seal_open(ring->cells, buf_str(&bound),
                           (struct str){cell, SEALED_SIZE}, ring->client);
    ring->client_number = ok ? client : 0;
    return ok ? CELL_KEY : CELL_BROKEN;
}

enum cell_state
cells_client(const struct cells *cells, uint32_t client, struct keyring *ring)
{
    const char *cell = cell_at(cells, client_cell(client));

    if (!cell || is_zero(cell, CELL_SIZE))
        return CELL_FREE;
    if (ring->client_number == client)
        return CELL_KEY;
    return open_client(cells, cell, client, ring);
}

bool
cells_client_add(struct cells *cells, uint32_t client, struct keyring *ring,
                 struct diag *diag)
{
    struct buf bound SCOPED(buf_clear) = {0};
    struct buf cell SCOPED(buf_clear) = {0};
    size_t number = client_cell(client);
    size_t end = (number + 1) * CELL_SIZE;

    if (client > CELLS_LIMIT_CLIENTS)
        return diag_add(diag, MSG_CANNOT_WRITE, (struct place){0},
                        "'%s': too many clients", cells->file.path);
    seal_random(ring->client, SEAL_KEY);
    ring->client_number = client;
    add_client_bound(&bound, cells, client);
    seal_add(&cell, ring->cells, buf_str(&bound),
             (struct str){(const char *)ring->client, SEAL_KEY});
    if (cells->bytes.len < end) {
        size_t more = end - cells->bytes.len;
        buf_reserve(&cells->bytes, more);
        memset(cells->bytes.bytes + cells->bytes.len, 0, more);
        cells->bytes.len = end;
    }
    memcpy(cell_at(cells, number), cell.bytes, cell.len);
    return true;
}

bool
cells_clients_write(struct cells *cells, uint32_t n_written, uint32_t n,
                    struct diag *diag)
{
    size_t first = client_cell(n_written + 1);

    return n <= n_written || cells_write(cells, first, n - n_written, diag);
}

void
cells_clients_forget(struct cells *cells, uint32_t n_written, uint32_t n)
{
    size_t first = client_cell(n_written + 1);

    if (n <= n_written)
        return;
    seal_wipe(cell_at(cells, first), (n - n_written) * CELL_SIZE);
    cells->bytes.len = first * CELL_SIZE;
}

bool
cells_client_erase(struct cells *cells, uint32_t client, struct keyring *ring,
                   struct diag *diag)
{
    seal_wipe(ring->client, SEAL_KEY);
    ring->client_number = 0;
    return cell_erase(cells, client_cell(client), diag);
}

bool
cells_trim(struct cells *cells, uint32_t n_clients, struct diag *diag)
{
    size_t end = (client_cell(n_clients) + 1) * CELL_SIZE;

    if (cells->bytes.len <= end)
        return true;
    cells->bytes.len = end;
    return cells->file.is_read_only || disk_cut(&cells->file, end, diag);
}
