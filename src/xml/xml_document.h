/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of one XML file and the way from an offset to a line and a column;
   for the files of this folder.  The spots and places of xml.h are made here.
 */
#ifndef ATTUNE_XML_XML_DOCUMENT_H
#define ATTUNE_XML_XML_DOCUMENT_H

#include "xml/xml.h"

struct xml_document {
    const char *file;
    struct str bytes; /* without a byte order mark */
    const size_t *line_offsets;
    size_t n_lines;
    /* The characters before each block of bytes, so that the column in a line
       of megabytes is found without counting the whole line. */
    const size_t *block_chars;
};

/* 'bytes' may begin with a byte order mark and need not be UTF-8; places are
   right up to the first byte that is not. */
const struct xml_document *xml_document_new(const char *file, struct str bytes,
                                            struct arena *arena) MUST_USE;

#endif
