/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of reading as they are given, and given on; see source_args.h. */
#include "cli/source_args.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "change/links.h"
#include "cli/clock.h"
#include "cli/print.h"
#include "response/coding.h"

#define READING(member) offsetof(struct source_args, member)
static const struct option_entry source_options[] = {
#include "cli/source_options.def"
    {.name = NULL},
};

struct data
source_args_data(const struct source_args *args, struct context *context,
                 const struct text_list *operands, size_t first)
{
    struct data data = {.args = args, .context = context};

    for (size_t i = first; i < operands->n; i++)
        *vec_add(context->arena, &data.files) = operands->items[i];
    for (size_t i = 0; i < args->from.n; i++)
        *vec_add(context->arena, &data.files) = args->from.items[i];
    data.is_of_casebook =
        !data.files.n && unlocking_is_meant(context, &args->unlock);
    return data;
}

/* A file without a byte holds no answer, and need not stop the others. */
static bool
is_empty(const char *path)
{
    struct stat found;

    return stat(path, &found) == 0 && S_ISREG(found.st_mode) && !found.st_size;
}

static void
add_files(struct data *data, const char *const *paths, size_t n,
          struct text_list *all)
{
    for (size_t i = 0; i < n; i++) {
        if (is_empty(paths[i]))
            diag_add(data->context->diag, MSG_DATA_FILE_PASSED,
                     (struct place){.file = paths[i]}, "it is empty");
        else
            *vec_add(data->context->arena, all) = paths[i];
    }
}

/* The files of a practice: a folder has one for each questionnaire. */
static bool
open_folders(struct data *data)
{
    struct context *context = data->context;
    struct text_list all = {0};
    bool ok = true;

    for (size_t i = 0; i < data->files.n; i++) {
        const char *path = data->files.items[i];
        size_t n = 0;
        if (!file_is_folder(path)) {
            *vec_add(context->arena, &all) = path;
            continue;
        }
        const char **files = file_names(path, ".csv", &n, context->arena);
        if (errno)
            ok = file_add_error(context->diag, MSG_CANNOT_READ, path);
        size_t n_before = all.n;
        add_files(data, files, n, &all);
        *vec_add(context->arena, &data->folders) = path;
        if (ok && all.n == n_before)
            ok = context_refuse(context, NULL,
                                n ? "every .csv of the folder '%s' is empty"
                                  : "no file of the folder '%s' is a .csv",
                                path);
    }
    data->files = all;
    return ok;
}

/* One file may have several names. */
static bool
check_doubled(const struct data *data)
{
    struct arena *arena = data->context->arena;
    struct map *known = map_new(arena, false);
    struct stat found;

    for (size_t i = 0; i < data->files.n; i++) {
        const char *path = data->files.items[i];
        if (stat(path, &found) || !S_ISREG(found.st_mode))
            continue;
        const char *file = arena_printf(
            arena, "%ju %ju", (uintmax_t)found.st_dev, (uintmax_t)found.st_ino);
        size_t first = map_take(known, str_from(file), i);
        if (first != i)
            return context_refuse(
                data->context, "its answers would count twice: leave one out",
                "'%s' and '%s' are one file", data->files.items[first], path);
    }
    return true;
}

static bool
is_of_folder(const struct data *data, const char *path)
{
    for (size_t i = 0; i < data->folders.n; i++) {
        const char *folder = data->folders.items[i];
        size_t len = strlen(folder);
        if (strncmp(path, folder, len) == 0 && path[len] == '/')
            return true;
    }
    return false;
}

/* Whether the file has an item of what is read.  What else may be wrong with it
   is told when it is opened in earnest. */
static bool
has_items(const struct data *data, const char *path)
{
    struct response_options options = data->options;
    struct diag *found SCOPED(diag_drop) = diag_new();

    options.instruments = data->loaded.instruments;
    options.n_instruments = data->loaded.n;
    source_close(source_open(&path, 1, &options, found));
    for (size_t i = 0; i < diag_total(found); i++)
        if (diag_get(found, i)->message == MSG_DATA_NO_ITEM)
            return false;
    return true;
}

/* Of those that a folder brought along. */
static bool
pass_over(struct data *data)
{
    struct context *context = data->context;
    struct text_list kept = {0};

    for (size_t i = 0; i < data->files.n; i++) {
        const char *path = data->files.items[i];
        bool is_asked = !data->is_of_casebook && !is_of_folder(data, path);
        if (is_asked || has_items(data, path)) {
            *vec_add(context->arena, &kept) = path;
            continue;
        }
        if (data->is_of_casebook)
            continue; /* nobody has named it */
        diag_add(context->diag, MSG_DATA_FILE_PASSED,
                 (struct place){.file = path}, NULL);
    }
    data->files = kept;
    return kept.n
           || context_refuse(context, "-i names an instrument",
                             "no file has an item of what is to be scored");
}

/* The keys are gone before an answer is read. */
static bool
open_casebook(struct data *data)
{
    struct unlocked *unlocked = &data->unlocked;
    bool ok = unlocking_files(data->context, &data->args->unlock, data->client,
                              unlocked)
              && definitions_keep(data);

    if (!data->keeps_casebook) {
        casebook_close(unlocked->casebook);
        unlocked->casebook = NULL;
    }
    if (!ok)
        return false;
    for (size_t i = 0; i < unlocked->files.n; i++)
        *vec_add(data->context->arena, &data->files) =
            unlocked->files.items[i].path;
    return true;
}

bool
source_args_load(struct data *data, struct load_wish wish)
{
    struct context *context = data->context;

    if (!open_folders(data) || !check_doubled(data)
        || !recode_fill(data->args, context, &data->options))
        return false;
    data->library = context_library(context, data->args->folder);
    if (data->is_of_casebook && !open_casebook(data))
        return false;
    confine_enter(&context->confine); /* where no passphrase was asked for */
    if (!data->files.n)
        *vec_add(context->arena, &data->files) = "-";
    wish.told = &data->options;
    wish.named = &data->args->instruments;
    wish.files = &data->files;
    bool are_many = data->folders.n || data->is_of_casebook;
    wish.all_files = wish.all_rows || are_many;
    return load_instruments(context, data->library, &wish, &data->loaded)
           && (!are_many || pass_over(data));
}

bool
source_args_guard(const struct data *data, const char *output)
{
    struct context *context = data->context;

    return load_guard(context, output, &data->files, &data->loaded)
           && load_guard(context, output, &data->args->maps, &data->loaded);
}

bool
source_args_open(struct data *data)
{
    const struct source_args *args = data->args;
    struct context *context = data->context;
    struct response_options *options = &data->options;

    if (!source_args_guard(data, "-"))
        return false;
    context->printing.shows_values = args->shows_values;
    context->printing.limit = SHOWN_PROBLEMS;
    context->printing.is_plain = true;
    options->any_edition = args->any_edition;
    options->today = context->has_epoch ? 0 : clock_today(context);
    options->vector = context->vector;
    for (size_t i = 0; i < data->files.n; i++)
        amendments_warn(data->files.items[i], context->arena, context->diag);
    return source_args_open_again(data);
}

bool
source_args_open_again(struct data *data)
{
    struct response_options *options = &data->options;
    struct arena *arena = data->context->arena;

    options->instruments = data->loaded.instruments;
    options->n_instruments = data->loaded.n;
    load_words(data->library, &data->loaded, options, arena);
    data->source = source_open(data->files.items, data->files.n, options,
                               data->context->diag);
    return data->source;
}

void
source_args_amended(const struct data *data, struct amendment_list *amendments)
{
    for (size_t i = 0; i < data->files.n; i++)
        (void)!amendments_read(data->files.items[i], &data->options.settings,
                               amendments, data->context->arena,
                               data->context->diag);
    for (size_t i = 0; i < data->unlocked.amendments.n; i++)
        *vec_add(data->context->arena, amendments) =
            data->unlocked.amendments.items[i];
}

/* ---- rows that are told of others ---- */

struct telling {
    const struct data *data;
    struct links *links; /* NULL: no instrument asks */
};

/* The first file that is gone when it was read; NULL: none. */
static const char *
find_stream(const struct data *data)
{
    for (size_t i = 0; i < data->files.n; i++) {
        const char *path = data->files.items[i];
        struct stat about;
        if (str_is(STR("-"), path)
            || (stat(path, &about) == 0 && !S_ISREG(about.st_mode)))
            return path;
    }
    return NULL;
}

bool
source_args_is_kept(const struct data *data)
{
    return !find_stream(data);
}

bool
source_args_asks(const struct data *data)
{
    for (size_t i = 0; i < data->loaded.n; i++)
        if (data->loaded.instruments[i]->n_asked)
            return true;
    return false;
}

/* What cannot be read twice is refused before it is read at all. */
static bool
can_be_read_again(const struct data *data, struct diag *diag)
{
    const char *stream = find_stream(data);

    if (!stream)
        return true;
    diag_add(diag, MSG_DATA_READ_ONCE, (struct place){0}, "'%s'",
             file_called(stream));
    return diag_hint(diag, "save it to a file first");
}

static bool
prepare_telling(void *aux, struct reading *reading)
{
    struct telling *telling = aux;
    const struct data *data = telling->data;
    struct reading before = *reading;

    if (!source_args_asks(data))
        return true;
    if (!can_be_read_again(data, reading->diag))
        return false;
    /* What the first says was said when it was opened before. */
    struct diag *opening SCOPED(diag_drop) = diag_new();
    struct diag *found SCOPED(diag_drop) = diag_new();
    before.diag = found;
    before.source =
        source_open(data->files.items, data->files.n, &data->options, opening);
    before.teller = NULL;
    before.visits = NULL;
    before.with_details = true;
    before.with_branches = false;
    before.n_threads = 1;
    if (before.source)
        telling->links = links_read(&before);
    if (telling->links) {
        struct diag *crowded SCOPED(diag_drop) = diag_new();
        links_warn(telling->links, crowded);
        reading_tell(reading, crowded);
    } else {
        diag_move(reading->diag, before.source ? found : opening);
    }
    source_close(before.source);
    return telling->links;
}

static bool
tell(void *aux, size_t plan_idx, const struct piece *piece, struct batch *batch)
{
    const struct telling *telling = aux;

    return links_tell(telling->links, plan_idx, piece, batch);
}

struct reading
source_args_reading(const struct data *data)
{
    static const struct teller teller = {prepare_telling, tell};
    struct telling *telling = ARENA_NEW(data->context->arena, struct telling);

    telling->data = data;
    return (struct reading){
        .teller = &teller,
        .teller_aux = telling,
        .source = data->source,
        .options = &data->options,
        .plans = data->loaded.plans,
        .arena = data->context->arena,
        .diag = data->context->diag,
        .with_details = true,
    };
}

enum exit_status
source_args_status(const struct reading *reading)
{
    if (source_failed(reading->source) || reading->was_refused)
        return EXIT_FAILED;
    return reading_has_errors(reading) ? EXIT_DATA : EXIT_DONE;
}

void
source_args_warn(const struct data *data, const struct reading *reading)
{
    struct context *context = data->context;
    struct buf out = {0};

    context->printing.whole_from = diag_total(context->diag);
    reading_warn(reading, context->diag);
    context->printing.whole_to = diag_total(context->diag);
    if (reading->totals.tally.n_elsewhere) {
        PRINT_ADD_COUNTS(&out,
                         "not listed: # [problem|problems] in rows of others\n",
                         reading->totals.tally.n_elsewhere);
        print_said(&out);
    }
}

/* ---- what was read as labels ---- */

/* Forms name columns after whole questions. */
static void
add_header(struct buf *names, struct str header)
{
    enum { SHOWN_CHARACTERS = 32 };
    struct str rest = header;
    uint32_t character;

    for (size_t i = 0; i < SHOWN_CHARACTERS; i++)
        utf8_next(&rest, &character);
    buf_add_char(names, '\'');
    utf8_add_shown(names, (struct str){header.bytes, header.len - rest.len});
    buf_add_text(names, rest.len ? "...' " : "' ");
}

/* Of private answers it would say how many there are. */
static size_t
count_labels(const struct data *data, const struct coding *codings,
             bool with_private, size_t instrument_idx, size_t item_idx)
{
    const struct instrument *instrument =
        data->loaded.instruments[instrument_idx];

    if (instrument->items[item_idx].is_private && !with_private)
        return 0;
    return codings_labels(codings, instrument_idx, item_idx);
}

/* By their columns: who exports codes sees that some are not. */
void
source_args_add_labels(const struct data *data, const struct coding *codings,
                       bool with_private, struct buf *out)
{
    enum { SHOWN_COLUMNS = 5 };
    const struct loaded *loaded = &data->loaded;
    struct buf names SCOPED(buf_clear) = {0};
    size_t n_columns = 0;
    size_t n_cells = 0;

    for (size_t i = 0; i < loaded->n; i++)
        for (size_t k = 0; k < loaded->instruments[i]->n_items; k++) {
            size_t n = count_labels(data, codings, with_private, i, k);
            n_cells += n;
            if (!n || n_columns++ >= SHOWN_COLUMNS)
                continue;
            buf_add_text(&names, names.len ? ", " : "");
            add_header(&names, source_column(data->source, i, k));
            print_add_count(&names, n);
        }
    if (!n_cells)
        return;
    PRINT_ADD_COUNTS(out,
                     "read as labels: # [cell|cells] of # [column|columns]",
                     n_cells, n_columns);
    buf_addf(out, ": %s%s\n", buf_text(&names),
             n_columns > SHOWN_COLUMNS ? ", ..." : "");
}

void
source_args_print_labels(const struct data *data, const struct coding *codings)
{
    struct buf out = {0};

    source_args_add_labels(data, codings, false, &out);
    print_said(&out);
}

/* ---- the command that lists alerts ---- */

/* But what it is read from, what messages may show, and what goes on into a
   file of scores. */
static void
add_option(void *aux, const struct option_entry *entry, const char *value)
{
    struct buf *out = aux;

    if (entry->offset == READING(shows_values) || entry->offset == READING(from)
        || entry->offset == READING(keep) || entry->offset == READING(drop))
        return;
    buf_add_char(out, ' ');
    if (entry->letter)
        buf_addf(out, "-%c", entry->letter);
    else
        buf_addf(out, "--%s", entry->name);
    if (!value)
        return;
    buf_add_char(out, ' ');
    utf8_add_shell_word(out, value);
}

/* Quoted for a shell. */
static void
add_command(const struct data *data, const char *client, struct buf *out)
{
    buf_add_text(out, "attune alerts");
    if (client) {
        buf_add_text(out, " --client ");
        utf8_add_shell_word(out, client);
    }
    option_each(source_options, data->args, add_option, out);
    for (size_t i = 0; i < data->files.n && !data->is_of_casebook; i++) {
        const char *file = data->files.items[i];
        /* A file is not to be taken for an option. */
        bool needs_folder = file[0] == '-' && file[1];
        char *path = needs_folder ? mem_array(strlen(file) + 3, 1) : NULL;
        if (path) {
            memcpy(path, "./", 2);
            memcpy(path + 2, file, strlen(file) + 1);
        }
        buf_add_char(out, ' ');
        utf8_add_shell_word(out, path ? path : file);
        mem_free(path);
    }
}

void
source_args_add_alerts(const struct data *data, const char *client,
                       const char *what, const notice_counts *counts,
                       struct buf *out)
{
    size_t start = out->len;

    for (int notice = NOTICE_NONE + 1; notice < N_NOTICES; notice++) {
        size_t sum = 0;
        for (size_t i = 0; i < data->loaded.n; i++)
            sum += counts[i][notice];
        if (!sum)
            continue;
        if (out->len == start)
            buf_addf(out, "%s: ", what);
        else
            buf_add_text(out, ", ");
        print_add_count(out, sum);
        buf_addf(out, " %s", alert_notices[(enum alert_notice)notice].text);
    }
    if (out->len == start)
        return;
    buf_add_text(out, "; to read them: ");
    add_command(data, client, out);
    buf_add_char(out, '\n');
}

void
source_args_print_alerts(const struct data *data, const char *client,
                         const char *what, const notice_counts *counts)
{
    struct buf out = {0};

    source_args_add_alerts(data, client, what, counts, &out);
    print_said(&out);
}
