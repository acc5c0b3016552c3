/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell of a row that goes the fast way (csv_fast.c), by itself. */
#include "exchange/csv_fast.h"

#include <endian.h>
#include <string.h>

struct str
csv_cell_said(const struct fast *fast, const struct fast_cell *cell)
{
    struct str raw = {cell->begin, cell->len};

    return cell->form == KEPT_DOUBLED ? csv_undoubled(
               raw, ARENA_ARRAY(fast->chunk->scratch, raw.len, char))
                                      : raw;
}

/* What lies between quotes: each quote in it must be one of two, else it closed
   the cell and more text follows. */
static bool
judge_quoted(const struct fast *fast, struct fast_cell *cell)
{
    size_t at = (size_t)(cell->begin - fast->bytes);
    size_t end = at + cell->len;
    size_t first = 0; /* of two; 0: none, for a quote opened the cell */

    cell->form = KEPT_TEXT;
    for (; (at = csv_marks_next_odd(fast->marks, at, end)) < end; at++) {
        if (cell->form == KEPT_TEXT)
            cell->form = KEPT_QUOTED;
        if (fast->bytes[at] == '"') {
            cell->form = KEPT_DOUBLED;
            if (first && first + 1 != at)
                return false;
            first = first ? 0 : at;
        }
    }
    return !first;
}

bool
csv_cell_take(const struct fast *fast, const char *at, const char *end,
              char stop, struct fast_cell *cell)
{
    size_t offset = (size_t)(at - fast->bytes);
    size_t len = (size_t)(end - at);

    if (*end != stop)
        return false;
    if (stop == '\n' && len && end[-1] == '\r')
        len--;
    *cell = (struct fast_cell){at, len, KEPT_BARE};
    if (fast->marks->is_calm)
        return len <= CSV_LIMIT_FIELD_SIZE;
    if (*at != '"') {
        if (csv_marks_next_odd(fast->marks, offset, offset + len)
            < offset + len)
            cell->form = KEPT_TEXT;
    } else {
        if (len < 2 || at[len - 1] != '"')
            return false;
        cell->begin++;
        cell->len -= 2;
        if (!judge_quoted(fast, cell))
            return false;
    }
    return cell->len <= CSV_LIMIT_FIELD_SIZE;
}

/* The code of a cell of a STEP_CODES column; CODE_ASK when it is no answer. */
static struct judged_cell
read_code(const struct step *step, struct str cell)
{
    struct judged_cell judged = {.rules = step->rules};
    struct answer answer;

    judged.code = cell.len
                      ? answer_table_word(step->table, cell, &judged.was_label)
                      : code_of_kind(ANSWER_BLANK);
    if (judged.code != CODE_ASK)
        return judged;
    if (!answer_read(step->rules, cell, &answer))
        judged.code = answer.code;
    judged.was_label = answer.was_label;
    return judged;
}

/* The first 'n' of the eight bytes at 'at', as one number: copied into it one
   by one they would be waited for.  Behind a chunk there is room for the
   others. */
static uint64_t
first_bytes(const char *at, size_t n)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof bytes);
    return n ? le64toh(bytes) & UINT64_MAX >> (64 - 8 * n) : 0;
}

void
csv_cell_note_label(struct fast *fast, size_t i, const struct step *step)
{
    struct chunk *chunk = fast->chunk;

    *vec_add(chunk->arena, &chunk->labelled) =
        (struct labelled){i, step->n_labels};
}

/* The place of what a short cell was judged to be, or is to be: then a free
   one.  Words and decimals come again and again.  One lies in its place or in
   that beside it: two that come often would drive each other out. */
static struct judged_cell *
place_judged(struct csv_stretch *stretch, const struct step *step,
             uint64_t bytes)
{
    size_t place =
        (bytes + (uintptr_t)step->rules) * UINT64_C(0x9E3779B97F4A7C15)
        >> (64 - JUDGED_BITS);
    struct judged_cell *judged = &stretch->judged[place];
    struct judged_cell *beside = &stretch->judged[place ^ 1];

    if (judged->bytes == bytes && judged->rules == step->rules)
        return judged;
    if (beside->bytes == bytes && beside->rules == step->rules)
        return beside;
    *beside = *judged;
    *judged = (struct judged_cell){.bytes = bytes};
    return judged;
}

/* False when it does not end where it should. */
static __attribute__((noinline)) bool
judge(const struct fast *fast, const struct step *step, struct str text,
      struct judged_cell *judged)
{
    const char *end = text.bytes + text.len;
    uint64_t bytes = judged->bytes;
    struct fast_cell cell;

    if (!csv_cell_take(fast, text.bytes, end, *end, &cell))
        return false;
    *judged = read_code(step, csv_cell_said(fast, &cell));
    judged->bytes = bytes;
    return true;
}

bool
csv_cell_code(struct fast *fast, size_t i, const struct step *step,
              struct str text, uint8_t *code)
{
    struct csv_stretch *stretch = fast->chunk->own;
    const char *at = text.bytes;
    struct judged_cell *judged = &stretch->judged_once;

    if (text.len == 2 && str_is_digit(at[0]) && str_is_digit(at[1])) {
        *code = step->table->two[(at[0] - '0') * 10 + (at[1] - '0')];
        return *code != CODE_ASK;
    }
    if (text.len <= sizeof judged->bytes && at[text.len] == fast->delimiter)
        judged = place_judged(stretch, step, first_bytes(at, text.len));
    else
        judged->rules = NULL;
    if (!judged->rules && !judge(fast, step, text, judged))
        return false;
    if (judged->was_label)
        csv_cell_note_label(fast, i, step);
    *code = judged->code;
    return *code != CODE_ASK;
}
