/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune show: one instrument in full, for its author to proof-read. */
#include "cli/command.h"

#include "base/utf8.h"
#include "cli/codebook.h"
#include "cli/print.h"
#include "cli/show_scales.h"

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
    OPTION_INSTRUMENTS(AT(folder)),
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
                 show_number(show, choice->value));
        if (choice->missing)
            buf_addf(out, " (%s)", answer_kind_names[choice->missing]);
        else if (decimal_compare(choice->value, choice->score) != 0)
            buf_addf(out, " (scores %s)", show_number(show, choice->score));
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

    buf_addf(out, ": %s", show_number(show, response->min));
    add_word(out, response->low);
    buf_addf(out, " to %s", show_number(show, response->max));
    add_word(out, response->high);
    add_word(out, response->unit);
    if (response->step.units)
        buf_addf(out, ", in steps of %s", show_number(show, response->step));
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
        buf_addf(&show->out, "  %s means %s\n", show_number(show, code->code),
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
                         show_number(show, member->weight));
            if (member->reversed)
                buf_add_text(&show->out, " (reversed)");
            between = ", ";
        }
    }
}

static void
add_item(struct show *show, const struct instrument *instrument,
         size_t item_idx)
{
    const struct item *item = &instrument->items[item_idx];
    struct buf *out = &show->out;

    buf_addf(out, "  %-6s ", item->id);
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

static void
show_one(struct context *context, struct library *library,
         const struct show_args *args, const char *name)
{
    const struct instrument *instrument =
        library_load(library, name, args->lang, 0, context->diag);
    struct show show = {.arena = context->arena};
    struct buf shown = {0};

    if (!instrument)
        return; /* its problems say the rest */
    add_about(&show.out, instrument);
    add_responses(&show, instrument);
    add_items(&show, instrument);
    show_scales(&show, instrument);
    buf_addf(&show.out, "\n%zu worked examples\n", instrument->n_examples);
    utf8_add_shown_lines(&shown, buf_str(&show.out));
    print_out(context, buf_str(&shown));
    buf_clear(&shown);
    buf_clear(&show.out);
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
