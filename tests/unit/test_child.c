/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work in a process of its own: what comes back, and what its parent learns of
   every way to end. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"

enum { PATIENCE_S = 60, LARGE_SIZE = 3 << 20 };

/* Runs the work, takes 'n_wanted' parcels, and leaves why and what it said. */
struct outcome {
    struct buf parcels; /* one behind the other */
    size_t n_parcels;
    struct buf why;
    struct buf said;
    bool is_good;
};

static struct outcome
run(void (*work)(void *aux), void *aux, int patience_s)
{
    struct outcome outcome = {0};
    struct buf parcel = {0};
    struct child *child = child_start(work, aux, patience_s);

    while (child_receive(child, &parcel)) {
        outcome.n_parcels++;
        buf_add(&outcome.parcels, buf_str(&parcel));
    }
    assert_false(child_receive(child, &parcel));
    outcome.is_good = child_end(child, &outcome.why, &outcome.said);
    buf_clear(&parcel);
    return outcome;
}

static void
clear(struct outcome *outcome)
{
    buf_clear(&outcome->parcels);
    buf_clear(&outcome->why);
    buf_clear(&outcome->said);
}

static void
assert_failed(void (*work)(void *aux), size_t n_parcels, const char *why,
              const char *said)
{
    struct outcome outcome = run(work, NULL, PATIENCE_S);

    assert_false(outcome.is_good);
    assert_int_equal(outcome.n_parcels, n_parcels);
    assert_string_equal(buf_text(&outcome.why), why);
    assert_string_equal(buf_text(&outcome.said), said);
    clear(&outcome);
}

static void
send_three(void *aux)
{
    child_send(str_from(aux));
    child_send((struct str){0});
    child_send((struct str){"\0b", 2});
}

static void
test_parcels_come_in_order(void **state)
{
    char text[] = "one";
    struct outcome outcome = run(send_three, text, PATIENCE_S);

    (void)state;
    assert_true(outcome.is_good);
    assert_int_equal(outcome.n_parcels, 3);
    assert_true(
        str_equal(buf_str(&outcome.parcels), (struct str){"one\0b", 5}));
    assert_int_equal(outcome.why.len, 0);
    clear(&outcome);
}

static void
do_nothing(void *aux)
{
    (void)aux;
}

static void
test_nothing_is_a_result(void **state)
{
    struct outcome outcome = run(do_nothing, NULL, PATIENCE_S);

    (void)state;
    assert_true(outcome.is_good);
    assert_int_equal(outcome.n_parcels, 0);
    clear(&outcome);
}

static void
send_much(void *aux)
{
    char *bytes = mem_alloc(LARGE_SIZE);

    (void)aux;
    for (size_t i = 0; i < LARGE_SIZE; i++)
        bytes[i] = (char)(i * 7 >> 3);
    for (int i = 0; i < 3; i++)
        child_send((struct str){bytes, LARGE_SIZE});
    mem_free(bytes);
}

static void
test_a_large_output(void **state)
{
    struct outcome outcome = run(send_much, NULL, PATIENCE_S);

    (void)state;
    assert_true(outcome.is_good);
    assert_int_equal(outcome.parcels.len, 3 * (size_t)LARGE_SIZE);
    for (size_t i = 0; i < outcome.parcels.len; i++)
        if (outcome.parcels.bytes[i] != (char)(i % LARGE_SIZE * 7 >> 3))
            fail_msg("byte %zu is another", i);
    clear(&outcome);
}

static void
give_up(void *aux)
{
    (void)aux;
    child_send(str_from("half"));
    if (write(STDERR_FILENO, "a font\nis torn\n", 15) < 0)
        _exit(9);
    child_give_up("no font can be read");
}

static void
die(void *aux)
{
    (void)aux;
    child_send(str_from("half"));
    raise(SIGKILL);
}

static void
leave_with_status(void *aux)
{
    (void)aux;
    _exit(7);
}

static void
leave_in_peace(void *aux)
{
    (void)aux;
    child_send(str_from("half"));
    _exit(0);
}

/* The number that the pipe has there is the contract's: the only one. */
static void
hang_up_within_a_parcel(void *aux)
{
    const uint64_t note[2] = {0x70617263, 1000};

    (void)aux;
    if (write(3, note, sizeof note) < 0 || write(3, "torn", 4) < 0)
        _exit(9);
    _exit(0);
}

static void
send_nonsense(void *aux)
{
    const uint64_t note[2] = {0x70617263, UINT64_MAX};

    (void)aux;
    if (write(3, note, sizeof note) < 0)
        _exit(9);
    _exit(0);
}

static void
run_out_of_memory(void *aux)
{
    (void)aux;
    mem_free(mem_alloc(SIZE_MAX / 2 + 1));
}

static void
run_out_in_a_library(void *aux)
{
    (void)aux;
    mem_refused();
}

static void
test_every_end_is_told(void **state)
{
    (void)state;
    assert_failed(give_up, 1, "no font can be read", "a font\nis torn\n");
    assert_failed(die, 1, "ended by the signal KILL", "");
    assert_failed(leave_with_status, 0, "ended with the status 7", "");
    assert_failed(leave_in_peace, 1, "ended half-way", "");
    assert_failed(hang_up_within_a_parcel, 0, "ended half-way", "");
    assert_failed(send_nonsense, 0, "ended half-way", "");
    assert_failed(run_out_of_memory, 0, "out of memory", "");
    assert_failed(run_out_in_a_library, 0, "out of memory", "");
}

static void
wait_for_ever(void *aux)
{
    (void)aux;
    for (;;)
        pause();
}

static void
test_a_hanging_child_is_killed(void **state)
{
    struct outcome outcome = run(wait_for_ever, NULL, 1);

    (void)state;
    assert_false(outcome.is_good);
    assert_string_equal(buf_text(&outcome.why), "nothing came for 1 seconds");
    clear(&outcome);
}

static void
test_what_is_left_is_thrown_away(void **state)
{
    struct child *child = child_start(send_much, NULL, PATIENCE_S);
    struct buf text = {0};

    (void)state;
    assert_true(child_receive(child, &text));
    buf_empty(&text);
    assert_false(child_end(child, &text, &text));
    assert_string_equal(buf_text(&text), "ended by the signal KILL");
    buf_clear(&text);
}

static void
tell_descriptors(void *aux)
{
    char text[1100];
    size_t n = 0;

    (void)aux;
    for (int fd = 0; fd < 1000; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            text[n++] = fd < 10 ? (char)('0' + fd) : '+';
    child_send((struct str){text, n});
    child_send((struct str){"", (size_t)read(0, text, 1)});
}

static void
test_no_descriptor_is_handed_on(void **state)
{
    int mine = open("/dev/null", O_RDONLY);
    struct outcome outcome = run(tell_descriptors, NULL, PATIENCE_S);

    (void)state;
    assert_true(mine > 2);
    assert_true(outcome.is_good);
    assert_string_equal(buf_text(&outcome.parcels), "0123");
    close(mine);
    clear(&outcome);
}

static volatile sig_atomic_t n_handled;

static void
count(int number)
{
    (void)number;
    n_handled++;
}

static void
terminate_itself(void *aux)
{
    (void)aux;
    raise(SIGTERM);
    child_send(str_from("handled")); /* as the parent would have */
}

static void
test_the_parents_handlers_are_not_the_childs(void **state)
{
    const struct sigaction counting = {.sa_handler = count};
    struct sigaction before;

    (void)state;
    sigaction(SIGTERM, &counting, &before);
    assert_failed(terminate_itself, 0, "ended by the signal TERM", "");
    sigaction(SIGTERM, &before, NULL);
    assert_int_equal(n_handled, 0);
}

/* The child's own child tells its number and waits; when the child between is
   killed, it must be gone. */
static void
start_another(void *aux)
{
    struct buf pid = {0};
    struct child *inner = child_start(aux, NULL, PATIENCE_S);

    if (child_receive(inner, &pid))
        child_send(buf_str(&pid));
    for (;;)
        pause();
}

static void
tell_and_wait(void *aux)
{
    pid_t pid = getpid();

    (void)aux;
    child_send((struct str){(const char *)&pid, sizeof pid});
    for (;;)
        pause();
}

static bool
is_gone(pid_t pid)
{
    char path[64];
    char state = 'X';
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    file = fopen(path, "r");
    if (!file)
        return true;
    if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
        state = 'X';
    fclose(file);
    return state == 'X' || state == 'Z'; /* ended; nobody has asked yet */
}

static void
test_the_parents_end_ends_it(void **state)
{
    struct buf told = {0};
    struct buf why = {0};
    struct child *child =
        child_start(start_another, (void *)tell_and_wait, PATIENCE_S);
    pid_t pid;

    (void)state;
    assert_true(child_receive(child, &told));
    assert_int_equal(told.len, sizeof pid);
    memcpy(&pid, told.bytes, sizeof pid);
    assert_false(is_gone(pid));
    assert_false(child_end(child, &why, &told));
    for (int i = 0; i < 1000 && !is_gone(pid); i++)
        usleep(10000);
    assert_true(is_gone(pid));
    buf_clear(&told);
    buf_clear(&why);
}

/* An agent that a command has started holds its pipe for as long as it runs. */
static void
test_a_command_is_waited_for_alone(void **state)
{
    struct buf why = {0};
    char said[32] = "";
    size_t len;

    (void)state;
    assert_true(
        child_ask("sleep 300 & echo $!", said, sizeof said - 1, &len, &why));
    said[len] = '\0';
    pid_t left = (pid_t)strtol(said, NULL, 10);
    assert_true(left > 0);
    assert_false(is_gone(left));
    assert_int_equal(kill(left, SIGKILL), 0);
    /* A pipe that is closed is no end. */
    assert_false(child_ask("echo word; exec >&-; exit 3", said, sizeof said,
                           &len, &why));
    assert_int_equal(len, strlen("word\n"));
    assert_string_equal(buf_text(&why), "ended with the status 3");
    buf_empty(&why);
    /* More than a pipe holds, and all of it before a short end. */
    assert_true(
        child_ask("yes | head -n 100000; echo end", said, 4, &len, &why));
    assert_memory_equal(said, "y\ny\n", 4);
    assert_int_equal(len, 4);
    buf_clear(&why);
}

UNIT_MAIN(cmocka_unit_test(test_a_command_is_waited_for_alone),
          cmocka_unit_test(test_parcels_come_in_order),
          cmocka_unit_test(test_nothing_is_a_result),
          cmocka_unit_test(test_a_large_output),
          cmocka_unit_test(test_every_end_is_told),
          cmocka_unit_test(test_a_hanging_child_is_killed),
          cmocka_unit_test(test_what_is_left_is_thrown_away),
          cmocka_unit_test(test_no_descriptor_is_handed_on),
          cmocka_unit_test(test_the_parents_handlers_are_not_the_childs),
          cmocka_unit_test(test_the_parents_end_ends_it))
