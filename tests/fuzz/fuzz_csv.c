/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved responses: header and rows for the instrument
   tests/data/being-heard.xml, on standard input.  The first byte is how much
   is read at a time, and whether by clients; the second chooses options.
   However the bytes are cut into chunks, the same rows must come out. */
#include <config.h>

#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "instrument/instrument.h"
#include "exchange/source.h"

enum { WHOLE = 1 << 14 }; /* bytes: no input of a fuzzer is larger */

/* All that came out, as one number (FNV-1a). */
struct outcome {
    bool opened;
    bool failed;
    struct response_tally tally;
    uint64_t hash;
};

/* What a fuzzer may learn from is how bytes are read, not how they are summed
   up: watching each would take half of the time. */
#ifdef __clang__
__attribute__((no_sanitize("coverage")))
#endif
static void
hash_bytes(uint64_t *hash, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ byte[i]) * UINT64_C(0x100000001b3);
}

static void
hash_text(uint64_t *hash, struct str text)
{
    hash_bytes(hash, &text.len, sizeof(text.len));
    hash_bytes(hash, text.bytes, text.len);
}

static void
hash_row(uint64_t *hash, const struct rows *rows, const struct batch *batch,
         size_t row)
{
    struct buf room = {0};

    hash_bytes(hash, &batch->state[row], 1);
    for (size_t i = 0; i < rows->n_kept; i++)
        hash_text(hash, rows_kept(rows, row, i, &room));
    buf_clear(&room);
    if (batch->state[row] != ROW_TO_SCORE)
        return;
    for (size_t i = 0; i < batch->instrument->n_items; i++) {
        const struct answers *answers = &batch->answers[i];
        hash_bytes(hash, &answers->code[row], 1);
        if (kind_of_code(answers->code[row]) != ANSWERED)
            continue;
        if (answers->number)
            hash_bytes(hash, &answers->number[row], sizeof(double));
        if (answers->choices)
            hash_bytes(hash, &answers->choices[row], sizeof(uint64_t));
        if (answers->text)
            hash_text(hash, answers->text[row]);
    }
}

static void
read_all(struct source *source, bool by_client, struct outcome *outcome,
         struct diag *diag)
{
    struct chunk *chunk = chunk_new(source);
    struct batch *const *batches;
    const struct rows *rows;

    while (by_client ? source_read_groups(source, chunk, FACT_CLIENT)
                     : source_read(source, chunk)) {
        while (chunk_next(chunk, &rows, &batches))
            for (size_t row = 0;
                 row < rows->n_rows && rows->view != GROUP_AHEAD; row++)
                hash_row(&outcome->hash, rows, batches[0], row);
        source_settle(source, chunk, &outcome->tally, diag);
    }
    outcome->failed = source_failed(source);
    chunk_free(chunk);
}

static struct outcome
outcome_of(int file, const struct response_options *options, bool by_client)
{
    struct outcome outcome = {.hash = UINT64_C(0xcbf29ce484222325)};
    struct diag *diag = diag_new();
    const char *path = "-";

    fuzz_check(lseek(file, 0, SEEK_SET) == 0 && dup2(file, 0) == 0,
               "no standard input");
    struct source *source = source_open(&path, 1, options, diag);
    outcome.opened = source != NULL;
    fuzz_check(source || diag_count(diag, SEVERITY_ERROR),
               "a file is refused without a word");
    if (source)
        read_all(source, by_client, &outcome, diag);
    /* What is said of a whole file is what is said of its chunks. */
    if (options->chunk_size != WHOLE)
        fuzz_check_problems(diag);
    source_close(source);
    diag_free(diag);
    return outcome;
}

/* One for all runs, since to make and to drop one takes as long as to read it.
 */
static int
file_of(struct str bytes)
{
    static int file = -1;

    if (file < 0)
        file = memfd_create("fuzz", MFD_CLOEXEC);
    fuzz_check(file >= 0
                   && pwrite(file, bytes.bytes, bytes.len, 0)
                          == (ssize_t)bytes.len
                   && ftruncate(file, (off_t)bytes.len) == 0,
               "no file");
    return file;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {0, ',', ';', '\t'};

    if (size < 2)
        return 0;
    const struct instrument *instrument = fuzz_heard();
    struct response_options options = {
        .instruments = &instrument,
        .n_instruments = 1,
        .settings = {.delimiter = delimiters[data[1] & 3],
                     .encoding = (enum encoding)((data[1] >> 5) % N_ENCODINGS),
                     .skip_rows = data[0] >> 7,
                     .header_row = data[0] >> 5 & 2},
        .is_long = data[0] & 16,
        .any_edition = data[1] & 4,
        .keep_raw = data[1] & 8,
        .any_file = data[1] & 16,
        .chunk_size = (size_t)data[0] + 1,
    };
    int file = file_of((struct str){(const char *)data + 2, size - 2});
    bool by_client = data[0] & 1;
    /* However it is decoded, three bytes at most come of one. */
    bool is_one_chunk = !by_client && size * 3 < options.chunk_size;
    struct outcome small = outcome_of(file, &options, by_client);
    if (is_one_chunk)
        return 0;
    options.chunk_size = WHOLE;
    struct outcome large = outcome_of(file, &options, false);
    if (by_client && large.tally.n_rows > GROUP_LIMIT_ROWS)
        return 0;
    fuzz_check(small.opened == large.opened && small.failed == large.failed
                   && small.hash == large.hash,
               "chunks change what is read");
    fuzz_check(!memcmp(&small.tally, &large.tally, sizeof large.tally),
               "chunks change what is said");
    return 0;
}
