/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of a row, or of a worked example; see person.h. */
#include "score/person.h"

const struct person person_unknown = {.age = -1};

struct person
person_of_row(const struct rows *rows, size_t row)
{
    return (struct person){
        .sex = rows->sex ? rows->sex[row] : 0,
        .age = rows->age ? rows->age[row] : -1,
        .lang = rows_text(rows, FACT_LANG, row),
        .group = rows_text(rows, FACT_GROUP, row),
        .norm = rows_text(rows, FACT_NORM, row),
    };
}

struct person
person_of_example(const struct example *example)
{
    return (struct person){
        .sex = example->sex ? example->sex[0] : 0,
        .age = example->has_age ? example->age : -1,
        .lang = str_from(example->lang),
        .group = str_from(example->group),
    };
}

struct person
person_keep(const struct person *person, struct arena *arena)
{
    struct person kept = *person;
    kept.lang = str_from(arena_text(arena, person->lang));
    kept.group = str_from(arena_text(arena, person->group));
    kept.norm = str_from(arena_text(arena, person->norm));
    return kept;
}
