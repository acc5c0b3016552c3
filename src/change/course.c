/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of a series; see course.h.  Time is in days until it is said. */
#include "change/course.h"

#include <string.h>
#include "base/date.h"

#define DAYS_A_WEEK 7.0
#define INTERVAL 0.95

/* ---- words ---- */

static const struct {
    const char *word;
    enum word text;
} ways[] = {
    [COURSE_NO_WAY] = {"no-direction", WORD_COURSE_NO_WAY},
    [COURSE_RISING] = {"rising", WORD_COURSE_RISING},
    [COURSE_FALLING] = {"falling", WORD_COURSE_FALLING},
};

const char *
course_way_word(enum course_way way)
{
    return ways[way].word;
}

const char *const course_why_texts[N_COURSE_WHYS] = {
    [COURSE_SAID] = "said",
    [COURSE_NO_DATES] = "no score has a date",
    [COURSE_FEW_SCORES] = "fewer than 6 scores have a date",
    [COURSE_FEW_FOR_LINE] = "fewer than 3 scores have a date",
    [COURSE_MANY_SCORES] = "more than 1,000 scores have a date",
    [COURSE_ONE_DAY] = "all scores are of one day",
    [COURSE_OTHER_EDITION] = "the scores are of different editions",
    [COURSE_OTHER_LANGUAGE] = "the scores are of different languages",
    [COURSE_NO_PHASES] = "there are not exactly two phases",
    [COURSE_FEW_IN_PHASE] = "a phase has fewer than 3 scores",
    [COURSE_NO_DIRECTION] = "neither end of the scale is the better one",
};

bool
course_add_text(const struct course *course, enum language language,
                struct buf *out)
{
    struct buf count SCOPED(buf_clear) = {0};
    if (course->trend.why != COURSE_SAID)
        return false;
    words_add_number(&count, language, (double)course->n_scores, 0);
    WORDS_ADD(out, language,
              course->n_undated ? WORD_COURSE_DATED : WORD_COURSE_ALL,
              buf_str(&count),
              str_from(word_in(language, ways[course->trend.way].text)));
    return true;
}

/* ---- the scores ---- */

/* The dated scores of a series in the order of time. */
struct points {
    double *days;
    double *scores;
    size_t n;
    enum course_why unlike; /* COURSE_SAID: they are of one measure */
};

static enum course_why
compare_measures(const struct session *one, const struct session *other)
{
    if (session_of_other_edition(one, other))
        return COURSE_OTHER_EDITION;
    if (*one->lang && *other->lang && strcmp(one->lang, other->lang) != 0)
        return COURSE_OTHER_LANGUAGE;
    return COURSE_SAID;
}

static bool
counts(const struct series *series, size_t session)
{
    return series_score(series, session)->why == WHY_SCORED
           && series->history->sessions[session].date_days != DATE_NONE;
}

/* 'said' holds what earlier sessions said last; one that says nothing goes on
   with that. */
static enum course_why
take_measure(struct session *said, const struct session *session)
{
    enum course_why why = compare_measures(said, session);
    if (session->edition)
        said->edition = session->edition;
    if (*session->lang)
        said->lang = session->lang;
    return why;
}

static struct points
points_of(const struct series *series, struct arena *arena)
{
    const struct history *history = series->history;
    struct session said = {.lang = ""};
    struct points points = {
        .days = ARENA_ARRAY(arena, history->n_sessions, double),
        .scores = ARENA_ARRAY(arena, history->n_sessions, double),
    };
    for (size_t i = 0; i < history->n_sessions; i++) {
        if (!counts(series, i))
            continue;
        enum course_why why = take_measure(&said, &history->sessions[i]);
        if (points.unlike == COURSE_SAID)
            points.unlike = why;
        points.days[points.n] = history->sessions[i].date_days;
        points.scores[points.n++] = series_score(series, i)->value;
    }
    return points;
}

/* ---- trend ---- */

/* Both must speak: the slope gives the way, the ranks whether it is more than
   chance. */
static enum course_way
way_of(const struct course_trend *trend)
{
    if (!(trend->kendall.p < COURSE_LEVEL))
        return COURSE_NO_WAY;
    if (trend->theil_sen > 0 && trend->kendall.s > 0)
        return COURSE_RISING;
    if (trend->theil_sen < 0 && trend->kendall.s < 0)
        return COURSE_FALLING;
    return COURSE_NO_WAY;
}

/* Too few, or of several measures; COURSE_SAID where there is no obstacle. */
static enum course_why
obstacle(const struct points *points, size_t n_undated, size_t n_needed,
         enum course_why too_few)
{
    if (!points->n && n_undated)
        return COURSE_NO_DATES;
    if (points->n > COURSE_MAX_SCORES)
        return COURSE_MANY_SCORES;
    return points->n < n_needed ? too_few : points->unlike;
}

static struct course_line
line_of(const struct points *points, size_t n_undated)
{
    struct course_line out = {
        .why = obstacle(points, n_undated, TREND_MIN_LINE_ERROR,
                        COURSE_FEW_FOR_LINE),
    };
    struct line line;
    struct interval slope;
    if (out.why != COURSE_SAID)
        return out;
    if (!line_fit(points->days, points->scores, points->n, &line)
        || !line_slope_of(&line, INTERVAL, &slope)) {
        out.why = COURSE_ONE_DAY;
        return out;
    }
    out.slope = line.slope * DAYS_A_WEEK;
    out.low = slope.low * DAYS_A_WEEK;
    out.high = slope.high * DAYS_A_WEEK;
    return out;
}

static struct course_trend
trend_of(const struct points *points, size_t n_undated)
{
    struct course_trend trend = {
        .why =
            obstacle(points, n_undated, COURSE_MIN_SCORES, COURSE_FEW_SCORES),
    };
    if (trend.why != COURSE_SAID)
        return trend;
    if (!trend_theil_sen(points->days, points->scores, points->n,
                         &trend.theil_sen)
        || !mann_kendall_of(points->days, points->scores, points->n,
                            &trend.kendall)) {
        trend.why = COURSE_ONE_DAY;
        return trend;
    }
    trend.theil_sen *= DAYS_A_WEEK;
    trend.way = way_of(&trend);
    return trend;
}

/* ---- phases ---- */

/* Where the phases of a history begin; sessions without a date have no place
   in time, and those without a name go on with the phase before. */
struct boundaries {
    size_t n_phases;
    size_t second; /* first session of the second phase */
    const char *names[2];
};

static struct boundaries
boundaries_of(const struct history *history)
{
    struct boundaries found = {.names = {"", ""}};
    const char *now = NULL;
    for (size_t i = 0; i < history->n_sessions; i++) {
        const struct session *session = &history->sessions[i];
        if (session->date_days == DATE_NONE)
            continue;
        if (now && (!*session->phase || strcmp(now, session->phase) == 0))
            continue;
        now = session->phase;
        if (found.n_phases < 2)
            found.names[found.n_phases] = now;
        if (++found.n_phases == 2)
            found.second = i;
    }
    return found;
}

static size_t
count_before(const struct series *series, size_t session)
{
    size_t n = 0;
    for (size_t i = 0; i < session; i++)
        n += counts(series, i);
    return n;
}

static const int better_ways[] = {
    [HIGHER_BETTER] = 1,
    [HIGHER_WORSE] = -1,
    [DIRECTION_NEITHER] = 0,
};

/* Tau-U with a sign that says better: both its parts turn with the scale. */
static void
set_overlap(struct course_phases *phases, int better)
{
    phases->better_ab = better * phases->phases.s_ab;
    phases->better_a = better * phases->phases.s_a;
    phases->nap = nap_toward(&phases->phases, better);
    phases->nap_pairs = phases->nap * (double)phases->phases.pairs_ab;
    phases->tau_u = better * tau_u_over_ab(&phases->phases);
}

static struct course_phases
phases_of(const struct series *series, const struct points *points)
{
    struct boundaries found = boundaries_of(series->history);
    struct course_phases phases = {
        .why = COURSE_NO_PHASES,
        .n_phases = found.n_phases,
        .before = found.names[0],
        .after = found.names[1],
    };
    if (found.n_phases != 2)
        return phases;
    phases.n_before = count_before(series, found.second);
    phases.n_after = points->n - phases.n_before;
    phases.why =
        points->n > COURSE_MAX_SCORES ? COURSE_MANY_SCORES : points->unlike;
    if (phases.why != COURSE_SAID)
        return phases;
    if (!better_ways[series->scale->direction])
        phases.why = COURSE_NO_DIRECTION;
    else if (!phases_compare(points->scores, phases.n_before,
                             points->scores + phases.n_before, phases.n_after,
                             &phases.phases))
        phases.why = COURSE_FEW_IN_PHASE;
    else
        set_overlap(&phases, better_ways[series->scale->direction]);
    return phases;
}

struct course
course_of(const struct series *series, struct arena *arena)
{
    struct points points = points_of(series, arena);
    struct course course = {
        .scale = series->scale,
        .n_scores = points.n,
        .n_undated = series->n_scored - points.n,
    };
    course.line = line_of(&points, course.n_undated);
    course.trend = trend_of(&points, course.n_undated);
    course.phases = phases_of(series, &points);
    return course;
}
