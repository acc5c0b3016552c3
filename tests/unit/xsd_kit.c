/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The two verdicts; see xsd_kit.h. */

#include "xsd_kit.h"

#include <libxml/parser.h>
#include <string.h>

#include "base/file.h"
#include "instrument/grammar.h"
#include "unit.h"
#include "xml/schema.h"

const char *
xsd_path(void)
{
    return unit_data("../../instruments/instrument.xsd");
}

int
xsd_open(void **state)
{
    xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(xsd_path());
    xmlSchema *schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    *state = schema;
    return schema ? 0 : -1;
}

int
xsd_close(void **state)
{
    xmlSchemaFree(*state);
    return 0;
}

static void
pass_over(void *aux, xmlError *error)
{
    (void)aux;
    (void)error;
}

bool
xsd_accepts(xmlSchema *schema, const char *text)
{
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), NULL, "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_NOERROR);
    if (!doc)
        fail_msg("not well formed: %s", text);
    xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
    xmlSchemaSetValidStructuredErrors(validator,
                                      (xmlStructuredErrorFunc)pass_over, NULL);
    int verdict = xmlSchemaValidateDoc(validator, doc);
    assert_true(verdict >= 0);
    xmlSchemaFreeValidCtxt(validator);
    xmlFreeDoc(doc);
    return verdict == 0;
}

bool
attune_accepts(const char *text)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    const struct xml_element *root =
        xml_read("x.xml", str_from(text), INSTRUMENT_NAMESPACE, arena, diag);
    bool accepts = false;
    if (root) {
        const struct schema_element *rule = strcmp(root->name, "wording") == 0
                                                ? &grammar_wording
                                                : &grammar_instrument;
        void *raw = arena_alloc(arena, 1, rule->size);
        accepts = schema_read(rule, root, raw, arena, diag);
    }
    diag_free(diag);
    arena_free(arena);
    return accepts;
}

void
xsd_compare(xmlSchema *schema, const char *text, const char *what,
            struct tally *tally)
{
    bool accepts = attune_accepts(text);
    if (xsd_accepts(schema, text) != accepts)
        fail_msg("%s: attune %s, the schema does not:\n%s", what,
                 accepts ? "accepts" : "refuses", text);
    if (accepts)
        tally->n_accepted++;
    else
        tally->n_refused++;
}

const char *
xsd_whole_file(enum whole_file file, struct arena *arena)
{
    static const char *const names[] = {"every-part.xml", "every-part.es.xml"};
    struct diag *diag = diag_new();
    struct str bytes;
    if (!file_read_whole(unit_data(names[file]), 1 << 20, arena, &bytes, diag))
        fail_msg("cannot read '%s'", names[file]);
    diag_free(diag);
    return arena_text(arena, bytes);
}
