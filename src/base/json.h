/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes JSON (RFC 8259) into a buffer: one value, well formed by
   construction.  Whoever writes an object without a key, or two keys in a row,
   has made a mistake that an assertion finds.

   Texts may come from anywhere: a byte that is no UTF-8 becomes U+FFFD, and
   what utf8_add_shown() would spell out for a terminal is escaped.  Numbers are
   the shortest digits that read back to the same double. */
#ifndef ATTUNE_BASE_JSON_H
#define ATTUNE_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

enum { JSON_LIMIT_DEPTH = 32 };

struct json {
    struct buf *out;
    int indent; /* blanks a level; 0: all on one line, without blanks */
    int depth;
    uint32_t is_object; /* bit d: what is open at depth d, and whether it has */
    uint32_t has_member; /* a member */
    bool has_key;        /* a key was written and its value was not */
};

void json_init(struct json *json, struct buf *out, int indent);

void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_array(struct json *json);
void json_close_array(struct json *json);

/* Names the value that is written next. */
void json_key(struct json *json, const char *key);

void json_text(struct json *json, struct str text);
void json_number(struct json *json, double number); /* finite */
void json_truth(struct json *json, bool truth);
void json_none(struct json *json);

/* A key and its value. */
void json_put_text(struct json *json, const char *key,
                   const char *text); /* NULL: null */
void json_put_str(struct json *json, const char *key, struct str text);
void json_put_number(struct json *json, const char *key, double number);
void json_put_whole(struct json *json, const char *key, int64_t number);
/* Null for 0: how many there were is not known. */
void json_put_count(struct json *json, const char *key, int64_t number);
void json_put_truth(struct json *json, const char *key, bool truth);
void json_put_null(struct json *json, const char *key);
void json_put_object(struct json *json, const char *key); /* opens it */
void json_put_array(struct json *json, const char *key);  /* opens it */

#endif
