/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-16, Windows-1252 and Latin-1 as UTF-8; see decoder.h. */
#include "response/decoder.h"

#include <string.h>
#include "base/utf8.h"

enum { READ_SIZE = UNLESS_FUZZED(64 << 10, 64), NO_CHARACTER = 0 };

static const char not_a_character = '\xff';

const char *
decoder_hint(struct str text)
{
    return utf8_hint(text,
                     "not UTF-8; saved by a Windows program? --encoding cp1252 "
                     "reads it, or latin1 or utf-16");
}

static const struct {
    const char *name;
    enum encoding encoding;
} names[] = {
    {"utf-8", ENCODING_UTF8},    {"utf8", ENCODING_UTF8},
    {"utf-16", ENCODING_UTF16},  {"utf16", ENCODING_UTF16},
    {"cp1252", ENCODING_CP1252}, {"windows-1252", ENCODING_CP1252},
    {"latin1", ENCODING_LATIN1}, {"iso-8859-1", ENCODING_LATIN1},
};

bool
encoding_read(struct str name, enum encoding *encoding)
{
    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        if (str_equal_nocase(name, str_from(names[i].name))) {
            *encoding = names[i].encoding;
            return true;
        }
    }
    return false;
}

/* ---- from each encoding ---- */

/* Those of 0x80 to 0x9F; the rest is Latin-1.  Source: Unicode's mapping
   table CP1252.TXT, in which five bytes have no meaning. */
static const uint16_t of_cp1252[] = {
    0x20AC, NO_CHARACTER, 0x201A,       0x0192, 0x201E, 0x2026, 0x2020,
    0x2021, 0x02C6,       0x2030,       0x0160, 0x2039, 0x0152, NO_CHARACTER,
    0x017D, NO_CHARACTER, NO_CHARACTER, 0x2018, 0x2019, 0x201C, 0x201D,
    0x2022, 0x2013,       0x2014,       0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, NO_CHARACTER, 0x017E,       0x0178,
};

/* Latin-1 has control characters there, which no text has. */
static void
add_byte(struct decoder *decoder, unsigned char byte)
{
    uint32_t character = byte;

    if (byte >= 0x80 && byte < 0xA0)
        character = decoder->encoding == ENCODING_CP1252
                        ? of_cp1252[byte - 0x80]
                        : NO_CHARACTER;
    if (character || !byte)
        utf8_add(&decoder->text, character);
    else
        buf_add_char(&decoder->text, not_a_character);
}

static uint32_t
unit_at(const struct decoder *decoder, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)decoder->raw.bytes + at;

    return decoder->is_big ? (uint32_t)bytes[0] << 8 | bytes[1]
                           : (uint32_t)bytes[1] << 8 | bytes[0];
}

/* What stands at 'at', and how many bytes of it are taken: 0 where more must
   be read first. */
static size_t
add_utf16(struct decoder *decoder, size_t at)
{
    size_t n_left = decoder->raw.len - at;
    uint32_t first = n_left >= 2 ? unit_at(decoder, at) : 0;
    bool is_pair = first >= 0xD800 && first < 0xDC00;
    uint32_t second = is_pair && n_left >= 4 ? unit_at(decoder, at + 2) : 0;

    if ((n_left < 2 || (is_pair && n_left < 4)) && !decoder->at_end)
        return 0;
    if (is_pair && second >= 0xDC00 && second < 0xE000) {
        utf8_add(&decoder->text,
                 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
        return 4;
    }
    if (n_left < 2 || (first >= 0xD800 && first < 0xE000))
        buf_add_char(&decoder->text, not_a_character);
    else
        utf8_add(&decoder->text, first);
    return n_left < 2 ? n_left : 2;
}

/* Moves what was read into the text. */
static void
decode(struct decoder *decoder)
{
    struct buf *raw = &decoder->raw;
    size_t at = 0;
    size_t n = 1;

    if (decoder->encoding == ENCODING_UTF8) {
        buf_add(&decoder->text, buf_str(raw));
        at = raw->len;
    }
    while (at < raw->len && n) {
        if (decoder->encoding == ENCODING_UTF16)
            n = add_utf16(decoder, at);
        else
            add_byte(decoder, (unsigned char)raw->bytes[at]);
        at += n;
    }
    if (at)
        memmove(raw->bytes, raw->bytes + at, raw->len - at);
    raw->len -= at;
}

/* ---- line ends ---- */

static void
end_lines(struct decoder *decoder, struct buf *text, size_t from)
{
    size_t to = from;

    for (size_t i = from; i < text->len; i++) {
        char c = text->bytes[i];
        if (c != '\n' || !decoder->was_cr)
            text->bytes[to++] = c == '\r' ? '\n' : c;
        decoder->was_cr = c == '\r';
    }
    text->len = to;
}

void
decoder_end_at_cr(struct decoder *decoder, struct buf *rest)
{
    decoder->ends_at_cr = true;
    end_lines(decoder, rest, 0);
    end_lines(decoder, &decoder->text, decoder->n_given);
}

/* ---- reading ---- */

bool
decoder_changes(const struct decoder *decoder)
{
    return decoder->encoding != ENCODING_UTF8 || decoder->ends_at_cr;
}

/* Up to 'size' bytes of what is there. */
static size_t
give(struct decoder *decoder, char *bytes, size_t size)
{
    size_t n = decoder->text.len - decoder->n_given;

    if (n > size)
        n = size;
    if (n)
        memcpy(bytes, decoder->text.bytes + decoder->n_given, n);
    decoder->n_given += n;
    if (decoder->n_given == decoder->text.len)
        decoder->n_given = decoder->text.len = 0;
    return n;
}

static bool
read_raw(struct decoder *decoder, struct diag *diag)
{
    struct buf *raw = &decoder->raw;

    buf_reserve(raw, READ_SIZE);
    ssize_t n = file_reader_read(decoder->reader, raw->bytes + raw->len,
                                 READ_SIZE, diag);
    if (n < 0)
        return false;
    raw->len += (size_t)n;
    decoder->at_end = n < READ_SIZE;
    return true;
}

ssize_t
decoder_read(struct decoder *decoder, char *bytes, size_t size,
             struct diag *diag)
{
    size_t n = give(decoder, bytes, size);

    while (n < size && !decoder->at_end && decoder_changes(decoder)) {
        size_t from = decoder->text.len;

        if (!read_raw(decoder, diag))
            return -1;
        decode(decoder);
        if (decoder->ends_at_cr)
            end_lines(decoder, &decoder->text, from);
        n += give(decoder, bytes + n, size - n);
    }
    if (n < size && !decoder->at_end) {
        ssize_t more =
            file_reader_read(decoder->reader, bytes + n, size - n, diag);
        if (more < 0)
            return -1;
        n += (size_t)more;
        decoder->at_end = n < size;
    }
    return (ssize_t)n;
}

/* ---- the first bytes ---- */

/* Text of these forms begins with a character below 256, as headers do. */
static bool
looks_utf16(struct str bytes, bool is_big)
{
    return bytes.len >= 2 && !bytes.bytes[is_big ? 0 : 1]
           && bytes.bytes[is_big ? 1 : 0];
}

/* By two characters, where nobody told. */
static bool
is_markless(struct str bytes)
{
    struct str next = str_skip(bytes, bytes.len < 2 ? bytes.len : 2);

    return (looks_utf16(bytes, true) && looks_utf16(next, true))
           || (looks_utf16(bytes, false) && looks_utf16(next, false));
}

/* By its mark, or by a first character below 256. */
static bool
looks_utf32(struct str bytes)
{
    if (bytes.len < 4)
        return false;
    struct str low = str_skip(bytes, 2);
    bool is_big = !bytes.bytes[0] && !bytes.bytes[1]
                  && (str_starts(low, "\xfe\xff") || looks_utf16(low, true));
    return is_big
           || (!low.bytes[0] && !low.bytes[1]
               && (str_starts(bytes, "\xff\xfe") || looks_utf16(bytes, false)));
}

/* What the file itself says. */
static enum encoding
find(struct decoder *decoder, enum encoding told)
{
    static const struct {
        struct str mark;
        enum encoding encoding;
        bool is_big;
    } marks[] = {
        {{"\xef\xbb\xbf", 3}, ENCODING_UTF8, false},
        {{"\xff\xfe", 2}, ENCODING_UTF16, false},
        {{"\xfe\xff", 2}, ENCODING_UTF16, true},
    };
    struct str bytes = buf_str(&decoder->raw);

    for (size_t i = 0; i < N_ELEMENTS(marks); i++) {
        if (!str_starts(bytes, marks[i].mark.bytes))
            continue;
        decoder->mark = marks[i].mark;
        decoder->is_big = marks[i].is_big;
        return marks[i].encoding;
    }
    if (told != ENCODING_UTF16)
        return ENCODING_FOUND;
    decoder->is_big = looks_utf16(bytes, true);
    return decoder->is_big || looks_utf16(bytes, false) ? ENCODING_UTF16
                                                        : ENCODING_FOUND;
}

bool
decoder_begin(struct decoder *decoder, struct diag *diag)
{
    return read_raw(decoder, diag);
}

const char *
decoder_settle(struct decoder *decoder, enum encoding told)
{
    enum encoding found = find(decoder, told);
    size_t n_mark = decoder->mark.len;

    if (n_mark
        && str_starts(str_skip(buf_str(&decoder->raw), n_mark),
                      decoder->mark.bytes))
        return "it begins with two byte order marks, of which one would be "
               "part of a name: save it anew as UTF-8";
    if (looks_utf32(buf_str(&decoder->raw)))
        return "it is UTF-32, which is not read: save it as UTF-8";
    if (told == ENCODING_UTF16 && found == ENCODING_FOUND)
        return "it is no UTF-16: there is no mark of it at its start";
    if (!told && !found && is_markless(buf_str(&decoder->raw)))
        return "it looks like UTF-16, and has no mark of it at its start: "
               "--encoding utf-16 reads it";
    if (told && found && found != told)
        return found == ENCODING_UTF8
                   ? "it begins with the mark of UTF-8: leave --encoding out"
                   : "it begins with the mark of UTF-16: leave --encoding out";
    decoder->encoding = found ? found : told ? told : ENCODING_UTF8;
    memmove(decoder->raw.bytes, decoder->raw.bytes + n_mark,
            decoder->raw.len - n_mark);
    decoder->raw.len -= n_mark;
    decode(decoder);
    return NULL;
}

void
decoder_clear(struct decoder *decoder)
{
    buf_clear(&decoder->raw);
    buf_clear(&decoder->text);
}
