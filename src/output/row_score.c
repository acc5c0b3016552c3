/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts together what is told of a score; see row_score.h. */
#include "output/row_score.h"

#include "change/change.h"
#include "score/person.h"

bool
row_score_has_norms(const struct scale *scale)
{
    return scale->n_norms || scale->n_norm_tables;
}

bool
row_score_has_counts(const struct row_score *told)
{
    return told->score.why != WHY_NO_COLUMN && told->score.why != WHY_BROKEN_ROW
           && told->score.why != WHY_OTHER_INSTRUMENT
           && told->score.why != WHY_OTHER_EDITION
           && told->score.why != WHY_OTHER_CODING;
}

/* A norm that the command line asks for comes before the row's own; in a
   series, one is chosen at its baseline. */
static struct person
person_of(const struct sink_options *options, const struct row_score *told,
          const struct rows *rows, size_t row)
{
    const struct row_change *change = told->change;
    struct person person = change && change->norm_person
                               ? *change->norm_person
                               : person_of_row(rows, row);

    if (options->norm)
        person.norm = str_from(options->norm);
    return person;
}

struct row_score
row_score_get(const struct sink_options *options, const struct scored *scored,
              size_t scale_idx, size_t row)
{
    const struct scale *scale = &scored->batch->instrument->scales[scale_idx];
    struct row_score told = {
        .scale = scale,
        .score = scores_get(scored->scores, scale_idx, row),
        .precision = {.why = PRECISION_NO_RELIABILITY},
        .change = scored->changes
                      ? row_changes_get(scored->changes, scale_idx, row)
                      : NULL,
    };

    if (!options->with_details || !row_score_has_norms(scale))
        return told;
    struct person person = person_of(options, &told, scored->batch->rows, row);
    struct norm_choice choice = norm_choose(scale, &person);
    told.standing = norm_standing(scale, &choice, &told.score);
    told.precision = precision_of(scale, change_rule_find(scale, NULL), &choice,
                                  &told.score);
    return told;
}
