/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune alerts: what a therapist must read of the answers in whole files. */
#include "cli/command.h"

#include <inttypes.h>
#include <stdlib.h>
#include "base/date.h"
#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "change/series.h"
#include "cli/action.h"
#include "cli/source_args.h"
#include "cli/unread.h"
#include "response/csv.h"
#include "exchange/visits.h"
#include "score/alerts.h"
#include "score/contributions.h"

/* ---- what is listed, and nothing else of the rows ---- */

struct listed {
    const char *client; /* "": the row does not say */
    const char *session;
    int32_t date_days;
    int32_t time_s;
    int64_t number;           /* of the session; INT64_MIN: it is none */
    struct session_name name; /* its stem is in 'session' */
    size_t place; /* the latest row of the client's sessions of that moment
                     whose names are the same letters and a number */
    size_t order; /* among the alerts, as they were taken */
    size_t number_of_row; /* 1 is the first that was read */
    const struct instrument *instrument;
    const struct plan_alert *alert;
    enum alert_notice notice;
    enum answer_kind kind; /* of the answer to the alert's item */
    enum row_state state;  /* only of ROW_TO_SCORE is the answer read */
    const char *answer;    /* as data would say it; "" of a blank */
    const char *label;     /* "": the answer has no words */
};

static const struct item *
item_of(const struct listed *listed)
{
    return &listed->instrument->items[listed->alert->item_idx];
}

struct alert_list {
    struct arena *arena;
    struct VEC(struct listed) all;
};

/* ---- what was answered ---- */

/* What a cell says that is no answer: its own word.  What stands in a bad one
   is not told. */
static const char *
kind_word(enum answer_kind kind)
{
    if (kind == ANSWER_BAD)
        return "bad";
    return answer_kind_names[kind] ? answer_kind_names[kind] : "";
}

static void
put_answer(struct alert_list *list, struct listed *listed,
           const struct answers *answers, size_t row)
{
    struct buf value = {0}, label = {0};

    listed->kind = answers->is_absent || listed->state != ROW_TO_SCORE
                       ? ANSWER_ABSENT
                       : kind_of_code(answers->code[row]);
    if (listed->kind == ANSWERED)
        answer_add(item_of(listed)->response, answers, row, answers->code[row],
                   &value, &label);
    else
        buf_add_text(&value, kind_word(listed->kind));
    listed->answer = arena_take(list->arena, &value);
    listed->label = arena_take(list->arena, &label);
}

/* ---- taking ---- */

static void
put_row(struct alert_list *list, struct listed *listed, const struct rows *rows,
        size_t row)
{
    struct str session = rows_text(rows, FACT_SESSION, row);
    int32_t number;

    listed->client = arena_text(list->arena, rows_text(rows, FACT_CLIENT, row));
    listed->session = arena_text(list->arena, session);
    listed->number = whole_read(session, &number) ? number : INT64_MIN;
    listed->name = session_name_of(str_from(listed->session));
    listed->date_days = rows_date(rows, row);
    listed->time_s = rows_time(rows, row);
}

/* Takes what a row of the plan's instrument says; nothing where it is no
   administration of it.  Rows are taken in their order; 'number' is the row's
   among all that are read, 1 the first. */
static void
take_alerts(struct alert_list *list, const struct plan *plan,
            const struct scored *scored, size_t row, size_t number)
{
    for (size_t i = 0; i < plan->n_alerts; i++) {
        struct alert_result result = alerts_get(scored->scores, i, row);
        enum alert_notice notice = alert_notice_of(&result);
        if (notice == NOTICE_NONE || !batch_was_given(scored->batch, row))
            continue;
        struct listed *listed = vec_add(list->arena, &list->all);
        *listed = (struct listed){
            .order = list->all.n,
            .number_of_row = number,
            .instrument = plan->instrument,
            .alert = &plan->alerts[i],
            .notice = notice,
            .state = (enum row_state)scored->batch->state[row],
        };
        put_row(list, listed, scored->batch->rows, row);
        put_answer(list, listed,
                   &scored->batch->answers[listed->alert->item_idx], row);
    }
}

/* ---- order ----

   The rule that breaks ties is that of a history (change/series.c), but not its
   order: here the alerts of all clients stand together, the latest first, so
   that a day without a time is its midnight, and what shares letters and a
   number is found by client and moment and not by standing side by side. */

/* Without a date: before every date. */
static int64_t
moment_s(const struct listed *listed)
{
    enum { SECONDS_A_DAY = 86400 };
    int64_t day = listed->date_days;

    if (listed->date_days == DATE_NONE)
        return INT64_MIN;
    return day * SECONDS_A_DAY
           + (listed->time_s == TIME_NONE ? 0 : listed->time_s);
}

static int
compare(const void *a_aux, const void *b_aux)
{
    const struct listed *a = a_aux;
    const struct listed *b = b_aux;
    const int64_t pairs[][2] = {
        {moment_s(a), moment_s(b)},
        {a->number, b->number},
        {(int64_t)a->place, (int64_t)b->place},
        {a->name.number, b->name.number},
        {(int64_t)a->number_of_row, (int64_t)b->number_of_row},
    };

    for (size_t i = 0; i < N_ELEMENTS(pairs); i++)
        if (pairs[i][0] != pairs[i][1])
            return pairs[i][0] > pairs[i][1] ? -1 : 1;
    return a->order > b->order ? 1 : -1;
}

/* Rows were taken in their order, so that from behind the latest comes first.
 */
static void
put_places(struct alert_list *list)
{
    struct map *places = map_new(list->arena, false);
    struct buf key SCOPED(buf_clear) = {0};

    for (size_t i = list->all.n; i-- > 0;) {
        struct listed *listed = &list->all.items[i];
        listed->place = listed->number_of_row;
        if (!listed->name.stem.len)
            continue;
        buf_empty(&key);
        buf_addf(&key, "%" PRId64 "\n%s\n", moment_s(listed), listed->client);
        buf_add(&key, listed->name.stem);
        struct str kept = str_from(arena_text(list->arena, buf_str(&key)));
        if (!map_add(places, kept, listed->place))
            map_find(places, kept, &listed->place);
    }
}

/* By date, time and number of the session (or the number behind the same
   letters), the latest first and what has no date last; else the later row
   first. */
static void
sort_list(struct alert_list *list)
{
    put_places(list);
    if (list->all.n)
        qsort(list->all.items, list->all.n, sizeof *list->all.items, compare);
}

/* ---- printing ---- */

enum column {
#define ALERT_COLUMN(NAME, word, value) LIST_##NAME,
#include "cli/alert_columns.def"
#undef ALERT_COLUMN
    N_LIST_COLUMNS
};

static const char *const column_names[N_LIST_COLUMNS] = {
#define ALERT_COLUMN(NAME, word, value) word,
#include "cli/alert_columns.def"
#undef ALERT_COLUMN
};

struct cells {
    struct str of[N_LIST_COLUMNS];
};

/* Good until 'scratch' is emptied. */
static struct cells
cells_of(const struct listed *l, struct buf *scratch)
{
    buf_empty(scratch);
    date_add(scratch, l->date_days);
    const struct str date = buf_str(scratch);
    return (struct cells){{
#define ALERT_COLUMN(NAME, word, value) value,
#include "cli/alert_columns.def"
#undef ALERT_COLUMN
    }};
}

static void
add_csv(const struct alert_list *list, struct buf *out)
{
    struct buf date SCOPED(buf_clear) = {0};

    for (int c = 0; c < N_LIST_COLUMNS; c++)
        buf_addf(out, "%s%s", c ? "," : "", column_names[c]);
    buf_add_char(out, '\n');
    for (size_t i = 0; i < list->all.n; i++) {
        struct cells cells = cells_of(&list->all.items[i], &date);
        for (int c = 0; c < N_LIST_COLUMNS; c++) {
            csv_add_guarded(out, cells.of[c], ',');
            buf_add_char(out, c + 1 < N_LIST_COLUMNS ? ',' : '\n');
        }
    }
}

/* What the row does not say is null. */
static void
add_json(const struct alert_list *list, struct buf *out)
{
    struct buf date SCOPED(buf_clear) = {0};
    struct json json;

    buf_add_text(out, "[");
    for (size_t i = 0; i < list->all.n; i++) {
        buf_add_text(out, i ? ",\n" : "\n");
        json_init(&json, out, 0);
        json_open_object(&json);
        struct cells cells = cells_of(&list->all.items[i], &date);
        for (int c = 0; c < N_LIST_COLUMNS; c++)
            if (cells.of[c].len)
                json_put_str(&json, column_names[c], cells.of[c]);
            else
                json_put_null(&json, column_names[c]);
        json_close_object(&json);
    }
    buf_add_text(out, list->all.n ? "\n]\n" : "]\n");
}

static void
add_shown(struct buf *out, const char *text)
{
    utf8_add_shown(out, str_from(text ? text : "-"));
}

/* "1 Several days", "declined", "not answered". */
static void
add_told_answer(struct buf *out, const struct listed *listed)
{
    if (listed->state == ROW_OTHER_EDITION
        || listed->state == ROW_OTHER_CODING) {
        buf_add_text(out, why_text(listed->state == ROW_OTHER_EDITION
                                       ? WHY_OTHER_EDITION
                                       : WHY_OTHER_CODING));
        return;
    }
    if (listed->kind != ANSWERED) {
        buf_add_text(out, contributions_kind_texts[listed->kind]);
        return;
    }
    add_shown(out, listed->answer);
    if (*listed->label) {
        buf_add_char(out, ' ');
        add_shown(out, listed->label);
    }
}

static void
add_labelled(struct buf *out, const struct listed *listed)
{
    struct buf date SCOPED(buf_clear) = {0};
    struct cells cells = cells_of(listed, &date);

    for (int c = 0; c < N_LIST_COLUMNS; c++) {
        struct str cell = cells.of[c];
        buf_addf(out, "%s: ", column_names[c]);
        if (c == LIST_ANSWER)
            add_told_answer(out, listed);
        else
            utf8_add_shown(out, cell.len ? cell : STR("none"));
        buf_add_char(out, '\n');
    }
}

/* "2025-03-04, c07, session 8, session-check"; where the row does not say whose
   it is, "row 12" does. */
static void
add_heading(struct buf *out, const struct listed *listed)
{
    if (listed->date_days != DATE_NONE) {
        date_add(out, listed->date_days);
        buf_add_text(out, ", ");
    }
    if (*listed->client)
        add_shown(out, listed->client);
    else
        buf_addf(out, "row %zu", listed->number_of_row);
    buf_add_text(out, ", ");
    if (*listed->session) {
        buf_add_text(out, "session ");
        add_shown(out, listed->session);
        buf_add_text(out, ", ");
    }
    buf_addf(out, "%s\n", listed->instrument->id);
}

static void
add_block(struct buf *out, const struct listed *listed)
{
    const struct alert *alert = listed->alert->alert;

    buf_addf(out, "    %s, %s: ", item_of(listed)->id, alert->id);
    buf_addf(out, "%s: ", alert_notices[listed->notice].text);
    add_told_answer(out, listed);
    buf_add_char(out, '\n');
    if (!alert->text)
        return;
    buf_add_text(out, "        ");
    add_shown(out, alert->text);
    buf_add_char(out, '\n');
}

/* Whether both stand under one heading. */
static bool
are_together(const struct listed *a, const struct listed *b)
{
    return a->number_of_row == b->number_of_row
           && a->instrument == b->instrument;
}

/* Blocks of lines for people; where 'is_plain' each line is labelled. */
static void
add_text(const struct alert_list *list, bool is_plain, struct buf *out)
{
    for (size_t i = 0; i < list->all.n; i++) {
        const struct listed *listed = &list->all.items[i];
        bool begins = !i || !are_together(listed, listed - 1);
        if (i && (is_plain || begins))
            buf_add_char(out, '\n');
        if (is_plain) {
            add_labelled(out, listed);
            continue;
        }
        if (begins)
            add_heading(out, listed);
        add_block(out, listed);
    }
}

/* ---- the command ---- */

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };

struct alerts_args {
    struct source_args reading;
    const char *client;
    int format;
    const char *output;
    bool is_unread_only;
    bool acknowledges;
};

static const char *const format_names[] = {"text", "csv", "json", NULL};

#define AT(member) offsetof(struct alerts_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry alerts_options[] = {
    {"client", 0, OPTION_CODE, AT(client), "CODE", NULL,
     "of this client alone (default: of everybody)" OPTION_CODE_ASKED},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT", format_names,
     "text, csv or json"},
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write the list to FILE, whole or not at all (default: standard output)"},
    {"unread", 0, OPTION_FLAG, AT(is_unread_only), NULL, NULL,
     "of the casebook: of sessions alone that nobody has read yet"},
    {"acknowledge", 0, OPTION_FLAG, AT(acknowledges), NULL, NULL,
     "--unread, and then all sessions that are looked through count as read, "
     "with an alert or without; what will be done is asked for, or a line "
     "action= of standard input: with --client where they are of several"},
#include "cli/source_options.def"
    {.name = NULL},
};

struct run {
    const struct alerts_args *args;
    struct context *context;
    struct data data;
    struct alert_list list;
    struct unread unread; /* of a casebook that is kept open */
    struct reading *reading;
    size_t n_rows;   /* read so far */
    size_t n_wanted; /* of them */
};

/* ---- reading ---- */

/* A row of another edition is listed without its answer: it was not read. */
static void
leave_unjudged(struct run *run, size_t n_before)
{
    for (size_t i = n_before; i < run->list.all.n; i++)
        if (run->list.all.items[i].state == ROW_OTHER_EDITION)
            unread_leave(&run->unread, run->list.all.items[i].number_of_row);
}

static bool
take_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;
    const char *client = run->args->client;

    for (size_t row = 0; row < piece->rows->n_rows; row++) {
        run->n_rows++;
        if (client && !str_is(rows_text(piece->rows, FACT_CLIENT, row), client))
            continue;
        run->n_wanted++;
        unread_note(&run->unread, run->n_rows, piece->scored,
                    run->data.loaded.n, row, run->context->arena);
        if (run->data.unlocked.casebook
            && !unread_has(&run->unread, run->n_rows))
            continue;
        size_t n_before = run->list.all.n;
        for (size_t i = 0; i < run->data.loaded.n; i++)
            take_alerts(&run->list, run->data.loaded.plans[i],
                        &piece->scored[i], row, run->n_rows);
        leave_unjudged(run, n_before);
    }
    return true;
}

static void
take_problems(void *aux, const struct diag *problems)
{
    struct run *run = aux;

    unread_tell(&run->unread, run->reading, problems);
}

static const struct visitor visitor = {.rows = take_rows};
static const struct visitor unread_visitor = {.rows = take_rows,
                                              .problems = take_problems};

/* Where nobody was named, nobody can have been missed.  Memory grows with what
   is listed, and with nothing else. */
static enum exit_status
read_rows(struct run *run)
{
    struct reading reading = source_args_reading(&run->data);
    const char *client = run->args->client;

    bool is_of_unread = run->data.unlocked.casebook;
    run->reading = &reading;
    reading.visitor = is_of_unread ? &unread_visitor : &visitor;
    reading.aux = run;
    reading.with_details = false;
    if (client)
        reading.visits = visits_new(&(struct visits_options){.client = client},
                                    run->data.loaded.instruments);
    reading_run(&reading);
    if (is_of_unread)
        unread_uncount(&run->unread, &reading);
    source_args_warn(&run->data, &reading);
    enum exit_status status = source_args_status(&reading);
    if (client && !run->n_wanted && status != EXIT_FAILED) {
        status = EXIT_USAGE;
        context_refuse(run->context, NULL, "there is no row of that client");
        visits_hint_missing(reading.visits, run->context->diag);
    }
    visits_free(reading.visits);
    return status;
}

/* ---- writing ---- */

static bool
write_list(struct run *run)
{
    struct buf out SCOPED(buf_clear) = {0};

    sort_list(&run->list);
    switch ((enum format)run->args->format) {
    case FORMAT_TEXT:
        add_text(&run->list, run->context->is_plain, &out);
        break;
    case FORMAT_CSV:
        add_csv(&run->list, &out);
        break;
    case FORMAT_JSON:
        add_json(&run->list, &out);
        break;
    }
    return file_write_whole(run->args->output ? run->args->output : "-",
                            buf_str(&out), run->context->diag);
}

/* What was listed was read, and what comes of it is said. */
static bool
acknowledge(struct run *run)
{
    const struct question questions[] = {
        {"action",
         run->args->client ? "What will be done (Enter: nothing)?"
                           : "What will be done (Enter: nothing; where they "
                             "are of several, say it of each with --client)?",
         REPLY_TEXT, false}};
    struct action_run asking = {.context = run->context,
                                .casebook = run->data.unlocked.casebook};
    struct fields fields = {0};

    return action_ask(&asking, questions, N_ELEMENTS(questions), &fields)
           && unread_settle(&run->data, &run->unread, run->args->client,
                            fields_get(&fields, "action"));
}

static enum exit_status
list_alerts(struct run *run)
{
    run->list.arena = run->context->arena;
    if (run->data.unlocked.casebook)
        run->unread = unread_of(&run->data, run->context->arena);
    enum exit_status status = read_rows(run);
    if (status != EXIT_DONE && status != EXIT_DATA)
        return status;
    if (!write_list(run))
        return EXIT_FAILED;
    if (run->args->acknowledges)
        (void)!acknowledge(run);
    return status;
}

static enum exit_status
run_alerts(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct run run = {.args = memory, .context = context};
    const struct load_wish wish = {.all_rows = true};
    enum exit_status status = EXIT_DONE;

    run.data = source_args_data(&run.args->reading, context, operands, 0);
    run.data.options.client = run.args->client;
    run.data.keeps_casebook =
        run.args->is_unread_only || run.args->acknowledges;
    if (run.data.keeps_casebook && !run.data.is_of_casebook)
        context_refuse(context, "--casebook FOLDER, and no FILE",
                       "--unread and --acknowledge are of the casebook");
    else if (source_args_load(&run.data, wish)
             && source_args_guard(&run.data, run.args->output)
             && source_args_open(&run.data)) {
        status = list_alerts(&run);
        source_close(run.data.source);
    }
    casebook_close(run.data.unlocked.casebook);
    return status;
}

const struct command cmd_alerts = {
    .name = "alerts",
    .summary = "list what must be read of saved answers",
    .operands = "[FILE...]",
#include "cli/manual/alerts.inc"
    .options = alerts_options,
    .args_size = sizeof(struct alerts_args),
    .run = run_alerts,
};
