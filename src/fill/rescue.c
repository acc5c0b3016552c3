/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what gives a terminal back; see rescue.h. */
#include "fill/rescue.h"

#include <signal.h>
#include <unistd.h>

/* File-level, because a signal handler is given nothing. */
static struct {
    volatile sig_atomic_t is_held;
    int in_fd;
    int out_fd;
    struct termios before;
    char bytes[512];
    size_t n_bytes;
} held;

void
rescue_hold(int in_fd, const struct termios *before, int out_fd,
            struct str bytes)
{
    held.is_held = 0;
    held.in_fd = in_fd;
    held.out_fd = out_fd;
    held.before = *before;
    held.n_bytes = bytes.len <= sizeof held.bytes ? bytes.len : 0;
    if (held.n_bytes)
        memcpy(held.bytes, bytes.bytes, held.n_bytes);
    held.is_held = 1;
}

void
rescue_release(void)
{
    held.is_held = 0;
}

void
rescue_now(void)
{
    if (!held.is_held)
        return;
    held.is_held = 0;
    if (held.n_bytes && write(held.out_fd, held.bytes, held.n_bytes) < 0)
        held.n_bytes = 0;
    tcsetattr(held.in_fd, TCSANOW, &held.before);
}
