/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which choices are meant by their first letters. */
#ifndef ATTUNE_FILL_FIRST_LETTERS_H
#define ATTUNE_FILL_FIRST_LETTERS_H

#include <stddef.h>
#include "base/buf.h"
#include "base/str.h"
#include "fill/form.h"

/* How many choices begin with 'typed', whatever the case; '*first' is the
   first of them, and 'names' all their labels.  A label that is just what was
   typed counts alone.  Accents that were typed are meant, if there is a label
   with them; letters without accents may mean those with them. */
size_t first_letters_find(const struct form *form, struct str typed,
                          size_t *first, struct buf *names);

#endif
