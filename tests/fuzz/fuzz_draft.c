/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts of the form in tests/unit/fill_kit.h.  The first byte chooses: lines
   as they are or, since no fuzzer finds a check sum, behind the one that each
   needs; a person's form or a clerk's.  The second is how many keys are pressed
   once the draft is taken up; they follow it.  What is said then must be what
   the draft says when it is opened again. */
#include <config.h>

#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit/fill_kit.h"
#include "fill/clerk.h"
#include "fill/draft.h"
#include "fill/draft_line.h"

enum { LIMIT_KEYS = 32 };

/* ---- what lasts as long as the process ---- */

static struct scoring *scoring;
static char folder[64];
static char path[sizeof folder + 8];

/* All that is in it: what was damaged is set aside there. */
static void
empty_folder(void)
{
    DIR *open = opendir(folder);
    struct dirent *entry;

    fuzz_check(open != NULL, "no folder");
    while ((entry = readdir(open)))
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(open), entry->d_name, 0);
    closedir(open);
}

static void
end(void)
{
    empty_folder();
    rmdir(folder);
    scoring_close(scoring);
}

static void
begin(void)
{
    if (scoring)
        return;
    snprintf(folder, sizeof folder, "%s/fuzz-draft-XXXXXX",
             access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
    fuzz_check(mkdtemp(folder) != NULL, "no folder");
    snprintf(path, sizeof path, "%s/t.draft", folder);
    scoring = scoring_open(fill_body);
    atexit(end);
}

/* ---- a draft ---- */

static void
add_lines(struct buf *out, struct str text)
{
    struct str line;

    while (str_next_line(&text, &line)) {
        const char *words = arena_text(scoring->arena, line);
        draft_line_add(out, words, NULL);
    }
}

static void
write_draft(struct str bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    fuzz_check(file >= 0
                   && write(file, bytes.bytes, bytes.len) == (ssize_t)bytes.len,
               "no file");
    close(file);
}

/* Both faces' state machines behind the same few calls; one is NULL. */
struct writer {
    struct form *form;
    struct clerk *clerk;
    struct answer_sheet *sheet;
};

static struct writer
writer_new(bool is_clerk, struct arena *arena)
{
    const struct form_options options = {.instrument = scoring->instrument,
                                         .language = LANG_EN};
    struct writer writer = {0};

    if (is_clerk)
        writer.clerk = clerk_new(scoring->instrument, arena);
    else
        writer.form = form_new(&options, arena);
    writer.sheet = is_clerk ? writer.clerk->sheet : writer.form->sheet;
    return writer;
}

static void
writer_clear(struct writer *writer)
{
    if (writer->clerk)
        clerk_clear(writer->clerk);
    else
        form_clear(writer->form);
}

static bool
is_over(const struct writer *writer)
{
    return writer->sheet->end != END_GOING
           || (writer->clerk && writer->clerk->stage == CLERK_DONE);
}

static void
press(struct writer *writer, uint8_t byte, int64_t now_ms)
{
    static const char *const typed[] = {"0", "1",     "2", "3",         "4",
                                        "*", "-",     "/", "?",         "1 3",
                                        "x", "35 40", "",  "2026-03-31"};

    if (writer->clerk)
        (void)clerk_type(writer->clerk,
                         str_from(typed[byte % N_ELEMENTS(typed)]));
    else
        form_press(
            writer->form,
            (struct form_key){.kind = (enum form_key_kind)(byte % N_FORM_KEYS),
                              .character = '0' + byte / N_FORM_KEYS,
                              .choice_idx = byte / N_FORM_KEYS},
            now_ms);
}

static void
tell_all(struct buf *out, const struct said *all)
{
    for (size_t i = 0; i < scoring->instrument->n_items; i++) {
        buf_addf(out, "%s %d '", scoring->instrument->items[i].id,
                 (int)all[i].kind);
        buf_add(out, buf_str(&all[i].text));
        buf_add_text(out, "' '");
        buf_add(out, buf_str(&all[i].typing));
        buf_add_text(out, "'\n");
    }
}

static void
tell(struct buf *out, const struct writer *writer)
{
    tell_all(out, writer->sheet->said);
    if (!writer->clerk)
        return;
    buf_addf(out, "stage %d\n", (int)writer->clerk->stage);
    tell_all(out, writer->clerk->said[CLERK_FIRST]);
    tell_all(out, writer->clerk->said[CLERK_SECOND]);
}

/* What is there, in '*writer'.  NULL: nothing, or it is refused. */
static struct draft *
take_up(struct writer *writer, bool is_clerk, struct arena *arena)
{
    struct diag *diag = diag_new();
    bool is_held;
    struct draft *draft = draft_open_file(path, &is_held, arena, diag);

    fuzz_check(!is_held, "a draft of nobody is held");
    *writer = writer_new(is_clerk, arena);
    if (draft && !draft_restore(draft, writer->sheet, diag)) {
        fuzz_check(diag_count(diag, SEVERITY_ERROR),
                   "a draft is refused without a word");
        draft_close(draft);
        draft = NULL;
    } else if (draft && writer->form) {
        form_resume(writer->form, 0);
    }
    fuzz_check_problems(diag);
    diag_free(diag);
    if (!draft)
        writer_clear(writer);
    return draft;
}

static void
keep(struct draft *draft, const struct writer *writer)
{
    struct diag *diag = diag_new();

    fuzz_check(draft_append(draft, writer->sheet, "2026-03-31T10:09:00", diag),
               "a draft takes no more");
    diag_free(diag);
}

static void
go_on(struct draft *draft, struct writer *writer, const uint8_t *keys, size_t n)
{
    for (size_t i = 0; i < n && !is_over(writer); i++) {
        press(writer, keys[i], (int64_t)i * 1000);
        keep(draft, writer);
    }
    if (writer->form && !is_over(writer)) {
        form_keep(writer->form);
        keep(draft, writer);
    }
}

static void
check_again(const struct writer *before, struct arena *arena)
{
    struct buf told SCOPED(buf_clear) = {0};
    struct buf told_again SCOPED(buf_clear) = {0};
    struct writer writer;
    struct draft *draft = take_up(&writer, before->clerk != NULL, arena);

    fuzz_check(draft != NULL, "a draft cannot be opened again");
    tell(&told, before);
    tell(&told_again, &writer);
    fuzz_check(str_equal(buf_str(&told), buf_str(&told_again)),
               "what was said is not what the draft says");
    fuzz_check(before->sheet->end != END_HANDED_IN || *draft_finished(draft),
               "a draft forgets that it was handed in");
    writer_clear(&writer);
    draft_close(draft);
}

static void
fill(const uint8_t *keys, size_t n_keys, bool is_clerk)
{
    struct arena *arena = arena_new();
    struct writer writer;
    struct draft *draft = take_up(&writer, is_clerk, arena);

    if (draft) {
        go_on(draft, &writer, keys, n_keys);
        draft_close(draft);
        check_again(&writer, arena);
        writer_clear(&writer);
    }
    arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf lines SCOPED(buf_clear) = {0};

    if (size < 2)
        return 0;
    size_t n_keys = data[1] % LIMIT_KEYS;
    if (n_keys > size - 2)
        n_keys = size - 2;
    struct str rest = {(const char *)data + 2 + n_keys, size - 2 - n_keys};
    begin();
    if (data[0] & 1)
        buf_add(&lines, rest);
    else
        add_lines(&lines, rest);
    write_draft(buf_str(&lines));
    fill(data + 2, n_keys, data[0] & 2);
    empty_folder();
    return 0;
}
