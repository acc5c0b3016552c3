/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations for programs: one JSON object, indented by two.  'version' is
   1; it changes when the meaning of a member does, not when one is added.

   { "version", "program", "for": "clinician" | "client",
     "explanations": [ one for each instrument:
     { "instrument": { "id", "edition", "title", "status", "lang" (of the texts
                       here), "digest", "wording_lang", "wording_digest" (of
                       the words that the row was answered in, or of those of
                       --lang; null: the definition's own, or not known) },
       "client", "session", "date" (ISO), "row" (1 is the first below the
       header), "edition" (as the row says), "state": "scored" or why not,
       "person": { "sex", "age", "lang", "group" },
       "scales": [
       { "id", "title", "method", "direction", "min", "max", "decimals",
         "internal", "private",
         "min_answered", "formula", "filled_formula",
         "parts": [ { "item", "kind": "answered" | "not answered" | ...,
                      "label", "choices" (values, where several may be given),
                      "score" (before reversal), "reversed", "min",
                      "max", "keyed" (after reversal), "weight", "term" (what
                      it brings in) }
                    or { "scale", "why", "value" } ],
         "answered", "items" (that apply), "needed", "sum" (of the terms),
         "divisor", "prorated",
         "value" (null where there is none), "why" ("" where there is one),
         "low", "high" (what blanks could have made it), "rounded" (as bands
         see it),
         "band": { "id", "label", "from", "basis", "low", "high" (ids) },
         "cutoffs": [ { "id", "at", "beyond", "source" } ],
         "norm": { "why", "asked_for", "fits", "chosen_at" (a session),
                   "id", "mean", "sd", "n", "source", "z",
                   "scores": { "t", "percentile", "stanine", "sten": each
                               { "value", "table" }, percentile also
                               "if_normally_distributed" (it is from mean and
                               sd, and true of scores that are so) } },
         "error": { "why", "sd", "sd_norm", "reliability" (as below), "items",
                    "answered", "sem_full", "sem", "critical", "low", "high",
                    "cut_at_end" (the interval would go beyond the scale) },
         "change": { "why", "baseline": { "session", "value" }, "difference",
                     "method", "level", "share_within" (of later scores, if
                     nothing changed: the level, of "en" less), "norm",
                     "norm_post" (each { "id", "mean", "sd", "n", "source" }),
                     "reliability",
                     "reliability_post" (each { "id", "kind", "value", "n",
                     "days", "source" }), "sem_before", "sem_after",
                     "expected", "error", "index", "critical", "verdict",
                     "standing" (the verdict on the scores as they are),
                     "cutoff", "category", "mic": { "value", "reached",
                     "source" }, "text" },
         "course": { "scores" (dated, up to this one), "undated",
                     "trend": { "why", "way": "rising" | "falling" |
                                "no-direction", "theil_sen_a_week",
                                "kendall_s", "pairs", "z", "p" },
                     "line": { "why", "slope_a_week", "low", "high" },
                     "phases": { "why", "before", "after", "scores_before",
                                 "scores_after", "pairs" (of the two phases),
                                 "nap" (of these pairs, ties half),
                                 "better_less_worse" (of these pairs),
                                 "better_less_worse_before" (of the pairs
                                 within the first), "tau_u" (the difference
                                 of these two over "pairs") } } } ],
       "classes": [ { "id", "title", "case", "label", "why", "possible" (ids of
                      the cases that blanks could still make it) } ],
       "alerts": [ { "id", "item", "when", "filled_when", "fires": "yes" |
                     "no" | "unknown", "unanswered" (why its item is a blank
                     that is to be listed), "text" } ] } ] }

   Numbers are unrounded.  What is not known, or not asked of this kind of
   scale, is null, or left out beside a 'why' that says why not.  For a client
   "norm", "error", "person", digests and all figures of "change" and "course"
   are left out (of the latter "way" stays), and so are "alerts", what blanks
   could make a class, and scales and classes that are private. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_JSON_H
#define ATTUNE_OUTPUT_EXPLAIN_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "output/explain.h"

void explain_add_json(const struct explanation *const *explanations, size_t n,
                      const char *program, bool for_client, struct buf *out);

#endif
