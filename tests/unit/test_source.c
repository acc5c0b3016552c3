/* SPDX-License-Identifier: GPL-3.0-or-later */

/* source: whole files to rows, answers and problems; the same whatever the
   size of a chunk, and by either path. */

/* For mkdtemp() and pipe(). */
#include <config.h>

#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "response/csv.h"
#include "exchange/source_format.h"
#include "exchange/source.h"

static const struct choice often[] = {
    {.value = {0, 0}, .score = {0, 0}, .label = "Never"},
    {.value = {1, 0}, .score = {1, 0}, .label = "Often"},
    {.value = {10, 0}, .score = {10, 0}, .label = "Always"},
};
static const struct response coded = {
    .kind = RESPONSE_CHOICES, .choices = often, .n_choices = 3};
static const struct response numbers = {
    .kind = RESPONSE_RANGE, .min = {0, 0}, .max = {100, 0}};
static const struct response sets = {.kind = RESPONSE_CHOICES,
                                     .choices = often,
                                     .n_choices = 3,
                                     .multiple = true};
static const struct response words = {.kind = RESPONSE_FREE};
static const struct missing_code missing[] = {
    {.code = {-9, 0}, .kind = ANSWER_DECLINED}};
static const struct item a_items[] = {
    {.id = "q1", .response = &coded},
    {.id = "q2", .response = &coded},
    {.id = "n", .response = &numbers},
    {.id = "t", .response = &words},
};
static const struct item b_items[] = {
    {.id = "q1", .response = &coded},
    {.id = "m", .response = &sets},
};
/* A scale rests on each of them, so that none is missed for nothing. */
static const struct member members[] = {
    {.item_idx = 0}, {.item_idx = 1}, {.item_idx = 2}, {.item_idx = 3}};
static const struct scale a_scale = {.members = members, .n_members = 4};
static const struct instrument a = {.scales = &a_scale,
                                    .n_scales = 1,
                                    .id = "a",
                                    .edition = 2,
                                    .items = a_items,
                                    .n_items = 4,
                                    .missing_codes = missing,
                                    .n_missing_codes = 1};
static const struct instrument b = {
    .id = "b", .edition = 1, .items = b_items, .n_items = 2};
static const struct instrument *const both[] = {&a, &b};

/* ---- files ---- */

enum { MAX_FILES = 3 };

struct scratch {
    char *folder;
    char *paths[MAX_FILES];
};

static int
make_scratch(void **state)
{
    struct scratch *scratch = mem_alloc(sizeof *scratch);
    struct buf name = {0};

    buf_add_text(&name, "/tmp/attune-test-XXXXXX");
    (void)buf_text(&name);
    assert_non_null(mkdtemp(name.bytes));
    scratch->folder = name.bytes;
    for (int i = 0; i < MAX_FILES; i++) {
        struct buf path = {0};

        buf_addf(&path, "%s/%d.csv", scratch->folder, i);
        (void)buf_text(&path);
        scratch->paths[i] = path.bytes;
    }
    *state = scratch;
    return 0;
}

static int
remove_scratch(void **state)
{
    struct scratch *scratch = *state;

    for (int i = 0; i < MAX_FILES; i++) {
        unlink(scratch->paths[i]);
        mem_free(scratch->paths[i]);
    }
    rmdir(scratch->folder);
    mem_free(scratch->folder);
    mem_free(scratch);
    return 0;
}

static void
write_file(const char *path, struct str bytes)
{
    FILE *file;

    /* A file system may wait for the disk where a file is emptied. */
    unlink(path);
    file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes.bytes, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

/* ---- what was read, as text ---- */

static void
say_answer(struct buf *out, const struct answers *answers, size_t row)
{
    enum answer_kind kind = kind_of_code(answers->code[row]);

    if (answers->code[row] < CODE_FIRST_KIND) {
        buf_addf(out, "#%d", answers->code[row]);
    } else if (kind == ANSWER_BLANK) {
        buf_add_char(out, '_');
    } else if (kind == ANSWER_BAD) {
        buf_add_text(out, "bad");
    } else if (kind == ANSWER_ABSENT) {
        buf_add_char(out, '.');
    } else if (kind != ANSWERED) {
        buf_add_text(out, answer_kind_names[kind]);
    } else if (answers->form == FORM_NUMBERS) {
        num_add(out, answers->number[row]);
    } else if (answers->form == FORM_CHOICES) {
        buf_addf(out, "{%d}", (int)answers->choices[row]);
    } else {
        buf_addf(out, "'%.*s'", STR_ARGS(answers->text[row]));
    }
}

static void
say_facts(struct buf *out, const struct rows *rows, size_t row)
{
    for (int i = 0; i < N_FACTS; i++) {
        if (rows->text[i] && rows->text[i][row].len)
            buf_addf(out, "%s=%.*s ", fact_names[i],
                     STR_ARGS(rows->text[i][row]));
    }
    if (rows->number[FACT_DATE] && rows->number[FACT_DATE][row] != DATE_NONE)
        buf_addf(out, "date=%d ", (int)rows->number[FACT_DATE][row]);
    if (rows->number[FACT_TIME] && rows->number[FACT_TIME][row] != TIME_NONE)
        buf_addf(out, "time=%d ", (int)rows->number[FACT_TIME][row]);
    if (rows->number[FACT_EDITION] && rows->number[FACT_EDITION][row])
        buf_addf(out, "edition=%d ", (int)rows->number[FACT_EDITION][row]);
    if (rows->number[FACT_AGE] && rows->number[FACT_AGE][row] >= 0)
        buf_addf(out, "age=%d ", (int)rows->number[FACT_AGE][row]);
    if (rows->number[FACT_SEX] && rows->number[FACT_SEX][row])
        buf_addf(out, "sex=%c ", rows->number[FACT_SEX][row]);
}

static void
say_kept(struct buf *out, const struct rows *rows, size_t row)
{
    struct buf room = {0};

    for (size_t i = 0; i < rows->n_kept; i++) {
        buf_add_char(out, '<');
        buf_add(out, rows_kept(rows, row, i, &room));
        buf_add_char(out, '>');
    }
    buf_clear(&room);
}

/* As they are written: then it does not matter which are told as one. */
static void
write_kept(struct buf *out, const struct rows *rows, size_t row)
{
    for (size_t i = row * rows->n_kept; i < (row + 1) * rows->n_kept; i++) {
        struct str cell = rows->kept[i];

        if (rows->form[i] == KEPT_BEHIND)
            continue;
        buf_add_char(out, rows->delimiter);
        if (rows->form[i] == KEPT_TEXT)
            csv_add_guarded(out, cell, rows->delimiter);
        else if (rows->form[i] == KEPT_BARE)
            buf_add(out, cell);
        else
            buf_add(out, (struct str){cell.bytes - 1, cell.len + 2});
    }
}

static void
say_row(struct buf *out, const struct rows *rows, struct batch *const *batches,
        size_t n_batches, size_t row, bool is_written)
{
    static const char *const states[] = {"", "broken ", "other ", "edition "};

    say_facts(out, rows, row);
    for (size_t i = 0; i < n_batches; i++) {
        const struct batch *batch = batches[i];

        buf_addf(out, "%s%s(", states[batch->state[row]],
                 batch->instrument->id);
        for (size_t k = 0; k < batch->instrument->n_items; k++) {
            buf_add_text(out, k ? " " : "");
            say_answer(out, &batch->answers[k], row);
        }
        buf_add_text(out, ") ");
    }
    if (is_written)
        write_kept(out, rows, row);
    else
        say_kept(out, rows, row);
    buf_add_char(out, '\n');
}

/* Without the folder, which differs from run to run. */
static const char *
file_of(const struct diagnostic *d)
{
    const char *slash = d->place.file ? strrchr(d->place.file, '/') : NULL;

    return slash ? slash + 1 : d->place.file ? d->place.file : "";
}

static void
say_problems(struct buf *out, const struct diag *diag)
{
    for (size_t i = 0; i < diag_total(diag); i++) {
        const struct diagnostic *d = diag_get(diag, i);

        buf_addf(out, "%s:%d:%d %s", file_of(d), d->place.line, d->place.column,
                 message_code(d->message));
        if (d->detail)
            buf_addf(out, " %s", d->detail);
        if (d->hint)
            buf_addf(out, ": %s", d->hint);
        if (d->secret)
            buf_addf(out, " [%s]", d->secret);
        buf_add_char(out, '\n');
    }
}

struct how {
    bool is_plain;   /* never by the fast path */
    bool is_brief;   /* problems only */
    bool is_written; /* kept cells are, in runs where they can be */
    bool by_client;
    bool says_groups;     /* in place of rows */
    bool has_no_problems; /* none are said */
    struct response_tally *tally;
};

/* A cell that is said to lie as it would be written does. */
static void
check_forms(const struct rows *rows)
{
    struct buf written = {0};
    struct buf room = {0};

    for (size_t i = 0; i < rows->n_rows * rows->n_kept; i++) {
        struct str cell = rows->kept[i];

        if (rows->form[i] == KEPT_TEXT)
            continue;
        if (rows->form[i] != KEPT_BARE)
            cell = (struct str){cell.bytes - 1, cell.len + 2};
        buf_empty(&written);
        csv_add_guarded(
            &written,
            rows_kept(rows, i / rows->n_kept, i % rows->n_kept, &room),
            rows->delimiter);
        assert_true(str_equal(buf_str(&written), cell));
    }
    buf_clear(&room);
    buf_clear(&written);
}

static const char *const view_words[] = {
    [GROUPS_WHOLE] = "whole", [GROUP_AHEAD] = "ahead", [GROUP_AGAIN] = "again"};

static void
say_groups(struct buf *out, const struct rows *rows)
{
    buf_addf(out, "%s %zu:", view_words[rows->view], rows->n_rows);
    for (size_t i = 0; i < rows->n_groups; i++)
        buf_addf(out, " %zu", rows->group_sizes[i]);
    buf_add_char(out, '\n');
}

static void
say_rows(struct buf *out, const struct rows *rows, struct batch *const *batches,
         size_t n_batches, bool is_written)
{
    for (size_t i = 0; i < rows->n_rows && rows->view != GROUP_AHEAD; i++)
        say_row(out, rows, batches, n_batches, i, is_written);
}

static void
read_all(struct source *source, const struct response_options *options,
         const struct how *how, struct diag *diag, struct buf *out)
{
    struct chunk *chunk = chunk_new(source);

    while (how->by_client ? source_read_groups(source, chunk, FACT_CLIENT)
                          : source_read(source, chunk)) {
        const struct rows *rows;
        struct batch *const *batches;

        if (how->is_plain)
            chunk->has_fast_path = false;
        while (chunk_next(chunk, &rows, &batches)) {
            if (!how->is_written)
                check_forms(rows);
            if (how->says_groups)
                say_groups(out, rows);
            else if (!how->is_brief)
                say_rows(out, rows, batches, options->n_instruments,
                         how->is_written);
        }
        source_settle(source, chunk, how->tally, diag);
    }
    chunk_free(chunk);
}

static void
read_paths(const char *const *paths, size_t n,
           const struct response_options *options, const struct how *how,
           struct buf *out)
{
    struct diag *diag = diag_new();
    struct response_tally tally = {0};
    struct how used = *how;
    struct source *source = source_open(paths, n, options, diag);

    used.tally = how->tally ? how->tally : &tally;
    if (source && how->is_written)
        source_keep_runs(source, source_delimiter(source));
    if (source)
        read_all(source, options, &used, diag, out);
    else
        buf_add_text(out, "refused\n");
    if (!how->has_no_problems)
        say_problems(out, diag);
    if (source && source_failed(source))
        buf_add_text(out, "failed\n");
    source_close(source);
    diag_free(diag);
}

static void
read_text(struct scratch *scratch, struct str text,
          const struct response_options *options, const struct how *how,
          struct buf *out)
{
    const char *paths[] = {scratch->paths[0]};

    write_file(paths[0], text);
    read_paths(paths, 1, options, how, out);
}

/* ---- cases ---- */

struct text_case {
    size_t n_instruments;
    const char *in;
    const char *want;
};

static const struct text_case text_cases[] = {
    /* Facts, kept columns and each form of answer. */
    {1,
     "client,date,time,sex,age,edition,x,q1,q2,n,t,q1.ms\n"
     "c1,1970-01-02,00:01,f,34.0,2,a b,1,10,12.5,hi,250\n"
     "'=c2,,,M,,,'-x,,-9,skipped,\\skipped,\n",
     "client=c1 date=1 time=60 edition=2 age=34 sex=f a(#1 #2 12.5 'hi') "
     "<c1><1970-01-02><00:01><f><34.0><2><a b><250>\n"
     "client==c2 sex=m a(_ declined skipped 'skipped') "
     "<=c2><><><M><><><-x><>\n"},
    /* Quotes on both paths, and the lines of rows that span some. */
    {1,
     "\"q1\",\"x\",\"q2\",n,t\r\n\"1\",\"a,\"\"b\"\"\nc\",10,0,\"u\nv\"\r\n"
     "\"x\",\"\",\"0\",\"1\",\"\"\r\n",
     "a(#1 #2 0 'u\nv') <a,\"b\"\nc>\na(bad #0 1 _) <>\n"
     "0.csv:5:1 E100 'q1': the answer is one of 0 1 10 [x]\n"},
    /* Bad values, with their places; columns count characters. */
    {1, "x,q1,q2,n,t\n\xc3\xa9\xc3\xa9,7,Oft,\"1,5\",\n,0,,101,\xff\n",
     "a(bad bad bad _) <\xc3\xa9\xc3\xa9>\na(#0 _ bad bad) <>\n"
     "0.csv:2:4 E101 'q1': the answer is one of 0 1 10 [7]\n"
     "0.csv:2:6 E100 'q2': the answer is one of 0 1 10 [Oft]\n"
     "0.csv:2:10 E100 'n': --decimal , reads numbers with a comma; the answer "
     "is a "
     "number from 0 to 100 [1,5]\n"
     "0.csv:3:5 E102 'n': the answer is a number from 0 to 100 [101]\n"
     "0.csv:3:9 E106 't': not UTF-8; saved by a Windows program? --encoding "
     "cp1252 reads it, or latin1 or utf-16 [\xff]\n"},
    /* Bad facts are none. */
    {1,
     "client,date,time,sex,age,edition,q1,q2,n,t\n"
     "\xff,1.2.26,25:00,w,-1,0,1,1,1,\n"
     "c,unknown,declined,unknown,not-asked,,1,1,1,\n",
     "edition a(not-asked not-asked not-asked not-asked) "
     "<\xff><1.2.26><25:00><w><-1><0>\n"
     "client=c a(#1 #1 1 _) "
     "<c><unknown><declined><unknown><not-asked><>\n"
     "0.csv:2:1 E107 'client': not UTF-8; saved by a Windows program? "
     "--encoding cp1252 reads it, or latin1 or utf-16 [\xff]\n"
     "0.csv:2:3 E107 'date': a year has four digits [1.2.26]\n"
     "0.csv:2:10 E107 'time': a time is written as 14:30 or 14:30:15 "
     "[25:00]\n"
     "0.csv:2:16 E107 'sex': f, m or x [w]\n"
     "0.csv:2:18 E107 'age': an age is in whole years, 150 at most [-1]\n"
     "0.csv:2:21 E107 'edition': an edition is a whole number from 1 on "
     "[0]\n"},
    /* Rows that are broken; nothing of them is scored, all that is there is
       passed on. */
    {1,
     "x,q1,q2,n,t,client\n1,1,1,1\n1,1,1,1,1,c,d\n"
     "\"a\"b,1,1,1,1,c\n1,1,1,1,,c\n",
     "broken a(bad bad bad bad) <1><>\n"
     "broken a(bad bad bad bad) <1><c>\n"
     "broken a(bad bad bad bad) <\"a\"b><c>\n"
     "client=c a(#1 #1 1 _) <1><c>\n"
     "0.csv:2:1 E108 4 cells, not 6\n"
     "0.csv:3:1 E108 7 cells, not 6\n"
     "0.csv:4:4 E109\n"},
    /* Editions. */
    {1, "edition,q1,q2,n,t\n1,9,1,1,\n2,0,0,0,\n,0,0,0,\n",
     "edition=1 edition a(not-asked not-asked not-asked not-asked) <1>\n"
     "edition=2 a(#0 #0 0 _) <2>\na(#0 #0 0 _) <>\n"
     "0.csv:2:1 E112 the instrument is edition 2 of 'a': -i a.1, or its file, "
     "scores it by its own rules; --any-edition scores it by these\n"},
    /* Whose row it is: one warning for those of nobody. */
    {1, "instrument,q1,q2,n,t\na,0,0,0,\n,0,0,0,\nz,x,0,0,\nz,x,0,0,\n",
     "instrument=a a(#0 #0 0 _) <a>\na(#0 #0 0 _) <>\n"
     "instrument=z other a(not-asked not-asked not-asked not-asked) <z>\n"
     "instrument=z other a(not-asked not-asked not-asked not-asked) <z>\n"
     "0.csv:4:1 W114: they are not scored; -i names an instrument\n"},
    {2, "instrument,q1,q2,n,t,m\na,0,0,0,,\nb,1,x,,,0 10\n,1,0,0,,1\n",
     "instrument=a a(#0 #0 0 _) other b(not-asked not-asked) <a>\n"
     "instrument=b other a(not-asked not-asked not-asked not-asked) "
     "b(#1 {5}) <b>\n"
     "other a(not-asked not-asked not-asked not-asked) "
     "other b(not-asked not-asked) <>\n"
     "0.csv:4:1 E113\n"},
    {2, "a.q1,b.q1,q2,n,t,m\n0,1,10,7,,none\n", "a(#0 #2 7 _) b(#1 {0}) \n"},
    /* An item without a column. */
    {1, "q1,q2,n\n0,0,0\n", "a(#0 #0 0 .) \n0.csv:1:0 W126 't'\n"},
    /* Delimiters, BOM, blank lines, no last newline. */
    {1, "\xef\xbb\xbfq1;q2;n;t\n\n1;10;1.5;a,b\n\r\n\nx;1;1;c",
     "a(#1 #2 1.5 'a,b') \na(bad #1 1 'c') \n"
     "0.csv:6:1 E100 'q1': the answer is one of 0 1 10 [x]\n"},
    {1, "q1\tq2\tn\tt\n1\t10\t\t\n", "a(#1 #2 _ _) \n"},
    {1, "q1,q2,n,t\n", ""},
    {1, "q1,q2,n,t", ""},
    {1, "\n\n q1 ,q2,n,t\n1,x,1,\n",
     "a(#1 bad 1 _) \n"
     "0.csv:4:3 E100 'q2': the answer is one of 0 1 10 [x]\n"},
    /* One column: a blank line is no row, an empty cell in quotes is. */
    {1, "q1\n\n1\r\n\r\n\"\"\nx\n",
     "a(#1 . . .) \na(_ . . .) \na(bad . . .) \n"
     "0.csv:1:0 W126 'q2'\n0.csv:1:0 W126 'n'\n0.csv:1:0 W126 't'\n"
     "0.csv:6:1 E100 'q1': the answer is one of 0 1 10 [x]\n"},
    {1, "\nq1,\"\xc3\xa9\nb\",q2,q2\n",
     "refused\n0.csv:3:7 E123 'q2': the column 'q2' is the item 'q2' too\n"},
    /* A quote that is never closed ends the reading; rows before it stand. */
    {1, "q1,q2,n,t\n1,1,1,a\n0,0,0,\"b\nc\n",
     "a(#1 #1 1 'a') \n"
     "0.csv:3:7 E115: there is one quote too many, or one is missing\n"
     "failed\n"},
    {1, "q1,q2,n,t\n\"0,0,0,b\nc\n",
     "0.csv:2:1 E115: there is one quote too many, or one is missing\n"
     "failed\n"},
    /* Files that are refused. */
    {1, "", "refused\n0.csv:0:0 E120: the first row names the columns\n"},
    {1, "\n\n", "refused\n0.csv:0:0 E120: the first row names the columns\n"},
    {1, "\xff\xfeq\x01",
     "refused\n0.csv:1:0 E125: is there another delimiter? the header is "
     "'\xc5\xb1'; the items are 'q1' 'q2' 'n' 't'\n"},
    {1, "q1,\"q2\"x\n",
     "refused\n0.csv:1:8 E109\n0.csv:0:0 E120 the row that would be it cannot "
     "be read\n"},
    {1, "q1,\"q2\n1,1\n",
     "refused\n0.csv:1:4 E115\n0.csv:0:0 E120 the row that would be it cannot "
     "be read\n"},
    {1, "q1,\xc3\xa9,q2,q2\n",
     "refused\n0.csv:1:9 E123 'q2': the column 'q2' is the item 'q2' too\n"},
};

static void
test_texts(void **state)
{
    for (size_t i = 0; i < N_ELEMENTS(text_cases); i++) {
        const struct text_case *c = &text_cases[i];
        struct response_options options = {.instruments = both,
                                           .n_instruments = c->n_instruments};
        struct buf got = {0};

        read_text(*state, str_from(c->in), &options, &(struct how){0}, &got);
        if (strcmp(buf_text(&got), c->want) != 0)
            fail_msg("[%s] gave\n%swant\n%s", c->in, buf_text(&got), c->want);
        buf_clear(&got);
    }
}

static void
test_options(void **state)
{
    static const struct data_code codes[] = {{{99, 0}, ANSWER_UNKNOWN},
                                             {{-9, 0}, ANSWER_SKIPPED}};
    struct response_options options = {.instruments = both,
                                       .n_instruments = 1,
                                       .codes = codes,
                                       .n_codes = 2,
                                       .settings.delimiter = ',',
                                       .any_edition = true,
                                       .keep_raw = true};
    struct str text = STR("q1,q2,n;m,t,n,edition,client\n"
                          "99,-9,,'=a,1,1,'=c\n0,0,,,1,x,c\n");
    struct buf got = {0};

    options.n_codes = 1;
    read_text(*state, text, &options, &(struct how){0}, &got);
    assert_string_equal(
        buf_text(&got),
        "refused\n0.csv:1:13 E130 'n': 99 is an answer there\n");
    buf_empty(&got);
    options.codes = &codes[1];
    read_text(*state, text, &options, &(struct how){0}, &got);
    assert_string_equal(
        buf_text(&got),
        "client='=c edition=1 a(bad skipped 1 ''=a') <><1><'=c>\n"
        "client=c a(#0 #0 1 _) <><x><c>\n"
        "0.csv:2:1 E101 'q1': the answer is one of 0 1 10 [99]\n"
        "0.csv:3:9 E107 'edition': an edition is a whole number from 1 on "
        "[x]\n");
    buf_clear(&got);
}

static void
test_several_files(void **state)
{
    static const char *const texts[] = {
        "client,q1,q2,n,t,x\nc1,1,1,1,,u\nc2,?,1,1,,v\n",
        "y;Client;q1;q2;n\nw;c3;10;bad;5\n",
        "q1,q2,n,t\n1,1,1,\n\n\n1,bad,1,\n",
    };
    struct scratch *scratch = *state;
    const char *paths[3];
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct response_tally tally = {0};
    struct buf got = {0};

    for (size_t i = 0; i < 3; i++) {
        paths[i] = scratch->paths[i];
        write_file(paths[i], str_from(texts[i]));
    }
    read_paths(paths, 3, &options, &(struct how){.tally = &tally}, &got);
    assert_string_equal(
        buf_text(&got),
        "client=c1 a(#1 #1 1 _) <c1><u><>\n"
        "client=c2 a(bad #1 1 _) <c2><v><>\n"
        "client=c3 a(#2 bad 5 .) <c3><><w>\n"
        "a(#1 #1 1 _) <><><>\na(#1 bad 1 _) <><><>\n"
        "1.csv:1:0 W126 't'\n"
        "0.csv:3:4 E100 'q1': an empty cell means that there is no answer; "
        "the answer is one of 0 1 10 [?]\n"
        "1.csv:2:9 E100 'q2': the answer is one of 0 1 10 [bad]\n"
        "2.csv:5:3 E100 'q2': the answer is one of 0 1 10 [bad]\n");
    assert_int_equal(tally.n_rows, 5);
    assert_int_equal(tally.n_problems[MSG_DATA_NOT_NUMBER], 3);
    buf_clear(&got);
}

static void
test_kept(void **state)
{
    struct scratch *scratch = *state;
    const char *paths[] = {scratch->paths[0], scratch->paths[1]};
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct diag *diag = diag_new();
    struct source *source;
    const struct str *kept;
    size_t n;

    write_file(paths[0], STR("q1;z;Date;q1.ms\n"));
    write_file(paths[1], STR("date,q1,y,z\n"));
    source = source_open(paths, 2, &options, diag);
    assert_non_null(source);
    kept = source_kept(source, &n);
    assert_int_equal(n, 4);
    assert_true(str_is(kept[0], "z") && str_is(kept[1], "Date")
                && str_is(kept[2], "q1.ms") && str_is(kept[3], "y"));
    assert_int_equal(source_delimiter(source), ';');
    assert_false(source_failed(source));
    source_close(source);
    diag_free(diag);
}

static void
test_refused(void **state)
{
    struct scratch *scratch = *state;
    const char *twice[] = {"-", scratch->paths[0], "-"};
    const char *lost[] = {scratch->paths[0], scratch->paths[1]};
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct buf got = {0};

    write_file(scratch->paths[0], STR("x\n"));
    unlink(scratch->paths[1]);
    read_paths(twice, 3, &options, &(struct how){0}, &got);
    assert_string_equal(buf_text(&got), "refused\n:0:0 E131 '-'\n");
    buf_empty(&got);
    /* All files are looked at. */
    read_paths(lost, 2, &options, &(struct how){0}, &got);
    assert_non_null(strstr(buf_text(&got), "0.csv:1:0 E125"));
    assert_non_null(strstr(buf_text(&got), "E001"));
    buf_clear(&got);
    source_close(NULL);
    chunk_free(NULL);
}

/* ---- limits ---- */

static void
add_many(struct buf *buf, char c, size_t n)
{
    buf_reserve(buf, n);
    memset(buf->bytes + buf->len, c, n);
    buf->len += n;
}

static void
check_limit(struct scratch *scratch, const struct buf *text, bool is_brief,
            const char *want)
{
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct buf got = {0};

    read_text(scratch, buf_str(text), &options,
              &(struct how){.is_brief = is_brief}, &got);
    assert_string_equal(buf_text(&got), want);
    buf_clear(&got);
}

static void
test_limits(void **state)
{
    static const char head[] = "q1,q2,n,t\n";
    struct buf text = {0};

    /* The longest field, and one byte more. */
    buf_add_text(&text, head);
    buf_add_text(&text, "1,1,1,");
    add_many(&text, 'x', CSV_LIMIT_FIELD_SIZE);
    buf_add_text(&text, "\n1,bad,1,\n");
    check_limit(*state, &text, true,
                "0.csv:3:3 E100 'q2': the answer is one of 0 1 10 [bad]\n");
    text.len -= strlen("\n1,bad,1,\n");
    buf_add_text(&text, "x\n1,1,1,\n");
    check_limit(*state, &text, false,
                "broken a(bad bad bad bad) \na(#1 #1 1 _) \n0.csv:2:7 E110\n");
    /* A quote that stays open for longer than a row may be. */
    buf_empty(&text);
    buf_add_text(&text, head);
    buf_add_text(&text, "1,1,1,a\n1,1,1,\"");
    add_many(&text, 'x', CSV_LIMIT_RECORD_SIZE);
    check_limit(*state, &text, false,
                "a(#1 #1 1 'a') \n0.csv:3:7 E115: not within 16 MiB: is it "
                "one quote too many?\nfailed\n");
    /* A row without end. */
    buf_empty(&text);
    buf_add_text(&text, head);
    add_many(&text, ',', CSV_LIMIT_RECORD_SIZE + 2);
    check_limit(*state, &text, false,
                "0.csv:2:1 E116: at most 16 MiB a row are read\nfailed\n");
    /* Too many cells, in a row and in the header. */
    buf_empty(&text);
    buf_add_text(&text, head);
    add_many(&text, ',', CSV_LIMIT_COLUMNS);
    buf_add_text(&text, "\n1,1,1,\n");
    check_limit(*state, &text, false,
                "broken a(bad bad bad bad) \na(#1 #1 1 _) \n"
                "0.csv:2:20001 E111\n");
    buf_empty(&text);
    add_many(&text, ',', CSV_LIMIT_COLUMNS);
    buf_add_text(&text, "\n1,1,1,\n");
    check_limit(*state, &text, false,
                "refused\n0.csv:1:20001 E111\n0.csv:0:0 E120 the row that "
                "would be it cannot be read\n");
    buf_clear(&text);
}

/* Twenty problems of a chunk are told, all are counted. */
static void
test_many_problems(void **state)
{
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct response_tally tally = {0};
    struct diag *diag = diag_new();
    struct buf text = {0};
    struct buf out = {0};
    struct scratch *scratch = *state;
    const char *paths[] = {scratch->paths[0]};
    struct source *source;

    buf_add_text(&text, "q1,q2,n,t\n");
    for (int i = 0; i < 100; i++)
        buf_add_text(&text, "x,1,1,\n");
    write_file(paths[0], buf_str(&text));
    source = source_open(paths, 1, &options, diag);
    assert_non_null(source);
    read_all(source, &options, &(struct how){.tally = &tally}, diag, &out);
    assert_int_equal(diag_total(diag), PROBLEMS_KEPT);
    assert_int_equal(diag_get(diag, 19)->place.line, 21);
    assert_int_equal(tally.n_problems[MSG_DATA_NOT_NUMBER], 100);
    assert_int_equal(tally.n_rows, 100);
    source_close(source);
    diag_free(diag);
    buf_clear(&text);
    buf_clear(&out);
}

/* A file of more rows than a batch and more bytes than a chunk: lines and
   rows go on over the borders. */
static void
test_long_file(void **state)
{
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct response_tally tally = {0};
    struct buf text = {0};
    struct buf got = {0};

    buf_add_text(&text, "q1,q2,n,t,client\n");
    for (int i = 0; i < 40000; i++)
        buf_addf(&text, "%d,10,%d,%s,c%d\n", i == 39000 ? 5 : i % 2, i % 100,
                 i % 1000 ? "" : "\"two\nlines\"", i);
    read_text(*state, buf_str(&text), &options,
              &(struct how){.is_brief = true, .tally = &tally}, &got);
    assert_string_equal(
        buf_text(&got),
        "0.csv:39041:1 E101 'q1': the answer is one of 0 1 10 [5]\n");
    assert_int_equal(tally.n_rows, 40000);
    buf_clear(&text);
    buf_clear(&got);
}

/* Many columns that are passed through make batches shorter, not rows. */
static void
test_wide_file(void **state)
{
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct response_tally tally = {0};
    struct buf text = {0};
    struct buf got = {0};

    buf_add_text(&text, "q1,q2,n,t");
    for (int i = 0; i < 15000; i++)
        buf_addf(&text, ",k%d", i);
    for (int i = 0; i < 40; i++) {
        buf_addf(&text, "\n1,1,%d,", i);
        add_many(&text, ',', 14999);
        buf_addf(&text, ",last%d", i);
    }
    read_text(*state, buf_str(&text), &options, &(struct how){.tally = &tally},
              &got);
    assert_int_equal(tally.n_rows, 40);
    assert_non_null(strstr(buf_text(&got), "<last0>\na(#1 #1 1 _)"));
    assert_non_null(strstr(buf_text(&got), "<last38>\na(#1 #1 39 _)"));
    buf_clear(&text);
    buf_clear(&got);
}

static void
test_pipe(void **state)
{
    static const char text[] = "q1,q2,n,t\n1,10,5,\nx,0,0,";
    struct response_options options = {.instruments = both, .n_instruments = 1};
    struct buf got = {0};
    char path[32];
    const char *paths[] = {path};
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, sizeof text - 1), sizeof text - 1);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    read_paths(paths, 1, &options, &(struct how){.is_brief = true}, &got);
    close(ends[0]);
    assert_non_null(strstr(buf_text(&got), ":3:1 E100 'q1'"));
    buf_clear(&got);
}

/* ---- groups ---- */

/* A broken row goes with those around it, who names nobody stands alone; what
   lies over two files comes twice, and its problems once. */
static void
test_groups(void **state)
{
    static const char *const texts[] = {
        ("client,q1,q2\n\"c1\",1,0\nc1 ,1,0\nbroken\n\nc2,1,0\n,1,0\n,1,0\n"
         "\"c\n3\",1,x\n\"c\n3\",1,y\n\n"),
        "q2,client,q1\n\n0,\"c\n3\",z\nbroken\n0,\"c\n3\",1\n0,c4,1\n",
        "client,q1,q2\nc4,1,x\nc5,1,0\n",
    };
    const struct scratch *scratch = *state;
    const struct response_options options = {.instruments = both,
                                             .n_instruments = 1};
    struct response_tally tally = {0};
    struct buf got = {0};

    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        write_file(scratch->paths[i], str_from(texts[i]));
    read_paths(
        (const char *const *)scratch->paths, 3, &options,
        &(struct how){.tally = &tally, .by_client = true, .says_groups = true},
        &got);
    assert_string_equal(
        buf_text(&got),
        "whole 6: 3 1 1 1\n"
        "ahead 2:\nahead 3:\nagain 2:\nagain 3:\n"
        "ahead 1:\nahead 1:\nagain 1:\nagain 1:\n"
        "whole 1: 1\n"
        "0.csv:1:0 W126 'n'\n0.csv:1:0 W126 't'\n"
        "1.csv:1:0 W126 'n'\n1.csv:1:0 W126 't'\n"
        "2.csv:1:0 W126 'n'\n2.csv:1:0 W126 't'\n"
        "0.csv:4:1 E108 1 cell, not 3\n"
        "0.csv:10:6 E100 'q2': the answer is one of 0 1 10 [x]\n"
        "0.csv:12:6 E100 'q2': the answer is one of 0 1 10 [y]\n"
        "1.csv:4:4 E100 'q1': the answer is one of 0 1 10 [z]\n"
        "1.csv:5:1 E108 1 cell, not 3\n"
        "2.csv:2:6 E100 'q2': the answer is one of 0 1 10 [x]\n");
    assert_int_equal(tally.n_rows, 14);
    assert_int_equal(tally.n_problems[MSG_DATA_NOT_NUMBER], 4);
    buf_clear(&got);
}

/* Some that are too large for a batch, among others and at the end of the
   file. */
static void
test_long_group(void **state)
{
    static const size_t sizes[] = {0, 1, 50};
    struct buf text = {0};
    struct buf got = {0};

    buf_add_text(&text, "client,q1,q2,n,t\nc1,1,1,1,1\n");
    for (int i = 0; i < 2 * BATCH_ROWS + 1; i++)
        buf_add_text(&text, i == BATCH_ROWS ? "c2,x,1,1,1\n" : "c2,1,1,1,1\n");
    buf_add_text(&text, "c3,1,1,1,1\nc4,1,1,1,1\nc4,1,1,1,1\n");
    for (int i = 0; i < BATCH_ROWS + 5; i++)
        buf_add_text(&text, "c5,1,1,1,1\n");
    for (size_t i = 0; i < N_ELEMENTS(sizes); i++) {
        const struct response_options options = {
            .instruments = both, .n_instruments = 1, .chunk_size = sizes[i]};
        buf_empty(&got);
        read_text(*state, buf_str(&text), &options,
                  &(struct how){.by_client = true, .says_groups = true}, &got);
        assert_string_equal(
            buf_text(&got),
            "whole 1: 1\n"
            "ahead 1000:\nahead 1000:\nahead 1:\n"
            "again 1000:\nagain 1000:\nagain 1:\n"
            "whole 3: 1 2\nahead 1000:\nahead 5:\nagain 1000:\nagain 5:\n"
            "0.csv:1003:4 E100 'q1': the answer is one of 0 1 10 "
            "[x]\n");
    }
    buf_clear(&text);
    buf_clear(&got);
}

/* ---- random files ---- */

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void
add_random_cell(struct buf *text, uint32_t *seed)
{
    static const char *const odd[] = {
        "\"1\"",    "\"a\nb\"",   "\"say \"\"x\"\"\"",
        "-9",       "skipped",    "1.0",
        "x",        "1,5",        "\"1\"x",
        "\"q",      "a\"b",       " 1 ",
        "2026-1-1", "2026-01-01", "\xc3\xa9",
        "\xff",     "'=1",        "\r",
        "a",        "b",          "2"};
    static const char *const usual[] = {"0", "1", "10", "", "5", "1"};

    if (next_random(seed) % 10)
        buf_add_text(text, usual[next_random(seed) % N_ELEMENTS(usual)]);
    else
        buf_add_text(text, odd[next_random(seed) % N_ELEMENTS(odd)]);
}

static void
make_random_file(struct buf *text, uint32_t *seed)
{
    static const char *const heads[] = {"client,q1,q2,date,n,t,x\n",
                                        "q1,q2,n,t,q1.ms,edition,x\r\n",
                                        "x,t,n,q2,instrument,lang,q1\n"};
    unsigned n_rows = next_random(seed) % 5;

    buf_empty(text);
    buf_add_text(text, heads[next_random(seed) % N_ELEMENTS(heads)]);
    for (unsigned i = 0; i < n_rows; i++) {
        unsigned n_cells = next_random(seed) % 20 ? 7 : 6;

        for (unsigned k = 0; k < n_cells; k++) {
            if (k)
                buf_add_char(text, ',');
            add_random_cell(text, seed);
        }
        if (i + 1 < n_rows || next_random(seed) % 2)
            buf_add_text(text, next_random(seed) % 4 ? "\n" : "\r\n");
        if (next_random(seed) % 10 == 0)
            buf_add_text(text, "\n");
    }
}

/* In groups there are the same rows, each once, and as many problems; their
   order depends on chunks. */
static void
compare_groups(struct scratch *scratch, struct str text,
               const struct response_options *options)
{
    struct buf want = {0};
    struct buf got = {0};
    struct response_tally wanted = {0};
    struct response_tally tally = {0};

    read_text(scratch, text, options,
              &(struct how){.tally = &wanted, .has_no_problems = true}, &want);
    read_text(scratch, text, options,
              &(struct how){
                  .tally = &tally, .by_client = true, .has_no_problems = true},
              &got);
    if (strcmp(buf_text(&got), buf_text(&want)) != 0)
        fail_msg("%.*s\nin groups, in chunks of %zu\n%s\nwant\n%s",
                 STR_ARGS(text), options->chunk_size, buf_text(&got),
                 buf_text(&want));
    assert_memory_equal(&tally, &wanted, sizeof tally);
    buf_clear(&want);
    buf_clear(&got);
}

/* In shards there are the same rows, each in one, and the same problems. */
static void
compare_shards(struct scratch *scratch, struct str text,
               const struct response_options *options, size_t n_shards)
{
    struct response_options part = *options;
    struct buf want = {0};
    struct buf got = {0};
    struct response_tally wanted = {0};
    struct response_tally all = {0};

    read_text(scratch, text, options,
              &(struct how){.tally = &wanted, .has_no_problems = true}, &want);
    part.n_shards = n_shards;
    for (part.shard = 1; part.shard <= n_shards; part.shard++) {
        struct response_tally tally = {0};
        read_text(scratch, text, &part,
                  &(struct how){.tally = &tally, .has_no_problems = true},
                  &got);
        response_tally_join(&all, &tally);
    }
    if (strstr(buf_text(&want), "failed\n"))
        assert_non_null(strstr(buf_text(&got), "failed\n"));
    else if (!strstr(buf_text(&want), "refused\n")) {
        if (strcmp(buf_text(&got), buf_text(&want)) != 0)
            fail_msg("%.*s\nin %zu shards, in chunks of %zu\n%s\nwant\n%s",
                     STR_ARGS(text), n_shards, options->chunk_size,
                     buf_text(&got), buf_text(&want));
        assert_memory_equal(&all, &wanted, sizeof all);
    }
    buf_clear(&want);
    buf_clear(&got);
}

/* Its last shard would hold rows that none was to have. */
static void
test_a_file_that_grows_has_no_shards(void **state)
{
    enum { N_ROWS = 1 << 20 };
    struct scratch *scratch = *state;
    const char *path = scratch->paths[0];
    const struct response_options options = {.instruments = both,
                                             .n_instruments = 1,
                                             .with_digests = true,
                                             .shard = 2,
                                             .n_shards = 2};
    struct response_tally tally = {0};
    struct diag *diag = diag_new();
    struct buf rows = {0};

    buf_add_text(&rows, "q1\n");
    for (size_t i = 0; i < N_ROWS; i++)
        buf_add_text(&rows, "0\n");
    write_file(path, buf_str(&rows));
    struct source *source = source_open(&path, 1, &options, diag);
    assert_non_null(source);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_int_equal(fwrite(rows.bytes, 1, rows.len, file), rows.len);
    assert_int_equal(fclose(file), 0);
    read_all(source, &options, &(struct how){.is_brief = true, .tally = &tally},
             diag, &rows);
    assert_true(source_failed(source));
    assert_int_equal(diag_get(diag, diag_total(diag) - 1)->message,
                     MSG_DATA_MOVED);
    source_close(source);
    diag_free(diag);
    buf_clear(&rows);
}

/* Whatever the size of chunks, and by the plain path alone, the same rows and
   the same problems. */
static void
test_paths_agree(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 5, 8, 13, 21, 34, 64};
    uint32_t seed = 4;
    struct buf text = {0};
    struct buf want = {0};
    struct buf got = {0};

    for (int i = 0; i < 1500; i++) {
        struct response_options options = {
            .instruments = both, .n_instruments = next_random(&seed) % 2 + 1};

        make_random_file(&text, &seed);
        buf_empty(&want);
        read_text(*state, buf_str(&text), &options,
                  &(struct how){.is_plain = true}, &want);
        buf_empty(&got);
        read_text(*state, buf_str(&text), &options, &(struct how){0}, &got);
        if (strcmp(buf_text(&got), buf_text(&want)) != 0)
            fail_msg("file %d\n%s\nby the fast path\n%s\nwant\n%s", i,
                     buf_text(&text), buf_text(&got), buf_text(&want));
        options.chunk_size = sizes[(size_t)i % N_ELEMENTS(sizes)];
        buf_empty(&got);
        read_text(*state, buf_str(&text), &options, &(struct how){0}, &got);
        if (strcmp(buf_text(&got), buf_text(&want)) != 0)
            fail_msg("file %d\n%s\nin chunks of %zu\n%s\nwant\n%s", i,
                     buf_text(&text), options.chunk_size, buf_text(&got),
                     buf_text(&want));
        compare_groups(*state, buf_str(&text), &options);
        compare_shards(*state, buf_str(&text), &options,
                       next_random(&seed) % 6 + 1);
    }
    buf_clear(&text);
    buf_clear(&want);
    buf_clear(&got);
}

/* ---- runs of codes ---- */

enum { MOST_ITEMS = 300 };

/* Items i0, i1 ... from 1 to 7, 9 for one that was skipped. */
struct wide {
    char ids[MOST_ITEMS][24];
    struct item items[MOST_ITEMS];
    struct instrument instrument;
    size_t n_columns; /* of items */
    bool has_times;   /* each item at several time points: "i#t@" */
    bool by_time;     /* their order: all items of a time point, or all time
                         points of an item */
    bool has_beside;  /* the first column is i0's, without a time */
    size_t n_kept;    /* columns that are passed through */
    char delimiter;
    bool is_calm; /* without quotes and CR */
    const char *row_end;
};

static void
make_wide(struct wide *wide, uint32_t *seed)
{
    static const size_t sizes[] = {1,  2,  15, 16, 17, 31,        32,
                                   33, 36, 47, 48, 49, MOST_ITEMS};
    static const struct response to_seven = {
        .kind = RESPONSE_RANGE, .min = {1, 0}, .max = {7, 0}, .step = {1, 0}};
    static const struct missing_code skipped = {.code = {9, 0},
                                                .kind = ANSWER_SKIPPED};

    *wide = (struct wide){
        .instrument = {.id = "w",
                       .edition = 1,
                       .items = wide->items,
                       .missing_codes = &skipped,
                       .n_missing_codes = 1},
        .n_columns = sizes[next_random(seed) % N_ELEMENTS(sizes)],
        .has_times = next_random(seed) % 3 == 0,
        .by_time = next_random(seed) % 2,
        .n_kept = next_random(seed) % 2 ? 1 : 1 + next_random(seed) % 30,
        .delimiter = ",;\t"[next_random(seed) % 3],
        .is_calm = next_random(seed) % 2,
        .row_end = next_random(seed) % 2 ? "\n" : "\r\n",
    };
    if (wide->is_calm)
        wide->row_end = "\n";
    wide->has_beside = wide->has_times && wide->by_time && wide->n_columns > 2;
    wide->instrument.n_items =
        wide->has_times ? wide->n_columns / 3 + 1 : wide->n_columns;
    for (size_t i = 0; i < wide->instrument.n_items; i++) {
        snprintf(wide->ids[i], sizeof wide->ids[i], "i%zu", i);
        wide->items[i] =
            (struct item){.id = wide->ids[i], .response = &to_seven};
    }
}

static void
add_wide_name(struct buf *text, const struct wide *wide, size_t column)
{
    size_t n_items = wide->instrument.n_items;

    if (!wide->has_times || (wide->has_beside && !column))
        buf_addf(text, "i%zu", column);
    else if (wide->by_time)
        buf_addf(text, "i%zut%zu", column % n_items, column / n_items + 1);
    else
        buf_addf(text, "i%zut%zu", column / 3, column % 3 + 1);
}

static void
add_wide_cell(struct buf *text, const struct wide *wide, bool is_item,
              uint32_t *seed)
{
    static const char *const odd[] = {
        "9", "8", "0", "-9", "10", " 3 ", "3.0", "x", ":", "?", "'2", "=1",
        "-1", "'", "3 ", "\xc3\xa9",
        "a cell as long as the bytes that are looked at together, and longer",
        /* from here on not calm: */
        "\"3\"", "\"4\"x", "a\"b", "\"a,b\"", "\"\n\"", "\"\"\"\"", "\r"};
    enum { N_CALM = 17 };
    unsigned which = next_random(seed) % 400;

    if (which < 12)
        buf_add_text(text, odd[next_random(seed)
                               % (wide->is_calm ? N_CALM : N_ELEMENTS(odd))]);
    else if (which > 30)
        buf_addf(text,
                 is_item                      ? "%d"
                 : which % 5 || wide->is_calm ? "c%d"
                                              : "\"a,%d\"",
                 1 + (int)(which % 7));
}

/* Where items stand in a row: behind columns that are passed through, before
   them, with them among them, alone. */
static void
add_wide_row(struct buf *text, const struct wide *wide, int layout,
             bool is_header, uint32_t *seed)
{
    size_t n = wide->n_columns;
    size_t at = layout == 0 ? 0 : layout == 1 ? n : layout == 2 ? n / 2 : n + 1;
    size_t n_cells = layout == 3 ? n : n + wide->n_kept;
    size_t begin = text->len;
    bool is_bare = wide->has_beside && !is_header && next_random(seed) % 5 == 0;

    if (!is_header && next_random(seed) % 200 == 0)
        n_cells += next_random(seed) % 2 ? 1 : (size_t)-1;
    for (size_t i = 0; i < n_cells; i++) {
        bool is_item = i < at || i >= at + wide->n_kept;
        size_t column = i < at ? i : i - wide->n_kept;
        if (i)
            buf_add_char(text, wide->delimiter);
        if (!is_header && !(is_bare && is_item && column))
            add_wide_cell(text, wide, is_item, seed);
        else if (is_header && is_item)
            add_wide_name(text, wide, column);
        else if (is_header)
            buf_addf(text, "k%zu", i - at);
    }
    if (text->len == begin)
        buf_add_char(text, '1');
    buf_add_text(text, wide->row_end);
    if (!is_header && next_random(seed) % 100 == 0)
        buf_add_text(text, wide->row_end);
}

/* Tells the first line that differs. */
static void
check_same(int file, const struct response_options *options, const char *got,
           const char *want)
{
    if (strcmp(got, want) == 0)
        return;
    while (strcspn(got, "\n") == strcspn(want, "\n")
           && strncmp(got, want, strcspn(got, "\n")) == 0) {
        got += strcspn(got, "\n") + 1;
        want += strcspn(want, "\n") + 1;
    }
    fail_msg("file %d in chunks of %zu by %d: '%.*s', not '%.*s'", file,
             options->chunk_size, (int)options->vector, (int)strcspn(got, "\n"),
             got, (int)strcspn(want, "\n"), want);
}

/* By the fast path at every width the same as by the plain one. */
static void
test_runs_agree(void **state)
{
    static const struct data_rule times[] = {
        {.item = {"i#", 2}, .header = {"i#t@", 4}},
        {.item = {"session", 7}, .header = {"@", 1}},
        {.item = {"i0", 2}, .header = {"i0", 2}}};
    static const size_t sizes[] = {0, 1, 37, 64, 1000};
    static struct wide wide;
    const struct instrument *const instruments[] = {&wide.instrument};
    uint32_t seed = 11;
    struct buf text = {0};
    struct buf want = {0};
    struct buf got = {0};

    for (int i = 0; i < 140; i++) {
        make_wide(&wide, &seed);
        struct response_options options = {
            .instruments = instruments,
            .n_instruments = 1,
            .rules = times,
            .n_rules = wide.has_times ? 2 + wide.has_beside : 0,
            .settings.delimiter = wide.delimiter};
        size_t n_rows = i % 40 ? next_random(&seed) % 40 : BATCH_ROWS + 20;
        if (wide.n_columns == MOST_ITEMS)
            n_rows %= 40;

        buf_empty(&text);
        for (size_t row = 0; row <= n_rows; row++)
            add_wide_row(&text, &wide, i % 4, row == 0, &seed);
        if (next_random(&seed) % 2)
            text.len -= strlen(wide.row_end);
        for (size_t k = 0; k < N_ELEMENTS(sizes); k++) {
            options.chunk_size = sizes[k];
            options.vector = VECTOR_BASELINE;
            buf_empty(&want);
            read_text(*state, buf_str(&text), &options,
                      &(struct how){.is_plain = true, .is_written = true},
                      &want);
            for (int v = VECTOR_BASELINE; v <= (int)vector_widest(); v++) {
                options.vector = (enum vector)v;
                buf_empty(&got);
                read_text(*state, buf_str(&text), &options,
                          &(struct how){.is_written = true}, &got);
                check_same(i, &options, buf_text(&got), buf_text(&want));
            }
        }
    }
    buf_clear(&text);
    buf_clear(&want);
    buf_clear(&got);
}

/* The lists are held against words of headers as they stand there. */
static void
test_lists(void **state)
{
    static const char *const lists[] = {
#define IDENTIFIER(words) words,
#define FACT_HEADER(NAME, words, certainty) words,
#define OWN_HEADER(words) words,
#include "exchange/identifiers.def"
#include "exchange/fact_headers.def"
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(lists); i++) {
        struct buf folded SCOPED(buf_clear) = {0};
        struct str wanted = str_from(lists[i] + (lists[i][0] == '='));
        header_add_words(&folded, wanted);
        assert_true(str_equal(str_trim(buf_str(&folded)), wanted));
        assert_true(identifier_is(wanted) || program_column_is(wanted));
    }
    assert_true(identifier_is(STR("Recipient E-Mail")));
    assert_true(identifier_is(STR("CÓDIGO POSTAL?")));
    assert_true(program_column_is(STR("lastpage. Last page")));
    assert_false(identifier_is(STR("emails, nameless")));
    assert_false(program_column_is(STR("lastpages")));
}

#define WITH_SCRATCH(test)                                                     \
    cmocka_unit_test_setup_teardown(test, make_scratch, remove_scratch)

UNIT_MAIN(cmocka_unit_test(test_lists), WITH_SCRATCH(test_texts),
          WITH_SCRATCH(test_a_file_that_grows_has_no_shards),
          WITH_SCRATCH(test_options), WITH_SCRATCH(test_several_files),
          WITH_SCRATCH(test_kept), WITH_SCRATCH(test_refused),
          WITH_SCRATCH(test_limits), WITH_SCRATCH(test_groups),
          WITH_SCRATCH(test_long_group), WITH_SCRATCH(test_many_problems),
          WITH_SCRATCH(test_long_file), WITH_SCRATCH(test_wide_file),
          WITH_SCRATCH(test_pipe), WITH_SCRATCH(test_paths_agree),
          WITH_SCRATCH(test_runs_agree))
