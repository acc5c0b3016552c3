/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds an action and has it done; see action.h. */
#include "cli/action.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/date.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cli/clock.h"
#include "cli/print.h"
#include "cli/prompt.h"
#include "cli/shell.h"
#include "response/csv.h"

enum { LIMIT_TEXT = 1 << 16 };

const char *
action_operand(const struct action_run *run, size_t number)
{
    return number < run->operands->n ? run->operands->items[number] : NULL;
}

uint32_t
action_client(struct action_run *run, size_t number)
{
    const char *code = action_operand(run, number);
    uint32_t client = casebook_find(run->casebook, str_from(code));

    if (!client)
        context_refuse(run->context, "'attune client list' lists them",
                       "there is no client '%s'", code);
    return client;
}

/* ---- doing ---- */

static bool
act(const struct action *action, struct action_run *run)
{
    if (action->fits && !action->fits(run))
        return false;
    if (action->is_locked)
        return action->run(run);
    run->casebook = unlocking_open(run->context, run->unlock);
    bool ok = run->casebook && action->run(run);
    casebook_close(run->casebook);
    return ok;
}

static void
refuse_word(const struct action *actions, struct context *context)
{
    struct buf words SCOPED(buf_clear) = {0};

    for (; actions->name; actions++)
        buf_addf(&words, "%s%s", words.len ? ", " : "", actions->name);
    context_refuse(context, NULL, "%s does one of: %s", context->command,
                   buf_text(&words));
}

static void
do_it(const struct action *action, struct action_run *run, int n)
{
    if (n < action->least || n > action->most)
        context_refuse(run->context, NULL, "'%s' takes %s", action->name,
                       action->takes);
    else if (act(action, run))
        print_out(run->context, buf_str(&run->out));
    buf_clear(&run->out);
}

void
action_do(struct context *context, const struct action *actions,
          const void *args, const struct text_list *operands)
{
    struct action_run run = {
        .context = context, .args = args, .unlock = args, .operands = operands};
    const char *name = operands->n ? operands->items[0] : "";

    const struct action *action = actions;
    bool is_named_by_command = strcmp(action->name, context->command) == 0;

    while (!is_named_by_command && action->name
           && strcmp(action->name, name) != 0)
        action++;
    if (action->name)
        do_it(action, &run, (int)operands->n - !is_named_by_command);
    else
        refuse_word(actions, context);
}

bool
action_commit(struct action_run *run)
{
    return casebook_commit(run->casebook, run->context->diag);
}

void
action_add_cell(struct action_run *run, struct str text, char end)
{
    csv_add_guarded(&run->out, text, ',');
    buf_add_char(&run->out, end);
}

struct str
action_today(const struct action_run *run)
{
    enum { DATE_LEN = 10 };
    struct str now = str_from(clock_text(run->context, run->context->arena));

    now.len = DATE_LEN;
    return now;
}

bool
action_is_later(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.bytes, b.bytes, len) : 0;

    return order ? order > 0 : a.len > b.len;
}

/* ---- asking ---- */

/* What cannot be kept is not asked for. */
static bool
may_change(const struct action_run *run)
{
    return !run->casebook
           || casebook_may_change(run->casebook, run->context->diag);
}

static bool
refuse_length(struct context *context)
{
    return context_refuse(context, NULL,
                          "standard input is a text of 1 to %d bytes",
                          LIMIT_TEXT - 1);
}

/* The next line of standard input as it was typed.  False at the end, and, when
   it has failed or nobody is there, after adding an error. */
static bool
read_line(struct action_run *run, struct buf *text, bool *failed)
{
    bool is_watched = run->casebook && isatty(STDIN_FILENO);
    bool is_alone = is_watched && !vigil_await(STDIN_FILENO);
    bool is_there = !is_alone && file_read_line(STDIN_FILENO, LIMIT_TEXT, text);

    *failed = is_alone || (!is_there && errno);
    if (is_alone) {
        prompt_blank(run->context);
        context_refuse(run->context, NULL, "nobody answered: nothing was done");
    } else if (*failed && errno == EOVERFLOW) {
        refuse_length(run->context);
    } else if (*failed) {
        file_add_error(run->context->diag, MSG_CANNOT_READ, "standard input");
    }
    return is_there;
}

static bool
next_line(struct action_run *run, struct str *line, bool *failed)
{
    struct buf text = {0};
    bool is_there = read_line(run, &text, failed);

    *line = str_trim(str_from(arena_take(run->context->arena, &text)));
    return is_there;
}

/* What is wanted where the text is none; NULL: it is. */
static const char *
wanted(const struct action_run *run, const struct question *question,
       struct str text)
{
    int32_t days;

    if (!text.len)
        return NULL;
    switch (question->reply) {
    case REPLY_TEXT:
        return utf8_is_text(text) ? NULL : "a text";
    case REPLY_DATE:
    case REPLY_PAST_DATE:
        if (!date_read(text, &days))
            return "a day, year-month-day";
        return question->reply == REPLY_PAST_DATE
                       && action_is_later(text, action_today(run))
                   ? "a day that has come"
                   : NULL;
    case REPLY_YES_NO:
        break;
    }
    return str_is(text, "yes") || str_is(text, "no") ? NULL : "yes or no";
}

static bool
take(struct action_run *run, const struct question *question, struct str text,
     struct fields *fields)
{
    const char *lacks = wanted(run, question, text);

    if (lacks)
        return context_refuse(run->context, NULL, "'%s' is %s", question->name,
                              lacks);
    if (text.len)
        fields_set(run->context->arena, fields, str_from(question->name), text);
    return true;
}

static void
say(struct action_run *run, const char *words)
{
    prompt_say(arena_printf(run->context->arena, "%s ", words));
}

/* Whoever types something else is asked again, and whoever ends it before the
   last question wants nothing done. */
static bool
ask(struct action_run *run, const struct question *question,
    struct fields *fields)
{
    const char *words = question->words;
    const char *lacks;
    struct str line;
    bool failed;

    do {
        say(run, words);
        bool is_said = next_line(run, &line, &failed);
        prompt_end();
        if (!is_said)
            return !failed
                   && context_refuse(run->context, NULL, "'%s' was not said",
                                     question->name);
        lacks = wanted(run, question, line);
        if (lacks)
            words = arena_printf(run->context->arena, "'%s' is %s. %s",
                                 question->name, lacks, question->words);
    } while (lacks);
    return take(run, question, line, fields);
}

static bool
take_line(struct action_run *run, const struct question *questions, size_t n,
          struct str line, struct fields *fields)
{
    struct str name;
    struct str value;

    if (!line.len)
        return true;
    if (str_cut(line, "=", &name, &value))
        for (size_t i = 0; i < n; i++)
            if (str_is(str_trim(name), questions[i].name))
                return take(run, &questions[i], str_trim(value), fields);
    struct buf names SCOPED(buf_clear) = {0};
    for (size_t i = 0; i < n; i++)
        buf_addf(&names, "%s%s=", i ? ", " : "", questions[i].name);
    return context_refuse(run->context, NULL, "lines of standard input are: %s",
                          buf_text(&names));
}

bool
action_ask(struct action_run *run, const struct question *questions, size_t n,
           struct fields *fields)
{
    bool is_asked = isatty(STDIN_FILENO);
    bool ok = may_change(run);
    bool failed = false;
    struct str line;

    for (size_t i = 0; ok && is_asked && i < n; i++)
        ok = ask(run, &questions[i], fields);
    while (ok && !is_asked && next_line(run, &line, &failed))
        ok = take_line(run, questions, n, line, fields);
    ok = ok && !failed;
    for (size_t i = 0; ok && i < n; i++)
        if (questions[i].is_needed
            && !fields_get(fields, questions[i].name).len)
            ok = context_refuse(run->context, NULL, "'%s' was not said",
                                questions[i].name);
    return ok;
}

bool
action_read_text(struct action_run *run, const char *words, struct str *text)
{
    struct context *context = run->context;
    struct buf line SCOPED(buf_clear) = {0};
    struct buf all = {0};
    bool failed = false;

    if (!may_change(run))
        return false;
    if (isatty(STDIN_FILENO))
        say(run, words);
    while (all.len < LIMIT_TEXT && read_line(run, &line, &failed)) {
        buf_add(&all, buf_str(&line));
        buf_add_char(&all, '\n');
        buf_empty(&line);
    }
    if (isatty(STDIN_FILENO))
        prompt_end();
    size_t n = all.len;
    *text = str_trim((struct str){arena_take(context->arena, &all), n});
    if (failed)
        return false;
    if (n >= LIMIT_TEXT || !text->len || !utf8_is_text(*text))
        return refuse_length(context);
    return true;
}
