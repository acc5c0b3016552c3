/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was corrected in the answers of each session, when and why. */
#include "report/block.h"

#include <string.h>
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

/* "4 · 29 November 2026 · typed wrong · Have you quarrelled? · 0 instead of
   1" */
static struct layout_entry
entry_of(const struct layout *layout, const char *label,
         const struct amendment *amended)
{
    struct tongue tongue = layout->tongue;
    const char *what = amended->item && amended->item->text
                           ? amended->item->text
                           : arena_text(layout->arena, amended->column);

    return (struct layout_entry){
        label,
        sentence_dotted(tongue, day_text(layout, amended->changed),
                        cell_text(layout, amended->reason)),
        amended->column.len
            ? sentence_dotted(tongue, what,
                              SENTENCE(tongue, WORD_CORRECTED_CELL,
                                       cell_text(layout, amended->new),
                                       cell_text(layout, amended->old)))
            : word_in(tongue.language, WORD_CORRECTED_ROW)};
}

/* What was said already, by where it was read: rows that share a name share
   their corrections, and so do the questionnaires of one row those of a fact.
 */
struct said {
    struct layout_entries entries;
    const char **changes;
};

static bool
is_said(const struct said *said, const struct amendment *amended)
{
    for (size_t i = 0; i < said->entries.n; i++)
        if (said->changes[i] == amended->changed.bytes)
            return true;
    return false;
}

/* Which of the rows that share a name was corrected is not known. */
static const char *
label_of(const struct layout *layout, const struct topic *topic, size_t idx)
{
    const struct session *session = &topic->history->sessions[idx];

    return *session->name && strcmp(session->name, session->label) != 0
               ? session->name
               : subject_label(layout->subject, topic, idx);
}

static void
add_session(const struct layout *layout, const struct topic *topic, size_t idx,
            struct said *said)
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
        if (is_said(said, &found[i]))
            continue;
        said->changes[said->entries.n] = found[i].changed.bytes;
        *vec_add(layout->arena, &said->entries) =
            entry_of(layout, label_of(layout, topic, idx), &found[i]);
    }
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    const struct amendment_list *amendments = subject->amendments;
    struct said said = {.changes = ARENA_ARRAY(layout->arena,
                                               amendments ? amendments->n : 0,
                                               const char *)};
    size_t first = subject->kind == KIND_SESSION && subject->timeline.n
                       ? subject->timeline.n - 1
                       : 0;

    for (size_t s = first; amendments && s < subject->timeline.n; s++)
        for (size_t t = 0; t < subject->n_topics; t++)
            for (size_t i = 0; i < subject->topics[t].history->n_sessions; i++)
                if (subject->topics[t].sittings[i] == s)
                    add_session(layout, &subject->topics[t], i, &said);
    if (said.entries.n)
        layout_heading(layout, block_heading(block, layout, WORD_CORRECTED));
    layout_list(layout, &said.entries);
}

const struct block_class block_corrections = {
    .name = "corrections", .build = build, .is_for_clinician = true};
