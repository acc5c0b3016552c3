/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file of saved responses is written, where it does not show that or
   shows it only to people: told by options and by maps. */
#ifndef ATTUNE_RESPONSE_SOURCE_SETTINGS_H
#define ATTUNE_RESPONSE_SOURCE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "response/decoder.h"

enum source_setting {
#define SETTING(NAME, word, value, help, needs) SETTING_##NAME,
#include "response/source_settings.def"
    N_SOURCE_SETTINGS
};
extern const char *const source_setting_names[N_SOURCE_SETTINGS];

/* All zeros: nothing was told. */
struct source_settings {
    char delimiter; /* 0: found in the header */
    char decimal;   /* 0: a point */
    enum encoding encoding;
    size_t skip_rows;       /* below the header */
    size_t header_row;      /* from 1 on; 0: the first that is not blank */
    struct str date_format; /* date_pattern_is(); empty: ISO 8601 */
    const char *told[N_SOURCE_SETTINGS]; /* in its words; NULL: it was not */
};

/* Puts a cell that is a number with the sign that was told, or that begins with
   its sign (.5), in 'room' as decimal_read() has it; any other stays.  False
   where it is a number with the sign that was not told. */
enum { SETTINGS_NUMBER_ROOM = 64 };
bool source_settings_number(const struct source_settings *settings,
                            struct str *text,
                            char room[SETTINGS_NUMBER_ROOM]) MUST_USE;

/* A day, and its time where one is written behind it, else TIME_NONE: by the
   pattern that was told, and as in ISO 8601 unless the pattern looks like
   that. */
bool source_settings_date(const struct source_settings *settings,
                          struct str text, int32_t *days,
                          int32_t *seconds) MUST_USE;
/* Adds what would help where a cell is no date. */
void source_settings_date_hint(const struct source_settings *settings,
                               struct str text, struct buf *hint);

/* Takes one setting by its name; what it keeps is the arena's.  NULL, or what
   is wrong ("delimiter is a comma, a semicolon or 'tab'"): there is no such
   setting, it has no such value, or another was told before. */
const char *source_settings_put(struct source_settings *settings,
                                struct str name, struct str value,
                                struct arena *arena) MUST_USE;

#endif
