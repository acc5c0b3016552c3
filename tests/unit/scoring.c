/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scoring for tests; see scoring.h. */
#include "unit.h"
#include "scoring.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "instrument/read.h"
#include "response/answer.h"

const char scoring_five[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>"
    "<choice value='2'>c</choice><choice value='3'>d</choice>"
    "<choice value='4'>e</choice></choices>"
    "<section id='s' responses='r'>"
    "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
    "<item id='c'><text>c</text></item><item id='d'><text>d</text></item>"
    "<item id='e'><text>e</text></item></section>";

static void
print_problems(const struct diag *diag)
{
    for (size_t i = 0; i < diag_total(diag); i++) {
        const struct diagnostic *d = diag_get(diag, i);
        printf("# %s:%d:%d: %s: %s\n", d->place.file ? d->place.file : "",
               d->place.line, d->place.column, message_words(d->message),
               d->detail ? d->detail : "");
    }
}

/* Takes the arena, and with it the text that was read from. */
static struct scoring *
scoring_of(struct arena *arena, const char *path, struct str text)
{
    struct scoring *scoring = ARENA_NEW(arena, struct scoring);
    scoring->arena = arena;
    scoring->diag = diag_new();
    scoring->instrument = instrument_read(path, text, arena, scoring->diag);
    if (!scoring->instrument) {
        print_problems(scoring->diag);
        fail_msg("the instrument was refused");
    }
    scoring->plan = plan_compile(scoring->instrument, arena);
    scoring->kernel = kernel_new(scoring->plan, arena);
    scoring->batch = batch_new(scoring->instrument, arena);
    scoring->batch->rows = &scoring->rows;
    scoring->scores = scores_new(scoring->plan, true, arena);
    for (size_t i = 0; i < scoring->instrument->n_items; i++)
        scoring->batch->answers[i].is_absent = false;
    return scoring;
}

struct scoring *
scoring_open(const char *body)
{
    struct arena *arena = arena_new();
    char *text = arena_printf(
        arena,
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<instrument xmlns='urn:attune:instrument:1' id='t' edition='1' "
        "xml:lang='en' status='validated'><title>T</title><about>"
        "<author>attune</author><licence spdx='CC0-1.0'/>"
        "<citation>Made up.</citation></about>\n%s\n</instrument>\n",
        body);
    return scoring_of(arena, "t.xml", str_from(text));
}

struct scoring *
scoring_open_shelf(const char *name)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct str text;
    char *below = arena_printf(arena, "../../instruments/%s", name);
    char *path = arena_text(arena, str_from(unit_data(below)));
    if (!file_read_whole(path, 1 << 20, arena, &text, diag))
        fail_msg("cannot read '%s'", path);
    diag_free(diag);
    return scoring_of(arena, path, text);
}

struct scoring *
scoring_open_five(const char *scales)
{
    struct buf buf = {0};
    buf_add_text(&buf, scoring_five);
    buf_add_text(&buf, scales);
    struct scoring *scoring = scoring_open(buf_text(&buf));
    buf_clear(&buf);
    return scoring;
}

void
scoring_close(struct scoring *scoring)
{
    diag_free(scoring->diag);
    arena_free(scoring->arena);
}

size_t
scoring_row(struct scoring *scoring, const char *cells)
{
    struct batch *batch = scoring->batch;
    size_t row = batch->n_rows++;
    char *text = arena_text(scoring->arena, str_from(cells));
    struct str rest = str_from(text);
    struct str cell;
    scoring->rows.n_rows = batch->n_rows;
    batch->state[row] = ROW_TO_SCORE;
    for (size_t i = 0; i < scoring->instrument->n_items; i++) {
        if (!str_next_word(&rest, &cell))
            fail_msg("'%s' has too few cells", cells);
        if (str_is(cell, "."))
            cell.len = 0;
        for (size_t k = 0; k < cell.len; k++) {
            char *c = &text[cell.bytes - text] + k;
            *c = *c == '+' ? ' ' : *c;
        }
        /* What is no answer has become a bad value: as meant. */
        (void)answer_put(batch, row, i, cell);
    }
    return row;
}

void
scoring_run(struct scoring *scoring)
{
    kernel_run(scoring->kernel, scoring->batch, scoring->scores);
}

struct score
scoring_get(const struct scoring *scoring, const char *scale, size_t row)
{
    const struct scale *found = instrument_scale(scoring->instrument, scale);
    if (!found)
        fail_msg("no scale '%s'", scale);
    return scores_get(scoring->scores,
                      (size_t)(found - scoring->instrument->scales), row);
}

struct score
scoring_one(struct scoring *scoring, const char *cells, const char *scale)
{
    scoring->batch->n_rows = 0;
    scoring_row(scoring, cells);
    scoring_run(scoring);
    return scoring_get(scoring, scale, 0);
}

const struct item *
instrument_item(const struct instrument *instrument, const char *id)
{
    enum id_kind kind;
    size_t idx;
    if (!instrument_find(instrument, str_from(id), &kind, &idx))
        return NULL;
    return kind == ID_ITEM ? &instrument->items[idx] : NULL;
}

const struct scale *
instrument_scale(const struct instrument *instrument, const char *id)
{
    enum id_kind kind;
    size_t idx;
    if (!instrument_find(instrument, str_from(id), &kind, &idx))
        return NULL;
    return kind == ID_SCALE ? &instrument->scales[idx] : NULL;
}
