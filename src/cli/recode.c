/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns and codes of other people's data; see source_args.h. */
#include "cli/source_args.h"

#include <string.h>
#include "base/num.h"
#include "response/recoding.h"

struct code_list VEC(struct data_code);

/* ---- --column and --missing ---- */

/* Parts "LEFT=RIGHT"; false after adding that it is none. */
static bool
split(struct context *context, const char *option, const char *text,
      struct str *left, struct str *right)
{
    const char *equals = strchr(text, '=');

    if (!equals || equals == text || !equals[1])
        return context_refuse(context, NULL,
                              "%s needs two parts around a '=', not '%s'",
                              option, text);
    *left = (struct str){text, (size_t)(equals - text)};
    *right = str_from(equals + 1);
    return true;
}

static bool
take_columns(struct context *context, const struct text_list *texts,
             struct rule_list *rules)
{
    bool ok = true;

    for (size_t i = 0; i < texts->n; i++) {
        struct data_rule *rule = vec_add(context->arena, rules);
        ok &= split(context, "--column", texts->items[i], &rule->item,
                    &rule->header);
    }
    return ok;
}

/* A number is a code, which an instrument may declare, too; a word is a value
   of every item. */
static bool
take_code(struct context *context, const char *text, struct code_list *codes,
          struct rule_list *rules)
{
    struct data_code code;
    struct str left, right;

    if (!split(context, "--missing", text, &left, &right))
        return false;
    code.kind = answer_kind_of_word(right);
    if (code.kind == ANSWERED)
        return context_refuse(context,
                              "the kind is one of skipped declined unknown "
                              "not-applicable not-asked unclear",
                              "--missing needs CODE=KIND, not '%s'", text);
    if (decimal_read(left, &code.code))
        *vec_add(context->arena, codes) = code;
    else
        *vec_add(context->arena, rules) =
            (struct data_rule){.item = STR("*"), .from = left, .to = right};
    return true;
}

/* One code is one kind. */
static bool
check_codes(const struct context *context, const struct code_list *codes)
{
    bool ok = true;

    for (size_t i = 0; i < codes->n; i++) {
        const struct data_code *code = &codes->items[i];
        const struct data_code *first = codes->items;
        struct buf number SCOPED(buf_clear) = {0};
        while (decimal_compare(first->code, code->code))
            first++;
        if (first->kind == code->kind)
            continue;
        num_add(&number, decimal_value(code->code));
        diag_add(context->diag, MSG_MAP_CONTRADICTS, (struct place){0},
                 "'--missing %s=%s'", buf_text(&number),
                 answer_kind_names[code->kind]);
        ok = diag_hint(context->diag, "the other is '--missing %s=%s'",
                       buf_text(&number), answer_kind_names[first->kind]);
    }
    return ok;
}

static bool
take_codes(struct context *context, const struct text_list *texts,
           struct response_options *options, struct rule_list *rules)
{
    struct code_list codes = {0};
    bool ok = true;

    for (size_t i = 0; i < texts->n; i++)
        ok &= take_code(context, texts->items[i], &codes, rules);
    ok &= check_codes(context, &codes);
    options->codes = codes.items;
    options->n_codes = codes.n;
    return ok;
}

/* ---- --value ---- */

static bool
split_value(const char *text, struct data_rule *rule)
{
    const char *colon = strchr(text, ':');
    const char *equals = colon ? strchr(colon, '=') : NULL;

    if (!equals)
        return false;
    rule->item = (struct str){text, (size_t)(colon - text)};
    rule->from =
        str_trim((struct str){colon + 1, (size_t)(equals - colon) - 1});
    rule->to = str_trim(str_from(equals + 1));
    return rule->item.len && rule->from.len && rule->to.len;
}

static bool
take_values(struct context *context, const struct text_list *texts,
            struct rule_list *rules)
{
    bool ok = true;

    for (size_t i = 0; i < texts->n; i++) {
        if (!split_value(texts->items[i], vec_add(context->arena, rules)))
            ok = context_refuse(context, NULL,
                                "--value needs ITEM:FROM=TO, not '%s'",
                                texts->items[i]);
    }
    return ok;
}

/* ---- settings of files ---- */

static bool
take_settings(struct context *context, const struct source_args *args,
              struct source_settings *settings)
{
    bool ok = true;

    for (size_t i = 0; i < N_SOURCE_SETTINGS; i++) {
        const char *text = args->settings[i];
        const char *problem = text ? source_settings_put(
                                  settings, str_from(source_setting_names[i]),
                                  str_from(text), context->arena)
                                   : NULL;
        if (problem)
            ok = context_refuse(context, NULL, "--%s, not '%s'", problem, text);
    }
    return ok;
}

/* ---- what is passed on ---- */

static void
take_kept(struct context *context, const struct source_args *args,
          struct response_options *options, struct rule_list *rules)
{
    const char **kept = ARENA_ARRAY(context->arena, args->keep.n, const char *);

    options->keep = kept;
    options->n_keep = 0;
    for (size_t i = 0; i < args->keep.n; i++) {
        if (str_is(STR("named"), args->keep.items[i]))
            *vec_add(context->arena, rules) =
                (struct data_rule){.item = STR("-"), .header = STR("*")};
        else
            kept[options->n_keep++] = args->keep.items[i];
    }
    for (size_t i = 0; i < args->drop.n; i++)
        *vec_add(context->arena, rules) = (struct data_rule){
            .item = STR("-"), .header = str_from(args->drop.items[i])};
}

/* ---- one row an item ---- */

/* Takes out the rules that say in which columns items and answers stand. */
static void
take_long(struct context *context, const struct source_args *args,
          struct response_options *options, struct rule_list *rules)
{
    size_t n = 0;

    options->is_long = args->is_long_in;
    for (size_t i = 0; args->is_long_in && i < rules->n; i++) {
        const struct data_rule *rule = &rules->items[i];
        const char **told =
            str_equal_nocase(rule->item, STR("item"))    ? &options->long_item
            : str_equal_nocase(rule->item, STR("value")) ? &options->long_value
                                                         : NULL;

        if (told && rule->header.len && !rule->from.len)
            *told = arena_text(context->arena, rule->header);
        else
            rules->items[n++] = *rule;
    }
    if (args->is_long_in)
        rules->n = n;
}

/* Those of maps come behind those of the options. */
bool
recode_fill(const struct source_args *args, struct context *context,
            struct response_options *options)
{
    struct rule_list rules = {0};
    bool ok = take_settings(context, args, &options->settings)
              && take_codes(context, &args->codes, options, &rules)
              && take_columns(context, &args->columns, &rules)
              && take_values(context, &args->values, &rules);

    take_kept(context, args, options, &rules);
    for (size_t i = 0; ok && i < args->maps.n; i++)
        ok = recoding_read_map(args->maps.items[i], &rules, &options->settings,
                               context->arena, context->diag);
    take_long(context, args, options, &rules);
    options->rules = rules.items;
    options->n_rules = rules.n;
    return ok;
}
