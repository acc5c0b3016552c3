/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts rows together by the client that they name; see report_run.h. */
#include "cli/report_run.h"

#include "base/date.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "score/item_sums.h"

/* ---- taking rows ---- */

/* Nobody was named, so the first row's client is meant. */
static bool
is_of_first(const struct report_people *people)
{
    return !people->args->client && !people->args->couple
           && !people->is_of_everybody;
}

static struct report_person *
person_get(struct report_people *people, struct str client)
{
    struct arena *arena = people->context->arena;
    size_t n = people->data->loaded.n;
    size_t idx;

    if (map_find(people->by_client, client, &idx))
        return &people->persons.items[idx];
    struct report_person *person = vec_add(arena, &people->persons);
    *person = (struct report_person){
        .client = arena_text(arena, client),
        .couple = "",
        .builders = ARENA_ARRAY(arena, n, struct history_builder *),
        .notices = ARENA_ARRAY(arena, n, notice_counts),
    };
    (void)map_add(people->by_client, str_from(person->client),
                  people->persons.n - 1);
    for (size_t i = 0; i < n; i++) {
        person->builders[i] = history_builder_new(
            people->data->loaded.instruments[i], person->client,
            people->audience == FOR_CLINICIAN ? ROWS_FOR_CLINICIAN
                                              : ROWS_FOR_OTHERS,
            arena);
    }
    if (people->args->client || is_of_first(people))
        visits_about(people->reading.visits, person->client);
    return person;
}

static void
take_row(struct report_people *people, struct piece *piece, size_t row)
{
    struct report_person *person =
        person_get(people, rows_text(piece->rows, FACT_CLIENT, row));

    struct str couple = rows_text(piece->rows, FACT_COUPLE, row);

    people->n_taken++;
    if (!*person->couple && couple.len)
        person->couple = arena_text(people->context->arena, couple);
    reading_fill(&people->reading, piece, row);
    for (size_t i = 0; i < people->data->loaded.n; i++) {
        const struct scored *scored = &piece->scored[i];
        history_builder_add(person->builders[i], scored->batch, row,
                            scored->scores);
        alerts_count_row(scored->batch, scored->scores, row,
                         person->notices[i]);
    }
}

/* Takes a row of those that are meant.  Where nobody is named, the first row's
   client is, and a second one is an error: the codes of others are not for the
   screen, so it does not list them.  A row without a code is nobody's. */
static bool
look_at_row(struct report_people *people, struct piece *piece, size_t row)
{
    const struct report_args *args = people->args;
    struct str client = rows_text(piece->rows, FACT_CLIENT, row);

    if (!piece->rows->text[FACT_CLIENT])
        return context_refuse(
            people->context,
            "a report is about one client; each row must name its own",
            "the file has no column 'client'");
    if (args->couple && !piece->rows->text[FACT_COUPLE])
        return context_refuse(people->context,
                              "each row must name the couple that it is of",
                              "the file has no column 'couple'");
    if (args->couple
        && !str_is(rows_text(piece->rows, FACT_COUPLE, row), args->couple))
        return true;
    if (!client.len && is_of_first(people))
        return context_refuse(people->context,
                              "say whose report with --client CODE",
                              "a row does not say whose it is");
    if (!client.len || (args->client && !str_is(client, args->client))) {
        people->n_nobodys += !client.len;
        return true;
    }
    if (is_of_first(people) && people->persons.n
        && !str_is(client, people->persons.items[0].client))
        return context_refuse(people->context,
                              "say whose report with --client CODE, or make "
                              "one of everybody's with --all",
                              "the file is of several clients");
    take_row(people, piece, row);
    return true;
}

/* Of all rows, whoever is reported on. */
static void
count_signs(const struct report_people *people, const struct piece *piece)
{
    for (size_t i = 0; i < people->data->loaded.n; i++)
        for (size_t row = 0; row < piece->rows->n_rows; row++)
            for (int sign = 0; sign < N_CARE_SIGNS; sign++)
                care_tally_add(people->care[i], (enum care_sign)sign,
                               scores_sign(piece->scored[i].scores,
                                           (enum care_sign)sign, row));
}

/* Of each client the first form of which a question that others may see was
   answered: how the others were left blank tells nothing here. */
static void
take_items(const struct report_people *people, const struct piece *piece)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct arena *scratch SCOPED(arena_drop) = arena_new();

    for (size_t i = 0; i < people->data->loaded.n; i++) {
        const struct scored *scored = &piece->scored[i];
        if (!people->items[i])
            continue;
        struct item_rows *rows =
            item_rows_take(people->items[i]->layout, scored->batch,
                           scored->scores, SIZE_MAX, arena);
        for (size_t row = 0; row < rows->n_rows; row++)
            rows->counts[row] = rows->counts[row]
                                && batch_was_answered(scored->batch, row)
                                && rows_text(piece->rows, FACT_CLIENT, row).len;
        met_keep_first(people->met[i], rows);
        item_sums_add(people->items[i], rows, NULL, scratch);
    }
}

static bool
take_rows(void *aux, struct piece *piece)
{
    struct report_people *people = aux;

    if (people->reading.with_care)
        count_signs(people, piece);
    for (size_t row = 0; !people->has_stranger && row < piece->rows->n_rows;
         row++)
        people->has_stranger = !look_at_row(people, piece, row);
    if (people->items && !people->has_stranger)
        take_items(people, piece);
    return !people->has_stranger;
}

static const struct visitor visitor = {.rows = take_rows};

static enum exit_status
read_rows(struct report_people *people)
{
    struct diag *diag = people->context->diag;
    const char *client = people->args->client;

    reading_run(&people->reading);
    enum exit_status status = source_args_status(&people->reading);
    if (people->has_stranger || status == EXIT_FAILED)
        return people->has_stranger ? EXIT_USAGE : status;
    source_args_warn(people->data, &people->reading);
    if (people->is_of_everybody && people->n_nobodys)
        diag_add(diag, MSG_ROWS_OF_NOBODY, (struct place){0}, "%zu of them",
                 people->n_nobodys);
    if (people->n_taken || people->args->couple)
        return status;
    /* The file may have no row at all. */
    context_refuse(people->context, NULL, "the file has no row%s",
                   client ? " of that client" : "");
    if (client)
        visits_hint_missing(people->reading.visits, diag);
    return EXIT_USAGE;
}

static void
begin_items(struct report_people *people)
{
    struct arena *arena = people->context->arena;
    const struct loaded *loaded = &people->data->loaded;

    people->items = ARENA_ARRAY(arena, loaded->n, struct item_sums *);
    people->met = ARENA_ARRAY(arena, loaded->n, struct met *);
    for (size_t i = 0; i < loaded->n; i++) {
        const struct item_layout *layout =
            item_layout_new(loaded->plans[i], false, arena);
        if (layout->n_columns > ITEM_MOST_COLUMNS)
            continue;
        people->met[i] = met_new(arena);
        people->items[i] = item_sums_new(layout, false, arena);
    }
}

enum exit_status
report_people_read(struct report_people *people)
{
    people->by_client = map_new(people->context->arena, false);
    people->reading = source_args_reading(people->data);
    people->reading.visitor = &visitor;
    people->reading.aux = people;
    people->reading.with_care = people->audience == FOR_CLINICIAN;
    people->reading.care_of_private = people->reading.with_care;
    people->care = ARENA_ARRAY(people->context->arena, people->data->loaded.n,
                               struct care_tally *);
    for (size_t i = 0; i < people->data->loaded.n; i++)
        people->care[i] = care_tally_new(people->context->arena);
    people->reading.visits =
        visits_new(&(struct visits_options){.are_ordered = true},
                   people->data->loaded.instruments);
    if (people->with_items)
        begin_items(people);
    if (people->args->client)
        (void)person_get(people, str_from(people->args->client));
    enum exit_status status = read_rows(people);
    visits_free(people->reading.visits);
    if (!source_failed(people->data->source))
        source_args_print_labels(people->data, people->reading.totals.codings);
    source_close(people->data->source);
    return status;
}

/* ---- up to a session ---- */

/* The last that is meant.  A session stands up to it where its own history has
   it, else up to its day. */
struct until {
    const char *label; /* NULL: a day was named */
    int32_t date_days; /* DATE_NONE: its session has none */
};

/* False where no session is named so. */
static bool
find_until(const struct report_people *people, struct history *const *histories,
           size_t n, struct until *until)
{
    const char *text = people->args->until;
    bool is_found = false;
    int32_t seconds;

    *until = (struct until){NULL, DATE_NONE};
    if (date_read(str_from(text), &until->date_days)
        || source_settings_date(&people->data->options.settings, str_from(text),
                                &until->date_days, &seconds))
        return true;
    until->label = text;
    for (size_t i = 0; i < n; i++) {
        size_t found = history_find(histories[i], text);

        if (found == SIZE_MAX)
            continue;
        is_found = true;
        if (histories[i]->sessions[found].date_days > until->date_days)
            until->date_days = histories[i]->sessions[found].date_days;
    }
    return is_found;
}

static void
hint_until(const struct report_people *people, struct diag *diag)
{
    struct str pattern = people->data->options.settings.date_format;
    struct buf hint SCOPED(buf_clear) = {0};

    buf_add_text(&hint,
                 "--session and --until take the name of a session, or a "
                 "date as YYYY-MM-DD");
    if (pattern.len) {
        buf_add_text(&hint, " or ");
        utf8_add_shown(&hint, pattern);
    }
    diag_hint(diag, "%s", buf_text(&hint));
}

/* What has no date is left out where a day counts: it may be later. */
static void
cut(struct history *history, const struct until *until)
{
    size_t last = until->label ? history_find(history, until->label) : SIZE_MAX;
    size_t n = 0;

    while (n < history->n_sessions
           && (last != SIZE_MAX
                   ? n <= last
                   : history->sessions[n].date_days != DATE_NONE
                         && history->sessions[n].date_days <= until->date_days))
        n++;
    history->n_sessions = n;
}

bool
report_people_data(const struct report_people *people,
                   const struct report_person *person, struct report_data *out,
                   struct diag *diag)
{
    struct arena *arena = people->context->arena;
    size_t n = people->data->loaded.n;
    struct history **all = ARENA_ARRAY(arena, n, struct history *);
    const struct history **kept = ARENA_ARRAY(arena, n, const struct history *);
    struct until until;

    for (size_t i = 0; i < n; i++)
        all[i] = history_builder_finish(person->builders[i], diag);
    if (people->args->until && !find_until(people, all, n, &until)) {
        diag_add(diag, MSG_USAGE, (struct place){0}, "there is no session '%s'",
                 people->args->until);
        hint_until(people, diag);
        for (size_t i = 0; i < n; i++)
            history_hint_twins(all[i], people->args->until, diag);
        return false;
    }
    *out = (struct report_data){
        .client = person->client, .couple = person->couple, .histories = kept};
    for (size_t i = 0; i < n; i++) {
        /* Forms of later days are none to compare with. */
        if (people->args->until)
            cut(all[i], &until);
        else if (people->audience == FOR_CLINICIAN)
            all[i]->care = people->care[i];
        if (all[i]->n_sessions)
            kept[out->n_histories++] = all[i];
    }
    return true;
}
