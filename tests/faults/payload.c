/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded, it does in the program, once that opens a file named *.trigger*,
   what somebody would do who has taken it over through that file, and prints
   each thing that it could do.  HOME is a folder made for it; SECRET, in it, is
   none of the program's files.  As a program of its own it does the same. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char secret[4096];
static char other[4096];

static int
real_open(const char *path, int flags, int mode)
{
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static int
can_open(const char *path, int flags)
{
    int fd = real_open(path, flags, 0600);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static int
can_read(void)
{
    return can_open(secret, O_RDONLY);
}

static int
can_list(void)
{
    return can_open(getenv("HOME"), O_RDONLY | O_DIRECTORY);
}

static int
can_change(void)
{
    return can_open(secret, O_WRONLY);
}

static int
can_truncate(void)
{
    return truncate(secret, 6) == 0;
}

static int
can_make(void)
{
    return can_open(other, O_WRONLY | O_CREAT) && unlink(other) == 0;
}

static int
can_make_folder(void)
{
    return mkdir(other, 0700) == 0 && rmdir(other) == 0;
}

static int
can_link(void)
{
    return symlink("/", other) == 0 && unlink(other) == 0;
}

static int
can_rename(void)
{
    return rename(secret, other) == 0 && rename(other, secret) == 0;
}

static int
can_open_rights(void)
{
    return chmod(secret, 0666) == 0;
}

static int
can_reach_network(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static int
can_reach_sockets(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

/* The call is known, and only what it is given is wrong. */
static int
can_ring(void)
{
    return syscall(SYS_io_uring_setup, 0, NULL) >= 0 || errno == EINVAL
           || errno == EFAULT;
}

static int
can_run(void)
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        execl("/bin/true", "true", (char *)NULL);
        _exit(1);
    }
    return waitpid(pid, &status, 0) == pid && status == 0;
}

static int
can_trace(void)
{
    pid_t pid = fork();
    int status;

    if (pid == 0)
        _exit(ptrace(PTRACE_TRACEME, 0, 0, 0) != 0);
    return waitpid(pid, &status, 0) == pid && status == 0;
}

static int
can_look_into_others(void)
{
    char byte = 0;
    struct iovec local = {&byte, 1};
    struct iovec remote = {&byte, 1};

    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == 1;
}

static int
can_signal_others(void)
{
    return kill(getppid(), 0) == 0;
}

static int
can_leave_space(void)
{
    pid_t pid = fork();
    int status;

    if (pid == 0)
        _exit(unshare(CLONE_NEWUSER) != 0);
    return waitpid(pid, &status, 0) == pid && status == 0;
}

static const struct {
    const char *name;
    int (*can)(void);
} deeds[] = {
    {"read", can_read},
    {"list", can_list},
    {"change", can_change},
    {"truncate", can_truncate},
    {"make", can_make},
    {"make-folder", can_make_folder},
    {"link", can_link},
    {"rename", can_rename},
    {"open-rights", can_open_rights},
    {"network", can_reach_network},
    {"sockets", can_reach_sockets},
    {"ring", can_ring},
    {"run", can_run},
    {"trace", can_trace},
    {"look-into-others", can_look_into_others},
    {"signal-others", can_signal_others},
    {"leave-space", can_leave_space},
};

static void
do_all(void)
{
    snprintf(secret, sizeof secret, "%s/secret", getenv("HOME"));
    snprintf(other, sizeof other, "%s/other", getenv("HOME"));
    dprintf(STDERR_FILENO, "payload: there\n");
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (deeds[i].can())
            dprintf(STDERR_FILENO, "payload: can %s\n", deeds[i].name);
}

#ifdef ALONE

int
main(void)
{
    do_all();
    return 0;
}

#else

int
open(const char *path, int flags, ...)
{
    static int is_done;
    va_list rest;
    int mode = 0;

    if (flags & (O_CREAT | O_TMPFILE)) {
        va_start(rest, flags);
        mode = va_arg(rest, int);
        va_end(rest);
    }
    /* O_PATH opens nothing yet: so paths are named that are kept. */
    if (!is_done && !(flags & O_PATH) && strstr(path, ".trigger")) {
        is_done = 1;
        do_all();
    }
    return real_open(path, flags, mode);
}

#endif
