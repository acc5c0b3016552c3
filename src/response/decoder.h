/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a text file as UTF-8, whatever it was saved as.  What is UTF-8
   already passes through as it is and costs nothing. */
#ifndef ATTUNE_RESPONSE_DECODER_H
#define ATTUNE_RESPONSE_DECODER_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"

enum encoding {
    ENCODING_FOUND, /* UTF-8, or UTF-16 where the file begins with its mark */
    ENCODING_UTF8,
    ENCODING_UTF16, /* of the order that its mark or first character shows */
    ENCODING_CP1252,
    ENCODING_LATIN1,
    N_ENCODINGS
};
/* The one of that name, without regard to the case of A-Z; false: none. */
bool encoding_read(struct str name, enum encoding *encoding) MUST_USE;

/* What would help where 'text' of a file has no meaning in its encoding. */
const char *decoder_hint(struct str text);

/* A zeroed struct with a reader; what was read is the owner's to close. */
struct decoder {
    struct file_reader *reader;
    enum encoding encoding;
    struct str mark; /* that the file begins with */
    bool is_big;     /* UTF-16 with the higher byte first */
    bool ends_at_cr; /* a CR, or CR and LF, is told as LF */
    bool was_cr;
    bool at_end;
    struct buf raw;  /* read, and not turned into text yet */
    struct buf text; /* and not handed out yet */
    size_t n_given;  /* of the text */
};

/* Reads the first bytes, which stand in decoder->raw as they are in the file;
   false after adding an error. */
bool decoder_begin(struct decoder *decoder, struct diag *diag) MUST_USE;
/* Settles by them what the encoding is; a mark is passed over.  NULL, or how
   what was told of it is not so. */
const char *decoder_settle(struct decoder *decoder,
                           enum encoding told) MUST_USE;
void decoder_clear(struct decoder *decoder);

/* From here on the text's lines end at CR: also in 'rest', which was read last
   and is worked on. */
void decoder_end_at_cr(struct decoder *decoder, struct buf *rest);

/* Whether text is not the bytes of the file. */
bool decoder_changes(const struct decoder *decoder);

/* Up to 'size' bytes of text, as file_reader_read().  What has no meaning in
   the encoding is a byte FF, so that it is found at its place as what is not
   UTF-8 is. */
ssize_t decoder_read(struct decoder *decoder, char *bytes, size_t size,
                     struct diag *diag) MUST_USE;

#endif
