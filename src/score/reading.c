/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of the way; see reading.h. */
#include "score/reading.h"

#include "base/date.h"
#include "base/workers.h"
#include "score/filler.h"
#include "score/item_sums.h"
#include "score/kernel.h"

/* What a thread needs to work on a piece: one for each plan. */
struct piece_work {
    struct kernel **kernels;
    struct filler **fillers; /* NULL: without details */
    struct scores **scores;
    struct care **care; /* NULL: nobody asks */
    struct scored *scored;
    struct batch *const *batches; /* the chunk's */
    struct totals totals;
    struct arena *branches; /* of one batch */
    struct visit_notes *notes;
    bool is_enough; /* the visitor wants no more */
    bool is_moved;  /* the rows are others than those told of */
    size_t n_rows;  /* of the chunk so far; and how many of them come before */
    size_t n_again; /* the next that comes again */
};

/* ---- reading and working, side by side ---- */

static bool
read_piece(void *aux, void *piece)
{
    struct reading *reading = aux;
    struct chunk *chunk = ((struct piece *)piece)->chunk;

    ((struct piece *)piece)->number = reading->n_chunks++;
    return reading->by_client
               ? source_read_groups(reading->source, chunk, FACT_CLIENT)
               : source_read(reading->source, chunk);
}

/* Numbers the rows of the batch that is next. */
static void
count_rows(struct piece *piece)
{
    struct piece_work *work = piece->work;
    size_t n = piece->rows->n_rows;

    if (piece->rows->view == GROUP_AGAIN) {
        piece->first_row = work->n_again;
        work->n_again += n;
        return;
    }
    if (piece->rows->view == GROUPS_WHOLE)
        work->n_again = work->n_rows + n;
    piece->first_row = work->n_rows;
    work->n_rows += n;
}

static void
tell_batches(const struct reading *reading, struct piece *piece)
{
    struct piece_work *work = piece->work;

    for (size_t i = 0; i < reading->options->n_instruments; i++)
        if (reading->teller && work->batches[i]->instrument->n_asked
            && !reading->teller->tell(reading->teller_aux, i, piece,
                                      work->batches[i]))
            work->is_moved = true;
}

static void
score_batches(const struct reading *reading, struct piece_work *work)
{
    size_t n = reading->options->n_instruments;
    bool is_again = work->batches[0]->rows->view == GROUP_AGAIN;

    arena_rewind(work->branches);
    if (!is_again)
        totals_add_codes(&work->totals, work->batches);
    for (size_t i = 0; i < n; i++) {
        struct batch *batch = work->batches[i];
        kernel_run(work->kernels[i], batch, work->scores[i]);
        if (reading->with_care)
            care_run(work->care[i], batch, work->scores[i]->signs);
        if (reading->with_branches)
            filler_run_all(work->fillers[i], batch, work->scores[i],
                           work->branches);
        work->scored[i] =
            (struct scored){.batch = batch, .scores = work->scores[i]};
        if (is_again)
            continue;
        totals_add_scores(&work->totals, i, batch, work->scores[i]);
    }
    if (!is_again && reading->visits && !visits_is_full(reading->visits))
        visit_notes_add(work->notes, work->batches, n);
}

/* Of more columns it would take longer than scoring does. */
enum { AUDIT_COLUMNS = 300 };

/* Of too few people nothing is told, and nothing added up. */
static void
audit_batches(const struct reading *reading, const struct piece *piece)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct arena *scratch SCOPED(arena_drop) = arena_new();

    for (size_t i = 0; i < reading->options->n_instruments; i++) {
        struct item_sums *sums = reading->audited[i];
        const struct scored *scored = &piece->scored[i];
        if (sums->layout->n_columns > AUDIT_COLUMNS
            || scored->batch->n_rows < ITEM_AUDIT_LEAST)
            continue;
        struct item_rows *rows = item_rows_take(
            sums->layout, scored->batch, scored->scores, SIZE_MAX, arena);
        met_keep_first(met_new(arena), rows);
        if (item_rows_counted(rows) < ITEM_AUDIT_LEAST)
            continue;
        item_sums_add(sums, rows, NULL, scratch);
        item_sums_end(sums, scratch);
    }
}

static void
work_on_piece(void *aux, void *memory)
{
    const struct reading *reading = aux;
    struct piece *piece = memory;
    struct piece_work *work = piece->work;

    visit_notes_empty(work->notes);
    work->n_rows = work->n_again = 0;
    while (!work->is_enough
           && chunk_next(piece->chunk, &piece->rows, &work->batches)) {
        count_rows(piece);
        tell_batches(reading, piece);
        score_batches(reading, work);
        if (reading->audited && !piece->number && !piece->first_row
            && piece->rows->view != GROUP_AGAIN)
            audit_batches(reading, piece);
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

void
reading_ask(const struct piece *piece, size_t plan_idx, struct operands *asked,
            size_t row, struct told *told)
{
    const struct piece_work *work = piece->work;

    kernel_tell(work->kernels[plan_idx], asked, work->batches[plan_idx],
                work->scores[plan_idx], row, told);
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
reading_pass_over(void *aux, const struct diag *problems)
{
    (void)aux;
    (void)problems;
}

void
reading_tell(struct reading *reading, struct diag *problems)
{
    for (size_t i = 0; i < diag_total(problems); i++)
        reading->totals.tally.n_problems[diag_get(problems, i)->message]++;
    keep(reading, problems);
}

void
reading_tell_rows(struct reading *reading, const struct diag *alone,
                  const struct diag *compared)
{
    struct diag *all SCOPED(diag_drop) = diag_new();

    for (size_t i = 0; i < diag_total(compared); i++)
        reading->totals.tally.n_problems[diag_get(compared, i)->message]++;
    diag_interleave(all, alone, compared);
    keep(reading, all);
}

/* Gives a visitor that asks for them what is wrong with the rows by
   themselves. */
static void
settle(struct reading *reading, struct piece *piece,
       const struct diag *compared)
{
    struct diag *alone SCOPED(diag_drop) = diag_new();
    struct diag *none SCOPED(diag_drop) = diag_new();
    bool is_asked_for = reading->visitor->problems;

    source_settle(reading->source, piece->chunk, &reading->totals.tally, alone);
    if (is_asked_for)
        reading->visitor->problems(reading->aux, alone);
    reading_tell_rows(reading, is_asked_for ? none : alone, compared);
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
    return diag_hint(problems,
                     "this client had rows before; sort the rows by client");
}

/* What was read before is not what is read now. */
static bool
is_unmoved(const struct piece *piece, struct diag *problems)
{
    if (!piece->work->is_moved)
        return true;
    diag_add(problems, MSG_DATA_MOVED, (struct place){0}, NULL);
    return diag_hint(problems,
                     "its rows are read twice, since a formula asks other "
                     "sessions; read it when nobody writes to it");
}

static bool
write_piece(void *aux, void *memory)
{
    struct reading *reading = aux;
    const struct visitor *visitor = reading->visitor;
    struct piece *piece = memory;
    struct diag *compared SCOPED(diag_drop) = diag_new();
    struct diag *joined SCOPED(diag_drop) = diag_new();

    reading->was_refused =
        !is_unmoved(piece, compared) || !compare(reading, piece, compared)
        || (visitor->join && !visitor->join(reading->aux, piece, joined));
    reading_tell(reading, joined);
    settle(reading, piece, compared);
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
        .care = ARENA_ARRAY(arena, n, struct care *),
        .scored = ARENA_ARRAY(arena, n, struct scored),
        .totals = totals_new(reading->options, reading->plans, arena),
        .branches = arena_new(),
        .notes = visit_notes_new(),
    };
    for (size_t i = 0; i < n; i++) {
        const struct plan *plan = reading->plans[i];
        work->kernels[i] = kernel_new(plan, arena);
        work->fillers[i] =
            reading->with_details ? filler_new(plan, arena) : NULL;
        work->scores[i] = scores_new(plan, reading->with_details, arena);
        if (!reading->with_care)
            continue;
        work->care[i] = care_new(plan, reading->care_of_private, arena);
        work->scores[i]->signs =
            ARENA_ARRAY(arena, N_CARE_SIGNS * BATCH_ROWS, double);
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
piece_end(struct reading *reading, struct piece *piece)
{
    totals_join(&reading->totals, &piece->work->totals);
    if (reading->visitor->own_free)
        reading->visitor->own_free(piece->own);
    visit_notes_free(piece->work->notes);
    arena_free(piece->work->branches);
    chunk_free(piece->chunk);
}

static void
begin_audit(struct reading *reading)
{
    size_t n = reading->options->n_instruments;
    struct arena *arena = reading->arena;

    reading->audited = ARENA_ARRAY(arena, n, struct item_sums *);
    for (size_t i = 0; i < n; i++)
        reading->audited[i] = item_sums_new(
            item_layout_new(reading->plans[i], false, arena), false, arena);
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

    if (reading->with_audit)
        begin_audit(reading);
    reading->totals =
        totals_new(reading->options, reading->plans, reading->arena);
    if (reading->teller
        && !reading->teller->prepare(reading->teller_aux, reading)) {
        reading->was_refused = true;
        return;
    }
    for (size_t i = 0; i < n_pieces; i++)
        pieces[i] = piece_new(reading);
    workers_run(&work, pieces, n_pieces, n_threads);
    for (size_t i = 0; i < n_pieces; i++)
        piece_end(reading, pieces[i]);
    reading->totals.texts = *source_other_texts(reading->source);
    reading->totals.ahead = *source_ahead(reading->source);
}

/* ---- behind the rows ---- */

void
reading_warn(const struct reading *reading, struct diag *diag)
{
    other_texts_warn(&reading->totals.texts, diag);
    ahead_warn(&reading->totals.ahead, reading->options->today, diag);
    codings_warn(reading->totals.codings, reading->options,
                 reading->hides_private, diag);
    for (size_t i = 0; reading->audited && i < reading->options->n_instruments;
         i++)
        item_audit_warn(reading->audited[i], NULL, diag);
}

bool
reading_has_errors(const struct reading *reading)
{
    for (int i = 0; i < N_MESSAGES; i++)
        if (reading->totals.tally.n_problems[i]
            && message_severity((enum message)i) == SEVERITY_ERROR)
            return true;
    return false;
}
