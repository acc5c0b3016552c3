/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of a file before libxml2 is shown it. */
#ifndef ATTUNE_XML_XML_GUARD_H
#define ATTUNE_XML_XML_GUARD_H

#include "xml/xml_document.h"

/* UTF-8 throughout and by its own word, no control characters, no document
   type, and the limits of xml.h.  False after adding the first problem. */
bool xml_guard(const struct xml_document *document, struct diag *diag) MUST_USE;

/* The offset of the first control character that no file may hold (C0 other
   than tab and line ends, DEL, C1); text.len when there is none.  'text' is
   valid UTF-8. */
size_t xml_guard_control(struct str text);

#endif
