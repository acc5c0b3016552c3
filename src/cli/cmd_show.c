/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune show: one instrument in full, for its author to proof-read. */
#include "cli/command.h"

#include "cli/codebook.h"
#include "cli/print.h"
#include "cli/show_scales.h"
#include "cli/shown.h"

struct show_args {
    const char *lang;
    const char *folder;
    bool codebook;
};

#define AT(member) offsetof(struct show_args, member)
static const struct option_entry show_options[] = {
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE",
     "in this language, where a wording file has it", NULL, COMPLETES_NOTHING},
    {"codebook", 0, OPTION_FLAG, AT(codebook), NULL,
     "the columns that 'attune score' makes of it, as CSV", NULL,
     COMPLETES_NOTHING},
    {"instruments", 0, OPTION_TEXT, AT(folder), "FOLDER",
     "look for instruments in FOLDER first", NULL, COMPLETES_FOLDER},
    {.name = NULL},
};

static const char *const status_notes[] = {
    [STATUS_UNVALIDATED] = "not validated: no norms exist for it",
    [STATUS_VALIDATED] = "validated",
    [STATUS_SKELETON] = "a skeleton: keys and rules without the wording",
};

/* "label  text", when there is a text. */
static void
add_line(struct buf *out, const char *label, const char *text)
{
    if (!text)
        return;
    buf_addf(out, "%-11s ", label);
    shown_add(out, text);
    buf_add_char(out, '\n');
}

static void
add_about(struct buf *out, const struct instrument *instrument)
{
    const struct about *about = instrument->about;

    shown_add(out, instrument->title);
    buf_addf(out, "\n%s, edition %d, ", instrument->id,
             (int)instrument->edition);
    shown_add(out, instrument->lang);
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
        shown_add_decimal(out, choice->value);
        if (choice->missing) {
            buf_addf(out, " (%s)", answer_kind_names[choice->missing]);
        } else if (decimal_compare(choice->value, choice->score) != 0) {
            buf_add_text(out, " (scores ");
            shown_add_decimal(out, choice->score);
            buf_add_char(out, ')');
        }
        if (choice->label && *choice->label) {
            buf_add_char(out, ' ');
            shown_add(out, choice->label);
        }
    }
}

static void
add_range(struct buf *out, const struct response *response)
{
    buf_add_text(out, ": ");
    shown_add_decimal(out, response->min);
    if (response->low) {
        buf_add_char(out, ' ');
        shown_add(out, response->low);
    }
    buf_add_text(out, " to ");
    shown_add_decimal(out, response->max);
    if (response->high) {
        buf_add_char(out, ' ');
        shown_add(out, response->high);
    }
    if (response->unit) {
        buf_add_char(out, ' ');
        shown_add(out, response->unit);
    }
    if (response->step.units) {
        buf_add_text(out, ", in steps of ");
        shown_add_decimal(out, response->step);
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
        shown_add_decimal(out, code->code);
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
                shown_add_decimal(out, member->weight);
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
        shown_add(out, item->text);
    else
        buf_addf(out, "item %s of the form",
                 item->number ? item->number : item->id);
    buf_addf(out, "  [%s]", item->response->id);
    add_item_scales(out, instrument, item_idx);
    if (item->is_private)
        buf_add_text(out, "  private");
    if (item->required)
        buf_add_text(out, "  asked once more when left blank");
    if (item->relevant_text) {
        buf_add_text(out, "  asked when ");
        shown_add(out, item->relevant_text);
    }
    buf_add_char(out, '\n');
    for (size_t a = 0; a < item->n_alerts; a++) {
        buf_add_text(out, "         alert when ");
        shown_add(out, item->alerts[a].when_text);
        buf_add_text(out, ": ");
        shown_add(out, item->alerts[a].text);
        if (item->alerts[a].lists_unanswered)
            buf_add_text(out, "  (a blank is listed)");
        buf_add_char(out, '\n');
    }
}

static void
add_indented(struct buf *out, const char *text)
{
    if (!text)
        return;
    buf_add_text(out, "  ");
    shown_add(out, text);
    buf_add_char(out, '\n');
}

static void
add_items(struct buf *out, const struct instrument *instrument)
{
    for (size_t s = 0; s < instrument->n_sections; s++) {
        const struct section *section = &instrument->sections[s];
        buf_add_text(out, "\nITEMS");
        if (section->title) {
            buf_add_text(out, ": ");
            shown_add(out, section->title);
        }
        buf_add_char(out, '\n');
        add_indented(out, section->notice);
        add_indented(out, section->instruction);
        for (size_t i = 0; i < section->n_items; i++)
            add_item(out, instrument, section->first_item + i);
    }
}

static void
show_one(struct context *context, struct library *library,
         const struct show_args *args, const char *name)
{
    const struct instrument *instrument =
        library_load(library, name, args->lang, 0, context->diag);
    struct buf out = {0};

    if (!instrument)
        return; /* its problems say the rest */
    add_about(&out, instrument);
    add_responses(&out, instrument);
    add_items(&out, instrument);
    show_scales_add(&out, instrument);
    buf_addf(&out, "\n%zu worked examples\n", instrument->n_examples);
    print_out(context, buf_str(&out));
    buf_clear(&out);
}

/* All of them as they are scored together; nothing when one cannot be
   loaded, since the names of the columns depend on all. */
static void
show_codebook(struct context *context, struct library *library,
              const struct show_args *args, const struct text_list *names)
{
    struct arena *arena = arena_new();
    const struct instrument **instruments =
        ARENA_ARRAY(arena, names->n, const struct instrument *);
    size_t n = 0;
    for (size_t i = 0; i < names->n; i++) {
        const struct instrument *instrument = library_load(
            library, names->items[i], args->lang, 0, context->diag);
        if (instrument)
            instruments[n++] = instrument;
    }
    struct buf out = {0};
    if (n && n == names->n)
        codebook_add(&out, instruments, n, arena);
    print_rows(context, buf_str(&out));
    buf_clear(&out);
    arena_free(arena);
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
    .description =
        "Prints everything that an instrument's file says, so that its author "
        "can proof-read it: items with the scales they go into and which are "
        "reversed, rules, bands, cut-offs, norms, sources.  --codebook prints "
        "instead, for who analyses scores, a table of the columns that score "
        "makes: meaning, range, codes.",
    .examples = "# what does it ask, and how is it scored?\n"
                "attune show communication\n"
                "# what stands in the columns of scores.csv?\n"
                "attune show --codebook communication >codebook.csv\n",
    .options = show_options,
    .args_size = sizeof(struct show_args),
    .completes = COMPLETES_INSTRUMENT,
    .run = run_show,
};
