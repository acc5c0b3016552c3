/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what is read from being written over; see overwrite_guard.h. */
#include "cli/overwrite_guard.h"

#include <string.h>
#include "base/file.h"

static bool
refuse(struct context *context, const char *output, const char *of_what)
{
    return context_refuse(context, "name another file for it",
                          "the output would take the place of %s: '%s'",
                          of_what, output);
}

static bool
spare(struct context *context, const char *output, const char *input)
{
    return !file_is_same(output, input)
           || refuse(context, output, "what is read");
}

/* Nothing that attune puts out is XML, and much that it rests on is: wordings
   that were not looked at, instruments of others, report templates. */
static bool
spare_definition(struct context *context, const char *output)
{
    return !str_ends(str_from(output), ".xml") || !file_exists(output)
           || refuse(context, output, "a definition");
}

/* Its definition, and the wording files that were looked at. */
static bool
spare_instrument(struct context *context, const char *output,
                 const struct instrument *instrument)
{
    bool ok = spare(context, output, instrument->path);

    for (size_t i = 0; ok && i < instrument->n_words; i++)
        if (instrument->words[i].path)
            ok = spare(context, output, instrument->words[i].path);
    return ok;
}

bool
overwrite_guard(struct context *context, const char *output,
                const struct text_list *files, const struct loaded *loaded)
{
    bool ok = true;

    if (!output || strcmp(output, "-") == 0)
        return true;
    for (size_t i = 0; ok && i < files->n; i++)
        ok = spare(context, output, files->items[i]);
    for (size_t i = 0; ok && i < loaded->n; i++)
        ok = spare_instrument(context, output, loaded->instruments[i]);
    return ok && spare_definition(context, output);
}
