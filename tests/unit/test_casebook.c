/* SPDX-License-Identifier: GPL-3.0-or-later */

/* casebook: what was put is there when it is opened again, by whoever may; what
   was erased is nowhere; a copy is the same. */

#include <config.h>

#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/file.h"
#include "casebook_kit.h"
#include "casebook/people.h"
#include "casebook/unlocked.h"

static uint32_t
add_client(struct practice *practice, struct casebook *casebook,
           const char *fields)
{
    struct fields of = fields_of(practice, fields);

    return casebook_add_client(casebook, &of, practice->diag);
}

static void
put(struct practice *practice, struct casebook *casebook, enum record_kind kind,
    uint32_t client, const char *fields)
{
    struct fields of = fields_of(practice, fields);

    casebook_put(casebook, kind, client, &of);
}

static void
test_records(void **state)
{
    struct practice practice = practice_open("records");
    struct casebook *casebook = practice_unlock(&practice, "");
    size_t n = casebook_n_records(casebook);

    (void)state;
    assert_int_equal(add_client(&practice, casebook, "code=c01 name=Jo"), 1);
    assert_int_equal(add_client(&practice, casebook, "code=c02"), 2);
    assert_int_equal(add_client(&practice, casebook, "code=c02"), 0);
    assert_string_equal(practice_said(&practice), "E235");
    put(&practice, casebook, RECORD_SESSION, 1, "client=c01 q1=3 q2=skipped");
    put(&practice, casebook, RECORD_NOTE, 2, "text=");
    assert_int_equal(casebook_n_records(casebook), n);
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_close(casebook);

    casebook = practice_unlock(&practice, "");
    static const char *const want[] = {
        "client 1 code=c01 name=Jo", "client 2 code=c02",
        "session 1 client=c01 q1=3 q2=skipped", "note 2 text="};
    for (size_t i = 0; i < N_ELEMENTS(want); i++)
        assert_string_equal(record_text(&practice, casebook, n + i), want[i]);
    struct fields fields;
    assert_true(casebook_read(casebook, n, practice.arena, &fields));
    assert_true(str_is(fields_get(&fields, ".at"), "2026-03-31T10:05:00"));
    assert_true(str_is(fields_get(&fields, ".by"), "anna"));
    assert_int_equal(casebook_n_clients(casebook), 2);
    assert_int_equal(casebook_find(casebook, STR("c02")), 2);
    assert_int_equal(casebook_find(casebook, STR("c03")), 0);
    put(&practice, casebook, RECORD_CLIENT, 2, "code=c03");
    assert_true(casebook_commit(casebook, practice.diag));
    assert_int_equal(casebook_find(casebook, STR("c03")), 2);
    assert_int_equal(casebook_find(casebook, STR("c02")), 0);
    assert_true(casebook_verify(casebook, true, practice.diag));
    casebook_close(casebook);
    practice_close(&practice);
}

static bool
set_slot(struct practice *practice, struct casebook *casebook, const char *name,
         const char *passphrase)
{
    struct secret *secret = secret_of(str_from(passphrase));
    bool ok = casebook_set_slot(casebook, name, secret, seal_cost_recovery,
                                practice->diag);

    secret_free(secret);
    return ok;
}

static void
test_slots(void **state)
{
    struct practice practice = practice_open("slots");

    (void)state;
    practice.passphrase = "wrong";
    practice_refuse(&practice, "E234");
    practice.passphrase = "abcde fghjk mnpqr stvwx yzoi23"; /* as typed */
    struct casebook *casebook = practice_unlock(&practice, "");
    assert_string_equal(casebook_slot_used(casebook), "recovery");
    /* What failed is in the log. */
    bool is_logged = false;
    for (size_t i = 0; i < casebook_n_records(casebook); i++)
        is_logged |=
            strstr(record_text(&practice, casebook, i), "log 0 what=refused")
            != NULL;
    assert_true(is_logged);
    assert_true(set_slot(&practice, casebook, "own", "a new one"));
    assert_true(set_slot(&practice, casebook, "ben", "another"));
    assert_string_equal(casebook_slot(casebook, 0), "ben");
    assert_string_equal(casebook_slot(casebook, 1), "recovery");
    assert_string_equal(casebook_slot(casebook, 2), "own");
    assert_null(casebook_slot(casebook, 3));
    assert_false(casebook_remove_slot(casebook, "cleo", practice.diag));
    assert_string_equal(practice_said(&practice), "E236");
    casebook_close(casebook);

    practice.passphrase = PASSPHRASE;
    practice_refuse(&practice, "E234");
    practice.passphrase = "another";
    casebook_close(practice_unlock(&practice, ""));
    practice.passphrase = "a new one";
    casebook = practice_unlock(&practice, "");
    assert_true(casebook_remove_slot(casebook, "ben", practice.diag));
    assert_true(casebook_remove_slot(casebook, "recovery", practice.diag));
    assert_false(casebook_remove_slot(casebook, "own", practice.diag));
    assert_string_equal(practice_said(&practice), "E236");
    for (int i = 0; i < 14; i++)
        assert_true(set_slot(&practice, casebook,
                             arena_printf(practice.arena, "s%d", i), "x"));
    assert_false(set_slot(&practice, casebook, "s15", "x"));
    assert_string_equal(practice_said(&practice), "E236");
    casebook_close(casebook);
    practice.passphrase = "another";
    practice_refuse(&practice, "E234");
    practice_close(&practice);
}

/* ---- two at once ---- */

static struct practice *waits_for; /* whose casebook this one has open: */
static struct casebook *held;

static void
change_and_close(void)
{
    assert_true(set_slot(waits_for, held, "own", "a new one"));
    casebook_close(held);
    held = NULL;
}

/* What is changed until the first is done with it, the second knows. */
static void
test_waits(void **state)
{
    struct practice practice = practice_open("waits");

    (void)state;
    waits_for = &practice;
    held = practice_unlock(&practice, "");
    practice_refuse(&practice, "E231");
    practice.passphrase = "a new one";
    practice.place.tell_of_wait = change_and_close;
    struct casebook *casebook = practice_unlock(&practice, "");
    assert_null(held);
    assert_true(set_slot(&practice, casebook, "ben", "another"));
    casebook_close(casebook);
    practice.place.tell_of_wait = NULL;
    casebook_close(practice_unlock(&practice, ""));
    practice_close(&practice);
}

/* Whether the bytes are anywhere in a file. */
static bool
holds(struct practice *practice, const char *file, struct str wanted)
{
    struct str bytes = practice_bytes(practice, file);

    return memmem(bytes.bytes, bytes.len, wanted.bytes, wanted.len) != NULL;
}

/* No file takes a byte, as on a full disk. */
static void
make_room(bool is_room)
{
    struct rlimit limit;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = is_room ? limit.rlim_max : 0;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
test_without_room(void **state)
{
    static const char *const files[] = {"keys", "vault", "inbox", "head"};
    struct practice practice = practice_open("without-room");
    struct casebook *casebook = practice_unlock(&practice, "");
    struct str before[N_ELEMENTS(files)];

    (void)state;
    assert_int_equal(add_client(&practice, casebook, "code=c01"), 1);
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_close(casebook);
    practice_fill(&practice, LINE_DONE, 'a', 0, "client=c02 q1=3");
    struct buf vault SCOPED(buf_clear) = {0};
    buf_add(&vault, practice_bytes(&practice, "vault"));
    buf_add_text(&vault, "half a change");
    practice_put_bytes(&practice, "vault", buf_str(&vault));
    for (size_t i = 0; i < N_ELEMENTS(files); i++)
        before[i] = practice_bytes(&practice, files[i]);

    /* It is read, with what came in since. */
    make_room(false);
    casebook = practice_unlock(&practice, "W249");
    assert_int_equal(casebook_find(casebook, STR("c02")), 2);
    size_t first;
    assert_int_equal(casebook_arrivals(casebook, &first), 4);
    assert_non_null(
        strstr(record_text(&practice, casebook, first + 1), "client=c02 q1=3"));
    assert_true(casebook_verify(casebook, true, practice.diag));
    casebook_put_log(casebook, "read", 2, NULL);
    casebook_commit_reading(casebook, practice.diag);
    assert_string_equal(practice_said(&practice), ""); /* once is enough */

    /* Nothing is changed, and each says why. */
    put(&practice, casebook, RECORD_NOTE, 1, "text=lost");
    assert_false(casebook_commit(casebook, practice.diag));
    assert_int_equal(add_client(&practice, casebook, "code=c03"), 3);
    assert_false(casebook_commit(casebook, practice.diag));
    assert_int_equal(casebook_find(casebook, STR("c03")), 0);
    assert_false(set_slot(&practice, casebook, "own", "a new one"));
    assert_false(casebook_remove_slot(casebook, "own", practice.diag));
    assert_false(
        casebook_erase_client(casebook, 1, STR("asked for"), practice.diag));
    assert_string_equal(practice_said(&practice), "E003 E003 E003 E003 E003");
    casebook_close(casebook);
    make_room(true);
    for (size_t i = 0; i < N_ELEMENTS(files); i++)
        assert_true(str_equal(before[i], practice_bytes(&practice, files[i])));

    casebook = practice_unlock(&practice, "W244");
    assert_int_equal(casebook_find(casebook, STR("c02")), 2);
    assert_int_equal(casebook_find(casebook, STR("c03")), 0);
    assert_true(casebook_verify(casebook, true, practice.diag));
    casebook_close(casebook);
    practice_close(&practice);
}

static void
test_erasure(void **state)
{
    static const char *const files[] = {"keys", "vault", "inbox", "head",
                                        "state"};
    struct practice practice = practice_open("erasure");
    struct casebook *casebook = practice_unlock(&practice, "");

    (void)state;
    assert_int_equal(add_client(&practice, casebook, "code=canary1"), 1);
    assert_int_equal(add_client(&practice, casebook, "code=c02"), 2);
    put(&practice, casebook, RECORD_SESSION, 1, "q1=canary2");
    put(&practice, casebook, RECORD_SESSION, 2, "q1=kept");
    assert_true(casebook_commit(casebook, practice.diag));
    for (size_t i = 0; i < N_ELEMENTS(files); i++)
        assert_false(holds(&practice, files[i], STR("canary")));
    struct str keys = practice_bytes(&practice, "keys");
    struct str sealed = {keys.bytes + 16 * 128, 72};
    char kept[72];
    memcpy(kept, sealed.bytes, 72);
    struct str wrapped = {kept, 72};
    assert_true(holds(&practice, "keys", wrapped));
    assert_true(
        casebook_erase_client(casebook, 1, STR("asked for"), practice.diag));
    for (size_t i = 0; i < N_ELEMENTS(files); i++)
        assert_false(holds(&practice, files[i], wrapped));
    assert_true(casebook_is_erased(casebook, 1));
    casebook_close(casebook);

    /* Somebody puts the key back; it is destroyed again. */
    char *patched = arena_text(practice.arena, keys);
    memcpy(patched + 16 * 128, kept, 72);
    practice_put_bytes(&practice, "keys", (struct str){patched, keys.len});
    assert_true(holds(&practice, "keys", wrapped));
    casebook = practice_unlock(&practice, "");
    assert_false(holds(&practice, "keys", wrapped));
    assert_true(casebook_is_erased(casebook, 1));
    assert_int_equal(casebook_find(casebook, STR("canary1")), 0);
    size_t n_erased = 0;
    size_t n_kept = 0;
    for (size_t i = 0; i < casebook_n_records(casebook); i++) {
        const char *text = record_text(&practice, casebook, i);
        n_erased += strstr(text, "1 erased") != NULL;
        n_kept += strstr(text, "session 2 q1=kept") != NULL;
        assert_null(strstr(text, "canary"));
    }
    assert_int_equal(n_erased, 2);
    assert_int_equal(n_kept, 1);
    assert_true(casebook_verify(casebook, true, practice.diag));
    casebook_close(casebook);
    practice_close(&practice);
}

/* What an unlock has taken stands in the inbox until the head is written: it
   must not come back. */
static void
test_erasure_late(void **state)
{
    struct practice practice = practice_open("late");
    const char *folder = practice.place.state_folder;
    const char *apart = arena_printf(practice.arena, "%s-apart", folder);

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    practice_fill(&practice, LINE_DONE, 'a', 0, "client=c01 q1=canary");
    assert_int_equal(rename(folder, apart), 0);
    assert_true(file_write_whole(folder, STR("no folder"), practice.diag));
    struct casebook *casebook = practice_unlock(&practice, "W243 W247");
    assert_true(practice_bytes(&practice, "inbox").len > 0);
    assert_true(
        casebook_erase_client(casebook, 1, STR("asked for"), practice.diag));
    assert_string_equal(practice_said(&practice), ""); /* once is enough */
    struct str inbox = practice_bytes(&practice, "inbox");
    for (size_t i = 0; i < inbox.len; i++)
        assert_int_equal(inbox.bytes[i], 0);
    casebook_close(casebook);
    unlink(folder);
    assert_int_equal(rename(apart, folder), 0);
    casebook = practice_unlock(&practice, "");
    assert_int_equal(casebook_n_clients(casebook), 1);
    assert_true(casebook_is_erased(casebook, 1));
    casebook_close(casebook);
    practice_close(&practice);
}

/* How many records tell of it. */
static size_t
n_told(struct practice *practice, struct casebook *casebook, const char *what)
{
    size_t n = 0;

    for (size_t i = 0; i < casebook_n_records(casebook); i++)
        n += strstr(record_text(practice, casebook, i), what) != NULL;
    return n;
}

/* The last session that tells of it. */
static size_t
session_of(struct practice *practice, struct casebook *casebook,
           const char *what)
{
    for (size_t i = casebook_n_records(casebook); i-- > 0;)
        if (casebook_front(casebook, i).kind == RECORD_SESSION
            && strstr(record_text(practice, casebook, i), what))
            return i;
    fail_msg("no session tells of %s", what);
    return 0;
}

static void
move(struct practice *practice, struct casebook *casebook, const char *what,
     uint32_t client)
{
    struct fields row =
        fields_of(practice, arena_printf(practice->arena, "q1=%s", what));

    casebook_move(casebook, session_of(practice, casebook, what), client, &row,
                  STR("hers"));
    assert_true(casebook_commit(casebook, practice->diag));
}

static void
change(struct practice *practice, struct casebook *casebook, const char *of,
       const char *told)
{
    size_t session = session_of(practice, casebook, of);

    put(practice, casebook, RECORD_AMENDMENT,
        casebook_front(casebook, session).client,
        arena_printf(practice->arena, "record=%zu item=q1 %s", session, told));
}

/* A session that was the first client's went by the second to the third, one to
   the fourth: once the third is erased no key opens what it said, neither the
   session, nor what was corrected in it, nor the form half filled in; all else
   is as it was. */
static void
test_erasure_moved(void **state)
{
    struct practice practice = practice_open("moved");
    struct casebook *casebook = practice_unlock(&practice, "");

    (void)state;
    for (uint32_t i = 1; i <= 4; i++)
        assert_int_equal(
            add_client(&practice, casebook,
                       arena_printf(practice.arena, "code=c%u", (unsigned)i)),
            i);
    assert_int_equal(add_client(&practice, casebook, "code=slip"), 5);
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_merge(casebook, 5, 1);
    put(&practice, casebook, RECORD_COUPLE, 0, "couple=k1 a=1 b=4");
    put(&practice, casebook, RECORD_SESSION, 5, "q1=own");
    put(&practice, casebook, RECORD_SESSION, 1, "q1=other");
    put(&practice, casebook, RECORD_NOTE, 2, "text=kept");
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_close(casebook);
    practice_fill(&practice, LINE_BEGUN, 'a', 0, "client=c1 q1=canary");
    casebook_close(practice_unlock(&practice, ""));
    practice_fill(&practice, LINE_DONE, 'a', 1, "client=c1 q1=canary");
    struct str inbox = practice_bytes(&practice, "inbox");
    casebook = practice_unlock(&practice, "");
    change(&practice, casebook, "own", "old=own new=more");
    change(&practice, casebook, "canary", "old=canary new=canary2");
    assert_true(casebook_commit(casebook, practice.diag));
    move(&practice, casebook, "canary", 2);
    move(&practice, casebook, "other", 4);
    move(&practice, casebook, "canary", 3);
    assert_true(n_told(&practice, casebook, "canary") >= 5);
    assert_true(
        casebook_erase_client(casebook, 3, STR("asked for"), practice.diag));
    for (int is_again = 0; is_again < 2; is_again++) {
        assert_int_equal(n_told(&practice, casebook, "canary"), 0);
        assert_int_equal(n_told(&practice, casebook, "q1=other"), 2);
        assert_int_equal(n_told(&practice, casebook, "text=kept"), 1);
        uint32_t holder = casebook_find(casebook, STR("c1"));
        assert_true(holder > 5);
        assert_int_equal(casebook_find(casebook, STR("slip")), holder);
        assert_int_equal(casebook_person(casebook, 1), holder);
        size_t own = session_of(&practice, casebook, "own");
        assert_int_equal(casebook_front(casebook, own).client, holder);
        assert_int_equal(
            n_told(&practice, casebook,
                   arena_printf(practice.arena,
                                "record=%zu item=q1 old=own new=more", own)),
            1);
        assert_true(casebook_verify(casebook, true, practice.diag));
        casebook_close(casebook);
        /* Neither does an inbox of before bring it back. */
        practice_put_bytes(&practice, "inbox", inbox);
        casebook = practice_unlock(&practice, "");
    }
    /* What was kept still knows whose it was at first. */
    assert_true(
        casebook_erase_client(casebook, 4, STR("asked for"), practice.diag));
    assert_int_equal(n_told(&practice, casebook, "q1=other"), 0);
    assert_int_equal(n_told(&practice, casebook, "q1=own"), 1);
    casebook_close(casebook);
    practice_close(&practice);
}

/* A code that was a slip: all of it is the other's, whatever comes later, and
   is erased with it. */
static void
test_merge(void **state)
{
    struct practice practice = practice_open("merge");
    struct casebook *casebook = practice_unlock(&practice, "");
    struct fields code = fields_of(&practice, "code=c02");

    (void)state;
    assert_int_equal(add_client(&practice, casebook, "code=c0l"), 1);
    assert_int_equal(add_client(&practice, casebook, "code=c01 name=A"), 2);
    put(&practice, casebook, RECORD_SESSION, 1, "q1=1");
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_merge(casebook, 1, 2);
    assert_true(casebook_commit(casebook, practice.diag));
    for (int is_again = 0; is_again < 2; is_again++) {
        assert_int_equal(casebook_find(casebook, STR("c0l")), 2);
        assert_int_equal(casebook_find(casebook, STR("c01")), 2);
        assert_true(str_is(casebook_code(casebook, 1), "c01"));
        for (size_t i = 0; i < casebook_n_records(casebook); i++)
            assert_int_not_equal(casebook_front(casebook, i).client, 1);
        casebook_close(casebook);
        casebook = practice_unlock(&practice, "");
    }
    /* The slip's code stays taken; a new one keeps the other facts. */
    assert_true(casebook_change_client(casebook, 2, &code, practice.diag));
    assert_true(casebook_commit(casebook, practice.diag));
    struct fields told = casebook_client(casebook, 2, practice.arena);
    assert_true(str_is(fields_get(&told, "name"), "A"));
    assert_int_equal(casebook_find(casebook, STR("c01")), 0);
    code = fields_of(&practice, "code=c0l");
    assert_int_equal(casebook_add_client(casebook, &code, practice.diag), 0);
    assert_string_equal(practice_said(&practice), "E235");
    assert_true(
        casebook_erase_client(casebook, 2, STR("asked for"), practice.diag));
    for (uint32_t i = 1; i <= 2; i++)
        assert_true(casebook_is_erased(casebook, i));
    assert_int_equal(casebook_client(casebook, 2, practice.arena).n, 0);
    casebook_close(casebook);
    casebook_close(practice_unlock(&practice, ""));
    practice_close(&practice);
}

static void
link_two(struct practice *practice, struct casebook *casebook, const char *code,
         uint32_t a, uint32_t b)
{
    put(practice, casebook, RECORD_COUPLE, 0,
        arena_printf(practice->arena, "couple=%s a=%u b=%u", code, a, b));
    assert_true(casebook_commit(casebook, practice->diag));
}

static void
hold(struct practice *practice, struct casebook *casebook, const char *code,
     bool is_held)
{
    people_hold(casebook, str_from(code), is_held);
    assert_true(casebook_commit(casebook, practice->diag));
}

static bool
is_held(struct casebook *casebook, uint32_t a, uint32_t b)
{
    return people_is_held(casebook, &(struct couple){STR("any"), {a, b}});
}

/* A hold is of two people, by whatever code they are a couple, and of nobody
   else who has that code later. */
static void
test_holds(void **state)
{
    struct practice practice = practice_open("holds");
    struct casebook *casebook = practice_unlock(&practice, "");

    (void)state;
    assert_int_equal(add_client(&practice, casebook, "code=a"), 1);
    assert_int_equal(add_client(&practice, casebook, "code=slip"), 2);
    assert_int_equal(add_client(&practice, casebook, "code=b"), 3);
    assert_int_equal(add_client(&practice, casebook, "code=c"), 4);
    link_two(&practice, casebook, "k1", 1, 2);
    hold(&practice, casebook, "k1", true);
    link_two(&practice, casebook, "k1", 0, 0);
    link_two(&practice, casebook, "k1", 1, 4);
    assert_true(is_held(casebook, 2, 1));
    assert_false(is_held(casebook, 1, 4));
    hold(&practice, casebook, "k1", false); /* of the others */
    assert_true(is_held(casebook, 2, 1));
    casebook_merge(casebook, 2, 3);
    assert_true(casebook_commit(casebook, practice.diag));
    assert_true(is_held(casebook, 1, 3));
    hold(&practice, casebook, "", true);
    hold(&practice, casebook, "", false);
    assert_true(is_held(casebook, 1, 3));
    assert_false(people_is_held(casebook, NULL));
    /* Erased, and there again; one who never was is another. */
    assert_true(
        casebook_erase_client(casebook, 3, STR("asked for"), practice.diag));
    assert_int_equal(add_client(&practice, casebook, "code=b"), 5);
    assert_true(casebook_commit(casebook, practice.diag));
    assert_true(is_held(casebook, 5, 1));
    assert_false(is_held(casebook, 4, 1));
    casebook_close(casebook);
    casebook = practice_unlock(&practice, "");
    link_two(&practice, casebook, "k9", 5, 1);
    assert_true(is_held(casebook, 1, 5));
    hold(&practice, casebook, "k9", false);
    assert_false(is_held(casebook, 1, 5));
    casebook_close(casebook);
    practice_close(&practice);
}

/* Numbers that only another program, with the keys, can have written. */
static void
test_numbers_of_nobody(void **state)
{
    static const struct {
        enum record_kind kind;
        uint32_t client;
        const char *fields;
    } records[] = {
        {RECORD_COUPLE, 0, "couple=k2 a=99 b=98"},
        {RECORD_COUPLE, 0, "couple=k3 a=4294967297 b=4294967298"},
        {RECORD_COUPLE, 0, "couple=k4 a=x b="},
        {RECORD_HOLD, 0, "couple=k9 held=yes"},
        {RECORD_ERASURE, 0, "number=0"},
        {RECORD_ERASURE, 0, "number=99 fills=ab codes=cd"},
        {RECORD_RENEWAL, 0, "was=0 number=1"},
        {RECORD_RENEWAL, 0, "was=99 number=1"},
        {RECORD_RENEWAL, 0, "was=1 number=99"},
        {RECORD_RENEWAL, 0, "was=2 number=2"},
        {RECORD_AMENDMENT, 1, "record=999999 item=q1 old=1 new=2 reason=none"},
        {RECORD_AMENDMENT, 1, "record= item=q1 old=1 new=2 reason=none"},
        {RECORD_CLIENT, 3, "code=c merged-into=3"},
        {RECORD_CLIENT, 4, "code=d merged-into=99"},
        {RECORD_LINES, 0, "n=0 link=zz"},
    };
    struct practice practice = practice_open("nobody");
    struct casebook *casebook = practice_unlock(&practice, "");
    size_t n;

    (void)state;
    for (char code = 'a'; code <= 'd'; code++)
        assert_int_not_equal(
            add_client(&practice, casebook,
                       arena_printf(practice.arena, "code=%c", code)),
            0);
    put(&practice, casebook, RECORD_SESSION, 1, "q1=1");
    link_two(&practice, casebook, "k1", 1, 2);
    for (size_t i = 0; i < N_ELEMENTS(records); i++)
        put(&practice, casebook, records[i].kind, records[i].client,
            records[i].fields);
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_close(casebook);

    casebook = practice_unlock(&practice, "");
    for (uint32_t i = 1; i <= 4; i++) {
        assert_int_equal(casebook_person(casebook, i), i);
        assert_false(casebook_is_erased(casebook, i));
    }
    const struct couple *couples = people_couples(casebook, practice.arena, &n);
    assert_int_equal(n, 1);
    assert_true(couples[0].of[0] == 1 && couples[0].of[1] == 2);
    const bool *were = people_were_linked(casebook, practice.arena);
    assert_true(were[1] && were[2] && !were[3] && !were[4]);
    assert_false(people_is_held(casebook, NULL));
    assert_false(people_is_held(casebook, couples));
    (void)people_sessions(casebook, practice.arena, &n);
    assert_int_equal(n, 1);
    assert_true(
        casebook_erase_client(casebook, 2, STR("asked for"), practice.diag));
    casebook_close(casebook);
    practice_close(&practice);
}

/* Two that are each other's, in either way. */
static void
test_merged_in_a_circle(void **state)
{
    struct practice practice = practice_open("circle");
    struct casebook *casebook = practice_unlock(&practice, "");

    (void)state;
    assert_int_equal(add_client(&practice, casebook, "code=a"), 1);
    assert_int_equal(add_client(&practice, casebook, "code=b"), 2);
    put(&practice, casebook, RECORD_CLIENT, 1, "code=a merged-into=2");
    put(&practice, casebook, RECORD_CLIENT, 2, "code=b merged-into=1");
    assert_true(casebook_commit(casebook, practice.diag));
    assert_int_equal(casebook_person(casebook, 1), 2);
    assert_int_equal(casebook_person(casebook, 2), 2);
    put(&practice, casebook, RECORD_RENEWAL, 0, "was=2 number=1");
    assert_true(casebook_commit(casebook, practice.diag));
    assert_int_equal(casebook_person(casebook, 2), 2);
    casebook_close(casebook);
    casebook_close(practice_unlock(&practice, ""));
    practice_close(&practice);
}

/* A record whose client nothing tells of; a number that no client can have
   makes a frame that is none, and the head does not count it. */
static void
test_records_of_nobody(void **state)
{
    static const struct {
        uint32_t client;
        bool is_number;
    } cases[] = {{2, true},
                 {99, true},
                 {1u << 20, true},
                 {(1u << 20) + 1, false},
                 {UINT32_MAX, false}};
    static const uint8_t key[SEAL_KEY];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct practice practice = practice_open("records-of-nobody");
        struct casebook *casebook = practice_unlock(&practice, "");

        assert_int_equal(add_client(&practice, casebook, "code=a"), 1);
        assert_true(casebook_commit(casebook, practice.diag));
        vault_stage(&casebook->vault, RECORD_SESSION, cases[i].client, key,
                    STR(""));
        assert_int_equal(casebook_commit(casebook, practice.diag),
                         cases[i].is_number);
        casebook_close(casebook);
        if (cases[i].is_number)
            practice_refuse(&practice, "E240");
        else
            casebook_close(practice_unlock(&practice, "W244"));
        practice_close(&practice);
    }
}

/* Frames that open, and hold what is no record: nothing of them is taken, and
   they are kept aside. */
static void
test_frames_without_records(void **state)
{
    static const struct str frames[] = {
        STR("cut off"),
        STR("\x09\0\0\0\0\1\0\0\0"),
        STR("\x09\0\0\0\0\0\0\0\0\x09\0\0\0\0\xff\xff\xff\xff"),
    };
    struct practice practice = practice_open("frames");

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    for (size_t i = 0; i < N_ELEMENTS(frames); i++) {
        struct casebook *casebook = practice_unlock(&practice, "");
        size_t n = casebook_n_records(casebook);

        buf_add(&casebook->vault.staged, frames[i]);
        assert_false(casebook_commit(casebook, practice.diag));
        casebook_close(casebook);
        casebook = practice_unlock(&practice, "W244");
        /* One more, that it was unlocked. */
        assert_int_equal(casebook_n_records(casebook), n + 1);
        casebook_close(casebook);
    }
    practice_close(&practice);
}

#define BACKUP "attune backup 1\0"

/* Bytes with the digest of a backup, which is as it was written. */
static void
put_framed(struct practice *practice, const char *path, struct str bytes)
{
    struct buf framed = {0};
    uint8_t link[SEAL_LINK];

    buf_add(&framed, bytes);
    seal_link(link, NULL, bytes);
    buf_add(&framed, (struct str){(const char *)link, sizeof link});
    assert_true(file_write_whole(path, buf_str(&framed), practice->diag));
    buf_clear(&framed);
}

static void
put_backup(struct practice *practice, const char *path, const struct str *files)
{
    struct buf bytes = {0};

    buf_add(&bytes, STR(BACKUP));
    for (size_t i = 0; i < 4; i++) {
        put_u64(&bytes, files[i].len);
        buf_add(&bytes, files[i]);
    }
    put_framed(practice, path, buf_str(&bytes));
    buf_clear(&bytes);
}

/* What is in the frame of a backup and is no casebook; and a leftover of making
   one that is a link to somebody's files. */
static void
test_restore_refused(void **state)
{
    static const struct str cut[] = {
        STR(""),
        STR("attune"),
        STR("attune backup 2\0\0\0\0\0\0\0\0"),
        STR(BACKUP),
        STR(BACKUP "\1\0\0"),
        STR(BACKUP "\1\0\0\0\0\0\0\0"),
        STR(BACKUP "\xff\xff\xff\xff\xff\xff\xff\xff"
                   "x"),
        STR(BACKUP "\1\0\0\0\0\0\0\0"
                   "x"),
    };
    struct practice practice = practice_open("restore");
    struct practice other = practice_open("restore-other");
    const char *folder = practice.place.folder;
    const char *path = arena_printf(practice.arena, "%s.backup", folder);
    const char *new = arena_printf(practice.arena, "%s-2", folder);
    const char *left = arena_printf(practice.arena, "%s.unfinished", new);
    struct str whole[] = {
        practice_bytes(&practice, "keys"), practice_bytes(&practice, "vault"),
        practice_bytes(&practice, "inbox"), practice_bytes(&practice, "head")};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct str files[4];
        for (size_t k = 0; k < 2; k++) {
            static const char *const names[] = {"keys", "vault", "", "head"};
            if (i == 2)
                continue;
            memcpy(files, whole, sizeof files);
            files[i] = k ? STR("") : practice_bytes(&other, names[i]);
            put_backup(&practice, path, files);
            assert_false(casebook_restore(path, new, practice.diag));
            assert_string_equal(practice_said(&practice), "E240");
            assert_false(file_is_folder(left));
        }
    }
    for (size_t i = 0; i < N_ELEMENTS(cut); i++) {
        put_framed(&practice, path, cut[i]);
        assert_false(casebook_restore(path, new, practice.diag));
        assert_string_equal(practice_said(&practice), "E240");
    }
    put_backup(&practice, path, whole);
    char *real = realpath(folder, NULL);
    assert_non_null(real);
    assert_int_equal(symlink(real, left), 0);
    free(real);
    assert_false(casebook_restore(path, new, practice.diag));
    assert_string_equal(practice_said(&practice), "E003");
    assert_true(casebook_is_there(folder));
    assert_int_equal(unlink(left), 0);
    assert_true(casebook_restore(path, new, practice.diag));
    practice_close(&other);
    practice_close(&practice);
}

static void
test_backup(void **state)
{
    struct practice practice = practice_open("backup");
    struct casebook *casebook = practice_unlock(&practice, "");
    const char *path =
        arena_printf(practice.arena, "%s.backup", practice.place.folder);

    (void)state;
    assert_int_equal(add_client(&practice, casebook, "code=c01"), 1);
    assert_true(casebook_commit(casebook, practice.diag));
    assert_true(casebook_backup(casebook, path, practice.diag));
    assert_false(casebook_backup(casebook, path, practice.diag));
    assert_string_equal(practice_said(&practice), "E003");
    assert_false(casebook_restore(path, practice.place.folder, practice.diag));
    assert_string_equal(practice_said(&practice), "E003");
    casebook_close(casebook);

    /* On this computer it is older than was seen; elsewhere it is new. */
    const char *there = practice.place.folder;
    practice.place.folder = arena_printf(practice.arena, "%s-2", there);
    assert_true(casebook_restore(path, practice.place.folder, practice.diag));
    practice_refuse(&practice, "E241");
    struct secret *secret = secret_of(STR(PASSPHRASE));
    casebook = casebook_open(&practice.place, secret, true, practice.diag);
    assert_non_null(casebook);
    assert_int_equal(casebook_find(casebook, STR("c01")), 1);
    assert_string_equal(
        record_text(&practice, casebook, casebook_n_records(casebook) - 2),
        "log 0 what=older copy accepted");
    casebook_close(casebook);
    casebook_close(practice_unlock(&practice, ""));
    practice.place.folder = there;
    practice_refuse(&practice, "E241");

    /* One that is called so is nobody's leftover. */
    const char *other = arena_printf(practice.arena, "%s-4.new", there);
    assert_true(casebook_restore(path, other, practice.diag));
    assert_true(casebook_restore(
        path, arena_printf(practice.arena, "%s-4", there), practice.diag));
    assert_true(casebook_is_there(other));

    practice.place.folder = arena_printf(practice.arena, "%s-3", there);
    practice.place.state_folder =
        arena_printf(practice.arena, "%s-elsewhere", there);
    assert_true(casebook_restore(path, practice.place.folder, practice.diag));
    casebook_close(practice_unlock(&practice, "W243"));
    practice.place.folder = there;
    practice_close(&practice);
}

/* tests/data/casebook, of which 'records' is what another reader finds. */
static void
test_vectors(void **state)
{
    static const char *const files[] = {"keys", "vault", "inbox", "head"};
    static const char *const want[] = {
        [4] = "client 1 code=c01 name=Jo",
        [5] = "client 2 erased",
        [6] = "session 1 client=c01 session=1 date=2026-03-31 "
              "instrument=regulation edition=1 n1=3 n2=skipped",
        [7] = "session 2 erased",
        [8] = "note 1 text=first line\nzweite Zeile: äß",
        [9] = "erasure 0 number=2 reason=asked for",
        [10] = "unfinished form 1 .fill=61616161616161616161616161616161 "
               ".next=1 client=c01 session=2 .events=",
        [12] = "log 0 what=unlock detail=own",
        [13] = "session 1 .fill=61616161616161616161616161616161 .next=3 "
               "client=c01 session=2 n1=4",
    };
    struct practice practice = practice_open("vectors");

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(files); i++) {
        struct str bytes;
        const char *path =
            unit_data(arena_printf(practice.arena, "casebook/%s", files[i]));
        assert_true(file_read_whole(path, 1 << 20, practice.arena, &bytes,
                                    practice.diag));
        practice_put_bytes(&practice, files[i], bytes);
    }
    struct casebook *casebook = practice_unlock(&practice, "W243");
    for (size_t i = 0; i < N_ELEMENTS(want); i++)
        if (want[i])
            assert_string_equal(record_text(&practice, casebook, i), want[i]);
    casebook_close(casebook);
    practice_close(&practice);
}

UNIT_MAIN(cmocka_unit_test(test_records), cmocka_unit_test(test_slots),
          cmocka_unit_test(test_waits), cmocka_unit_test(test_without_room),
          cmocka_unit_test(test_erasure), cmocka_unit_test(test_erasure_late),
          cmocka_unit_test(test_erasure_moved), cmocka_unit_test(test_merge),
          cmocka_unit_test(test_holds),
          cmocka_unit_test(test_numbers_of_nobody),
          cmocka_unit_test(test_merged_in_a_circle),
          cmocka_unit_test(test_records_of_nobody),
          cmocka_unit_test(test_frames_without_records),
          cmocka_unit_test(test_restore_refused), cmocka_unit_test(test_backup),
          cmocka_unit_test(test_vectors))
