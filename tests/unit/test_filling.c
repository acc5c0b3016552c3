/* SPDX-License-Identifier: GPL-3.0-or-later */

/* filling: whenever the face shows a page, what was said before it is on the
   disk; what cannot be kept or recorded is never shown as if it were. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "fill/filling.h"
#include "fill_kit.h"

struct face {
    const char *keys; /* one a byte: see key_of(); '\4': the input ends */
    const char *draft_path;
    struct arena *arena;
    size_t n_shown;
    size_t n_blanked;
};

struct recorder {
    bool fails;
    size_t n_recorded;
    enum answer_kind kind_of_a;
};

static struct form_key
key_of(char c)
{
    struct form_key key = {.kind = FORM_KEY_CHARACTER,
                           .character = (uint32_t)c};

    if (c == '\n')
        key.kind = FORM_KEY_ENTER;
    else if (c == 's')
        key.kind = FORM_KEY_SKIP;
    else if (c == 'x')
        key.kind = FORM_KEY_LEAVE;
    else if (c == 'q')
        key.kind = FORM_KEY_PAUSE;
    return key;
}

/* Every answer that the form holds stands in the file. */
static bool
show(struct face *face, const struct form *form)
{
    const struct instrument *instrument = form->sheet->instrument;
    struct diag *diag = diag_new();
    struct str bytes = {0};

    face->n_shown++;
    if (file_exists(face->draft_path))
        assert_true(file_read_whole(face->draft_path, 1 << 20, face->arena,
                                    &bytes, diag));
    for (size_t i = 0; bytes.len && i < instrument->n_items; i++) {
        struct recorded_answer answer = answer_sheet_given(form->sheet, i);
        if (answer.kind != ANSWERED)
            continue;
        const char *line =
            arena_printf(face->arena, "answer %s answered %d %.*s\n",
                         instrument->items[i].id, (int)answer.time_ms,
                         STR_ARGS(answer.text));
        assert_non_null(strstr(bytes.bytes, line));
    }
    diag_free(diag);
    return true;
}

static enum face_input
read_key(struct face *face, const struct form *form, struct form_key *key)
{
    (void)form;
    if (!*face->keys)
        return FACE_ENDED;
    if (*face->keys == '\4') {
        face->keys++;
        return FACE_ENDED;
    }
    *key = key_of(*face->keys++);
    return FACE_KEY;
}

static void
blank(struct face *face)
{
    face->n_blanked++;
}

static const struct face_class script_face = {
    .name = "script", .show = show, .read = read_key, .blank = blank};

static bool
record(struct recorder *recorder, const struct administration *administration,
       struct diag *diag)
{
    if (recorder->fails) {
        diag_add(diag, MSG_CANNOT_WRITE, (struct place){0}, NULL);
        return false;
    }
    recorder->n_recorded++;
    recorder->kind_of_a = administration->answers[0].kind;
    return true;
}

static const struct recorder_class counting_recorder = {.record = record};

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
    return "2026-03-31T10:05:00";
}

static bool
is_stopped(void *aux)
{
    (void)aux;
    return false;
}

#define TO_LAST                                                                \
    "\n\n\n2"                                                                  \
    "1"                                                                        \
    "s"                                                                        \
    "s"                                                                        \
    "s"                                                                        \
    "s"                                                                        \
    "2"                                                                        \
    "3"

static void
test_runs(void **state)
{
    static const struct {
        const char *keys;
        bool record_fails;
        bool draft_fails; /* its file cannot be written to */
        enum filling_end end;
        enum sheet_end form_end;
        size_t n_recorded;
        size_t n_blanked;
        bool has_draft; /* afterwards */
        const char *in_draft;
    } cases[] = {
        {TO_LAST "1\n", false, false, FILLING_DONE, END_HANDED_IN, 1, 0, false,
         NULL},
        {TO_LAST "1", false, false, FILLING_STOPPED, END_GOING, 1, 0, false,
         NULL},
        {TO_LAST "1\n", true, false, FILLING_FAILED, END_GOING, 0, 0, true,
         NULL},
        {TO_LAST, false, false, FILLING_STOPPED, END_GOING, 0, 0, true, NULL},
        {"\n\n\n2q2", false, false, FILLING_DONE, END_KEPT, 0, 0, true, NULL},
        {"\n\n\n2q32", false, false, FILLING_DONE, END_THROWN_AWAY, 0, 0, false,
         NULL},
        {"\n\n\n2x", false, false, FILLING_DONE, END_LEFT, 0, 1, true, NULL},
        /* Stopped with a number that was not confirmed. */
        {"\n\n\n21s4", false, false, FILLING_STOPPED, END_GOING, 0, 0, true,
         "typing l 4\n"},
        {"\n\n\n2", false, true, FILLING_FAILED, END_GOING, 0, 0, true, NULL},
    };
    const char *build = getenv("BUILD_FOLDER");
    static const struct draft_head head = {
        "t", 1, "d", "", "", "c", "", "2026-03-31", "10:05", "", "", false};
    const struct filling_world world = {
        .now_ms = now_ms, .now_text = now_text, .is_stopped = is_stopped};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        struct arena *arena = kit.scoring->arena;
        struct diag *diag = kit.scoring->diag;
        const char *folder = arena_printf(arena, "%s/tests/scratch/filling-%d",
                                          build ? build : ".", (int)getpid());
        assert_true(file_make_folder(folder, diag));
        struct draft *draft = draft_open(folder, &head, arena, diag);
        assert_non_null(draft);
        assert_true(draft_begin(draft, &head, diag));
        struct recorder recorder = {.fails = cases[i].record_fails};
        struct face face = {.keys = cases[i].keys,
                            .draft_path = draft_path(draft),
                            .arena = arena};
        struct filling filling = {
            .sheet = kit.form->sheet,
            .form = kit.form,
            .draft = draft,
            .recorder_class = &counting_recorder,
            .recorder = &recorder,
            .mode = "test",
            .world = &world,
            .arena = arena,
        };
        if (cases[i].draft_fails) {
            /* Every descriptor of the file is gone: writing fails. */
            for (int fd = 3; fd < 64; fd++)
                close(fd);
        }
        assert_int_equal(filling_run(&filling, &script_face, &face, diag),
                         cases[i].end);
        assert_int_equal(kit.form->sheet->end, cases[i].form_end);
        assert_int_equal(recorder.n_recorded, cases[i].n_recorded);
        assert_int_equal(filling.is_handed_in, cases[i].n_recorded == 1);
        assert_int_equal(filling.is_finished,
                         cases[i].n_recorded == 1 || cases[i].record_fails);
        assert_int_equal(face.n_blanked, cases[i].n_blanked);
        assert_int_equal(file_exists(face.draft_path), cases[i].has_draft);
        if (cases[i].in_draft) {
            struct str bytes;
            assert_true(
                file_read_whole(face.draft_path, 1 << 20, arena, &bytes, diag));
            assert_non_null(strstr(bytes.bytes, cases[i].in_draft));
        }
        if (cases[i].end == FILLING_FAILED) {
            assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
            /* The page behind the failure was not shown. */
            if (cases[i].draft_fails)
                assert_int_equal(face.n_shown, 1);
        }
        draft_close(draft);
        unlink(face.draft_path);
        rmdir(folder);
        fill_close(&kit);
    }
}

/* What was handed over and ends without the code leaves a blank screen. */
static void
test_handed_over(void **state)
{
    static const struct {
        const char *keys;
        const char *code; /* NULL: not handed over */
        enum filling_end end;
        size_t n_blanked;
    } cases[] = {
        {"\n\n\n2x"
         "99\n",
         "99", FILLING_DONE, 1},
        {"\n\n\n2\4", "99", FILLING_STOPPED, 1},
        {"\n\n\n2x\4", "99", FILLING_STOPPED, 2},
        {"\n\n\n2\4", NULL, FILLING_STOPPED, 0},
    };
    const char *build = getenv("BUILD_FOLDER");
    static const struct draft_head head = {"t", 1,  "d", "", "", "o",
                                           "",  "", "",  "", "", false};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, cases[i].code);
        struct arena *arena = kit.scoring->arena;
        struct diag *diag = kit.scoring->diag;
        const struct filling_world world = {
            .now_ms = now_ms, .now_text = now_text, .is_stopped = is_stopped};
        struct draft *draft = draft_open(
            build ? arena_printf(arena, "%s/tests/scratch", build) : ".", &head,
            arena, diag);
        assert_non_null(draft);
        assert_true(draft_begin(draft, &head, diag));
        struct face face = {.keys = cases[i].keys,
                            .draft_path = draft_path(draft),
                            .arena = arena};
        struct filling filling = {
            .sheet = kit.form->sheet,
            .form = kit.form,
            .draft = draft,
            .world = &world,
            .arena = arena,
            .is_handed_over = cases[i].code != NULL,
        };
        assert_int_equal(filling_run(&filling, &script_face, &face, diag),
                         cases[i].end);
        assert_int_equal(face.n_blanked, cases[i].n_blanked);
        assert_true(draft_remove(draft, diag));
        fill_close(&kit);
    }
}

UNIT_MAIN(cmocka_unit_test(test_runs), cmocka_unit_test(test_handed_over))
