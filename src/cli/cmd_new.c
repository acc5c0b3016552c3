/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune new: files to start from.  A questionnaire whose comments say what the
   grammar takes, and a wording with every text that is to be translated. */
#include "cli/command.h"

#include <string.h>
#include "base/file.h"
#include "base/utf8.h"
#include "cli/form_xml.h"
#include "cli/print.h"
#include "instrument/grammar.h"
#include "instrument/wording.h"

enum { WIDTH = 79, COMMENT_INDENT = 7 };

struct new_args {
    const char *output;
    const char *folder;
};

#define AT(member) offsetof(struct new_args, member)
static const struct option_entry new_options[] = {
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write FILE, which must not be there yet (default: ID.xml, "
     "ID.LANGUAGE.xml; -: standard output)"},
    OPTION_INSTRUMENTS(AT(folder)),
    {.name = NULL},
};

/* A file that is made, and what to say of it. */
struct made {
    struct context *context;
    const struct new_args *args;
    struct buf text;
    const char *name; /* of the file, where none was named */
    struct buf said;
};

static const char *
path_of(const struct made *made)
{
    return made->args->output ? made->args->output : made->name;
}

static const char *
last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* ---- an instrument ---- */

/* The file new_instrument.xml: {id} is its id, and {E} what the grammar says of
   the attributes of an element E.  Comments whose marks stand alone on their
   lines hold what is right once these two lines are gone; a test takes all
   away. */
static const char instrument_text[] =
#include "cli/new_instrument.xml.inc"
    ;

static const struct schema_element *
element_find(const struct schema_element *from, struct str name)
{
    const struct schema_element *found = NULL;

    if (str_is(name, from->name))
        return from;
    for (const struct schema_child *child = from->children;
         child && child->element && !found; child++)
        found = element_find(child->element, name);
    return found;
}

/* A word of a comment; one that would be too long for its line begins the
   next. */
static void
add_word(struct buf *out, const char *word)
{
    size_t column = 0;

    while (column < out->len && out->bytes[out->len - column - 1] != '\n')
        column++;
    if (column + 1 + strlen(word) > WIDTH)
        buf_addf(out, "\n%*s%s", COMMENT_INDENT, "", word);
    else
        buf_addf(out, "%s%s",
                 column && out->bytes[out->len - 1] != ' ' ? " " : "", word);
}

/* "name" or "name (one | other)", and what stands behind it. */
static void
add_attribute(struct buf *out, const struct schema_attribute *attribute,
              const char *behind)
{
    static const char *const yes_no[] = {"yes", "no", NULL};
    const char *const *names =
        attribute->kind == SCHEMA_YES_NO ? yes_no : attribute->names;
    struct buf word SCOPED(buf_clear) = {0};

    buf_addf(&word, "%s%s", attribute->name, names ? "" : behind);
    add_word(out, buf_text(&word));
    for (size_t i = 0; names && names[i]; i++) {
        buf_empty(&word);
        buf_addf(&word, "%s%s%s", i ? "" : "(", names[i],
                 names[i + 1] ? " |" : ")");
        buf_add_text(&word, names[i + 1] ? "" : behind);
        add_word(out, buf_text(&word));
    }
}

static const struct schema_attribute *
last_attribute(const struct schema_element *element, bool required)
{
    const struct schema_attribute *last = NULL;

    for (const struct schema_attribute *each = element->attributes;
         each && each->name; each++)
        last = each->required == required ? each : last;
    return last;
}

/* "needs id, method (...)": those that are needed, or those that are not. */
static void
add_attributes(struct buf *out, const struct schema_element *element,
               bool required, const char *verb, const char *behind)
{
    const struct schema_attribute *last = last_attribute(element, required);

    if (last)
        add_word(out, verb);
    for (const struct schema_attribute *each = element->attributes;
         last && each <= last; each++)
        if (each->required == required)
            add_attribute(out, each, each == last ? behind : ",");
}

static void
add_element(struct buf *out, struct str name)
{
    const struct schema_element *element =
        element_find(&grammar_instrument, name);

    add_word(out, element->name);
    add_attributes(out, element, true, "needs",
                   last_attribute(element, false) ? ";" : "");
    add_attributes(out, element, false, "may have", "");
}

static void
add_skeleton(struct buf *out, const char *id)
{
    for (const char *at = instrument_text; *at; at++) {
        struct str name = {at + 1, strcspn(at, "}") - 1};
        if (*at == '{' && str_is(name, "id"))
            buf_add_text(out, id);
        else if (*at == '{')
            add_element(out, name);
        else
            buf_add_char(out, *at);
        at += *at == '{' ? name.len + 1 : 0;
    }
}

static bool
make_instrument(struct made *made, const char *id)
{
    struct context *context = made->context;

    if (!schema_is_id(str_from(id)))
        return context_refuse(context,
                              "a letter a-z, then up to 63 of a-z, 0-9, _ and "
                              "-: attune new instrument my-form",
                              "'%s' is no id", id);
    add_skeleton(&made->text, id);
    made->name = arena_printf(context->arena, "%s.xml", id);
    buf_add_text(&made->said, "put in your words, and look: attune check ");
    utf8_add_shell_word(&made->said, path_of(made));
    buf_add_char(&made->said, '\n');
    return true;
}

/* ---- a wording ---- */

static void
add_wording(struct buf *out, const struct instrument *instrument,
            const struct wording_texts *texts, const char *lang)
{
    buf_addf(out,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<!-- Each comment holds the original: write the words of this "
             "language behind\n"
             "     it.  What is left empty keeps the original; 'attune check' "
             "counts it. -->\n"
             "<wording xmlns=\"" INSTRUMENT_NAMESPACE "\" for=\"%s\"\n"
             "         edition=\"%d\" xml:lang=\"%s\">\n",
             instrument->id, (int)instrument->edition, lang);
    if (instrument->status == STATUS_SKELETON)
        buf_add_text(out,
                     "  <!-- The skeleton has hardly any words.  Where the "
                     "form has them, a section\n"
                     "       also takes <title>, <notice> and <instruction>, a "
                     "scale and a range <low>\n"
                     "       and <high>, the whole <notice> and <thanks>. "
                     "-->\n");
    form_xml_add_texts(out, texts, NULL, NULL);
    buf_add_text(out, "</wording>\n");
}

/* "folder/being-heard.xml" makes "being-heard.es.xml". */
static const char *
wording_name(const struct instrument *instrument, const char *lang,
             struct arena *arena)
{
    const char *name = last_part(instrument->path);
    size_t len = strlen(name);

    if (len > 4 && strcmp(name + len - 4, ".xml") == 0)
        len -= 4;
    return arena_printf(arena, "%.*s.%s.xml", (int)len, name, lang);
}

static bool
make_wording(struct made *made, const char *name, const char *lang)
{
    struct context *context = made->context;
    struct wording_texts texts = {0};
    const struct instrument *instrument =
        library_load(context_library(context, made->args->folder), name, NULL,
                     0, context->diag);

    if (!instrument
        || !form_xml_check_language(context, lang, instrument,
                                    "a wording is for another language"))
        return false;
    wording_list(instrument, &texts, context->arena);
    add_wording(&made->text, instrument, &texts, lang);
    made->name = wording_name(instrument, lang, context->arena);
    PRINT_ADD_COUNTS(&made->said,
                     "# [text|texts] to write; it counts once it lies beside ",
                     texts.n);
    utf8_add_shown(&made->said, str_from(instrument->path));
    if (strcmp(last_part(path_of(made)), made->name) != 0)
        buf_addf(&made->said, " as %s", made->name);
    buf_add_char(&made->said, '\n');
    return true;
}

/* ---- both ---- */

static bool
make(struct made *made, const struct text_list *operands)
{
    const char *const *words = operands->items;

    if (operands->n == 2 && strcmp(words[0], "instrument") == 0)
        return make_instrument(made, words[1]);
    if (operands->n == 3 && strcmp(words[0], "wording") == 0)
        return make_wording(made, words[1], words[2]);
    return context_refuse(
        made->context,
        "attune new instrument ID, attune new wording INSTRUMENT LANGUAGE",
        "a new what?");
}

/* What was made on standard output needs no word more. */
static void
write_made(struct made *made)
{
    const char *path = path_of(made);
    struct buf said = {0};

    if (!form_xml_write(made->context, path, buf_str(&made->text))
        || file_is_stream(path))
        return;
    utf8_add_shown(&said, str_from(path));
    buf_addf(&said, ": %s", buf_text(&made->said));
    print_said(&said);
}

static enum exit_status
run_new(struct context *context, const void *memory,
        const struct text_list *operands)
{
    struct made made = {.context = context, .args = memory};

    if (make(&made, operands))
        write_made(&made);
    buf_clear(&made.text);
    buf_clear(&made.said);
    return EXIT_DONE;
}

const struct command cmd_new = {
    .name = "new",
    .summary = "make a questionnaire, or a translation, to start from",
    .operands = "instrument ID | wording INSTRUMENT LANGUAGE",
#include "cli/manual/new.inc"
    .options = new_options,
    .args_size = sizeof(struct new_args),
    .needs = WRITES_HERE,
    .run = run_new,
};
