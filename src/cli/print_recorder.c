/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a header and one row, to a file or standard output; see
   print_recorder.h. */
#include "cli/print_recorder.h"

#include "base/file.h"
#include "response/csv_recorder.h"

/* The recorder of -o: a header and a row, whole or not at all. */
struct recorder {
    const char *path;
};

static bool
print_record(struct recorder *recorder,
             const struct administration *administration, struct diag *diag)
{
    struct buf out = {0};
    struct file_writer *writer = file_writer_open(recorder->path, diag);

    if (!writer)
        return false;
    csv_recorder_add_header(&out, administration->instrument);
    csv_recorder_add_row(&out, administration);
    file_writer_add(writer, buf_str(&out));
    buf_clear(&out);
    return file_writer_finish(writer, diag);
}

static void
print_close(struct recorder *recorder)
{
    (void)recorder;
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
    return recorder;
}
