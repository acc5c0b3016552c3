/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of scores; see score_run.h.  With changes rows come in groups, each of
   one client. */
#include "cli/score_run.h"

#include "base/workers.h"
#include "change/row_changes.h"

struct run {
    struct score_job *job;
    struct changes_options changes;
    struct buf arranged;
};

/* What comes of a chunk. */
struct printed {
    struct score_text memo;
    struct buf out;
    struct change_judge *judge; /* NULL: without changes */
};

/* ---- side by side ---- */

static void *
printed_new(void *aux)
{
    const struct run *run = aux;
    struct printed *printed = mem_alloc(sizeof *printed);

    if (run->job->args->with_changes)
        printed->judge = change_judge_new(&run->changes);
    return printed;
}

static void
printed_free(void *own)
{
    struct printed *printed = own;

    change_judge_free(printed->judge);
    buf_clear(&printed->out);
    mem_free(printed);
}

static bool
print_rows_of(void *aux, struct piece *piece)
{
    const struct score_job *job = ((const struct run *)aux)->job;
    struct printed *printed = piece->own;

    const struct scored *scored = printed->judge
                                      ? change_judge_take(printed->judge, piece)
                                      : piece->scored;

    if (scored)
        sink_rows(job->sink, piece->rows, scored, &printed->memo,
                  &printed->out);
    return true;
}

/* ---- in order ---- */

void
score_put(struct score_job *job, struct str bytes)
{
    if (job->digester)
        digester_add(job->digester, bytes);
    file_writer_add(job->writer, bytes);
}

static bool
put_piece(void *aux, struct piece *piece)
{
    struct run *run = aux;
    struct score_job *job = run->job;
    struct printed *printed = piece->own;
    size_t all;

    if (job->args->is_strict
        && diag_count(job->reading.diag, SEVERITY_ERROR) > 0)
        return false;
    score_put(job,
              sink_arrange(job->sink, buf_str(&printed->out), &run->arranged));
    buf_empty(&printed->out);
    size_t done = source_done(job->reading.source, &all);
    meter_show(&job->meter, job->reading.totals.tally.n_rows, done, all);
    return !file_writer_failed(job->writer);
}

/* ---- the whole ---- */

char
score_delimiter(const struct score_args *args, const struct source *source)
{
    char delimiter = sink_formats[args->format]->delimiter;
    return delimiter == ',' ? source_delimiter(source) : delimiter;
}

bool
score_has_details(const struct score_args *args)
{
    return args->with_details || args->is_long
           || sink_formats[args->format]->is_document;
}

static const struct visitor score_visitor = {
    .own_new = printed_new,
    .own_free = printed_free,
    .rows = print_rows_of,
    .put = put_piece,
};

void
score_rows(struct score_job *job)
{
    const struct score_args *args = job->args;
    struct reading *reading = &job->reading;
    struct run run = {.job = job};

    reading->visitor = &score_visitor;
    reading->aux = &run;
    reading->n_threads =
        args->n_threads ? (size_t)args->n_threads : workers_default();
    reading->with_details = score_has_details(args) || args->with_changes;
    reading->with_branches = args->with_changes;
    reading->with_care = args->with_care;
    reading->care_of_private = args->with_private;
    if (!args->shard)
        reading->visits = visits_new(
            &(struct visits_options){
                .limit = args->with_changes ? 0 : VISITS_LIMIT_ROWS,
                .are_grouped = args->with_changes,
                .are_ordered = args->with_changes,
            },
            reading->options->instruments);
    reading->by_client = args->with_changes;
    reading->with_audit = !args->shard;
    run.changes = (struct changes_options){
        .plans = reading->plans,
        .n_plans = reading->options->n_instruments,
        .verdict.baseline = args->baseline,
        .with_private = args->with_private,
    };
    if (reading->options->shard <= 1) {
        struct buf head SCOPED(buf_clear) = {0};

        sink_head(run.job->sink, &head);
        score_put(run.job, buf_str(&head));
    }
    reading_run(reading);
    if (!reading->was_refused) {
        struct buf tail SCOPED(buf_clear) = {0};

        reading->was_refused = !sink_tail(run.job->sink, &tail, reading->diag);
        score_put(run.job, buf_str(&tail));
    }
    job->was_cut = reading->visits && visits_is_full(reading->visits);
    visits_free(reading->visits);
    buf_clear(&run.arranged);
}
