/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says of its columns, questions and labels of numbers, held
   against what they are bound to; declared in held_table.h. */
#include "exchange/held_table.h"

#include "base/fold.h"
#include "base/near.h"
#include "base/num.h"
#include "base/utf8.h"
#include "exchange/map_match.h"
#include "exchange/reshaping.h"
#include "response/recoding.h"

/* The choice that a label is the text of, but not the number; NULL: none, or it
   is that of another choice with this text. */
static const struct choice *
find_apart(const struct response *response, const struct held_label *label)
{
    const struct choice *apart = NULL;

    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        double value = decimal_value(choice->value);
        if (!choice->label
            || !fold_is_same(str_from(choice->label), label->text, FOLD_CASE))
            continue;
        if (!near_side(near_of(value), near_of(label->value)))
            return NULL;
        apart = choice;
    }
    return apart;
}

/* Of one column; the first label that lies apart says enough. */
static bool
column_agrees(const struct held_words *words, const char *set,
              const struct bound_column *column, struct place place,
              struct diag *diag)
{
    const struct answer_rules *rules = column->items[0].rules;
    struct buf numbers SCOPED(buf_clear) = {0};

    if (rules->n_values || rules->response->kind != RESPONSE_CHOICES)
        return true; /* somebody has said how it is coded */
    for (size_t i = 0; i < words->labels->n; i++) {
        const struct held_label *label = &words->labels->items[i];
        const struct choice *choice = str_is(str_from(label->set), set)
                                          ? find_apart(rules->response, label)
                                          : NULL;
        if (!choice)
            continue;
        num_add(&numbers, label->value);
        buf_add_text(&numbers, " in the file, ");
        num_add(&numbers, decimal_value(choice->value));
        diag_add(diag, MSG_DATA_LABELS, place, "'%.*s': '%.*s' is %s here",
                 STR_ARGS(column->name), STR_ARGS(label->text),
                 buf_text(&numbers));
        diag_hint(diag,
                  "say by --value or a map how it is coded: of an item that "
                  "has such a rule the labels are not asked");
        return false;
    }
    return true;
}

/* Whether somebody has said of this item alone where it stands or how it is
   coded. */
static bool
is_spoken_of(const struct recoded *recoded, const struct item *item)
{
    bool is_told = recoded->column && !recoded->is_run;

    for (size_t i = 0; !is_told && i < recoded->n_values; i++)
        is_told = str_equal_nocase(item_name_of(recoded->values[i]->item).id,
                                   str_from(item->id));
    return is_told;
}

/* What was turned round in its place keeps its name, and would be turned round
   a second time. */
static void
warn_of_turned(const struct source_file *file, const char *question,
               size_t column, const struct bound_item *bound, struct diag *diag)
{
    const struct instrument *instrument =
        held_table_words(file)->options->instruments[bound->instrument_idx];
    const struct item *item = &instrument->items[bound->item_idx];
    const struct recoded *told =
        &file->recoding->items[bound->instrument_idx][bound->item_idx];
    struct str name = file->header.cells[column].name;
    struct buf shown SCOPED(buf_clear) = {0};
    struct arena *scratch SCOPED(arena_drop) = arena_new();

    if (is_spoken_of(told, item)
        || !map_match_is_turned(str_from(question), item))
        return;
    utf8_add_shown(&shown, str_from(question));
    diag_add(diag, MSG_DATA_TURNED, header_place(&file->header, column),
             "'%.*s': \"%s\"", STR_ARGS(name), buf_text(&shown));
    struct str where = told->column ? recoded_header(told, scratch) : name;
    diag_hint(diag,
              "it is read as it stands; if they were turned round, say by "
              "--value or a map how '%s' is coded; if not, --column %s.%s=%.*s "
              "says so: 'attune draft map' asks it",
              item->id, instrument->id, item->id, STR_ARGS(where));
}

bool
held_agrees(const struct source_file *file, struct diag *diag)
{
    const struct held_words *words = held_table_words(file);
    bool agrees = true;

    for (size_t i = 0; words->labels && i < file->header.n_cells; i++) {
        size_t column = (size_t)file->header.cells[i].column - 1;
        size_t bound =
            file->reshaping ? reshaping_bound(file->reshaping, i) : i;
        if (column >= words->n_columns || bound >= file->binding->n_columns
            || !file->binding->columns[bound].n_items)
            continue;
        const struct held_column *said = &words->columns[column];
        const struct bound_column *at = &file->binding->columns[bound];
        if (said->set)
            agrees &=
                column_agrees(words, said->set, at, file->header.place, diag);
        if (said->question)
            warn_of_turned(file, said->question, i, &at->items[0], diag);
    }
    return agrees;
}

/* The numbers of a set with their labels. */
static void
describe_labels(const struct held_words *words, const char *set,
                struct dictionary *dictionary, struct field *field)
{
    struct arena *arena = dictionary->arena;
    struct VEC(struct field_choice) choices = {0};

    for (size_t i = 0; set && i < words->labels->n; i++) {
        const struct held_label *label = &words->labels->items[i];
        if (!str_is(str_from(label->set), set))
            continue;
        *vec_add(arena, &choices) =
            (struct field_choice){str_from(num_text(label->value, arena)),
                                  dictionary_text(dictionary, label->text)};
    }
    field->choices = choices.items;
    field->n_choices = choices.n;
}

void
held_describe(const struct source_file *file, struct dictionary *dictionary)
{
    const struct held_words *words = held_table_words(file);

    for (size_t i = 0; words->labels && i < file->header.n_cells; i++) {
        size_t idx = (size_t)file->header.cells[i].column - 1;
        struct field field = {
            .name = arena_str(dictionary->arena, file->header.cells[i].name),
        };
        if (idx >= words->n_columns)
            continue;
        const struct held_column *column = &words->columns[idx];
        field.text = dictionary_text(dictionary, str_from(column->question));
        describe_labels(words, column->set, dictionary, &field);
        field.kind = field.n_choices ? FIELD_CHOICE : FIELD_TEXT;
        if (field.n_choices || field.text.len)
            dictionary_add(dictionary, &field);
    }
}
