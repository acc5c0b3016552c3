/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict second opinion on the JSON that is written: RFC 8259's grammar and
   nothing beyond it, no double keys, strings in UTF-8 without raw controls,
   numbers that a double can hold. */
#ifndef TESTS_UNIT_JSON_READER_H
#define TESTS_UNIT_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

/* Whether 'text' is one JSON value with nothing but white space around it;
   else '*offset' is where it stops being one. */
bool json_is_valid(struct str text, size_t *offset);

/* The text of the value at a path of keys and positions parted by dots, such
   as "scales.0.value", as it stands ("3", "\"low\"", "null"); empty where
   there is none.  'text' is valid. */
struct str json_at(struct str text, const char *path);

#endif
