/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune today: what came in that nobody has read, and whom to see first. */
#include "cli/command.h"

#include <stdlib.h>
#include "base/date.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "casebook/people.h"
#include "cli/print.h"
#include "cli/unread.h"
#include "score/alerts.h"

struct today_args {
    struct source_args reading;
};

#define AT(member) offsetof(struct today_args, member)
#define UNLOCK(member) AT(reading.unlock.member)
static const struct option_entry today_options[] = {
    {"instrument", 'i', OPTION_LIST, AT(reading.instruments), "INSTRUMENT",
     NULL, "an instrument file, where its shelf does not have it"},
    OPTION_INSTRUMENTS(AT(reading.folder)),
#include "cli/unlock_options.def"
    {.name = NULL},
};

struct waiting {
    const char *client;
    size_t n_sessions;
    size_t n_alerts; /* that fired, or could not be judged */
    int32_t latest_days;
    size_t order;
};

struct run {
    struct context *context;
    struct data data;
    struct unread unread;
    struct reading *reading;
    struct map *by_client;
    struct VEC(struct waiting) all;
    size_t n_rows;
};

/* ---- reading ---- */

static struct waiting *
waiting_of(struct run *run, struct str client)
{
    const char *code = arena_text(run->context->arena, client);
    size_t idx = map_take(run->by_client, str_from(code), run->all.n);

    if (idx == run->all.n)
        *vec_add(run->context->arena, &run->all) = (struct waiting){
            .client = code, .latest_days = DATE_NONE, .order = idx};
    return &run->all.items[idx];
}

static size_t
count_alerts(const struct plan *plan, const struct scored *scored, size_t row)
{
    size_t n = 0;

    for (size_t i = 0; i < plan->n_alerts; i++) {
        struct alert_result result = alerts_get(scored->scores, i, row);
        n += alert_notice_of(&result) != NOTICE_NONE
             && batch_was_given(scored->batch, row);
    }
    return n;
}

static bool
take_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;

    for (size_t row = 0; row < piece->rows->n_rows; row++) {
        run->n_rows++;
        unread_note(&run->unread, run->n_rows, piece->scored,
                    run->data.loaded.n, row, run->context->arena);
        if (!unread_has(&run->unread, run->n_rows))
            continue;
        struct waiting *waiting =
            waiting_of(run, rows_text(piece->rows, FACT_CLIENT, row));
        int32_t days = rows_date(piece->rows, row);
        waiting->n_sessions++;
        if (days != DATE_NONE
            && (waiting->latest_days == DATE_NONE
                || days > waiting->latest_days))
            waiting->latest_days = days;
        for (size_t i = 0; i < run->data.loaded.n; i++)
            waiting->n_alerts +=
                count_alerts(run->data.loaded.plans[i], &piece->scored[i], row);
    }
    return true;
}

static void
take_problems(void *aux, const struct diag *problems)
{
    struct run *run = aux;

    unread_tell(&run->unread, run->reading, problems);
}

static const struct visitor visitor = {.rows = take_rows,
                                       .problems = take_problems};

static enum exit_status
read_rows(struct run *run)
{
    struct reading reading = source_args_reading(&run->data);

    run->unread = unread_of(&run->data, run->context->arena);
    run->by_client = map_new(run->context->arena, false);
    run->reading = &reading;
    reading.visitor = &visitor;
    reading.aux = run;
    reading.with_details = false;
    reading_run(&reading);
    unread_uncount(&run->unread, &reading);
    source_args_warn(&run->data, &reading);
    return source_args_status(&reading);
}

/* Where nothing is to be read no questionnaire need be known. */
static enum exit_status
read_unread(struct run *run)
{
    struct casebook *casebook = run->data.unlocked.casebook;
    enum exit_status status = EXIT_DONE;
    size_t n;

    people_unread(casebook, run->context->arena, &n);
    if (!n) {
        casebook_put_log(casebook, "read", 0, run->context->command);
        casebook_commit_reading(casebook, run->context->diag);
        return EXIT_DONE;
    }
    if (source_args_load(&run->data, (struct load_wish){.all_rows = true})
        && source_args_open(&run->data))
        status = read_rows(run);
    source_close(run->data.source);
    return status;
}

/* ---- printing ---- */

static int
compare(const void *a_aux, const void *b_aux)
{
    const struct waiting *a = a_aux;
    const struct waiting *b = b_aux;

    if (!a->n_alerts != !b->n_alerts)
        return a->n_alerts ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static void
add_waiting(const struct waiting *waiting, struct buf *out)
{
    utf8_add_shown(out, str_from(waiting->client));
    PRINT_ADD_COUNTS(out, ": # [session|sessions] to read",
                     waiting->n_sessions);
    if (waiting->latest_days != DATE_NONE) {
        buf_add_text(out, ", the latest of ");
        date_add(out, waiting->latest_days);
    }
    if (waiting->n_alerts)
        buf_add_text(out, "; see this person first");
    buf_add_char(out, '\n');
}

/* What 'fill' knows a questionnaire by: as it was named here, or by its id;
   NULL: it is on no shelf, and its file was not named. */
static const char *
operand_of(struct run *run, struct str id)
{
    const struct source_args *args = run->data.args;
    struct library *library = context_library(run->context, args->folder);
    struct diag *unsaid SCOPED(diag_drop) = diag_new();

    for (size_t i = 0; i < args->instruments.n; i++) {
        const char *name = args->instruments.items[i];
        const struct instrument *instrument =
            library_load(library, name, NULL, 0, unsaid);
        if (instrument && str_is(id, instrument->id))
            return name;
    }
    const struct instrument *instrument =
        library_load_id(library, id, 0, unsaid);
    return instrument ? instrument->id : NULL;
}

static void
add_option(struct buf *out, const char *option, const char *value)
{
    if (!value)
        return;
    buf_addf(out, " %s ", option);
    utf8_add_shell_word(out, value);
}

/* The command that goes on with it. */
static void
add_resume(struct run *run, const struct unfinished *form, const char *code,
           struct buf *out)
{
    const struct source_args *args = run->data.args;
    const char *operand = operand_of(run, form->instrument);

    buf_add_text(out, "attune fill ");
    utf8_add_shell_word(out, operand ? operand : "FILE");
    add_option(out, "--client", code);
    add_option(out, "--instruments", args->folder);
    add_option(out, "--casebook", args->unlock.folder);
    buf_addf(out, "%s --resume", form->is_paper ? " --clerk" : "");
    if (!operand) {
        buf_add_text(out, " (FILE: the one of '");
        utf8_add_shown(out, form->instrument);
        buf_add_text(out, "', which is on no shelf)");
    }
    buf_add_char(out, '\n');
}

/* What was begun and is not settled by a later form; how to go on with it. */
static size_t
add_unfinished(struct run *run, struct buf *out)
{
    struct arena *arena = run->context->arena;
    struct casebook *casebook = run->data.unlocked.casebook;
    size_t n_told = 0;
    size_t n;
    const struct unfinished *forms = people_unfinished(casebook, arena, &n);
    struct fields fields;

    for (size_t i = 0; i < n; i++) {
        if (forms[i].was_filled_since
            || !casebook_read(casebook, forms[i].record, arena, &fields))
            continue;
        struct str code = casebook_code(casebook, forms[i].client);
        n_told++;
        utf8_add_shown(out, code);
        buf_addf(out, ": an unfinished form, begun %.10s; to go on with it: ",
                 arena_text(arena, fields_get(&fields, "started")));
        add_resume(run, &forms[i], arena_text(arena, code), out);
    }
    return n_told;
}

/* Unread sessions that no instrument here can judge. */
static size_t
count_unjudged(struct run *run)
{
    size_t n;

    people_unread(run->data.unlocked.casebook, run->context->arena, &n);
    for (size_t i = 0; i < run->all.n; i++)
        n -= run->all.items[i].n_sessions;
    return n;
}

static void
print_list(struct run *run)
{
    struct buf out SCOPED(buf_clear) = {0};
    size_t n_unjudged = count_unjudged(run);

    if (run->all.n)
        qsort(run->all.items, run->all.n, sizeof *run->all.items, compare);
    for (size_t i = 0; i < run->all.n; i++)
        add_waiting(&run->all.items[i], &out);
    if (run->all.n)
        buf_add_text(&out, "to read them: attune alerts --acknowledge\n");
    if (n_unjudged)
        PRINT_ADD_COUNTS(&out,
                         "# [session|sessions] to read of questionnaires that "
                         "are not here: -i names the file of one\n",
                         n_unjudged);
    size_t n_unfinished = add_unfinished(run, &out);
    if (!run->all.n && !n_unjudged && !n_unfinished)
        buf_add_text(&out, "nothing came in that is unread; who is in need may "
                           "not have filled in anything\n");
    print_out(run->context, buf_str(&out));
}

/* ---- the command ---- */

static enum exit_status
run_today(struct context *context, const void *memory,
          const struct text_list *operands)
{
    const struct today_args *args = memory;
    struct run run = {.context = context};

    if (operands->n && !context_refuse(context, NULL, "today takes no operand"))
        return EXIT_USAGE;
    run.data = source_args_data(&args->reading, context, operands, 0);
    run.data.is_of_casebook = true;
    run.data.keeps_casebook = true;
    enum exit_status status = EXIT_DONE;
    run.data.unlocked.casebook = unlocking_open(context, &args->reading.unlock);
    if (run.data.unlocked.casebook) {
        status = read_unread(&run);
        if (status != EXIT_FAILED)
            print_list(&run);
    }
    casebook_close(run.data.unlocked.casebook);
    return status;
}

const struct command cmd_today = {
    .name = "today",
    .summary = "what came in unread, and whom to see first",
    .operands = "",
#include "cli/manual/today.inc"
    .options = today_options,
    .args_size = sizeof(struct today_args),
    .needs = WRITES_STATE,
    .run = run_today,
};
