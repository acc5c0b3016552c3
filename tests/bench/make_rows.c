/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make_rows N: N rows of saved responses, always the same ones, for timing:
   client, date, 36 answers from 1 to 7 of which 2 in 100 are blank. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { N_ITEMS = 36, N_CLIENTS = 250000 };

/* xorshift64 (Marsaglia 2003): good enough, and the same everywhere. */
static uint64_t
next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void
print_row(long row, uint64_t *state)
{
    char line[2 * N_ITEMS + 2];
    size_t len = 0;

    for (int item = 0; item < N_ITEMS; item++) {
        uint64_t random = next_random(state) >> 11;
        line[len++] = ',';
        if (random % 100 >= 2)
            line[len++] = (char)('1' + random / 100 % 7);
    }
    line[len++] = '\n';
    printf("c%06ld,2026-%02ld-%02ld", row % N_CLIENTS, 1 + row / 28 % 12,
           1 + row % 28);
    fwrite(line, 1, len, stdout);
}

int
main(int argc, char **argv)
{
    long n_rows = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    uint64_t state = 88172645463325252u;

    fputs("client,date", stdout);
    for (int item = 1; item <= N_ITEMS; item++)
        printf(",q%d", item);
    putchar('\n');
    for (long row = 0; row < n_rows; row++)
        print_row(row, &state);
    return fflush(stdout) == 0 && n_rows > 0 ? 0 : 1;
}
