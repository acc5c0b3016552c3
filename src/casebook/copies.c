/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes casebooks, copies them and proves them; see casebook.h. */
#include <config.h>

#include "casebook/casebook.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "casebook/inbox.h"
#include "casebook/unlocked.h"

static const char magic[16] = "attune backup 1";

enum { LIMIT_BACKUP = 1 << 30, LIMIT_FILE = 1 << 30 };

static const char *const file_list[] = {"keys", "vault", "inbox", "head"};

static bool
refuse(struct diag *diag, enum message message, const char *path,
       const char *what)
{
    return diag_add(diag, message, (struct place){0}, "'%s': %s", path, what);
}

/* ---- a folder that is there whole or not at all ---- */

/* Makes an empty FOLDER.unfinished, also in the place of one that was left: a
   name that nobody gives to a casebook of theirs. */
static const char *
make_folder(const char *folder, struct arena *arena, struct diag *diag)
{
    const char *made = arena_printf(arena, "%s.unfinished", folder);
    struct stat found;

    if (file_is_folder(folder)) {
        refuse(diag, MSG_CANNOT_WRITE, folder, "it is there already");
        diag_hint(diag, "give it another name first: nothing is ever written "
                        "over");
        return NULL;
    }
    /* What stands behind a link is somebody's, and not a leftover. */
    bool is_left = lstat(made, &found) == 0;
    if (!is_left && errno != ENOENT) {
        file_add_error(diag, MSG_CANNOT_WRITE, made);
        return NULL;
    }
    if (is_left && (!S_ISDIR(found.st_mode) || found.st_uid != geteuid())) {
        refuse(diag, MSG_CANNOT_WRITE, made,
               "it is a link, a file or somebody else's");
        return NULL;
    }
    if (!file_make_folder(made, diag))
        return NULL;
    for (size_t i = 0; i < N_ELEMENTS(file_list); i++)
        unlink(arena_printf(arena, "%s/%s", made, file_list[i]));
    return made;
}

static bool
name_folder(const char *made, const char *folder, struct arena *arena,
            struct diag *diag)
{
    if (!file_sync_folder(arena_printf(arena, "%s/head", made))
        || rename(made, folder))
        return refuse(diag, MSG_CANNOT_WRITE, folder, strerror(errno));
    if (file_sync_folder(folder))
        return true;
    refuse(diag, MSG_CANNOT_WRITE, folder, strerror(errno));
    return diag_hint(diag, "it is there, and whole; the disk did not say that "
                           "it lasts");
}

/* ---- a new casebook ---- */

static bool
lay_files(const char *made, const uint8_t id[CASEBOOK_ID], struct arena *arena,
          struct diag *diag)
{
    return cells_create(arena_printf(arena, "%s/keys", made), id, diag)
           && vault_create(arena_printf(arena, "%s/vault", made), id, diag)
           && file_write_new(arena_printf(arena, "%s/inbox", made), STR(""),
                             diag);
}

static bool
fill_files(const struct casebook_place *place, const struct secret *passphrase,
           const struct secret *recovery, struct seal_cost cost,
           struct diag *diag)
{
    struct casebook *casebook = casebook_begin(place, diag);
    struct secret *code SCOPED(secret_drop) = recovery_read(recovery);
    bool ok = casebook
              && casebook_set_slot(casebook, "own", passphrase, cost, diag)
              && casebook_set_slot(casebook, cells_recovery, code,
                                   seal_cost_recovery, diag);

    if (ok) {
        casebook_put_log(casebook, "init", 0, NULL);
        ok = casebook_commit(casebook, diag);
    }
    casebook_close(casebook);
    return ok;
}

bool
casebook_create(const struct casebook_place *place,
                const struct secret *passphrase, const struct secret *recovery,
                struct seal_cost cost, struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct casebook_place there = *place;
    uint8_t id[CASEBOOK_ID];
    sigset_t before;

    disk_hold_stops(&before);
    seal_random(id, sizeof id);
    there.folder = make_folder(place->folder, arena, diag);
    bool ok = there.folder && lay_files(there.folder, id, arena, diag)
              && fill_files(&there, passphrase, recovery, cost, diag)
              && name_folder(there.folder, place->folder, arena, diag);

    mem_note_done(ok ? "the casebook was made" : NULL);
    disk_let_stops(&before);
    if (ok)
        inbox_learn_place(place->folder, place->state_folder, id, arena);
    return ok;
}

/* ---- proof ---- */

static bool
is_same_file(const char *path, struct str bytes, struct arena *arena,
             struct diag *diag)
{
    struct str found;

    if (!file_read_whole(path, LIMIT_FILE, arena, &found, diag))
        return false;
    return str_equal(found, bytes)
           || refuse(diag, MSG_CASEBOOK_DAMAGED, path,
                     "it is not as it was when it was unlocked");
}

static bool
verify_vault(struct casebook *casebook, struct arena *arena, struct diag *diag)
{
    struct vault again = {.file = casebook->vault.file, .arena = arena};

    memcpy(again.id, casebook->cells.id, CASEBOOK_ID);
    return vault_read(&again, casebook->ring, casebook->vault.tags.n, diag)
           && (memcmp(vault_tag(&again), vault_tag(&casebook->vault), SEAL_TAG)
                   == 0
               || refuse(diag, MSG_CASEBOOK_DAMAGED, again.file.path,
                         "it is another one than was unlocked"));
}

static bool
verify_records(struct casebook *casebook, struct arena *arena,
               struct diag *diag)
{
    bool ok = true;

    for (size_t i = 0; i < casebook_n_records(casebook); i++) {
        uint32_t client = casebook_front(casebook, i).client;
        struct fields fields;
        if (client && casebook_is_erased(casebook, client))
            continue;
        if (!casebook_read(casebook, i, arena, &fields)) {
            diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                     "record %zu does not open", i + 1);
            ok = false;
        }
        arena_rewind(arena);
    }
    return ok;
}

bool
casebook_verify(struct casebook *casebook, bool is_deep, struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    /* Keys that could not be written are in memory alone. */
    bool ok = (casebook->vault.failure
               || is_same_file(casebook->cells.file.path,
                               buf_str(&casebook->cells.bytes), arena, diag))
              && verify_vault(casebook, arena, diag);

    arena_rewind(arena);
    return ok && (!is_deep || verify_records(casebook, arena, diag));
}

/* ---- backups ---- */

static bool
add_files(struct buf *out, const struct casebook *casebook, struct arena *arena,
          struct diag *diag)
{
    uint8_t link[SEAL_LINK];

    buf_add(out, (struct str){magic, sizeof magic});
    for (size_t i = 0; i < N_ELEMENTS(file_list); i++) {
        struct str bytes;
        if (!file_read_whole(casebook_path(casebook, file_list[i]), LIMIT_FILE,
                             arena, &bytes, diag))
            return false;
        put_u64(out, bytes.len);
        buf_add(out, bytes);
    }
    seal_link(link, NULL, buf_str(out));
    buf_add(out, (struct str){(const char *)link, sizeof link});
    return true;
}

static bool
write_backup(const char *path, const struct casebook *casebook,
             struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct buf bytes SCOPED(buf_clear) = {0};
    struct str found;

    if (!add_files(&bytes, casebook, arena, diag)
        || !file_write_new(path, buf_str(&bytes), diag))
        return false;
    bool ok =
        (file_sync_folder(path)
         || refuse(diag, MSG_CANNOT_WRITE, path, strerror(errno)))
        && file_read_whole(path, LIMIT_BACKUP, arena, &found, diag)
        && (str_equal(found, buf_str(&bytes))
            || refuse(diag, MSG_CANNOT_WRITE, path, "it reads back otherwise"));
    if (!ok)
        unlink(path); /* nobody is to rest on it */
    return ok;
}

bool
casebook_backup(struct casebook *casebook, const char *path, struct diag *diag)
{
    if (!disk_lock(&casebook->vault.file, DISK_INBOX, NULL, diag))
        return false;
    bool ok = write_backup(path, casebook, diag);
    disk_unlock_inbox(&casebook->vault.file);
    if (!ok)
        return false;
    /* Only now, so that the log never tells of one that is not there. */
    casebook_put_log(casebook, "backup", 0, path);
    mem_note_done("the backup was written and read back");
    casebook_commit_reading(casebook, diag);
    return true;
}

static bool
take_file(struct str *rest, struct str *bytes)
{
    if (rest->len < 8)
        return false;
    uint64_t len = get_u64(rest->bytes);
    if (rest->len - 8 < len)
        return false;
    *bytes = (struct str){rest->bytes + 8, (size_t)len};
    *rest = (struct str){bytes->bytes + bytes->len, rest->len - 8 - bytes->len};
    return true;
}

/* Whether they can be a casebook's, and one's, as far as that is told without
   its keys: what is in them is proved when it is opened. */
static bool
are_files(const struct str files[N_ELEMENTS(file_list)])
{
    struct head head;
    bool ok = head_read(files[3], &head)
              && files[0].len >= (size_t)(1 + N_KEY_SLOTS) * CELL_SIZE;

    for (size_t i = 0; ok && i < 2; i++) {
        char front[sizeof magic] = {0};
        (void)snprintf(front, sizeof front, "attune %s 1\n", file_list[i]);
        ok =
            files[i].len >= sizeof front + CASEBOOK_ID
            && memcmp(files[i].bytes, front, sizeof front) == 0
            && memcmp(files[i].bytes + sizeof front, head.id, CASEBOOK_ID) == 0;
    }
    return ok;
}

static bool
read_backup(const char *path, struct str bytes,
            struct str files[N_ELEMENTS(file_list)], struct diag *diag)
{
    uint8_t link[SEAL_LINK];
    size_t len = bytes.len < SEAL_LINK ? 0 : bytes.len - SEAL_LINK;
    struct str rest = {bytes.bytes + sizeof magic, len - sizeof magic};
    bool ok =
        len >= sizeof magic && memcmp(bytes.bytes, magic, sizeof magic) == 0;

    if (ok)
        seal_link(link, NULL, (struct str){bytes.bytes, len});
    ok = ok && memcmp(link, bytes.bytes + len, SEAL_LINK) == 0;
    for (size_t i = 0; ok && i < N_ELEMENTS(file_list); i++)
        ok = take_file(&rest, &files[i]);
    return (ok && !rest.len && are_files(files))
           || refuse(diag, MSG_CASEBOOK_DAMAGED, path,
                     "it is no backup, or not as it was written");
}

static bool
restore(const char *path, const char *folder, struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct str files[N_ELEMENTS(file_list)];
    struct str bytes;
    bool ok = file_read_whole(path, LIMIT_BACKUP, arena, &bytes, diag)
              && read_backup(path, bytes, files, diag);
    const char *made = ok ? make_folder(folder, arena, diag) : NULL;

    for (size_t i = 0; made && i < N_ELEMENTS(file_list); i++)
        if (!file_write_new(arena_printf(arena, "%s/%s", made, file_list[i]),
                            files[i], diag))
            return false;
    ok = made && name_folder(made, folder, arena, diag);
    if (ok)
        mem_note_done("the casebook was made");
    return ok;
}

bool
casebook_restore(const char *path, const char *folder, struct diag *diag)
{
    sigset_t before;

    disk_hold_stops(&before);
    bool ok = restore(path, folder, diag);
    disk_let_stops(&before);
    return ok;
}
