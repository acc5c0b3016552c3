/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make_rows N [hard|words|times]: N rows of saved responses, always the same
   ones, for timing.  Plain: client, date, 36 answers from 1 to 7 of which 2 in
   100 are blank.  Words: the same with words for the answers.  Times: the same
   with four of these rows in one.  Hard: with sex and age, 60 columns that are
   no items, some quoted with commas, quotes and line ends in them, answers with
   decimals, codes of missing answers, rows that end in CRLF. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_ITEMS = 36, N_NOTES = 60, N_TIMES = 4 };

enum kind { PLAIN, HARD, WORDS, TIMES };

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
print_facts(long row, bool with_client)
{
    if (with_client)
        printf("c%06ld", row / 12);
    printf(",20%02ld-%02ld-%02ld", 10 + row / 12 % 10, 1 + row % 12,
           1 + row / 12 % 28);
}

static void
print_answers(uint64_t *state, bool as_words)
{
    static const char *const words[] = {"never", "rarely", "seldom", "at times",
                                        "often", "mostly", "always"};

    for (int item = 0; item < N_ITEMS; item++) {
        uint64_t random = next_random(state);
        unsigned answer = (unsigned)(random / 100 % 7);
        putchar(',');
        if (random % 100 >= 2 && as_words)
            fputs(words[answer], stdout);
        else if (random % 100 >= 2)
            putchar((int)('1' + answer));
    }
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
print_header(enum kind kind)
{
    fputs("client", stdout);
    for (int time = 1; time <= (kind == TIMES ? N_TIMES : 1); time++) {
        char behind[8] = "";
        if (kind == TIMES)
            snprintf(behind, sizeof behind, "_%d", time);
        printf(",date%s", behind);
        for (int item = 1; item <= N_ITEMS; item++)
            printf(",q%d%s", item, behind);
    }
    fputs(kind == HARD ? ",sex,age" : "", stdout);
    for (int i = 1; kind == HARD && i <= N_NOTES; i++)
        printf(",note%d", i);
    fputs(kind == HARD ? "\r\n" : "\n", stdout);
}

static enum kind
kind_of(const char *word)
{
    return strcmp(word, "hard") == 0    ? HARD
           : strcmp(word, "words") == 0 ? WORDS
           : strcmp(word, "times") == 0 ? TIMES
                                        : PLAIN;
}

int
main(int argc, char **argv)
{
    long n_rows = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    enum kind kind = argc > 2 ? kind_of(argv[2]) : PLAIN;
    uint64_t state = 88172645463325252u;

    print_header(kind);
    for (long row = 0; row < n_rows; row++) {
        print_facts(row, kind != TIMES || row % N_TIMES == 0);
        if (kind == HARD) {
            print_hard_answers(&state);
            printf(",%c,%d", "fm"[row % 2], 18 + (int)(row % 70));
            print_notes(&state);
            fputs("\r", stdout);
        } else {
            print_answers(&state, kind == WORDS);
        }
        if (kind != TIMES || row % N_TIMES == N_TIMES - 1)
            putchar('\n');
    }
    return fflush(stdout) == 0 && n_rows > 0 ? 0 : 1;
}
