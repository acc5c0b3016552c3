/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settles what a fill begins with; see fill_job.h.  Nothing is thrown away
   before it is sure that what comes instead can be recorded. */
#include <config.h>

#include "cli/fill_job.h"

#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/clock.h"
#include "cli/print.h"
#include "cli/stop.h"
#include "exchange/csv_recorder.h"

enum { LIMIT_OUTPUT = 256 << 20 };

/* ---- the recorder of -o: a header and a row, whole or not at all ---- */

/* A run may record more than one: what an earlier one had left first.  A file
   that is replaced as a whole must hold all of them. */
struct recorder {
    const char *path;
    bool is_stream;
    struct buf header; /* of the row recorded last */
    struct buf bytes;  /* recorded so far; of a stream nothing */
};

static void
set_text(struct buf *buf, struct str text)
{
    buf_empty(buf);
    buf_add(buf, text);
}

/* Answers cannot be made again: another person's are never written over. */
static bool
refuse_existing(const char *output, struct diag *diag)
{
    diag_add(diag, MSG_CANNOT_WRITE, (struct place){0},
             "'%s': it is there already, and would be lost", output);
    return diag_hint(diag, "name another file, or --into this one: that adds a "
                           "row");
}

/* What an earlier run recorded whose draft stayed is what stands there. */
static bool
take_existing(struct recorder *recorder, struct str row, bool is_again,
              struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct str bytes = {0};

    if (is_again
        && !file_read_whole(recorder->path, LIMIT_OUTPUT, arena, &bytes, diag))
        return false;
    if (!bytes.len || !memmem(bytes.bytes, bytes.len, row.bytes, row.len))
        return refuse_existing(recorder->path, diag);
    set_text(&recorder->bytes, bytes);
    return true;
}

/* The row, below a header where it is not under one already. */
static bool
write_record(struct recorder *recorder, struct str header, struct str row,
             struct diag *diag)
{
    struct buf out SCOPED(buf_clear) = {0};

    buf_add(&out, buf_str(&recorder->bytes));
    if (!str_equal(header, buf_str(&recorder->header)))
        buf_add(&out, header);
    buf_add(&out, row);
    if (!file_write_whole(recorder->path, buf_str(&out), diag))
        return false;
    if (!recorder->is_stream)
        set_text(&recorder->bytes, buf_str(&out));
    return true;
}

static bool
print_record(struct recorder *recorder,
             const struct administration *administration, struct diag *diag)
{
    struct buf header SCOPED(buf_clear) = {0};
    struct buf row SCOPED(buf_clear) = {0};

    csv_recorder_add_header(&header, administration);
    csv_recorder_add_row(&row, administration);
    bool is_there = !recorder->is_stream && !recorder->bytes.len
                    && file_exists(recorder->path);
    bool ok = is_there ? take_existing(recorder, buf_str(&row),
                                       administration->is_again, diag)
                       : write_record(recorder, buf_str(&header), buf_str(&row),
                                      diag);
    if (ok)
        set_text(&recorder->header, buf_str(&header));
    return ok;
}

static void
print_close(struct recorder *recorder)
{
    if (!recorder)
        return;
    buf_clear(&recorder->header);
    buf_clear(&recorder->bytes);
}

static const struct recorder_class print_recorder = {
    .record = print_record,
    .close = print_close,
};

/* ---- where the answers go ---- */

/* A practice's folder has a file for each questionnaire, of all editions. */
static const char *
file_of(const struct fill_job *job)
{
    const char *into = job->args->into;

    return into && file_is_folder(into) ? arena_printf(
               job->context->arena, "%s/%s.csv", into, job->instrument->id)
                                        : into;
}

/* What would fail only when all is answered is refused now. */
static bool
check_place(struct fill_job *job)
{
    const struct fill_args *args = job->args;

    job->into = file_of(job);
    if (job->into)
        return csv_recorder_check(job->into, &job->is_new_file,
                                  job->context->diag);
    job->is_there = !file_is_stream(args->output) && file_exists(args->output);
    return file_is_stream(args->output)
           || file_check_place(args->output, job->context->diag);
}

/* What was begun with one, or is asked for. */
static bool
has_couple(const struct fill_job *job)
{
    const struct draft_head *head = job->draft ? draft_head(job->draft) : NULL;

    return job->args->couple || (head && *head->couple);
}

/* What a file of before lacks is added where a person at the terminal wants
   it.  False after adding an error. */
static bool
offer_columns(struct fill_job *job)
{
    struct diag *diag = job->context->diag;
    struct recorder *recorder = csv_recorder_open(
        job->into, job->instrument, false, job->context->arena, diag);
    const char *lacking =
        recorder ? csv_recorder_lacking(recorder, has_couple(job)) : "";

    if (!recorder)
        return false;
    return !*lacking || !isatty(job->io.in_fd)
           || !fill_offer_columns(&job->io, job->into, lacking)
           || csv_recorder_add_columns(recorder, has_couple(job), diag);
}

static bool
open_recorder(struct fill_job *job)
{
    const struct fill_args *args = job->args;
    struct arena *arena = job->context->arena;

    if (args->output) {
        if (!job->recorder)
            job->recorder = ARENA_NEW(arena, struct recorder);
        job->recorder->path = args->output; /* "-": standard output */
        job->recorder->is_stream = file_is_stream(args->output);
        job->recorder_class = &print_recorder;
        return true;
    }
    if (!offer_columns(job))
        return false;
    job->recorder_class = &csv_recorder;
    job->recorder = csv_recorder_open(
        job->into, job->instrument, has_couple(job), arena, job->context->diag);
    if (job->recorder && job->is_new_file)
        fill_notice(job, WORD_FILL_PLAIN_TEXT, job->into);
    job->is_new_file = false;
    if (job->recorder && csv_recorder_lacks_digest(job->recorder))
        fill_notice(job, WORD_FILL_NO_DIGEST, job->into);
    return job->recorder != NULL;
}

/* ---- the draft ---- */

static const char *
or_empty(const char *text)
{
    return text ? text : "";
}

static struct draft_head
head_of(const struct fill_job *job)
{
    const struct fill_args *args = job->args;
    struct arena *arena = job->context->arena;
    const char *started = clock_text(job->context, arena);

    return (struct draft_head){
        .instrument_id = job->instrument->id,
        .edition = job->instrument->edition,
        .digest = job->instrument->digest.hex,
        .wording_digest = job->instrument->wording_digest.hex,
        .lang = or_empty(args->lang),
        .client = or_empty(args->client),
        .session = or_empty(args->session),
        .date = args->date ? args->date : arena_printf(arena, "%.10s", started),
        .time = arena_printf(arena, "%.5s", started + 11),
        .started = started,
        .couple = or_empty(args->couple),
        .is_paper = args->is_clerk,
    };
}

/* What is typed in from paper is kept apart from what the client fills in. */
static const char *
draft_folder(const struct fill_job *job)
{
    const char *folder = job->context->state_folder;

    return job->args->is_clerk
               ? arena_printf(job->context->arena, "%s/paper", folder)
               : folder;
}

static void
tell_damage(struct fill_job *job)
{
    const char *aside = job->draft ? draft_take_aside(job->draft) : NULL;

    if (aside)
        fill_notice(job, WORD_FILL_DAMAGED, aside);
}

static bool
open_draft(struct fill_job *job)
{
    struct context *context = job->context;
    struct draft_head head = head_of(job);

    if (!context->state_folder)
        return context_refuse(context, "set HOME or XDG_STATE_HOME",
                              "no place to keep answers while they are given");
    const char *folder = draft_folder(job);
    job->draft = file_make_folder(folder, context->diag)
                     ? draft_open(folder, &head, context->arena, context->diag)
                     : NULL;
    tell_damage(job);
    return job->draft
           || diag_hint(context->diag,
                        "answers are kept in '%s' while they are given: mend "
                        "that, or set XDG_STATE_HOME to another folder",
                        folder);
}

static enum draft_next
next_draft(struct fill_job *job)
{
    enum draft_next next = draft_next(job->draft, job->context->diag);

    tell_damage(job);
    return next;
}

/* ---- what was handed in, but not recorded ---- */

static bool
record_draft(struct fill_job *job)
{
    if (!fill_load_as_begun(job) || !open_recorder(job))
        return false;
    bool ok = fill_record_late(job);
    fill_notice(job, ok ? WORD_FILL_RECORDED_LATE : WORD_FILL_NOT_RECORDED,
                NULL);
    print_problems(job->context);
    return ok;
}

/* Records all of it; then what was asked for is loaded again.  A clerk's is
   recorded by clerking_run(). */
static bool
record_finished(struct fill_job *job)
{
    enum draft_next next = DRAFT_NEXT;
    bool is_any = false;

    if (job->args->is_clerk)
        return true;
    if (!open_draft(job))
        return false;
    while (next == DRAFT_NEXT) {
        if (*draft_finished(job->draft)) {
            is_any = true;
            if (!record_draft(job))
                return false;
        }
        next = next_draft(job);
    }
    return next == DRAFT_LAST
           && (!is_any || fill_load(job, job->args->lang, 0));
}

/* ---- what is gone on with ---- */

/* A form on paper is of the edition that is printed on it. */
static bool
confirm_edition(struct fill_job *job)
{
    int32_t edition;

    if (!job->args->is_clerk)
        return true;
    if (!fill_ask_edition(&job->io, job->instrument, &edition))
        return !fill_is_cut_off(job)
               && context_refuse(job->context, NULL, "no edition was given");
    return edition == job->instrument->edition
           || fill_load(job, job->args->lang, edition);
}

/* A session that is doubled is drawn and compared twice. */
static void
tell_doubled(struct fill_job *job, const struct draft_head *head)
{
    const struct str facts[N_FACTS] = {
        [FACT_CLIENT] = str_from(head->client),
        [FACT_SESSION] = str_from(head->session),
        [FACT_DATE] = str_from(head->date),
        [FACT_INSTRUMENT] = str_from(head->instrument_id),
    };

    if (job->into && csv_recorder_has_session(job->recorder, facts))
        fill_notice(job, WORD_FILL_SESSION_THERE, job->into);
}

/* A question in another language than the person's may not be understood. */
static void
tell_lacking(struct fill_job *job)
{
    size_t n = job->instrument->n_lacking;

    if (n)
        fill_notice(job, WORD_FILL_WORDS_LACKING,
                    arena_printf(job->context->arena, "%zu", n));
}

static bool
begin_anew(struct fill_job *job)
{
    if (!confirm_edition(job) || !open_recorder(job))
        return false;
    struct draft_head head = head_of(job);
    tell_lacking(job);
    tell_doubled(job, &head);
    return draft_begin(job->draft, &head, job->context->diag);
}

/* Every draft is offered, until one is taken. */
static enum offer_choice
choose(struct fill_job *job)
{
    enum offer_choice choice = OFFER_BEGIN_ANEW;
    enum draft_next next = DRAFT_NEXT;

    for (bool is_another = false; draft_head(job->draft) && next == DRAFT_NEXT;
         is_another = true) {
        if (*draft_finished(job->draft))
            return OFFER_GO_ON;
        choice = fill_offer(&job->io, draft_head(job->draft), is_another);
        if (choice != OFFER_KEEP)
            return choice;
        next = next_draft(job);
    }
    return next == DRAFT_FAILED ? OFFER_ENDED : choice;
}

static bool
settle_draft(struct fill_job *job, enum exit_status *status)
{
    if (job->is_there && !*draft_finished(job->draft))
        return refuse_existing(job->args->output, job->context->diag);
    if (draft_has_twin(job->draft))
        fill_notice(job, WORD_FILL_TWIN, NULL);
    switch (choose(job)) {
    case OFFER_GO_ON:
        if (!fill_load_as_begun(job) || !open_recorder(job))
            return false;
        tell_lacking(job);
        tell_doubled(job, draft_head(job->draft));
        return true;
    case OFFER_BEGIN_ANEW:
        return begin_anew(job);
    case OFFER_KEEP:
    case OFFER_LEFT:
    case OFFER_ENDED:
        *status = EXIT_DONE;
        break;
    }
    return false;
}

/* A locked casebook does not tell what was begun before. */
bool
fill_begin_sealed(struct fill_job *job)
{
    struct context *context = job->context;

    if (!confirm_edition(job))
        return false;
    job->inbox_fill = inbox_fill_begin(job->inbox);
    job->draft = draft_in_inbox(&job->inbox_fill, context->arena);
    job->recorder_class = &inbox_recorder;
    job->recorder = inbox_recorder_open(&job->inbox_fill, context->arena);
    struct draft_head head = head_of(job);
    tell_lacking(job);
    return draft_begin(job->draft, &head, context->diag);
}

static bool
begin_in_casebook(struct fill_job *job, enum exit_status *status)
{
    struct context *context = job->context;

    job->inbox = inbox_open(job->casebook, context->state_folder,
                            context->arena, context->diag);
    return job->inbox
           && (job->args->resumes ? fill_resume(job, status)
                                  : fill_begin_sealed(job));
}

bool
fill_begin(struct fill_job *job, enum exit_status *status)
{
    *status = EXIT_FAILED;
    if (job->casebook ? begin_in_casebook(job, status)
                      : check_place(job) && record_finished(job)
                            && open_draft(job) && settle_draft(job, status))
        return true;
    *status = status_graver(*status, fill_status(job));
    return false;
}

void
fill_close(struct fill_job *job)
{
    if (job->recorder && job->recorder_class->close)
        job->recorder_class->close(job->recorder);
    draft_close(job->draft);
    inbox_close(job->inbox);
}
