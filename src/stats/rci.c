/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indices of reliable change.  A table says what each method needs and which
   of the functions below give its expected score and its error. */
#include "stats/rci.h"

#include <assert.h>
#include <math.h>
#include "stats/normal.h"

/* What binary arithmetic may do to a number that is exact in decimal, as a
   share of it: a change on a limit must not pass it by that. */
#define NOISE 1e-9

/* What a method rests on, or'ed. */
enum rci_fact {
    RCI_MEAN = 1 << 0,
    RCI_SD = 1 << 1,
    RCI_RELIABILITY = 1 << 2,
    RCI_MEAN_POST = 1 << 3,
    RCI_SD_POST = 1 << 4,
    RCI_RELIABILITY_POST = 1 << 5,
    RCI_R12 = 1 << 6,
};

/* Variances of error at both ends, and of true change in the sample. */
struct parts {
    const struct rci_sample *sample;
    const struct rci_pair *pair;
    double before; /* S1² */
    double after;  /* S2² */
    double true_change;
    double true_share;
};

typedef double part_fn(const struct parts *parts);

struct method {
    unsigned needs;
    part_fn *expected;
    part_fn *variance; /* error² */
};

static double
square(double x)
{
    return x * x;
}

static double
as_before(const struct parts *parts)
{
    return parts->pair->before;
}

static double
drawn_to_mean(const struct parts *parts)
{
    const struct rci_sample *sample = parts->sample;

    return sem_true_score(parts->pair->before, sample->mean,
                          sample->reliability);
}

static double
drawn_to_mean_post(const struct parts *parts)
{
    const struct rci_sample *sample = parts->sample;

    return sample->mean_post
           + sample->reliability * (parts->pair->before - sample->mean);
}

static double
with_true_change(const struct parts *parts)
{
    double change = parts->sample->mean_post - parts->sample->mean;
    double share = parts->true_share;

    return parts->pair->before - change * (1 - share) / share;
}

static double
jt_variance(const struct parts *parts)
{
    return parts->before + parts->after;
}

static double
gln_variance(const struct parts *parts)
{
    double r = parts->sample->reliability;
    double true_variance = square(parts->sample->sd) * r;

    return true_variance * square(1 - r) + parts->after + r * r * parts->before;
}

static double
en_variance(const struct parts *parts)
{
    return (parts->before + parts->after) / 2;
}

/* Of the second score, by the reliability that it has then. */
static double
later_error(const struct parts *parts, double sd)
{
    return square(sd) * (1 - parts->sample->reliability_post)
           * parts->pair->stretch_after;
}

static double
nk_variance(const struct parts *parts)
{
    return square(parts->sample->reliability) * parts->before
           + later_error(parts, parts->sample->sd);
}

static double
ha_variance(const struct parts *parts)
{
    return (parts->before + parts->after) / parts->true_share;
}

static double
observed_variance(const struct rci_sample *sample)
{
    return square(sample->sd) + square(sample->sd_post)
           - 2 * sample->sd * sample->sd_post * sample->r12;
}

static const struct method methods[N_RCI_METHODS] = {
    [RCI_JT] = {RCI_SD | RCI_RELIABILITY, as_before, jt_variance},
    [RCI_GLN] = {RCI_MEAN | RCI_SD | RCI_RELIABILITY, drawn_to_mean,
                 gln_variance},
    [RCI_HLL] = {RCI_MEAN | RCI_SD | RCI_RELIABILITY | RCI_MEAN_POST,
                 drawn_to_mean_post, gln_variance},
    [RCI_EN] = {RCI_MEAN | RCI_SD | RCI_RELIABILITY, drawn_to_mean,
                en_variance},
    [RCI_NK] = {RCI_MEAN | RCI_SD | RCI_RELIABILITY | RCI_RELIABILITY_POST,
                drawn_to_mean, nk_variance},
    [RCI_HA] = {RCI_MEAN | RCI_SD | RCI_RELIABILITY | RCI_MEAN_POST
                    | RCI_SD_POST | RCI_R12,
                with_true_change, ha_variance},
};

static bool
is_reliability(double r)
{
    return r >= 0 && r < 1;
}

/* Comparisons with NaN are false, so that a fact not known is impossible. */
static bool
facts_stand(unsigned needs, const struct rci_sample *sample)
{
    if ((needs & RCI_MEAN && !isfinite(sample->mean))
        || (needs & RCI_MEAN_POST && !isfinite(sample->mean_post)))
        return false;
    if ((needs & RCI_SD && !(sample->sd > 0 && isfinite(sample->sd)))
        || (needs & RCI_SD_POST
            && !(sample->sd_post > 0 && isfinite(sample->sd_post))))
        return false;
    if ((needs & RCI_RELIABILITY && !is_reliability(sample->reliability))
        || (needs & RCI_RELIABILITY_POST
            && !is_reliability(sample->reliability_post)))
        return false;
    return !(needs & RCI_R12) || (sample->r12 >= -1 && sample->r12 <= 1);
}

static struct parts
contributions_of(unsigned needs, const struct rci_sample *sample,
                 const struct rci_pair *pair)
{
    struct parts parts = {.sample = sample, .pair = pair};
    double error = 0;

    if (needs & RCI_RELIABILITY)
        error = square(sample->sd) * (1 - sample->reliability);
    parts.before = error * pair->stretch_before;
    parts.after = error * pair->stretch_after;
    if (needs & RCI_R12 && needs & RCI_RELIABILITY) {
        parts.true_change = observed_variance(sample) - 2 * error;
        parts.true_share = parts.true_change
                           / (parts.true_change + parts.before + parts.after);
    }
    return parts;
}

bool
rci_compute(enum rci_method method, const struct rci_sample *sample,
            const struct rci_pair *pair, struct rci *out)
{
    unsigned needs = methods[method].needs;
    struct rci rci = {0};
    double variance;

    assert(pair->stretch_before > 0 && pair->stretch_after >= 1);
    if (!facts_stand(needs, sample))
        return false;
    struct parts parts = contributions_of(needs, sample, pair);
    if (method == RCI_HA && !(parts.true_change > 0))
        return false;
    variance = methods[method].variance(&parts);
    if (!(variance > 0 && isfinite(variance)))
        return false;
    rci.expected = methods[method].expected(&parts);
    rci.error = sqrt(variance);
    rci.index = (pair->after - rci.expected) / rci.error;
    rci.sem_before = sqrt(parts.before);
    rci.sem_after = sqrt(parts.after);
    rci.true_share = method == RCI_HA ? parts.true_share : 0;
    *out = rci;
    return true;
}

double
rci_critical(enum rci_method method, double level)
{
    bool conventional = fabs(level - 0.95) < 1e-12;

    assert(level > 0 && level < 1);
    if (method == RCI_HA)
        return conventional ? 1.65 : normal_quantile(level);
    return conventional ? 1.96 : normal_critical(level);
}

/* Of a second score around what is expected of it by its first one. */
static double
regressed_variance(const struct rci_sample *sample, double r_post)
{
    double r = sample->reliability;

    return r * square(1 - r) + (1 - r_post) + r * r * (1 - r);
}

double
rci_share_within(enum rci_method method, const struct rci_sample *sample,
                 double level)
{
    double r = sample->reliability;
    double r_post = method == RCI_NK ? sample->reliability_post : r;
    double variance = 1 - r_post;

    if (method == RCI_HA)
        return 2 * level - 1;
    if (method != RCI_EN && method != RCI_NK)
        return level;
    if (method == RCI_NK)
        variance += r * r * (1 - r);
    variance /= regressed_variance(sample, r_post);
    return 2 * normal_cdf(rci_critical(method, level) * sqrt(variance)) - 1;
}

struct interval
rci_band(const struct rci *rci, double critical)
{
    return interval_around(rci->expected, rci->error, critical);
}

int
rci_sign(double index, double critical, int direction)
{
    assert(direction == 1 || direction == -1);
    critical *= 1 + NOISE;
    if (index > critical)
        return direction;
    return index < -critical ? -direction : 0;
}

int
rci_points_sign(double change, double points, int direction)
{
    assert((direction == 1 || direction == -1) && points > 0);
    if (change >= points)
        return direction;
    return change <= -points ? -direction : 0;
}

double
rci_chance_of_any(size_t n, double level)
{
    return 1 - pow(level, (double)n);
}

bool
rci_ha_passing(const struct rci_sample *sample, const struct rci_pair *pair,
               double cut, double *index)
{
    unsigned needs = RCI_SD | RCI_RELIABILITY | RCI_MEAN_POST | RCI_SD_POST;

    if (!facts_stand(needs, sample))
        return false;
    double error = square(sample->sd) * (1 - sample->reliability);
    double true_variance = square(sample->sd_post) - error;
    if (!(true_variance > 0))
        return false;
    error *= pair->stretch_after;
    double share = true_variance / (true_variance + error);
    *index = (sem_true_score(pair->after, sample->mean_post, share) - cut)
             / sqrt(share * error);
    return true;
}
