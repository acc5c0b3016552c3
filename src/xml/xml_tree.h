/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From libxml2's tree and the file's own bytes to ours. */
#ifndef ATTUNE_XML_XML_TREE_H
#define ATTUNE_XML_XML_TREE_H

#include <libxml/tree.h>
#include "xml/xml_document.h"

/* 'doc' was parsed without an error from the document's bytes; nothing of it
   is kept.  NULL after adding a problem. */
const struct xml_element *xml_tree_build(const struct xml_document *document,
                                         xmlDoc *doc, const char *ns,
                                         struct arena *arena,
                                         struct diag *diag) MUST_USE;

#endif
