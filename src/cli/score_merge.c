/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a run in place of its rows; see score_run.h. */
#include "cli/part.h"

#include <string.h>
#include "base/workers.h"

enum { COPY_SIZE = 256 << 10 };

/* ---- what no part can see alone ---- */

static const enum message compared[] = {MSG_SESSION_TWICE, MSG_CLIENT_ALIKE};

static bool
see_rows(void *aux, struct piece *piece)
{
    (void)aux;
    (void)piece;
    return true;
}

static bool
wants_more(void *aux, struct piece *piece)
{
    const struct reading *reading = aux;

    (void)piece;
    return !visits_is_full(reading->visits);
}

static const struct visitor comparer = {
    .rows = see_rows,
    .problems = reading_pass_over, /* the parts told them */
    .put = wants_more,
};

/* Reads as many rows as are compared, which are more than are audited, and puts
   the first problems into 'found', which is theirs alone, and how many there are
   into 'totals'. */
static void
compare_rows(struct score_job *job, struct diag *found, struct totals *totals)
{
    struct reading reading = job->reading;

    reading.diag = found;
    reading.n_threads = workers_default();
    reading.with_details = false;
    reading.with_audit = true;
    reading.visits =
        visits_new(&(struct visits_options){.limit = VISITS_LIMIT_ROWS},
                   reading.options->instruments);
    reading.visitor = &comparer;
    reading.aux = &reading;
    reading_run(&reading);
    job->was_cut = visits_is_full(reading.visits);
    visits_free(reading.visits);
    job->reading.audited = reading.audited;
    *totals = reading.totals;
}

/* ---- what the parts found ---- */

/* That rows of other questionnaires are left out is said once for a file. */
static void
add_problems(struct diag *all, const struct diag *problems)
{
    bool was_told = false;

    for (size_t i = 0; i < diag_total(all); i++)
        was_told |= diag_get(all, i)->message == MSG_DATA_OTHER_INSTRUMENT;
    for (size_t i = 0; i < diag_total(problems); i++)
        if (!was_told
            || diag_get(problems, i)->message != MSG_DATA_OTHER_INSTRUMENT)
            diag_add_copy(all, diag_get(problems, i));
}

static bool
take_part(struct score_job *job, const struct part *part, struct diag *all)
{
    struct reading *reading = &job->reading;
    struct totals totals =
        totals_new(reading->options, reading->plans, reading->arena);
    struct diag *problems SCOPED(diag_drop) = diag_new();
    bool ok = part_take(part, job, &totals, problems, reading->diag);

    add_problems(all, problems);
    totals_join(&reading->totals, &totals);
    return ok;
}

static bool
take_parts(struct score_job *job)
{
    struct reading *reading = &job->reading;
    struct totals seen;
    struct diag *alone SCOPED(diag_drop) = diag_new();
    struct diag *found SCOPED(diag_drop) = diag_new();
    bool ok = true;

    compare_rows(job, found, &seen);
    reading->totals =
        totals_new(reading->options, reading->plans, reading->arena);
    for (size_t i = 0; i < job->parts->n; i++)
        ok = ok && take_part(job, &job->parts->items[i], alone);
    reading_tell_rows(reading, alone, found);
    for (size_t i = 0; i < N_ELEMENTS(compared); i++)
        reading->totals.tally.n_problems[compared[i]] =
            seen.tally.n_problems[compared[i]];
    return ok;
}

/* ---- bytes ---- */

/* Some bytes of a file on their way through a digest. */
struct passage {
    struct file_reader *reader;
    struct diag *diag;
    struct digester *digester;
    char *buffer; /* of COPY_SIZE */
};

/* Passes 'size' bytes on, fewer at the end of the file; to 'job', or NULL:
   nowhere.  False after adding an error. */
static bool
pass_bytes(struct passage *passage, size_t size, struct score_job *job)
{
    while (size) {
        size_t n_wanted = size < COPY_SIZE ? size : COPY_SIZE;
        ssize_t n = file_reader_read(passage->reader, passage->buffer, n_wanted,
                                     passage->diag);
        if (n <= 0)
            return n == 0;
        struct str bytes = {passage->buffer, (size_t)n};
        digester_add(passage->digester, bytes);
        if (job)
            score_put(job, bytes);
        size -= (size_t)n;
    }
    return true;
}

static bool
passage_open(struct passage *passage, const char *path, struct diag *diag)
{
    passage->diag = diag;
    passage->reader = file_reader_open(path, diag);
    return passage->reader;
}

/* Passes a stretch through a digest of its own; false where it is another. */
static bool
pass_known(struct passage *passage, size_t size, const char *digest,
           struct score_job *job)
{
    passage->digester = digester_new();
    bool ok = pass_bytes(passage, size, job)
              && digester_size(passage->digester) == size
              && strcmp(digester_get(passage->digester).hex, digest) == 0;
    digester_free(passage->digester);
    return ok;
}

/* That nothing lies between the rows of two parts, nor in both. */
static bool
check_answers(struct score_job *job, struct passage *passage)
{
    const struct source_stretch stretch = source_stretch(job->reading.source);
    size_t at = stretch.body;

    if (!pass_known(passage, at, stretch.header.hex, NULL))
        return false;
    for (size_t i = 0; i < job->parts->n; i++) {
        const struct part *part = &job->parts->items[i];
        if (part->begin != at || part->end < at
            || !pass_known(passage, part->end - at, part->input, NULL))
            return diag_add(passage->diag, MSG_PART_STALE,
                            (struct place){.file = part->path}, NULL);
        at = part->end;
    }
    return at == stretch.file_size;
}

static bool
check_input(struct score_job *job, char *buffer)
{
    const char *path = job->data->files.items[0];
    struct passage passage = {.buffer = buffer};
    const struct digester *digester;

    if (!passage_open(&passage, path, job->reading.diag))
        return false;
    if (job->digester)
        file_reader_hash(passage.reader);
    bool ok = check_answers(job, &passage);
    if (!ok && !diag_count(job->reading.diag, SEVERITY_ERROR))
        diag_add(job->reading.diag, MSG_PART_STALE,
                 (struct place){.file = path}, NULL);
    digester = file_reader_digester(passage.reader);
    if (digester)
        job->input = (struct source_input){path, digester_size(digester),
                                           digester_get(digester)};
    file_reader_close(passage.reader);
    return ok;
}

static bool
put_part(struct score_job *job, const struct part *part, char *buffer)
{
    struct passage passage = {.buffer = buffer};

    if (!passage_open(&passage, part->path, job->reading.diag))
        return false;
    bool ok = file_reader_size(passage.reader) == part->size
              && pass_known(&passage, part->size, part->output, job);
    if (!ok)
        diag_add(job->reading.diag, MSG_PART_CHANGED,
                 (struct place){.file = part->path}, NULL);
    file_reader_close(passage.reader);
    return ok;
}

void
score_merge(struct score_job *job)
{
    char *buffer SCOPED(mem_drop) = mem_alloc(COPY_SIZE);
    bool ok = check_input(job, buffer) && take_parts(job);

    for (size_t i = 0; ok && i < job->parts->n; i++) {
        ok = put_part(job, &job->parts->items[i], buffer);
        meter_show_files(&job->meter, i + 1, job->parts->n);
    }
    job->reading.was_refused = !ok;
}
