/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the answers of one administration go when it is done.  csv_recorder.c
   appends them to a file. */
#ifndef ATTUNE_EXCHANGE_RECORDER_H
#define ATTUNE_EXCHANGE_RECORDER_H

#include <stdbool.h>
#include <stdint.h>
#include "base/diag.h"
#include "base/str.h"
#include "instrument/instrument.h"
#include "response/batch.h"

struct recorder;

struct recorded_answer {
    enum answer_kind kind;
    struct str text; /* as answer_read() takes it; a free text as it was typed;
                        empty unless ANSWERED */
    int64_t time_ms; /* -1: none */
};

/* One person's answers to one instrument. */
struct administration {
    const struct instrument *instrument;
    struct str facts[N_FACTS];             /* empty: none */
    const struct recorded_answer *answers; /* one for each item */
    struct str differences; /* both values of what two passes over a paper form
                               read differently; empty: none */
    bool is_again; /* an earlier process may have recorded it and ended before
                      it could say so: then it is not recorded twice */
};

struct recorder_class {
    /* Writes it down.  True: it will outlive the machine's failing.  False
       after adding an error: nothing of it is there.  May add warnings. */
    bool (*record)(struct recorder *recorder,
                   const struct administration *administration,
                   struct diag *diag) MUST_USE;

    /* May be NULL: it holds nothing that is to be given back. */
    void (*close)(struct recorder *recorder);
};

#endif
