/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune report in its parts: what it can be asked for (cmd_report.c), whose
   rows it takes (report_people.c), and how pages become files
   (report_files.c). */
#ifndef ATTUNE_CLI_REPORT_RUN_H
#define ATTUNE_CLI_REPORT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include "cli/source_args.h"
#include "change/series.h"
#include "report/report.h"

struct report_args {
    struct source_args reading;
    const char *client;
    bool is_for_all;
    const char *couple;
    const char *consents;
    const char *output; /* a folder where it is for all */
    const char *until;
    int format;
    int paper;
    const char *lang;
    const char *reader;
    const char *template;
    const char *reports_folder;
    const char *baseline;
    bool with_alerts;
};

/* ---- whose rows ---- */

/* A client that pages may be about. */
struct report_person {
    const char *client;
    const char *couple;                /* that a row of it names; "": none */
    struct history_builder **builders; /* one for each instrument */
    notice_counts *notices;            /* likewise: of alerts */
};

struct report_people {
    const struct report_args *args;
    bool is_of_everybody;
    bool with_items; /* what they say of items is kept, too */
    struct context *context;
    const struct data *data;
    enum audience audience; /* whom the pages are for */
    struct reading reading;
    struct care_tally **care; /* of each instrument, for the clinician */
    struct person_list VEC(struct report_person) persons; /* as they appear */
    struct map *by_client;
    struct item_sums **items; /* of each instrument (NULL: it has too many), of
                                 the first form of each client; NULL: nobody
                                 asked */
    struct met **met;         /* whose that was */
    size_t n_taken;           /* rows */
    size_t n_nobodys;         /* rows that name no client, left out */
    bool has_stranger; /* a row told that it cannot be what was asked for */
};

/* Reads all rows of whom the options speak; the data's source is opened and
   closed.  EXIT_USAGE where there is none. */
enum exit_status report_people_read(struct report_people *people) MUST_USE;

/* What pages of that person are made from, up to --until.  False after adding
   that there is no such session. */
bool report_people_data(const struct report_people *people,
                        const struct report_person *person,
                        struct report_data *out, struct diag *diag) MUST_USE;

/* The template in a file, which is checked; NULL after adding what is wrong. */
const struct template *report_template_read(const char *path,
                                            enum language language,
                                            struct context *context) MUST_USE;

/* ---- files ---- */

/* The values of --format and --paper. */
extern const char *const report_format_names[];
extern const char *const report_paper_names[];

/* One file of pages. */
struct report_page {
    const char *path;
    struct report_data data;
};

/* All files of a run. */
struct report_files {
    const struct report_args *args;
    struct context *context;
    const struct template *template;
    struct report_page *pages;
    size_t n;
};

/* A code as the name of a file: percent-encoded outside [A-Za-z0-9_-], so that
   no code leaves the folder. */
const char *report_name_of(const char *code, struct arena *arena) MUST_USE;

/* That of a client, and whom it is for, where nobody else may see it, so that
   it takes no other page's place and name. */
const char *report_file_name(const char *client, bool is_for_clinician,
                             int format, struct arena *arena) MUST_USE;

/* Draws and writes all of them, each whole or not at all; what fails with one
   is told with its path, and the others go on.  Returns how many are there. */
size_t report_files_write(struct report_files *files) MUST_USE;

#endif
