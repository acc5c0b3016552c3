/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of reserved columns as typed columns of rows. */
#ifndef ATTUNE_RESPONSE_FACTS_H
#define ATTUNE_RESPONSE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"
#include "response/batch.h"
#include "response/bind.h"

/* The fact that a header names, without regard to the case of A-Z. */
bool fact_find(struct str header, enum fact *fact);

/* Whether a text, trimmed, can stand in its column; and whether it says of any
   fact that there is none. */
bool fact_takes(enum fact fact, struct str text);
bool fact_is_none(struct str text);

/* Whether two texts, trimmed, say the same of it: 10:00 is 10:00:00. */
bool fact_is_same(enum fact fact, struct str a, struct str b);

/* Room for BATCH_ROWS of every fact. */
void facts_init(struct rows *room, struct arena *arena);

/* Lets 'rows' have the columns of 'room' that a file has. */
void facts_show(struct rows *rows, const struct rows *room,
                const bool has_fact[N_FACTS]);

/* Puts a cell, which is text (utf8_is_text()), into its column.  False when it
   is no such fact: then there is none.  An empty cell is none, and so is
   'unknown' or another such word in a column of dates, times or numbers. */
bool facts_put(struct rows *rows, size_t row, enum fact fact, struct str cell,
               const struct response_options *options) MUST_USE;

/* What a cell of a text says: as facts_put() puts it. */
struct str facts_text(struct str cell, bool keep_raw);

void facts_put_none(struct rows *rows, size_t row, enum fact fact);

/* Adds what would help to mend a bad cell. */
void fact_hint(enum fact fact, struct str cell,
               const struct response_options *options, struct buf *hint);

#endif
