/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cairo has no place for, put into the PDF that it has drawn: the
   language, what each figure shows, the words of scripts that run from right to
   left in the order they are read, and a form that takes half the room. */
#ifndef ATTUNE_RENDER_FINISH_H
#define ATTUNE_RENDER_FINISH_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/diag.h"
#include "report/document.h"

/* 'pdf' is the document as it was drawn; it is replaced.  False after adding an
   error, also where the drawn parts are not the document's. */
bool finish_pdf(const struct document *document, struct buf *pdf,
                struct diag *diag) MUST_USE;

#endif
