/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One questionnaire: what is asked, how answers are coded and scored, what
   the scores mean, and the worked examples that prove it.  Read from XML by
   read.c, checked by check.c, translated by wording.c, and never changed
   after that: safe to share between threads.

   Each struct that came from an element begins with that element, 'at'. */
#ifndef ATTUNE_INSTRUMENT_INSTRUMENT_H
#define ATTUNE_INSTRUMENT_INSTRUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/map.h"
#include "base/num.h"

struct expr;
struct irt_item;
struct units;
struct xml_element;

#define INSTRUMENT_NAMESPACE "urn:attune:instrument:1"

enum {
    INSTRUMENT_LIMIT_ITEMS = 1000,
    INSTRUMENT_LIMIT_USES = 10, /* questionnaires under rules */
    INSTRUMENT_LIMIT_SCALES = 500,
    INSTRUMENT_LIMIT_MEMBERS = 10000, /* items of all scales together */
    INSTRUMENT_LIMIT_CLASSES = 500,
    INSTRUMENT_LIMIT_RESPONSES = 500,
    INSTRUMENT_LIMIT_CHOICES = 200, /* of a response scale */
    INSTRUMENT_LIMIT_MULTIPLE = 64, /* where several may be given: a set of
                                       bits holds them */
    INSTRUMENT_LIMIT_CASES = 200,   /* of a class */
    INSTRUMENT_LIMIT_PARTS = 200,   /* of a scale: bands, norms, and so on */
    INSTRUMENT_LIMIT_FITS = 64,     /* of a scale: bands and cut-offs that are
                                       not for everybody; bits of a set */
    INSTRUMENT_LIMIT_ROWS = 1000,   /* of a norm table */
    INSTRUMENT_LIMIT_ALERTS = 1000,
    INSTRUMENT_LIMIT_EXAMPLES = 1000,
    INSTRUMENT_LIMIT_EXPECTATIONS = 10000, /* of all examples */
    /* Operations of all examples: a few tenths of a second, at each start. */
    INSTRUMENT_LIMIT_WORK = 10 * 1000 * 1000,
    INSTRUMENT_LIMIT_DECIMALS = 9,
};

enum instrument_status {
    STATUS_UNVALIDATED,
    STATUS_VALIDATED,
    STATUS_SKELETON
};

/* ---- how answers are coded ---- */

/* Why there is no answer; the words that a data file may hold for it are
   their names (answer_kind_names).  ANSWERED is first, so that "not
   answered" is any other. */
enum answer_kind {
    ANSWERED,
    ANSWER_BLANK, /* an empty cell */
    ANSWER_SKIPPED,
    ANSWER_DECLINED,
    ANSWER_UNKNOWN,
    ANSWER_NOT_APPLICABLE,
    ANSWER_NOT_ASKED,
    ANSWER_UNCLEAR,
    ANSWER_BAD,    /* a cell that is no answer: never scored */
    ANSWER_ABSENT, /* the data has no such column */
    N_ANSWER_KINDS
};
extern const char *const answer_kind_names[]; /* NULL for the unnamed */

struct choice {
    const struct xml_element *at;
    struct decimal value; /* what is stored */
    struct decimal score; /* what is summed; the value where not given */
    /* ANSWERED; else the choice is shown and picked like any other, but says
       why there is no answer: it is never summed. */
    enum answer_kind missing;
    const char *label; /* NULL in a skeleton */
};

enum response_kind {
    RESPONSE_CHOICES,
    RESPONSE_RANGE,
    RESPONSE_FREE,
    RESPONSE_DATE
};

/* A response scale.  Which fields count depends on 'kind'. */
struct response {
    const struct xml_element *at;
    enum response_kind kind;
    const char *id;
    /* choices */
    const struct choice *choices;
    size_t n_choices;
    bool multiple;
    /* range */
    struct decimal min;
    struct decimal max;
    struct decimal step; /* units 0: any number */
    const char *low;     /* end words; NULL: none */
    const char *high;
    const char *unit;
    /* free */
    int32_t lines;
    /* The ends of its scores; meaningless for free, date and multiple. */
    double lo;
    double hi;
};

struct missing_code {
    const struct xml_element *at;
    struct decimal code;
    enum answer_kind kind;
};

/* ---- what is asked ---- */

struct alert {
    const struct xml_element *at;
    const char *id;
    const char *text;
    const char *when_text;
    const struct expr *when;
    bool lists_unanswered; /* a blank is itself listed */
    bool is_private;       /* it or what it rests on */
};

struct item {
    const struct xml_element *at;
    const char *id;
    const char *number; /* of the published form; NULL: none */
    const char *text;   /* NULL in a skeleton */
    const char *responses_id;
    const struct response *response;
    size_t section_idx;
    const char *relevant_text;
    const struct expr *relevant; /* NULL: always */
    bool required;
    bool is_private;            /* it or what its relevance rests on */
    bool can_be_not_applicable; /* a gate, a code or a choice says so */
    bool offers_not_applicable; /* a choice: a blank may stand for it, too */
    const struct alert *alerts;
    size_t n_alerts;
};

struct section {
    const struct xml_element *at;
    const char *id;
    const char *responses_id;
    const char *title;       /* NULL: none */
    const char *notice;      /* NULL: none */
    const char *instruction; /* NULL: none */
    size_t first_item;
    size_t n_items;
};

/* ---- how it is scored ---- */

/* Which other row is asked. */
enum asked_of {
    ASKED_PARTNER,  /* the partner's session that goes with this one */
    ASKED_FIRST,    /* the person's first session */
    ASKED_PREVIOUS, /* the one before this */
    ASKED_HERE,     /* the same session, of another questionnaire */
    N_ASKED_OF
};
extern const char *const asked_words[]; /* the functions that ask; NULL: the
                                           name alone does */

/* What formulas and classes ask of other rows, each once. */
struct asked {
    enum asked_of of;
    bool is_scale;                  /* else an item */
    size_t idx;                     /* of it */
    const struct instrument *whose; /* one of those used; NULL: its own */
};

enum scale_method {
#define METHOD(NAME, word, ...) METHOD_##NAME,
#include "instrument/methods.def"
    N_SCALE_METHODS
};
extern const char *const scale_method_names[]; /* ends with NULL */

enum direction { HIGHER_BETTER, HIGHER_WORSE, DIRECTION_NEITHER };

/* An item's part in a scale: coding, reversal and weight belong to the pair.
   Where several choices may be given (of a count), the score is how many of
   those given are counted. */
struct member {
    size_t item_idx;
    bool reversed;
    bool is_set;           /* several choices may be given */
    struct decimal weight; /* not 0; 1 where not given */
    const double *recoded; /* scores by choice; NULL: the choices' own */
    int decimals;          /* of its scores; -1: any number */
    double lo; /* ends of the item's scores as scored: reversal keeps them */
    double hi;
    const struct expr *count_if; /* of a count; operand 0 is the score after
                                    reversal */
    uint64_t counted;            /* of a set: bits of the choices counted */
};

/* Items of a count that have a test of their own. */
struct counted {
    const struct xml_element *at;
    const char *items_text;
    const char *if_text;
};

/* Items that have other scores in this scale than elsewhere. */
struct recoded_choice {
    const struct xml_element *at;
    struct decimal from;  /* the stored value of the choice */
    struct decimal value; /* its score here, before reversal */
};

struct recode {
    const struct xml_element *at;
    const char *items_text;
    const struct recoded_choice *choices;
    size_t n_choices;
};

/* Whom a norm, bands or a cut-off fit; a fact that is not asked for is left
   open. */
struct fits {
    int sex;          /* 'f', 'm', 'x'; 0: any */
    int32_t age_from; /* whole years, inclusive */
    int32_t age_to;   /* inclusive */
    bool has_age_from;
    bool has_age_to;
    const char *lang;  /* NULL: any */
    const char *group; /* NULL: any */
    /* Of bands and cut-offs: in the set of those of its scale that fit a person
       (norm_fitting()); 0: everybody. */
    uint64_t bit;
};

enum irt_model { IRT_GRM, IRT_2PL, IRT_RASCH };

/* Of one item of a calibration. */
struct parameters {
    const struct xml_element *at;
    const char *item_id;
    struct decimal slope;        /* 1 of Rasch */
    const char *thresholds_text; /* as the file has them */
};

/* A form asks, of the items that may be left out, the most informative first,
   until the estimate is so exact. */
struct adaptive {
    const struct xml_element *at;
    int32_t min; /* items that are asked, of all of the scale */
    int32_t max;
    struct decimal se; /* in the metric of the scale */
};

/* How an estimate is made of the answers: see calibration.h. */
struct calibration {
    const struct xml_element *at;
    enum irt_model model;
    bool gives_t;              /* 50 + 10 theta */
    struct decimal prior_mean; /* of the normal prior */
    struct decimal prior_sd;
    struct decimal from; /* of the points of the quadrature */
    struct decimal to;
    int32_t n_points;
    const char *source;
    const struct parameters *parameters;
    size_t n_parameters;
    const struct adaptive *adaptive; /* NULL: all items are asked */
    /* By member: it may be left out, as nothing but estimates rests on it, and
       it is not private, required, gated, nor has an alert. */
    const bool *is_free;
    /* By member of the scale: its answers are the ranks of its scores after
       reversal, which ascend in 'scores'.  NULL: the file has errors. */
    const struct irt_item *items;
    const double *const *scores;
};

struct band {
    const struct xml_element *at;
    const char *id;
    struct decimal from; /* the band is from <= score < next band's from */
    const char *label;   /* NULL in a skeleton */
};

enum band_basis { BASIS_NORM, BASIS_CRITERION, BASIS_RANGE };

/* Bands that fit the same people. */
struct band_set {
    const struct xml_element *at;
    enum band_basis basis;
    const char *source;
    struct fits fits;
    const struct band *read; /* as the file has them; ask the scale for them */
    size_t n_bands;
    size_t first; /* among the bands of the scale */
};

enum cutoff_method { CUTOFF_AT, CUTOFF_A, CUTOFF_B, CUTOFF_C };

/* Where a cut-off lies, for some people or for all. */
struct cutoff_point {
    const struct xml_element *at;
    enum cutoff_method method;
    struct decimal point;    /* of CUTOFF_AT */
    bool excludes_point;     /* include="no": on the point is not beyond */
    const char *clinical_id; /* norms of methods a, b, c */
    const char *functional_id;
    const char *source;
    struct fits fits;
};

struct cutoff {
    const struct xml_element *at;
    const char *id;
    const char *separates;   /* "worse side|better side"; NULL: not said */
    struct cutoff_point own; /* as the file has it; ask 'points' */
    const struct cutoff_point *points; /* the first that fits; 1 or more */
    size_t n_points;
};

struct norm {
    const struct xml_element *at;
    const char *id;
    struct decimal mean;
    struct decimal sd;
    int32_t n;
    struct fits fits;
    const char *source;
};

struct norm_row {
    const struct xml_element *at;
    struct decimal from;
    struct decimal value;
    struct decimal se; /* of a metric; 0: not given */
};

enum norm_score {
    NORM_T,
    NORM_PERCENTILE,
    NORM_STANINE,
    NORM_STEN,
    NORM_METRIC /* no norm: what it gives is the score */
};

struct norm_table {
    const struct xml_element *at;
    const char *id;
    const char *title; /* of a metric: what it is called; else NULL */
    enum norm_score gives;
    struct fits fits;
    int32_t n; /* 0: not given */
    const char *source;
    const struct norm_row *rows;
    size_t n_rows;
};

enum reliability_kind {
    RELIABILITY_ALPHA,
    RELIABILITY_OMEGA,
    RELIABILITY_RETEST
};

struct reliability {
    const struct xml_element *at;
    const char *id;
    enum reliability_kind kind;
    struct decimal value; /* 0 < value < 1 */
    int32_t n;
    int32_t days; /* between test and retest; 0: not given */
    const char *sample;
    const char *source;
};

enum change_method {
    CHANGE_JACOBSON_TRUAX,
    CHANGE_GLN,
    CHANGE_HLL,
    CHANGE_EN,
    CHANGE_NK,
    CHANGE_HA,
    CHANGE_POINTS,
    CHANGE_ERRORS, /* that the two scores have themselves */
    N_CHANGE_METHODS
};

struct change {
    const struct xml_element *at;
    const char *id; /* NULL: none */
    enum change_method method;
    const char *norm_id;
    const char *norm_post_id;
    const char *reliability_id;
    const char *reliability_post_id;
    const char *cutoff_id;
    struct decimal r12;
    struct decimal level;  /* 0.95 where not given */
    struct decimal points; /* of CHANGE_POINTS */
    const char *sample;
    const char *source;
};

struct mic {
    const struct xml_element *at;
    struct decimal value;
    const char *source;
};

/* How many answers a scale needs. */
struct min_answered {
    bool all;
    bool is_share;      /* ratio of the applicable items; else a count */
    struct ratio ratio; /* a count n is n/1 */
};

enum not_applicable_rule {
    NOT_APPLICABLE_UNSAID,
    NOT_APPLICABLE_EXCLUDED,
    NOT_APPLICABLE_COUNTED
};

/* How unequal items stand in for each other, where a source says that they
   may: a blank lies in its range where the others do in theirs, or it counts
   as their weighed average. */
enum prorate_rule { PRORATE_ALIKE, PRORATE_BY_RANGE, PRORATE_BY_WEIGHT };

enum blanks_rule { BLANKS_RULE_UNSAID, BLANKS_RULE_ZERO };

struct scale {
    const struct xml_element *at;
    size_t order; /* among the children of the instrument */
    const char *id;
    const char *title; /* the id where there is none */
    const char *low;   /* words for the ends; NULL: none */
    const char *high;
    enum scale_method method;
    enum direction direction;
    const char *items_text;
    const char *reversed_text;
    const struct member *members; /* in document order */
    size_t n_members;
    const char *count_if_text; /* for all members; with 'counts', and so is
                                  items_text, what these say put together */
    const struct counted *counts;
    size_t n_counts;
    const struct recode *recodes;
    size_t n_recodes;
    const struct calibration *calibration; /* NULL: it is no estimate */
    const char *min_answered_text;
    struct min_answered min_answered;
    enum not_applicable_rule not_applicable;
    enum prorate_rule prorate;
    enum blanks_rule blanks;
    const char *source; /* of 'prorate' or 'blanks'; NULL: none */
    const char *formula_text;
    const struct expr *formula;
    struct decimal min; /* declared by a formula */
    struct decimal max;
    int32_t decimals;    /* for display */
    enum rounding round; /* feeds bands, cut-offs and norm tables only */
    bool is_internal;
    bool of_couple;    /* it is of two people, and on no page for one */
    unsigned int asks; /* a bit for each asked_of that it rests on */
    const char *counterpart_id; /* NULL: the same scale */
    /* The partner's scale that stands beside this one, by position; its own
       unless another was named: what one of two calls "I demand" is "my partner
       demands" to the other. */
    size_t counterpart;
    bool is_private;           /* rests on a private answer */
    bool can_prorate;          /* all members have one range and one weight */
    const struct units *units; /* NULL where it has no members */
    /* The table that makes scores of what the items give; NULL: none.  Then
       'round' is before it, to the decimals of the method, and all that judges
       a score sees what the table gives. */
    const struct norm_table *metric;
    size_t n_metrics; /* 1 at most, but for files with errors */
    double raw_lo;    /* the attainable ends before the metric, */
    double raw_hi;
    double lo; /* and as scores: the same where there is none */
    double hi;
    const struct band_set *band_sets; /* the first that fits; of one basis */
    size_t n_band_sets;
    const struct band *bands; /* of all sets, in document order */
    size_t n_bands;
    const struct cutoff *cutoffs;
    size_t n_cutoffs;
    const struct norm *norms;
    size_t n_norms;
    const struct norm_table *norm_tables;
    size_t n_norm_tables;
    const struct reliability *reliabilities;
    size_t n_reliabilities;
    const struct change *changes;
    size_t n_changes;
    const struct mic *mics;
    size_t n_mics;
};

struct class_case {
    const struct xml_element *at;
    const char *id;
    const char *test_text;   /* NULL: otherwise */
    const struct expr *test; /* NULL: otherwise */
    const char *label;
};

struct class {
    const struct xml_element *at;
    size_t order;
    const char *id;
    const char *title;
    const struct class_case *cases; /* the last may be the otherwise */
    size_t n_cases;
    bool is_private;
    unsigned int asks; /* a bit for each asked_of that it rests on */
};

/* ---- the whole ---- */

struct about {
    const struct xml_element *at;
    const char *const *authors;
    size_t n_authors;
    const char *licence_spdx; /* NULL: not given */
    const char *licence;      /* further words; NULL: none */
    const char *const *citations;
    size_t n_citations;
    const char *const *notes;
    size_t n_notes;
    const char *construct; /* NULL: not said */
    const char *recall;
    int32_t recall_days; /* 0: not said */
    int32_t minutes;     /* 0: not said */
};

/* Words that an instrument can be asked in. */
struct instrument_words {
    const char *lang;
    const char *path;     /* of the wording file; NULL: the definition's own */
    struct digest digest; /* of that file; empty hex: the definition's own, or
                             the file is not fit to be used */
    const struct instrument *instrument; /* in these words; NULL: the file is
                                            not fit to be used */
};

/* An id is the name of an item, a scale or a class: one name space. */
enum id_kind { ID_ITEM, ID_SCALE, ID_CLASS };

struct instrument {
    const struct xml_element *at;
    const char *path;
    struct digest digest;         /* of the definition's bytes */
    struct digest wording_digest; /* empty hex: its own words */
    size_t n_lacking; /* texts that the wording leaves as they are */
    const char *id;
    int32_t edition;
    const char *lang; /* of its words as they stand, wording laid over */
    const struct instrument_words *words; /* the order is that of preference;
                                             NULL: library_with_words() was not
                                             asked */
    size_t n_words;
    enum instrument_status status;
    bool show_scores;
    /* Rules over the scores of others, without items of its own. */
    const char *uses_text;                /* NULL: it uses none */
    const struct instrument *const *uses; /* as far as they were found */
    size_t n_uses;
    const char *title;
    const struct about *about;
    const char *notice; /* NULL: none */
    const char *thanks; /* NULL: none */
    const struct response *responses;
    size_t n_responses;
    const struct missing_code *missing_codes;
    size_t n_missing_codes;
    const struct section *sections;
    size_t n_sections;
    const struct item *items; /* of all sections, in document order */
    size_t n_items;
    const struct scale *scales;
    size_t n_scales;
    const struct class *classes;
    size_t n_classes;
    const struct asked *asked; /* operands of EXPR_TOLD, by position */
    size_t n_asked;
    const struct example *examples; /* example.h */
    size_t n_examples;
    const struct map *ids; /* asked through instrument_find() */
};

/* What 'id' names; false when nothing. */
bool instrument_find(const struct instrument *instrument, struct str id,
                     enum id_kind *kind, size_t *idx);
/* The same; false, and nothing set, also when it is of another kind. */
bool instrument_find_of(const struct instrument *instrument, enum id_kind kind,
                        struct str id, size_t *idx);

/* Adds what its recodes say, "q3 q5: 1 is 0, 2 is 1; q4: ...", behind 'before';
   nothing where there are none. */
void scale_add_recodes(const struct scale *scale, const char *before,
                       struct buf *out);

/* Adds how the file says that blanks count, "blanks count as 0 (Source)",
   behind 'before'; nothing where it does not. */
void scale_add_blanks(const struct scale *scale, const char *before,
                      struct buf *out);

/* The first member whose ends or weight are not those of the first of all;
   NULL: all are alike. */
const struct member *scale_unlike_member(const struct scale *scale);

/* The ends of what bands, cut-offs and norm tables meet: the scale's own, or
   what they are rounded to where 'round' takes them further. */
double scale_lowest(const struct scale *scale);
double scale_highest(const struct scale *scale);

/* The scale as it is before its metric. */
struct scale scale_before_metric(const struct scale *scale);

/* What its bands rest on; BASIS_RANGE where it has none. */
enum band_basis scale_basis(const struct scale *scale);

/* What a cut-off separates: who stands on its worse side and who on its better
   one.  False where that is not said. */
bool cutoff_sides(const struct cutoff *cutoff, struct str *worse,
                  struct str *better);
extern const char cutoff_sides_hint[]; /* how it is said */

/* Adds whom something fits, "sex f, age 18 to 65"; nothing where that is
   everybody. */
void fits_add(const struct fits *fits, struct buf *out);

/* The words that 'lang' asks for: the very tag if there is one, else the
   language without its region; the first of those that are alike.  NULL:
   there are none. */
const struct instrument_words *
instrument_words_find(const struct instrument_words *words, size_t n,
                      struct str lang);

/* The wording file whose words are those of the instrument in 'lang', as
   --lang would choose it.  NULL: its own words, no such language, or a file
   that is not fit to be used. */
const struct instrument_words *
instrument_wording(const struct instrument *instrument, struct str lang);

/* Whose item or scale is asked for. */
const struct instrument *asked_whose(const struct instrument *asker,
                                     const struct asked *asked);
/* Its id: "heard", "phq-9.total"; and whether it is private. */
void asked_add_id(const struct instrument *asker, const struct asked *asked,
                  struct buf *out);
bool asked_is_private(const struct instrument *asker,
                      const struct asked *asked);

/* An operand, of what another row is asked as if it were the row's own; what is
   asked of another questionnaire stays what it is. */
struct expr_operand;
struct expr_operand instrument_operand(const struct instrument *instrument,
                                       const struct expr_operand *operand);

/* Calls 'fn' for every expression: of gates, alerts, formulas and classes. */
typedef void instrument_visit_fn(const struct expr *expr, void *aux);
void instrument_visit(const struct instrument *instrument,
                      instrument_visit_fn *fn, void *aux);

/* Whether "don't know" is an answer that it offers. */
bool instrument_offers_unknown(const struct instrument *instrument) MUST_USE;

/* For each item whether a scale, a class, an alert or the relevance of an item
   rests on it, or it has an alert itself. */
const bool *instrument_used_items(const struct instrument *instrument,
                                  struct arena *arena) MUST_USE;

#endif
