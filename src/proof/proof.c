/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One proof for all: what 'attune check' refuses is not scored with. */
#include "proof/proof.h"

#include "proof/attainable.h"
#include "proof/examples.h"
#include "proof/reach.h"

bool
proof_run(const struct plan *plan, size_t *n_held, struct diag *diag)
{
    bool is_proved = reach_check(plan, diag);
    is_proved &= attainable_check(plan, diag);
    return examples_run(plan, n_held, diag) && is_proved;
}
