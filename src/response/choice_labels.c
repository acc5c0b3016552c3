/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words are compared as folded; see choice_labels.h. */
#include "response/choice_labels.h"

#include <stdint.h>
#include "base/fold.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

/* No choice of a questionnaire is as long. */
enum { LIMIT_LABEL_SIZE = 4096 };

struct choice_labels {
    struct map *folded;     /* -> position */
    struct map *of_several; /* those of the folded that are */
    struct map *seen;       /* as they are written */
    struct VEC(struct str) written;
};

static bool
is_no_break(uint32_t character)
{
    enum { NO_BREAK = 0xa0, FIGURE = 0x2007, NARROW = 0x202f };

    return character == NO_BREAK || character == FIGURE || character == NARROW;
}

static void
add_folded(struct buf *key, struct str text)
{
    struct buf blanks SCOPED(buf_clear) = {0};
    uint32_t character;

    while (utf8_next(&text, &character))
        utf8_add(&blanks, is_no_break(character) ? ' ' : character);
    fold_add(key, buf_str(&blanks), FOLD_CASE);
}

static void
add_label(struct choice_labels *labels, const char *label, size_t position,
          struct arena *arena)
{
    struct buf key = {0};

    if (!label || !label[0])
        return;
    if (map_add(labels->seen, str_from(label), 0))
        *vec_add(arena, &labels->written) = str_from(label);
    add_folded(&key, str_from(label));
    struct str folded = str_from(arena_take(arena, &key));
    if (map_take(labels->folded, folded, position) != position)
        map_add(labels->of_several, folded, 0);
}

/* The same response scale of the instrument in other words; NULL: it is not
   one of the instrument's, or was not to be had. */
static const struct response *
same_scale(const struct instrument *instrument, const struct response *response,
           const struct instrument *other)
{
    for (size_t i = 0; other && i < instrument->n_responses; i++)
        if (&instrument->responses[i] == response)
            return i < other->n_responses ? &other->responses[i] : NULL;
    return NULL;
}

static void
add_labels(struct choice_labels *labels, const struct response *response,
           size_t n, struct arena *arena)
{
    for (size_t i = 0; response && i < n && i < response->n_choices; i++)
        add_label(labels, response->choices[i].label, i, arena);
}

const struct choice_labels *
choice_labels_new(const struct instrument *instrument,
                  const struct instrument *worded,
                  const struct response *response, struct arena *arena)
{
    struct choice_labels *labels = ARENA_NEW(arena, struct choice_labels);
    size_t n = response->kind == RESPONSE_CHOICES ? response->n_choices : 0;

    labels->folded = map_new(arena, false);
    labels->seen = map_new(arena, false);
    labels->of_several = map_new(arena, false);
    add_labels(labels, response, n, arena);
    for (size_t i = 0; worded && i < worded->n_words; i++)
        add_labels(
            labels,
            same_scale(instrument, response, worded->words[i].instrument), n,
            arena);
    return labels->written.n ? labels : NULL;
}

const struct str *
choice_labels_written(const struct choice_labels *labels, size_t *n)
{
    *n = labels->written.n;
    return labels->written.items;
}

enum label_match
choice_labels_find(const struct choice_labels *labels, struct str text,
                   size_t *position)
{
    struct buf key SCOPED(buf_clear) = {0};
    size_t found;

    if (text.len > LIMIT_LABEL_SIZE)
        return LABEL_UNKNOWN;
    add_folded(&key, text);
    if (map_find(labels->of_several, buf_str(&key), &found))
        return LABEL_OF_SEVERAL;
    return map_find(labels->folded, buf_str(&key), position) ? LABEL_FOUND
                                                             : LABEL_UNKNOWN;
}

/* ---- labels that are no answers ---- */

/* Labels that say why there is no answer, in the words of questionnaires. */
static const struct {
    const char *label;
    enum answer_kind kind;
} reasons[] = {
    {"skipped", ANSWER_SKIPPED},
    {"refused", ANSWER_DECLINED},
    {"declined", ANSWER_DECLINED},
    {"no answer", ANSWER_SKIPPED},
    {"prefer not to answer", ANSWER_DECLINED},
    {"prefer not to say", ANSWER_DECLINED},
    {"don't know", ANSWER_UNKNOWN},
    {"do not know", ANSWER_UNKNOWN},
    {"unknown", ANSWER_UNKNOWN},
    {"not applicable", ANSWER_NOT_APPLICABLE},
    {"does not apply", ANSWER_NOT_APPLICABLE},
    {"n/a", ANSWER_NOT_APPLICABLE},
    {"not asked", ANSWER_NOT_ASKED},
    {"not administered", ANSWER_NOT_ASKED},
    {"unclear", ANSWER_UNCLEAR},
    {"illegible", ANSWER_UNCLEAR},
    {"keine angabe", ANSWER_SKIPPED},
    {"verweigert", ANSWER_DECLINED},
    {"weiß nicht", ANSWER_UNKNOWN},
    {"trifft nicht zu", ANSWER_NOT_APPLICABLE},
    {"nicht gefragt", ANSWER_NOT_ASKED},
    {"no contesta", ANSWER_DECLINED},
    {"no sabe", ANSWER_UNKNOWN},
    {"no aplica", ANSWER_NOT_APPLICABLE},
    {"no preguntado", ANSWER_NOT_ASKED},
};

enum answer_kind
choice_label_kind(struct str label)
{
    for (size_t i = 0; i < N_ELEMENTS(reasons); i++)
        if (fold_is_same(label, str_from(reasons[i].label), FOLD_CASE))
            return reasons[i].kind;
    return ANSWER_BLANK;
}
