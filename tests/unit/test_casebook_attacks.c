/* SPDX-License-Identifier: GPL-3.0-or-later */

/* casebook: whoever holds its files, but none of its keys, changes nothing that
   goes unnoticed.  ATTUNE_FLIPS=all in the environment flips every bit of a
   casebook, a fast selection otherwise. */

#include <config.h>

#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "casebook/cells.h"
#include "casebook_kit.h"

static const char *const files[] = {"keys", "vault", "inbox", "head", "state"};
enum { N_FILES = 5, INBOX = 2 };

/* All files as they were. */
struct copy {
    struct str bytes[N_FILES];
};

static struct copy
copy_take(struct practice *practice)
{
    struct copy copy;

    for (size_t i = 0; i < N_FILES; i++)
        copy.bytes[i] = practice_bytes(practice, files[i]);
    return copy;
}

static void
copy_put(struct practice *practice, const struct copy *copy)
{
    for (size_t i = 0; i < N_FILES; i++)
        practice_put_bytes(practice, files[i], copy->bytes[i]);
}

/* Two clients and some sessions, each a change of its own. */
static void
add_sessions(struct practice *practice, int n)
{
    struct casebook *casebook = practice_unlock(practice, "");
    struct fields jo = fields_of(practice, "code=jo");
    struct fields al = fields_of(practice, "code=al");
    struct fields row = fields_of(practice, "q1=3 q2=4");

    if (!casebook_n_clients(casebook)) {
        assert_int_equal(casebook_add_client(casebook, &jo, practice->diag), 1);
        assert_int_equal(casebook_add_client(casebook, &al, practice->diag), 2);
    }
    for (int i = 0; i < n; i++) {
        casebook_put(casebook, RECORD_SESSION, (uint32_t)i % 2 + 1, &row);
        assert_true(casebook_commit(casebook, practice->diag));
    }
    casebook_close(casebook);
}

/* ---- what is done to a file ---- */

static void
put_changed(struct practice *practice, const char *file, struct buf *bytes)
{
    practice_put_bytes(practice, file, buf_str(bytes));
    buf_clear(bytes);
}

static struct buf
bytes_of(struct practice *practice, const char *file)
{
    struct buf bytes = {0};

    buf_add(&bytes, practice_bytes(practice, file));
    return bytes;
}

/* Where frame 'number' of the vault begins. */
static size_t
frame_at(const struct buf *vault, size_t number)
{
    size_t at = 32;

    while (number--)
        at += 4 + get_u32(vault->bytes + at);
    return at;
}

static size_t
n_frames(const struct buf *vault)
{
    size_t n = 0;

    for (size_t at = 32; at < vault->len; n++)
        at += 4 + get_u32(vault->bytes + at);
    return n;
}

static void
cut_last(struct practice *practice)
{
    struct buf vault = bytes_of(practice, "vault");

    vault.len = frame_at(&vault, n_frames(&vault) - 1);
    put_changed(practice, "vault", &vault);
}

static void
cut_out(struct practice *practice)
{
    struct buf vault = bytes_of(practice, "vault");
    size_t at = frame_at(&vault, 3);
    size_t end = frame_at(&vault, 4);

    memmove(vault.bytes + at, vault.bytes + end, vault.len - end);
    vault.len -= end - at;
    put_changed(practice, "vault", &vault);
}

static void
swap_frames(struct practice *practice)
{
    struct buf vault = bytes_of(practice, "vault");
    struct buf swapped = {0};
    size_t a = frame_at(&vault, n_frames(&vault) - 3);
    size_t b = frame_at(&vault, n_frames(&vault) - 2);
    size_t c = frame_at(&vault, n_frames(&vault) - 1);

    buf_add(&swapped, (struct str){vault.bytes, a});
    buf_add(&swapped, (struct str){vault.bytes + b, c - b});
    buf_add(&swapped, (struct str){vault.bytes + a, b - a});
    buf_add(&swapped, (struct str){vault.bytes + c, vault.len - c});
    buf_clear(&vault);
    put_changed(practice, "vault", &swapped);
}

static void
forge_last(struct practice *practice)
{
    struct buf vault = bytes_of(practice, "vault");
    size_t at = frame_at(&vault, n_frames(&vault) - 1) + 4;

    seal_random(vault.bytes + at, vault.len - at);
    put_changed(practice, "vault", &vault);
}

static void
repeat_last(struct practice *practice)
{
    struct buf vault = bytes_of(practice, "vault");
    size_t at = frame_at(&vault, n_frames(&vault) - 1);
    struct buf last = {0};

    buf_add(&last, (struct str){vault.bytes + at, vault.len - at});
    buf_add(&vault, buf_str(&last));
    buf_clear(&last);
    put_changed(practice, "vault", &vault);
}

static void
zero_client(struct practice *practice)
{
    struct buf keys = bytes_of(practice, "keys");

    memset(keys.bytes + 16 * CELL_SIZE, 0, CELL_SIZE);
    put_changed(practice, "keys", &keys);
}

static void
swap_clients(struct practice *practice)
{
    struct buf keys = bytes_of(practice, "keys");
    char *cell = keys.bytes + 16 * CELL_SIZE;
    char kept[CELL_SIZE];

    memcpy(kept, cell, CELL_SIZE);
    memcpy(cell, cell + CELL_SIZE, CELL_SIZE);
    memcpy(cell + CELL_SIZE, kept, CELL_SIZE);
    put_changed(practice, "keys", &keys);
}

static void
cut_clients(struct practice *practice)
{
    struct buf keys = bytes_of(practice, "keys");

    keys.len = 17 * CELL_SIZE;
    put_changed(practice, "keys", &keys);
}

static void
zero_slot(struct practice *practice)
{
    struct buf keys = bytes_of(practice, "keys");

    memset(keys.bytes + 2 * CELL_SIZE, 0, CELL_SIZE);
    put_changed(practice, "keys", &keys);
}

/* A slot that asks for as much work as can be written down. */
static void
dear_slot(struct practice *practice)
{
    struct buf keys = bytes_of(practice, "keys");

    memset(keys.bytes + CELL_SIZE + SLOT_NAME, 0xff, 8);
    put_changed(practice, "keys", &keys);
}

/* A slot that costs nothing, with a master key of whoever made it under a key
   that everybody knows: zeros. */
static void
free_slot(struct practice *practice)
{
    static const uint8_t zeros[SEAL_KEY];
    struct buf keys = bytes_of(practice, "keys");
    struct buf bound = {0};
    struct buf sealed = {0};
    char *cell = keys.bytes + CELL_SIZE;

    memset(cell + SLOT_NAME, 0, 8);
    buf_add(&bound, (struct str){keys.bytes + 16, CASEBOOK_ID});
    buf_add(&bound, (struct str){cell, 48});
    seal_add(&sealed, zeros, buf_str(&bound),
             (struct str){(const char *)zeros, SEAL_KEY});
    memcpy(cell + 48, sealed.bytes, sealed.len);
    buf_clear(&bound);
    buf_clear(&sealed);
    put_changed(practice, "keys", &keys);
}

/* One's own slot once more, so that the practice removes one of the two. */
static void
repeat_slot(struct practice *practice)
{
    struct buf keys = bytes_of(practice, "keys");

    memcpy(keys.bytes + 5 * CELL_SIZE, keys.bytes + 2 * CELL_SIZE, CELL_SIZE);
    put_changed(practice, "keys", &keys);
}

static void
edit_state(struct practice *practice)
{
    struct buf head = bytes_of(practice, "state");

    head.bytes[64] ^= 1;
    put_changed(practice, "state", &head);
}

static void
show_others(struct practice *practice)
{
    assert_int_equal(chmod(practice_path(practice, "keys"), 0644), 0);
}

static void
lead_elsewhere(struct practice *practice)
{
    const char *path = practice_path(practice, "vault");
    const char *other = practice_path(practice, "elsewhere");

    assert_int_equal(rename(path, other), 0);
    assert_int_equal(symlink(other, path), 0);
}

static void
test_edits(void **state)
{
    static const struct {
        const char *name;
        void (*edit)(struct practice *practice);
        const char *codes;
        bool opens;
    } cases[] = {
        {"cut last", cut_last, "E240", false},
        {"cut out", cut_out, "E240", false},
        {"swap frames", swap_frames, "E240", false},
        {"forge last", forge_last, "E240", false},
        {"repeat last", repeat_last, "W244", true},
        {"zero client", zero_client, "E240", false},
        {"swap clients", swap_clients, "E240", false},
        {"cut clients", cut_clients, "E240", false},
        {"zero slot", zero_slot, "W246", true},
        {"dear slot", dear_slot, "E234", false},
        {"free slot", free_slot, "E234", false},
        {"repeat slot", repeat_slot, "W246", true},
        {"edit state", edit_state, "E240", false},
        {"show others", show_others, "E232", false},
        {"lead elsewhere", lead_elsewhere, "E001", false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct practice practice = practice_open("edits");
        add_sessions(&practice, 4);
        cases[i].edit(&practice);
        if (cases[i].opens)
            casebook_close(practice_unlock(&practice, cases[i].codes));
        else
            practice_refuse(&practice, cases[i].codes);
        practice_close(&practice);
    }
}

/* Last week's files in the place of this week's, all or some of them; with what
   this computer knows, and without. */
static void
test_older(void **state)
{
    static const struct {
        const char *older; /* a letter a file: keys vault head */
        bool is_known;     /* the state folder has seen the newer one */
        const char *codes;
        bool opens;
    } cases[] = {
        {"kvh", true, "E241", false},
        {"kvh", false, "W243", true},
        {"v", true, "E240", false},
        {"v", false, "E240", false},
        {"vh", false, "W243 W246 W246", true},
        {"h", true, "", true},
        {"k", true, "W246 W246", true},
        {"k", false, "W243 W246 W246", true},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct practice practice = practice_open("older");
        add_sessions(&practice, 2);
        struct copy old = copy_take(&practice);
        struct casebook *casebook = practice_unlock(&practice, "");
        struct secret *secret = secret_of(STR("another"));
        assert_true(casebook_set_slot(casebook, "ben", secret,
                                      seal_cost_recovery, practice.diag));
        assert_true(casebook_remove_slot(casebook, "recovery", practice.diag));
        secret_free(secret);
        casebook_close(casebook);
        if (strchr(cases[i].older, 'k'))
            practice_put_bytes(&practice, "keys", old.bytes[0]);
        if (strchr(cases[i].older, 'v'))
            practice_put_bytes(&practice, "vault", old.bytes[1]);
        if (strchr(cases[i].older, 'h'))
            practice_put_bytes(&practice, "head", old.bytes[3]);
        if (!cases[i].is_known)
            unlink(practice_path(&practice, "state"));
        if (cases[i].opens)
            casebook_close(practice_unlock(&practice, cases[i].codes));
        else
            practice_refuse(&practice, cases[i].codes);
        practice_close(&practice);
    }
}

/* One that was rolled back and went on elsewhere is as long, and another. */
static void
test_fork(void **state)
{
    struct practice practice = practice_open("fork");

    (void)state;
    add_sessions(&practice, 1);
    struct copy old = copy_take(&practice);
    add_sessions(&practice, 3);
    struct str known = practice_bytes(&practice, "state");
    copy_put(&practice, &old);
    add_sessions(&practice, 6);
    practice_put_bytes(&practice, "state", known);
    practice_refuse(&practice, "E241");
    practice_close(&practice);
}

/* ---- every bit, every length ---- */

/* Whether the change of a file is told; all files are as they were then. */
static bool
is_noticed(struct practice *practice, const struct copy *copy)
{
    struct secret *passphrase = secret_of(STR(PASSPHRASE));
    struct casebook *casebook =
        casebook_open(&practice->place, passphrase, false, practice->diag);
    bool is_told = diag_total(practice->diag) > 0;

    if (casebook) {
        casebook_close(casebook);
        copy_put(practice, copy);
    }
    secret_free(passphrase);
    diag_free(practice->diag);
    practice->diag = diag_new();
    return is_told;
}

static void
flip(int fd, size_t bit, const struct copy *copy, size_t file)
{
    char byte = copy->bytes[file].bytes[bit / 8];

    byte = (char)(byte ^ 1 << bit % 8);
    assert_int_equal(pwrite(fd, &byte, 1, (off_t)(bit / 8)), 1);
}

static void
flip_bits(struct practice *practice, const struct copy *copy, size_t file,
          size_t step)
{
    size_t n_bits = copy->bytes[file].len * 8;
    const char *path = practice_path(practice, files[file]);

    for (size_t bit = 0; bit < n_bits; bit += step) {
        int fd = open(path, O_RDWR | O_CLOEXEC);
        flip(fd, bit, copy, file);
        if (!is_noticed(practice, copy))
            fail_msg("bit %zu of '%s' is flipped and nobody notices", bit,
                     files[file]);
        char byte = copy->bytes[file].bytes[bit / 8];
        assert_int_equal(pwrite(fd, &byte, 1, (off_t)(bit / 8)), 1);
        close(fd);
    }
}

static void
test_flips(void **state)
{
    const char *how = getenv("ATTUNE_FLIPS");
    bool is_all = how && strcmp(how, "all") == 0;
    struct practice practice = practice_open("flips");

    (void)state;
    add_sessions(&practice, is_all ? 100 : 4);
    practice_fill(&practice, LINE_BEGUN, 'a', 0, "client=jo");
    practice_fill(&practice, LINE_DONE, 'a', 1, "client=jo q1=2");
    struct copy copy = copy_take(&practice);
    for (size_t i = 0; i < N_FILES; i++)
        flip_bits(&practice, &copy, i, is_all ? 1 : i == INBOX ? 131 : 61);
    practice_close(&practice);
}

static void
test_lengths(void **state)
{
    struct practice practice = practice_open("lengths");

    (void)state;
    add_sessions(&practice, 2);
    practice_fill(&practice, LINE_DONE, 'a', 0, "client=jo q1=2");
    struct copy copy = copy_take(&practice);
    for (size_t i = 0; i < N_FILES; i++) {
        size_t step = copy.bytes[i].len / 40 + 1;
        for (size_t len = 0; len < copy.bytes[i].len; len += step) {
            practice_put_bytes(&practice, files[i],
                               (struct str){copy.bytes[i].bytes, len});
            if (!is_noticed(&practice, &copy))
                fail_msg("'%s' is cut to %zu bytes and nobody notices",
                         files[i], len);
            practice_put_bytes(&practice, files[i], copy.bytes[i]);
        }
    }
    practice_close(&practice);
}

UNIT_MAIN(cmocka_unit_test(test_edits), cmocka_unit_test(test_older),
          cmocka_unit_test(test_fork), cmocka_unit_test(test_flips),
          cmocka_unit_test(test_lengths))
