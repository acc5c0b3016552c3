/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of the unit tests; see unit.h. */

#include "unit.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

void
unit_prepare(void)
{
    const char *wanted = getenv("ATTUNE_TEST_LOCALE");
    const char *got = setlocale(LC_ALL, "");
    if (wanted != NULL && (got == NULL || strcmp(got, wanted) != 0)) {
        printf("Bail out! the locale is '%s', not '%s'\n",
               got != NULL ? got : "none", wanted);
        exit(EXIT_FAILURE);
    }
    cmocka_set_message_output(CM_OUTPUT_TAP);
}

const char *
unit_data(const char *name)
{
    static char path[PATH_MAX];
    const char *folder = getenv("SOURCE_FOLDER");
    snprintf(path, sizeof(path), "%s/tests/data/%s",
             folder != NULL ? folder : SOURCE_FOLDER, name);
    return path;
}

int
unit_kills(int usually)
{
    const char *told = getenv("ATTUNE_KILLS");

    return told ? atoi(told) : usually;
}
