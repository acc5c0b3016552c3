/* SPDX-License-Identifier: GPL-3.0-or-later */

/* clerking: typed at by a clerk and killed at random moments; every key whose
   words were shown is there afterwards. */

#include "base/file.h"
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "fill/clerking.h"
#include "scoring.h"

enum { N_KILLS = 100, N_ITEMS = 6, LIMIT_WAIT_US = 4000, LIMIT_KEYS = 5 };

static const char body[] =
    "<choices id='r'><choice value='0'>no</choice>"
    "<choice value='1'>yes</choice></choices>"
    "<section id='s' responses='r'>"
    "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
    "<item id='c'><text>c</text></item><item id='d'><text>d</text></item>"
    "<item id='e'><text>e</text></item><item id='f'><text>f</text></item>"
    "</section><scale id='x' method='sum' items='a' min-answered='all' "
    "direction='higher-better'><title>X</title></scale>";

static const struct draft_head head = {
    .instrument_id = "t",
    .edition = 1,
    .digest = "d",
    .wording_digest = "",
    .lang = "",
    .client = "c",
    .session = "",
    .date = "2026-03-31",
    .time = "10:05",
    .started = "2026-03-31T10:05:00",
    .couple = "",
};

/* What stands on the paper: the second pass is wrong now and then. */
static char
value_of(enum clerk_stage stage, size_t item_idx)
{
    return stage == CLERK_SECOND && item_idx % 3 == 1 ? '1' : '0';
}

/* The first pass is right. */
static char
key_of(enum clerk_stage stage, size_t item_idx)
{
    return stage == CLERK_SETTLING ? '1' : value_of(stage, item_idx);
}

/* ---- the clerk's process ---- */

static int64_t
now_ms(void *aux)
{
    (void)aux;
    return 0;
}

static const char *
now_text(void *aux)
{
    (void)aux;
    return "2026-03-31T10:09:00";
}

static bool
is_stopped(void *aux)
{
    (void)aux;
    return false;
}

/* Records nothing: the draft is what is looked at. */
static bool
record(struct recorder *recorder, const struct administration *administration,
       struct diag *diag)
{
    (void)recorder;
    (void)administration;
    (void)diag;
    return true;
}

static const struct recorder_class no_recorder = {.record = record};

static void
type_until_killed(const struct scoring *scoring, const char *folder, int in_fd,
                  int out_fd)
{
    static const struct filling_world world = {
        .now_ms = now_ms, .now_text = now_text, .is_stopped = is_stopped};
    const struct face_options options = {
        .in_fd = in_fd, .out_fd = out_fd, .language = LANG_EN};
    struct clerk *clerk = clerk_new(scoring->instrument, scoring->arena);
    struct filling filling = {
        .sheet = clerk->sheet,
        .draft = draft_open(folder, &head, scoring->arena, scoring->diag),
        .recorder_class = &no_recorder,
        .mode = "paper",
        .world = &world,
        .arena = scoring->arena,
    };

    if (!filling.draft
        || (!draft_head(filling.draft)
            && !draft_begin(filling.draft, &head, scoring->diag))
        || !draft_restore(filling.draft, filling.sheet, scoring->diag))
        _exit(2);
    _exit(clerking_run(&filling, clerk, &options, scoring->diag) == FILLING_DONE
              ? 0
              : 3);
}

/* ---- who looks on ---- */

struct desk {
    struct scoring *scoring;
    const char *folder;
    bool is_acknowledged[CLERK_DONE][N_ITEMS];
    size_t n_acknowledged;
};

/* The clerk as a new process would find it, with everything acknowledged. */
static struct clerk *
check_kept(struct desk *desk)
{
    struct scoring *scoring = desk->scoring;
    struct clerk *clerk = clerk_new(scoring->instrument, scoring->arena);
    struct draft *draft =
        draft_open(desk->folder, &head, scoring->arena, scoring->diag);

    assert_non_null(draft);
    assert_false(draft_has_twin(draft));
    if (draft_head(draft))
        assert_true(draft_restore(draft, clerk->sheet, scoring->diag));
    for (int stage = 0; stage < CLERK_DONE; stage++) {
        for (size_t i = 0; i < N_ITEMS; i++) {
            if (!desk->is_acknowledged[stage][i])
                continue;
            const struct said *said = &clerk->said[(enum clerk_stage)stage][i];
            char want[] = {value_of((enum clerk_stage)stage, i), '\0'};
            assert_int_equal(said->kind, ANSWERED);
            assert_true(str_is(buf_str(&said->text), want));
        }
    }
    draft_close(draft);
    return clerk;
}

/* Reads until the next answer is asked for; false: the process is gone. */
static bool
await_prompt(int fd)
{
    static const char prompt[] = "Answer: ";
    size_t n = 0;
    char c;

    while (prompt[n]) {
        if (read(fd, &c, 1) != 1)
            return false;
        n = c == prompt[n] ? n + 1 : (size_t)(c == *prompt);
    }
    return true;
}

/* Types as on the paper, and one key more without waiting for what it does; a
   prompt that comes behind a key acknowledges it. */
static void
type_keys(struct desk *desk, struct clerk *clerk, int in_fd, int out_fd,
          unsigned n_keys)
{
    enum clerk_stage stage = CLERK_FIRST;
    size_t idx = 0;

    for (unsigned i = 0; clerk->stage != CLERK_DONE; i++) {
        if (!await_prompt(out_fd))
            return;
        if (i) {
            desk->is_acknowledged[stage][idx] = true;
            desk->n_acknowledged++;
        }
        stage = clerk->stage;
        idx = clerk->at;
        char key = key_of(stage, idx);
        if (write(in_fd, &key, 1) != 1)
            return;
        assert_int_equal(clerk_type(clerk, (struct str){&key, 1}), CLERK_TAKEN);
        if (i == n_keys)
            return;
    }
}

/* What was recorded is no longer in a draft. */
static bool
is_recorded(struct desk *desk)
{
    struct scoring *scoring = desk->scoring;
    struct draft *draft =
        draft_open(desk->folder, &head, scoring->arena, scoring->diag);
    bool has_head = draft_head(draft) != NULL;

    draft_close(draft);
    return !has_head;
}

/* One process, killed; whether all was typed when it was. */
static bool
run_and_kill(struct desk *desk, struct clerk *clerk, uint32_t random)
{
    int in[2];
    int out[2];
    int status;

    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    pid_t child = fork();
    if (child == 0) {
        close(in[1]);
        close(out[0]);
        type_until_killed(desk->scoring, desk->folder, in[0], out[1]);
    }
    close(in[0]);
    close(out[1]);
    type_keys(desk, clerk, in[1], out[0], random % LIMIT_KEYS);
    /* Where all is typed, every other process may record it, however slow the
       machine is. */
    if (clerk->stage != CLERK_DONE || random / LIMIT_KEYS % 2) {
        usleep(random / LIMIT_KEYS % LIMIT_WAIT_US);
        kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    close(in[1]);
    close(out[0]);
    return clerk->stage == CLERK_DONE;
}

static void
test_killed(void **state)
{
    const int n_kills = unit_kills(N_KILLS);
    struct desk desk = {.scoring = scoring_open(body)};
    struct arena *arena = desk.scoring->arena;
    const char *build = getenv("BUILD_FOLDER");
    size_t n_forms = 0;
    uint32_t random = 42;

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    desk.folder = arena_printf(arena, "%s/tests/scratch/clerking-%d",
                               build ? build : ".", (int)getpid());
    assert_true(file_make_folder(desk.folder, desk.scoring->diag));
    struct clerk *clerk = check_kept(&desk);
    for (int i = 0; i < n_kills; i++) {
        random = random * 1664525u + 1013904223u;
        if (run_and_kill(&desk, clerk, random >> 8) && is_recorded(&desk)) {
            memset(desk.is_acknowledged, 0, sizeof desk.is_acknowledged);
            n_forms++;
        }
        clerk_clear(clerk);
        clerk = check_kept(&desk);
    }
    clerk_clear(clerk);
    printf("# %d kills, %zu keys, %zu forms\n", n_kills, desk.n_acknowledged,
           n_forms);
    assert_true(desk.n_acknowledged > (size_t)n_kills / 2 && n_forms > 3);
    struct draft *draft =
        draft_open(desk.folder, &head, arena, desk.scoring->diag);
    assert_true(draft_remove(draft, desk.scoring->diag));
    draft_close(draft);
    assert_int_equal(rmdir(desk.folder), 0);
    scoring_close(desk.scoring);
}

UNIT_MAIN(cmocka_unit_test(test_killed))
