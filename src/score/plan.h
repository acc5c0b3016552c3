/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An instrument's scoring as a flat program: gates first, then each scale
   after the scales it rests on, then classes and alerts.  Every operation has
   the name of what it makes.  kernel.c runs it. */
#ifndef ATTUNE_SCORE_PLAN_H
#define ATTUNE_SCORE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "instrument/instrument.h"

enum op_code {
    OP_GATE,    /* an item's relevance: false makes it not applicable */
    OP_COMBINE, /* a scale out of its items */
    OP_FORMULA, /* a scale out of an expression */
    OP_CLASS,   /* the first case whose test is true */
    OP_ALERT,   /* an alert's condition */
    N_OP_CODES
};

/* One member of a combined scale: score by position, after reversal and
   before weighing. */
struct plan_member {
    const struct member *of; /* whom it is made of */
    size_t item_idx;
    double weight;
    double lo;
    double hi;
    bool reversed;
    int decimals;        /* of the item's scores; -1: any number of them */
    const double *keyed; /* by position; NULL for FORM_NUMBERS and sets */
    size_t n_keyed;
};

struct op {
    enum op_code code;
    const char *name; /* the id of the item, scale, class or alert */
    size_t idx;       /* of it in the instrument; of an alert in the plan */
    /* OP_COMBINE */
    const struct plan_member *members;
    size_t n_members;
};

struct plan_alert {
    const struct alert *alert;
    size_t item_idx;
};

struct plan {
    const struct instrument *instrument;
    const struct op *ops;
    size_t n_ops;
    const struct plan_alert *alerts; /* of all items, in document order */
    size_t n_alerts;
};

/* Compiles a checked instrument; borrows from it.  Cannot fail: what could
   go wrong was refused by the checker. */
const struct plan *plan_compile(const struct instrument *instrument,
                                struct arena *arena) MUST_USE;

/* One member of a combined scale, without its scores by position. */
struct plan_member plan_member_of(const struct scale *scale, size_t idx);

/* A member's score after reversal out of its score before.  Reversal is
   decimal: 1.1 - 0.4 is 0.7. */
double plan_keyed(const struct plan_member *member, double score);

/* The same of an answer's position, whose score may be another here. */
double plan_keyed_at(const struct plan_member *member,
                     const struct response *response, uint8_t position);

/* Of a set of choices, how many are counted. */
double plan_counted(const struct plan_member *member, uint64_t choices);

/* The number of positions of a FORM_CODES response. */
size_t plan_positions(const struct response *response);

#endif
