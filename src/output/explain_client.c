/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores in plain language; see explain_client.h. */
#include "output/explain_client.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/utf8.h"
#include "instrument/method.h"

/* What is being written: texts live in the arena until all is. */
struct page {
    const struct explanation *explanation;
    struct buf *out;
    enum language language;
    struct arena *arena;
};

/* ---- texts ---- */

static struct str
keep(struct page *page, struct buf *text)
{
    struct str kept = str_from(arena_text(page->arena, buf_str(text)));
    buf_clear(text);
    return kept;
}

static struct str
number(struct page *page, double value, int decimals)
{
    struct buf text = {0};
    words_add_number(&text, page->language, value, decimals);
    return keep(page, &text);
}

static struct str
score_text(struct page *page, const struct scale *scale, double value)
{
    if (scale->round == ROUND_HALF_EVEN)
        value = num_round(value, scale->decimals, ROUND_HALF_EVEN);
    return number(page, value, scale->decimals);
}

/* A number with as many decimals as it has, four at most. */
static struct str
plain_number(struct page *page, double value)
{
    int decimals = 0;
    while (decimals < 4
           && num_round(value, decimals, ROUND_HALF_UP)
                  != num_round(value, 4, ROUND_HALF_UP))
        decimals++;
    return number(page, value, decimals);
}

static struct str
filled(struct page *page, enum word word, const struct str *texts, int n)
{
    struct buf text = {0};
    words_add(&text, page->language, word, texts, n);
    return keep(page, &text);
}

static struct str
word_text(const struct page *page, enum word word)
{
    return str_from(word_in(page->language, word));
}

static void
add_line(struct page *page, int indent, struct str text)
{
    while (indent--)
        buf_add_char(page->out, ' ');
    utf8_add_shown(page->out, text);
    buf_add_char(page->out, '\n');
}

/* ---- answers ---- */

static struct str
chosen_words(struct page *page, const struct contribution *part)
{
    struct buf labels = {0};
    contributions_add_choices(part, &labels);
    return labels.len ? keep(page, &labels)
                      : word_text(page, WORD_PLAIN_NOTHING_CHOSEN);
}

static struct str
answer_words(struct page *page, const struct contribution *part)
{
    if (part->kind == ANSWER_BAD)
        return word_text(page, WORD_PLAIN_UNREADABLE);
    if (part->kind == ANSWER_NOT_APPLICABLE)
        return word_text(page, part->item->relevant ? WORD_PLAIN_GATED
                                                    : WORD_PLAIN_NOT_FITTING);
    if (part->kind != ANSWERED)
        return word_text(page, WORD_PLAIN_NOT_ANSWERED);
    if (part->is_set)
        return chosen_words(page, part);
    if (part->choice && part->choice->label)
        return str_from(part->choice->label);
    return part->has_score ? plain_number(page, part->score) : STR("");
}

/* The number that an answer counts with, and how it came to count so. */
static struct str
answer_number(struct page *page, const struct scale *scale,
              const struct contribution *part)
{
    struct str texts[2];
    enum method_term term = method_of(scale)->term;
    texts[0] = plain_number(page, term == TERM_SHARE ? part->term / part->weight
                                                     : part->keyed);
    if (term == TERM_TRUTH)
        texts[0] = word_text(page, part->term != 0 ? WORD_PLAIN_COUNTS
                                                   : WORD_PLAIN_COUNTS_NOT);
    if (part->reversed)
        texts[0] = filled(page, WORD_PLAIN_TURNED, texts, 1);
    texts[1] = plain_number(page, part->weight);
    if (part->weight != 1)
        texts[0] = filled(page, WORD_PLAIN_WEIGHED, texts, 2);
    return texts[0];
}

static void
add_item(struct page *page, const struct scale *scale,
         const struct contribution *part)
{
    const struct item *item = part->item;
    struct str texts[2] = {answer_words(page, part), {NULL, 0}};
    add_line(page, 2, str_from(item->text ? item->text : item->id));
    if (!part->has_score) {
        add_line(page, 4, texts[0]);
        return;
    }
    texts[1] = answer_number(page, scale, part);
    /* A number that counts as it was given is told once. */
    bool says_more = part->choice || !str_equal(texts[0], texts[1]);
    add_line(page, 4,
             says_more ? filled(page, WORD_PLAIN_SCORE, texts, 2) : texts[0]);
}

static void
add_part_scale(struct page *page, const struct contribution *part)
{
    struct str texts[2] = {str_from(part->scale->title), {NULL, 0}};
    bool is_scored = part->of_scale.why == WHY_SCORED;
    if (is_scored)
        texts[1] =
            number(page, part->of_scale.value,
                   contributions_decimals(part->scale, part->of_scale.value));
    add_line(page, 2,
             filled(page, is_scored ? WORD_PLAIN_SCORE : WORD_PLAIN_NO_SCORE,
                    texts, 2));
}

/* ---- the score ---- */

static void
add_heading(struct page *page, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    int band = explained->score.band;
    struct str title = str_from(scale->title);
    if (explained->score.why != WHY_SCORED) {
        add_line(page, 0, filled(page, WORD_PLAIN_NO_SCORE, &title, 1));
        return;
    }
    struct str value = score_text(page, scale, explained->score.value);
    bool has_words = band >= 0 && scale->basis == BASIS_CRITERION
                     && scale->bands[band].label
                     && explained->bands.low == explained->bands.high;
    struct str texts[3] = {title, value, value};
    if (has_words)
        texts[1] = str_from(scale->bands[band].label);
    add_line(
        page, 0,
        filled(page, has_words ? WORD_PLAIN_BAND : WORD_PLAIN_SCORE, texts, 3));
}

static void
add_ends(struct page *page, const struct scale *scale)
{
    static const enum word words[] = {
        [HIGHER_BETTER] = WORD_HIGHER_IS_BETTER,
        [HIGHER_WORSE] = WORD_HIGHER_IS_WORSE,
    };
    struct str lo = plain_number(page, scale->lo);
    struct str hi = plain_number(page, scale->hi);
    bool has_words = scale->low && scale->high;
    struct str ends[4] = {lo, hi};
    if (has_words) {
        ends[1] = str_from(scale->low);
        ends[2] = hi;
        ends[3] = str_from(scale->high);
    }
    struct str clauses[2] = {
        filled(page, has_words ? WORD_PLAIN_ENDS_WORDS : WORD_PLAIN_ENDS, ends,
               has_words ? 4 : 2),
    };
    if (scale->direction != DIRECTION_NEITHER) {
        clauses[1] = word_text(page, words[scale->direction]);
        clauses[0] = filled(page, WORD_CLAUSE_NEXT, clauses, 2);
    }
    struct buf sentence = {0};
    buf_add(&sentence, clauses[0]);
    buf_add_char(&sentence, '.');
    add_line(page, 0, keep(page, &sentence));
}

static void
add_way(struct page *page, const struct explained_scale *explained)
{
    const struct method *method = method_of(explained->scale);
    enum word word = method->client;
    struct str formula = str_from(explained->filled_formula);
    if (method->blanks == BLANKS_PRORATED && explained->score.prorated)
        word = WORD_PLAIN_SUM_PRORATED;
    add_line(page, 0, filled(page, word, &formula, 1));
}

/* Rows that cannot be scored at all have no scales on the page. */
static void
add_reason(struct page *page, const struct explained_scale *explained)
{
    static const enum word words[N_WHYS] = {
        [WHY_TOO_FEW] = WORD_PLAIN_TOO_FEW,
        [WHY_BAD] = WORD_PLAIN_BAD,
        [WHY_OPERAND] = WORD_PLAIN_MISSING,
        [WHY_NOT_APPLICABLE] = WORD_PLAIN_NONE_APPLIES,
        [WHY_OUTSIDE] = WORD_PLAIN_OUTSIDE,
        [WHY_NO_COLUMN] = WORD_PLAIN_NO_COLUMN,
    };
    const struct score *score = &explained->score;
    struct str texts[3] = {
        plain_number(page, score->answered),
        plain_number(page, score->items),
        plain_number(page, (double)explained->needed),
    };
    add_line(page, 0, filled(page, words[score->why], texts, 3));
}

static void
add_open(struct page *page, const struct explained_scale *explained)
{
    if (!explained->is_open)
        return;
    struct str texts[2] = {
        score_text(page, explained->scale, explained->score.low),
        score_text(page, explained->scale, explained->score.high),
    };
    add_line(page, 0, filled(page, WORD_PLAIN_OPEN, texts, 2));
}

static void
add_change(struct page *page, const struct explained_scale *explained)
{
    const struct verdict *verdict = &explained->verdict;
    struct buf words = {0};
    if (!explained->has_verdict || explained->score.why != WHY_SCORED)
        return;
    if (verdict->change.why == CHANGE_ONE_SCORE) {
        add_line(page, 0, word_text(page, WORD_PLAIN_FIRST));
        return;
    }
    if (!explained->baseline)
        return;
    verdict_add_text(verdict, page->language, &words);
    struct str texts[3] = {
        str_from(explained->baseline->label),
        score_text(page, explained->scale, explained->baseline_value),
        keep(page, &words),
    };
    add_line(page, 0, filled(page, WORD_PLAIN_SINCE, texts, 3));
}

static void
add_course(struct page *page, const struct explained_scale *explained)
{
    struct buf words = {0};
    if (!explained->has_verdict || explained->score.why != WHY_SCORED
        || !course_add_text(&explained->course, page->language, &words))
        return;
    struct str text = keep(page, &words);
    add_line(page, 0, filled(page, WORD_PLAIN_COURSE, &text, 1));
}

static void
add_scale(struct page *page, const struct explained_scale *explained)
{
    buf_add_char(page->out, '\n');
    add_heading(page, explained);
    add_ends(page, explained->scale);
    bool has_parts = explain_tells_client_parts(page->explanation, explained);
    for (size_t i = 0; has_parts && i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        if (part->scale)
            add_part_scale(page, part);
        else
            add_item(page, explained->scale, part);
    }
    if (explained->score.why != WHY_SCORED)
        add_reason(page, explained);
    else if (has_parts)
        add_way(page, explained);
    add_open(page, explained);
    add_change(page, explained);
    add_course(page, explained);
}

static void
add_class(struct page *page, const struct explained_class *explained)
{
    const struct class *class = explained->class;
    int which = explained->result.which;
    if (!explain_tells_client_class(page->explanation, explained) || which < 0
        || !class->cases[which].label)
        return;
    struct str texts[2] = {str_from(class->title),
                           str_from(class->cases[which].label)};
    buf_add_char(page->out, '\n');
    add_line(page, 0, filled(page, WORD_PLAIN_SCORE, texts, 2));
}

/* ---- the whole ---- */

static void
add_head(struct page *page, const struct explanation *explanation)
{
    struct str parts[2] = {str_from(explanation->instrument->title)};
    if (explanation->session[0]) {
        struct str label = str_from(explanation->session);
        parts[1] = filled(page, WORD_PLAIN_SESSION, &label, 1);
        parts[0] = filled(page, WORD_DOTTED, parts, 2);
    }
    if (explanation->date_days != DATE_NONE) {
        struct buf date = {0};
        words_add_date(&date, page->language, explanation->date_days);
        parts[1] = keep(page, &date);
        parts[0] = filled(page, WORD_DOTTED, parts, 2);
    }
    add_line(page, 0, parts[0]);
}

void
explain_add_client(const struct explanation *explanation,
                   enum language language, struct buf *out)
{
    struct page page = {explanation, out, language, arena_new()};
    add_head(&page, explanation);
    if (explanation->state != ROW_TO_SCORE) {
        buf_add_char(out, '\n');
        add_line(&page, 0, word_text(&page, WORD_PLAIN_UNREAD));
    }
    for (size_t i = 0; i < explanation->n_scales; i++) {
        const struct explained_scale *explained = &explanation->scales[i];
        if (explanation->state == ROW_TO_SCORE
            && explain_tells_client(explanation, explained))
            add_scale(&page, explained);
    }
    for (size_t i = 0; i < explanation->n_classes; i++)
        if (explanation->state == ROW_TO_SCORE)
            add_class(&page, &explanation->classes[i]);
    arena_free(page.arena);
}

static void
add_value(struct page *page, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    bool is_scored = explained->score.why == WHY_SCORED;
    struct str texts[2] = {str_from(scale->title), {NULL, 0}};

    if (is_scored)
        texts[1] = score_text(page, scale, explained->score.value);
    add_line(page, 0,
             filled(page, is_scored ? WORD_PLAIN_SCORE : WORD_PLAIN_NO_SCORE,
                    texts, 2));
    add_ends(page, scale);
}

void
explain_add_client_scores(const struct explanation *explanation,
                          enum language language, struct buf *out)
{
    struct page page = {explanation, out, language, arena_new()};

    for (size_t i = 0; i < explanation->n_scales; i++) {
        const struct explained_scale *explained = &explanation->scales[i];
        if (explain_tells_client(explanation, explained))
            add_value(&page, explained);
    }
    arena_free(page.arena);
}
