/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules by which other people's data is read (--column, --value, --map,
   --missing), taken together: saying a thing twice is nothing, saying two
   things of one is an error. */
#ifndef ATTUNE_RESPONSE_RECODING_H
#define ATTUNE_RESPONSE_RECODING_H

#include <stdbool.h>
#include "base/diag.h"
#include "base/str.h"
#include "response/bind.h"

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

/* False after adding, each with its place, every rule that names no item or
   reads a value as what is no answer of it; and every rule that contradicts
   one before it, with the other's place too: an item in two columns, two items
   of one instrument in one column, one value of an item read as two, one code
   for two kinds of missing. */
bool recoding_check(const struct response_options *options,
                    struct diag *diag) MUST_USE;

#endif
