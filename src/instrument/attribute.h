/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small questions about the attributes that a struct of the model came from:
   whether they were given and whether they could be read.  A rule that rests
   on a number which could not be read stays silent: that was said already. */
#ifndef ATTUNE_INSTRUMENT_ATTRIBUTE_H
#define ATTUNE_INSTRUMENT_ATTRIBUTE_H

#include <stdbool.h>
#include "base/diag.h"
#include "base/num.h"
#include "base/str.h"
#include "xml/xml.h"

/* Whether 'element' has the attribute; 'element' may be NULL. */
bool attribute_given(const struct xml_element *element, const char *name);

/* Whether it has the attribute and that is a number. */
bool attribute_is_number(const struct xml_element *element, const char *name);

/* Whether it has the attribute and that is one of 'names', ended by NULL. */
bool attribute_is_name(const struct xml_element *element, const char *name,
                       const char *const *names);

/* The attribute's value as it stands; empty when not given. */
struct str attribute_value(const struct xml_element *element, const char *name);

/* Adds a problem marked at an attribute's value whose detail is that value in
   quotes; when not given, at the element. */
void attribute_problem(struct diag *diag, enum message message,
                       const struct xml_element *element, const char *name);

/* An element's line in its file. */
int attribute_line(const struct xml_element *element);

#endif
