/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings by their names; see source_settings.h. */
#include "response/source_settings.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

enum { LIMIT_ROWS = 1000 }; /* that are passed over */

const char *const source_setting_names[N_SOURCE_SETTINGS] = {
#define SETTING(NAME, word, value, help, needs) [SETTING_##NAME] = word,
#include "response/source_settings.def"
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
    case SETTING_DECIMAL:
        settings->decimal = str_is(value, ",") ? ',' : '.';
        return str_is(value, ",") || str_is(value, ".");
    case SETTING_ENCODING:
        return encoding_read(value, &settings->encoding);
    case SETTING_SKIP_ROWS:
        return put_rows(value, &settings->skip_rows);
    case SETTING_HEADER_ROW:
        return put_rows(value, &settings->header_row);
    case SETTING_DATE_FORMAT:
        settings->date_format = value;
        return date_pattern_is(value);
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

/* ---- cells as they are told to be written ---- */

bool
source_settings_number(const struct source_settings *settings, struct str *text,
                       char room[SETTINGS_NUMBER_ROOM])
{
    char sign = settings->decimal ? settings->decimal : '.';
    size_t begin = text->len && text->bytes[0] == '-';
    bool is_short = text->len > begin && text->bytes[begin] == sign;
    struct decimal number;
    size_t n = 0;

    if (!text->len || (sign == '.' && !is_short)
        || text->len + 2 > SETTINGS_NUMBER_ROOM)
        return true;
    if (sign != '.' && memchr(text->bytes, '.', text->len))
        return !decimal_read(*text, &number);
    for (size_t i = 0; i < text->len; i++) {
        if (is_short && i == begin)
            room[n++] = '0';
        room[n++] = text->bytes[i] == sign ? '.' : text->bytes[i];
    }
    if (decimal_read((struct str){room, n}, &number))
        *text = (struct str){room, n};
    return true;
}

bool
source_settings_date(const struct source_settings *settings, struct str text,
                     int32_t *days, int32_t *seconds)
{
    struct str pattern = settings->date_format;

    *seconds = TIME_NONE;
    if (pattern.len && date_pattern_read(pattern, text, days, seconds))
        return true;
    if (pattern.len && str_starts(pattern, "Y-"))
        return false;
    return date_read(text, days) || date_time_read(text, days, seconds);
}

void
source_settings_date_hint(const struct source_settings *settings,
                          struct str text, struct buf *hint)
{
    if (!settings->date_format.len) {
        date_add_hint(text, hint);
        return;
    }
    buf_add_text(hint, "dates are told to be written as ");
    utf8_add_shown(hint, settings->date_format);
}
