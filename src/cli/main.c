/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's entrance. */

#include <config.h>

#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts(PACKAGE_STRING);
        return 0;
    }
    fputs("usage: attune --version\n", stderr);
    return 2;
}
