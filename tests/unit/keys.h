/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of published instruments as tests/data/reference/keys.csv has
   them: a second source besides the XML files. */
#ifndef TESTS_UNIT_KEYS_H
#define TESTS_UNIT_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "reference.h"

enum { KEY_ITEMS = 40 }; /* at most, of a scale */

/* An instrument of the csv that lies in instruments/published/. */
struct shipped {
    const char *name; /* in the csv */
    const char *id;
    size_t n_items;
};
extern const struct shipped keys_shipped[];
extern const size_t keys_n_shipped;

enum combining { COMBINE_SUM, COMBINE_MEAN, COMBINE_PERCENT, COMBINE_ANY };

struct key_item {
    size_t idx;
    double lo;
    double hi;
    bool reversed;
};

/* One row: a scale, its id as in the XML file. */
struct key {
    const struct shipped *of;
    char scale[64];
    enum combining combining;
    double weight; /* of each item */
    struct key_item items[KEY_ITEMS];
    size_t n_items;
    size_t lowest; /* of the scale, where the csv says so */
    size_t highest;
};

/* The scale of a row (0-based); false where it is not shipped.  Fails the test
   for what it cannot read. */
bool key_read(struct key *key, const struct reference *keys, size_t row);

#endif
