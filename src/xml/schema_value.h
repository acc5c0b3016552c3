/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of attributes, each kind by its rules, and hints; for schema.c
   alone, which is long enough without them. */
#ifndef ATTUNE_XML_SCHEMA_VALUE_H
#define ATTUNE_XML_SCHEMA_VALUE_H

#include "xml/schema.h"

/* Reads the attribute's value into 'field', a field of the rule's kind.
   False after adding the problem; then the field is untouched. */
bool schema_value_read(const struct schema_attribute *rule,
                       const struct xml_element *element,
                       const struct xml_attribute *attribute, void *field,
                       struct diag *diag) MUST_USE;

/* What may have been meant by a word that a grammar does not know where it
   stands. */
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
