/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns and codes of other people's data; see source_args.h. */
#include "cli/source_args.h"

#include <string.h>
#include "base/file.h"
#include "base/utf8.h"
#include "response/csv.h"

enum { LIMIT_MAP_SIZE = 16 << 20 }; /* bytes */

struct rule_list VEC(struct data_rule);

/* ---- --column and --missing ---- */

/* Parts "LEFT=RIGHT"; false after adding that it is none. */
static bool
split(struct context *context, const char *option, const char *text,
      struct str *left, struct str *right)
{
    const char *equals = strchr(text, '=');

    if (!equals || equals == text || !equals[1])
        return context_refuse(context, NULL,
                              "%s needs two parts around a '=', not '%s'",
                              option, text);
    *left = (struct str){text, (size_t)(equals - text)};
    *right = str_from(equals + 1);
    return true;
}

static bool
take_columns(struct context *context, const struct text_list *texts,
             struct rule_list *rules)
{
    bool ok = true;

    for (size_t i = 0; i < texts->n; i++) {
        struct data_rule *rule = vec_add(context->arena, rules);
        ok &= split(context, "--column", texts->items[i], &rule->item,
                    &rule->header);
    }
    return ok;
}

static bool
find_kind(struct str word, enum answer_kind *kind)
{
    for (int i = 0; i < N_ANSWER_KINDS; i++) {
        if (answer_kind_names[i] && str_is(word, answer_kind_names[i])) {
            *kind = (enum answer_kind)i;
            return true;
        }
    }
    return false;
}

static bool
take_code(struct context *context, const char *text, struct data_code *code)
{
    struct str left, right;

    if (!split(context, "--missing", text, &left, &right))
        return false;
    if (decimal_read(left, &code->code) && find_kind(right, &code->kind))
        return true;
    return context_refuse(context,
                          "the code is a number; the kind is one of skipped "
                          "declined unknown not-applicable not-asked unclear",
                          "--missing needs CODE=KIND, not '%s'", text);
}

static bool
take_codes(struct context *context, const struct text_list *texts,
           struct response_options *options)
{
    struct data_code *codes =
        ARENA_ARRAY(context->arena, texts->n, struct data_code);
    bool ok = true;

    for (size_t i = 0; i < texts->n; i++)
        ok &= take_code(context, texts->items[i], &codes[i]);
    options->codes = codes;
    options->n_codes = texts->n;
    return ok;
}

/* ---- --value ---- */

static bool
split_value(const char *text, struct data_rule *rule)
{
    const char *colon = strchr(text, ':');
    const char *equals = colon ? strchr(colon, '=') : NULL;

    if (!equals)
        return false;
    rule->item = (struct str){text, (size_t)(colon - text)};
    rule->from =
        str_trim((struct str){colon + 1, (size_t)(equals - colon) - 1});
    rule->to = str_trim(str_from(equals + 1));
    return rule->item.len && rule->from.len && rule->to.len;
}

static bool
take_values(struct context *context, const struct text_list *texts,
            struct rule_list *rules)
{
    bool ok = true;

    for (size_t i = 0; i < texts->n; i++) {
        if (!split_value(texts->items[i], vec_add(context->arena, rules)))
            ok = context_refuse(context, NULL,
                                "--value needs ITEM:FROM=TO, not '%s'",
                                texts->items[i]);
    }
    return ok;
}

/* ---- --map ---- */

enum map_column { MAP_ITEM, MAP_COLUMN, MAP_FROM, MAP_TO, N_MAP_COLUMNS };

static const char *const map_words[] = {"item", "column", "from", "to"};

struct map_file {
    struct context *context;
    const char *path;
    struct str bytes;
    char delimiter;
    size_t offset;
    size_t counted; /* bytes whose lines are in n_lines */
    int n_lines;
    struct csv_record record;
    size_t n_columns;
    size_t at[N_MAP_COLUMNS]; /* SIZE_MAX: the file has no such column */
    struct rule_list *rules;
};

/* Where a line stands; asked in the order of the lines. */
static struct place
place_at(struct map_file *file, size_t offset)
{
    for (; file->counted < offset; file->counted++)
        file->n_lines += file->bytes.bytes[file->counted] == '\n';
    return (struct place){.file = file->path, .line = file->n_lines + 1};
}

static void
add_bad_line(struct map_file *file, size_t offset, const char *hint)
{
    diag_add(file->context->diag, MSG_DATA_MAP, place_at(file, offset), NULL);
    diag_hint(file->context->diag, "%s", hint);
}

static bool
next_line(struct map_file *file)
{
    return csv_next(file->bytes, &file->offset, file->delimiter, &file->record);
}

static struct str
cell_at(const struct map_file *file, size_t at)
{
    if (at >= file->record.n_cells || at >= file->record.size)
        return STR("");
    return str_trim(
        csv_cell_text(file->record.cells[at], file->context->arena));
}

static bool
is_utf8(struct map_file *file)
{
    size_t len = utf8_text_len(file->bytes);

    if (len < file->bytes.len)
        add_bad_line(file, len, not_utf8_hint);
    return len == file->bytes.len;
}

/* False of a name that is none of the four, or was there before. */
static bool
take_name(struct map_file *file, size_t cell)
{
    for (int i = 0; i < N_MAP_COLUMNS; i++) {
        if (!str_equal_nocase(cell_at(file, cell), str_from(map_words[i])))
            continue;
        if (file->at[i] != SIZE_MAX)
            return false;
        file->at[i] = cell;
        return true;
    }
    return false;
}

/* What the file's lines say must not be lost for a column, or a line end, that
   is not known here. */
static bool
read_head(struct map_file *file)
{
    bool ok = true;

    for (int i = 0; i < N_MAP_COLUMNS; i++)
        file->at[i] = SIZE_MAX;
    ok = next_line(file);
    for (size_t c = 0; ok && c < file->record.n_cells; c++)
        ok = take_name(file, c);
    file->n_columns = file->record.n_cells;
    if (ok && file->at[MAP_ITEM] != SIZE_MAX)
        return true;
    add_bad_line(file, file->record.offset,
                 "the first line names the columns: item, and of column, from "
                 "and to those that are there, each once, and no other");
    return false;
}

static bool
take_line(struct map_file *file)
{
    struct data_rule rule = {
        .item = cell_at(file, file->at[MAP_ITEM]),
        .header = cell_at(file, file->at[MAP_COLUMN]),
        .from = cell_at(file, file->at[MAP_FROM]),
        .to = cell_at(file, file->at[MAP_TO]),
    };

    if (file->record.n_cells > file->n_columns) {
        add_bad_line(file, file->record.offset,
                     "the line has more cells than the first; a cell that "
                     "holds the delimiter stands in quotes");
        return false;
    }
    if (file->record.fault || !rule.item.len || !rule.from.len != !rule.to.len
        || (!rule.header.len && !rule.from.len)) {
        add_bad_line(file, file->record.offset,
                     "a line has an item, and a column, or from and to, or "
                     "all of them");
        return false;
    }
    rule.place = place_at(file, file->record.offset);
    *vec_add(file->context->arena, file->rules) = rule;
    return true;
}

static bool
take_map(struct context *context, const char *path, struct rule_list *rules)
{
    struct map_file file = {.context = context, .path = path, .rules = rules};
    bool ok;

    if (!file_read_whole(path, LIMIT_MAP_SIZE, context->arena, &file.bytes,
                         context->diag))
        return false;
    if (str_starts(file.bytes, "\xef\xbb\xbf"))
        file.offset = 3;
    file.delimiter = csv_detect_delimiter(file.bytes);
    file.record.size = CSV_LIMIT_COLUMNS;
    file.record.cells =
        ARENA_ARRAY(context->arena, file.record.size, struct csv_cell);
    ok = is_utf8(&file) && read_head(&file);
    while (ok && next_line(&file))
        ok = take_line(&file);
    return ok;
}

/* Those of maps come behind those of the options. */
bool
recode_fill(const struct source_args *args, struct context *context,
            struct response_options *options)
{
    struct rule_list rules = {0};
    bool ok = take_codes(context, &args->codes, options)
              && take_columns(context, &args->columns, &rules)
              && take_values(context, &args->values, &rules);

    for (size_t i = 0; ok && i < args->maps.n; i++)
        ok = take_map(context, args->maps.items[i], &rules);
    options->rules = rules.items;
    options->n_rules = rules.n;
    return ok;
}
