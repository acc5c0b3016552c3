/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digests, against those that b2sum -l 256 of GNU coreutils gives. */
#include "unit.h"

#include "base/buf.h"
#include "base/digest.h"

static void
test_known(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        {"", "0e5751c026e543b2e8ab2eb06099daa1"
             "d1e5df47778f7787faab45cdf12fe3a8"},
        {"attune", "7b7023da90ca52db752a0461691620fe"
                   "0f84a6ad80862e1ed9e15d6fc60cb7c1"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct digest got = digest_of(str_from(cases[i].text));

        assert_string_equal(got.hex, cases[i].want);
    }
}

/* seq 1 1000 | b2sum -l 256: more than one block of the hash. */
static void
test_long(void **state)
{
    struct buf buf = {0};
    struct digest got;

    (void)state;
    for (int i = 1; i <= 1000; i++)
        buf_addf(&buf, "%d\n", i);
    got = digest_of(buf_str(&buf));
    assert_string_equal(got.hex, "4e6bd3f89f21be9ee7c6e497a786f7ff"
                                 "6899cc6c828f23d133b192f8723ec760");
    buf_clear(&buf);
}

UNIT_MAIN(cmocka_unit_test(test_known), cmocka_unit_test(test_long))
