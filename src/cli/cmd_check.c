/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune check: is a file right?  Instruments (with their worked examples),
   wordings and report templates. */
#include "cli/command.h"

#include <string.h>
#include "base/file.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "instrument/read.h"
#include "instrument/wording.h"
#include "render/draw.h"
#include "report/report.h"
#include "report/template.h"
#include "proof/proof.h"
#include "xml/schema.h"
#include "xml/xml.h"
#include "output/working.h"

struct check_args {
    const char *folder;
    bool all;
};

/* So many texts that a wording lacks are named without being asked for. */
enum { MOST_LACKING = 5 };

static const struct option_entry check_options[] = {
    {"all", 0, OPTION_FLAG, offsetof(struct check_args, all), NULL, NULL,
     "name every text that a wording lacks (default: up to five, else how "
     "many)"},
    {"instruments", 0, OPTION_TEXT, offsetof(struct check_args, folder),
     "FOLDER", NULL, "look for a wording's instrument in FOLDER first"},
    {.name = NULL},
};

/* What was found out about one file. */
struct checked {
    const char *path;
    bool names_all; /* of what a wording lacks */
    struct str bytes;
    size_t n_examples_held;
    size_t n_examples;
    size_t n_texts; /* that a wording needs, and those that it lacks */
    size_t n_lacking;
};

/* The name of the root element, as far as it can be seen without reading the
   file properly; what is wrong with the file is said by its reader. */
static struct str
root_name(struct str bytes)
{
    const char *at = bytes.bytes;
    const char *end = bytes.bytes + bytes.len;

    while (at && at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
        const char *name = ++at;
        if (end - at >= 3 && memcmp(at, "!--", 3) == 0) {
            while (at < end && !(end - at >= 3 && memcmp(at, "-->", 3) == 0))
                at++;
            continue;
        }
        if (at < end && (*at == '?' || *at == '!'))
            continue;
        while (at < end && !strchr(" \t\r\n/>", *at))
            at++;
        const char *colon = memchr(name, ':', (size_t)(at - name));
        name = colon ? colon + 1 : name;
        return (struct str){name, (size_t)(at - name)};
    }
    return (struct str){0};
}

static bool
check_instrument(struct context *context, struct library *library,
                 struct checked *checked)
{
    const struct instrument_finder finder =
        library_finder(library, checked->path);
    const struct instrument *instrument = instrument_read_using(
        checked->path, checked->bytes, &finder, context->arena, context->diag);

    if (!instrument)
        return false;
    instrument_check_figures(instrument, context->diag);
    const struct plan *plan = plan_compile(instrument, context->arena);
    checked->n_examples = instrument->n_examples;
    return proof_run(plan, working_add, &checked->n_examples_held,
                     context->diag);
}

static bool
check_wording(struct context *context, struct checked *checked,
              const struct instrument *instrument)
{
    struct wording_texts all = {0};
    struct wording_texts lacking = {0};
    bool ok = wording_read(checked->path, checked->bytes, instrument, &lacking,
                           context->arena, context->diag);
    wording_list(instrument, &all, context->arena);
    checked->n_texts = all.n;
    checked->n_lacking = lacking.n;
    if (checked->names_all || lacking.n <= MOST_LACKING)
        wording_report(&lacking, context->arena, context->diag);
    else
        wording_tell(checked->path, lacking.n, all.n, context->diag);
    return ok;
}

/* The definition beside NAME[.N].LANG.xml; else the one that a shelf has. */
static const struct instrument *
instrument_of_wording(struct context *context, struct library *library,
                      const char *path)
{
    char *stem = arena_text(context->arena, str_from(path));
    char *slash = strrchr(stem, '/');
    char *name = slash ? slash + 1 : stem;

    for (int i = 0; i < 2; i++) {
        char *dot = strrchr(name, '.');
        if (dot)
            *dot = '\0';
    }
    const char *beside = arena_printf(context->arena, "%s.xml", stem);
    if (file_exists(beside))
        return library_load(library, beside, NULL, 0, context->diag);
    char *dot = strrchr(name, '.');
    int32_t edition = 0;
    if (dot && whole_read(str_from(dot + 1), &edition))
        *dot = '\0';
    return library_load_id(library, str_from(name), edition, context->diag);
}

/* A page of all that the template says itself, in each language. */
static const struct document *
lay_out_trial(const void *aux, size_t number, const struct measure *measure,
              struct arena *arena)
{
    const struct template *const *templates = aux;

    return report_trial(templates[number], (enum language)number, measure,
                        arena);
}

/* Whether the picture is one as a whole, and a font has each letter, is seen
   where they are drawn. */
static bool
draw_trials(struct context *context, const struct checked *checked,
            const struct template *const *templates)
{
    struct diag *diag SCOPED(diag_drop) = diag_new();
    struct draw *draw = draw_begin(&(struct draw_job){.format = DRAW_PDF,
                                                      .lay_out = lay_out_trial,
                                                      .aux = templates,
                                                      .n = N_LANGUAGES,
                                                      .language = LANG_EN});
    struct str bytes;
    bool is_good = true;

    for (size_t i = 0; is_good && i < N_LANGUAGES; i++)
        is_good = draw_next(draw, context->arena, &bytes, diag);
    draw_end(draw);
    diag_move_at(context->diag, diag, (struct place){.file = checked->path});
    return is_good;
}

static bool
check_template(struct context *context, struct library *library,
               const struct checked *checked)
{
    const struct template *templates[N_LANGUAGES];
    const struct template_names names = {.library = library};

    for (int i = 0; i < N_LANGUAGES; i++) {
        templates[i] =
            template_read(checked->path, checked->bytes, (enum language)i,
                          context->arena, context->diag);
        if (!templates[i])
            return false;
    }
    return template_check(templates[0], &names, context->arena, context->diag)
           && draw_trials(context, checked, templates);
}

static bool
check_file(struct context *context, struct library *library,
           struct checked *checked)
{
    if (!file_read_whole(checked->path, XML_LIMIT_SIZE, context->arena,
                         &checked->bytes, context->diag)) {
        if (schema_is_id(str_from(checked->path))
            && !file_exists(checked->path))
            diag_hint(context->diag, "a file is meant: attune check %s.xml",
                      checked->path);
        return false;
    }
    struct str root = root_name(checked->bytes);
    if (str_is(root, "wording")) {
        const struct instrument *instrument =
            instrument_of_wording(context, library, checked->path);
        return instrument && check_wording(context, checked, instrument);
    }
    if (str_is(root, "report")) {
        return check_template(context, library, checked);
    }
    return check_instrument(context, library, checked);
}

static void
add_verdict(struct buf *out, const struct context *context,
            const struct checked *checked)
{
    size_t n_errors = diag_count(context->diag, SEVERITY_ERROR);
    size_t n_warnings = diag_count(context->diag, SEVERITY_WARNING);

    utf8_add_shown(out, str_from(checked->path));
    if (n_errors || n_warnings)
        PRINT_ADD_COUNTS(out, ": # [error|errors], # [warning|warnings]",
                         n_errors, n_warnings);
    else
        buf_add_text(out, ": no problems");
    if (checked->n_examples && !n_errors)
        PRINT_ADD_COUNTS(out, "; # worked [example holds|examples hold]",
                         checked->n_examples);
    if (checked->n_lacking)
        buf_addf(out, "; %zu of %zu texts %s still to be written",
                 checked->n_lacking, checked->n_texts,
                 checked->n_lacking == 1 ? "is" : "are");
    buf_add_char(out, '\n');
}

/* Each file has its own list of problems, so that its verdict counts its own
   only. */
static enum exit_status
check_one(struct context *context, struct library *library, const char *path,
          bool names_all)
{
    struct checked checked = {.path = path, .names_all = names_all};
    struct context own = *context;
    struct buf out SCOPED(buf_clear) = {0};

    own.diag = diag_new();
    own.printing.shows_notes = true;
    check_file(&own, library, &checked);
    diag_sort(own.diag);
    print_problems(&own);
    add_verdict(&out, &own, &checked);
    print_out(context, buf_str(&out));
    enum exit_status status = status_of_problems(own.diag);
    diag_free(own.diag);
    return status;
}

static enum exit_status
run_check(struct context *context, const void *memory,
          const struct text_list *operands)
{
    const struct check_args *args = memory;
    struct library *library = context_library(context, args->folder);
    enum exit_status status = EXIT_DONE;

    if (!operands->n)
        context_refuse(context, "attune check my-instrument.xml",
                       "which file?");
    for (size_t i = 0; i < operands->n; i++)
        status = status_graver(
            status, check_one(context, library, operands->items[i], args->all));
    return status;
}

const struct command cmd_check = {
    .name = "check",
    .summary = "check instruments, wordings and report templates",
    .operands = "FILE...",
#include "cli/manual/check.inc"
    .options = check_options,
    .args_size = sizeof(struct check_args),
    .run = run_check,
};
