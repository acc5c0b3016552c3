/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded, it fails the process where FAIL says, of the calls that can fail,
   counted from main on:
   "EIO N" and the like: the N-th call of the system fails so,
   "ENOSPC N": from the N-th on whatever writes does,
   "EINTR N": the N-th is interrupted once,
   "short N": the N-th reads or writes half of what it was asked to,
   "look N": the N-th look at what a name stands for, or into a folder, fails
   with EIO,
   "memory N": the N-th time that memory is asked for there is none.
   How often it called, looked, and asked for memory is written to the file
   FAIL_COUNT. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COUNT_SIZE = 64 };

static char how[16];
static long at;
static int error;
static int is_on;
static pid_t own;
static long n_calls;
static long n_looks;
static long n_blocks;
static char *count;

static void *
next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void
begin(void)
{
    static const struct {
        const char *name;
        int error;
    } errors[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR},
                  {"EMFILE", EMFILE}, {"EACCES", EACCES}, {"ENOMEM", ENOMEM}};
    const char *wanted = getenv("FAIL");
    const char *path = getenv("FAIL_COUNT");
    int fd = path ? open(path, O_RDWR | O_CREAT | O_TRUNC, 0600) : -1;

    own = getpid();
    if (wanted && sscanf(wanted, "%15s %ld", how, &at) != 2)
        abort();
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(how, errors[i].name) == 0)
            error = errors[i].error;
    if (fd < 0 || ftruncate(fd, COUNT_SIZE))
        return;
    count = mmap(NULL, COUNT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
}

/* What comes behind is none of the program's own: a build for coverage writes
   down what was run. */
static void
end(void)
{
    is_on = 0;
}

/* The first thing that the program does itself. */
mode_t
umask(mode_t mask)
{
    mode_t (*real)(mode_t);

    *(void **)&real = next("umask");
    is_on = !atexit(end);
    return real(mask);
}

static void
note(void)
{
    if (count)
        snprintf(count, COUNT_SIZE, "%ld %ld %ld\n", n_calls, n_looks,
                 n_blocks);
}

/* Whether this call fails; errno is set.  'writes': to a file or a folder. */
static int
fails(int writes)
{
    if (!is_on || getpid() != own)
        return 0;
    n_calls++;
    note();
    if (!error || n_calls < at || (n_calls > at && error != ENOSPC)
        || (error == ENOSPC && !writes))
        return 0;
    errno = error;
    return 1;
}

/* How much of it is done. */
static size_t
part(size_t size)
{
    return is_on && n_calls == at && size > 1 && strcmp(how, "short") == 0
               ? size / 2
               : size;
}

static int
has_no_memory(void)
{
    if (!is_on || getpid() != own)
        return 0;
    n_blocks++;
    note();
    if (n_blocks != at || strcmp(how, "memory") != 0)
        return 0;
    errno = ENOMEM;
    return 1;
}

#define REAL(name) *(void **)&real = next(#name)

int
open(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...);
    va_list rest;
    int mode = 0;

    if (flags & (O_CREAT | O_TMPFILE)) {
        va_start(rest, flags);
        mode = va_arg(rest, int);
        va_end(rest);
    }
    REAL(open);
    return fails(flags & O_CREAT) ? -1 : real(path, flags, mode);
}

DIR *
opendir(const char *path)
{
    DIR *(*real)(const char *);

    REAL(opendir);
    return fails(0) ? NULL : real(path);
}

ssize_t
read(int fd, void *bytes, size_t size)
{
    ssize_t (*real)(int, void *, size_t);

    REAL(read);
    return fails(0) ? -1 : real(fd, bytes, part(size));
}

ssize_t
pread(int fd, void *bytes, size_t size, off_t from)
{
    ssize_t (*real)(int, void *, size_t, off_t);

    REAL(pread);
    return fails(0) ? -1 : real(fd, bytes, part(size), from);
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
    ssize_t (*real)(int, const void *, size_t);

    REAL(write);
    if (fd == STDERR_FILENO) /* what is said of a failure */
        return real(fd, bytes, size);
    return fails(1) ? -1 : real(fd, bytes, part(size));
}

ssize_t
pwrite(int fd, const void *bytes, size_t size, off_t to)
{
    ssize_t (*real)(int, const void *, size_t, off_t);

    REAL(pwrite);
    return fails(1) ? -1 : real(fd, bytes, part(size), to);
}

int
fsync(int fd)
{
    int (*real)(int);

    REAL(fsync);
    return fails(1) ? -1 : real(fd);
}

int
fdatasync(int fd)
{
    int (*real)(int);

    REAL(fdatasync);
    return fails(1) ? -1 : real(fd);
}

int
ftruncate(int fd, off_t size)
{
    int (*real)(int, off_t);

    REAL(ftruncate);
    return fails(1) ? -1 : real(fd, size);
}

int
rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);

    REAL(rename);
    return fails(1) ? -1 : real(from, to);
}

int
mkdir(const char *path, mode_t mode)
{
    int (*real)(const char *, mode_t);

    REAL(mkdir);
    return fails(1) ? -1 : real(path, mode);
}

int
fstat(int fd, struct stat *about)
{
    int (*real)(int, struct stat *);

    REAL(fstat);
    return fails(0) ? -1 : real(fd, about);
}

int
pipe2(int ends[2], int flags)
{
    int (*real)(int[2], int);

    REAL(pipe2);
    return fails(0) ? -1 : real(ends, flags);
}

/* ---- looks: of the program's own alone, since libraries that look at fonts
   pass over what they cannot see ---- */

#define LOOK_FAILS() look_fails(__builtin_return_address(0))

static int
is_own(const void *caller)
{
    Dl_info program;
    Dl_info about;

    return dladdr((const void *)getauxval(AT_ENTRY), &program)
           && dladdr(caller, &about) && about.dli_fbase == program.dli_fbase;
}

static int
look_fails(const void *caller)
{
    if (!is_on || getpid() != own || !is_own(caller))
        return 0;
    n_looks++;
    note();
    if (n_looks != at || strcmp(how, "look") != 0)
        return 0;
    errno = EIO;
    return 1;
}

int
stat(const char *path, struct stat *about)
{
    int (*real)(const char *, struct stat *);

    REAL(stat);
    return LOOK_FAILS() ? -1 : real(path, about);
}

int
lstat(const char *path, struct stat *about)
{
    int (*real)(const char *, struct stat *);

    REAL(lstat);
    return LOOK_FAILS() ? -1 : real(path, about);
}

struct dirent *
readdir(DIR *folder)
{
    struct dirent *(*real)(DIR *);

    REAL(readdir);
    return LOOK_FAILS() ? NULL : real(folder);
}

char *
realpath(const char *path, char *found)
{
    char *(*real)(const char *, char *);

    REAL(realpath);
    return LOOK_FAILS() ? NULL : real(path, found);
}

/* What the compiler makes of it where the size is known. */
char *
__realpath_chk(const char *path, char *found, size_t size)
{
    char *(*real)(const char *, char *, size_t);

    REAL(__realpath_chk);
    return LOOK_FAILS() ? NULL : real(path, found, size);
}

int
unlink(const char *path)
{
    int (*real)(const char *);

    REAL(unlink);
    return fails(0) ? -1 : real(path);
}

/* ---- memory ---- */

void *
__libc_malloc(size_t size)
{
    static void *(*real)(size_t);

    if (!real)
        REAL(__libc_malloc);
    return has_no_memory() ? NULL : real(size);
}

void *
__libc_calloc(size_t n, size_t size)
{
    static void *(*real)(size_t, size_t);

    if (!real)
        REAL(__libc_calloc);
    return has_no_memory() ? NULL : real(n, size);
}

void *
__libc_realloc(void *block, size_t size)
{
    static void *(*real)(void *, size_t);

    if (!real)
        REAL(__libc_realloc);
    return has_no_memory() ? NULL : real(block, size);
}
