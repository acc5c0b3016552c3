/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attune alerts lists: what rows say of the alerts of their instruments,
   newest first.  Holds what is listed and nothing else of the rows. */
#ifndef ATTUNE_CLI_ALERT_LIST_H
#define ATTUNE_CLI_ALERT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "output/sink.h"

struct alert_list;

struct alert_list *alert_list_new(struct arena *arena) MUST_USE;

/* Takes what a row of the plan's instrument says; nothing where it is no
   administration of it.  Rows are taken in their order; 'number' is the row's
   among all that are read, 1 the first. */
void alert_list_take(struct alert_list *list, const struct plan *plan,
                     const struct scored *scored, size_t row, size_t number);

/* By date, time and number of the session (or the number behind the same
   letters), the latest first and what has no date last; else the later row
   first. */
void alert_list_sort(struct alert_list *list);

/* A header and a row for each; an array of objects; blocks of lines for
   people, where 'is_plain' each line is labelled. */
void alert_list_add_csv(const struct alert_list *list, struct buf *out);
void alert_list_add_json(const struct alert_list *list, struct buf *out);
void alert_list_add_text(const struct alert_list *list, bool is_plain,
                         struct buf *out);

#endif
