/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of blocks that a template may list.  A new one is a file in
   blocks/ and a line in blocks.def. */
#ifndef ATTUNE_REPORT_BLOCK_H
#define ATTUNE_REPORT_BLOCK_H

#include <stdbool.h>
#include "report/layout.h"
#include "report/template.h"

struct block_class {
    const char *name; /* of its element */
    /* Adds the block's boxes to the layout's flow; nothing where there is
       nothing to say. */
    void (*build)(const struct block *block, const struct layout *layout);
    bool is_of_all;        /* of pages of many clients as well as of others */
    bool is_of_one;        /* not of pages for two */
    bool is_of_many;       /* of pages of many clients, and of no others */
    bool is_for_clinician; /* left out where anybody else may see the page */
};

#define BLOCK(name) extern const struct block_class block_##name;
#include "report/blocks.def"
#undef BLOCK

/* All of them; ends with NULL. */
extern const struct block_class *const block_classes[];

/* The block's heading: the template's or its own words. */
const char *block_heading(const struct block *block,
                          const struct layout *layout, enum word own);

#endif
