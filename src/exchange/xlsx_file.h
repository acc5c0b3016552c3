/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the format xlsx share; others know source.h. */
#ifndef ATTUNE_EXCHANGE_XLSX_FILE_H
#define ATTUNE_EXCHANGE_XLSX_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

/* ---- xlsx_zip.c: the archive ---- */

enum { XLSX_LIMIT_PART_SIZE = 256 << 20 /* bytes, unpacked */ };

struct xlsx_zip;

/* 'bytes' must live as long.  NULL where they are no archive: then '*why' says
   so in a few words. */
struct xlsx_zip *xlsx_zip_open(struct str bytes, struct arena *arena,
                               const char **why) MUST_USE;
void xlsx_zip_close(struct xlsx_zip *zip); /* NULL is allowed */

/* Unpacks a part, which may be a bomb: not more than its limit, and not more
   than the archive says.  The caller clears '*part' either way.  False where
   there is none of that name (then '*why' is NULL), or after setting '*why'. */
bool xlsx_zip_read(struct xlsx_zip *zip, const char *name, struct buf *part,
                   struct arena *arena, const char **why) MUST_USE;

/* ---- xlsx_number.c: what a person sees of a number ---- */

enum xlsx_form {
    XLSX_PLAIN,
    XLSX_DATE,
    XLSX_TIME,
    XLSX_DATE_TIME,
    XLSX_ELAPSED, /* hours that go on beyond 24 */
    XLSX_PERCENT,
    XLSX_ZEROS /* 0000: as many digits at least */
};

struct xlsx_format {
    enum xlsx_form form;
    int n_digits; /* of XLSX_ZEROS */
};

/* By the code of a number format, or by the number of one that every program
   knows. */
struct xlsx_format xlsx_format_read(struct str code);
struct xlsx_format xlsx_format_known(int32_t id);

/* Adds a cell's number: dates as 2026-03-31, with their time as 2026-03-31
   14:30:15; a date that there is not in the way that shows it is none. */
void xlsx_number_add(struct buf *out, double number, struct xlsx_format format,
                     bool is_1904);

/* ---- xlsx_sheet.c ---- */

struct source_file;

/* What cells of a sheet refer to. */
struct xlsx_book {
    struct VEC(struct str) strings;
    struct VEC(struct xlsx_format) styles;
    bool is_1904;
};

/* Reads the shared strings; the rows of a sheet into the held table of the
   file.  False with '*why' in a few words, the arena's. */
bool xlsx_strings_read(struct str part, struct xlsx_book *book,
                       struct arena *arena, const char **why) MUST_USE;
bool xlsx_sheet_read(struct str part, const struct xlsx_book *book,
                     struct source_file *file, struct arena *arena,
                     const char **why) MUST_USE;

#endif
