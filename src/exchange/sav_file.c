/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data files of SPSS and PSPP (sav, zsav) as a format of source.h, read by
   ReadStat.  A case is a row, its number the line. */
#include <config.h>

#include "exchange/held_table.h"

bool
sav_is(struct str bytes)
{
    return str_starts(bytes, "$FL2") || str_starts(bytes, "$FL3");
}

static void
refuse(const struct source_file *file, struct diag *diag, const char *why,
       const char *hint)
{
    diag_add(diag, MSG_DATA_SAV, (struct place){.file = file->name}, "%s", why);
    diag_hint(diag, "%s", hint);
}

#ifdef HAVE_READSTAT

#include <math.h>
#include <readstat.h>
#include "base/date.h"
#include "response/choice_labels.h"

enum { DAY = 24 * 60 * 60, LIMIT_COLUMNS = 20000 };

/* What the number of a variable is. */
enum form { FORM_PLAIN, FORM_DATE, FORM_DATE_TIME, FORM_TIME, FORM_ZEROS };

struct variable {
    struct str name;
    const char *labels;   /* the name of its value labels; NULL: none */
    const char *question; /* NULL: none */
    enum form form;
    int width;
};

/* What a value that is missing is, by its label. */
struct reason {
    const char *set;
    double value;
    enum answer_kind kind;
};

/* A file while it is read. */
struct opening {
    struct source_file *file;
    struct arena *arena;
    struct arena *kept; /* as long as the file */
    struct str bytes;
    size_t at; /* of the bytes */
    struct VEC(struct variable) variables;
    struct VEC(struct reason) reasons;
    struct held_labels *labels;
    struct held_cell *cells; /* of a case */
    struct buf texts;
    size_t *ends; /* of each cell in the texts */
    const char *why;
};

/* ---- bytes ---- */

static int
open_bytes(const char *path, void *aux)
{
    (void)path;
    (void)aux;
    return 0;
}

static int
close_bytes(void *aux)
{
    (void)aux;
    return 0;
}

static readstat_off_t
seek_bytes(readstat_off_t offset, readstat_io_flags_t whence, void *aux)
{
    struct opening *opening = aux;
    readstat_off_t size = (readstat_off_t)opening->bytes.len;
    readstat_off_t from = whence == READSTAT_SEEK_SET ? 0
                          : whence == READSTAT_SEEK_CUR
                              ? (readstat_off_t)opening->at
                              : size;

    if (offset < -from || offset > size - from)
        return -1;
    opening->at = (size_t)(from + offset);
    return from + offset;
}

static ssize_t
read_bytes(void *bytes, size_t size, void *aux)
{
    struct opening *opening = aux;
    size_t n_left = opening->bytes.len - opening->at;
    size_t n = size < n_left ? size : n_left;

    if (n)
        memcpy(bytes, opening->bytes.bytes + opening->at, n);
    opening->at += n;
    return (ssize_t)n;
}

static readstat_error_t
tell_nobody(long size, readstat_progress_handler progress, void *user_aux,
            void *aux)
{
    (void)size;
    (void)progress;
    (void)user_aux;
    (void)aux;
    return READSTAT_OK;
}

/* ---- variables ---- */

/* By the letters that its format begins with. */
static enum form
form_of(struct str letters)
{
    static const struct {
        const char *letters;
        enum form form;
    } forms[] = {
        {"DATE", FORM_DATE},          {"ADATE", FORM_DATE},
        {"EDATE", FORM_DATE},         {"SDATE", FORM_DATE},
        {"JDATE", FORM_DATE},         {"MOYR", FORM_DATE},
        {"QYR", FORM_DATE},           {"WKYR", FORM_DATE},
        {"DATETIME", FORM_DATE_TIME}, {"YMDHMS", FORM_DATE_TIME},
        {"TIME", FORM_TIME},          {"DTIME", FORM_TIME},
        {"MTIME", FORM_TIME},         {"N", FORM_ZEROS},
    };

    for (size_t i = 0; i < N_ELEMENTS(forms); i++)
        if (str_equal_nocase(letters, str_from(forms[i].letters)))
            return forms[i].form;
    return FORM_PLAIN;
}

static void
read_format(struct variable *variable, const char *format)
{
    size_t n = 0;

    while ((format[n] | 0x20) >= 'a' && (format[n] | 0x20) <= 'z')
        n++;
    variable->form = form_of((struct str){format, n});
    for (; str_is_digit(format[n]) && variable->width < 100; n++)
        variable->width = variable->width * 10 + (format[n] - '0');
}

static int
on_variable(int idx, readstat_variable_t *told, const char *labels, void *aux)
{
    struct opening *opening = aux;
    struct str name = str_from(readstat_variable_get_name(told));
    const char *format = readstat_variable_get_format(told);
    const char *question = readstat_variable_get_label(told);
    struct variable *variable = vec_add(opening->arena, &opening->variables);

    (void)idx;
    if (opening->variables.n > LIMIT_COLUMNS) {
        opening->why = "more than 20,000 variables";
        return READSTAT_HANDLER_ABORT;
    }
    variable->name = arena_str(opening->arena, name);
    if (labels)
        variable->labels = arena_text(opening->kept, str_from(labels));
    if (question && question[0])
        variable->question = arena_text(opening->kept, str_from(question));
    if (format)
        read_format(variable, format);
    return READSTAT_HANDLER_OK;
}

/* ---- values that are none ---- */

static int
on_label(const char *set, readstat_value_t value, const char *label, void *aux)
{
    struct opening *opening = aux;
    struct str text = str_from(label);
    enum answer_kind kind = choice_label_kind(text);

    if (readstat_value_type_class(value) != READSTAT_TYPE_CLASS_NUMERIC)
        return READSTAT_HANDLER_OK;
    const char *kept = arena_text(opening->kept, str_from(set));
    double number = readstat_double_value(value);
    *vec_add(opening->kept, opening->labels) =
        (struct held_label){kept, number, arena_str(opening->kept, text)};
    if (kind != ANSWER_BLANK)
        *vec_add(opening->arena, &opening->reasons) =
            (struct reason){kept, number, kind};
    return READSTAT_HANDLER_OK;
}

/* Why a value that the file declares to be missing is: as its label says. */
static enum answer_kind
kind_of(const struct opening *opening, const struct variable *variable,
        double value)
{
    for (size_t i = 0; variable->labels && i < opening->reasons.n; i++) {
        const struct reason *reason = &opening->reasons.items[i];
        if (reason->value >= value && reason->value <= value
            && str_is(str_from(reason->set), variable->labels))
            return reason->kind;
    }
    return ANSWER_BLANK;
}

/* ---- cases ---- */

/* Seconds since 1582-10-14.  What is no day of the calendar stays a number. */
static bool
add_moment(struct buf *out, double seconds, enum form form)
{
    int32_t first = date_days((struct civil){1582, 10, 14});
    int32_t last = date_days((struct civil){9999, 12, 31});
    bool is_time = form == FORM_TIME;

    if (!(seconds >= 0) || seconds >= ((double)last - first + 1) * (double)DAY)
        return false;
    int64_t whole = llround(seconds);
    if (!is_time)
        date_add(out, first + (int32_t)(whole / DAY));
    if (form == FORM_DATE_TIME)
        buf_add_char(out, ' ');
    if (form != FORM_DATE)
        time_add(out, is_time ? whole : whole % DAY);
    return true;
}

static void
add_number(struct buf *out, const struct variable *variable, double number)
{
    bool is_zeros = variable->form == FORM_ZEROS;
    bool has_width = is_zeros && variable->width < 16;

    if (is_zeros || variable->form == FORM_PLAIN
        || !add_moment(out, number, variable->form))
        held_add_number(out, number, has_width ? variable->width : 0);
}

static void
add_value(struct opening *opening, readstat_variable_t *told,
          readstat_value_t value, size_t column)
{
    const struct variable *variable = &opening->variables.items[column];
    bool is_text =
        readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING;
    bool is_missing = readstat_value_is_defined_missing(value, told);
    double number = is_text || readstat_value_is_system_missing(value)
                        ? NAN
                        : readstat_double_value(value);

    opening->cells[column].missing = ANSWERED;
    opening->cells[column].is_number = !is_text;
    if (is_text)
        buf_add(&opening->texts, str_from(readstat_string_value(value)));
    else if (isfinite(number))
        add_number(&opening->texts, variable, number);
    if (is_missing)
        opening->cells[column].missing =
            is_text ? ANSWER_BLANK : kind_of(opening, variable, number);
}

static bool
end_case(struct opening *opening, size_t line)
{
    size_t begin = 0;

    for (size_t i = 0; i < opening->variables.n; i++) {
        size_t end = opening->ends[i];
        opening->cells[i].text =
            end > begin
                ? (struct str){opening->texts.bytes + begin, end - begin}
                : STR("");
        begin = end;
    }
    buf_empty(&opening->texts);
    return held_table_add(opening->file, line, opening->cells,
                          opening->variables.n);
}

/* The names of the variables are the header. */
static bool
begin_table(struct opening *opening)
{
    size_t n = opening->variables.n;

    opening->cells = ARENA_ARRAY(opening->arena, n, struct held_cell);
    opening->ends = ARENA_ARRAY(opening->arena, n, size_t);
    for (size_t i = 0; i < n; i++)
        opening->cells[i].text = opening->variables.items[i].name;
    return held_table_add(opening->file, 0, opening->cells, n);
}

static int
on_value(int idx, readstat_variable_t *told, readstat_value_t value, void *aux)
{
    struct opening *opening = aux;
    size_t column = (size_t)readstat_variable_get_index(told);

    if (!opening->cells && !begin_table(opening))
        return READSTAT_HANDLER_ABORT;
    add_value(opening, told, value, column);
    opening->ends[column] = opening->texts.len;
    if (column + 1 < opening->variables.n || end_case(opening, (size_t)idx + 1))
        return READSTAT_HANDLER_OK;
    opening->why = "more than 512 MiB of cells";
    return READSTAT_HANDLER_ABORT;
}

static bool
read_sav(struct opening *opening)
{
    readstat_parser_t *parser = readstat_parser_init();

    readstat_set_open_handler(parser, open_bytes);
    readstat_set_close_handler(parser, close_bytes);
    readstat_set_seek_handler(parser, seek_bytes);
    readstat_set_read_handler(parser, read_bytes);
    readstat_set_update_handler(parser, tell_nobody);
    readstat_set_io_ctx(parser, opening);
    readstat_set_variable_handler(parser, on_variable);
    readstat_set_value_label_handler(parser, on_label);
    readstat_set_value_handler(parser, on_value);
    readstat_error_t error = readstat_parse_sav(parser, "", opening);
    readstat_parser_free(parser);
    if (error && !opening->why)
        opening->why = readstat_error_message(error);
    return !error && (opening->cells || begin_table(opening));
}

static void
give_labels(const struct opening *opening)
{
    size_t n = opening->variables.n;
    struct held_column *columns =
        ARENA_ARRAY(opening->kept, n, struct held_column);

    for (size_t i = 0; i < n; i++)
        columns[i] = (struct held_column){opening->variables.items[i].labels,
                                          opening->variables.items[i].question};
    held_table_have_words(opening->file, opening->labels, columns, n);
}

bool
sav_open(struct source_file *file, const struct response_options *options,
         struct arena *arena, struct diag *diag)
{
    struct opening opening = {
        .file = file,
        .arena = arena_new(),
        .kept = arena,
        .labels = ARENA_NEW(arena, struct held_labels),
    };
    bool ok = held_table_open(file, options, arena, &opening.bytes, diag);

    if (ok && !read_sav(&opening)) {
        refuse(file, diag, opening.why,
               "open it in SPSS or PSPP and save it anew, or as CSV");
        ok = false;
    }
    if (ok)
        give_labels(&opening);
    buf_clear(&opening.texts);
    arena_free(opening.arena);
    return ok && held_table_finish(file, diag);
}

#else

bool
sav_open(struct source_file *file, const struct response_options *options,
         struct arena *arena, struct diag *diag)
{
    struct str bytes;

    if (held_table_open(file, options, arena, &bytes, diag))
        refuse(file, diag, "this attune was built without ReadStat",
               "save the data as CSV, with codes instead of labels");
    return false;
}

#endif
