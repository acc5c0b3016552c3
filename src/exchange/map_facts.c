/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose rows they are, of which day and session: the lines of facts; see
   map_writing.h. */
#include "exchange/map_writing.h"

#include "base/date.h"
#include "response/choice_labels.h"
#include "response/facts.h"
#include "exchange/source.h"

enum certainty { NO, YES };

static const struct {
    enum fact fact;
    const char *words;
    enum certainty certainty;
} fact_headers[] = {
#define FACT_HEADER(NAME, words, certainty) {FACT_##NAME, words, certainty},
#define OWN_HEADER(words)
#include "exchange/fact_headers.def"
};

static struct form_column *
column_at(const struct map_writing *writing, size_t column)
{
    return &writing->columns.columns.items[column];
}

/* SIZE_MAX: there is none. */
static size_t
find_column(const struct map_writing *writing, struct str header)
{
    size_t at;

    return map_find(writing->columns.headers, header, &at) ? at : SIZE_MAX;
}

/* ---- dates ---- */

/* REDCap's word for what was not sent. */
static const char not_sent[] = "[not completed]";

static bool
is_no_date(struct str text)
{
    return fact_is_none(text) || str_is(text, not_sent);
}

static bool
is_iso(const struct form_column *column)
{
    int32_t days, seconds;

    for (size_t i = 0; i < column->values.n; i++) {
        struct str text = column->values.items[i].text;
        if (!is_no_date(text) && !date_read(text, &days)
            && !date_time_read(text, &days, &seconds))
            return false;
    }
    return true;
}

/* Whether all dates can be read by a pattern; and whether the rows stand in the
   order of time then, as answers do that were sent one after the other. */
static bool
is_pattern(const struct form_column *column, struct str pattern,
           bool *is_in_order)
{
    int32_t days, seconds;
    int64_t before = INT64_MIN;
    size_t n = 0;

    *is_in_order = true;
    for (size_t i = 0; i < column->values.n; i++) {
        struct str text = column->values.items[i].text;
        if (is_no_date(text))
            continue;
        if (!date_pattern_read(pattern, text, &days, &seconds))
            return false;
        int64_t at = (int64_t)days * 86400 + (seconds > 0 ? seconds : 0);
        *is_in_order &= at >= before;
        before = at;
        n++;
    }
    return n > 0;
}

/* The ways in which all dates can be read: up to two. */
struct dating {
    bool is_known; /* ISO 8601, or told */
    size_t n;
    struct str patterns[2];
    bool is_in_order[2];
};

static struct dating
find_dating(struct map_writing *writing, const struct form_column *column)
{
    static const char *const days[] = {"D.M.Y", "M.D.Y", "Y.M.D"};
    static const char *const times[] = {
        "", " H:m", " H:m:s", " H:m p", " H:m:s p", " H:m:s z", " H:m:s p z"};
    struct dating dating = {.is_known =
                                writing->draft->settings->date_format.len
                                || is_iso(column)};

    for (const char *sign = dating.is_known ? "" : "./-"; *sign; sign++)
        for (size_t d = 0; d < N_ELEMENTS(days); d++)
            for (size_t t = 0; t < N_ELEMENTS(times); t++) {
                struct buf pattern = {0};
                for (const char *c = days[d]; *c; c++)
                    buf_add_char(&pattern, *c == '.' ? *sign : *c);
                buf_add_text(&pattern, times[t]);
                struct str text =
                    str_from(arena_take(writing->draft->arena, &pattern));
                if (dating.n < 2
                    && is_pattern(column, text, &dating.is_in_order[dating.n]))
                    dating.patterns[dating.n++] = text;
            }
    return dating;
}

/* Of two ways that fit, the rows may tell the right one; else the line says
   nothing that could be kept as it stands. */
static void
add_date_format(struct map_writing *writing, const struct dating *dating)
{
    struct map_line line = {.item = STR("@date-format"),
                            .to = dating->patterns[0],
                            .is_guess = dating->n > 1};
    bool is_told = dating->is_in_order[0] != dating->is_in_order[1];
    size_t right = dating->is_in_order[0] ? 0 : 1;

    if (dating->n > 1 && is_told) {
        line.to = dating->patterns[right];
        map_add_comment(writing,
                        "each date can be read by %.*s too, but not so that "
                        "the rows stand in the order of time",
                        STR_ARGS(dating->patterns[1 - right]));
    } else if (dating->n > 1) {
        line.to = STR("");
        map_add_comment(writing,
                        "%.*s or %.*s? each date can be read by both: write "
                        "the right one at the end of the line",
                        STR_ARGS(dating->patterns[0]),
                        STR_ARGS(dating->patterns[1]));
    }
    map_add_line(writing, &line);
}

static void
add_dates(struct map_writing *writing, const struct form_column *column,
          const struct dating *dating)
{
    size_t at;

    if (map_find(column->seen, str_from(not_sent), &at))
        map_add_line(writing, &(struct map_line){.item = STR("date"),
                                                 .from = str_from(not_sent),
                                                 .to = STR("unknown")});
    if (dating->n)
        add_date_format(writing, dating);
}

/* ---- sexes ---- */

static struct str
words_of(struct str text, struct arena *arena)
{
    struct buf words = {0};

    header_add_words(&words, text);
    return str_trim(str_from(arena_take(arena, &words)));
}

static const struct {
    const char *word;
    const char *sex;
} sexes[] = {
    {"female", "f"},     {"woman", "f"},     {"weiblich", "f"},
    {"frau", "f"},       {"femme", "f"},     {"mujer", "f"},
    {"femenino", "f"},   {"male", "m"},      {"man", "m"},
    {"männlich", "m"},   {"mann", "m"},      {"homme", "m"},
    {"hombre", "m"},     {"masculino", "m"}, {"other", "x"},
    {"non binary", "x"}, {"nonbinary", "x"}, {"diverse", "x"},
    {"divers", "x"},     {"otro", "x"},
};

/* What a code is by its label: "m" is "f" where it is "Mujer"; without words
   that are known it is what it is.  Empty: not known. */
static struct str
sex_of(struct map_writing *writing, const struct field_choice *choice)
{
    struct str words = words_of(choice->label, writing->draft->arena);
    enum answer_kind kind = choice_label_kind(choice->label);

    for (size_t i = 0; i < N_ELEMENTS(sexes); i++)
        if (str_is(words, sexes[i].word))
            return str_from(sexes[i].sex);
    if (kind != ANSWER_BLANK)
        return str_from(answer_kind_names[kind]);
    return fact_takes(FACT_SEX, choice->code) ? choice->code : STR("");
}

/* A word that one row alone holds may be about a person, a code is not. */
static bool
is_told(const struct form_value *value)
{
    struct decimal code;

    return value->n_rows > 1 || decimal_read(value->text, &code);
}

/* The codes of a column, each with its sex: those of its field, or what stands
   in it. */
struct sex_codes {
    bool has_field;
    size_t n;
    struct field_choice items[12]; /* the label is the sex */
};

static struct sex_codes
find_sexes(struct map_writing *writing, const struct form_column *column)
{
    const struct field *field = column->field;
    struct sex_codes codes = {.has_field = field && field->n_choices
                                           && !map_holds_labels(column, field)};
    size_t n = codes.has_field ? field->n_choices : column->values.n;

    for (size_t i = 0; i < n && codes.n < N_ELEMENTS(codes.items); i++) {
        const struct form_value *value =
            codes.has_field ? NULL : &column->values.items[i];
        struct field_choice choice =
            value ? (struct field_choice){value->text, value->text}
                  : field->choices[i];
        choice.label = sex_of(writing, &choice);
        if (!value || choice.label.len || is_told(value))
            codes.items[codes.n++] = choice;
    }
    return codes;
}

/* Whether the nth code is another sex elsewhere, or a letter of ours beside
   codes that are not known, or beside another of ours that is something else by
   its word: of another language, perhaps. */
static bool
is_doubtful(const struct sex_codes *codes, size_t n)
{
    const struct field_choice *it = &codes->items[n];
    bool is_ours = str_equal_nocase(it->code, it->label);

    for (size_t i = 0; i < codes->n; i++)
        if ((is_ours && !codes->items[i].label.len)
            || (is_ours && fact_takes(FACT_SEX, codes->items[i].code)
                && !str_equal_nocase(codes->items[i].code,
                                     codes->items[i].label))
            || (answer_is_same(codes->items[i].code, it->code)
                && !str_equal(codes->items[i].label, it->label)))
            return true;
    return !it->label.len;
}

/* One line closes the column, so that all codes need one.  False: there is none
   where there should be. */
static bool
add_sexes(struct map_writing *writing, const struct form_column *column,
          bool is_certain)
{
    struct sex_codes codes = find_sexes(writing, column);
    bool needs_lines = false;

    for (size_t i = 0; i < column->values.n; i++)
        needs_lines |= !fact_takes(FACT_SEX, column->values.items[i].text);
    for (size_t i = 0; codes.has_field && i < codes.n; i++)
        needs_lines |=
            fact_takes(FACT_SEX, codes.items[i].code)
            && !str_equal_nocase(codes.items[i].code, codes.items[i].label);
    for (size_t i = 0; needs_lines && i < codes.n; i++)
        map_add_line(writing,
                     &(struct map_line){.item = STR("sex"),
                                        .from = codes.items[i].code,
                                        .to = codes.items[i].label,
                                        .is_guess = !is_certain
                                                    || is_doubtful(&codes, i)});
    return codes.n || !needs_lines;
}

/* ---- a fact and its column ---- */

/* Whether all that stands in a column can be the fact; a column that names no
   questionnaire of ours says something else. */
static bool
is_fitting(const struct map_writing *writing, const struct form_column *column,
           enum fact fact)
{
    bool is_named = fact != FACT_INSTRUMENT || !column->values.n;

    for (size_t i = 0; i < writing->draft->n_instruments; i++)
        is_named |=
            map_find(column->seen, str_from(writing->draft->instruments[i]->id),
                     &(size_t){0});
    if (!is_named)
        return false;
    for (size_t i = 0; i < column->values.n; i++)
        if (!fact_takes(fact, column->values.items[i].text))
            return false;
    return true;
}

/* Nothing in it can be read as the fact.  Where it has the fact's own name,
   each row would fail. */
static void
doubt(struct map_writing *writing, enum fact fact,
      const struct form_column *column, bool is_named)
{
    if (fact == FACT_DATE)
        map_add_comment(writing,
                        "the dates in '%.*s' are written in no way that is "
                        "known: show them as 2026-03-31, or name another "
                        "column",
                        STR_ARGS(column->header));
    else
        map_add_comment(writing,
                        "'%.*s' holds what is no %s here, so that its rows "
                        "would not be read",
                        STR_ARGS(column->header), fact_names[fact]);
    if (is_named)
        map_add_line(writing, &(struct map_line){.is_guess = true,
                                                 .item = STR("-"),
                                                 .column = column->header});
}

/* The line that names the column, and how it is read. */
static void
add_fact(struct map_writing *writing, enum fact fact, size_t column,
         bool is_certain)
{
    const struct form_column *it = column_at(writing, column);
    struct str name = str_from(fact_names[fact]);
    bool is_named = str_equal_nocase(it->header, name);
    struct dating dating = {.n = 0};

    if (fact == FACT_DATE)
        dating = find_dating(writing, it);
    bool is_read = fact == FACT_DATE
                       ? dating.is_known || dating.n
                       : fact == FACT_SEX || is_fitting(writing, it, fact);
    writing->match->is_taken[column] = true;
    if (!is_named)
        map_add_line(writing,
                     &(struct map_line){.item = name,
                                        .column = it->header,
                                        .is_guess = !is_certain || !is_read});
    if (fact == FACT_DATE)
        add_dates(writing, it, &dating);
    else if (fact == FACT_SEX)
        is_read = add_sexes(writing, it, is_certain);
    if (!is_read)
        doubt(writing, fact, it, is_named);
}

/* A column that has its name, and is no item's. */
static bool
add_named(struct map_writing *writing, enum fact fact)
{
    size_t column = find_column(writing, str_from(fact_names[fact]));

    if (column == SIZE_MAX || writing->match->is_taken[column])
        return false;
    add_fact(writing, fact, column, true);
    return true;
}

/* ---- time points ---- */

static void
take_timed(struct map_writing *writing, struct str before, struct str behind)
{
    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        struct str header = column_at(writing, c)->header;
        writing->match->is_taken[c] |=
            header.len > before.len + behind.len
            && str_equal((struct str){header.bytes, before.len}, before)
            && str_equal((struct str){header.bytes + header.len - behind.len,
                                      behind.len},
                         behind);
    }
}

/* The columns of a fact at each time point, with what stands before the items'
   ids or without it. */
static bool
add_timed(struct map_writing *writing, enum fact fact)
{
    const struct map_match *match = writing->match;
    struct arena *arena = writing->draft->arena;
    const struct str befores[] = {match->time_before, STR("")};
    size_t n = str_is(match->time_before, "") ? 1 : 2;

    if (!match->has_times || fact == FACT_CLIENT || fact == FACT_COUPLE)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct str before, behind;
        struct str pattern = str_from(
            arena_printf(arena, "%.*s%s%.*s", STR_ARGS(befores[i]),
                         fact_names[fact], STR_ARGS(match->time_behind)));
        if (!str_cut(pattern, "@", &before, &behind)
            || find_column(writing,
                           str_from(arena_printf(
                               arena, "%.*s%.*s%.*s", STR_ARGS(before),
                               STR_ARGS(match->first_time), STR_ARGS(behind))))
                   == SIZE_MAX)
            continue;
        map_add_line(writing,
                     &(struct map_line){.item = str_from(fact_names[fact]),
                                        .column = pattern});
        take_timed(writing, before, behind);
        return true;
    }
    return false;
}

/* ---- what REDCap knows ---- */

/* Its first field says whose row it is, and is filled in for all. */
static bool
add_record(struct map_writing *writing)
{
    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        const struct form_column *column = column_at(writing, c);
        if (writing->match->is_taken[c] || !column->field
            || !column->field->is_record)
            continue;
        add_fact(writing, FACT_CLIENT, c, true);
        return true;
    }
    return false;
}

/* When a form was sent stands in FORM_timestamp, before its first field; that
   is certain where FORM_complete stands behind, and no other form was sent. */
static bool
add_sent(struct map_writing *writing)
{
    size_t last = SIZE_MAX;
    size_t sent = SIZE_MAX;
    bool is_one = true;
    struct str form, behind;

    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        if (!writing->match->is_taken[c]) {
            if (str_ends(column_at(writing, c)->header, "_timestamp"))
                last = c;
            continue;
        }
        is_one &= sent == SIZE_MAX || sent == last;
        sent = sent == SIZE_MAX ? last : sent;
    }
    if (sent == SIZE_MAX)
        return false;
    if (!is_one)
        map_add_comment(writing,
                        "the questions are of several forms, sent on "
                        "a day of their own each: the first is drafted");
    (void)!str_cut(column_at(writing, sent)->header, "_timestamp", &form,
                   &behind);
    is_one &= find_column(writing, str_from(arena_printf(writing->draft->arena,
                                                         "%.*s_complete",
                                                         STR_ARGS(form))))
              != SIZE_MAX;
    add_fact(writing, FACT_DATE, sent, is_one);
    return true;
}

/* A form that is filled in again and again is numbered, within each event where
   there are events; then one column cannot say which session it is. */
static bool
add_repeats(struct map_writing *writing)
{
    size_t repeat = find_column(writing, STR("redcap_repeat_instance"));
    size_t event = find_column(writing, STR("redcap_event_name"));

    if (repeat == SIZE_MAX || !column_at(writing, repeat)->values.n)
        return false;
    if (event != SIZE_MAX && column_at(writing, event)->values.n > 1) {
        map_add_comment(writing,
                        "redcap_repeat_instance counts within each event, and "
                        "a session is one column: several of one client and "
                        "event will be told as a session given twice");
        return false;
    }
    add_fact(writing, FACT_SESSION, repeat, true);
    return true;
}

/* ---- what other programs call them ---- */

/* What may say that a column is a fact: its header, the two parts of one such
   as LimeSurvey has it ("submitdate. Date submitted"), and its question. */
enum { N_FACT_WORDS = 4 };
struct fact_words {
    struct str words[N_FACT_WORDS];
};

static struct fact_words
fact_words_of(const struct form_column *column, struct arena *arena)
{
    struct str code = STR("");
    struct str text = STR("");

    (void)!str_cut(column->header, ". ", &code, &text);
    return (struct fact_words){{words_of(column->header, arena),
                                words_of(code, arena), words_of(text, arena),
                                words_of(column->question, arena)}};
}

static bool
has_words(const struct fact_words *fact, const char *words)
{
    for (size_t i = 0; i < N_FACT_WORDS; i++)
        if (str_is(fact->words[i], words))
            return true;
    return false;
}

/* One in which something stands; SIZE_MAX: there is none. */
static size_t
find_fact_column(const struct map_writing *writing,
                 const struct fact_words *facts, const char *words)
{
    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        const struct form_column *column = column_at(writing, c);
        if (!writing->match->is_taken[c] && !column->is_box
            && !column->is_doubled && has_words(&facts[c], words)
            && (column->values.n || !writing->columns.n_rows))
            return c;
    }
    return SIZE_MAX;
}

static void
add_others(struct map_writing *writing, bool is_there[N_FACTS])
{
    size_t n = writing->columns.columns.n;
    struct fact_words *facts =
        ARENA_ARRAY(writing->draft->arena, n, struct fact_words);

    for (size_t c = 0; c < n; c++)
        facts[c] = fact_words_of(column_at(writing, c), writing->draft->arena);
    for (size_t i = 0; i < N_ELEMENTS(fact_headers); i++) {
        size_t column =
            is_there[fact_headers[i].fact]
                ? SIZE_MAX
                : find_fact_column(writing, facts, fact_headers[i].words);
        if (column == SIZE_MAX)
            continue;
        is_there[fact_headers[i].fact] = true;
        add_fact(writing, fact_headers[i].fact, column,
                 fact_headers[i].certainty == YES);
    }
}

void
map_add_facts(struct map_writing *writing)
{
    bool is_there[N_FACTS] = {false};

    for (int fact = 0; fact < N_FACTS; fact++)
        is_there[fact] = add_named(writing, (enum fact)fact)
                         || add_timed(writing, (enum fact)fact);
    if (writing->match->has_times) {
        map_add_line(writing, &(struct map_line){.item = STR("session"),
                                                 .column = STR("@"),
                                                 .is_guess = true});
        is_there[FACT_SESSION] = true;
    }
    is_there[FACT_CLIENT] = is_there[FACT_CLIENT] || add_record(writing);
    is_there[FACT_SESSION] = is_there[FACT_SESSION] || add_repeats(writing);
    is_there[FACT_DATE] = is_there[FACT_DATE] || add_sent(writing);
    add_others(writing, is_there);
    if (!is_there[FACT_CLIENT])
        map_add_comment(writing, "no column says whose rows these are: "
                                 "client,HEADER,, does");
    size_t started = find_column(writing, STR("started"));
    if (!is_there[FACT_DATE] && started != SIZE_MAX)
        add_fact(writing, FACT_DATE, started, false);
    else if (!is_there[FACT_DATE])
        map_add_comment(writing, "no column says of which day they are: "
                                 "date,HEADER,, does");
}
