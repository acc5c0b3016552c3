/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a header and rows, to a file or standard output; see
   print_recorder.h. */
#include "cli/print_recorder.h"

#include "base/file.h"
#include "response/csv_recorder.h"

/* A run may record more than one: what an earlier one had left first.  A file
   that is replaced as a whole must hold all of them. */
struct recorder {
    const char *path;
    bool is_stream;
    struct buf header; /* of the row recorded last */
    struct buf bytes;  /* recorded so far; of a stream nothing */
};

static void
set_text(struct buf *buf, struct str text)
{
    buf_empty(buf);
    buf_add(buf, text);
}

/* The row, below a header where it is not under one already. */
static void
add_row(const struct recorder *recorder, struct str header,
        const struct administration *administration, struct buf *out)
{
    buf_add(out, buf_str(&recorder->bytes));
    if (!str_equal(header, buf_str(&recorder->header)))
        buf_add(out, header);
    csv_recorder_add_row(out, administration);
}

static bool
print_record(struct recorder *recorder,
             const struct administration *administration, struct diag *diag)
{
    struct buf header = {0};
    struct buf out = {0};
    struct file_writer *writer = file_writer_open(recorder->path, diag);

    if (!writer)
        return false;
    csv_recorder_add_header(&header, administration->instrument);
    add_row(recorder, buf_str(&header), administration, &out);
    file_writer_add(writer, buf_str(&out));
    bool ok = file_writer_finish(writer, diag);
    if (ok) {
        set_text(&recorder->header, buf_str(&header));
        if (!recorder->is_stream)
            set_text(&recorder->bytes, buf_str(&out));
    }
    buf_clear(&header);
    buf_clear(&out);
    return ok;
}

static void
print_close(struct recorder *recorder)
{
    if (!recorder)
        return;
    buf_clear(&recorder->header);
    buf_clear(&recorder->bytes);
}

const struct recorder_class print_recorder = {
    .record = print_record,
    .close = print_close,
};

struct recorder *
print_recorder_open(const char *path, struct arena *arena)
{
    struct recorder *recorder = ARENA_NEW(arena, struct recorder);

    recorder->path = path;
    recorder->is_stream = file_is_stream(path);
    return recorder;
}
