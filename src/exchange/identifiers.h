/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that say who somebody is, known by their headers
   (identifiers.def). */
#ifndef ATTUNE_EXCHANGE_IDENTIFIERS_H
#define ATTUNE_EXCHANGE_IDENTIFIERS_H

#include <stdbool.h>
#include "base/str.h"

/* Whether the header looks as if names, addresses, telephones, days of birth or
   the like stood below it. */
bool identifier_is(struct str header);

#endif
