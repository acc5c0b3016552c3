/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune report: one client's sessions as a PDF to talk about. */
#include <config.h>

#include "cli/command.h"

#include <string.h>
#include "base/file.h"
#include "base/map.h"
#include "base/words.h"
#include "change/verdict.h"
#include "cli/print.h"
#include "cli/report_run.h"
#include "output/item_study.h"
#include "render/draw.h"

enum { CONSENTS_LIMIT_SIZE = 16 << 20 };

#define AT(member) offsetof(struct report_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry report_options[] = {
    {"client", 0, OPTION_CODE, AT(client), "CODE", NULL,
     "whose report; may be left out where the file is of one client "
     "only" OPTION_CODE_ASKED},
    {"all", 0, OPTION_FLAG, AT(is_for_all), NULL, NULL,
     "a file for each client, named by the code, into the folder of --output"},
    {"couple", 0, OPTION_CODE, AT(couple), "CODE", NULL,
     "the couple that the page of 'couple' is for" OPTION_CODE_ASKED},
    {"consents", 0, OPTION_TEXT, AT(consents), "FILE", NULL,
     "who of them said yes to it, and when: CSV with the columns client, "
     "scale, date, consent, asked-alone"},
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write the page to FILE, whole or not at all (default: CODE.pdf, or .svg, "
     ".png, .txt; for the clinician CODE.clinician.pdf); with --all the folder "
     "for all of them"},
    {"into", 0, OPTION_OUTPUT, AT(output), "FOLDER", NULL,
     "--output, as a folder is called"},
    {"until", 0, OPTION_TEXT, AT(until), "SESSION", NULL,
     "no session after this one, or after a day, as YYYY-MM-DD or as "
     "--date-format says"},
    {"session", 0, OPTION_TEXT, AT(until), "SESSION", NULL,
     "--until, as the session is called that a page of kind session is about "
     "(default: the latest)"},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT", report_format_names,
     "pdf, svg or png (one picture, the pages below each other) or text (its "
     "words, a line for each row of a table, to read aloud)"},
    {"paper", 0, OPTION_NAME, AT(paper), "SIZE", report_paper_names,
     "a4 or letter"},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE", NULL,
     "the language of the page: en, es, de or ar"},
    {"for", 0, OPTION_TEXT, AT(reader), "READER", NULL,
     "whom the pages are for, of those that KIND is made for: table, client or "
     "clinician (default: whom KIND is for)"},
    {"with-alerts", 0, OPTION_FLAG, AT(with_alerts), NULL, NULL,
     "on the clinician's page: also what the alerts ask"},
    {"baseline", 0, OPTION_TEXT, AT(baseline), "SESSION", NULL,
     "of 'progress' and 'clinician': count changes from this session, or with "
     "FIRST..LAST, as in 1..3, from the mean of these (default: the first with "
     "a score)"},
    {"template", 0, OPTION_TEXT, AT(template), "FILE", NULL,
     "lay the page out as this template says (default: that of KIND)"},
    {"reports", 0, OPTION_TEXT, AT(reports_folder), "FOLDER", NULL,
     "look for report templates in FOLDER first"},
#include "cli/source_options.def"
    {.name = NULL},
};

/* A baseline that was asked for and that no session has. */
static void
check_baseline(const struct report_data *data, struct diag *diag)
{
    for (size_t i = 0; i < data->n_histories; i++)
        if (verdict_has_baseline(data->histories[i], data->baseline))
            return;
    diag_add(diag, MSG_SESSION_NO_BASELINE, (struct place){0},
             "'%s'; no change is judged", data->baseline);
    for (size_t i = 0; i < data->n_histories; i++) {
        history_hint_twins(data->histories[i], data->baseline, diag);
        if (verdict_is_backwards(data->histories[i], data->baseline))
            diag_hint(diag, "FIRST..LAST: it is written backwards");
    }
}

/* ---- the pages of everybody ---- */

struct run {
    const struct report_args *args;
    struct context *context;
    struct data data;
    enum language language;
    enum audience audience;
    const struct consents *consents; /* of a page for two */
    struct report_people people;
    struct report_files files;
    struct amendment_list amendments; /* for the clinician */
};

/* Of a page for two, after the couple. */
static const char *
path_of(const struct run *run, const char *client)
{
    const char *name = report_file_name(
        run->args->couple ? run->args->couple : client,
        run->audience == FOR_CLINICIAN, run->args->format, run->context->arena);

    if (run->args->is_for_all)
        return arena_printf(run->context->arena, "%s/%s", run->args->output,
                            name);
    return run->args->output ? run->args->output : name;
}

static bool
make_data(const struct run *run, const struct report_person *person,
          struct report_data *data, struct diag *diag)
{
    if (!report_people_data(&run->people, person, data, diag))
        return false;
    data->language = run->language;
    data->audience = run->audience;
    data->baseline = run->args->baseline;
    data->with_alerts = run->args->with_alerts;
    if (run->audience == FOR_CLINICIAN)
        data->amendments = &run->amendments;
    data->program_version = PACKAGE_VERSION;
    return true;
}

/* Adds the page of a person; nothing where there can be none. */
static void
add_page(struct run *run, const struct report_person *person, struct diag *diag)
{
    struct report_page page = {.path = path_of(run, person->client)};

    if (!make_data(run, person, &page.data, diag))
        return;
    if (page.data.baseline)
        check_baseline(&page.data, diag);
    if (!page.data.n_histories) {
        diag_add(diag, MSG_NOTHING_TO_DRAW, (struct place){0},
                 "the page has no session");
        diag_hint(diag,
                  "a form left blank is none, and what is private is never "
                  "on a page; 'attune explain' reads it, and 'attune "
                  "score --with-private'");
    }
    run->files.pages[run->files.n++] = page;
}

static void
add_pages(struct run *run)
{
    struct context *context = run->context;
    const struct report_people *people = &run->people;

    run->files.pages =
        ARENA_ARRAY(context->arena, people->persons.n, struct report_page);
    for (size_t i = 0; i < people->persons.n; i++) {
        const struct report_person *person = &people->persons.items[i];
        struct diag *diag SCOPED(diag_drop) = diag_new();

        add_page(run, person, diag);
        if (run->args->is_for_all)
            diag_move_at(context->diag, diag,
                         (struct place){.file = path_of(run, person->client)});
        else
            diag_move(context->diag, diag);
    }
}

/* What others said of a scale that is gone keeps these two from nothing. */
static bool
check_consents(const struct run *run)
{
    const struct person_list *persons = &run->people.persons;
    bool is_good = true;

    for (size_t i = 0; i < persons->n; i++)
        is_good &=
            consents_check(run->consents, persons->items[i].client,
                           run->data.library, run->data.loaded.instruments,
                           run->data.loaded.n, run->context->diag);
    return is_good;
}

/* The page for two.  Whatever stands in its way, it is refused in the same
   words: to know whose no it was, or that there was one, may harm. */
static void
add_page_for_two(struct run *run)
{
    struct context *context = run->context;
    const struct person_list *persons = &run->people.persons;
    struct report_page *page = ARENA_NEW(context->arena, struct report_page);
    struct report_data *partner = ARENA_NEW(context->arena, struct report_data);
    struct diag *diag SCOPED(diag_drop) = diag_new();
    bool is_shared = false;

    if (!check_consents(run))
        return;
    if (persons->n == 2)
        is_shared = make_data(run, &persons->items[0], &page->data, diag)
                    && make_data(run, &persons->items[1], partner, diag);
    page->data.partner = partner;
    page->data.consents = run->consents;
    is_shared = is_shared
                && report_may_be_shared(run->files.template, &page->data,
                                        context->arena);
    if (is_shared) {
        page->path = path_of(run, page->data.client);
        run->files.pages = page;
        run->files.n = 1;
    } else {
        diag_add(context->diag, MSG_JOINT_REFUSED, (struct place){0}, NULL);
    }
}

static void
add_studies(const struct run *run, struct report_data *data)
{
    struct arena *arena = run->context->arena;
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    size_t n = run->people.with_items ? run->data.loaded.n : 0;
    struct study *studies = ARENA_ARRAY(arena, n, struct study);

    for (size_t i = 0; i < n; i++) {
        if (!run->people.items[i])
            continue;
        item_sums_end(run->people.items[i], scratch);
        studies[data->n_studies++] =
            study_of(run->people.items[i], NULL, arena);
    }
    data->studies = studies;
}

/* The page of many. */
static void
add_page_of_all(struct run *run)
{
    struct context *context = run->context;
    const struct person_list *persons = &run->people.persons;
    struct report_page *page = ARENA_NEW(context->arena, struct report_page);
    struct report_data *members =
        ARENA_ARRAY(context->arena, persons->n, struct report_data);

    for (size_t i = 0; i < persons->n; i++)
        if (make_data(run, &persons->items[i], &members[page->data.n_members],
                      context->diag))
            page->data.n_members++;
    page->data.members = members;
    add_studies(run, &page->data);
    page->data.client = "cohort";
    page->data.language = run->language;
    page->data.audience = run->audience;
    page->data.program_version = PACKAGE_VERSION;
    page->path = path_of(run, page->data.client);
    run->files.pages = page;
    run->files.n = 1;
}

/* Nothing that is read may be written over. */
static bool
spares_inputs(const struct run *run, const char *output)
{
    const struct template *template = run->files.template;
    const char *given[] = {run->args->template, run->args->consents};
    const char **read =
        ARENA_ARRAY(run->context->arena, N_ELEMENTS(given) + template->n_blocks,
                    const char *);
    struct text_list files = {.items = read};

    for (size_t i = 0; i < N_ELEMENTS(given); i++)
        if (given[i])
            read[files.n++] = given[i];
    for (size_t i = 0; i < template->n_blocks; i++)
        if (template->blocks[i].logo)
            read[files.n++] = template->blocks[i].logo->path;
    return source_args_guard(&run->data, output)
           && load_guard(run->context, output, &files, &run->data.loaded);
}

/* Codes that differ in case alone would be one file on some disks. */
static bool
check_names(struct run *run)
{
    struct context *context = run->context;
    struct map *names = map_new(context->arena, true);
    bool is_good = true;

    for (size_t i = 0; i < run->files.n; i++) {
        const char *path = run->files.pages[i].path;

        if (!spares_inputs(run, path))
            is_good = false;
        if (map_add(names, str_from(path), i))
            continue;
        diag_add(context->diag, MSG_FILE_NAME_TWICE, (struct place){0}, "'%s'",
                 path);
        diag_hint(
            context->diag,
            "codes that differ in case alone are one name on some disks; make "
            "them differ in more, or make one page at a time with --client");
        is_good = false;
    }
    return is_good;
}

static bool
make_folder(struct run *run)
{
    return !run->args->is_for_all
           || file_make_folder(run->args->output, run->context->diag);
}

static void
say_written(const struct run *run, size_t n_written)
{
    struct buf said = {0};

    if (run->args->is_for_all) {
        PRINT_ADD_COUNTS(&said, "wrote # of # [file|files]", n_written,
                         run->people.persons.n);
        buf_addf(&said, " into %s\n", run->args->output);
    } else if (!run->args->output && n_written) {
        buf_addf(&said, "wrote %s\n", run->files.pages[0].path);
    }
    print_said(&said);
}

static void
print_alerts(const struct run *run)
{
    const struct report_person *person = &run->people.persons.items[0];

    if (run->args->couple) /* who sits there must not learn of any */
        return;
    if (run->people.is_of_everybody)
        source_args_print_alerts(&run->data, NULL, "alerts",
                                 run->people.reading.totals.notices);
    else
        source_args_print_alerts(&run->data, person->client, "alerts",
                                 person->notices);
}

/* ---- what is asked for ---- */

static const struct template *
read_template(struct run *run, const char *kind)
{
    struct context *context = run->context;
    const char *path = run->args->template;

    if (!path)
        path = context_report_path(context, run->args->reports_folder, kind);
    return path ? report_template_read(path, run->language, context) : NULL;
}

/* A template is of one kind, whatever it is called: but a word for a kind, or
   none, never brings the pages of another, which are for other eyes. One in a
   folder may have a name of its own. */
static bool
is_of_kind(const struct run *run, const char *kind, const char *named)
{
    const char *asked = named || run->args->template ? named : "progress";
    bool is_word = asked && !strpbrk(asked, "./");

    if (!is_word || strcmp(asked, kind) == 0)
        return true;
    for (size_t i = 0; !run->args->template && i < N_REPORT_KINDS; i++)
        if (strcmp(asked, report_kind_names[i]) == 0)
            return false;
    return !run->args->template;
}

/* Whom the pages are for is never more than their kind allows. */
static bool
settle_audience(struct run *run, const struct template *template,
                const char *named)
{
    struct context *context = run->context;
    const char *kind = report_kind_names[template->kind];
    const char *reader = run->args->reader;
    struct buf made SCOPED(buf_clear) = {0};

    run->audience = report_kind_audience(template->kind);
    if (!is_of_kind(run, kind, named))
        return context_refuse(context, NULL,
                              "the template is of '%s', not of '%s'", kind,
                              named ? named : "progress");
    if (run->args->with_alerts && template->kind != KIND_CLINICIAN)
        return context_refuse(context, NULL,
                              "--with-alerts is for the kind 'clinician'");
    if (!reader)
        return true;
    for (int i = 0; i < N_AUDIENCES; i++)
        if (strcmp(reader, audience_names[i]) == 0
            && report_kind_is_for(template->kind, (enum audience)i)) {
            run->audience = (enum audience)i;
            return true;
        }
    for (int i = 0; i < N_AUDIENCES; i++)
        if (report_kind_is_for(template->kind, (enum audience)i))
            buf_addf(&made, "%s'%s'", made.len ? " or " : "",
                     audience_names[i]);
    context_refuse(context, NULL, "'%s' is not made for '%s'", kind, reader);
    return diag_hint(context->diag, "it is made for %s", buf_text(&made));
}

/* A page for two is for a couple, and for nobody else. */
static bool
check_couple(struct run *run)
{
    const struct report_args *args = run->args;
    bool is_for_two = run->files.template->kind == KIND_COUPLE;

    if (run->files.template->kind == KIND_COHORT
        && (args->client || args->is_for_all || args->baseline))
        return context_refuse(run->context, NULL,
                              "a page of all clients is of all of them, and "
                              "from the first score of each");
    if (args->baseline
        && (is_for_two || run->files.template->kind == KIND_SESSION))
        return context_refuse(
            run->context, "'progress' and 'clinician' have --baseline",
            "a page of '%s' counts no change from a first score",
            report_kind_names[run->files.template->kind]);
    if (run->data.is_of_casebook && args->consents)
        return context_refuse(run->context,
                              "'attune consent' asks for them, and keeps them",
                              "the casebook knows who said yes");
    if (is_for_two ? args->couple && *args->couple
                         && (args->consents || run->data.is_of_casebook)
                   : !args->couple && !args->consents)
        return true;
    return context_refuse(
        run->context,
        "attune report couple FILE.csv --couple CODE --consents FILE.csv",
        is_for_two ? "a page for two needs --couple and --consents"
                   : "--couple and --consents are of 'couple'");
}

/* Of a template that was named all names are to be there; of those that lie in
   a folder, what is of the questionnaires at hand. */
static bool
check_template(const struct run *run)
{
    const struct template_names names = {
        .loaded = run->data.loaded.instruments,
        .n_loaded = run->data.loaded.n,
        .library = run->args->template ? run->data.library : NULL,
    };

    return template_check(run->files.template, &names, run->context->arena,
                          run->context->diag);
}

static bool
read_consents(struct run *run)
{
    struct context *context = run->context;
    const char *path = run->args->consents;
    struct str bytes;

    if (run->args->couple && run->data.is_of_casebook)
        path = run->data.unlocked.consents;
    if (!path)
        return true;
    if (!file_read_whole(path, CONSENTS_LIMIT_SIZE, context->arena, &bytes,
                         context->diag))
        return false;
    run->consents =
        consents_read(path == run->data.unlocked.consents ? "casebook" : path,
                      bytes, context->arena, context->diag);
    return run->consents;
}

static bool
check_usage(struct run *run)
{
    struct context *context = run->context;
    const struct report_args *args = run->args;

    if (!run->data.files.n && !run->data.is_of_casebook)
        return context_refuse(context,
                              "attune report --from FILE.csv --client CODE",
                              "where are the answers?");
    if (args->client && !*args->client)
        return context_refuse(context, "a row without one is nobody's",
                              "--client needs a code");
    if ((args->client != NULL) + (args->couple != NULL) + args->is_for_all > 1)
        return context_refuse(
            context, NULL, "--all, --client and --couple do not go together");
    if (args->is_for_all && (!args->output || strcmp(args->output, "-") == 0))
        return context_refuse(context, "a file for each client goes there",
                              "--all needs a folder: -o FOLDER");
    if (!context_takes_baseline(context, args->baseline))
        return false;
    if (args->lang && !language_find(str_from(args->lang), &run->language))
        return context_refuse(context, "they speak en, es, de and ar",
                              "the pages do not speak that language");
    return true;
}

/* An operand without a dot or a slash names a kind; so does a template. */
static bool
is_kind(const char *operand)
{
    return strcmp(operand, "-") != 0
           && (!strpbrk(operand, "./") || str_ends(str_from(operand), ".xml"));
}

/* All that is told before the first row; false after adding an error. */
static bool
open_run(struct run *run, const char *kind)
{
    const struct load_wish wish = {.lang = run->args->lang};
    const struct template *template =
        read_template(run, kind ? kind : "progress");

    run->files = (struct report_files){
        .args = run->args, .context = run->context, .template = template};
    return template && settle_audience(run, template, kind) && check_couple(run)
           && source_args_load(&run->data, wish) && check_template(run)
           && (run->args->is_for_all || spares_inputs(run, run->args->output))
           && read_consents(run) && source_args_open(&run->data);
}

static enum exit_status
read_people(struct run *run)
{
    bool is_of_many = run->files.template->kind == KIND_COHORT;

    run->people = (struct report_people){
        .args = run->args,
        .is_of_everybody = run->args->is_for_all || is_of_many,
        /* The first form of a client may be of a later day than is asked for.
         */
        .with_items = is_of_many && !run->args->until,
        .context = run->context,
        .data = &run->data,
        .audience = run->audience,
    };
    if (run->audience == FOR_CLINICIAN)
        source_args_amended(&run->data, &run->amendments);
    return report_people_read(&run->people);
}

/* False where no page can be made, after adding why. */
static bool
make_pages(struct run *run)
{
    if (run->args->couple)
        add_page_for_two(run);
    else if (run->files.template->kind == KIND_COHORT)
        add_page_of_all(run);
    else
        add_pages(run);
    return check_names(run) && run->files.n && make_folder(run);
}

static enum exit_status
write_pages(struct run *run, enum exit_status status)
{
    size_t n_written = report_files_write(&run->files);
    bool is_one_for_each =
        !run->args->couple && !run->files.pages[0].data.members;

    say_written(run, n_written);
    if (n_written < run->files.n)
        status = EXIT_FAILED;
    else if (is_one_for_each && n_written < run->people.persons.n)
        status = status_of_problems(run->context->diag);
    print_alerts(run);
    return status;
}

static enum exit_status
run_report(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct run run = {.args = memory, .context = context};
    bool has_kind = operands->n && is_kind(operands->items[0]);

    run.data =
        source_args_data(&run.args->reading, context, operands, has_kind);
    run.data.client = run.args->client;
    run.data.options.client = run.args->client;
    run.data.options.couple = run.args->couple;
    if (!check_usage(&run))
        return EXIT_USAGE;
    if (!open_run(&run, has_kind ? operands->items[0] : NULL))
        return status_of_problems(context->diag);
    enum exit_status status = read_people(&run);
    if (status != EXIT_DONE && status != EXIT_DATA)
        return status;
    return make_pages(&run) ? write_pages(&run, status)
                            : status_of_problems(context->diag);
}

const struct command cmd_report = {
    .name = "report",
    .summary = "draw pages of a client, of a couple or of all clients",
    .operands = "[KIND] [FILE...]",
#include "cli/manual/report.inc"
    .options = report_options,
    .args_size = sizeof(struct report_args),
    .needs = WRITES_HERE | DRAWS,
    .run = run_report,
};
