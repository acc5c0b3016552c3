/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was corrected in the answers of each session, when and why. */
#include "report/block.h"

#include "base/date.h"
#include "instrument/instrument.h"
#include "exchange/amendments.h"

/* "–" for a cell that is empty. */
static const char *
cell_text(const struct layout *layout, struct str cell)
{
    return cell.len ? arena_text(layout->arena, cell) : "–";
}

static const char *
day_text(const struct layout *layout, struct str changed)
{
    int32_t days = DATE_NONE;

    if (changed.len >= 10 && !date_read((struct str){changed.bytes, 10}, &days))
        days = DATE_NONE;
    return sentence_date(layout->tongue, days);
}

/* "4 · Have you quarrelled? · 0 instead of 1, 29 November 2026:
   typed wrong" */
static void
say(const struct layout *layout, const char *label,
    const struct amendment *amended)
{
    const char *day = day_text(layout, amended->changed);
    const char *reason = cell_text(layout, amended->reason);
    const char *what = amended->item && amended->item->text
                           ? amended->item->text
                           : arena_text(layout->arena, amended->column);
    const char *cell[] = {cell_text(layout, amended->new),
                          cell_text(layout, amended->old), day, reason};
    const char *row[] = {day, reason};
    const char *said =
        amended->column.len
            ? sentence_dotted(
                layout->tongue, what,
                sentence_of(layout->tongue, WORD_CORRECTED_CELL, cell, 4))
            : sentence_of(layout->tongue, WORD_CORRECTED_ROW, row, 2);

    layout_paragraph(layout, sentence_dotted(layout->tongue, label, said),
                     LOOK_PARAGRAPH_GAP_PT);
}

/* The heading is written once there is something below it. */
static void
say_session(const struct layout *layout, const struct topic *topic, size_t idx,
            const char **heading)
{
    const struct session *session = &topic->history->sessions[idx];
    struct row_name name = row_name_read(
        topic->history->client, session->name, session->date_days,
        session->time_s, topic->history->instrument->id, layout->arena);
    size_t n;
    const struct amendment *found =
        amendments_of_row(layout->subject->amendments, &name,
                          topic->history->instrument, layout->arena, &n);

    for (size_t i = 0; i < n; i++) {
        if (*heading)
            layout_heading(layout, *heading);
        *heading = NULL;
        say(layout, subject_label(layout->subject, topic, idx), &found[i]);
    }
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    const char *heading = block_heading(block, layout, WORD_CORRECTED);
    size_t first = subject->kind == KIND_SESSION && subject->timeline.n
                       ? subject->timeline.n - 1
                       : 0;

    for (size_t s = first; subject->amendments && s < subject->timeline.n; s++)
        for (size_t t = 0; t < subject->n_topics; t++)
            for (size_t i = 0; i < subject->topics[t].history->n_sessions; i++)
                if (subject->topics[t].sittings[i] == s)
                    say_session(layout, &subject->topics[t], i, &heading);
}

const struct block_class block_corrections = {
    .name = "corrections", .build = build, .is_for_clinician = true};
