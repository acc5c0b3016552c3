/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps definitions and uses them; see source_args.h.  RECORD_DEFINITION has
   'id', 'edition', 'digest' and 'text', the bytes of the file; the last of an
   edition counts. */
#include "cli/source_args.h"

#include <string.h>
#include "base/file.h"
#include "base/num.h"
#include "xml/xml.h"

struct instrument_list VEC(const struct instrument *);

/* The latest of that edition; false: none is kept. */
static bool
find_kept(const struct data *data, struct str id, int32_t edition,
          struct fields *kept)
{
    struct casebook *casebook = data->unlocked.casebook;
    struct arena *arena = data->context->arena;

    for (size_t idx = casebook_n_records(casebook); idx-- > 0;)
        if (casebook_front(casebook, idx).kind == RECORD_DEFINITION
            && casebook_read(casebook, idx, arena, kept)
            && str_equal(fields_get(kept, "id"), id)
            && fields_number(kept, "edition") == (uint64_t)edition)
            return true;
    return false;
}

static bool
put(struct data *data, const struct instrument *instrument)
{
    struct arena *arena = data->context->arena;
    struct fields fields = {0};
    struct str bytes;

    if (!file_read_whole(instrument->path, XML_LIMIT_SIZE, arena, &bytes,
                         data->context->diag))
        return false;
    /* Nothing is scored by one definition and kept with another. */
    if (strcmp(digest_of(bytes).hex, instrument->digest.hex) != 0)
        return diag_add(data->context->diag, MSG_DATA_MOVED,
                        (struct place){.file = instrument->path}, NULL);
    fields_put(arena, &fields, STR("id"), str_from(instrument->id));
    fields_put(arena, &fields, STR("edition"),
               digits_of((uint64_t)instrument->edition, arena));
    fields_put(arena, &fields, STR("digest"), str_from(instrument->digest.hex));
    fields_put(arena, &fields, STR("text"), bytes);
    casebook_put(data->unlocked.casebook, RECORD_DEFINITION, 0, &fields);
    return true;
}

static bool
is_seen(const struct instrument_list *seen, const struct instrument *instrument)
{
    for (size_t i = 0; i < seen->n; i++)
        if (seen->items[i] == instrument)
            return true;
    return false;
}

/* What it rests on comes before it. */
static bool
keep(struct data *data, const struct instrument *instrument,
     struct instrument_list *seen, bool *has_put)
{
    struct arena *arena = data->context->arena;
    struct fields kept;
    bool ok = true;

    if (is_seen(seen, instrument))
        return true;
    *vec_add(arena, seen) = instrument;
    for (size_t i = 0; ok && i < instrument->n_uses; i++)
        ok = keep(data, instrument->uses[i], seen, has_put);
    if (!ok)
        return false;
    if (!find_kept(data, str_from(instrument->id), instrument->edition,
                   &kept)) {
        *has_put = true;
        return put(data, instrument);
    }
    if (!str_is(fields_get(&kept, "digest"), instrument->digest.hex))
        *vec_add(arena, &data->changed) =
            (struct changed_definition){instrument, fields_get(&kept, "text")};
    return true;
}

static bool
has_session(const struct data *data, const char *id)
{
    for (size_t i = 0; i < data->unlocked.files.n; i++)
        if (str_is(data->unlocked.files.items[i].instrument, id))
            return true;
    return false;
}

/* Rules over others have the sessions of those. */
static bool
is_of_sessions(const struct data *data, const struct instrument *instrument)
{
    bool is = has_session(data, instrument->id);

    for (size_t i = 0; !is && i < instrument->n_uses; i++)
        is = has_session(data, instrument->uses[i]->id);
    return is;
}

struct keeping {
    struct data *data;
    struct library *library; /* as all is now */
    struct instrument_list seen;
    bool has_put;
};

/* Of sessions of other editions, what lies beside the one of that name. */
static bool
keep_editions(struct keeping *keeping, const char *name, struct str id,
              const struct unlocked_file *file)
{
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    struct fields kept;
    int32_t edition;
    bool ok = true;

    for (size_t i = 0; ok && i < file->n_editions; i++) {
        if (!str_equal(file->instrument, id)
            || !whole_read(file->editions[i], &edition)
            || find_kept(keeping->data, id, edition, &kept))
            continue;
        const struct instrument *instrument =
            library_load(keeping->library, name, NULL, edition, unsaid);
        if (instrument)
            ok = keep(keeping->data, instrument, &keeping->seen,
                      &keeping->has_put);
    }
    return ok;
}

/* An edition that is on no shelf any more is loaded by its name as it was
   kept. */
static bool
put_edition(const struct data *data, const char *name)
{
    struct str id;
    int32_t edition;
    struct fields kept;

    return !library_names_edition(str_from(name), &id, &edition)
           || !find_kept(data, id, edition, &kept)
           || library_put(data->library, name, fields_get(&kept, "text"),
                          data->context->diag);
}

static bool
keep_with_editions(struct keeping *keeping, const char *name,
                   const struct instrument *instrument)
{
    struct data *data = keeping->data;
    bool ok = true;

    if (is_of_sessions(data, instrument))
        ok = keep(data, instrument, &keeping->seen, &keeping->has_put);
    for (size_t i = 0; ok && i < data->unlocked.files.n; i++)
        ok = keep_editions(keeping, name, str_from(instrument->id),
                           &data->unlocked.files.items[i]);
    return ok;
}

/* As load_instruments() will find them: those that are named, else those of the
   sessions. */
static bool
keep_all(struct keeping *keeping)
{
    struct data *data = keeping->data;
    const struct text_list *named = &data->args->instruments;
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    bool ok = true;

    for (size_t i = 0; ok && i < named->n; i++) {
        const char *name = named->items[i];
        const struct instrument *instrument =
            library_load(keeping->library, name, NULL, 0, unsaid);
        ok = instrument ? keep_with_editions(keeping, name, instrument)
                        : put_edition(data, name);
    }
    for (size_t i = 0; ok && !named->n && i < data->unlocked.files.n; i++) {
        const struct instrument *instrument = library_load_id(
            keeping->library, data->unlocked.files.items[i].instrument, 0,
            unsaid);
        if (instrument)
            ok = keep_with_editions(keeping, instrument->id, instrument);
    }
    return ok;
}

static bool
use(struct data *data, const struct changed_definition *changed)
{
    struct diag *diag = data->context->diag;
    const struct instrument *now = changed->now;
    struct diag *found SCOPED(diag_drop) = diag_new();

    if (!library_put(data->library, now->path, changed->then, found)) {
        /* Then there is nothing to compare with. */
        if (data->is_compared)
            return true;
        diag_move(diag, found);
        return diag_hint(diag, "so it was kept; 'attune score --rescore' takes "
                               "the one that is here");
    }
    if (data->is_compared)
        return true;
    diag_add(diag, MSG_CASEBOOK_DEFINITION, (struct place){.file = now->path},
             "'%s', edition %d", now->id, (int)now->edition);
    diag_hint(diag,
              "'attune score --rescore' takes the new one, and lists each "
              "score that it changes");
    return true;
}

bool
definitions_keep(struct data *data)
{
    struct context *context = data->context;
    struct keeping keeping = {
        data, context_library(context, data->args->folder), {0}, false};
    bool ok = keep_all(&keeping);

    if (ok && keeping.has_put)
        casebook_commit_reading(data->unlocked.casebook, context->diag);
    for (size_t i = 0; ok && !data->takes_new && i < data->changed.n; i++)
        ok = use(data, &data->changed.items[i]);
    return ok;
}

bool
definitions_keep_one(struct data *data, const struct instrument *instrument)
{
    struct instrument_list seen = {0};
    bool has_put = false;

    return keep(data, instrument, &seen, &has_put);
}

bool
definitions_take(struct data *data)
{
    bool ok = true;

    for (size_t i = 0; ok && i < data->changed.n; i++)
        ok = put(data, data->changed.items[i].now);
    return ok && casebook_commit(data->unlocked.casebook, data->context->diag);
}

bool
definitions_kept(const struct data *data, struct str id, int32_t edition,
                 struct str *bytes)
{
    struct fields kept;

    if (!find_kept(data, id, edition, &kept))
        return false;
    *bytes = fields_get(&kept, "text");
    return true;
}

const struct instrument *
definitions_edition(const struct data *data, struct str id,
                    const struct instrument *loaded, int32_t edition)
{
    struct library *library = data->library;
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    const char *name = arena_printf(data->context->arena, "%.*s.%d",
                                    STR_ARGS(id), (int)edition);
    const struct instrument *beside;
    struct str bytes;

    if (definitions_kept(data, id, edition, &bytes)
        && library_put(library, name, bytes, unsaid))
        return library_load(library, name, NULL, 0, unsaid);
    beside = loaded ? library_load(library, loaded->path, NULL, edition, unsaid)
                    : NULL;
    return beside ? beside : library_load_id(library, id, edition, unsaid);
}
