/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What JSON documents about scores say alike. */
#ifndef ATTUNE_OUTPUT_SINK_JSON_H
#define ATTUNE_OUTPUT_SINK_JSON_H

#include "base/json.h"
#include "instrument/instrument.h"

/* Adds to an open object which definition it is, and in which words beside its
   own it can be answered: id, edition, lang, digest and wordings (an array of
   lang, digest). */
void sink_json_put_origin(struct json *json,
                          const struct instrument *instrument);

#endif
