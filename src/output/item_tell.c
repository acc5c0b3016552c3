/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of scales and items as text, CSV and JSON; see item_study.h. */
#include <config.h>
#include "output/item_study.h"

#include <math.h>
#include <string.h>
#include "base/json.h"
#include "base/num.h"
#include "base/utf8.h"
#include "response/csv.h"
#include "stats/normal.h"

static bool
is_few(double n)
{
    return n < ITEM_STUDY_LEAST;
}

/* So few that somebody might be known by it. */
static bool
is_cell(double n)
{
    return n > 0 && is_few(n);
}

static bool
knows(const struct scale_study *s, const struct consistency *consistency)
{
    return !s->why && consistency->why == CONSISTENCY_KNOWN
           && !is_few((double)consistency->n_rows);
}

void
scale_study_tell(const struct scale_study *s,
                 struct figure_told told[N_SCALE_FIGURES])
{
    struct figure_told *to = told;

#define SCALE_FIGURE(NAME, word, is_known, value, means, why_not)              \
    *to++ = (struct figure_told){word, (is_known) ? (value) : (double)NAN,     \
                                 why_not, false, 0};
#define ITEMS_FIGURE(NAME, word, is_known, value, means, why_not)              \
    *to++ = (struct figure_told){word, (is_known) ? (value) : (double)NAN,     \
                                 s->why ? s->why : why_not, false, 0};
#include "output/item_figures.def"
}

/* A mean is a whole number of steps through the number of answers, and tells
   that number by its later decimals.  With one decimal where the fewest that
   may have answered are ten a step, two where they are 100 and so on, each
   number that is 1 to 4 less than all is possible; where they are not one, it
   is not told. */
static void
cut(struct figure_told *told, const struct item_study *item)
{
    double least = (item->n_asked - (FEW_LEAST - 1)) / item->step;

    if (isnan(told->value))
        return;
    if (least < 1) {
        told->value = NAN;
        told->why = "it would tell how few left the item out";
        return;
    }
    told->is_cut = true;
    told->decimals = (int)floor(log10(least));
    told->value = num_round(told->value, told->decimals, ROUND_HALF_EVEN);
}

int
figure_decimals(const struct figure_told *told, int wanted)
{
    return told->is_cut && told->decimals < wanted ? told->decimals : wanted;
}

void
item_study_tell(const struct item_study *i,
                struct figure_told told[N_ITEM_FIGURES])
{
    struct figure_told *to = told;

#define ITEM_FIGURE(NAME, word, is_known, value, means, why_not)               \
    *to++ = (struct figure_told){word, (is_known) ? (value) : (double)NAN,     \
                                 why_not, false, 0};
#include "output/item_figures.def"
    if (i->hides_missing) {
        cut(&told[ITEM_MEAN], i);
        cut(&told[ITEM_SD], i);
    }
}

const struct sign_figure sign_figures[N_SIGN_FIGURES] = {
    {"n", 0}, {"p5", 5}, {"p25", 25}, {"p50", 50}, {"p75", 75}, {"p95", 95}};

static const char *const sign_words[N_CARE_SIGNS] = {
#define SIGN(NAME, word, ...) [CARE_##NAME] = word,
#include "score/care.def"
};

void
study_tell_sign(const struct study *study, enum care_sign sign,
                struct figure_told told[N_SIGN_FIGURES])
{
    double n = (double)care_tally_n(study->sums->care, sign);

    for (size_t i = 0; i < N_SIGN_FIGURES; i++) {
        int percent = sign_figures[i].percent;
        int side = percent > 50 ? 100 - percent : percent;
        told[i] = (struct figure_told){.word = sign_figures[i].word,
                                       .value = (double)NAN};
        if (!is_few(i ? n * side / 100 : n))
            told[i].value =
                i ? care_tally_quantile(study->sums->care, sign, percent) : n;
    }
}

static const struct instrument *
instrument_of(const struct study *study)
{
    return study->sums->layout->plan->instrument;
}

/* ---- CSV ---- */

static void
add_csv_row(const struct study_list *list, const struct study *study,
            const char *const *names, const struct figure_told *told,
            struct buf *out)
{
    csv_add_cell(out, str_from(instrument_of(study)->id), ',');
    for (size_t i = 0; i < 2; i++) {
        buf_add_char(out, ',');
        csv_add_cell(out, str_from(names[i]), ',');
    }
    buf_addf(out, ",%s,", told->word);
    if (!isnan(told->value))
        num_add(out, told->value);
    if (list->by) {
        buf_add_char(out, ',');
        csv_add_guarded(out, str_from(study->group), ',');
    }
    buf_add_char(out, '\n');
}

static void
add_csv_scale(const struct study_list *list, const struct study *study,
              const struct scale_study *scale, struct buf *out)
{
    struct figure_told of_scale[N_SCALE_FIGURES];
    struct figure_told of_item[N_ITEM_FIGURES];
    const char *names[] = {scale->scale->id, ""};
    struct buf word SCOPED(buf_clear) = {0};

    scale_study_tell(scale, of_scale);
    for (size_t i = 0; i < N_SCALE_FIGURES; i++)
        add_csv_row(list, study, names, &of_scale[i], out);
    for (const struct scale_study *other = study->scales; other < scale;
         other++) {
        buf_empty(&word);
        buf_addf(&word, "r.%s", other->scale->id);
        struct figure_told told = {
            .word = buf_text(&word),
            .value = scale->correlations[other - study->scales]};
        add_csv_row(list, study, names, &told, out);
    }
    for (size_t item = 0; item < scale->n_items; item++) {
        item_study_tell(&scale->items[item], of_item);
        names[1] = scale->items[item].item->id;
        for (size_t i = 0; i < N_ITEM_FIGURES; i++)
            add_csv_row(list, study, names, &of_item[i], out);
    }
}

static void
add_csv_signs(const struct study_list *list, const struct study *study,
              struct buf *out)
{
    static const char *const names[] = {"", ""};
    struct figure_told told[N_SIGN_FIGURES];
    struct buf word SCOPED(buf_clear) = {0};

    for (size_t sign = 0; !study->is_few && sign < N_CARE_SIGNS; sign++) {
        study_tell_sign(study, (enum care_sign)sign, told);
        for (size_t i = 0; i < N_SIGN_FIGURES; i++) {
            buf_empty(&word);
            buf_addf(&word, "%s.%s", sign_words[sign], told[i].word);
            told[i].word = buf_text(&word);
            add_csv_row(list, study, names, &told[i], out);
        }
    }
}

void
study_add_csv(const struct study_list *list, struct buf *out)
{
    buf_add_text(out, "instrument,scale,item,figure,value");
    if (list->by) {
        buf_add_char(out, ',');
        csv_add_guarded(out, str_from(list->by), ',');
    }
    buf_add_char(out, '\n');
    for (size_t i = 0; i < list->n; i++) {
        for (size_t s = 0; s < list->studies[i].n_scales; s++)
            add_csv_scale(list, &list->studies[i], &list->studies[i].scales[s],
                          out);
        add_csv_signs(list, &list->studies[i], out);
    }
}

/* ---- JSON ---- */

enum { KEY_SIZE = 32 };

static const char *
key_of(const char *word, char key[KEY_SIZE])
{
    size_t at = 0;

    for (; word[at] && at + 1 < KEY_SIZE; at++)
        key[at] = word[at] == '-' ? '_' : word[at];
    key[at] = '\0';
    return key;
}

/* The figures that are known, null for others. */
static void
put_figures(struct json *json, const struct figure_told *told, size_t n)
{
    char room[KEY_SIZE];

    for (size_t i = 0; i < n; i++) {
        const char *key = key_of(told[i].word, room);
        if (isnan(told[i].value))
            json_put_null(json, key);
        else
            json_put_number(json, key, told[i].value);
    }
}

static void
put_item(struct json *json, const struct item_study *item)
{
    struct figure_told told[N_ITEM_FIGURES];

    item_study_tell(item, told);
    json_open_object(json);
    json_put_text(json, "id", item->item->id);
    put_figures(json, told, N_ITEM_FIGURES);
    json_put_array(json, "never_chosen");
    for (size_t i = 0; !isnan(told[ITEM_UNUSED].value) && i < item->n_unused;
         i++)
        json_number(json, decimal_value(item->unused[i]->value));
    json_close_array(json);
    json_close_object(json);
}

static void
put_scale(struct json *json, const struct study *study,
          const struct scale_study *scale)
{
    struct figure_told told[N_SCALE_FIGURES];

    scale_study_tell(scale, told);
    json_open_object(json);
    json_put_text(json, "id", scale->scale->id);
    put_figures(json, told, N_SCALE_FIGURES);
    json_put_text(json, "why", scale->why);
    json_put_object(json, "correlations");
    for (const struct scale_study *other = study->scales; other < scale;
         other++) {
        double r = scale->correlations[other - study->scales];
        if (isnan(r))
            json_put_null(json, other->scale->id);
        else
            json_put_number(json, other->scale->id, r);
    }
    json_close_object(json);
    json_put_array(json, "items");
    for (size_t i = 0; i < scale->n_items; i++)
        put_item(json, &scale->items[i]);
    json_close_array(json);
    json_close_object(json);
}

static void
put_signs(struct json *json, const struct study *study)
{
    struct figure_told told[N_SIGN_FIGURES];
    char room[KEY_SIZE];

    json_put_object(json, "quality");
    for (size_t sign = 0; !study->is_few && sign < N_CARE_SIGNS; sign++) {
        study_tell_sign(study, (enum care_sign)sign, told);
        json_put_object(json, key_of(sign_words[sign], room));
        put_figures(json, told, N_SIGN_FIGURES);
        json_close_object(json);
    }
    json_close_object(json);
}

static void
put_study(struct json *json, const struct study *study)
{
    const struct instrument *instrument = instrument_of(study);

    json_open_object(json);
    json_put_text(json, "instrument", instrument->id);
    json_put_whole(json, "edition", instrument->edition);
    json_put_text(json, "digest", instrument->digest.hex);
    json_put_text(json, "group", study->group);
    json_put_count(json, "rows",
                   study->is_few ? 0 : (int64_t)study->sums->n_rows);
    json_put_array(json, "scales");
    for (size_t i = 0; i < study->n_scales; i++)
        put_scale(json, study, &study->scales[i]);
    json_close_array(json);
    put_signs(json, study);
    json_close_object(json);
}

void
study_add_json(const struct study_list *list, struct buf *out)
{
    struct json json;

    json_init(&json, out, 2);
    json_open_object(&json);
    json_put_whole(&json, "format", 1);
    json_put_text(&json, "program", "attune");
    json_put_text(&json, "version", PACKAGE_VERSION);
    json_put_text(&json, "counted", list->of_first ? "first" : "all");
    json_put_text(&json, "by", list->by);
    json_put_array(&json, "studies");
    for (size_t i = 0; i < list->n; i++)
        put_study(&json, &list->studies[i]);
    json_close_array(&json);
    json_close_object(&json);
    buf_add_char(out, '\n');
}

/* ---- text ---- */

enum { TEXT_DECIMALS = 3, WORD_WIDTH = 16, ID_WIDTH = 12, CELL_LEAST = 8 };

/* Whether it is how many there are of something. */
static bool
is_count(const struct figure_told *told)
{
    struct str word = str_from(told->word);

    return str_is(word, "n") || str_starts(word, "n-")
           || str_is(word, "unused");
}

static void
add_value(struct buf *out, const struct figure_told *told)
{
    if (isnan(told->value))
        buf_addf(out, "none: %s", told->why);
    else
        num_add_shown(out, told->value,
                      is_count(told) ? 0
                                     : figure_decimals(told, TEXT_DECIMALS));
}

/* Of the scales, what is known; what is not, at the end, for one reason or
   another. */
static void
add_scale_figures(const struct scale_study *scale, bool is_plain,
                  struct buf *out)
{
    struct figure_told told[N_SCALE_FIGURES];
    const char *last = NULL;

    scale_study_tell(scale, told);
    for (size_t i = 0; i < N_SCALE_FIGURES; i++) {
        bool is_no_kind =
            i >= SCALE_BLANK && i <= SCALE_BAD && !(told[i].value > 0);
        if (isnan(told[i].value) || is_no_kind)
            continue;
        buf_add_text(out, is_plain ? "" : "    ");
        if (is_plain)
            buf_addf(out, "%s: ", told[i].word);
        else
            buf_addf(out, "%-*s", WORD_WIDTH, told[i].word);
        add_value(out, &told[i]);
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < N_SCALE_FIGURES; i++) {
        if (!isnan(told[i].value))
            continue;
        bool is_next = last && last == told[i].why;
        if (last && !is_next)
            buf_addf(out, ": %s\n", last);
        buf_addf(out, "%s%s",
                 is_next    ? ", "
                 : is_plain ? "no "
                            : "    no ",
                 told[i].word);
        last = told[i].why;
    }
    if (last)
        buf_addf(out, ": %s\n", last);
}

static void
add_item_cell(const struct item_study *item, const struct figure_told *told,
              enum item_figure figure, struct buf *out)
{
    if (isnan(told[figure].value))
        buf_add_char(out, '-');
    else if (figure != ITEM_UNUSED || !item->n_unused)
        add_value(out, &told[figure]);
    else
        for (size_t i = 0; i < item->n_unused; i++) {
            buf_add_text(out, i ? " " : "");
            num_add(out, decimal_value(item->unused[i]->value));
        }
}

static int
cell_width(const struct figure_told *told)
{
    int n = (int)strlen(told->word) + 2;

    return n > CELL_LEAST ? n : CELL_LEAST;
}

static void
add_items(const struct scale_study *scale, bool is_plain, struct buf *out)
{
    struct figure_told told[N_ITEM_FIGURES];
    struct buf cell SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < scale->n_items; i++) {
        const struct item_study *item = &scale->items[i];
        item_study_tell(item, told);
        if (!i && !is_plain) {
            buf_add_text(out, "    ");
            buf_addf(out, "%-*s", ID_WIDTH, "item");
            for (size_t f = 0; f < N_ITEM_FIGURES; f++)
                buf_addf(out, "%*s", cell_width(&told[f]), told[f].word);
            buf_add_char(out, '\n');
        }
        buf_add_text(out, is_plain ? "item: " : "    ");
        buf_addf(out, "%-*s", is_plain ? 0 : ID_WIDTH, item->item->id);
        for (enum item_figure f = 0; f < N_ITEM_FIGURES; f++) {
            buf_empty(&cell);
            add_item_cell(item, told, f, &cell);
            if (is_plain)
                buf_addf(out, ", %s ", told[f].word);
            buf_addf(out, "%*s", is_plain ? 0 : cell_width(&told[f]),
                     buf_text(&cell));
        }
        buf_add_char(out, '\n');
    }
}

static void
add_correlations(const struct study *study, const struct scale_study *scale,
                 bool is_plain, struct buf *out)
{
    size_t n = (size_t)(scale - study->scales);

    for (size_t i = 0; i < n; i++) {
        struct figure_told told = {
            .value = scale->correlations[i],
            .why = "fewer than 5 people have both, or one does not vary"};
        buf_addf(out, "%sr with %s: ", is_plain ? "" : "    ",
                 study->scales[i].scale->id);
        add_value(out, &told);
        buf_add_char(out, '\n');
    }
}

static void
add_signs(const struct study *study, bool is_plain, struct buf *out)
{
    struct figure_told told[N_SIGN_FIGURES];
    bool is_first = true;

    for (size_t sign = 0; sign < N_CARE_SIGNS; sign++) {
        study_tell_sign(study, (enum care_sign)sign, told);
        if (isnan(told[0].value))
            continue;
        if (is_first)
            buf_add_text(out,
                         "\nhow it was filled in: a caution, not a verdict; "
                         "up to where 5, 25 ... of 100 lie\n");
        if (is_first && !is_plain) {
            buf_addf(out, "    %-*s", WORD_WIDTH, "");
            for (size_t i = 0; i < N_SIGN_FIGURES; i++)
                buf_addf(out, "%*s", CELL_LEAST, told[i].word);
            buf_add_char(out, '\n');
        }
        is_first = false;
        buf_addf(out, is_plain ? "%-*s" : "    %-*s", is_plain ? 0 : WORD_WIDTH,
                 sign_words[sign]);
        for (size_t i = 0; i < N_SIGN_FIGURES; i++) {
            struct buf cell SCOPED(buf_clear) = {0};
            if (isnan(told[i].value))
                buf_add_char(&cell, '-');
            else
                add_value(&cell, &told[i]);
            if (is_plain)
                buf_addf(out, "%s %s ", i ? "," : ":", told[i].word);
            buf_addf(out, "%*s", is_plain ? 0 : CELL_LEAST, buf_text(&cell));
        }
        buf_add_char(out, '\n');
    }
}

static void
add_study(const struct study_list *list, const struct study *study,
          struct buf *out)
{
    buf_add_text(out, instrument_of(study)->id);
    if (list->by) {
        buf_addf(out, ", %s ", list->by);
        utf8_add_shown(out, *study->group ? str_from(study->group)
                                          : STR("not said"));
    }
    if (study->is_few) {
        buf_addf(out, ": fewer than %d people, of whom nothing is told\n",
                 ITEM_STUDY_LEAST);
        return;
    }
    buf_addf(out, ": %zu %s\n", study->sums->n_rows,
             list->of_first ? "people, the first row of each" : "rows");
    for (size_t i = 0; i < study->n_scales; i++) {
        const struct scale_study *scale = &study->scales[i];
        buf_addf(out, "\n%s\n", scale->scale->id);
        add_scale_figures(scale, list->is_plain, out);
        add_correlations(study, scale, list->is_plain, out);
        add_items(scale, list->is_plain, out);
    }
    add_signs(study, list->is_plain, out);
}

void
study_add_text(const struct study_list *list, struct buf *out)
{
    for (size_t i = 0; i < list->n; i++) {
        buf_add_text(out, i ? "\n" : "");
        add_study(list, &list->studies[i], out);
    }
}
