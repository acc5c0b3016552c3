/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune import: saved responses into the casebook, all of them or none. */
#include "cli/command.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "casebook/people.h"
#include "casebook/rows.h"
#include "cli/print.h"
#include "cli/source_args.h"
#include "response/csv.h"
#include "response/facts.h"

struct import_args {
    struct source_args reading;
};

#define READING(member) offsetof(struct import_args, reading.member)
static const struct option_entry import_options[] = {
#include "cli/source_options.def"
    {.name = NULL},
};

/* A session that is there, or was until it was removed. */
struct known {
    uint32_t client;
    struct fields fields; /* as it was corrected so far */
    size_t record;
    bool is_removed;
};
/* What names its row: as it came, and as each correction left it. */
struct name {
    struct str text;
    size_t known;
};

/* A row that is a session, in its place among all rows. */
struct taken {
    size_t row;
    struct str code; /* of its client */
    struct fields fields;
    struct definition *definition;
};

/* By which rows were read: what was loaded, and the editions that rows name
   besides. */
struct definition {
    const struct instrument *instrument; /* NULL: nobody has that edition */
    const struct instrument *current;    /* which edition it is beside */
    int32_t edition;
    bool has_session;    /* that is put */
    const size_t *times; /* source_times() */
};

struct run {
    struct context *context;
    struct data data;
    struct casebook *casebook;
    struct VEC(struct definition *) definitions; /* first those loaded */
    size_t reads_by; /* the first of those by which rows are being read */
    size_t n_rows;   /* that were read by them so far */
    struct VEC(struct taken) taken;
    struct VEC(struct str) left; /* columns that none of them reads */
    struct VEC(struct known) known;
    struct VEC(struct name) names;
    struct map *by_name;
    struct map *former; /* clients by a code that none has now */
    size_t n_put;
    size_t n_clients; /* that are new */
    size_t n_doubled;
    size_t n_removed;
    size_t n_nobodys;   /* rows that name no client */
    size_t n_codes_bad; /* ... that name one as none can be named */
    size_t n_erased;    /* ... of somebody who was erased */
    size_t n_times_bad; /* cells that say of none how long an answer took */
    struct str erased_at;
    bool has_failed; /* no key could be made for a new client */
};

/* ---- which sessions are there ---- */

/* As all write it: 9:05 is 09:05:00.  Cells of a session have the apostrophes
   of CSV. */
static void
add_fact(struct buf *buf, enum fact fact, struct str cell)
{
    struct str text = csv_unguarded(cell);
    int32_t number;

    if (fact == FACT_DATE && date_read(text, &number))
        date_add(buf, number);
    else if (fact == FACT_TIME && time_read(text, &number))
        time_add(buf, number);
    else
        buf_add(buf, text);
}

static struct str
name_of(uint32_t client, const struct fields *fields, struct arena *arena)
{
    static const enum fact naming[] = {FACT_SESSION, FACT_DATE, FACT_TIME,
                                       FACT_INSTRUMENT};
    struct buf name = {0};

    buf_addf(&name, "%" PRIu32, client);
    for (size_t i = 0; i < N_ELEMENTS(naming); i++) {
        buf_add_char(&name, '\n');
        add_fact(&name, naming[i], fields_get(fields, fact_names[naming[i]]));
    }
    return str_from(arena_take(arena, &name));
}

static void
know_name(struct run *run, size_t known)
{
    struct arena *arena = run->context->arena;
    const struct known *session = &run->known.items[known];

    *vec_add(arena, &run->names) =
        (struct name){name_of(session->client, &session->fields, arena), known};
}

/* Each correction comes behind what it corrects. */
static void
know_correction(struct run *run, const struct fields *fields)
{
    struct str item = fields_get(fields, "item");
    size_t record = (size_t)fields_number(fields, "record");
    size_t i = run->known.n;

    while (i-- > 0)
        if (run->known.items[i].record == record)
            break;
    if (i == SIZE_MAX)
        return;
    run->known.items[i].is_removed |= !item.len;
    if (!item.len)
        return;
    fields_set(run->context->arena, &run->known.items[i].fields, item,
               fields_get(fields, "new"));
    know_name(run, i);
}

static void
know_record(struct run *run, size_t idx)
{
    struct arena *arena = run->context->arena;
    struct record_front front = casebook_front(run->casebook, idx);
    struct fields fields;

    if ((front.kind != RECORD_SESSION && front.kind != RECORD_AMENDMENT
         && front.kind != RECORD_CLIENT)
        || !casebook_read(run->casebook, idx, arena, &fields))
        return;
    if (front.kind == RECORD_AMENDMENT) {
        know_correction(run, &fields);
    } else if (front.kind == RECORD_SESSION) {
        *vec_add(arena, &run->known) =
            (struct known){front.client, fields, idx, false};
        know_name(run, run->known.n - 1);
    } else if (!casebook_find(run->casebook, fields_get(&fields, "code"))) {
        (void)map_add(run->former, fields_get(&fields, "code"), front.client);
    }
}

/* One that stands comes before one of that name that was removed. */
static void
know_sessions(struct run *run)
{
    run->by_name = map_new(run->context->arena, false);
    run->former = map_new(run->context->arena, false);
    for (size_t i = 0; i < casebook_n_records(run->casebook); i++)
        know_record(run, i);
    for (int is_removed = 0; is_removed < 2; is_removed++)
        for (size_t i = 0; i < run->names.n; i++) {
            const struct name *name = &run->names.items[i];
            if (run->known.items[name->known].is_removed == is_removed)
                (void)map_add(run->by_name, name->text, name->known);
        }
}

/* ---- a row as a session ---- */

static struct recorded_answer
answer_of(const struct item *item, const struct answers *answers, size_t row,
          struct arena *arena)
{
    uint8_t code = answers->is_absent ? 0
                   : answers->asked   ? answers->asked[row]
                                      : answers->code[row];
    struct recorded_answer answer = {
        .kind = answers->is_absent ? ANSWER_BLANK : kind_of_code(code)};
    struct buf text = {0};

    if (answer.kind == ANSWERED)
        answer_add(item->response, answers, row, code, &text, NULL);
    answer.text = str_from(arena_take(arena, &text));
    return answer;
}

/* -1: nothing says it. */
static int64_t
time_of(struct run *run, const struct rows *rows, size_t row, size_t cell)
{
    struct buf room SCOPED(buf_clear) = {0};
    struct decimal time;

    struct str text = cell == SIZE_MAX
                          ? STR("")
                          : str_trim(rows_kept(rows, row, cell, &room));

    if (decimal_read(text, &time) && !time.scale && time.units >= 0)
        return time.units;
    run->n_times_bad += text.len > 0;
    return -1;
}

/* As the row says it; numbers as they are written. */
static struct str
fact_of(const struct rows *rows, enum fact fact, size_t row,
        struct arena *arena)
{
    struct buf text = {0};
    int32_t number;

    if (!rows->number[fact])
        return arena_str(arena, rows_text(rows, fact, row));
    number = rows->number[fact][row];
    if (fact == FACT_DATE)
        date_add(&text, number);
    else if (fact == FACT_TIME && number != TIME_NONE)
        time_add(&text, number);
    else if (fact == FACT_SEX && number)
        buf_add_char(&text, (char)number);
    else if (fact == FACT_AGE && number >= 0)
        buf_addf(&text, "%d", (int)number);
    return str_from(arena_take(arena, &text));
}

static struct fields
session_of(struct run *run, const struct definition *definition,
           const struct scored *scored, const struct rows *rows, size_t row)
{
    struct arena *arena = run->context->arena;
    const struct instrument *instrument = scored->batch->instrument;
    int32_t edition = rows_edition(rows, row);
    struct recorded_answer *answers =
        ARENA_ARRAY(arena, instrument->n_items, struct recorded_answer);
    struct administration administration = {.instrument = instrument,
                                            .answers = answers};
    struct fields fields = {0};

    for (size_t i = 0; i < instrument->n_items; i++) {
        answers[i] = answer_of(&instrument->items[i],
                               &scored->batch->answers[i], row, arena);
        answers[i].time_ms = time_of(run, rows, row, definition->times[i]);
    }
    for (int i = 0; i < N_FACTS; i++)
        administration.facts[i] = fact_of(rows, (enum fact)i, row, arena);
    administration.facts[FACT_INSTRUMENT] = str_from(instrument->id);
    administration.facts[FACT_EDITION] = digits_of(
        (uint64_t)(edition > 0 ? edition : instrument->edition), arena);
    rows_fields(&administration, arena, &fields);
    for (int i = 0; i < N_FACTS; i++)
        if (administration.facts[i].len)
            fields_set(arena, &fields, str_from(fact_names[i]),
                       csv_with_guard(administration.facts[i], arena));
    return fields;
}

/* ---- putting ---- */

static uint32_t
client_of(struct run *run, struct str code)
{
    struct arena *arena = run->context->arena;
    uint32_t client = casebook_find(run->casebook, code);
    struct fields fields = {0};

    if (client)
        return client;
    fields_put(arena, &fields, STR("code"), code);
    fields_put(arena, &fields, STR("by-import"), STR("yes"));
    run->n_clients++;
    return casebook_add_client(run->casebook, &fields, run->context->diag);
}

/* Whether that session of that client is there, or was. */
static bool
is_known(struct run *run, uint32_t client, const struct fields *fields)
{
    size_t known;

    if (!map_find(run->by_name, name_of(client, fields, run->context->arena),
                  &known))
        return false;
    if (known < run->known.n && run->known.items[known].is_removed)
        run->n_removed++;
    else
        run->n_doubled++;
    return true;
}

/* A client who was merged or renamed has had other codes, and what came in
   under them is there. */
static bool
put_session(struct run *run, struct str code, const struct fields *fields)
{
    struct arena *arena = run->context->arena;
    struct fields kept = {0};
    uint32_t client = casebook_find(run->casebook, code);
    size_t former;

    if (client ? is_known(run, client, fields)
               : map_find(run->former, code, &former)
                     && is_known(run, (uint32_t)former, fields))
        return true;
    struct str erased_at =
        client ? STR("") : casebook_erased_at(run->casebook, code);
    if (erased_at.len) {
        run->n_erased++;
        run->erased_at = erased_at;
        return true;
    }
    if (!(client = client_of(run, code))) {
        run->has_failed = true;
        return false;
    }
    (void)map_add(run->by_name, name_of(client, fields, arena), SIZE_MAX);
    for (size_t i = 0; i < fields->n; i++)
        if (fields->items[i].text.len)
            *vec_add(arena, &kept) = fields->items[i];
    casebook_put(run->casebook, RECORD_SESSION, client, &kept);
    run->n_put++;
    return true;
}

/* By their places, which is the order of the sessions. */
static int
by_row(const void *a, const void *b)
{
    const struct taken *one = a;
    const struct taken *other = b;

    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return strcmp(one->definition->current->id, other->definition->current->id);
}

static void
put_taken(struct run *run)
{
    struct taken *taken = run->taken.items;

    if (run->taken.n)
        qsort(taken, run->taken.n, sizeof *taken, by_row);
    for (size_t i = 0; i < run->taken.n; i++) {
        size_t n_before = run->n_put;
        if (!put_session(run, taken[i].code, &taken[i].fields))
            return;
        taken[i].definition->has_session |= run->n_put > n_before;
    }
}

/* ---- rows of other editions ---- */

static const struct definition *
add_definition(struct run *run, const struct instrument *current,
               const struct instrument *instrument, int32_t edition)
{
    struct definition *definition =
        ARENA_NEW(run->context->arena, struct definition);

    *definition = (struct definition){
        .instrument = instrument, .current = current, .edition = edition};
    return *vec_add(run->context->arena, &run->definitions) = definition;
}

static void
add_loaded(struct run *run)
{
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        const struct instrument *loaded = run->data.loaded.instruments[i];
        add_definition(run, loaded, loaded, loaded->edition);
    }
}

/* As the casebook keeps it, else beside the one that was loaded. */
static const struct definition *
definition_of(struct run *run, const struct instrument *current,
              int32_t edition)
{
    for (size_t i = 0; i < run->definitions.n; i++) {
        const struct definition *known = run->definitions.items[i];
        if (strcmp(known->current->id, current->id) == 0
            && known->edition == edition)
            return known;
    }
    return add_definition(run, current,
                          definitions_edition(&run->data, str_from(current->id),
                                              current, edition),
                          edition);
}

/* It is read by its own edition in its turn, or told of; where the edition is
   no number, that was told. */
static void
see_to_other(struct run *run, struct piece *piece, size_t row,
             const struct instrument *current)
{
    int32_t edition = rows_edition(piece->rows, row);
    struct arena *arena = run->context->arena;

    if (!run->data.options.leaves_editions || edition < 1
        || definition_of(run, current, edition)->instrument)
        return;
    chunk_tell(piece->chunk,
               &(struct diagnostic){
                   .message = MSG_DATA_OTHER_EDITION,
                   .detail = arena_printf(
                       arena, "edition %d of '%s' is nowhere to be found",
                       (int)edition, current->id),
                   .hint = arena_printf(
                       arena,
                       "-i names its file (%s.%d.xml, which an export brings "
                       "along); --any-edition takes what edition %d asks, too",
                       current->id, (int)edition, (int)current->edition),
               },
               piece->rows->offset[row]);
}

/* ---- taking rows ---- */

/* False: the row names no client. */
static bool
names_client(struct run *run, struct str code)
{
    bool is_code = casebook_is_code(code);

    run->n_nobodys += !code.len;
    run->n_codes_bad += code.len && !is_code;
    return is_code;
}

static void
take_row(struct run *run, struct piece *piece, size_t row, struct str code)
{
    struct arena *arena = run->context->arena;
    size_t n_plans = run->reads_by ? 1 : run->data.loaded.n;

    for (size_t i = 0; i < n_plans; i++) {
        struct definition *definition =
            run->definitions.items[run->reads_by + i];
        const struct scored *scored = &piece->scored[i];
        uint8_t state = scored->batch->state[row];
        if (state == ROW_OTHER_EDITION)
            see_to_other(run, piece, row, definition->current);
        if (state != ROW_TO_SCORE || !batch_was_given(scored->batch, row))
            continue;
        *vec_add(arena, &run->taken) = (struct taken){
            run->n_rows + row, arena_str(arena, code),
            session_of(run, definition, scored, piece->rows, row), definition};
    }
}

static bool
take_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;

    for (size_t row = 0; row < piece->rows->n_rows; row++) {
        struct str code = rows_text(piece->rows, FACT_CLIENT, row);
        if (run->reads_by ? casebook_is_code(code) : names_client(run, code))
            take_row(run, piece, row, code);
    }
    run->n_rows += piece->rows->n_rows;
    return true;
}

/* ---- columns that are left out ---- */

static bool
is_among(struct str name, const struct str *names, size_t n)
{
    while (n && !str_equal(names[n - 1], name))
        n--;
    return n;
}

/* Whatever is no item and no fact, nor how long an answer took. */
static void
note_left(struct run *run, const struct source *source)
{
    size_t n_kept;
    const struct str *kept = source_kept(source, &n_kept);
    bool *is_time = ARENA_ARRAY(run->context->arena, n_kept, bool);
    enum fact fact;
    size_t n = 0;

    for (size_t i = 0; i < run->data.loaded.n; i++)
        for (size_t j = run->data.loaded.instruments[i]->n_items; j-- > 0;)
            if (run->definitions.items[i]->times[j] < n_kept)
                is_time[run->definitions.items[i]->times[j]] = true;
    for (size_t i = 0; !run->reads_by && i < n_kept; i++)
        if (!fact_find(kept[i], &fact) && !is_time[i])
            *vec_add(run->context->arena, &run->left) =
                arena_str(run->context->arena, kept[i]);
    for (size_t i = 0; i < run->left.n; i++)
        if (is_among(run->left.items[i], kept, n_kept))
            run->left.items[n++] = run->left.items[i];
    run->left.n = n;
}

static void
add_left(const struct run *run, struct buf *out)
{
    enum { SHOWN_COLUMNS = 10 };

    if (!run->left.n)
        return;
    PRINT_ADD_COUNTS(out,
                     "# [column|columns] of no item and no fact [is|are] not "
                     "kept:",
                     run->left.n);
    for (size_t i = 0; i < run->left.n && i < SHOWN_COLUMNS; i++) {
        buf_add_text(out, i ? ", '" : " '");
        utf8_add_shown(out, run->left.items[i]);
        buf_add_char(out, '\'');
    }
    buf_add_text(out, run->left.n > SHOWN_COLUMNS ? ", ...\n" : "\n");
}

/* ---- the command ---- */

/* With what is scored by them. */
static bool
keep_definitions(struct run *run)
{
    bool ok = true;

    for (size_t i = 0; ok && i < run->definitions.n; i++)
        if (run->definitions.items[i]->has_session)
            ok = definitions_keep_one(&run->data,
                                      run->definitions.items[i]->instrument);
    return ok;
}

static bool
keep(struct run *run, enum exit_status status)
{
    struct buf out SCOPED(buf_clear) = {0};

    if (run->n_nobodys)
        PRINT_ADD_COUNTS(&out, "# [row names|rows name] no client\n",
                         run->n_nobodys);
    if (run->n_codes_bad)
        PRINT_ADD_COUNTS(&out,
                         "# [row has|rows have] a code that is none: it is a "
                         "line of 1 to # bytes\n",
                         run->n_codes_bad, CASEBOOK_LIMIT_CODE);
    if (status == EXIT_DONE && !run->n_nobodys && !run->n_codes_bad)
        put_taken(run);
    if (status != EXIT_DONE || run->n_nobodys || run->n_codes_bad
        || run->has_failed) {
        buf_add_text(&out, "nothing was imported: all of it is, or nothing\n");
        print_said(&out);
        return false;
    }
    casebook_put_log(run->casebook, "import", 0, NULL);
    if (!keep_definitions(run)
        || !casebook_commit(run->casebook, run->context->diag))
        return false;
    PRINT_ADD_COUNTS(&out, "# [session was|sessions were] imported\n",
                     run->n_put);
    if (run->n_clients)
        PRINT_ADD_COUNTS(&out, "# [client is|clients are] new\n",
                         run->n_clients);
    if (run->n_doubled)
        PRINT_ADD_COUNTS(&out, "# [was|were] there already\n", run->n_doubled);
    if (run->n_removed)
        PRINT_ADD_COUNTS(&out,
                         "# [was|were] removed here or moved to another client "
                         "since ('attune correct'), and not brought back\n",
                         run->n_removed);
    if (run->n_erased) {
        PRINT_ADD_COUNTS(
            &out, "# [is of a code that was|are of codes that were] erased ",
            run->n_erased);
        buf_addf(&out,
                 "(on %.10s), and not brought back; 'attune client add' makes "
                 "a new client of it\n",
                 arena_text(run->context->arena, run->erased_at));
    }
    if (run->n_times_bad)
        PRINT_ADD_COUNTS(&out,
                         "# [cell|cells] of '.ms' [is|are] no whole number and "
                         "not kept\n",
                         run->n_times_bad);
    add_left(run, &out);
    print_said(&out);
    return true;
}

static enum exit_status
read_rows(struct run *run, struct data *data)
{
    static const struct visitor visitor = {.rows = take_rows};
    struct reading reading = source_args_reading(data);

    reading.visitor = &visitor;
    reading.aux = run;
    reading.with_details = false;
    run->n_rows = 0;
    for (size_t i = 0; i < data->loaded.n; i++)
        run->definitions.items[run->reads_by + i]->times = source_times(
            data->source, data->loaded.instruments[i], run->context->arena);
    reading_run(&reading);
    note_left(run, reading.source);
    source_args_warn(data, &reading);
    return source_args_status(&reading);
}

/* The rows of one edition, once all others were read. */
static enum exit_status
read_edition(struct run *run, const struct instrument *instrument)
{
    struct data data = run->data;
    const struct plan *plan = load_plan(run->context, instrument);
    enum exit_status status = EXIT_DATA;

    if (!plan)
        return status;
    data.loaded = (struct loaded){&instrument, &plan, 1};
    data.options.any_file = true;
    data.options.leaves_others = true;
    if (source_args_open_again(&data))
        status = read_rows(run, &data);
    source_close(data.source);
    return status;
}

static enum exit_status
read_all(struct run *run)
{
    enum exit_status status = read_rows(run, &run->data);

    for (size_t i = run->data.loaded.n;
         status == EXIT_DONE && i < run->definitions.n; i++) {
        run->reads_by = i;
        status = read_edition(run, run->definitions.items[i]->instrument);
    }
    return !keep(run, status) && status == EXIT_DONE ? EXIT_DATA : status;
}

static enum exit_status
run_import(struct context *context, const void *memory,
           const struct text_list *operands)
{
    const struct import_args *args = memory;
    struct run run = {.context = context};
    enum exit_status status = EXIT_DONE;

    run.data = source_args_data(&args->reading, context, operands, 0);
    run.data.is_of_casebook = false;
    if ((!run.data.files.n
         && !context_refuse(context, "attune import answers.csv",
                            "which files?"))
        || !source_args_load(&run.data, (struct load_wish){.all_rows = true}))
        return EXIT_DONE;
    run.data.options.passes_times = true;
    run.data.options.leaves_editions = source_args_is_kept(&run.data);
    if (!source_args_open(&run.data))
        return EXIT_DONE;
    run.casebook = unlocking_open(context, &args->reading.unlock);
    run.data.unlocked.casebook = run.casebook;
    if (run.casebook && casebook_may_change(run.casebook, context->diag)) {
        know_sessions(&run);
        add_loaded(&run);
        status = read_all(&run);
    }
    source_close(run.data.source);
    casebook_close(run.casebook);
    return status;
}

const struct command cmd_import = {
    .name = "import",
    .summary = "take saved responses into the casebook",
    .operands = "FILE...",
#include "cli/manual/import.inc"
    .options = import_options,
    .args_size = sizeof(struct import_args),
    .needs = WRITES_STATE,
    .run = run_import,
};
