/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a chunk belong together; see source_format.h. */
#include "exchange/source_format.h"

#include "base/utf8.h"
#include "exchange/reshaping.h"
#include "response/facts.h"
#include "response/recoding.h"

static size_t
column_of(const struct chunk *chunk, enum fact fact)
{
    const struct binding *binding = chunk->file->binding;

    for (size_t i = 0; i < binding->n_columns; i++)
        if (binding->columns[i].role == COLUMN_FACT
            && binding->columns[i].fact == fact)
            return i;
    return SIZE_MAX;
}

static struct row_group *
latest(const struct chunk *chunk)
{
    return &chunk->groups.items[chunk->groups.n - 1];
}

static void
group_row(struct grouping *grouping, const struct peeked_row *row,
          const struct recoded *recoded)
{
    struct chunk *chunk = grouping->chunk;
    struct str cell = row->cell;
    bool is_named = !row->is_broken && utf8_is_text(cell)
                    && (!recoded || recoded_read(recoded, &cell))
                    && !answer_sheet_error(str_trim(cell))
                    && !fact_is_nobody(grouping->by, str_trim(cell));
    struct str value =
        is_named ? facts_text(cell, chunk->options->keep_raw) : STR("");
    bool goes_on =
        chunk->groups.n
        && (grouping->is_adrift || row->is_broken
            || (value.len && str_equal(value, buf_str(&chunk->group_value))));

    if (!goes_on) {
        *vec_add(chunk->arena, &chunk->groups) =
            (struct row_group){.part = chunk->part, .offset = row->offset};
        buf_empty(&chunk->group_value);
        grouping->is_adrift = true;
    }
    if (grouping->is_adrift)
        buf_add(&chunk->group_value, value);
    grouping->is_adrift &= row->is_broken;
    latest(chunk)->n_rows += row->n_rows;
    latest(chunk)->is_over_files |= latest(chunk)->part != chunk->part;
}

void
grouping_go_on(struct grouping *grouping)
{
    struct chunk *chunk = grouping->chunk;
    const struct binding *binding = chunk->file->binding;
    size_t column = column_of(chunk, grouping->by);
    const struct recoded *recoded =
        column < binding->n_columns ? binding->columns[column].recoded : NULL;
    if (chunk->file->reshaping && column < binding->n_columns)
        column = reshaping_origin(chunk->file->reshaping, column);
    struct peeked_row row;

    while (chunk->file->format->peek(chunk, &grouping->at, column, &row)) {
        if (!row.n_rows)
            continue;
        group_row(grouping, &row, recoded);
        if (latest(chunk)->n_rows <= GROUP_LIMIT_ROWS)
            continue;
        chunk_turn(chunk, latest(chunk)->part);
        chunk_fail(chunk, MSG_DATA_GROUP_LONG,
                   chunk->base + latest(chunk)->offset,
                   arena_printf(chunk->arena,
                                "at most %d rows of one %s are read together",
                                GROUP_LIMIT_ROWS, fact_names[grouping->by]));
        chunk->groups.n--;
        return;
    }
}
