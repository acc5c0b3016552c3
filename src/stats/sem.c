/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error of measurement: of one score, of a difference, of an estimate. */
#include "stats/sem.h"

#include <assert.h>
#include <math.h>

double
sem_of(double sd, double reliability)
{
    assert(sd >= 0 && reliability >= 0 && reliability <= 1);
    return sd * sqrt(1 - reliability);
}

double
sem_prorated(double sem, double whole, double part)
{
    assert(part > 0 && part <= whole);
    return sem * sqrt(whole / part);
}

double
sem_of_difference(double sem_a, double sem_b)
{
    return sqrt(sem_a * sem_a + sem_b * sem_b);
}

double
sem_true_score(double score, double mean, double reliability)
{
    return mean + reliability * (score - mean);
}

double
sem_lengthened(double reliability, double times)
{
    assert(times > 0);
    return times * reliability / (1 + (times - 1) * reliability);
}

struct interval
interval_around(double centre, double error, double critical)
{
    return (struct interval){centre - critical * error,
                             centre + critical * error};
}
