/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills struct progress_chart and struct strip; what they look like is their
   own. */
#include "report/panel.h"

#include <string.h>
#include "instrument/instrument.h"
#include "chart/ticks.h"
#include "report/judged.h"
#include "change/course.h"
#include "score/judge.h"

/* The cut-off that is drawn; NULL: none.  Cut-offs by norms (a, b,
   c) are not: their point is not known here; and none is for the client. */
static const struct cutoff_point *
drawn_cutoff(const struct finding *finding)
{
    const struct cutoff_point *cutoff =
        judged_is_plain(finding) ? NULL : series_cutoff(finding->series);

    return cutoff && cutoff->method == CUTOFF_AT ? cutoff : NULL;
}

static const char *
direction_words(const struct scale *scale, enum language language)
{
    if (scale->direction == DIRECTION_NEITHER)
        return NULL;
    return word_in(language, scale->direction == HIGHER_BETTER
                                 ? WORD_HIGHER_IS_BETTER
                                 : WORD_HIGHER_IS_WORSE);
}

/* Both said and not the same: what is not said does not break the line. */
static bool
is_changed(const struct session *before, const struct session *after)
{
    return session_of_other_edition(before, after)
           || (*before->lang && *after->lang
               && strcmp(before->lang, after->lang) != 0);
}

/* Whether it is told on which side of a cut-off a score is: it is so far from
   it, and on one side whatever the blanks are. */
static bool
clears(const struct scale *scale, const struct cutoff_point *cutoff,
       const struct precision *precision, const struct score *score)
{
    return precision->why == PRECISION_SAID
           && precision_clears(precision, score->value,
                               decimal_value(cutoff->point))
           && (!score->has_range
               || judge_beyond(scale, cutoff, score->low)
                      == judge_beyond(scale, cutoff, score->high));
}

/* On the worse side of the cut-off, surely or not. */
static enum concern
concern_of(const struct finding *finding, size_t session)
{
    const struct series *series = finding->series;
    const struct scale *scale = series->scale;
    const struct score *score = series_score(series, session);
    const struct cutoff_point *cutoff = drawn_cutoff(finding);
    struct norm_choice choice =
        norm_choose(scale, &series->history->sessions[series->first].person);
    struct precision precision =
        precision_of(scale, finding->verdict.change.basis.rule, &choice, score);

    if (!cutoff || score->beyond != BEYOND_YES)
        return CONCERN_NONE;
    return clears(scale, cutoff, &precision, score) ? CONCERN_SURE
                                                    : CONCERN_NEAR;
}

enum panel_side
panel_ring(const struct finding *finding, size_t session)
{
    switch (concern_of(finding, session)) {
    case CONCERN_SURE:
        return PANEL_SIDE_WORSE;
    case CONCERN_NEAR:
        return PANEL_SIDE_NEAR;
    case CONCERN_NONE:
        break;
    }
    return PANEL_SIDE_NONE;
}

/* What there is to be seen of a session on every page. */
static struct progress_point
plain_point(const struct finding *finding, const struct topic *topic,
            const struct series *series, size_t session)
{
    const struct session *sessions = series->history->sessions;
    const struct score *score = series_score(series, session);
    bool is_scored = score->why == WHY_SCORED;

    return (struct progress_point){
        .at = topic->sittings[session],
        .state = is_scored ? POINT_SCORED : POINT_GAP,
        .value = is_scored ? judge_rounded(series->scale, score->value) : 0,
        .decimals = is_scored ? sentence_decimals(finding, series, session) : 0,
        .breaks_before =
            session > 0
            && is_changed(&sessions[session - 1], &sessions[session]),
    };
}

static struct progress_point
point_of(const struct finding *finding, size_t session)
{
    const struct series *series = finding->series;
    struct progress_point point =
        plain_point(finding, finding->topic, series, session);

    if (point.state == POINT_SCORED) {
        point.is_prorated = series_score(series, session)->prorated;
        point.concern = concern_of(finding, session);
    }
    return point;
}

static void
add_points(struct progress_chart *chart, const struct finding *finding,
           struct arena *arena)
{
    size_t n = finding->topic->history->n_sessions;
    struct progress_point *points =
        ARENA_ARRAY(arena, n, struct progress_point);

    for (size_t i = 0; i < n; i++)
        points[i] = point_of(finding, i);
    chart->points = points;
    chart->n_points = n;
}

static struct progress_line
line_of(const struct finding *finding, const struct topic *topic,
        const struct series *series, struct arena *arena)
{
    size_t n = topic->history->n_sessions;
    struct progress_point *points =
        ARENA_ARRAY(arena, n, struct progress_point);

    for (size_t i = 0; i < n; i++)
        points[i] = plain_point(finding, topic, series, i);
    return (struct progress_line){points, n};
}

void
panel_lines(const struct finding *finding, struct progress_line lines[2],
            struct arena *arena)
{
    lines[0] = line_of(finding, finding->topic, finding->series, arena);
    lines[1] = line_of(finding, finding->topic->partner, finding->other, arena);
}

/* The phase of a sitting: the first that one of its sessions names; "" where
   none does. */
static const char *
phase_at(const struct subject *subject, size_t sitting)
{
    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct topic *topic = &subject->topics[i];

        for (size_t k = 0; k < topic->history->n_sessions; k++)
            if (topic->sittings[k] == sitting
                && *topic->history->sessions[k].phase)
                return topic->history->sessions[k].phase;
    }
    return "";
}

/* What has no name belongs to the phase before it. */
static void
add_phases(struct progress_chart *chart, const struct subject *subject,
           struct arena *arena)
{
    size_t n = subject->timeline.n;
    struct progress_phase *phases =
        ARENA_ARRAY(arena, n, struct progress_phase);

    chart->phases = phases;
    for (size_t i = 0; i < n; i++) {
        struct progress_phase *last =
            chart->n_phases ? &phases[chart->n_phases - 1] : NULL;
        const char *phase = phase_at(subject, i);

        if (last
            && (!*phase || (last->label && strcmp(last->label, phase) == 0)))
            last->to = i;
        else
            phases[chart->n_phases++] =
                (struct progress_phase){i, i, *phase ? phase : NULL};
    }
    if (chart->n_phases == 1 && !phases[0].label)
        chart->n_phases = 0;
}

static const char *
alt_text(const struct layout *layout, const struct finding *finding)
{
    const struct series *series = finding->series;
    const struct scale *scale = series->scale;
    struct tongue tongue = layout->tongue;
    const char *texts[] = {
        scale->title,
        sentence_number(tongue, scale->lo, scale->decimals),
        sentence_number(tongue, scale->hi, scale->decimals),
        NULL,
        judged_headline(tongue, finding),
        NULL,
    };

    if (series->n_scored == 0)
        return scale->title;
    texts[3] = sentence_score(tongue, finding, series, series->latest);
    if (series->n_scored == 1)
        return sentence_of(tongue, WORD_CHART_SHOWS_ONE, texts, 5);
    bool is_first = !finding->has_pair || judged_starts_at_first(finding);
    texts[5] = finding->has_pair
                   ? sentence_from(tongue, finding)
                   : sentence_score(tongue, finding, series, series->first);
    return sentence_of(
        tongue, is_first ? WORD_CHART_SHOWS : WORD_CHART_SHOWS_FROM, texts, 6);
}

/* "all 8 scores: mostly rising"; NULL where it is not told. */
static const char *
trend_words(const struct finding *finding, struct tongue tongue)
{
    struct course course = course_of(finding->series, tongue.arena);
    struct buf buf SCOPED(buf_clear) = {0};

    return verdict_is_judged(&finding->verdict)
                   && course_add_text(&course, tongue.language, &buf)
               ? arena_text(tongue.arena, buf_str(&buf))
               : NULL;
}

enum word
panel_gap_word(const struct layout *layout)
{
    return layout->subject->audience == FOR_CLINICIAN ? WORD_WITHOUT_SCORE
                                                      : WORD_KEY_GAP;
}

bool
panel_can_draw(const struct finding *finding)
{
    return finding->series->n_scored > 0;
}

/* The frame alone: what is told of one person's change is not told of two. */
static struct progress_chart
frame_for_two(const struct layout *layout, const struct finding *finding)
{
    const struct scale *scale = finding->series->scale;
    struct tongue tongue = layout->tongue;
    struct progress_chart chart = {
        .title = judged_title(tongue, finding),
        .subtitle = judged_gap(tongue, layout->subject, finding),
        .direction = direction_words(scale, tongue.language),
        .low = scale->low,
        .high = scale->high,
        .alt = judged_gap_in_full(tongue, layout->subject, finding),
        .place = finding->chart,
        .link = finding->row,
        .lo = scale->lo,
        .hi = scale->hi,
        .decimals = scale->decimals,
        .timeline = &layout->subject->timeline,
        .language = tongue.language,
    };

    add_phases(&chart, layout->subject, layout->arena);
    return chart;
}

struct progress_chart
panel_chart(const struct layout *layout, const struct finding *finding)
{
    if (finding->other)
        return frame_for_two(layout, finding);
    const struct scale *scale = finding->series->scale;
    const struct verdict *verdict = &finding->verdict;
    const struct cutoff_point *cutoff = drawn_cutoff(finding);
    const struct band_set *bands =
        judged_is_plain(finding) ? NULL : series_bands(finding->series);
    struct progress_chart chart = {
        .title = scale->title,
        .subtitle = trend_words(finding, layout->tongue),
        .direction = direction_words(scale, layout->tongue.language),
        .better = scale->direction,
        .low = scale->low,
        .high = scale->high,
        .alt = alt_text(layout, finding),
        .place = finding->chart,
        .link = finding->row,
        .lo = scale->lo,
        .hi = scale->hi,
        .decimals = scale->decimals,
        .has_cutoff = cutoff != NULL,
        .cutoff = cutoff ? decimal_value(cutoff->point) : 0,
        .bands = bands ? &scale->bands[bands->first] : NULL,
        .n_bands = bands && judge_tells_bands(scale) ? bands->n_bands : 0,
        .has_zone = judged_has_zone(verdict),
        .zone_low = verdict->change.band_low,
        .zone_high = verdict->change.band_high,
        .is_zone_of_start =
            finding->has_pair && !judged_starts_at_first(finding),
        .timeline = &layout->subject->timeline,
        .language = layout->tongue.language,
    };

    add_points(&chart, finding, layout->arena);
    add_phases(&chart, layout->subject, layout->arena);
    return chart;
}

struct strip
panel_strip(const struct finding *finding)
{
    const struct series *series = finding->series;
    const struct scale *scale = series->scale;
    const struct verdict *verdict = &finding->verdict;
    const struct cutoff_point *cutoff = drawn_cutoff(finding);

    return (struct strip){
        .lo = scale->lo,
        .hi = scale->hi,
        .has_first = finding->has_pair,
        .first = finding->has_pair ? verdict->change.before.score.value : 0,
        .latest = series_score(series, series->latest)->value,
        .has_zone = judged_has_zone(verdict),
        .zone_low = verdict->change.band_low,
        .zone_high = verdict->change.band_high,
        .has_cutoff = cutoff != NULL,
        .cutoff = cutoff ? decimal_value(cutoff->point) : 0,
        .color = judged_color(finding),
    };
}

/* ---- one session ---- */

static enum panel_side
side_of(const struct scale *scale, const struct cutoff_point *cutoff,
        const struct panel_standing *standing)
{
    const struct score *score = standing->score;

    if (score->why != WHY_SCORED || !standing->has_cutoff
        || score->beyond == BEYOND_UNKNOWN)
        return PANEL_SIDE_NONE;
    if (!clears(scale, cutoff, &standing->precision, score))
        return PANEL_SIDE_NEAR;
    return score->beyond == BEYOND_YES ? PANEL_SIDE_WORSE : PANEL_SIDE_BETTER;
}

struct panel_standing
panel_standing(const struct finding *finding)
{
    const struct scale *scale = finding->series->scale;
    const struct history *history = finding->topic->history;
    const struct session *session = &history->sessions[history->n_sessions - 1];
    const struct score *score = &session->scores[finding->series->scale_idx];
    struct norm_choice choice = norm_choose(scale, &session->person);
    const struct cutoff_point *cutoff =
        scale->n_cutoffs ? judge_cutoff(&scale->cutoffs[0], score->fitting)
                         : NULL;
    struct panel_standing standing = {
        .session = session,
        .score = score,
        .precision =
            precision_of(scale, scale->n_changes ? &scale->changes[0] : NULL,
                         &choice, score),
        .standing = norm_standing(scale, &choice, score),
        .has_cutoff = cutoff && cutoff->method == CUTOFF_AT,
    };

    if (standing.has_cutoff)
        standing.cutoff = decimal_value(cutoff->point);
    standing.side = side_of(scale, cutoff, &standing);
    return standing;
}

/* "0 unheard" */
static const char *
end_words(struct tongue tongue, const struct scale *scale, double end,
          const char *words)
{
    const char *number = sentence_range_end(tongue, scale, end);

    return words ? arena_printf(tongue.arena, "%s %s", number, words) : number;
}

struct profile
panel_profile(const struct layout *layout, const struct finding *finding)
{
    const struct scale *scale = finding->series->scale;
    struct tongue tongue = layout->tongue;
    struct panel_standing standing = panel_standing(finding);
    const struct norm *norm = standing.standing.choice.norm;
    double mean = norm ? decimal_value(norm->mean) : 0;
    double sd = norm ? decimal_value(norm->sd) : 0;
    bool is_scored = standing.score->why == WHY_SCORED;
    const char *cutoff = sentence_number(tongue, standing.cutoff,
                                         ticks_decimals(standing.cutoff));

    return (struct profile){
        .lo = scale->lo,
        .hi = scale->hi,
        .low = end_words(tongue, scale, scale->lo, scale->low),
        .high = end_words(tongue, scale, scale->hi, scale->high),
        .point = {.state = is_scored ? POINT_SCORED : POINT_GAP,
                  .value = is_scored ? standing.score->value : scale->lo,
                  .is_prorated = standing.score->prorated,
                  .concern = standing.side == PANEL_SIDE_WORSE ? CONCERN_SURE
                             : standing.side == PANEL_SIDE_NEAR
                                     && standing.score->beyond == BEYOND_YES
                                 ? CONCERN_NEAR
                                 : CONCERN_NONE},
        .has_error = standing.precision.why == PRECISION_SAID,
        .error_low = standing.precision.low,
        .error_high = standing.precision.high,
        .has_norm = norm != NULL,
        .norm_low = mean - sd,
        .norm_high = mean + sd,
        .cutoff_text = standing.has_cutoff && standing.cutoff >= scale->lo
                               && standing.cutoff <= scale->hi
                           ? SENTENCE(tongue, WORD_CUTOFF_AT, cutoff)
                           : NULL,
        .cutoff = standing.cutoff,
        .language = tongue.language,
    };
}

/* ---- the key ---- */

/* The marks of the series are added. */
static void
find_marks(const struct finding *finding, struct panel_marks *marks)
{
    size_t n = finding->topic->history->n_sessions;
    bool is_dense = finding->series->n_scored >= PROGRESS_DENSE;

    marks->is_dense |= is_dense;
    if (finding->other) {
        marks->is_dense |= finding->other->n_scored >= PROGRESS_DENSE;
        return;
    }
    marks->has_zone |= judged_has_zone(&finding->verdict);
    marks->has_start |= verdict_is_judged(&finding->verdict)
                        && !judged_starts_at_first(finding);
    marks->has_cutoff |= drawn_cutoff(finding) != NULL;
    for (size_t i = 0; i < n; i++) {
        struct progress_point point = point_of(finding, i);

        marks->has_gap |= point.state == POINT_GAP && !is_dense;
        marks->has_dense_gap |= point.state == POINT_GAP && is_dense;
        marks->has_prorated |= point.is_prorated;
        marks->has_concern |= point.concern == CONCERN_SURE;
        marks->has_near |= point.concern == CONCERN_NEAR;
        marks->has_break |= point.breaks_before;
    }
}

struct panel_marks
panel_find_marks(const struct layout *layout)
{
    struct panel_marks marks = {0};

    for (size_t i = 0; i < layout->subject->n_findings; i++) {
        const struct finding *finding = &layout->subject->findings[i];

        if (layout->subject->kind == KIND_SESSION) {
            struct profile profile = panel_profile(layout, finding);

            marks.has_error |= profile.has_error;
            marks.has_norm |= profile.has_norm;
            marks.has_prorated |= profile.point.is_prorated;
            marks.has_concern |= profile.point.concern == CONCERN_SURE;
            marks.has_near |= profile.point.concern == CONCERN_NEAR;
        } else if (panel_can_draw(finding)) {
            find_marks(finding, &marks);
        }
    }
    return marks;
}
