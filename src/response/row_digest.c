/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of one language, or of any; see row_digest.h. */
#include "response/row_digest.h"

struct row_digests
row_digests_of(const struct instrument *instrument, struct arena *arena)
{
    struct row_digests digests = {.own = fingerprint_of(instrument),
                                  .words = instrument->words,
                                  .n_words = instrument->n_words};
    struct fingerprint *shown =
        ARENA_ARRAY(arena, digests.n_words, struct fingerprint);

    for (size_t i = 0; i < digests.n_words; i++)
        if (instrument->words[i].instrument)
            shown[i] = fingerprint_of(instrument->words[i].instrument);
    digests.shown = shown;
    return digests;
}

static bool
was_shown(const struct row_digests *digests, struct str digest, struct str lang)
{
    const struct instrument_words *words =
        lang.len ? instrument_words_find(digests->words, digests->n_words, lang)
                 : NULL;
    bool is_shown = false;

    if (words)
        return str_is(digest, digests->shown[words - digests->words].text);
    for (size_t i = 0; !lang.len && i < digests->n_words; i++)
        is_shown |= str_is(digest, digests->shown[i].text);
    return is_shown;
}

enum fingerprint_match
row_digest_match(const struct row_digests *digests, struct str digest,
                 struct str lang)
{
    enum fingerprint_match match = fingerprint_match(&digests->own, digest);

    if (match == FINGERPRINT_OTHER_CODING || match == FINGERPRINT_NONE)
        return match;
    if (!digests->words)
        return FINGERPRINT_SAME;
    return was_shown(digests, digest, lang) ? FINGERPRINT_SAME
                                            : FINGERPRINT_OTHER_TEXTS;
}
