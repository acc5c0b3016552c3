/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file of saved responses is written, where it does not show that or
   shows it only to people: told by options and by maps. */
#ifndef ATTUNE_RESPONSE_SOURCE_SETTINGS_H
#define ATTUNE_RESPONSE_SOURCE_SETTINGS_H

#include <stddef.h>
#include "base/arena.h"
#include "base/str.h"
#include "response/decoder.h"

enum source_setting {
#define SETTING(NAME, word, value, help, needs) SETTING_##NAME,
#include "response/source_settings.def"
#undef SETTING
    N_SOURCE_SETTINGS
};
extern const char *const source_setting_names[N_SOURCE_SETTINGS];

/* All zeros: nothing was told. */
struct source_settings {
    char delimiter; /* 0: found in the header */
    enum encoding encoding;
    size_t skip_rows;  /* below the header */
    size_t header_row; /* from 1 on; 0: the first that is not blank */
    const char *told[N_SOURCE_SETTINGS]; /* in its words; NULL: it was not */
};

/* Takes one setting by its name; what it keeps is the arena's.  NULL, or what
   is wrong ("delimiter is a comma, a semicolon or 'tab'"): there is no such
   setting, it has no such value, or another was told before. */
const char *source_settings_put(struct source_settings *settings,
                                struct str name, struct str value,
                                struct arena *arena) MUST_USE;

#endif
