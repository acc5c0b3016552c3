/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune merge: its options; the parts are read by part.c and joined as a run
   of score whose rows are there already (score_merge.c). */
#include "cli/command.h"

#include "base/file.h"
#include "cli/part.h"

struct merge_args {
    const char *output;
    const char *manifest;
    bool is_quiet;
};

#define AT(member) offsetof(struct merge_args, member)
static const struct option_entry merge_options[] = {
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write the scores to FILE, whole or not at all (default: standard "
     "output)"},
    {"manifest", 0, OPTION_OUTPUT, AT(manifest), "FILE", NULL,
     "write what went in and came out of the whole run, with digests and "
     "counts, to FILE as JSON"},
    {"quiet", 'q', OPTION_FLAG, AT(is_quiet), NULL, NULL,
     "no summary at the end"},
    {.name = NULL},
};

/* What is joined must still be there afterwards. */
static bool
spares_parts(const struct parts *parts, const char *output,
             struct context *context)
{
    bool ok = true;

    for (size_t i = 0; ok && output && i < parts->n; i++)
        ok = load_spare(context, output, parts->items[i].path, "what is merged")
             && load_spare(context, output, parts->items[i].record_path,
                           "what is merged");
    return ok;
}

/* What the parts name is known now: all else is given up before it is read. */
static bool
confine_again(struct context *context, const struct score_args *args,
              const struct text_list *files, const struct text_list *parts)
{
    struct text_list read = {0};

    for (size_t i = 0; i < files->n; i++)
        *vec_add(context->arena, &read) = files->items[i];
    for (size_t i = 0; i < parts->n; i++)
        *vec_add(context->arena, &read) = parts->items[i];
    return command_confine(context, &cmd_score, args, &read);
}

static enum exit_status
run_merge(struct context *context, const void *memory,
          const struct text_list *operands)
{
    const struct merge_args *wanted = memory;
    struct score_args *args = ARENA_NEW(context->arena, struct score_args);
    struct text_list files = {0};
    struct parts parts;

    if ((!operands->n
         && !context_refuse(context, "attune merge scores-*.csv -o scores.csv",
                            "which parts are to be merged is not said"))
        || !parts_read(operands, context->arena, context->diag, &parts)
        || !spares_parts(&parts, wanted->output ? wanted->output : "-", context)
        || !spares_parts(&parts, wanted->manifest, context)
        || !parts_args(&parts, context, args, &files))
        return EXIT_DONE;
    args->output = wanted->output;
    args->manifest = wanted->manifest;
    args->is_quiet = wanted->is_quiet;
    if (!confine_again(context, args, &files, operands))
        return EXIT_DONE;
    return score_run(context, args, &files, &parts);
}

const struct command cmd_merge = {
    .name = "merge",
    .summary = "join the parts of a run of score that was shared out",
    .operands = "PART...",
#include "cli/manual/merge.inc"
    .options = merge_options,
    .args_size = sizeof(struct merge_args),
    .needs = READS_ALL,
    .run = run_merge,
};
