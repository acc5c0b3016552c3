/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clauses about one question, such as "q1 ge 2", are found among the tokens of
   a rule and said in words; what stands around them keeps its place. */
#include "report/condition.h"

#include "base/vec.h"
#include "instrument/expr_lex.h"
#include "instrument/instrument.h"

struct tokens VEC(struct expr_token);

/* About one question. */
struct clause {
    size_t n_tokens; /* 0: there is none */
    const char *number;
    const char *said; /* of its answer; NULL: that it was answered */
};

/* Whether the last token is the sign of a number that follows, not a minus
   behind something. */
static bool
is_sign(const struct tokens *tokens)
{
    size_t n = tokens->n;
    const struct expr_token *last = n ? &tokens->items[n - 1] : NULL;

    return last && last->kind == EXPR_TOKEN_OPERATOR
           && last->op->code == EXPR_OP_SUBTRACT
           && (n == 1 || last[-1].kind == EXPR_TOKEN_OPERATOR
               || last[-1].kind == EXPR_TOKEN_OPEN
               || last[-1].kind == EXPR_TOKEN_COMMA);
}

static struct tokens
read_tokens(const char *rule, struct arena *arena)
{
    struct tokens tokens = {0};
    struct str rest = str_from(rule);
    struct expr_token token;

    do {
        token = expr_lex_next(&rest);
        if (token.kind == EXPR_TOKEN_NUMBER && is_sign(&tokens)) {
            token.number = -token.number;
            tokens.n--;
        }
        *vec_add(arena, &tokens) = token;
    } while (token.kind != EXPR_TOKEN_END);
    return tokens;
}

static bool
holds(enum expr_code code, double score, double number)
{
    return code == EXPR_OP_EQUAL        ? score == number
           : code == EXPR_OP_NOT_EQUAL  ? score != number
           : code == EXPR_OP_LESS       ? score < number
           : code == EXPR_OP_LESS_EQUAL ? score <= number
           : code == EXPR_OP_GREATER    ? score > number
                                        : score >= number;
}

/* Spanish has another "or" before such a sound. */
static bool
sounds_as_o(const char *label)
{
    static const char *const sounds[] = {"o", "O", "ó", "Ó", "ho", "Ho"};
    bool does = false;

    for (size_t i = 0; i < N_ELEMENTS(sounds); i++)
        does |= str_starts(str_from(label), sounds[i]);
    return does;
}

/* The choices whose score stands so to the number, or which are the one of that
   value: “A” or “B”; NULL where the item has none. */
static const char *
choices_that(const struct condition_words *words, const struct item *item,
             enum expr_code code, double number, bool by_value)
{
    const struct response *response = item->response;
    const char *list = NULL;

    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];

        if (choice->missing || !choice->label
            || !holds(code,
                      decimal_value(by_value ? choice->value : choice->score),
                      number))
            continue;
        const char *label = SENTENCE(words->tongue, WORD_QUOTED, choice->label);
        list = !list ? label
               : sounds_as_o(choice->label)
                   ? SENTENCE(words->tongue, WORD_LIST_OR_O, list, label)
                   : SENTENCE(words->tongue, WORD_LIST_OR, list, label);
    }
    return list;
}

static const char *
number_text(const struct condition_words *words, const struct expr_token *token)
{
    struct str whole;
    struct str fraction = {NULL, 0};

    (void)str_cut(token->text, ".", &whole, &fraction);
    return sentence_number(words->tongue, token->number, (int)fraction.len);
}

/* "at least 5" */
static const char *
amount_text(const struct condition_words *words, enum expr_code code,
            const struct expr_token *token)
{
    const char *number = number_text(words, token);
    enum word word = code == EXPR_OP_NOT_EQUAL    ? WORD_AMOUNT_NOT
                     : code == EXPR_OP_LESS       ? WORD_AMOUNT_BELOW
                     : code == EXPR_OP_LESS_EQUAL ? WORD_AMOUNT_AT_MOST
                     : code == EXPR_OP_GREATER    ? WORD_AMOUNT_ABOVE
                                                  : WORD_AMOUNT_AT_LEAST;

    return code == EXPR_OP_EQUAL ? number
                                 : sentence_of(words->tongue, word, &number, 1);
}

/* As it is read from the other side. */
static enum expr_code
turned(enum expr_code code)
{
    return code == EXPR_OP_LESS            ? EXPR_OP_GREATER
           : code == EXPR_OP_LESS_EQUAL    ? EXPR_OP_GREATER_EQUAL
           : code == EXPR_OP_GREATER       ? EXPR_OP_LESS
           : code == EXPR_OP_GREATER_EQUAL ? EXPR_OP_LESS_EQUAL
                                           : code;
}

static bool
is_comparison(const struct expr_token *token)
{
    return token->kind == EXPR_TOKEN_OPERATOR
           && token->op->level >= EXPR_LEVEL_COMPARISON
           && token->op->gives == EXPR_KIND_TRUTH;
}

/* What may stand beside a clause, so that none of it belongs to a sum. */
static bool
is_edge(const struct expr_token *token)
{
    return token->kind == EXPR_TOKEN_END || token->kind == EXPR_TOKEN_OPEN
           || token->kind == EXPR_TOKEN_CLOSE || token->kind == EXPR_TOKEN_COMMA
           || (token->kind == EXPR_TOKEN_OPERATOR
               && token->op->level < EXPR_LEVEL_COMPARISON);
}

/* The item of a name that is printed; or NULL. */
static const struct item *
item_of(const struct condition_words *words, const struct expr_token *token,
        struct clause *clause)
{
    size_t idx;

    if (token->kind != EXPR_TOKEN_NAME
        || !instrument_find_of(words->instrument, ID_ITEM, token->text, &idx)
        || !words->numbers[idx])
        return NULL;
    clause->number = words->numbers[idx];
    return &words->instrument->items[idx];
}

/* "q1 ge 2", "2 le q1" */
static struct clause
compared_at(const struct condition_words *words, const struct tokens *tokens,
            size_t at)
{
    const struct expr_token *token = &tokens->items[at];
    struct clause clause = {0};

    if (at + 3 >= tokens->n || !is_comparison(&token[1])
        || (at && !is_edge(&token[-1])) || !is_edge(&token[3]))
        return clause;
    bool is_turned = token->kind == EXPR_TOKEN_NUMBER;
    const struct expr_token *amount = &token[is_turned ? 0 : 2];
    const struct item *item =
        item_of(words, &token[is_turned ? 2 : 0], &clause);
    if (!item || amount->kind != EXPR_TOKEN_NUMBER)
        return clause;
    enum expr_code code =
        is_turned ? turned(token[1].op->code) : token[1].op->code;
    clause.said = choices_that(words, item, code, amount->number, false);
    if (!clause.said)
        clause.said = amount_text(words, code, amount);
    clause.n_tokens = 3;
    return clause;
}

/* "answered(q1)", "selected(q1, 2)" */
static struct clause
called_at(const struct condition_words *words, const struct tokens *tokens,
          size_t at)
{
    const struct expr_token *token = &tokens->items[at];
    struct clause clause = {0};

    if (at + 4 >= tokens->n)
        return clause;
    const struct item *item = item_of(words, &token[2], &clause);
    if (item && str_is(token->text, "answered"))
        clause.n_tokens = 4;
    else if (item && str_is(token->text, "selected")
             && (clause.said = choices_that(words, item, EXPR_OP_EQUAL,
                                            token[4].number, true)))
        clause.n_tokens = 6;
    return clause;
}

static struct clause
clause_at(const struct condition_words *words, const struct tokens *tokens,
          size_t at)
{
    struct clause clause = compared_at(words, tokens, at);

    return clause.n_tokens ? clause : called_at(words, tokens, at);
}

/* "question 1: “Yes”" */
static const char *
clause_text(const struct condition_words *words, const struct clause *clause)
{
    return arena_printf(
        words->tongue.arena, "%s: %s",
        SENTENCE(words->tongue, WORD_QUESTION_NUMBER, clause->number),
        clause->said ? clause->said
                     : word_in(words->tongue.language, WORD_ANSWERED));
}

static const char *
sign_text(const struct condition_words *words, enum expr_code code)
{
    static const char *const signs[] = {
        [EXPR_OP_EQUAL] = " = ",    [EXPR_OP_NOT_EQUAL] = " ≠ ",
        [EXPR_OP_LESS] = " < ",     [EXPR_OP_LESS_EQUAL] = " ≤ ",
        [EXPR_OP_GREATER] = " > ",  [EXPR_OP_GREATER_EQUAL] = " ≥ ",
        [EXPR_OP_ADD] = " + ",      [EXPR_OP_SUBTRACT] = " − ",
        [EXPR_OP_MULTIPLY] = " × ", [EXPR_OP_DIVIDE] = " ÷ ",
        [EXPR_OP_MODULO] = " mod ",
    };

    return code == EXPR_OP_AND  ? word_in(words->tongue.language, WORD_AND_SO)
           : code == EXPR_OP_OR ? word_in(words->tongue.language, WORD_OR_SO)
                                : signs[code];
}

/* What is in no clause. */
static const char *
token_text(const struct condition_words *words, const struct expr_token *token)
{
    struct arena *arena = words->tongue.arena;
    struct clause clause;
    size_t idx;

    if (token->kind == EXPR_TOKEN_OPERATOR)
        return sign_text(words, token->op->code);
    if (token->kind == EXPR_TOKEN_NUMBER)
        return number_text(words, token);
    if (token->kind == EXPR_TOKEN_COMMA)
        return arena_printf(arena, "%s ", arena_text(arena, token->text));
    if (item_of(words, token, &clause))
        return SENTENCE(words->tongue, WORD_QUESTION_NUMBER, clause.number);
    if (token->kind == EXPR_TOKEN_NAME
        && instrument_find_of(words->instrument, ID_SCALE, token->text, &idx))
        return words->instrument->scales[idx].title;
    if (str_is(token->text, "not"))
        return word_in(words->tongue.language, WORD_NOT_SO);
    return arena_text(arena, token->text);
}

const char *
condition_text(const struct condition_words *words, const char *rule)
{
    struct tongue tongue = words->tongue;
    const struct tokens tokens = read_tokens(rule, tongue.arena);
    struct clause clause = clause_at(words, &tokens, 0);
    struct buf text = {0};

    if (clause.n_tokens && clause.n_tokens + 1 == tokens.n)
        return clause.said
                   ? SENTENCE(tongue, WORD_ONLY_IF_CHOSEN, clause.number,
                              clause.said)
                   : SENTENCE(tongue, WORD_ONLY_IF_ANSWERED, clause.number);
    for (size_t i = 0; i + 1 < tokens.n; i += clause.n_tokens) {
        clause = clause_at(words, &tokens, i);
        buf_add_text(&text, clause.n_tokens
                                ? clause_text(words, &clause)
                                : token_text(words, &tokens.items[i]));
        if (!clause.n_tokens)
            clause.n_tokens = 1;
    }
    return SENTENCE(tongue, WORD_ONLY_IF, arena_take(tongue.arena, &text));
}
