/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of a file's rows; see csv_file.h.  Whether a line end is in quotes
   hangs on all that stands before it: so a shard goes through the file from its
   start, and only leaves out what is not its own. */
#include "exchange/csv_file.h"

struct csv_shard {
    size_t at; /* of the bytes that come next, in the file */
    /* Its even share. */
    size_t from;
    size_t to;
    bool is_done;
    struct digester *digester; /* NULL: nobody asked */
};

/* Where an even share of the rows' bytes ends, in whole numbers that do not
   grow beyond the size. */
static size_t
share_end(const struct source_stretch *stretch, size_t number, size_t n_shards)
{
    size_t size = stretch->file_size > stretch->body
                      ? stretch->file_size - stretch->body
                      : 0;

    return stretch->body + size / n_shards * number
           + size % n_shards * number / n_shards;
}

struct csv_shard *
csv_shard_new(const struct response_options *options,
              struct source_stretch *stretch, struct arena *arena)
{
    struct csv_shard *shard = ARENA_NEW(arena, struct csv_shard);

    shard->at = stretch->body;
    shard->from = share_end(stretch, options->shard - 1, options->n_shards);
    shard->to = options->shard < options->n_shards
                    ? share_end(stretch, options->shard, options->n_shards)
                    : SIZE_MAX;
    stretch->begin = stretch->end = stretch->body;
    if (options->with_digests)
        shard->digester = digester_new();
    stretch->digest = digest_of(STR(""));
    return shard;
}

void
csv_shard_free(struct csv_shard *shard)
{
    if (shard)
        digester_free(shard->digester);
}

bool
csv_shard_is_done(const struct csv_shard *shard)
{
    return shard->is_done;
}

/* Where the shares end was said by its size: rows behind that are nobody's.  A
   last row is given a LF that it lacks. */
bool
csv_shard_has_grown(const struct csv_file *file,
                    const struct csv_stretch *bytes)
{
    return file->shard->at + bytes->len > file->stretch.file_size + 1;
}

/* How many of the first 'n' bytes are whole rows. */
static size_t
rows_within(const struct csv_stretch *bytes, size_t n)
{
    if (n >= bytes->len)
        return bytes->len;
    return csv_marks_last_row(&bytes->marks, (struct str){bytes->bytes, n});
}

/* The end of a last row that lacks it is no byte of the file. */
static size_t
in_file(const struct source_stretch *stretch, size_t offset)
{
    return offset < stretch->file_size ? offset : stretch->file_size;
}

bool
csv_shard_cut(struct csv_file *file, struct csv_stretch *bytes)
{
    struct csv_shard *shard = file->shard;
    struct source_stretch *stretch = &file->stretch;
    size_t at = shard->at;
    size_t first = at < shard->from ? rows_within(bytes, shard->from - at) : 0;
    size_t last = rows_within(bytes, shard->to - at);

    shard->at += bytes->len;
    shard->is_done = shard->to < shard->at;
    if (at <= shard->from)
        stretch->begin = in_file(stretch, at + first);
    stretch->end = in_file(stretch, at + last);
    bytes->len = last;
    bytes->at = first;
    bytes->n_lines = csv_marks_lines(&bytes->marks, 0, first);
    if (shard->digester && first < last)
        digester_add(
            shard->digester,
            (struct str){bytes->bytes + first, stretch->end - (at + first)});
    if (shard->digester)
        stretch->digest = digester_get(shard->digester);
    return first < last;
}
