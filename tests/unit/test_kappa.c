/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kappa. */
#include "unit.h"

#include "base/mem.h"
#include "reference.h"
#include "stats/agreement.h"

static void
test_kappa(void **state)
{
    static const size_t a[] = {0, 1, 2, 3, 0, 1, 1, 2, 3, 3,
                               0, 0, 1, 2, 2, 3, 1, 0, 2, 3};
    static const size_t b[] = {0, 1, 2, 2, 0, 1, 2, 2, 3, 3,
                               0, 1, 1, 2, 1, 3, 1, 0, 3, 3};
    static const struct {
        enum kappa_weights weights;
        const char *key;
    } cases[] = {
        {KAPPA_UNWEIGHTED, "kappa,toy,,unweighted"},
        {KAPPA_QUADRATIC, "kappa,toy,,quadratic"},
        {KAPPA_LINEAR, "kappa,toy,,linear"},
    };
    struct kappa_ratings ratings = {N_ELEMENTS(a), 4, a, b};
    struct kappa_ratings swapped = {N_ELEMENTS(a), 4, b, a};
    struct reference *reference = reference_open("icc_dyads");
    double kappa;
    double other;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        assert_true(kappa_of(&ratings, cases[i].weights, &kappa));
        reference_expect(reference, cases[i].key, kappa);
        assert_true(kappa_of(&swapped, cases[i].weights, &other));
        assert_true(reference_close_to(kappa, other));
    }
    reference_close(reference, 3);
}

/* By hand: never agreeing, on two categories used evenly, is -1; one category
   alone says nothing. */
static void
test_ends(void **state)
{
    static const size_t a[] = {0, 1, 0, 1};
    static const size_t b[] = {1, 0, 1, 0};
    static const size_t same[] = {1, 1, 1, 1};
    struct kappa_ratings apart = {4, 2, a, b};
    struct kappa_ratings alike = {4, 2, a, a};
    struct kappa_ratings one = {4, 2, same, same};
    struct kappa_ratings half = {4, 2, a, same};
    double kappa = 7;

    (void)state;
    assert_false(kappa_of(&one, KAPPA_UNWEIGHTED, &kappa));
    assert_true(kappa == 7);
    assert_true(kappa_of(&apart, KAPPA_UNWEIGHTED, &kappa));
    assert_true(kappa == -1);
    assert_true(kappa_of(&alike, KAPPA_QUADRATIC, &kappa));
    assert_true(kappa == 1);
    assert_true(kappa_of(&half, KAPPA_LINEAR, &kappa));
    assert_true(kappa == 0);
}

UNIT_MAIN(cmocka_unit_test(test_kappa), cmocka_unit_test(test_ends))
