/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes and words of another program become answers of an instrument; see
   map_writing.h. */
#include "exchange/map_writing.h"

#include "base/num.h"
#include "base/utf8.h"
#include "response/choice_labels.h"
#include "response/csv.h"

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

struct str
map_number_text(const struct coded_scale *scale, double number)
{
    return str_from(num_text(number, scale->writing->draft->arena));
}

struct str
map_choice_text(const struct coded_scale *scale, size_t choice)
{
    return map_number_text(
        scale, decimal_value(scale->response->choices[choice].value));
}

bool
map_is_answer(const struct coded_scale *scale, struct str text)
{
    struct answer answer;
    struct answer_rules rules = scale->rules;

    rules.labels = NULL;
    return answer_read(&rules, text, &answer) == ANSWER_FINE
           && kind_of_code(answer.code) == ANSWERED;
}

bool
map_is_read(const struct coded_scale *scale, struct str text)
{
    struct answer answer;

    return answer_read(&scale->rules, text, &answer) == ANSWER_FINE;
}

bool
map_find_label(const struct coded_scale *scale, struct str text,
               size_t *position)
{
    return scale->rules.labels
           && choice_labels_find(scale->rules.labels, text, position)
                  == LABEL_FOUND;
}

void
map_add_code(const struct coded_scale *scale, struct str from, struct str to,
             bool is_guess)
{
    map_add_line(scale->writing,
                 &(struct map_line){.is_guess = is_guess,
                                    .owner = scale->instrument->id,
                                    .item = str_from(scale->response->id),
                                    .from = from,
                                    .to = to});
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

bool
map_is_code(const struct field *field, struct str text)
{
    for (size_t i = 0; i < field->n_choices; i++)
        if (answer_is_same(field->choices[i].code, text))
            return true;
    return false;
}

bool
map_is_label(const struct field *field, struct str text)
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
        if (map_is_code(field, text))
            return false;
        n += map_is_label(field, text);
    }
    return n > 0;
}

/* What one choice of the form is here by its words; no text where they do not
   say it. */
static struct code_line
line_of(const struct coded_scale *scale, const struct field_choice *choice)
{
    struct code_line line = {.from = choice->code};
    size_t position;
    enum answer_kind kind = choice_label_kind(choice->label);

    if (map_find_label(scale, choice->label, &position)) {
        line.to = map_choice_text(scale, position);
        return line;
    }
    if (kind != ANSWER_BLANK) {
        line.to = str_from(answer_kind_names[kind]);
        line.is_reason = true;
        line.is_guess = map_is_answer(
            scale, choice->code); /* "does not apply" may be the lowest */
    }
    return line;
}

static bool
is_found(const struct code_line *line)
{
    return line->to.len && !line->is_reason;
}

/* Whether some code of an answer is another one here. */
static bool
is_shifted(const struct coding *coding)
{
    for (size_t i = 0; i < coding->lines.n; i++) {
        const struct code_line *line = &coding->lines.items[i];
        if (is_found(line) && !answer_is_same(line->from, line->to))
            return true;
    }
    return false;
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
        const char *here = scale->response->choices[i].label;
        if (answer_is_same(choice->code, map_choice_text(scale, i)))
            return here && here[0];
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
    bool was_shifted = is_shifted(coding);
    bool is_beside = false;
    size_t n_answers = 0;
    size_t at = 0;

    for (size_t i = 0; i < coding->lines.n; i++) {
        const struct code_line *line = &coding->lines.items[i];
        n_answers += !line->is_reason;
        is_beside |= !line->to.len && !map_is_answer(scale, line->from);
    }
    bool in_order =
        response->kind == RESPONSE_CHOICES && n_answers == response->n_choices;
    for (size_t i = 0; i < coding->lines.n; i++) {
        struct code_line *line = &coding->lines.items[i];
        if (line->is_reason)
            continue;
        if (!line->to.len && !was_shifted && !(is_beside && in_order)
            && map_is_answer(scale, field->choices[i].code)) {
            bool is_other = is_in_other_words(scale, &field->choices[i]);
            line->to = field->choices[i].code;
            line->is_guess = is_other || is_beside;
            coding->in_other_words |= is_other;
        } else if (!line->to.len) {
            line->is_guess = true;
            if (in_order)
                line->to = map_choice_text(scale, at);
        }
        at++;
    }
}

/* Two choices of the form that would be one answer here are both unsure, and so
   are two that have one code. */
static void
doubt_doubled(struct coding *coding)
{
    for (size_t i = 0; i < coding->lines.n; i++)
        for (size_t k = 0; k < i; k++)
            if (is_found(&coding->lines.items[i])
                && (str_equal(coding->lines.items[i].to,
                              coding->lines.items[k].to)
                    || str_equal(coding->lines.items[i].from,
                                 coding->lines.items[k].from)))
                coding->lines.items[i].is_guess =
                    coding->lines.items[k].is_guess = true;
}

/* Where the questionnaire has no words, and the form not all of its codes, no
   code is sure to be what it is here: 1 to 3 may be 0 to 2. */
static void
doubt_wordless(const struct coded_scale *scale, struct coding *coding)
{
    size_t n = 0;

    for (size_t i = 0; i < coding->lines.n; i++)
        n += is_found(&coding->lines.items[i]);
    if (scale->rules.labels || scale->response->kind != RESPONSE_CHOICES
        || n >= scale->response->n_choices)
        return;
    for (size_t i = 0; i < coding->lines.n; i++)
        coding->lines.items[i].is_guess |= is_found(&coding->lines.items[i]);
}

/* Answers without a choice of the form: where others need lines, these do, and
   what they are where others are other numbers here, nobody can say. */
static void
add_others(const struct coded_scale *scale, const struct form_column *column,
           struct coding *coding)
{
    bool was_shifted = is_shifted(coding);

    for (size_t i = 0; i < column->values.n; i++) {
        struct str text = column->values.items[i].text;
        if (!map_is_code(column->field, text) && map_is_answer(scale, text))
            *vec_add(scale->writing->draft->arena, &coding->lines) =
                (struct code_line){.from = text,
                                   .to = was_shifted ? STR("") : text,
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
    doubt_wordless(scale, &coding);
    for (size_t i = 0; i < coding.lines.n; i++) {
        struct code_line *line = &coding.lines.items[i];
        size_t position;
        if (has_labels)
            line->from = field->choices[i].label;
        bool is_understood = has_labels
                                 ? map_find_label(scale, line->from, &position)
                                 : answer_is_same(line->from, line->to);
        coding.needs_lines |=
            is_found(line) && (!is_understood || line->is_guess);
    }
    if (coding.needs_lines && !has_labels && !column->is_boxes)
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

/* ---- a response scale ---- */

bool
map_has_field(const struct coded_scale *scale, size_t item)
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
        if (c == '-' || c == '_')
            buf_add_char(&bare, '_');
        else if (str_is_alnum(c))
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

/* Which way round a form codes what has no words here, its ends tell. */
static void
add_ends(const struct coded_scale *scale, const struct field *field,
         const struct coding *coding)
{
    const struct field_choice *ends[2] = {NULL, NULL};

    for (size_t i = 0; i < field->n_choices && i < coding->lines.n; i++)
        if (is_found(&coding->lines.items[i])) {
            ends[1] = &field->choices[i];
            ends[0] = ends[0] ? ends[0] : ends[1];
        }
    if (scale->rules.labels || !ends[0])
        return;
    map_add_comment(
        scale->writing, "%s: the form says %.*s '%.*s', %.*s '%.*s'",
        scale->response->id, STR_ARGS(ends[0]->code), STR_ARGS(ends[0]->label),
        STR_ARGS(ends[1]->code), STR_ARGS(ends[1]->label));
}

static void
add_fields(const struct coded_scale *scale)
{
    struct coding first = {.needs_lines = false};
    const struct field *field = NULL; /* that is coded so */
    size_t n = 0;
    bool is_one = true;

    for (size_t i = 0; i < scale->instrument->n_items; i++) {
        if (!map_has_field(scale, i))
            continue;
        if (scale->items[i].column->is_boxes) {
            add_boxes(scale, i);
            continue;
        }
        struct coding coding = coding_of_field(scale, scale->items[i].column);
        if (!n++) {
            first = coding;
            field = scale->items[i].column->field;
        }
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
    add_ends(scale, field, &first);
    if (is_one) {
        add_coding(scale, &first, scale->response->id);
        return;
    }
    for (size_t i = 0; i < scale->instrument->n_items; i++) {
        if (!map_has_field(scale, i) || scale->items[i].column->is_boxes)
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
        map_add_cells(&scale);
    }
}
