/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stretch of bytes that somebody else owns; not ended by a NUL. */
#ifndef ATTUNE_BASE_STR_H
#define ATTUNE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *bytes; /* may be NULL when len is 0 */
    size_t len;        /* in bytes */
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s" with STR_ARGS(text). */
#define STR_ARGS(text) (int)(text).len, (text).bytes

/* Borrows 'text', which may be NULL (then the result is empty). */
static inline struct str
str_from(const char *text)
{
    return (struct str){text, text ? strlen(text) : 0};
}

/* The digits and the white space of files; the same in every locale. */
static inline bool
str_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 0-9, A-Z, a-z */
static inline bool
str_is_alnum(char c)
{
    return str_is_digit(c) || (unsigned char)((c | 0x20) - 'a') < 26;
}

/* A-Z as a-z, all else as it is; the same in every locale. */
static inline char
str_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool
str_is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What stands behind the first 'n' bytes, of which there are as many. */
static inline struct str
str_skip(struct str text, size_t n)
{
    /* Nothing, and be it 0, may be added to NULL. */
    return n ? (struct str){text.bytes + n, text.len - n} : text;
}

bool str_equal(struct str a, struct str b);
bool str_is(struct str text, const char *other);

/* Compares without regard to the case of A-Z only, in every locale. */
bool str_equal_nocase(struct str a, struct str b);
bool str_starts(struct str text, const char *prefix);
bool str_ends(struct str text, const char *suffix);

/* Without the blanks, tabs, carriage returns and newlines at both ends. */
struct str str_trim(struct str text);

/* The next word of '*rest' (parted by white space); false when there is none.
   '*word' points into the text, '*rest' moves on. */
bool str_next_word(struct str *rest, struct str *word);

/* What stands before the first 'mark' and behind it; false, and nothing set,
   where there is none. */
bool str_cut(struct str text, const char *mark, struct str *before,
             struct str *behind);

/* The next line of '*rest', without the newline that ends it if one does;
   false when nothing is left. */
bool str_next_line(struct str *rest, struct str *line);

/* Levenshtein distance with transpositions, at most 'limit' + 1; the case of
   A-Z does not count. */
size_t str_distance(struct str a, struct str b, size_t limit);

/* The one of 'n' names (NULL entries are passed over) nearest to 'word', when
   it is near enough to be a slip of the pen; else NULL. */
const char *str_nearest(struct str word, const char *const *names, size_t n);

#endif
