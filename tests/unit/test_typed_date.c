/* SPDX-License-Identifier: GPL-3.0-or-later */

/* typed_date: what is said of each way to type a day. */

#include "unit.h"

#include <string.h>
#include "fill/typed_date.h"

static void
test_cells(void **state)
{
    static const char *const cases[][2] = {
        {"2026-03-31", "2026-03-31"}, {"2026/3/1", "2026-03-01"},
        {"2026.12.1", "2026-12-01"},  {"20260331", "20260331"},
        {"31.3.2026", "31-03-2026"},  {"", ""},
    };
    struct buf cell = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        buf_empty(&cell);
        typed_date_add_cell(str_from(cases[i][0]), &cell);
        assert_string_equal(buf_text(&cell), cases[i][1]);
    }
    buf_clear(&cell);
}

static void
test_judge(void **state)
{
    static const struct {
        const char *typed;
        enum typed_date want;
        const char *meant;
    } cases[] = {
        {"2026-03-31", TYPED_DATE_FINE, "2026-03-31"},
        {"2026/3/1", TYPED_DATE_FINE, "2026-03-01"},
        {"2024-02-29", TYPED_DATE_FINE, "2024-02-29"},
        {"2026-02-31", TYPED_DATE_NO_SUCH_DAY, "2026-02-31"},
        {"2023-02-29", TYPED_DATE_NO_SUCH_DAY, "2023-02-29"},
        {"2026-31-3", TYPED_DATE_NO_SUCH_DAY, "2026-31-03"},
        {"2026-3-0", TYPED_DATE_NO_SUCH_DAY, "2026-03-00"},
        {"31.2.1999", TYPED_DATE_NO_SUCH_DAY, "1999-02-31"},
        {"28.02.1999", TYPED_DATE_OTHER_FORM, "1999-02-28"},
        {"1.2.1999", TYPED_DATE_OTHER_FORM, "1999-02-01"},
        {"28/2/1999", TYPED_DATE_OTHER_FORM, "1999-02-28"},
        {"19990228", TYPED_DATE_OTHER_FORM, "1999-02-28"},
        {"19990231", TYPED_DATE_NO_SUCH_DAY, "1999-02-31"},
        /* The second of January, or the first of February? */
        {"1/2/1999", TYPED_DATE_UNREADABLE, ""},
        {"28.2.99", TYPED_DATE_UNREADABLE, ""},
        {"", TYPED_DATE_UNREADABLE, ""},
        {"-", TYPED_DATE_UNREADABLE, ""},
        {"2026", TYPED_DATE_UNREADABLE, ""},
        {"2026-", TYPED_DATE_UNREADABLE, ""},
        {"2026-03", TYPED_DATE_UNREADABLE, ""},
        {"2026--03", TYPED_DATE_UNREADABLE, ""},
        {"2026-03-31-", TYPED_DATE_UNREADABLE, ""},
        {"2026-003-31", TYPED_DATE_UNREADABLE, ""},
        {"99999999999999999999", TYPED_DATE_UNREADABLE, ""},
    };
    struct buf meant = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        buf_empty(&meant);
        assert_int_equal(typed_date_judge(str_from(cases[i].typed), &meant),
                         cases[i].want);
        assert_string_equal(buf_text(&meant), cases[i].meant);
    }
    buf_clear(&meant);
}

UNIT_MAIN(cmocka_unit_test(test_cells), cmocka_unit_test(test_judge))
