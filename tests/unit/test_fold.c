/* SPDX-License-Identifier: GPL-3.0-or-later */

/* fold: case, accents and digits by table. */

#include "unit.h"

#include "base/fold.h"

static void
test_fold(void **state)
{
    static const struct {
        const char *text;
        const char *by_case;
        const char *by_accents;
    } cases[] = {
        {"", "", ""},
        {"  Quite \t a  bit ", "quite a bit", "quite a bit"},
        {"AZ az 09 [@`{", "az az 09 [@`{", "az az 09 [@`{"},
        {"SÍ", "sí", "si"},
        {"Si\u0301", "si\u0301", "si"}, /* in two parts */
        {"ÁÑÜ ÖFTER", "áñü öfter", "anu ofter"},
        {"WEIẞ weiß", "weiß weiß", "weiss weiss"},
        {"× ÷", "× ÷", "× ÷"},
        {"ĀŽŁŸ Œ Æ", "āžłÿ œ æ", "azly oe ae"},
        {"ĲĶ Ǆ", "ĳķ ǆ", "ĳk ǆ"},
        {"Ắ Ệ", "ắ ệ", "a e"},
        {"ΆΣΩ", "άσω", "ασω"},
        {"ЁЙ ЖЯ", "ёй жя", "еи жя"},
        {"أَحيانًا", "أَحيانًا", "احيانا"},
        {"آسفة إلى", "آسفة إلى", "اسفه الي"},
        {"ابـــدا", "ابـــدا", "ابدا"},
        {"日本語", "日本語", "日本語"},
        {"\xff", "\uFFFD", "\uFFFD"},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        buf_empty(&buf);
        fold_add(&buf, str_from(cases[i].text), FOLD_CASE);
        assert_string_equal(buf_text(&buf), cases[i].by_case);
        buf_empty(&buf);
        fold_add(&buf, str_from(cases[i].text), FOLD_ACCENTS);
        assert_string_equal(buf_text(&buf), cases[i].by_accents);
    }
    buf_clear(&buf);
}

static void
test_digits(void **state)
{
    struct buf buf = {0};

    (void)state;
    fold_add_digits(&buf, STR("٠١٩ ۴۵ 7٫5 x"));
    assert_string_equal(buf_text(&buf), "019 45 7.5 x");
    buf_clear(&buf);
}

UNIT_MAIN(cmocka_unit_test(test_fold), cmocka_unit_test(test_digits))
