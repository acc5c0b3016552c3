/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of entry.c that is about choices; for it alone. */
#ifndef ATTUNE_FILL_ENTRY_CHOICES_H
#define ATTUNE_FILL_ENTRY_CHOICES_H

#include "fill/entry.h"

/* The choice of that stored value; ENTRY_NO_MARK: none. */
size_t entry_choices_find(const struct response *response, struct str word);

/* Chooses what a cell names. */
void entry_choices_put(struct entry *entry, struct str cell);
/* Adds the cell; "none" with none chosen. */
void entry_choices_add(const struct entry *entry, struct buf *cell);
bool entry_choices_any(const struct entry *entry);

/* Whether that character can be part of a key, or turns one over. */
bool entry_choices_type(const struct entry *entry, uint32_t character);
enum entry_result entry_choices_press(struct entry *entry, struct form_key key);

#endif
