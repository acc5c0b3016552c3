/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An instrument file: read, checked, printed, compiled, its examples run and
   its bands proved, as far as it is right. */
#include "fuzz.h"

#include "../unit/model_dump.h"
#include "base/buf.h"
#include "instrument/instrument.h"
#include "instrument/read.h"
#include "score/plan.h"
#include "proof/proof.h"
#include "output/working.h"

static void
use(const struct instrument *instrument, struct arena *arena, struct diag *diag)
{
    const struct plan *plan = plan_compile(instrument, arena);
    struct buf out = {0};
    size_t n_held = 0;
    bool is_right = proof_run(plan, working_add, &n_held, diag);

    fuzz_check(is_right == !diag_count(diag, SEVERITY_ERROR),
               "what does not hold is not said");
    model_dump(instrument, &out);
    buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct str bytes = {(const char *)data, size};
    const struct instrument *instrument =
        instrument_read("fuzz.xml", bytes, arena, diag);

    fuzz_check((instrument != NULL) == !diag_count(diag, SEVERITY_ERROR),
               "an instrument is taken or refused without a word");
    if (instrument)
        use(instrument, arena, diag);
    fuzz_check_problems(diag);
    diag_free(diag);
    arena_free(arena);
    return 0;
}
