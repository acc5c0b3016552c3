/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks exit statuses, and says which one a problem amounts to. */
#include "cli/status.h"

#include "base/diag.h"

static int
gravity(enum exit_status status)
{
    switch (status) {
    case EXIT_DONE:
        return 0;
    case EXIT_DATA:
        return 1;
    case EXIT_INVALID:
        return 2;
    case EXIT_FAILED:
        return 3;
    case EXIT_USAGE:
        return 4;
    case EXIT_STOPPED:
        return 5;
    }
    return 0;
}

enum exit_status
status_graver(enum exit_status a, enum exit_status b)
{
    return gravity(a) > gravity(b) ? a : b;
}

/* The catalogue keeps its numbers in groups (messages.def). */
static enum exit_status
status_of(enum message message)
{
    int number = message_number(message);

    if (message_severity(message) != SEVERITY_ERROR)
        return EXIT_DONE;
    if (message == MSG_USAGE || message == MSG_INSTRUMENT_UNKNOWN
        || message == MSG_LANGUAGE_UNKNOWN)
        return EXIT_USAGE;
    if (number < 10 || number >= 160)
        return EXIT_FAILED;
    if (number >= 100 && number < 140)
        return EXIT_DATA;
    return EXIT_INVALID;
}

enum exit_status
status_of_problems(const struct diag *diag)
{
    enum exit_status status = EXIT_DONE;

    for (size_t i = 0; i < diag_total(diag); i++)
        status = status_graver(status, status_of(diag_get(diag, i)->message));
    return status;
}
