/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads keys.csv; see keys.h. */
#include "keys.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "unit.h"

const struct shipped keys_shipped[] = {
    {"ECR-R", "ecr-r", 36},
    {"ECR-RS", "ecr-rs", 9},
    {"ECR-12", "ecr-12", 12},
    {"RSQ", "rsq", 30},
    {"AAS-R", "aas-r", 18},
    {"DERS-36", "ders", 36},
    {"DERS-18", "ders-18", 18},
    {"ERQ", "erq", 10},
    {"CSI-32", "csi-32", 32},
    {"CSI-16", "csi-16", 16},
    {"CSI-4", "csi-4", 4},
    {"RAS", "ras", 7},
    {"RDAS", "rdas", 14},
    {"PCL-5", "pcl-5", 20},
    {"PHQ-9", "phq-9", 9},
    {"GAD-7", "gad-7", 7},
    {"WHO-5", "who-5", 5},
    {"CORE-10", "core-10", 10},
    {"ITQ", "itq", 18},
    {"Mini-IPIP", "mini-ipip", 20},
    {"ECR-S", "ecr-s", 12},
    {"DERS-16", "ders-16", 16},
    {"IOS", "ios", 1},
    {"CPQ (2017 scoring)", "cpq", 35},
    {"HITS", "hits", 4},
    {"DASS-21", "dass-21", 21},
    {"WSAS", "wsas", 5},
    {"ISI", "isi", 7},
    {"PSS-10", "pss-10", 10},
    {"PSS-4", "pss-4", 4},
    {"SCS-SF", "scs-sf", 12},
    {"K6", "k6", 6},
    {"K10", "k10", 10},
    {"MOS-SSS", "mos-sss", 20},
    {"MSPSS", "mspss", 12},
    {"UCLA-3", "ucla-3", 3},
    {"BRS", "brs", 6},
    {"FFMQ-15", "ffmq-15", 15},
    {"MAAS", "maas", 15},
    {"PANAS", "panas", 20},
    {"SWLS", "swls", 5},
    {"AUDIT-C", "audit-c", 3},
    {"PROMIS Depression 4a", "promis-depression-4a", 4},
    {"PROMIS Depression 8a", "promis-depression-8a", 8},
    {"PROMIS Anxiety 4a", "promis-anxiety-4a", 4},
    {"PROMIS Anxiety 8a", "promis-anxiety-8a", 8},
};
const size_t keys_n_shipped = N_ELEMENTS(keys_shipped);

/* Of the csv, but not confirmed by it. */
static const char *const left_out[] = {"RSQ secure"};

static const struct shipped *
shipped_find(const char *name)
{
    for (size_t i = 0; i < keys_n_shipped; i++)
        if (strcmp(keys_shipped[i].name, name) == 0)
            return &keys_shipped[i];
    return NULL;
}

static bool
is_left_out(const char *instrument, const char *scale)
{
    char name[96];
    snprintf(name, sizeof name, "%s %s", instrument, scale);
    for (size_t i = 0; i < N_ELEMENTS(left_out); i++)
        if (strcmp(left_out[i], name) == 0)
            return true;
    return false;
}

/* "12" or "12:" or "12;" */
static double
number_in(struct str word)
{
    struct decimal number;
    while (
        word.len
        && (word.bytes[word.len - 1] == ':' || word.bytes[word.len - 1] == ';'))
        word.len--;
    if (!decimal_read(word, &number))
        fail_msg("no number: '%.*s'", STR_ARGS(word));
    return decimal_value(number);
}

/* "3" or "26-31", both ends included. */
static void
run_in(struct str word, size_t *from, size_t *to)
{
    const char *dash = memchr(word.bytes, '-', word.len);
    size_t n = dash ? (size_t)(dash - word.bytes) : word.len;
    *from = (size_t)number_in((struct str){word.bytes, n});
    *to = dash ? (size_t)number_in((struct str){dash + 1, word.len - n - 1})
               : *from;
}

/* The ITQ counts P1 to P9, then C1 to C9. */
static bool
position_of_letter(struct str word, size_t *position)
{
    if (word.bytes[0] != 'P' && word.bytes[0] != 'C')
        return false;
    *position = (size_t)number_in((struct str){word.bytes + 1, word.len - 1})
                + (word.bytes[0] == 'C' ? 9 : 0);
    return true;
}

static void
key_add(struct key *key, size_t position)
{
    assert_in_range(position, 1, key->of->n_items);
    assert_true(key->n_items < KEY_ITEMS);
    key->items[key->n_items++] = (struct key_item){.idx = position - 1};
}

/* A short form of the CSI lists numbers of the long one: its own are 1, 2,
   3 and on. */
static void
key_read_items(struct key *key, const char *text)
{
    struct str rest = str_from(text);
    struct str word;
    bool is_short_form = str_starts(rest, "CSI-32 items ");
    if (is_short_form) {
        (void)str_next_word(&rest, &word);
        (void)str_next_word(&rest, &word);
    }
    while (str_next_word(&rest, &word)) {
        size_t from;
        size_t to;
        if (is_short_form)
            from = to = key->n_items + 1;
        else if (position_of_letter(word, &from))
            to = from;
        else
            run_in(word, &from, &to);
        for (size_t i = from; i <= to; i++)
            key_add(key, i);
    }
}

/* "form prints values": nothing is left to be reversed. */
static void
key_read_reversed(struct key *key, const char *text)
{
    struct str rest = str_from(text);
    struct str word;
    if (str_starts(rest, "form prints values"))
        return;
    while (str_next_word(&rest, &word)) {
        size_t from;
        size_t to;
        size_t n = 0;
        run_in(word, &from, &to);
        for (size_t i = 0; i < key->n_items; i++)
            if (key->items[i].idx + 1 >= from && key->items[i].idx + 1 <= to) {
                key->items[i].reversed = true;
                n++;
            }
        assert_int_equal(n, to - from + 1);
    }
}

/* "5", or "item 1: 6; others: 5". */
static void
key_read_ends(struct key *key, double lo, const char *text)
{
    struct str rest = str_from(text);
    struct str word;
    size_t own = 0;
    double hi_of_own = 0;
    if (str_starts(rest, "item ")) {
        (void)str_next_word(&rest, &word);
        (void)str_next_word(&rest, &word);
        own = (size_t)number_in(word);
        (void)str_next_word(&rest, &word);
        hi_of_own = number_in(word);
        (void)str_next_word(&rest, &word);
    }
    assert_true(str_next_word(&rest, &word));
    for (size_t i = 0; i < key->n_items; i++) {
        key->items[i].lo = lo;
        key->items[i].hi =
            key->items[i].idx + 1 == own ? hi_of_own : number_in(word);
    }
}

static enum combining
combining_in(const char *text)
{
    struct str score = str_from(text);
    if (str_starts(score, "sum x 4") || str_starts(score, "percent"))
        return COMBINE_PERCENT;
    if (str_starts(score, "mean"))
        return COMBINE_MEAN;
    if (str_starts(score, "sum"))
        return COMBINE_SUM;
    assert_true(str_is(score, "any >= 2"));
    return COMBINE_ANY;
}

/* "sum 0-161": the last word. */
static void
key_read_range(struct key *key, const char *text)
{
    struct str rest = str_from(text);
    struct str word = {0};
    while (str_next_word(&rest, &word))
        ;
    if (key->combining != COMBINE_MEAN && word.len
        && memchr(word.bytes, '-', word.len))
        run_in(word, &key->lowest, &key->highest);
}

bool
key_read(struct key *key, const struct reference *keys, size_t row)
{
    const char *instrument = reference_text(keys, row, "instrument");
    const char *scale = reference_text(keys, row, "scale");
    double lo = 0;
    double n_items = 0;
    *key = (struct key){.of = shipped_find(instrument)};
    if (!key->of || is_left_out(instrument, scale))
        return false;
    assert_true(strlen(scale) < sizeof key->scale);
    for (size_t i = 0; scale[i]; i++) {
        bool is_capital = scale[i] >= 'A' && scale[i] <= 'Z';
        key->scale[i] = (char)(scale[i] == '_' ? '-'
                               : is_capital    ? scale[i] - 'A' + 'a'
                                               : scale[i]);
    }
    assert_true(reference_number(keys, row, "min", &lo));
    assert_true(reference_number(keys, row, "n_items", &n_items));
    key->combining = combining_in(reference_text(keys, row, "score"));
    key->weight =
        str_starts(str_from(reference_text(keys, row, "score")), "sum x 2") ? 2
                                                                            : 1;
    key_read_range(key, reference_text(keys, row, "score"));
    key_read_items(key, reference_text(keys, row, "items"));
    key_read_reversed(key, reference_text(keys, row, "reversed"));
    key_read_ends(key, lo, reference_text(keys, row, "max"));
    assert_int_equal(key->n_items, (size_t)n_items);
    return true;
}
