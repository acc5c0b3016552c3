/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows to the records of their sessions; see unread.h. */
#include "cli/unread.h"

#include <string.h>
#include "casebook/people.h"
#include "cli/print.h"

/* Of each record: whether it is a session that is unread. */
static bool *
find_unread(struct casebook *casebook, struct arena *arena)
{
    bool *is = ARENA_ARRAY(arena, casebook_n_records(casebook), bool);
    size_t n;
    const size_t *sessions = people_unread(casebook, arena, &n);

    for (size_t i = 0; i < n; i++)
        is[sessions[i]] = true;
    return is;
}

/* Takes the rows of a file with what their records are. */
static void
take_rows(struct unread *unread, const struct unlocked_file *file,
          const bool *is_unread)
{
    for (size_t row = 0; row < file->n_rows; row++) {
        unread->records[unread->n] = file->records[row];
        unread->is[unread->n++] = is_unread[file->records[row]];
    }
}

struct unread
unread_of(const struct data *data, struct arena *arena)
{
    struct casebook *casebook = data->unlocked.casebook;
    size_t n_records = casebook_n_records(casebook);
    const bool *is_unread = find_unread(casebook, arena);
    struct unread unread = {.is = ARENA_ARRAY(arena, n_records, bool),
                            .records = ARENA_ARRAY(arena, n_records, size_t)};

    for (size_t i = 0; i < data->files.n; i++)
        for (size_t k = 0; k < data->unlocked.files.n; k++)
            if (strcmp(data->unlocked.files.items[k].path, data->files.items[i])
                == 0)
                take_rows(&unread, &data->unlocked.files.items[k], is_unread);
    return unread;
}

bool
unread_has(const struct unread *unread, size_t number)
{
    return number && number <= unread->n && unread->is[number - 1];
}

void
unread_leave(struct unread *unread, size_t number)
{
    if (!unread_has(unread, number))
        return;
    unread->is[number - 1] = false;
    unread->n_left++;
}

void
unread_note(struct unread *unread, size_t number, const struct scored *scored,
            size_t n_plans, size_t row, struct arena *arena)
{
    for (size_t i = 0; i < n_plans; i++) {
        if (scored[i].batch->state[row] != ROW_OTHER_EDITION)
            continue;
        bool is_unread = unread_has(unread, number);
        *vec_add(arena, &unread->others) = is_unread;
        unread->n_settled += !is_unread;
    }
}

void
unread_tell(struct unread *unread, struct reading *reading,
            const struct diag *problems)
{
    struct diag *told SCOPED(diag_drop) = diag_new();
    struct diag *none SCOPED(diag_drop) = diag_new();
    size_t n = 0;

    for (size_t i = 0; i < diag_total(problems); i++) {
        const struct diagnostic *problem = diag_get(problems, i);
        bool is_other =
            problem->message == MSG_DATA_OTHER_EDITION && n < unread->others.n;
        if (!is_other || unread->others.items[n])
            diag_add_copy(told, problem);
        n += is_other;
    }
    unread->others.n = 0;
    reading_tell_rows(reading, told, none);
}

void
unread_uncount(const struct unread *unread, struct reading *reading)
{
    reading->totals.tally.n_problems[MSG_DATA_OTHER_EDITION] -=
        unread->n_settled;
}

/* The client of a row that is unread; 0: it is read, or another client's than
   is meant. */
static uint32_t
client_to_settle(struct casebook *casebook, const struct unread *unread,
                 size_t row, const char *meant)
{
    uint32_t client = casebook_front(casebook, unread->records[row]).client;
    bool is_meant = !meant || str_is(casebook_code(casebook, client), meant);

    return unread->is[row] && is_meant ? client : 0;
}

static void
put_review(struct casebook *casebook, uint32_t client, size_t record,
           struct str action, struct arena *arena)
{
    struct fields fields = {0};

    fields_put(arena, &fields, STR("record"), digits_of(record, arena));
    fields_put(arena, &fields, STR("action"), action);
    casebook_put(casebook, RECORD_REVIEW, client, &fields);
}

bool
unread_settle(const struct data *data, const struct unread *unread,
              const char *meant, struct str action)
{
    struct context *context = data->context;
    struct casebook *casebook = data->unlocked.casebook;
    struct buf out = {0};
    uint32_t first = 0;
    bool are_several = false;
    size_t n = 0;

    for (size_t i = 0; i < unread->n; i++) {
        uint32_t client = client_to_settle(casebook, unread, i, meant);
        n += client != 0;
        first = first ? first : client;
        are_several |= client && client != first;
    }
    if (are_several && action.len)
        return context_refuse(
            context, "settle each with --client, or without a word",
            "what is done would stand with sessions of several clients, and in "
            "what is exported of each");
    for (size_t i = 0; i < unread->n; i++) {
        uint32_t client = client_to_settle(casebook, unread, i, meant);
        if (client)
            put_review(casebook, client, unread->records[i], action,
                       context->arena);
    }
    if (n && !casebook_commit(casebook, context->diag))
        return false;
    PRINT_ADD_COUNTS(&out, "# [session is|sessions are] read\n", n);
    if (unread->n_left)
        PRINT_ADD_COUNTS(&out,
                         "# [session of another edition stays|sessions of "
                         "another edition stay] unread; -i ID.N, as in -i "
                         "session-check.2, reads them\n",
                         unread->n_left);
    print_said(&out);
    return true;
}
