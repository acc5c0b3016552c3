/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A data dictionary of REDCap: a table with a row for each field, as it is
   downloaded, or as its API gives it; see dictionary.h. */
#include "exchange/dictionary.h"

#include "base/num.h"
#include "exchange/raw_rows.h"

enum redcap_column {
    NAME,
    FORM,
    HEADING,
    TYPE,
    LABEL,
    CHOICES,
    NOTE,
    VALIDATION,
    MIN,
    MAX,
    IDENTIFIER,
    BRANCHING,
    REQUIRED,
    RANKING,
    ANNOTATION,
    N_REDCAP
};

/* The words of both headers, without all but letters and figures. */
static const char *const redcap_columns[N_REDCAP][2] = {
    [NAME] = {"variablefieldname", "fieldname"},
    [FORM] = {"formname", "formname"},
    [HEADING] = {"sectionheader", "sectionheader"},
    [TYPE] = {"fieldtype", "fieldtype"},
    [LABEL] = {"fieldlabel", "fieldlabel"},
    [CHOICES] = {"choicescalculationsorsliderlabels",
                 "selectchoicesorcalculations"},
    [NOTE] = {"fieldnote", "fieldnote"},
    [VALIDATION] = {"textvalidationtypeorshowslidernumber",
                    "textvalidationtypeorshowslidernumber"},
    [MIN] = {"textvalidationmin", "textvalidationmin"},
    [MAX] = {"textvalidationmax", "textvalidationmax"},
    [IDENTIFIER] = {"identifier", "identifier"},
    [BRANCHING] = {"branchinglogicshowfieldonlyif", "branchinglogic"},
    [REQUIRED] = {"requiredfield", "requiredfield"},
    [RANKING] = {"matrixranking", "matrixranking"},
    [ANNOTATION] = {"fieldannotation", "fieldannotation"},
};

struct redcap {
    struct dictionary *dictionary;
    struct arena *arena;
    const char *path;
    struct diag *diag;
    size_t at[N_REDCAP]; /* SIZE_MAX: there is no such column */
    struct str headings; /* of the rows so far */
    struct str form;
    size_t n_rows;
    bool is_told; /* the file has said itself what its columns are */
};

/* ---- when a field is shown ---- */

/* "[a] = '1' and ([b(2)] = '1' or [c] <> '')" on its way to an expression of
   ours, in which items stand as [name]. */
struct branching {
    const struct redcap *redcap;
    struct str rest;
    struct buf out;
    int depth;
};

static bool
take(struct branching *branching, const char *sign)
{
    size_t len = strlen(sign);

    branching->rest = str_trim(branching->rest);
    if (branching->rest.len < len
        || !str_equal_nocase((struct str){branching->rest.bytes, len},
                             str_from(sign)))
        return false;
    branching->rest = str_skip(branching->rest, len);
    return true;
}

/* A word, and not the begin of one. */
static bool
take_connector(struct branching *branching)
{
    static const char *const words[] = {"and", "or"};
    struct str before = branching->rest;

    for (size_t i = 0; i < N_ELEMENTS(words); i++) {
        if (!take(branching, words[i]))
            continue;
        if (!branching->rest.len
            || !strchr(" \t\r\n([", branching->rest.bytes[0])) {
            branching->rest = before;
            return false;
        }
        buf_addf(&branching->out, " %s ", words[i]);
        return true;
    }
    return false;
}

/* "[name]" or "[name(code)]" of a field that came before. */
static const struct field *
take_field(struct branching *branching, struct str *code)
{
    struct str name, behind, open, close;

    *code = STR("");
    if (!take(branching, "[") || !str_cut(branching->rest, "]", &name, &behind))
        return NULL;
    branching->rest = behind;
    if (str_cut(name, "(", &open, &close) && str_ends(close, ")")) {
        *code = str_trim((struct str){close.bytes, close.len - 1});
        name = open;
    }
    size_t at;
    const struct dictionary *dictionary = branching->redcap->dictionary;
    return map_find(dictionary->names, str_trim(name), &at) && at
               ? &dictionary->fields.items[at]
               : NULL;
}

static bool
take_literal(struct branching *branching, struct str *literal)
{
    static const char *const quotes[] = {"'", "\""};
    struct str *rest = &branching->rest;

    for (size_t i = 0; i < N_ELEMENTS(quotes); i++)
        if (take(branching, quotes[i])) {
            struct str behind;
            if (!str_cut(*rest, quotes[i], literal, &behind))
                return false;
            *rest = behind;
            return true;
        }
    size_t len = 0;
    while (len < rest->len
           && (str_is_digit(rest->bytes[len]) || rest->bytes[len] == '.'
               || rest->bytes[len] == '-'))
        len++;
    *literal = (struct str){rest->bytes, len};
    *rest = str_skip(*rest, len);
    return len > 0;
}

/* What a number is to another where a comparison holds. */
enum { LESS = 1, SAME = 2, MORE = 4, OTHER = LESS | MORE };

static const struct comparison {
    const char *sign;
    const char *ours;
    int holds;
} comparisons[] = {
    /* the longer ones first */
    {"<>", "ne", OTHER},       {"!=", "ne", OTHER}, {"<=", "le", LESS | SAME},
    {">=", "ge", SAME | MORE}, {"=", "eq", SAME},   {"<", "lt", LESS},
    {">", "gt", MORE},
};

/* NULL: there is none. */
static const struct comparison *
take_comparison(struct branching *branching)
{
    for (size_t i = 0; i < N_ELEMENTS(comparisons); i++)
        if (take(branching, comparisons[i].sign))
            return &comparisons[i];
    return NULL;
}

/* Whether a comparison is of all codes that say why there is no answer what it
   is of a blank, since that is all that is known of them here. */
static bool
is_as_blank(const struct field *field, int holds, double number, bool of_blank)
{
    struct decimal code;

    for (size_t i = 0; i < field->n_choices; i++) {
        if (field_reason(field, i) == ANSWERED
            || !decimal_read(field->choices[i].code, &code))
            continue;
        double reason = decimal_value(code);
        int is = reason < number ? LESS : reason > number ? MORE : SAME;
        if (((holds & is) != 0) != of_blank)
            return false;
    }
    return true;
}

/* A test of a field.  'of_blank': it is true of a blank there, of which ours is
   neither true nor false, so that nothing would be shown. */
static bool PRINTF_LIKE(4, 5)
    add_test(struct branching *branching, const struct field *field,
             bool of_blank, const char *fmt, ...)
{
    va_list args;

    if (of_blank)
        buf_addf(&branching->out, "(not(answered([%.*s])) or ",
                 STR_ARGS(field->name));
    va_start(args, fmt);
    buf_add_text(&branching->out,
                 arena_vprintf(branching->redcap->arena, fmt, args));
    va_end(args);
    buf_add_text(&branching->out, of_blank ? ")" : "");
    return true;
}

static bool
take_test(struct branching *branching)
{
    struct str code, literal;
    struct decimal number;
    const struct field *field = take_field(branching, &code);
    const struct comparison *comparison =
        field ? take_comparison(branching) : NULL;

    if (!comparison || !take_literal(branching, &literal))
        return false;
    literal = str_trim(literal);
    bool is_equal = comparison->holds == SAME;
    bool is_other = comparison->holds == OTHER;
    bool is_equality = is_equal || is_other;
    if (!literal.len && is_equality && !code.len)
        return is_as_blank(field, OTHER | SAME, 0, false)
               && add_test(branching, field, false,
                           is_equal ? "not(answered([%.*s]))"
                                    : "answered([%.*s])",
                           STR_ARGS(field->name));
    if (!decimal_read(literal, &number))
        return false;
    bool is_one = decimal_value(number) == 1;
    if (code.len || field->kind == FIELD_CHOICES) {
        if (!code.len || !is_equality || !decimal_read(code, &number)
            || (!is_one && !str_is(literal, "0")))
            return false;
        return add_test(branching, field, is_one != is_equal,
                        is_one == is_equal ? "selected([%.*s], %.*s)"
                                           : "not(selected([%.*s], %.*s))",
                        STR_ARGS(field->name), STR_ARGS(code));
    }
    return (field->kind == FIELD_CHOICE || field->kind == FIELD_NUMBER)
           && is_as_blank(field, comparison->holds, decimal_value(number),
                          is_other)
           && add_test(branching, field, is_other, "[%.*s] %s %.*s",
                       STR_ARGS(field->name), comparison->ours,
                       STR_ARGS(literal));
}

/* Tests with connectors between them, and brackets around some. */
static bool
take_tests(struct branching *branching)
{
    for (;;) {
        while (take(branching, "(")) {
            buf_add_char(&branching->out, '(');
            branching->depth++;
        }
        if (!take_test(branching))
            return false;
        while (branching->depth && take(branching, ")")) {
            buf_add_char(&branching->out, ')');
            branching->depth--;
        }
        branching->rest = str_trim(branching->rest);
        if (!branching->rest.len)
            return branching->depth == 0;
        if (!take_connector(branching))
            return false;
    }
}

static struct str
branching_of(const struct redcap *redcap, struct str name, struct str logic)
{
    struct branching branching = {.redcap = redcap, .rest = logic};

    if (!logic.len)
        return STR("");
    bool is_said = take_tests(&branching);
    struct str expression = str_from(arena_take(redcap->arena, &branching.out));
    if (is_said)
        return expression;
    dictionary_lose(redcap->dictionary, "when '%.*s' is shown: %.*s",
                    STR_ARGS(name), STR_ARGS(logic));
    return STR("");
}

/* ---- choices ---- */

struct choice_list VEC(struct field_choice);

/* "1, Never | 2, Sometimes" */
static void
take_choices(const struct redcap *redcap, struct str text, struct field *field)
{
    struct choice_list choices = {0};
    struct str rest = text;

    while (rest.len) {
        struct str one = rest, behind = STR("");
        struct str code, label;
        if (str_cut(rest, "|", &one, &behind))
            rest = behind;
        else
            rest = STR("");
        one = str_trim(one);
        if (!str_cut(one, ",", &code, &label))
            code = label = one;
        if (!one.len)
            continue;
        code = str_trim(code);
        *vec_add(redcap->arena, &choices) =
            (struct field_choice){arena_str(redcap->arena, code),
                                  dictionary_text(redcap->dictionary, label)};
    }
    field->choices = choices.items;
    field->n_choices = choices.n;
}

static const struct field_choice yes_no[] = {{{"1", 1}, {"Yes", 3}},
                                             {{"0", 1}, {"No", 2}}};
static const struct field_choice true_false[] = {{{"1", 1}, {"True", 4}},
                                                 {{"0", 1}, {"False", 5}}};

/* "Not at all | | Completely", from 0 to 100 where nothing else is said */
static void
take_slider(const struct redcap *redcap, struct str labels, struct field *field)
{
    struct str low = labels, behind, middle, high;

    field->kind = FIELD_NUMBER;
    if (!field->min.len)
        field->min = STR("0");
    if (!field->max.len)
        field->max = STR("100");
    if (str_cut(labels, "|", &low, &behind)) {
        high = behind;
        if (str_cut(behind, "|", &middle, &high) && str_trim(middle).len)
            dictionary_lose(redcap->dictionary,
                            "the word in the middle of '%.*s'",
                            STR_ARGS(field->name));
        field->high = dictionary_text(redcap->dictionary, high);
    }
    field->low = dictionary_text(redcap->dictionary, low);
}

/* How a text is checked, by the begin of its word. */
static const struct validation {
    const char *word;
    enum field_kind kind;
    bool is_kept; /* in the kind, with whole numbers and its ends */
    bool is_identifier;
} validations[] = {
    {"integer", FIELD_NUMBER, true, false},
    {"number", FIELD_NUMBER, false, false},
    {"date_", FIELD_DATE, true, false},
    {"email", FIELD_TEXT, true, true},
    {"phone", FIELD_TEXT, true, true},
    {"zipcode", FIELD_TEXT, true, true},
    {"postalcode", FIELD_TEXT, true, true},
    {"ssn", FIELD_TEXT, true, true},
    {"mrn", FIELD_TEXT, true, true},
    {"vmrn", FIELD_TEXT, true, true},
};

/* The ends of a number are kept, and looked at where a questionnaire is
   drafted. */
static void
take_text(const struct redcap *redcap, struct str word, struct field *field)
{
    const struct validation *validation = NULL;

    field->kind = FIELD_TEXT;
    for (size_t i = 0; !validation && i < N_ELEMENTS(validations); i++)
        if (str_starts(word, validations[i].word))
            validation = &validations[i];
    if (validation) {
        field->kind = validation->kind;
        field->is_whole = str_is(word, "integer");
        field->is_identifier |= validation->is_identifier;
    }
    if (word.len && !str_is(word, "number")
        && !(validation && validation->is_kept))
        dictionary_lose(redcap->dictionary, "how '%.*s' is checked: %.*s",
                        STR_ARGS(field->name), STR_ARGS(word));
    if (field->kind != FIELD_NUMBER && (field->min.len || field->max.len))
        dictionary_lose(redcap->dictionary, "the ends of '%.*s': %.*s to %.*s",
                        STR_ARGS(field->name), STR_ARGS(field->min),
                        STR_ARGS(field->max));
}

/* ---- rows ---- */

/* Many fetch the dictionary with R, which writes NA where nothing stands. */
static struct str
cell_of(const struct redcap *redcap, const struct str *cells,
        enum redcap_column column)
{
    size_t at = redcap->at[column];

    return at == SIZE_MAX || str_is(cells[at], "NA") ? STR("") : cells[at];
}

/* False after adding that there is no place for it. */
static bool
take_kind(const struct redcap *redcap, const struct str *cells,
          struct field *field)
{
    struct str type = cell_of(redcap, cells, TYPE);
    struct str choices = cell_of(redcap, cells, CHOICES);

    if (str_is(type, "radio") || str_is(type, "dropdown")) {
        take_choices(redcap, choices, field);
    } else if (str_is(type, "checkbox")) {
        field->kind = FIELD_CHOICES;
        field->boxes = str_from(
            arena_printf(redcap->arena, "%.*s___#", STR_ARGS(field->name)));
        take_choices(redcap, choices, field);
    } else if (str_is(type, "yesno") || str_is(type, "truefalse")) {
        field->choices = str_is(type, "yesno") ? yes_no : true_false;
        field->n_choices = 2;
    } else if (str_is(type, "slider")) {
        take_slider(redcap, choices, field);
    } else if (str_is(type, "text")) {
        take_text(redcap, cell_of(redcap, cells, VALIDATION), field);
    } else if (str_is(type, "notes")) {
        field->kind = FIELD_TEXT;
    } else if (str_is(type, "calc")) {
        dictionary_lose(redcap->dictionary, "'%.*s', which is reckoned: %.*s",
                        STR_ARGS(field->name), STR_ARGS(choices));
        return false;
    } else {
        struct str text =
            dictionary_text(redcap->dictionary, cell_of(redcap, cells, LABEL));
        dictionary_lose(redcap->dictionary, "'%.*s' of type %.*s: %.*s",
                        STR_ARGS(field->name), STR_ARGS(type), STR_ARGS(text));
        return false;
    }
    return true;
}

/* What is said of a field besides. */
static void
lose_rest(const struct redcap *redcap, const struct str *cells,
          const struct field *field)
{
    static const struct {
        enum redcap_column column;
        const char *what;
    } rest[] = {{NOTE, "the note below"},
                {ANNOTATION, "the annotation of"},
                {RANKING, "the ranking of"}};

    for (size_t i = 0; i < N_ELEMENTS(rest) && !field->is_record; i++) {
        struct str said = cell_of(redcap, cells, rest[i].column);
        if (!said.len || str_equal_nocase(said, STR("n")))
            continue;
        struct str text = dictionary_text(redcap->dictionary, said);
        dictionary_lose(redcap->dictionary, "%s '%.*s': %.*s", rest[i].what,
                        STR_ARGS(field->name), STR_ARGS(text));
    }
}

static bool
take_field_row(void *aux, const struct str *cells)
{
    struct redcap *redcap = aux;
    struct dictionary *dictionary = redcap->dictionary;
    struct str heading = cell_of(redcap, cells, HEADING);
    struct field field = {
        .name = arena_str(redcap->arena, cell_of(redcap, cells, NAME)),
        .group = arena_str(redcap->arena, cell_of(redcap, cells, FORM)),
        .min = arena_str(redcap->arena, cell_of(redcap, cells, MIN)),
        .max = arena_str(redcap->arena, cell_of(redcap, cells, MAX)),
        .is_required =
            str_equal_nocase(cell_of(redcap, cells, REQUIRED), STR("y")),
        .is_record = redcap->n_rows++ == 0,
        .is_identifier =
            str_equal_nocase(cell_of(redcap, cells, IDENTIFIER), STR("y")),
    };

    if (redcap->is_told)
        return false;
    if (!field.name.len)
        return true;
    if (!str_equal(field.group, redcap->form))
        redcap->headings = STR("");
    redcap->form = field.group;
    if (heading.len)
        redcap->headings = dictionary_text(dictionary, heading);
    field.heading = redcap->headings;
    if (!take_kind(redcap, cells, &field))
        return true;
    field.text = dictionary_text(dictionary, cell_of(redcap, cells, LABEL));
    field.shown_if =
        branching_of(redcap, field.name, cell_of(redcap, cells, BRANCHING));
    lose_rest(redcap, cells, &field);
    dictionary_add(dictionary, &field);
    return true;
}

/* Of "Variable / Field Name" "variablefieldname". */
static void
add_letters(struct buf *out, struct str header)
{
    for (size_t i = 0; i < header.len; i++)
        if (str_is_alnum(header.bytes[i]))
            buf_add_char(out, str_lower(header.bytes[i]));
}

static bool
find_columns(void *aux, const struct source *source, const struct str *headers,
             size_t n)
{
    struct redcap *redcap = aux;

    source_describe(source, redcap->dictionary);
    if (redcap->dictionary->fields.n)
        return redcap->is_told = true;
    for (int column = 0; column < N_REDCAP; column++)
        redcap->at[column] = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        struct buf letters SCOPED(buf_clear) = {0};
        add_letters(&letters, headers[i]);
        for (int column = 0; column < N_REDCAP; column++)
            if (redcap->at[column] == SIZE_MAX
                && (str_is(buf_str(&letters), redcap_columns[column][0])
                    || str_is(buf_str(&letters), redcap_columns[column][1])))
                redcap->at[column] = i;
    }
    if (redcap->at[NAME] != SIZE_MAX && redcap->at[TYPE] != SIZE_MAX
        && redcap->at[LABEL] != SIZE_MAX)
        return true;
    diag_add(redcap->diag, MSG_DICTIONARY, (struct place){.file = redcap->path},
             NULL);
    return diag_hint(redcap->diag,
                     "a data dictionary of REDCap has the columns 'Variable / "
                     "Field Name', 'Field Type' and 'Field Label'; a survey "
                     "of Qualtrics (.qsf) is JSON");
}

bool
dictionary_read_redcap(const char *path, struct dictionary *dictionary,
                       struct diag *diag)
{
    struct redcap redcap = {.dictionary = dictionary,
                            .arena = dictionary->arena,
                            .path = path,
                            .diag = diag};

    return raw_rows_read(path, &(struct source_settings){0}, find_columns,
                         take_field_row, &redcap, diag);
}
