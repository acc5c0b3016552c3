/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How it was computed: each scale in words and how its change was judged, then
   what else a reader of the numbers may ask. */
#include "report/block.h"

#include <string.h>

#include "instrument/instrument.h"
#include "report/judged.h"
#include "report/panel.h"
#include "change/course.h"

/* A text that sentences are put to, one behind the other. */
static void
add(struct tongue tongue, const char **text, const char *sentence)
{
    *text = *text ? SENTENCE(tongue, WORD_SENTENCE_NEXT, *text, sentence)
                  : sentence;
}

static const char *
method_of(const struct layout *layout, const struct series *series)
{
    return sentence_method(layout->tongue,
                           subject_finding(layout->subject, series));
}

/* How the scale was computed, and those behind it that are alike; returns how
   many they are. */
static size_t
add_methods(const struct layout *layout, const struct series *series,
            size_t n_series, const char **text)
{
    struct tongue tongue = layout->tongue;
    const char **titles = ARENA_ARRAY(layout->arena, n_series, const char *);
    const char *method = method_of(layout, series);
    size_t n = 0;

    while (n < n_series && strcmp(method_of(layout, &series[n]), method) == 0) {
        titles[n] = series[n].scale->title;
        n++;
    }
    add(tongue, text,
        SENTENCE(tongue, WORD_SAID_OF,
                 sentence_joined(tongue, WORD_LIST_NEXT, titles, n), method));
    return n;
}

/* What else there is to say of its score or change. */
static void
add_judged(const struct layout *layout, const struct series *series,
           const char **text)
{
    struct tongue tongue = layout->tongue;
    const struct finding *finding = subject_finding(layout->subject, series);
    const char *title = series->scale->title;
    const char *said[2];

    if (layout->subject->kind == KIND_SESSION) {
        struct panel_standing standing = panel_standing(finding);

        said[0] = sentence_of(tongue, WORD_STANDING_OF, &title, 1);
        said[1] = judged_standing(tongue, series->scale, &standing);
        if (said[1])
            add(tongue, text, sentence_of(tongue, WORD_SAID_OF, said, 2));
        return;
    }
    if (finding->other && judged_tells_gap(finding)
        && finding->between.error > 0) {
        said[0] = judged_title(tongue, finding);
        said[1] = judged_gap_method(tongue, finding);
        add(tongue, text, sentence_of(tongue, WORD_SAID_OF, said, 2));
    }
    if (finding->other || judged_is_plain(finding)
        || !verdict_is_judged(&finding->verdict))
        return;
    said[0] = sentence_of(tongue, WORD_CHANGE_OF, &title, 1);
    said[1] = judged_method(tongue, layout->subject, finding);
    add(tongue, text, sentence_of(tongue, WORD_SAID_OF, said, 2));
}

static void
say_topic(const struct layout *layout, const struct topic *topic,
          const char *tail)
{
    const struct instrument *instrument = topic->history->instrument;
    const char *text = NULL;

    for (size_t i = 0; i < topic->n_series;) {
        size_t n =
            add_methods(layout, &topic->series[i], topic->n_series - i, &text);

        for (size_t end = i + n; i < end; i++)
            add_judged(layout, &topic->series[i], &text);
    }
    if (instrument->status == STATUS_UNVALIDATED)
        add(layout->tongue, &text,
            word_in(layout->tongue.language, WORD_NOT_VALIDATED));
    if (tail)
        add(layout->tongue, &text, tail);
    layout_named(layout,
                 sentence_edition(layout->tongue, instrument->title,
                                  instrument->edition),
                 text ? text : "");
}

static bool
tells_a_trend(const struct layout *layout)
{
    for (size_t i = 0; i < layout->subject->n_findings; i++) {
        const struct finding *finding = &layout->subject->findings[i];

        if (!finding->other && verdict_is_judged(&finding->verdict)
            && course_of(finding->series, layout->arena).trend.why
                   == COURSE_SAID)
            return true;
    }
    return false;
}

static const char *
foot_text(const struct layout *layout)
{
    struct panel_marks marks = panel_find_marks(layout);
    bool is_session = layout->subject->kind == KIND_SESSION;
    const struct {
        bool occurs;
        enum word word;
    } lines[] = {
        {!is_session, WORD_EXPLAIN_AXIS},
        {marks.has_break, WORD_EXPLAIN_BREAK},
        {marks.is_dense, WORD_EXPLAIN_DENSE},
        {!is_session && tells_a_trend(layout), WORD_EXPLAIN_COURSE},
        {!layout->subject->names[1]
             && judged_count(layout->subject, layout->arena).depends,
         WORD_EXPLAIN_DEPENDS},
        {true, WORD_COMPUTED_WITH},
    };
    const char *texts[] = {sentence_count(layout->tongue, COURSE_MIN_SCORES),
                           layout->program_version};
    const char *text = NULL;

    for (size_t i = 0; i < N_ELEMENTS(lines); i++)
        if (lines[i].occurs)
            add(layout->tongue, &text,
                sentence_of(layout->tongue, lines[i].word, texts,
                            N_ELEMENTS(texts)));
    return text;
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    bool is_session = subject->kind == KIND_SESSION;

    if (subject->n_topics == 0)
        return;
    layout_later_heading(layout,
                         block_heading(block, layout, WORD_HOW_COMPUTED));
    /* Of one session it is a short sentence, which would take a page alone. */
    const char *foot = foot_text(layout);
    for (size_t i = 0; i < subject->n_topics; i++)
        say_topic(layout, &subject->topics[i],
                  is_session && i + 1 == subject->n_topics ? foot : NULL);
    if (!is_session)
        layout_named(layout, NULL, foot);
}

const struct block_class block_method = {.name = "method", .build = build};
