/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make_rows N [hard]: N rows of saved responses, always the same ones, for
   timing.  Plain: client, date, 36 answers from 1 to 7 of which 2 in 100 are
   blank.  Hard: with sex and age, 60 columns that are no items, some quoted
   with commas, quotes and line ends in them, answers with decimals, codes of
   missing answers, rows that end in CRLF. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_ITEMS = 36, N_NOTES = 60 };

/* xorshift64 (Marsaglia 2003): good enough, and the same everywhere. */
static uint64_t
next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 11;
}

/* Twelve sessions of one client after the other. */
static void
print_facts(long row)
{
    printf("c%06ld,20%02ld-%02ld-%02ld", row / 12, 10 + row / 12 % 10,
           1 + row % 12, 1 + row / 12 % 28);
}

static void
print_answers(uint64_t *state)
{
    char cells[2 * N_ITEMS];
    size_t len = 0;

    for (int item = 0; item < N_ITEMS; item++) {
        uint64_t random = next_random(state);
        cells[len++] = ',';
        if (random % 100 >= 2)
            cells[len++] = (char)('1' + random / 100 % 7);
    }
    fwrite(cells, 1, len, stdout);
}

static void
print_hard_answers(uint64_t *state)
{
    for (int item = 0; item < N_ITEMS; item++) {
        uint64_t random = next_random(state);
        int answer = 1 + (int)(random / 100 % 7);

        if (random % 100 < 2)
            fputs(",skipped", stdout);
        else if (random % 100 < 4)
            fputs(",-9", stdout);
        else if (random % 100 < 14)
            printf(",%d.0", answer);
        else
            printf(random % 100 < 18 ? ",\"%d\"" : ",%d", answer);
    }
}

static void
print_notes(uint64_t *state)
{
    static const char *const notes[] = {
        "\"Smith, Jo\"",
        "\"said \"\"no\"\" twice\"",
        "\"two\r\nlines\"",
        "3.75",
        "none",
        "",
        "2026-01-31",
        "a longer remark of words",
        "17",
    };

    for (int i = 0; i < N_NOTES; i++) {
        uint64_t random = next_random(state);
        printf(",%s", i % 4 ? notes[random % 9] : notes[3 + random % 6]);
    }
}

static void
print_header(bool is_hard)
{
    fputs("client,date", stdout);
    for (int item = 1; item <= N_ITEMS; item++)
        printf(",q%d", item);
    fputs(is_hard ? ",sex,age" : "", stdout);
    for (int i = 1; is_hard && i <= N_NOTES; i++)
        printf(",note%d", i);
    fputs(is_hard ? "\r\n" : "\n", stdout);
}

int
main(int argc, char **argv)
{
    long n_rows = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    bool is_hard = argc > 2 && strcmp(argv[2], "hard") == 0;
    uint64_t state = 88172645463325252u;

    print_header(is_hard);
    for (long row = 0; row < n_rows; row++) {
        print_facts(row);
        if (is_hard) {
            print_hard_answers(&state);
            printf(",%c,%d", "fm"[row % 2], 18 + (int)(row % 70));
            print_notes(&state);
        } else {
            print_answers(&state);
        }
        fputs(is_hard ? "\r\n" : "\n", stdout);
    }
    return fflush(stdout) == 0 && n_rows > 0 ? 0 : 1;
}
