/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows to the records of their sessions; see unread.h. */
#include "cli/unread.h"

#include <string.h>
#include "casebook/people.h"
#include "cli/print.h"

typedef void session_fn(void *aux, size_t number, size_t record);

/* Each row of the files that are read, with the record of its session. */
static void
each_row(const struct data *data, session_fn *fn, void *aux)
{
    size_t number = 0;

    for (size_t i = 0; i < data->files.n; i++)
        for (size_t k = 0; k < data->unlocked.files.n; k++) {
            const struct unlocked_file *file = &data->unlocked.files.items[k];
            if (strcmp(file->path, data->files.items[i]) != 0)
                continue;
            for (size_t row = 0; row < file->n_rows; row++)
                fn(aux, ++number, file->records[row]);
        }
}

/* Of each record: whether it is a session that is unread. */
static bool *
find_unread(const struct data *data, struct arena *arena)
{
    struct casebook *casebook = data->unlocked.casebook;
    bool *is = ARENA_ARRAY(arena, casebook_n_records(casebook), bool);
    size_t n;
    const size_t *sessions = people_unread(casebook, arena, &n);

    for (size_t i = 0; i < n; i++)
        is[sessions[i]] = true;
    return is;
}

struct marking {
    struct unread *unread;
    const bool *is_unread;
};

static void
mark(void *aux, size_t number, size_t record)
{
    struct marking *marking = aux;

    marking->unread->is[number - 1] = marking->is_unread[record];
    marking->unread->n = number;
}

struct unread
unread_of(const struct data *data, struct arena *arena)
{
    struct unread unread = {0};
    struct marking marking = {&unread, find_unread(data, arena)};

    unread.is =
        ARENA_ARRAY(arena, casebook_n_records(data->unlocked.casebook), bool);
    each_row(data, mark, &marking);
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

struct settling {
    const struct data *data;
    const char *client;
    const struct unread *unread;
    struct str action;
    uint32_t first; /* client */
    bool are_several;
    size_t n;
};

static bool
is_settled(const struct settling *settling, size_t number, size_t record)
{
    struct casebook *casebook = settling->data->unlocked.casebook;
    uint32_t client = casebook_front(casebook, record).client;

    return unread_has(settling->unread, number)
           && (!settling->client
               || str_is(casebook_code(casebook, client), settling->client));
}

static void
count(void *aux, size_t number, size_t record)
{
    struct settling *settling = aux;
    struct casebook *casebook = settling->data->unlocked.casebook;

    if (!is_settled(settling, number, record))
        return;
    uint32_t client = casebook_front(casebook, record).client;
    if (!settling->n++)
        settling->first = client;
    settling->are_several |= client != settling->first;
}

static void
settle(void *aux, size_t number, size_t record)
{
    struct settling *settling = aux;
    struct arena *arena = settling->data->context->arena;
    struct casebook *casebook = settling->data->unlocked.casebook;
    uint32_t client = casebook_front(casebook, record).client;
    struct fields fields = {0};

    if (!is_settled(settling, number, record))
        return;
    fields_put(arena, &fields, STR("record"), digits_of(record, arena));
    fields_put(arena, &fields, STR("action"), settling->action);
    casebook_put(casebook, RECORD_REVIEW, client, &fields);
}

bool
unread_settle(const struct data *data, const struct unread *unread,
              const char *client, struct str action)
{
    struct context *context = data->context;
    struct buf out = {0};
    struct settling settling = {
        .data = data,
        .client = client,
        .unread = unread,
        .action = action,
    };

    each_row(data, count, &settling);
    if (settling.are_several && action.len)
        return context_refuse(
            context, "settle each with --client, or without a word",
            "what is done would stand with sessions of several clients, and in "
            "what is exported of each");
    each_row(data, settle, &settling);
    if (settling.n && !casebook_commit(data->unlocked.casebook, context->diag))
        return false;
    print_add_count_of(&out, settling.n, "session is", "sessions are");
    buf_add_text(&out, " read\n");
    if (unread->n_left) {
        print_add_count_of(&out, unread->n_left,
                           "session of another edition stays unread",
                           "sessions of another edition stay unread");
        buf_add_text(&out, "; -i ID.N, as in -i session-check.2, reads them\n");
    }
    print_said(&out);
    return true;
}
