/* SPDX-License-Identifier: GPL-3.0-or-later */
/* type_keys FOLDER COMMAND...: fills in a form on a terminal of its own, as a
   person would, and prints milliseconds as they are seen from outside: from
   the start to the first page; from a choice to the light on it, when the
   answer is on the disk; from a key that shows no light to the next question;
   and, to compare with, one small write and fdatasync in FOLDER.  Medians. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { N_STARTS = 9, N_KEYS = 32, QUIET_MS = 300, LINE_SIZE = 80 };

static double
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static void
give_up(const char *what)
{
    perror(what);
    exit(1);
}

static void
run_child(const char *terminal, char **argv)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};

    setsid();
    int fd = open(terminal, O_RDWR);
    if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) || ioctl(fd, TIOCSWINSZ, &size))
        _exit(126);
    for (int i = 0; i < 3; i++)
        dup2(fd, i);
    execvp(argv[0], argv);
    _exit(127);
}

/* Each form has a folder of its own for what is not done. */
static pid_t
start(const char *folder, int number, char **argv, int *fd)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/state-%d", folder, number);
    if (setenv("XDG_STATE_HOME", path, 1))
        give_up("setenv");
    *fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*fd < 0 || grantpt(*fd) || unlockpt(*fd))
        give_up("a terminal");
    pid_t child = fork();
    if (child == 0)
        run_child(ptsname(*fd), argv);
    if (child < 0)
        give_up("fork");
    return child;
}

/* When what is shown next began and ended, until nothing more comes. */
struct shown {
    double first_ms;
    double last_ms;
};

static struct shown
see(int fd)
{
    struct pollfd poll_in = {.fd = fd, .events = POLLIN};
    struct shown shown = {0};
    char bytes[4096];

    while (poll(&poll_in, 1, shown.last_ms > 0 ? QUIET_MS : 10 * QUIET_MS) > 0
           && read(fd, bytes, sizeof bytes) > 0) {
        shown.last_ms = now_ms();
        if (shown.first_ms <= 0)
            shown.first_ms = shown.last_ms;
    }
    if (shown.last_ms <= 0)
        give_up("nothing is shown");
    return shown;
}

static struct shown
press(int fd, char key)
{
    double from_ms = now_ms();

    if (write(fd, &key, 1) != 1)
        give_up("a key");
    struct shown shown = see(fd);
    return (struct shown){shown.first_ms - from_ms, shown.last_ms - from_ms};
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void
print_median(const char *name, double *figures, int n)
{
    qsort(figures, (size_t)n, sizeof *figures, compare);
    printf("%-34s %9.2f ms\n", name, figures[n / 2]);
}

static void
time_disk(const char *folder)
{
    char path[4096];
    char line[LINE_SIZE] = {0};
    double figures[N_KEYS];

    snprintf(path, sizeof path, "%s/one-write", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        give_up(path);
    for (int i = 0; i < N_KEYS; i++) {
        double from_ms = now_ms();
        if (write(fd, line, sizeof line) != sizeof line || fdatasync(fd))
            give_up(path);
        figures[i] = now_ms() - from_ms;
    }
    close(fd);
    print_median("one write and fdatasync", figures, N_KEYS);
}

static void
stop(pid_t child, int fd)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(fd);
}

static void
time_starts(const char *folder, char **argv)
{
    double figures[N_STARTS];

    for (int i = 0; i < N_STARTS; i++) {
        int fd;
        double from_ms = now_ms();
        pid_t child = start(folder, i, argv, &fd);
        figures[i] = see(fd).last_ms - from_ms;
        stop(child, fd);
    }
    print_median("start to the first page", figures, N_STARTS);
}

static void
time_keys(const char *folder, char **argv)
{
    double lit[N_KEYS];
    double next[N_KEYS];
    int fd;
    pid_t child = start(folder, N_STARTS, argv, &fd);

    see(fd);
    press(fd, '\r');
    for (int i = 0; i < N_KEYS; i++)
        lit[i] = press(fd, '2').first_ms;
    for (const char *to_first = "\t1\r"; *to_first; to_first++)
        press(fd, *to_first);
    for (int i = 0; i < N_KEYS; i++)
        next[i] = press(fd, '!').last_ms;
    stop(child, fd);
    print_median("choice to its light, on the disk", lit, N_KEYS);
    print_median("key to the next question", next, N_KEYS);
}

int
main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    time_starts(argv[1], argv + 2);
    time_keys(argv[1], argv + 2);
    time_disk(argv[1]);
    return 0;
}
