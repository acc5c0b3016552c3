/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a casebook that is read nobody has read yet, and that somebody
   has: every session is settled so, whether it holds an alert or not. */
#ifndef ATTUNE_CLI_UNREAD_H
#define ATTUNE_CLI_UNREAD_H

#include "cli/source_args.h"

struct unread {
    bool *is;        /* of each row, in the order in which they are read */
    size_t *records; /* ...: its session's */
    size_t n;
    size_t n_left;           /* that stay unread whatever is settled */
    struct VEC(bool) others; /* of each row of another edition in the chunk that
                                is read: whether nobody has read it yet */
    size_t n_settled;        /* of those, that somebody has */
};

/* Of data whose files were found, and whose casebook is open still; the
   arena's. */
struct unread unread_of(const struct data *data, struct arena *arena);
/* Of the row with that number, 1 the first. */
bool unread_has(const struct unread *unread, size_t number);
/* Of a row that is unread: it stays so, since what it answers was not shown. */
void unread_leave(struct unread *unread, size_t number);

/* That a row which somebody has read is of another edition is no problem any
   more.  Before the row is left: with what each of the plans made of it. */
void unread_note(struct unread *unread, size_t number,
                 const struct scored *scored, size_t n_plans, size_t row,
                 struct arena *arena);
/* Tells the problems of a chunk but for those (visitor.problems), and does not
   count them when all is read. */
void unread_tell(struct unread *unread, struct reading *reading,
                 const struct diag *problems);
void unread_uncount(const struct unread *unread, struct reading *reading);

/* Writes that the sessions of those rows were read, of the client meant or of
   all (NULL), and says how many, and how many stay unread.  False after adding
   an error: as where an action is said and the sessions are of several, of whom
   one would read it with the other's. */
bool unread_settle(const struct data *data, const struct unread *unread,
                   const char *meant, struct str action) MUST_USE;

#endif
