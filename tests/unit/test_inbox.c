/* SPDX-License-Identifier: GPL-3.0-or-later */

/* inbox: what was filled in while the casebook was locked is there when it is
   unlocked, once, whatever stopped in between; and what is wrong is said. */

#include <config.h>

#include "unit.h"

#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "casebook_kit.h"
#include "casebook/people.h"

/* What arrives at the next unlock, in lines. */
static const char *
arrivals(struct practice *practice, const char *codes)
{
    struct casebook *casebook = practice_unlock(practice, codes);
    struct buf text = {0};
    size_t first;
    size_t n = casebook_arrivals(casebook, &first);

    for (size_t i = 0; i < n; i++) {
        struct record_front front = casebook_front(casebook, first + i);
        if (front.kind == RECORD_LINES || front.kind == RECORD_LOG)
            continue;
        const char *record = record_text(practice, casebook, first + i);
        /* 'a' of fill=6161... */
        const char *fill = strstr(record, ".fill=");
        buf_addf(&text, "%s%.*s%s", text.len ? "\n" : "",
                 fill ? (int)(fill - record) + 8 : (int)strlen(record), record,
                 fill ? fill + 6 + 2 * FILL_ID : "");
    }
    casebook_close(casebook);
    return arena_take(practice->arena, &text);
}

static void
fill_whole(struct practice *practice, char fill, const char *row)
{
    practice_fill(practice, LINE_BEGUN, fill, 0, "client=c01");
    practice_fill(practice, LINE_EVENTS, fill, 1, ".events=x");
    practice_fill(practice, LINE_DONE, fill, 2, row);
}

static void
test_fills(void **state)
{
    struct practice practice = practice_open("fills");

    (void)state;
    assert_string_equal(arrivals(&practice, ""), "");
    /* Two at once, one of which is not done. */
    practice_fill(&practice, LINE_BEGUN, 'a', 0, "client=c01 session=1");
    practice_fill(&practice, LINE_BEGUN, 'b', 0, "client=c02");
    practice_fill(&practice, LINE_EVENTS, 'a', 1, ".events=one;");
    practice_fill(&practice, LINE_EVENTS, 'b', 1, ".events=two;");
    practice_fill(&practice, LINE_DONE, 'b', 2, "client=c02 q1=3");
    assert_string_equal(arrivals(&practice, ""),
                        "client 1 code=c01 by-fill=yes\n"
                        "unfinished form 1 .fill=61 .next=2 client=c01 "
                        "session=1 .events=one;\n"
                        "client 2 code=c02 by-fill=yes\n"
                        "session 2 .fill=62 .next=3 client=c02 q1=3");
    assert_int_equal(practice_bytes(&practice, "inbox").len, 0);
    /* It goes on, twice. */
    practice_fill(&practice, LINE_EVENTS, 'a', 2, ".events=three;");
    assert_string_equal(arrivals(&practice, ""),
                        "unfinished form 1 .fill=61 .next=3 client=c01 "
                        "session=1 .events=one;three;");
    practice_fill(&practice, LINE_DONE, 'a', 3, "client=c01 q1=4");
    practice_fill(&practice, LINE_CONSENT, 'c', 0, "client=c01 consent=no");
    assert_string_equal(arrivals(&practice, ""),
                        "consent 1 .fill=63 .next=1 date=2026-03-31 "
                        "consent=no\n"
                        "session 1 .fill=61 .next=4 client=c01 q1=4");
    assert_string_equal(arrivals(&practice, ""), "");
    practice_close(&practice);
}

/* Whoever holds the inbox can say no for somebody, and nothing else. */
static void
test_withdrawals(void **state)
{
    static const struct {
        const char *line;
        const char *want;
    } cases[] = {
        {"client=c01 consent=yes asked-alone=yes date=2026-03-01",
         "date=2026-03-01 consent=no"},
        {"client=c01 scale=one.x date=2026-03-30",
         "date=2026-03-30 consent=no"},
        {"client=c01 date=2099-01-01", "date=2026-03-31 consent=no"},
        {"client=c01 date=never consent=no", "date=2026-03-31 consent=no"},
    };
    struct practice practice = practice_open("withdrawals");
    struct casebook *casebook = practice_unlock(&practice, "");
    struct fields fields = fields_of(&practice, "code=c01");

    (void)state;
    assert_int_equal(casebook_add_client(casebook, &fields, practice.diag), 1);
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_close(casebook);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        practice_fill(&practice, LINE_CONSENT, (char)('a' + i), 0,
                      cases[i].line);
        assert_string_equal(arrivals(&practice, ""),
                            arena_printf(practice.arena,
                                         "consent 1 .fill=%02x .next=1 %s",
                                         (unsigned)('a' + i), cases[i].want));
    }
    /* The clock of the form was wrong, or that of the yes. */
    casebook = practice_unlock(&practice, "");
    fields = fields_of(&practice, "consent=yes date=2026-04-02");
    casebook_put(casebook, RECORD_CONSENT, 1, &fields);
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_close(casebook);
    practice_fill(&practice, LINE_CONSENT, 'z', 0,
                  "client=c01 date=2020-01-01");
    assert_string_equal(arrivals(&practice, ""),
                        "consent 1 .fill=7a .next=1 date=2026-04-02 "
                        "consent=no");
    practice_close(&practice);
}

/* An inbox of before brings nothing back of who was erased, nor does what is
   set aside of it, whatever else is wrong with it. */
static void
test_erased(void **state)
{
    static const char *const codes[] = {"", "W245"};
    struct practice practice = practice_open("gone");

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    fill_whole(&practice, 'a', "client=c01 q1=1");
    practice_fill(&practice, LINE_CONSENT, 'c', 0, "client=c01");
    fill_whole(&practice, 'b', "client=c02 q1=1");
    struct str before = practice_bytes(&practice, "inbox");
    struct casebook *casebook = practice_unlock(&practice, "");
    assert_true(
        casebook_erase_client(casebook, 1, STR("asked for"), practice.diag));
    casebook_close(casebook);
    for (size_t i = 0; i < N_ELEMENTS(codes); i++) {
        const char *lost = i ? "no line at all" : "";
        struct buf inbox = {0};
        buf_add(&inbox, before);
        buf_add_text(&inbox, lost);
        practice_put_bytes(&practice, "inbox", buf_str(&inbox));
        assert_string_equal(arrivals(&practice, codes[i]), "");
        buf_clear(&inbox);
    }
    casebook = practice_unlock(&practice, "");
    assert_int_equal(casebook_n_clients(casebook), 2);
    casebook_close(casebook);
    /* The lines of c02 are in what was set aside, those of c01 are not. */
    struct str aside;
    assert_true(
        file_read_whole(arena_printf(practice.arena, "%s/inbox.edited-1",
                                     practice.place.folder),
                        1 << 20, practice.arena, &aside, practice.diag));
    size_t line = before.len / 7;
    for (size_t i = 0; i < 7; i++) {
        struct str box = {before.bytes + i * line + 44, line - 44};
        bool is_there = memmem(aside.bytes, aside.len, box.bytes, box.len);
        assert_int_equal(is_there, i >= 4);
    }
    practice_close(&practice);
}

/* The computer stops behind the change that took the lines: before the inbox is
   overwritten, while it is, and with a fill in between. */
static void
test_stopped(void **state)
{
    static const struct {
        size_t n_zeros; /* from the beginning */
        size_t n_left;  /* bytes at the end that are left; 0: all */
        bool is_filled;
    } cases[] = {{0, 0, false},  {0, 0, true},    {100, 0, false},
                 {100, 0, true}, {500, 0, true},  {900, 0, false},
                 {900, 0, true}, {1060, 0, true}, {0, 900, true},
                 {0, 900, false}};
    struct practice practice = practice_open("stopped");
    char fill = 'a';

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        fill_whole(&practice, fill++, "client=c01 q1=1");
        struct str before = practice_bytes(&practice, "inbox");
        arrivals(&practice, "");
        char *bytes = arena_text(practice.arena, before);
        memset(bytes, 0, cases[i].n_zeros);
        if (cases[i].n_left)
            memset(bytes + cases[i].n_left, 0, before.len - cases[i].n_left);
        practice_put_bytes(&practice, "inbox", (struct str){bytes, before.len});
        if (cases[i].is_filled)
            fill_whole(&practice, fill, "client=c01 q1=2");
        const char *want = cases[i].is_filled
                               ? arena_printf(practice.arena,
                                              "session 1 .fill=%02x .next=3 "
                                              "client=c01 q1=2",
                                              (unsigned)fill)
                               : "";
        assert_string_equal(arrivals(&practice, ""), want);
        assert_int_equal(practice_bytes(&practice, "inbox").len, 0);
        fill++;
    }
    practice_close(&practice);
}

/* A line that was half written when the computer stopped was not acknowledged;
   what comes behind it counts. */
static void
test_torn(void **state)
{
    struct practice practice = practice_open("torn");

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    practice_fill(&practice, LINE_BEGUN, 'a', 0, "client=c01");
    struct str whole = practice_bytes(&practice, "inbox");
    practice_fill(&practice, LINE_EVENTS, 'a', 1, ".events=lost");
    struct str torn = practice_bytes(&practice, "inbox");
    torn.len -= 17;
    practice_put_bytes(&practice, "inbox", torn);
    practice_fill(&practice, LINE_DONE, 'a', 1, "client=c01 q1=1");
    assert_true(practice_bytes(&practice, "inbox").len > whole.len);
    assert_string_equal(arrivals(&practice, ""),
                        "client 1 code=c01 by-fill=yes\n"
                        "session 1 .fill=61 .next=2 client=c01 q1=1");
    practice_close(&practice);
}

/* Each edit of the inbox is noticed, and what still opens is taken. */
static void
test_edited(void **state)
{
    enum edit { CUT_TAIL, CUT_FIRST, CUT_SECOND, SWAPPED, DOUBLED, BIT, NONE };
    static const struct {
        enum edit edit;
        const char *codes;
        size_t n_arrivals;
    } cases[] = {{NONE, "", 2},          {CUT_TAIL, "W245", 1},
                 {CUT_FIRST, "W245", 2}, {CUT_SECOND, "W245", 2},
                 {SWAPPED, "W245", 2},   {DOUBLED, "W245", 2},
                 {BIT, "W245", 2}};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct practice practice = practice_open("edited");
        struct casebook *casebook = practice_unlock(&practice, "");
        struct fields fields = fields_of(&practice, "code=c01");
        assert_int_equal(casebook_add_client(casebook, &fields, practice.diag),
                         1);
        assert_true(casebook_commit(casebook, practice.diag));
        casebook_close(casebook);
        fill_whole(&practice, 'a', "client=c01 q1=1");
        practice_fill(&practice, LINE_DONE, 'b', 0, "client=c01 q1=2");
        struct str old = practice_bytes(&practice, "inbox");
        size_t size = old.len / 4;
        struct buf now = {0};
        buf_add(&now, old);
        if (cases[i].edit == CUT_TAIL)
            now.len -= size;
        else if (cases[i].edit == BIT)
            now.bytes[size + 100] ^= 1;
        else if (cases[i].edit == DOUBLED)
            buf_add(&now, (struct str){old.bytes + size, size});
        else if (cases[i].edit == SWAPPED) {
            memcpy(now.bytes + size, old.bytes + 2 * size, size);
            memcpy(now.bytes + 2 * size, old.bytes + size, size);
        } else if (cases[i].edit != NONE) {
            size_t at = cases[i].edit == CUT_FIRST ? 0 : size;
            memmove(now.bytes + at, old.bytes + at + size, old.len - at - size);
            now.len -= size;
        }
        practice_put_bytes(&practice, "inbox", buf_str(&now));
        buf_clear(&now);
        casebook = practice_unlock(&practice, cases[i].codes);
        size_t first;
        size_t n = casebook_arrivals(casebook, &first);
        size_t n_sessions = 0;
        for (size_t k = first; k < first + n; k++)
            n_sessions += casebook_front(casebook, k).kind == RECORD_SESSION;
        if (n_sessions != cases[i].n_arrivals)
            fail_msg("case %zu: %zu sessions", i, n_sessions);
        casebook_close(casebook);
        casebook_close(practice_unlock(&practice, ""));
        practice_close(&practice);
    }
}

/* Lines that were sealed with the key of somebody else, and an inbox of
   before. */
static void
test_foreign(void **state)
{
    struct practice practice = practice_open("foreign");
    struct practice other = practice_open("other");

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    fill_whole(&practice, 'a', "client=c01 q1=1");
    struct str before = practice_bytes(&practice, "inbox");
    arrivals(&practice, "");
    practice_put_bytes(&practice, "inbox", before);
    assert_string_equal(arrivals(&practice, ""), "");
    casebook_close(practice_unlock(&other, ""));
    fill_whole(&other, 'x', "client=c01 q1=1");
    practice_put_bytes(&practice, "inbox", practice_bytes(&other, "inbox"));
    assert_string_equal(arrivals(&practice, "W245"), "");

    /* Another public key in the head: nothing is sealed to it. */
    practice_put_bytes(&practice, "head", practice_bytes(&other, "head"));
    assert_null(inbox_open(practice.place.folder, practice.place.state_folder,
                           practice.arena, practice.diag));
    assert_string_equal(practice_said(&practice), "E242");
    practice_refuse(&practice, "E240");
    struct str head = practice_bytes(&practice, "state");
    char *edited = arena_text(practice.arena, head);
    edited[40] ^= 1;
    practice_put_bytes(&practice, "head", (struct str){edited, head.len});
    assert_null(inbox_open(practice.place.folder, practice.place.state_folder,
                           practice.arena, practice.diag));
    assert_string_equal(practice_said(&practice), "E242");
    practice_put_bytes(&practice, "head", head);
    assert_null(
        inbox_open(practice.place.folder, NULL, practice.arena, practice.diag));
    assert_string_equal(practice_said(&practice), "E242");

    /* Nor to that of another casebook, which this computer knows. */
    other.place.state_folder = practice.place.state_folder;
    casebook_close(practice_unlock(&other, "W243"));
    practice_put_bytes(&practice, "head", practice_bytes(&other, "head"));
    assert_null(inbox_open(practice.place.folder, practice.place.state_folder,
                           practice.arena, practice.diag));
    assert_string_equal(practice_said(&practice), "E242");
    practice_close(&practice);
    practice_close(&other);
}

/* Two forms at once, of which the one that was written last is done first: its
   lines are missed all the same. */
static void
test_remembered(void **state)
{
    struct practice practice = practice_open("remembered");
    struct inbox *inboxes[2];

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    for (size_t i = 0; i < 2; i++) {
        inboxes[i] =
            inbox_open(practice.place.folder, practice.place.state_folder,
                       practice.arena, practice.diag);
        struct inbox_fill fill = inbox_fill_begin(inboxes[i]);
        struct fields fields = fields_of(&practice, "client=c01");
        assert_true(inbox_fill_add(&fill, LINE_DONE, &fields, practice.diag));
    }
    inbox_close(inboxes[1]);
    inbox_close(inboxes[0]);
    struct str bytes = practice_bytes(&practice, "inbox");
    bytes.len /= 2;
    practice_put_bytes(&practice, "inbox", bytes);
    casebook_close(practice_unlock(&practice, "W245"));
    practice_close(&practice);
}

/* What cannot be read does not say that nothing is missing. */
static void
test_remembered_badly(void **state)
{
    struct practice practice = practice_open("remembered-badly");
    size_t n;

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    struct inbox *inbox =
        inbox_open(practice.place.folder, practice.place.state_folder,
                   practice.arena, practice.diag);
    struct inbox_fill fill = inbox_fill_begin(inbox);
    struct fields fields = fields_of(&practice, "client=c01");
    assert_true(inbox_fill_add(&fill, LINE_DONE, &fields, practice.diag));
    inbox_close(inbox);
    practice_put_bytes(&practice, "inbox", STR(""));
    const char **lines =
        file_names(practice.place.state_folder, ".lines", &n, practice.arena);
    assert_int_equal(n, 1);
    assert_true(file_write_whole(lines[0], STR("short"), practice.diag));
    practice_refuse(&practice, "E240");
    assert_int_equal(truncate(lines[0], 1 << 20), 0);
    practice_refuse(&practice, "E004");
    assert_int_equal(unlink(lines[0]), 0);
    casebook_close(practice_unlock(&practice, ""));
    practice_close(&practice);
}

/* A form with more text than a hundred free answers hold. */
static void
test_long(void **state)
{
    enum { SIZE = 6 << 20 };
    static const char front[] = "client=c01 q1=";
    struct practice practice = practice_open("long");

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    char *text = ARENA_ARRAY(practice.arena, SIZE, char);
    memset(text, 'x', SIZE);
    memcpy(text, front, sizeof front - 1);
    practice_fill(&practice, LINE_DONE, 'a', 0,
                  arena_text(practice.arena, (struct str){text, SIZE}));
    struct casebook *casebook = practice_unlock(&practice, "");
    size_t first;
    size_t n = casebook_arrivals(casebook, &first);
    struct fields fields;
    size_t n_sessions = 0;
    for (size_t i = first; i < first + n; i++) {
        if (casebook_front(casebook, i).kind != RECORD_SESSION)
            continue;
        assert_true(casebook_read(casebook, i, practice.arena, &fields));
        assert_int_equal(fields_get(&fields, "q1").len,
                         SIZE - (sizeof front - 1));
        n_sessions++;
    }
    assert_int_equal(n_sessions, 1);
    casebook_close(casebook);
    practice_close(&practice);
}

/* Head or inbox are changed while a form is being filled in: nothing more of it
   is sealed, and what was goes to the practice. */
static void
test_changed(void **state)
{
    struct practice practice = practice_open("changed");

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    struct str head = practice_bytes(&practice, "head");
    struct inbox *inbox =
        inbox_open(practice.place.folder, practice.place.state_folder,
                   practice.arena, practice.diag);
    assert_non_null(inbox);
    struct inbox_fill fill = inbox_fill_begin(inbox);
    struct fields fields = fields_of(&practice, "client=c01 q1=1");
    assert_true(inbox_fill_add(&fill, LINE_BEGUN, &fields, practice.diag));
    char *edited = arena_text(practice.arena, head);
    edited[40] ^= 1;
    practice_put_bytes(&practice, "head", (struct str){edited, head.len});
    size_t size = practice_bytes(&practice, "inbox").len;
    assert_false(inbox_fill_add(&fill, LINE_DONE, &fields, practice.diag));
    assert_string_equal(practice_said(&practice), "E242");
    assert_int_equal(practice_bytes(&practice, "inbox").len, size);
    practice_put_bytes(&practice, "head", head);
    assert_true(inbox_fill_add(&fill, LINE_EVENTS, &fields, practice.diag));
    /* Nobody would look into the file that is open. */
    practice_put_bytes(&practice, "inbox", practice_bytes(&practice, "inbox"));
    assert_false(inbox_fill_add(&fill, LINE_DONE, &fields, practice.diag));
    assert_string_equal(practice_said(&practice), "E003");
    inbox_close(inbox);
    casebook_close(practice_unlock(&practice, ""));
    practice_close(&practice);
}

/* A form that is gone on with is its client's, whose code may be another by
   then, and only one process writes on. */
static void
test_gone_on_with(void **state)
{
    struct practice practice = practice_open("inbox-gone-on-with");
    struct inbox *inbox =
        inbox_open(practice.place.folder, practice.place.state_folder,
                   practice.arena, practice.diag);
    struct inbox *other =
        inbox_open(practice.place.folder, practice.place.state_folder,
                   practice.arena, practice.diag);
    struct inbox_fill fill = inbox_fill_begin(inbox);
    struct fields begun = fields_of(&practice, "client=c02 instrument=pair");
    struct fields said = fields_of(&practice, ".events=one;");
    struct inbox_fill taken;
    struct fields record;
    size_t n;

    (void)state;
    assert_true(inbox_fill_add(&fill, LINE_BEGUN, &begun, practice.diag));
    assert_true(inbox_fill_add(&fill, LINE_EVENTS, &said, practice.diag));
    struct casebook *casebook = practice_unlock(&practice, "");
    struct unfinished *forms = people_unfinished(casebook, practice.arena, &n);
    assert_int_equal(n, 1);
    assert_true(
        casebook_read(casebook, forms[0].record, practice.arena, &record));
    assert_false(inbox_fill_take(other, &record, &taken));
    /* What was said meanwhile is taken, too. */
    assert_true(inbox_fill_add(&fill, LINE_EVENTS, &said, practice.diag));
    inbox_close(inbox);
    assert_true(inbox_fill_take(other, &record, &taken));
    assert_true(casebook_take_inbox(casebook, practice.diag));
    forms = people_unfinished(casebook, practice.arena, &n);
    assert_int_equal(n, 1);
    assert_true(
        casebook_read(casebook, forms[0].record, practice.arena, &record));
    assert_true(inbox_fill_take(other, &record, &taken));
    assert_true(str_is(fields_get(&record, ".events"), "one;one;"));
    struct fields renamed = fields_of(&practice, "code=c03");
    assert_true(casebook_change_client(casebook, forms[0].client, &renamed,
                                       practice.diag));
    assert_true(casebook_commit(casebook, practice.diag));
    casebook_close(casebook);
    struct fields row = fields_of(&practice, "client=c02 q1=3");
    assert_true(inbox_fill_add(&taken, LINE_DONE, &row, practice.diag));
    inbox_close(other);
    casebook = practice_unlock(&practice, "");
    people_unfinished(casebook, practice.arena, &n);
    assert_int_equal(n, 0);
    assert_int_equal(casebook_n_clients(casebook), 1);
    assert_int_equal(casebook_arrivals(casebook, &n), 3);
    casebook_close(casebook);
    practice_close(&practice);
}

/* Lines that no form writes, from somebody who has the public key: none is
   taken that would keep others from being read, and none uses up the numbers.
 */
static void
test_made_up(void **state)
{
    static const char *const lines[] = {
        "q1=1",          "client=\x1b[2J q1=1", "client=c01 q1=1 q1=2",
        "client=c01 =1", "client=c01 \xff=1",
    };
    enum { N_CELLS = 5000, AT_LINES = 88 };
    struct practice practice = practice_open("made-up");
    struct buf wide = {0};

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    for (size_t i = 0; i < N_ELEMENTS(lines); i++) {
        practice_fill(&practice, LINE_BEGUN, (char)('a' + i), 0, lines[i]);
        assert_string_equal(arrivals(&practice, "W245"), "");
        practice_fill(&practice, LINE_DONE, (char)('a' + i), 0, lines[i]);
        assert_string_equal(arrivals(&practice, "W245"), "");
    }
    practice_fill(&practice, LINE_CONSENT, 'n', 0, "date=2026-03-01");
    assert_string_equal(arrivals(&practice, "W245"), "");
    buf_add_text(&wide, "client=c01");
    for (int i = 0; i < N_CELLS; i++)
        buf_addf(&wide, " q%d=1", i);
    practice_fill(&practice, LINE_DONE, 'w', 0, buf_text(&wide));
    buf_clear(&wide);
    assert_string_equal(arrivals(&practice, "W245"), "");

    struct str head = practice_bytes(&practice, "head");
    char *edited = arena_text(practice.arena, head);
    memset(edited + AT_LINES, 0xff, 8);
    practice_put_bytes(&practice, "head", (struct str){edited, head.len});
    practice_fill(&practice, LINE_DONE, 'x', 0, "client=c01 q1=1");
    practice_put_bytes(&practice, "head", head);
    assert_string_equal(arrivals(&practice, "W245"),
                        "client 1 code=c01 by-fill=yes\n"
                        "session 1 .fill=78 .next=1 client=c01 q1=1");
    practice_fill(&practice, LINE_DONE, 'y', 0, "client=c01 q1=2");
    assert_string_equal(arrivals(&practice, ""),
                        "session 1 .fill=79 .next=1 client=c01 q1=2");
    practice_close(&practice);
}

static uint32_t
random_next(uint32_t *random)
{
    return *random = *random * 1664525U + 1013904223U;
}

/* So many bytes that are no line: those that look like the first of a long one,
   of a short one, of one of both, zeros, any, and a line without its end. */
static void
add_noise(struct buf *out, size_t kind, size_t n, struct str line,
          uint32_t *random)
{
    static const char *const looks[] = {
        "\x30\0\1\0", "\x30\0\x10\0", "\x30\x10\0\0", "\x30\1\0\0", "\0\0\0\0"};

    for (size_t i = 0; i < n; i++)
        if (kind < N_ELEMENTS(looks))
            buf_add_char(out, looks[kind][i % 4]);
        else if (kind == N_ELEMENTS(looks))
            buf_add_char(out, (char)(random_next(random) >> 24));
        else
            buf_add_char(out, line.bytes[i % (line.len - 20)]);
}

/* Noise in front of, between and behind lines: each is found, in its order, and
   what is hashed for nothing grows with the inbox alone. */
static void
test_noise(void **state)
{
    enum { N_KINDS = 7, N_LINES = 4, MIB = 1 << 20, TIMES = 64 + 1072 };
    struct practice practice = practice_open("noise");
    uint32_t random = 7;

    (void)state;
    casebook_close(practice_unlock(&practice, ""));
    fill_whole(&practice, 'a', "client=c01 q1=1");
    practice_fill(&practice, LINE_DONE, 'b', 0, "client=c02 q1=2");
    struct str lines = practice_bytes(&practice, "inbox");
    struct str one = {lines.bytes, lines.len / N_LINES};
    for (size_t kind = 0; kind < 3 * N_KINDS; kind++) {
        struct buf bytes = {0};
        for (size_t i = 0; i <= N_LINES; i++) {
            size_t n = kind < N_KINDS ? 20000 : random_next(&random) >> 20;
            add_noise(&bytes, kind % N_KINDS, n, one, &random);
            if (i < N_LINES)
                buf_add(&bytes,
                        (struct str){lines.bytes + i * one.len, one.len});
        }
        struct inbox_search search = inbox_search_begin(buf_str(&bytes));
        struct inbox_frame frame;
        size_t n_found = 0;
        while (inbox_next(&search, &frame))
            assert_int_equal(frame.number, n_found++);
        assert_int_equal(n_found, N_LINES);
        assert_true(search.n_passed > 0);
        assert_true(kind % N_KINDS < 2 || !search.n_unseen);
        assert_true(search.n_vain <= TIMES * bytes.len + 64 * (size_t)MIB);
        buf_clear(&bytes);
    }

    /* So much that looks like long lines that not all of it is tried: said, and
       what lies behind it comes in. */
    struct buf bytes = {0};
    add_noise(&bytes, 1, 2 * MIB, one, &random);
    buf_add(&bytes, lines);
    struct inbox_search search = inbox_search_begin(buf_str(&bytes));
    struct inbox_frame frame;
    for (size_t i = 0; i < N_LINES; i++)
        assert_true(inbox_next(&search, &frame) && frame.number == i);
    assert_true(search.n_unseen > 0);
    assert_true(search.n_vain <= TIMES * bytes.len + 64 * (size_t)MIB);
    practice_put_bytes(&practice, "inbox", buf_str(&bytes));
    struct casebook *casebook = practice_unlock(&practice, "W245");
    assert_int_equal(casebook_find(casebook, STR("c02")), 2);
    casebook_close(casebook);
    struct str aside;
    assert_true(
        file_read_whole(arena_printf(practice.arena, "%s/inbox.edited-1",
                                     practice.place.folder),
                        4 * MIB, practice.arena, &aside, practice.diag));
    assert_true(str_equal(aside, buf_str(&bytes)));
    buf_clear(&bytes);
    practice_close(&practice);
}

UNIT_MAIN(cmocka_unit_test(test_fills), cmocka_unit_test(test_withdrawals),
          cmocka_unit_test(test_erased), cmocka_unit_test(test_stopped),
          cmocka_unit_test(test_torn), cmocka_unit_test(test_edited),
          cmocka_unit_test(test_foreign), cmocka_unit_test(test_remembered),
          cmocka_unit_test(test_remembered_badly), cmocka_unit_test(test_long),
          cmocka_unit_test(test_changed), cmocka_unit_test(test_gone_on_with),
          cmocka_unit_test(test_made_up), cmocka_unit_test(test_noise))
