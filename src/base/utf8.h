/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in UTF-8: whether it is, how long it is, and how to show text of
   unknown origin without letting it speak to the terminal. */
#ifndef ATTUNE_BASE_UTF8_H
#define ATTUNE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

/* The offset of the first byte that is not UTF-8; text.len when all is. */
size_t utf8_valid_len(struct str text);

/* Likewise of text that people read, in which a byte 0 has no place: what
   stands behind it would be lost wherever text ends at one. */
size_t utf8_text_len(struct str text);
bool utf8_is_text(struct str text);

/* What would help where text of a file is none. */
extern const char not_utf8_hint[];

/* The same of a 'text' that is none: 'of_encodings', unless it has a byte 0,
   which it has in every encoding. */
const char *utf8_hint(struct str text, const char *of_encodings);

/* The bytes of the mark at the beginning of a file; 0: it has none. */
static inline size_t
utf8_mark_len(struct str bytes)
{
    return str_starts(bytes, "\xef\xbb\xbf") ? 3 : 0;
}

/* The number of characters of valid UTF-8. */
size_t utf8_count(struct str text);

/* Takes the next character off '*rest'; U+FFFD for a byte that is none.
   False at the end. */
bool utf8_next(struct str *rest, uint32_t *character);

/* U+FFFD instead of a number that is no character of UTF-8. */
void utf8_add(struct buf *buf, uint32_t character);

/* Adds 'text' for a terminal or a log: C0, DEL, C1, line and paragraph
   separators, bidi embeddings, overrides and isolates as \u{1b}, bytes that are
   not UTF-8 as U+FFFD.  This is the one mouth for text that came from a file.
 */
void utf8_add_shown(struct buf *buf, struct str text);
/* The same for lines: newlines and tabs stay what they are. */
void utf8_add_shown_lines(struct buf *buf, struct str text);
/* One word of a command that people may copy, quoted for a shell; $'...' where
   a plain quote would send what it holds to a terminal as it is. */
void utf8_add_shell_word(struct buf *out, const char *word);

/* How many cells of a terminal a character takes: 0 for marks that join the
   one before them, 2 for wide ones of East Asia and pictures, else 1. */
int utf8_cells(uint32_t character);
int utf8_text_cells(struct str text);

/* Whether it is a letter or a sign of a script that is written from right to
   left. */
bool utf8_is_rtl(uint32_t character);

/* True for the characters that utf8_add_shown() spells out. */
bool utf8_is_control(uint32_t character);

#endif
