/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of instrument files, and of their wordings: which elements and
   attributes there are, how often and in what order they stand, and which field
   takes each.  All rules that need more than one element to be judged are in
   check.c. */
#include "instrument/grammar.h"

#include "instrument/example.h"

#define ATTRIBUTE(word, kind, type, member, is_needed, names)                  \
    {                                                                          \
        word, SCHEMA_##kind, offsetof(struct type, member), is_needed, names   \
    }
#define NEEDS(word, kind, type, member)                                        \
    ATTRIBUTE(word, kind, type, member, true, NULL)
#define TAKES(word, kind, type, member)                                        \
    ATTRIBUTE(word, kind, type, member, false, NULL)
#define NEEDS_NAME(word, kind, names, type, member)                            \
    ATTRIBUTE(word, kind, type, member, true, names)
#define TAKES_NAME(word, kind, names, type, member)                            \
    ATTRIBUTE(word, kind, type, member, false, names)
#define CHILD(rule, how_often, type, member, place)                            \
    {                                                                          \
        .element = &rule, .occurs = SCHEMA_##how_often,                        \
        .offset = offsetof(struct type, member), .rank = place                 \
    }
#define ATTRIBUTES(...)                                                        \
    .attributes = (const struct schema_attribute[])                            \
    {                                                                          \
        __VA_ARGS__,                                                           \
        {                                                                      \
            .name = NULL                                                       \
        }                                                                      \
    }
#define CHILDREN(...)                                                          \
    .children = (const struct schema_child[])                                  \
    {                                                                          \
        __VA_ARGS__,                                                           \
        {                                                                      \
            .element = NULL                                                    \
        }                                                                      \
    }

/* An element that becomes a struct of that type. */
#define ELEMENT(rule, word, type, ...)                                         \
    static const struct schema_element rule = {                                \
        .name = word, .size = sizeof(struct type), __VA_ARGS__}
#define TEXT_INTO(type, member)                                                \
    .text = SCHEMA_TEXT_ALLOWED, .text_offset = offsetof(struct type, member)

const char *const grammar_statuses[] = {"unvalidated", "validated", "skeleton",
                                        NULL};
const char *const grammar_directions[] = {"higher-better", "higher-worse",
                                          "neither", NULL};
static const char *const roundings[] = {"half-up", "half-even", "up", "down",
                                        NULL};
const char *const grammar_prorates[] = {"by-range", "by-weight", NULL};
static const char *const blanks_rules[] = {"zero", NULL};
static const char *const not_applicable[] = {"excluded", "counted", NULL};
const char *const grammar_bases[] = {"norm", "criterion", "range", NULL};
static const char *const cutoff_methods[] = {"a", "b", "c", NULL};
static const char *const sexes[] = {"f", "m", "x", NULL};
const char *const grammar_norm_scores[] = {"t",    "percentile", "stanine",
                                           "sten", "metric",     NULL};
const char *const grammar_reliabilities[] = {"alpha", "omega", "retest", NULL};
const char *const grammar_change_methods[] = {
    "jacobson-truax", "gln", "hll", "en", "nk", "ha", "points", "errors", NULL};
const char *const grammar_irt_models[] = {"grm", "2pl", "rasch", NULL};
static const char *const irt_metrics[] = {"theta", "t", NULL};
static const char *const unanswered[] = {"ignore", "list", NULL};
static const char *const yes_no_turned[] = {"yes", "no", NULL};
static const char *const no_yes_unknown[] = {"no", "yes", "unknown", NULL};
static const char *const whys[] = {
    "too-few", "bad",        "operand",    "not-applicable", "outside",
    "no-case", "no-partner", "no-earlier", "not-given",      NULL};

/* ---- elements that are nothing but a text ---- */

#define TEXT(rule, word)                                                       \
    static const struct schema_element rule = {.name = word,                   \
                                               .text = SCHEMA_TEXT_NEEDED}

TEXT(title, "title");
TEXT(notice, "notice");
TEXT(thanks, "thanks");
TEXT(instruction, "instruction");
TEXT(item_text, "text");
TEXT(low, "low");
TEXT(high, "high");
TEXT(unit, "unit");
TEXT(construct, "construct");

/* ---- about ---- */

TEXT(author, "author");
TEXT(citation, "citation");
TEXT(note, "note");
TEXT(minutes, "minutes");
static const struct schema_element licence = {
    .name = "licence",
    ATTRIBUTES(TAKES("spdx", TEXT, about, licence_spdx)),
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = offsetof(struct about, licence),
};
static const struct schema_element recall = {
    .name = "recall",
    ATTRIBUTES(TAKES("days", POSITIVE, about, recall_days)),
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct about, recall),
};
ELEMENT(about, "about", about,
        CHILDREN(CHILD(author, SOME, about, authors, 1),
                 CHILD(licence, WITHIN, about, licence, 1),
                 CHILD(citation, ANY, about, citations, 1),
                 CHILD(construct, OPTIONAL, about, construct, 1),
                 CHILD(recall, WITHIN, about, recall, 1),
                 CHILD(minutes, WITHIN, about, minutes, 1),
                 CHILD(note, ANY, about, notes, 1)));

/* ---- responses ---- */

ELEMENT(choice, "choice", choice,
        ATTRIBUTES(NEEDS("value", NUMBER, choice, value),
                   TAKES("score", NUMBER, choice, score),
                   TAKES_NAME("missing", NAME_2,
                              answer_kind_names + ANSWER_SKIPPED, choice,
                              missing)),
        TEXT_INTO(choice, label));
ELEMENT(choices, "choices", response,
        ATTRIBUTES(NEEDS("id", ID, response, id),
                   TAKES("multiple", YES_NO, response, multiple)),
        CHILDREN(CHILD(choice, SOME, response, choices, 1)));
ELEMENT(range, "range", response,
        ATTRIBUTES(NEEDS("id", ID, response, id),
                   NEEDS("min", NUMBER, response, min),
                   NEEDS("max", NUMBER, response, max),
                   TAKES("step", NUMBER, response, step)),
        CHILDREN(CHILD(low, OPTIONAL, response, low, 1),
                 CHILD(high, OPTIONAL, response, high, 2),
                 CHILD(unit, OPTIONAL, response, unit, 3)));
ELEMENT(free_text, "free", response,
        ATTRIBUTES(NEEDS("id", ID, response, id),
                   TAKES("lines", POSITIVE, response, lines)));
ELEMENT(date, "date", response, ATTRIBUTES(NEEDS("id", ID, response, id)));
ELEMENT(missing, "missing", missing_code,
        ATTRIBUTES(NEEDS("code", NUMBER, missing_code, code),
                   NEEDS_NAME("kind", NAME_2,
                              answer_kind_names + ANSWER_SKIPPED, missing_code,
                              kind)));

/* ---- sections ---- */

ELEMENT(alert, "alert", alert,
        ATTRIBUTES(NEEDS("id", ID, alert, id),
                   NEEDS("when", TEXT, alert, when_text),
                   TAKES_NAME("unanswered", TRUTH, unanswered, alert,
                              lists_unanswered)),
        TEXT_INTO(alert, text));
ELEMENT(item, "item", item,
        ATTRIBUTES(NEEDS("id", ID, item, id),
                   TAKES("responses", ID, item, responses_id),
                   TAKES("number", TEXT, item, number),
                   TAKES("relevant", TEXT, item, relevant_text),
                   TAKES("required", YES_NO, item, required),
                   TAKES("private", YES_NO, item, is_private)),
        CHILDREN(CHILD(item_text, OPTIONAL, item, text, 1),
                 CHILD(alert, ANY, item, alerts, 2)));
ELEMENT(section, "section", raw_section,
        ATTRIBUTES(NEEDS("id", ID, raw_section, section.id),
                   TAKES("responses", ID, raw_section, section.responses_id)),
        CHILDREN(CHILD(title, OPTIONAL, raw_section, section.title, 1),
                 CHILD(notice, OPTIONAL, raw_section, section.notice, 2),
                 CHILD(instruction, OPTIONAL, raw_section, section.instruction,
                       3),
                 CHILD(item, SOME, raw_section, items, 4)));

/* ---- scales ---- */

ELEMENT(count, "count", counted,
        ATTRIBUTES(NEEDS("items", TEXT, counted, items_text),
                   NEEDS("if", TEXT, counted, if_text)));
ELEMENT(recoded, "to", recoded_choice,
        ATTRIBUTES(NEEDS("from", NUMBER, recoded_choice, from),
                   NEEDS("value", NUMBER, recoded_choice, value)));
ELEMENT(recode, "recode", recode,
        ATTRIBUTES(NEEDS("items", TEXT, recode, items_text)),
        CHILDREN(CHILD(recoded, SOME, recode, choices, 1)));
ELEMENT(parameters, "parameters", parameters,
        ATTRIBUTES(NEEDS("item", ID, parameters, item_id),
                   TAKES("a", NUMBER, parameters, slope),
                   NEEDS("b", TEXT, parameters, thresholds_text)));
ELEMENT(adaptive, "adaptive", adaptive,
        ATTRIBUTES(NEEDS("min", POSITIVE, adaptive, min),
                   NEEDS("max", POSITIVE, adaptive, max),
                   NEEDS("se", NUMBER, adaptive, se)));
ELEMENT(calibration, "calibration", calibration,
        ATTRIBUTES(
            NEEDS_NAME("model", NAME, grammar_irt_models, calibration, model),
            TAKES_NAME("gives", TRUTH, irt_metrics, calibration, gives_t),
            TAKES("prior-mean", NUMBER, calibration, prior_mean),
            TAKES("prior-sd", NUMBER, calibration, prior_sd),
            TAKES("from", NUMBER, calibration, from),
            TAKES("to", NUMBER, calibration, to),
            TAKES("points", POSITIVE, calibration, n_points),
            TAKES("source", OPTIONAL_TEXT, calibration, source)),
        CHILDREN(CHILD(parameters, SOME, calibration, parameters, 1),
                 CHILD(adaptive, OPTIONAL, calibration, adaptive, 2)));
ELEMENT(band, "band", band,
        ATTRIBUTES(NEEDS("id", ID, band, id),
                   NEEDS("from", NUMBER, band, from)),
        TEXT_INTO(band, label));
/* Whom a part fits: the same attributes for all. */
#define FITS(type)                                                             \
    TAKES_NAME("sex", LETTER, sexes, type, fits.sex),                          \
        TAKES("age-from", WHOLE, type, fits.age_from),                         \
        TAKES("age-to", WHOLE, type, fits.age_to),                             \
        TAKES("lang", LANGUAGE, type, fits.lang),                              \
        TAKES("group", TEXT, type, fits.group)

ELEMENT(bands, "bands", band_set,
        ATTRIBUTES(NEEDS_NAME("basis", NAME, grammar_bases, band_set, basis),
                   FITS(band_set),
                   TAKES("source", OPTIONAL_TEXT, band_set, source)),
        CHILDREN(CHILD(band, SOME, band_set, read, 1)));
/* Where a cut-off lies: said of it, or of each of its parts. */
#define POINT(type, in)                                                        \
    TAKES("at", NUMBER, type, in point),                                       \
        TAKES_NAME("include", TRUTH, yes_no_turned, type, in excludes_point),  \
        TAKES_NAME("method", NAME_1, cutoff_methods, type, in method),         \
        TAKES("clinical", ID, type, in clinical_id),                           \
        TAKES("functional", ID, type, in functional_id),                       \
        TAKES("source", OPTIONAL_TEXT, type, in source)

ELEMENT(cutoff_when, "when", cutoff_point,
        ATTRIBUTES(POINT(cutoff_point, ), FITS(cutoff_point)));
ELEMENT(cutoff, "cutoff", cutoff,
        ATTRIBUTES(NEEDS("id", ID, cutoff, id), POINT(cutoff, own.),
                   TAKES("separates", TEXT, cutoff, separates)),
        CHILDREN(CHILD(cutoff_when, ANY, cutoff, points, 1)));

ELEMENT(norm, "norm", norm,
        ATTRIBUTES(NEEDS("id", ID, norm, id), NEEDS("mean", NUMBER, norm, mean),
                   NEEDS("sd", NUMBER, norm, sd), NEEDS("n", POSITIVE, norm, n),
                   FITS(norm), TAKES("source", OPTIONAL_TEXT, norm, source)));
ELEMENT(row, "row", norm_row,
        ATTRIBUTES(NEEDS("from", NUMBER, norm_row, from),
                   NEEDS("value", NUMBER, norm_row, value),
                   TAKES("se", NUMBER, norm_row, se)));
ELEMENT(norm_table, "norm-table", norm_table,
        ATTRIBUTES(NEEDS("id", ID, norm_table, id),
                   NEEDS_NAME("gives", NAME, grammar_norm_scores, norm_table,
                              gives),
                   TAKES("title", TEXT, norm_table, title),
                   TAKES("n", POSITIVE, norm_table, n), FITS(norm_table),
                   TAKES("source", OPTIONAL_TEXT, norm_table, source)),
        CHILDREN(CHILD(row, SOME, norm_table, rows, 1)));
ELEMENT(reliability, "reliability", reliability,
        ATTRIBUTES(NEEDS("id", ID, reliability, id),
                   NEEDS_NAME("kind", NAME, grammar_reliabilities, reliability,
                              kind),
                   NEEDS("value", NUMBER, reliability, value),
                   TAKES("n", POSITIVE, reliability, n),
                   TAKES("days", POSITIVE, reliability, days),
                   TAKES("sample", TEXT, reliability, sample),
                   TAKES("source", OPTIONAL_TEXT, reliability, source)));
ELEMENT(change, "change", change,
        ATTRIBUTES(TAKES("id", ID, change, id),
                   NEEDS_NAME("method", NAME, grammar_change_methods, change,
                              method),
                   TAKES("norm", ID, change, norm_id),
                   TAKES("norm-post", ID, change, norm_post_id),
                   TAKES("reliability", ID, change, reliability_id),
                   TAKES("reliability-post", ID, change, reliability_post_id),
                   TAKES("r12", NUMBER, change, r12),
                   TAKES("level", NUMBER, change, level),
                   TAKES("cutoff", ID, change, cutoff_id),
                   TAKES("at", NUMBER, change, points),
                   TAKES("sample", TEXT, change, sample),
                   TAKES("source", OPTIONAL_TEXT, change, source)));
ELEMENT(mic, "mic", mic,
        ATTRIBUTES(NEEDS("value", NUMBER, mic, value),
                   TAKES("source", OPTIONAL_TEXT, mic, source)));
/* No and yes: whether it is of the couple. */
static const char *const of_whom[] = {"person", "couple", NULL};

ELEMENT(scale, "scale", scale,
        ATTRIBUTES(
            NEEDS("id", ID, scale, id),
            NEEDS_NAME("method", NAME, scale_method_names, scale, method),
            TAKES("items", TEXT, scale, items_text),
            TAKES("reversed", TEXT, scale, reversed_text),
            TAKES("min-answered", TEXT, scale, min_answered_text),
            NEEDS_NAME("direction", NAME, grammar_directions, scale, direction),
            TAKES("decimals", WHOLE, scale, decimals),
            TAKES_NAME("round", NAME_1, roundings, scale, round),
            TAKES("formula", TEXT, scale, formula_text),
            TAKES("min", NUMBER, scale, min), TAKES("max", NUMBER, scale, max),
            TAKES("count-if", TEXT, scale, count_if_text),
            TAKES_NAME("not-applicable", NAME_1, not_applicable, scale,
                       not_applicable),
            TAKES_NAME("prorate", NAME_1, grammar_prorates, scale, prorate),
            TAKES_NAME("blanks", NAME_1, blanks_rules, scale, blanks),
            TAKES("source", TEXT, scale, source),
            TAKES("internal", YES_NO, scale, is_internal),
            TAKES_NAME("of", TRUTH, of_whom, scale, of_couple),
            TAKES("counterpart", ID, scale, counterpart_id)),
        CHILDREN(CHILD(title, OPTIONAL, scale, title, 1),
                 CHILD(low, OPTIONAL, scale, low, 2),
                 CHILD(high, OPTIONAL, scale, high, 3),
                 CHILD(count, ANY, scale, counts, 4),
                 CHILD(recode, ANY, scale, recodes, 4),
                 CHILD(calibration, OPTIONAL, scale, calibration, 5),
                 CHILD(bands, ANY, scale, band_sets, 6),
                 CHILD(cutoff, ANY, scale, cutoffs, 7),
                 CHILD(norm, ANY, scale, norms, 8),
                 CHILD(norm_table, ANY, scale, norm_tables, 9),
                 CHILD(reliability, ANY, scale, reliabilities, 10),
                 CHILD(change, ANY, scale, changes, 11),
                 CHILD(mic, ANY, scale, mics, 12)),
        .order_offset = offsetof(struct scale, order));

/* ---- classes ---- */

ELEMENT(when, "when", class_case,
        ATTRIBUTES(NEEDS("id", ID, class_case, id),
                   NEEDS("test", TEXT, class_case, test_text)),
        TEXT_INTO(class_case, label));
ELEMENT(otherwise, "otherwise", class_case,
        ATTRIBUTES(NEEDS("id", ID, class_case, id)),
        TEXT_INTO(class_case, label));
ELEMENT(class, "class", class, ATTRIBUTES(NEEDS("id", ID, class, id)),
        CHILDREN(CHILD(title, OPTIONAL, class, title, 1),
                 CHILD(when, SOME, class, cases, 2),
                 {
                     .element = &otherwise,
                     .occurs = SCHEMA_OPTIONAL,
                     .offset = offsetof(struct class, cases),
                     .rank = 3,
                     .shares = true,
                 }),
        .order_offset = offsetof(struct class, order));

/* ---- examples ---- */

ELEMENT(answer, "answer", example_answer,
        ATTRIBUTES(NEEDS("item", ID, example_answer, item_id),
                   TAKES("value", TEXT, example_answer, value),
                   TAKES_NAME("missing", NAME_2,
                              answer_kind_names + ANSWER_SKIPPED,
                              example_answer, missing)));
ELEMENT(score, "score", example_score,
        ATTRIBUTES(NEEDS("of", TEXT, example_score, of),
                   NEEDS("value", NUMBER, example_score, value)));
ELEMENT(before, "before", example_before,
        CHILDREN(CHILD(answer, ANY, example_before, answers, 1),
                 CHILD(score, ANY, example_before, scores, 2)));
ELEMENT(partner, "partner", example_before,
        CHILDREN(CHILD(answer, ANY, example_before, answers, 1),
                 CHILD(score, ANY, example_before, scores, 2)));
ELEMENT(
    expect, "expect", expectation,
    ATTRIBUTES(TAKES("scale", ID, expectation, scale_id),
               TAKES("class", ID, expectation, class_id),
               TAKES("alert", ID, expectation, alert_id),
               TAKES("value", TEXT, expectation, value),
               TAKES("band", ID, expectation, band),
               TAKES("t", TEXT, expectation, t),
               TAKES("percentile", TEXT, expectation, percentile),
               TAKES_NAME("beyond", WORD, no_yes_unknown, expectation, beyond),
               TAKES("verdict", TEXT, expectation, verdict),
               TAKES_NAME("missing", WORD, whys, expectation, missing),
               TAKES("when", ID, expectation, when),
               TAKES_NAME("fires", WORD, no_yes_unknown, expectation, fires)));
ELEMENT(example, "example", example,
        ATTRIBUTES(NEEDS("title", TEXT, example, title),
                   TAKES_NAME("sex", WORD, sexes, example, sex),
                   TAKES("age", WHOLE, example, age),
                   TAKES("lang", LANGUAGE, example, lang),
                   TAKES("group", TEXT, example, group)),
        CHILDREN(CHILD(before, ANY, example, before, 1),
                 CHILD(partner, OPTIONAL, example, partner, 2),
                 CHILD(answer, ANY, example, answers, 3),
                 CHILD(score, ANY, example, scores, 4),
                 CHILD(expect, SOME, example, expectations, 5)));

/* ---- the whole ---- */

const struct schema_element grammar_instrument = {
    .name = "instrument",
    .size = sizeof(struct raw_instrument),
    ATTRIBUTES(
        NEEDS("id", ID, raw_instrument, instrument.id),
        NEEDS("edition", POSITIVE, raw_instrument, instrument.edition),
        NEEDS("xml:lang", LANGUAGE, raw_instrument, instrument.lang),
        NEEDS_NAME("status", NAME, grammar_statuses, raw_instrument,
                   instrument.status),
        TAKES("show-scores", YES_NO, raw_instrument, instrument.show_scores),
        TAKES("uses", TEXT, raw_instrument, instrument.uses_text)),
    CHILDREN(CHILD(title, ONE, raw_instrument, instrument.title, 1),
             CHILD(about, ONE, raw_instrument, instrument.about, 2),
             CHILD(notice, OPTIONAL, raw_instrument, instrument.notice, 3),
             CHILD(choices, ANY, raw_instrument, instrument.responses, 4),
             CHILD(range, ANY, raw_instrument, instrument.responses, 4),
             CHILD(free_text, ANY, raw_instrument, instrument.responses, 4),
             CHILD(date, ANY, raw_instrument, instrument.responses, 4),
             CHILD(missing, ANY, raw_instrument, instrument.missing_codes, 4),
             CHILD(section, ANY, raw_instrument, sections, 5),
             CHILD(thanks, OPTIONAL, raw_instrument, instrument.thanks, 6),
             CHILD(scale, ANY, raw_instrument, instrument.scales, 7),
             CHILD(class, ANY, raw_instrument, instrument.classes, 7),
             CHILD(example, ANY, raw_instrument, instrument.examples, 8)),
};

/* ---- wordings ----

   The elements that bear texts, each with 'ref' in place of its definition, in
   any order.  A text may be empty: then it is still to be written. */

#define WORDS(rule, word)                                                      \
    static const struct schema_element words_##rule = {                        \
        .name = word, .text = SCHEMA_TEXT_ALLOWED}

WORDS(title, "title");
WORDS(notice, "notice");
WORDS(thanks, "thanks");
WORDS(instruction, "instruction");
WORDS(item_text, "text");
WORDS(low, "low");
WORDS(high, "high");
WORDS(unit, "unit");

/* A part that is one text, and one that is made of several. */
#define WORDED(rule, kind, word, member)                                       \
    ELEMENT(words_##rule, #rule, worded,                                       \
            ATTRIBUTES(NEEDS(word, kind, worded, member)),                     \
            TEXT_INTO(worded, text))
#define WORDED_PARTS(rule, ...)                                                \
    ELEMENT(words_##rule, #rule, worded,                                       \
            ATTRIBUTES(NEEDS("ref", ID, worded, ref)), CHILDREN(__VA_ARGS__))

WORDED(choice, NUMBER, "value", value);
WORDED(alert, ID, "ref", ref);
WORDED(band, ID, "ref", ref);
WORDED(cutoff, ID, "ref", ref);
WORDED(when, ID, "ref", ref);
WORDED(otherwise, ID, "ref", ref);

WORDED_PARTS(choices, CHILD(words_choice, SOME, worded, parts, 1));
WORDED_PARTS(range, CHILD(words_low, OPTIONAL, worded, low, 1),
             CHILD(words_high, OPTIONAL, worded, high, 1),
             CHILD(words_unit, OPTIONAL, worded, unit, 1));
WORDED_PARTS(section, CHILD(words_title, OPTIONAL, worded, title, 1),
             CHILD(words_notice, OPTIONAL, worded, notice, 1),
             CHILD(words_instruction, OPTIONAL, worded, instruction, 1));
WORDED_PARTS(item, CHILD(words_item_text, ONE, worded, text, 1));
WORDED_PARTS(scale, CHILD(words_title, OPTIONAL, worded, title, 1),
             CHILD(words_low, OPTIONAL, worded, low, 1),
             CHILD(words_high, OPTIONAL, worded, high, 1),
             CHILD(words_band, ANY, worded, parts, 1),
             CHILD(words_cutoff, ANY, worded, cutoffs, 1));
WORDED_PARTS(class, CHILD(words_title, OPTIONAL, worded, title, 1),
             CHILD(words_when, ANY, worded, parts, 1),
             CHILD(words_otherwise, OPTIONAL, worded, otherwise, 1));

const struct schema_element grammar_wording = {
    .name = "wording",
    .size = sizeof(struct raw_wording),
    ATTRIBUTES(NEEDS("for", ID, raw_wording, for_id),
               NEEDS("edition", POSITIVE, raw_wording, edition),
               NEEDS("xml:lang", LANGUAGE, raw_wording, lang)),
    CHILDREN(CHILD(words_title, OPTIONAL, raw_wording, title, 1),
             CHILD(words_notice, OPTIONAL, raw_wording, notice, 1),
             CHILD(words_thanks, OPTIONAL, raw_wording, thanks, 1),
             CHILD(words_choices, ANY, raw_wording, choices, 1),
             CHILD(words_range, ANY, raw_wording, ranges, 1),
             CHILD(words_section, ANY, raw_wording, sections, 1),
             CHILD(words_item, ANY, raw_wording, items, 1),
             CHILD(words_alert, ANY, raw_wording, alerts, 1),
             CHILD(words_scale, ANY, raw_wording, scales, 1),
             CHILD(words_class, ANY, raw_wording, classes, 1)),
};
