/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the records say of people today: who is a couple, whose page for two may
   be drawn, and which sessions nobody has read yet. */
#ifndef ATTUNE_CASEBOOK_PEOPLE_H
#define ATTUNE_CASEBOOK_PEOPLE_H

#include "casebook/casebook.h"

struct couple {
    struct str code;
    uint32_t of[2]; /* clients */
};
/* Couples as they are: linked, and not parted since; the arena's. */
struct couple *people_couples(struct casebook *casebook, struct arena *arena,
                              size_t *n);
/* The one of that client; NULL: none. */
const struct couple *people_couple_of(const struct couple *couples, size_t n,
                                      uint32_t client);

/* Of each client, by number: whether it ever was of a couple here.  Then what a
   session says of its couple counts no more, not after they were parted
   either. */
bool *people_were_linked(struct casebook *casebook, struct arena *arena);

/* The sessions (indices of records) that were not removed, and those of them
   that nobody has read yet; the arena's. */
size_t *people_sessions(struct casebook *casebook, struct arena *arena,
                        size_t *n);
size_t *people_unread(struct casebook *casebook, struct arena *arena,
                      size_t *n);

/* Whether a session has that fact, but for those of two clients. */
bool people_session_says(struct casebook *casebook, const char *fact,
                         struct str text, const uint32_t but[2]);

/* A form that somebody began and neither finished nor threw away, and in which
   something was said. */
struct unfinished {
    size_t record; /* RECORD_DRAFT: all of it so far */
    uint32_t client;
    struct str instrument; /* its id */
    bool is_paper;         /* a clerk was typing it in */
    bool was_filled_since; /* the client has filled in that questionnaire after
                              it */
};
/* In the order in which they were begun; the arena's. */
struct unfinished *people_unfinished(struct casebook *casebook,
                                     struct arena *arena, size_t *n);

/* Adds who said yes to a page for two, and when, as a file that
   consents_read() reads.  Whoever has a session that was not read yet, or is of
   a couple that is held, is left out, and so is what was said yes to while the
   client had another partner: then the page is refused in the words in which it
   is where somebody said no. */
void people_add_consents(struct casebook *casebook, struct buf *csv);

/* Puts that no page for two is drawn of that couple, or of any (""), or that it
   may be again.  It is of the two people: it stays when they are parted and
   linked by another code, renamed, merged, or erased and added again. */
void people_hold(struct casebook *casebook, struct str couple, bool is_held);
/* Whether the page of these two is held, or (NULL) that of everybody. */
bool people_is_held(struct casebook *casebook, const struct couple *couple);

#endif
