/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes definitions that are not as the casebook keeps them, and lists what
   that changes; see score_run.h.  All is scored twice, in the same order. */
#include "cli/score_run.h"

#include <string.h>
#include "base/date.h"
#include "base/num.h"
#include "base/vec.h"
#include "cli/print.h"
#include "output/sink.h"
#include "response/csv.h"

struct made {
    const struct instrument *instrument;
    size_t scale_idx;
    size_t row;      /* among all that are read */
    struct str name; /* client, session and date, as cells */
    double value;
    enum why why;
};
struct made_list VEC(struct made);

/* One scoring of all sessions. */
struct pass {
    struct data data;
    const struct score_args *args;
    struct made_list made;
    size_t n_rows;
    enum exit_status status;
};

/* ---- scoring ---- */

static struct str
name_of(const struct rows *rows, size_t row, struct arena *arena)
{
    struct buf name = {0};

    csv_add_guarded(&name, rows_text(rows, FACT_CLIENT, row), ',');
    buf_add_char(&name, ',');
    csv_add_guarded(&name, rows_text(rows, FACT_SESSION, row), ',');
    buf_add_char(&name, ',');
    if (rows->number[FACT_DATE])
        date_add(&name, rows->number[FACT_DATE][row]);
    return str_from(arena_take(arena, &name));
}

static void
keep_row(struct pass *pass, const struct scored *scored,
         const struct rows *rows, size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;
    struct arena *arena = pass->data.context->arena;
    struct str name = name_of(rows, row, arena);

    for (size_t i = 0; i < instrument->n_scales; i++) {
        if (!sink_tells_scale(pass->args->with_private, &instrument->scales[i]))
            continue;
        struct score score = scores_get(scored->scores, i, row);
        *vec_add(arena, &pass->made) = (struct made){
            instrument, i, pass->n_rows, name, score.value, score.why};
    }
}

static bool
keep_rows(void *aux, struct piece *piece)
{
    struct pass *pass = aux;

    for (size_t row = 0; row < piece->rows->n_rows; row++, pass->n_rows++)
        for (size_t i = 0; i < pass->data.loaded.n; i++)
            if (piece->scored[i].batch->state[row] == ROW_TO_SCORE)
                keep_row(pass, &piece->scored[i], piece->rows, row);
    return true;
}

/* False after adding an error. */
static bool
run_pass(struct pass *pass)
{
    static const struct visitor visitor = {.rows = keep_rows};
    struct diag *diag = pass->data.context->diag;

    if (!source_args_load(&pass->data, (struct load_wish){.all_rows = true})
        || !source_args_open(&pass->data))
        return false;
    struct reading reading = source_args_reading(&pass->data);
    reading.visitor = &visitor;
    reading.aux = pass;
    reading.with_details = false;
    reading_run(&reading);
    pass->status = source_args_status(&reading);
    source_close(pass->data.source);
    return pass->status != EXIT_FAILED && !diag_count(diag, SEVERITY_ERROR);
}

/* ---- what changed ---- */

static const char *
scale_of(const struct made *made)
{
    return made->instrument->scales[made->scale_idx].id;
}

static bool
is_same(const struct made *a, const struct made *b)
{
    return a->row == b->row && strcmp(a->instrument->id, b->instrument->id) == 0
           && strcmp(scale_of(a), scale_of(b)) == 0;
}

/* Of the scores of a row there are few. */
static const struct made *
find(const struct made_list *list, size_t from, const struct made *wanted)
{
    for (; from < list->n && list->items[from].row == wanted->row; from++)
        if (is_same(&list->items[from], wanted))
            return &list->items[from];
    return NULL;
}

static void
add_value(struct buf *out, const struct made *made)
{
    buf_add_char(out, ',');
    if (made && made->why == WHY_SCORED)
        num_add(out, made->value);
    else
        buf_add_text(out, made ? why_word(made->why) : "none");
}

/* 'before' and 'now': NULL where a definition has no such scale. */
static void
add_change(struct buf *out, const struct made *before, const struct made *now)
{
    const struct made *made = now ? now : before;

    if (before && now && before->why == now->why
        && (before->why != WHY_SCORED
            || !(before->value < now->value || before->value > now->value)))
        return;
    buf_add(out, made->name);
    buf_addf(out, ",%s,%s", made->instrument->id, scale_of(made));
    add_value(out, before);
    add_value(out, now);
    buf_add_char(out, '\n');
}

/* Row by row: what each definition has, then what only the one before had. */
static void
list_changes(const struct made_list *before, const struct made_list *now,
             struct buf *out)
{
    size_t a = 0;
    size_t b = 0;

    buf_add_text(out, "client,session,date,instrument,scale,before,now\n");
    while (a < before->n || b < now->n) {
        size_t row =
            a < before->n
                    && (b == now->n || before->items[a].row < now->items[b].row)
                ? before->items[a].row
                : now->items[b].row;
        size_t first_a = a;
        size_t first_b = b;
        for (; b < now->n && now->items[b].row == row; b++)
            add_change(out, find(before, first_a, &now->items[b]),
                       &now->items[b]);
        for (; a < before->n && before->items[a].row == row; a++)
            if (!find(now, first_b, &before->items[a]))
                add_change(out, &before->items[a], NULL);
    }
}

/* ---- the whole ---- */

static void
say_taken(const struct data *data)
{
    struct buf out = {0};

    for (size_t i = 0; i < data->changed.n; i++)
        buf_addf(&out,
                 "%s, edition %d: the new definition counts from now on\n",
                 data->changed.items[i].now->id,
                 (int)data->changed.items[i].now->edition);
    if (!data->changed.n)
        buf_add_text(&out, "each definition is as the casebook keeps it\n");
    print_said(&out);
}

static enum exit_status
compare(struct pass *before, struct pass *now)
{
    struct context *context = before->data.context;
    const char *output = before->args->output;
    struct buf out SCOPED(buf_clear) = {0};

    before->data.is_compared = true;
    if (!run_pass(before))
        return before->status;
    now->data.unlocked.casebook = before->data.unlocked.casebook;
    if (!run_pass(now))
        return now->status;
    if (now->args->is_strict && now->status != EXIT_DONE)
        return now->status;
    list_changes(&before->made, &now->made, &out);
    if (file_write_whole(output ? output : "-", buf_str(&out), context->diag)
        && definitions_take(&now->data))
        say_taken(&now->data);
    return now->status;
}

/* What is listed has columns of its own. */
static bool
check_options(struct context *context, const struct score_args *args)
{
    bool fits = !args->format && !args->is_long && !args->with_details
                && !args->with_care && !args->with_changes
                && !args->with_couples && !args->is_rounded && !args->prefix
                && !args->norm && !args->manifest && !args->shard
                && !args->baseline;

    return fits
           || context_refuse(context, "it lists scores that change, as csv",
                             "--rescore takes no --format, --long, --details, "
                             "--quality, --change, --couples, --round, "
                             "--prefix, --norm, --manifest, --shard or "
                             "--baseline");
}

enum exit_status
score_again(struct context *context, const struct score_args *args,
            const struct text_list *files)
{
    struct pass before = {.args = args};
    struct pass now = {.args = args};

    before.data = source_args_data(&args->reading, context, files, 0);
    if ((!before.data.is_of_casebook
         && !context_refuse(context, "files keep no definition",
                            "--rescore is of the casebook"))
        || !check_options(context, args))
        return EXIT_DONE;
    before.data.keeps_casebook = true;
    now.data = before.data;
    now.data.takes_new = true;
    enum exit_status status = compare(&before, &now);
    casebook_close(before.data.unlocked.casebook);
    return status;
}
