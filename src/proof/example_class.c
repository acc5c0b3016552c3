/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries expectations of classes and alerts; see example_class.h. */
#include "proof/example_class.h"

#include "score/alerts.h"
#include "score/classes.h"
#include "xml/xml.h"

static void
say_fails(const struct example *example, const struct expectation *wanted,
          const char *attribute, const char *given, struct diag *diag)
{
    struct str expected = xml_attribute_find(wanted->at, attribute)->value;
    xml_problem(diag, MSG_EXAMPLE_FAILS, xml_value_spot(wanted->at, attribute),
                "'%s' expects %s of %s = %.*s, the rule gives %s",
                example->title ? example->title : "", attribute,
                wanted->class_id ? wanted->class_id : wanted->alert_id,
                STR_ARGS(expected), given);
}

static const char *
class_given(const struct class *class, const struct class_result *result)
{
    return result->which >= 0 ? class->cases[result->which].id
                              : why_word(result->why);
}

bool
example_class_holds(const struct worked_row *worked,
                    const struct example *example,
                    const struct expectation *wanted, struct diag *diag)
{
    const struct instrument *instrument = worked->plan->instrument;
    enum id_kind kind;
    size_t idx;
    if (!instrument_find(instrument, str_from(wanted->class_id), &kind, &idx)
        || kind != ID_CLASS || !wanted->when == !wanted->missing)
        return false;
    struct class_result result = classes_get(worked->scores, idx, worked->row);
    const char *given = class_given(&instrument->classes[idx], &result);
    bool has_case = result.which >= 0;
    const char *expected = wanted->when ? wanted->when : wanted->missing;
    if (has_case == (wanted->when != NULL) && str_is(str_from(expected), given))
        return true;
    struct buf working = {0};
    working_add_class(worked, idx, &working);
    say_fails(example, wanted, wanted->when ? "when" : "missing", given, diag);
    diag_working(diag, "%s", buf_text(&working));
    buf_clear(&working);
    return false;
}

/* False: no alert of that id. */
static bool
find_alert(const struct plan *plan, const char *id, size_t *idx)
{
    for (size_t i = 0; i < plan->n_alerts; i++) {
        if (!str_is(str_from(plan->alerts[i].alert->id), id))
            continue;
        *idx = i;
        return true;
    }
    return false;
}

bool
example_alert_holds(const struct worked_row *worked,
                    const struct example *example,
                    const struct expectation *wanted, struct diag *diag)
{
    size_t idx;
    if (!find_alert(worked->plan, wanted->alert_id, &idx) || !wanted->fires)
        return false;
    struct alert_result result = alerts_get(worked->scores, idx, worked->row);
    const char *given = alert_state_word(result.state);
    if (str_is(str_from(wanted->fires), given))
        return true;
    struct buf working = {0};
    working_add_alert(worked, idx, &working);
    say_fails(example, wanted, "fires", given, diag);
    diag_working(diag, "%s", buf_text(&working));
    buf_clear(&working);
    return false;
}
