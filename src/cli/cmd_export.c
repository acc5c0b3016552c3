/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune export: 'attune score' whose scores are for another program. */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/json.h"
#include "base/num.h"
#include "casebook/rows.h"
#include "cli/print.h"
#include "cli/report_run.h"
#include "cli/score_run.h"
#include "cli/source_args.h"
#include "instrument/library.h"
#include "response/csv.h"

static const struct {
    const char *word;
    int format; /* of sink_formats */
} exports[] = {
#define FORMAT(word, help)
#define EXPORT(word, help) {#word, SINK_##word},
#include "output/formats.def"
};

struct export_args {
    struct score_args score;
    const char *client;
};

#define AT(member) offsetof(struct export_args, score.member)
#define READING(member) AT(reading.member)
static const struct option_entry options[] = {
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write the scores to FILE, whole or not at all; of csv a folder"},
    {"client", 0, OPTION_CODE, offsetof(struct export_args, client), "CODE",
     NULL, "of csv and json: what is of this client alone" OPTION_CODE_ASKED},
#include "cli/scores_options.def"
#include "cli/source_options.def"
    {.name = NULL},
};

static bool
find_format(struct context *context, const struct text_list *operands,
            int *format)
{
    const char *word = operands->n ? operands->items[0] : NULL;

    for (size_t i = 0; word && i < N_ELEMENTS(exports); i++)
        if (str_is(str_from(word), exports[i].word)) {
            *format = exports[i].format;
            return true;
        }
    return context_refuse(context, "the formats are: sav, csv, json",
                          word ? "there is no format '%s'"
                               : "which format? the first operand names it",
                          word);
}

/* ---- answers out of the casebook ----

   Sessions as files that score and import read, or all of a client's.  What is
   private leaves only when it is asked for: a person can be made to fetch their
   own file. */

struct export_wish {
    const struct source_args *reading; /* the casebook, and the instruments */
    const char *client;                /* NULL: all, as CSV only */
    const char *output;                /* a folder; of JSON a file */
    bool is_json;
    bool with_private;
};

/* By which it is judged what is private. */
struct judge {
    struct str id;
    struct str edition;                  /* as sessions name it */
    const struct instrument *instrument; /* NULL: it is not here */
};

struct exporting {
    struct context *context;
    const struct export_wish *wish;
    struct library *library;
    struct casebook *casebook;
    uint32_t client;
    struct VEC(struct judge) judges;
    bool is_logged;
};

/* ---- what may leave ---- */

/* Of today, or as its file is named. */
static const struct instrument *
current_definition(struct exporting *exporting, struct str id)
{
    const struct text_list *named = &exporting->wish->reading->instruments;
    struct library *library = exporting->library;
    struct diag *unsaid SCOPED(diag_drop) = diag_new();

    for (size_t i = 0; i < named->n; i++) {
        const struct instrument *instrument =
            library_load(library, named->items[i], NULL, 0, unsaid);
        if (instrument && str_is(id, instrument->id))
            return instrument;
    }
    return library_load_id(library, id, 0, unsaid);
}

static struct data
data_of(const struct exporting *exporting)
{
    return (struct data){.context = exporting->context,
                         .library = exporting->library,
                         .unlocked.casebook = exporting->casebook};
}

static const struct instrument *
find_definition(struct exporting *exporting, struct str id, struct str edition)
{
    const struct instrument *current = current_definition(exporting, id);
    const struct data data = data_of(exporting);
    int32_t number;

    if (!whole_read(edition, &number)
        || (current && number == current->edition))
        return current;
    return definitions_edition(&data, id, current, number);
}

/* Mostly the one that was asked last. */
static const struct judge *
judge_of(struct exporting *exporting, struct str id, struct str edition)
{
    for (size_t i = exporting->judges.n; i-- > 0;) {
        const struct judge *known = &exporting->judges.items[i];
        if (str_equal(known->edition, edition) && str_equal(known->id, id))
            return known;
    }
    struct judge *judge =
        vec_add(exporting->context->arena, &exporting->judges);
    *judge =
        (struct judge){id, edition, find_definition(exporting, id, edition)};
    return judge;
}

/* Whether the column is of an item that anybody may see. */
static bool
is_open_item(const struct instrument *instrument, struct str column)
{
    if (str_ends(column, ".ms"))
        column.len -= 3;
    for (size_t i = 0; i < instrument->n_items; i++)
        if (str_equal_nocase(column, str_from(instrument->items[i].id)))
            return !instrument->items[i].is_private;
    return false;
}

static bool
is_fact(struct str column)
{
    for (int i = 0; i < N_FACTS; i++)
        if (i != FACT_NOTE && str_is(column, fact_names[i]))
            return true;
    return false;
}

static bool
keeps(void *aux, struct str id, struct str edition, struct str column)
{
    struct exporting *exporting = aux;

    /* Of one partner nothing leads to the other. */
    if (exporting->client && str_is(column, fact_names[FACT_COUPLE]))
        return false;
    if (exporting->wish->with_private || is_fact(column))
        return true;
    const struct judge *judge = judge_of(exporting, id, edition);
    return judge->instrument && is_open_item(judge->instrument, column);
}

static bool
check_definitions(const struct exporting *exporting)
{
    size_t n = exporting->judges.n;

    while (n && exporting->judges.items[n - 1].instrument)
        n--;
    const struct judge *judge = n ? &exporting->judges.items[n - 1] : NULL;
    return !judge
           || context_refuse(
               exporting->context,
               "-i names its file; --with-private exports all",
               judge->id.len
                   ? "the questionnaire '%.*s'%s%.*s is not here: what is "
                     "private in it is not known"
                   : "a session names no questionnaire%.*s%s%.*s: what is "
                     "private in it is not known",
               STR_ARGS(judge->id), judge->edition.len ? ", edition " : "",
               STR_ARGS(judge->edition));
}

static void
put_log(struct exporting *exporting, const char *what)
{
    exporting->is_logged = true;
    casebook_put_log(exporting->casebook, what, exporting->client,
                     exporting->wish->is_json ? "json" : "csv");
    casebook_commit_reading(exporting->casebook, exporting->context->diag);
}

/* Whether it may be written: what leaves in part, or is cut short, has left. */
static bool
may_leave(struct exporting *exporting)
{
    bool ok = check_definitions(exporting);

    if (ok)
        put_log(exporting, "export");
    return ok;
}

static struct rows_file *
take_rows(struct exporting *exporting, size_t *n)
{
    struct amendment_list unsaid = {0};
    const struct rows_wish wish = {
        .client = exporting->client, .keeps = keeps, .aux = exporting};

    return rows_write(exporting->casebook, &wish, exporting->context->arena, n,
                      &unsaid);
}

/* ---- CSV ---- */

static void
say_written(size_t n_rows, size_t n)
{
    struct buf out = {0};

    PRINT_ADD_COUNTS(&out,
                     "# [session|sessions] in # [file|files], not encrypted\n",
                     n_rows, n);
    print_said(&out);
}

/* Of old editions, what reads them where they are on no shelf. */
static bool
write_definitions(struct exporting *exporting, const struct rows_file *file)
{
    struct context *context = exporting->context;
    const struct instrument *current =
        current_definition(exporting, file->instrument);
    const struct data data = data_of(exporting);
    struct str bytes;
    int32_t edition;
    bool ok = true;

    for (size_t i = 0; ok && i < file->n_editions; i++)
        if (whole_read(file->editions[i], &edition)
            && (!current || edition != current->edition)
            && definitions_kept(&data, file->instrument, edition, &bytes))
            ok = file_write_new(arena_printf(context->arena, "%s/%.*s.%d.xml",
                                             exporting->wish->output,
                                             STR_ARGS(file->instrument),
                                             (int)edition),
                                bytes, context->diag);
    return ok;
}

static bool
write_csv(struct exporting *exporting)
{
    struct context *context = exporting->context;
    struct arena *arena = context->arena;
    size_t n;
    struct rows_file *files = take_rows(exporting, &n);
    bool ok = may_leave(exporting)
              && file_make_folder(exporting->wish->output, context->diag);
    size_t n_rows = 0;

    for (size_t i = 0; ok && i < n; i++) {
        struct str id = files[i].instrument;
        const char *name =
            report_name_of(id.len ? arena_text(arena, id) : "answers", arena);
        ok = file_write_new(arena_printf(arena, "%s/%s.csv",
                                         exporting->wish->output, name),
                            buf_str(&files[i].csv), context->diag)
             && write_definitions(exporting, &files[i]);
        n_rows += files[i].n_rows;
    }
    rows_free(files, n);
    if (ok)
        say_written(n_rows, n);
    return ok;
}

/* ---- JSON ---- */

static void
put_sessions(struct json *json, const struct rows_file *file,
             struct arena *arena)
{
    struct csv_record header = {
        .cells = ARENA_ARRAY(arena, CSV_LIMIT_COLUMNS, struct csv_cell),
        .size = CSV_LIMIT_COLUMNS};
    struct csv_record row = {
        .cells = ARENA_ARRAY(arena, CSV_LIMIT_COLUMNS, struct csv_cell),
        .size = CSV_LIMIT_COLUMNS};
    struct str bytes = buf_str(&file->csv);
    size_t offset = 0;

    if (!csv_next(bytes, &offset, ',', &header))
        return;
    while (csv_next(bytes, &offset, ',', &row)) {
        json_open_object(json);
        for (size_t i = 0; i < row.n_cells && i < header.n_cells; i++) {
            struct str text = csv_unguarded(csv_cell_text(row.cells[i], arena));
            struct str name = csv_cell_text(header.cells[i], arena);
            if (text.len)
                json_put_str(json, arena_text(arena, name), text);
        }
        json_close_object(json);
    }
}

/* Records of that kind, but for what is the casebook's own. */
static void
put_records(struct exporting *exporting, struct json *json, const char *key,
            enum record_kind kind)
{
    struct arena *arena = exporting->context->arena;
    struct fields fields;

    json_put_array(json, key);
    for (size_t i = 0; i < casebook_n_records(exporting->casebook); i++) {
        struct record_front front = casebook_front(exporting->casebook, i);
        if (front.kind != kind || front.client != exporting->client
            || !casebook_read(exporting->casebook, i, arena, &fields))
            continue;
        json_open_object(json);
        json_put_str(json, "at", fields_get(&fields, ".at"));
        for (size_t k = 0; k < fields.n; k++)
            if (!str_starts(fields.items[k].name, ".")
                && !str_is(fields.items[k].name, "record"))
                json_put_str(json, arena_text(arena, fields.items[k].name),
                             fields.items[k].text);
        json_close_object(json);
    }
    json_close_array(json);
}

static bool
write_json(struct exporting *exporting)
{
    struct context *context = exporting->context;
    struct buf out SCOPED(buf_clear) = {0};
    struct json json;
    size_t n;
    struct rows_file *files = take_rows(exporting, &n);

    json_init(&json, &out, 2);
    json_open_object(&json);
    json_put_str(&json, "client",
                 casebook_code(exporting->casebook, exporting->client));
    json_put_array(&json, "sessions");
    for (size_t i = 0; i < n; i++)
        put_sessions(&json, &files[i], context->arena);
    json_close_array(&json);
    if (exporting->wish->with_private) {
        put_records(exporting, &json, "facts", RECORD_CLIENT);
        put_records(exporting, &json, "corrections", RECORD_AMENDMENT);
        put_records(exporting, &json, "notes", RECORD_NOTE);
        put_records(exporting, &json, "consents", RECORD_CONSENT);
        put_records(exporting, &json, "reviews", RECORD_REVIEW);
    }
    json_close_object(&json);
    buf_add_char(&out, '\n');
    rows_free(files, n);
    return may_leave(exporting)
           && file_write_whole(exporting->wish->output, buf_str(&out),
                               context->diag);
}

/* ---- all of it ---- */

static bool
find_client(struct exporting *exporting)
{
    const char *code = exporting->wish->client;

    if (!code)
        return true;
    exporting->client = casebook_find(exporting->casebook, str_from(code));
    return exporting->client
           || context_refuse(exporting->context,
                             "'attune client list' lists them",
                             "there is no client '%s'", code);
}

static bool
export_answers(struct context *context, const struct export_wish *wish)
{
    struct exporting exporting = {
        .context = context,
        .wish = wish,
        .library = context_library(context, wish->reading->folder),
        .casebook = unlocking_open(context, &wish->reading->unlock),
    };
    bool ok =
        exporting.casebook && find_client(&exporting)
        && (wish->is_json ? write_json(&exporting) : write_csv(&exporting));

    if (!ok && exporting.is_logged)
        put_log(&exporting, "export failed");
    casebook_close(exporting.casebook);
    return ok;
}

/* Answers, which are the casebook's alone to give. */
static enum exit_status
run_answers(struct context *context, const struct export_args *args,
            const struct text_list *operands)
{
    struct export_wish wish = {
        .reading = &args->score.reading,
        .client = args->client,
        .output = args->score.output,
        .is_json = strcmp(operands->items[0], "json") == 0,
        .with_private = args->score.with_private,
    };

    if (operands->n > 1 || wish.reading->from.n)
        context_refuse(context, "name no file",
                       "answers are exported from the casebook");
    else if (!wish.output)
        context_refuse(context, NULL, "--output names the %s",
                       wish.is_json ? "file" : "folder");
    else if (wish.is_json && !wish.client)
        context_refuse(context, NULL, "--client says whose: a file is of one");
    else if (export_answers(context, &wish))
        return EXIT_DONE;
    return status_of_problems(context->diag);
}

static enum exit_status
run_export(struct context *context, const void *memory,
           const struct text_list *operands)
{
    const struct export_args *given = memory;
    struct score_args args = given->score;
    struct text_list files = {0};
    const char *word = operands->n ? operands->items[0] : "";

    if (strcmp(word, "csv") == 0 || strcmp(word, "json") == 0)
        return run_answers(context, given, operands);
    if ((given->client
         && !context_refuse(context, NULL, "--client is of csv and json"))
        || !find_format(context, operands, &args.format)
        || (!args.output
            && !context_refuse(context, NULL, "--output names the file")))
        return EXIT_DONE;
    for (size_t i = 1; i < operands->n; i++)
        *vec_add(context->arena, &files) = operands->items[i];
    return score_run(context, &args, &files, NULL);
}

const struct command cmd_export = {
    .name = "export",
    .summary = "write scores or answers for another program",
    .operands = "sav [FILE...]|csv|json",
#include "cli/manual/export.inc"
    .options = options,
    .tells_figures = true,
    .args_size = sizeof(struct export_args),
    .run = run_export,
};
