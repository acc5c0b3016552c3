/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question on paper, as its kind of answer asks: those that are answered
   alike stand in rows under the same choices, where these have room; of others
   the answer stands below. */
#ifndef ATTUNE_REPORT_QUESTION_H
#define ATTUNE_REPORT_QUESTION_H

#include "report/layout.h"

struct response;

struct question {
    const char *number;
    const char *text; /* "" where it stands above, since it is very long */
    const struct response *response;
};

/* How high number and text are in a column so wide. */
double question_pt(const struct layout *layout, const struct question *question,
                   double width_pt) MUST_USE;
/* Whether its choices have room in columns beside the question. */
bool question_stands_in_columns(const struct layout *layout,
                                const struct response *response) MUST_USE;
/* Whether all its choices stand under heads that are there already; 'heads' is
   the response of which they are, NULL: there are none. */
bool question_stands_under(const struct response *response,
                           const struct response *heads) MUST_USE;
/* The heads of the columns of its choices. */
const struct drawing *question_heads(const struct layout *layout,
                                     const struct response *response) MUST_USE;

/* A row under 'heads', under which it stands; 'box' is how the row flows. */
void question_add_row(const struct layout *layout,
                      const struct question *question,
                      const struct response *heads, struct flow_box box);
/* The question and, below it, what it is answered with. */
void question_add(const struct layout *layout, const struct question *question);

#endif
