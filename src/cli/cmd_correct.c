/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune correct: changes a saved answer, and keeps what stood there.  What it
   is to be is asked at the terminal or read as lines, never an argument:
   histories of shells and lists of processes are read by others. */
#include "cli/command.h"

#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/utf8.h"
#include "cli/clock.h"
#include "cli/correction.h"
#include "cli/print.h"
#include "cli/source_args.h"
#include "cli/stop.h"
#include "response/csv.h"
#include "response/facts.h"
#include "response/recoding.h"

struct correct_args {
    /* instruments, any_edition, folder and one setting of it */
    struct source_args reading;
    const char *client;
    const char *session;
    const char *date;
    int32_t row;
    bool with_labels;
    bool with_private;
};

#define AT(member) offsetof(struct correct_args, member)
#define UNLOCK(member) AT(reading.unlock.member)
static const struct option_entry correct_options[] = {
    {"client", 0, OPTION_CODE, AT(client), "CODE", NULL,
     "whose answers" OPTION_CODE_ASKED},
    {"session", 0, OPTION_TEXT, AT(session), "SESSION", NULL,
     "of which session"},
    {"date", 0, OPTION_TEXT, AT(date), "DATE", NULL,
     "of which day, as it stands in the file or as 2026-03-31, where sessions "
     "have no name"},
    {"date-format", 0, OPTION_TEXT, AT(reading.settings[SETTING_DATE_FORMAT]),
     "PATTERN", NULL,
     "how days are written in the file that are not as 2026-03-31: what "
     "'attune "
     "score' is told, such as D.M.Y; the days of --date and of a line date=DAY "
     "are read so, too"},
    {"row", 0, OPTION_WHOLE, AT(row), "N", NULL,
     "which of several rows; 1 is the first below the header"},
    {"instrument", 'i', OPTION_LIST, AT(reading.instruments), "INSTRUMENT",
     NULL,
     "the questionnaire: an id or a file (default: those that the files "
     "name)"},
    {"with-label", 0, OPTION_FLAG, AT(with_labels), NULL, NULL,
     "let a choice be named by its label, too: e3=Often"},
    {"with-private", 0, OPTION_FLAG, AT(with_private), NULL, NULL,
     "show private questions and what was answered to them, too"},
    {"any-edition", 0, OPTION_FLAG, AT(reading.any_edition), NULL, NULL,
     "take a row of another edition, or of questions that were coded "
     "otherwise, too"},
    OPTION_INSTRUMENTS(AT(reading.folder)),
#include "cli/unlock_options.def"
    {.name = NULL},
};

/* A row that may be meant. */
struct candidate {
    struct corrected_file *file;
    size_t row;
    size_t instrument_idx; /* SIZE_MAX: the file does not say */
};

struct candidate_list VEC(struct candidate);

struct run {
    struct context *context;
    const struct correct_args *args;
    struct data data;
    struct response_options options;
    struct candidate_list candidates;
    struct str lines; /* of standard input; no bytes: it was not read */
};

/* ---- finding the row ---- */

/* 'name' is that of a row, dated. */
static bool
is_asked_for(const struct run *run, const struct corrected_file *file,
             const struct row_name *name, struct arena *scratch)
{
    const struct correct_args *args = run->args;
    struct row_name wanted = *name;

    wanted.facts[FACT_CLIENT] = str_from(args->client);
    if (args->session)
        wanted.facts[FACT_SESSION] = str_from(args->session);
    if (args->date) {
        struct row_name day = row_name_dated(
            (struct row_name){.facts[FACT_DATE] = str_from(args->date)},
            file->settings, scratch);
        wanted.facts[FACT_DATE] = day.facts[FACT_DATE];
        if (day.facts[FACT_TIME].len)
            wanted.facts[FACT_TIME] = day.facts[FACT_TIME];
    }
    return row_name_is(name, &wanted);
}

/* Whether the file has an item of the instrument. */
static bool
has_instrument(const struct binding *binding, size_t instrument_idx)
{
    for (size_t i = 0; i < binding->n_columns; i++)
        for (size_t k = 0; k < binding->columns[i].n_items; k++)
            if (binding->columns[i].items[k].instrument_idx == instrument_idx)
                return true;
    return false;
}

/* Each instrument that the row may be of. */
static void
add_candidates(struct run *run, struct corrected_file *file, size_t row,
               const struct row_name *name)
{
    struct str named = name->facts[FACT_INSTRUMENT];

    for (size_t i = 0; i < run->data.loaded.n; i++) {
        if (!has_instrument(file->binding, i)
            || (named.len
                && !str_is(named, run->data.loaded.instruments[i]->id)))
            continue;
        *vec_add(run->context->arena, &run->candidates) =
            (struct candidate){file, row, i};
    }
}

static void
look_through(struct run *run, struct corrected_file *file)
{
    const struct csv_edit *edit = &file->edit;
    struct arena *scratch SCOPED(arena_drop) = arena_new();

    for (size_t row = 1; row <= csv_edit_n_rows(edit); row++) {
        arena_rewind(scratch);
        const struct str *cells = csv_edit_row(edit, row, scratch);
        if (!cells || (run->args->row && row != (size_t)run->args->row))
            continue;
        struct row_name name = row_name_dated(row_name_of(file->binding, cells),
                                              file->settings, scratch);
        if (is_asked_for(run, file, &name, scratch))
            add_candidates(run, file, row, &name);
    }
}

static const struct binding *
bind(struct run *run, const struct corrected_file *file)
{
    struct arena *arena = run->context->arena;
    size_t n = file->edit.n_columns;
    struct header_cell *cells = ARENA_ARRAY(arena, n, struct header_cell);
    struct header header = {.cells = cells,
                            .n_cells = n,
                            .place = {.file = file->path, .line = 1},
                            .delimiter = file->edit.delimiter};
    /* Columns that lack: score tells of them. */
    struct diag *said SCOPED(diag_drop) = diag_new();

    for (size_t i = 0; i < n; i++)
        cells[i] = (struct header_cell){file->edit.names[i], 1, (int)i + 1};
    const struct recoding *recoding = recoding_new(&run->options, arena, said);
    const struct binding *binding =
        recoding ? bind_header(&header, &run->options, recoding, arena, said)
                 : NULL;
    if (!binding)
        diag_move(run->context->diag, said);
    return binding;
}

static const struct unlocked_file *
unlocked_file(const struct run *run, const char *path)
{
    for (size_t i = 0; i < run->data.unlocked.files.n; i++)
        if (strcmp(run->data.unlocked.files.items[i].path, path) == 0)
            return &run->data.unlocked.files.items[i];
    return NULL;
}

/* What an interrupted correction has left is made first; the casebook knows of
   none that is not whole. */
static bool
open_file(struct run *run, struct corrected_file *file)
{
    struct context *context = run->context;
    struct str bytes;

    static const struct source_settings own;

    file->unlocked = unlocked_file(run, file->path);
    file->settings = file->unlocked ? &own : &run->options.settings;
    if (!file->unlocked)
        return amendments_open(file->path, &file->edit, context->arena,
                               context->diag);
    return file_read_whole(file->path, CSV_EDIT_LIMIT_SIZE, context->arena,
                           &bytes, context->diag)
           && csv_edit_open(&file->edit, bytes, ',', file->path, context->arena,
                            context->diag);
}

static bool
open_files(struct run *run)
{
    struct context *context = run->context;
    bool ok = recode_fill(&run->args->reading, context, &run->options);

    run->options.instruments = run->data.loaded.instruments;
    run->options.n_instruments = run->data.loaded.n;
    for (size_t i = 0; ok && i < run->data.files.n; i++) {
        struct corrected_file *file =
            ARENA_NEW(context->arena, struct corrected_file);
        file->path = run->data.files.items[i];
        ok = open_file(run, file) && (file->binding = bind(run, file));
        if (ok)
            look_through(run, file);
    }
    return ok;
}

/* "practice/regulation.csv, row 7: regulation, session 4, 2026-03-02" */
static void
add_candidate(const struct run *run, const struct candidate *candidate,
              struct buf *out)
{
    static const enum fact shown[] = {FACT_SESSION, FACT_DATE, FACT_TIME};
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct row_name name = row_name_of(
        candidate->file->binding,
        csv_edit_row(&candidate->file->edit, candidate->row, scratch));

    utf8_add_shown(out, str_from(corrected_file_name(candidate->file)));
    buf_addf(out, ", row %zu: %s", candidate->row,
             run->data.loaded.instruments[candidate->instrument_idx]->id);
    for (size_t i = 0; i < N_ELEMENTS(shown); i++) {
        if (!name.facts[shown[i]].len)
            continue;
        buf_addf(out, ", %s ", fact_names[shown[i]]);
        utf8_add_shown(out, name.facts[shown[i]]);
    }
}

static const struct candidate *
refuse_choice(const struct run *run)
{
    struct buf all SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < run->candidates.n; i++) {
        buf_add_text(&all, i ? "; " : "");
        add_candidate(run, &run->candidates.items[i], &all);
    }
    context_refuse(run->context, "name one by --session, --date, -i or --row N",
                   "several rows are meant: %s", buf_text(&all));
    return NULL;
}

/* All of standard input, so that what follows from each other comes at once. */
static bool
read_input(struct run *run)
{
    enum { LIMIT = 1 << 20 };
    struct context *context = run->context;

    if (run->lines.bytes)
        return true;
    char *bytes = arena_alloc(context->arena, LIMIT, 1);
    struct file_reader *reader = file_reader_open("-", context->diag);
    ssize_t n =
        reader ? file_reader_read(reader, bytes, LIMIT, context->diag) : -1;
    file_reader_close(reader);
    run->lines = (struct str){bytes, n > 0 ? (size_t)n : 0};
    return n >= 0;
}

/* Whether all that the lines give a value to is a fact, or the instrument's. */
static bool
has_all_named(struct str lines, const struct instrument *instrument)
{
    struct str line, name, value;
    enum fact fact;
    bool has_all = true;

    while (has_all && str_next_line(&lines, &line)) {
        line = str_trim(line);
        if (str_starts(line, "#") || str_starts(line, "reason:")
            || !str_cut(line, "=", &name, &value))
            continue;
        name = str_trim(name);
        has_all = fact_find(name, &fact)
                  || correction_find_item(instrument, name) != SIZE_MAX;
    }
    return has_all;
}

/* Of a row of several questionnaires that one is meant whose items are named;
   false after adding that the lines cannot be read. */
static bool
choose_by_items(struct run *run)
{
    struct candidate_list left = {0};
    const struct candidate *all = run->candidates.items;

    for (size_t i = 1; i < run->candidates.n; i++)
        if (all[i].file != all[0].file || all[i].row != all[0].row)
            return true;
    if (run->candidates.n < 2 || isatty(STDIN_FILENO))
        return true;
    if (!read_input(run))
        return false;
    for (size_t i = 0; i < run->candidates.n; i++)
        if (has_all_named(run->lines,
                          run->data.loaded.instruments[all[i].instrument_idx]))
            *vec_add(run->context->arena, &left) = all[i];
    if (left.n)
        run->candidates = left;
    return true;
}

static const struct candidate *
choose(struct run *run)
{
    if (!choose_by_items(run))
        return NULL;
    if (run->candidates.n == 1)
        return &run->candidates.items[0];
    if (run->candidates.n)
        return refuse_choice(run);
    context_refuse(run->context,
                   run->args->date
                       ? "--date takes a day as it stands in the file, or as "
                         "2026-03-31 where --date-format says how days are "
                         "written there; 'attune explain' shows what is there"
                       : "'attune explain' shows what is there",
                   "no row is of that client%s%s",
                   run->args->session ? " and session" : "",
                   run->args->date ? " and day" : "");
    return NULL;
}

/* ---- lines ---- */

static bool
take_line(struct correction *correction, struct str line, struct place place)
{
    struct diag *diag = correction->context->diag;
    struct str name, value;

    if (str_starts(line, "reason:")) {
        struct str reason = str_trim(str_skip(line, 7));
        if (utf8_is_text(reason)) {
            correction->reason = arena_text(correction->context->arena, reason);
            return true;
        }
    } else if (str_is(line, "remove")) {
        return correction_remove(correction, place, diag);
    } else if (str_cut(line, "=", &name, &value)) {
        return correction_set(correction, name, value, place, diag);
    }
    diag_add(diag, MSG_CORRECTION_LINE, place, NULL);
    return diag_hint(diag, "lines are e3=2, session=4, remove, or reason: WHY");
}

static bool
take_lines(struct correction *correction, struct str rest)
{
    struct context *context = correction->context;
    struct place place = {.file = "standard input"};
    struct str line;
    bool ok = true;

    while (str_next_line(&rest, &line)) {
        place.line++;
        line = str_trim(line);
        if (line.len && line.bytes[0] != '#')
            ok &= take_line(correction, line, place);
    }
    if (!ok || (correction->reason && *correction->reason))
        return ok;
    place.line = 0;
    diag_add(context->diag, MSG_CORRECTION_LINE, place, "it does not say why");
    return diag_hint(context->diag, "add a line 'reason: WHY'");
}

/* ---- the correction ---- */

/* Which columns, never what is in them. */
static void
say_done(const struct correction *correction, const struct amendment *changes,
         size_t n)
{
    struct arena *arena = correction->context->arena;
    const char *path = correction->file->path;
    struct buf out = {0};

    utf8_add_shown(&out, str_from(corrected_file_name(correction->file)));
    buf_addf(&out, ": row %zu is %s", correction->row,
             correction->removes_row ? "removed" : "corrected: ");
    for (size_t i = 0; !correction->removes_row && i < n; i++) {
        buf_add_text(&out, i ? ", " : "");
        utf8_add_shown(&out, changes[i].column);
    }
    buf_add_text(&out, "; what stood there is ");
    if (correction->file->unlocked) {
        buf_add_text(&out, "kept\n");
    } else {
        buf_add_text(&out, "in '");
        utf8_add_shown(&out, str_from(amendments_path(path, arena)));
        buf_add_text(&out, "'\n");
    }
    print_said(&out);
}

/* ---- in the casebook ---- */

/* All of the row as it is to be. */
static struct fields
fields_to_be(const struct correction *correction,
             const struct amendment *changes, size_t n)
{
    const struct csv_edit *edit = &correction->file->edit;
    struct arena *arena = correction->context->arena;
    struct fields fields = {0};

    for (size_t i = 0; i < edit->n_columns; i++)
        if (correction->cells[i].len)
            fields_put(arena, &fields, edit->names[i], correction->cells[i]);
    for (size_t i = 0; i < n; i++)
        fields_set(arena, &fields, changes[i].column, changes[i].new);
    return fields;
}

static void
put_change(struct casebook *casebook, size_t record,
           const struct amendment *change, struct arena *arena)
{
    const struct record_field told[] = {
        {STR("record"), digits_of(record, arena)},
        {STR("item"), change->column},
        {STR("old"), change->old},
        {STR("new"), change->new},
        {STR("reason"), change->reason},
    };
    struct fields fields = {0};

    for (size_t i = 0; i < N_ELEMENTS(told); i++)
        *vec_add(arena, &fields) = told[i];
    casebook_put(casebook, RECORD_AMENDMENT,
                 casebook_front(casebook, record).client, &fields);
}

/* A session that was filled in under another's code is that client's from now
   on, and removed where it was.  The code is as a cell has it. */
static bool
put_moved(struct run *run, const struct correction *correction, size_t record,
          const struct amendment *changes, size_t n, struct str code)
{
    struct casebook *casebook = run->data.unlocked.casebook;
    uint32_t client = casebook_find(casebook, csv_unguarded(code));

    if (!client)
        return context_refuse(run->context, "'attune client add' makes one",
                              "there is no client of that code");
    struct fields fields = fields_to_be(correction, changes, n);
    casebook_move(casebook, record, client, &fields, changes[0].reason);
    return true;
}

static bool
make_sealed(struct run *run, const struct correction *correction,
            const struct amendment *changes, size_t n)
{
    struct casebook *casebook = run->data.unlocked.casebook;
    size_t record = correction->file->unlocked->records[correction->row - 1];
    const struct amendment *moved = NULL;
    bool ok = true;

    for (size_t i = 0; i < n; i++)
        if (str_equal_nocase(changes[i].column,
                             str_from(fact_names[FACT_CLIENT])))
            moved = &changes[i];
    if (moved)
        ok = put_moved(run, correction, record, changes, n, moved->new);
    for (size_t i = 0; !moved && i < n; i++)
        put_change(casebook, record, &changes[i], run->context->arena);
    return ok && casebook_commit(casebook, run->context->diag);
}

static bool
make(struct run *run, const struct correction *correction,
     struct amendment *changes, size_t n)
{
    struct context *context = run->context;

    return correction->file->unlocked
               ? make_sealed(run, correction, changes, n)
               : amendments_make(correction->file->path,
                                 &correction->file->edit, changes, n,
                                 context->arena, context->diag);
}

static bool
compose(struct run *run, struct correction *correction)
{
    const struct casebook *casebook = run->data.unlocked.casebook;

    if (casebook && !casebook_may_change(casebook, run->context->diag))
        return false;
    correction->with_labels = run->args->with_labels;
    if (isatty(STDIN_FILENO))
        return correct_ask(correction, run->args->with_private);
    return read_input(run) && take_lines(correction, run->lines)
           && correction_follow(correction, run->context->diag);
}

static enum exit_status
correct(struct run *run, struct correction *correction)
{
    struct context *context = run->context;
    size_t n;

    if (!compose(run, correction)) {
        struct buf said = {0};
        if (!stop_signal())
            return EXIT_DONE;
        buf_add_text(&said, "attune: stopped; nothing was written\n");
        print_said(&said);
        return (enum exit_status)(128 + stop_signal());
    }
    struct amendment *changes = correction_amendments(correction, &n);
    for (size_t i = 0; i < n; i++)
        changes[i].changed = str_from(clock_text(context, context->arena));
    if (make(run, correction, changes, n))
        say_done(correction, changes, n);
    return EXIT_DONE;
}

static bool
check_usage(const struct run *run, const struct text_list *operands)
{
    struct context *context = run->context;

    if (!run->data.is_of_casebook
        && (operands->n != 1 || !strcmp(operands->items[0], "-")))
        return context_refuse(context,
                              "attune correct FILE --client CODE --session "
                              "SESSION",
                              "which file, or folder?");
    if (!run->data.is_of_casebook && file_is_stream(operands->items[0]))
        return diag_add(context->diag, MSG_NOT_REGULAR, (struct place){0},
                        "'%s'", operands->items[0]);
    if (!run->args->client || !*run->args->client)
        return context_refuse(context, NULL, "--client needs a code");
    return true;
}

static enum exit_status
run_files(struct run *run)
{
    struct context *context = run->context;

    if (!source_args_load(&run->data, (struct load_wish){.all_rows = true})
        || !open_files(run))
        return EXIT_DONE;
    const struct candidate *one = choose(run);
    struct correction *correction =
        one ? correction_new(context, one->file,
                             run->data.loaded.instruments[one->instrument_idx],
                             one->instrument_idx, one->row,
                             run->args->reading.any_edition)
            : NULL;
    enum exit_status status = correction ? correct(run, correction) : EXIT_DONE;
    correction_clear(correction);
    return status;
}

static enum exit_status
run_correct(struct context *context, const void *memory,
            const struct text_list *operands)
{
    struct run run = {.context = context, .args = memory};

    run.data = source_args_data(&run.args->reading, context, operands, 0);
    run.data.keeps_casebook = true;
    stop_watch(false);
    enum exit_status status =
        check_usage(&run, operands) ? run_files(&run) : EXIT_DONE;
    casebook_close(run.data.unlocked.casebook);
    return status;
}

const struct command cmd_correct = {
    .name = "correct",
    .summary = "change a saved answer, and keep what stood there",
    .operands = "[FILE|FOLDER]",
#include "cli/manual/correct.inc"
    .options = correct_options,
    .args_size = sizeof(struct correct_args),
    .needs = WRITES_OPERANDS,
    .run = run_correct,
};
