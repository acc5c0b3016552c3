/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judges what is to be corrected in a row; see correction.h. */
#include "cli/correction.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"
#include "instrument/fingerprint.h"
#include "response/answer.h"
#include "response/csv.h"
#include "response/recoding.h"

static const enum fact facts[] = {FACT_CLIENT, FACT_SESSION, FACT_DATE,
                                  FACT_COUPLE};

const char *
corrected_file_name(const struct corrected_file *file)
{
    return file->unlocked ? "the casebook" : file->path;
}

/* ---- the row as it stands ---- */

static struct str
fact_cell(const struct correction *correction, enum fact fact)
{
    const struct binding *binding = correction->file->binding;

    for (size_t i = 0; i < binding->n_columns; i++)
        if (binding->columns[i].role == COLUMN_FACT
            && binding->columns[i].fact == fact)
            return str_trim(csv_unguarded(correction->cells[i]));
    return STR("");
}

static struct answer_rules
rules_of(const struct correction *correction, size_t item_idx)
{
    const struct instrument *instrument = correction->instrument;
    struct answer_rules rules =
        answer_rules_of(instrument, instrument->items[item_idx].response);

    rules.settings = correction->file->settings;
    return rules;
}

/* What was said of an item, by its cell; what is no answer says nothing. */
static void
say(struct correction *correction, size_t item_idx, struct str cell)
{
    struct answer_rules rules = rules_of(correction, item_idx);
    struct answer answer;
    enum answer_kind kind = answer_read(&rules, cell, &answer) == ANSWER_FINE
                                ? kind_of_code(answer.code)
                                : ANSWER_BLANK;

    said_set(&correction->sheet->said[item_idx], kind,
             kind == ANSWERED ? cell : STR(""));
}

static void
take_items(struct correction *correction)
{
    const struct binding *binding = correction->file->binding;

    for (size_t i = 0; i < correction->instrument->n_items; i++)
        correction->column_of[i] = SIZE_MAX;
    for (size_t i = 0; i < binding->n_columns; i++)
        for (size_t k = 0; k < binding->columns[i].n_items; k++) {
            const struct bound_item *item = &binding->columns[i].items[k];
            if (binding->columns[i].role != COLUMN_ITEM
                || item->instrument_idx != correction->instrument_idx)
                continue;
            correction->column_of[item->item_idx] = i;
            say(correction, item->item_idx, str_trim(correction->cells[i]));
        }
    asked_judge(correction->instrument, correction->sheet->said, ALONE_YES,
                correction->asking_before);
}

/* The form that was filled in is the one that judges. */
static bool
check_edition(const struct correction *correction, bool any_edition)
{
    const struct instrument *instrument = correction->instrument;
    struct str edition = fact_cell(correction, FACT_EDITION);
    struct fingerprint now = fingerprint_of(instrument);
    struct place place = {
        .file = correction->file->path,
        .line = csv_edit_line(&correction->file->edit, correction->row)};
    int32_t number;
    enum message message;

    if (any_edition)
        return true;
    if (edition.len
        && (!whole_read(edition, &number) || number != instrument->edition))
        message = MSG_DATA_OTHER_EDITION;
    else if (fingerprint_match(&now, fact_cell(correction, FACT_DIGEST))
             == FINGERPRINT_OTHER_CODING)
        message = MSG_DATA_OTHER_CODING;
    else
        return true;
    diag_add(correction->context->diag, message, place, "'%s'", instrument->id);
    return diag_hint(correction->context->diag,
                     "-i names the file of the definition that was answered; "
                     "--any-edition takes the one that is there");
}

struct correction *
correction_new(struct context *context, struct corrected_file *file,
               const struct instrument *instrument, size_t instrument_idx,
               size_t row, bool any_edition)
{
    struct arena *arena = context->arena;
    struct correction *correction = ARENA_NEW(arena, struct correction);
    size_t n_items = instrument->n_items;

    *correction = (struct correction){
        .context = context,
        .file = file,
        .instrument = instrument,
        .instrument_idx = instrument_idx,
        .row = row,
        .cells = csv_edit_row(&file->edit, row, arena),
        .wanted = ARENA_ARRAY(arena, file->binding->n_columns, struct str),
        .column_of = ARENA_ARRAY(arena, n_items, size_t),
        .is_named = ARENA_ARRAY(arena, n_items, bool),
        .sheet = answer_sheet_new(instrument, arena),
        .asking_before = ARENA_ARRAY(arena, n_items, enum asking),
        .asking = ARENA_ARRAY(arena, n_items, enum asking),
    };
    correction->name = row_name_of(file->binding, correction->cells);
    take_items(correction);
    if (check_edition(correction, any_edition))
        return correction;
    correction_clear(correction);
    return NULL;
}

void
correction_clear(struct correction *correction)
{
    if (correction)
        answer_sheet_clear(correction->sheet);
}

/* ---- what people name ---- */

size_t
correction_find_item(const struct instrument *instrument, struct str name)
{
    struct item_name parts = item_name_of(name);

    for (size_t i = 0; i < instrument->n_items; i++)
        if (item_name_fits(&parts, instrument)
            && str_equal_nocase(parts.id, str_from(instrument->items[i].id)))
            return i;
    return SIZE_MAX;
}

enum corrected
correction_find(const struct correction *correction, struct str name,
                size_t *idx)
{
    for (*idx = 0; *idx < N_ELEMENTS(facts); ++*idx)
        if (str_equal_nocase(name, str_from(fact_names[facts[*idx]])))
            return CORRECTED_FACT;
    *idx = correction_find_item(correction->instrument, name);
    return *idx == SIZE_MAX ? CORRECTED_NONE : CORRECTED_ITEM;
}

struct str
correction_old(const struct correction *correction, size_t item_idx)
{
    size_t column = correction->column_of[item_idx];

    return column == SIZE_MAX ? STR("") : str_trim(correction->cells[column]);
}

static bool refuse_line(struct diag *diag, struct place place, const char *hint,
                        const char *fmt, ...) PRINTF_LIKE(4, 5);

static bool
refuse_line(struct diag *diag, struct place place, const char *hint,
            const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    diag_vadd(diag, MSG_CORRECTION_LINE, place, fmt, args);
    va_end(args);
    return hint && diag_hint(diag, "%s", hint);
}

static bool
refuse_name(const struct correction *correction, struct str name,
            struct place place, struct diag *diag)
{
    const struct instrument *instrument = correction->instrument;
    const char **names = ARENA_ARRAY(correction->context->arena,
                                     instrument->n_items, const char *);

    for (size_t i = 0; i < instrument->n_items; i++)
        names[i] = instrument->items[i].id;
    refuse_line(diag, place, NULL,
                "'%.*s' is no item of '%s', nor client, session, date or "
                "couple",
                STR_ARGS(name), instrument->id);
    if (!diag_hint_nearest(diag, name, names, instrument->n_items))
        diag_hint(diag, "'attune show %s' tells its items", instrument->id);
    return false;
}

/* ---- answers ---- */

/* As a cell: with the apostrophe that keeps a spreadsheet from running it. */
static struct str
guarded(const struct correction *correction, struct str text)
{
    struct arena *arena = correction->context->arena;

    return csv_with_guard(arena_str(arena, text), arena);
}

/* The value of the choice that has such a label; one has. */
static struct str
by_label(const struct correction *correction, const struct response *response,
         const struct choice_labels *labels, struct str label)
{
    size_t position = 0;

    (void)!choice_labels_find(labels, label, &position);
    return str_from(num_text(decimal_value(response->choices[position].value),
                             correction->context->arena));
}

static bool
refuse_answer(const struct answer_rules *rules, enum answer_fault fault,
              const char *id, struct str value, struct place place,
              struct diag *diag)
{
    struct buf hint SCOPED(buf_clear) = {0};

    diag_add(diag, answer_fault_message(fault), place, "'%s'", id);
    answer_fault_hint(rules, fault, value, &hint);
    diag_secret(diag, value);
    return diag_hint(diag, "%s", buf_text(&hint));
}

static bool
set_item(struct correction *correction, size_t idx, struct str value,
         struct place place, struct diag *diag)
{
    const struct item *item = &correction->instrument->items[idx];
    size_t column = correction->column_of[idx];
    struct answer_rules rules = rules_of(correction, idx);
    struct answer answer;

    if (column == SIZE_MAX)
        return refuse_line(diag, place, NULL, "the file has no column for '%s'",
                           item->id);
    if (!value.len)
        return refuse_line(diag, place,
                           "an answer, or why there is none: skipped, "
                           "declined, unknown, not-applicable, not-asked, "
                           "unclear",
                           "'%s' is to become what?", item->id);
    if (correction->with_labels)
        rules.labels =
            choice_labels_new(correction->instrument, NULL, item->response,
                              correction->context->arena);
    enum answer_fault fault = answer_read(&rules, value, &answer);
    if (fault == ANSWER_OF_SEVERAL)
        return refuse_line(diag, place, "give its number",
                           "several choices of '%s' are called so", item->id);
    if (fault != ANSWER_FINE)
        return refuse_answer(&rules, fault, item->id, value, place, diag);
    if (answer.was_label)
        value = by_label(correction, item->response, rules.labels, value);
    enum answer_kind kind = kind_of_code(answer.code);
    if (kind != ANSWERED && answer_kind_names[kind])
        value = str_from(answer_kind_names[kind]);
    correction->wanted[column] =
        item->response->kind == RESPONSE_FREE
            ? guarded(correction, value)
            : str_from(arena_text(correction->context->arena, value));
    correction->is_named[idx] = true;
    say(correction, idx, correction->wanted[column]);
    return true;
}

/* ---- facts ---- */

static bool
check_fact(const struct corrected_file *file, enum fact fact, struct str value,
           struct place place, struct diag *diag)
{
    struct buf hint SCOPED(buf_clear) = {0};
    int32_t days, seconds;

    if (fact == FACT_DATE
        && !source_settings_date(file->settings, value, &days, &seconds)) {
        diag_add(diag, MSG_DATA_BAD_FACT, place, "'%s'", fact_names[fact]);
        if (file->unlocked) /* of which nobody says how days are written */
            buf_add_text(&hint, "a date is written as 2026-03-31");
        else
            source_settings_date_hint(file->settings, value, &hint);
        return diag_hint(diag, "%s", buf_text(&hint));
    }
    return fact != FACT_CLIENT || value.len
           || refuse_line(diag, place, NULL, "a row is somebody's: whose?");
}

/* Where it is kept what a fact is to be; NULL: the file has no column for it.
 */
static struct str *
fact_to_be(struct correction *correction, enum fact fact)
{
    const struct binding *binding = correction->file->binding;

    for (size_t i = 0; i < binding->n_columns; i++)
        if (binding->columns[i].role == COLUMN_FACT
            && binding->columns[i].fact == fact)
            return &correction->wanted[i];
    return fact == FACT_COUPLE ? &correction->couple : NULL;
}

/* Likewise of an item or fact. */
static struct str *
cell_to_be(struct correction *correction, enum corrected kind, size_t idx)
{
    if (kind == CORRECTED_FACT)
        return fact_to_be(correction, facts[idx]);
    size_t column =
        kind == CORRECTED_ITEM ? correction->column_of[idx] : SIZE_MAX;
    return column == SIZE_MAX ? NULL : &correction->wanted[column];
}

static bool
set_fact(struct correction *correction, enum fact fact, struct str value,
         struct place place, struct diag *diag)
{
    if (!check_fact(correction->file, fact, value, place, diag))
        return false;
    struct str *cell = fact_to_be(correction, fact);
    if (!cell)
        return refuse_line(diag, place, NULL, "the file has no column for '%s'",
                           fact_names[fact]);
    *cell = guarded(correction, value);
    return true;
}

/* What lines say twice of one cell, they must say alike: which of the two is
   meant, nobody knows. */
static bool
check_twice(struct correction *correction, enum corrected kind, size_t idx,
            struct str before, struct place place, struct diag *diag)
{
    const struct str *now = cell_to_be(correction, kind, idx);

    if (!place.file || !before.bytes || str_equal(before, *now))
        return true;
    return refuse_line(diag, place, "which is right?  Leave the other line out",
                       "'%s' is given two values",
                       kind == CORRECTED_ITEM
                           ? correction->instrument->items[idx].id
                           : fact_names[facts[idx]]);
}

bool
correction_set(struct correction *correction, struct str name, struct str value,
               struct place place, struct diag *diag)
{
    size_t idx;

    name = str_trim(name);
    value = str_trim(value);
    if (!utf8_is_text(value))
        return refuse_line(diag, place, not_utf8_hint, "no text");
    enum corrected kind = correction_find(correction, name, &idx);
    if (kind == CORRECTED_NONE)
        return refuse_name(correction, name, place, diag);
    const struct str *cell = cell_to_be(correction, kind, idx);
    struct str before = cell ? *cell : (struct str){0};
    bool is_set = kind == CORRECTED_ITEM
                      ? set_item(correction, idx, value, place, diag)
                      : set_fact(correction, facts[idx], value, place, diag);
    return is_set && check_twice(correction, kind, idx, before, place, diag);
}

/* The first other row that has the name; 0: none. */
static size_t
find_twin(const struct correction *correction, const struct row_name *name)
{
    const struct source_settings *settings = correction->file->settings;
    const struct csv_edit *edit = &correction->file->edit;
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct row_name wanted =
        row_name_dated(*name, settings, correction->context->arena);

    for (size_t row = 1; row <= csv_edit_n_rows(edit); row++) {
        arena_rewind(scratch);
        const struct str *cells =
            row == correction->row ? NULL : csv_edit_row(edit, row, scratch);
        if (!cells)
            continue;
        struct row_name other = row_name_dated(
            row_name_of(correction->file->binding, cells), settings, scratch);
        other.facts[FACT_TIME] = wanted.facts[FACT_TIME];
        if (row_name_is(&other, &wanted))
            return row;
    }
    return 0;
}

bool
correction_remove(struct correction *correction, struct place place,
                  struct diag *diag)
{
    if (!find_twin(correction, &correction->name))
        return refuse_line(diag, place, "only a row that is doubled is removed",
                           "no other row is of this client, session, date and "
                           "questionnaire");
    correction->removes_row = true;
    return true;
}

/* ---- what follows ---- */

/* Whether the person must say something: a gate has opened. */
static bool
is_open(const struct correction *correction, size_t idx)
{
    enum answer_kind kind = correction->sheet->said[idx].kind;

    return correction->asking[idx] == ASKING_YES
           && correction->asking_before[idx] != ASKING_YES
           && !correction->is_named[idx]
           && correction->column_of[idx] != SIZE_MAX
           && (kind == ANSWER_BLANK || kind == ANSWER_NOT_APPLICABLE
               || kind == ANSWER_NOT_ASKED);
}

static void
judge(const struct correction *correction)
{
    asked_judge(correction->instrument, correction->sheet->said, ALONE_YES,
                correction->asking);
}

size_t
correction_open_item(const struct correction *correction)
{
    judge(correction);
    for (size_t i = 0; i < correction->instrument->n_items; i++)
        if (is_open(correction, i))
            return i;
    return SIZE_MAX;
}

static bool
refuse_gate(const struct correction *correction, size_t idx, const char *hint,
            const char *what, struct diag *diag)
{
    diag_add(diag, MSG_CORRECTION_GATE, (struct place){0}, "'%s' %s",
             correction->instrument->items[idx].id, what);
    return diag_hint(diag, "%s", hint);
}

/* One that is not asked any more says so, as the form would. */
static bool
follow_item(struct correction *correction, size_t idx, struct diag *diag)
{
    enum asking now = correction->asking[idx];
    const struct said *said = &correction->sheet->said[idx];
    enum answer_kind kind =
        now == ASKING_NOT_APPLICABLE ? ANSWER_NOT_APPLICABLE : ANSWER_NOT_ASKED;
    size_t column = correction->column_of[idx];

    if (is_open(correction, idx))
        return refuse_gate(correction, idx,
                           "give its answer, too, or why there is none, such "
                           "as ITEM=skipped",
                           "is asked now", diag);
    if (now == ASKING_YES || column == SIZE_MAX)
        return true;
    if (correction->is_named[idx])
        return said->kind != ANSWERED
               || refuse_gate(correction, idx,
                              "correct the answer that it depends on, too",
                              "is not asked of who answered so", diag);
    if (now == correction->asking_before[idx] || said->kind == kind)
        return true;
    correction->wanted[column] = str_from(answer_kind_names[kind]);
    return true;
}

/* A cell that is to become what it is, is none. */
static bool
is_changed(const struct correction *correction, size_t column)
{
    return correction->wanted[column].bytes
           && !str_equal(correction->wanted[column], correction->cells[column]);
}

static bool
is_any_changed(const struct correction *correction)
{
    bool is_any = correction->couple.len;

    for (size_t i = 0; i < correction->file->binding->n_columns; i++)
        is_any |= is_changed(correction, i);
    return is_any;
}

static struct row_name
name_to_be(const struct correction *correction)
{
    const struct binding *binding = correction->file->binding;
    struct str *cells =
        ARENA_ARRAY(correction->context->arena, binding->n_columns, struct str);

    for (size_t i = 0; i < binding->n_columns; i++)
        cells[i] = correction->wanted[i].bytes ? correction->wanted[i]
                                               : correction->cells[i];
    return row_name_of(binding, cells);
}

/* What would be drawn and compared twice is made knowingly. */
static void
warn_of_twin(const struct correction *correction, struct diag *diag)
{
    struct row_name name = name_to_be(correction);
    size_t twin = row_name_is(&name, &correction->name)
                      ? 0
                      : find_twin(correction, &name);

    if (twin)
        diag_add(diag, MSG_SESSION_TWICE,
                 (struct place){
                     .file = correction->file->path,
                     .line = csv_edit_line(&correction->file->edit, twin)},
                 "the corrected row and this one");
}

bool
correction_follow(struct correction *correction, struct diag *diag)
{
    bool ok = true;

    if (correction->removes_row)
        return !is_any_changed(correction)
               || refuse_line(diag, (struct place){0}, NULL,
                              "a row that is removed is not changed, too");
    judge(correction);
    for (size_t i = 0; i < correction->instrument->n_items; i++)
        ok &= follow_item(correction, i, diag);
    if (!is_any_changed(correction))
        return refuse_line(diag, (struct place){0}, NULL,
                           "nothing is to be other than it is");
    if (ok)
        warn_of_twin(correction, diag);
    return ok;
}

struct amendment *
correction_amendments(const struct correction *correction, size_t *n)
{
    const struct csv_edit *edit = &correction->file->edit;
    size_t n_columns = correction->file->binding->n_columns;
    struct amendment_list list = {0};
    struct arena *arena = correction->context->arena;
    struct amendment change = {.row = correction->row,
                               .name = correction->name};

    if (correction->removes_row) {
        *vec_add(arena, &list) = change;
        list.items[0].old = csv_edit_raw(edit, correction->row);
    }
    for (size_t i = 0; !correction->removes_row && i < n_columns; i++) {
        if (!is_changed(correction, i))
            continue;
        change.column = edit->names[i];
        change.old = correction->cells[i];
        change.new = correction->wanted[i];
        *vec_add(arena, &list) = change;
    }
    if (!correction->removes_row && correction->couple.len) {
        change.column = str_from(fact_names[FACT_COUPLE]);
        change.old = STR("");
        change.new = correction->couple;
        *vec_add(arena, &list) = change;
    }
    for (size_t i = 0; i < list.n; i++)
        list.items[i].reason = str_from(correction->reason);
    *n = list.n;
    return list.items;
}
