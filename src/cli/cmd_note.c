/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune note: what is kept on a client in words. */
#include "cli/command.h"

#include "base/utf8.h"
#include "cli/action.h"

struct note_args {
    struct unlock_args unlock;
    bool lists;
};

#define AT(member) offsetof(struct note_args, member)
#define UNLOCK(member) AT(unlock.member)
static const struct option_entry note_options[] = {
#include "cli/unlock_options.def"
    {"list", 0, OPTION_FLAG, AT(lists), NULL, NULL,
     "print the notes there are"},
    {.name = NULL},
};

static bool
list_notes(struct action_run *run, uint32_t client)
{
    struct fields fields;

    for (size_t i = 0; i < casebook_n_records(run->casebook); i++) {
        struct record_front front = casebook_front(run->casebook, i);
        if (front.kind != RECORD_NOTE || front.client != client
            || !casebook_read(run->casebook, i, run->context->arena, &fields))
            continue;
        utf8_add_shown(&run->out, fields_get(&fields, ".at"));
        buf_add_char(&run->out, ' ');
        utf8_add_shown(&run->out, fields_get(&fields, ".by"));
        buf_add_char(&run->out, '\n');
        utf8_add_shown_lines(&run->out, fields_get(&fields, "text"));
        buf_add_text(&run->out, "\n\n");
    }
    casebook_put_log(run->casebook, "notes read", client, NULL);
    casebook_commit_reading(run->casebook, run->context->diag);
    return true;
}

static bool
note(struct action_run *run)
{
    uint32_t client = action_client(run, 0);
    struct fields fields = {0};
    struct str text;

    if (!client)
        return false;
    if (((const struct note_args *)run->args)->lists)
        return list_notes(run, client);
    if (!action_read_text(
            run, "The note; Ctrl-D on a line of its own ends it:\n", &text))
        return false;
    fields_put(run->context->arena, &fields, STR("text"), text);
    casebook_put(run->casebook, RECORD_NOTE, client, &fields);
    buf_add_text(&run->out, "it is kept\n");
    return action_commit(run);
}

static const struct action note_actions[] = {
    {"note", 1, 1, "a client's code", false, NULL, note},
    {.name = NULL},
};

const struct command cmd_note = {
    .name = "note",
    .summary = "keep a note on a client in the casebook",
    .operands = "CODE",
#include "cli/manual/note.inc"
    .options = note_options,
    .args_size = sizeof(struct note_args),
    .needs = WRITES_STATE,
    .actions = note_actions,
};
