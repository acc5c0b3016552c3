/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune import: saved responses into the casebook, all of them or none. */
#include "cli/command.h"

#include "base/date.h"
#include "base/map.h"
#include "base/num.h"
#include "casebook/people.h"
#include "casebook/rows.h"
#include "cli/print.h"
#include "cli/source_args.h"

struct import_args {
    struct source_args reading;
};

#define READING(member) offsetof(struct import_args, reading.member)
static const struct option_entry import_options[] = {
#include "cli/source_options.def"
    {.name = NULL},
};

struct run {
    struct context *context;
    struct data data;
    struct casebook *casebook;
    struct map *sessions; /* that are there: by what names a row */
    size_t n_put;
    size_t n_doubled;
    size_t n_nobodys; /* rows that name no client */
    bool has_failed;  /* no key could be made for a new client */
};

/* ---- which sessions are there ---- */

static struct str
key_of(const struct fields *fields, struct arena *arena)
{
    static const enum fact naming[] = {FACT_CLIENT, FACT_SESSION, FACT_DATE,
                                       FACT_TIME, FACT_INSTRUMENT};
    struct buf key = {0};

    for (size_t i = 0; i < N_ELEMENTS(naming); i++) {
        buf_add(&key, fields_get(fields, fact_names[naming[i]]));
        buf_add_char(&key, '\n');
    }
    return str_from(arena_take(arena, &key));
}

static void
know_sessions(struct run *run)
{
    struct arena *arena = run->context->arena;
    size_t n;
    const size_t *sessions = people_sessions(run->casebook, arena, &n);
    struct fields fields;

    run->sessions = map_new(arena, false);
    for (size_t i = 0; i < n; i++) {
        uint32_t client = casebook_front(run->casebook, sessions[i]).client;
        if (!casebook_read(run->casebook, sessions[i], arena, &fields))
            continue;
        fields_set(arena, &fields, STR("client"),
                   casebook_code(run->casebook, client));
        (void)map_add(run->sessions, key_of(&fields, arena), i);
    }
}

/* ---- a row as a session ---- */

static void
add_choices(const struct response *response, uint64_t choices, struct buf *out)
{
    size_t before = out->len;

    for (size_t i = 0; i < response->n_choices; i++)
        if (choices >> i & 1) {
            buf_add_text(out, out->len > before ? " " : "");
            num_add(out, decimal_value(response->choices[i].value));
        }
    if (out->len == before)
        buf_add_text(out, "none");
}

static void
add_answer(const struct response *response, const struct answers *answers,
           size_t row, uint8_t code, struct buf *out)
{
    switch (answers->form) {
    case FORM_CODES:
        if (response->kind == RESPONSE_CHOICES)
            add_choices(response, UINT64_C(1) << code, out);
        else
            num_add(out, answer_score(response, code));
        break;
    case FORM_NUMBERS:
        num_add(out, answers->number[row]);
        break;
    case FORM_CHOICES:
        add_choices(response, answers->choices[row], out);
        break;
    case FORM_TEXT:
        buf_add(out, answers->text[row]);
        break;
    }
}

static struct recorded_answer
answer_of(const struct item *item, const struct answers *answers, size_t row,
          struct arena *arena)
{
    uint8_t code = answers->is_absent ? 0
                   : answers->asked   ? answers->asked[row]
                                      : answers->code[row];
    struct recorded_answer answer = {
        .kind = answers->is_absent ? ANSWER_BLANK : kind_of_code(code),
        .time_ms = -1,
    };
    struct buf text = {0};

    if (answer.kind == ANSWERED)
        add_answer(item->response, answers, row, code, &text);
    answer.text = str_from(arena_take(arena, &text));
    return answer;
}

/* As the row says it; numbers as they are written. */
static struct str
fact_of(const struct rows *rows, enum fact fact, size_t row,
        struct arena *arena)
{
    struct buf text = {0};
    int32_t number;

    if (!rows->number[fact])
        return rows_text(rows, fact, row);
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
session_of(const struct scored *scored, const struct rows *rows, size_t row,
           struct arena *arena)
{
    const struct instrument *instrument = scored->batch->instrument;
    struct recorded_answer *answers =
        ARENA_ARRAY(arena, instrument->n_items, struct recorded_answer);
    struct administration administration = {.instrument = instrument,
                                            .answers = answers};
    struct fields fields = {0};

    for (size_t i = 0; i < instrument->n_items; i++)
        answers[i] = answer_of(&instrument->items[i],
                               &scored->batch->answers[i], row, arena);
    for (int i = 0; i < N_FACTS; i++)
        administration.facts[i] = fact_of(rows, (enum fact)i, row, arena);
    administration.facts[FACT_INSTRUMENT] = str_from(instrument->id);
    administration.facts[FACT_EDITION] =
        digits_of((uint64_t)instrument->edition, arena);
    rows_fields(&administration, arena, &fields);
    for (int i = 0; i < N_FACTS; i++)
        if (administration.facts[i].len)
            fields_set(arena, &fields, str_from(fact_names[i]),
                       administration.facts[i]);
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
    return casebook_add_client(run->casebook, &fields, run->context->diag);
}

/* Under the code that the client has now: one that was merged has had others,
   and their sessions are there. */
static bool
put_session(struct run *run, struct fields *fields)
{
    struct arena *arena = run->context->arena;
    struct fields kept = {0};
    struct str code = fields_get(fields, fact_names[FACT_CLIENT]);
    uint32_t client = casebook_find(run->casebook, code);

    if (client)
        fields_set(arena, fields, str_from(fact_names[FACT_CLIENT]),
                   casebook_code(run->casebook, client));
    if (!map_add(run->sessions, key_of(fields, arena), 0)) {
        run->n_doubled++;
        return true;
    }
    if (!(client = client_of(run, code))) {
        run->has_failed = true;
        return false;
    }
    for (size_t i = 0; i < fields->n; i++)
        if (fields->items[i].text.len)
            *vec_add(arena, &kept) = fields->items[i];
    casebook_put(run->casebook, RECORD_SESSION, client, &kept);
    run->n_put++;
    return true;
}

static bool
take_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;
    struct arena *arena = run->context->arena;

    for (size_t row = 0; row < piece->rows->n_rows; row++) {
        if (!rows_text(piece->rows, FACT_CLIENT, row).len) {
            run->n_nobodys++;
            continue;
        }
        for (size_t i = 0; i < run->data.loaded.n; i++) {
            const struct scored *scored = &piece->scored[i];
            if (scored->batch->state[row] != ROW_TO_SCORE
                || !batch_was_given(scored->batch, row))
                continue;
            struct fields fields = session_of(scored, piece->rows, row, arena);
            if (!put_session(run, &fields))
                return false;
        }
    }
    return true;
}

/* ---- the command ---- */

static bool
say(struct buf *out, bool is_kept)
{
    print_said(out);
    buf_clear(out);
    return is_kept;
}

static bool
keep(struct run *run, enum exit_status status)
{
    struct buf out = {0};

    if (run->n_nobodys) {
        print_add_count_of(&out, run->n_nobodys, "row names", "rows name");
        buf_add_text(&out, " no client\n");
    }
    if (status != EXIT_DONE || run->n_nobodys || run->has_failed) {
        buf_add_text(&out, "nothing was imported: all of it is, or nothing\n");
        return say(&out, false);
    }
    casebook_put_log(run->casebook, "import", 0, NULL);
    if (!casebook_commit(run->casebook, run->context->diag))
        return false;
    print_add_count_of(&out, run->n_put, "session was", "sessions were");
    buf_add_text(&out, " imported\n");
    if (run->n_doubled) {
        print_add_count_of(&out, run->n_doubled, "was", "were");
        buf_add_text(&out, " there already\n");
    }
    return say(&out, true);
}

static enum exit_status
read_rows(struct run *run)
{
    static const struct visitor visitor = {.rows = take_rows};
    struct reading reading = source_args_reading(&run->data);

    reading.visitor = &visitor;
    reading.aux = run;
    reading.with_details = false;
    reading_run(&reading);
    source_args_warn(&run->data, &reading);
    enum exit_status status = source_args_status(&reading);
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
    if (!run.data.files.n
        && !context_refuse(context, "attune import answers.csv",
                           "which files?"))
        return EXIT_USAGE;
    if (!source_args_load(&run.data, (struct load_wish){.all_rows = true})
        || !source_args_open(&run.data))
        return EXIT_DONE;
    run.casebook = unlocking_open(context, &args->reading.unlock);
    if (run.casebook) {
        know_sessions(&run);
        status = read_rows(&run);
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
