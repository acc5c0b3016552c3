/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts words together; what they are is in words.def. */
#include "report/sentences.h"

#include <math.h>
#include <string.h>
#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"
#include "chart/ticks.h"
#include "instrument/instrument.h"
#include "instrument/method.h"
#include "score/judge.h"

enum {
    LEFT_TO_RIGHT = 0x200E, /* keeps a sign before its number in Arabic; a line
                               of English may begin with an Arabic name */
    RIGHT_TO_LEFT = 0x200F, /* a line may begin with a Latin name */
    ISOLATE = 0x2068,       /* what is put in keeps its own direction */
    ISOLATE_END = 0x2069,
    MOST_TEXTS = 9, /* {1} to {9} */
    LEAST_RUN = 3   /* sessions that are named by the first and the last */
};

static const char *
finished(struct tongue tongue, struct buf *buf)
{
    const char *text = arena_text(tongue.arena, buf_str(buf));

    buf_clear(buf);
    return text;
}

static const char *
isolated(struct tongue tongue, const char *text)
{
    struct buf buf = {0};

    utf8_add(&buf, ISOLATE);
    buf_add_text(&buf, text);
    utf8_add(&buf, ISOLATE_END);
    return finished(tongue, &buf);
}

/* Whether texts may run against the page: many are Latin on an Arabic one. */
static bool
are_mixed(struct tongue tongue, const char *const *texts, size_t n)
{
    uint32_t character;

    if (language_is_rtl(tongue.language))
        return true;
    for (size_t i = 0; i < n; i++)
        for (struct str rest = str_from(texts[i]);
             utf8_next(&rest, &character);)
            if (utf8_is_rtl(character))
                return true;
    return false;
}

static void
add_direction(struct tongue tongue, struct buf *buf)
{
    utf8_add(buf,
             language_is_rtl(tongue.language) ? RIGHT_TO_LEFT : LEFT_TO_RIGHT);
}

const char *
sentence_of(struct tongue tongue, enum word word, const char *const *texts,
            int n)
{
    bool is_mixed = are_mixed(tongue, texts, (size_t)n);
    struct str parts[MOST_TEXTS] = {{0}};
    struct buf buf = {0};

    for (int i = 0; i < n; i++)
        parts[i] = str_from(is_mixed ? isolated(tongue, texts[i]) : texts[i]);
    if (is_mixed)
        add_direction(tongue, &buf);
    words_add(&buf, tongue.language, word, parts, n);
    return finished(tongue, &buf);
}

/* One or two texts; the second may be NULL. */
static const char *
said(struct tongue tongue, enum word word, const char *first,
     const char *second)
{
    return sentence_of(tongue, word, (const char *[]){first, second},
                       second ? 2 : 1);
}

const char *
sentence_number(struct tongue tongue, double number, int decimals)
{
    struct buf buf = {0};

    words_add_number(&buf, tongue.language, number, decimals);
    return finished(tongue, &buf);
}

const char *
sentence_count(struct tongue tongue, size_t n)
{
    return arena_printf(tongue.arena, "%zu", n);
}

const char *
sentence_date(struct tongue tongue, int32_t days)
{
    struct buf buf = {0};

    if (days == DATE_NONE)
        return "–";
    words_add_date(&buf, tongue.language, days);
    return finished(tongue, &buf);
}

static const char *
day_of_month(struct tongue tongue, int32_t days)
{
    struct civil date = date_civil(days);
    struct buf month = {0};

    words_add_month(&month, tongue.language, date.month);
    return said(tongue, WORD_DAY_OF_MONTH,
                arena_printf(tongue.arena, "%d", date.day),
                finished(tongue, &month));
}

const char *
sentence_span(struct tongue tongue, int32_t first_days, int32_t latest_days)
{
    bool is_one_year =
        date_civil(first_days).year == date_civil(latest_days).year;
    const char *latest = sentence_date(tongue, latest_days);

    if (first_days == latest_days)
        return latest;
    return said(tongue, WORD_SPAN,
                is_one_year ? day_of_month(tongue, first_days)
                            : sentence_date(tongue, first_days),
                latest);
}

const char *
sentence_edition(struct tongue tongue, const char *title, int32_t edition)
{
    return said(tongue, WORD_WITH_EDITION, title,
                arena_printf(tongue.arena, "%d", (int)edition));
}

const char *
sentence_dotted(struct tongue tongue, const char *first, const char *second)
{
    return said(tongue, WORD_DOTTED, first, second);
}

/* What stands between the texts is the pattern without them.  One by one they
   would stand in each other, of which a line of Arabic bears but so many. */
const char *
sentence_joined(struct tongue tongue, enum word pattern,
                const char *const *texts, size_t n)
{
    static const struct str none[2] = {{0}};
    bool is_mixed = are_mixed(tongue, texts, n);
    struct buf buf = {0};

    if (n == 1)
        return texts[0];
    for (size_t i = 0; i < n; i++) {
        if (i)
            words_add(&buf, tongue.language, pattern, none, 2);
        else if (is_mixed)
            add_direction(tongue, &buf);
        buf_add_text(&buf, is_mixed ? isolated(tongue, texts[i]) : texts[i]);
    }
    return finished(tongue, &buf);
}

/* Spanish has another "and" before such a sound, which "hie" has not. */
static bool
sounds_as_i(const char *text)
{
    static const char *const sounds[] = {"i", "I", "í", "Í", "hi", "Hi"};
    struct str all = str_from(text);
    bool does = false;

    for (size_t i = 0; i < N_ELEMENTS(sounds); i++)
        does |= str_starts(all, sounds[i]);
    return does && !str_starts(all, "hie") && !str_starts(all, "Hie");
}

const char *
sentence_list(struct tongue tongue, const char *const *texts, size_t n)
{
    if (n < 2)
        return n ? texts[0] : "";
    return said(
        tongue, sounds_as_i(texts[n - 1]) ? WORD_LIST_LAST_I : WORD_LIST_LAST,
        sentence_joined(tongue, WORD_LIST_NEXT, texts, n - 1), texts[n - 1]);
}

const char *
sentence_runs(struct tongue tongue, const char *const *names,
              const size_t *places, size_t n)
{
    const char **runs = ARENA_ARRAY(tongue.arena, n, const char *);
    size_t n_runs = 0;

    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && places[to] == places[to - 1] + 1; to++)
            ;
        if (to - from >= LEAST_RUN)
            runs[n_runs++] = said(tongue, WORD_RUN, names[places[from]],
                                  names[places[to - 1]]);
        else
            for (size_t i = from; i < to; i++)
                runs[n_runs++] = names[places[i]];
    }
    return sentence_joined(tongue, WORD_LIST_NEXT, runs, n_runs);
}

/* ---- scores ---- */

int
sentence_pair_decimals(const struct finding *finding)
{
    const struct series *series = finding->series;
    const struct partner_difference *between = &finding->between;
    int least = series->scale->decimals;

    if (between->has_difference)
        return judge_pair_decimals(between->a->value, between->b->value, least);
    if (!finding->has_pair)
        return least;
    return judge_pair_decimals(finding->verdict.change.before.score.value,
                               series_score(series, series->latest)->value,
                               least);
}

static bool
is_compared(const struct finding *finding, const struct series *series,
            size_t session)
{
    const struct partner_difference *between = &finding->between;

    if (between->has_difference)
        return session
               == (series == finding->other ? between->session_b
                                            : between->session_a);
    return finding->has_pair
           && (session == series->latest || session == finding->baseline);
}

int
sentence_decimals(const struct finding *finding, const struct series *series,
                  size_t session)
{
    const struct score *score = series_score(series, session);

    return judge_score_decimals(series->scale, score->fitting, score->value,
                                is_compared(finding, series, session)
                                    ? sentence_pair_decimals(finding)
                                    : series->scale->decimals);
}

const char *
sentence_score(struct tongue tongue, const struct finding *finding,
               const struct series *series, size_t session)
{
    return sentence_number(
        tongue,
        judge_rounded(series->scale, series_score(series, session)->value),
        sentence_decimals(finding, series, session));
}

const char *
sentence_from(struct tongue tongue, const struct finding *finding)
{
    const struct score *from = &finding->verdict.change.before.score;
    const struct scale *scale = finding->series->scale;

    return sentence_number(
        tongue, judge_rounded(scale, from->value),
        judge_score_decimals(scale, from->fitting, from->value,
                             sentence_pair_decimals(finding)));
}

/* ---- comparisons ---- */

/* A fall is rounded as a rise is. */
static double
shown_difference(const struct finding *finding, int decimals)
{
    const struct series *series = finding->series;
    double difference =
        judge_difference(series_score(series, series->latest)->value,
                         finding->verdict.change.before.score.value);

    return copysign(num_round(fabs(difference), decimals, ROUND_HALF_UP),
                    difference);
}

const char *
sentence_difference(struct tongue tongue, const struct finding *finding,
                    int decimals)
{
    double difference = shown_difference(finding, decimals);
    struct buf buf = {0};

    if (difference > 0 && language_is_rtl(tongue.language))
        utf8_add(&buf, LEFT_TO_RIGHT);
    if (difference > 0)
        buf_add_char(&buf, '+');
    words_add_number(&buf, tongue.language, difference, decimals);
    return finished(tongue, &buf);
}

int
sentence_sign(const struct finding *finding)
{
    double difference =
        shown_difference(finding, sentence_pair_decimals(finding));

    return (difference > 0) - (difference < 0);
}

const char *
sentence_comparison(struct tongue tongue, const struct finding *finding)
{
    int sign = sentence_sign(finding);

    return word_in(tongue.language, sign > 0   ? WORD_HIGHER
                                    : sign < 0 ? WORD_LOWER
                                               : WORD_THE_SAME);
}

/* What was written. */
static const char *
quoted(struct tongue tongue, const char *code)
{
    return said(tongue, WORD_QUOTED, code ? code : "", NULL);
}

/* ---- answers ---- */

const char *
sentence_item_number(struct tongue tongue, const struct instrument *instrument,
                     size_t idx)
{
    const char *number = instrument->items[idx].number;

    return number ? number : sentence_count(tongue, idx + 1);
}

const char *
sentence_kind(struct tongue tongue, enum answer_kind kind)
{
    static const enum word words[N_ANSWER_KINDS] = {
        [ANSWERED] = WORD_FILL_STATE_ANSWERED,
        [ANSWER_BLANK] = WORD_PLAIN_NOT_ANSWERED,
        [ANSWER_SKIPPED] = WORD_FILL_STATE_SKIPPED,
        [ANSWER_DECLINED] = WORD_FILL_STATE_DECLINED,
        [ANSWER_UNKNOWN] = WORD_FILL_STATE_UNKNOWN,
        [ANSWER_NOT_APPLICABLE] = WORD_PLAIN_NOT_FITTING,
        [ANSWER_NOT_ASKED] = WORD_KIND_NOT_ASKED,
        [ANSWER_UNCLEAR] = WORD_CLERK_UNCLEAR,
        [ANSWER_BAD] = WORD_PLAIN_UNREADABLE,
        [ANSWER_ABSENT] = WORD_KIND_ABSENT,
    };

    return word_in(tongue.language, words[kind]);
}

const char *
sentence_answer(struct tongue tongue, const struct given *given)
{
    const struct contribution *part = &given->part;
    struct buf set = {0};

    if (part->kind != ANSWERED)
        return sentence_kind(tongue, part->kind);
    if (given->text)
        return quoted(tongue, given->text);
    if (part->choice && part->choice->label)
        return part->choice->label;
    if (!part->is_set)
        return sentence_number(tongue, part->score,
                               ticks_decimals(part->score));
    contributions_add_choices(part, &set);
    return set.len ? finished(tongue, &set)
                   : word_in(tongue.language, WORD_PLAIN_NOTHING_CHOSEN);
}

/* ---- methods ---- */

/* "at least 1" of "ge 1"; NULL of what is no comparison with a number. */
static const char *
condition(struct tongue tongue, const char *text)
{
    static const struct {
        const char *word;
        const char *sign;
        enum word says;
    } comparisons[] = {
        {"ge", ">=", WORD_IS_AT_LEAST}, {"le", "<=", WORD_IS_AT_MOST},
        {"gt", ">", WORD_IS_MORE},      {"lt", "<", WORD_IS_LESS},
        {"eq", "=", WORD_IS_EQUAL},     {"ne", "!=", WORD_IS_OTHER},
    };
    struct str rest = str_trim(str_from(text));
    size_t sign_len = strspn(rest.bytes, "<>=!");
    struct str with = {rest.bytes, sign_len ? sign_len : 2};
    struct decimal number;

    if (rest.len <= with.len)
        return NULL;
    rest = str_trim(str_skip(rest, with.len));
    if (!decimal_read(rest, &number))
        return NULL;
    for (size_t i = 0; i < N_ELEMENTS(comparisons); i++)
        if (str_is(with, comparisons[i].word)
            || str_is(with, comparisons[i].sign))
            return said(
                tongue, comparisons[i].says,
                sentence_number(tongue, decimal_value(number), number.scale),
                NULL);
    return NULL;
}

static const char *
count(struct tongue tongue, const struct scale *scale)
{
    const char *n = sentence_count(tongue, scale->n_members);
    const char *what = condition(tongue, scale->count_if_text);

    if (what)
        return said(tongue, WORD_COUNT_OF_WHAT, n, what);
    return said(tongue, WORD_COUNT_OF, n, quoted(tongue, scale->count_if_text));
}

static const char *
computation(struct tongue tongue, const struct scale *scale)
{
    const struct method *method = method_of(scale);
    if (method->term == TERM_OPERAND)
        return said(tongue, method->page, quoted(tongue, scale->formula_text),
                    NULL);
    if (method->term == TERM_TRUTH)
        return count(tongue, scale);
    return said(tongue,
                scale->n_members == 1 ? method->page_of_one : method->page,
                sentence_count(tongue, scale->n_members), NULL);
}

static const char *
need(struct tongue tongue, const struct min_answered *rule)
{
    struct ratio ratio = rule->ratio;
    const char *num = arena_printf(tongue.arena, "%lld", (long long)ratio.num);
    const char *den = arena_printf(tongue.arena, "%lld", (long long)ratio.den);

    if (rule->all)
        return word_in(tongue.language, WORD_NEEDS_ALL);
    if (!rule->is_share)
        return said(tongue, WORD_NEEDS_COUNT, num, NULL);
    if (ratio.den == 100)
        return said(tongue, WORD_NEEDS_PERCENT, num, NULL);
    return said(tongue, WORD_NEEDS_SHARE, num, den);
}

static bool
is_reversed(const struct member *member)
{
    return member->reversed;
}

static bool
is_recoded(const struct member *member)
{
    return member->recoded != NULL;
}

/* Which items are so; NULL: none. */
static const char *
those(struct tongue tongue, const struct series *series,
      bool is_so(const struct member *), enum word one, enum word several)
{
    const struct scale *scale = series->scale;
    const char **numbers =
        ARENA_ARRAY(tongue.arena, scale->n_members, const char *);
    size_t n = 0;

    for (size_t i = 0; i < scale->n_members; i++)
        if (is_so(&scale->members[i]))
            numbers[n++] =
                sentence_item_number(tongue, series->history->instrument,
                                     scale->members[i].item_idx);
    if (n == 0)
        return NULL;
    return said(tongue, n == 1 ? one : several,
                sentence_list(tongue, numbers, n), NULL);
}

static bool
is_weighted(const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_members; i++)
        if (decimal_value(scale->members[i].weight) != 1)
            return true;
    return false;
}

/* "cut-off 2.5 (source: ...)"; NULL: none, or one that rests on norms. */
static const char *
cutoff(struct tongue tongue, const struct series *series)
{
    const struct cutoff_point *held = series_cutoff(series);

    if (!held)
        return series->scale->n_cutoffs
                   ? word_in(tongue.language, WORD_CUTOFF_OF_OTHERS)
                   : NULL;
    if (held->method != CUTOFF_AT)
        return NULL;
    const char *point =
        sentence_number(tongue, decimal_value(held->point), held->point.scale);

    return held->source ? said(tongue, WORD_CUTOFF_FROM, point, held->source)
                        : said(tongue, WORD_CUTOFF_AT, point, NULL);
}

/* Whom the cut-off parts; NULL: none that holds, or not said. */
static const char *
sides(struct tongue tongue, const struct series *series)
{
    struct str worse;
    struct str better;

    if (!series_cutoff(series)
        || !cutoff_sides(&series->scale->cutoffs[0], &worse, &better))
        return NULL;
    return said(tongue, WORD_CUTOFF_SIDES, arena_text(tongue.arena, worse),
                arena_text(tongue.arena, better));
}

const char *
sentence_range_end(struct tongue tongue, const struct scale *scale, double end)
{
    bool is_whole = num_round(end, 0, ROUND_HALF_EVEN) == end;

    return sentence_number(tongue, end, is_whole ? 0 : scale->decimals);
}

static void
join(struct tongue tongue, const char **sentence, const char *clause)
{
    if (clause)
        *sentence = said(tongue, WORD_CLAUSE_NEXT, *sentence, clause);
}

const char *
sentence_method(struct tongue tongue, const struct finding *finding)
{
    const struct series *series = finding->series;
    const struct scale *scale = series->scale;
    const char *sentence = computation(tongue, scale);

    if (method_has_items(scale)) {
        if (scale->n_members > 1)
            join(tongue, &sentence, need(tongue, &scale->min_answered));
        join(tongue, &sentence,
             those(tongue, series, is_recoded, WORD_CODED_OTHERWISE,
                   WORD_CODED_OTHERWISE));
        join(tongue, &sentence,
             those(tongue, series, is_reversed, WORD_TURNED_ONE, WORD_TURNED));
        if (scale->blanks || scale->prorate)
            join(tongue, &sentence,
                 said(tongue,
                      scale->blanks ? WORD_BLANKS_ARE_ZERO : WORD_PRORATED_BY,
                      scale->source, NULL));
        if (is_weighted(scale))
            join(tongue, &sentence, word_in(tongue.language, WORD_WEIGHTED));
    }
    join(tongue, &sentence,
         said(tongue, WORD_REACHES,
              sentence_range_end(tongue, scale, scale->lo),
              sentence_range_end(tongue, scale, scale->hi)));
    if (scale->metric)
        join(tongue, &sentence,
             said(tongue, WORD_METRIC_OF, scale->metric->title,
                  scale->metric->source));
    if (scale->calibration && scale->calibration->source)
        join(
            tongue, &sentence,
            said(tongue, WORD_CALIBRATED_BY, scale->calibration->source, NULL));
    /* Nobody's score is held against a cut-off there. */
    if (finding->topic->audience == FOR_CLIENT || finding->other)
        return sentence;
    join(tongue, &sentence, cutoff(tongue, series));
    join(tongue, &sentence, sides(tongue, series));
    if (scale_basis(scale) != BASIS_RANGE && !series_bands(series))
        join(tongue, &sentence, word_in(tongue.language, WORD_BANDS_OF_OTHERS));
    return sentence;
}
