/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune consent: what somebody says, alone, of a page for two. */
#include "cli/command.h"

#include "casebook/people.h"
#include "cli/action.h"
#include "instrument/instrument.h"
#include "instrument/library.h"

struct consent_args {
    struct unlock_args unlock;
};

#define AT(member) offsetof(struct consent_args, member)
#define UNLOCK(member) AT(unlock.member)
static const struct option_entry consent_options[] = {
#include "cli/unlock_options.def"
    {.name = NULL},
};

static const struct question consent_questions[] = {
    {"asked-alone", "Is the person alone with you, yes or no?", REPLY_YES_NO,
     true},
    {"seen-own", "Has the person seen their own half of the page, yes or no?",
     REPLY_YES_NO, true},
    {"scale",
     "Which scale, INSTRUMENT.SCALE (Enter: all but those asked for by name)?",
     REPLY_TEXT, false},
    {"consent", "May it be on a page for both, yes or no?", REPLY_YES_NO, true},
    {"date", "When was it said, year-month-day (Enter: today)?",
     REPLY_PAST_DATE, false},
};

/* A yes that was not said freely, or not knowing to what, is none. */
static bool
check_consent(struct action_run *run, const struct fields *fields)
{
    bool is_yes = str_is(fields_get(fields, "consent"), "yes");

    return !is_yes
           || (str_is(fields_get(fields, "asked-alone"), "yes")
               && str_is(fields_get(fields, "seen-own"), "yes"))
           || context_refuse(run->context,
                             "'attune report --client CODE' draws that half",
                             "a yes counts when it is said alone, by somebody "
                             "who has seen their own half");
}

/* What is said of a scale that is not there would be lost, a no most of all,
   and no page for two could be drawn any more.  A questionnaire that is on no
   shelf is known by its sessions. */
static bool
check_scale(struct action_run *run, struct str name)
{
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    struct str owner;
    struct str id;
    size_t idx;
    bool is_there = !name.len;

    if (str_cut(name, ".", &owner, &id)) {
        const struct instrument *instrument = library_load_id(
            context_library(run->context, NULL), owner, 0, unsaid);
        is_there = instrument
                       ? instrument_find_of(instrument, ID_SCALE, id, &idx)
                       : people_session_says(run->casebook, "instrument", owner,
                                             (const uint32_t[2]){0});
    }
    if (is_there)
        return true;
    diag_add(run->context->diag, MSG_CONSENT_SCALE, (struct place){0}, "'%.*s'",
             STR_ARGS(name));
    return diag_hint(run->context->diag,
                     "a scale is named INSTRUMENT.SCALE; empty means all but "
                     "those that are asked for by name");
}

static bool
consent(struct action_run *run)
{
    uint32_t client = action_client(run, 0);
    struct fields fields = {0};

    if (!client
        || !action_ask(run, consent_questions, N_ELEMENTS(consent_questions),
                       &fields))
        return false;
    if (!fields_get(&fields, "date").len)
        fields_set(run->context->arena, &fields, STR("date"),
                   action_today(run));
    if (!check_consent(run, &fields)
        || !check_scale(run, fields_get(&fields, "scale")))
        return false;
    casebook_put(run->casebook, RECORD_CONSENT, client, &fields);
    buf_add_text(&run->out, "it is kept\n");
    return action_commit(run);
}

static const struct action consent_actions[] = {
    {"consent", 1, 1, "a client's code", false, NULL, consent},
    {.name = NULL},
};

const struct command cmd_consent = {
    .name = "consent",
    .summary = "ask a client, alone, about a page for two",
    .operands = "CODE",
#include "cli/manual/consent.inc"
    .options = consent_options,
    .args_size = sizeof(struct consent_args),
    .needs = WRITES_STATE,
    .actions = consent_actions,
};
