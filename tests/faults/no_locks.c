/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded, it is a disk that knows no locks: of files whose names hold the
   text NO_LOCKS none can be locked. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is_there(int fd)
{
    const char *text = getenv("NO_LOCKS");
    char link[32];
    char path[PATH_MAX];

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len < 0 || !text)
        return 0;
    path[len] = 0;
    return strstr(path, text) != NULL;
}

int
fcntl(int fd, int command, ...)
{
    int (*real)(int, int, ...);
    va_list rest;

    va_start(rest, command);
    void *value = va_arg(rest, void *);
    va_end(rest);
    *(void **)&real = dlsym(RTLD_NEXT, "fcntl");
    if (command == F_OFD_SETLK && is_there(fd)) {
        errno = ENOLCK;
        return -1;
    }
    return real(fd, command, value);
}

/* What the compiler calls where files may be large. */
int fcntl64(int fd, int command, ...) __attribute__((alias("fcntl")));
