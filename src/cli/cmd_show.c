/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune show: one instrument in full, for its author to proof-read. */
#include "cli/command.h"

#include "base/utf8.h"
#include "cli/print.h"

struct show_args {
    const char *lang;
    const char *folder;
};

#define AT(member) offsetof(struct show_args, member)
static const struct option_entry show_options[] = {
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE",
     "in this language, where a wording file has it", NULL, COMPLETES_NOTHING},
    {"instruments", 0, OPTION_TEXT, AT(folder), "FOLDER",
     "look for instruments in FOLDER first", NULL, COMPLETES_FOLDER},
    {.name = NULL},
};

static const char *const status_notes[] = {
    [STATUS_UNVALIDATED] = "not validated: no norms exist for it",
    [STATUS_VALIDATED] = "validated",
    [STATUS_SKELETON] = "a skeleton: keys and rules without the wording",
};

static const char *const direction_notes[] = {
    [HIGHER_BETTER] = "higher is better",
    [HIGHER_WORSE] = "higher is worse",
    [DIRECTION_NEITHER] = "neither higher nor lower is better",
};

static const char *const rounding_notes[] = {
    [ROUND_NONE] = NULL,
    [ROUND_HALF_UP] = "half up",
    [ROUND_HALF_EVEN] = "half even",
};

static void
add(struct buf *out, const char *text)
{
    utf8_add_shown(out, str_from(text ? text : "-"));
}

/* "label  text", when there is a text. */
static void
add_line(struct buf *out, const char *label, const char *text)
{
    if (!text)
        return;
    buf_addf(out, "%-11s ", label);
    add(out, text);
    buf_add_char(out, '\n');
}

static void
add_decimal(struct buf *out, struct decimal number)
{
    num_add(out, decimal_value(number));
}

static void
add_about(struct buf *out, const struct instrument *instrument)
{
    const struct about *about = instrument->about;

    add(out, instrument->title);
    buf_addf(out, "\n%s, edition %d, ", instrument->id,
             (int)instrument->edition);
    add(out, instrument->lang);
    buf_addf(out, ", digest %.16s\n%s\n\n", instrument->digest.hex,
             status_notes[instrument->status]);
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
add_choices(struct buf *out, const struct response *response)
{
    if (response->multiple)
        buf_add_text(out, " (as many as fit)");
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        buf_add_text(out, i ? ", " : ": ");
        add_decimal(out, choice->value);
        if (decimal_compare(choice->value, choice->score) != 0) {
            buf_add_text(out, " (scores ");
            add_decimal(out, choice->score);
            buf_add_char(out, ')');
        }
        if (choice->label && *choice->label) {
            buf_add_char(out, ' ');
            add(out, choice->label);
        }
    }
}

static void
add_range(struct buf *out, const struct response *response)
{
    buf_add_text(out, ": ");
    add_decimal(out, response->min);
    if (response->low) {
        buf_add_char(out, ' ');
        add(out, response->low);
    }
    buf_add_text(out, " to ");
    add_decimal(out, response->max);
    if (response->high) {
        buf_add_char(out, ' ');
        add(out, response->high);
    }
    if (response->step.units) {
        buf_add_text(out, ", in steps of ");
        add_decimal(out, response->step);
    }
}

static void
add_responses(struct buf *out, const struct instrument *instrument)
{
    static const char *const kinds[] = {
        [RESPONSE_CHOICES] = "choices",
        [RESPONSE_RANGE] = "range",
        [RESPONSE_FREE] = "free text",
        [RESPONSE_DATE] = "date",
    };

    buf_add_text(out, "\nANSWERS\n");
    for (size_t i = 0; i < instrument->n_responses; i++) {
        const struct response *response = &instrument->responses[i];
        buf_addf(out, "  %s, %s", response->id, kinds[response->kind]);
        if (response->kind == RESPONSE_CHOICES)
            add_choices(out, response);
        else if (response->kind == RESPONSE_RANGE)
            add_range(out, response);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < instrument->n_missing_codes; i++) {
        const struct missing_code *code = &instrument->missing_codes[i];
        buf_add_text(out, "  ");
        add_decimal(out, code->code);
        buf_addf(out, " means %s\n", answer_kind_names[code->kind]);
    }
}

/* "heard, total (reversed)": where an item is scored. */
static void
add_item_scales(struct buf *out, const struct instrument *instrument,
                size_t item_idx)
{
    const char *between = "  -> ";

    for (size_t s = 0; s < instrument->n_scales; s++) {
        const struct scale *scale = &instrument->scales[s];
        for (size_t m = 0; m < scale->n_members; m++) {
            const struct member *member = &scale->members[m];
            if (member->item_idx != item_idx)
                continue;
            buf_addf(out, "%s%s", between, scale->id);
            if (decimal_value(member->weight) != 1) {
                buf_add_text(out, " x ");
                add_decimal(out, member->weight);
            }
            if (member->reversed)
                buf_add_text(out, " (reversed)");
            between = ", ";
        }
    }
}

static void
add_item(struct buf *out, const struct instrument *instrument, size_t item_idx)
{
    const struct item *item = &instrument->items[item_idx];

    buf_addf(out, "  %-6s ", item->id);
    if (item->text)
        add(out, item->text);
    else
        buf_addf(out, "item %s of the form",
                 item->number ? item->number : item->id);
    buf_addf(out, "  [%s]", item->response->id);
    add_item_scales(out, instrument, item_idx);
    if (item->is_private)
        buf_add_text(out, "  private");
    if (item->relevant_text) {
        buf_add_text(out, "  asked when ");
        add(out, item->relevant_text);
    }
    buf_add_char(out, '\n');
    for (size_t a = 0; a < item->n_alerts; a++) {
        buf_add_text(out, "         alert when ");
        add(out, item->alerts[a].when_text);
        buf_add_text(out, ": ");
        add(out, item->alerts[a].text);
        buf_add_char(out, '\n');
    }
}

static void
add_items(struct buf *out, const struct instrument *instrument)
{
    for (size_t s = 0; s < instrument->n_sections; s++) {
        const struct section *section = &instrument->sections[s];
        buf_add_text(out, "\nITEMS");
        if (section->title) {
            buf_add_text(out, ": ");
            add(out, section->title);
        }
        buf_add_char(out, '\n');
        if (section->instruction) {
            buf_add_text(out, "  ");
            add(out, section->instruction);
            buf_add_char(out, '\n');
        }
        for (size_t i = 0; i < section->n_items; i++)
            add_item(out, instrument, section->first_item + i);
    }
}

static void
add_rule(struct buf *out, const struct scale *scale)
{
    if (scale->method == METHOD_FORMULA) {
        buf_add_text(out, "    formula ");
        add(out, scale->formula_text);
    } else {
        buf_addf(out, "    %s of ", scale_method_names[scale->method]);
        add(out, scale->items_text);
        if (scale->count_if_text) {
            buf_add_text(out, " that are ");
            add(out, scale->count_if_text);
        }
        if (scale->reversed_text) {
            buf_add_text(out, "; reversed ");
            add(out, scale->reversed_text);
        }
        buf_add_text(out, "; answered at least ");
        add(out, scale->min_answered_text);
    }
    if (scale->not_applicable)
        buf_addf(out, "; not applicable is %s",
                 scale->not_applicable == NOT_APPLICABLE_EXCLUDED ? "excluded"
                                                                  : "counted");
    buf_add_char(out, '\n');
}

static void
add_range_and_direction(struct buf *out, const struct scale *scale)
{
    buf_add_text(out, "    from ");
    num_add(out, scale->lo);
    if (scale->low) {
        buf_add_text(out, " (");
        add(out, scale->low);
        buf_add_char(out, ')');
    }
    buf_add_text(out, " to ");
    num_add(out, scale->hi);
    if (scale->high) {
        buf_add_text(out, " (");
        add(out, scale->high);
        buf_add_char(out, ')');
    }
    buf_addf(out, "; %s; %d decimals", direction_notes[scale->direction],
             (int)scale->decimals);
    if (scale->round != ROUND_NONE)
        buf_addf(out, ", rounded %s before bands",
                 rounding_notes[scale->round]);
    if (scale->is_private)
        buf_add_text(out, "; private");
    if (scale->is_internal)
        buf_add_text(out, "; internal");
    buf_add_char(out, '\n');
}

static void
add_source(struct buf *out, const char *source)
{
    if (source && *source) {
        buf_add_text(out, "  [");
        add(out, source);
        buf_add_char(out, ']');
    }
    buf_add_char(out, '\n');
}

static void
add_bands(struct buf *out, const struct scale *scale)
{
    if (!scale->n_bands)
        return;
    buf_add_text(out, "    bands");
    for (size_t i = 0; i < scale->n_bands; i++) {
        buf_addf(out, "%s from ", i ? "," : "");
        add_decimal(out, scale->bands[i].from);
        buf_addf(out, " %s", scale->bands[i].id);
        if (scale->bands[i].label && *scale->bands[i].label) {
            buf_add_text(out, " (");
            add(out, scale->bands[i].label);
            buf_add_char(out, ')');
        }
    }
    add_source(out, scale->bands_source);
}

static void
add_cutoffs(struct buf *out, const struct scale *scale)
{
    static const char *const methods[] = {
        [CUTOFF_A] = "a", [CUTOFF_B] = "b", [CUTOFF_C] = "c"};

    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        buf_addf(out, "    cut-off %s ", cutoff->id);
        if (cutoff->method == CUTOFF_AT) {
            buf_add_text(out, "at ");
            add_decimal(out, cutoff->point);
        } else {
            buf_addf(out, "by method %s from %s and %s",
                     methods[cutoff->method], cutoff->clinical_id,
                     cutoff->functional_id);
        }
        if (cutoff->excludes_point)
            buf_add_text(out, ", on the point is not beyond");
        add_source(out, cutoff->source);
    }
}

static void
add_norms(struct buf *out, const struct scale *scale)
{
    static const char *const kinds[] = {
        [RELIABILITY_ALPHA] = "alpha",
        [RELIABILITY_OMEGA] = "omega",
        [RELIABILITY_RETEST] = "retest",
    };

    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        buf_addf(out, "    norm %s: mean ", norm->id);
        add_decimal(out, norm->mean);
        buf_add_text(out, ", SD ");
        add_decimal(out, norm->sd);
        buf_addf(out, ", n %d", (int)norm->n);
        add_source(out, norm->source);
    }
    for (size_t i = 0; i < scale->n_reliabilities; i++) {
        const struct reliability *reliability = &scale->reliabilities[i];
        buf_addf(out, "    reliability %s: %s ", reliability->id,
                 kinds[reliability->kind]);
        add_decimal(out, reliability->value);
        buf_addf(out, ", n %d", (int)reliability->n);
        add_source(out, reliability->source);
    }
}

static void
add_scales(struct buf *out, const struct instrument *instrument)
{
    buf_add_text(out, "\nSCALES\n");
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        buf_addf(out, "  %s  ", scale->id);
        add(out, scale->title);
        buf_add_char(out, '\n');
        add_rule(out, scale);
        add_range_and_direction(out, scale);
        add_bands(out, scale);
        add_cutoffs(out, scale);
        add_norms(out, scale);
    }
    for (size_t i = 0; i < instrument->n_classes; i++) {
        const struct class *class = &instrument->classes[i];
        buf_addf(out, "  %s  ", class->id);
        add(out, class->title);
        buf_add_char(out, '\n');
        for (size_t c = 0; c < class->n_cases; c++) {
            buf_addf(out, "    %s ", class->cases[c].id);
            add(out, class->cases[c].label);
            buf_add_text(out,
                         class->cases[c].test_text ? " when " : " otherwise");
            if (class->cases[c].test_text)
                add(out, class->cases[c].test_text);
            buf_add_char(out, '\n');
        }
    }
}

static enum exit_status
show_one(struct context *context, struct library *library,
         const struct show_args *args, const char *name)
{
    const struct instrument *instrument =
        library_load(library, name, args->lang, 0, context->diag);
    struct buf out = {0};

    if (!instrument)
        return EXIT_DONE; /* its problems say the rest */
    add_about(&out, instrument);
    add_responses(&out, instrument);
    add_items(&out, instrument);
    add_scales(&out, instrument);
    buf_addf(&out, "\n%zu worked examples\n", instrument->n_examples);
    bool ok = print_out(buf_str(&out));
    buf_clear(&out);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static enum exit_status
run_show(struct context *context, const void *memory,
         const struct text_list *operands)
{
    const struct show_args *args = memory;
    struct library *library = context_library(context, args->folder);
    enum exit_status status = EXIT_DONE;

    if (!operands->n) {
        diag_add(context->diag, MSG_USAGE, (struct place){0},
                 "which instrument?");
        diag_hint(context->diag, "'attune list' shows what is installed");
    }
    for (size_t i = 0; i < operands->n; i++)
        status = status_graver(
            status, show_one(context, library, args, operands->items[i]));
    print_problems(context->diag, 0,
                   &(struct print_options){.is_plain = context->is_plain});
    return status_graver(status, status_of_problems(context->diag));
}

const struct command cmd_show = {
    .name = "show",
    .summary = "show an instrument in full",
    .operands = "INSTRUMENT...",
    .description =
        "Prints everything that an instrument's file says, so that its author "
        "can proof-read it: items with the scales they go into and which are "
        "reversed, rules, bands, cut-offs, norms, sources.",
    .examples = "# what does it ask, and how is it scored?\n"
                "attune show communication\n",
    .options = show_options,
    .args_size = sizeof(struct show_args),
    .completes = COMPLETES_INSTRUMENT,
    .run = run_show,
};
