/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded, it lets the process that draws fail where FAULT says: "refuse N"
   refuses it memory the N-th time that it asks, "starve N" from then on,
   "abort N" ends it there, "stall N" lets it wait there for ever, and "count N"
   does nothing.  How often it asked is written to the file FAULT_COUNT: a piece
   of memory that is it, since later the process may open none. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char fault[16];
static long fault_at;
static long n_asked;
static int is_child;
static char *count;
enum { COUNT_SIZE = 32 };

static void *
next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void
begin(void)
{
    const char *path = getenv("FAULT_COUNT");
    int fd = path ? open(path, O_RDWR | O_CREAT | O_TRUNC, 0600) : -1;

    if (fd < 0 || ftruncate(fd, COUNT_SIZE))
        return;
    count = mmap(NULL, COUNT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (count == MAP_FAILED)
        abort();
    memset(count, '\n', COUNT_SIZE);
}

pid_t
fork(void)
{
    pid_t (*real)(void);
    pid_t pid;

    *(void **)&real = next("fork");
    pid = real();
    if (pid == 0) {
        const char *wanted = getenv("FAULT");
        if (wanted && sscanf(wanted, "%15s %ld", fault, &fault_at) == 2)
            is_child = 1;
    }
    return pid;
}

static int
is_refused(void)
{
    if (!is_child)
        return 0;
    n_asked++;
    if (n_asked == fault_at && strcmp(fault, "abort") == 0)
        abort();
    while (n_asked == fault_at && strcmp(fault, "stall") == 0)
        pause();
    if ((n_asked == fault_at && strcmp(fault, "refuse") == 0)
        || (n_asked >= fault_at && strcmp(fault, "starve") == 0)) {
        errno = ENOMEM;
        return 1;
    }
    return 0;
}

void *
__libc_malloc(size_t size)
{
    static void *(*real)(size_t);

    if (!real)
        *(void **)&real = next("__libc_malloc");
    return is_refused() ? NULL : real(size);
}

void *
__libc_calloc(size_t n, size_t size)
{
    static void *(*real)(size_t, size_t);

    if (!real)
        *(void **)&real = next("__libc_calloc");
    return is_refused() ? NULL : real(n, size);
}

void *
__libc_realloc(void *block, size_t size)
{
    static void *(*real)(void *, size_t);

    if (!real)
        *(void **)&real = next("__libc_realloc");
    return is_refused() ? NULL : real(block, size);
}

void *
__libc_memalign(size_t alignment, size_t size)
{
    static void *(*real)(size_t, size_t);

    if (!real)
        *(void **)&real = next("__libc_memalign");
    return is_refused() ? NULL : real(alignment, size);
}

void
_exit(int status)
{
    if (is_child && count)
        count[snprintf(count, COUNT_SIZE, "%ld", n_asked)] = '\n';
    _Exit(status);
}
