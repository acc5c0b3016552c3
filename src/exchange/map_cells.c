/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the cells of items, where no dictionary says what it means;
   see map_writing.h. */
#include "exchange/map_writing.h"

#include "response/choice_labels.h"

enum { LIMIT_WORDS = 20 }; /* of one response scale that are asked about */

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

/* Numbers that a scale coded from one could hold, and what stands beside. */
struct numbers {
    size_t n;
    bool is_above;   /* one lies one above */
    bool has_lowest; /* or below it */
    bool has_words;  /* that do not say why there is none */
};

static bool
is_near(const struct answer_ends *ends, struct str text, double *value)
{
    struct decimal number;

    if (!decimal_read(text, &number))
        return false;
    *value = decimal_value(number);
    return *value >= ends->lowest_value && *value <= ends->highest_value + 1;
}

static struct numbers
numbers_of(const struct answer_ends *ends, const struct seen *seen)
{
    struct numbers numbers = {.n = 0};

    for (size_t i = 0; i < seen->values.n; i++) {
        struct str text = seen->values.items[i].text;
        struct decimal number;
        double value;
        if (is_near(ends, text, &value)) {
            numbers.n++;
            numbers.is_above |= value > ends->highest_value;
            numbers.has_lowest |= value <= ends->lowest_value;
        } else {
            numbers.has_words |=
                !decimal_read(text, &number) && !reason_of(text).len;
        }
    }
    return numbers;
}

/* Whether numbers may be one more than here: some lies one above, or none is
   the lowest. */
static bool
is_doubtful(const struct coded_scale *scale, const struct seen *seen)
{
    struct answer_ends ends = answer_ends_of(scale->response);
    struct numbers numbers = numbers_of(&ends, seen);

    return numbers.is_above || (numbers.n && !numbers.has_lowest);
}

/* Whether some number lies one above and none is the lowest, whatever numbers
   further off may say why there is none. */
static bool
is_from_one(const struct coded_scale *scale, const struct seen *seen)
{
    struct answer_ends ends = answer_ends_of(scale->response);
    struct numbers numbers = numbers_of(&ends, seen);

    return ends.has_next && ends.next_value - ends.lowest_value == 1
           && numbers.is_above && !numbers.has_lowest && !numbers.has_words;
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

/* The choices in their order, as the form is taken to have them: lettered, or
   without 'lettering' from one more than here. */
static void
add_in_order(const struct coded_scale *scale, const struct lettering *lettering)
{
    map_add_comment(scale->writing, "%s: %s", scale->response->id,
                    lettering ? "in the order of the choices?"
                              : "coded from one more than here?");
    for (size_t i = 0; i < scale->response->n_choices; i++)
        map_add_code(
            scale,
            lettering ? lettered_text(scale, lettering, i + 1)
                      : map_number_text(
                          scale,
                          decimal_value(scale->response->choices[i].value) + 1),
            map_choice_text(scale, i), true);
}

/* A word that one row alone holds may be about a person, and is not told. */
static bool
is_told(const struct form_value *value)
{
    return value->n_rows > 1;
}

/* The number of "3 - Often", "3=Often" and "Often (3)", and the word; empty: it
   is none of these.  "3 times" and "1-2 times" say something else. */
static struct str
number_beside(struct str text, struct str *word)
{
    struct map_number numbers[MAP_LIMIT_NUMBERS];
    size_t n = map_match_numbers(text, numbers);
    struct str before, behind;

    if (!n)
        return STR("");
    const struct map_number *it = &numbers[numbers[0].at ? n - 1 : 0];
    struct str number = {text.bytes + it->at, it->len};
    if (it->at) {
        bool ends = str_ends(text, ")") && it->at + it->len + 1 == text.len
                    && text.bytes[it->at - 1] == '(';
        *word = str_trim((struct str){text.bytes, it->at - ends});
        return ends && word->len ? number : STR("");
    }
    struct str rest =
        str_trim((struct str){text.bytes + it->len, text.len - it->len});
    static const char *const signs[] = {"-", "=", ":", ".", ")", "–", "—"};
    for (size_t i = 0; i < N_ELEMENTS(signs); i++)
        if (str_cut(rest, signs[i], &before, &behind) && !before.len) {
            *word = str_trim(behind);
            return word->len && !str_is_digit(word->bytes[0]) ? number
                                                              : STR("");
        }
    return STR("");
}

/* Whether the number beside each word can be its answer: each stands beside one
   word, the lowest is there and none is above, which would be so where they
   count from one more, and no word that is known is another answer.  Such words
   are of the form, also where one row alone holds one. */
static bool
are_numbered(const struct coded_scale *scale, const struct seen *seen)
{
    struct answer_ends ends = answer_ends_of(scale->response);
    struct map *numbers = map_new(scale->writing->draft->arena, false);
    bool has_lowest = false;
    size_t position;
    double value;

    for (size_t i = 0; i < seen->values.n; i++) {
        struct str text = seen->values.items[i].text;
        struct str word;
        if (reason_of(text).len)
            continue;
        struct str number = number_beside(text, &word);
        if (!number.len || !map_is_answer(scale, number)
            || !is_near(&ends, number, &value) || !map_add(numbers, number, i)
            || (map_find_label(scale, word, &position)
                && !answer_is_same(number, map_choice_text(scale, position))))
            return false;
        has_lowest |= value <= ends.lowest_value;
    }
    return has_lowest;
}

/* The answer that a cell is read as anyway. */
static struct str
as_read(const struct coded_scale *scale, struct str text)
{
    size_t position;

    return map_find_label(scale, text, &position)
               ? map_choice_text(scale, position)
               : text;
}

/* A line for one word closes the scale: then all others need one, too. */
static void
add_known(const struct coded_scale *scale, struct seen *seen)
{
    const struct response *response = scale->response;
    bool may_be_shifted = is_doubtful(scale, seen);

    for (size_t i = 0; i < seen->values.n; i++) {
        struct str text = seen->values.items[i].text;
        if (map_is_read(scale, text))
            map_add_code(scale, text, as_read(scale, text),
                         may_be_shifted && map_is_answer(scale, text));
    }
    for (size_t i = 0; i < response->n_choices; i++) {
        struct str label = str_from(response->choices[i].label);
        if (label.len && map_add(seen->texts, label, 0))
            map_add_code(scale, label, map_choice_text(scale, i), false);
    }
}

static void
add_words(const struct coded_scale *scale, struct seen *seen)
{
    size_t n_untold = seen->n_more;
    size_t n_words = 0;
    bool is_numbered = are_numbered(scale, seen);

    for (size_t i = 0; i < seen->values.n; i++) {
        const struct form_value *value = &seen->values.items[i];
        struct str reason = reason_of(value->text);
        struct str word;
        if (map_is_read(scale, value->text))
            continue;
        if (reason.len)
            map_add_code(scale, value->text, reason, true);
        else if ((is_numbered || is_told(value)) && n_words < LIMIT_WORDS)
            map_add_code(scale, value->text,
                         is_numbered ? number_beside(value->text, &word)
                                     : STR(""),
                         ++n_words > 0);
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
            map_add_code(scale, it->text, reason, true);
        else if (is_told(it) && n_words++ < LIMIT_WORDS)
            map_add_code(scale, it->text, STR(""), true);
    }
}

static void
add_seen(const struct coded_scale *scale)
{
    struct seen seen = see_values(scale);
    bool is_fine = !seen.n_more;

    for (size_t i = 0; i < seen.values.n; i++)
        is_fine &= map_is_read(scale, seen.values.items[i].text);
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
        add_in_order(scale, NULL);
        add_strays(scale, &seen);
        return;
    }
    map_add_comment(scale->writing, "%s: what its cells hold",
                    scale->response->id);
    add_words(scale, &seen);
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
        if (!map_has_field(scale, i) || column->is_boxes)
            continue;
        bool has_labels = map_holds_labels(column, column->field);
        for (size_t k = 0; k < column->values.n && n_told < LIMIT_WORDS; k++) {
            const struct form_value *value = &column->values.items[k];
            struct str reason = reason_of(value->text);
            if ((!is_told(value) && !reason.len)
                || (has_labels ? map_is_label : map_is_code)(column->field,
                                                             value->text)
                || map_is_read(scale, value->text)
                || !map_add(told, value->text, 0))
                continue;
            if (!n_told++)
                map_add_comment(scale->writing,
                                "%s: what the form does not know: why is "
                                "there no answer?",
                                scale->response->id);
            map_add_code(scale, value->text, reason, true);
        }
    }
}

void
map_add_cells(const struct coded_scale *scale)
{
    add_unknown(scale);
    add_seen(scale);
}
