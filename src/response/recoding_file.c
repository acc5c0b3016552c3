/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules out of a map, line by line; see recoding.h. */
#include "response/recoding.h"

#include "base/file.h"
#include "response/csv_table.h"

enum { LIMIT_MAP_SIZE = 16 << 20 }; /* bytes */

enum map_column { MAP_ITEM, MAP_COLUMN, MAP_FROM, MAP_TO, N_MAP_COLUMNS };

static const char *const map_words[] = {"item", "column", "from", "to"};

/* "@NAME,,,VALUE" */
static bool
take_setting(struct csv_table *table, const struct data_rule *rule,
             struct source_settings *settings)
{
    struct str name = str_skip(rule->item, 1);

    if (rule->header.len || rule->from.len)
        return csv_table_refuse(table, "a setting has its value in 'to', and "
                                       "neither column nor from");
    const char *problem =
        source_settings_put(settings, name, rule->to, table->arena);
    return !problem || csv_table_refuse(table, problem);
}

static bool
take_line(struct csv_table *table, struct rule_list *rules,
          struct source_settings *settings)
{
    struct data_rule rule = {
        .item = csv_table_cell(table, MAP_ITEM),
        .header = csv_table_cell(table, MAP_COLUMN),
        .from = csv_table_cell(table, MAP_FROM),
        .to = csv_table_cell(table, MAP_TO),
    };

    if (str_starts(rule.item, "@"))
        return take_setting(table, &rule, settings);
    if (str_starts(rule.item, "?"))
        return csv_table_refuse(table,
                                "a draft was not sure of it: read the line, "
                                "and take the '?' away or the line");
    if (data_rule_drops(&rule)
        && (rule.from.len || rule.to.len || !rule.header.len))
        return csv_table_refuse(table, "a line '-' has a column, which is "
                                       "dropped, and nothing else");
    if (!rule.item.len || (rule.from.len && !rule.to.len)
        || (!rule.header.len && !rule.from.len))
        return csv_table_refuse(
            table, rule.item.len && rule.from.len
                       ? "'to' is missing: an answer, or of a fact what it "
                         "says, or why "
                         "there is none: skipped, declined, unknown, "
                         "not-applicable, not-asked or unclear"
                       : "a line has an item, and a column, or from and to, or "
                         "all of them");
    rule.place = csv_table_place(table);
    *vec_add(table->arena, rules) = rule;
    return true;
}

bool
recoding_read_map(const char *path, struct rule_list *rules,
                  struct source_settings *settings, struct arena *arena,
                  struct diag *diag)
{
    struct csv_table table = {
        .path = path,
        .columns = map_words,
        .n_columns = N_MAP_COLUMNS,
        .n_needed = 1,
        .has_comments = true,
        .message = MSG_DATA_MAP,
        .arena = arena,
        .diag = diag,
    };
    bool is_bad = false;
    bool ok = true;

    if (!file_read_whole(path, LIMIT_MAP_SIZE, arena, &table.bytes, diag)
        || !csv_table_open(&table,
                           "the first line names the columns: item, and of "
                           "column, from and to those that are there, each "
                           "once, and no other"))
        return false;
    while (csv_table_next(&table, &is_bad) || is_bad) {
        ok &= !is_bad && take_line(&table, rules, settings);
        is_bad = false;
    }
    return ok;
}
