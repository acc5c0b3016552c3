/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills struct progress_chart; what it looks like is the chart's own. */
#include "report/panel.h"

#include <string.h>
#include "base/date.h"
#include "instrument/instrument.h"
#include "report/judged.h"
#include "change/course.h"

/* Cut-offs by norms (a, b, c) are not drawn: their point is not known here. */
static bool
has_cutoff(const struct scale *scale)
{
    return scale->n_cutoffs && scale->cutoffs[0].method == CUTOFF_AT;
}

static enum better_end
better_end(const struct scale *scale)
{
    if (scale->direction == DIRECTION_NEITHER)
        return BETTER_NEITHER;
    return scale->direction == HIGHER_BETTER ? BETTER_HIGH : BETTER_LOW;
}

static const char *
direction_words(const struct scale *scale, enum language language)
{
    switch (scale->direction) {
    case HIGHER_BETTER:
        return word_in(language, WORD_HIGHER_IS_BETTER);
    case HIGHER_WORSE:
        return word_in(language, WORD_HIGHER_IS_WORSE);
    case DIRECTION_NEITHER:
        break;
    }
    return NULL;
}

/* Both said and not the same: what is not said does not break the line. */
static bool
is_changed(const struct session *before, const struct session *after)
{
    return (before->edition && after->edition
            && before->edition != after->edition)
           || (*before->lang && *after->lang
               && strcmp(before->lang, after->lang) != 0);
}

static struct progress_point
point_of(const struct series *series, size_t idx, const struct session *before)
{
    const struct session *session = &series->history->sessions[idx];
    const struct score *score = series_score(series, idx);
    bool is_scored = score->why == WHY_SCORED;

    return (struct progress_point){
        .date_days = session->date_days,
        .session = session->label,
        .state = is_scored ? POINT_SCORED : POINT_GAP,
        .value = is_scored ? score->value : 0,
        .is_prorated = is_scored && score->prorated,
        .is_concern = is_scored && has_cutoff(series->scale)
                      && score->beyond == BEYOND_YES,
        .breaks_before = before && is_changed(before, session),
    };
}

static void
add_points(struct progress_chart *chart, const struct series *series,
           struct arena *arena)
{
    const struct history *history = series->history;
    struct progress_point *points =
        ARENA_ARRAY(arena, history->n_sessions, struct progress_point);
    const struct session *before = NULL;

    chart->points = points;
    for (size_t i = 0; i < history->n_sessions; i++) {
        if (history->sessions[i].date_days == DATE_NONE)
            continue;
        points[chart->n_points++] = point_of(series, i, before);
        before = &history->sessions[i];
    }
}

/* A phase is marked where it follows another: the first needs no mark. */
static void
add_phases(struct progress_chart *chart, const struct history *history,
           struct arena *arena)
{
    struct progress_phase *phases =
        ARENA_ARRAY(arena, history->n_sessions, struct progress_phase);
    const char *phase = NULL;

    chart->phases = phases;
    for (size_t i = 0; i < history->n_sessions; i++) {
        const struct session *session = &history->sessions[i];

        if (session->date_days == DATE_NONE)
            continue;
        if (phase && *session->phase && strcmp(phase, session->phase) != 0)
            phases[chart->n_phases++] = (struct progress_phase){
                .date_days = session->date_days, .label = session->phase};
        if (!phase || *session->phase)
            phase = session->phase;
    }
}

/* Bands that are nothing but parts of the range are never drawn. */
static void
add_bands(struct progress_chart *chart, const struct scale *scale,
          struct arena *arena)
{
    struct progress_band *bands;

    if (scale->basis == BASIS_RANGE)
        return;
    bands = ARENA_ARRAY(arena, scale->n_bands, struct progress_band);
    for (size_t i = 0; i < scale->n_bands; i++)
        bands[i] =
            (struct progress_band){.from = decimal_value(scale->bands[i].from),
                                   .label = scale->bands[i].label};
    chart->bands = bands;
    chart->n_bands = scale->n_bands;
}

/* Where the latest score is no reliable change; the chart clips it. */
static void
add_zone(struct progress_chart *chart, const struct series *series)
{
    struct verdict verdict = judged_of(series);

    chart->has_zone = judged_has_zone(&verdict);
    chart->zone_low = verdict.change.band_low;
    chart->zone_high = verdict.change.band_high;
}

/* The first and the latest of the points that have a score. */
static const struct progress_point *
end_point(const struct progress_chart *chart, bool is_latest)
{
    const struct progress_point *end = NULL;

    for (size_t i = 0; i < chart->n_points; i++) {
        if (chart->points[i].state != POINT_SCORED)
            continue;
        end = &chart->points[i];
        if (!is_latest)
            break;
    }
    return end;
}

static const char *
what_it_says(const struct series *series, struct tongue tongue)
{
    struct verdict verdict = judged_of(series);
    const char *rest = judged_rest(tongue, &verdict);
    const char *texts[] = {judged_headline(tongue, series, &verdict), rest};

    return rest ? sentence_of(tongue, WORD_CLAUSE_NEXT, texts, 2) : texts[0];
}

static const char *
alt_text(const struct progress_chart *chart, const struct series *series,
         struct tongue tongue)
{
    const struct progress_point *first = end_point(chart, false);
    const struct progress_point *latest = end_point(chart, true);
    int decimals = chart->decimals;
    const char *lo = sentence_number(tongue, chart->lo, decimals);
    const char *hi = sentence_number(tongue, chart->hi, decimals);

    if (!first)
        return chart->title;
    if (first == latest || series->first == series->latest)
        return sentence_of(
            tongue, WORD_CHART_SHOWS_ONE,
            (const char *[]){
                chart->title, sentence_date(tongue, first->date_days),
                sentence_number(tongue, first->value, decimals), lo, hi},
            5);
    return sentence_of(
        tongue, WORD_CHART_SHOWS,
        (const char *[]){chart->title, sentence_date(tongue, first->date_days),
                         sentence_date(tongue, latest->date_days),
                         sentence_number(tongue, first->value, decimals),
                         sentence_number(tongue, latest->value, decimals),
                         what_it_says(series, tongue), lo, hi},
        8);
}

/* "all 8 scores: rising"; NULL where too little is known. */
static const char *
course_words(const struct series *series, struct tongue tongue)
{
    struct course course = course_of(series, tongue.arena);
    struct buf buf = {0};
    const char *words = NULL;

    if (course_add_text(&course, tongue.language, &buf))
        words = arena_text(tongue.arena, buf_str(&buf));
    buf_clear(&buf);
    return words;
}

bool
panel_can_draw(const struct series *series)
{
    for (size_t i = 0; i < series->history->n_sessions; i++)
        if (series->history->sessions[i].date_days != DATE_NONE
            && series_score(series, i)->why == WHY_SCORED)
            return true;
    return false;
}

struct progress_chart
panel_chart(const struct series *series, struct tongue tongue)
{
    const struct scale *scale = series->scale;
    struct progress_chart chart = {
        .title = scale->title,
        .subtitle = course_words(series, tongue),
        .direction = direction_words(scale, tongue.language),
        .better = better_end(scale),
        .low = scale->low,
        .high = scale->high,
        .lo = scale->lo,
        .hi = scale->hi,
        .decimals = scale->decimals,
        .has_cutoff = has_cutoff(scale),
        .language = tongue.language,
    };

    if (chart.has_cutoff)
        chart.cutoff = decimal_value(scale->cutoffs[0].point);
    add_zone(&chart, series);
    add_points(&chart, series, tongue.arena);
    add_phases(&chart, series->history, tongue.arena);
    add_bands(&chart, scale, tongue.arena);
    chart.alt = alt_text(&chart, series, tongue);
    return chart;
}

void
panel_find_marks(const struct series *series, struct tongue tongue,
                 struct panel_marks *marks)
{
    struct verdict verdict = judged_of(series);
    struct progress_chart chart;

    for (size_t i = 0; i < series->history->n_sessions; i++) {
        const struct score *score = series_score(series, i);

        marks->has_prorated |= score->why == WHY_SCORED && score->prorated;
    }
    marks->has_difference |= series->n_scored > 1;
    marks->has_unjudged |= series->n_scored > 1 && !verdict_is_judged(&verdict);
    if (!panel_can_draw(series))
        return;
    chart = panel_chart(series, tongue);
    marks->has_chart = true;
    marks->has_course |= chart.subtitle != NULL;
    marks->has_phase |= chart.n_phases > 0;
    for (size_t i = 0; i < chart.n_points; i++) {
        marks->has_gap |= chart.points[i].state == POINT_GAP;
        marks->has_concern |= chart.points[i].is_concern;
        marks->has_break |= chart.points[i].breaks_before;
    }
}
