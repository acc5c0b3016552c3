/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune client: the people of a casebook. */
#include "cli/command.h"

#include "casebook/people.h"
#include "cli/action.h"
#include "cli/print.h"
#include "response/csv.h"

struct client_args {
    struct unlock_args unlock;
    bool with_names;
    bool although_retained;
};

#define AT(member) offsetof(struct client_args, member)
#define UNLOCK(member) AT(unlock.member)
static const struct option_entry client_options[] = {
#include "cli/unlock_options.def"
    {"with-names", 0, OPTION_FLAG, AT(with_names), NULL, NULL,
     "of 'list': with names, birth dates and until when answers must be kept"},
    {"although-retained", 0, OPTION_FLAG, AT(although_retained), NULL, NULL,
     "of 'erase': before the day until which the answers must be kept"},
    {.name = NULL},
};
static const struct client_args *
args_of(const struct action_run *run)
{
    return run->args;
}

/* ---- who they are ---- */

static const struct question facts[] = {
    {"name", "Name (Enter: none):", REPLY_TEXT, false},
    {"born", "Born, year-month-day (Enter: not said):", REPLY_PAST_DATE, false},
    {"retain-until",
     "Answers must be kept until, year-month-day (Enter: not said):",
     REPLY_DATE, false},
};

static bool
check_code(const struct action_run *run, size_t number)
{
    return unlocking_check_code(run->context, action_operand(run, number));
}

static bool
fits_code(const struct action_run *run)
{
    return check_code(run, 1);
}

static bool
fits_new_code(const struct action_run *run)
{
    return check_code(run, 2);
}

static bool
add(struct action_run *run)
{
    struct fields fields = {0};

    fields_put(run->context->arena, &fields, STR("code"),
               str_from(action_operand(run, 1)));
    return action_ask(run, facts, N_ELEMENTS(facts), &fields)
           && casebook_add_client(run->casebook, &fields, run->context->diag)
           && action_commit(run);
}

static bool
change(struct action_run *run)
{
    uint32_t client = action_client(run, 1);
    struct fields fields = {0};

    return client && action_ask(run, facts, N_ELEMENTS(facts), &fields)
           && casebook_change_client(run->casebook, client, &fields,
                                     run->context->diag)
           && action_commit(run);
}

static bool
rename_client(struct action_run *run)
{
    uint32_t client = action_client(run, 1);
    struct fields fields = {0};

    fields_put(run->context->arena, &fields, STR("code"),
               str_from(action_operand(run, 2)));
    return client
           && casebook_change_client(run->casebook, client, &fields,
                                     run->context->diag)
           && action_commit(run);
}

/* Two clients that are not one. */
static bool
take_two(struct action_run *run, uint32_t two[2])
{
    two[0] = action_client(run, 1);
    two[1] = two[0] ? action_client(run, 2) : 0;
    return two[1]
           && (two[0] != two[1]
               || context_refuse(run->context, NULL,
                                 "these are one client, not two"));
}

static bool
merge(struct action_run *run)
{
    uint32_t two[2];

    if (!take_two(run, two))
        return false;
    casebook_merge(run->casebook, two[0], two[1]);
    return action_commit(run);
}

/* ---- couples ---- */

static bool
has_couple(struct action_run *run, struct str code)
{
    size_t n;
    const struct couple *couples =
        people_couples(run->casebook, run->context->arena, &n);

    for (size_t i = 0; i < n; i++)
        if (str_equal(couples[i].code, code))
            return true;
    return false;
}

/* Then they would be taken for partners of these two. */
static bool
is_of_others(struct action_run *run, struct str code, const uint32_t two[2])
{
    return people_session_says(run->casebook, "couple", code, two);
}

/* No client's code: that must not outlive its client. */
static const char *
free_code(struct action_run *run, const uint32_t two[2])
{
    const char *code;
    size_t i = 1;

    do
        code = arena_printf(run->context->arena, "k%zu", i++);
    while (has_couple(run, str_from(code))
           || is_of_others(run, str_from(code), two));
    return code;
}

static void
put_couple(struct action_run *run, const char *code, const uint32_t of[2])
{
    struct arena *arena = run->context->arena;
    struct fields fields = {0};

    fields_put(arena, &fields, STR("couple"), str_from(code));
    fields_put(arena, &fields, STR("a"), digits_of(of[0], arena));
    fields_put(arena, &fields, STR("b"), digits_of(of[1], arena));
    casebook_put(run->casebook, RECORD_COUPLE, 0, &fields);
}

/* Whoever has another partner now is parted first, on purpose. */
static bool
are_free(struct action_run *run, const uint32_t two[2])
{
    size_t n;
    const struct couple *couples =
        people_couples(run->casebook, run->context->arena, &n);

    for (size_t i = 0; i < 2; i++) {
        const struct couple *couple = people_couple_of(couples, n, two[i]);
        if (couple)
            return context_refuse(run->context, "'unlink' it first",
                                  "'%s' is of the couple '%.*s'",
                                  action_operand(run, i + 1),
                                  STR_ARGS(couple->code));
    }
    return true;
}

static bool
fits_link(const struct action_run *run)
{
    return !action_operand(run, 3) || check_code(run, 3);
}

static bool
link_two(struct action_run *run)
{
    const char *code = action_operand(run, 3);
    uint32_t two[2];

    if (!take_two(run, two) || !are_free(run, two))
        return false;
    if (code && has_couple(run, str_from(code)))
        return context_refuse(run->context, "'unlink' it first",
                              "there is a couple '%s'", code);
    if (code && is_of_others(run, str_from(code), two))
        return context_refuse(run->context, "name another",
                              "sessions of others are of a couple '%s'", code);
    if (!code)
        code = free_code(run, two);
    put_couple(run, code, two);
    buf_addf(&run->out, "they are the couple '%s'\n", code);
    return action_commit(run);
}

static bool
check_couple(struct action_run *run)
{
    const char *code = action_operand(run, 1);

    return !code || has_couple(run, str_from(code))
           || context_refuse(run->context, "'attune client list' lists them",
                             "there is no couple '%s'", code);
}

static bool
unlink_two(struct action_run *run)
{
    if (!check_couple(run))
        return false;
    put_couple(run, action_operand(run, 1), (const uint32_t[2]){0, 0});
    return action_commit(run);
}

static bool
hold(struct action_run *run)
{
    const char *code = action_operand(run, 1);

    if (!check_couple(run))
        return false;
    people_hold(run->casebook, str_from(code ? code : ""), true);
    return action_commit(run);
}

/* A hold of two people outlives the code that it was given by, and stays
   beside one of everybody: so it is said what became of both. */
static void
tell_released(struct action_run *run, const char *code, const bool *was_held,
              bool were_all)
{
    size_t n;
    size_t n_told = 0;
    const struct couple *couples =
        people_couples(run->casebook, run->context->arena, &n);

    if (!code)
        buf_add_text(&run->out, were_all ? "pages for two are not held any more"
                                         : "not all pages for two were held");
    for (size_t i = 0; i < n; i++)
        if (code && str_is(couples[i].code, code))
            buf_addf(&run->out, "the page of '%s' %s%s", code,
                     was_held[i] ? "is not held any more" : "was not held",
                     were_all ? "; those of all couples are" : "");
        else if (!code && was_held[i])
            buf_addf(&run->out, "%s '%.*s'",
                     n_told++ ? "," : "; held by itself still:",
                     STR_ARGS(couples[i].code));
    buf_add_char(&run->out, '\n');
}

static bool
release(struct action_run *run)
{
    const char *code = action_operand(run, 1);
    size_t n;

    if (!check_couple(run))
        return false;
    const struct couple *couples =
        people_couples(run->casebook, run->context->arena, &n);
    bool *was_held = ARENA_ARRAY(run->context->arena, n, bool);
    for (size_t i = 0; i < n; i++)
        was_held[i] = people_is_held(run->casebook, &couples[i]);
    tell_released(run, code, was_held, people_is_held(run->casebook, NULL));
    people_hold(run->casebook, str_from(code ? code : ""), false);
    return action_commit(run);
}

/* ---- the list ---- */

struct listing {
    size_t *n_sessions;
    size_t *n_unread;
    struct str *last; /* day of a session */
    const struct couple *couples;
    size_t n_couples;
};

static void
count_session(struct action_run *run, size_t idx, struct listing *listing)
{
    struct record_front front = casebook_front(run->casebook, idx);
    struct fields fields;

    if (!casebook_read(run->casebook, idx, run->context->arena, &fields))
        return;
    struct str date = fields_get(&fields, "date");
    struct str *last = &listing->last[front.client];
    listing->n_sessions[front.client]++;
    if (!last->len || action_is_later(date, *last))
        *last = date;
}

static struct listing
take_listing(struct action_run *run)
{
    struct arena *arena = run->context->arena;
    size_t n = casebook_n_clients(run->casebook) + (size_t)1;
    struct listing listing = {.n_sessions = ARENA_ARRAY(arena, n, size_t),
                              .n_unread = ARENA_ARRAY(arena, n, size_t),
                              .last = ARENA_ARRAY(arena, n, struct str)};
    size_t n_sessions;
    size_t n_unread;
    const size_t *unread = people_unread(run->casebook, arena, &n_unread);

    listing.couples = people_couples(run->casebook, arena, &listing.n_couples);
    const size_t *sessions = people_sessions(run->casebook, arena, &n_sessions);
    for (size_t i = 0; i < n_sessions; i++)
        count_session(run, sessions[i], &listing);
    for (size_t i = 0; i < n_unread; i++)
        listing.n_unread[casebook_front(run->casebook, unread[i]).client]++;
    return listing;
}

static void
add_client(struct action_run *run, const struct listing *listing,
           uint32_t client)
{
    const struct couple *couple =
        people_couple_of(listing->couples, listing->n_couples, client);
    bool with_names = args_of(run)->with_names;
    struct fields told =
        casebook_client(run->casebook, client, run->context->arena);

    action_add_cell(run, casebook_code(run->casebook, client), ',');
    action_add_cell(run, couple ? couple->code : STR(""), ',');
    buf_addf(&run->out, "%zu,", listing->n_sessions[client]);
    action_add_cell(run, listing->last[client], ',');
    buf_addf(&run->out, "%zu", listing->n_unread[client]);
    for (size_t i = 0; with_names && i < N_ELEMENTS(facts); i++) {
        buf_add_char(&run->out, ',');
        csv_add_guarded(&run->out, fields_get(&told, facts[i].name), ',');
    }
    buf_add_char(&run->out, '\n');
}

static bool
list(struct action_run *run)
{
    struct listing listing = take_listing(run);

    buf_add_text(&run->out, "client,couple,sessions,last,unread");
    for (size_t i = 0; args_of(run)->with_names && i < N_ELEMENTS(facts); i++)
        buf_addf(&run->out, ",%s", facts[i].name);
    buf_add_char(&run->out, '\n');
    for (uint32_t i = 1; i <= casebook_n_clients(run->casebook); i++)
        if (casebook_person(run->casebook, i) == i
            && !casebook_is_erased(run->casebook, i))
            add_client(run, &listing, i);
    print_rows(run->context, buf_str(&run->out));
    buf_empty(&run->out);
    return true;
}

/* ---- erasing ---- */

/* The last day of those of a client, and of whom was merged into it. */
static struct str
retained_until(struct action_run *run, uint32_t client)
{
    struct str last = STR("");

    for (uint32_t i = 1; i <= casebook_n_clients(run->casebook); i++) {
        if (casebook_person(run->casebook, i) != client)
            continue;
        struct fields told =
            casebook_client(run->casebook, i, run->context->arena);
        struct str until = fields_get(&told, "retain-until");
        if (action_is_later(until, last))
            last = until;
    }
    return last;
}

static bool
may_be_erased(struct action_run *run, uint32_t client)
{
    struct str until = retained_until(run, client);

    return !until.len || !action_is_later(until, action_today(run))
           || args_of(run)->although_retained
           || context_refuse(
               run->context, "--although-retained erases all the same",
               "the answers must be kept until %.*s", STR_ARGS(until));
}

/* When the first record of a client was written: a session that was moved says
   when it was as another's. */
static struct str
first_day(struct action_run *run, uint32_t client)
{
    struct str first = STR("");
    struct fields fields;

    for (size_t i = 0; i < casebook_n_records(run->casebook); i++) {
        if (casebook_front(run->casebook, i).client != client
            || !casebook_read(run->casebook, i, run->context->arena, &fields))
            continue;
        struct str at = fields_get(&fields, ".at");
        if (!first.len || action_is_later(first, at))
            first = at;
    }
    return first;
}

/* What was written elsewhere since the client is known: it may hold something
   of the client. */
static void
tell_copies(struct action_run *run, struct str since)
{
    static const char *const writing[] = {"report", "score", "export"};
    struct fields fields;
    size_t n = 0;

    for (size_t i = 0; i < casebook_n_records(run->casebook); i++) {
        if (casebook_front(run->casebook, i).kind != RECORD_LOG
            || !casebook_read(run->casebook, i, run->context->arena, &fields)
            || action_is_later(since, fields_get(&fields, ".at")))
            continue;
        struct str what = fields_get(&fields, "what");
        struct str detail = fields_get(&fields, "detail");
        bool is_copy = str_is(what, "backup") || str_is(what, "export");
        for (size_t k = 0; k < N_ELEMENTS(writing); k++)
            if (str_is(what, "read") && str_is(detail, writing[k])) {
                is_copy = true;
                what = detail;
            }
        if (is_copy && !n++)
            buf_add_text(&run->out, "what was written since may hold some of "
                                    "it still:\n");
        if (is_copy)
            buf_addf(&run->out, "%.*s %.*s\n",
                     STR_ARGS(fields_get(&fields, ".at")), STR_ARGS(what));
    }
}

static bool
erase(struct action_run *run)
{
    static const struct question why[] = {
        {"reason", "Why is it erased?", REPLY_TEXT, true}};
    uint32_t client = action_client(run, 1);
    struct fields fields = {0};

    if (!client || !may_be_erased(run, client)
        || !action_ask(run, why, N_ELEMENTS(why), &fields))
        return false;
    struct str since = first_day(run, client);
    uint32_t n_numbers = casebook_n_clients(run->casebook);
    if (!casebook_erase_client(run->casebook, client,
                               fields_get(&fields, "reason"),
                               run->context->diag))
        return false;
    buf_add_text(&run->out,
                 "the key is destroyed: nothing of this client opens "
                 "again here; of the code a digest is kept, so that no import "
                 "brings the client back\n");
    if (casebook_n_clients(run->casebook) > n_numbers)
        buf_add_text(&run->out, "a session that was moved to this client "
                                "opened with another's key, too: that other "
                                "client has a new one\n");
    tell_copies(run, since);
    buf_add_text(&run->out, "a disk may keep what was overwritten (flash, "
                            "snapshots): that opens with the passphrase "
                            "alone\n");
    return true;
}

/* ---- the command ---- */

static const struct action client_actions[] = {
    {"add", 1, 1, "a new code", false, fits_code, add},
    {"list", 0, 0, "no operand", false, NULL, list},
    {"change", 1, 1, "a code", false, NULL, change},
    {"rename", 2, 2, "a code and a new one", false, fits_new_code,
     rename_client},
    {"merge", 2, 2, "the code that was a slip, and that of whom it is", false,
     NULL, merge},
    {"link", 2, 3, "two codes, and one for the couple", false, fits_link,
     link_two},
    {"unlink", 1, 1, "the code of a couple", false, NULL, unlink_two},
    {"hold", 0, 1, "the code of a couple, or nothing: all of them", false, NULL,
     hold},
    {"release", 0, 1, "the code of a couple, or nothing: all of them", false,
     NULL, release},
    {"erase", 1, 1, "a code", false, NULL, erase},
    {.name = NULL},
};
const struct command cmd_client = {
    .name = "client",
    .summary = "the clients and couples of the casebook",
    .operands = "add CODE|list|change CODE|rename CODE NEW|merge CODE INTO|"
                "link CODE CODE [COUPLE]|unlink COUPLE|hold [COUPLE]|"
                "release [COUPLE]|erase CODE",
#include "cli/manual/client.inc"
    .options = client_options,
    .args_size = sizeof(struct client_args),
    .needs = WRITES_STATE,
    .actions = client_actions,
};
