/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks exit statuses, and says which one a problem amounts to. */
#include "cli/status.h"

#include <assert.h>

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
        break;
    }
    return 5; /* that signal, or another */
}

enum exit_status
status_graver(enum exit_status a, enum exit_status b)
{
    return gravity(a) > gravity(b) ? a : b;
}

/* What the numbers of the catalogue stand for (messages.def).  The first line
   that holds a number decides: exceptions stand before their group. */
static const struct {
    int first;
    int last;
    enum exit_status status;
} groups[] = {
    /* what was asked for: words of the command line, or of a map */
    {6, 6, EXIT_USAGE},
    {65, 67, EXIT_USAGE},
    {128, 129, EXIT_USAGE},
    {131, 131, EXIT_USAGE},
    {137, 139, EXIT_USAGE},
    {210, 211, EXIT_USAGE},
    {234, 236, EXIT_USAGE},
    {290, 291, EXIT_USAGE},
    /* files and devices */
    {1, 9, EXIT_FAILED},
    {27, 27, EXIT_FAILED},
    {160, 179, EXIT_FAILED},
    {230, 239, EXIT_FAILED},
    {252, 253, EXIT_FAILED},
    /* data files refused as a whole */
    {115, 116, EXIT_FAILED},
    {120, 125, EXIT_FAILED},
    {260, 264, EXIT_FAILED},
    {130, 134, EXIT_FAILED},
    {180, 181, EXIT_FAILED},
    {190, 199, EXIT_FAILED},
    {186, 188, EXIT_FAILED},
    {292, 292, EXIT_FAILED},
    /* what stands in the rows */
    {100, 139, EXIT_DATA},
    {265, 279, EXIT_DATA},
    {180, 189, EXIT_DATA},
    {210, 219, EXIT_DATA},
    {250, 259, EXIT_DATA},
    /* instruments, wordings, templates */
    {10, 99, EXIT_INVALID},
    {140, 159, EXIT_INVALID},
    {200, 209, EXIT_INVALID},
    {240, 249, EXIT_INVALID},
};

enum exit_status
status_of(enum message message)
{
    int number = message_number(message);

    if (message_severity(message) != SEVERITY_ERROR)
        return EXIT_DONE;
    for (size_t i = 0; i < N_ELEMENTS(groups); i++)
        if (number >= groups[i].first && number <= groups[i].last)
            return groups[i].status;
    assert(false);
    return EXIT_FAILED;
}

enum exit_status
status_of_problems(const struct diag *diag)
{
    enum exit_status status = EXIT_DONE;

    for (size_t i = 0; i < diag_total(diag); i++)
        status = status_graver(status, status_of(diag_get(diag, i)->message));
    return status;
}
