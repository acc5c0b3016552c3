/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people see and type them for choices: what is shown beside a
   choice is what is typed for it. */
#ifndef ATTUNE_FILL_CHOICE_KEY_H
#define ATTUNE_FILL_CHOICE_KEY_H

#include <stdbool.h>
#include "base/num.h"
#include "base/str.h"

/* "2", "-2", "0.5", "100": as a data file holds it, ended by a NUL. */
struct choice_key {
    char text[24];
};

struct choice_key choice_key_of(struct decimal number);

/* Reads a number as it is typed: a comma is a point, ".5" is 0.5 and "5." is
   5.  False and '*out' untouched for anything else. */
bool choice_key_read(struct str typed, struct decimal *out) MUST_USE;

#endif
