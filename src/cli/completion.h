/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions for shells, out of the tables. */
#ifndef ATTUNE_CLI_COMPLETION_H
#define ATTUNE_CLI_COMPLETION_H

#include "base/buf.h"

void completion_add_bash(struct buf *out);
void completion_add_zsh(struct buf *out);
void completion_add_fish(struct buf *out);

#endif
