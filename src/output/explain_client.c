/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores in plain language; see explain.h. */
#include "output/explain_tree.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"
#include "instrument/method.h"

/* What is being written: texts live in the arena until all is. */
struct page {
    struct buf *out;
    enum language language;
    struct arena *arena;
};

static void tell_inside(struct page *page, const struct node *node);

/* ---- texts ---- */

static struct str
keep(struct page *page, struct buf *text)
{
    return str_from(arena_take(page->arena, text));
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
/* Words with these texts put in. */
#define FILLED(page, word, ...)                                                \
    filled((page), (word), (const struct str[]){__VA_ARGS__},                  \
           (int)N_ELEMENTS(((const struct str[]){__VA_ARGS__})))

static struct str
word_text(const struct page *page, enum word word)
{
    return str_from(word_in(page->language, word));
}

static void
add_line(struct page *page, int indent, struct str text)
{
    buf_addf(page->out, "%*s", indent, "");
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
    enum method_term term = method_of(scale)->term;
    struct str text = plain_number(
        page, term == TERM_SHARE ? part->term / part->weight : part->keyed);
    if (term == TERM_TRUTH && !part->is_set)
        text = word_text(page, part->term != 0 ? WORD_PLAIN_COUNTS
                                               : WORD_PLAIN_COUNTS_NOT);
    if (part->reversed)
        text = FILLED(page, WORD_PLAIN_TURNED, text);
    if (part->weight != 1)
        text = FILLED(page, WORD_PLAIN_WEIGHED, text,
                      plain_number(page, part->weight));
    return text;
}

/* What another session has, with words for which it is. */
static struct str
at_another_time(struct page *page, const struct contribution *part,
                const char *text)
{
    static const enum word words[N_ASKED_OF] = {
        [ASKED_PARTNER] = WORD_PLAIN_OF_PARTNER, /* on no page for one */
        [ASKED_FIRST] = WORD_PLAIN_FIRST_TIME,
        [ASKED_PREVIOUS] = WORD_PLAIN_TIME_BEFORE,
    };
    return part->asked && part->asked->of != ASKED_HERE
               ? FILLED(page, words[part->asked->of], str_from(text))
               : str_from(text);
}

static void
add_item(struct page *page, const struct scale *scale,
         const struct contribution *part)
{
    const struct item *item = part->item;
    struct str words = part->asked && !part->told
                           ? word_text(page, WORD_PLAIN_NO_EARLIER)
                           : answer_words(page, part);
    add_line(page, 2,
             at_another_time(page, part, item->text ? item->text : item->id));
    if (part->has_score) {
        struct str brought = answer_number(page, scale, part);
        /* A number that counts as it was given is told once. */
        if (part->choice || !str_equal(words, brought))
            words = FILLED(page, WORD_PLAIN_SCORE, words, brought);
    }
    add_line(page, 4, words);
}

/* "Closeness: 3.5", or that there is none. */
static struct str
titled(struct page *page, struct str title, const struct score *score,
       struct str value)
{
    return score->why == WHY_SCORED
               ? FILLED(page, WORD_PLAIN_SCORE, title, value)
               : FILLED(page, WORD_PLAIN_NO_SCORE, title);
}

static void
tell_part(struct page *page, const struct node *node)
{
    const struct contribution *part = node->part;
    double value = part->of_scale.value;
    if (part->item) {
        add_item(page, node->scale->scale, part);
        return;
    }
    int decimals = contributions_decimals(part->scale, value);
    add_line(page, 2,
             titled(page, at_another_time(page, part, part->scale->title),
                    &part->of_scale, number(page, value, decimals)));
}

/* ---- the score ---- */

static void
add_heading(struct page *page, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    const struct score *score = &explained->score;
    struct str value = score_text(page, scale, score->value);
    bool has_words = score->why == WHY_SCORED && score->band >= 0
                     && scale_basis(scale) == BASIS_CRITERION
                     && scale->bands[score->band].label
                     && explained->bands.low == explained->bands.high;
    add_line(page, 0,
             has_words
                 ? FILLED(page, WORD_PLAIN_BAND, str_from(scale->title),
                          str_from(scale->bands[score->band].label), value)
                 : titled(page, str_from(scale->title), score, value));
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
    struct str clause =
        scale->low && scale->high
            ? FILLED(page, WORD_PLAIN_ENDS_WORDS, lo, str_from(scale->low), hi,
                     str_from(scale->high))
            : FILLED(page, WORD_PLAIN_ENDS, lo, hi);
    if (scale->direction != DIRECTION_NEITHER)
        clause = FILLED(page, WORD_CLAUSE_NEXT, clause,
                        word_text(page, words[scale->direction]));
    add_line(page, 0,
             str_from(arena_printf(page->arena, "%.*s.", STR_ARGS(clause))));
}

static void
tell_scale(struct page *page, const struct node *node)
{
    buf_add_char(page->out, '\n');
    add_heading(page, node->scale);
    add_ends(page, node->scale->scale);
    tell_inside(page, node);
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
        [WHY_NO_PARTNER] = WORD_PLAIN_NO_PARTNER,
        [WHY_NO_EARLIER] = WORD_PLAIN_NO_EARLIER,
        [WHY_NOT_GIVEN] = WORD_PLAIN_NOT_GIVEN,
        [WHY_NO_COLUMN] = WORD_PLAIN_NO_COLUMN,
    };
    const struct score *score = &explained->score;
    add_line(page, 0,
             FILLED(page, words[score->why],
                    plain_number(page, score->answered),
                    plain_number(page, score->items),
                    plain_number(page, (double)explained->needed)));
}

/* How the parts make the score, where they are told. */
static void
tell_result(struct page *page, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct scale *scale = explained->scale;
    enum word made = method_of(scale)->client;
    if (scale->blanks && explained->n_parts > (size_t)explained->score.answered)
        made = WORD_PLAIN_SUM_ZERO;
    else if (method_blanks(scale) == BLANKS_PRORATED
             && explained->score.prorated)
        made = WORD_PLAIN_SUM_PRORATED;
    if (explained->score.why != WHY_SCORED)
        add_reason(page, explained);
    else if (node_tells_filled(node->within))
        add_line(page, 0,
                 FILLED(page, made, str_from(explained->filled_formula)));
    if (explained->scale->metric && explained->score.why == WHY_SCORED
        && node_tells_parts(node->within))
        add_line(
            page, 0,
            FILLED(page, WORD_PLAIN_METRIC, plain_number(page, explained->raw),
                   score_text(page, explained->scale, explained->score.value)));
}

static void
tell_range(struct page *page, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    const struct score *score = &node->scale->score;
    if (node->scale->is_open)
        add_line(page, 0,
                 FILLED(page, WORD_PLAIN_OPEN,
                        score_text(page, scale, score->low),
                        score_text(page, scale, score->high)));
}

static void
tell_change(struct page *page, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    bool is_mean = explained->verdict.change.before.score.n_meant > 1;
    struct buf words = {0};
    if (!explained->has_verdict || explained->score.why != WHY_SCORED)
        return;
    if (explained->verdict.change.why == CHANGE_AT_START) {
        add_line(page, 0, word_text(page, WORD_PLAIN_FIRST));
    } else if (explained->baseline) {
        verdict_add_client(&explained->verdict, page->language, &words);
        add_line(page, 0,
                 FILLED(page,
                        is_mean ? WORD_PLAIN_SINCE_MEAN : WORD_PLAIN_SINCE,
                        str_from(explained->baseline),
                        score_text(page, explained->scale,
                                   explained->baseline_value),
                        keep(page, &words)));
    }
}

static void
tell_course(struct page *page, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    struct buf words = {0};
    if (explained->has_verdict && explained->score.why == WHY_SCORED
        && course_add_text(&explained->course, page->language, &words))
        add_line(page, 0, FILLED(page, WORD_PLAIN_COURSE, keep(page, &words)));
}

static void
tell_class(struct page *page, const struct node *node)
{
    const struct class *class = node->class->class;
    int which = node->class->result.which;
    if (which < 0 || !class->cases[which].label)
        return;
    buf_add_char(page->out, '\n');
    add_line(page, 0,
             FILLED(page, WORD_PLAIN_SCORE, str_from(class->title),
                    str_from(class->cases[which].label)));
}

/* ---- the whole ---- */

static void
tell_row(struct page *page, const struct node *node)
{
    const struct explanation *row = node->row;
    struct str head = str_from(row->instrument->title);
    if (row->session[0])
        head = FILLED(page, WORD_DOTTED, head,
                      FILLED(page, WORD_PLAIN_SESSION, str_from(row->session)));
    if (row->date_days != DATE_NONE) {
        struct buf date = {0};
        words_add_date(&date, page->language, row->date_days);
        head = FILLED(page, WORD_DOTTED, head, keep(page, &date));
    }
    add_line(page, 0, head);
    if (row->state == ROW_TO_SCORE) {
        tell_inside(page, node);
    } else {
        buf_add_char(page->out, '\n');
        add_line(page, 0, word_text(page, WORD_PLAIN_UNREAD));
    }
}

static void (*const tell[N_NODES])(struct page *, const struct node *) = {
#define NODE(KIND, within, reader, text, client, line) [NODE_##KIND] = client,
#include "output/explain_nodes.def"
};

static void
tell_inside(struct page *page, const struct node *node)
{
    for (const struct node *child = node->inside; child; child = child->next)
        if (tell[child->kind])
            tell[child->kind](page, child);
}

void
explain_add_client(const struct explanation *explanation,
                   enum language language, struct buf *out)
{
    struct page page = {out, language, arena_new()};
    tell_row(&page, explain_tree(explanation, READER_CLIENT, page.arena));
    arena_free(page.arena);
}

void
explain_add_client_scores(const struct explanation *explanation,
                          enum language language, struct buf *out)
{
    struct page page = {out, language, arena_new()};
    const struct node *row =
        explain_tree(explanation, READER_CLIENT, page.arena);
    const struct node *scales = node_find(row, NODE_SCALES);
    const struct node *one = scales ? scales->inside : NULL;
    for (; one; one = one->next) {
        const struct explained_scale *explained = one->scale;
        const struct scale *scale = explained->scale;
        if (scale->asks) /* these answers alone do not make it */
            continue;
        add_line(&page, 0,
                 titled(&page, str_from(scale->title), &explained->score,
                        score_text(&page, scale, explained->score.value)));
        add_ends(&page, scale);
    }
    arena_free(page.arena);
}
