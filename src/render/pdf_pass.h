/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cairo has no place for in a PDF, added by a pass with qpdf's library:
   the language, what each figure shows, the words of scripts that run from
   right to left in the order they are read, fonts without what only screens of
   few pixels need, and a form that takes half the room. */
#ifndef ATTUNE_RENDER_PDF_PASS_H
#define ATTUNE_RENDER_PDF_PASS_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/diag.h"
#include "report/document.h"

/* 'pdf' is the document as cairo has drawn it; it is replaced.  False after
   adding an error, also where the drawn parts are not the document's. */
bool pdf_pass(const struct document *document, struct buf *pdf,
              struct diag *diag) MUST_USE;

#endif
