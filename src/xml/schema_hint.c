/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through grammar tables for what an author may have meant. */
#include "xml/schema_hint.h"

#include <assert.h>
#include "base/buf.h"
#include "xml/schema_value.h"

/* The nearest of 'names', or all of them when they are few. */
static void
hint_names(struct diag *diag, const char *word, const char *const *names,
           size_t n)
{
    const char *nearest = str_nearest(str_from(word), names, n);
    if (nearest) {
        diag_hint(diag, "did you mean '%s'?", nearest);
        return;
    }
    struct buf list = {0};
    schema_value_list(&list, names, n);
    if (n)
        diag_hint(diag, "allowed here: %s", buf_text(&list));
    buf_clear(&list);
}

void
schema_hint_attribute(struct diag *diag, const char *word,
                      const struct schema_attribute *attributes)
{
    const char *names[SCHEMA_LIMIT_CHILDREN];
    size_t n = 0;
    while (attributes && attributes[n].name) {
        assert(n < N_ELEMENTS(names));
        names[n] = attributes[n].name;
        n++;
    }
    if (n)
        hint_names(diag, word, names, n);
    else
        diag_hint(diag, "this element has no attributes");
}

/* ---- elements that stand elsewhere ---- */

/* The elements in which one of that name stands. */
struct homes {
    const char *word;
    const char *names[SCHEMA_LIMIT_CHILDREN];
    size_t n;
    const char *before; /* what stands before it in the last; NULL: nothing */
};

static void
add_home(struct homes *homes, const struct schema_element *rule,
         const struct schema_child *child)
{
    for (size_t i = 0; i < homes->n; i++)
        if (strcmp(homes->names[i], rule->name) == 0)
            return;
    if (homes->n == N_ELEMENTS(homes->names))
        return;
    homes->names[homes->n++] = rule->name;
    const struct schema_child *before = NULL;
    const struct schema_child *each = rule->children;
    for (; each->element; each++)
        if (each->rank < child->rank && (!before || each->rank >= before->rank))
            before = each;
    homes->before = before ? before->element->name : NULL;
}

static void
find_homes(struct homes *homes, const struct schema_element *rule)
{
    const struct schema_child *child = rule->children;
    for (; child && child->element; child++) {
        if (strcmp(child->element->name, homes->word) == 0)
            add_home(homes, rule, child);
        find_homes(homes, child->element);
    }
}

static void
hint_homes(struct diag *diag, const struct homes *homes)
{
    struct buf list = {0};
    schema_value_list(&list, homes->names, homes->n);
    if (homes->n == 1 && homes->before)
        buf_addf(&list, ", behind '%s'", homes->before);
    diag_hint(diag, "it stands in %s", buf_text(&list));
    buf_clear(&list);
}

void
schema_hint_child(struct diag *diag, const char *word,
                  const struct schema_element *rule,
                  const struct schema_element *root)
{
    struct homes homes = {.word = word};
    const char *names[SCHEMA_LIMIT_CHILDREN];
    size_t n = 0;
    find_homes(&homes, root);
    while (rule->children && rule->children[n].element) {
        assert(n < N_ELEMENTS(names));
        names[n] = rule->children[n].element->name;
        n++;
    }
    if (!n && rule->text != SCHEMA_NO_TEXT)
        diag_hint(diag, "'%s' holds plain text, without markup", rule->name);
    else if (homes.n)
        hint_homes(diag, &homes);
    else if (n)
        hint_names(diag, word, names, n);
    else
        diag_hint(diag, "'%s' holds no other elements", rule->name);
}
