/* SPDX-License-Identifier: GPL-3.0-or-later */

/* csv_recorder: what lies in the file already, by table; rows that are read
   back as they were given; many writers at once. */

#include <config.h>

#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/digest.h"
#include "base/file.h"
#include "exchange/amendments.h"
#include "response/answer.h"
#include "response/csv.h"
#include "exchange/csv_recorder.h"
#include "scoring.h"

enum { N_WRITERS = 8, N_ROWS = 40, N_TRIES = 20 };

static const char body[] =
    "<choices id='r'><choice value='0'>no</choice>"
    "<choice value='1'>yes</choice></choices>"
    "<free id='words'/><missing code='-9' kind='declined'/>"
    "<section id='s' responses='r'><item id='a'><text>a</text></item>"
    "<item id='w' responses='words'><text>w</text></item></section>"
    "<scale id='x' method='sum' items='a' min-answered='all' "
    "direction='higher-better'><title>X</title></scale>";

#define OLDER                                                                  \
    "client,session,date,time,instrument,edition,lang,started,finished,mode,"  \
    "a,w,a.ms,w.ms,differences"
#define COLUMNS OLDER ",digest"
#define HEADER COLUMNS "\n"
#define OLDER_NO_END "c01,,2026-03-31,,t,1,en,,,,1,skipped,12,,"
#define DIGEST "0123456789abcdef-0123456789abcdef"
#define NO_END OLDER_NO_END "," DIGEST
#define ROW NO_END "\n"
#define MARK "\xef\xbb\xbf" /* of the byte order */

struct place_to_write {
    struct scoring *scoring;
    char *path;
    struct recorded_answer answers[2];
    struct administration administration;
};

static struct place_to_write
place_open(void)
{
    struct place_to_write place = {.scoring = scoring_open(body)};
    const char *build = getenv("BUILD_FOLDER");

    place.path =
        arena_printf(place.scoring->arena, "%s/tests/scratch/rows-%d.csv",
                     build ? build : ".", (int)getpid());
    unlink(place.path);
    place.answers[0] = (struct recorded_answer){ANSWERED, STR("1"), 12};
    place.answers[1] = (struct recorded_answer){ANSWER_SKIPPED, {0}, -1};
    place.administration.instrument = place.scoring->instrument;
    place.administration.facts[FACT_CLIENT] = STR("c01");
    place.administration.facts[FACT_DATE] = STR("2026-03-31");
    place.administration.facts[FACT_INSTRUMENT] = STR("t");
    place.administration.facts[FACT_EDITION] = STR("1");
    place.administration.facts[FACT_LANG] = STR("en");
    place.administration.facts[FACT_DIGEST] = STR(DIGEST);
    return place;
}

static void
place_close(struct place_to_write *place)
{
    unlink(place->path);
    scoring_close(place->scoring);
}

static void
put_file(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.bytes, bytes.len), bytes.len);
    close(fd);
}

static struct str
get_file(struct place_to_write *place, const char *path)
{
    struct str bytes = {0};

    if (!file_read_whole(path, 1 << 24, place->scoring->arena, &bytes,
                         place->scoring->diag))
        fail_msg("cannot read '%s'", path);
    return bytes;
}

static bool
record(struct place_to_write *place, bool *is_new)
{
    bool with_couple = place->administration.facts[FACT_COUPLE].len;
    struct arena *arena = place->scoring->arena;
    struct diag *diag = place->scoring->diag;

    place->administration.answers = place->answers;
    if (!csv_recorder_check(place->path, is_new, diag))
        return false;
    struct recorder *recorder = csv_recorder_open(
        place->path, place->scoring->instrument, with_couple, arena, diag);
    if (!recorder)
        return false;
    return csv_recorder.record(recorder, &place->administration,
                               place->scoring->diag);
}

static void
test_files(void **state)
{
    static const struct {
        const char *there; /* NULL: no file */
        const char *want;  /* NULL: refused, and left as it is */
        const char *aside; /* NULL: nothing is set aside */
    } cases[] = {
        {NULL, HEADER ROW, NULL},
        {"", HEADER ROW, NULL},
        {HEADER, HEADER ROW, NULL},
        {HEADER ROW, HEADER ROW ROW, NULL},
        {HEADER ROW "c02,,2026-0", HEADER ROW ROW, "c02,,2026-0"},
        {HEADER "c02,\"open\nquote", HEADER ROW, "c02,\"open\nquote"},
        {"client,sess", HEADER ROW, "client,sess"},
        {HEADER "c02,\"a\nb\",,,,,,,,,1,,,\n",
         HEADER "c02,\"a\nb\",,,,,,,,,1,,,\n" ROW, NULL},
        {"client,a,w\nc01,1,x\n", NULL, NULL},
        {"client,a,w\n", NULL, NULL},
        {"client,a,w", NULL, NULL},
        {"hello", NULL, NULL},
        /* A last row that lacks nothing but its row end. */
        {HEADER NO_END, HEADER NO_END "\n" ROW, NULL},
        {HEADER "c02,,,,t,1,en,,,,1,\"a\nb\",,,,",
         HEADER "c02,,,,t,1,en,,,,1,\"a\nb\",,,,\n" ROW, NULL},
        {HEADER "c02,,,,t,1,en,,,,1,\"a,,,", HEADER ROW,
         "c02,,,,t,1,en,,,,1,\"a,,,"},
        {HEADER "c02,,,,t,1,en,,,,1,x,,,", HEADER ROW,
         "c02,,,,t,1,en,,,,1,x,,,"},
        {COLUMNS, HEADER ROW, NULL},
        /* Saved by a spreadsheet in between. */
        {MARK HEADER ROW, MARK HEADER ROW ROW, NULL},
        {MARK COLUMNS "\r\n", MARK COLUMNS "\r\n" NO_END "\r\n", NULL},
        {COLUMNS "\r\n" NO_END "\r\n",
         COLUMNS "\r\n" NO_END "\r\n" NO_END "\r\n", NULL},
        {COLUMNS "\r\n" NO_END, COLUMNS "\r\n" NO_END "\r\n" NO_END "\r\n",
         NULL},
        {COLUMNS "\r\n" NO_END "\r", COLUMNS "\r\n" NO_END "\r\n" NO_END "\r\n",
         NULL},
        {MARK "client;session;date;time;instrument;edition;lang;started;"
              "finished;mode;a;w;a.ms;w.ms;differences;digest\r\n",
         MARK "client;session;date;time;instrument;edition;lang;started;"
              "finished;mode;a;w;a.ms;w.ms;differences;digest\r\n"
              "c01;;2026-03-31;;t;1;en;;;;1;skipped;12;;;" DIGEST "\r\n",
         NULL},
        {MARK "client,a,w\r\n", NULL, NULL},
        /* In another order, with a column of somebody's own before and behind
           the others. */
        {"mine,session,client,time,date,instrument,edition,lang,started,"
         "finished,mode,w,a,a.ms,w.ms,differences,digest,more\nx,,c\n",
         "mine,session,client,time,date,instrument,edition,lang,started,"
         "finished,mode,w,a,a.ms,w.ms,differences,digest,more\nx,,c\n"
         ",,c01,,2026-03-31,t,1,en,,,,skipped,1,12,,," DIGEST ",\n",
         NULL},
        {OLDER ",mine\n", OLDER ",mine\n" OLDER_NO_END ",\n", NULL},
        /* One lacks, or stands there twice. */
        {"client,date,time,instrument,edition,lang,started,finished,mode,a,w,"
         "a.ms,w.ms,differences,digest\n",
         NULL, NULL},
        {COLUMNS ",a\n", NULL, NULL},
        /* Of before there was a digest: nothing moves into another column. */
        {OLDER "\n", OLDER "\n" OLDER_NO_END "\n", NULL},
        {OLDER "\n" OLDER_NO_END,
         OLDER "\n" OLDER_NO_END "\n" OLDER_NO_END "\n", NULL},
        {MARK OLDER "\r\n" OLDER_NO_END "\r\n",
         MARK OLDER "\r\n" OLDER_NO_END "\r\n" OLDER_NO_END "\r\n", NULL},
        {OLDER "\n"
               "c02,,,,t,1,en,,,,1,x,,",
         OLDER "\n" OLDER_NO_END "\n", "c02,,,,t,1,en,,,,1,x,,"},
        {OLDER, HEADER ROW, OLDER},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct place_to_write place = place_open();
        const char *aside =
            arena_printf(place.scoring->arena, "%s.torn-1", place.path);
        struct stat found;
        bool is_new = false;
        if (cases[i].there)
            put_file(place.path, str_from(cases[i].there));
        assert_int_equal(record(&place, &is_new), cases[i].want != NULL);
        struct str got = get_file(&place, place.path);
        assert_true(
            str_is(got, cases[i].want ? cases[i].want : cases[i].there));
        assert_int_equal(diag_count(place.scoring->diag, SEVERITY_ERROR),
                         cases[i].want ? 0 : 1);
        assert_int_equal(diag_count(place.scoring->diag, SEVERITY_WARNING),
                         cases[i].aside ? 1 : 0);
        if (!cases[i].there) {
            assert_true(is_new);
            assert_int_equal(stat(place.path, &found), 0);
            assert_int_equal(found.st_mode & 0777, 0600);
        }
        if (cases[i].aside) {
            assert_true(str_is(get_file(&place, aside), cases[i].aside));
            unlink(aside);
        }
        assert_int_equal(access(aside, F_OK), -1);
        place_close(&place);
    }
}

/* A column for the couple where the first row has one; it stays, and none is
   made where there is none. */
static void
test_couples(void **state)
{
    static const char of_couples[] = COLUMNS ",couple\n";
    static const struct {
        const char *there;
        const char *couple;
        const char *want; /* NULL: refused, and left as it is */
    } cases[] = {
        {"", "k1", COLUMNS ",couple\n" NO_END ",k1\n"},
        {of_couples, "k1", COLUMNS ",couple\n" NO_END ",k1\n"},
        {of_couples, "", COLUMNS ",couple\n" NO_END ",\n"},
        {COLUMNS ",couple\n" NO_END ",k1\n", "=k2",
         COLUMNS ",couple\n" NO_END ",k1\n" NO_END ",'=k2\n"},
        {COLUMNS ",couple\n" NO_END ",\n" NO_END, "k1",
         COLUMNS ",couple\n" NO_END ",\n" NO_END ",k1\n"},
        {COLUMNS ",coup", "k1", COLUMNS ",couple\n" NO_END ",k1\n"},
        {COLUMNS ",coup", "", HEADER ROW},
        {HEADER ROW, "k1", NULL},
        {COLUMNS, "k1", NULL},
        {OLDER "\n", "k1", NULL},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct place_to_write place = place_open();
        const char *aside =
            arena_printf(place.scoring->arena, "%s.torn-1", place.path);
        bool is_new = false;
        place.administration.facts[FACT_COUPLE] = str_from(cases[i].couple);
        put_file(place.path, str_from(cases[i].there));
        assert_int_equal(record(&place, &is_new), cases[i].want != NULL);
        struct str got = get_file(&place, place.path);
        const char *want = cases[i].want ? cases[i].want : cases[i].there;
        if (!str_is(got, want))
            fail_msg("case %zu: got\n%.*s\nwant\n%s", i, STR_ARGS(got), want);
        unlink(aside);
        place_close(&place);
    }
}

/* Columns are added to what a correction that was interrupted has come to: it
   would be lost otherwise. */
static void
test_columns(void **state)
{
    static const char before[] = OLDER "\n" OLDER_NO_END "\n";
    static const struct {
        const char *change; /* column, old and new; NULL: none is pending */
        bool with_couple;
        const char *want;
    } cases[] = {
        {NULL, false, HEADER OLDER_NO_END ",\n"},
        {NULL, true, COLUMNS ",couple\n" OLDER_NO_END ",,\n"},
        {"a,1,0", false, HEADER "c01,,2026-03-31,,t,1,en,,,,0,skipped,12,,,\n"},
        {"couple,,k1", true, OLDER ",couple,digest\n" OLDER_NO_END ",k1,\n"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct place_to_write place = place_open();
        struct arena *arena = place.scoring->arena;
        struct diag *diag = place.scoring->diag;
        const char *changes = amendments_path(place.path, arena);

        put_file(place.path, str_from(before));
        if (cases[i].change)
            put_file(changes,
                     str_from(arena_printf(
                         arena,
                         "changed,row,client,session,date,time,instrument,"
                         "column,old,new,reason,before\n"
                         "2026-04-01,1,c01,,2026-03-31,,t,%s,why,%zu:%s\n",
                         cases[i].change, sizeof before - 1,
                         digest_of(str_from(before)).hex)));
        struct recorder *recorder = csv_recorder_open(
            place.path, place.scoring->instrument, false, arena, diag);
        assert_non_null(recorder);
        assert_true(
            csv_recorder_add_columns(recorder, cases[i].with_couple, diag));
        struct str got = get_file(&place, place.path);
        if (!str_is(got, cases[i].want))
            fail_msg("case %zu: got\n%.*s\nwant\n%s", i, STR_ARGS(got),
                     cases[i].want);
        unlink(changes);
        place_close(&place);
    }
}

/* A second torn row does not take the place of the first. */
static void
test_set_aside_twice(void **state)
{
    struct place_to_write place = place_open();
    struct arena *arena = place.scoring->arena;
    bool is_new;

    (void)state;
    for (int i = 1; i <= 2; i++) {
        put_file(place.path, str_from(arena_printf(arena, HEADER "torn%d", i)));
        assert_true(record(&place, &is_new));
    }
    for (int i = 1; i <= 2; i++) {
        const char *path = arena_printf(arena, "%s.torn-%d", place.path, i);
        assert_true(
            str_is(get_file(&place, path), arena_printf(arena, "torn%d", i)));
        unlink(path);
    }
    place_close(&place);
}

/* Recorded by a process that ended before it could say so: then once, however
   much of the row got there. */
static void
test_again(void **state)
{
    static const char *const there[] = {
        HEADER ROW,
        HEADER NO_END,
        HEADER "c01,,2026-03-31,,t,1,en,,,,1,skipped,12,",
    };
    struct place_to_write place = place_open();
    bool is_new;

    (void)state;
    place.administration.is_again = true;
    /* The disk was full, and there is no file yet, or an empty one. */
    assert_true(record(&place, &is_new));
    assert_true(str_is(get_file(&place, place.path), HEADER ROW));
    put_file(place.path, STR(""));
    assert_true(record(&place, &is_new));
    assert_true(str_is(get_file(&place, place.path), HEADER ROW));
    for (size_t i = 0; i < N_ELEMENTS(there); i++) {
        put_file(place.path, str_from(there[i]));
        assert_true(record(&place, &is_new));
        assert_true(str_is(get_file(&place, place.path), HEADER ROW));
    }
    unlink(arena_printf(place.scoring->arena, "%s.torn-1", place.path));
    put_file(place.path, STR(MARK COLUMNS "\r\n" NO_END "\r\n"));
    assert_true(record(&place, &is_new));
    assert_true(str_is(get_file(&place, place.path),
                       MARK COLUMNS "\r\n" NO_END "\r\n"));
    put_file(place.path, STR(OLDER "\n" OLDER_NO_END "\n"));
    assert_true(record(&place, &is_new));
    assert_true(
        str_is(get_file(&place, place.path), OLDER "\n" OLDER_NO_END "\n"));
    /* Torn within the last cell, which then looks whole. */
    put_file(place.path, STR(HEADER OLDER_NO_END ",0123"));
    assert_true(record(&place, &is_new));
    assert_true(str_is(get_file(&place, place.path), HEADER ROW));
    unlink(arena_printf(place.scoring->arena, "%s.torn-1", place.path));
    place.administration.is_again = false;
    put_file(place.path, STR(HEADER ROW));
    assert_true(record(&place, &is_new));
    assert_true(str_is(get_file(&place, place.path), HEADER ROW ROW));
    place_close(&place);
}

/* Free texts come back as they were typed, whatever they look like. */
static void
test_texts(void **state)
{
    static const char *const texts[] = {
        "hello",
        "skipped",
        "\\skipped",
        "\\\\declined",
        "-9",
        "\\-9",
        "not-asked",
        "=1+1",
        "+49",
        "-x",
        "@home",
        "'quoted",
        "'=1",
        "a,b",
        "say \"no\"",
        "two\nlines",
        "\\",
        "\\\\",
        "\\x",
        "none",
        "unclear",
        "-9.0",
        "blank",
        "'",
        "\xc3\xa4\xe2\x82\xac",
        "SKIPPED",
    };
    struct place_to_write place = place_open();
    struct arena *arena = place.scoring->arena;
    const struct instrument *instrument = place.scoring->instrument;
    struct answer_rules rules =
        answer_rules_of(instrument, instrument->items[1].response);

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(texts); i++) {
        struct csv_cell cells[20];
        struct csv_record row = {.cells = cells, .size = 20};
        struct answer answer;
        struct buf out = {0};
        size_t offset = 0;
        place.answers[1] =
            (struct recorded_answer){ANSWERED, str_from(texts[i]), 5};
        place.administration.answers = place.answers;
        csv_recorder_add_row(&out, &place.administration);
        assert_true(csv_next(buf_str(&out), &offset, ',', &row));
        assert_int_equal(row.n_cells, 16);
        assert_int_equal(
            answer_read(&rules, csv_cell_text(cells[11], arena), &answer),
            ANSWER_FINE);
        assert_int_equal(kind_of_code(answer.code), ANSWERED);
        assert_true(str_is(answer.text, texts[i]));
        buf_clear(&out);
    }
    place_close(&place);
}

static void
test_kinds(void **state)
{
    struct place_to_write place = place_open();

    (void)state;
    for (int kind = ANSWER_BLANK; kind <= ANSWER_UNCLEAR; kind++) {
        struct buf out = {0};
        const char *word =
            answer_kind_names[kind] ? answer_kind_names[kind] : "";
        place.answers[0].kind = (enum answer_kind)kind;
        place.administration.answers = place.answers;
        csv_recorder_add_row(&out, &place.administration);
        const char *want = arena_printf(
            place.scoring->arena,
            "c01,,2026-03-31,,t,1,en,,,,%s,skipped,12,,," DIGEST "\n", word);
        assert_string_equal(buf_text(&out), want);
        buf_clear(&out);
    }
    place_close(&place);
}

/* With a slow disk and luck against it, a writer may find the file held for
   longer than anybody is made to wait. */
static bool
record_at_last(struct place_to_write *place)
{
    bool is_new;

    for (int i = 0; i < N_TRIES; i++)
        if (record(place, &is_new))
            return true;
    return false;
}

/* Every row of every writer is there, whole, below one header. */
static void
test_many_writers(void **state)
{
    struct place_to_write place = place_open();

    (void)state;
    for (int writer = 0; writer < N_WRITERS; writer++) {
        if (fork() != 0)
            continue;
        for (int i = 0; i < N_ROWS; i++) {
            place.administration.facts[FACT_CLIENT] = str_from(
                arena_printf(place.scoring->arena, "w%d-%d.", writer, i));
            if (!record_at_last(&place))
                _exit(1);
        }
        _exit(0);
    }
    for (int writer = 0; writer < N_WRITERS; writer++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    struct str bytes = get_file(&place, place.path);
    assert_true(str_starts(bytes, HEADER));
    size_t n_lines = 0;
    for (size_t i = 0; i < bytes.len; i++)
        n_lines += bytes.bytes[i] == '\n';
    assert_int_equal(n_lines, 1 + N_WRITERS * N_ROWS);
    for (int writer = 0; writer < N_WRITERS; writer++) {
        for (int i = 0; i < N_ROWS; i++) {
            const char *row = arena_printf(
                place.scoring->arena,
                "\nw%d-%d.,,2026-03-31,,t,1,en,,,,1,skipped,12,,," DIGEST "\n",
                writer, i);
            assert_non_null(strstr(bytes.bytes, row));
        }
    }
    place_close(&place);
}

/* A file that another program holds is given up after a while, and left as it
   is. */
static void
test_held(void **state)
{
    struct place_to_write place = place_open();
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct timespec begin;
    struct timespec end;
    bool is_new;

    (void)state;
    put_file(place.path, STR(HEADER ROW));
    int fd = open(place.path, O_RDWR);
    assert_int_equal(fcntl(fd, F_OFD_SETLK, &whole), 0);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_false(record(&place, &is_new));
    clock_gettime(CLOCK_MONOTONIC, &end);
    assert_in_range(end.tv_sec - begin.tv_sec, 1, 10);
    assert_int_equal(diag_count(place.scoring->diag, SEVERITY_ERROR), 1);
    close(fd);
    assert_true(str_is(get_file(&place, place.path), HEADER ROW));
    assert_true(record(&place, &is_new));
    place_close(&place);
}

static void
test_refused(void **state)
{
    struct place_to_write place = place_open();
    bool is_new;

    (void)state;
    assert_int_equal(mkdir(place.path, 0700), 0);
    assert_false(record(&place, &is_new));
    rmdir(place.path);
    assert_int_equal(mkfifo(place.path, 0600), 0);
    assert_false(record(&place, &is_new));
    unlink(place.path);
    assert_int_equal(symlink("/dev/null", place.path), 0);
    assert_false(record(&place, &is_new));
    unlink(place.path);
    /* No folder, or a file in its place. */
    char *before = place.path;
    place.path = arena_printf(place.scoring->arena, "%s/a.csv", before);
    assert_false(record(&place, &is_new));
    put_file(before, STR(""));
    assert_false(record(&place, &is_new));
    place.path = before;
    assert_int_equal(diag_count(place.scoring->diag, SEVERITY_ERROR), 5);
    place_close(&place);
}

/* A name that could not be made to last is refused before there is a row, and
   where it fails later no file is left.  Nothing is refused to root. */
static void
test_folder_that_cannot_be_read(void **state)
{
    enum { NOBODY = 65534 };
    struct place_to_write place = place_open();
    struct arena *arena = place.scoring->arena;
    char folder[] = "/tmp/attune-rows-XXXXXX"; /* anybody gets as far as that */
    bool is_root = !geteuid();
    bool is_new = false;

    (void)state;
    assert_non_null(mkdtemp(folder));
    place.path = arena_printf(arena, "%s/a.csv", folder);
    assert_int_equal(chmod(folder, 0333), 0);
    assert_true(!is_root || !setresuid(NOBODY, NOBODY, 0));
    struct recorder *recorder =
        csv_recorder_open(place.path, place.scoring->instrument, false, arena,
                          place.scoring->diag);
    place.administration.answers = place.answers;
    bool can_record =
        csv_recorder_check(place.path, &is_new, place.scoring->diag);
    bool is_recorded = csv_recorder.record(recorder, &place.administration,
                                           place.scoring->diag);
    bool is_left = access(place.path, F_OK) == 0;
    assert_true(!is_root || !setresuid(0, 0, 0));
    assert_true(is_new);
    assert_false(can_record);
    assert_false(is_recorded);
    assert_false(is_left);
    assert_int_equal(rmdir(folder), 0);
    place_close(&place);
}

UNIT_MAIN(cmocka_unit_test(test_files), cmocka_unit_test(test_couples),
          cmocka_unit_test(test_columns),
          cmocka_unit_test(test_set_aside_twice), cmocka_unit_test(test_again),
          cmocka_unit_test(test_texts), cmocka_unit_test(test_kinds),
          cmocka_unit_test(test_many_writers), cmocka_unit_test(test_held),
          cmocka_unit_test(test_refused),
          cmocka_unit_test(test_folder_that_cannot_be_read))
