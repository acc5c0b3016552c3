/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of the way; see reading.h. */
#include "score/reading.h"

#include "base/workers.h"
#include "score/filler.h"
#include "score/kernel.h"

/* What a thread needs to work on a piece: one for each plan. */
struct piece_work {
    struct kernel **kernels;
    struct filler **fillers; /* NULL: without details */
    struct scores **scores;
    struct scored *scored;
    struct batch *const *batches; /* the chunk's */
    why_counts **counts;
    struct coding *codings;
    notice_counts *notices;
    struct arena *branches; /* of one batch */
    struct visit_notes *notes;
    bool is_enough; /* the visitor wants no more */
};

/* ---- reading and working, side by side ---- */

static bool
read_piece(void *aux, void *piece)
{
    const struct reading *reading = aux;

    struct chunk *chunk = ((struct piece *)piece)->chunk;

    return reading->by_client
               ? source_read_groups(reading->source, chunk, FACT_CLIENT)
               : source_read(reading->source, chunk);
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
score_batches(const struct reading *reading, struct piece_work *work)
{
    size_t n = reading->options->n_instruments;
    bool is_again = work->batches[0]->rows->view == GROUP_AGAIN;

    arena_rewind(work->branches);
    if (!is_again)
        codings_add(work->codings, work->batches, n);
    for (size_t i = 0; i < n; i++) {
        struct batch *batch = work->batches[i];
        kernel_run(work->kernels[i], batch, work->scores[i]);
        if (reading->with_branches)
            filler_run_all(work->fillers[i], batch, work->scores[i],
                           work->branches);
        work->scored[i] =
            (struct scored){.batch = batch, .scores = work->scores[i]};
        if (is_again)
            continue;
        count_whys(work->scores[i], work->counts[i]);
        alerts_count(batch, work->scores[i], work->notices[i]);
    }
    if (!is_again && reading->visits && !visits_is_full(reading->visits))
        visit_notes_add(work->notes, work->batches, n);
}

static void
work_on_piece(void *aux, void *memory)
{
    const struct reading *reading = aux;
    struct piece *piece = memory;
    struct piece_work *work = piece->work;

    visit_notes_empty(work->notes);
    while (!work->is_enough
           && chunk_next(piece->chunk, &piece->rows, &work->batches)) {
        score_batches(reading, work);
        work->is_enough = !reading->visitor->rows(reading->aux, piece);
    }
}

void
reading_fill(const struct reading *reading, struct piece *piece, size_t row)
{
    const struct piece_work *work = piece->work;

    for (size_t i = 0; i < reading->options->n_instruments; i++)
        filler_run(work->fillers[i], work->batches[i], row, work->scores[i],
                   reading->arena);
}

/* ---- in order ---- */

/* Keeps the first problems only, so that memory stays flat however many
   there are; and what everything stops at.  Notes on the instruments are none
   of those that are shown. */
static void
keep(struct reading *reading, struct diag *problems)
{
    size_t n =
        diag_total(reading->diag) - diag_count(reading->diag, SEVERITY_NOTE);

    if (reading->was_refused || n < SHOWN_PROBLEMS)
        diag_move(reading->diag, problems);
}

void
reading_tell(struct reading *reading, struct diag *problems)
{
    for (size_t i = 0; i < diag_total(problems); i++)
        reading->tally.n_problems[diag_get(problems, i)->message]++;
    keep(reading, problems);
}

/* What is wrong with the rows by themselves. */
static void
settle(struct reading *reading, struct piece *piece)
{
    struct diag *problems = diag_new();

    source_settle(reading->source, piece->chunk, &reading->tally, problems);
    if (reading->visitor->problems)
        reading->visitor->problems(reading->aux, problems);
    else
        keep(reading, problems);
    diag_free(problems);
}

static bool
compare(struct reading *reading, struct piece *piece, struct diag *problems)
{
    size_t apart;

    if (!reading->visits
        || visits_take(reading->visits, piece->work->notes, piece->chunk,
                       problems, &apart))
        return true;
    diag_add(problems, MSG_DATA_CLIENT_APART, chunk_place(piece->chunk, apart),
             NULL);
    diag_hint(problems, "this client had rows before; sort the rows by client");
    return false;
}

static bool
write_piece(void *aux, void *memory)
{
    struct reading *reading = aux;
    const struct visitor *visitor = reading->visitor;
    struct piece *piece = memory;
    struct diag *compared = diag_new();
    struct diag *joined = diag_new();

    reading->was_refused =
        !compare(reading, piece, compared)
        || (visitor->join && !visitor->join(reading->aux, piece, joined));
    reading_tell(reading, joined);
    settle(reading, piece);
    reading_tell(reading, compared);
    diag_free(joined);
    diag_free(compared);
    return !reading->was_refused && !piece->work->is_enough
           && (!visitor->put || visitor->put(reading->aux, piece));
}

/* ---- the whole ---- */

static struct piece *
piece_new(const struct reading *reading)
{
    struct arena *arena = reading->arena;
    size_t n = reading->options->n_instruments;
    struct piece *piece = ARENA_NEW(arena, struct piece);
    struct piece_work *work = ARENA_NEW(arena, struct piece_work);

    *work = (struct piece_work){
        .kernels = ARENA_ARRAY(arena, n, struct kernel *),
        .fillers = ARENA_ARRAY(arena, n, struct filler *),
        .scores = ARENA_ARRAY(arena, n, struct scores *),
        .scored = ARENA_ARRAY(arena, n, struct scored),
        .counts = ARENA_ARRAY(arena, n, why_counts *),
        .codings = codings_new(reading->options, arena),
        .notices = ARENA_ARRAY(arena, n, notice_counts),
        .branches = arena_new(),
        .notes = visit_notes_new(),
    };
    for (size_t i = 0; i < n; i++) {
        const struct plan *plan = reading->plans[i];
        work->kernels[i] = kernel_new(plan, arena);
        work->fillers[i] =
            reading->with_details ? filler_new(plan, arena) : NULL;
        work->scores[i] = scores_new(plan, reading->with_details, arena);
        work->counts[i] =
            ARENA_ARRAY(arena, plan->instrument->n_scales, why_counts);
    }
    *piece = (struct piece){
        .chunk = chunk_new(reading->source),
        .scored = work->scored,
        .work = work,
    };
    if (reading->visitor->own_new)
        piece->own = reading->visitor->own_new(reading->aux);
    return piece;
}

static void
add_counts(struct reading *reading, const struct piece_work *work)
{
    codings_join(reading->codings, work->codings,
                 reading->options->n_instruments);
    for (size_t i = 0; i < reading->options->n_instruments; i++) {
        size_t n_scales = reading->plans[i]->instrument->n_scales;
        for (size_t notice = 0; notice < N_NOTICES; notice++)
            reading->notices[i][notice] += work->notices[i][notice];
        for (size_t s = 0; s < n_scales; s++)
            for (size_t why = 0; why < N_WHY_COUNTS; why++)
                reading->counts[i][s][why] += work->counts[i][s][why];
    }
}

static void
piece_end(struct reading *reading, struct piece *piece)
{
    add_counts(reading, piece->work);
    if (reading->visitor->own_free)
        reading->visitor->own_free(piece->own);
    visit_notes_free(piece->work->notes);
    arena_free(piece->work->branches);
    chunk_free(piece->chunk);
}

static void
make_counts(struct reading *reading)
{
    struct arena *arena = reading->arena;
    size_t n = reading->options->n_instruments;

    reading->counts = ARENA_ARRAY(arena, n, why_counts *);
    reading->codings = codings_new(reading->options, arena);
    reading->notices = ARENA_ARRAY(arena, n, notice_counts);
    for (size_t i = 0; i < n; i++)
        reading->counts[i] = ARENA_ARRAY(
            arena, reading->plans[i]->instrument->n_scales, why_counts);
}

/* Twice as many pieces as threads, so that nobody waits for the writer. */
void
reading_run(struct reading *reading)
{
    size_t n_threads = reading->n_threads ? reading->n_threads : 1;
    size_t n_pieces = n_threads > 1 ? 2 * n_threads : 1;
    void **pieces = ARENA_ARRAY(reading->arena, n_pieces, void *);
    const struct workers_job work = {read_piece, work_on_piece, write_piece,
                                     reading};

    make_counts(reading);
    for (size_t i = 0; i < n_pieces; i++)
        pieces[i] = piece_new(reading);
    workers_run(&work, pieces, n_pieces, n_threads);
    for (size_t i = 0; i < n_pieces; i++)
        piece_end(reading, pieces[i]);
}

/* ---- behind the rows ---- */

void
reading_warn(const struct reading *reading, struct diag *diag)
{
    source_warn_texts(reading->source, diag);
    codings_warn(reading->codings, reading->options, diag);
}

bool
reading_has_errors(const struct reading *reading)
{
    for (int i = 0; i < N_MESSAGES; i++)
        if (reading->tally.n_problems[i]
            && message_severity((enum message)i) == SEVERITY_ERROR)
            return true;
    return false;
}
