/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table whose columns are measured: texts begin at their edge, numbers stand
   on their decimal point, hairlines part the rows.  Rows flow over pages, each
   of which repeats the head; columns that have no room beside each other go on
   in a table below, which repeats the first ones. */
#ifndef ATTUNE_REPORT_TABLE_H
#define ATTUNE_REPORT_TABLE_H

#include "report/cell.h"

enum table_kind { TABLE_TEXT, TABLE_NUMBER, TABLE_PICTURE };

struct table_column {
    const char *title; /* "": none */
    enum table_kind kind;
    double least_pt; /* of its width */
    double most_pt;  /* texts are shortened, heads wrapped */
    bool wraps;      /* texts are wrapped as well, and rows grow higher */
};

struct table_row {
    const struct table_cell *cells; /* one for each column; or NULL, and then */
    const char *group;              /* a name for the rows that follow */
};

struct table {
    const char *text; /* what it is, for a reader's software */
    const struct table_column *columns;
    size_t n_columns;
    size_t n_fixed; /* columns at the front that every part repeats */
    const struct table_row *rows;
    size_t n_rows;
    double row_pt;  /* height of a row whose words need one line */
    bool is_spread; /* the room that is left goes to columns that wrap, and what
                       they do not need to the last column */
};

void table_flow(const struct table *table, const struct layout *layout);

#endif
