/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions as rows of saved responses, and back. */
#ifndef ATTUNE_CASEBOOK_ROWS_H
#define ATTUNE_CASEBOOK_ROWS_H

#include "casebook/casebook.h"
#include "exchange/amendments.h"
#include "exchange/recorder.h"

/* The fields of a session, in the arena: headers and cells as csv_recorder.h
   writes them. */
void rows_fields(const struct administration *administration,
                 struct arena *arena, struct fields *fields);

/* The sessions of one questionnaire as CSV: the columns of all of them, the
   rows of a client together, with the code and the couple that the client has
   now and the latest corrections (RECORD_AMENDMENT: 'record', the index of the
   session's record; 'item', the column, empty where the session was removed;
   'old', 'new', 'reason'). */
struct rows_file {
    struct str instrument; /* its id; "": none was said */
    struct buf csv;
    size_t n_rows;
    size_t *records;      /* of each row: the index of its session's record */
    struct str *editions; /* that rows are of, each once */
    size_t n_editions;
};
/* Of whom, and which columns. */
struct rows_wish {
    uint32_t client;  /* 0: of all */
    uint32_t partner; /* and of this one; 0: of none */
    /* What a session of that edition has there; NULL: all is kept. */
    bool (*keeps)(void *aux, struct str instrument, struct str edition,
                  struct str column);
    void *aux;
};
/* A file for each questionnaire, in the order of their first sessions; adds to
   'amendments' what was corrected in them.  The lists are the arena's; what is
   in the files is to be freed by rows_free(). */
struct rows_file *rows_write(struct casebook *casebook,
                             const struct rows_wish *wish, struct arena *arena,
                             size_t *n, struct amendment_list *amendments);
void rows_free(struct rows_file *files, size_t n);

#endif
