/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of choices, in two languages, against cells. */
#include "unit.h"

#include "response/choice_labels.h"

static const struct choice own[] = {
    {.label = "Not at all"}, {.label = "Much"}, {.label = NULL},
    {.label = "GANZ Groß"},  {.label = "Much"}, {.label = ""}};
static const struct choice german[] = {{.label = "Gar nicht"},
                                       {.label = "Viel"},
                                       {.label = "Not\xc2\xa0"
                                                 "At   all"},
                                       {.label = "groß"},
                                       {.label = "mehr"},
                                       {.label = "Groß"}};

static const struct {
    const char *text;
    enum label_match match;
    size_t position;
} cases[] = {
    {"Much", LABEL_OF_SEVERAL, 0},
    {"not at all", LABEL_OF_SEVERAL, 0},
    {"Gar nicht", LABEL_FOUND, 0},
    {"  gAR \t nicht ", LABEL_FOUND, 0},
    {"gar\xc2\xa0nicht", LABEL_FOUND, 0},
    {"gar\xe2\x80\xaf\xc2\xa0 nicht\xc2\xa0", LABEL_FOUND, 0},
    {"gar nichts", LABEL_UNKNOWN, 0},
    {"garnicht", LABEL_UNKNOWN, 0},
    {"ganz groß", LABEL_FOUND, 3},
    {"ganz gross", LABEL_UNKNOWN, 0},
    {"groß", LABEL_OF_SEVERAL, 0},
    {"VIEL", LABEL_FOUND, 1},
    {"", LABEL_UNKNOWN, 0},
    {"\xff", LABEL_UNKNOWN, 0},
};

static void
test_labels(void **state)
{
    const struct response scales[] = {
        {.kind = RESPONSE_RANGE},
        {.kind = RESPONSE_CHOICES, .choices = own, .n_choices = 6}};
    const struct response in_german[] = {
        {.kind = RESPONSE_RANGE},
        {.kind = RESPONSE_CHOICES, .choices = german, .n_choices = 6}};
    const struct instrument instrument = {.responses = scales,
                                          .n_responses = 2};
    const struct instrument other = {.responses = in_german, .n_responses = 2};
    const struct instrument_words words[] = {{.instrument = &other},
                                             {.instrument = NULL}};
    const struct instrument worded = {.words = words, .n_words = 2};
    struct arena *arena = arena_new();
    const struct choice_labels *labels =
        choice_labels_new(&instrument, &worded, &scales[1], arena);
    size_t n;

    (void)state;
    assert_null(choice_labels_new(&instrument, &worded, &scales[0], arena));
    choice_labels_written(labels, &n);
    assert_int_equal(n, 9);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        size_t position = 0;
        enum label_match match =
            choice_labels_find(labels, str_from(cases[i].text), &position);

        if (match != cases[i].match || position != cases[i].position)
            fail_msg("[%s] gave %d %zu", cases[i].text, (int)match, position);
    }
    labels = choice_labels_new(&instrument, NULL, &scales[1], arena);
    assert_int_equal(choice_labels_find(labels, STR("viel"), &n),
                     LABEL_UNKNOWN);
    assert_int_equal(choice_labels_find(labels, STR("NOT at all"), &n),
                     LABEL_FOUND);
    assert_int_equal(n, 0);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_labels))
