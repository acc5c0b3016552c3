/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may have been meant by a word that a grammar does not know where it
   stands; for schema.c alone. */
#ifndef ATTUNE_XML_SCHEMA_HINT_H
#define ATTUNE_XML_SCHEMA_HINT_H

#include "base/diag.h"
#include "xml/schema.h"

enum { SCHEMA_LIMIT_CHILDREN = 64 /* kinds of children of one element */ };

/* Both add a hint to the problem added last. */
void schema_hint_attribute(struct diag *diag, const char *word,
                           const struct schema_attribute *attributes);

/* 'rule' is that of the element which has the unknown child, 'root' the whole
   grammar: a child that it knows elsewhere is told its place. */
void schema_hint_child(struct diag *diag, const char *word,
                       const struct schema_element *rule,
                       const struct schema_element *root);

#endif
