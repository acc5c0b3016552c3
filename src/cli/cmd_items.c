/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune items: what the answers of many say of a questionnaire.  Threads take
   rows; who counts, and for whom, is settled in the order of the rows. */
#include "cli/command.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/workers.h"
#include "cli/print.h"
#include "cli/report_run.h"
#include "cli/score_run.h"
#include "cli/source_args.h"
#include "output/item_study.h"
#include "render/draw.h"
#include "report/item_sheet.h"

enum { MOST_GROUPS = 100, LIMIT_THREADS = 256 };

enum format {
    FORMAT_TEXT,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_PDF,
    FORMAT_SVG,
    FORMAT_PNG
};
enum which { COUNTED_FIRST, COUNTED_ALL };

struct items_args {
    struct source_args reading;
    const char *by;
    int counted;
    int format;
    bool with_private;
    int32_t n_threads;
    const char *output;
    const char *written;
    const char *sample;
    const char *paper; /* unlike a position among names, it is given or not */
    const char *lang;
};

static const char *const format_names[] = {"text", "csv", "json", "pdf",
                                           "svg",  "png", NULL};
static const char *const counted_names[] = {"first", "all", NULL};

#define AT(member) offsetof(struct items_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry items_options[] = {
    {"by", 0, OPTION_TEXT, AT(by), "COLUMN", NULL,
     "the same of each group of people whose rows have one text in this column "
     "that is no item"},
    {"rows", 0, OPTION_NAME, AT(counted), "WHICH", counted_names,
     "of each client the first row as they stand, or all: first or all"},
    {"with-private", 0, OPTION_FLAG, AT(with_private), NULL, NULL,
     "tell of private items, and of scales that rest on them, too"},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT", format_names,
     "text, csv or json; or a page: pdf, svg or png (one picture)"},
    {"paper", 0, OPTION_TEXT, AT(paper), "SIZE", report_paper_names,
     "of a page: a4 or letter"},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE", NULL,
     "the language of the page: en, es, de or ar"},
    {"threads", 'j', OPTION_WHOLE, AT(n_threads), "N", NULL,
     "work with N threads, 256 at most (default: one for each processor)"},
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write to FILE, whole or not at all (default: standard output); a page "
     "needs one"},
    {"write", 0, OPTION_OUTPUT, AT(written), "FILE", NULL,
     "write norms and reliabilities of these people to FILE, as elements for "
     "the file of an instrument: to be read, and pasted where they are right"},
    {"sample", 0, OPTION_TEXT, AT(sample), "TEXT", NULL,
     "say in them who these people are (default: own data)"},
#include "cli/source_options.def"
    {.name = NULL},
};

/* What is kept of one instrument. */
struct kept {
    const struct item_layout *layout;
    struct met *met;
    struct map *groups; /* to their place */
    struct VEC(const char *) names;
    struct VEC(struct item_sums *) sums;
};

struct run {
    const struct items_args *args;
    struct context *context;
    enum language language;
    int paper; /* enum paper */
    struct data data;
    size_t group; /* the column; SIZE_MAX: none */
    struct kept *kept;
    struct arena *scratch;
    struct response_tally tally;
    size_t n_left_out; /* rows of clients who were counted already */
    bool has_couples;
    bool has_too_many;
    int32_t latest_day; /* of rows that count */
};

/* ---- by threads ---- */

/* Rows of a chunk, of one batch and instrument after the other. */
struct taken {
    struct item_rows *rows;
    const int32_t *days; /* of each */
    size_t plan_idx;
    struct taken *next;
};

struct own {
    struct arena *arena;
    struct taken *first;
    struct taken **end;
    bool has_couples;
};

static void *
own_new(void *aux)
{
    struct own *own = mem_alloc(sizeof *own);

    (void)aux;
    own->arena = arena_new();
    own->end = &own->first;
    return own;
}

static void
own_free(void *memory)
{
    struct own *own = memory;

    arena_free(own->arena);
    mem_free(own);
}

static bool
take_rows(void *aux, struct piece *piece)
{
    const struct run *run = aux;
    struct own *own = piece->own;
    int32_t *days = ARENA_ARRAY(own->arena, piece->rows->n_rows, int32_t);

    for (size_t row = 0; row < piece->rows->n_rows; row++)
        days[row] = rows_date(piece->rows, row);
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        struct taken *taken = ARENA_NEW(own->arena, struct taken);
        taken->plan_idx = i;
        taken->days = days;
        taken->rows =
            item_rows_take(run->kept[i].layout, piece->scored[i].batch,
                           piece->scored[i].scores, run->group, own->arena);
        *own->end = taken;
        own->end = &taken->next;
    }
    for (size_t row = 0; row < piece->rows->n_rows; row++)
        own->has_couples |= rows_text(piece->rows, FACT_COUPLE, row).len > 0;
    return true;
}

/* ---- in order ---- */

/* The sums of a group, made where there are none; NULL: there are too many. */
static struct item_sums *
sums_of(struct run *run, struct kept *kept, const char *name)
{
    struct arena *arena = run->context->arena;
    size_t place;

    if (map_find(kept->groups, str_from(name), &place))
        return kept->sums.items[place];
    if (kept->sums.n == MOST_GROUPS)
        return NULL;
    name = arena_text(arena, str_from(name));
    map_add(kept->groups, str_from(name), kept->sums.n);
    *vec_add(arena, &kept->names) = name;
    struct item_sums *sums =
        item_sums_new(kept->layout, run->args->counted == COUNTED_ALL, arena);
    *vec_add(arena, &kept->sums) = sums;
    return sums;
}

/* Adds the rows of each group, at the first that is of it. */
static bool
add_groups(struct run *run, struct kept *kept, struct item_rows *rows,
           struct arena *arena)
{
    struct map *seen = map_new(arena, false);

    for (size_t row = 0; row < rows->n_rows; row++) {
        const char *name = rows->groups[row];
        if (!rows->counts[row] || !map_add(seen, str_from(name), row))
            continue;
        struct item_sums *sums = sums_of(run, kept, name);
        if (!sums)
            return false;
        item_sums_add(sums, rows, name, run->scratch);
    }
    return true;
}

static void
note_latest(struct run *run, const struct taken *taken)
{
    for (size_t row = 0; row < taken->rows->n_rows; row++)
        if (taken->rows->counts[row] && taken->days[row] > run->latest_day)
            run->latest_day = taken->days[row];
}

static bool
put_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;
    struct own *own = piece->own;

    run->has_couples |= own->has_couples;
    for (struct taken *taken = own->first; taken && !run->has_too_many;
         taken = taken->next) {
        struct kept *kept = &run->kept[taken->plan_idx];
        size_t n = item_rows_counted(taken->rows);
        if (run->args->counted == COUNTED_FIRST)
            met_keep_first(kept->met, taken->rows);
        run->n_left_out += n - item_rows_counted(taken->rows);
        note_latest(run, taken);
        if (taken->rows->groups)
            run->has_too_many = !add_groups(run, kept, taken->rows, own->arena);
        else
            item_sums_add(kept->sums.items[0], taken->rows, NULL, run->scratch);
    }
    own->first = NULL;
    own->end = &own->first;
    arena_rewind(own->arena);
    return !run->has_too_many;
}

static const struct visitor visitor = {
    .own_new = own_new,
    .own_free = own_free,
    .rows = take_rows,
    .put = put_rows,
};

/* ---- before and after ---- */

static bool
find_group(struct run *run)
{
    size_t n;
    const struct str *headers = source_kept(run->data.source, &n);

    run->group = SIZE_MAX;
    for (size_t i = 0; run->args->by && i < n; i++)
        if (str_equal_nocase(headers[i], str_from(run->args->by)))
            run->group = i;
    return !run->args->by || run->group != SIZE_MAX
           || context_refuse(run->context,
                             "it must be passed on, and be no item",
                             "--by names no such column: '%s'", run->args->by);
}

static bool
begin(struct run *run)
{
    struct arena *arena = run->context->arena;
    const struct loaded *loaded = &run->data.loaded;

    run->kept = ARENA_ARRAY(arena, loaded->n, struct kept);
    for (size_t i = 0; i < loaded->n; i++) {
        struct kept *kept = &run->kept[i];
        kept->layout =
            item_layout_new(loaded->plans[i], run->args->with_private, arena);
        kept->met = met_new(arena);
        kept->groups = map_new(arena, false);
        if (kept->layout->n_columns > ITEM_MOST_COLUMNS)
            return context_refuse(run->context, NULL,
                                  "'%s' has more than %d items, each way that "
                                  "a scale reads one counted",
                                  loaded->instruments[i]->id,
                                  ITEM_MOST_COLUMNS);
        if (run->group == SIZE_MAX)
            sums_of(run, kept, "");
    }
    return true;
}

static enum exit_status
read_rows(struct run *run)
{
    struct reading reading = source_args_reading(&run->data);

    reading.visitor = &visitor;
    reading.aux = run;
    reading.with_details = false;
    reading.with_care = true;
    reading.care_of_private = run->args->with_private;
    reading.hides_private = !run->args->with_private;
    reading.n_threads =
        run->args->n_threads ? (size_t)run->args->n_threads : workers_default();
    reading_run(&reading);
    print_problems(run->context);
    source_args_warn(&run->data, &reading);
    run->context->printing.limit = 0;
    run->tally = reading.totals.tally;
    if (run->has_too_many) {
        context_refuse(run->context, "name a column of few groups",
                       "--by parts the rows into more than %d groups",
                       MOST_GROUPS);
        return EXIT_USAGE;
    }
    return source_args_status(&reading);
}

/* Groups in the order of their names. */
static int
compare(const void *a, const void *b)
{
    const struct study *of_a = a;
    const struct study *of_b = b;

    return strcmp(of_a->group ? of_a->group : "",
                  of_b->group ? of_b->group : "");
}

static struct study_list
list_of(struct run *run)
{
    struct arena *arena = run->context->arena;
    size_t n = 0;

    for (size_t i = 0; i < run->data.loaded.n; i++)
        n += run->kept[i].sums.n;
    struct study *studies = ARENA_ARRAY(arena, n, struct study);
    struct study_list list = {
        .studies = studies,
        .by = run->args->by,
        .of_first = run->args->counted == COUNTED_FIRST
                    && source_has(run->data.source, FACT_CLIENT),
        .is_plain = run->context->is_plain,
    };
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        const struct kept *kept = &run->kept[i];
        struct study *first = studies + list.n;
        for (size_t g = 0; g < kept->sums.n; g++) {
            const char *group = run->args->by ? kept->names.items[g] : NULL;
            item_sums_end(kept->sums.items[g], run->scratch);
            item_audit_warn(kept->sums.items[g], group, run->context->diag);
            studies[list.n++] = study_of(kept->sums.items[g], group, arena);
        }
        if (run->args->by && kept->sums.n)
            qsort(first, kept->sums.n, sizeof *first, compare);
    }
    return list;
}

static bool
write_own(struct run *run, const struct study_list *list)
{
    struct buf out SCOPED(buf_clear) = {0};

    if (!run->args->written)
        return true;
    study_add_xml(
        list,
        &(struct own_sample){
            .sample = run->args->sample ? run->args->sample : "own data",
            .latest_day = run->latest_day,
            .has_couples = run->has_couples,
        },
        &out);
    return file_write_whole(run->args->written, buf_str(&out),
                            run->context->diag);
}

/* Drawn elsewhere, from what this process held when it began to. */
static const struct document *
lay_out(const void *aux, size_t number, const struct measure *measure,
        struct arena *arena)
{
    (void)number;
    return item_sheet_make(aux, measure, arena);
}

static bool
draw_page(const struct run *run, const struct study_list *list,
          enum draw_format format, struct buf *out)
{
    const struct item_sheet sheet = {
        .list = list,
        .has_couples = run->has_couples,
        .language = run->language,
        .paper = (enum paper)run->paper,
        .created_s = run->context->has_epoch ? run->context->epoch_s : 0,
    };
    struct draw *draw = draw_begin(&(struct draw_job){
        .format = format,
        .lay_out = lay_out,
        .aux = &sheet,
        .n = 1,
        .language = run->language,
    });
    struct str bytes;
    bool is_good =
        draw_next(draw, run->context->arena, &bytes, run->context->diag);

    draw_end(draw);
    if (is_good)
        buf_add(out, bytes);
    return is_good;
}

static bool
write_list(struct run *run)
{
    const struct study_list list = list_of(run);
    struct buf out SCOPED(buf_clear) = {0};
    bool is_good = true;

    switch ((enum format)run->args->format) {
    case FORMAT_TEXT:
        study_add_text(&list, &out);
        break;
    case FORMAT_CSV:
        study_add_csv(&list, &out);
        break;
    case FORMAT_JSON:
        study_add_json(&list, &out);
        break;
    case FORMAT_PDF:
        is_good = draw_page(run, &list, DRAW_PDF, &out);
        break;
    case FORMAT_SVG:
        is_good = draw_page(run, &list, DRAW_SVG, &out);
        break;
    case FORMAT_PNG:
        is_good = draw_page(run, &list, DRAW_PNG, &out);
        break;
    }
    return is_good && write_own(run, &list)
           && file_write_whole(run->args->output ? run->args->output : "-",
                               buf_str(&out), run->context->diag);
}

/* Words that a file of XML can hold, and a page show. */
static bool
is_one_line(struct str text)
{
    uint32_t character;
    bool ok = utf8_is_text(text) && str_trim(text).len;

    while (ok && utf8_next(&text, &character))
        ok = !utf8_is_control(character);
    return ok;
}

static bool
check_page(struct run *run)
{
    const struct items_args *args = run->args;
    bool is_page = args->format >= FORMAT_PDF;

    if (is_page && !args->output)
        return context_refuse(run->context, "name it: -o items.pdf",
                              "a page needs a file");
    if (!is_page && (args->lang || args->paper))
        return context_refuse(run->context, "--format pdf is one",
                              "--lang and --paper are of a page");
    while (args->paper && report_paper_names[run->paper]
           && strcmp(args->paper, report_paper_names[run->paper]) != 0)
        run->paper++;
    if (!report_paper_names[run->paper])
        return context_refuse(run->context, "--paper a4 or --paper letter",
                              "no page is of that size");
    return !args->lang || language_find(str_from(args->lang), &run->language)
           || context_refuse(run->context, "they speak en, es, de and ar",
                             "the pages do not speak that language");
}

/* What can be said without a file. */
static bool
check_args(struct context *context, const struct items_args *args)
{
    const char *output = args->output ? args->output : "-";

    if (args->n_threads < 0 || args->n_threads > LIMIT_THREADS)
        return context_refuse(context, NULL, "--threads takes 1 to %d",
                              LIMIT_THREADS);
    if (args->written && args->by)
        return context_refuse(context, "write it of each group's own rows",
                              "--write is of all people, --by of groups");
    if (args->sample && !args->written)
        return context_refuse(context, NULL, "--sample goes with --write");
    if (args->sample && !is_one_line(str_from(args->sample)))
        return context_refuse(context, NULL,
                              "--sample takes words on one line, in UTF-8");
    if (args->written && strcmp(args->written, output) == 0)
        return context_refuse(
            context, NULL,
            "the figures and the elements cannot both go to one file");
    return !args->written
           || load_spare(context, args->written, output, "the figures");
}

static bool
has_private(const struct run *run)
{
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        const struct instrument *instrument = run->data.loaded.instruments[i];
        for (size_t s = 0; s < instrument->n_scales; s++)
            if (instrument->scales[s].is_private
                && !instrument->scales[s].is_internal)
                return true;
    }
    return false;
}

/* What the figures do not say of themselves. */
static void
say(const struct run *run)
{
    struct buf out = {0};

    score_summary_add_problems(&out, &run->tally);
    if (run->n_left_out)
        PRINT_ADD_COUNTS(&out,
                         "counted: the first row of each client; left out: # "
                         "further [row|rows] (--rows all counts them, too)\n",
                         run->n_left_out);
    if (!run->args->with_private && has_private(run))
        buf_add_text(&out, "left out: private items and what rests on them "
                           "(--with-private tells of them, too)\n");
    if (run->has_couples)
        buf_add_text(&out, "partners of a couple are counted each: their "
                           "answers are not independent, and the interval of "
                           "alpha is narrower than it should be\n");
    print_said(&out);
}

static enum exit_status
run_items(struct context *context, const void *memory,
          const struct text_list *operands)
{
    struct run run = {
        .args = memory, .context = context, .latest_day = DATE_NONE};

    if (!check_args(context, run.args) || !check_page(&run))
        return EXIT_USAGE;
    run.data = source_args_data(&run.args->reading, context, operands, 0);
    if (!source_args_load(&run.data, (struct load_wish){.lang = run.args->lang})
        || !source_args_guard(&run.data, run.args->output)
        || !source_args_guard(&run.data, run.args->written))
        return EXIT_DONE;
    load_others(context, run.data.library, &run.data.loaded,
                run.data.is_of_casebook, &run.data.options);
    if (!source_args_open(&run.data))
        return EXIT_DONE;
    enum exit_status status = EXIT_USAGE;
    run.scratch = arena_new();
    if (find_group(&run) && begin(&run)) {
        status = read_rows(&run);
        if ((status == EXIT_DONE || status == EXIT_DATA) && !write_list(&run))
            status = EXIT_FAILED;
        print_problems(context);
        if (status != EXIT_FAILED && status != EXIT_USAGE)
            say(&run);
    }
    arena_free(run.scratch);
    source_close(run.data.source);
    return status;
}

const struct command cmd_items = {
    .name = "items",
    .summary = "tell what answers say of a questionnaire",
    .operands = "[FILE...]",
#include "cli/manual/items.inc"
    .options = items_options,
    .args_size = sizeof(struct items_args),
    .needs = MAY_DRAW,
    .run = run_items,
};
