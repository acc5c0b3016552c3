/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks and data files of SPSS, for the instrument
   tests/data/being-heard.xml.  The first byte chooses: a whole file, which is
   what its bytes say; the XML of a sheet or of shared strings, since hardly a
   changed byte of an archive gets past its sums; the code of a number format
   and eight bytes of a number. */
#include <config.h>

#include "fuzz.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "exchange/held_table.h"
#include "exchange/source.h"
#include "exchange/xlsx_file.h"

static void
read_all(struct source *source, bool by_client, struct diag *diag)
{
    struct chunk *chunk = chunk_new(source);
    struct response_tally tally = {0};
    struct batch *const *batches;
    const struct rows *rows;

    while (by_client ? source_read_groups(source, chunk, FACT_CLIENT)
                     : source_read(source, chunk)) {
        while (chunk_next(chunk, &rows, &batches))
            continue;
        source_settle(source, chunk, &tally, diag);
    }
    chunk_free(chunk);
}

static void
read_file(const uint8_t *data, size_t size, bool by_client)
{
    const struct instrument *instrument = fuzz_heard();
    struct response_options options = {
        .instruments = &instrument, .n_instruments = 1, .any_file = true};
    struct diag *diag = diag_new();
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    char path[64];
    const char *name = path;

    fuzz_check(file >= 0 && write(file, data, size) == (ssize_t)size,
               "no file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    struct source *source = source_open(&name, 1, &options, diag);
    fuzz_check(source || diag_count(diag, SEVERITY_ERROR),
               "a file is refused without a word");
    if (source)
        read_all(source, by_client, diag);
    fuzz_check_problems(diag);
    source_close(source);
    diag_free(diag);
    close(file);
}

static void
read_part(struct str part, bool is_sheet)
{
    static const struct response_options options;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct source_file file = {.path = "/dev/null", .name = "null"};
    struct xlsx_book book = {0};
    struct str nothing;
    const char *why = NULL;

    *vec_add(arena, &book.styles) = (struct xlsx_format){XLSX_DATE, 0};
    *vec_add(arena, &book.styles) = (struct xlsx_format){XLSX_ZEROS, 4};
    *vec_add(arena, &book.strings) = STR("client");
    fuzz_check(held_table_open(&file, &options, arena, &nothing, diag),
               "nothing cannot be opened");
    bool ok = is_sheet ? xlsx_sheet_read(part, &book, &file, arena, &why)
                       : xlsx_strings_read(part, &book, arena, &why);
    fuzz_check(ok || why, "a part is refused without a word");
    if (ok && is_sheet)
        (void)!held_table_finish(&file, diag);
    held_close(&file);
    diag_free(diag);
    arena_free(arena);
}

static void
show_number(const uint8_t *data, size_t size)
{
    struct buf out = {0};
    double number;

    if (size < sizeof number)
        return;
    memcpy(&number, data, sizeof number);
    data += sizeof number;
    size -= sizeof number;
    struct xlsx_format format =
        xlsx_format_read((struct str){(const char *)data, size});
    if (isfinite(number))
        xlsx_number_add(&out, number, format, size & 1);
    fuzz_check(utf8_is_text(buf_str(&out)), "a number is no text");
    buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    switch (data[0] % 4) {
    case 0:
        read_file(data + 1, size - 1, data[0] & 4);
        break;
    case 1:
        read_part((struct str){(const char *)data + 1, size - 1}, true);
        break;
    case 2:
        read_part((struct str){(const char *)data + 1, size - 1}, false);
        break;
    default:
        show_number(data + 1, size - 1);
        break;
    }
    return 0;
}
