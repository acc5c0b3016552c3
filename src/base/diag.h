/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is wrong with a file, an option or an answer is said
   through here: collected with its place, printed by cli alone.

       being-heard.xml:31:12: error: item id used twice: 'q4' [E014]

   The catalogue is messages.def: a stable code, a severity and the words. */
#ifndef ATTUNE_BASE_DIAG_H
#define ATTUNE_BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

enum message {
#define MSG(code, name, severity, text) MSG_##name,
#include "base/messages.def"
#undef MSG
    N_MESSAGES
};

/* Lines and columns are 1-based and count characters; 0 means unknown. */
struct place {
    const char *file; /* NULL: no file, e.g. the command line */
    int line;
    int column;
    int width; /* of what is marked, in characters; 0: unknown */
    bool is_cell; /* of a spreadsheet: the line is its row, from 1 on, and the
                     column its column: B7 */
};

struct diagnostic {
    enum message message;
    struct place place;
    const char *detail;  /* what stands behind the words; NULL: nothing */
    const char *secret;  /* a value of a data file: shown on request only */
    const char *excerpt; /* the line of the file that is meant; NULL: none */
    const char *hint;    /* NULL: none */
    const char *working; /* lines of arithmetic that show why; NULL: none */
};

/* The problems found so far, in the order of their adding.  All strings are
   copied.  Not shared between threads: each worker has its own, joined in
   order with diag_move(). */
struct diag;
struct buf;

struct diag *diag_new(void) MUST_USE;
void diag_free(struct diag *diag);  /* NULL is allowed */
void diag_drop(struct diag **diag); /* SCOPED */

/* Adds a problem; 'fmt' gives the detail and may be NULL.  The detail is what
   follows the words of the catalogue after ": ".  False, as all that say what
   is wrong: 'return diag_add(...)' refuses. */
bool diag_add(struct diag *diag, enum message message, struct place place,
              const char *fmt, ...) PRINTF_LIKE(4, 5);
void diag_vadd(struct diag *diag, enum message message, struct place place,
               const char *fmt, va_list args) PRINTF_LIKE(4, 0);

/* Say more about the problem added last; diag_hint() is false. */
bool diag_hint(struct diag *diag, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* "did you mean 'x'?" where one of the names (NULL: passed over) is near to the
   word; false where none is.  Looking for one costs time, so long words and the
   201st problem have none. */
bool diag_hint_nearest(struct diag *diag, struct str word,
                       const char *const *names, size_t n);
void diag_working(struct diag *diag, const char *fmt, ...) PRINTF_LIKE(2, 3);
void diag_secret(struct diag *diag, struct str value);
void diag_excerpt(struct diag *diag, struct str line);

size_t diag_count(const struct diag *diag, enum severity severity);
size_t diag_total(const struct diag *diag);
const struct diagnostic *diag_get(const struct diag *diag, size_t idx);

/* Moves all problems of 'from' to the end of 'to'. */
void diag_move(struct diag *to, struct diag *from);
/* And says that they are at 'place'. */
void diag_move_at(struct diag *to, struct diag *from, struct place place);

/* Adds a problem as it stands. */
void diag_add_copy(struct diag *diag, const struct diagnostic *problem);

/* Adds what two lists hold in the order of its places, in the order of their
   lines; of one line, and where they are of different files, that of 'a'
   first. */
void diag_interleave(struct diag *diag, const struct diag *a,
                     const struct diag *b);

/* All problems as bytes, added to a buffer, for another process of this
   program; and added to a list again.  False when the bytes are none of
   diag_pack(); then some may have been added. */
void diag_pack(const struct diag *diag, struct buf *bytes);
bool diag_unpack(struct str bytes, struct diag *diag) MUST_USE;

/* Puts the problems into the order of their lines and columns; those of one
   place, and those without one (first), stay in the order of their adding. */
void diag_sort(struct diag *diag);

/* The catalogue: "E014", 14, its severity, its words. */
const char *message_code(enum message message);
int message_number(enum message message);
enum severity message_severity(enum message message);
const char *message_words(enum message message);

#endif
