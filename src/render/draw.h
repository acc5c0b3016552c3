/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages drawn in processes of their own, side by side.  Fonts are read, text is
   measured and laid out, and surfaces are drawn there and nowhere else: pango
   and cairo end the process, or leave words out, where memory or a font's file
   fails them. Whatever goes wrong there, a document comes out whole or is an
   error. */
#ifndef ATTUNE_RENDER_DRAW_H
#define ATTUNE_RENDER_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/words.h"
#include "chart/measure.h"
#include "report/document.h"

enum draw_format { DRAW_PDF, DRAW_SVG, DRAW_PNG, DRAW_TEXT };

/* All the documents of a run. */
struct draw_job {
    enum draw_format format;
    /* Lays out the document of that number, from 0; in another process, which
       has what 'aux' leads to as it was at the start. */
    const struct document *(*lay_out)(const void *aux, size_t number,
                                      const struct measure *measure,
                                      struct arena *arena);
    const void *aux;
    size_t n;
    enum language language; /* that text is measured in */
};

struct draw;

/* Looks for the fonts there are, which is done once for all processes, and
   shows each path that is read for them.  No font is touched but one that was
   passed over: adds an error where it, or a folder of fonts, cannot be read. */
void draw_find_fonts(void (*show)(void *aux, const char *path), void *aux,
                     struct diag *diag);

/* Begins to draw all of them, in as many processes as there are processors;
   before that this one has touched no font, and has one thread. */
struct draw *draw_begin(const struct draw_job *job) MUST_USE;

/* The next document in its format, in the arena; to be asked for no more than
   there are.  False after adding an error; then the others may still be good:
   where a process ended before its time, another goes on behind that
   document. */
bool draw_next(struct draw *draw, struct arena *arena, struct str *bytes,
               struct diag *diag) MUST_USE;

/* What was not asked for is not drawn. */
void draw_end(struct draw *draw);

#endif
