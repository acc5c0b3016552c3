/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune form: a blank questionnaire to print. */
#include "cli/command.h"

#include <string.h>
#include "base/file.h"
#include "cli/load.h"
#include "cli/print.h"
#include "cli/report_run.h"
#include "render/draw.h"
#include "report/block.h"
#include "report/blank.h"

struct form_args {
    const char *output;
    int format;
    int paper;
    const char *lang;
    bool with_private;
    const char *template;
    const char *folder;
};

#define AT(member) offsetof(struct form_args, member)
static const struct option_entry form_options[] = {
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write the form to FILE, whole or not at all (default: INSTRUMENT.pdf, or "
     ".svg, .png, .txt)"},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT", report_format_names,
     "pdf, svg or png (one picture) or text (its words)"},
    {"paper", 0, OPTION_NAME, AT(paper), "SIZE", report_paper_names,
     "a4 or letter"},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE", NULL,
     "in this language, where a wording file has it"},
    {"with-private", 0, OPTION_FLAG, AT(with_private), NULL, NULL,
     "print private questions, too; paper is found"},
    {"template", 0, OPTION_TEXT, AT(template), "FILE", NULL,
     "begin with the letterhead of this template of reports"},
    OPTION_INSTRUMENTS(AT(folder)),
    {.name = NULL},
};

struct form_run {
    const struct form_args *args;
    struct context *context;
    const struct instrument *instrument;
    const struct block *letterhead; /* NULL: none */
    enum language language;
};

/* Drawn elsewhere, from what this process held when it began to. */
static const struct document *
lay_out(const void *aux, size_t number, const struct measure *measure,
        struct arena *arena)
{
    const struct form_run *run = aux;
    struct document *document = arena_alloc(arena, 1, sizeof *document);

    (void)number;
    *document = *blank_make(run->instrument, run->letterhead,
                            run->args->with_private, run->language,
                            (enum paper)run->args->paper, measure, arena);
    if (run->context->has_epoch)
        document->created_s = run->context->epoch_s;
    return document;
}

static bool
has_questions(struct form_run *run)
{
    for (size_t i = 0; i < run->instrument->n_items; i++)
        if (!run->instrument->items[i].text)
            return context_refuse(
                run->context,
                "it is a skeleton: lay a wording file beside it and name its "
                "language with --lang",
                "'%s' has no words to print", run->instrument->id);
    if (!run->args->with_private
        && blank_withheld(run->instrument) == run->instrument->n_items)
        return context_refuse(run->context, "--with-private prints them",
                              "'%s' has private questions alone",
                              run->instrument->id);
    return true;
}

/* Neither the template nor its picture may be written over. */
static bool
read_letterhead(struct form_run *run, const struct loaded *loaded)
{
    struct context *context = run->context;
    const char *path = run->args->template;
    const char *read[] = {path, NULL};
    struct text_list files = {.items = read, .n = path != NULL};
    const struct template *template;

    if (path) {
        template = report_template_read(path, run->language, context);
        if (!template)
            return false;
        run->letterhead = template_letterhead(template);
    }
    if (path && !run->letterhead)
        return context_refuse(context, NULL, "'%s' has no letterhead", path);
    if (run->letterhead && run->letterhead->logo)
        read[files.n++] = run->letterhead->logo->path;
    return load_guard(context, run->args->output, &files, loaded);
}

static bool
write_form(struct form_run *run, const char *path)
{
    struct diag *diag = run->context->diag;
    struct draw *draw = draw_begin(
        &(struct draw_job){.format = (enum draw_format)run->args->format,
                           .lay_out = lay_out,
                           .aux = run,
                           .n = 1,
                           .language = run->language});
    struct str bytes;
    bool is_good = draw_next(draw, run->context->arena, &bytes, diag)
                   && file_write_whole(path, bytes, diag);

    draw_end(draw);
    return is_good;
}

static void
say_done(const struct form_run *run, const char *path)
{
    size_t n = run->args->with_private ? 0 : blank_withheld(run->instrument);
    struct buf said = {0};

    if (n)
        PRINT_ADD_COUNTS(&said,
                         "left out: # private [question|questions], since "
                         "paper is found; --with-private prints all\n",
                         n);
    if (!run->args->output)
        buf_addf(&said, "wrote %s\n", path);
    print_said(&said);
}

static enum exit_status
run_form(struct context *context, const void *memory,
         const struct text_list *operands)
{
    struct form_run run = {.args = memory, .context = context};
    struct loaded loaded = {.instruments = &run.instrument, .n = 1};
    struct library *library = context_library(context, run.args->folder);

    if (operands->n == 1)
        run.instrument = library_load(library, operands->items[0],
                                      run.args->lang, 0, context->diag);
    else
        context_refuse(context, "'attune list' shows what is installed",
                       "which instrument?");
    if (!run.instrument || !has_questions(&run))
        return EXIT_DONE;
    if (!language_find(str_from(run.instrument->lang), &run.language))
        run.language = LANG_EN;
    if (!read_letterhead(&run, &loaded))
        return EXIT_DONE;
    const char *path = run.args->output
                           ? run.args->output
                           : report_file_name(run.instrument->id, false,
                                              run.args->format, context->arena);
    if (!write_form(&run, path))
        return EXIT_FAILED;
    say_done(&run, path);
    return EXIT_DONE;
}

const struct command cmd_form = {
    .name = "form",
    .summary = "print a blank questionnaire for paper",
    .operands = "INSTRUMENT",
#include "cli/manual/form.inc"
    .options = form_options,
    .args_size = sizeof(struct form_args),
    .needs = WRITES_HERE | DRAWS,
    .run = run_form,
};
