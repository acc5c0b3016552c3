/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune show: one instrument in full, for its author to proof-read. */
#include "cli/command.h"

#include <string.h>
#include "base/utf8.h"
#include "base/vec.h"
#include "cli/codebook.h"
#include "cli/print.h"
#include "instrument/calibration.h"
#include "instrument/grammar.h"
#include "instrument/method.h"

struct show_args {
    const char *lang;
    const char *folder;
    bool codebook;
};

#define AT(member) offsetof(struct show_args, member)
static const struct option_entry show_options[] = {
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE", NULL,
     "in this language, where a wording file has it"},
    {"codebook", 0, OPTION_FLAG, AT(codebook), NULL, NULL,
     "the columns that 'attune score' makes of it, as CSV"},
    OPTION_INSTRUMENTS(AT(folder)),
    {.name = NULL},
};

/* The page of one instrument, with texts as they stand in the file: what shows
   it spells them out. */
struct show {
    struct buf out;
    struct arena *arena;
};

/* The number in the shortest digits. */
static const char *
number_text(const struct show *show, struct decimal number)
{
    return num_text(decimal_value(number), show->arena);
}

/* "before TEXT behind", when there is a text. */
static void
add_some(struct buf *out, const char *before, const char *text,
         const char *behind)
{
    if (text && *text)
        buf_addf(out, "%s%s%s", before, text, behind);
}

static const char *const status_notes[] = {
    [STATUS_UNVALIDATED] = "not validated: no norms exist for it",
    [STATUS_VALIDATED] = "validated",
    [STATUS_SKELETON] = "a skeleton: keys and rules without the wording",
};

/* "label  text", when there is a text. */
static void
add_line(struct buf *out, const char *label, const char *text)
{
    if (text)
        buf_addf(out, "%-11s %s\n", label, text);
}

static void
add_about(struct buf *out, const struct instrument *instrument)
{
    const struct about *about = instrument->about;

    buf_addf(out, "%s\n%s, edition %d, %s, digest %.16s\n%s\n\n",
             instrument->title, instrument->id, (int)instrument->edition,
             instrument->lang, instrument->digest.hex,
             status_notes[instrument->status]);
    add_line(out, "rests on", instrument->uses_text);
    add_line(out, "measures", about->construct);
    add_line(out, "recall", about->recall);
    if (about->minutes)
        buf_addf(out, "%-11s %d\n", "minutes", (int)about->minutes);
    for (size_t i = 0; i < about->n_authors; i++)
        add_line(out, "author", about->authors[i]);
    add_line(out, "licence", about->licence_spdx);
    add_line(out, "", about->licence);
    for (size_t i = 0; i < about->n_citations; i++)
        add_line(out, "source", about->citations[i]);
    for (size_t i = 0; i < about->n_notes; i++)
        add_line(out, "note", about->notes[i]);
    add_line(out, "notice", instrument->notice);
    add_line(out, "thanks", instrument->thanks);
}

static void
add_choices(struct show *show, const struct response *response)
{
    struct buf *out = &show->out;

    if (response->multiple)
        buf_add_text(out, " (as many as fit)");
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        buf_addf(out, "%s%s", i ? ", " : ": ",
                 number_text(show, choice->value));
        if (choice->missing)
            buf_addf(out, " (%s)", answer_kind_names[choice->missing]);
        else if (decimal_compare(choice->value, choice->score) != 0)
            buf_addf(out, " (scores %s)", number_text(show, choice->score));
        if (choice->label && *choice->label)
            buf_addf(out, " %s", choice->label);
    }
}

/* " word", when there is one. */
static void
add_word(struct buf *out, const char *word)
{
    if (word)
        buf_addf(out, " %s", word);
}

static void
add_range(struct show *show, const struct response *response)
{
    struct buf *out = &show->out;

    buf_addf(out, ": %s", number_text(show, response->min));
    add_word(out, response->low);
    buf_addf(out, " to %s", number_text(show, response->max));
    add_word(out, response->high);
    add_word(out, response->unit);
    if (response->step.units)
        buf_addf(out, ", in steps of %s", number_text(show, response->step));
}

static void
add_responses(struct show *show, const struct instrument *instrument)
{
    static const char *const kinds[] = {
        [RESPONSE_CHOICES] = "choices",
        [RESPONSE_RANGE] = "range",
        [RESPONSE_FREE] = "free text",
        [RESPONSE_DATE] = "date",
    };

    if (instrument->n_responses || instrument->n_missing_codes)
        buf_add_text(&show->out, "\nANSWERS\n");
    for (size_t i = 0; i < instrument->n_responses; i++) {
        const struct response *response = &instrument->responses[i];
        buf_addf(&show->out, "  %s, %s", response->id, kinds[response->kind]);
        if (response->kind == RESPONSE_CHOICES)
            add_choices(show, response);
        else if (response->kind == RESPONSE_RANGE)
            add_range(show, response);
        buf_add_char(&show->out, '\n');
    }
    for (size_t i = 0; i < instrument->n_missing_codes; i++) {
        const struct missing_code *code = &instrument->missing_codes[i];
        buf_addf(&show->out, "  %s means %s\n", number_text(show, code->code),
                 answer_kind_names[code->kind]);
    }
}

/* "heard, total (reversed)": where an item is scored. */
static void
add_item_scales(struct show *show, const struct instrument *instrument,
                size_t item_idx)
{
    const char *between = "  -> ";

    for (size_t s = 0; s < instrument->n_scales; s++) {
        const struct scale *scale = &instrument->scales[s];
        for (size_t m = 0; m < scale->n_members; m++) {
            const struct member *member = &scale->members[m];
            if (member->item_idx != item_idx)
                continue;
            buf_addf(&show->out, "%s%s", between, scale->id);
            if (decimal_value(member->weight) != 1)
                buf_addf(&show->out, " x %s",
                         number_text(show, member->weight));
            if (member->reversed)
                buf_add_text(&show->out, " (reversed)");
            between = ", ";
        }
    }
}

/* Of the longest id; a very long one moves its own line alone. */
static int
id_width(const struct instrument *instrument)
{
    size_t width = 6;

    for (size_t i = 0; i < instrument->n_items; i++) {
        size_t len = strlen(instrument->items[i].id);
        if (len > width && len <= 20)
            width = len;
    }
    return (int)width;
}

static void
add_item(struct show *show, const struct instrument *instrument,
         size_t item_idx)
{
    const struct item *item = &instrument->items[item_idx];
    struct buf *out = &show->out;

    buf_addf(out, "  %-*s ", id_width(instrument), item->id);
    if (item->text)
        buf_add_text(out, item->text);
    else
        buf_addf(out, "item %s of the form",
                 item->number ? item->number : item->id);
    buf_addf(out, "  [%s]", item->response->id);
    add_item_scales(show, instrument, item_idx);
    buf_addf(out, "%s%s", item->is_private ? "  private" : "",
             item->required ? "  asked once more when left blank" : "");
    if (item->relevant_text)
        buf_addf(out, "  asked when %s", item->relevant_text);
    buf_add_char(out, '\n');
    for (size_t a = 0; a < item->n_alerts; a++) {
        const struct alert *alert = &item->alerts[a];
        buf_addf(out, "         alert when %s: %s%s\n", alert->when_text,
                 alert->text ? alert->text : "-",
                 alert->lists_unanswered ? "  (a blank is listed)" : "");
    }
}

static void
add_items(struct show *show, const struct instrument *instrument)
{
    struct buf *out = &show->out;

    for (size_t s = 0; s < instrument->n_sections; s++) {
        const struct section *section = &instrument->sections[s];
        buf_addf(out, "\nITEMS%s%s\n", section->title ? ": " : "",
                 section->title ? section->title : "");
        if (section->notice)
            buf_addf(out, "  %s\n", section->notice);
        if (section->instruction)
            buf_addf(out, "  %s\n", section->instruction);
        for (size_t i = 0; i < section->n_items; i++)
            add_item(show, instrument, section->first_item + i);
    }
}

/* ---- scales and classes ---- */

static void
add_rule(struct buf *out, const struct scale *scale)
{
    if (!method_has_items(scale)) {
        buf_addf(out, "    formula %s", scale->formula_text);
    } else {
        buf_addf(out, "    %s of %s", method_of(scale)->word,
                 scale->items_text);
        add_some(out, " that are ", scale->count_if_text, "");
        scale_add_recodes(scale, "; coded ", out);
        add_some(out, "; reversed ", scale->reversed_text, "");
        if (scale->min_answered.all)
            buf_add_text(out, "; all answered");
        else
            add_some(out, "; answered at least ", scale->min_answered_text, "");
        scale_add_blanks(scale, "; ", out);
    }
    if (scale->not_applicable)
        buf_addf(out, "; not applicable is %s",
                 scale->not_applicable == NOT_APPLICABLE_EXCLUDED
                     ? "excluded"
                     : "counted as a blank");
    buf_add_char(out, '\n');
}

static void
add_range_and_direction(struct buf *out, const struct scale *scale)
{
    static const char *const directions[] = {
        [HIGHER_BETTER] = "higher is better",
        [HIGHER_WORSE] = "higher is worse",
        [DIRECTION_NEITHER] = "neither higher nor lower is better",
    };

    buf_add_text(out, "    from ");
    num_add(out, scale->lo);
    add_some(out, " (", scale->low, ")");
    buf_add_text(out, " to ");
    num_add(out, scale->hi);
    add_some(out, " (", scale->high, ")");
    buf_addf(out, "; %s; %d decimal%s", directions[scale->direction],
             (int)scale->decimals, scale->decimals == 1 ? "" : "s");
    if (scale->round != ROUND_NONE)
        buf_addf(out, ", rounded %s before bands",
                 rounding_texts[scale->round]);
    buf_addf(out, "%s%s%s\n", scale->is_private ? "; private" : "",
             scale->is_internal ? "; internal" : "",
             scale->of_couple ? "; of the couple, on no page for one" : "");
    add_some(out, "    beside the partner's ", scale->counterpart_id, "\n");
}

/* The end of a line that says what something rests on. */
static void
add_source(struct buf *out, const char *source)
{
    add_some(out, "  [", source, "]");
    buf_add_char(out, '\n');
}

/* "; for sex f, age 18 to 65": whom it fits. */
static void
add_fits(struct buf *out, const struct fits *fits)
{
    struct buf whom SCOPED(buf_clear) = {0};

    fits_add(fits, &whom);
    add_some(out, "; for ", buf_text(&whom), "");
}

static void
add_bands(struct show *show, const struct scale *scale,
          const struct band_set *set)
{
    struct buf *out = &show->out;

    buf_addf(out, "    bands by %s%s", grammar_bases[set->basis],
             set->basis == BASIS_RANGE ? ", never shown beside a score" : "");
    add_fits(out, &set->fits);
    for (size_t i = 0; i < set->n_bands; i++) {
        const struct band *band = &scale->bands[set->first + i];
        buf_addf(out, "%s from %s %s", i ? "," : ":",
                 number_text(show, band->from), band->id);
        add_some(out, " (", band->label, ")");
    }
    add_source(out, set->source);
}

static void
add_cutoff(struct show *show, const struct cutoff *cutoff,
           const struct cutoff_point *point)
{
    struct buf *out = &show->out;
    struct str worse;
    struct str better;

    buf_addf(out, "    cut-off %s ", cutoff->id);
    if (point->method == CUTOFF_AT) {
        buf_addf(out, "at %s", number_text(show, point->point));
    } else {
        buf_addf(out, "by method %c from ", "abc"[point->method - CUTOFF_A]);
        add_some(out, "", point->clinical_id,
                 point->method == CUTOFF_C ? " and " : "");
        add_some(out, "", point->functional_id, "");
    }
    if (point->excludes_point)
        buf_add_text(out, ", on the point is not beyond");
    add_fits(out, &point->fits);
    if (cutoff_sides(cutoff, &worse, &better))
        buf_addf(out, "; between %.*s and %.*s", STR_ARGS(worse),
                 STR_ARGS(better));
    add_source(out, point->source);
}

/* ", n 412" where it is known. */
static void
add_n(struct buf *out, int32_t n)
{
    if (n)
        buf_addf(out, ", n %d", (int)n);
}

static void
add_table(struct show *show, const struct norm_table *table)
{
    struct buf *out = &show->out;
    bool is_metric = table->gives == NORM_METRIC;

    buf_addf(out, "    %s table %s: %s", is_metric ? "conversion" : "norm",
             table->id,
             is_metric                ? table->title
             : table->gives == NORM_T ? "T"
                                      : grammar_norm_scores[table->gives]);
    add_n(out, table->n);
    add_fits(out, &table->fits);
    add_source(out, table->source);
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct norm_row *row = &table->rows[i];
        buf_addf(out, "%s from %s is %s", i ? "," : "     ",
                 number_text(show, row->from), number_text(show, row->value));
        if (row->se.units)
            buf_addf(out, " (se %s)", number_text(show, row->se));
    }
    buf_add_char(out, '\n');
}

static void
add_norms(struct show *show, const struct scale *scale)
{
    struct buf *out = &show->out;

    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        buf_addf(out, "    norm %s: mean %s, SD %s", norm->id,
                 number_text(show, norm->mean), number_text(show, norm->sd));
        add_n(out, norm->n);
        add_fits(out, &norm->fits);
        add_source(out, norm->source);
    }
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        add_table(show, &scale->norm_tables[i]);
    if (scale->metric)
        add_table(show, scale->metric);
}

/* How its items are calibrated, and what each sum of answers to all of them
   comes to. */
static void
add_calibration(struct show *show, const struct scale *scale)
{
    struct buf *out = &show->out;
    const struct calibration *calibration = scale->calibration;
    struct arena *arena SCOPED(arena_drop) = arena_new();

    buf_add_text(out, "    ");
    calibration_add(calibration, out);
    add_source(out, calibration->source);
    for (size_t i = 0; i < calibration->n_parameters; i++) {
        const struct parameters *of = &calibration->parameters[i];
        buf_addf(out, "      %s: a %s, b %s\n", of->item_id,
                 number_text(show, of->slope), of->thresholds_text);
    }
    size_t n;
    const struct irt_estimate *sums = calibration_sums(scale, &n, arena);
    buf_addf(out, "      by the sum of answers from 0:%s",
             sums ? "" : " too many sums to be told");
    for (size_t i = 0; sums && i < n; i++) {
        buf_addf(out, "%s %zu is ", i ? "," : "", i);
        num_add_fixed(out, sums[i].theta, 2);
        buf_add_text(out, " (se ");
        num_add_fixed(out, sums[i].error, 2);
        buf_add_char(out, ')');
    }
    buf_add_char(out, '\n');
}

static void
add_reliabilities(struct show *show, const struct scale *scale)
{
    struct buf *out = &show->out;

    for (size_t i = 0; i < scale->n_reliabilities; i++) {
        const struct reliability *reliability = &scale->reliabilities[i];
        buf_addf(out, "    reliability %s: %s %s", reliability->id,
                 grammar_reliabilities[reliability->kind],
                 number_text(show, reliability->value));
        add_n(out, reliability->n);
        if (reliability->days)
            buf_addf(out, ", after %d day%s", (int)reliability->days,
                     reliability->days == 1 ? "" : "s");
        add_some(out, ", sample: ", reliability->sample, "");
        add_source(out, reliability->source);
    }
}

static void
add_changes(struct show *show, const struct scale *scale)
{
    struct buf *out = &show->out;

    for (size_t i = 0; i < scale->n_changes; i++) {
        const struct change *change = &scale->changes[i];
        buf_add_text(out, "    change ");
        add_some(out, "", change->id, " ");
        if (change->method == CHANGE_POINTS)
            buf_addf(out, "by %s points or more",
                     number_text(show, change->points));
        else
            buf_addf(out, "by %s, level %s",
                     grammar_change_methods[change->method],
                     number_text(show, change->level));
        add_some(out, ", norm ", change->norm_id, "");
        add_some(out, ", norm afterwards ", change->norm_post_id, "");
        add_some(out, ", reliability ", change->reliability_id, "");
        add_some(out, ", reliability afterwards ", change->reliability_post_id,
                 "");
        if (change->r12.units)
            buf_addf(out, ", r12 %s", number_text(show, change->r12));
        add_some(out, ", cut-off ", change->cutoff_id, "");
        add_some(out, ", sample: ", change->sample, "");
        add_source(out, change->source);
    }
    for (size_t i = 0; i < scale->n_mics; i++) {
        buf_addf(out, "    smallest change that matters: %s",
                 number_text(show, scale->mics[i].value));
        add_source(out, scale->mics[i].source);
    }
}

static void
add_class(struct buf *out, const struct class *class)
{
    buf_addf(out, "  %s  %s%s\n", class->id, class->title,
             class->is_private ? "; private" : "");
    for (size_t i = 0; i < class->n_cases; i++) {
        const struct class_case *one = &class->cases[i];
        buf_addf(out, "    %s %s", one->id, one->label ? one->label : "-");
        if (one->test_text)
            buf_addf(out, " when %s\n", one->test_text);
        else
            buf_add_text(out, " otherwise\n");
    }
}

/* How each score comes about and all that is judged by, with its source. */
static void
add_scales(struct show *show, const struct instrument *instrument)
{
    buf_add_text(&show->out, "\nSCALES\n");
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        buf_addf(&show->out, "  %s  %s\n", scale->id, scale->title);
        add_rule(&show->out, scale);
        add_range_and_direction(&show->out, scale);
        for (size_t k = 0; k < scale->n_band_sets; k++)
            add_bands(show, scale, &scale->band_sets[k]);
        for (size_t k = 0; k < scale->n_cutoffs; k++)
            for (size_t j = 0; j < scale->cutoffs[k].n_points; j++)
                add_cutoff(show, &scale->cutoffs[k],
                           &scale->cutoffs[k].points[j]);
        if (scale->calibration)
            add_calibration(show, scale);
        add_norms(show, scale);
        add_reliabilities(show, scale);
        add_changes(show, scale);
    }
    for (size_t i = 0; i < instrument->n_classes; i++)
        add_class(&show->out, &instrument->classes[i]);
}

/* ---- the whole ---- */

static void
show_one(struct context *context, struct library *library,
         const struct show_args *args, const char *name)
{
    const struct instrument *instrument =
        library_load(library, name, args->lang, 0, context->diag);
    struct show show = {.arena = context->arena};
    struct buf shown SCOPED(buf_clear) = {0};

    if (!instrument)
        return; /* its problems say the rest */
    add_about(&show.out, instrument);
    add_responses(&show, instrument);
    add_items(&show, instrument);
    add_scales(&show, instrument);
    buf_addf(&show.out, "\n%zu worked example%s\n", instrument->n_examples,
             instrument->n_examples == 1 ? "" : "s");
    utf8_add_shown_lines(&shown, buf_str(&show.out));
    print_out(context, buf_str(&shown));
    buf_clear(&show.out);
}

struct instrument_list VEC(const struct instrument *);

static void
list_once(struct instrument_list *list, const struct instrument *instrument,
          struct arena *arena)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i]->id, instrument->id) == 0)
            return;
    *vec_add(arena, list) = instrument;
}

/* All of them as they are scored together, with what rules over others bring;
   nothing when one cannot be
   loaded, since the names of the columns depend on all. */
static void
show_codebook(struct context *context, struct library *library,
              const struct show_args *args, const struct text_list *names)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct instrument_list list = {0};
    bool ok = names->n > 0;
    for (size_t i = 0; i < names->n; i++) {
        const struct instrument *instrument = library_load(
            library, names->items[i], args->lang, 0, context->diag);
        ok &= instrument != NULL;
        for (size_t k = 0; instrument && k < instrument->n_uses; k++)
            list_once(&list, instrument->uses[k], arena);
        if (instrument)
            list_once(&list, instrument, arena);
    }
    struct buf out SCOPED(buf_clear) = {0};
    if (ok)
        codebook_add(&out, list.items, list.n, arena);
    print_rows(context, buf_str(&out));
}

static enum exit_status
run_show(struct context *context, const void *memory,
         const struct text_list *operands)
{
    const struct show_args *args = memory;
    struct library *library = context_library(context, args->folder);

    if (!operands->n)
        context_refuse(context, "'attune list' shows what is installed",
                       "which instrument?");
    if (args->codebook)
        show_codebook(context, library, args, operands);
    for (size_t i = 0; !args->codebook && i < operands->n; i++)
        show_one(context, library, args, operands->items[i]);
    return EXIT_DONE;
}

const struct command cmd_show = {
    .name = "show",
    .summary = "show an instrument in full",
    .operands = "INSTRUMENT...",
#include "cli/manual/show.inc"
    .options = show_options,
    .args_size = sizeof(struct show_args),
    .run = run_show,
};
