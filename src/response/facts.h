/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of reserved columns as typed columns of rows. */
#ifndef ATTUNE_RESPONSE_FACTS_H
#define ATTUNE_RESPONSE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
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
/* Why no client or couple is named is nobody's name: it would make one person
   of all rows that say so. */
bool fact_is_nobody(enum fact fact, struct str text);

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

/* Dates that were read: the same come again and again.  A zeroed struct is
   empty.  Of one thread. */
enum { DATE_MEMO_BITS = 10 };
struct date_memo {
    struct {
        uint64_t bytes; /* behind the century */
        int32_t days;
        char century[2];
        bool is_known;
    } slots[1 << DATE_MEMO_BITS];
};

/* As date_read(). */
static inline bool
date_memo_read(struct date_memo *memo, struct str text, int32_t *days)
{
    uint64_t bytes;

    if (text.len != sizeof bytes + 2)
        return false;
    memcpy(&bytes, text.bytes + 2, sizeof bytes);
    size_t slot = bytes * UINT64_C(0x9E3779B97F4A7C15) >> (64 - DATE_MEMO_BITS);
    if (!memo->slots[slot].is_known || memo->slots[slot].bytes != bytes
        || memcmp(memo->slots[slot].century, text.bytes, 2) != 0) {
        if (!date_read(text, days))
            return false;
        memcpy(memo->slots[slot].century, text.bytes, 2);
        memo->slots[slot].bytes = bytes;
        memo->slots[slot].days = *days;
        memo->slots[slot].is_known = true;
    }
    *days = memo->slots[slot].days;
    return true;
}

/* What a cell of a text says: as facts_put() puts it. */
struct str facts_text(struct str cell, bool keep_raw);

void facts_put_none(struct rows *rows, size_t row, enum fact fact);

/* Adds what would help to mend a bad cell. */
void fact_hint(enum fact fact, struct str cell,
               const struct response_options *options, struct buf *hint);

#endif
