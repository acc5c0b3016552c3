/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of any format, one after the other: what their headers hold together,
   and the settling of chunks.  What a chunk does with its rows is chunk.c's. */
#include "exchange/source.h"

#include <string.h>
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "response/facts.h"
#include "response/recoding.h"
#include "exchange/reshaping.h"
#include "exchange/source_format.h"

struct source {
    struct arena *arena;
    const struct response_options *options;
    const struct recoding *recoding;
    struct source_file *files;
    size_t n_files;
    size_t current;
    struct map *kept_names; /* header -> position among the kept */
    struct VEC(struct str) kept;
    struct VEC(struct source_held) held;
    size_t n_columns; /* of the widest file */
    struct row_digests *digests;
    char run_delimiter; /* 0: cells are kept one by one */
    struct counted_rows other_texts;
    struct counted_rows ahead;
    bool failed;
};

static const struct source_format *
format_of(const char *path)
{
    static const struct source_format *const formats[] = {
#define SOURCE_FORMAT(name) &source_##name,
#include "exchange/source_formats.def"
    };
    char room[SOURCE_PEEKED];
    struct str bytes = {room, file_peek(path, room, sizeof room)};
    size_t i = 0;

    while (i + 1 < N_ELEMENTS(formats) && !formats[i]->is(bytes))
        i++;
    return formats[i];
}

/* ---- opening ---- */

static void
hold_back(struct source *source, const struct bound_column *column)
{
    for (size_t i = 0; i < source->held.n; i++)
        if (str_equal(source->held.items[i].name, column->name))
            return;
    *vec_add(source->arena, &source->held) =
        (struct source_held){column->name, column->taken_for};
}

/* How often the names of one file's columns were seen. */
struct seen_names {
    struct map *names; /* -> position among the counts */
    size_t *counts;
    size_t n;
};

/* Columns of one file may share a name; that of another file is the one of the
   same number among them. */
static struct str
kept_key(struct source *source, struct seen_names *seen,
         const struct bound_column *column)
{
    struct str name = column->role == COLUMN_FACT
                          ? str_from(fact_names[column->fact])
                          : column->name;
    size_t at = map_take(seen->names, name, seen->n);

    if (at == seen->n)
        seen->n++;
    else
        name = str_from(arena_printf(source->arena, "%.*s\n%zu", STR_ARGS(name),
                                     seen->counts[at]));
    seen->counts[at]++;
    return name;
}

static void
collect_kept(struct source *source, struct source_file *file)
{
    const struct binding *binding = file->binding;
    size_t *kept_idx = ARENA_ARRAY(source->arena, binding->n_columns, size_t);
    struct seen_names seen = {
        .names = map_new(source->arena, false),
        .counts = ARENA_ARRAY(source->arena, binding->n_columns, size_t)};

    for (size_t i = 0; i < binding->n_columns; i++) {
        const struct bound_column *column = &binding->columns[i];
        kept_idx[i] = SIZE_MAX;
        if (column->taken_for)
            hold_back(source, column);
        if (column->role == COLUMN_ITEM || column->role == COLUMN_ASIDE
            || column->role == COLUMN_UNNAMED)
            continue;
        struct str key = kept_key(source, &seen, column);
        if (map_find(source->kept_names, key, &kept_idx[i]))
            continue;
        kept_idx[i] = source->kept.n;
        if (map_add(source->kept_names, key, source->kept.n))
            *vec_add(source->arena, &source->kept) =
                column->is_told ? key : column->name;
    }
    file->kept_idx = kept_idx;
}

/* Of the definitions, where rows have any to be compared with. */
static void
take_digests(struct source *source)
{
    const struct response_options *options = source->options;
    bool is_needed = false;

    for (size_t i = 0; i < source->n_files; i++)
        is_needed |= source->files[i].binding->has_fact[FACT_DIGEST];
    if (!is_needed)
        return;
    source->digests =
        ARENA_ARRAY(source->arena, options->n_instruments, struct row_digests);
    for (size_t i = 0; i < options->n_instruments; i++)
        source->digests[i] = row_digests_of(
            options->worded ? options->worded[i] : options->instruments[i],
            source->arena);
}

/* Where cells are passed through: of columns that nobody asked for by name, and
   that may say who somebody is. */
static void
warn_of_identifiers(const struct source *source, struct diag *diag)
{
    struct buf names SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < source->kept.n && source->options->find_private;
         i++) {
        struct str name = source->kept.items[i];
        enum fact fact;

        if (fact_find(name, &fact) || !identifier_is(name)
            || response_options_keep(source->options, name))
            continue;
        buf_add_text(&names, names.len ? " '" : "'");
        utf8_add_shown(&names, name);
        buf_add_char(&names, '\'');
    }
    if (!names.len)
        return;
    diag_add(diag, MSG_DATA_IDENTIFIER, (struct place){0}, "%s",
             buf_text(&names));
    diag_hint(diag, "--drop HEADER leaves one out, --keep named all that are "
                    "not named; --keep HEADER says that it is meant");
}

static bool
open_file(struct source *source, const char *path, struct diag *diag)
{
    struct source_file *file = &source->files[source->n_files++];

    *file = (struct source_file){
        .format = source->options->is_long ? &source_csv_long : format_of(path),
        .recoding = source->recoding,
        .path = path,
        .is_stdin = !strcmp(path, "-"),
    };
    file->name = arena_text(source->arena, str_from(file_called(path)));
    if (source->options->n_shards && !file->format->stretch)
        return diag_add(diag, MSG_USAGE, (struct place){0},
                        "--shard takes a CSV file, not '%s'", path);
    if (!file->format->open(file, source->options, source->arena, diag))
        return false;
    struct header bound;
    bool failed;
    file->reshaping =
        reshaping_new(&file->header, source->options, source->recoding,
                      source->arena, &bound, &failed, diag);
    if (failed)
        return false;
    file->binding = bind_header(&bound, source->options, source->recoding,
                                source->arena, diag);
    if (!file->binding
        || (file->format->agrees && !file->format->agrees(file, diag)))
        return false;
    if (source->n_columns < file->header.n_cells)
        source->n_columns = file->header.n_cells;
    if (source->n_columns < bound.n_cells)
        source->n_columns = bound.n_cells;
    collect_kept(source, file);
    return true;
}

static bool
has_header(const struct source *source, struct str name)
{
    for (size_t i = 0; i < source->n_files; i++)
        for (size_t k = 0; k < source->files[i].header.n_cells; k++)
            if (str_equal_nocase(source->files[i].header.cells[k].name, name))
                return true;
    return false;
}

/* A column that was to be dropped and is not there may be there by another
   name: what stands in it must not travel on. */
static bool
check_drops(const struct source *source, struct diag *diag)
{
    bool ok = true;

    for (size_t i = 0; i < source->options->n_rules; i++) {
        const struct data_rule *rule = &source->options->rules[i];
        if (source->options->is_long /* what is not told, goes no further */
            || !data_rule_drops(rule) || str_is(rule->header, "*")
            || has_header(source, rule->header))
            continue;
        ok = diag_add(diag, MSG_DATA_COLUMN_HEADER, rule->place, "'%.*s'",
                      STR_ARGS(rule->header));
    }
    return ok;
}

static bool
check_stdin(const char *const *paths, size_t n_paths, struct diag *diag)
{
    size_t n = 0;

    for (size_t i = 0; i < n_paths; i++)
        n += !strcmp(paths[i], "-");
    return n <= 1
           || diag_add(diag, MSG_DATA_STDIN_TWICE, (struct place){0}, "'-'");
}

struct source *
source_open(const char *const *paths, size_t n_paths,
            const struct response_options *options, struct diag *diag)
{
    struct source *source;

    if (!check_stdin(paths, n_paths, diag))
        return NULL;
    struct arena *arena = arena_new();
    source = ARENA_NEW(arena, struct source);
    source->arena = arena;
    struct response_options *kept = ARENA_NEW(arena, struct response_options);
    *kept = *options;
    source->options = kept;
    source->files = ARENA_ARRAY(arena, n_paths, struct source_file);
    source->kept_names = map_new(arena, false);
    source->recoding = recoding_new(kept, arena, diag);
    bool ok = source->recoding;
    for (size_t i = 0; source->recoding && i < n_paths; i++)
        ok &= open_file(source, paths[i], diag);
    ok = ok && check_drops(source, diag);
    if (ok) {
        take_digests(source);
        warn_of_identifiers(source, diag);
        return source;
    }
    source_close(source);
    return NULL;
}

void
source_close(struct source *source)
{
    if (!source)
        return;
    for (size_t i = 0; i < source->n_files; i++)
        if (source->files[i].own)
            source->files[i].format->close(&source->files[i]);
    arena_free(source->arena);
}

const struct str *
source_kept(const struct source *source, size_t *n)
{
    *n = source->kept.n;
    return source->kept.items;
}

const size_t *
source_times(const struct source *source, const struct instrument *instrument,
             struct arena *arena)
{
    static const char ending[] = ".ms";
    size_t *times = ARENA_ARRAY(arena, instrument->n_items, size_t);

    for (size_t i = 0; i < instrument->n_items; i++)
        times[i] = SIZE_MAX;
    for (size_t cell = 0; cell < source->kept.n; cell++) {
        struct str name = source->kept.items[cell];
        if (!str_ends(name, ending))
            continue;
        name.len -= sizeof ending - 1;
        struct item_name parts = item_name_of(name);
        for (size_t i = 0; i < instrument->n_items; i++)
            if (item_name_fits(&parts, instrument)
                && str_equal_nocase(parts.id,
                                    str_from(instrument->items[i].id)))
                times[i] = cell;
    }
    return times;
}

const struct source_held *
source_held(const struct source *source, size_t *n)
{
    *n = source->held.n;
    return source->held.items;
}

char
source_delimiter(const struct source *source)
{
    return source->n_files ? source->files[0].header.delimiter : ',';
}

const struct source_input *
source_inputs(const struct source *source, struct arena *arena, size_t *n)
{
    struct source_input *inputs =
        ARENA_ARRAY(arena, source->n_files, struct source_input);

    *n = 0;
    for (size_t i = 0; i < source->n_files; i++) {
        const struct source_file *file = &source->files[i];
        const struct digester *digester =
            file->is_stdin ? NULL : file->format->digester(file);

        if (digester)
            inputs[(*n)++] = (struct source_input){
                file->name, digester_size(digester), digester_get(digester)};
    }
    return inputs;
}

struct source_stretch
source_stretch(const struct source *source)
{
    const struct source_file *file = &source->files[0];

    return file->format->stretch ? file->format->stretch(file)
                                 : (struct source_stretch){0};
}

size_t
source_done(const struct source *source, size_t *all)
{
    size_t done = 0;

    *all = 0;
    for (size_t i = 0; i < source->n_files; i++) {
        done += source->files[i].n_done;
        *all += source->files[i].n_all;
    }
    for (size_t i = 0; i < source->n_files; i++)
        if (!source->files[i].n_all)
            *all = 0;
    return done;
}

size_t
source_passed(const struct source *source)
{
    size_t n = 0;

    for (size_t i = 0; i < source->n_files; i++)
        n += source->files[i].n_passed;
    return n;
}

void
source_describe(const struct source *source, struct dictionary *dictionary)
{
    const struct source_file *file = &source->files[0];

    if (file->format->describe)
        file->format->describe(file, dictionary);
}

bool
source_has(const struct source *source, enum fact fact)
{
    bool has = false;

    for (size_t i = 0; i < source->n_files; i++)
        has |= source->files[i].binding->has_fact[fact];
    return has;
}

void
source_keep_runs(struct source *source, char delimiter)
{
    source->run_delimiter = delimiter;
}

const struct counted_rows *
source_ahead(const struct source *source)
{
    return &source->ahead;
}

const struct counted_rows *
source_other_texts(const struct source *source)
{
    return &source->other_texts;
}

struct str
source_column(const struct source *source, size_t instrument_idx,
              size_t item_idx)
{
    for (size_t i = 0; i < source->n_files; i++) {
        const struct binding *binding = source->files[i].binding;
        for (size_t c = 0; c < binding->n_columns; c++)
            for (size_t k = 0; k < binding->columns[c].n_items; k++)
                if (binding->columns[c].items[k].instrument_idx
                        == instrument_idx
                    && binding->columns[c].items[k].item_idx == item_idx)
                    return binding->columns[c].name;
    }
    return STR("");
}

bool
source_failed(const struct source *source)
{
    return source->failed;
}

/* ---- chunks ---- */

struct chunk *
chunk_new(const struct source *source)
{
    struct chunk *chunk = mem_alloc(sizeof *chunk);

    chunk_init(chunk, source->options, source->n_columns, source->kept.n);
    chunk->digests = source->digests;
    chunk->run_delimiter = source->run_delimiter;
    return chunk;
}

void
chunk_free(struct chunk *chunk)
{
    if (!chunk)
        return;
    chunk_clear(chunk);
    mem_free(chunk);
}

bool
source_read(struct source *source, struct chunk *chunk)
{
    for (; source->current < source->n_files && !source->failed;
         source->current++) {
        chunk_begin(chunk, &source->files[source->current]);
        bool has_rows = chunk->file->format->fill(chunk);
        source->failed = chunk->has_failed;
        if (has_rows || source->failed)
            return true;
    }
    return false;
}

/* ---- groups ---- */

/* More rows, of this file or else the next. */
static bool
read_on(struct source *source, struct grouping *grouping)
{
    struct chunk *chunk = grouping->chunk;

    while (!chunk->file->format->fill(chunk)) {
        if (chunk->has_failed || source->current + 1 == source->n_files)
            return false;
        chunk_go_on(chunk, &source->files[++source->current],
                    chunk->base + grouping->at + 1);
        grouping->at = 0;
    }
    return true;
}

/* The latest of several groups may go on: it is left to the next chunk.  The
   only one is read to its end, and then the one behind it is left. */
bool
source_read_groups(struct source *source, struct chunk *chunk, enum fact by)
{
    struct grouping grouping = {chunk, by, 0, true};

    if (!source_read(source, chunk))
        return false;
    chunk->is_grouped = true;
    grouping_go_on(&grouping);
    while (chunk->groups.n < 2 && !chunk->has_failed
           && read_on(source, &grouping))
        grouping_go_on(&grouping);
    if (chunk->groups.n > 1 && !chunk->has_failed)
        chunk->file->format->cut(chunk,
                                 chunk->groups.items[--chunk->groups.n].offset);
    source->failed = chunk->has_failed;
    chunk_turn(chunk, 0);
    return true;
}

/* ---- numbers of rows ---- */

size_t
chunk_row_number(struct chunk *chunk, size_t offset, size_t number)
{
    struct peeked_row row;

    if (!chunk->file->reshaping)
        return number;
    if (offset < chunk->numbered_at)
        chunk->numbered_at = chunk->n_numbered = 0;
    for (size_t next = chunk->numbered_at;
         chunk->file->format->peek(chunk, &next, SIZE_MAX, &row)
         && row.offset <= offset;
         chunk->numbered_at = next)
        chunk->n_numbered++;
    return chunk->n_numbered;
}

/* ---- settling ---- */

struct place
chunk_place(struct chunk *chunk, size_t offset)
{
    size_t part = chunk->n_parts - 1;

    while (chunk->parts.items[part].base > offset)
        part--;
    chunk_turn(chunk, part);
    return chunk->file->format->place(chunk, offset - chunk->base);
}

static void
warn_of_other(const struct chunk_part *part, struct chunk *chunk,
              struct diag *diag)
{
    if (!part->names_other || part->file->has_warned)
        return;
    part->file->has_warned = true;
    diag_add(diag, MSG_DATA_OTHER_INSTRUMENT,
             chunk_place(chunk, part->other_offset), NULL);
    diag_hint(diag, "they are not scored; -i names an instrument");
}

/* The first, by its place, of those not told yet. */
static size_t
next_problem(const struct chunk *chunk, const bool *is_told)
{
    size_t next = SIZE_MAX;

    for (size_t i = 0; i < diag_total(chunk->problems); i++)
        if (!is_told[i]
            && (next == SIZE_MAX
                || chunk->problem_at[i] < chunk->problem_at[next]))
            next = i;
    return next;
}

/* Why the reading stops stands behind what was found in the rows ahead. */
static void
add_failure(struct chunk *chunk)
{
    if (chunk->failed_at == SIZE_MAX)
        return;
    chunk->problem_at[diag_total(chunk->problems)] = chunk->failed_at;
    diag_add_copy(chunk->problems, &chunk->failure);
    chunk->n_problems[chunk->failure.message]++;
}

/* In the order of their places. */
static void
tell_problems(struct chunk *chunk, struct diag *diag)
{
    struct diag *others SCOPED(diag_drop) = diag_new();
    struct diag *problems SCOPED(diag_drop) = diag_new();
    bool is_told[PROBLEMS_KEPT + 1] = {false};

    add_failure(chunk);
    for (size_t i = 0; i < chunk->n_parts; i++)
        warn_of_other(&chunk->parts.items[i], chunk, others);
    for (size_t n = diag_total(chunk->problems); n; n--) {
        size_t next = next_problem(chunk, is_told);
        struct diagnostic problem = *diag_get(chunk->problems, next);
        problem.place = chunk_place(chunk, chunk->problem_at[next]);
        diag_add_copy(problems, &problem);
        is_told[next] = true;
    }
    diag_interleave(diag, others, problems);
}

void
source_settle(struct source *source, struct chunk *chunk,
              struct response_tally *tally, struct diag *diag)
{
    tell_problems(chunk, diag);
    diag_move(diag, chunk->diag);
    if (chunk->n_other_texts)
        counted_rows_join(&source->other_texts,
                          &(struct counted_rows){
                              chunk->n_other_texts,
                              chunk_place(chunk, chunk->other_texts_offset)});
    if (chunk->n_ahead)
        counted_rows_join(
            &source->ahead,
            &(struct counted_rows){chunk->n_ahead,
                                   chunk_place(chunk, chunk->ahead_offset)});
    tally->n_rows += chunk->n_rows;
    tally->n_empty_times += chunk->n_empty_times;
    tally->n_unclear += chunk->n_unclear;
    tally->n_elsewhere += chunk->n_elsewhere;
    for (int i = 0; i < N_MESSAGES; i++)
        tally->n_problems[i] += chunk->n_problems[i];
    for (size_t i = 0; i < chunk->n_parts; i++) {
        chunk_turn(chunk, i);
        if (chunk->file->format->settled)
            chunk->file->format->settled(chunk);
    }
    tally->n_blank += chunk->n_blank;
}
