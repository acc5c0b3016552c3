/* SPDX-License-Identifier: GPL-3.0-or-later */

/* draft: what was acknowledged is there afterwards, whatever happened: torn
   ends, two at once, and a writer killed at random moments. */

#include "base/file.h"
#include "unit.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "fill/draft.h"
#include "fill_kit.h"

enum { N_KILLS = 500, N_ITEMS = 4, LIMIT_WAIT_US = 12000, PATIENCE_MS = 10000 };

static const char numbers_body[] =
    "<range id='n' min='0' max='1000000000'/>"
    "<section id='s' responses='n'>"
    "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
    "<item id='c'><text>c</text></item><item id='d'><text>d</text></item>"
    "</section><scale id='x' method='sum' items='a b c d' min-answered='all' "
    "direction='higher-better'><title>X</title></scale>";

static const struct draft_head head = {
    .instrument_id = "t",
    .edition = 1,
    .digest = "d",
    .wording_digest = "",
    .lang = "",
    .client = "c 07\n\\x",
    .session = "3",
    .date = "2026-03-31",
    .time = "10:05",
    .started = "2026-03-31T10:05:00",
    .couple = "",
};

struct house {
    struct arena *arena;
    struct diag *diag;
    const char *folder;
};

static struct house
house_open(void)
{
    struct house house = {arena_new(), diag_new(), NULL};
    const char *build = getenv("BUILD_FOLDER");

    house.folder = arena_printf(house.arena, "%s/tests/scratch/draft-%d/a/b",
                                build ? build : ".", (int)getpid());
    assert_true(file_make_folder(house.folder, house.diag));
    return house;
}

static void
house_close(struct house *house)
{
    char *path = arena_printf(house->arena, "%s", house->folder);

    /* Each folder is empty by now: drafts that are done leave nothing. */
    for (int i = 0; i < 3; i++) {
        assert_int_equal(rmdir(path), 0);
        *strrchr(path, '/') = '\0';
    }
    diag_free(house->diag);
    arena_free(house->arena);
}

static struct draft *
open_draft(struct house *house)
{
    struct draft *draft =
        draft_open(house->folder, &head, house->arena, house->diag);

    assert_non_null(draft);
    return draft;
}

/* Presses keys and keeps what they change. */
static void
press_and_keep(struct house *house, struct draft *draft, struct fill_kit *kit,
               const char *keys)
{
    struct str rest = str_from(keys);
    struct str word;

    while (str_next_word(&rest, &word)) {
        fill_press(kit, arena_text(house->arena, word));
        assert_true(draft_append(draft, kit->form->sheet, "2026-03-31T10:09:00",
                                 house->diag));
    }
}

static void
check_restored(struct house *house, const char *where, const char *finished)
{
    struct draft *draft = open_draft(house);
    struct fill_kit kit = fill_open(fill_body, NULL);
    struct buf buf = {0};

    assert_non_null(draft_head(draft));
    assert_string_equal(draft_head(draft)->client, head.client);
    assert_string_equal(draft_head(draft)->started, head.started);
    assert_int_equal(draft_head(draft)->edition, 1);
    assert_string_equal(draft_finished(draft), finished);
    assert_true(draft_restore(draft, kit.form->sheet, house->diag));
    form_resume(kit.form, 0);
    assert_string_equal(fill_where(&kit, &buf), where);
    buf_clear(&buf);
    fill_close(&kit);
    draft_close(draft);
}

static void
remove_draft(struct house *house)
{
    struct draft *draft = open_draft(house);

    assert_true(draft_remove(draft, house->diag));
    draft_close(draft);
}

static void
begin(struct house *house, const char *keys)
{
    struct draft *draft = open_draft(house);
    struct fill_kit kit = fill_open(fill_body, NULL);

    assert_null(draft_head(draft));
    assert_true(draft_begin(draft, &head, house->diag));
    press_and_keep(house, draft, &kit, keys);
    fill_close(&kit);
    draft_close(draft);
}

static void
test_resume(void **state)
{
    static const struct {
        const char *keys;
        const char *where;
        const char *finished;
    } cases[] = {
        {"enter", "notice | c=not-asked q=not-asked", ""},
        {"enter enter", "section | c=not-asked q=not-asked", ""},
        {"enter enter enter 2", "question b | a=2 c=not-asked q=not-asked", ""},
        {"enter enter enter 2 3 decline",
         "question m | a=2 b=3 c=declined q=not-asked", ""},
        /* Alone is asked anew, and leads back. */
        {"enter enter enter 2 1 skip skip skip skip 1 3",
         "alone | a=2 b=1 c=not-applicable m=skipped l=skipped w=skipped "
         "d=skipped p=3",
         ""},
        {"enter enter enter 2 1 skip skip skip skip 2 3 1",
         "last | a=2 b=1 c=not-applicable m=skipped l=skipped w=skipped "
         "d=skipped p=not-asked q=not-asked z=3",
         "2026-03-31T10:09:00"},
    };
    struct house house = house_open();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        begin(&house, cases[i].keys);
        check_restored(&house, cases[i].where, cases[i].finished);
        remove_draft(&house);
    }
    house_close(&house);
}

/* What is not done, also with what a line cannot hold as it is. */
static void
test_typing(void **state)
{
    static const struct {
        const char *keys;
        const char *item;
        const char *text;
        const char *more; /* keys, and what is answered then */
        const char *given;
    } cases[] = {
        {"skip skip 'a\\nb nl '_c pause", "w", "a\\nb\n c", "enter",
         "2 1 not-applicable skipped skipped a\\nb\n c . . not-asked ."},
        {"skip 35 pause", "l", "35", "4 0 enter",
         "2 1 not-applicable skipped 40 . . . not-asked ."},
        {"skip skip skip 2026- pause", "d", "2026-", "03-31 enter",
         "2 1 not-applicable skipped skipped skipped 2026-03-31 . not-asked ."},
        {"1 3 pause", "m", "", "enter",
         "2 1 not-applicable 1 3 . . . . not-asked ."},
    };
    struct house house = house_open();
    struct buf given = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        struct buf keys = {0};
        buf_addf(&keys, "enter enter enter 2 1 %s", cases[i].keys);
        begin(&house, buf_text(&keys));
        struct draft *draft = open_draft(&house);
        assert_true(draft_restore(draft, kit.form->sheet, house.diag));
        form_resume(kit.form, 0);
        assert_string_equal(form_item(kit.form)->id, cases[i].item);
        assert_true(str_is(entry_text(&kit.form->entry), cases[i].text));
        fill_press(&kit, cases[i].more);
        assert_string_equal(fill_given(&kit, &given), cases[i].given);
        assert_true(draft_remove(draft, house.diag));
        draft_close(draft);
        buf_clear(&keys);
        fill_close(&kit);
    }
    buf_clear(&given);
    house_close(&house);
}

static off_t
size_of(const char *path)
{
    struct stat found;

    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    return found.st_size;
}

static void
flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    char byte;

    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

/* Damaged anywhere, what stands behind it is set aside, whole: answers that
   were acknowledged. */
static void
test_damaged(void **state)
{
    struct house house = house_open();
    size_t n_aside = 0;

    (void)state;
    begin(&house, "enter enter enter 2 3 4 1 2 enter");
    struct draft *draft = open_draft(&house);
    const char *path = draft_path(draft);
    draft_close(draft);
    off_t size = size_of(path);
    remove_draft(&house);
    for (off_t at = 0; at < size; at++) {
        begin(&house, "enter enter enter 2 3 4 1 2 enter");
        flip(path, at);
        draft = open_draft(&house);
        const char *aside = draft_take_aside(draft);
        /* The end of the last line alone looks like a torn one. */
        assert_true(aside || at == size - 1);
        if (aside) {
            assert_int_equal(size_of(aside), size);
            assert_int_equal(unlink(aside), 0);
            n_aside++;
        }
        assert_true(draft_remove(draft, house.diag));
        draft_close(draft);
    }
    assert_int_equal(n_aside, size - 1);
    assert_int_equal(diag_total(house.diag), 0);
    house_close(&house);
}

/* Cut anywhere, a draft holds the lines that are whole, and takes more. */
static void
test_torn(void **state)
{
    struct house house = house_open();
    struct buf before = {0};

    (void)state;
    begin(&house, "enter enter enter 2 3 4 1 2 enter");
    struct draft *draft = open_draft(&house);
    const char *path = draft_path(draft);
    draft_close(draft);
    for (off_t size = size_of(path); size > 0; size--) {
        assert_int_equal(truncate(path, size - 1), 0);
        draft = open_draft(&house);
        struct fill_kit kit = fill_open(fill_body, NULL);
        assert_true(draft_restore(draft, kit.form->sheet, house.diag));
        if (!draft_head(draft)) {
            assert_true(draft_begin(draft, &head, house.diag));
            size = 1;
        }
        form_resume(kit.form, 0);
        press_and_keep(&house, draft, &kit, "leave");
        fill_given(&kit, &before);
        fill_close(&kit);
        draft_close(draft);

        draft = open_draft(&house);
        kit = fill_open(fill_body, NULL);
        assert_true(draft_restore(draft, kit.form->sheet, house.diag));
        form_resume(kit.form, 0);
        struct buf after = {0};
        assert_string_equal(buf_text(&before), fill_given(&kit, &after));
        buf_clear(&after);
        fill_close(&kit);
        draft_close(draft);
        if (access(path, F_OK) != 0)
            break;
        size = size_of(path) < size ? size_of(path) : size;
    }
    if (access(path, F_OK) == 0)
        remove_draft(&house);
    buf_clear(&before);
    house_close(&house);
}

/* A byte changed on the way: nothing behind it is believed. */
static void
test_spoilt(void **state)
{
    struct house house = house_open();

    (void)state;
    begin(&house, "enter enter enter 2 3");
    struct draft *draft = open_draft(&house);
    const char *path = draft_path(draft);
    draft_close(draft);
    int fd = open(path, O_RDWR);
    off_t end = lseek(fd, 0, SEEK_END);
    char tail[4096];
    ssize_t n = pread(fd, tail, sizeof tail - 1, 0);
    assert_true(n == end);
    tail[n] = '\0';
    char *three = strstr(tail, "answer b answered 1000 3");
    assert_non_null(three);
    assert_int_equal(pwrite(fd, "4", 1, three - tail + 23), 1);
    close(fd);
    check_restored(&house, "question b | a=2 c=not-asked q=not-asked", "");
    assert_int_equal(unlink(arena_printf(house.arena, "%s.damaged-1", path)),
                     0);
    remove_draft(&house);
    house_close(&house);
}

static void
test_two_at_once(void **state)
{
    struct house house = house_open();
    struct draft *first = open_draft(&house);

    (void)state;
    assert_true(draft_begin(first, &head, house.diag));
    struct draft *second = open_draft(&house);
    assert_true(draft_has_twin(second));
    assert_false(draft_has_twin(first));
    assert_string_not_equal(draft_path(first), draft_path(second));
    assert_null(strstr(draft_path(first), "c 07"));
    assert_true(draft_begin(second, &head, house.diag));
    assert_true(draft_remove(first, house.diag));
    assert_true(draft_remove(second, house.diag));
    /* Opened and left alone: no file. */
    draft_close(open_draft(&house));
    house_close(&house);
}

/* Two that were both interrupted are found one after the other, also when the
   first file is gone. */
static void
test_next(void **state)
{
    struct house house = house_open();
    struct draft *drafts[3];
    const char *paths[3];

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        drafts[i] = open_draft(&house);
        assert_null(draft_head(drafts[i]));
        assert_true(draft_begin(drafts[i], &head, house.diag));
        press_and_keep(&house, drafts[i], &kit, "enter enter enter 2");
        paths[i] = draft_path(drafts[i]);
        fill_close(&kit);
    }
    draft_close(drafts[0]);
    draft_close(drafts[2]);
    /* The one in the middle is somebody else's at this moment. */
    struct draft *draft = open_draft(&house);
    assert_string_equal(draft_path(draft), paths[0]);
    assert_int_equal(draft_next(draft, house.diag), DRAFT_NEXT);
    assert_string_equal(draft_path(draft), paths[2]);
    assert_non_null(draft_head(draft));
    assert_true(draft_has_twin(draft));
    assert_int_equal(draft_next(draft, house.diag), DRAFT_LAST);
    draft_close(draft);

    draft_close(drafts[1]);
    for (int i = 0; i < 3; i++) {
        draft = open_draft(&house);
        assert_string_equal(draft_path(draft), paths[i]);
        assert_false(draft_has_twin(draft));
        assert_non_null(draft_head(draft));
        assert_true(draft_remove(draft, house.diag));
        draft_close(draft);
    }
    house_close(&house);
}

static void
test_link(void **state)
{
    struct house house = house_open();
    struct draft *draft = open_draft(&house);
    const char *path = draft_path(draft);

    (void)state;
    draft_close(draft);
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_null(draft_open(house.folder, &head, house.arena, house.diag));
    assert_int_equal(diag_count(house.diag, SEVERITY_ERROR), 1);
    unlink(path);
    house_close(&house);
}

/* A full disk: what was acknowledged stays, what was not is not there. */
static void
test_full(void **state)
{
    struct house house = house_open();
    struct draft *draft = open_draft(&house);
    struct fill_kit kit = fill_open(fill_body, NULL);

    (void)state;
    assert_true(draft_begin(draft, &head, house.diag));
    press_and_keep(&house, draft, &kit, "enter enter enter 2");
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {0};
        signal(SIGXFSZ, SIG_IGN);
        limit.rlim_cur = limit.rlim_max =
            (rlim_t)size_of(draft_path(draft)) + 5;
        setrlimit(RLIMIT_FSIZE, &limit);
        fill_press(&kit, "3");
        bool is_kept = draft_append(draft, kit.form->sheet, "", house.diag);
        _exit(is_kept || !diag_count(house.diag, SEVERITY_ERROR));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    draft_close(draft);
    fill_close(&kit);
    check_restored(&house, "question b | a=2 c=not-asked q=not-asked", "");
    remove_draft(&house);
    house_close(&house);
}

/* ---- killed ---- */

struct acknowledged {
    uint32_t item;
    uint32_t number;
};

/* Answers the four items over and over with growing numbers, and says so when
   an answer is durable. */
static void
write_until_killed(struct house *house, int out_fd, uint32_t number)
{
    struct draft *draft = open_draft(house);
    struct fill_kit kit = fill_open(numbers_body, NULL);

    if (!draft_head(draft) && !draft_begin(draft, &head, house->diag))
        _exit(2);
    if (!draft_restore(draft, kit.form->sheet, house->diag))
        _exit(3);
    form_resume(kit.form, 0);
    for (;;) {
        const struct item *item = form_item(kit.form);
        if (!item) {
            press_and_keep(house, draft, &kit,
                           form_page(kit.form) == FORM_PAGE_LAST
                               ? "back back back back"
                               : "enter");
            continue;
        }
        struct acknowledged said = {
            (uint32_t)(item - kit.scoring->instrument->items), ++number};
        char keys[40];
        snprintf(keys, sizeof keys, "clear %u enter", number);
        press_and_keep(house, draft, &kit, keys);
        if (write(out_fd, &said, sizeof said) != sizeof said)
            _exit(4);
    }
}

static void
read_acknowledged(int fd, uint32_t *numbers, uint32_t *last)
{
    struct acknowledged said;

    while (read(fd, &said, sizeof said) == sizeof said) {
        assert_true(said.item < N_ITEMS);
        numbers[said.item] = said.number;
        *last = said.number;
    }
}

static void
check_numbers(struct house *house, const uint32_t *numbers)
{
    struct arena *arena = arena_new();
    struct draft *draft = draft_open(house->folder, &head, arena, house->diag);
    struct fill_kit kit = fill_open(numbers_body, NULL);
    struct decimal value;

    assert_non_null(draft);
    assert_false(draft_has_twin(draft));
    assert_true(draft_restore(draft, kit.form->sheet, house->diag));
    form_resume(kit.form, 0);
    for (size_t i = 0; i < N_ITEMS; i++) {
        struct recorded_answer answer = answer_sheet_given(kit.form->sheet, i);
        if (!numbers[i])
            continue;
        assert_int_equal(answer.kind, ANSWERED);
        assert_true(decimal_read(answer.text, &value));
        /* One more may have got there without being acknowledged. */
        assert_true(value.units >= numbers[i]);
    }
    fill_close(&kit);
    draft_close(draft);
    arena_free(arena);
}

static void
test_killed(void **state)
{
    const int n_kills = unit_kills(N_KILLS);
    struct house house = house_open();
    uint32_t numbers[N_ITEMS] = {0};
    uint32_t last = 0;
    uint32_t random = 42;

    (void)state;
    for (int i = 0; i < n_kills; i++) {
        int fds[2];
        assert_int_equal(pipe(fds), 0);
        pid_t child = fork();
        if (child == 0) {
            close(fds[0]);
            write_until_killed(&house, fds[1], last);
        }
        close(fds[1]);
        random = random * 1664525u + 1013904223u;
        if (i % 25 == 0) /* while it writes, however slow the machine is */
            (void)poll(&(struct pollfd){.fd = fds[0], .events = POLLIN}, 1,
                       PATIENCE_MS);
        usleep(random % LIMIT_WAIT_US);
        kill(child, SIGKILL);
        read_acknowledged(fds[0], numbers, &last);
        close(fds[0]);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        last += 2; /* beyond what was written but not acknowledged */
        check_numbers(&house, numbers);
        /* Begins anew now and then: a draft grows. */
        if (i % 50 == 49) {
            struct draft *draft = open_draft(&house);
            assert_true(draft_remove(draft, house.diag));
            memset(numbers, 0, sizeof numbers);
        }
    }
    assert_true(last > 2 * (uint32_t)n_kills);
    printf("# %d kills, %u answers\n", n_kills, last - 2 * (uint32_t)n_kills);
    house_close(&house);
}

UNIT_MAIN(cmocka_unit_test(test_resume), cmocka_unit_test(test_typing),
          cmocka_unit_test(test_torn), cmocka_unit_test(test_damaged),
          cmocka_unit_test(test_spoilt), cmocka_unit_test(test_two_at_once),
          cmocka_unit_test(test_next), cmocka_unit_test(test_link),
          cmocka_unit_test(test_full), cmocka_unit_test(test_killed))
