/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune fill --clerk: what is settled before a paper form is typed in, and
   what is said when it is done. */
#ifndef ATTUNE_CLI_FILL_CLERK_H
#define ATTUNE_CLI_FILL_CLERK_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/fill_offer.h"
#include "cli/status.h"
#include "fill/clerking.h"

/* Asks for the edition on the paper until it is a number; false at the end of
   the input. */
bool fill_clerk_ask_edition(const struct offer_io *io,
                            const struct instrument *instrument,
                            int32_t *edition) MUST_USE;

/* Types it in.  'path' is what the row is appended to; NULL: it is printed. */
enum exit_status fill_clerk(const struct clerking *clerking, const char *path,
                            struct diag *diag) MUST_USE;

#endif
