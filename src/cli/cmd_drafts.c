/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune drafts: the forms that 'attune fill' has begun and not recorded. Whose
   they are is told, and how old: never what was answered. */
#include "cli/command.h"

#include <errno.h>
#include <string.h>
#include "base/date.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cli/clock.h"
#include "cli/print.h"
#include "fill/draft.h"

struct drafts_args {
    const char *client;
    struct text_list removed;
};

#define AT(member) offsetof(struct drafts_args, member)
static const struct option_entry drafts_options[] = {
    {"client", 0, OPTION_CODE, AT(client), "CODE", NULL,
     "only those of this client" OPTION_CODE_ASKED},
    {"remove", 0, OPTION_LIST, AT(removed), "NAME", NULL,
     "throw the draft of that name away, with all answers in it; may be "
     "repeated"},
    {.name = NULL},
};

static const char suffix[] = ".draft";

/* The folder of the state, and what is below it: fill_begin.c keeps what a
   clerk types in apart. */
static const char *const below[] = {"", "/paper"};

struct run {
    struct context *context;
    const struct drafts_args *args;
    struct buf out;
};

/* The name that people are told, and tell: of a path in the folder of the
   state. */
static const char *
name_of(const struct run *run, const char *path)
{
    const char *name = path + strlen(run->context->state_folder) + 1;
    size_t len = strlen(name) - (sizeof suffix - 1);

    return arena_printf(run->context->arena, "%.*s", (int)len, name);
}

static void
add_age(const struct run *run, const char *started, struct buf *out)
{
    struct arena *arena = run->context->arena;
    const char *now = clock_text(run->context, arena);
    int32_t then;
    int32_t today;

    if (strlen(started) < 16 || !date_read((struct str){started, 10}, &then)
        || !date_read((struct str){now, 10}, &today))
        return;
    buf_addf(out, ", begun %.10s %.5s", started, started + 11);
    if (today - then == 1)
        buf_add_text(out, ", yesterday");
    else if (today > then)
        buf_addf(out, ", %d days ago", (int)(today - then));
}

static void
add_fact(struct buf *out, const char *what, const char *text)
{
    if (!*text)
        return;
    buf_addf(out, ", %s ", what);
    utf8_add_shown(out, str_from(text));
}

static void
add_line(struct run *run, const char *name, const struct draft *draft)
{
    const struct draft_head *head = draft_head(draft);
    struct buf *out = &run->out;

    buf_addf(out, "%s: ", name);
    utf8_add_shown(out, str_from(head->instrument_id));
    add_fact(out, "client", head->client);
    add_fact(out, "couple", head->couple);
    add_fact(out, "session", head->session);
    add_age(run, head->started, out);
    if (*draft_finished(draft))
        buf_add_text(out, "; handed in and not recorded yet");
    buf_add_char(out, '\n');
}

static bool
is_named(const struct text_list *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

/* What was handed in is somebody's word, and waits for its file. */
static bool
remove_draft(struct run *run, const char *name, struct draft *draft)
{
    if (*draft_finished(draft))
        return context_refuse(run->context,
                              "the same 'attune fill' records it, or finds "
                              "it recorded, and removes it",
                              "'%s' was handed in, and is not thrown away",
                              name);
    bool ok = draft_remove(draft, run->context->diag);
    if (ok)
        mem_note_done("what 'attune drafts' does not list any more");
    return ok;
}

static bool
take_draft(struct run *run, const char *path, const char *name)
{
    struct context *context = run->context;
    bool is_removed = is_named(&run->args->removed, name);
    bool is_held = false;
    struct draft *draft =
        draft_open_file(path, &is_held, context->arena, context->diag);
    bool ok = true;

    if (is_held && is_removed)
        ok = context_refuse(context, NULL, "'%s' is being filled in", name);
    else if (is_held && !run->args->removed.n && !run->args->client)
        buf_addf(&run->out, "%s: is being filled in\n", name);
    if (!draft)
        return ok;
    if (is_removed)
        ok = remove_draft(run, name, draft);
    else if (!run->args->removed.n
             && (!run->args->client
                 || strcmp(run->args->client, draft_head(draft)->client) == 0))
        add_line(run, name, draft);
    draft_close(draft);
    return ok;
}

/* Each name must be there before anything is thrown away. */
static bool
know_names(const struct run *run, const struct text_list *names)
{
    bool ok = true;

    for (size_t i = 0; i < run->args->removed.n; i++)
        if (!is_named(names, run->args->removed.items[i]))
            ok = context_refuse(run->context, "'attune drafts' lists them",
                                "there is no draft '%s'",
                                run->args->removed.items[i]);
    return ok;
}

static bool
take_drafts(struct run *run)
{
    struct arena *arena = run->context->arena;
    struct text_list paths = {0};
    struct text_list names = {0};
    bool ok = true;

    for (size_t k = 0; k < N_ELEMENTS(below); k++) {
        size_t n = 0;
        const char *folder =
            arena_printf(arena, "%s%s", run->context->state_folder, below[k]);
        const char **found = file_names(folder, suffix, &n, arena);
        if (errno && errno != ENOENT) {
            file_add_error(run->context->diag, MSG_CANNOT_READ, folder);
            return diag_hint(run->context->diag,
                             "unfinished forms are kept there: mend that, or "
                             "set XDG_STATE_HOME to where they are");
        }
        for (size_t i = 0; i < n; i++) {
            *vec_add(arena, &paths) = found[i];
            *vec_add(arena, &names) = name_of(run, found[i]);
        }
    }
    if (!know_names(run, &names))
        return false;
    for (size_t i = 0; i < paths.n; i++)
        ok &= take_draft(run, paths.items[i], names.items[i]);
    return ok;
}

static enum exit_status
run_drafts(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct run run = {.context = context, .args = memory};

    if (operands->n)
        context_refuse(context, "--remove NAME throws one away",
                       "drafts takes no operand");
    else if (!context->state_folder)
        context_refuse(context, "set HOME or XDG_STATE_HOME",
                       "no place where unfinished forms are kept");
    else if (take_drafts(&run) && !run.args->removed.n && !run.out.len
             && !diag_total(context->diag)) {
        buf_add_text(&run.out, "no form is unfinished\n");
        print_said(&run.out);
    }
    print_out(context, buf_str(&run.out));
    buf_clear(&run.out);
    return EXIT_DONE;
}

const struct command cmd_drafts = {
    .name = "drafts",
    .summary = "list the forms that were begun and not handed in",
    .operands = "",
#include "cli/manual/drafts.inc"
    .options = drafts_options,
    .args_size = sizeof(struct drafts_args),
    .needs = WRITES_STATE,
    .run = run_drafts,
};
