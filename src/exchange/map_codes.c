/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes and words of another program become answers of an instrument; see
   map_writing.h. */
#include "exchange/map_writing.h"

#include "base/num.h"
#include "base/utf8.h"
#include "response/answer.h"
#include "response/choice_labels.h"
#include "response/csv.h"

enum { LIMIT_WORDS = 20 }; /* of one response scale that are asked about */

/* ---- lines ---- */

void
map_add_line(struct map_writing *writing, const struct map_line *line)
{
    struct buf *out = &writing->draft->text;
    struct buf item SCOPED(buf_clear) = {0};

    if (line->is_guess)
        buf_add_char(&item, '?');
    if (line->owner)
        buf_addf(&item, "%s.", line->owner);
    buf_add(&item, line->item);
    writing->draft->n_to_read += line->is_guess;
    csv_add_cell(out, buf_str(&item), ',');
    buf_add_char(out, ',');
    csv_add_cell(out, line->column, ',');
    buf_add_char(out, ',');
    csv_add_cell(out, line->from, ',');
    buf_add_char(out, ',');
    csv_add_cell(out, line->to, ',');
    buf_add_char(out, '\n');
}

void
map_add_comment(struct map_writing *writing, const char *fmt, ...)
{
    struct buf *out = &writing->draft->text;
    struct buf said SCOPED(buf_clear) = {0};
    va_list args;

    va_start(args, fmt);
    buf_add_text(&said, arena_vprintf(writing->draft->arena, fmt, args));
    va_end(args);
    buf_add_text(out, "# ");
    utf8_add_shown(out, buf_str(&said));
    buf_add_char(out, '\n');
}

/* ---- how one column is coded ---- */

struct code_line {
    struct str from;
    struct str to;
    bool is_guess;
    bool is_reason; /* why there is none */
};

struct coding {
    struct VEC(struct code_line) lines;
    bool needs_lines;    /* some answer is not read as it stands */
    bool in_other_words; /* codes that are alike have other labels */
};

/* What the cells of a response scale are judged by. */
struct coded_scale {
    struct map_writing *writing;
    const struct instrument *instrument;
    const struct response *response;
    struct answer_rules rules;
    struct map_item *items; /* of the instrument */
};

static struct str
number_text(struct map_writing *writing, struct decimal number)
{
    struct buf text = {0};

    num_add(&text, decimal_value(number));
    return str_from(arena_take(writing->draft->arena, &text));
}

static bool
is_code(const struct field *field, struct str text)
{
    for (size_t i = 0; i < field->n_choices; i++)
        if (answer_is_same(field->choices[i].code, text))
            return true;
    return false;
}

static bool
is_label(const struct field *field, struct str text)
{
    for (size_t i = 0; i < field->n_choices; i++)
        if (str_equal_nocase(field->choices[i].label, text))
            return true;
    return false;
}

bool
map_holds_labels(const struct form_column *column, const struct field *field)
{
    size_t n = 0;

    for (size_t i = 0; i < column->values.n; i++) {
        struct str text = column->values.items[i].text;
        if (is_code(field, text))
            return false;
        n += is_label(field, text);
    }
    return n > 0;
}

static bool
is_answer(const struct coded_scale *scale, struct str text)
{
    struct answer answer;
    struct answer_rules rules = scale->rules;

    rules.labels = NULL;
    return answer_read(&rules, text, &answer) == ANSWER_FINE
           && kind_of_code(answer.code) == ANSWERED;
}

/* What one choice of the form is here by its words; no text where they do not
   say it. */
static struct code_line
line_of(const struct coded_scale *scale, const struct field_choice *choice)
{
    struct code_line line = {.from = choice->code};
    size_t position;
    enum answer_kind kind = choice_label_kind(choice->label);

    if (scale->rules.labels
        && choice_labels_find(scale->rules.labels, choice->label, &position)
               == LABEL_FOUND) {
        line.to = number_text(scale->writing,
                              scale->response->choices[position].value);
        return line;
    }
    if (kind != ANSWER_BLANK) {
        line.to = str_from(answer_kind_names[kind]);
        line.is_reason = true;
        line.is_guess = is_answer(
            scale, choice->code); /* "does not apply" may be the lowest */
    }
    return line;
}

static bool
is_found(const struct code_line *line)
{
    return line->to.len && !line->is_reason;
}

/* Whether both have words for a code, which are not the same: "Always" may be
   0 there and the highest here. */
static bool
is_in_other_words(const struct coded_scale *scale,
                  const struct field_choice *choice)
{
    if (!scale->rules.labels || !choice->label.len
        || answer_is_same(choice->code, choice->label))
        return false;
    for (size_t i = 0; i < scale->response->n_choices; i++) {
        const struct choice *here = &scale->response->choices[i];
        if (answer_is_same(choice->code,
                           number_text(scale->writing, here->value)))
            return here->label && here->label[0];
    }
    return true;
}

/* Codes that are answers as they stand are these, unless a code beside them is
   another by its words; where one is none here, that is a guess.  What is not
   known then is taken in the order of both, where there are as many. */
static void
fill_in(const struct coded_scale *scale, const struct field *field,
        struct coding *coding)
{
    const struct response *response = scale->response;
    bool is_shifted = false;
    bool is_beside = false;
    size_t n_answers = 0;
    size_t at = 0;

    for (size_t i = 0; i < coding->lines.n; i++) {
        const struct code_line *line = &coding->lines.items[i];
        n_answers += !line->is_reason;
        is_shifted |= is_found(line) && !answer_is_same(line->from, line->to);
        is_beside |= !line->to.len && !is_answer(scale, line->from);
    }
    bool in_order =
        response->kind == RESPONSE_CHOICES && n_answers == response->n_choices;
    for (size_t i = 0; i < coding->lines.n; i++) {
        struct code_line *line = &coding->lines.items[i];
        if (line->is_reason)
            continue;
        if (!line->to.len && !is_shifted && !(is_beside && in_order)
            && is_answer(scale, field->choices[i].code)) {
            bool is_other = is_in_other_words(scale, &field->choices[i]);
            line->to = field->choices[i].code;
            line->is_guess = is_other || is_beside;
            coding->in_other_words |= is_other;
        } else if (!line->to.len) {
            line->is_guess = true;
            if (in_order)
                line->to =
                    number_text(scale->writing, response->choices[at].value);
        }
        at++;
    }
}

/* Two choices of the form that would be one answer here are both unsure. */
static void
doubt_doubled(struct coding *coding)
{
    for (size_t i = 0; i < coding->lines.n; i++)
        for (size_t k = 0; k < i; k++)
            if (is_found(&coding->lines.items[i])
                && str_equal(coding->lines.items[i].to,
                             coding->lines.items[k].to))
                coding->lines.items[i].is_guess =
                    coding->lines.items[k].is_guess = true;
}

/* Answers without a choice of the form: where others need lines, these do, and
   what they are where others are other numbers here, nobody can say. */
static void
add_others(const struct coded_scale *scale, const struct form_column *column,
           struct coding *coding)
{
    bool is_shifted = false;

    for (size_t i = 0; i < coding->lines.n; i++)
        is_shifted |= is_found(&coding->lines.items[i])
                      && !answer_is_same(coding->lines.items[i].from,
                                         coding->lines.items[i].to);
    for (size_t i = 0; i < column->values.n; i++) {
        struct str text = column->values.items[i].text;
        if (!is_code(column->field, text) && is_answer(scale, text))
            *vec_add(scale->writing->draft->arena, &coding->lines) =
                (struct code_line){.from = text,
                                   .to = is_shifted ? STR("") : text,
                                   .is_guess = true};
    }
}

static struct coding
coding_of_field(const struct coded_scale *scale,
                const struct form_column *column)
{
    struct coding coding = {.needs_lines = false};
    const struct field *field = column->field;
    bool has_labels = map_holds_labels(column, field);

    for (size_t i = 0; i < field->n_choices && i < INSTRUMENT_LIMIT_CHOICES;
         i++)
        *vec_add(scale->writing->draft->arena, &coding.lines) =
            line_of(scale, &field->choices[i]);
    fill_in(scale, field, &coding);
    doubt_doubled(&coding);
    for (size_t i = 0; i < coding.lines.n; i++) {
        struct code_line *line = &coding.lines.items[i];
        size_t position;
        if (has_labels)
            line->from = field->choices[i].label;
        bool is_understood =
            has_labels ? scale->rules.labels
                             && choice_labels_find(scale->rules.labels,
                                                   line->from, &position)
                                    == LABEL_FOUND
                       : answer_is_same(line->from, line->to);
        coding.needs_lines |=
            is_found(line) && (!is_understood || line->is_guess);
    }
    if (coding.needs_lines && !has_labels)
        add_others(scale, column, &coding);
    return coding;
}

static bool
has_line(const struct coding *coding, const struct code_line *line)
{
    for (size_t i = 0; i < coding->lines.n; i++) {
        const struct code_line *it = &coding->lines.items[i];
        if (str_equal(it->from, line->from) && str_equal(it->to, line->to)
            && it->is_guess == line->is_guess)
            return true;
    }
    return false;
}

/* In whatever order. */
static bool
is_same_coding(const struct coding *a, const struct coding *b)
{
    bool is_same = a->lines.n == b->lines.n && a->needs_lines == b->needs_lines;

    for (size_t i = 0; is_same && i < a->lines.n; i++)
        is_same =
            has_line(b, &a->lines.items[i]) && has_line(a, &b->lines.items[i]);
    return is_same;
}

static void
add_coding(const struct coded_scale *scale, const struct coding *coding,
           const char *item)
{
    for (size_t i = 0; i < coding->lines.n; i++) {
        const struct code_line *line = &coding->lines.items[i];
        if (!coding->needs_lines && !line->to.len)
            map_add_comment(scale->writing,
                            "%s: the form has a choice %.*s, which is none "
                            "here",
                            item, STR_ARGS(line->from));
        else if (coding->needs_lines || line->is_reason)
            map_add_line(scale->writing,
                         &(struct map_line){.is_guess = line->is_guess,
                                            .owner = scale->instrument->id,
                                            .item = str_from(item),
                                            .from = line->from,
                                            .to = line->to});
    }
}

/* ---- what stands in the cells, where nothing else is known ---- */

static bool
is_no_answer(struct str text)
{
    static const char *const words[] = {"na", "n/a", "#n/a",  "nan",
                                        ".",  "-",   "#null!"};

    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (str_equal_nocase(text, str_from(words[i])))
            return true;
    return false;
}

/* The kind of missing that a cell says in words, "prefer not to answer", or as
   programs write it; empty: it says none. */
static struct str
reason_of(struct str text)
{
    enum answer_kind kind =
        is_no_answer(text) ? ANSWER_SKIPPED : choice_label_kind(text);

    return kind == ANSWER_BLANK ? STR("") : str_from(answer_kind_names[kind]);
}

/* Every value of the scale's columns without a field of their own, once. */
struct seen {
    struct map *texts;
    struct VEC(struct form_value) values;
    size_t n_more;
};

static struct seen
see_values(const struct coded_scale *scale)
{
    struct arena *arena = scale->writing->draft->arena;
    struct seen seen = {.texts = map_new(arena, false)};
    size_t at;

    for (size_t i = 0; i < scale->instrument->n_items; i++) {
        const struct form_column *column = scale->items[i].column;
        if (scale->instrument->items[i].response != scale->response || !column
            || column->is_boxes || (column->field && column->field->n_choices))
            continue;
        seen.n_more += column->n_more;
        for (size_t k = 0; k < column->values.n; k++) {
            const struct form_value *value = &column->values.items[k];
            if (map_add(seen.texts, value->text, seen.values.n))
                *vec_add(arena, &seen.values) = *value;
            else if (map_find(seen.texts, value->text, &at))
                seen.values.items[at].n_rows += value->n_rows;
        }
    }
    return seen;
}

static bool
is_read(const struct coded_scale *scale, struct str text)
{
    struct answer answer;

    return answer_read(&scale->rules, text, &answer) == ANSWER_FINE;
}

/* Whether a cell is a number that a scale coded from one could hold. */
static bool
is_near(const struct answer_ends *ends, struct str text, double *value)
{
    struct decimal number;

    if (!decimal_read(text, &number))
        return false;
    *value = decimal_value(number);
    return *value >= ends->lowest_value && *value <= ends->highest_value + 1;
}

/* Whether numbers may be one more than here: some lies one above, or none is
   the lowest. */
static bool
is_doubtful(const struct coded_scale *scale, const struct seen *seen)
{
    struct answer_ends ends = answer_ends_of(scale->response);
    bool is_above = false;
    bool has_lowest = false;
    size_t n = 0;

    for (size_t i = 0; i < seen->values.n; i++) {
        double value;
        if (!is_near(&ends, seen->values.items[i].text, &value))
            continue;
        n++;
        is_above |= value > ends.highest_value;
        has_lowest |= value <= ends.lowest_value;
    }
    return is_above || (n > 0 && !has_lowest);
}

/* Whether some number lies one above and none is the lowest, whatever numbers
   further off may say why there is none. */
static bool
is_from_one(const struct coded_scale *scale, const struct seen *seen)
{
    struct answer_ends ends = answer_ends_of(scale->response);
    bool is_above = false;

    if (!ends.has_next || ends.next_value - ends.lowest_value != 1)
        return false;
    for (size_t i = 0; i < seen->values.n; i++) {
        struct str text = seen->values.items[i].text;
        struct decimal number;
        double value;
        if (is_near(&ends, text, &value)) {
            if (value <= ends.lowest_value)
                return false;
            is_above |= value > ends.highest_value;
        } else if (!decimal_read(text, &number) && !is_no_answer(text)) {
            return false;
        }
    }
    return is_above;
}

/* "A1" to "A5", or "AO01" to "AO05", as LimeSurvey writes them. */
struct lettering {
    struct str letters;
    size_t n_digits; /* with zeros before; 1: without */
};

/* The number of "A3"; 0: it is none, or not of the letters before. */
static size_t
lettered(struct str text, struct lettering *lettering)
{
    struct map_number numbers[MAP_LIMIT_NUMBERS];
    struct str letters = lettering->letters;
    size_t n = map_match_numbers(text, numbers);

    if (n != 1 || !numbers[0].at || numbers[0].len > 3
        || numbers[0].at + numbers[0].len != text.len
        || (letters.len
            && !str_equal(letters, (struct str){text.bytes, numbers[0].at})))
        return 0;
    lettering->letters = (struct str){text.bytes, numbers[0].at};
    if (text.bytes[numbers[0].at] == '0')
        lettering->n_digits = numbers[0].len;
    return numbers[0].value;
}

static struct str
lettered_text(const struct coded_scale *scale,
              const struct lettering *lettering, size_t number)
{
    return str_from(arena_printf(scale->writing->draft->arena, "%.*s%0*zu",
                                 STR_ARGS(lettering->letters),
                                 (int)lettering->n_digits, number));
}

/* These, or some of them, for as many choices. */
static bool
is_lettered(const struct coded_scale *scale, const struct seen *seen,
            struct lettering *lettering)
{
    *lettering = (struct lettering){.n_digits = 1};
    for (size_t i = 0; i < seen->values.n; i++) {
        size_t number = lettered(seen->values.items[i].text, lettering);
        if (!number || number > scale->response->n_choices)
            return false;
    }
    for (size_t i = 0; i < seen->values.n; i++) {
        struct str text = seen->values.items[i].text;
        if (!str_equal(text, lettered_text(scale, lettering,
                                           lettered(text, lettering))))
            return false;
    }
    return seen->values.n > 0;
}

/* The choices in their order, as the form is taken to have them. */
static void
add_in_order(const struct coded_scale *scale, const struct lettering *lettering)
{
    struct map_writing *writing = scale->writing;

    map_add_comment(writing, "%s: in the order of the choices?",
                    scale->response->id);
    for (size_t i = 0; i < scale->response->n_choices; i++)
        map_add_line(
            writing,
            &(struct map_line){
                .is_guess = true,
                .owner = scale->instrument->id,
                .item = str_from(scale->response->id),
                .from = lettered_text(scale, lettering, i + 1),
                .to = number_text(writing, scale->response->choices[i].value)});
}

static void
add_from_one(const struct coded_scale *scale)
{
    struct map_writing *writing = scale->writing;

    map_add_comment(writing, "%s: coded from one more than here?",
                    scale->response->id);
    for (size_t i = 0; i < scale->response->n_choices; i++) {
        struct decimal value = scale->response->choices[i].value;
        struct buf from = {0};
        num_add(&from, decimal_value(value) + 1);
        map_add_line(writing,
                     &(struct map_line){.is_guess = true,
                                        .owner = scale->instrument->id,
                                        .item = str_from(scale->response->id),
                                        .from = str_from(arena_take(
                                            writing->draft->arena, &from)),
                                        .to = number_text(writing, value)});
    }
}

/* A word that one row alone holds may be about a person, and is not told. */
static bool
is_told(const struct form_value *value)
{
    return value->n_rows > 1;
}

/* The answer that a cell is read as anyway. */
static struct str
as_read(const struct coded_scale *scale, struct str text)
{
    size_t position;

    if (scale->rules.labels
        && choice_labels_find(scale->rules.labels, text, &position)
               == LABEL_FOUND)
        return number_text(scale->writing,
                           scale->response->choices[position].value);
    return text;
}

static void
add_word(const struct coded_scale *scale, struct str from, struct str to,
         bool is_guess)
{
    map_add_line(scale->writing,
                 &(struct map_line){.is_guess = is_guess,
                                    .owner = scale->instrument->id,
                                    .item = str_from(scale->response->id),
                                    .from = from,
                                    .to = to});
}

/* A line for one word closes the scale: then all others need one, too. */
static void
add_known(const struct coded_scale *scale, struct seen *seen)
{
    const struct response *response = scale->response;
    bool may_be_shifted = is_doubtful(scale, seen);

    for (size_t i = 0; i < seen->values.n; i++) {
        struct str text = seen->values.items[i].text;
        if (is_read(scale, text))
            add_word(scale, text, as_read(scale, text),
                     may_be_shifted && is_answer(scale, text));
    }
    for (size_t i = 0; i < response->n_choices; i++) {
        struct str label = str_from(response->choices[i].label);
        if (label.len && map_add(seen->texts, label, 0))
            add_word(scale, label,
                     number_text(scale->writing, response->choices[i].value),
                     false);
    }
}

static void
add_words(const struct coded_scale *scale, struct seen *seen)
{
    size_t n_untold = seen->n_more;
    size_t n_words = 0;

    for (size_t i = 0; i < seen->values.n; i++) {
        const struct form_value *value = &seen->values.items[i];
        struct str reason = reason_of(value->text);
        if (is_read(scale, value->text))
            continue;
        if (reason.len)
            add_word(scale, value->text, reason, true);
        else if (is_told(value) && n_words < LIMIT_WORDS)
            add_word(scale, value->text, STR(""), ++n_words > 0);
        else
            n_untold += value->n_rows;
    }
    if (n_words)
        add_known(scale, seen);
    if (n_untold)
        map_add_comment(scale->writing,
                        "%s: cells that hold no answer, and will be told as "
                        "bad: %zu",
                        scale->response->id, n_untold);
}

/* What stands beside answers that are coded from one. */
static void
add_strays(const struct coded_scale *scale, const struct seen *seen)
{
    struct answer_ends ends = answer_ends_of(scale->response);
    size_t n_words = 0;
    double value;

    for (size_t i = 0; i < seen->values.n; i++) {
        const struct form_value *it = &seen->values.items[i];
        if (is_near(&ends, it->text, &value))
            continue;
        struct str reason = reason_of(it->text);
        if (reason.len)
            add_word(scale, it->text, reason, true);
        else if (is_told(it) && n_words++ < LIMIT_WORDS)
            add_word(scale, it->text, STR(""), true);
    }
}

static void
add_seen(const struct coded_scale *scale)
{
    struct seen seen = see_values(scale);
    bool is_fine = !seen.n_more;

    for (size_t i = 0; i < seen.values.n; i++)
        is_fine &= is_read(scale, seen.values.items[i].text);
    if (is_fine)
        return;
    struct lettering lettering;
    if (scale->response->kind == RESPONSE_CHOICES
        && is_lettered(scale, &seen, &lettering)) {
        add_in_order(scale, &lettering);
        return;
    }
    if (scale->response->kind == RESPONSE_CHOICES
        && is_from_one(scale, &seen)) {
        add_from_one(scale);
        add_strays(scale, &seen);
        return;
    }
    map_add_comment(scale->writing, "%s: what its cells hold",
                    scale->response->id);
    add_words(scale, &seen);
}

/* ---- a response scale ---- */

static bool
has_field(const struct coded_scale *scale, size_t item)
{
    const struct form_column *column = scale->items[item].column;

    return scale->instrument->items[item].response == scale->response && column
           && column->field && column->field->n_choices;
}

/* Whether a code is what stands in a header of boxes: exports write it without
   capitals and signs, its minus as '_'. */
static bool
is_code_of(struct str box, struct str code)
{
    struct buf bare SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < code.len; i++) {
        char c = code.bytes[i];
        char lower = (char)(c | 0x20);
        if (c == '-' || c == '_')
            buf_add_char(&bare, '_');
        else if (str_is_digit(c) || (lower >= 'a' && lower <= 'z'))
            buf_add_char(&bare, c);
    }
    return str_equal_nocase(box, code) || str_equal_nocase(box, buf_str(&bare));
}

/* The header of the box of a code; empty: the file has none. */
static struct str
box_header(const struct coded_scale *scale, const struct form_column *boxes,
           struct str code)
{
    const struct form_columns *columns = &scale->writing->columns;
    struct str before, behind;

    if (!str_cut(boxes->header, "#", &before, &behind))
        return STR("");
    for (size_t i = 0; i < columns->columns.n; i++) {
        const struct form_column *column = &columns->columns.items[i];
        if (column->is_box && column->field == boxes->field
            && is_code_of(str_skip(column->header, before.len), code))
            return column->header;
    }
    return STR("");
}

/* A box is what the number in its header says, unless its words say another
   choice, why there is no answer, or it is no number. */
static void
add_boxes(const struct coded_scale *scale, size_t item)
{
    const struct form_column *boxes = scale->items[item].column;
    struct coding coding = coding_of_field(scale, boxes);
    size_t n = 0;

    for (size_t i = 0; i < coding.lines.n; i++) {
        const struct code_line *line = &coding.lines.items[i];
        struct map_line told = {.is_guess = line->is_guess,
                                .owner = scale->instrument->id,
                                .item =
                                    str_from(scale->instrument->items[item].id),
                                .column = box_header(scale, boxes, line->from),
                                .to = line->to};
        if (!told.column.len
            || (!line->is_guess && answer_is_same(line->from, line->to)))
            continue;
        if (!n++)
            map_add_comment(scale->writing, "%s: of which choice a box is",
                            scale->instrument->items[item].id);
        if (!told.to.len)
            map_add_comment(scale->writing,
                            "%s: the form has a choice '%.*s' (%.*s), which is "
                            "none here",
                            scale->instrument->items[item].id,
                            STR_ARGS(boxes->field->choices[i].label),
                            STR_ARGS(boxes->field->choices[i].code));
        map_add_line(scale->writing, &told);
    }
}

/* What cells hold and the form does not know: -99 of a question that was seen
   and not answered.  A word that one row alone holds is not told. */
static void
add_unknown(const struct coded_scale *scale)
{
    struct arena *arena = scale->writing->draft->arena;
    struct map *told = map_new(arena, false);
    size_t n_told = 0;

    for (size_t i = 0; i < scale->instrument->n_items; i++) {
        const struct form_column *column = scale->items[i].column;
        if (!has_field(scale, i) || column->is_boxes)
            continue;
        bool has_labels = map_holds_labels(column, column->field);
        for (size_t k = 0; k < column->values.n && n_told < LIMIT_WORDS; k++) {
            const struct form_value *value = &column->values.items[k];
            struct str reason = reason_of(value->text);
            if ((!is_told(value) && !reason.len)
                || (has_labels ? is_label : is_code)(column->field, value->text)
                || is_read(scale, value->text)
                || !map_add(told, value->text, 0))
                continue;
            if (!n_told++)
                map_add_comment(scale->writing,
                                "%s: what the form does not know: why is "
                                "there no answer?",
                                scale->response->id);
            add_word(scale, value->text, reason, true);
        }
    }
}

static void
add_fields(const struct coded_scale *scale)
{
    struct coding first = {.needs_lines = false};
    size_t n = 0;
    bool is_one = true;

    for (size_t i = 0; i < scale->instrument->n_items; i++) {
        if (!has_field(scale, i))
            continue;
        if (scale->items[i].column->is_boxes) {
            add_boxes(scale, i);
            continue;
        }
        struct coding coding = coding_of_field(scale, scale->items[i].column);
        if (!n++)
            first = coding;
        is_one &= is_same_coding(&first, &coding);
    }
    if (!n)
        return;
    map_add_comment(
        scale->writing, "%s: %s%s", scale->response->id,
        first.needs_lines || !is_one ? "as the form codes its choices"
                                     : "coded as the form codes its choices",
        first.in_other_words  ? ", in other words for some: compare them"
        : scale->rules.labels ? ""
                              : "; there are no words to compare");
    if (is_one) {
        add_coding(scale, &first, scale->response->id);
        return;
    }
    for (size_t i = 0; i < scale->instrument->n_items; i++) {
        if (!has_field(scale, i) || scale->items[i].column->is_boxes)
            continue;
        struct coding coding = coding_of_field(scale, scale->items[i].column);
        add_coding(scale, &coding, scale->instrument->items[i].id);
    }
}

void
map_add_codes(struct map_writing *writing, size_t instrument_idx)
{
    const struct map_draft *draft = writing->draft;
    const struct instrument *instrument = draft->instruments[instrument_idx];

    for (size_t i = 0; i < instrument->n_responses; i++) {
        struct coded_scale scale = {.writing = writing,
                                    .instrument = instrument,
                                    .response = &instrument->responses[i],
                                    .items =
                                        writing->match->items[instrument_idx]};
        if (scale.response->kind == RESPONSE_FREE
            || scale.response->kind == RESPONSE_DATE)
            continue;
        scale.rules = answer_rules_of(instrument, scale.response);
        scale.rules.settings = draft->settings;
        scale.rules.labels = choice_labels_new(
            instrument, draft->worded ? draft->worded[instrument_idx] : NULL,
            scale.response, draft->arena);
        add_fields(&scale);
        add_unknown(&scale);
        add_seen(&scale);
    }
}
