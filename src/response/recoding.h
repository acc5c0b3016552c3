/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How other people's data is read: the rules of --column, --value and --map,
   taken together, and what they come to for each item.  Saying a thing twice is
   nothing, saying two things of one is an error. */
#ifndef ATTUNE_RESPONSE_RECODING_H
#define ATTUNE_RESPONSE_RECODING_H

#include <stdbool.h>
#include "base/diag.h"
#include "base/str.h"
#include "base/vec.h"
#include "response/bind.h"

/* ---- names ---- */

/* ITEM, or INSTRUMENT.ITEM: then it has an owner. */
struct item_name {
    bool has_owner;
    struct str owner;
    struct str id;
};
struct item_name item_name_of(struct str name);

/* Whether the name may mean an item of the instrument. */
bool item_name_fits(const struct item_name *name,
                    const struct instrument *instrument);

/* The place of '#' in a name or header; SIZE_MAX: there is none. */
size_t recoded_sign(struct str text);

/* Whether 'name' is 'pattern' with a number in the place of its '#'. */
bool recoded_fits_number(struct str pattern, struct str name, size_t *number);

/* ---- what is told ---- */

struct rule_list VEC(struct data_rule);

/* Whether a rule drops a column, whose header is '*' for all that are not
   named. */
bool data_rule_drops(const struct data_rule *rule);

/* Adds the lines of a map: a CSV file with the columns item, column, from, to,
   any of the last three left out, and lines that begin with '#' for people.
   Lines '@NAME,,,VALUE' are settings of the files.  Texts are in 'arena'. False
   after adding each line that is none. */
bool recoding_read_map(const char *path, struct rule_list *rules,
                       struct source_settings *settings, struct arena *arena,
                       struct diag *diag) MUST_USE;

/* ---- what it comes to ---- */

/* Of one item or fact. */
struct recoded {
    bool is_fact;
    size_t instrument_idx;
    size_t idx; /* of the item there; of a fact, which it is */
    /* Where it stands; NULL: in the column of its own name. */
    const struct data_rule *column;
    bool is_run; /* '#' stands for a number there: */
    size_t number;
    bool has_time; /* '@' stands for a time point there, */
    bool is_boxes; /* and '#' for a choice: its cells are 1 or 0 */
    /* Columns that are boxes of the choice that is their 'to', or that say why
       there is no answer. */
    const struct data_rule *const *boxes;
    size_t n_boxes;
    /* How cells are read: the first that names a cell holds, since the nearer
       rules (item, run, response scale, all) come first. */
    const struct data_rule *const *values;
    size_t n_values;
    bool is_closed; /* a cell is read as an answer: others are none */
};

struct recoding {
    struct recoded *all; /* the items of each instrument, then the facts */
    size_t n;
    struct recoded **items; /* among them: of each instrument, its items */
    struct recoded *facts;  /* likewise */
};

/* Puts the rules under what they speak of.  Borrows them, and the options.
   NULL after adding, each with its place: a rule that names no item, fact or
   response scale, or reads a value as what is no answer of it; and each that
   contradicts one before it of the same rank, with the other's place too: an
   item in two columns, two items of one instrument in one column, one value
   read as two, one code for two kinds of missing. */
const struct recoding *recoding_new(const struct response_options *options,
                                    struct arena *arena,
                                    struct diag *diag) MUST_USE;

/* How answers of its item are read, but for its own values. */
struct answer_rules recoded_rules(const struct recoded *recoded,
                                  const struct response_options *options);

/* What a cell of boxes can hold, for who is told that one does not. */
extern const char box_hint[];
/* The header of that column: with its number in place of '#'. */
struct str recoded_header(const struct recoded *recoded, struct arena *arena);

/* What stands in a header in the place of '@', and of the '#' of boxes: a
   number with its sign, or the choice that was told; else empty. */
struct header_parts {
    struct str time;
    struct str box;
};

/* Whether a header is that of the column, or of one of those, where it was told
   to stand: without regard to the case of A-Z, and whatever zeros stand before
   the number. */
bool recoded_stands_in(const struct recoded *recoded, struct str header,
                       struct header_parts *parts);

/* Whether the column of one of its boxes is meant, which no number tells. */
bool recoded_box_fits(const struct recoded *recoded,
                      const struct data_rule *box, struct str header) MUST_USE;

/* Whether a header looks as if it were one of its boxes, with what is no number
   in the place of '#', '*box': behind the signs of boxes (k___abc, k/abc,
   k[abc]) it is one, '*is_sure'; behind another one word may be a code or what
   was written: k_notes beside "k_#".  "Q5_4_TEXT" beside "Q5_#" is none. */
bool recoded_may_be_box(const struct recoded *recoded, struct str header,
                        struct str *box, bool *is_sure) MUST_USE;

/* The fact that was told to stand under the header. */
bool recoding_finds_fact(const struct recoding *recoding, struct str header,
                         enum fact *fact);

/* Puts what is read for it in place of a cell of a fact or box.  False where
   these are closed, and no rule names the cell. */
bool recoded_read(const struct recoded *recoded, struct str *cell) MUST_USE;

#endif
