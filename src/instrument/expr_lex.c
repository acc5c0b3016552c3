/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts an expression into words.  A name takes every hyphen with it, as in
   XPath; a word that is an operator is never a name. */
#include "instrument/expr_lex.h"

#include "base/num.h"
#include "base/utf8.h"

#define NUM EXPR_KIND_NUMBER
#define TRUTH EXPR_KIND_TRUTH
#define EITHER EXPR_KIND_EITHER
static const struct expr_operator operators[] = {
    {"or", EXPR_OP_OR, 1, TRUTH, TRUTH},
    {"and", EXPR_OP_AND, 2, TRUTH, TRUTH},
    {"=", EXPR_OP_EQUAL, 3, EITHER, TRUTH},
    {"eq", EXPR_OP_EQUAL, 3, EITHER, TRUTH},
    {"!=", EXPR_OP_NOT_EQUAL, 3, EITHER, TRUTH},
    {"ne", EXPR_OP_NOT_EQUAL, 3, EITHER, TRUTH},
    {"<", EXPR_OP_LESS, 4, NUM, TRUTH},
    {"lt", EXPR_OP_LESS, 4, NUM, TRUTH},
    {"<=", EXPR_OP_LESS_EQUAL, 4, NUM, TRUTH},
    {"le", EXPR_OP_LESS_EQUAL, 4, NUM, TRUTH},
    {">", EXPR_OP_GREATER, 4, NUM, TRUTH},
    {"gt", EXPR_OP_GREATER, 4, NUM, TRUTH},
    {">=", EXPR_OP_GREATER_EQUAL, 4, NUM, TRUTH},
    {"ge", EXPR_OP_GREATER_EQUAL, 4, NUM, TRUTH},
    {"+", EXPR_OP_ADD, 5, NUM, NUM},
    {"-", EXPR_OP_SUBTRACT, 5, NUM, NUM},
    {"*", EXPR_OP_MULTIPLY, 6, NUM, NUM},
    {"div", EXPR_OP_DIVIDE, 6, NUM, NUM},
    {"mod", EXPR_OP_MODULO, 6, NUM, NUM},
};
#undef NUM
#undef TRUTH
#undef EITHER

const struct expr_operator *
expr_operator_find(struct str word)
{
    for (size_t i = 0; i < N_ELEMENTS(operators); i++)
        if (str_is(word, operators[i].word))
            return &operators[i];
    return NULL;
}

/* What people know from elsewhere. */
static const struct {
    const char *wrong;
    const char *hint;
} habits[] = {
    {"/", "division is 'div'"},
    {"%", "the remainder is 'mod'"},
    {"&", "write 'and'"},
    {"|", "write 'or'"},
    {"!", "write 'not(\u2026)', or '!=' for unequal"},
    {"==", "write '='"},
    {"\"", "there are no texts, only numbers: write the choice's value"},
    {"'", "there are no texts, only numbers: write the choice's value"},
    {"$", "write the item's id alone"},
    {"{", "write the item's id alone"},
    {"[", "write the item's id alone"},
    {"\u2265", "write 'ge'"},
    {"\u2264", "write 'le'"},
    {"\u2260", "write 'ne'"},
    {"\u2212", "write the plain '-'"},
    {"\u2013", "write the plain '-'"},
    {"\u00d7", "write '*'"},
    {"\u00f7", "write 'div'"},
    {".", "numbers look like '0.5', runs of items like 'q1..q9'"},
};

const char *
expr_lex_hint(struct str text)
{
    if (text.len && str_is_digit(*text.bytes))
        return "a number has at most 15 digits";
    for (size_t i = 0; i < N_ELEMENTS(habits); i++)
        if (str_is(text, habits[i].wrong))
            return habits[i].hint;
    return NULL;
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t
count_digits(struct str rest, size_t from)
{
    size_t n = from;
    while (n < rest.len && str_is_digit(rest.bytes[n]))
        n++;
    return n - from;
}

static struct expr_token
number_token(struct str rest)
{
    struct expr_token token = {.kind = EXPR_TOKEN_WRONG};
    size_t len = count_digits(rest, 0);
    bool has_point = len < rest.len && rest.bytes[len] == '.';
    size_t n_decimals = has_point ? count_digits(rest, len + 1) : 0;
    if (n_decimals)
        len += 1 + n_decimals;
    token.text = (struct str){rest.bytes, len};
    struct decimal number;
    if (decimal_read(token.text, &number)) {
        token.kind = EXPR_TOKEN_NUMBER;
        token.number = decimal_value(number);
    }
    return token;
}

static struct expr_token
word_token(struct str rest)
{
    size_t len = 1;
    /* A single '.' stands between a questionnaire and a part of it. */
    while (len < rest.len
           && (is_letter(rest.bytes[len]) || str_is_digit(rest.bytes[len])
               || rest.bytes[len] == '-'
               || (rest.bytes[len] == '.' && len + 1 < rest.len
                   && is_letter(rest.bytes[len + 1]))))
        len++;
    struct str text = {rest.bytes, len};
    const struct expr_operator *op = expr_operator_find(text);
    return (struct expr_token){.kind =
                                   op ? EXPR_TOKEN_OPERATOR : EXPR_TOKEN_NAME,
                               .text = text,
                               .op = op};
}

static struct expr_token
sign_token(struct str rest)
{
    static const struct {
        const char *sign;
        enum expr_token_kind kind;
    } signs[] = {
        /* The longer first. */
        {"..", EXPR_TOKEN_DOTS},     {"==", EXPR_TOKEN_WRONG},
        {"!=", EXPR_TOKEN_OPERATOR}, {"<=", EXPR_TOKEN_OPERATOR},
        {">=", EXPR_TOKEN_OPERATOR}, {"=", EXPR_TOKEN_OPERATOR},
        {"<", EXPR_TOKEN_OPERATOR},  {">", EXPR_TOKEN_OPERATOR},
        {"+", EXPR_TOKEN_OPERATOR},  {"-", EXPR_TOKEN_OPERATOR},
        {"*", EXPR_TOKEN_OPERATOR},  {"(", EXPR_TOKEN_OPEN},
        {")", EXPR_TOKEN_CLOSE},     {",", EXPR_TOKEN_COMMA},
    };
    for (size_t i = 0; i < N_ELEMENTS(signs); i++)
        if (str_starts(rest, signs[i].sign)) {
            struct str text = {rest.bytes, strlen(signs[i].sign)};
            return (struct expr_token){.kind = signs[i].kind,
                                       .text = text,
                                       .op = expr_operator_find(text)};
        }
    struct str after = rest;
    uint32_t character;
    utf8_next(&after, &character);
    return (struct expr_token){.kind = EXPR_TOKEN_WRONG,
                               .text = {rest.bytes, rest.len - after.len}};
}

struct expr_token
expr_lex_next(struct str *rest)
{
    struct expr_token token = {.kind = EXPR_TOKEN_END};
    while (rest->len && memchr(" \t\r\n", *rest->bytes, 4)) {
        rest->bytes++;
        rest->len--;
    }
    token.text = (struct str){rest->bytes, 0};
    if (!rest->len)
        return token;
    if (str_is_digit(*rest->bytes))
        token = number_token(*rest);
    else if (is_letter(*rest->bytes))
        token = word_token(*rest);
    else
        token = sign_token(*rest);
    rest->bytes += token.text.len;
    rest->len -= token.text.len;
    return token;
}

/* "=" and "eq" are both "eq". */
static const char *
plain_word(const struct expr_operator *op)
{
    const char *word = op->word;

    for (size_t i = 0; i < N_ELEMENTS(operators); i++)
        if (operators[i].code == op->code)
            word = operators[i].word;
    return word;
}

void
expr_lex_add_plain(struct buf *buf, struct str text)
{
    for (bool is_first = true;; is_first = false) {
        struct expr_token token = expr_lex_next(&text);

        if (token.kind == EXPR_TOKEN_END)
            return;
        if (!is_first)
            buf_add_char(buf, ' ');
        if (token.kind == EXPR_TOKEN_NUMBER)
            num_add(buf, token.number);
        else if (token.kind == EXPR_TOKEN_OPERATOR)
            buf_add_text(buf, plain_word(token.op));
        else
            buf_add(buf, token.text);
    }
}
