/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a number of a workbook says by its format.  The days are those that
   Excel shows (ECMA-376 part 1, 18.17.4.1, has serial numbers of both
   systems); formats are examples of 18.8.30 and of what programs write. */
#include "unit.h"

#include <string.h>
#include "exchange/xlsx_file.h"

static const struct {
    const char *code;
    double number;
    const char *want;
    const char *want_1904; /* NULL: the same */
} cases[] = {
    {"General", 3, "3", NULL},
    {"General", 0.1 + 0.2, "0.3", NULL},
    {"General", 1e20, "1e20", NULL},
    {"General", 1234567890123456, "1234567890123456", NULL},
    {"0", -1234567890123457, "-1234567890123457", NULL},
    {"000000000000000", 9007199254740991, "9007199254740991", NULL},
    {"General", 123456789012345680, "1.2345678901234568e17", NULL},
    {"General", 1.7976931348623157e308, "1.7976931348623157e308", NULL},
    {"0", 2.5, "2.5", NULL},
    {"0.00", 2, "2", NULL},
    {"#,##0.00", 1234.5, "1234.5", NULL},
    {"0.00E+00", 1234.5, "1234.5", NULL},
    {"@", 7, "7", NULL},
    {"00000", 42, "00042", NULL},
    {"00000", 42.5, "42.5", NULL},
    {"00000", -42, "-42", NULL},
    {"0%", 0.07, "7%", NULL},
    {"0.0%", 0.125, "12.5%", NULL},
    {"0.0\"%\"", 0.125, "0.125", NULL},
    {"0\\%", 3, "3", NULL},
    /* 18.17.4.1 */
    {"yyyy-mm-dd", 2, "1900-01-02", "1904-01-03"},
    {"yyyy-mm-dd", 3687, "1910-02-03", "1914-02-04"},
    {"yyyy-mm-dd", 38749, "2006-02-01", "2010-02-02"},
    {"yyyy-mm-dd", 2958465, "9999-12-31", "2958465"},
    {"yyyy-mm-dd", 2957003, "9995-12-30", "9999-12-31"},
    {"yyyy-mm-dd", 2958466, "2958466", NULL},
    {"yyyy-mm-dd", -1, "-1", NULL},
    {"yyyy-mm-dd", 0, "1900-01-00", "1904-01-01"},
    {"yyyy-mm-dd", 59, "1900-02-28", "1904-02-29"},
    {"yyyy-mm-dd", 60, "1900-02-29", "1904-03-01"},
    {"yyyy-mm-dd", 61, "1900-03-01", "1904-03-02"},
    {"d/m/yy", 44927.75, "2023-01-01", "2027-01-02"},
    {"mmm-yy", 44927, "2023-01-01", "2027-01-02"},
    {"mmmm", 44927, "2023-01-01", "2027-01-02"},
    {"[$-409]d/m/yyyy h:mm AM/PM;@", 44927.75, "2023-01-01 18:00:00",
     "2027-01-02 18:00:00"},
    {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 44927, "2023-01-01",
     "2027-01-02"},
    {"h:mm", 0.5, "12:00:00", NULL},
    {"h:mm AM/PM", 44927.25, "06:00:00", NULL},
    {"mm:ss.0", 0.25 / 24, "00:15:00", NULL},
    {"yyyy-mm-dd hh:mm:ss", 44927.999999, "2023-01-02 00:00:00",
     "2027-01-03 00:00:00"},
    {"[h]:mm:ss", 1.25, "30:00:00", NULL},
    {"[mm]:ss", 0.5, "12:00:00", NULL},
    {"[Red]0.0", 1.5, "1.5", NULL},
    {"[<=100]0;0.0", 1.5, "1.5", NULL},
    {"0 \"days\"", 3, "3", NULL},
    {"\"y\"0", 3, "3", NULL},
    {"0_d", 3, "3", NULL},
    {"0;yyyy", 3, "3", NULL},
    {"[", 3, "3", NULL},
    {"\"", 3, "3", NULL},
    {"\\", 3, "3", NULL},
    {"", 3, "3", NULL},
};

static void
expect(const char *code, double number, bool is_1904, const char *want)
{
    struct buf out = {0};

    xlsx_number_add(&out, number, xlsx_format_read(str_from(code)), is_1904);
    if (strcmp(buf_text(&out), want) != 0)
        fail_msg("'%s' of %g: '%s', not '%s'", code, number, buf_text(&out),
                 want);
    buf_clear(&out);
}

static void
test_formats(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *want = cases[i].want_1904;
        expect(cases[i].code, cases[i].number, false, cases[i].want);
        expect(cases[i].code, cases[i].number, true,
               want ? want : cases[i].want);
    }
}

static void
test_known(void **state)
{
    static const struct {
        int32_t id;
        enum xlsx_form form;
    } known[] = {
        {0, XLSX_PLAIN},    {1, XLSX_PLAIN},    {4, XLSX_PLAIN},
        {9, XLSX_PERCENT},  {10, XLSX_PERCENT}, {11, XLSX_PLAIN},
        {13, XLSX_PLAIN},   {14, XLSX_DATE},    {17, XLSX_DATE},
        {18, XLSX_TIME},    {21, XLSX_TIME},    {22, XLSX_DATE_TIME},
        {23, XLSX_PLAIN},   {37, XLSX_PLAIN},   {45, XLSX_TIME},
        {46, XLSX_ELAPSED}, {47, XLSX_TIME},    {48, XLSX_PLAIN},
        {49, XLSX_PLAIN},   {58, XLSX_DATE},    {59, XLSX_PLAIN},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(known); i++)
        assert_int_equal(xlsx_format_known(known[i].id).form, known[i].form);
}

UNIT_MAIN(cmocka_unit_test(test_formats), cmocka_unit_test(test_known))
