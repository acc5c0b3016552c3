/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of an instrument file: bytes, tree (xml/), grammar (grammar.c),
   model (build.c), names and expressions (resolve.c, members.c), rules
   (check.c).  Each step goes on after problems, so that one run names all. */
#include "instrument/read.h"

#include "instrument/check.h"
#include "instrument/reading.h"

struct instrument *
instrument_read(const char *path, struct str bytes, struct arena *arena,
                struct diag *diag)
{
    const struct xml_element *root =
        xml_read(path, bytes, INSTRUMENT_NAMESPACE, arena, diag);
    if (!root)
        return NULL;
    size_t n_before = diag_count(diag, SEVERITY_ERROR);
    struct raw_instrument *raw = ARENA_NEW(arena, struct raw_instrument);
    bool ok = schema_read(&grammar_instrument, root, raw, arena, diag);
    struct reading reading = {.arena = arena, .diag = diag};
    if (!build_instrument(&reading, raw))
        return NULL;
    struct instrument *instrument = reading.instrument;
    instrument->path = path;
    instrument->digest = digest_of(bytes);
    resolve_instrument(&reading);
    ok = instrument_check(instrument, diag) && ok;
    ok = ok && diag_count(diag, SEVERITY_ERROR) == n_before;
    return ok ? instrument : NULL;
}
