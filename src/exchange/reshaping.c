/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of the file under columns of the header that is bound; see
   reshaping.h. */
#include "exchange/joined.h"

#include <string.h>
#include "base/map.h"
#include "response/csv.h"
#include "response/facts.h"

struct reshaper {
    struct reshaping *reshaping;
    const struct header *header;
    const struct response_options *options;
    const struct recoding *recoding;
    struct arena *arena;
    struct diag *diag;
    struct map *owners; /* -> bound column */
    struct map *cells;  /* owner, time and box -> column of the file */
    struct map *times;  /* their words -> position */
    struct VEC(struct header_cell) bound;
    bool ok;
};

/* ---- the header ---- */

static bool
is_reshaped(const struct recoded *recoded)
{
    return recoded->column && (recoded->has_time || recoded->is_boxes);
}

/* A column more that is bound: which it is. */
static size_t
add_column(struct reshaper *reshaper, const struct header_cell *cell)
{
    struct reshaping *reshaping = reshaper->reshaping;

    *vec_add(reshaper->arena, &reshaper->bound) = *cell;
    (void)vec_add(reshaper->arena, &reshaping->columns);
    return reshaping->columns.n - 1;
}

static void
add_part(struct reshaper *reshaper, size_t bound, struct part part)
{
    struct reshaping *reshaping = reshaper->reshaping;

    reshaping->bound[part.column] = bound;
    *vec_add(reshaper->arena, &reshaping->columns.items[bound].parts) = part;
}

static size_t
time_of(struct reshaper *reshaper, struct str word)
{
    struct reshaping *reshaping = reshaper->reshaping;
    size_t time = map_take(reshaper->times, word, reshaping->times.n);

    if (time == reshaping->times.n)
        *vec_add(reshaper->arena, &reshaping->times) = word;
    return time;
}

static void
add_of_column(struct reshaper *reshaper, enum message message, size_t column)
{
    diag_add(reshaper->diag, message, header_place(reshaper->header, column),
             "'%.*s'", STR_ARGS(reshaper->header->cells[column].name));
}

static void
add_problem(struct reshaper *reshaper, enum message message, size_t column)
{
    reshaper->ok = false;
    add_of_column(reshaper, message, column);
}

static void
add_doubled(struct reshaper *reshaper, size_t column, size_t before)
{
    add_problem(reshaper, MSG_DATA_ITEM_DOUBLED, column);
    diag_hint(reshaper->diag, "the column '%.*s' says the same",
              STR_ARGS(reshaper->header->cells[before].name));
}

static const char *
name_of(const struct reshaper *reshaper, const struct recoded *recoded)
{
    return recoded->is_fact
               ? fact_names[recoded->idx]
               : reshaper->options->instruments[recoded->instrument_idx]
                     ->items[recoded->idx]
                     .id;
}

/* Whose column it is; NULL: nobody's.  It is of several questionnaires at one
   time, else of one: which of two, nobody knows. */
static const struct recoded *
find_owner(struct reshaper *reshaper, size_t column, struct header_parts *parts)
{
    struct str name = reshaper->header->cells[column].name;
    const struct recoded *owner = NULL;
    struct header_parts at;

    for (size_t i = 0; i < reshaper->recoding->n; i++) {
        const struct recoded *other = &reshaper->recoding->all[i];
        if (!is_reshaped(other) || !recoded_stands_in(other, name, &at))
            continue;
        if (!owner) {
            owner = other;
            *parts = at;
        } else if (other->is_fact
                   || other->instrument_idx == owner->instrument_idx
                   || !str_equal(at.time, parts->time)
                   || !answer_is_same(at.box, parts->box)) {
            add_problem(reshaper, MSG_MAP_CONTRADICTS, column);
            diag_hint(reshaper->diag, "it may be of '%s' and of '%s'",
                      name_of(reshaper, owner), name_of(reshaper, other));
        }
    }
    return owner;
}

/* What a map says of a column that is a box, or is none. */
static void
hint_box(struct reshaper *reshaper, size_t column, const struct recoded *owner,
         const char *before)
{
    struct buf header SCOPED(buf_clear) = {0};

    csv_add_cell(&header, reshaper->header->cells[column].name, ',');
    diag_hint(reshaper->diag,
              "%sa line '%s,%s,,CHOICE' of a map says which it is, '-,%s' "
              "leaves it out",
              before, name_of(reshaper, owner), buf_text(&header),
              buf_text(&header));
}

static void
add_no_box(struct reshaper *reshaper, size_t column,
           const struct recoded *owner, const char *box)
{
    add_problem(reshaper, MSG_DATA_NO_BOX, column);
    hint_box(reshaper, column, owner,
             arena_printf(reshaper->arena, "'%s' is no choice of '%s': ", box,
                          name_of(reshaper, owner)));
}

/* The choice that a box stands for, as answers name it, or why there is none.
 */
static struct str
choice_of(struct reshaper *reshaper, size_t column, const struct recoded *owner,
          struct str box)
{
    struct answer_rules rules = recoded_rules(owner, reshaper->options);
    const char *text = arena_text(reshaper->arena, box);
    struct decimal number;
    struct answer answer;

    if (text[0] == '_')
        text = arena_printf(reshaper->arena, "-%s", text + 1);
    if (decimal_read(str_from(text), &number))
        text = num_text(decimal_value(number), reshaper->arena);
    if (answer_read(&rules, str_from(text), &answer) != ANSWER_FINE)
        add_no_box(reshaper, column, owner, text);
    return str_from(text);
}

/* Whether something says what the column is, so that it is no box. */
static bool
is_known(const struct reshaper *reshaper, size_t column)
{
    struct str header = reshaper->header->cells[column].name;
    const struct response_options *options = reshaper->options;
    struct item_name name = item_name_of(header);
    struct header_parts parts;
    enum fact fact;
    size_t item;

    if (fact_find(header, &fact) || response_options_keep(options, header))
        return true;
    for (size_t i = 0; i < reshaper->recoding->n; i++)
        if (recoded_stands_in(&reshaper->recoding->all[i], header, &parts))
            return true;
    for (size_t i = 0; i < options->n_instruments; i++)
        if (item_name_fits(&name, options->instruments[i])
            && instrument_find_of(options->instruments[i], ID_ITEM, name.id,
                                  &item))
            return true;
    return false;
}

/* A box whose code is letters would be passed on unread, and what was ticked
   be missing from the answer; where 'owner' is not NULL, a box of another
   questionnaire that was told to be the choice of its own. */
static void
check_stray(struct reshaper *reshaper, size_t column,
            const struct recoded *owner)
{
    const struct header_cell *cell = &reshaper->header->cells[column];
    struct header_parts parts;
    struct str box;
    bool is_sure;

    for (size_t i = 0; i < reshaper->recoding->n; i++) {
        const struct recoded *other = &reshaper->recoding->all[i];
        if ((owner
             && (!owner->is_boxes
                 || other->instrument_idx == owner->instrument_idx))
            || !recoded_may_be_box(other, cell->name, &box, &is_sure)
            || (owner ? recoded_stands_in(other, cell->name, &parts)
                      : is_known(reshaper, column)))
            continue;
        if (is_sure)
            add_no_box(reshaper, column, other,
                       arena_text(reshaper->arena, box));
        else {
            add_of_column(reshaper, MSG_DATA_BESIDE_BOXES, column);
            hint_box(reshaper, column, other, "it is passed on; ");
        }
        return;
    }
}

static bool
has_box(const struct joined *joined, struct str choice)
{
    for (size_t i = 0; i < joined->parts.n; i++)
        if (answer_is_same(joined->parts.items[i].box, choice))
            return true;
    return false;
}

/* A choice without a box is never ticked, which a form may mean, or may not. */
static void
warn_boxless(struct reshaper *reshaper, const struct joined *joined)
{
    const struct recoded *owner = joined->boxes;
    const struct response *response =
        reshaper->options->instruments[owner->instrument_idx]
            ->items[owner->idx]
            .response;
    struct buf said SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < response->n_choices; i++) {
        struct buf value SCOPED(buf_clear) = {0};
        num_add(&value, decimal_value(response->choices[i].value));
        if (!has_box(joined, buf_str(&value)))
            buf_addf(&said, "%s%s", said.len ? ", " : "", buf_text(&value));
    }
    if (!said.len)
        return;
    diag_add(reshaper->diag, MSG_DATA_BOX_ABSENT, reshaper->header->place,
             "%s of '%s'", buf_text(&said), name_of(reshaper, owner));
    diag_hint(reshaper->diag, "it counts as not ticked");
}

/* Boxes that a map tells one by one are there. */
static void
check_boxes(struct reshaper *reshaper, const struct recoded *recoded)
{
    const struct header *header = reshaper->header;

    for (size_t i = 0; i < recoded->n_boxes; i++) {
        const struct data_rule *box = recoded->boxes[i];
        bool is_there = false;
        for (size_t k = 0; !is_there && k < header->n_cells; k++)
            is_there = recoded_box_fits(recoded, box, header->cells[k].name);
        if (is_there)
            continue;
        reshaper->ok = false;
        diag_add(reshaper->diag, MSG_DATA_COLUMN_HEADER, box->place,
                 "'%.*s' in %s", STR_ARGS(box->header), header->place.file);
    }
}

/* The time's word has its column where the first one of a time point stands. */
static void
add_time(struct reshaper *reshaper)
{
    struct reshaping *reshaping = reshaper->reshaping;

    if (reshaping->time_column == SIZE_MAX)
        reshaping->time_column =
            add_column(reshaper, &(struct header_cell){
                                     .name = STR("@"),
                                     .line = reshaper->header->place.line,
                                     .column = 1,
                                 });
}

/* Puts a column of the file under the bound one that it is a part of. */
static void
join_column(struct reshaper *reshaper, size_t column,
            const struct recoded *owner, const struct header_parts *parts)
{
    struct arena *arena = reshaper->arena;
    const char *key = arena_printf(arena, "%d %zu %zu", (int)owner->is_fact,
                                   owner->instrument_idx, owner->idx);
    if (owner->has_time)
        add_time(reshaper);
    size_t bound = map_take(reshaper->owners, str_from(key), reshaper->bound.n);
    struct part part = {.column = column, .time = SIZE_MAX};

    if (bound == reshaper->bound.n) {
        add_column(reshaper, &reshaper->header->cells[column]);
        if (owner->is_boxes)
            reshaper->reshaping->columns.items[bound].boxes = owner;
    }
    if (owner->is_boxes)
        part.box = choice_of(reshaper, column, owner, parts->box);
    if (owner->has_time)
        part.time = time_of(reshaper, parts->time);
    const char *cell =
        arena_printf(arena, "%s %zu %.*s", key, part.time, STR_ARGS(part.box));
    size_t first = map_take(reshaper->cells, str_from(cell), column);
    if (first != column)
        add_doubled(reshaper, column, first);
    add_part(reshaper, bound, part);
}

static void
take_column(struct reshaper *reshaper, size_t column)
{
    const struct header_cell *cell = &reshaper->header->cells[column];
    struct header_parts parts;
    const struct recoded *owner = NULL;

    if (!response_options_drop(reshaper->options, cell->name)) {
        owner = find_owner(reshaper, column, &parts);
        check_stray(reshaper, column, owner);
    }
    if (owner)
        join_column(reshaper, column, owner, &parts);
    else
        add_part(reshaper, add_column(reshaper, cell),
                 (struct part){.column = column, .time = SIZE_MAX});
}

/* Where the parts of a time point are in reshaping->starts. */
static size_t
start_of(size_t time)
{
    return time == SIZE_MAX ? 0 : time + 1;
}

static void
sort_parts(struct reshaping *reshaping, struct arena *arena)
{
    size_t n_starts = reshaping->times.n + 2;
    size_t *starts = ARENA_ARRAY(arena, n_starts, size_t);
    size_t *behind = ARENA_ARRAY(arena, n_starts, size_t);
    struct reshaped_part *parts =
        ARENA_ARRAY(arena, reshaping->header->n_cells, struct reshaped_part);

    for (size_t i = 0; i < reshaping->columns.n; i++)
        for (size_t k = 0; k < reshaping->columns.items[i].parts.n; k++)
            starts[start_of(reshaping->columns.items[i].parts.items[k].time)
                   + 1]++;
    for (size_t i = 1; i < n_starts; i++)
        behind[i] = starts[i] += starts[i - 1];
    for (size_t i = 0; i < reshaping->columns.n; i++)
        for (size_t k = 0; k < reshaping->columns.items[i].parts.n; k++) {
            const struct part *part =
                &reshaping->columns.items[i].parts.items[k];
            parts[behind[start_of(part->time)]++] =
                (struct reshaped_part){part->column, i};
        }
    reshaping->parts = parts;
    reshaping->starts = starts;
}

/* Whether some rule asks for it. */
static bool
is_asked_for(const struct recoding *recoding)
{
    bool is_asked = false;

    for (size_t i = 0; i < recoding->n; i++)
        is_asked |= is_reshaped(&recoding->all[i]);
    return is_asked;
}

const struct reshaping *
reshaping_new(const struct header *header,
              const struct response_options *options,
              const struct recoding *recoding, struct arena *arena,
              struct header *bound, bool *failed, struct diag *diag)
{
    struct reshaper reshaper = {
        .header = header,
        .options = options,
        .recoding = recoding,
        .arena = arena,
        .diag = diag,
        .ok = true,
    };

    *bound = *header;
    *failed = false;
    if (!is_asked_for(recoding))
        return NULL;
    reshaper.reshaping = ARENA_NEW(arena, struct reshaping);
    reshaper.reshaping->header = header;
    reshaper.reshaping->bound = ARENA_ARRAY(arena, header->n_cells, size_t);
    reshaper.owners = map_new(arena, false);
    reshaper.cells = map_new(arena, false);
    reshaper.times = map_new(arena, true);
    reshaper.reshaping->time_column = SIZE_MAX;
    for (size_t i = 0; i < header->n_cells; i++)
        take_column(&reshaper, i);
    for (size_t i = 0; i < recoding->n; i++)
        check_boxes(&reshaper, &recoding->all[i]);
    for (size_t i = 0; reshaper.ok && i < reshaper.bound.n; i++)
        if (reshaper.reshaping->columns.items[i].boxes)
            warn_boxless(&reshaper, &reshaper.reshaping->columns.items[i]);
    bound->cells = reshaper.bound.items;
    bound->n_cells = reshaper.bound.n;
    sort_parts(reshaper.reshaping, arena);
    *failed = !reshaper.ok;
    return reshaper.reshaping;
}

/* ---- rows ---- */

size_t
reshaping_n_times(const struct reshaping *reshaping)
{
    return reshaping->times.n ? reshaping->times.n : 1;
}

size_t
reshaping_origin(const struct reshaping *reshaping, size_t column)
{
    const struct joined *joined = &reshaping->columns.items[column];

    return joined->parts.n == 1 && joined->parts.items[0].time == SIZE_MAX
               ? joined->parts.items[0].column
               : SIZE_MAX;
}

size_t
reshaping_bound(const struct reshaping *reshaping, size_t column)
{
    return reshaping->bound[column];
}

const struct reshaped_part *
reshaping_parts(const struct reshaping *reshaping, size_t time, size_t *n)
{
    const size_t *start = &reshaping->starts[start_of(time)];

    *n = start[1] - start[0];
    return reshaping->parts + start[0];
}

size_t
reshaping_word(const struct reshaping *reshaping, size_t time, struct str *word)
{
    if (reshaping->times.n)
        *word = reshaping->times.items[time];
    return reshaping->time_column;
}

bool
reshaping_only_moves(const struct reshaping *reshaping)
{
    bool has_boxes = false;

    for (size_t i = 0; i < reshaping->columns.n; i++)
        has_boxes |= reshaping->columns.items[i].boxes != NULL;
    return reshaping->times.n && !has_boxes;
}

/* Of SIZE_MAX, where no time tells one column from another, answers alone: in
   others stands whose row it is. */
static bool
has_at(const struct reshaping *reshaping, const struct binding *binding,
       const struct str *texts, size_t time)
{
    size_t n;
    const struct reshaped_part *parts = reshaping_parts(reshaping, time, &n);

    for (size_t i = 0; i < n; i++)
        if ((time != SIZE_MAX
             || binding->columns[parts[i].bound].role == COLUMN_ITEM)
            && str_trim(texts[parts[i].column]).len)
            return true;
    return false;
}

bool
reshaping_has(const struct reshaping *reshaping, const struct binding *binding,
              const struct str *texts, size_t time)
{
    if (!reshaping->times.n || has_at(reshaping, binding, texts, time))
        return true;
    if (time || !has_at(reshaping, binding, texts, SIZE_MAX))
        return false;
    for (size_t other = 1; other < reshaping->times.n; other++)
        if (has_at(reshaping, binding, texts, other))
            return false;
    return true;
}
