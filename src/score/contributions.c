/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the parts of a score back out of a batch; see contributions.h. */
#include "score/contributions.h"

#include <assert.h>
#include "base/num.h"
#include "instrument/expr.h"
#include "instrument/expr_lex.h"
#include "instrument/units.h"
#include "score/norm.h"
#include "score/operands.h"
#include "score/told.h"

/* A value inside a formula is shown with no more decimals than these. */
enum { SHOWN_DECIMALS = 4 };

const struct op *
contributions_op(const struct plan *plan, size_t scale_idx)
{
    for (size_t i = 0; i < plan->n_ops; i++)
        if ((plan->ops[i].code == OP_COMBINE || plan->ops[i].code == OP_FORMULA)
            && plan->ops[i].idx == scale_idx)
            return &plan->ops[i];
    assert(false && "every scale has an operation");
    return NULL;
}

const char *const contributions_kind_texts[N_ANSWER_KINDS] = {
    [ANSWERED] = "answered",
    [ANSWER_BLANK] = "not answered",
    [ANSWER_SKIPPED] = "skipped",
    [ANSWER_DECLINED] = "declined",
    [ANSWER_UNKNOWN] = "unknown",
    [ANSWER_NOT_APPLICABLE] = "not applicable",
    [ANSWER_NOT_ASKED] = "not asked",
    [ANSWER_UNCLEAR] = "unclear",
    [ANSWER_BAD] = "bad value",
    [ANSWER_ABSENT] = "no column",
};

void
contributions_add_choices(const struct contribution *part, struct buf *out)
{
    const struct response *response = part->item->response;
    const char *gap = "";
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        if (!(part->choices >> i & 1))
            continue;
        buf_add_text(out, gap);
        if (choice->label)
            buf_add_text(out, choice->label);
        else
            num_add(out, decimal_value(choice->value));
        gap = ", ";
    }
}

/* ---- items ---- */

struct contribution
contributions_of_item(const struct batch *batch, size_t item_idx, size_t row)
{
    const struct answers *answers = &batch->answers[item_idx];
    const struct item *item = &batch->instrument->items[item_idx];
    uint8_t code = answers->code[row];
    struct contribution part = {
        .item = item,
        .kind = answers->is_absent ? ANSWER_ABSENT : kind_of_code(code),
        .lo = item->response->lo,
        .hi = item->response->hi,
        .weight = 1,
    };
    if (part.kind != ANSWERED)
        return part;
    part.has_score =
        answers->form == FORM_CODES || answers->form == FORM_NUMBERS;
    if (answers->form == FORM_NUMBERS)
        part.score = answers->number[row];
    else if (answers->form == FORM_CODES)
        part.score = answer_score(item->response, code);
    if (answers->form == FORM_CODES && item->response->kind == RESPONSE_CHOICES)
        part.choice = &item->response->choices[code];
    part.is_set = answers->form == FORM_CHOICES;
    if (part.is_set)
        part.choices = answers->choices[row];
    part.coded = part.keyed = part.score;
    return part;
}

static struct contribution
item_part(const struct worked_row *worked, size_t item_idx)
{
    return contributions_of_item(worked->batch, item_idx, worked->row);
}

static struct contribution
member_part(const struct worked_row *worked, const struct op *op, size_t idx)
{
    const struct scale *scale = &worked->plan->instrument->scales[op->idx];
    const struct plan_member *member = &op->members[idx];
    struct contribution part = item_part(worked, member->item_idx);
    part.reversed = member->reversed;
    part.lo = member->lo;
    part.hi = member->hi;
    part.weight = member->weight;
    const struct response *response = part.item->response;
    if (part.is_set) {
        part.has_score = true;
        part.score = part.coded = plan_counted(member, part.choices);
    }
    if (!part.has_score)
        return part;
    if (part.choice && member->of->recoded)
        part.coded = member->of->recoded[part.choice - response->choices];
    part.is_recoded = part.coded < part.score || part.coded > part.score;
    part.keyed = plan_keyed(member, part.coded);
    part.term = units_shown(scale, units_term(scale, idx, part.keyed)
                                       + units_lowest(scale, idx));
    return part;
}

static struct contribution
told_part(const struct worked_row *worked, size_t idx)
{
    const struct instrument *instrument = worked->plan->instrument;
    const struct asked *asked = &instrument->asked[idx];
    const struct told *told = told_get(worked->batch, idx, worked->row);
    struct contribution part = {.asked = asked, .told = told};
    bool is_known = told && told->value.state == EXPR_KNOWN;
    double value = is_known ? told->value.number : 0;
    if (asked->is_scale) {
        part.scale = &asked_whose(instrument, asked)->scales[asked->idx];
        part.of_scale.why = told ? told->why : told_whys[asked->of];
        part.of_scale.value = value;
        part.of_scale.prorated = told && told->is_prorated;
        return part;
    }
    part.item = &asked_whose(instrument, asked)->items[asked->idx];
    part.kind = told ? told->kind : ANSWER_ABSENT;
    part.lo = part.item->response->lo;
    part.hi = part.item->response->hi;
    part.weight = 1;
    part.has_score = is_known;
    part.score = part.keyed = value;
    return part;
}

void
contributions_add_name(const struct contribution *part, struct buf *out)
{
    const char *word = part->asked ? asked_words[part->asked->of] : NULL;
    if (word)
        buf_addf(out, "%s(", word);
    if (part->asked && part->asked->whose)
        buf_addf(out, "%s.", part->asked->whose->id);
    buf_add_text(out, part->scale ? part->scale->id : part->item->id);
    if (word)
        buf_add_char(out, ')');
}

const char *
contributions_missing_text(const struct contribution *part)
{
    return part->asked && !part->told ? why_text(told_whys[part->asked->of])
                                      : contributions_kind_texts[part->kind];
}

static struct contribution
operand_part(const struct worked_row *worked,
             const struct expr_operand *operand)
{
    if (operand->kind == EXPR_TOLD)
        return told_part(worked, operand->idx);
    if (operand->kind != EXPR_SCALE)
        return item_part(worked, operand->idx);
    return (struct contribution){
        .scale = &worked->plan->instrument->scales[operand->idx],
        .of_scale = scores_get(worked->scores, operand->idx, worked->row),
    };
}

/* An item that is asked about twice, by score and by choice, is one part. */
static bool
is_among(const struct contribution *parts, size_t n,
         const struct contribution *part)
{
    for (size_t i = 0; i < n; i++)
        if (parts[i].item == part->item && parts[i].scale == part->scale
            && parts[i].asked == part->asked)
            return true;
    return false;
}

const struct contribution *
contributions_of_expr(const struct worked_row *worked, const struct expr *expr,
                      struct arena *arena, size_t *n)
{
    size_t n_operands;
    const struct expr_operand *operands = expr_operands(expr, &n_operands);
    struct contribution *parts =
        ARENA_ARRAY(arena, n_operands, struct contribution);
    *n = 0;
    for (size_t i = 0; i < n_operands; i++) {
        if (operands[i].kind == EXPR_FACT)
            continue;
        parts[*n] = operand_part(worked, &operands[i]);
        *n += !is_among(parts, *n, &parts[*n]);
    }
    return parts;
}

const struct contribution_seen *
contributions_seen(const struct worked_row *worked, const struct expr *expr,
                   struct arena *arena, size_t *n)
{
    const struct rows *rows = worked->batch->rows;
    size_t n_operands;
    const struct expr_operand *operands = expr_operands(expr, &n_operands);
    struct contribution_seen *seen =
        ARENA_ARRAY(arena, n_operands, struct contribution_seen);
    *n = 0;
    for (size_t i = 0; i < n_operands; i++) {
        enum expr_standing standing = operands[i].standing;
        if (operands[i].kind != EXPR_SCALE || standing == EXPR_AS_SCORED)
            continue;
        struct contribution part = operand_part(worked, &operands[i]);
        struct norm_choice choice =
            operands_norm(part.scale, rows, worked->row);
        struct expr_value value =
            operands_standing(part.scale, standing, rows, worked->row,
                              near_outcome(part.of_scale.value));
        const struct norm_table *table =
            standing == EXPR_T ? choice.tables[NORM_T] : NULL;
        seen[(*n)++] = (struct contribution_seen){
            .scale = part.scale,
            .word = standing == EXPR_Z ? "z" : "t",
            .why = part.of_scale.why,
            .norm = table ? NULL : choice.norm,
            .table = table,
            .is_known =
                part.of_scale.why == WHY_SCORED && value.state == EXPR_KNOWN,
            .value = value.number,
        };
    }
    return seen;
}

const struct contribution *
contributions_of(const struct worked_row *worked, size_t scale_idx,
                 struct arena *arena, size_t *n)
{
    const struct op *op = contributions_op(worked->plan, scale_idx);
    const struct scale *scale = &worked->plan->instrument->scales[scale_idx];
    if (op->code == OP_FORMULA)
        return contributions_of_expr(worked, scale->formula, arena, n);
    struct contribution *parts =
        ARENA_ARRAY(arena, op->n_members, struct contribution);
    for (*n = 0; *n < op->n_members; ++*n)
        parts[*n] = member_part(worked, op, *n);
    return parts;
}

/* ---- the formula with values put in ---- */

int
contributions_decimals(const struct scale *scale, double score)
{
    double shown = num_round(score, SHOWN_DECIMALS, ROUND_HALF_UP);
    int decimals = scale->decimals;
    while (decimals < SHOWN_DECIMALS
           && num_round(score, decimals, ROUND_HALF_UP) != shown)
        decimals++;
    return decimals;
}

static void
add_operand_value(double value, struct buf *out)
{
    double shown = num_round(value, SHOWN_DECIMALS, ROUND_HALF_UP);
    if (shown < 0)
        buf_add_char(out, '(');
    num_add(out, shown);
    if (shown < 0)
        buf_add_char(out, ')');
}

static void
add_part(const struct contribution *part, struct buf *out)
{
    if (part->scale ? part->of_scale.why == WHY_SCORED : part->has_score)
        add_operand_value(part->scale ? part->of_scale.value : part->score,
                          out);
    else
        buf_addf(out, "[%s]",
                 part->scale ? why_text(part->of_scale.why)
                             : contributions_missing_text(part));
}

static void
add_filled(const struct worked_row *worked, enum id_kind kind, size_t idx,
           struct buf *out)
{
    const struct expr_operand operand = {
        .kind = kind == ID_SCALE ? EXPR_SCALE : EXPR_ITEM, .idx = idx};
    struct contribution part = operand_part(worked, &operand);
    add_part(&part, out);
}

/* What is asked by that word (empty: by the name alone); NULL: nothing. */
static const struct asked *
asked_named(const struct instrument *instrument, struct str word, struct str id)
{
    const struct asked *found = NULL;
    struct buf each SCOPED(buf_clear) = {0};
    for (size_t i = 0; !found && i < instrument->n_asked; i++) {
        const struct asked *asked = &instrument->asked[i];
        buf_empty(&each);
        asked_add_id(instrument, asked, &each);
        if (str_equal(buf_str(&each), id)
            && str_equal(str_from(asked_words[asked->of]), word))
            found = asked;
    }
    return found;
}

/* partner(heard), first(q1), phq-9.total: the value alone, behind the word that
   asks; false where the name is no such thing. */
static bool
fill_told(const struct worked_row *worked, struct str name, struct str *rest,
          struct buf *out)
{
    const struct instrument *instrument = worked->plan->instrument;
    struct str behind = *rest;
    bool is_call = expr_lex_next(&behind).kind == EXPR_TOKEN_OPEN;
    struct str id = is_call ? expr_lex_next(&behind).text : name;
    struct str word = is_call ? name : STR("");
    const struct asked *asked = asked_named(instrument, word, id);
    if (!asked)
        return false;
    struct contribution part =
        told_part(worked, (size_t)(asked - instrument->asked));
    if (is_call) {
        buf_addf(out, "%.*s ", STR_ARGS(word));
        (void)expr_lex_next(&behind);
        *rest = behind;
    }
    add_part(&part, out);
    return true;
}

/* What is known of the person; false where the name is no such fact. */
static bool
fill_fact(const struct worked_row *worked, struct str name, struct buf *out)
{
    struct person person = person_of_row(worked->batch->rows, worked->row);
    const char sex[] = {(char)person.sex, '\0'};
    struct buf age SCOPED(buf_clear) = {0};
    if (person.age >= 0)
        buf_addf(&age, "%d", (int)person.age);
    const struct str known[N_EXPR_FACTS] = {
        [EXPR_AGE] = buf_str(&age),
        [EXPR_SEX] = str_from(sex),
        [EXPR_LANG] = person.lang,
        [EXPR_GROUP] = person.group,
    };
    size_t fact = 0;
    while (fact < N_EXPR_FACTS && !str_is(name, expr_facts[fact]))
        fact++;
    if (fact < N_EXPR_FACTS) {
        if (fact != EXPR_AGE)
            buf_addf(out, "%s ", expr_facts[fact]);
        buf_add(out, known[fact].len ? known[fact] : STR("[not known]"));
        if (fact != EXPR_AGE)
            buf_add_text(out, " is ");
    }
    return fact < N_EXPR_FACTS;
}

/* z(heard), t(heard): what the scale is seen as; 'rest' stands behind the name
   and moves behind the bracket. */
static bool
fill_standing(const struct worked_row *worked, struct str name,
              struct str *rest, struct buf *out)
{
    const struct instrument *instrument = worked->plan->instrument;
    struct str behind = *rest;
    size_t idx;
    if (!(str_is(name, "z") || str_is(name, "t"))
        || expr_lex_next(&behind).kind != EXPR_TOKEN_OPEN
        || !instrument_find_of(instrument, ID_SCALE,
                               expr_lex_next(&behind).text, &idx)
        || expr_lex_next(&behind).kind != EXPR_TOKEN_CLOSE)
        return false;
    struct score score = scores_get(worked->scores, idx, worked->row);
    struct expr_value seen = operands_standing(
        &instrument->scales[idx], str_is(name, "z") ? EXPR_Z : EXPR_T,
        worked->batch->rows, worked->row, near_outcome(score.value));
    if (score.why != WHY_SCORED)
        buf_addf(out, "[%s]", why_text(score.why));
    else if (seen.state != EXPR_KNOWN)
        buf_add_text(out, "[no norm]");
    else
        add_operand_value(seen.number, out);
    *rest = behind;
    return true;
}

static bool
is_call(struct str rest)
{
    return expr_lex_next(&rest).kind == EXPR_TOKEN_OPEN;
}

/* Puts in the value of one name; 'rest' moves on behind a run. */
static void
fill_name(const struct worked_row *worked, struct str name, struct str *rest,
          struct buf *out)
{
    const struct instrument *instrument = worked->plan->instrument;
    struct str behind = *rest;
    enum id_kind kind, last_kind;
    size_t idx, last;
    if (fill_standing(worked, name, rest, out)
        || fill_told(worked, name, rest, out))
        return;
    if (is_call(*rest) || !instrument_find(instrument, name, &kind, &idx)) {
        if (!fill_fact(worked, name, out))
            buf_add(out, name);
        return;
    }
    if (kind == ID_ITEM && expr_lex_next(&behind).kind == EXPR_TOKEN_DOTS
        && instrument_find(instrument, expr_lex_next(&behind).text, &last_kind,
                           &last)) {
        /* a..b: every item of the run. */
        for (size_t i = idx; i <= last; i++) {
            if (i > idx)
                buf_add_text(out, ", ");
            add_filled(worked, ID_ITEM, i, out);
        }
        *rest = behind;
        return;
    }
    add_filled(worked, kind, idx, out);
}

const char *
contributions_filled(const struct worked_row *worked, const char *expression,
                     struct arena *arena)
{
    struct str rest = str_from(expression);
    struct buf out SCOPED(buf_clear) = {0};
    bool keeps_name = false; /* behind "selected(", "answered(", "sex(" */
    for (;;) {
        const char *before = rest.bytes;
        struct expr_token token = expr_lex_next(&rest);
        if (token.kind == EXPR_TOKEN_END)
            break;
        buf_add(&out,
                (struct str){before, (size_t)(token.text.bytes - before)});
        if (token.kind == EXPR_TOKEN_NAME && !keeps_name)
            fill_name(worked, token.text, &rest, &out);
        else
            buf_add(&out, token.text);
        if (token.kind != EXPR_TOKEN_OPEN)
            keeps_name = str_is(token.text, "selected")
                         || str_is(token.text, "answered")
                         || str_is(token.text, expr_facts[EXPR_SEX])
                         || str_is(token.text, expr_facts[EXPR_LANG])
                         || str_is(token.text, expr_facts[EXPR_GROUP]);
    }
    return arena_text(arena, buf_str(&out));
}
