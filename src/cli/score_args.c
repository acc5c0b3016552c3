/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of attune score as a table, and which of them go together. */

#include "cli/score_run.h"
#include <string.h>
#include "base/file.h"
#include "base/num.h"
#include "output/sink.h"
#include "score/judge.h"

/* Each thread has buffers of its own: more would only eat memory. */
enum { LIMIT_THREADS = 256, LIMIT_SHARDS = 100000 };

static const char *const format_names[] = {
#define FORMAT(word, help) #word,
#define EXPORT(word, help)
#include "output/formats.def"
    NULL,
};

static const char format_help[] = ""
#define FORMAT(word, help) help
#define EXPORT(word, help)
#include "output/formats.def"
    ;

#define AT(member) offsetof(struct score_args, member)
#define READING(member) AT(reading.member)
const struct option_entry score_options[] = {
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write the scores to FILE, whole or not at all (default: standard "
     "output)"},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT", format_names, format_help},
    {"long", 0, OPTION_FLAG, AT(is_long), NULL, NULL,
     "one row for each administration and scale, with the instrument's edition "
     "and digest"},
    {"rescore", 0, OPTION_FLAG, AT(is_again), NULL, NULL,
     "of the casebook: take definitions as they are now, where they are not as "
     "they were kept, and list each score that is another"},
#include "cli/scores_options.def"
    {"couples", 0, OPTION_FLAG, AT(with_couples), NULL, NULL,
     "write a row for each couple, pair of sessions and scale instead: both "
     "scores, the gap between them, how alike the answers are"},
    {"manifest", 0, OPTION_OUTPUT, AT(manifest), "FILE", NULL,
     "write what went in and came out, with digests and counts, to FILE as "
     "JSON"},
    {"shard", 0, OPTION_TEXT, AT(shard), "K/N", NULL,
     "score the K-th of N parts of the file's rows, 'attune merge' joins them; "
     "what it needs for that goes to the output's name with '.shard' behind "
     "it"},
    {"raw", 0, OPTION_FLAG, AT(is_raw), NULL, NULL,
     "leave the apostrophe that guards text cells against spreadsheets as it "
     "is"},
#include "cli/source_options.def"
    {.name = NULL},
};

static bool
knows_norm(const struct loaded *loaded, const char *id)
{
    for (size_t i = 0; i < loaded->n; i++) {
        const struct instrument *instrument = loaded->instruments[i];
        for (size_t s = 0; s < instrument->n_scales; s++) {
            const struct scale *scale = &instrument->scales[s];
            if (judge_norm(scale, id))
                return true;
            for (size_t t = 0; t < scale->n_norm_tables; t++)
                if (str_is(str_from(id), scale->norm_tables[t].id))
                    return true;
        }
    }
    return false;
}

/* Of couples there is one kind of row. */
static bool
fits_couples(const struct score_args *args)
{
    return !args->with_changes && !args->with_details && !args->is_long
           && !args->is_rounded && !args->prefix && !args->norm
           && !args->with_care && !args->manifest
           && sink_formats[args->format]->delimiter;
}

bool
shard_read(const char *text, size_t *number, size_t *n_shards)
{
    const char *slash = strchr(text, '/');
    struct str left = {text, slash ? (size_t)(slash - text) : 0};
    int32_t k;
    int32_t n;

    if (!slash || !whole_read(left, &k) || !whole_read(str_from(slash + 1), &n)
        || k < 1 || k > n || n > LIMIT_SHARDS)
        return false;
    *number = (size_t)k;
    *n_shards = (size_t)n;
    return true;
}

/* A shard prints rows one by one, and knows nothing of those of the others. */
static bool
fits_shard(const struct score_args *args, struct context *context)
{
    size_t number;
    size_t n_shards;

    if (!shard_read(args->shard, &number, &n_shards))
        return context_refuse(context, NULL, "--shard needs K/N, not '%s'",
                              args->shard)
               || diag_hint(context->diag,
                            "as in 2/8, the second of eight; N at most %d",
                            LIMIT_SHARDS);
    if (args->with_changes || args->with_couples)
        return context_refuse(context, "it needs the rows of other shards",
                              "--shard takes no --change or --couples");
    if (!sink_formats[args->format]->delimiter)
        return context_refuse(context, NULL, "--shard writes csv or tsv");
    if (args->manifest)
        return context_refuse(
            context, "'attune merge --manifest' writes that of the whole run",
            "--shard takes no --manifest");
    if (!args->output || file_is_stream(args->output))
        return context_refuse(context, "each shard has a file of its own",
                              "--shard needs --output FILE");
    return true;
}

/* Options that do not go together, or name what is not there. */
bool
score_args_check(const struct score_args *args, const struct loaded *loaded,
                 struct context *context)
{
    if (args->shard && !fits_shard(args, context))
        return false;
    if (args->with_couples && !fits_couples(args))
        return context_refuse(context, "its format is csv or tsv",
                              "--couples takes no --change, --details, "
                              "--quality, --long, --round, --prefix, --norm "
                              "or --manifest");
    if (sink_formats[args->format]->is_document
        && (args->is_long || args->is_rounded || args->prefix))
        return context_refuse(
            context, "it holds every score with all its details",
            "--format %s takes no --long, --round or --prefix",
            format_names[args->format]);
    if (args->baseline && !args->with_changes)
        return context_refuse(context, NULL, "--baseline needs --change");
    if (!context_takes_baseline(context, args->baseline))
        return false;
    if (args->n_threads > LIMIT_THREADS)
        return context_refuse(context, NULL, "--threads is 256 at most");
    if (args->manifest && strcmp(args->manifest, "-") == 0 && !args->output)
        return context_refuse(
            context, NULL,
            "the manifest and the scores cannot both go to standard output");
    if (args->norm && !knows_norm(loaded, args->norm))
        return context_refuse(context, "'attune show INSTRUMENT' tells them",
                              "no scale has the norm '%s'", args->norm);
    return true;
}
