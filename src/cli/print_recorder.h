/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recorder of 'attune fill -o': a header and a row, whole or not at all;
   more rows where an earlier run had left some. */
#ifndef ATTUNE_CLI_PRINT_RECORDER_H
#define ATTUNE_CLI_PRINT_RECORDER_H

#include "base/arena.h"
#include "response/recorder.h"

extern const struct recorder_class print_recorder;

/* Borrows 'path'; "-": standard output. */
struct recorder *print_recorder_open(const char *path,
                                     struct arena *arena) MUST_USE;

#endif
