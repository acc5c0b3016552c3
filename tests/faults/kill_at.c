/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded, it kills the process where KILL says: "before N" as it is about to
   change a file for the N-th time, "within N" when half of what is then written
   is.  How often files were changed is written to the file KILL_COUNT.  With
   KILL_SIGNAL it is that one, which the process may hold back for a while. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long n_changes;
static int count_fd = -1; /* opened early: later the process may open none */

static void *
next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static void
end(void)
{
    const char *number = getenv("KILL_SIGNAL");

    kill(getpid(), number ? atoi(number) : SIGKILL);
}

/* Whether it is to be killed within this one. */
static int
is_here(void)
{
    const char *wanted = getenv("KILL");
    char how[16];
    long at;

    n_changes++;
    if (!wanted || sscanf(wanted, "%15s %ld", how, &at) != 2 || at != n_changes)
        return 0;
    if (strcmp(how, "before") == 0)
        end();
    return strcmp(how, "within") == 0;
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
    ssize_t (*real)(int, const void *, size_t);

    *(void **)&real = next("write");
    if (fd > STDERR_FILENO && is_here()) {
        if (real(fd, bytes, len / 2) < 0)
            abort();
        end();
    }
    return real(fd, bytes, len);
}

int
fsync(int fd)
{
    int (*real)(int);

    *(void **)&real = next("fsync");
    is_here();
    return real(fd);
}

int
ftruncate(int fd, off_t size)
{
    int (*real)(int, off_t);

    *(void **)&real = next("ftruncate");
    is_here();
    return real(fd, size);
}

int
rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);

    *(void **)&real = next("rename");
    is_here();
    return real(from, to);
}

int
unlink(const char *path)
{
    int (*real)(const char *);

    *(void **)&real = next("unlink");
    is_here();
    return real(path);
}

int
fchmod(int fd, mode_t mode)
{
    int (*real)(int, mode_t);

    *(void **)&real = next("fchmod");
    is_here();
    return real(fd, mode);
}

int
open(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...);
    va_list rest;
    int mode = 0;

    if (flags & O_CREAT) {
        va_start(rest, flags);
        mode = va_arg(rest, int);
        va_end(rest);
    }
    *(void **)&real = next("open");
    if (flags & O_EXCL)
        is_here();
    return real(path, flags, mode);
}

__attribute__((constructor)) static void
begin(void)
{
    const char *path = getenv("KILL_COUNT");

    if (path)
        count_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void
tell(void)
{
    if (count_fd >= 0)
        dprintf(count_fd, "%ld\n", n_changes);
}
