/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Norms and reliabilities out of own answers, as an instrument file has them;
   see item_study.h. */
#include "output/item_study.h"

#include "base/date.h"
#include "base/num.h"
#include "xml/xml.h"

enum { VALUE_DECIMALS = 3 };

/* What an author is to know before anything of it is used. */
static const char preface[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- Of own answers: to be read, and then pasted into the scales of the\n"
    "     instrument's file, where it is right.\n"
    "     A norm says how these people are, not how people are: of those who\n"
    "     came for help it is a norm of people who came for help.  Say in\n"
    "     'source' and 'sample' who they were; pages name the sample.\n"
    "     Alpha and omega are of the error of one score; a change is judged "
    "by\n"
    "     a retest, which one row of each person cannot give.\n";

/* The attributes that say of whom it is. */
static void
add_source(const struct own_sample *own, size_t n, bool has_sample,
           struct buf *out)
{
    buf_addf(out, " n=\"%zu\"", n);
    if (has_sample) {
        buf_add_text(out, "\n                 sample=\"");
        xml_add(out, str_from(own->sample));
        buf_add_char(out, '"');
    }
    buf_add_text(out, has_sample ? "\n                 source=\""
                                 : "\n          source=\"");
    xml_add(out, str_from(own->sample));
    buf_add_text(out, ", own answers");
    if (own->latest_day != DATE_NONE) {
        buf_add_text(out, " up to ");
        date_add(out, own->latest_day);
    }
    buf_add_text(out, "\"/>\n");
}

static void
add_norm(const struct scale_study *scale, const struct own_sample *own,
         struct buf *out)
{
    int decimals = scale->scale->decimals + 2;

    if (!scale->has_mean || scale->n_scored < OWN_SAMPLE_LEAST) {
        buf_addf(out,
                 "    <!-- no norm: fewer than %d people have a score -->\n",
                 OWN_SAMPLE_LEAST);
        return;
    }
    if (!(scale->sd > 0)) {
        buf_add_text(out, "    <!-- no norm: all scores are equal -->\n");
        return;
    }
    decimals = decimals > INSTRUMENT_LIMIT_DECIMALS ? INSTRUMENT_LIMIT_DECIMALS
                                                    : decimals;
    buf_add_text(out, "    <norm id=\"own\" mean=\"");
    num_add_fixed(out, scale->mean, decimals);
    buf_add_text(out, "\" sd=\"");
    num_add_fixed(out, scale->sd, decimals);
    buf_add_char(out, '"');
    add_source(own, (size_t)scale->n_scored, false, out);
}

static void
add_reliability(const struct scale_study *scale, const char *kind,
                const char *why_not, double value, const struct own_sample *own,
                struct buf *out)
{
    if (!why_not && scale->scale->calibration)
        why_not = "each estimate has an error of its own";
    if (!why_not && scale->pairwise.n_rows < OWN_SAMPLE_LEAST)
        why_not = "too few people answered";
    if (!why_not && !(value > 0.0005 && value < 0.9995))
        why_not = "it does not lie between 0 and 1";
    if (why_not) {
        buf_addf(out, "    <!-- no %s: %s -->\n", kind, why_not);
        return;
    }
    buf_addf(out, "    <reliability id=\"own-%s\" kind=\"%s\" value=\"", kind,
             kind);
    num_add_fixed(out, value, VALUE_DECIMALS);
    buf_add_char(out, '"');
    add_source(own, scale->pairwise.n_rows, true, out);
}

static void
add_study(const struct study *study, const struct own_sample *own,
          struct buf *out)
{
    const struct instrument *instrument = study->sums->layout->plan->instrument;

    buf_addf(out, "  <instrument id=\"%s\" edition=\"%d\">\n", instrument->id,
             (int)instrument->edition);
    if (instrument->status == STATUS_UNVALIDATED)
        buf_add_text(out, "  <!-- its file says status=\"unvalidated\": norms "
                          "and reliability may stand in\n       it only when "
                          "that is true no more -->\n");
    if (study->is_few)
        buf_addf(out, "  <!-- fewer than %d people -->\n", ITEM_STUDY_LEAST);
    for (size_t i = 0; i < study->n_scales; i++) {
        const struct scale_study *scale = &study->scales[i];
        buf_addf(out, "  <scale id=\"%s\">\n", scale->scale->id);
        add_norm(scale, own, out);
        add_reliability(scale, "alpha", scale->why, scale->pairwise.alpha, own,
                        out);
        if (!scale->why)
            add_reliability(scale, "omega",
                            scale->has_omega ? NULL : "no factor can be told",
                            scale->omega, own, out);
        buf_add_text(out, "  </scale>\n");
    }
    buf_add_text(out, "  </instrument>\n");
}

void
study_add_xml(const struct study_list *list, const struct own_sample *own,
              struct buf *out)
{
    buf_add_text(out, preface);
    if (own->has_couples)
        buf_add_text(out,
                     "     Partners are counted each, though their answers are "
                     "not independent:\n     n says more than there is.\n");
    buf_addf(out, "     Counted: %s. -->\n<own-figures>\n",
             list->of_first ? "the first row of each client" : "every row");
    for (size_t i = 0; i < list->n; i++)
        add_study(&list->studies[i], own, out);
    buf_add_text(out, "</own-figures>\n");
}
