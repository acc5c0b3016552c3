/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bind: headers to roles, and what is said of headers that do not fit. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "response/bind.h"
#include "response/recoding.h"

static const struct choice choices[] = {
    {.value = {0, 0}, .score = {0, 0}},
    {.value = {1, 0}, .score = {1, 0}},
};
static const struct response yes_no = {
    .kind = RESPONSE_CHOICES, .choices = choices, .n_choices = 2};
static const struct item few_items[] = {
    {.id = "q1", .response = &yes_no},
    {.id = "q2", .response = &yes_no},
    {.id = "note1", .response = &yes_no},
};
static const struct item many_items[] = {
    {.id = "q1", .response = &yes_no},  {.id = "r1", .response = &yes_no},
    {.id = "r2", .response = &yes_no},  {.id = "r3", .response = &yes_no},
    {.id = "r4", .response = &yes_no},  {.id = "r5", .response = &yes_no},
    {.id = "r6", .response = &yes_no},  {.id = "r7", .response = &yes_no},
    {.id = "r8", .response = &yes_no},  {.id = "r9", .response = &yes_no},
    {.id = "r10", .response = &yes_no}, {.id = "r11", .response = &yes_no},
    {.id = "r12", .response = &yes_no},
};
/* Scales that rest on all of them, and on all but the last. */
static const struct member members[] = {
    {.item_idx = 0}, {.item_idx = 1}, {.item_idx = 2},  {.item_idx = 3},
    {.item_idx = 4}, {.item_idx = 5}, {.item_idx = 6},  {.item_idx = 7},
    {.item_idx = 8}, {.item_idx = 9}, {.item_idx = 10}, {.item_idx = 11},
};
static const struct scale few_scale = {.members = members, .n_members = 3};
static const struct scale many_scale = {.members = members, .n_members = 12};
static const struct instrument few = {.id = "few",
                                      .edition = 1,
                                      .items = few_items,
                                      .n_items = 3,
                                      .scales = &few_scale,
                                      .n_scales = 1};
static const struct instrument many = {.id = "many",
                                       .edition = 1,
                                       .items = many_items,
                                       .n_items = 13,
                                       .scales = &many_scale,
                                       .n_scales = 1};
static const struct instrument *const both[] = {&few, &many};

static void
say(struct buf *buf, const struct diag *diag)
{
    for (size_t i = 0; i < diag_total(diag); i++) {
        const struct diagnostic *d = diag_get(diag, i);

        buf_addf(buf, "%s %d:%d", message_code(d->message), d->place.line,
                 d->place.column);
        buf_addf(buf, "%s%s", d->detail ? " " : "", d->detail ? d->detail : "");
        buf_addf(buf, "%s%s\n", d->hint ? ": " : "", d->hint ? d->hint : "");
    }
}

static void
dump_column(const struct bound_column *column,
            const struct response_options *options, struct buf *buf)
{
    buf_add(buf, column->name);
    switch (column->role) {
    case COLUMN_KEPT:
        buf_add_text(buf, ": kept");
        break;
    case COLUMN_FACT:
        buf_addf(buf, ": fact %s", fact_names[column->fact]);
        break;
    case COLUMN_TIME:
        buf_add_text(buf, ": time");
        break;
    case COLUMN_ASIDE:
        buf_add_text(buf, ": aside");
        break;
    case COLUMN_UNNAMED:
        buf_add_text(buf, ": unnamed");
        break;
    case COLUMN_ITEM:
        buf_add_text(buf, ": item");
        break;
    }
    for (size_t i = 0; i < column->n_items; i++) {
        const struct instrument *instrument =
            options->instruments[column->items[i].instrument_idx];

        buf_addf(buf, " %s.%s", instrument->id,
                 instrument->items[column->items[i].item_idx].id);
    }
    buf_add_char(buf, '\n');
}

/* Every column with its role, a line each. */
static void
binding_dump(const struct binding *binding,
             const struct response_options *options, struct buf *buf)
{
    for (size_t i = 0; i < binding->n_columns; i++)
        dump_column(&binding->columns[i], options, buf);
}

/* Binds a header whose names are parted by bars; what became of it. */
static void
bind_text(struct buf *got, const char *names,
          const struct response_options *options)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct header_cell cells[32];
    struct header header = {.cells = cells,
                            .place = {.file = "f.csv", .line = 1},
                            .delimiter = ','};
    const struct recoding *recoding;
    const struct binding *binding;
    const char *begin = names;

    for (const char *at = names;; at++) {
        if (*at && *at != '|')
            continue;
        cells[header.n_cells++] =
            (struct header_cell){.name = {begin, (size_t)(at - begin)},
                                 .line = 1,
                                 .column = (int)(begin - names) + 1};
        begin = at + 1;
        if (!*at)
            break;
    }
    recoding = recoding_new(options, arena, diag);
    binding =
        recoding ? bind_header(&header, options, recoding, arena, diag) : NULL;
    if (binding)
        binding_dump(binding, options, got);
    else
        buf_add_text(got, "refused\n");
    say(got, diag);
    diag_free(diag);
    arena_free(arena);
}

struct bind_case {
    size_t n_instruments;
    const char *names;
    const char *want;
};

static const struct bind_case bind_cases[] = {
    {1, "client|q1|q2|note1",
     "client: fact client\nq1: item few.q1\nq2: item few.q2\n"
     "note1: item few.note1\n"},
    {1, "Q1|q2.ms|FEW.Note1|few.Q2|other|Date",
     "Q1: item few.q1\nq2.ms: time\nFEW.Note1: item few.note1\n"
     "few.Q2: item few.q2\nother: kept\nDate: fact date\n"},
    {1, "few.q1.ms|many.q1|q1|q2|note1|",
     "few.q1.ms: time\nmany.q1: kept\nq1: item few.q1\nq2: item few.q2\n"
     "note1: item few.note1\n: unnamed\n"},
    /* Absent items, and the nearest header of no other use. */
    {1, "client|q1|q_2|q2|nota1",
     "client: fact client\nq1: item few.q1\nq_2: kept\nq2: item few.q2\n"
     "nota1: kept\n"
     "W126 1:0 'note1': the nearest header is 'nota1'\n"},
    {2, "few.q1|q2|note1|many.q1",
     "few.q1: item few.q1\nq2: item few.q2\nnote1: item few.note1\n"
     "many.q1: item many.q1\n"
     "W126 1:0 'many.r1'\nW126 1:0 'many.r2'\nW126 1:0 'many.r3'\nW126 1:0 "
     "'many.r4'\n"
     "W126 1:0 'many.r5'\nW126 1:0 'many.r6'\nW126 1:0 'many.r7'\nW126 1:0 "
     "'many.r8'\n"
     "W126 1:0 'many.r9'\nW126 1:0 'many.r10'\nW127 1:0 1 more of 'many'\n"},
    {2, "few.q1|q2|note1",
     "few.q1: item few.q1\nq2: item few.q2\nnote1: item few.note1\n"
     "W127 1:0 none of 'many' is there\n"},
    {1, "q1|q2|q2",
     "refused\nE123 1:7 'q2': the column 'q2' is the item 'q2' too\n"},
    {1, "q1|q2|note1||x|x||",
     "q1: item few.q1\nq2: item few.q2\nnote1: item few.note1\n"
     ": kept\nx: kept\nx: kept\n: unnamed\n: unnamed\n"},
    {1, "q1|note|Note", "refused\nE122 1:9 'Note'\n"},
    {1, "q1|Q1|few.q1",
     "refused\nE123 1:4 'Q1': the column 'q1' is the item 'q1' too\n"
     "E123 1:7 'few.q1': the column 'q1' is the item 'q1' too\n"},
    {2, "q1|q2",
     "refused\nE124 1:1 'q1': name the column 'few.q1', or let a column "
     "'instrument' say whose row it is\n"},
    {1, "a|b",
     "refused\nE125 1:0: the headers are 'a' 'b'; the items are 'q1' 'q2' "
     "'note1'\n"},
    {2, "a;b",
     "refused\nE125 1:0: is there another delimiter? the header is 'a;b'; "
     "the items are 'q1' 'q2' 'note1' 'q1' 'r1' 'r2' 'r3' 'r4' ...\n"},
    {1, "q1|gr\xfc\xdf",
     "refused\nE121 1:4 'gr\xfc\xdf': not UTF-8; saved by a Windows program? "
     "--encoding cp1252 reads it, or latin1 or utf-16\n"},
};

static void
check(const char *names, const struct response_options *options,
      const char *want)
{
    struct buf got = {0};

    bind_text(&got, names, options);
    if (strcmp(buf_text(&got), want) != 0)
        fail_msg("[%s] gave\n%swant\n%s", names, buf_text(&got), want);
    buf_clear(&got);
}

static void
test_headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(bind_cases); i++) {
        struct response_options options = {
            .instruments = both, .n_instruments = bind_cases[i].n_instruments};

        check(bind_cases[i].names, &options, bind_cases[i].want);
    }
}

/* With a column 'instrument' a name that two know is both's. */
static void
test_shared(void **state)
{
    struct response_options options = {.instruments = both, .n_instruments = 2};
    struct buf got = {0};

    (void)state;
    bind_text(&got, "q1|q2|note1|instrument", &options);
    assert_non_null(strstr(buf_text(&got), "q1: item few.q1 many.q1\n"
                                           "q2: item few.q2\n"
                                           "note1: item few.note1\n"
                                           "instrument: fact instrument\n"
                                           "W126 1:0 'many.r1'\n"));
    buf_clear(&got);
}

static void
test_told(void **state)
{
    static const struct data_rule good[] = {
        {.item = {"few.q1", 6}, .header = {"Frage 1", 7}},
        {.item = {"q2", 2}, .header = {"note", 4}}};
    static const struct data_rule no_header[] = {
        {.item = {"q2", 2}, .header = {"Frage2", 6}}};
    struct response_options options = {.instruments = both, .n_instruments = 1};

    (void)state;
    options.rules = good;
    options.n_rules = 2;
    check("FRAGE 1|note|note1", &options,
          "FRAGE 1: item few.q1\nnote: item few.q2\n"
          "note1: item few.note1\n");
    check(
        "Frage 1|q1|note", &options,
        "refused\nE123 1:9 'q1': the column 'Frage 1' is the item 'q1' too\n");
    options.rules = no_header;
    options.n_rules = 1;
    check("Frage 2|q1", &options,
          "refused\nE129 1:0 'Frage2': the nearest is 'Frage 2'\n");
}

/* The number of an item may be none, too. */
static void
test_numbered(void **state)
{
    static const struct item items[] = {
        {.id = "q0", .response = &yes_no},
        {.id = "q1", .response = &yes_no},
        {.id = "q02", .response = &yes_no},
    };
    static const struct instrument numbered = {
        .id = "numbered", .edition = 1, .items = items, .n_items = 3};
    static const struct instrument *const one = &numbered;
    static const struct data_rule run = {.item = {"q#", 2},
                                         .header = {"Q-#", 3}};
    struct response_options options = {
        .instruments = &one, .n_instruments = 1, .rules = &run, .n_rules = 1};

    (void)state;
    check("q-00|q-1|q-2|q-#", &options,
          "q-00: item numbered.q0\nq-1: item numbered.q1\n"
          "q-2: item numbered.q02\nq-#: kept\n");
}

static void
test_codes(void **state)
{
    static const struct data_code codes[] = {{{-9, 0}, ANSWER_DECLINED},
                                             {{1, 0}, ANSWER_SKIPPED}};
    struct response_options options = {
        .instruments = both, .n_instruments = 1, .codes = codes};

    (void)state;
    options.n_codes = 1;
    check("q1|q2|note1", &options,
          "q1: item few.q1\nq2: item few.q2\nnote1: item few.note1\n");
    options.n_codes = 2;
    check("q1|q2|note1", &options,
          "refused\nE130 1:1 'q1': 1 is an answer there\n");
}

static void
test_any_file(void **state)
{
    struct response_options options = {
        .instruments = both, .n_instruments = 1, .any_file = true};

    (void)state;
    check("a|client", &options, "a: kept\nclient: fact client\n");
}

UNIT_MAIN(cmocka_unit_test(test_headers), cmocka_unit_test(test_shared),
          cmocka_unit_test(test_told), cmocka_unit_test(test_numbered),
          cmocka_unit_test(test_codes), cmocka_unit_test(test_any_file))
