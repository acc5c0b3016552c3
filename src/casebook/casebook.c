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
                                 clients_whose(casebook, record->client)};
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
    struct fields all = {0};

    fields_put(scratch, &all, STR(".at"), str_from(casebook->place.at));
    fields_put(scratch, &all, STR(".by"), str_from(casebook->place.by));
    for (size_t i = 0; i < fields->n; i++)
        *vec_add(scratch, &all) = fields->items[i];
    casebook_put_again(casebook, kind, client, &all);
}

void
casebook_put_again(struct casebook *casebook, enum record_kind kind,
                   uint32_t client, const struct fields *fields)
{
    struct buf plain SCOPED(buf_clear) = {0};
    const uint8_t *key = NULL;

    if (client) {
        enum cell_state state =
            cells_client(&casebook->cells, client, casebook->ring);
        assert(state == CELL_KEY);
        (void)state;
        key = casebook->ring->client;
    }
    fields_add(&plain, fields);
    vault_stage(&casebook->vault, (uint8_t)kind, client, key, buf_str(&plain));
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
absorb_own(struct casebook *casebook, enum record_kind kind,
           const struct fields *fields)
{
    if (kind == RECORD_SLOTS) {
        casebook->slots = *fields;
    } else if (kind == RECORD_LINES) {
        casebook->n_lines = fields_number(fields, "n");
        (void)!hex_read(fields_get(fields, "link"), casebook->link, SEAL_LINK);
    } else if (kind == RECORD_ERASURE) {
        clients_absorb_erasure(casebook, fields);
    } else if (kind == RECORD_RENEWAL) {
        clients_absorb_renewal(casebook, fields);
    }
}

static void
absorb(struct casebook *casebook)
{
    for (; casebook->n_absorbed < casebook->vault.records.n;
         casebook->n_absorbed++) {
        size_t idx = casebook->n_absorbed;
        const struct vault_record *record = record_at(casebook, idx);
        struct fields fields;
        if (record->client && record->kind == RECORD_CLIENT)
            clients_absorb(casebook, idx);
        else if (!record->client
                 && casebook_read(casebook, idx, casebook->arena, &fields))
            absorb_own(casebook, (enum record_kind)record->kind, &fields);
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
    if (casebook->has_head || casebook->has_told_head)
        return;
    casebook->has_told_head = true;
    diag_add(diag, MSG_CASEBOOK_HEAD, (struct place){0}, "%s",
             diag_get(problems, 0)->detail);
    diag_hint(diag, "make room on the disk, or mend it: the next command "
                    "writes it");
}

bool
casebook_may_change(const struct casebook *casebook, struct diag *diag)
{
    if (!casebook->vault.failure)
        return true;
    diag_add(diag, MSG_CANNOT_WRITE, (struct place){0}, "%s",
             casebook->vault.failure);
    return diag_hint(diag,
                     "nothing was changed: make room on the disk, or copy "
                     "the casebook's folder to another one, and give the "
                     "same command again");
}

/* A key that no change tells of is no harm; the other way round it is. */
static bool
write_change(struct casebook *casebook, struct diag *diag)
{
    if (!cells_clients_write(&casebook->cells, (uint32_t)casebook->n_kept,
                             (uint32_t)casebook->clients.n, diag)) {
        vault_fail(&casebook->vault, diag);
        return false;
    }
    return vault_commit(&casebook->vault, casebook->ring, diag);
}

static bool
commit(struct casebook *casebook, struct diag *diag)
{
    if (!casebook_may_change(casebook, diag) || !write_change(casebook, diag)) {
        vault_unstage(&casebook->vault);
        cells_clients_forget(&casebook->cells, (uint32_t)casebook->n_kept,
                             (uint32_t)casebook->clients.n);
        casebook->clients.n = casebook->n_kept;
        return false;
    }
    if (!mem_done()) /* nothing that says more */
        mem_note_done("what 'attune casebook log' lists last");
    absorb(casebook);
    write_head(casebook, diag);
    return true;
}

bool
casebook_commit(struct casebook *casebook, struct diag *diag)
{
    sigset_t before;

    disk_hold_stops(&before);
    bool ok = commit(casebook, diag);
    disk_let_stops(&before);
    return ok;
}

/* False after adding an error. */
static bool
commit_reading(struct casebook *casebook, struct diag *diag)
{
    if (casebook->vault.failure || !write_change(casebook, diag))
        return false;
    absorb(casebook);
    write_head(casebook, diag);
    return true;
}

/* That this computer has seen it so far, though nothing is written there. */
static void
note_seen(const struct casebook *casebook)
{
    struct head head = head_of(casebook);
    struct buf bytes SCOPED(buf_clear) = {0};
    struct diag *unsaid SCOPED(diag_drop) = diag_new();

    head_add(&bytes, &head, casebook->ring);
    (void)!write_state(casebook, buf_str(&bytes), unsaid);
}

void
casebook_commit_reading(struct casebook *casebook, struct diag *diag)
{
    struct diag *problems SCOPED(diag_drop) = diag_new();
    sigset_t before;

    disk_hold_stops(&before);
    bool ok = commit_reading(casebook, problems);
    disk_let_stops(&before);
    if (ok) {
        diag_move(diag, problems);
        return;
    }
    if (!casebook->has_told_failure && !casebook->is_older)
        note_seen(casebook);
    vault_keep(&casebook->vault);
    absorb(casebook);
    if (casebook->has_told_failure)
        return;
    casebook->has_told_failure = true;
    diag_add(diag, MSG_CASEBOOK_UNWRITTEN, (struct place){0}, "%s",
             casebook->vault.failure);
    diag_hint(diag, "the log does not tell of it, and what was filled in since "
                    "stays in the inbox: make room on the disk, or copy the "
                    "casebook's folder to another one");
}

size_t
casebook_arrivals(const struct casebook *casebook, size_t *first)
{
    *first = casebook->first_arrival;
    return casebook->n_arrivals;
}

/* ---- opening ---- */

bool
casebook_is_there(const char *folder)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();

    return file_exists(arena_printf(scratch, "%s/keys", folder));
}

bool
casebook_check_there(const char *folder, struct diag *diag)
{
    if (casebook_is_there(folder))
        return true;
    diag_add(diag, MSG_CASEBOOK_NONE, (struct place){0}, "'%s'", folder);
    return diag_hint(diag, "--casebook names its folder: is the disk there "
                           "that it is on?  'attune casebook init' makes a new "
                           "one");
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
                    "recovery code opens it, too, and 'attune casebook "
                    "passwd' then takes a new passphrase");
    tell_refusal(casebook);
    return false;
}

/* The slot that was used may be gone since: then another stands for it. */
static bool
take_key(struct casebook *casebook, const struct secret *key)
{
    memcpy(casebook->ring->master, secret_text(key).bytes, SEAL_KEY);
    keyring_derive(casebook->ring);
    casebook->slot = secret_text(key).bytes[SEAL_KEY];
    for (int slot = 0;
         !cells_slot(&casebook->cells, casebook->slot) && slot < N_KEY_SLOTS;
         slot++)
        casebook->slot = slot;
    return true;
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
is_known_here(struct casebook *casebook, bool accepts_older, struct diag *diag)
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
    if (!is_read && !accepts_older) {
        diag_move(diag, unsaid);
        return diag_hint(diag, "that is not in the casebook: --accept-older "
                               "takes the casebook as it is, and writes it "
                               "anew");
    }
    casebook->is_older = !is_read || !has_passed(&casebook->vault, &head);
    if (!casebook->is_older || accepts_older)
        return true;
    diag_add(diag, MSG_CASEBOOK_OLDER, (struct place){0}, "'%s'",
             casebook->place.folder);
    return diag_hint(diag,
                     "if you have restored a backup, or worked in another copy "
                     "of it since, whose changes are not in this one, give the "
                     "command again with --accept-older; else somebody has put "
                     "an older copy in its place");
}

static bool
prove(struct casebook *casebook, bool accepts_older, struct diag *diag)
{
    struct head head;

    if (!read_head(casebook, casebook_path(casebook, "head"), &head, diag)
        || !vault_read(&casebook->vault, casebook->ring, head.n_frames, diag))
        return false;
    if (!has_passed(&casebook->vault, &head))
        return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                        "the vault and the head are not of one time");
    if (!is_known_here(casebook, accepts_older, diag))
        return false;
    absorb(casebook);
    return slots_check(casebook, diag) && clients_check(casebook, diag);
}

/* Some or all of them can only be read. */
static void
find_read_only(struct casebook *casebook)
{
    if (casebook->cells.file.is_read_only || casebook->vault.file.is_read_only
        || casebook->inbox.is_read_only)
        casebook->vault.failure =
            arena_printf(casebook->arena, "'%s': it can only be read",
                         casebook->place.folder);
}

/* The vault, which is locked, first: what another program changes until then
   must not have been read. */
static bool
open_files(struct casebook *casebook, struct diag *diag)
{
    struct vault *vault = &casebook->vault;

    if (!vault_open(vault, casebook_path(casebook, "vault"),
                    casebook->place.tell_of_wait, casebook->arena, diag)
        || !cells_open(&casebook->cells, casebook_path(casebook, "keys"),
                       casebook->arena, diag)
        || !disk_open_to_read(&casebook->inbox,
                              casebook_path(casebook, "inbox"), diag))
        return false;
    memcpy(vault->id, casebook->cells.id, CASEBOOK_ID);
    find_read_only(casebook);
    return true;
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

static bool
has_files(const struct casebook *casebook, struct diag *diag)
{
    static const char *const names[] = {"vault", "inbox", "head"};

    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (!file_exists(casebook_path(casebook, names[i])))
            return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                            "'%s': its file '%s' is missing",
                            casebook->place.folder, names[i]);
    return true;
}

/* What to do about what was said last. */
static void
hint_damage(struct diag *diag)
{
    size_t n = diag_total(diag);
    const struct diagnostic *last = n ? diag_get(diag, n - 1) : NULL;

    if (last && last->message == MSG_CASEBOOK_DAMAGED && !last->hint)
        diag_hint(diag, "leave the folder as it is, and make the casebook anew "
                        "of a backup: 'attune casebook restore BACKUP "
                        "--casebook NEW-FOLDER'");
}

/* With the passphrase, or its key. */
static struct casebook *
open_with(const struct casebook_place *place, const struct secret *passphrase,
          const struct secret *key, bool accepts_older, struct diag *diag)
{
    struct casebook *casebook = casebook_new(place);

    if (casebook_check_there(place->folder, diag) && has_files(casebook, diag)
        && open_files(casebook, diag)
        && (key ? take_key(casebook, key) : unlock(casebook, passphrase, diag))
        && prove(casebook, accepts_older, diag)) {
        if (casebook->is_older)
            casebook_put_log(casebook, "older copy accepted", 0, NULL);
        if (arrivals_take(casebook, diag)) {
            inbox_learn_place(place->folder, place->state_folder,
                              casebook->cells.id, casebook->arena);
            return casebook;
        }
    }
    hint_damage(diag);
    casebook_close(casebook);
    return NULL;
}

struct casebook *
casebook_open(const struct casebook_place *place,
              const struct secret *passphrase, bool accepts_older,
              struct diag *diag)
{
    return open_with(place, passphrase, NULL, accepts_older, diag);
}

struct casebook *
casebook_reopen(const struct casebook_place *place, const struct secret *key,
                struct diag *diag)
{
    return open_with(place, NULL, key, false, diag);
}

struct secret *
casebook_key(const struct casebook *casebook)
{
    struct secret *key = secret_new(SEAL_KEY + 1);

    memcpy(secret_bytes(key), casebook->ring->master, SEAL_KEY);
    secret_bytes(key)[SEAL_KEY] = (char)casebook->slot;
    return key;
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
