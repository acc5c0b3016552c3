/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sessions have something that is to be asked alone, the latest first,
   and where to read it.  What was said is on paper only where that was asked
   for: pages are left lying about. */
#include "report/block.h"

#include "base/utf8.h"

#define RIGHT_TO_LEFT_MARK "\u200F" /* a line begins with a Latin name */

static void
say(const struct layout *layout, const char *text)
{
    struct font font = look_font(FONT_SAID);
    struct pen pen = layout_pen(
        layout, layout_height_pt(layout, font, text, layout->width_pt));

    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    pen_paragraph(&pen, (struct pen_column){0, 0, layout->width_pt, COLOR_INK},
                  text, font, ALIGN_START);
    drawing_end(pen.drawing);
    layout_put(layout, &pen, (struct flow_box){.space_pt = LOOK_BLOCK_GAP_PT});
}

/* The topic's session at the sitting; NULL: it was not given there. */
static const struct session *
session_at(const struct topic *topic, size_t sitting)
{
    for (size_t i = 0; i < topic->history->n_sessions; i++)
        if (topic->sittings[i] == sitting)
            return &topic->history->sessions[i];
    return NULL;
}

static bool
has_alerts(const struct subject *subject, size_t sitting)
{
    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct session *session =
            session_at(&subject->topics[i], sitting);

        if (session && session->n_alerts)
            return true;
    }
    return false;
}

/* "11 · 28 May 2025 · Being close · left unanswered · Ask about safety" */
static void
add_alerts(const struct layout *layout, const struct topic *topic,
           size_t sitting, struct layout_entries *entries)
{
    static const enum word states[N_NOTICES] = {
        [NOTICE_FIRED] = WORD_ALERT_FIRED,
        [NOTICE_UNANSWERED] = WORD_ALERT_UNANSWERED,
        [NOTICE_UNDECIDED] = WORD_ALERT_UNDECIDED,
    };
    const struct session *session = session_at(topic, sitting);
    struct tongue tongue = layout->tongue;

    for (size_t i = 0; session && i < session->n_alerts; i++) {
        const struct session_alert *alert = &session->alerts[i];
        const char *about =
            sentence_dotted(tongue, topic->history->instrument->title,
                            word_in(tongue.language, states[alert->notice]));

        if (alert->alert->text)
            about = sentence_dotted(tongue, about, alert->alert->text);
        *vec_add(layout->arena, entries) = (struct layout_entry){
            sentence_dotted(tongue, layout->subject->timeline.labels[sitting],
                            sentence_date(tongue, session->date_days)),
            about, NULL};
    }
}

/* The latest; the command lists all. */
enum { MOST_NAMED = 24 };

/* A code may be anything, and the line may be copied to a shell. */
static const char *
command_of(const struct layout *layout)
{
    struct buf command = {0};

    buf_add_text(&command, "attune alerts --client ");
    utf8_add_shell_word(&command, layout->subject->client);
    return arena_take(layout->arena, &command);
}

/* The command begins a line of its own where it might be parted at the end of
   one: it is to be copied. */
static const char *
line_of(const struct layout *layout, const char *sessions, enum word word)
{
    const char *command = command_of(layout);
    const char *line = SENTENCE(layout->tongue, word, sessions, command);

    if (layout_width_pt(layout, look_font(FONT_SAID), line) <= layout->width_pt)
        return line;
    const char *mark =
        language_is_rtl(layout->tongue.language) ? RIGHT_TO_LEFT_MARK : "";
    return SENTENCE(layout->tongue, word, sessions,
                    arena_printf(layout->arena, "\n%s%s", mark, command));
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct tongue tongue = layout->tongue;
    struct layout_entries entries = {0};
    const char *names[MOST_NAMED];
    size_t n = 0;
    size_t first = subject->kind == KIND_SESSION ? subject->timeline.n - 1 : 0;

    (void)block;
    for (size_t i = subject->timeline.n; i-- > first;)
        if (has_alerts(subject, i) && n++ < MOST_NAMED)
            names[n - 1] = subject->timeline.labels[i];
    if (!n)
        return;
    const char *sessions = sentence_joined(tongue, WORD_LIST_NEXT, names,
                                           n < MOST_NAMED ? n : MOST_NAMED);
    if (n > MOST_NAMED)
        sessions = SENTENCE(tongue, WORD_AND_MORE, sessions,
                            sentence_count(tongue, n - MOST_NAMED));
    say(layout, line_of(layout, sessions,
                        n > 1 ? WORD_FIRST_ALONE_ALL : WORD_FIRST_ALONE));
    for (size_t i = subject->timeline.n; subject->with_alerts && i-- > first;)
        for (size_t t = 0; t < subject->n_topics; t++)
            add_alerts(layout, &subject->topics[t], i, &entries);
    layout_list(layout, &entries);
}

const struct block_class block_alone = {
    .name = "alone", .build = build, .is_for_clinician = true};
