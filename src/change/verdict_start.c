/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes are counted from; see verdict.h. */
#include "change/verdict.h"

#include <math.h>
#include <string.h>
#include "base/date.h"
#include "base/num.h"
#include "base/str.h"
#include "score/precision.h"

/* The first score of the edition that the session is of, so that after a new
   edition changes can be judged again; where that is the session itself, the
   first of all. */
static size_t
first_of_edition(const struct series *series, size_t session)
{
    const struct session *sessions = series->history->sessions;

    for (size_t i = series->first; i < session; i++)
        if (series_score(series, i)->why == WHY_SCORED
            && !session_of_other_edition(&sessions[i], &sessions[session]))
            return i;
    return series->first;
}

/* FIRST..LAST as it is written; false: it is another label. */
struct range {
    struct str first;
    struct str last;
};

static bool
read_range(const struct history *history, const char *label,
           struct range *range)
{
    return history_find(history, label) == SIZE_MAX
           && str_cut(str_from(label), "..", &range->first, &range->last)
           && range->first.len && range->last.len;
}

static bool
read_number(struct str text, double *number)
{
    return text.len && num_read(text, number);
}

/* The number that a session is called by: twins of one name have one. */
static bool
number_of(const struct session *session, double *number)
{
    return read_number(
        str_from(*session->name ? session->name : session->label), number);
}

/* Numbers are compared; other names stand where the history has them. */
static bool
is_in(const struct history *history, const struct range *range, size_t session)
{
    const struct session *sessions = history->sessions;
    bool is_begun = false;
    bool is_to_end = false;
    double first;
    double last;
    double number;

    if (read_number(range->first, &first) && read_number(range->last, &last))
        return number_of(&sessions[session], &number) && number >= first
               && number <= last;
    for (size_t i = 0; i < history->n_sessions; i++) {
        is_begun |= i <= session && str_is(range->first, sessions[i].label);
        is_to_end |= i >= session && str_is(range->last, sessions[i].label);
    }
    return is_begun && is_to_end;
}

/* SIZE_MAX: it has no session that is called so. */
static size_t
place_of(const struct history *history, struct str name)
{
    size_t i = 0;

    while (history && i < history->n_sessions
           && !str_is(name, history->sessions[i].label))
        i++;
    return history && i < history->n_sessions ? i : SIZE_MAX;
}

bool
verdict_is_backwards(const struct history *history, const char *label)
{
    struct range range;
    double first;
    double last;
    int32_t first_day;
    int32_t last_day;

    if (!str_cut(str_from(label), "..", &range.first, &range.last))
        return false;
    if (read_number(range.first, &first) && read_number(range.last, &last))
        return first > last;
    if (date_read(range.first, &first_day) && date_read(range.last, &last_day))
        return first_day > last_day;
    size_t place = place_of(history, range.first);
    return place != SIZE_MAX && place > place_of(history, range.last);
}

bool
verdict_has_baseline(const struct history *history, const char *label)
{
    struct range range;

    if (!read_range(history, label, &range))
        return history_find(history, label) != SIZE_MAX;
    for (size_t i = 0; i < history->n_sessions; i++)
        if (is_in(history, &range, i))
            return true;
    return false;
}

/* The error of what has gates between its items, or of what stands in for some
   that do not apply, is not known, nor is it however blanks are filled. */
static double
stretch_of(const struct scale *scale, const struct score *score)
{
    double stretch;

    if (score->branches || score->out_most)
        return INFINITY;
    return precision_stretch(scale, score, &stretch) ? stretch : (double)NAN;
}

/* Takes one more score into a sum. */
static void
add_score(const struct scale *scale, struct score *sum,
          const struct score *score)
{
    double stretch = stretch_of(scale, score);

    sum->value += score->value;
    sum->low += score->low;
    sum->high += score->high;
    if (!isinf(sum->mean_stretch))
        sum->mean_stretch =
            isinf(stretch) ? stretch : sum->mean_stretch + stretch;
    sum->has_range &= score->has_range;
    sum->may_lack |= score->may_lack;
    sum->blanks |= score->blanks;
    sum->fitting &= score->fitting;
    sum->n_meant++;
}

/* Of one score itself, which has more to say. */
static void
finish_mean(const struct series *series, struct verdict_start *start)
{
    struct score *score = &start->score;
    double n = (double)score->n_meant;

    if (score->n_meant == 1)
        *score = *series_score(series, start->last);
    if (score->n_meant < 2)
        return;
    score->value /= n;
    score->low /= n;
    score->high /= n;
    score->mean_stretch /= n * n;
    score->answered = score->items = (int)series->scale->n_members;
}

static struct verdict_start
mean_of(const struct series *series, const struct range *range)
{
    const struct history *history = series->history;
    struct verdict_start start = {SIZE_MAX,
                                  SIZE_MAX,
                                  {.why = WHY_SCORED,
                                   .has_range = true,
                                   .fitting = UINT64_MAX,
                                   .band = -1,
                                   .beyond = BEYOND_UNKNOWN}};

    for (size_t i = 0; i < history->n_sessions; i++) {
        const struct score *score = series_score(series, i);

        if (score->why != WHY_SCORED || history->sessions[i].again_after
            || !is_in(history, range, i))
            continue;
        if (start.first == SIZE_MAX)
            start.first = i;
        start.last = i;
        add_score(series->scale, &start.score, score);
    }
    finish_mean(series, &start);
    return start;
}

struct verdict_start
verdict_start(const struct series *series, size_t session, const char *label)
{
    struct verdict_start start = {.first = SIZE_MAX, .last = SIZE_MAX};
    struct range range;

    if (label && read_range(series->history, label, &range))
        return mean_of(series, &range);
    if (label)
        start.last = history_find(series->history, label);
    else if (series->first != SIZE_MAX && session != SIZE_MAX)
        start.last = first_of_edition(series, session);
    else
        start.last = series->first;
    if (start.last != SIZE_MAX
        && series_score(series, start.last)->why != WHY_SCORED)
        start.last = SIZE_MAX;
    start.first = start.last;
    if (start.last != SIZE_MAX)
        start.score = *series_score(series, start.last);
    return start;
}

const char *
verdict_start_label(const struct verdict_start *start,
                    const struct history *history, const char *label)
{
    if (start->last == SIZE_MAX)
        return NULL;
    return start->first < start->last ? label
                                      : history->sessions[start->last].label;
}
