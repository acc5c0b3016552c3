/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished report: pages and what is said of it as a whole. */
#ifndef ATTUNE_REPORT_DOCUMENT_H
#define ATTUNE_REPORT_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>
#include "base/words.h"
#include "chart/drawing.h"

enum paper {
    PAPER_A4,
    PAPER_LETTER,
    PAPER_ENDLESS /* of words alone: no page ends but where the next begins
                     on its own, so that nothing stands behind a foot */
};

struct document {
    const struct drawing *const *pages; /* all of one size */
    size_t n_pages;
    const char *title; /* without names or codes of people */
    enum language language;
    int64_t created_s; /* since 1970, UTC: of the data, never the clock */
};

#endif
