/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as a data file of SPSS and PSPP (sav), written by ReadStat; see
   sink.h.  Rows are printed as CSV is and held, since the file says before the
   first of them of each variable what it is: a number where all cells of a
   column are, a date likewise, words out of a known set as numbers with value
   labels, else text. */
#include <config.h>

#include "output/sink.h"

#ifdef HAVE_READSTAT

#include <readstat.h>
#include "base/date.h"
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "output/codes.h"
#include "output/grid.h"
#include "response/csv.h"

/* In bytes, as SPSS has them.  A longer text goes on in further variables:
   those that ReadStat would make of it have names that others may have. */
enum {
    LIMIT_NAME = 64,
    LIMIT_LABEL = 255,
    LIMIT_VALUE_LABEL = 120,
    LIMIT_TEXT = 255,
    NAMED = 5 /* columns that a problem names */
};
static const double day = 24 * 60 * 60;

enum kind { KIND_TEXT, KIND_NUMBER, KIND_DATE, KIND_TIME, KIND_CODES };

struct column {
    const struct figure_column *told;
    struct figure_codes codes; /* the n-th is n, from 1 on; "no" is 0 */
    const char *name;
    const char *label;
    enum kind kind;
    size_t width; /* of texts */
    int decimals;
    size_t n_parts; /* variables that its longest text takes */
    readstat_variable_t **parts;
};

struct sav {
    struct grid *grid;
    struct arena *arena;
    struct VEC(struct str) printed; /* whole rows, as they came */
    struct column *columns;
    struct map *taken; /* the names */
    size_t n_rows;
};

static void
add_text(const struct grid *grid, struct str text, struct buf *out)
{
    csv_add_cell(out, text, grid->options.delimiter);
}

/* An empty line would be no row. */
static const struct grid_style sav_style = {add_text, true, "\"\""};

/* ---- columns ---- */

static bool
is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++)
        if (str_equal_nocase(word, str_from(*words)))
            return true;
    return false;
}

/* At most so many bytes of whole characters. */
static struct str
cut_text(struct str text, size_t limit)
{
    if (text.len <= limit)
        return text;
    text.len = limit;
    text.len = utf8_valid_len(text);
    return text;
}

static bool
may_stand_in_name(char c)
{
    return str_is_alnum(c) || c == '.' || c == '_' || (unsigned char)c >= 0x80;
}

/* What variables may be called: letters, digits, '.' and '_', a letter first,
   no '.' last, and no word of the language. */
static void
add_name(struct buf *name, struct str header)
{
    static const char *const words[] = {"all", "and", "by",   "eq", "ge",
                                        "gt",  "le",  "lt",   "ne", "not",
                                        "or",  "to",  "with", NULL};
    char first = header.len ? header.bytes[0] : '_';

    if (str_is_digit(first) || first == '.' || first == '_'
        || !may_stand_in_name(first))
        buf_add_char(name, 'v');
    for (size_t i = 0; i < header.len; i++)
        buf_add_char(name, may_stand_in_name(header.bytes[i]) ? header.bytes[i]
                                                              : '_');
    name->len = cut_text(buf_str(name), LIMIT_NAME).len;
    if (name->bytes[name->len - 1] == '.')
        name->bytes[name->len - 1] = '_';
    if (is_one_of(buf_str(name), words))
        buf_add_char(name, '_');
}

/* The first name that no other column has. */
static const char *
free_name(struct sav *sav, struct str header)
{
    struct buf name = {0};
    struct buf whole = {0};

    add_name(&name, header);
    buf_add(&whole, buf_str(&name));
    for (size_t n = 2;; n++) {
        const char *text = arena_text(sav->arena, buf_str(&whole));
        if (map_add(sav->taken, str_from(text), n)) {
            buf_clear(&whole);
            buf_clear(&name);
            return text;
        }
        buf_empty(&whole);
        buf_add(&whole, cut_text(buf_str(&name), LIMIT_NAME - 8));
        buf_addf(&whole, "_%zu", n);
    }
}

/* What a figure's column is, whatever stands in it. */
static void
judge_figure(struct column *column, const struct figure_subject *subject,
             struct arena *arena)
{
    const struct figure *figure = column->told->figure;
    const char *title = subject->scale   ? subject->scale->title
                        : subject->class ? subject->class->title
                                         : NULL;
    bool is_whole =
        figure == &figures[FIGURE_VALUE] || figure == &figures[FIGURE_CASE];

    column->codes =
        figure_codes(figure->holds, subject->scale, subject->class, arena);
    switch (figure->form) {
    case TOLD_ON_SCALE:
        column->kind = KIND_NUMBER;
        column->decimals = subject->scale->decimals;
        break;
    case TOLD_COUNT:
        column->kind = KIND_NUMBER;
        break;
    case TOLD_NUMBER:
        column->kind = KIND_NUMBER;
        column->decimals = 2;
        break;
    case TOLD_WORD:
    case TOLD_TRUTH:
        column->kind = column->codes.n ? KIND_CODES : KIND_TEXT;
        break;
    case TOLD_WORDS:
    case TOLD_LIST:
    case TOLD_TEXT:
        column->kind = KIND_TEXT;
        break;
    }
    column->label = arena_printf(arena, "%s%s%s", title ? title : "",
                                 is_whole || !title ? "" : ": ",
                                 is_whole ? "" : figure->means);
}

static void *
sav_open(const struct sink_options *options, struct arena *arena,
         struct diag *diag)
{
    struct sav *sav = ARENA_NEW(arena, struct sav);
    size_t n_kept, n_left = 0;

    sav->arena = arena;
    sav->taken = map_new(arena, true);
    sav->grid = grid_new(options, &sav_style, arena, diag);
    if (!sav->grid)
        return NULL;
    sav->grid->options.delimiter = ',';
    sav->columns = ARENA_ARRAY(arena, sav->grid->n_columns, struct column);
    const struct figure_subject *subject = sav->grid->subjects.items;
    n_kept = sav->grid->n_columns - sav->grid->subjects.n_columns;
    for (size_t i = 0; i < sav->grid->n_columns; i++) {
        struct column *column = &sav->columns[i];
        column->told = &sav->grid->columns[i];
        column->name = free_name(sav, column->told->name);
        if (i < n_kept) {
            column->label = arena_text(arena, column->told->name);
            continue;
        }
        while (n_left == subject->n_figures)
            subject++, n_left = 0;
        n_left++;
        judge_figure(column, subject, arena);
    }
    return sav;
}

/* ---- rows ---- */

static void
sav_rows(const void *aux, const struct rows *rows, const struct scored *scored,
         struct score_text *memo, struct buf *out)
{
    grid_add_rows(((const struct sav *)aux)->grid, rows, scored, memo, out);
}

static void
sav_arrange(void *aux, struct str printed, struct buf *out)
{
    struct sav *sav = aux;

    (void)out;
    *vec_add(sav->arena, &sav->printed) = arena_str(sav->arena, printed);
}

/* Shows each row's cells; false where 'see' has had enough. */
static bool
walk_rows(struct sav *sav,
          bool (*see)(struct sav *sav, const struct str *cells, void *aux),
          void *aux)
{
    size_t n = sav->grid->n_columns;
    struct csv_record record = {
        .cells = ARENA_ARRAY(sav->arena, n, struct csv_cell), .size = n};
    struct str *cells = ARENA_ARRAY(sav->arena, n, struct str);
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    bool goes_on = true;

    for (size_t k = 0; k < sav->printed.n; k++)
        for (size_t offset = 0;
             goes_on && csv_next(sav->printed.items[k], &offset, ',', &record);
             arena_rewind(scratch)) {
            for (size_t i = 0; i < n; i++)
                cells[i] = i < record.n_cells
                               ? csv_cell_text(record.cells[i], scratch)
                               : STR("");
            goes_on = see(sav, cells, aux);
        }
    return goes_on;
}

/* ---- what columns passed through hold ---- */

/* What all cells so far are. */
struct guess {
    bool is_filled;
    bool is_number;
    bool is_date;
    bool is_time;
    int decimals;
};

/* 007 is no number, since it would come back as 7. */
static bool
is_number(struct str cell, struct decimal *number)
{
    struct str digits = cell;

    if (str_starts(digits, "-"))
        digits = str_skip(cell, 1);
    return decimal_read(cell, number)
           && !(digits.len > 1 && digits.bytes[0] == '0'
                && str_is_digit(digits.bytes[1]));
}

/* At least one. */
static size_t
count_parts(struct str text)
{
    size_t n = 1;

    while (text.len > LIMIT_TEXT) {
        size_t len = cut_text(text, LIMIT_TEXT).len;
        text = str_skip(text, len);
        n++;
    }
    return n;
}

static bool
see_cells(struct sav *sav, const struct str *cells, void *aux)
{
    struct guess *guesses = aux;
    struct decimal number;
    int32_t moment;

    sav->n_rows++;
    for (size_t i = 0; i < sav->grid->n_columns; i++) {
        struct guess *guess = &guesses[i];
        struct column *column = &sav->columns[i];
        size_t n_parts = count_parts(cells[i]);
        if (column->width < cells[i].len)
            column->width = cells[i].len;
        if (column->n_parts < n_parts)
            column->n_parts = n_parts;
        if (column->told->figure || !cells[i].len)
            continue;
        guess->is_filled = true;
        guess->is_number &= is_number(cells[i], &number);
        guess->is_date &= date_read(cells[i], &moment);
        guess->is_time &= time_read(cells[i], &moment);
        if (guess->is_number && number.scale > guess->decimals)
            guess->decimals = number.scale;
    }
    return true;
}

/* Codes of people are names, even where they are digits. */
static void
judge_columns(struct sav *sav)
{
    static const char *const names[] = {"client", "couple", NULL};
    struct guess *guesses =
        ARENA_ARRAY(sav->arena, sav->grid->n_columns, struct guess);

    for (size_t i = 0; i < sav->grid->n_columns; i++)
        guesses[i] = (struct guess){
            .is_number = !is_one_of(sav->columns[i].told->name, names),
            .is_date = true,
            .is_time = true};
    (void)!walk_rows(sav, see_cells, guesses);
    for (size_t i = 0; i < sav->grid->n_columns; i++) {
        struct column *column = &sav->columns[i];
        const struct guess *guess = &guesses[i];
        if (guess->is_filled && !column->told->figure) {
            column->decimals = guess->decimals;
            column->kind = guess->is_number ? KIND_NUMBER
                           : guess->is_date ? KIND_DATE
                           : guess->is_time ? KIND_TIME
                                            : KIND_TEXT;
        }
        if (column->kind != KIND_TEXT || !column->n_parts)
            column->n_parts = 1;
        if (column->n_parts > 1)
            column->width = LIMIT_TEXT;
    }
}

/* ---- the file ---- */

static ssize_t
write_bytes(const void *bytes, size_t size, void *out)
{
    buf_add(out, (struct str){bytes, size});
    return (ssize_t)size;
}

static const char *
cut_label(struct arena *arena, struct str label, size_t limit)
{
    return arena_text(arena, cut_text(label, limit));
}

static void
add_labels(struct sav *sav, struct column *column, readstat_writer_t *writer)
{
    bool is_truth = column->told->figure->form == TOLD_TRUTH;
    readstat_label_set_t *set = readstat_add_label_set(
        writer, READSTAT_TYPE_DOUBLE,
        arena_printf(sav->arena, "%s_labels", column->name));

    for (size_t i = 0; i < column->codes.n; i++) {
        const struct figure_code *code = &column->codes.items[i];
        const char *text = code->text && *code->text ? code->text : code->word;
        double value =
            is_truth ? str_is(STR("yes"), code->word) : (double)(i + 1);
        readstat_label_double_value(
            set, value,
            cut_label(sav->arena, str_from(text), LIMIT_VALUE_LABEL));
    }
    readstat_variable_set_label_set(column->parts[0], set);
}

static const char *
format_of(const struct sav *sav, const struct column *column)
{
    switch (column->kind) {
    case KIND_TEXT:
        break;
    case KIND_NUMBER:
        return arena_printf(sav->arena, "F%d.%d",
                            column->decimals > 5 ? 20 : 10, column->decimals);
    case KIND_DATE:
        return "SDATE10";
    case KIND_TIME:
        return "TIME8";
    case KIND_CODES:
        return "F4.0";
    }
    return arena_printf(sav->arena, "A%zu", column->width ? column->width : 1);
}

static readstat_variable_t *
add_variable(struct sav *sav, const struct column *column, const char *name,
             const char *label, readstat_writer_t *writer)
{
    bool is_text = column->kind == KIND_TEXT;
    bool is_nominal = is_text || column->kind == KIND_CODES;
    readstat_variable_t *variable = readstat_add_variable(
        writer, name, is_text ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE,
        is_text ? column->width : 0);

    readstat_variable_set_label(
        variable, cut_label(sav->arena, str_from(label), LIMIT_LABEL));
    readstat_variable_set_format(variable, format_of(sav, column));
    readstat_variable_set_measure(variable, is_nominal
                                                ? READSTAT_MEASURE_NOMINAL
                                                : READSTAT_MEASURE_SCALE);
    return variable;
}

static void
add_variables(struct sav *sav, struct column *column, readstat_writer_t *writer)
{
    if (column->kind == KIND_TEXT && !column->width)
        column->width = 1;
    column->parts =
        ARENA_ARRAY(sav->arena, column->n_parts, readstat_variable_t *);
    column->parts[0] =
        add_variable(sav, column, column->name, column->label, writer);
    for (size_t i = 1; i < column->n_parts; i++) {
        const char *name =
            arena_printf(sav->arena, "%s_%zu", column->name, i + 1);
        column->parts[i] = add_variable(
            sav, column, free_name(sav, str_from(name)),
            arena_printf(sav->arena, "%s (%zu)", column->label, i + 1), writer);
    }
    if (column->kind == KIND_CODES)
        add_labels(sav, column, writer);
}

/* Which of its words a cell is. */
static double
code_of(const struct column *column, struct str cell)
{
    size_t i = 0;

    if (column->told->figure->form == TOLD_TRUTH)
        return str_is(cell, "yes");
    while (i < column->codes.n && !str_is(cell, column->codes.items[i].word))
        i++;
    return (double)(i + 1);
}

static double
value_of(const struct column *column, struct str cell)
{
    int32_t moment = 0;
    double number = 0;

    switch (column->kind) {
    case KIND_TEXT:
        break;
    case KIND_NUMBER:
        return num_read(cell, &number) ? number : 0;
    case KIND_DATE:
        (void)!date_read(cell, &moment);
        return day * (moment - date_days((struct civil){1582, 10, 14}));
    case KIND_TIME:
        (void)!time_read(cell, &moment);
        return moment;
    case KIND_CODES:
        return code_of(column, cell);
    }
    return 0;
}

static readstat_error_t
write_text(const struct column *column, struct str text,
           readstat_writer_t *writer)
{
    struct buf part SCOPED(buf_clear) = {0};
    readstat_error_t error = READSTAT_OK;

    for (size_t i = 0; !error && i < column->n_parts; i++) {
        size_t len = cut_text(text, LIMIT_TEXT).len;
        buf_empty(&part);
        buf_add(&part, (struct str){text.bytes, len});
        text = str_skip(text, len);
        error = readstat_insert_string_value(writer, column->parts[i],
                                             buf_text(&part));
    }
    return error;
}

static bool
write_row(struct sav *sav, const struct str *cells, void *aux)
{
    readstat_writer_t *writer = aux;
    readstat_error_t error = readstat_begin_row(writer);

    for (size_t i = 0; !error && i < sav->grid->n_columns; i++) {
        const struct column *column = &sav->columns[i];
        error = column->kind == KIND_TEXT ? write_text(column, cells[i], writer)
                : cells[i].len
                    ? readstat_insert_double_value(writer, column->parts[0],
                                                   value_of(column, cells[i]))
                    : readstat_insert_missing_value(writer, column->parts[0]);
    }
    return !error && !readstat_end_row(writer);
}

/* ReadStat takes what it is refused for given, and writes there. */
static bool
write_file(struct sav *sav, struct buf *out)
{
    mem_end_libraries(true);
    readstat_writer_t *writer = readstat_writer_init();

    readstat_set_data_writer(writer, write_bytes);
    readstat_writer_set_file_label(writer, PACKAGE_STRING);
    readstat_writer_set_file_timestamp(writer,
                                       (time_t)sav->grid->options.written);
    for (size_t i = 0; i < sav->grid->n_columns; i++)
        add_variables(sav, &sav->columns[i], writer);
    readstat_error_t error =
        readstat_begin_writing_sav(writer, out, (long)sav->n_rows);
    bool ok = !error && walk_rows(sav, write_row, writer)
              && !readstat_end_writing(writer);
    readstat_writer_free(writer);
    mem_end_libraries(false);
    return ok;
}

/* ---- what the file does not hold ---- */

static bool
has_other_name(const struct column *column)
{
    return !str_is(column->told->name, column->name);
}

static bool
is_parted(const struct column *column)
{
    return column->n_parts > 1;
}

static void
tell_columns(const struct sav *sav, bool (*is_told)(const struct column *),
             enum message message, struct diag *diag)
{
    struct buf names SCOPED(buf_clear) = {0};
    size_t n = 0;

    for (size_t i = 0; i < sav->grid->n_columns; i++) {
        const struct column *column = &sav->columns[i];
        if (!is_told(column) || n++ >= NAMED)
            continue;
        buf_addf(&names, "%s'%.*s'", n > 1 ? ", " : "",
                 STR_ARGS(column->told->name));
        if (has_other_name(column))
            buf_addf(&names, " is '%s'", column->name);
    }
    if (n > NAMED)
        buf_addf(&names, ", and %zu more", n - NAMED);
    if (n)
        diag_add(diag, message, (struct place){0}, "%s", buf_text(&names));
}

static bool
sav_tail(void *aux, struct buf *out, struct diag *diag)
{
    struct sav *sav = aux;

    judge_columns(sav);
    bool ok = write_file(sav, out);
    if (ok) {
        tell_columns(sav, has_other_name, MSG_EXPORT_NAMES, diag);
        tell_columns(sav, is_parted, MSG_EXPORT_PARTED, diag);
    } else {
        diag_add(diag, MSG_EXPORT_FAILED, (struct place){0}, "sav");
    }
    return ok;
}

#else

static void *
sav_open(const struct sink_options *options, struct arena *arena,
         struct diag *diag)
{
    (void)options;
    (void)arena;
    diag_add(diag, MSG_EXPORT_FAILED, (struct place){0}, "sav");
    diag_hint(diag, "this attune was built without ReadStat");
    return NULL;
}

#define sav_rows NULL
#define sav_arrange NULL
#define sav_tail NULL

#endif

const struct sink_class sink_sav = {
    .delimiter = ',',
    .open = sav_open,
    .rows = sav_rows,
    .arrange = sav_arrange,
    .tail = sav_tail,
};
