/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wording file, laid over the instrument tests/data/being-heard.xml. */
#include "fuzz.h"

#include "../unit/model_dump.h"
#include "base/buf.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct str bytes = {(const char *)data, size};
    const struct instrument *instrument = fuzz_heard();
    struct wording_texts lacking = {0};
    struct wording_texts all = {0};
    const struct instrument *worded =
        wording_read("fuzz.xml", bytes, instrument, &lacking, arena, diag);

    wording_list(instrument, &all, arena);
    fuzz_check(lacking.n <= all.n, "a wording lacks more than there is");
    wording_report(&lacking, arena, diag);
    fuzz_check((worded != NULL) == !diag_count(diag, SEVERITY_ERROR),
               "a wording is taken or refused without a word");
    if (worded) {
        struct buf out = {0};
        fuzz_check(worded->n_items == instrument->n_items
                       && worded->n_scales == instrument->n_scales,
                   "words change what is asked");
        model_dump(worded, &out);
        buf_clear(&out);
    }
    fuzz_check_problems(diag);
    diag_free(diag);
    arena_free(arena);
    return 0;
}
