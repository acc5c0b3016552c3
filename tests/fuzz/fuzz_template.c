/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The template of a report.  The first byte chooses the language. */
#include "fuzz.h"

#include "base/words.h"
#include "report/template.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct str bytes = {(const char *)data + 1, size - 1};
    enum language language = (enum language)(data[0] % N_LANGUAGES);
    const struct template *template =
        template_read("fuzz.xml", bytes, language, arena, diag);

    fuzz_check((template != NULL) == !diag_count(diag, SEVERITY_ERROR),
               "a template is taken or refused without a word");
    fuzz_check(!template || template->n_blocks > 0, "a report of nothing");
    fuzz_check_problems(diag);
    diag_free(diag);
    arena_free(arena);
    return 0;
}
