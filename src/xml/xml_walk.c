/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libxml2's events, behind the guard; see xml_walk.h. */
#include "xml/xml_walk.h"

#include <libxml/parser.h>
#include "base/diag.h"
#include "base/utf8.h"
#include "xml/xml_document.h"

enum {
    STEP_SIZE = 64 << 10, /* bytes given to the parser at once */
    /* What libxml2 tells of an attribute: */
    LOCAL = 0,
    VALUE = 3,
    VALUE_END = 4,
    N_TOLD = 5
};

struct walk {
    const struct xml_walker *walker;
    xmlParserCtxt *parser;
    bool is_stopped;
    bool is_malformed;
};

struct str
xml_tag_value(const struct xml_tag *tag, const char *name)
{
    const xmlChar *const *told = tag->attributes;

    for (size_t i = 0; i < tag->n_attributes; i++, told += N_TOLD)
        if (strcmp((const char *)told[LOCAL], name) == 0)
            return (struct str){(const char *)told[VALUE],
                                (size_t)(told[VALUE_END] - told[VALUE])};
    return (struct str){0};
}

static void
stop_unless(struct walk *walk, bool goes_on)
{
    if (goes_on)
        return;
    walk->is_stopped = true;
    xmlStopParser(walk->parser);
}

static const char *
text_of(const xmlChar *text)
{
    return text ? (const char *)text : "";
}

static void
on_begin(void *aux, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *ns, int n_namespaces, const xmlChar **namespaces,
         int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct walk *walk = aux;
    const struct xml_tag tag = {text_of(name), text_of(ns), attributes,
                                (size_t)n_attributes};

    (void)prefix;
    (void)n_namespaces;
    (void)namespaces;
    (void)n_defaulted;
    if (!walk->is_stopped)
        stop_unless(walk, walk->walker->begin(walk->walker->aux, &tag));
}

static void
on_end(void *aux, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns)
{
    struct walk *walk = aux;

    (void)prefix;
    if (!walk->is_stopped)
        stop_unless(walk, walk->walker->end(walk->walker->aux, text_of(name),
                                            text_of(ns)));
}

static void
on_text(void *aux, const xmlChar *text, int len)
{
    struct walk *walk = aux;

    if (walk->walker->text && !walk->is_stopped)
        walk->walker->text(walk->walker->aux,
                           (struct str){text_of(text), (size_t)len});
}

/* The guard has refused them; if one gets past it after all, this stops the
   parser before it reads a declaration. */
static void
on_doctype(void *aux, const xmlChar *name, const xmlChar *external,
           const xmlChar *system)
{
    struct walk *walk = aux;

    (void)name;
    (void)external;
    (void)system;
    walk->is_malformed = true;
    stop_unless(walk, false);
}

#if LIBXML_VERSION < 21200
static void
on_error(void *aux, xmlError *error)
#else
static void
on_error(void *aux, const xmlError *error)
#endif
{
    struct walk *walk = aux;

    walk->is_malformed |= error->level >= XML_ERR_ERROR;
}

static void
feed(struct walk *walk, struct str bytes)
{
    for (size_t at = 0; at < bytes.len && !walk->is_stopped;) {
        size_t n = bytes.len - at < STEP_SIZE ? bytes.len - at : STEP_SIZE;

        if (xmlParseChunk(walk->parser, bytes.bytes + at, (int)n, 0))
            walk->is_malformed = true;
        if (walk->is_malformed)
            return;
        at += n;
    }
    if (!walk->is_stopped && xmlParseChunk(walk->parser, NULL, 0, 1))
        walk->is_malformed = true;
}

/* With entities put in: of those there are the five, and the values of
   attributes would keep references to '&' otherwise. */
static void
parse(struct walk *walk, struct str bytes)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = on_doctype,
        .startElementNs = on_begin,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .serror = on_error,
    };

    xml_prepare_library();
    walk->parser = xmlCreatePushParserCtxt(&handler, walk, NULL, 0, NULL);
    xmlCtxtUseOptions(walk->parser, XML_PARSE_NONET | XML_PARSE_NOENT
                                        | XML_PARSE_HUGE | XML_PARSE_NOERROR
                                        | XML_PARSE_NOWARNING);
    feed(walk, bytes);
    if (!walk->is_stopped && !walk->parser->wellFormed)
        walk->is_malformed = true;
    xmlFreeDoc(walk->parser->myDoc);
    xmlFreeParserCtxt(walk->parser);
    xmlResetLastError();
}

/* What the guard says of them, in its words; NULL: nothing. */
static const char *
guard_says(struct str bytes, struct arena *arena)
{
    const struct xml_document document = {.bytes = bytes, .is_data = true};
    struct diag *diag SCOPED(diag_drop) = diag_new();

    if (xml_guard(&document, diag))
        return NULL;
    const struct diagnostic *problem = diag_get(diag, 0);
    return arena_printf(arena, "%s%s%s", message_words(problem->message),
                        problem->detail ? ": " : "",
                        problem->detail ? problem->detail : "");
}

bool
xml_walk(struct str bytes, const struct xml_walker *walker, struct arena *arena,
         const char **why)
{
    struct walk walk = {.walker = walker};

    bytes = str_skip(bytes, utf8_mark_len(bytes));
    *why = guard_says(bytes, arena);
    if (*why)
        return false;
    parse(&walk, bytes);
    if (walk.is_malformed)
        *why = "not well-formed XML";
    return !walk.is_malformed && !walk.is_stopped;
}
