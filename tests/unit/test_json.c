/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON as it is written, and the strict reader that judges it. */
#include "unit.h"

#include <float.h>

#include "base/json.h"
#include "base/mem.h"
#include "json_reader.h"

static void
write_sample(struct json *json)
{
    json_open_object(json);
    json_put_whole(json, "version", 1);
    json_put_text(json, "title", "Being heard");
    json_put_text(json, "none", NULL);
    json_put_array(json, "empty");
    json_close_array(json);
    json_put_object(json, "bare");
    json_close_object(json);
    json_put_array(json, "scales");
    json_number(json, 2.5);
    json_open_object(json);
    json_put_truth(json, "prorated", true);
    json_put_null(json, "value");
    json_close_object(json);
    json_open_array(json);
    json_truth(json, false);
    json_none(json);
    json_close_array(json);
    json_close_array(json);
    json_put_number(json, "last", -0.0);
    json_close_object(json);
}

static void
test_layouts(void **state)
{
    struct buf out = {0};
    struct json json;
    size_t offset;

    (void)state;
    json_init(&json, &out, 0);
    write_sample(&json);
    assert_string_equal(
        buf_text(&out),
        "{\"version\":1,\"title\":\"Being heard\",\"none\":null,\"empty\":[],"
        "\"bare\":{},\"scales\":[2.5,{\"prorated\":true,\"value\":null},"
        "[false,null]],\"last\":0}");
    assert_true(json_is_valid(buf_str(&out), &offset));
    buf_empty(&out);
    json_init(&json, &out, 2);
    write_sample(&json);
    assert_string_equal(buf_text(&out), "{\n"
                                        "  \"version\": 1,\n"
                                        "  \"title\": \"Being heard\",\n"
                                        "  \"none\": null,\n"
                                        "  \"empty\": [],\n"
                                        "  \"bare\": {},\n"
                                        "  \"scales\": [\n"
                                        "    2.5,\n"
                                        "    {\n"
                                        "      \"prorated\": true,\n"
                                        "      \"value\": null\n"
                                        "    },\n"
                                        "    [\n"
                                        "      false,\n"
                                        "      null\n"
                                        "    ]\n"
                                        "  ],\n"
                                        "  \"last\": 0\n"
                                        "}");
    assert_true(json_is_valid(buf_str(&out), &offset));
    buf_clear(&out);
}

static void
test_escapes(void **state)
{
    static const struct {
        struct str text;
        const char *want;
    } cases[] = {
        {{"", 0}, "\"\""},
        {{NULL, 0}, "\"\""},
        {{"a\"b\\c/d", 7}, "\"a\\\"b\\\\c/d\""},
        {{"\n\r\t", 3}, "\"\\n\\r\\t\""},
        {{"\0\x01\x1f\x7f", 4}, "\"\\u0000\\u0001\\u001f\\u007f\""},
        {{"\x1b[31m", 5}, "\"\\u001b[31m\""},
        /* C1, line separator, right-to-left override. */
        {{"\xc2\x9b", 2}, "\"\\u009b\""},
        {{"\xe2\x80\xa8", 3}, "\"\\u2028\""},
        {{"\xe2\x80\xae", 3}, "\"\\u202e\""},
        {{"\xf3\xa0\x81\x81", 4}, "\"\xf3\xa0\x81\x81\""},
        {{"\xc3\xa9\xe2\x88\x9a\xf0\x9f\x99\x82", 9},
         "\"\xc3\xa9\xe2\x88\x9a\xf0\x9f\x99\x82\""},
        {{"\xff", 1}, "\"\xef\xbf\xbd\""},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf out = {0};
        struct json json;
        size_t offset;
        json_init(&json, &out, 0);
        json_text(&json, cases[i].text);
        assert_string_equal(buf_text(&out), cases[i].want);
        assert_true(json_is_valid(buf_str(&out), &offset));
        buf_clear(&out);
    }
}

static void
test_numbers(void **state)
{
    static const struct {
        double number;
        const char *want;
    } cases[] = {
        {0.1, "0.1"},
        {-3, "-3"},
        {1e300, "1e300"},
        {1.5e-7, "1.5e-7"},
        {DBL_MAX, "1.7976931348623157e308"},
        {0.30000000000000004, "0.30000000000000004"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf out = {0};
        struct json json;
        size_t offset;
        json_init(&json, &out, 0);
        json_number(&json, cases[i].number);
        assert_string_equal(buf_text(&out), cases[i].want);
        assert_true(json_is_valid(buf_str(&out), &offset));
        buf_clear(&out);
    }
}

static void
test_reader_is_strict(void **state)
{
    static const char *const wrong[] = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "'a'",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "- 1",
        "nul",
        "True",
        "NaN",
        "Infinity",
        "[1 2]",
        "1 2",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\xff\"",
        "\"\\udc00\"",
        "[1]]",
        "// a\n1",
        "{\"a\":1,\"a\":2}",
    };
    static const char *const right[] = {
        " 1 ",     "-0.5e+10", "\"\\ud83d\\ude42\"",
        "[[],{}]", "null",     "{\"a\":[1,2,{\"b\":\"\\u00e9\"}]}",
    };
    size_t offset;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(wrong); i++)
        if (json_is_valid(str_from(wrong[i]), &offset))
            fail_msg("taken for JSON: %s", wrong[i]);
    for (size_t i = 0; i < N_ELEMENTS(right); i++)
        if (!json_is_valid(str_from(right[i]), &offset))
            fail_msg("not taken for JSON: %s", right[i]);
}

static void
test_reader_finds(void **state)
{
    struct str text =
        STR("{\"a\": [1, {\"b\": \"x\", \"c\": null}], \"d\": {}}");

    (void)state;
    assert_true(str_is(json_at(text, "a.0"), "1"));
    assert_true(str_is(json_at(text, "a.1.b"), "\"x\""));
    assert_true(str_is(json_at(text, "a.1.c"), "null"));
    assert_true(str_is(json_at(text, "d"), "{}"));
    assert_int_equal(json_at(text, "a.2").len, 0);
    assert_int_equal(json_at(text, "e").len, 0);
    assert_int_equal(json_at(text, "a.0.f").len, 0);
}

UNIT_MAIN(cmocka_unit_test(test_layouts), cmocka_unit_test(test_escapes),
          cmocka_unit_test(test_numbers),
          cmocka_unit_test(test_reader_is_strict),
          cmocka_unit_test(test_reader_finds))
