/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns by their headers, values by their texts; see form_columns.h. */
#include "exchange/form_columns.h"

#include "base/utf8.h"
#include "response/decoder.h"
#include "exchange/raw_rows.h"

struct reading {
    struct form_columns *columns;
    const struct dictionary *dictionary; /* that was given; NULL: none */
    struct dictionary own;               /* what a file says itself */
    struct arena *arena;
    size_t *at; /* of each column of the file, the form's */
    size_t n;
    size_t n_rows;
    const struct form_column *unread; /* the first with a cell that is not
                                         UTF-8 */
    const char *unread_hint;
};

/* ---- headers ---- */

/* Where the code of a choice begins in the header of a box: behind the sign of
   the dictionary's boxes, or "___" as REDCap has it.  0: it is no box. */
static size_t
box_code(struct str header, const struct field *field)
{
    struct str before, behind;

    if (field && field->boxes.len && !str_equal_nocase(field->name, header)
        && str_cut(field->boxes, "#", &before, &behind))
        return before.len;
    if (!str_cut(header, "___", &before, &behind) || !before.len || !behind.len)
        return 0;
    size_t sign = behind.bytes[0] == '_' || behind.bytes[0] == '-';
    for (size_t i = sign; i < behind.len; i++)
        if (!str_is_digit(behind.bytes[i]))
            return 0;
    return sign < behind.len ? before.len + 3 : 0;
}

static struct form_column *
add_column(struct reading *reading, struct str header)
{
    struct form_columns *columns = reading->columns;
    struct form_column *column = vec_add(reading->arena, &columns->columns);

    *column = (struct form_column){.header = arena_str(reading->arena, header),
                                   .seen = map_new(reading->arena, false)};
    column->name = column->header;
    (void)!map_add(columns->headers, column->header, columns->columns.n - 1);
    return column;
}

/* The boxes together come before the first of them. */
static void
add_boxes(struct reading *reading, struct str header, size_t code,
          const struct field *field)
{
    struct str before = {header.bytes, code};
    size_t n = code;
    size_t at;
    struct str sign =
        str_from(arena_printf(reading->arena, "%.*s#", STR_ARGS(before)));

    if (map_find(reading->columns->headers, sign, &at))
        return;
    while (n > 1 && header.bytes[n - 1] == '_')
        n--;
    struct form_column *boxes = add_column(reading, sign);
    boxes->is_boxes = true;
    boxes->field = field;
    boxes->name =
        field ? field->name
              : arena_str(reading->arena, (struct str){header.bytes, n});
    boxes->question = field ? field->text : STR("");
}

static size_t
find_column(struct reading *reading, struct str header, size_t idx)
{
    const struct field *field = dictionary_find(
        reading->dictionary ? reading->dictionary : &reading->own, header);
    size_t code = box_code(header, field);
    size_t at;

    if (code)
        add_boxes(reading, header, code, field);
    if (map_find(reading->columns->headers, header, &at)) {
        for (size_t i = 0; i < idx; i++)
            reading->columns->columns.items[at].is_doubled |=
                reading->at[i] == at;
        return at;
    }
    struct form_column *column = add_column(reading, header);
    column->is_box = code > 0;
    column->field = field;
    column->question = field ? field->text : STR("");
    return reading->columns->columns.n - 1;
}

static bool
take_headers(void *aux, const struct source *source, const struct str *headers,
             size_t n)
{
    struct reading *reading = aux;

    reading->at = ARENA_ARRAY(reading->arena, n, size_t);
    reading->n = n;
    reading->n_rows = 0;
    reading->own = (struct dictionary){.arena = reading->arena,
                                       .names = map_new(reading->arena, true)};
    source_describe(source, &reading->own);
    dictionary_name(&reading->own);
    for (size_t i = 0; i < n; i++)
        reading->at[i] = find_column(reading, headers[i], i);
    return true;
}

/* ---- rows ---- */

static void
take_value(struct reading *reading, struct form_column *column, struct str text)
{
    size_t at;

    if (!text.len)
        return;
    if (!reading->unread && !utf8_is_text(text)) {
        reading->unread = column;
        reading->unread_hint = decoder_hint(text);
    }
    if (map_find(column->seen, text, &at)) {
        column->values.items[at].n_rows++;
    } else if (column->values.n == FORM_LIMIT_VALUES
               || text.len > FORM_LIMIT_VALUE_SIZE) {
        column->n_more++;
    } else {
        text = arena_str(reading->arena, text);
        (void)!map_add(column->seen, text, column->values.n);
        *vec_add(reading->arena, &column->values) =
            (struct form_value){text, 1};
    }
}

static void
take_first(struct reading *reading)
{
    for (size_t i = 0; i < reading->n; i++) {
        struct form_column *column =
            &reading->columns->columns.items[reading->at[i]];
        take_value(reading, column, column->first);
        column->first = STR("");
    }
    reading->columns->n_rows++;
}

/* Qualtrics has the questions in the first row, and its ids in the second. */
static void
take_questions(struct reading *reading)
{
    for (size_t i = 0; i < reading->n; i++) {
        struct form_column *column =
            &reading->columns->columns.items[reading->at[i]];
        if (!column->question.len)
            column->question = column->first;
        else
            column->question_there = column->first;
    }
    reading->columns->n_texts = 2;
}

static bool
take_row(void *aux, const struct str *cells)
{
    struct reading *reading = aux;
    struct form_columns *columns = reading->columns;
    size_t row = reading->n_rows++;
    bool are_ids = reading->n && str_starts(cells[0], "{\"ImportId\"");

    if (row == 0 && are_ids) { /* somebody passed over the questions */
        columns->n_texts = 1;
        reading->n_rows = 0;
        return true;
    }
    if (row == 0) {
        for (size_t i = 0; i < reading->n; i++)
            columns->columns.items[reading->at[i]].first =
                arena_str(reading->arena, cells[i]);
        return true;
    }
    if (row == 1 && are_ids) {
        take_questions(reading);
        return true;
    }
    if (row == 1)
        take_first(reading);
    for (size_t i = 0; i < reading->n; i++)
        take_value(reading, &columns->columns.items[reading->at[i]], cells[i]);
    columns->n_rows++;
    return true;
}

static bool
is_ascii(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.bytes[i] >= 0x80)
            return false;
    return true;
}

/* What the fields of a dictionary are called, its columns are.  Of others it is
   known where no other is called the same, and no letter is lost. */
static void
name_columns(const struct form_columns *columns, struct arena *arena)
{
    struct map *ids = map_new(arena, true);
    size_t at;

    for (size_t c = 0; c < columns->columns.n; c++) {
        struct form_column *column = &columns->columns.items[c];
        if (column->field)
            column->id = column->field->id;
        else if (!column->is_box && is_ascii(column->name))
            column->id = dictionary_id(column->name, arena);
        if (!column->id || map_add(ids, str_from(column->id), c)
            || !map_find(ids, str_from(column->id), &at))
            continue;
        struct form_column *other = &columns->columns.items[at];
        other->id = other->field ? other->id : NULL;
        column->id = column->field ? column->id : NULL;
    }
}

bool
form_columns_read(const char *const *paths, size_t n_paths,
                  const struct source_settings *settings,
                  const struct dictionary *dictionary,
                  struct form_columns *columns, struct arena *arena,
                  struct diag *diag)
{
    struct reading reading = {
        .columns = columns, .dictionary = dictionary, .arena = arena};

    *columns = (struct form_columns){.headers = map_new(arena, true)};
    for (size_t i = 0; i < n_paths; i++) {
        if (!raw_rows_read(paths[i], settings, take_headers, take_row, &reading,
                           diag))
            return false;
        if (reading.n_rows == 1)
            take_first(&reading);
        if (reading.unread) {
            diag_add(diag, MSG_DATA_NOT_UTF8, (struct place){.file = paths[i]},
                     "'%.*s'", STR_ARGS(reading.unread->header));
            return diag_hint(diag, "%s", reading.unread_hint);
        }
    }
    name_columns(columns, arena);
    return true;
}

void
form_columns_of(const struct dictionary *dictionary,
                struct form_columns *columns, struct arena *arena)
{
    struct reading reading = {.columns = columns, .arena = arena};

    *columns = (struct form_columns){.headers = map_new(arena, true)};
    for (size_t i = 0; i < dictionary->fields.n; i++) {
        const struct field *field = &dictionary->fields.items[i];
        if (field->is_record)
            continue;
        struct form_column *column =
            add_column(&reading, field->boxes.len ? field->boxes : field->name);
        column->name = field->name;
        column->id = field->id;
        column->is_boxes = field->boxes.len > 0;
        column->field = field;
        column->question = field->text;
        for (size_t k = 0; k < field->n_choices; k++)
            take_value(&reading, column, field->choices[k].code);
    }
}
