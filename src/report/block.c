/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of blocks. */
#include "report/block.h"

const struct block_class *const block_classes[] = {
#define BLOCK(name) &block_##name,
#include "report/blocks.def"
#undef BLOCK
    NULL,
};

const char *
block_heading(const struct block *block, const struct layout *layout,
              enum word own)
{
    return block->heading ? block->heading
                          : word_in(layout->tongue.language, own);
}
