/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of expressions: a small world of names.  a, b and c are items
   (0, 1, 2), a and b with the choices 0 to 3; a-b is item 3; scale is scale
   4; text (item 5) and many (item 6, with the choices 0 to 3) are no
   numbers. */
#ifndef TESTS_UNIT_EXPR_KIT_H
#define TESTS_UNIT_EXPR_KIT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/num.h"
#include "instrument/expr.h"
#include "xml/xml.h"

enum { KIT_N_NAMES = 7 };

struct kit {
    struct arena *arena;
    struct diag *diag;
};

struct kit kit_new(void);
void kit_free(struct kit *kit);

extern const struct expr_scope kit_scope;

/* An element whose attribute x holds 'text', which is XML; it begins in column
   4 of line 2. */
const struct xml_element *kit_element(struct kit *kit, const char *text);

/* Compiles a truth or, if it is none, a number. */
const struct expr *kit_compile_either(struct kit *kit, const char *text);

/* Adds the program, one operation a line. */
void kit_dump(const struct expr *expr, struct buf *buf);

#endif
