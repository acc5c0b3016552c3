/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A light scanner over the bytes of an XML file: where each piece of markup or
   text begins and ends.  It judges nothing: on a file that is not well formed
   the pieces are guesses, but always lie within the bytes. */
#ifndef ATTUNE_XML_XML_SCAN_H
#define ATTUNE_XML_XML_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/str.h"

enum xml_piece_kind {
    XML_PIECE_TEXT,
    XML_PIECE_CDATA,
    XML_PIECE_COMMENT,
    XML_PIECE_INSTRUCTION, /* also the XML declaration */
    XML_PIECE_DOCTYPE,     /* any other <! */
    XML_PIECE_START_TAG,
    XML_PIECE_EMPTY_TAG,
    XML_PIECE_END_TAG,
};

struct xml_piece {
    enum xml_piece_kind kind;
    size_t offset;
    size_t size; /* with its '<' and '>' */
};

/* The piece that begins at '*at', which moves behind it.  False at the end. */
bool xml_scan_next(struct str bytes, size_t *at, struct xml_piece *piece);

/* The name of a start or empty tag. */
struct str xml_scan_name(struct str bytes, const struct xml_piece *tag);

struct xml_raw_attribute {
    struct str name;
    size_t name_offset;
    size_t value_offset; /* behind the opening quote */
    size_t value_size;
};

/* The next attribute of 'tag'; '*at' starts behind the tag's name. */
bool xml_scan_attribute(struct str bytes, const struct xml_piece *tag,
                        size_t *at, struct xml_raw_attribute *attribute);

/* References and CR LF are longer than what they mean: a place in the raw
   value of an attribute and the place in its normalised value that answers to
   it. */
struct xml_mark {
    size_t raw;
    size_t value;
};

/* Marks at regular distances, for xml_scan_raw_size(); NULL when raw and
   normalised value are of one length, and so the same but for blanks. */
const struct xml_mark *xml_scan_marks(struct str raw, size_t value_len,
                                      struct arena *arena) MUST_USE;

/* How many raw bytes make the first 'value_idx' bytes of the normalised value,
   which has so many. */
size_t xml_scan_raw_size(struct str raw, const struct xml_mark *marks,
                         size_t value_idx);

#endif
