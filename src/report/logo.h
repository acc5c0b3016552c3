/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a letterhead, before anybody draws it: whether a file is a PNG
   at all, and of a size that belongs on a page. */
#ifndef ATTUNE_REPORT_LOGO_H
#define ATTUNE_REPORT_LOGO_H

#include "chart/drawing.h"

enum {
    LOGO_LIMIT_SIZE = 256 * 1024, /* bytes: each page of everybody has it */
    LOGO_LIMIT_WIDTH = 2000       /* and height, in its points */
};

/* Reads what a PNG says of itself (ISO/IEC 15948, 5 and 11.2).  NULL, or why it
   is not taken: another kind of file, one that is damaged or goes on behind its
   end, or is too large.  What its compressed part holds is not looked at. */
const char *logo_read(struct str bytes, struct image *image) MUST_USE;

#endif
