/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of the way through score; see score_run.h. */
#include "cli/score_run.h"

#include "base/workers.h"
#include "output/client_groups.h"
#include "score/filler.h"
#include "score/kernel.h"
#include "change/visits.h"

/* One chunk on its way through, with everything a thread needs for it. */
struct piece {
    struct chunk *chunk;
    struct kernel **kernels; /* one for each plan, and so on */
    struct scores **scores;
    struct scored *scored;
    why_counts **counts;
    struct coding **codings;
    notice_counts *notices;
    struct client_groups *groups; /* NULL: without changes */
    struct filler **fillers;      /* likewise */
    struct arena *branches;       /* likewise: of one batch */
    struct visit_notes *notes;
    struct buf out;
};

struct run {
    struct score_job *job;
    struct client_rows_setup setup;
    struct client_printing printing;
    struct client_joiner *joiner; /* NULL: without changes */
    struct visits *visits;
    struct buf joined;
    struct buf arranged;
};

/* ---- reading and working, side by side ---- */

static bool
read_piece(void *aux, void *piece)
{
    struct run *run = aux;

    return source_read(run->job->source, ((struct piece *)piece)->chunk);
}

static void
count_whys(const struct scores *scores, why_counts *counts)
{
    for (size_t s = 0; s < scores->n_scales; s++) {
        const struct score_column *column = &scores->columns[s];
        for (size_t row = 0; row < scores->n_rows; row++) {
            bool is_empty =
                column->why[row] == WHY_TOO_FEW && !column->answered[row];
            counts[s][is_empty ? NOTHING_ANSWERED : column->why[row]]++;
        }
    }
}

static void
score_batches(const struct run *run, struct piece *piece,
              struct batch *const *batches)
{
    if (piece->branches)
        arena_rewind(piece->branches);
    for (size_t i = 0; i < run->job->loaded->n; i++) {
        coding_add(piece->codings[i], batches[i]);
        kernel_run(piece->kernels[i], batches[i], piece->scores[i]);
        if (piece->fillers)
            filler_run_all(piece->fillers[i], batches[i], piece->scores[i],
                           piece->branches);
        count_whys(piece->scores[i], piece->counts[i]);
        alerts_count(batches[i], piece->scores[i], piece->notices[i]);
        piece->scored[i] =
            (struct scored){.batch = batches[i], .scores = piece->scores[i]};
    }
}

/* Warnings of the clients that lie within the piece get their places with the
   problems of its rows. */
static void
tell_warnings(struct piece *piece)
{
    size_t n;
    const struct client_warning *warnings =
        client_groups_warnings(piece->groups, &n);

    for (size_t i = 0; i < n; i++)
        chunk_tell(piece->chunk, warnings[i].told, warnings[i].offset);
}

static void
work_on_piece(void *aux, void *memory)
{
    const struct run *run = aux;
    struct piece *piece = memory;
    const struct rows *rows;
    struct batch *const *batches;

    buf_empty(&piece->out);
    visit_notes_empty(piece->notes);
    if (piece->groups)
        client_groups_empty(piece->groups);
    while (chunk_next(piece->chunk, &rows, &batches)) {
        score_batches(run, piece, batches);
        if (!visits_is_full(run->visits))
            visit_notes_add(piece->notes, batches, run->job->loaded->n);
        if (piece->groups)
            client_groups_take(piece->groups, rows, piece->scored);
        else
            run->job->sink_class->rows(run->job->sink, rows, piece->scored,
                                       &piece->out);
    }
    if (piece->groups)
        tell_warnings(piece);
}

/* ---- writing, in order ---- */

/* Keeps the first problems only, so that memory stays flat however many
   there are; all are counted in the tally. */
static void
keep_problems(struct run *run, struct diag *problems)
{
    struct diag *kept = run->job->context->diag;

    if (diag_total(kept) < SHOWN_PROBLEMS)
        diag_move(kept, problems);
    diag_free(problems);
}

static void
settle(struct run *run, struct piece *piece)
{
    struct diag *problems = diag_new();

    source_settle(run->job->source, piece->chunk, &run->job->tally, problems);
    keep_problems(run, problems);
}

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
    const struct score_job *job = run->job;

    if (!job->sink_class->arrange) {
        put(run, printed);
        return;
    }
    buf_empty(&run->arranged);
    job->sink_class->arrange(job->sink, printed, &run->arranged);
    put(run, buf_str(&run->arranged));
}

static void
count_problems(struct run *run, const struct diag *problems)
{
    for (size_t i = 0; i < diag_total(problems); i++)
        run->job->tally.n_problems[diag_get(problems, i)->message]++;
}

static void
refuse(struct run *run, const struct piece *piece,
       const struct client_fault *fault, struct diag *problems)
{
    run->job->was_refused = true;
    diag_add(problems, fault->message, chunk_place(piece->chunk, fault->offset),
             NULL);
    if (fault->message == MSG_DATA_CLIENT_LONG)
        diag_hint(problems, "at most %d rows of one client are judged",
                  CLIENT_LIMIT_ROWS);
    else
        diag_hint(problems, "this client had rows before; sort the rows by "
                            "client");
}

static void
join(struct run *run, struct piece *piece)
{
    struct diag *problems = diag_new();
    struct client_fault fault;
    size_t first, last;

    if (client_groups_ends(piece->groups, &first, &last))
        client_groups_place(piece->groups, chunk_place(piece->chunk, first),
                            chunk_place(piece->chunk, last));
    buf_empty(&run->joined);
    if (!client_joiner_take(run->joiner, piece->groups, &run->joined, problems,
                            &fault))
        refuse(run, piece, &fault, problems);
    count_problems(run, problems);
    keep_problems(run, problems);
}

static bool
write_piece(void *aux, void *memory)
{
    struct run *run = aux;
    struct piece *piece = memory;
    const struct score_job *job = run->job;

    if (run->joiner)
        join(run, piece);
    visits_take(run->visits, piece->notes, piece->chunk, NULL);
    settle(run, piece);
    if (job->was_refused
        || (job->is_strict
            && diag_count(job->context->diag, SEVERITY_ERROR) > 0))
        return false;
    put_rows(run, buf_str(run->joiner ? &run->joined : &piece->out));
    meter_show(&run->job->meter, job->tally.n_rows);
    return !file_writer_failed(job->writer);
}

static void
put_head(struct run *run)
{
    struct buf head = {0};

    run->job->sink_class->head(run->job->sink, &head);
    put(run, buf_str(&head));
    buf_clear(&head);
}

static void
put_end(struct run *run)
{
    struct buf tail = {0};
    struct diag *problems = diag_new();

    if (run->joiner) {
        buf_empty(&run->joined);
        client_joiner_end(run->joiner, &run->joined, problems);
        put_rows(run, buf_str(&run->joined));
    }
    count_problems(run, problems);
    keep_problems(run, problems);
    if (run->job->sink_class->tail)
        run->job->sink_class->tail(run->job->sink, &tail);
    put(run, buf_str(&tail));
    buf_clear(&tail);
}

/* ---- the whole ---- */

static void
judge_piece(struct piece *piece, const struct run *run, struct arena *arena)
{
    const struct loaded *loaded = run->job->loaded;

    piece->groups = client_groups_new(&run->printing);
    piece->branches = arena_new();
    piece->fillers = ARENA_ARRAY(arena, loaded->n, struct filler *);
    for (size_t i = 0; i < loaded->n; i++)
        piece->fillers[i] = filler_new(loaded->plans[i], arena);
}

static struct piece *
piece_new(const struct run *run, struct arena *arena)
{
    const struct score_job *job = run->job;
    size_t n = job->loaded->n;
    struct piece *piece = ARENA_NEW(arena, struct piece);

    piece->chunk = chunk_new(job->source);
    piece->notes = visit_notes_new();
    piece->kernels = ARENA_ARRAY(arena, n, struct kernel *);
    piece->scores = ARENA_ARRAY(arena, n, struct scores *);
    piece->scored = ARENA_ARRAY(arena, n, struct scored);
    piece->counts = ARENA_ARRAY(arena, n, why_counts *);
    piece->codings = ARENA_ARRAY(arena, n, struct coding *);
    piece->notices = ARENA_ARRAY(arena, n, notice_counts);
    for (size_t i = 0; i < n; i++) {
        const struct plan *plan = job->loaded->plans[i];
        piece->kernels[i] = kernel_new(plan, arena);
        piece->scores[i] =
            scores_new(plan, job->with_details || job->with_changes, arena);
        piece->counts[i] =
            ARENA_ARRAY(arena, plan->instrument->n_scales, why_counts);
        piece->codings[i] = coding_new(plan->instrument, arena);
    }
    if (run->joiner)
        judge_piece(piece, run, arena);
    return piece;
}

static void
add_counts(struct score_job *job, const struct piece *piece)
{
    for (size_t i = 0; i < job->loaded->n; i++) {
        coding_join(job->codings[i], piece->codings[i]);
        for (size_t notice = 0; notice < N_NOTICES; notice++)
            job->notices[i][notice] += piece->notices[i][notice];
        for (size_t s = 0; s < job->loaded->instruments[i]->n_scales; s++)
            for (size_t why = 0; why < N_WHY_COUNTS; why++)
                job->counts[i][s][why] += piece->counts[i][s][why];
    }
}

static void
piece_clear(struct piece *piece)
{
    chunk_free(piece->chunk);
    client_groups_free(piece->groups);
    arena_free(piece->branches);
    visit_notes_free(piece->notes);
    buf_clear(&piece->out);
}

/* Twice as many pieces as threads, so that nobody waits for the writer. */
static void
score_all(struct run *run)
{
    struct arena *arena = run->job->context->arena;
    size_t n_threads = run->job->n_threads;
    size_t n_pieces = n_threads > 1 ? 2 * n_threads : 1;
    void **pieces = ARENA_ARRAY(arena, n_pieces, void *);
    const struct workers_job work = {read_piece, work_on_piece, write_piece,
                                     run};

    for (size_t i = 0; i < n_pieces; i++)
        pieces[i] = piece_new(run, arena);
    workers_run(&work, pieces, n_pieces, n_threads);
    for (size_t i = 0; i < n_pieces; i++) {
        add_counts(run->job, pieces[i]);
        piece_clear(pieces[i]);
    }
}

static void
make_counts(struct score_job *job)
{
    struct arena *arena = job->context->arena;

    job->counts = ARENA_ARRAY(arena, job->loaded->n, why_counts *);
    job->codings = ARENA_ARRAY(arena, job->loaded->n, struct coding *);
    job->notices = ARENA_ARRAY(arena, job->loaded->n, notice_counts);
    for (size_t i = 0; i < job->loaded->n; i++) {
        const struct instrument *instrument = job->loaded->instruments[i];
        job->counts[i] = ARENA_ARRAY(arena, instrument->n_scales, why_counts);
        job->codings[i] = coding_new(instrument, arena);
    }
}

void
score_run(struct score_job *job)
{
    struct run run = {.job = job};
    const struct visits_options compared = {
        .limit = job->with_changes ? 0 : VISITS_LIMIT_ROWS,
        .are_grouped = job->with_changes,
        .are_ordered = job->with_changes,
    };

    make_counts(job);
    run.visits = visits_new(&compared, job->loaded->instruments);
    if (job->with_changes) {
        run.setup = (struct client_rows_setup){
            .plans = job->loaded->plans,
            .n_plans = job->loaded->n,
            .verdict = job->verdict,
            .with_private = job->with_private,
        };
        run.printing =
            (struct client_printing){&run.setup, job->sink_class, job->sink};
        run.joiner = client_joiner_new(&run.printing);
    }
    put_head(&run);
    score_all(&run);
    if (!job->was_refused)
        put_end(&run);
    job->was_cut = visits_is_full(run.visits);
    visits_free(run.visits);
    client_joiner_free(run.joiner);
    buf_clear(&run.joined);
    buf_clear(&run.arranged);
}
