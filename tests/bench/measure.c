/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure COMMAND...: runs it with its output thrown away; prints its wall
   seconds, its peak memory in KiB, and its seconds of CPU. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double
seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static void
run_child(char **argv)
{
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

    if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
        _exit(126);
    execvp(argv[0], argv);
    _exit(127);
}

int
main(int argc, char **argv)
{
    struct rusage usage;
    int status;
    double started_s = now_s();

    if (argc < 2)
        return 2;
    pid_t child = fork();
    if (child == 0)
        run_child(argv + 1);
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return 1;
    printf("%.4f %ld %.4f\n", now_s() - started_s, usage.ru_maxrss,
           seconds(usage.ru_utime) + seconds(usage.ru_stime));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
