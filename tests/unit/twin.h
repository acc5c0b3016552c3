/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slow twin: scores computed again, a row at a time and in plain words,
   from a model of its own that knows nothing of plans, tables or columns.
   twin_make.c makes random ones, twin_score.c scores; test_twin.c compares. */
#ifndef TESTS_UNIT_TWIN_H
#define TESTS_UNIT_TWIN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "rational.h"
#include "score/alerts.h"
#include "scoring.h"

enum {
    MAX_ITEMS = 9,
    MAX_SETS = 2,
    MAX_SCALES = 8,
    MAX_OPTIONS = 7,
    MAX_PICKS = 4,
    MAX_CLASSES = 2,
    MAX_CASES = 5,
    MAX_BANDS = 3,
    MAX_ROWS_OF_METRIC = 4,
    MAX_NODES = 900,
    /* Behind the answers what is known of the person: the letter of the sex,
       and the age; then the items that take several choices. */
    TWIN_SEX = MAX_ITEMS,
    TWIN_AGE,
    TWIN_SETS,
    N_TWIN_ANSWERS = TWIN_SETS + MAX_SETS
};

/* ---- the model: every number in tenths ---- */

enum twin_form { TWIN_CHOICES, TWIN_GRID, TWIN_FINE };

struct twin_response {
    enum twin_form form;
    int n_options;          /* of choices and grids */
    int value[MAX_OPTIONS]; /* what is stored */
    int score[MAX_OPTIONS]; /* what is summed */
    int lo;
    int hi;
};

struct twin_item {
    int response;
    int gate;  /* the node at its root, of items before this; -1: none */
    int alert; /* likewise, of anything; -1: none */
    bool lists_unanswered;
};

/* An item that takes up to MAX_PICKS choices; only counts rest on it. */
struct twin_set {
    struct twin_response response;
    int gate; /* likewise */
};

struct twin_member {
    int item; /* or the set */
    int weight;
    bool reversed;
    bool is_recoded; /* an item of the first response */
    bool is_outside; /* where a count has tests for each: lt from or gt to */
    int count_from;
    int count_to;
    int slope; /* of an estimate */
    int thresholds[MAX_OPTIONS - 1];
};

enum twin_rule { TWIN_ALL, TWIN_WHOLE, TWIN_SHARE, TWIN_PERCENT };

struct twin_scale {
    enum scale_method method;
    int n;
    struct twin_member members[MAX_ITEMS];
    enum twin_rule rule;
    int num;
    int den;
    bool excluded;
    enum prorate_rule prorate;
    bool is_zero;    /* blanks="zero" */
    bool has_counts; /* tests for each member, and for sets; else */
    struct twin_member sets[MAX_SETS];
    int n_sets;
    int count_from;         /* count-if="ge ..." */
    int coded[MAX_OPTIONS]; /* scores of the first response's choices, of
                               members that are recoded */
    int formula;     /* the node at its root; min and max are -500 and 500 */
    bool has_cutoff; /* where the ends are plain: at or above is beyond */
    int cutoff;
    int n_bands; /* likewise */
    int bands[MAX_BANDS];
    enum rounding round; /* to whole numbers, before both */
    int n_metric; /* rows that make a score of what the items give; then what is
                     rounded is that, to the decimals of the method */
    int metric_from[MAX_ROWS_OF_METRIC];
    int metric[MAX_ROWS_OF_METRIC];
    bool has_norm;
    int norm_sex; /* 0: for everybody */
    int norm_mean;
    int norm_sd;
};

/* Expressions as trees.  Numbers: 'n' a constant, 'i' an item, 's' a scale,
   'z' 't' a scale as these, 'G' the age, 'x' missing, '+' '-' '*' '/' '%' as
   they look, 'M' mean, 'S' sum, 'L' the least, 'C' coalesce, 'r' rounded to one
   decimal, '?' if.  What is no fraction comes as what is one on paper: 'q' is
   sqrt(a * a), 'l' exp(ln(abs(a) + 1)), 'p' power(a, 2), 'D' sd(a - b, a, a +
   b), 'm' median(a, b, 1).  Truths: '<' 'g' (ge) '=' on numbers, '&' '|' '!' on
   truths, 'A' an item is answered, 'F' sex(f). */
#define TWIN_LEAVES "nisAztGxF"
#define TWIN_SINGLE "r!qlp"
struct twin_node {
    char op;
    int value; /* tenths, or the item or scale */
    int args[3];
};

struct twin_class {
    int n_cases;
    int tests[MAX_CASES]; /* nodes; -1: otherwise */
};

struct twin {
    struct twin_response responses[3];
    struct twin_item items[MAX_ITEMS];
    int n_items;
    struct twin_set sets[MAX_SETS];
    int n_sets;
    struct twin_scale scales[MAX_SCALES];
    int n_scales;
    struct twin_class classes[MAX_CLASSES];
    int n_classes;
    struct twin_node nodes[MAX_NODES];
    int n_nodes;
};

/* An answer: a number, or a reason why there is none. */
enum twin_kind { TWIN_NUMBER, TWIN_BLANK, TWIN_NA, TWIN_BAD };
struct twin_answer {
    enum twin_kind kind;
    int score;    /* in tenths, before reversal; of a set a bit for each
                     choice that was given */
    bool is_idle; /* it was not to be asked */
};

/* What a row came to, for scales and classes: in doubles, and on paper.  Every
   verdict is the one on paper; 'is_beyond' where fractions could not tell it,
   and then nothing is to be compared. */
struct twin_score {
    enum why why;
    double value;
    double unsettled; /* of formulas: where noise hides a short decimal */
    struct rational exact;
    bool is_beyond;
    int answered;
    int items;
    bool prorated;
};

struct twin_class_result {
    enum why why;
    int which; /* -1: none */
    bool is_beyond;
};

/* What an alert of an item tells a therapist. */
struct twin_alert_result {
    enum why why; /* WHY_SCORED unless it is undecided */
    enum alert_notice notice;
    bool is_beyond;
};

/* Arrays of answers are as long as N_TWIN_ANSWERS. */

/* ---- twin_make.c ---- */

int twin_below(uint64_t *seed, int n); /* a random number, 0 to n - 1 */

void twin_make(struct twin *twin, uint64_t *seed);
struct scoring *twin_open(const struct twin *twin);

/* A random sex and age, or none, for a row of the scoring. */
void twin_person_make(struct scoring *scoring, size_t row,
                      struct twin_answer *answers, uint64_t *seed);

/* A random answer, whose cell is added with a blank behind it. */
struct twin_answer twin_answer_make(const struct twin_response *response,
                                    struct buf *cells, uint64_t *seed);

struct twin_answer twin_picks_make(const struct twin_set *set,
                                   struct buf *cells, uint64_t *seed);

/* How an item, a scale or a class stands in the file. */
void twin_add_item(const struct twin *twin, int idx, struct buf *buf);
void twin_add_scale(const struct twin *twin, int idx, struct buf *buf);
void twin_add_class(const struct twin *twin, int idx, struct buf *buf);

/* ---- twin_score.c ---- */

/* A member's score before reversal, and the ends of it. */
int twin_coded(const struct twin *twin, const struct twin_scale *scale,
               const struct twin_member *member, int score);
/* The scores after reversal that a member of an estimate can have, ascending;
   returns how many. */
int twin_steps(const struct twin *twin, const struct twin_scale *scale,
               const struct twin_member *member, int *steps);

void twin_ends(const struct twin *twin, const struct twin_scale *scale,
               const struct twin_member *member, int *lo, int *hi);
bool twin_is_mixed(const struct twin *twin, const struct twin_scale *scale);
/* What is behind a gate that is false does not apply. */
void twin_close_gates(const struct twin *twin, struct twin_answer *answers);
struct twin_score twin_score(const struct twin *twin, int scale_idx,
                             const struct twin_answer *answers);
/* On paper; of a scale with a cut-off, or bands, and a row with a score. */
bool twin_is_beyond(const struct twin_scale *scale,
                    const struct twin_score *score);
int twin_band(const struct twin_scale *scale, const struct twin_score *score);
struct twin_alert_result twin_alert(const struct twin *twin, int item_idx,
                                    const struct twin_answer *answers);
struct twin_class_result twin_class(const struct twin *twin, int class_idx,
                                    const struct twin_answer *answers);

#endif
