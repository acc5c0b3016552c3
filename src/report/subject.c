/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses what may be seen, puts the sessions of several instruments in one
   order, and the scales in that of their weight; see subject.h. */
#include "report/subject.h"

#include <math.h>
#include <string.h>
#include "base/date.h"
#include "base/str.h"
#include "instrument/instrument.h"
#include "report/cohort.h"
#include "report/report.h"
#include "report/sittings.h"

bool
subject_shows(enum audience audience, const struct scale *scale)
{
    return !scale->is_internal && !scale->of_couple
           && (!scale->is_private || audience == FOR_CLINICIAN);
}

/* A scale that never had a score may be one that was never asked: to name it
   would hint at the question that led past it.  Where the instrument has no
   score at all, all of its scales stand. */
static void
leave_out_unscored(struct topic *topic, struct series *series)
{
    size_t n = 0;

    for (size_t i = 0; i < topic->n_series; i++)
        if (series[i].n_scored)
            series[n++] = series[i];
    if (n)
        topic->n_series = n;
}

static bool
shows_any(const struct instrument *instrument, enum audience audience)
{
    for (size_t i = 0; i < instrument->n_scales; i++)
        if (subject_shows(audience, &instrument->scales[i]))
            return true;
    return false;
}

static void
set_series(struct topic *topic, enum audience audience, struct arena *arena)
{
    const struct history *history = topic->history;
    size_t n_scales = history->instrument->n_scales;
    struct series *series = ARENA_ARRAY(arena, n_scales, struct series);

    topic->series = series;
    for (size_t i = 0; i < n_scales; i++)
        if (subject_shows(audience, &history->instrument->scales[i]))
            series[topic->n_series++] = series_of(history, i);
    if (audience != FOR_CLINICIAN)
        leave_out_unscored(topic, series);
}

/* ---- times ---- */

static void
set_span(struct subject *subject)
{
    const struct timeline *timeline = &subject->timeline;

    subject->first_days = subject->latest_days = DATE_NONE;
    for (size_t i = 0; i < timeline->n; i++) {
        if (timeline->days[i] == DATE_NONE)
            continue;
        if (subject->first_days == DATE_NONE)
            subject->first_days = timeline->days[i];
        subject->latest_days = timeline->days[i];
    }
}

const char *
subject_label(const struct subject *subject, const struct topic *topic,
              size_t session)
{
    return subject->timeline.labels[topic->sittings[session]];
}

/* ---- practices ---- */

/* NULL: the template has none. */
static const char *
label_of(const struct template *template, const struct item *item)
{
    for (size_t i = 0; i < template->n_labels; i++)
        if (template->labels[i].text
            && strcmp(template->labels[i].item, item->id) == 0)
            return template->labels[i].text;
    return NULL;
}

/* By sitting; false where the item was never answered. */
static bool
fill_practice(struct progress_practice *practice, const struct topic *topic,
              size_t item, size_t n_sittings, struct arena *arena)
{
    double *values = ARENA_ARRAY(arena, n_sittings, double);
    bool is_known = false;

    for (size_t i = 0; i < n_sittings; i++)
        values[i] = NAN;
    for (size_t i = 0; i < topic->history->n_sessions; i++) {
        const double *answers = topic->history->sessions[i].answers;

        if (!answers || isnan(answers[item]))
            continue;
        values[topic->sittings[i]] = answers[item];
        is_known = true;
    }
    practice->values = values;
    return is_known;
}

static struct progress_practices
practices_of(const struct topic *topic, const struct template *template,
             size_t n_sittings, struct arena *arena)
{
    const struct instrument *instrument = topic->history->instrument;
    struct progress_practice *items =
        ARENA_ARRAY(arena, instrument->n_items, struct progress_practice);
    struct progress_practices practices = {.items = items, .is_brief = true};

    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        const char *label = label_of(template, item);

        items[practices.n].label = label ? label : item->text;
        if (!items[practices.n].label
            || !fill_practice(&items[practices.n], topic, i, n_sittings, arena))
            continue;
        practices.is_brief &= label != NULL;
        practices.title = item->response->unit;
        practices.most = fmax(practices.most, item->response->hi);
        practices.n++;
    }
    return practices;
}

/* ---- findings ---- */

/* Behind all places at which a template can name a scale. */
enum {
    RANK_CHANGED = SUBJECT_NOT_PRIMARY, /* for better or worse */
    RANK_CHANGED_ONCE,
    RANK_JUDGED,
    RANK_CUT_OFF, /* of which one score says something */
    RANK_OTHER,
    RANK_COUNT
};

size_t
subject_primary(const struct series *series, const char *primary,
                struct arena *arena)
{
    struct str rest = str_from(primary ? primary : "");
    struct str word;
    const char *name = arena_printf(
        arena, "%s.%s", series->history->instrument->id, series->scale->id);

    for (size_t place = 0; str_next_word(&rest, &word); place++)
        if (str_is(word, name))
            return place;
    return SUBJECT_NOT_PRIMARY;
}

const size_t *
subject_order(const size_t *ranks, size_t n, struct arena *arena)
{
    size_t *order = ARENA_ARRAY(arena, n, size_t);

    for (size_t i = 0; i < n; i++) {
        size_t at = i;

        for (; at > 0 && ranks[order[at - 1]] > ranks[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

/* A mere count, such as of practices, is never the large chart. */
static size_t
rank_of(const struct finding *finding, const char *primary, struct arena *arena)
{
    const struct scale *scale = finding->series->scale;
    size_t place = subject_primary(finding->series, primary, arena);

    if (place != SUBJECT_NOT_PRIMARY)
        return place;
    if (finding->verdict.kind == VERDICT_BETTER
        || finding->verdict.kind == VERDICT_WORSE)
        return finding->verdict.is_seen_once ? RANK_CHANGED_ONCE : RANK_CHANGED;
    if (verdict_is_judged(&finding->verdict))
        return RANK_JUDGED;
    if (scale->n_cutoffs > 0)
        return RANK_CUT_OFF;
    return scale->method == METHOD_COUNT
                   && scale->direction == DIRECTION_NEITHER
               ? RANK_COUNT
               : RANK_OTHER;
}

static struct finding
finding_of(const struct topic *topic, const struct series *series,
           const char *baseline)
{
    const struct verdict_options options = {.baseline = baseline};
    const struct verdict_start start =
        verdict_start(series, series->latest, baseline);
    const struct verdict verdict = verdict_latest(series, &options);

    return (struct finding){
        .topic = topic,
        .series = series,
        .verdict = verdict,
        .baseline = start.last,
        .baseline_first = start.first,
        .has_pair = start.last != SIZE_MAX && start.last < series->latest
                    && verdict.change.why != CHANGE_OTHER_EDITION,
    };
}

static void
add_findings(struct subject *subject, const char *primary, struct arena *arena)
{
    struct finding *findings;
    size_t n = 0;

    for (size_t i = 0; i < subject->n_topics; i++)
        n += subject->topics[i].n_series;
    struct finding *found = ARENA_ARRAY(arena, n, struct finding);
    size_t *ranks = ARENA_ARRAY(arena, n, size_t);
    subject->findings = findings = ARENA_ARRAY(arena, n, struct finding);
    subject->n_findings = n;
    n = 0;
    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct topic *topic = &subject->topics[i];

        for (size_t k = 0; k < topic->n_series; k++, n++) {
            found[n] = finding_of(topic, &topic->series[k], subject->baseline);
            ranks[n] = rank_of(&found[n], primary, arena);
        }
    }
    const size_t *order = subject_order(ranks, n, arena);
    for (size_t i = 0; i < n; i++) {
        findings[i] = found[order[i]];
        findings[i].chart = (unsigned)(2 * i + 1);
        findings[i].row = (unsigned)(2 * i + 2);
    }
}

const struct finding *
subject_finding(const struct subject *subject, const struct series *series)
{
    size_t i = 0;

    while (subject->findings[i].series != series
           && subject->findings[i].other != series)
        i++;
    return &subject->findings[i];
}

/* ---- a page of one session ---- */

/* What was not given at the latest session is not on its page. */
static void
keep_latest(struct subject *subject, struct topic *topics)
{
    size_t n_topics = subject->n_topics;
    size_t n_sittings = subject->timeline.n;

    subject->n_topics = 0;
    for (size_t i = 0; i < n_topics; i++) {
        size_t n = topics[i].history->n_sessions;

        if (n && topics[i].sittings[n - 1] + 1 == n_sittings)
            topics[subject->n_topics++] = topics[i];
    }
    if (n_sittings)
        subject->first_days = subject->latest_days =
            subject->timeline.days[n_sittings - 1];
}

static struct subject
subject_of_one(const struct report_data *data, const struct template *template,
               struct arena *arena)
{
    struct topic *topics = ARENA_ARRAY(arena, data->n_histories, struct topic);
    struct subject subject = {.client = data->client,
                              .audience = data->audience,
                              .kind = template->kind,
                              .with_alerts = data->with_alerts,
                              .amendments = data->amendments,
                              .baseline = data->baseline,
                              .topics = topics};
    struct sittings sittings = {0};

    for (size_t i = 0; i < data->n_histories; i++) {
        const struct history *history = data->histories[i];

        if (data->audience != FOR_CLINICIAN
            && !shows_any(history->instrument, data->audience))
            continue;
        topics[subject.n_topics++] =
            (struct topic){.audience = data->audience, .history = history};
        sittings_merge(&sittings, history, arena);
    }
    for (size_t i = 0; i < subject.n_topics; i++)
        topics[i].sittings =
            sittings_places(&sittings, topics[i].history, arena);
    subject.timeline = sittings_timeline(&sittings, arena);
    set_span(&subject);
    if (template->kind == KIND_SESSION)
        keep_latest(&subject, topics);
    for (size_t i = 0; i < subject.n_topics; i++)
        set_series(&topics[i], data->audience, arena);
    for (size_t i = 0; i < subject.n_topics && template->practices; i++)
        if (strcmp(topics[i].history->instrument->id, template->practices) == 0)
            subject.practices =
                practices_of(&topics[i], template, sittings.n, arena);
    add_findings(&subject, template->primary, arena);
    return subject;
}

struct subject
subject_of(const struct report_data *data, const struct template *template,
           struct arena *arena)
{
    struct subject subject;

    if (data->members) {
        struct cohort *cohort = ARENA_NEW(arena, struct cohort);

        *cohort = cohort_of(data, template, arena);
        return (struct subject){.client = template->title,
                                .audience = data->audience,
                                .kind = template->kind,
                                .cohort = cohort,
                                .first_days = DATE_NONE,
                                .latest_days = DATE_NONE};
    }
    if (!data->partner)
        return subject_of_one(data, template, arena);
    subject = subject_of_two(data, template, arena);
    set_span(&subject);
    return subject;
}
