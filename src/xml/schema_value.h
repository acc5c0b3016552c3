/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of attributes, each kind by its rules. */
#ifndef ATTUNE_XML_SCHEMA_VALUE_H
#define ATTUNE_XML_SCHEMA_VALUE_H

#include "base/buf.h"
#include "xml/schema.h"

/* Reads the attribute's value into 'field', a field of the rule's kind.
   False after adding the problem; then the field is untouched. */
bool schema_value_read(const struct schema_attribute *rule,
                       const struct xml_element *element,
                       const struct xml_attribute *attribute, void *field,
                       struct diag *diag) MUST_USE;

/* Adds "'a', 'b' and 'c'". */
void schema_value_list(struct buf *buf, const char *const *names, size_t n);

#endif
