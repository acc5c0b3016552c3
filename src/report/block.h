/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of blocks that a template may list.  A new one is a file in
   blocks/, a line below and a line in block.c. */
#ifndef ATTUNE_REPORT_BLOCK_H
#define ATTUNE_REPORT_BLOCK_H

#include <stddef.h>
#include "report/layout.h"
#include "report/template.h"

struct block_class {
    const char *name; /* of its element */
    /* Adds the block's boxes to the layout's flow; nothing where there is
       nothing to say. */
    void (*build)(const struct block *block, const struct layout *layout);
};

extern const struct block_class block_head;
extern const struct block_class block_sentences;
extern const struct block_class block_strips;
extern const struct block_class block_charts;
extern const struct block_class block_write;
extern const struct block_class block_key;
extern const struct block_class block_table;
extern const struct block_class block_method;

/* All of them; ends with NULL. */
extern const struct block_class *const block_classes[];

/* The block's heading: the template's or its own words. */
const char *block_heading(const struct block *block, enum word own,
                          enum language language);

#endif
