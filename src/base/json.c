/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values, commas and indents; see json.h. */
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include "base/num.h"
#include "base/utf8.h"

void
json_init(struct json *json, struct buf *out, int indent)
{
    *json = (struct json){.out = out, .indent = indent};
}

/* ---- between the values ---- */

static uint32_t
level_bit(const struct json *json)
{
    return UINT32_C(1) << (json->depth - 1);
}

static void
break_line(struct json *json)
{
    if (json->indent)
        buf_addf(json->out, "\n%*s", json->depth * json->indent, "");
}

/* What stands before a member of whatever is open. */
static void
begin_member(struct json *json)
{
    if (json->has_member & level_bit(json))
        buf_add_char(json->out, ',');
    json->has_member |= level_bit(json);
    break_line(json);
}

static void
begin_value(struct json *json)
{
    if (json->has_key) {
        json->has_key = false;
    } else if (json->depth) {
        assert(!(json->is_object & level_bit(json)));
        begin_member(json);
    }
}

static void
open_level(struct json *json, bool is_object)
{
    begin_value(json);
    assert(json->depth < JSON_LIMIT_DEPTH);
    json->depth++;
    json->has_member &= ~level_bit(json);
    json->is_object &= ~level_bit(json);
    if (is_object)
        json->is_object |= level_bit(json);
    buf_add_char(json->out, is_object ? '{' : '[');
}

static void
close_level(struct json *json, bool is_object)
{
    assert(json->depth > 0 && !json->has_key);
    assert(!!(json->is_object & level_bit(json)) == is_object);
    bool has_member = json->has_member & level_bit(json);
    json->depth--;
    if (has_member)
        break_line(json);
    buf_add_char(json->out, is_object ? '}' : ']');
}

void
json_open_object(struct json *json)
{
    open_level(json, true);
}

void
json_close_object(struct json *json)
{
    close_level(json, true);
}

void
json_open_array(struct json *json)
{
    open_level(json, false);
}

void
json_close_array(struct json *json)
{
    close_level(json, false);
}

/* ---- values ---- */

static void
add_character(struct buf *out, uint32_t character)
{
    switch (character) {
    case '"':
    case '\\':
        buf_add_char(out, '\\');
        buf_add_char(out, (char)character);
        break;
    case '\n':
        buf_add_text(out, "\\n");
        break;
    case '\r':
        buf_add_text(out, "\\r");
        break;
    case '\t':
        buf_add_text(out, "\\t");
        break;
    default:
        if (utf8_is_control(character)) /* none is beyond four digits */
            buf_addf(out, "\\u%04" PRIx32, character);
        else
            utf8_add(out, character);
    }
}

/* How many bytes at the begin stand for themselves. */
static size_t
plain_len(struct str text)
{
    size_t len = 0;
    while (len < text.len && text.bytes[len] >= ' ' && text.bytes[len] <= '~'
           && text.bytes[len] != '"' && text.bytes[len] != '\\')
        len++;
    return len;
}

static void
add_quoted(struct buf *out, struct str text)
{
    uint32_t character;

    buf_add_char(out, '"');
    while (text.len) {
        size_t len = plain_len(text);
        if (len) {
            buf_add(out, (struct str){text.bytes, len});
            text = str_skip(text, len);
        } else if (utf8_next(&text, &character)) {
            add_character(out, character);
        }
    }
    buf_add_char(out, '"');
}

void
json_key(struct json *json, const char *key)
{
    assert(json->depth && (json->is_object & level_bit(json)));
    assert(!json->has_key);
    begin_member(json);
    add_quoted(json->out, str_from(key));
    buf_add_text(json->out, json->indent ? ": " : ":");
    json->has_key = true;
}

void
json_text(struct json *json, struct str text)
{
    begin_value(json);
    add_quoted(json->out, text);
}

void
json_number(struct json *json, double number)
{
    begin_value(json);
    num_add(json->out, number);
}

void
json_truth(struct json *json, bool truth)
{
    begin_value(json);
    buf_add_text(json->out, truth ? "true" : "false");
}

void
json_none(struct json *json)
{
    begin_value(json);
    buf_add_text(json->out, "null");
}

/* ---- a key and its value ---- */

void
json_put_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    if (text)
        json_text(json, str_from(text));
    else
        json_none(json);
}

void
json_put_str(struct json *json, const char *key, struct str text)
{
    json_key(json, key);
    json_text(json, text);
}

void
json_put_number(struct json *json, const char *key, double number)
{
    json_key(json, key);
    json_number(json, number);
}

void
json_put_whole(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    begin_value(json);
    buf_addf(json->out, "%" PRId64, number);
}

void
json_put_count(struct json *json, const char *key, int64_t number)
{
    if (number)
        json_put_whole(json, key, number);
    else
        json_put_null(json, key);
}

void
json_put_truth(struct json *json, const char *key, bool truth)
{
    json_key(json, key);
    json_truth(json, truth);
}

void
json_put_null(struct json *json, const char *key)
{
    json_key(json, key);
    json_none(json);
}

void
json_put_object(struct json *json, const char *key)
{
    json_key(json, key);
    json_open_object(json);
}

void
json_put_array(struct json *json, const char *key)
{
    json_key(json, key);
    json_open_array(json);
}
