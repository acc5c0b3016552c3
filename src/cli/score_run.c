/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of scores; see score_run.h.  With changes rows are grouped by client on
   their way (output/client_groups.h). */
#include "cli/score_run.h"

#include "base/workers.h"
#include "output/client_groups.h"

struct run {
    struct score_job *job;
    struct client_groups_setup setup;
    struct client_joiner *joiner; /* NULL: without changes */
    struct buf arranged;
};

/* What comes of a chunk. */
struct printed {
    struct score_text memo;
    struct buf out;
    struct client_groups *groups; /* NULL: without changes */
};

/* ---- side by side ---- */

static void *
printed_new(void *aux)
{
    const struct run *run = aux;
    struct printed *printed = mem_alloc(sizeof *printed);

    if (run->joiner)
        printed->groups = client_groups_new(&run->setup);
    return printed;
}

static void
printed_free(void *own)
{
    struct printed *printed = own;

    client_groups_free(printed->groups);
    buf_clear(&printed->out);
    mem_free(printed);
}

static bool
print_rows_of(void *aux, struct piece *piece)
{
    const struct score_job *job = ((const struct run *)aux)->job;
    struct printed *printed = piece->own;

    if (printed->groups)
        client_groups_take(printed->groups, piece->chunk, piece->rows,
                           piece->scored);
    else
        sink_rows(job->sink, piece->rows, piece->scored, &printed->memo,
                  &printed->out);
    return true;
}

/* ---- in order ---- */

static void
put(struct run *run, struct str bytes)
{
    if (run->job->digester)
        digester_add(run->job->digester, bytes);
    file_writer_add(run->job->writer, bytes);
}

static void
put_rows(struct run *run, struct str printed)
{
    put(run, sink_arrange(run->job->sink, printed, &run->arranged));
}

static bool
join(void *aux, struct piece *piece, struct diag *diag)
{
    struct run *run = aux;
    struct printed *printed = piece->own;

    return !run->joiner
           || client_joiner_take(run->joiner, printed->groups, piece->chunk,
                                 &printed->out, diag);
}

static bool
put_piece(void *aux, struct piece *piece)
{
    struct run *run = aux;
    struct score_job *job = run->job;
    struct printed *printed = piece->own;

    if (job->args->is_strict
        && diag_count(job->reading.diag, SEVERITY_ERROR) > 0)
        return false;
    put_rows(run, buf_str(&printed->out));
    buf_empty(&printed->out);
    meter_show(&job->meter, job->reading.tally.n_rows);
    return !file_writer_failed(job->writer);
}

static void
put_head(struct run *run)
{
    struct buf head = {0};

    sink_head(run->job->sink, &head);
    put(run, buf_str(&head));
    buf_clear(&head);
}

static void
put_end(struct run *run)
{
    struct buf tail = {0};
    struct diag *problems = diag_new();

    if (run->joiner) {
        client_joiner_end(run->joiner, &tail, problems);
        put_rows(run, buf_str(&tail));
        buf_empty(&tail);
    }
    reading_tell(&run->job->reading, problems);
    diag_free(problems);
    sink_tail(run->job->sink, &tail);
    put(run, buf_str(&tail));
    buf_clear(&tail);
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
    .join = join,
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
    reading->visits = visits_new(
        &(struct visits_options){
            .limit = args->with_changes ? 0 : VISITS_LIMIT_ROWS,
            .are_grouped = args->with_changes,
            .are_ordered = args->with_changes,
        },
        reading->options->instruments);
    if (args->with_changes) {
        run.setup = (struct client_groups_setup){
            .plans = reading->plans,
            .n_plans = reading->options->n_instruments,
            .verdict.baseline = args->baseline,
            .with_private = args->with_private,
            .sink = job->sink,
        };
        run.joiner = client_joiner_new(&run.setup);
    }
    put_head(&run);
    reading_run(reading);
    if (!reading->was_refused)
        put_end(&run);
    job->was_cut = visits_is_full(reading->visits);
    visits_free(reading->visits);
    client_joiner_free(run.joiner);
    buf_clear(&run.arranged);
}
