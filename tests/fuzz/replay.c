/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target without a fuzzer, as TAP: each file of its corpus, whole
   and cut off at 16 places.  With files as arguments, those.  A crash ends the
   process, and the missing rest of the plan tells. */
#include "../unit/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "fuzz.h"

/* No input may take longer than a second; sanitizers and valgrind are slow. */
enum { LIMIT_CPU_S = 10, N_CUTS = 16 };

static int
is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* A block of its own, so that a step behind the end is seen. */
static void
run(const char *bytes, size_t size)
{
    uint8_t *copy = mem_alloc(size);

    if (size)
        memcpy(copy, bytes, size);
    (void)LLVMFuzzerTestOneInput(copy, size);
    mem_free(copy);
}

static bool
replay(const char *path, const char *name, int number)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    clock_t start = clock();
    struct str bytes;
    bool ok = file_read_whole(path, 1 << 22, arena, &bytes, diag);

    if (ok) {
        run(bytes.bytes, bytes.len);
        ok = (clock() - start) / CLOCKS_PER_SEC < LIMIT_CPU_S;
        for (size_t i = 0; i < N_CUTS; i++)
            run(bytes.bytes, bytes.len * i / N_CUTS);
    }
    printf("%s %d - %s\n", ok ? "ok" : "not ok", number, name);
    fflush(stdout);
    diag_free(diag);
    arena_free(arena);
    return ok;
}

/* "tests/fuzz/fuzz_csv", or with "lt-" or ".exe" about it: "csv". */
static const char *
target_of(const char *program)
{
    const char *target = program;

    for (const char *at = program; (at = strstr(at, "fuzz_")); at++)
        target = at + strlen("fuzz_");
    return target;
}

static int
replay_corpus(const char *target)
{
    const char *root = getenv("SOURCE_FOLDER");
    struct arena *arena = arena_new();
    const char *folder = arena_printf(arena, "%s/tests/fuzz/corpus/%s",
                                      root ? root : SOURCE_FOLDER, target);
    struct dirent **entries;
    int n = scandir(folder, &entries, is_input, alphasort);
    bool ok = n > 0;

    printf("1..%d\n", n > 0 ? n : 1);
    if (n <= 0)
        printf("not ok 1 - %s has a corpus\n", target);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        ok &= replay(arena_printf(arena, "%s/%s", folder, name),
                     arena_printf(arena, "%s/%s", target, name), i + 1);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    arena_free(arena);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
    bool ok = true;

    unit_prepare();
    if (argc < 2)
        return replay_corpus(target_of(argv[0]));
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++)
        ok &= replay(argv[i], argv[i], i);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
