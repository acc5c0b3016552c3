/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seals the row of an administration; see inbox_recorder.h. */
#include "casebook/inbox_recorder.h"

#include <assert.h>
#include "casebook/rows.h"
#include "exchange/csv_recorder.h"

struct recorder {
    struct inbox_fill *fill;
};

struct recorder *
inbox_recorder_open(struct inbox_fill *fill, struct arena *arena)
{
    struct recorder *recorder = ARENA_NEW(arena, struct recorder);

    recorder->fill = fill;
    return recorder;
}

static bool
record(struct recorder *recorder, const struct administration *administration,
       struct diag *diag)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields = {0};
    struct buf csv SCOPED(buf_clear) = {0};

    csv_recorder_add_header(&csv, administration);
    csv_recorder_add_row(&csv, administration);
    bool is_row = rows_read(buf_str(&csv), scratch, &fields);
    assert(is_row);
    (void)is_row;
    bool ok = inbox_fill_add(recorder->fill, LINE_DONE, &fields, diag);
    recorder->fill->is_over = ok;
    seal_wipe(csv.bytes, csv.len);
    return ok;
}

static void
leave(struct recorder *recorder)
{
    (void)recorder;
}

const struct recorder_class inbox_recorder = {
    .record = record,
    .close = leave,
};
