/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a casebook and changes it; see casebook.h.  What lies in the inbox is
   taken by arrivals.c; copies.c makes new ones, backups and proofs. */
#include <config.h>

#include "casebook/casebook.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include "base/file.h"
#include "casebook/inbox.h"
#include "casebook/unlocked.h"

const char *
casebook_path(const struct casebook *casebook, const char *name)
{
    return arena_printf(casebook->arena, "%s/%s", casebook->place.folder, name);
}

const char *
record_kind_word(enum record_kind kind)
{
    static const char *const words[] = {
#define KIND(name, number, word) [number] = (word),
#include "casebook/records.def"
#undef KIND
    };
    return (size_t)kind < N_ELEMENTS(words) ? words[kind] : NULL;
}

/* ---- records ---- */

size_t
casebook_n_records(const struct casebook *casebook)
{
    return casebook->vault.records.n;
}

static const struct vault_record *
record_at(const struct casebook *casebook, size_t idx)
{
    assert(idx < casebook->vault.records.n);
    return &casebook->vault.records.items[idx];
}

struct record_front
casebook_front(const struct casebook *casebook, size_t idx)
{
    const struct vault_record *record = record_at(casebook, idx);

    return (struct record_front){(enum record_kind)record->kind,
                                 record->client};
}

bool
casebook_read(struct casebook *casebook, size_t idx, struct arena *arena,
              struct fields *fields)
{
    const struct vault_record *record = record_at(casebook, idx);
    struct str plain;

    *fields = (struct fields){0};
    if (record->client
        && cells_client(&casebook->cells, record->client, casebook->ring)
               != CELL_KEY)
        return false;
    return vault_open_record(record, casebook->ring->client, arena, &plain)
           && fields_read(plain, arena, fields);
}

void
casebook_put(struct casebook *casebook, enum record_kind kind, uint32_t client,
             const struct fields *fields)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields stamp = {0};
    struct buf plain SCOPED(buf_clear) = {0};
    const uint8_t *key = NULL;

    if (client) {
        enum cell_state state =
            cells_client(&casebook->cells, client, casebook->ring);
        assert(state == CELL_KEY);
        (void)state;
        key = casebook->ring->client;
    }
    fields_put(scratch, &stamp, STR(".at"), str_from(casebook->place.at));
    fields_put(scratch, &stamp, STR(".by"), str_from(casebook->place.by));
    fields_add(&plain, &stamp);
    fields_add(&plain, fields);
    vault_stage(&casebook->vault, (uint8_t)kind, client, key, buf_str(&plain));
    seal_wipe(plain.bytes, plain.len);
}

void
casebook_put_log(struct casebook *casebook, const char *what, uint32_t client,
                 const char *detail)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields = {0};

    fields_put(scratch, &fields, STR("what"), str_from(what));
    if (client)
        fields_put(scratch, &fields, STR("number"), digits_of(client, scratch));
    if (detail)
        fields_put(scratch, &fields, STR("detail"), str_from(detail));
    casebook_put(casebook, RECORD_LOG, 0, &fields);
}

/* ---- what the records mean ---- */

static void
absorb_client(struct casebook *casebook, size_t idx)
{
    uint32_t number = record_at(casebook, idx)->client;
    struct fields fields;

    while (casebook->clients.n < number)
        vec_add(casebook->arena, &casebook->clients)->code = STR("");
    if (casebook_read(casebook, idx, casebook->arena, &fields))
        casebook->clients.items[number - 1].code = fields_get(&fields, "code");
}

static void
absorb_erasure(struct casebook *casebook, const struct fields *fields)
{
    uint64_t number = fields_number(fields, "number");

    if (number && number <= casebook->clients.n)
        casebook->clients.items[number - 1] =
            (struct known_client){STR(""), true};
}

static void
absorb_own(struct casebook *casebook, enum record_kind kind,
           const struct fields *fields)
{
    if (kind == RECORD_SLOTS) {
        casebook->slots = *fields;
    } else if (kind == RECORD_LINES) {
        casebook->n_lines = fields_number(fields, "n");
        (void)!hex_read(fields_get(fields, "link"), casebook->link, SEAL_LINK);
    } else if (kind == RECORD_ERASURE) {
        absorb_erasure(casebook, fields);
    }
}

static void
absorb(struct casebook *casebook)
{
    for (; casebook->n_absorbed < casebook->vault.records.n;
         casebook->n_absorbed++) {
        size_t idx = casebook->n_absorbed;
        struct record_front front = casebook_front(casebook, idx);
        struct fields fields;
        if (front.client && front.kind == RECORD_CLIENT)
            absorb_client(casebook, idx);
        else if (!front.client
                 && casebook_read(casebook, idx, casebook->arena, &fields))
            absorb_own(casebook, front.kind, &fields);
    }
    casebook->n_kept = casebook->clients.n;
}

/* ---- changes ---- */

static struct head
head_of(const struct casebook *casebook)
{
    struct head head = {.n_frames = casebook->vault.tags.n,
                        .n_lines = casebook->n_lines};

    memcpy(head.id, casebook->cells.id, CASEBOOK_ID);
    memcpy(head.public_key, casebook->ring->inbox_public, SEAL_KEY);
    memcpy(head.tag, vault_tag(&casebook->vault), SEAL_TAG);
    memcpy(head.link, casebook->link, SEAL_LINK);
    return head;
}

static bool
write_state(const struct casebook *casebook, struct str bytes,
            struct diag *diag)
{
    const char *folder = casebook->place.state_folder;

    return !folder
           || (file_make_folder(folder, diag)
               && file_write_whole(inbox_state_path(folder, casebook->cells.id,
                                                    "head", casebook->arena),
                                   bytes, diag));
}

/* The change is on the disk already; a head that is late is lawful, and the
   next change writes it again. */
static void
write_head(struct casebook *casebook, struct diag *diag)
{
    struct head head = head_of(casebook);
    struct buf bytes SCOPED(buf_clear) = {0};
    struct diag *problems SCOPED(diag_drop) = diag_new();

    head_add(&bytes, &head, casebook->ring);
    casebook->has_head = file_write_whole(casebook_path(casebook, "head"),
                                          buf_str(&bytes), problems)
                         && write_state(casebook, buf_str(&bytes), problems);
    if (!casebook->has_head)
        diag_add(diag, MSG_CASEBOOK_HEAD, (struct place){0}, "%s",
                 diag_get(problems, 0)->detail);
}

bool
casebook_commit(struct casebook *casebook, struct diag *diag)
{
    if (!vault_commit(&casebook->vault, casebook->ring, diag)) {
        casebook->clients.n = casebook->n_kept;
        return false;
    }
    absorb(casebook);
    write_head(casebook, diag);
    return true;
}

size_t
casebook_arrivals(const struct casebook *casebook, size_t *first)
{
    *first = casebook->first_arrival;
    return casebook->n_arrivals;
}

/* ---- clients ---- */

uint32_t
casebook_n_clients(const struct casebook *casebook)
{
    return (uint32_t)casebook->clients.n;
}

static struct known_client *
client_at(const struct casebook *casebook, uint32_t client)
{
    assert(client && client <= casebook->clients.n);
    return &casebook->clients.items[client - 1];
}

bool
casebook_is_erased(const struct casebook *casebook, uint32_t client)
{
    return client_at(casebook, client)->is_erased;
}

struct str
casebook_code(const struct casebook *casebook, uint32_t client)
{
    return client_at(casebook, client)->code;
}

uint32_t
casebook_find(const struct casebook *casebook, struct str code)
{
    for (uint32_t i = 1; i <= casebook->clients.n; i++)
        if (!client_at(casebook, i)->is_erased
            && str_equal(client_at(casebook, i)->code, code))
            return i;
    return 0;
}

uint32_t
casebook_add_client(struct casebook *casebook, const struct fields *fields,
                    struct diag *diag)
{
    struct str code = fields_get(fields, "code");
    uint32_t number = (uint32_t)casebook->clients.n + 1;

    if (casebook_find(casebook, code)) {
        diag_add(diag, MSG_CASEBOOK_CODE, (struct place){0}, "'%.*s'",
                 STR_ARGS(code));
        return 0;
    }
    if (!cells_client_add(&casebook->cells, number, casebook->ring, diag))
        return 0;
    vec_add(casebook->arena, &casebook->clients)->code =
        str_from(arena_text(casebook->arena, code));
    casebook_put(casebook, RECORD_CLIENT, number, fields);
    return number;
}

/* Overwrites and removes what was set aside of the inbox: it can be opened with
   the practice's key. */
static bool
remove_asides(struct casebook *casebook, struct diag *diag)
{
    size_t n;
    const char **names =
        file_names(casebook->place.folder, "", &n, casebook->arena);
    const char *prefix = casebook_path(casebook, "inbox.");
    bool ok = true;

    for (size_t i = 0; i < n; i++) {
        struct disk_file file;
        size_t size;
        if (!str_starts(str_from(names[i]), prefix))
            continue;
        ok &= disk_open(&file, names[i], diag) && disk_size(&file, &size, diag)
              && disk_zero(&file, 0, size, diag) && disk_remove(&file, diag);
        disk_close(&file);
    }
    return ok;
}

bool
casebook_erase_client(struct casebook *casebook, uint32_t client,
                      struct str reason, struct diag *diag)
{
    struct fields fields = {0};

    fields_put(casebook->arena, &fields, STR("number"),
               digits_of(client, casebook->arena));
    fields_put(casebook->arena, &fields, STR("reason"), reason);
    casebook_put(casebook, RECORD_ERASURE, 0, &fields);
    return casebook_commit(casebook, diag)
           && cells_client_erase(&casebook->cells, client, casebook->ring, diag)
           && disk_zero(&casebook->inbox, 0, casebook->n_taken, diag)
           && remove_asides(casebook, diag);
}

/* What an erasure that was cut off has left is done now. */
static bool
check_clients(struct casebook *casebook, struct diag *diag)
{
    for (uint32_t i = 1; i <= casebook->clients.n; i++) {
        enum cell_state state =
            cells_client(&casebook->cells, i, casebook->ring);
        if (casebook_is_erased(casebook, i)) {
            if (state != CELL_FREE
                && !cells_client_erase(&casebook->cells, i, casebook->ring,
                                       diag))
                return false;
        } else if (state != CELL_KEY) {
            return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                            "the key of client number %" PRIu32 " %s", i,
                            state == CELL_FREE ? "is missing"
                                               : "does not open");
        }
    }
    return cells_trim(&casebook->cells, (uint32_t)casebook->clients.n, diag);
}

/* ---- slots ---- */

const char *
casebook_slot(const struct casebook *casebook, size_t idx)
{
    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        const char *name = cells_slot(&casebook->cells, slot);
        if (name && !idx--)
            return name;
    }
    return NULL;
}

const char *
casebook_slot_used(const struct casebook *casebook)
{
    return cells_slot(&casebook->cells, casebook->slot);
}

/* The slot of that name; NULL: a free one.  -1: there is none. */
static int
find_slot(const struct casebook *casebook, const char *name)
{
    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        const char *found = cells_slot(&casebook->cells, slot);
        if (name ? found && strcmp(found, name) == 0 : !found)
            return slot;
    }
    return -1;
}

/* Puts down which slots there may be: those that there are. */
static bool
list_slots(struct casebook *casebook, struct diag *diag)
{
    struct arena *arena = casebook->arena;
    struct fields fields = {0};

    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        uint8_t link[SEAL_LINK];
        const char *name = cells_slot(&casebook->cells, slot);
        if (!name)
            continue;
        cells_slot_link(&casebook->cells, slot, link);
        fields_put(arena, &fields, str_from(name),
                   hex_of(link, sizeof link, arena));
    }
    casebook_put(casebook, RECORD_SLOTS, 0, &fields);
    return casebook_commit(casebook, diag);
}

/* Of two that are the same only the first: whoever has lost a slot could have
   laid another by before. */
static bool
is_listed(const struct casebook *casebook, int slot)
{
    uint8_t link[SEAL_LINK];
    uint8_t other[SEAL_LINK];

    cells_slot_link(&casebook->cells, slot, link);
    for (int earlier = 0; earlier < slot; earlier++) {
        cells_slot_link(&casebook->cells, earlier, other);
        if (memcmp(link, other, sizeof link) == 0)
            return false;
    }
    struct str hex = hex_of(link, sizeof link, casebook->arena);
    for (size_t i = 0; i < casebook->slots.n; i++)
        if (str_equal(casebook->slots.items[i].text, hex))
            return true;
    return false;
}

/* A slot that is not listed was put there by somebody else, changed, or not
   written whole when the machine stopped: it opens nothing that it should, and
   goes. */
static bool
drop_slot(struct casebook *casebook, int slot, struct diag *diag)
{
    if (slot == casebook->slot)
        return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                        "nobody with its keys has made the key slot %d that "
                        "opened it",
                        slot + 1);
    diag_add(diag, MSG_CASEBOOK_SLOT, (struct place){0},
             "slot %d was not as it was written, and is erased", slot + 1);
    return cells_slot_erase(&casebook->cells, slot, diag);
}

static bool
check_slots(struct casebook *casebook, struct diag *diag)
{
    size_t n_there = 0;

    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        if (!cells_slot(&casebook->cells, slot))
            continue;
        if (is_listed(casebook, slot))
            n_there++;
        else if (!drop_slot(casebook, slot, diag))
            return false;
    }
    if (n_there + 2 < casebook->slots.n)
        diag_add(diag, MSG_CASEBOOK_SLOT, (struct place){0},
                 "%zu of %zu are left", n_there, casebook->slots.n - 2);
    return true;
}

bool
casebook_set_slot(struct casebook *casebook, const char *name,
                  const struct secret *passphrase, struct seal_cost cost,
                  struct diag *diag)
{
    int older = find_slot(casebook, name);
    int slot = find_slot(casebook, NULL);

    if (slot < 0)
        return diag_add(diag, MSG_CASEBOOK_SLOTS, (struct place){0},
                        "there are no more than 15");
    if (!cells_slot_lay(&casebook->cells, slot, name, passphrase, cost,
                        casebook->ring))
        return diag_add(diag, MSG_CASEBOOK_MEMORY, (struct place){0},
                        "for a new passphrase");
    /* Announced, written, and only then is the one of before gone. */
    if (!list_slots(casebook, diag)
        || !cells_slot_write(&casebook->cells, slot, diag)) {
        cells_slot_forget(&casebook->cells, slot);
        return false;
    }
    if (casebook->slot == older || casebook->slot < 0)
        casebook->slot = slot;
    return older < 0
           || (cells_slot_erase(&casebook->cells, older, diag)
               && list_slots(casebook, diag));
}

bool
casebook_remove_slot(struct casebook *casebook, const char *name,
                     struct diag *diag)
{
    int slot = find_slot(casebook, name);

    if (slot < 0)
        return diag_add(diag, MSG_CASEBOOK_SLOTS, (struct place){0},
                        "there is none of that name");
    if (!casebook_slot(casebook, 1))
        return diag_add(diag, MSG_CASEBOOK_SLOTS, (struct place){0},
                        "the last one stays");
    return cells_slot_erase(&casebook->cells, slot, diag)
           && list_slots(casebook, diag);
}

/* ---- opening ---- */

bool
casebook_is_there(const char *folder)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();

    return file_exists(arena_printf(scratch, "%s/keys", folder));
}

/* So that whoever owns the casebook learns of it. */
static void
tell_refusal(const struct casebook *casebook)
{
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    struct inbox_line line = {.kind = LINE_REFUSED};
    struct inbox *inbox =
        inbox_open(casebook->place.folder, casebook->place.state_folder,
                   casebook->arena, unsaid);

    seal_random(line.fill, sizeof line.fill);
    fields_put(casebook->arena, &line.fields, STR("at"),
               str_from(casebook->place.at));
    if (inbox)
        (void)!inbox_add(inbox, &line, unsaid);
    inbox_close(inbox);
}

static bool
unlock(struct casebook *casebook, const struct secret *passphrase,
       struct diag *diag)
{
    uint32_t lacks_kib;

    casebook->slot =
        cells_unlock(&casebook->cells, passphrase, casebook->ring, &lacks_kib);
    if (casebook->slot >= 0)
        return true;
    if (lacks_kib)
        return diag_add(diag, MSG_CASEBOOK_MEMORY, (struct place){0},
                        "%" PRIu32 " MiB are needed", lacks_kib / 1024);
    diag_add(diag, MSG_CASEBOOK_PASSPHRASE, (struct place){0}, "'%s'",
             casebook->place.folder);
    diag_hint(diag, "look at the keyboard's language and Caps Lock; the "
                    "recovery code of the casebook opens it, too");
    tell_refusal(casebook);
    return false;
}

/* What a head says that somebody with the keys wrote. */
static bool
read_head(const struct casebook *casebook, const char *path, struct head *head,
          struct diag *diag)
{
    struct str bytes;

    if (!file_read_whole(path, 4096, casebook->arena, &bytes, diag))
        return false;
    if (head_read(bytes, head) && head_is_ours(bytes, casebook->ring)
        && memcmp(head->id, casebook->cells.id, CASEBOOK_ID) == 0)
        return true;
    return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                    "'%s' is not as it was written", path);
}

/* Whether the vault went through that head. */
static bool
has_passed(const struct vault *vault, const struct head *head)
{
    static const uint8_t none[SEAL_TAG];
    uint64_t n = head->n_frames;

    return n <= vault->tags.n
           && memcmp(n ? vault->tags.items[n - 1].bytes : none, head->tag,
                     SEAL_TAG)
                  == 0;
}

static bool
is_known_here(struct casebook *casebook, bool accepts_older, bool *is_older,
              struct diag *diag)
{
    struct head head;
    const char *folder = casebook->place.state_folder;
    const char *path = folder ? inbox_state_path(folder, casebook->cells.id,
                                                 "head", casebook->arena)
                              : NULL;

    if (!path)
        return true;
    if (!file_exists(path)) {
        diag_add(diag, MSG_CASEBOOK_UNKNOWN, (struct place){0}, "'%s'",
                 casebook->place.folder);
        return true;
    }
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    bool is_read = read_head(casebook, path, &head, unsaid);
    if (!is_read && !accepts_older)
        diag_move(diag, unsaid);
    if (!is_read && !accepts_older)
        return false;
    *is_older = !is_read || !has_passed(&casebook->vault, &head);
    if (!*is_older || accepts_older)
        return true;
    diag_add(diag, MSG_CASEBOOK_OLDER, (struct place){0}, "'%s'",
             casebook->place.folder);
    return diag_hint(diag,
                     "if you have restored a backup, give the command again "
                     "with --accept-older; else somebody has put an older copy "
                     "in its place");
}

static bool
prove(struct casebook *casebook, bool accepts_older, bool *is_older,
      struct diag *diag)
{
    struct head head;

    if (!read_head(casebook, casebook_path(casebook, "head"), &head, diag)
        || !vault_read(&casebook->vault, casebook->ring, head.n_frames, diag))
        return false;
    if (!has_passed(&casebook->vault, &head))
        return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                        "the vault and the head are not of one time");
    if (!is_known_here(casebook, accepts_older, is_older, diag))
        return false;
    absorb(casebook);
    return check_slots(casebook, diag) && check_clients(casebook, diag);
}

static bool
open_files(struct casebook *casebook, struct diag *diag)
{
    return cells_open(&casebook->cells, casebook_path(casebook, "keys"),
                      casebook->arena, diag)
           && vault_open(&casebook->vault, casebook_path(casebook, "vault"),
                         casebook->cells.id, casebook->arena, diag)
           && disk_open(&casebook->inbox, casebook_path(casebook, "inbox"),
                        diag);
}

static struct casebook *
casebook_new(const struct casebook_place *place)
{
    struct casebook *casebook = mem_alloc(sizeof *casebook);

    *casebook = (struct casebook){.arena = arena_new(),
                                  .place = *place,
                                  .ring = keyring_new(),
                                  .cells.file.fd = -1,
                                  .vault.file.fd = -1,
                                  .inbox.fd = -1,
                                  .slot = -1};
    return casebook;
}

struct casebook *
casebook_begin(const struct casebook_place *place, struct diag *diag)
{
    struct casebook *casebook = casebook_new(place);

    if (open_files(casebook, diag)) {
        seal_random(casebook->ring->master, SEAL_KEY);
        keyring_derive(casebook->ring);
        if (vault_read(&casebook->vault, casebook->ring, 0, diag))
            return casebook;
    }
    casebook_close(casebook);
    return NULL;
}

struct casebook *
casebook_open(const struct casebook_place *place,
              const struct secret *passphrase, bool accepts_older,
              struct diag *diag)
{
    struct casebook *casebook = casebook_new(place);
    bool is_older = false;

    if (!casebook_is_there(place->folder)) {
        diag_add(diag, MSG_CASEBOOK_NONE, (struct place){0}, "'%s'",
                 place->folder);
        diag_hint(diag, "'attune casebook init' makes one");
    } else if (open_files(casebook, diag) && unlock(casebook, passphrase, diag)
               && prove(casebook, accepts_older, &is_older, diag)) {
        if (is_older)
            casebook_put_log(casebook, "older copy accepted", 0, NULL);
        if (arrivals_take(casebook, diag))
            return casebook;
    }
    casebook_close(casebook);
    return NULL;
}

void
casebook_close(struct casebook *casebook)
{
    if (!casebook)
        return;
    keyring_free(casebook->ring);
    cells_close(&casebook->cells);
    vault_close(&casebook->vault);
    disk_close(&casebook->inbox);
    arena_free(casebook->arena);
    mem_free(casebook);
}
