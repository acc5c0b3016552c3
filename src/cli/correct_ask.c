/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks at a terminal what is to be corrected; see correction.h. */
#include "cli/correction.h"

#include <unistd.h>
#include "base/num.h"
#include "cli/fill_job.h"
#include "fill/terminal.h"

struct asking_person {
    struct correction *correction;
    bool with_private;
    struct terminal terminal;
};

/* ---- saying and asking ---- */

static void
say(struct asking_person *person, const char *text)
{
    terminal_say(&person->terminal, str_from(text), 0);
}

/* The line that is typed behind 'question', in the arena; NULL: the input
   ended, or the person left. */
static const char *
ask(struct asking_person *person, const char *question)
{
    struct str line;

    buf_addf(&person->terminal.out, "%s ", question);
    enum typed typed = fill_ask_line(&person->terminal, TYPING_LINE,
                                     person->correction->file->unlocked, &line);
    if (typed == TYPED_RESTED)
        say(person, "Nobody answered.");
    if (typed != TYPED_LINE)
        return NULL;
    return arena_text(person->correction->context->arena, str_trim(line));
}

/* What is wrong is said at once: it is asked again. */
static void
say_problems(struct asking_person *person, struct diag *problems)
{
    for (size_t i = 0; i < diag_total(problems); i++) {
        const struct diagnostic *problem = diag_get(problems, i);
        struct buf line = {0};
        buf_add_text(&line, message_words(problem->message));
        if (problem->detail)
            buf_addf(&line, ": %s", problem->detail);
        if (problem->hint)
            buf_addf(&line, " (%s)", problem->hint);
        terminal_say_composed(&person->terminal, &line, 0);
    }
}

/* ---- an item ---- */

static void
say_choices(struct asking_person *person, const struct response *response)
{
    for (size_t i = 0; i < response->n_choices; i++) {
        struct buf line = {0};
        num_add(&line, decimal_value(response->choices[i].value));
        if (response->choices[i].label)
            buf_addf(&line, " %s", response->choices[i].label);
        terminal_say_composed(&person->terminal, &line, 2);
    }
}

static void
show_item(struct asking_person *person, size_t idx)
{
    const struct correction *correction = person->correction;
    const struct item *item = &correction->instrument->items[idx];
    struct str old = correction_old(correction, idx);
    struct buf line = {0};

    if (item->is_private && !person->with_private) {
        say(person, "This question is private: neither it nor its answer is "
                    "shown.");
        return;
    }
    person->terminal.is_private |= item->is_private;
    if (item->text)
        say(person, item->text);
    if (item->response->kind == RESPONSE_CHOICES)
        say_choices(person, item->response);
    buf_add_text(&line, "It stands as: ");
    buf_add(&line, old.len ? old : STR("(nothing)"));
    terminal_say_composed(&person->terminal, &line, 0);
}

/* False: the person left, or wants nothing. */
static bool
ask_value(struct asking_person *person, const char *name)
{
    for (;;) {
        struct diag *problems SCOPED(diag_drop) = diag_new();
        const char *value = ask(person, "What should it be?");
        if (!value || !*value)
            return value;
        if (correction_set(person->correction, str_from(name), str_from(value),
                           (struct place){0}, problems))
            return true;
        say_problems(person, problems);
    }
}

/* What a gate has opened is asked at once. */
static bool
ask_opened(struct asking_person *person)
{
    const struct correction *correction = person->correction;
    size_t idx;

    while ((idx = correction_open_item(correction)) != SIZE_MAX) {
        struct buf line = {0};
        buf_addf(&line,
                 "'%s' is asked of who answers so.  Its answer, or why there "
                 "is none (skipped, declined, not-asked):",
                 correction->instrument->items[idx].id);
        terminal_say_composed(&person->terminal, &line, 0);
        show_item(person, idx);
        if (!ask_value(person, correction->instrument->items[idx].id))
            return false;
    }
    return true;
}

/* ---- all of it ---- */

static void
show_row(struct asking_person *person)
{
    static const enum fact shown[] = {FACT_CLIENT, FACT_SESSION, FACT_DATE};
    const struct correction *correction = person->correction;
    struct buf line = {0};

    buf_addf(&line, "%s, row %zu: %s", corrected_file_name(correction->file),
             correction->row, correction->instrument->title);
    for (size_t i = 0; i < N_ELEMENTS(shown); i++)
        if (correction->name.facts[shown[i]].len)
            buf_addf(&line, ", %s %.*s", fact_names[shown[i]],
                     STR_ARGS(correction->name.facts[shown[i]]));
    terminal_say_composed(&person->terminal, &line, 0);
}

/* '*goes_on': something more may be wrong.  False: the person left. */
static bool
ask_one(struct asking_person *person, bool *goes_on)
{
    struct correction *correction = person->correction;
    struct diag *problems SCOPED(diag_drop) = diag_new();
    const char *name = ask(
        person, "What is wrong? An item's id, client, session, date, couple, "
                "'remove' (a doubled row), or Enter when that is all:");
    size_t idx;
    bool ok = name;

    *goes_on = name && *name;
    if (*goes_on && str_is(STR("remove"), name)) {
        *goes_on = !correction_remove(correction, (struct place){0}, problems);
    } else if (*goes_on) {
        switch (correction_find(correction, str_from(name), &idx)) {
        case CORRECTED_ITEM:
            show_item(person, idx);
            ok = ask_value(person, name) && ask_opened(person);
            break;
        case CORRECTED_FACT:
            ok = ask_value(person, name);
            break;
        case CORRECTED_NONE:
            /* Says what there is. */
            (void)!correction_set(correction, str_from(name), STR(""),
                                  (struct place){0}, problems);
            break;
        }
    }
    say_problems(person, problems);
    return ok;
}

static bool
ask_reason(struct asking_person *person)
{
    const char *reason;

    do
        reason = ask(person, person->correction->file->unlocked
                                 ? "Why? (It is kept in the casebook.)"
                                 : "Why? (It is kept beside the file.)");
    while (reason && !*reason);
    person->correction->reason = reason;
    return reason;
}

/* Whether it is to be done. */
static bool
ask_sure(struct asking_person *person)
{
    struct correction *correction = person->correction;
    struct diag *problems SCOPED(diag_drop) = diag_new();
    bool ok = correction_follow(correction, problems);

    say_problems(person, problems);
    if (!ok || !ask_reason(person))
        return false;
    if (correction->couple.len && !correction->file->unlocked)
        say(person, "A column 'couple' is added to the file, empty in all "
                    "other rows.");
    const char *answer = ask(person, "Write it? (y/n)");
    return answer && (*answer == 'y' || *answer == 'Y');
}

bool
correct_ask(struct correction *correction, bool with_private)
{
    struct context *context = correction->context;
    const struct face_options io = {.in_fd = STDIN_FILENO,
                                    .out_fd = STDOUT_FILENO,
                                    .width_cells = context->width_cells,
                                    .can_erase = !context->terminal_is_dumb,
                                    .in_error = &context->in_error,
                                    .out_error = &context->out_error};
    struct asking_person person = {correction, with_private, {0}};
    bool goes_on = true;
    bool ok = true;

    terminal_open(&person.terminal, &io);
    show_row(&person);
    while (ok && goes_on)
        ok = ask_one(&person, &goes_on);
    ok = ok && ask_sure(&person);
    if (person.terminal.is_private)
        terminal_add_blank(&person.terminal);
    if (!ok)
        say(&person, "Nothing was changed.");
    terminal_put(&person.terminal);
    terminal_close(&person.terminal);
    return ok;
}
