/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune export: 'attune score' whose scores are for another program. */
#include "cli/command.h"

#include <stdio.h>
#include "cli/score_run.h"

static const struct {
    const char *word;
    int format; /* of sink_formats */
} exports[] = {
#define FORMAT(word, help)
#define EXPORT(word, help) {#word, SINK_##word},
#include "output/formats.def"
#undef EXPORT
#undef FORMAT
};

#define AT(member) offsetof(struct score_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry options[] = {
    {"output", 'o', OPTION_TEXT, AT(output), "FILE", NULL,
     "write the scores to FILE, whole or not at all"},
#include "cli/scores_options.def"
#include "cli/source_options.def"
    {.name = NULL},
};

static bool
find_format(struct context *context, const struct text_list *operands,
            int *format)
{
    const char *word = operands->n ? operands->items[0] : NULL;

    for (size_t i = 0; word && i < N_ELEMENTS(exports); i++)
        if (str_is(str_from(word), exports[i].word)) {
            *format = exports[i].format;
            return true;
        }
    return context_refuse(context, "the formats are: sav",
                          word ? "there is no format '%s'"
                               : "which format? the first operand names it",
                          word);
}

static enum exit_status
run_export(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct score_args args = *(const struct score_args *)memory;
    struct text_list files = {0};

    if (!find_format(context, operands, &args.format))
        return EXIT_USAGE;
    if (!args.output
        && !context_refuse(context, NULL, "--output names the file"))
        return EXIT_USAGE;
    for (size_t i = 1; i < operands->n; i++)
        *vec_add(context->arena, &files) = operands->items[i];
    return score_run(context, &args, &files, NULL);
}

const struct command cmd_export = {
    .name = "export",
    .summary = "write scores for another program",
    .operands = "FORMAT [FILE...]",
#include "cli/manual/export.inc"
    .options = options,
    .tells_figures = true,
    .args_size = sizeof(struct score_args),
    .run = run_export,
};
