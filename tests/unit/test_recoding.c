/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random maps against a reader of them that knows nothing but the four ranks:
   what each cell of each item is read as, by the rules and by the tables that
   are made of them, and which maps contradict themselves. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/diag.h"
#include "response/bind.h"
#include "response/recoding.h"

enum { N_ITEMS = 6, MAX_LINES = 7, N_MAPS = 4000 };

static const struct choice often[] = {{.value = {0, 0}, .label = "Never"},
                                      {.value = {1, 0}, .label = "Some"},
                                      {.value = {2, 0}, .label = "Many"},
                                      {.value = {10, 0}, .label = "All"}};
static const struct choice much[] = {{.value = {1, 0}, .label = "Little"},
                                     {.value = {2, 0}, .label = "Much"}};
static const struct response scales[] = {
    {.id = "often", .kind = RESPONSE_CHOICES, .choices = often, .n_choices = 4},
    {.id = "much", .kind = RESPONSE_CHOICES, .choices = much, .n_choices = 2},
    {.id = "own", .kind = RESPONSE_FREE}};
static const struct item items[N_ITEMS] = {
    {.id = "e1", .response = &scales[0]},  {.id = "e2", .response = &scales[0]},
    {.id = "e10", .response = &scales[0]}, {.id = "f1", .response = &scales[1]},
    {.id = "f2", .response = &scales[1]},  {.id = "t", .response = &scales[2]}};
static const struct instrument instrument = {.id = "x",
                                             .edition = 1,
                                             .items = items,
                                             .n_items = N_ITEMS,
                                             .responses = scales,
                                             .n_responses = 3};
static const struct instrument *const one = &instrument;

/* How near, and of which items, as bits: told by hand. */
static const struct {
    const char *item;
    int rank;
    unsigned items;
} subjects[] = {
    {"e1", 0, 1},         {"x.e2", 0, 2},      {"F2", 0, 16},
    {"e#", 1, 1 + 2 + 4}, {"x.f#", 1, 8 + 16}, {"e1..e10", 1, 7},
    {"x.e2..f1", 1, 14},  {"often", 2, 7},     {"x.much", 2, 24},
    {"*", 3, 31},         {"x.*", 3, 31},
};

static const char *const cells[] = {
    "",      "0",    "1",      "2",       "10",      "7",   "01",  "1.0",
    "Never", "some", "Little", " much  ", "skipped", "NA",  "x y", "declined",
    "9",     "All",  "x",      "?",       "1 2",     "null"};
static const char *const froms[] = {"0",  "1",       "2", "7",   "1.00",
                                    "NA", "Never",   "x", "x y", "10",
                                    "9",  "skipped", "?", "some"};
static const char *const tos[] = {"0", "1", "2", "10", "skipped", "declined"};

struct line {
    size_t subject;
    const char *from;
    const char *to;
};

static uint64_t
next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state >> 11;
}

/* ---- the slow reader ---- */

static bool
is_kind(const char *text)
{
    return !strcmp(text, "skipped") || !strcmp(text, "declined");
}

/* The code of a text as it stands; ANSWER_BAD. */
static int
plain_code(int item, const char *text, bool with_labels)
{
    static const struct {
        const char *text;
        int often; /* positions; -1: none */
        int much;
        bool is_label;
    } known[] = {
        {"0", 0, -1, false},     {"1", 1, 0, false},       {"2", 2, 1, false},
        {"10", 3, -1, false},    {"01", 1, 0, false},      {"1.0", 1, 0, false},
        {"Never", 0, -1, true},  {"some", 1, -1, true},    {"All", 3, -1, true},
        {"Little", -1, 0, true}, {" much  ", -1, 1, true},
    };

    if (!text[0])
        return code_of_kind(ANSWER_BLANK);
    if (!strcmp(text, "skipped"))
        return code_of_kind(ANSWER_SKIPPED);
    if (!strcmp(text, "declined"))
        return code_of_kind(ANSWER_DECLINED);
    if (item == 5)
        return code_of_kind(ANSWERED);
    for (size_t i = 0; i < N_ELEMENTS(known); i++) {
        int code = item < 3 ? known[i].often : known[i].much;
        if (!strcmp(known[i].text, text) && code >= 0
            && (with_labels || !known[i].is_label))
            return code;
    }
    return code_of_kind(ANSWER_BAD);
}

/* Whole, perhaps with zeros behind a point, in any locale. */
static bool
is_number(const char *text, long *number)
{
    char *end;

    *number = strtol(text, &end, 10);
    if (end != text && *end == '.')
        end += 1 + strspn(end + 1, "0");
    return end != text && !*end;
}

/* Numbers are the same however they are written. */
static bool
is_same(const char *a, const char *b)
{
    long x, y;

    return !strcmp(a, b) || (is_number(a, &x) && is_number(b, &y) && x == y);
}

/* Whether a line says something of an item: of all items it says of texts only
   why there is none. */
static bool
speaks_of(const struct line *line, int item)
{
    bool is_text =
        item == 5 && subjects[line->subject].rank == 3 && is_kind(line->to);

    return is_text || (subjects[line->subject].items >> item & 1);
}

static int
code_wanted(const struct line *lines, int n, int item, const char *cell)
{
    bool is_closed = false;

    for (int rank = 0; rank < 4; rank++)
        for (int i = 0; i < n; i++)
            if (subjects[lines[i].subject].rank == rank
                && speaks_of(&lines[i], item) && is_same(lines[i].from, cell))
                return plain_code(item, lines[i].to, false);
    for (int i = 0; i < n; i++)
        is_closed |= speaks_of(&lines[i], item) && !is_kind(lines[i].to);
    if (is_closed && cell[0] && !is_kind(cell))
        return code_of_kind(ANSWER_BAD);
    return plain_code(item, cell, !is_closed);
}

static bool
contradict(const struct line *a, const struct line *b)
{
    bool meet = false;

    for (int item = 0; item < N_ITEMS; item++)
        meet |= speaks_of(a, item) && speaks_of(b, item);
    return meet && subjects[a->subject].rank == subjects[b->subject].rank
           && is_same(a->from, b->from) && !is_same(a->to, b->to);
}

static bool
is_right(const struct line *lines, int n)
{
    bool ok = true;

    for (int i = 0; i < n; i++) {
        bool some = false;
        bool all = true;
        for (int item = 0; item < 5; item++) {
            if (!speaks_of(&lines[i], item))
                continue;
            bool is_answer = plain_code(item, lines[i].to, false)
                             != code_of_kind(ANSWER_BAD);
            some |= is_answer;
            all &= is_answer;
        }
        ok &= subjects[lines[i].subject].rank == 3 ? some : all;
        for (int k = 0; k < i; k++)
            ok &= !contradict(&lines[i], &lines[k]);
    }
    return ok;
}

/* ---- against it ---- */

static void
check_cell(const struct bound_item *item, const struct line *lines, int n,
           int item_idx, const char *cell)
{
    int want = code_wanted(lines, n, item_idx, cell);
    struct answer answer;
    bool was_label;
    int got = answer_read(item->rules, str_from(cell), &answer)
                  ? code_of_kind(ANSWER_BAD)
                  : answer.code;

    if (got != want) {
        for (int i = 0; i < n; i++)
            print_error("%s,%s,%s\n", subjects[lines[i].subject].item,
                        lines[i].from, lines[i].to);
        fail_msg("%s [%s] gave %d, want %d", items[item_idx].id, cell, got,
                 want);
    }
    if (!item->table)
        return;
    uint8_t word = answer_table_word(item->table, str_from(cell), &was_label);
    assert_true(word == CODE_ASK || word == want);
    if (cell[0] && !cell[1]) {
        uint8_t byte = item->table->one[(unsigned char)cell[0]];
        assert_true(byte == CODE_ASK || byte == want);
    }
}

/* Whether the map was read at all. */
static bool
check_map(const struct line *lines, int n)
{
    static const char *const names[] = {"e1", "e2", "e10", "f1", "f2", "t"};
    struct header_cell header_cells[N_ITEMS];
    struct header header = {
        .cells = header_cells, .n_cells = N_ITEMS, .delimiter = ','};
    struct data_rule rules[MAX_LINES] = {{.item = STR("")}};
    struct response_options options = {.instruments = &one,
                                       .n_instruments = 1,
                                       .rules = rules,
                                       .n_rules = (size_t)n};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();

    for (int i = 0; i < n; i++)
        rules[i] = (struct data_rule){
            .item = str_from(subjects[lines[i].subject].item),
            .from = str_from(lines[i].from),
            .to = str_from(lines[i].to)};
    for (int i = 0; i < N_ITEMS; i++)
        header_cells[i] = (struct header_cell){.name = str_from(names[i])};
    const struct recoding *recoding = recoding_new(&options, arena, diag);
    if ((recoding != NULL) != is_right(lines, n)) {
        for (int i = 0; i < n; i++)
            print_error("%s,%s,%s\n", subjects[lines[i].subject].item,
                        lines[i].from, lines[i].to);
        fail_msg("the map was %s", recoding ? "read" : "refused");
    }
    assert_int_equal(diag_total(diag) > 0, recoding == NULL);
    const struct binding *binding =
        recoding ? bind_header(&header, &options, recoding, arena, diag) : NULL;
    assert_int_equal(binding != NULL, recoding != NULL);
    for (int item = 0; binding && item < N_ITEMS; item++)
        for (size_t i = 0; i < N_ELEMENTS(cells); i++)
            check_cell(&binding->columns[item].items[0], lines, n, item,
                       cells[i]);
    diag_free(diag);
    arena_free(arena);
    return recoding;
}

static void
test_random(void **state)
{
    uint64_t seed = 20261129;
    int n_read = 0;

    (void)state;
    for (int i = 0; i < N_MAPS; i++) {
        struct line lines[MAX_LINES];
        int n = (int)(next_random(&seed) % (MAX_LINES + 1));
        for (int k = 0; k < n; k++)
            lines[k] =
                (struct line){next_random(&seed) % N_ELEMENTS(subjects),
                              froms[next_random(&seed) % N_ELEMENTS(froms)],
                              tos[next_random(&seed) % N_ELEMENTS(tos)]};
        n_read += check_map(lines, n);
    }
    /* Enough of both. */
    assert_true(n_read > N_MAPS / 5 && n_read < N_MAPS * 4 / 5);
}

UNIT_MAIN(cmocka_unit_test(test_random))
