/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a file at one time point, its boxes as answers; see reshaping.h. */
#include "exchange/joined.h"

#include "base/num.h"

struct reshaped_row *
reshaped_row_new(size_t n_columns, struct arena *arena)
{
    struct reshaped_row *row = ARENA_NEW(arena, struct reshaped_row);

    row->texts = ARENA_ARRAY(arena, n_columns, struct str);
    row->offsets = ARENA_ARRAY(arena, n_columns, size_t);
    row->names = ARENA_ARRAY(arena, n_columns, struct str);
    row->boxes = ARENA_ARRAY(arena, n_columns, enum box_state);
    return row;
}

/* ---- boxes ---- */

/* What the boxes of one answer say. */
struct boxes {
    struct buf ticked; /* choices */
    size_t n_ticked;
    const struct part *reason; /* that is ticked, and no choice; NULL: none */
    bool has_no;               /* one is 0 */
    struct str kind;           /* why there is no answer; empty: there is one */
    const struct part *bad;    /* that holds what no box does; NULL: none */
};

static void
take_box(struct boxes *boxes, const struct answer_rules *rules,
         const struct part *part, struct str text)
{
    struct decimal number;

    if (!text.len)
        return;
    bool is_number = decimal_read(text, &number) && number.scale == 0;
    bool is_yes = is_number && number.units == 1;
    bool is_no = is_number && number.units == 0;

    if (is_yes) {
        if (boxes->n_ticked++)
            buf_add_char(&boxes->ticked, ' ');
        if (answer_kind_of(rules, part->box) != ANSWERED)
            boxes->reason = part;
        buf_add(&boxes->ticked, part->box);
    }
    boxes->has_no |= is_no;
    if (is_yes || is_no)
        return;
    bool is_kind = answer_kind_of(rules, text) != ANSWERED;
    if (is_kind && (!boxes->kind.len || str_equal(boxes->kind, text)))
        boxes->kind = text;
    else if (!boxes->bad)
        boxes->bad = part;
}

static struct boxes
read_boxes(const struct joined *joined, const struct answer_rules *rules,
           const struct row_cells *cells, size_t time)
{
    struct boxes boxes = {0};
    const struct part *last = NULL;

    for (size_t i = 0; i < joined->parts.n; i++) {
        const struct part *part = &joined->parts.items[i];
        if (part->time != SIZE_MAX && part->time != time)
            continue;
        struct str text = str_trim(cells->texts[part->column]);
        if (recoded_read(joined->boxes, &text))
            take_box(&boxes, rules, part, text);
        else if (!boxes.bad)
            boxes.bad = part;
        last = part;
    }
    if (!boxes.bad && boxes.kind.len && (boxes.ticked.len || boxes.has_no))
        boxes.bad = last;
    if (!boxes.bad && boxes.reason && boxes.n_ticked > 1)
        boxes.bad = boxes.reason;
    return boxes;
}

/* A box that is not filled in beside others that are is not ticked. */
static void
put_boxes(const struct reshaping *reshaping, const struct answer_rules *rules,
          const struct row_cells *cells, size_t time, struct reshaped_row *row,
          size_t column, struct arena *scratch)
{
    const struct joined *joined = &reshaping->columns.items[column];
    struct boxes boxes = read_boxes(joined, rules, cells, time);

    row->boxes[column] = BOX_FINE;
    if (boxes.bad) {
        row->boxes[column] = BOX_BAD;
        row->texts[column] = cells->texts[boxes.bad->column];
        row->offsets[column] = cells->offsets[boxes.bad->column];
        row->names[column] = reshaping->header->cells[boxes.bad->column].name;
    } else if (boxes.kind.len) {
        row->texts[column] = boxes.kind;
    } else if (boxes.ticked.len) {
        row->texts[column] = str_from(arena_take(scratch, &boxes.ticked));
    } else if (boxes.has_no) {
        row->texts[column] = STR("none");
        row->boxes[column] = BOX_UNCLEAR; /* unless something was answered */
    } else {
        row->texts[column] = STR("");
    }
    buf_clear(&boxes.ticked);
}

static bool
is_answer(const struct bound_item *item, struct str text)
{
    struct answer answer;

    return answer_read(item->rules, text, &answer) != ANSWER_FINE
           || kind_of_code(answer.code) == ANSWERED;
}

/* Whether something of the instrument was answered, but for boxes that are all
   empty. */
static bool
has_answer(const struct binding *binding, const struct reshaped_row *row,
           size_t instrument_idx)
{
    for (size_t i = 0; i < binding->n_columns; i++) {
        const struct bound_column *column = &binding->columns[i];
        for (size_t k = 0; k < column->n_items; k++)
            if (column->items[k].instrument_idx == instrument_idx
                && row->boxes[i] != BOX_UNCLEAR
                && is_answer(&column->items[k], row->texts[i]))
                return true;
    }
    return false;
}

static void
settle_boxes(const struct binding *binding, struct reshaped_row *row)
{
    for (size_t i = 0; i < binding->n_columns; i++)
        if (row->boxes[i] == BOX_UNCLEAR && binding->columns[i].n_items
            && !has_answer(binding, row,
                           binding->columns[i].items[0].instrument_idx))
            row->texts[i] = str_from(answer_kind_names[ANSWER_UNCLEAR]);
    for (size_t i = 0; i < binding->n_columns; i++)
        if (row->boxes[i] == BOX_UNCLEAR
            && !str_is(row->texts[i], answer_kind_names[ANSWER_UNCLEAR]))
            row->boxes[i] = BOX_FINE;
}

/* ---- a row ---- */

static void
put_parts(const struct reshaping *reshaping, const struct row_cells *cells,
          size_t time, struct reshaped_row *row)
{
    size_t n;
    const struct reshaped_part *parts = reshaping_parts(reshaping, time, &n);

    for (size_t i = 0; i < n; i++) {
        size_t from = parts[i].column;
        row->texts[parts[i].bound] = cells->texts[from];
        row->offsets[parts[i].bound] = cells->offsets[from];
        row->names[parts[i].bound] = reshaping->header->cells[from].name;
    }
}

void
reshaping_row(const struct reshaping *reshaping, const struct binding *binding,
              const struct row_cells *cells, size_t time,
              struct reshaped_row *row, struct arena *scratch)
{
    for (size_t i = 0; i < reshaping->columns.n; i++) {
        row->names[i] = binding->columns[i].name;
        row->texts[i] = STR("");
        row->offsets[i] = cells->offset;
        row->boxes[i] = BOX_FINE;
    }
    if (reshaping->times.n) {
        row->texts[reshaping->time_column] = reshaping->times.items[time];
        put_parts(reshaping, cells, time, row);
    }
    put_parts(reshaping, cells, SIZE_MAX, row);
    for (size_t i = 0; i < reshaping->columns.n && !cells->is_broken; i++)
        if (reshaping->columns.items[i].boxes)
            put_boxes(reshaping, binding->columns[i].items[0].rules, cells,
                      time, row, i, scratch);
    if (!cells->is_broken)
        settle_boxes(binding, row);
}
