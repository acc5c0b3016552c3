/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of blocks. */
#include "report/block.h"

const struct block_class *const block_classes[] = {
    &block_head, &block_sentences, &block_strips, &block_charts, &block_write,
    &block_key,  &block_table,     &block_method, NULL,
};

const char *
block_heading(const struct block *block, enum word own, enum language language)
{
    return block->heading ? block->heading : word_in(language, own);
}
