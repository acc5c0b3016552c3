/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An XML part of a data file, told tag by tag: those of a spreadsheet hold
   millions of elements, of which no tree is made.  The same guards as of
   xml.h, but for the number of elements; no places, since nobody sees the
   bytes. */
#ifndef ATTUNE_XML_XML_WALK_H
#define ATTUNE_XML_XML_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/str.h"

struct xml_tag {
    const char *name; /* without prefix */
    const char *ns;   /* "" for none */
    const void *attributes;
    size_t n_attributes;
};

/* The value of the attribute of that name, whatever its prefix; .bytes NULL
   where the tag has none.  Good until the next call of the walker. */
struct str xml_tag_value(const struct xml_tag *tag, const char *name);

struct xml_walker {
    /* False stops the walk. */
    bool (*begin)(void *aux, const struct xml_tag *tag);
    bool (*end)(void *aux, const char *name, const char *ns);
    /* A text may come in pieces.  NULL: none is asked for. */
    void (*text)(void *aux, struct str text);
    void *aux;
};

/* False where the bytes are no such XML: then '*why' says so in a few words,
   which may be the arena's; or where the walker stopped: then it is NULL. */
bool xml_walk(struct str bytes, const struct xml_walker *walker,
              struct arena *arena, const char **why) MUST_USE;

#endif
