/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of an instrument that its grammar cannot say, and what they share.
 */
#ifndef ATTUNE_INSTRUMENT_CHECKING_H
#define ATTUNE_INSTRUMENT_CHECKING_H

#include "instrument/attribute.h"
#include "instrument/instrument.h"

struct checking {
    const struct instrument *instrument;
    struct arena *arena; /* for the time of the check */
    struct diag *diag;
};

/* Parts of one kind: an array of structs of the model, which begin with 'at'
   and have an 'id' (NULL or "": none). */
struct checked_list {
    const void *parts;
    size_t n;
    size_t part_size;
    size_t id_offset;
};
#define CHECKED_LIST(parts, n)                                                 \
    ((struct checked_list){(parts), (n), sizeof(*(parts)),                     \
                           offsetof(__typeof__(*(parts)), id)})
/* Of a struct that has 'parts' and how many, 'n_parts'. */
#define CHECKED(of, parts) CHECKED_LIST((of)->parts, (of)->n_##parts)

/* Each id of the lists must be given once only; 'what' says among what. */
void checking_doubles(const struct checking *c,
                      const struct checked_list *lists, size_t n_lists,
                      const char *what);

/* The alerts of all items, a list for each item. */
const struct checked_list *checking_alerts(const struct checking *c);

/* Finds the part that an attribute names, and its position in its list.  False
   after adding the problem, with the nearest id. */
bool checking_named(const struct checking *c, enum message message,
                    const struct xml_element *at, const char *attribute,
                    const struct checked_list *lists, size_t n_lists,
                    size_t *idx);

/* An attribute that has no place here; 'with' is where it has one. */
void checking_idle(const struct checking *c, const struct xml_element *at,
                   const char *attribute, const char *with);

/* Adds a problem marked at the element's name, which is its detail. */
void checking_element_problem(const struct checking *c, enum message message,
                              const struct xml_element *at);

/* An element that should hold words has none, which only a skeleton may. */
void checking_words(const struct checking *c, const struct xml_element *at,
                    const char *text);

/* Whether both attributes name numbers that do not cross; where 'may_equal',
   they may be the same.  True also when either could not be read. */
void checking_ends(const struct checking *c, const struct xml_element *at,
                   const char *low, const char *high, bool may_equal);

/* A number of a scale must lie within its attainable scores. */
void checking_attainable(const struct checking *c, const struct scale *scale,
                         const struct xml_element *at, const char *attribute);

/* The number must lie above 'above' and below 'below' (open ends). */
void checking_between(const struct checking *c, const struct xml_element *at,
                      const char *attribute, double above, double below);

/* An attribute that names a part of the scale: must be one of the list. */
void checking_part(const struct checking *c, const struct xml_element *at,
                   const char *attribute, struct checked_list list);

/* A figure of an instrument that is not unvalidated has a source. */
void checking_source(const struct checking *c, const struct xml_element *at,
                     const char *source);

/* For an attribute, in which of some methods it is needed and taken: sets of
   bits, one a method. */
struct checked_attribute {
    const char *name;
    unsigned int needed;
    unsigned int taken;
};

/* Holds the attributes of an element against such a table, ended by a NULL
   name; 'names' are the words of the methods, ended by NULL. */
void checking_method(const struct checking *c, const struct xml_element *at,
                     int method, const struct checked_attribute *attributes,
                     const char *const *names);

/* Whether the scale's ends are known and lie apart. */
bool checking_has_ends(const struct scale *scale);

/* Whether 'from' is where bands and norm tables begin: at the lowest score, or
   at what that is rounded to; of an estimate, whose lowest is no round number,
   anywhere below. */
bool checking_begins(const struct scale *scale, double from);

/* Whether the number is one of the choices, or lies in the range. */
bool checking_is_answer(const struct response *response, struct decimal number);

/* Adds every problem of an instrument whose references were resolved as far
   as they could be: what the grammar cannot say.  False when one of them is an
   error. */
bool instrument_check(const struct instrument *instrument,
                      struct diag *diag) MUST_USE;

/* Its parts. */
void check_scale(const struct checking *c, const struct scale *scale);
void check_norms(const struct checking *c, const struct scale *scale);
void check_changes(const struct checking *c, const struct scale *scale);
void check_examples(const struct checking *c);

#endif
