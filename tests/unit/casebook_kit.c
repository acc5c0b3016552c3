/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casebook_kit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "unit.h"

static void
remove_folder(struct practice *practice, const char *folder)
{
    size_t n;
    const char **names = file_names(folder, "", &n, practice->arena);

    for (size_t i = 0; i < n; i++) {
        if (file_is_folder(names[i]))
            remove_folder(practice, names[i]);
        else
            unlink(names[i]);
    }
    rmdir(folder);
}

struct practice
practice_open(const char *name)
{
    struct practice practice = {arena_new(), diag_new(), {0}, PASSPHRASE};
    const char *build = getenv("BUILD_FOLDER");
    /* Where waiting for the disk takes no time, if there is such a place. */
    const char *scratch = access("/dev/shm", W_OK) == 0
                              ? "/dev/shm/attune"
                              : arena_printf(practice.arena, "%s/tests/scratch",
                                             build ? build : ".");
    const char *folder = arena_printf(practice.arena, "%s/casebook-%s-%d",
                                      scratch, name, (int)getpid());
    struct secret *passphrase = secret_of(STR(PASSPHRASE));
    struct secret *recovery = secret_of(STR(RECOVERY));

    umask(077);
    assert_true(file_make_folder(folder, practice.diag));
    practice.place = (struct casebook_place){
        .folder = arena_printf(practice.arena, "%s/casebook", folder),
        .state_folder = arena_printf(practice.arena, "%s/state", folder),
        .at = "2026-03-31T10:05:00",
        .by = "anna",
    };
    assert_true(casebook_create(&practice.place, passphrase, recovery,
                                seal_cost_recovery, practice.diag));
    secret_free(passphrase);
    secret_free(recovery);
    return practice;
}

void
practice_close(struct practice *practice)
{
    const char *folder = practice->place.folder;
    const char *end = strrchr(folder, '/');

    assert_string_equal(practice_said(practice), "");
    remove_folder(practice, arena_printf(practice->arena, "%.*s",
                                         (int)(end - folder), folder));
    rmdir("/dev/shm/attune");
    diag_free(practice->diag);
    arena_free(practice->arena);
}

const char *
practice_said(struct practice *practice)
{
    struct buf said = {0};

    for (size_t i = 0; i < diag_total(practice->diag); i++)
        buf_addf(&said, "%s%s", i ? " " : "",
                 message_code(diag_get(practice->diag, i)->message));
    diag_free(practice->diag);
    practice->diag = diag_new();
    return arena_take(practice->arena, &said);
}

static struct casebook *
try_unlock(struct practice *practice)
{
    struct secret *passphrase = secret_of(str_from(practice->passphrase));
    struct casebook *casebook =
        casebook_open(&practice->place, passphrase, false, practice->diag);

    secret_free(passphrase);
    return casebook;
}

struct casebook *
practice_unlock(struct practice *practice, const char *codes)
{
    struct casebook *casebook = try_unlock(practice);

    assert_string_equal(practice_said(practice), codes);
    assert_non_null(casebook);
    return casebook;
}

void
practice_refuse(struct practice *practice, const char *codes)
{
    assert_null(try_unlock(practice));
    assert_string_equal(practice_said(practice), codes);
}

struct fields
fields_of(struct practice *practice, const char *text)
{
    struct fields fields = {0};
    struct str rest = str_from(text);
    struct str word;

    while (str_next_word(&rest, &word)) {
        const char *is = memchr(word.bytes, '=', word.len);
        size_t len = is ? (size_t)(is - word.bytes) : 0;
        assert_non_null(is);
        fields_put(practice->arena, &fields, (struct str){word.bytes, len},
                   (struct str){is + 1, word.len - len - 1});
    }
    return fields;
}

const char *
record_text(struct practice *practice, struct casebook *casebook, size_t idx)
{
    struct record_front front = casebook_front(casebook, idx);
    struct fields fields;
    struct buf text = {0};

    buf_addf(&text, "%s %u", record_kind_word(front.kind), front.client);
    if (!casebook_read(casebook, idx, practice->arena, &fields))
        buf_add_text(&text, " erased");
    for (size_t i = 2; i < fields.n; i++)
        buf_addf(&text, " %.*s=%.*s", STR_ARGS(fields.items[i].name),
                 STR_ARGS(fields.items[i].text));
    return arena_take(practice->arena, &text);
}

void
practice_fill(struct practice *practice, enum line_kind kind, char fill,
              uint32_t idx, const char *fields)
{
    struct inbox *inbox =
        inbox_open(practice->place.folder, practice->place.state_folder,
                   practice->arena, practice->diag);
    struct inbox_line line = {
        .kind = kind, .idx = idx, .fields = fields_of(practice, fields)};

    memset(line.fill, fill, sizeof line.fill);
    assert_non_null(inbox);
    assert_true(inbox_add(inbox, &line, practice->diag));
    inbox_close(inbox);
}

const char *
practice_path(struct practice *practice, const char *file)
{
    size_t n;

    if (strcmp(file, "state") != 0)
        return arena_printf(practice->arena, "%s/%s", practice->place.folder,
                            file);
    const char **found =
        file_names(practice->place.state_folder, ".head", &n, practice->arena);
    assert_int_equal(n, 1);
    return found[0];
}

struct str
practice_bytes(struct practice *practice, const char *file)
{
    struct str bytes;

    assert_true(file_read_whole(practice_path(practice, file), 1 << 30,
                                practice->arena, &bytes, practice->diag));
    return bytes;
}

void
practice_put_bytes(struct practice *practice, const char *file,
                   struct str bytes)
{
    assert_true(
        file_write_whole(practice_path(practice, file), bytes, practice->diag));
}
