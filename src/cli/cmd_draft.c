/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune draft: a first map, wording or questionnaire out of another program's
   files, for a person to read. */
#include "cli/command.h"

#include <string.h>
#include "base/file.h"
#include "base/utf8.h"
#include "cli/form_xml.h"
#include "cli/load.h"
#include "cli/print.h"
#include "exchange/map_draft.h"
#include "instrument/grammar.h"

struct draft_args {
    struct text_list instruments;
    const char *dictionary;
    const char *settings[N_SOURCE_SETTINGS];
    const char *output;
    const char *lang;
    const char *folder;
};

#define AT(member) offsetof(struct draft_args, member)
static const struct option_entry draft_options[] = {
    {"instrument", 'i', OPTION_LIST, AT(instruments), "INSTRUMENT", NULL,
     "of a map: an instrument that was answered: an id or a file; may be "
     "repeated"},
    {"dictionary", 0, OPTION_TEXT, AT(dictionary), "FILE", NULL,
     "what the form's program says of its questions: a data dictionary of "
     "REDCap, a survey of Qualtrics (.qsf), a data file of SPSS"},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE", NULL,
     "of a wording or questionnaire: the language of the form (default: that "
     "of "
     "the skeleton, or en)"},
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write FILE, which must not be there yet (default: standard output)"},
#define SETTING(NAME, word, value, help, needs)                                \
    {word, 0, OPTION_TEXT, AT(settings[SETTING_##NAME]), value, NULL, help},
#include "response/source_settings.def"
    OPTION_INSTRUMENTS(AT(folder)),
    {.name = NULL},
};

/* A file that is drafted, and what to say of it. */
struct drafted {
    struct context *context;
    const struct draft_args *args;
    const struct text_list *operands; /* the first is what is drafted */
    struct dictionary dictionary;
    struct buf text;
    struct buf said;
};

/* ---- a map ---- */

static bool
take_settings(struct drafted *drafted, struct source_settings *settings)
{
    struct context *context = drafted->context;

    for (size_t i = 0; i < N_SOURCE_SETTINGS; i++) {
        const char *text = drafted->args->settings[i];
        const char *problem = text ? source_settings_put(
                                  settings, str_from(source_setting_names[i]),
                                  str_from(text), context->arena)
                                   : NULL;
        if (problem)
            return context_refuse(context, NULL, "--%s, not '%s'", problem,
                                  text);
    }
    return true;
}

static void
say_map(const struct map_draft *draft, struct buf *said)
{
    PRINT_ADD_COUNTS(said, "# of # [item|items] found", draft->n_found,
                     draft->n_items);
    if (draft->n_guessed)
        PRINT_ADD_COUNTS(said, ", # of them a guess", draft->n_guessed);
    if (draft->n_to_read)
        PRINT_ADD_COUNTS(said,
                         "; # [line begins|lines begin] with '?': nothing is "
                         "scored until they were read",
                         draft->n_to_read);
    buf_add_char(said, '\n');
}

static bool
load(struct drafted *drafted, struct map_draft *draft)
{
    struct context *context = drafted->context;
    const struct text_list *named = &drafted->args->instruments;
    struct library *library = context_library(context, drafted->args->folder);
    const struct instrument **instruments =
        ARENA_ARRAY(context->arena, named->n, const struct instrument *);

    for (size_t i = 0; i < named->n; i++) {
        const struct instrument *instrument =
            library_load(library, named->items[i], NULL, 0, context->diag);
        if (!instrument)
            return false;
        instruments[i] = library_with_words(library, instrument, context->diag);
    }
    draft->instruments = draft->worded = instruments;
    draft->n_instruments = named->n;
    return true;
}

static bool
draft_map(struct drafted *drafted)
{
    struct context *context = drafted->context;
    const struct text_list *operands = drafted->operands;
    struct source_settings settings = {0};
    struct map_draft draft = {.paths = operands->items + 1,
                              .n_paths = operands->n - 1,
                              .settings = &settings,
                              .arena = context->arena};

    if (operands->n < 2 || !drafted->args->instruments.n)
        return context_refuse(context,
                              "attune draft map export.csv -i communication",
                              operands->n < 2 ? "a map of which file?"
                                              : "a map to which instrument?");
    if (drafted->args->dictionary)
        draft.dictionary = &drafted->dictionary;
    bool ok = take_settings(drafted, &settings) && load(drafted, &draft)
              && map_draft_make(&draft, context->diag);
    if (ok)
        say_map(&draft, &drafted->said);
    drafted->text = draft.text;
    return ok;
}

/* ---- words, and questionnaires ---- */

static struct form_draft
form_draft_of(const struct drafted *drafted, const char *lang)
{
    return (struct form_draft){.dictionary = &drafted->dictionary,
                               .lang = drafted->args->lang ? drafted->args->lang
                                                           : lang,
                               .arena = drafted->context->arena};
}

static bool
check_operands(const struct drafted *drafted, const char *what,
               const char *hint)
{
    if (drafted->operands->n == 2 && drafted->args->dictionary)
        return true;
    return context_refuse(
        drafted->context, hint, "%s",
        drafted->operands->n == 2 ? "--dictionary names the form" : what);
}

static bool
draft_wording(struct drafted *drafted)
{
    struct context *context = drafted->context;

    if (!check_operands(drafted, "a wording of which instrument?",
                        "attune draft wording phq-9 --dictionary project.csv "
                        "-o phq-9.en.xml"))
        return false;
    const struct instrument *instrument =
        library_load(context_library(context, drafted->args->folder),
                     drafted->operands->items[1], NULL, 0, context->diag);
    if (!instrument)
        return false;
    struct form_draft draft = form_draft_of(drafted, instrument->lang);
    if (!form_xml_check_language(context, draft.lang, instrument,
                                 "--lang names the form's language"))
        return false;
    form_xml_draft_wording(&draft, instrument);
    if (!draft.n_found)
        map_draft_add_nothing(drafted->args->dictionary, instrument,
                              context->diag);
    drafted->text = draft.text;
    drafted->said = draft.said;
    return true;
}

static bool
draft_instrument(struct drafted *drafted)
{
    struct form_draft draft = form_draft_of(drafted, "en");

    if (!check_operands(drafted, "which id shall it have?",
                        "attune draft instrument my-form --dictionary "
                        "project.csv -o my-form.xml")
        || !form_xml_check_language(drafted->context, draft.lang, NULL, NULL))
        return false;
    const char *id = drafted->operands->items[1];
    if (!schema_is_id(str_from(id)))
        return context_refuse(drafted->context,
                              "a letter a-z, then up to 63 of a-z, 0-9, _ and "
                              "-",
                              "'%s' is no id", id);
    form_xml_draft_instrument(&draft, id);
    drafted->text = draft.text;
    drafted->said = draft.said;
    return true;
}

/* ---- all of them ---- */

static const struct {
    const char *word;
    bool (*draft)(struct drafted *drafted);
} kinds[] = {
    {"map", draft_map},
    {"wording", draft_wording},
    {"instrument", draft_instrument},
};

static bool
draft_one(struct drafted *drafted)
{
    struct context *context = drafted->context;
    const char *word = drafted->operands->n ? drafted->operands->items[0] : "";
    const char *dictionary = drafted->args->dictionary;

    for (size_t i = 0; i < N_ELEMENTS(kinds); i++)
        if (strcmp(word, kinds[i].word) == 0)
            return (!dictionary
                    || dictionary_read(dictionary, &drafted->dictionary,
                                       context->arena, context->diag))
                   && kinds[i].draft(drafted);
    return context_refuse(
        context,
        "attune draft map FILE -i INSTRUMENT, attune draft wording INSTRUMENT "
        "--dictionary FILE, attune draft instrument ID --dictionary FILE",
        "a draft of what?");
}

static void
write_drafted(struct drafted *drafted)
{
    const char *path = drafted->args->output ? drafted->args->output : "-";
    struct buf said = {0};

    if (!form_xml_write(drafted->context, path, buf_str(&drafted->text)))
        return;
    if (!file_is_stream(path)) {
        utf8_add_shown(&said, str_from(path));
        buf_add_text(&said, ": ");
    }
    buf_add(&said, buf_str(&drafted->said));
    print_said(&said);
}

static enum exit_status
run_draft(struct context *context, const void *memory,
          const struct text_list *operands)
{
    struct drafted drafted = {
        .context = context, .args = memory, .operands = operands};

    if (draft_one(&drafted))
        write_drafted(&drafted);
    buf_clear(&drafted.text);
    buf_clear(&drafted.said);
    return EXIT_DONE;
}

const struct command cmd_draft = {
    .name = "draft",
    .summary = "draft a map, a wording or a questionnaire from a form",
    .operands = "map FILE... | wording INSTRUMENT | instrument ID",
#include "cli/manual/draft.inc"
    .options = draft_options,
    .args_size = sizeof(struct draft_args),
    .run = run_draft,
};
