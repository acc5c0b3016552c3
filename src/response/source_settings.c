/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings by their names; see source_settings.h. */
#include "response/source_settings.h"

#include "base/buf.h"
#include "base/num.h"

enum { LIMIT_ROWS = 1000 }; /* that are passed over */

const char *const source_setting_names[N_SOURCE_SETTINGS] = {
#define SETTING(NAME, word, value, help, needs) [SETTING_##NAME] = word,
#include "response/source_settings.def"
#undef SETTING
};

static bool
put_delimiter(struct source_settings *settings, struct str value)
{
    if (str_is(value, "tab") || str_is(value, "\t"))
        settings->delimiter = '\t';
    else if (str_is(value, ",") || str_is(value, ";"))
        settings->delimiter = value.bytes[0];
    else
        return false;
    return true;
}

static bool
put_rows(struct str value, size_t *n_rows)
{
    int32_t n;

    if (!whole_read(value, &n) || n < 1 || n > LIMIT_ROWS)
        return false;
    *n_rows = (size_t)n;
    return true;
}

static bool
put(struct source_settings *settings, enum source_setting setting,
    struct str value)
{
    switch (setting) {
    case SETTING_DELIMITER:
        return put_delimiter(settings, value);
    case SETTING_SHEET:
        return value.len > 0;
    case SETTING_ENCODING:
        return encoding_read(value, &settings->encoding);
    case SETTING_SKIP_ROWS:
        return put_rows(value, &settings->skip_rows);
    case SETTING_HEADER_ROW:
        return put_rows(value, &settings->header_row);
    case N_SOURCE_SETTINGS:
        break;
    }
    return false;
}

static const char *
name_settings(struct arena *arena)
{
    struct buf names = {0};

    buf_add_text(&names, "a setting is one of");
    for (size_t i = 0; i < N_SOURCE_SETTINGS; i++)
        buf_addf(&names, " %s", source_setting_names[i]);
    return arena_take(arena, &names);
}

const char *
source_settings_put(struct source_settings *settings, struct str name,
                    struct str value, struct arena *arena)
{
    static const char *const needs[] = {
#define SETTING(NAME, word, value, help, needs) [SETTING_##NAME] = needs,
#include "response/source_settings.def"
#undef SETTING
    };
    size_t i = 0;

    while (i < N_SOURCE_SETTINGS && !str_is(name, source_setting_names[i]))
        i++;
    if (i == N_SOURCE_SETTINGS)
        return name_settings(arena);
    const char **told = &settings->told[i];
    if (*told && !str_is(value, *told))
        return arena_printf(arena, "%s is told twice; the other is '%s'",
                            source_setting_names[i], *told);
    *told = arena_text(arena, value);
    return put(settings, (enum source_setting)i, (struct str){*told, value.len})
               ? NULL
               : arena_printf(arena, "%s is %s", source_setting_names[i],
                              needs[i]);
}
