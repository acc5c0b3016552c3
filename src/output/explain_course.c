/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All scores up to this one, with their numbers put in; see
   explain_course.h. */
#include "output/explain_course.h"

#include <inttypes.h>
#include "stats/trend.h"

enum { P_DECIMALS = 3, Z_DECIMALS = 2, TAU_DECIMALS = 2 };

/* Less than this is printed as less, not as nothing. */
#define P_SHOWN 0.001

/* ---- the trend ---- */

static void
add_p(struct sheet *sheet, double p)
{
    if (p < P_SHOWN)
        sheet_add(sheet, "p < ");
    else
        sheet_add(sheet, "p ");
    sheet_add_fixed(sheet, p < P_SHOWN ? P_SHOWN : p, P_DECIMALS);
}

static void
add_trend(struct sheet *sheet, const struct course *course)
{
    const struct course_trend *trend = &course->trend;
    struct buf words = {0};
    /* What is too little for a line is too little for a direction. */
    if (course->line.why != COURSE_SAID) {
        sheet_add(sheet, "not said: %s", course_why_text(course->line.why));
        sheet_end(sheet, "course");
        return;
    }
    if (!course_add_text(course, LANG_EN, &words)) {
        sheet_add(sheet, "direction not said: %s", course_why_text(trend->why));
        sheet_end(sheet, "course");
        return;
    }
    sheet_add(sheet, "%s", buf_text(&words));
    buf_clear(&words);
    sheet_end(sheet, "course");
    sheet_add(sheet, "median of all slopes (Theil-Sen) ");
    sheet_add_signed(sheet, trend->theil_sen, sheet_decimals(course->scale));
    sheet_add(sheet,
              " a week; Mann-Kendall: pairs rising less falling %" PRId64
              " of %zu, z ",
              trend->kendall.s, trend->kendall.n_pairs);
    sheet_add_signed(sheet, trend->kendall.z, Z_DECIMALS);
    sheet_add(sheet, ", ");
    add_p(sheet, trend->kendall.p);
    sheet_end(sheet, "");
}

static void
add_line(struct sheet *sheet, const struct course *course)
{
    const struct course_line *line = &course->line;
    int decimals = sheet_decimals(course->scale);
    if (line->why != COURSE_SAID)
        return;
    sheet_add(sheet, "line by least squares ");
    sheet_add_signed(sheet, line->slope, decimals);
    sheet_add(sheet, " a week; 95 %% ");
    sheet_add_signed(sheet, line->low, decimals);
    sheet_add(sheet, " to ");
    sheet_add_signed(sheet, line->high, decimals);
    sheet_end(sheet, "");
}

/* ---- two phases ---- */

static void
add_phase_name(struct sheet *sheet, const char *name)
{
    if (*name)
        sheet_add(sheet, "'%s'", name);
    else
        sheet_add(sheet, "before any phase");
}

/* NAP and, below it, Tau-U, each with the pairs that it is a share of. */
static void
add_overlap(struct sheet *sheet, const struct course_phases *phases)
{
    const struct phases *pairs = &phases->phases;
    sheet_add(sheet, "better in ");
    sheet_add_number(sheet, phases->nap_pairs);
    sheet_add(sheet, " of %zu pairs, ties half: NAP ", pairs->pairs_ab);
    sheet_add_fixed(sheet, phases->nap, TAU_DECIMALS);
    sheet_end(sheet, "");
    sheet_add(sheet,
              "pairs better less worse: %" PRId64
              " between the phases, %" PRId64
              " within the first; Tau-U (%" PRId64 " - %s%" PRId64
              "%s) / %zu pairs between = ",
              phases->better_ab, phases->better_a, phases->better_ab,
              phases->better_a < 0 ? "(" : "", phases->better_a,
              phases->better_a < 0 ? ")" : "", pairs->pairs_ab);
    sheet_add_signed(sheet, phases->tau_u, TAU_DECIMALS);
    sheet_end(sheet, "");
}

static void
add_phases(struct sheet *sheet, const struct course *course)
{
    const struct course_phases *phases = &course->phases;
    if (phases->n_phases < 2)
        return;
    if (phases->n_phases == 2) {
        add_phase_name(sheet, phases->before);
        sheet_add(sheet, " (%zu score%s), then ", phases->n_before,
                  phases->n_before == 1 ? "" : "s");
        add_phase_name(sheet, phases->after);
        sheet_add(sheet, " (%zu)", phases->n_after);
    }
    if (phases->why != COURSE_SAID)
        sheet_add(sheet, "%snot compared: %s",
                  phases->n_phases == 2 ? "; " : "",
                  course_why_text(phases->why));
    sheet_end(sheet, "phases");
    if (phases->why == COURSE_SAID)
        add_overlap(sheet, phases);
}

void
explain_add_course(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct course *course = &explained->course;
    /* A single score has no course, and that it is one is told by the
       change. */
    if (!explained->has_verdict || explained->score.why != WHY_SCORED
        || course->n_scores + course->n_undated < 2)
        return;
    add_trend(sheet, course);
    add_line(sheet, course);
    add_phases(sheet, course);
}

/* ---- for programs ---- */

static const char *
why_not(enum course_why why)
{
    return why == COURSE_SAID ? NULL : course_why_text(why);
}

static void
put_trend(struct json *json, const struct course_trend *trend)
{
    json_put_object(json, "trend");
    json_put_text(json, "why", why_not(trend->why));
    if (trend->why == COURSE_SAID) {
        json_put_text(json, "way", course_way_word(trend->way));
        json_put_number(json, "theil_sen_a_week", trend->theil_sen);
        json_put_whole(json, "kendall_s", trend->kendall.s);
        json_put_whole(json, "pairs", (int64_t)trend->kendall.n_pairs);
        json_put_number(json, "z", trend->kendall.z);
        json_put_number(json, "p", trend->kendall.p);
    }
    json_close_object(json);
}

static void
put_line(struct json *json, const struct course_line *line)
{
    json_put_object(json, "line");
    json_put_text(json, "why", why_not(line->why));
    if (line->why == COURSE_SAID) {
        json_put_number(json, "slope_a_week", line->slope);
        json_put_number(json, "low", line->low);
        json_put_number(json, "high", line->high);
    }
    json_close_object(json);
}

static void
put_phases(struct json *json, const struct course_phases *phases)
{
    json_put_object(json, "phases");
    json_put_text(json, "why", why_not(phases->why));
    if (phases->n_phases == 2) {
        json_put_text(json, "before", phases->before);
        json_put_text(json, "after", phases->after);
        json_put_whole(json, "scores_before", (int64_t)phases->n_before);
        json_put_whole(json, "scores_after", (int64_t)phases->n_after);
    }
    if (phases->why == COURSE_SAID) {
        json_put_whole(json, "pairs", (int64_t)phases->phases.pairs_ab);
        json_put_number(json, "nap", phases->nap);
        json_put_whole(json, "better_less_worse", phases->better_ab);
        json_put_whole(json, "better_less_worse_before", phases->better_a);
        json_put_number(json, "tau_u", phases->tau_u);
    }
    json_close_object(json);
}

void
explain_json_course(struct json *json, const struct explained_scale *explained,
                    bool for_client)
{
    const struct course *course = &explained->course;
    if (!explained->has_verdict) {
        json_put_null(json, "course");
        return;
    }
    json_put_object(json, "course");
    json_put_whole(json, "scores", (int64_t)course->n_scores);
    json_put_whole(json, "undated", (int64_t)course->n_undated);
    if (for_client)
        json_put_text(json, "way",
                      course->trend.why == COURSE_SAID
                          ? course_way_word(course->trend.way)
                          : NULL);
    else {
        put_trend(json, &course->trend);
        put_line(json, &course->line);
        put_phases(json, &course->phases);
    }
    json_close_object(json);
}
