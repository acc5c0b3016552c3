/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that an instrument holds, as indented lines: what was written,
   and below it what the reader made of it (ends, members, privacy). */
#include "instrument/instrument.h"

#include "instrument/attribute.h"
#include "instrument/expr.h"
#include "instrument/grammar.h"
#include "instrument/method.h"

static void
dump_text(struct buf *buf, const char *name, const char *text)
{
    if (text && text[0])
        buf_addf(buf, " %s \"%s\"", name, text);
}

static void
dump_double(struct buf *buf, const char *name, double number)
{
    buf_addf(buf, " %s ", name);
    num_add(buf, number);
}

static void
dump_number(struct buf *buf, const char *name, struct decimal number)
{
    dump_double(buf, name, decimal_value(number));
}

/* A number that only counts when the file gave it. */
static void
dump_given(struct buf *buf, const struct xml_element *at, const char *name,
           struct decimal number)
{
    if (attribute_given(at, name))
        dump_number(buf, name, number);
}

static void
dump_flag(struct buf *buf, const char *name, bool is_on)
{
    if (is_on)
        buf_addf(buf, " %s", name);
}

static void
dump_expr(struct buf *buf, const char *name, const char *text,
          const struct expr *expr)
{
    if (!text)
        return;
    buf_addf(buf, "    %s %s%s\n", name, text, expr ? "" : " (not compiled)");
}

static void
dump_about(struct buf *buf, const struct about *about)
{
    for (size_t i = 0; i < about->n_authors; i++)
        buf_addf(buf, "author %s\n", about->authors[i]);
    if (about->licence_spdx || about->licence)
        buf_addf(buf, "licence %s%s%s\n",
                 about->licence_spdx ? about->licence_spdx : "",
                 about->licence_spdx && about->licence ? " " : "",
                 about->licence ? about->licence : "");
    for (size_t i = 0; i < about->n_citations; i++)
        buf_addf(buf, "citation %s\n", about->citations[i]);
    if (about->construct)
        buf_addf(buf, "construct %s\n", about->construct);
    if (about->recall)
        buf_addf(buf, "recall days %d %s\n", about->recall_days, about->recall);
    if (about->minutes)
        buf_addf(buf, "minutes %d\n", about->minutes);
    for (size_t i = 0; i < about->n_notes; i++)
        buf_addf(buf, "note %s\n", about->notes[i]);
}

static void
dump_response(struct buf *buf, const struct response *response)
{
    static const char *const kinds[] = {
        [RESPONSE_CHOICES] = "choices",
        [RESPONSE_RANGE] = "range",
        [RESPONSE_FREE] = "free",
        [RESPONSE_DATE] = "date",
    };
    buf_addf(buf, "%s %s", kinds[response->kind], response->id);
    dump_flag(buf, "multiple", response->multiple);
    if (response->kind == RESPONSE_FREE)
        buf_addf(buf, " lines %d", response->lines);
    if (response->kind == RESPONSE_RANGE && response->step.units)
        dump_number(buf, "step", response->step);
    if (response->kind == RESPONSE_CHOICES
        || response->kind == RESPONSE_RANGE) {
        dump_double(buf, "lo", response->lo);
        dump_double(buf, "hi", response->hi);
    }
    dump_text(buf, "low", response->low);
    dump_text(buf, "high", response->high);
    dump_text(buf, "unit", response->unit);
    buf_add_char(buf, '\n');
    for (size_t i = 0; i < response->n_choices; i++) {
        buf_addf(buf, "   ");
        dump_number(buf, "value", response->choices[i].value);
        if (response->choices[i].missing)
            dump_text(buf, "missing",
                      answer_kind_names[response->choices[i].missing]);
        else
            dump_number(buf, "score", response->choices[i].score);
        dump_text(buf, "label", response->choices[i].label);
        buf_add_char(buf, '\n');
    }
}

static void
dump_item(struct buf *buf, const struct item *item)
{
    buf_addf(buf, "  item %s responses %s", item->id, item->response->id);
    dump_text(buf, "number", item->number);
    dump_flag(buf, "required", item->required);
    dump_flag(buf, "private", item->is_private);
    dump_flag(buf, "can-be-not-applicable", item->can_be_not_applicable);
    dump_text(buf, "text", item->text);
    buf_add_char(buf, '\n');
    dump_expr(buf, "relevant", item->relevant_text, item->relevant);
    for (size_t i = 0; i < item->n_alerts; i++) {
        const struct alert *alert = &item->alerts[i];
        buf_addf(buf, "    alert %s", alert->id);
        dump_flag(buf, "lists-unanswered", alert->lists_unanswered);
        dump_flag(buf, "private", alert->is_private);
        dump_text(buf, "text", alert->text);
        buf_add_char(buf, '\n');
        dump_expr(buf, "when", alert->when_text, alert->when);
    }
}

static void
dump_section(struct buf *buf, const struct instrument *instrument,
             const struct section *section)
{
    buf_addf(buf, "section %s", section->id);
    dump_text(buf, "title", section->title);
    dump_text(buf, "notice", section->notice);
    dump_text(buf, "instruction", section->instruction);
    buf_add_char(buf, '\n');
    for (size_t i = 0; i < section->n_items; i++)
        dump_item(buf, &instrument->items[section->first_item + i]);
}

/* ---- scales ---- */

static void
dump_members(struct buf *buf, const struct instrument *instrument,
             const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_members; i++) {
        const struct member *member = &scale->members[i];
        buf_addf(buf, "  member %s", instrument->items[member->item_idx].id);
        dump_flag(buf, "reversed", member->reversed);
        dump_number(buf, "weight", member->weight);
        dump_double(buf, "lo", member->lo);
        dump_double(buf, "hi", member->hi);
        buf_add_char(buf, '\n');
    }
}

static void
dump_fits(struct buf *buf, const struct fits *fits)
{
    if (fits->sex)
        buf_addf(buf, " sex %c", fits->sex);
    if (fits->has_age_from)
        buf_addf(buf, " age-from %d", fits->age_from);
    if (fits->has_age_to)
        buf_addf(buf, " age-to %d", fits->age_to);
    dump_text(buf, "lang", fits->lang);
    dump_text(buf, "group", fits->group);
}

static void
dump_cutoff(struct buf *buf, const struct cutoff *cutoff)
{
    buf_addf(buf, "  cutoff %s", cutoff->id);
    if (cutoff->method == CUTOFF_AT)
        dump_number(buf, "at", cutoff->point);
    else
        buf_addf(buf, " method %s",
                 grammar_cutoff_methods[cutoff->method - CUTOFF_A]);
    dump_text(buf, "clinical", cutoff->clinical_id);
    dump_text(buf, "functional", cutoff->functional_id);
    dump_flag(buf, "excludes-point", cutoff->excludes_point);
    dump_text(buf, "source", cutoff->source);
    buf_add_char(buf, '\n');
}

static void
dump_norms(struct buf *buf, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        buf_addf(buf, "  norm %s n %d", norm->id, norm->n);
        dump_number(buf, "mean", norm->mean);
        dump_number(buf, "sd", norm->sd);
        dump_fits(buf, &norm->fits);
        dump_text(buf, "source", norm->source);
        buf_add_char(buf, '\n');
    }
    for (size_t i = 0; i < scale->n_norm_tables; i++) {
        const struct norm_table *table = &scale->norm_tables[i];
        buf_addf(buf, "  norm-table %s gives %s n %d", table->id,
                 grammar_norm_scores[table->gives], table->n);
        dump_fits(buf, &table->fits);
        dump_text(buf, "source", table->source);
        buf_add_char(buf, '\n');
        for (size_t j = 0; j < table->n_rows; j++) {
            buf_addf(buf, "   ");
            dump_number(buf, "from", table->rows[j].from);
            dump_number(buf, "value", table->rows[j].value);
            buf_add_char(buf, '\n');
        }
    }
}

static void
dump_reliabilities(struct buf *buf, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_reliabilities; i++) {
        const struct reliability *reliability = &scale->reliabilities[i];
        buf_addf(buf, "  reliability %s kind %s n %d", reliability->id,
                 grammar_reliabilities[reliability->kind], reliability->n);
        dump_number(buf, "value", reliability->value);
        if (reliability->days)
            buf_addf(buf, " days %d", reliability->days);
        dump_text(buf, "sample", reliability->sample);
        dump_text(buf, "source", reliability->source);
        buf_add_char(buf, '\n');
    }
}

static void
dump_changes(struct buf *buf, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_changes; i++) {
        const struct change *change = &scale->changes[i];
        buf_addf(buf, "  change method %s",
                 grammar_change_methods[change->method]);
        dump_text(buf, "id", change->id);
        dump_text(buf, "norm", change->norm_id);
        dump_text(buf, "norm-post", change->norm_post_id);
        dump_text(buf, "reliability", change->reliability_id);
        dump_text(buf, "reliability-post", change->reliability_post_id);
        dump_given(buf, change->at, "r12", change->r12);
        if (change->method != CHANGE_POINTS)
            dump_number(buf, "level", change->level);
        dump_given(buf, change->at, "at", change->points);
        dump_text(buf, "cutoff", change->cutoff_id);
        dump_text(buf, "sample", change->sample);
        dump_text(buf, "source", change->source);
        buf_add_char(buf, '\n');
    }
    for (size_t i = 0; i < scale->n_mics; i++) {
        buf_addf(buf, "  mic");
        dump_number(buf, "value", scale->mics[i].value);
        dump_text(buf, "source", scale->mics[i].source);
        buf_add_char(buf, '\n');
    }
}

static void
dump_scale_rules(struct buf *buf, const struct scale *scale)
{
    buf_addf(buf, "scale %s method %s direction %s", scale->id,
             scale_method_names[scale->method],
             grammar_directions[scale->direction]);
    dump_double(buf, "lo", scale->lo);
    dump_double(buf, "hi", scale->hi);
    if (scale->min_answered.all)
        buf_addf(buf, " min-answered all");
    else if (method_has_items(scale))
        buf_addf(buf, " min-answered %s %lld/%lld",
                 scale->min_answered.is_share ? "share" : "count",
                 (long long)scale->min_answered.ratio.num,
                 (long long)scale->min_answered.ratio.den);
    if (scale->not_applicable != NOT_APPLICABLE_UNSAID)
        buf_addf(buf, " not-applicable %s",
                 grammar_not_applicable[scale->not_applicable
                                        - NOT_APPLICABLE_EXCLUDED]);
    buf_addf(buf, " decimals %d", scale->decimals);
    if (scale->round != ROUND_NONE)
        buf_addf(buf, " round %s",
                 grammar_roundings[(int)scale->round - ROUND_HALF_UP]);
    dump_flag(buf, "can-prorate", scale->can_prorate);
    dump_flag(buf, "internal", scale->is_internal);
    dump_flag(buf, "private", scale->is_private);
    dump_text(buf, "title", scale->title);
    dump_text(buf, "low", scale->low);
    dump_text(buf, "high", scale->high);
    buf_add_char(buf, '\n');
    dump_expr(buf, "count-if", scale->count_if_text, scale->count_if);
    dump_expr(buf, "formula", scale->formula_text, scale->formula);
}

static void
dump_scale(struct buf *buf, const struct instrument *instrument,
           const struct scale *scale)
{
    dump_scale_rules(buf, scale);
    dump_members(buf, instrument, scale);
    if (scale->n_bands) {
        buf_addf(buf, "  bands basis %s", grammar_bases[scale->basis]);
        dump_text(buf, "source", scale->bands_source);
        buf_add_char(buf, '\n');
    }
    for (size_t i = 0; i < scale->n_bands; i++) {
        buf_addf(buf, "    band %s", scale->bands[i].id);
        dump_number(buf, "from", scale->bands[i].from);
        dump_text(buf, "label", scale->bands[i].label);
        buf_add_char(buf, '\n');
    }
    for (size_t i = 0; i < scale->n_cutoffs; i++)
        dump_cutoff(buf, &scale->cutoffs[i]);
    dump_norms(buf, scale);
    dump_reliabilities(buf, scale);
    dump_changes(buf, scale);
}

static void
dump_class(struct buf *buf, const struct class *class)
{
    buf_addf(buf, "class %s", class->id);
    dump_flag(buf, "private", class->is_private);
    dump_text(buf, "title", class->title);
    buf_add_char(buf, '\n');
    for (size_t i = 0; i < class->n_cases; i++) {
        const struct class_case *one = &class->cases[i];
        buf_addf(buf, "  %s %s", one->test_text ? "when" : "otherwise",
                 one->id);
        dump_text(buf, "label", one->label);
        buf_add_char(buf, '\n');
        dump_expr(buf, "test", one->test_text, one->test);
    }
}

/* ---- examples ---- */

static void
dump_answers(struct buf *buf, const char *word,
             const struct example_answer *answers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_addf(buf, "  %s %s", word, answers[i].item_id);
        dump_text(buf, "value", answers[i].value);
        if (!answers[i].value)
            dump_text(buf, "missing", answer_kind_names[answers[i].missing]);
        buf_add_char(buf, '\n');
    }
}

static void
dump_expectation(struct buf *buf, const struct expectation *expectation)
{
    buf_addf(buf, "  expect");
    dump_text(buf, "scale", expectation->scale_id);
    dump_text(buf, "class", expectation->class_id);
    dump_text(buf, "alert", expectation->alert_id);
    dump_text(buf, "value", expectation->value);
    dump_text(buf, "band", expectation->band);
    dump_text(buf, "t", expectation->t);
    dump_text(buf, "percentile", expectation->percentile);
    dump_text(buf, "beyond", expectation->beyond);
    dump_text(buf, "verdict", expectation->verdict);
    dump_text(buf, "missing", expectation->missing);
    dump_text(buf, "when", expectation->when);
    dump_text(buf, "fires", expectation->fires);
    buf_add_char(buf, '\n');
}

static void
dump_example(struct buf *buf, const struct example *example)
{
    buf_addf(buf, "example");
    dump_text(buf, "title", example->title);
    dump_text(buf, "sex", example->sex);
    if (example->has_age)
        buf_addf(buf, " age %d", example->age);
    dump_text(buf, "lang", example->lang);
    dump_text(buf, "group", example->group);
    buf_add_char(buf, '\n');
    if (example->before)
        dump_answers(buf, "before", example->before->answers,
                     example->before->n_answers);
    dump_answers(buf, "answer", example->answers, example->n_answers);
    for (size_t i = 0; i < example->n_expectations; i++)
        dump_expectation(buf, &example->expectations[i]);
}

void
instrument_dump(const struct instrument *instrument, struct buf *buf)
{
    buf_addf(buf, "instrument %s edition %d lang %s status %s%s\n",
             instrument->id, instrument->edition, instrument->lang,
             grammar_statuses[instrument->status],
             instrument->show_scores ? " show-scores" : "");
    buf_addf(buf, "title %s\n", instrument->title);
    dump_about(buf, instrument->about);
    if (instrument->notice)
        buf_addf(buf, "notice %s\n", instrument->notice);
    for (size_t i = 0; i < instrument->n_responses; i++)
        dump_response(buf, &instrument->responses[i]);
    for (size_t i = 0; i < instrument->n_missing_codes; i++) {
        const struct missing_code *code = &instrument->missing_codes[i];
        buf_addf(buf, "missing");
        dump_number(buf, "code", code->code);
        buf_addf(buf, " kind %s\n", answer_kind_names[code->kind]);
    }
    for (size_t i = 0; i < instrument->n_sections; i++)
        dump_section(buf, instrument, &instrument->sections[i]);
    if (instrument->thanks)
        buf_addf(buf, "thanks %s\n", instrument->thanks);
    for (size_t i = 0; i < instrument->n_scales; i++)
        dump_scale(buf, instrument, &instrument->scales[i]);
    for (size_t i = 0; i < instrument->n_classes; i++)
        dump_class(buf, &instrument->classes[i]);
    for (size_t i = 0; i < instrument->n_examples; i++)
        dump_example(buf, &instrument->examples[i]);
}
