/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 as RFC 3629 has it: the shortest form only, no surrogates, nothing
   above U+10FFFF. */
#include "base/utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xfffd, LAST_CHARACTER = 0x10ffff };

#define TOP_BITS 0x8080808080808080u /* of eight bytes */

/* The length that the first byte of a character promises; 0 for none. */
static size_t
promised_len(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if ((first & 0xf0) == 0xe0)
        return 3;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

static bool
is_character(uint32_t number)
{
    return number <= LAST_CHARACTER && (number < 0xd800 || number > 0xdfff);
}

/* The length of the character at the start of the text, which goes to '*out';
   0 when there is none. */
static size_t
decode(struct str text, uint32_t *out)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t len = text.len ? promised_len(bytes[0]) : 0;

    if (!len || len > text.len)
        return 0;
    uint32_t number = len == 1 ? bytes[0] : bytes[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        number = number << 6 | (bytes[i] & 0x3f);
    }
    if (number < least[len] || !is_character(number))
        return 0;
    *out = number;
    return len;
}

/* The next eight bytes of a text that has as many. */
static uint64_t
eight_at(struct str text, size_t at)
{
    uint64_t eight;

    memcpy(&eight, text.bytes + at, sizeof eight);
    return eight;
}

const char not_utf8_hint[] = "not UTF-8; saved as Latin-1, Windows-1252 or "
                             "UTF-16? save the file as UTF-8";

const char *
utf8_hint(struct str text, const char *of_encodings)
{
    return text.len && memchr(text.bytes, '\0', text.len)
               ? "a byte of zero (NUL) is in it, as in damaged files: export "
                 "the file anew"
               : of_encodings;
}

size_t
utf8_valid_len(struct str text)
{
    size_t done = 0;

    while (done < text.len) {
        uint32_t character;
        size_t len;

        /* Most text is ASCII. */
        if (text.len - done >= 8 && !(eight_at(text, done) & TOP_BITS)) {
            done += 8;
            continue;
        }
        if ((unsigned char)text.bytes[done] < 0x80) {
            done++;
            continue;
        }
        len = decode(str_skip(text, done), &character);
        if (!len)
            break;
        done += len;
    }
    return done;
}

size_t
utf8_text_len(struct str text)
{
    const char *zero = text.len ? memchr(text.bytes, '\0', text.len) : NULL;

    if (zero)
        text.len = (size_t)(zero - text.bytes);
    return utf8_valid_len(text);
}

bool
utf8_is_text(struct str text)
{
    return utf8_text_len(text) == text.len;
}

size_t
utf8_count(struct str text)
{
    size_t n = text.len, at = 0;

    /* Without those that go on with a character: 10xxxxxx. */
    for (; text.len - at >= 8; at += 8) {
        uint64_t eight = eight_at(text, at);

        if (eight & TOP_BITS)
            n -= (size_t)__builtin_popcountll(eight & ~(eight << 1) & TOP_BITS);
    }
    for (; at < text.len; at++)
        n -= ((unsigned char)text.bytes[at] & 0xc0) == 0x80;
    return n;
}

bool
utf8_next(struct str *rest, uint32_t *character)
{
    size_t len;

    if (!rest->len)
        return false;
    len = decode(*rest, character);
    if (!len) {
        *character = REPLACEMENT;
        len = 1;
    }
    *rest = str_skip(*rest, len);
    return true;
}

static void
add_tail(struct buf *buf, uint32_t character, int shift)
{
    for (; shift >= 0; shift -= 6)
        buf_add_char(buf, (char)(0x80 | (character >> shift & 0x3f)));
}

void
utf8_add(struct buf *buf, uint32_t character)
{
    if (!is_character(character))
        character = REPLACEMENT;
    if (character < 0x80) {
        buf_add_char(buf, (char)character);
    } else if (character < 0x800) {
        buf_add_char(buf, (char)(0xc0 | character >> 6));
        add_tail(buf, character, 0);
    } else if (character < 0x10000) {
        buf_add_char(buf, (char)(0xe0 | character >> 12));
        add_tail(buf, character, 6);
    } else {
        buf_add_char(buf, (char)(0xf0 | character >> 18));
        add_tail(buf, character, 12);
    }
}

static void
add_shown(struct buf *buf, struct str text, bool is_lines)
{
    uint32_t character;

    while (utf8_next(&text, &character)) {
        bool stays = !utf8_is_control(character)
                     || (is_lines && (character == '\n' || character == '\t'));
        if (stays)
            utf8_add(buf, character);
        else
            buf_addf(buf, "\\u{%x}", (unsigned)character);
    }
}

void
utf8_add_shown(struct buf *buf, struct str text)
{
    add_shown(buf, text, false);
}

void
utf8_add_shown_lines(struct buf *buf, struct str text)
{
    add_shown(buf, text, true);
}

/* ---- kinds of characters ---- */

struct span {
    uint32_t first;
    uint32_t last;
};

static const struct span controls[] = {
    {0x0, 0x1f},      {0x7f, 0x9f},     {0x2028, 0x2029},
    {0x202a, 0x202e}, {0x2066, 0x2069},
};

/* Combining marks of the scripts that have blocks of them, joiners, variation
   selectors. */
static const struct span joined[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05bf},
    {0x05c1, 0x05c2}, {0x05c4, 0x05c5}, {0x05c7, 0x05c7}, {0x0610, 0x061a},
    {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x06df, 0x06e4},
    {0x06e7, 0x06e8}, {0x06ea, 0x06ed}, {0x0900, 0x0902}, {0x093c, 0x093c},
    {0x0941, 0x0948}, {0x094d, 0x094d}, {0x0951, 0x0957}, {0x0e31, 0x0e31},
    {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
    {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    {0xfeff, 0xfeff},
};

static const struct span wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2e80, 0x303e},
    {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0xffe0, 0xffe6},   {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

/* Hebrew to Arabic Extended-A, their presentation forms, and the two blocks of
   further planes that Unicode keeps for such scripts. */
static const struct span right_to_left[] = {
    {0x0590, 0x08ff},   {0xfb1d, 0xfdff},   {0xfe70, 0xfefc},
    {0x10800, 0x10fff}, {0x1e800, 0x1efff},
};

static bool
is_among(const struct span *spans, size_t n, uint32_t character)
{
    for (size_t i = 0; i < n && character >= spans[i].first; i++)
        if (character <= spans[i].last)
            return true;
    return false;
}

bool
utf8_is_control(uint32_t character)
{
    return is_among(controls, N_ELEMENTS(controls), character);
}

bool
utf8_is_rtl(uint32_t character)
{
    return is_among(right_to_left, N_ELEMENTS(right_to_left), character);
}

int
utf8_cells(uint32_t character)
{
    if (character < joined[0].first)
        return 1;
    if (is_among(joined, N_ELEMENTS(joined), character))
        return 0;
    return is_among(wide, N_ELEMENTS(wide), character) ? 2 : 1;
}

int
utf8_text_cells(struct str text)
{
    uint32_t character;
    int n = 0;

    while (utf8_next(&text, &character))
        n += utf8_cells(character);
    return n;
}

/* ---- words for a shell ---- */

/* Whether a terminal can be sent it as it is. */
static bool
is_shown_whole(const char *word)
{
    struct buf shown SCOPED(buf_clear) = {0};

    utf8_add_shown(&shown, str_from(word));
    return str_equal(buf_str(&shown), str_from(word));
}

void
utf8_add_shell_word(struct buf *out, const char *word)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU"
                               "VWXYZ0123456789_-./,:=@%+";
    bool has_control = !is_shown_whole(word);

    if (*word && word[strspn(word, safe)] == '\0') {
        buf_add_text(out, word);
        return;
    }
    buf_add_text(out, has_control ? "$'" : "'");
    for (; *word; word++) {
        unsigned char c = (unsigned char)*word;
        if (has_control && (c < ' ' || c >= 0x7f))
            buf_addf(out, "\\%03o", c);
        else if (has_control && (c == '\'' || c == '\\'))
            buf_addf(out, "\\%c", c);
        else if (c == '\'')
            buf_add_text(out, "'\\''");
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '\'');
}
