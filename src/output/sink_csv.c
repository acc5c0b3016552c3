/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The common part of the CSV sinks; see sink_csv.h. */
#include "output/sink_csv.h"

#include "base/num.h"
#include "response/csv.h"
#include "score/judge.h"

bool
sink_csv_check(const struct csv_sink *sink, struct arena *arena,
               struct diag *diag)
{
    bool is_good = true;
    struct map *taken = map_new(arena, false);
    for (size_t i = 0; i < sink->options.n_kept; i++)
        if (!sink->is_dropped || !sink->is_dropped[i])
            map_add(taken, sink->options.kept[i], 0);
    for (size_t i = 0; i < sink->n_names; i++) {
        if (map_add(taken, sink->names[i], 1))
            continue;
        is_good = false;
        diag_add(diag, MSG_OUTPUT_COLUMN_TWICE, (struct place){0}, "'%.*s'",
                 STR_ARGS(sink->names[i]));
        diag_hint(diag, "--prefix WORD puts a word before the names of the "
                        "columns that attune adds");
    }
    return is_good;
}

static void
add_text(const struct csv_sink *sink, struct str text, struct buf *out)
{
    if (sink->options.is_raw)
        csv_add_cell(out, text, sink->options.delimiter);
    else
        csv_add_guarded(out, text, sink->options.delimiter);
}

void
sink_csv_head(const void *aux, struct buf *out)
{
    const struct csv_sink *sink = aux;
    size_t before = out->len;
    for (size_t i = 0; i < sink->options.n_kept; i++) {
        if (sink->is_dropped && sink->is_dropped[i])
            continue;
        add_text(sink, sink->options.kept[i], out);
        buf_add_char(out, sink->options.delimiter);
    }
    /* All that there is may be held back. */
    if (!sink->n_names && out->len > before)
        out->len--;
    for (size_t i = 0; i < sink->n_names; i++) {
        if (i)
            buf_add_char(out, sink->options.delimiter);
        add_text(sink, sink->names[i], out);
    }
    buf_add_char(out, '\n');
}

void
sink_csv_add_kept(const struct csv_sink *sink, const struct rows *rows,
                  size_t row, struct buf *out)
{
    const struct str *cells = rows->kept + row * rows->n_kept;
    for (size_t i = 0; i < rows->n_kept; i++) {
        if (sink->is_dropped && sink->is_dropped[i])
            continue;
        if (cells[i].len)
            add_text(sink, cells[i], out);
        buf_add_char(out, sink->options.delimiter);
    }
}

/* ---- the cells of a score ---- */

enum { ROUNDED_DECIMALS = 2 }; /* of what is not on the scale itself */

void
sink_csv_add_value(const struct csv_printer *printer, const struct scale *scale,
                   double value)
{
    if (printer->sink->options.is_rounded)
        score_text_add_rounded(printer->out, scale, value);
    else
        score_text_add(printer->memo, printer->out, value);
}

static void
add_number(const struct csv_printer *printer, double number)
{
    if (printer->sink->options.is_rounded)
        num_add_fixed(printer->out, number, ROUNDED_DECIMALS);
    else
        score_text_add(printer->memo, printer->out, number);
}

static void
add_why(const struct csv_printer *printer, const struct row_score *told)
{
    buf_add_text(printer->out, why_word(told->score.why));
}

static void
add_answered(const struct csv_printer *printer, const struct row_score *told)
{
    if (row_score_has_counts(told))
        score_text_add(printer->memo, printer->out, told->score.answered);
}

static void
add_items(const struct csv_printer *printer, const struct row_score *told)
{
    if (row_score_has_counts(told))
        score_text_add(printer->memo, printer->out, told->score.items);
}

static void
add_low(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->score.has_range)
        sink_csv_add_value(printer, told->scale, told->score.low);
}

static void
add_high(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->score.has_range)
        sink_csv_add_value(printer, told->scale, told->score.high);
}

static void
add_band_id(const struct csv_printer *printer, const struct row_score *told,
            int band)
{
    if (band >= 0 && judge_tells_bands(told->scale))
        buf_add_text(printer->out, told->scale->bands[band].id);
}

static void
add_band(const struct csv_printer *printer, const struct row_score *told)
{
    add_band_id(printer, told, told->score.band);
}

static void
add_low_band(const struct csv_printer *printer, const struct row_score *told)
{
    add_band_id(printer, told, judge_band_span(told->scale, &told->score).low);
}

static void
add_high_band(const struct csv_printer *printer, const struct row_score *told)
{
    add_band_id(printer, told, judge_band_span(told->scale, &told->score).high);
}

static void
add_beyond(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->score.beyond != BEYOND_UNKNOWN)
        buf_add_text(printer->out,
                     told->score.beyond == BEYOND_YES ? "yes" : "no");
}

static void
add_standing(const struct csv_printer *printer, const struct row_score *told,
             enum norm_score metric)
{
    const struct standing_score *score = &told->standing.scores[metric];

    if (score->is_known)
        add_number(printer, score->value);
}

static void
add_t(const struct csv_printer *printer, const struct row_score *told)
{
    add_standing(printer, told, NORM_T);
}

static void
add_percentile(const struct csv_printer *printer, const struct row_score *told)
{
    add_standing(printer, told, NORM_PERCENTILE);
}

static void
add_sem(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->precision.why == PRECISION_SAID)
        add_number(printer, told->precision.sem);
}

static void
add_norm(const struct csv_printer *printer, const struct row_score *told)
{
    norm_add_ids(&told->standing, printer->out);
}

static void
add_prorated(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->score.why == WHY_SCORED)
        buf_add_text(printer->out, told->score.prorated ? "yes" : "no");
}

/* A label comes from the data, and is guarded as such. */
static void
add_baseline(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->change && told->change->baseline)
        add_text(printer->sink, str_from(told->change->baseline), printer->out);
}

static void
add_change(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->change && told->change->has_difference)
        sink_csv_add_value(printer, told->scale, told->change->difference);
}

static void
add_rci(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->change && told->change->has_index)
        add_number(printer, told->change->index);
}

static void
add_verdict(const struct csv_printer *printer, const struct row_score *told)
{
    if (told->change && told->change->has_verdict)
        buf_add_text(printer->out, verdict_word(told->change->verdict));
}

#define DETAILS "details"
#define CHANGE "change"

const struct csv_column sink_csv_details[] = {
    {{"why", COLUMN_WHY, "why there is no score; empty: there is one", DETAILS,
      COLUMN_OF_ALL},
     add_why},
    {{"answered", COLUMN_COUNT,
      "answered items, of those that apply; of a formula, known operands",
      DETAILS, COLUMN_OF_ALL},
     add_answered},
    {{"items", COLUMN_COUNT, "items that apply; of a formula, operands",
      DETAILS, COLUMN_OF_ALL},
     add_items},
    {{"low", COLUMN_SCORE,
      "lowest score that the blanks could have made; empty: cannot be said",
      DETAILS, COLUMN_OF_ALL},
     add_low},
    {{"high", COLUMN_SCORE,
      "highest score that the blanks could have made; empty: cannot be said",
      DETAILS, COLUMN_OF_ALL},
     add_high},
    {{"band", COLUMN_BAND, "band of the score; empty: none", DETAILS,
      COLUMN_OF_ALL},
     add_band},
    {{"low-band", COLUMN_BAND,
      "band of the lowest score that the blanks could have made; empty: cannot "
      "be said",
      DETAILS, COLUMN_OF_BANDS},
     add_low_band},
    {{"high-band", COLUMN_BAND,
      "band of the highest score that the blanks could have made; empty: "
      "cannot "
      "be said",
      DETAILS, COLUMN_OF_BANDS},
     add_high_band},
    {{"beyond", COLUMN_BEYOND,
      "whether the score is beyond the first cut-off; empty: cannot be said",
      DETAILS, COLUMN_OF_ALL},
     add_beyond},
    {{"t", COLUMN_NUMBER,
      "T score by the norm; empty: no score, or no norm that fits", DETAILS,
      COLUMN_OF_NORMS},
     add_t},
    {{"percentile", COLUMN_PERCENTILE,
      "percentile by a table of norms, else from mean and SD as if scores were "
      "normally distributed; empty: no score, or no norm that fits",
      DETAILS, COLUMN_OF_NORMS},
     add_percentile},
    {{"sem", COLUMN_NUMBER,
      "standard error of measurement of this score; empty: no score, or none "
      "is known",
      DETAILS, COLUMN_OF_NORMS},
     add_sem},
    {{"norm", COLUMN_NORMS,
      "norms and tables that the standing rests on; empty: none", DETAILS,
      COLUMN_OF_NORMS},
     add_norm},
    {{"prorated", COLUMN_YES_NO,
      "whether answered items stood in for blanks; empty: no score", DETAILS,
      COLUMN_OF_ALL},
     add_prorated},
    {.add = NULL},
};

const struct csv_column sink_csv_changes[] = {
    {{"baseline", COLUMN_SESSION,
      "session that change is judged from; empty: there is none", CHANGE,
      COLUMN_OF_ALL},
     add_baseline},
    {{"change", COLUMN_DIFFERENCE,
      "score less the baseline score; empty: not judged", CHANGE,
      COLUMN_OF_ALL},
     add_change},
    {{"rci", COLUMN_NUMBER,
      "index of reliable change; empty: not judged, or the rule has none",
      CHANGE, COLUMN_OF_RULES},
     add_rci},
    {{"verdict", COLUMN_VERDICT,
      "what the change shows; empty: nothing was judged", CHANGE,
      COLUMN_OF_ALL},
     add_verdict},
    {.add = NULL},
};
