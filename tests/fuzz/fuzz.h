/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share.  A target is one parser: a file fuzz_NAME.c with
   the function below, which libFuzzer calls with whatever it thinks of
   (configure --enable-fuzzing) and replay.c with the files of
   tests/fuzz/corpus/NAME/ (make check).  What should never be, aborts. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Prints every problem as the command line would: each must have a place in
   its file, and nothing that a terminal would obey may come out. */
void fuzz_check_problems(const struct diag *diag);

/* The instrument of tests/data/being-heard.xml, which is right: read once. */
const struct instrument *fuzz_heard(void);

/* Ends the process, saying why, unless 'holds'. */
void fuzz_check(bool holds, const char *what);

#endif
