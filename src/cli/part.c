/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing and reading FILE.shard; see part.h. */
#include "cli/part.h"
#include <config.h>

#include <stdlib.h>
#include "base/num.h"
#include "output/norm_tally.h"
#include "response/csv.h"

enum {
    FORMAT_VERSION = 1,
    LIMIT_RECORD_SIZE = 64 << 20,
    LIMIT_MAP_SIZE = 16 << 20,
    N_COLUMNS = 3,
    END_SIZE = sizeof "end,digest,\n" - 1 + sizeof(struct digest) - 1
};

/* ---- writing ---- */

static void
add_row(struct buf *out, const char *what, const char *name, const char *value)
{
    csv_add_cell(out, str_from(what), ',');
    buf_add_char(out, ',');
    csv_add_cell(out, str_from(name), ',');
    buf_add_char(out, ',');
    csv_add_cell(out, str_from(value), ',');
    buf_add_char(out, '\n');
}

static void
add_count(struct buf *out, const char *what, const char *name, size_t n)
{
    buf_addf(out, "%s,%s,%zu\n", what, name, n);
}

/* What a run writes, and how it goes about it, may differ. */
static void
add_option(void *aux, const struct option_entry *entry, const char *value)
{
    size_t at = entry->offset;

    if (at == offsetof(struct score_args, output)
        || at == offsetof(struct score_args, manifest)
        || at == offsetof(struct score_args, shard)
        || at == offsetof(struct score_args, n_threads)
        || at == offsetof(struct score_args, is_quiet)
        || at == offsetof(struct score_args, reading.from))
        return;
    add_row(aux, "option", entry->name, value);
}

/* A map is read with the rules it has; by its digest it is known again. */
static void
add_maps(struct buf *out, const struct score_job *job)
{
    const struct text_list *maps = &job->args->reading.maps;
    struct diag *unseen SCOPED(diag_drop) = diag_new();

    for (size_t i = 0; i < maps->n; i++) {
        struct str bytes = {0};
        if (file_read_whole(maps->items[i], LIMIT_MAP_SIZE, job->reading.arena,
                            &bytes, unseen))
            add_row(out, "map", maps->items[i], digest_of(bytes).hex);
    }
}

static void
add_instrument(struct buf *out, const struct instrument *instrument)
{
    add_row(out, "instrument", instrument->id, instrument->digest.hex);
    for (size_t i = 0; i < instrument->n_words; i++)
        if (instrument->words[i].digest.hex[0])
            add_row(out, "wording", instrument->words[i].lang,
                    instrument->words[i].digest.hex);
}

static void
add_setting(struct buf *out, const struct score_job *job)
{
    const struct source_stretch stretch = source_stretch(job->reading.source);
    const struct loaded *loaded = &job->data->loaded;

    add_row(out, "what", "name", "value");
    add_count(out, PACKAGE_NAME, PACKAGE_VERSION, FORMAT_VERSION);
    option_each(score_options, job->args, add_option, out);
    add_row(out, "file", "name", job->data->files.items[0]);
    add_count(out, "file", "size", stretch.file_size);
    add_count(out, "file", "header", stretch.body);
    add_row(out, "file", "digest of header", stretch.header.hex);
    add_maps(out, job);
    for (size_t i = 0; i < loaded->n; i++)
        add_instrument(out, loaded->instruments[i]);
}

static void
write_count(void *aux, const char *name, size_t *n)
{
    if (*n)
        add_count(aux, "count", name, *n);
}

/* Counts of norms are shared by threads, and so no plain numbers. */
static void
walk_norms(const struct score_job *job, const struct count_walk *walk)
{
    for (size_t i = 0; i < job->data->loaded.n; i++) {
        const struct instrument *instrument = job->data->loaded.instruments[i];
        for (size_t k = 0; k < job->norms[i]->n; k++) {
            struct norm_count *norm = &job->norms[i]->items[k];
            size_t before = counter_get(&norm->n_rows);
            size_t n = before;
            count_show(walk, &n, "norms %s.%s %s", instrument->id,
                       instrument->scales[norm->scale_idx].id, norm->id);
            counter_add(&norm->n_rows, n - before);
        }
    }
}

static void
add_problem(struct buf *out, const struct diagnostic *problem, bool with_secret)
{
    add_row(out, "problem", message_code(problem->message), problem->detail);
    if (problem->place.file) {
        add_count(out, "at", "line", (size_t)problem->place.line);
        add_count(out, "at", "column", (size_t)problem->place.column);
    }
    if (problem->hint)
        add_row(out, "at", "hint", problem->hint);
    if (problem->secret && with_secret)
        add_row(out, "at", "value", problem->secret);
}

void
part_add(const struct score_job *job, const struct diag *diag, size_t first,
         struct buf *out)
{
    const struct source_stretch stretch = source_stretch(job->reading.source);
    struct totals totals = job->reading.totals; /* not written to */
    const struct count_walk walk = {write_count, out};

    add_setting(out, job);
    add_row(out, "shard", "number", job->args->shard);
    add_count(out, "rows", "begin", stretch.begin);
    add_count(out, "rows", "end", stretch.end);
    add_row(out, "rows", "digest", stretch.digest.hex);
    add_count(out, "scores", "size", digester_size(job->digester));
    add_row(out, "scores", "digest", digester_get(job->digester).hex);
    totals_walk(&totals, &walk);
    walk_norms(job, &walk);
    for (size_t i = first; i < diag_total(diag); i++)
        add_problem(out, diag_get(diag, i), job->args->reading.shows_values);
    add_row(out, "end", "digest", digest_of(buf_str(out)).hex);
}

/* ---- reading ---- */

/* Rows of a record, one after the other. */
struct lines {
    struct str record;
    size_t offset;
    struct arena *arena;
    struct str what; /* of the row that is looked at; empty: at the end */
    struct str name;
    struct str value;
    size_t row; /* where it begins */
};

static void
next_line(struct lines *lines)
{
    struct csv_cell cells[N_COLUMNS];
    struct csv_record record = {.cells = cells, .size = N_COLUMNS};

    lines->row = lines->offset;
    lines->what = lines->name = lines->value = STR("");
    if (!csv_next(lines->record, &lines->offset, ',', &record) || record.fault
        || record.n_cells != N_COLUMNS)
        return;
    lines->what = csv_cell_text(cells[0], lines->arena);
    lines->name = csv_cell_text(cells[1], lines->arena);
    lines->value = csv_cell_text(cells[2], lines->arena);
}

static bool
is_at(const struct lines *lines, const char *what, const char *name)
{
    return str_is(lines->what, what) && (!name || str_is(lines->name, name));
}

static bool
read_size(struct str text, size_t *size)
{
    struct decimal number;

    if (!decimal_read(text, &number) || number.scale || number.units < 0)
        return false;
    *size = (size_t)number.units;
    return true;
}

/* Takes the row that is looked at, where it is that one. */
static bool
take_size(struct lines *lines, const char *what, const char *name, size_t *size)
{
    if (!is_at(lines, what, name) || !read_size(lines->value, size))
        return false;
    next_line(lines);
    return true;
}

static bool
take_text(struct lines *lines, const char *what, const char *name,
          const char **text)
{
    if (!is_at(lines, what, name))
        return false;
    *text = arena_text(lines->arena, lines->value);
    next_line(lines);
    return true;
}

/* A record that was cut off lacks its end, and the end knows all before it. */
static bool
is_whole(struct str record, struct arena *arena)
{
    size_t len = record.len > END_SIZE ? record.len - END_SIZE : 0;
    struct str end = str_skip(record, len);
    struct digest digest = digest_of((struct str){record.bytes, len});

    return str_is(end, arena_printf(arena, "end,digest,%s\n", digest.hex));
}

static bool
read_part(struct part *part, struct arena *arena)
{
    struct lines lines = {.record = part->record, .arena = arena};
    const char *number;

    next_line(&lines);
    if (!is_at(&lines, "what", "name") || !is_whole(part->record, arena))
        return false;
    while (lines.what.len && !is_at(&lines, "shard", "number"))
        next_line(&lines);
    part->offset = lines.row;
    part->setting = (struct str){part->record.bytes, lines.row};
    return take_text(&lines, "shard", "number", &number)
           && shard_read(number, &part->number, &part->n_parts)
           && take_size(&lines, "rows", "begin", &part->begin)
           && take_size(&lines, "rows", "end", &part->end)
           && take_text(&lines, "rows", "digest", &part->input)
           && take_size(&lines, "scores", "size", &part->size)
           && take_text(&lines, "scores", "digest", &part->output);
}

static bool
load_part(struct part *part, const char *path, struct arena *arena,
          struct diag *diag)
{
    part->path = path;
    part->record_path = arena_printf(arena, "%s.shard", path);
    if (!file_read_whole(part->record_path, LIMIT_RECORD_SIZE, arena,
                         &part->record, diag))
        return diag_hint(diag,
                         "'attune score --shard' writes it beside the scores");
    return read_part(part, arena)
           || diag_add(diag, MSG_PART_FOREIGN,
                       (struct place){.file = part->record_path}, NULL);
}

static int
compare_parts(const void *a, const void *b)
{
    const struct part *left = a;
    const struct part *right = b;

    return left->number < right->number ? -1 : left->number > right->number;
}

/* In the order of their numbers, there is each one once. */
static bool
are_all(const struct parts *parts, struct diag *diag)
{
    size_t n = parts->items[0].n_parts;
    bool ok = true;

    for (size_t i = 1; i < parts->n; i++) {
        if (parts->items[i].number != parts->items[i - 1].number)
            continue;
        diag_add(diag, MSG_PART_TWICE,
                 (struct place){.file = parts->items[i].path}, NULL);
        diag_hint(diag, "it is shard %zu of %zu, and so is '%s'",
                  parts->items[i].number, n, parts->items[i - 1].path);
        ok = false;
    }
    for (size_t number = 1, i = 0; ok && number <= n; number++) {
        if (i < parts->n && parts->items[i].number == number) {
            i++;
            continue;
        }
        diag_add(diag, MSG_PART_MISSING, (struct place){0}, "shard %zu of %zu",
                 number, n);
        ok = false;
    }
    return ok;
}

/* The first row that is not the same in two settings. */
static bool
refuse_unlike(const struct part *part, struct str other, struct arena *arena,
              struct diag *diag)
{
    struct lines a = {.record = part->setting, .arena = arena};
    struct lines b = {.record = other, .arena = arena};

    do {
        next_line(&a);
        next_line(&b);
    } while (a.what.len && str_equal(a.what, b.what)
             && str_equal(a.name, b.name) && str_equal(a.value, b.value));
    const struct lines *odd = a.what.len ? &a : &b;
    return diag_add(diag, MSG_PARTS_UNLIKE,
                    (struct place){.file = part->record_path}, "'%.*s %.*s'",
                    STR_ARGS(odd->what), STR_ARGS(odd->name));
}

static bool
are_of_one_run(const struct parts *parts, struct arena *arena,
               struct diag *diag)
{
    const struct part *first = &parts->items[0];

    for (size_t i = 1; i < parts->n; i++) {
        const struct part *part = &parts->items[i];
        if (!str_equal(part->setting, first->setting))
            return refuse_unlike(part, first->setting, arena, diag);
        if (part->n_parts != first->n_parts)
            return diag_add(diag, MSG_PARTS_UNLIKE,
                            (struct place){.file = part->record_path},
                            "one of %zu shards, not of %zu", part->n_parts,
                            first->n_parts);
    }
    return true;
}

bool
parts_read(const struct text_list *paths, struct arena *arena,
           struct diag *diag, struct parts *parts)
{
    bool ok = true;

    parts->items = ARENA_ARRAY(arena, paths->n, struct part);
    parts->n = paths->n;
    for (size_t i = 0; i < paths->n; i++)
        ok &= load_part(&parts->items[i], paths->items[i], arena, diag);
    if (!ok || !are_of_one_run(parts, arena, diag))
        return false;
    qsort(parts->items, parts->n, sizeof *parts->items, compare_parts);
    return are_all(parts, diag);
}

static bool
has_value(struct str name)
{
    for (size_t i = 0; score_options[i].name; i++)
        if (str_is(name, score_options[i].name))
            return score_options[i].kind != OPTION_FLAG;
    return false;
}

bool
parts_args(const struct parts *parts, struct context *context,
           struct score_args *args, struct text_list *files)
{
    struct arena *arena = context->arena;
    struct lines lines = {.record = parts->items[0].setting, .arena = arena};
    struct VEC(char *) words = {0};
    struct text_list none = {0};

    *vec_add(arena, &words) = arena_text(arena, STR("score"));
    for (next_line(&lines); lines.what.len; next_line(&lines)) {
        if (is_at(&lines, "file", "name"))
            *vec_add(arena, files) = arena_text(arena, lines.value);
        if (!is_at(&lines, "option", NULL))
            continue;
        *vec_add(arena, &words) =
            arena_printf(arena, "--%.*s", STR_ARGS(lines.name));
        if (has_value(lines.name))
            *vec_add(arena, &words) = arena_text(arena, lines.value);
    }
    if (files->n != 1)
        return diag_add(context->diag, MSG_PART_FOREIGN,
                        (struct place){.file = parts->items[0].record_path},
                        NULL);
    if (file_is_stream(files->items[0])) /* which may never end, or begin */
        return diag_add(context->diag, MSG_PART_STALE,
                        (struct place){.file = files->items[0]}, NULL);
    return option_parse(score_options, (int)words.n, words.items, args, &none,
                        arena, context->diag);
}

bool
parts_fit(const struct parts *parts, const struct score_job *job,
          struct diag *diag)
{
    struct buf setting SCOPED(buf_clear) = {0};
    const struct part *part = &parts->items[0];

    add_setting(&setting, job);
    return str_equal(part->setting, buf_str(&setting))
           || refuse_unlike(part, buf_str(&setting), job->reading.arena, diag);
}

static void
read_count(void *aux, const char *name, size_t *n)
{
    struct lines *lines = aux;
    size_t counted;

    if (take_size(lines, "count", name, &counted))
        *n += counted;
}

static bool
find_message(struct str code, enum message *message)
{
    for (int i = 0; i < N_MESSAGES; i++) {
        *message = (enum message)i;
        if (str_is(code, message_code(*message)))
            return true;
    }
    return false;
}

static bool
take_problem(struct lines *lines, const char *file, struct diag *problems)
{
    struct diagnostic problem = {0};
    size_t line = 0;
    size_t column = 0;

    if (!find_message(lines->name, &problem.message)
        || !take_text(lines, "problem", NULL, &problem.detail))
        return false;
    if (take_size(lines, "at", "line", &line)) {
        problem.place = (struct place){.file = file, .line = (int)line};
        if (take_size(lines, "at", "column", &column))
            problem.place.column = (int)column;
    }
    (void)take_text(lines, "at", "hint", &problem.hint);
    (void)take_text(lines, "at", "value", &problem.secret);
    if (!*problem.detail)
        problem.detail = NULL;
    diag_add_copy(problems, &problem);
    return true;
}

bool
part_take(const struct part *part, const struct score_job *job,
          struct totals *totals, struct diag *problems, struct diag *diag)
{
    struct lines lines = {.record = part->record,
                          .offset = part->offset,
                          .arena = job->reading.arena};
    const struct count_walk walk = {read_count, &lines};
    const char *file = job->data->files.items[0];

    do
        next_line(&lines);
    while (is_at(&lines, "shard", NULL) || is_at(&lines, "rows", NULL)
           || is_at(&lines, "scores", NULL));
    totals_walk(totals, &walk);
    totals->texts.first.file = totals->ahead.first.file = file;
    walk_norms(job, &walk);
    while (is_at(&lines, "problem", NULL)
           && take_problem(&lines, file, problems))
        continue;
    return is_at(&lines, "end", NULL)
           || diag_add(diag, MSG_PART_FOREIGN,
                       (struct place){.file = part->record_path}, NULL);
}
