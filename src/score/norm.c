/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing norms and reading scores off them; see norm.h. */
#include "score/norm.h"

#include "base/num.h"
#include "base/str.h"
#include "score/judge.h"
#include "stats/normal.h"

const char *const norm_why_texts[N_NORM_WHYS] = {
    [NORM_CHOSEN] = "chosen",
    [NORM_NONE_DECLARED] = "the scale has no norm",
    [NORM_NONE_FITS] = "no norm fits this person, as far as is known",
    [NORM_NOT_OF_SCALE] = "the scale has not the norm asked for",
};

/* ---- whom it is for ---- */

const struct person person_unknown = {.age = -1};

struct person
person_of_row(const struct rows *rows, size_t row)
{
    return (struct person){
        .sex = (char)rows_number(rows, FACT_SEX, row, 0),
        .age = rows_number(rows, FACT_AGE, row, -1),
        .lang = rows_text(rows, FACT_LANG, row),
        .group = rows_text(rows, FACT_GROUP, row),
        .norm = rows_text(rows, FACT_NORM, row),
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

/* ---- choosing ---- */

static bool
age_fits(const struct fits *fits, int32_t age)
{
    if (!fits->has_age_from && !fits->has_age_to)
        return true;
    return age >= 0 && (!fits->has_age_from || age >= fits->age_from)
           && (!fits->has_age_to || age <= fits->age_to);
}

/* A norm for German fits who answered in Austrian German, not the reverse. */
static bool
lang_fits(const char *asked, struct str lang)
{
    struct str wanted = str_from(asked);
    if (!asked)
        return true;
    if (lang.len < wanted.len
        || (lang.len > wanted.len && lang.bytes[wanted.len] != '-'))
        return false;
    return str_equal_nocase((struct str){lang.bytes, wanted.len}, wanted);
}

bool
norm_fits(const struct fits *fits, const struct person *person)
{
    return (!fits->sex || fits->sex == person->sex)
           && age_fits(fits, person->age) && lang_fits(fits->lang, person->lang)
           && (!fits->group || str_is(person->group, fits->group));
}

uint64_t
norm_fitting(const struct scale *scale, const struct person *person)
{
    uint64_t fitting = 0;
    for (size_t i = 0; i < scale->n_band_sets; i++)
        if (norm_fits(&scale->band_sets[i].fits, person))
            fitting |= scale->band_sets[i].fits.bit;
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        for (size_t j = 0; j < cutoff->n_points; j++)
            if (norm_fits(&cutoff->points[j].fits, person))
                fitting |= cutoff->points[j].fits.bit;
    }
    return fitting;
}

static struct norm_choice
choose_asked_for(const struct scale *scale, const struct person *person)
{
    struct norm_choice choice = {.why = NORM_NOT_OF_SCALE};
    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        if (!str_is(person->norm, norm->id))
            continue;
        choice.why = NORM_CHOSEN;
        choice.norm = norm;
        choice.fits = norm_fits(&norm->fits, person);
    }
    for (size_t i = 0; i < scale->n_norm_tables; i++) {
        const struct norm_table *table = &scale->norm_tables[i];
        if (!str_is(person->norm, table->id))
            continue;
        choice.why = NORM_CHOSEN;
        choice.tables[table->gives] = table;
        choice.fits = norm_fits(&table->fits, person);
    }
    choice.is_asked_for = choice.why == NORM_CHOSEN;
    return choice;
}

static struct norm_choice
choose_fitting(const struct scale *scale, const struct person *person)
{
    struct norm_choice choice = {.why = NORM_NONE_FITS};
    for (size_t i = scale->n_norms; i-- > 0;)
        if (norm_fits(&scale->norms[i].fits, person))
            choice.norm = &scale->norms[i];
    if (choice.norm)
        choice.why = NORM_CHOSEN;
    for (size_t i = scale->n_norm_tables; i-- > 0;) {
        const struct norm_table *table = &scale->norm_tables[i];
        if (!norm_fits(&table->fits, person))
            continue;
        choice.why = NORM_CHOSEN;
        choice.tables[table->gives] = table;
    }
    choice.fits = choice.why == NORM_CHOSEN;
    return choice;
}

struct norm_choice
norm_choose(const struct scale *scale, const struct person *person)
{
    if (!scale->n_norms && !scale->n_norm_tables)
        return (struct norm_choice){.why = NORM_NONE_DECLARED};
    return person->norm.len ? choose_asked_for(scale, person)
                            : choose_fitting(scale, person);
}

/* ---- reading scores off ---- */

static struct standing_score
by_formula(enum norm_score metric, double z)
{
    struct standing_score score = {.is_known = true};
    switch (metric) {
    case NORM_T:
        score.value = t_score(z);
        break;
    case NORM_PERCENTILE:
        score.value = z_percentile(z);
        break;
    case NORM_STANINE:
        score.value = stanine_of_z(z);
        break;
    case NORM_STEN:
        score.value = sten_of_z(z);
        break;
    case NORM_METRIC:
        break;
    }
    return score;
}

static struct standing_score
by_table(const struct scale *scale, const struct norm_table *table,
         double value)
{
    struct standing_score score = {.table = table};
    double rounded = judge_rounded(scale, value);
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct norm_row *row = &table->rows[i];
        if (judge_point(rounded, decimal_value(row->from)) < 0)
            break;
        score.is_known = true;
        score.value = decimal_value(row->value);
    }
    return score;
}

struct standing
norm_standing(const struct scale *scale, const struct norm_choice *choice,
              const struct score *score)
{
    struct standing standing = {.choice = *choice};
    const struct norm *norm = choice->norm;
    if (score->why != WHY_SCORED)
        return standing;
    if (norm) {
        standing.has_z = true;
        standing.z = z_score(score->value, decimal_value(norm->mean),
                             decimal_value(norm->sd));
    }
    for (int i = 0; i < N_NORM_SCORES; i++) {
        if (choice->tables[i])
            standing.scores[i] =
                by_table(scale, choice->tables[i], score->value);
        else if (norm)
            standing.scores[i] = by_formula((enum norm_score)i, standing.z);
    }
    return standing;
}

size_t
norm_ids(const struct standing *standing, const char *ids[N_NORM_IDS])
{
    size_t n = 0;
    if (standing->has_z)
        ids[n++] = standing->choice.norm->id;
    for (int i = 0; i < N_NORM_SCORES; i++)
        if (standing->scores[i].is_known && standing->scores[i].table)
            ids[n++] = standing->scores[i].table->id;
    return n;
}

void
norm_add_ids(const struct standing *standing, struct buf *out)
{
    const char *ids[N_NORM_IDS];
    size_t n = norm_ids(standing, ids);
    for (size_t i = 0; i < n; i++)
        buf_addf(out, "%s%s", i ? " " : "", ids[i]);
}
