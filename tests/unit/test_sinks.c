/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as CSV, wide and long. */
#include <config.h>
#include "unit.h"
#include "scoring.h"

#include <string.h>

#include "output/sink.h"

static const char scales[] =
    "<scale id='x' method='mean' items='a b c' min-answered='2'"
    " direction='higher-better' decimals='1'><title>X</title>"
    "<bands basis='criterion' source='made up'><band id='low' from='0'>l"
    "</band><band id='high' from='3'>h</band></bands>"
    "<cutoff id='c' at='2.5' source='made up'/></scale>"
    "<scale id='helper' internal='yes' method='sum' items='d e'"
    " min-answered='all' direction='neither'><title>H</title></scale>"
    "<scale id='y' method='formula' formula='helper * 1000' min='0'"
    " max='8000' direction='neither'><title>Y</title>"
    "<bands basis='range'><band id='all' from='0'>a</band></bands></scale>";

static const struct str headers[] = {{"client", 6}, {"no, te", 6}};
static const struct str cells[] = {
    {"c1", 2}, {"=1+1", 4}, {"c2", 2}, {"a\"b", 3}, {"-5", 2}, {NULL, 0},
};

struct printing {
    struct score_text memo;
    struct scoring *s;
    struct sink_options options;
    const struct plan *plans[2];
    struct scored scored[2];
    struct buf out;
};

static void
printing_init(struct printing *p)
{
    *p = (struct printing){.s = scoring_open_five(scales)};
    scoring_row(p->s, "3 3 3 1 2");
    scoring_row(p->s, "1 . 0 1 .");
    scoring_row(p->s, "1 1 . 77 0");
    scoring_run(p->s);
    p->plans[0] = p->plans[1] = p->s->plan;
    p->scored[0] = p->scored[1] =
        (struct scored){.batch = p->s->batch, .scores = p->s->scores};
    p->options = (struct sink_options){
        .kept = headers,
        .n_kept = N_ELEMENTS(headers),
        .plans = p->plans,
        .n_plans = 1,
        .delimiter = ',',
    };
    p->s->rows.kept = cells;
    p->s->rows.n_kept = N_ELEMENTS(headers);
}

static void
printing_clear(struct printing *p)
{
    buf_clear(&p->out);
    scoring_close(p->s);
}

enum { WIDE, LONG };

static const char *
print(struct printing *p, bool is_long)
{
    p->options.is_long = is_long;
    struct sink *sink =
        sink_open(&sink_csv, &p->options, p->s->arena, p->s->diag);
    if (!sink)
        return NULL;
    buf_empty(&p->out);
    sink_head(sink, &p->out);
    sink_rows(sink, &p->s->rows, p->scored, &p->memo, &p->out);
    return buf_text(&p->out);
}

static void
test_wide(void **state)
{
    struct printing p;
    (void)state;
    printing_init(&p);
    assert_string_equal(print(&p, WIDE), "client,\"no, te\",x,y\n"
                                         "c1,'=1+1,3,3000\n"
                                         "c2,\"a\"\"b\",0.5,\n"
                                         "-5,,1,\n");
    p.options.is_raw = true;
    p.options.is_rounded = true;
    p.options.delimiter = ';';
    p.options.prefix = "t1_";
    assert_string_equal(print(&p, WIDE), "client;no, te;t1_x;t1_y\n"
                                         "c1;=1+1;3.0;3000.00\n"
                                         "c2;\"a\"\"b\";0.5;\n"
                                         "-5;;1.0;\n");
    printing_clear(&p);
}

static void
test_wide_details(void **state)
{
    struct printing p;
    (void)state;
    printing_init(&p);
    p.options.with_details = true;
    p.options.n_kept = 0;
    p.s->rows.n_kept = 0;
    assert_string_equal(
        print(&p, WIDE),
        "x,x.why,x.answered,x.items,x.low,x.high,x.band,x.low-band,x.high-band,"
        "x.beyond,x.prorated,"
        "y,y.why,y.answered,y.items,y.low,y.high,y.band,y.beyond,y.prorated\n"
        "3,,3,3,3,3,high,high,high,no,no,3000,,1,1,3000,3000,,,no\n"
        "0.5,,2,3,0.3333333333333333,1.6666666666666667,low,low,low,yes,yes,"
        ",operand,0,1,1000,5000,,,\n"
        "1,,2,3,0.6666666666666666,2,low,low,low,yes,yes,,bad,0,1,,,,,\n");
    printing_clear(&p);
}

static void
test_several_instruments(void **state)
{
    struct printing p;
    (void)state;
    printing_init(&p);
    p.options.n_plans = 2;
    /* The same instrument twice has the same names twice. */
    assert_null(print(&p, WIDE));
    struct scoring *other = scoring_open_five(
        "<scale id='x' method='sum' items='a..e' min-answered='3'"
        " direction='neither'><title>X</title></scale>");
    struct instrument named = *other->instrument;
    struct plan plan = *other->plan;
    named.id = "u";
    plan.instrument = &named;
    for (int i = 0; i < 3; i++)
        scoring_row(other, "1 2 3 4 2");
    other->batch->state[1] = ROW_OTHER_INSTRUMENT;
    scoring_run(other);
    p.plans[1] = &plan;
    p.scored[1] =
        (struct scored){.batch = other->batch, .scores = other->scores};
    assert_string_equal(print(&p, WIDE), "client,\"no, te\",t.x,t.y,u.x\n"
                                         "c1,'=1+1,3,3000,12\n"
                                         "c2,\"a\"\"b\",0.5,,\n"
                                         "-5,,1,,12\n");
    scoring_close(other);
    printing_clear(&p);
}

static const char with_class[] =
    "<scale id='x' method='sum' items='a' min-answered='all'"
    " direction='neither'><title>X</title></scale>"
    "<class id='k'><when id='far' test='x gt 2'>f</when>"
    "<otherwise id='near'>n</otherwise></class>";

/* Behind the scales, with the id of the case for a value. */
static void
test_classes(void **state)
{
    struct printing p;
    (void)state;
    printing_init(&p);
    scoring_close(p.s);
    p.s = scoring_open_five(with_class);
    scoring_row(p.s, "3 . . . .");
    scoring_row(p.s, ". . . . .");
    scoring_run(p.s);
    p.plans[0] = p.s->plan;
    p.scored[0] = (struct scored){.batch = p.s->batch, .scores = p.s->scores};
    p.options.n_kept = 0;
    assert_string_equal(print(&p, WIDE), "x,k\n3,far\n,\n");
    p.options.with_details = true;
    assert_string_equal(
        print(&p, WIDE),
        "x,x.why,x.answered,x.items,x.low,x.high,x.band,x.beyond,x.prorated,"
        "k,k.why,k.possible\n3,,1,1,3,3,,,no,far,,far\n"
        ",too-few,0,1,0,4,,,,,operand,far near\n");
    const char *text = print(&p, LONG);
    assert_non_null(strstr(text, ",x,3,,1,1,3,3,,,,,,,,,no,\n"));
    assert_non_null(strstr(text, ",k,far,,,,,,,,,,,,,,,far\n"));
    assert_non_null(strstr(text, ",k,,operand,,,,,,,,,,,,,,far near\n"));
    printing_clear(&p);
}

static void
test_clash(void **state)
{
    static const struct str clash[] = {{"client", 6}, {"x", 1}};
    struct printing p;
    (void)state;
    printing_init(&p);
    p.options.kept = clash;
    size_t before = diag_total(p.s->diag);
    assert_null(print(&p, WIDE));
    assert_int_equal(diag_total(p.s->diag), before + 1);
    const struct diagnostic *d = diag_get(p.s->diag, before);
    assert_int_equal(d->message, MSG_OUTPUT_COLUMN_TWICE);
    assert_string_equal(d->detail, "'x'");
    assert_non_null(strstr(d->hint, "--prefix"));
    p.options.prefix = "s_";
    assert_non_null(print(&p, WIDE));
    printing_clear(&p);
}

static void
test_long(void **state)
{
    static const struct str kept[] = {{"client", 6}, {"Instrument", 10}};
    struct printing p;
    struct buf want = {0};
    (void)state;
    printing_init(&p);
    p.options.kept = kept;
    p.s->batch->state[2] = ROW_BROKEN;
    scoring_run(p.s);
    const char *text = print(&p, LONG);
    buf_addf(&want,
             "client,instrument,edition,digest,wording,version,scale,value,"
             "why,answered,items,low,high,band,low-band,high-band,beyond,"
             "t,percentile,sem,norm,prorated,possible\n"
             "c1,t,1,%.16s,,%s,x,3,,3,3,3,3,high,high,high,no,,,,,no,\n"
             "c1,t,1,%.16s,,%s,y,3000,,1,1,3000,3000,,,,,,,,,no,\n",
             p.s->instrument->digest.hex, PACKAGE_VERSION,
             p.s->instrument->digest.hex, PACKAGE_VERSION);
    assert_memory_equal(text, want.bytes, want.len);
    assert_non_null(strstr(
        text,
        ",x,0.5,,2,3,0.3333333333333333,1.6666666666666667,low,low,low,yes,,,"
        ",,yes,\n"));
    assert_non_null(strstr(text, ",y,,operand,0,1,1000,5000,,,,,,,,,,\n"));
    assert_non_null(strstr(text, "\n-5,,,,,,,,broken-row,,,,,,,,,,,,,,\n"));
    buf_clear(&want);
    printing_clear(&p);
}

/* Many different values through the memo of printed digits. */
static void
test_many_values(void **state)
{
    struct printing p;
    struct buf want = {0};
    (void)state;
    printing_init(&p);
    p.options.n_kept = 0;
    p.s->rows.n_kept = 0;
    p.s->rows.n_rows = BATCH_ROWS;
    p.s->scores->n_rows = BATCH_ROWS;
    buf_add_text(&want, "x,y\n");
    for (int row = 0; row < BATCH_ROWS; row++) {
        double value = row % 2 ? row * 7.0 : (row - 500) / 7.0;
        p.s->scores->columns[0].value[row] = value;
        p.s->scores->columns[0].why[row] = WHY_SCORED;
        p.s->scores->columns[2].value[row] = value / 3;
        p.s->scores->columns[2].why[row] = WHY_SCORED;
        num_add(&want, value);
        buf_add_char(&want, ',');
        num_add(&want, value / 3);
        buf_add_char(&want, '\n');
    }
    assert_string_equal(print(&p, WIDE), buf_text(&want));
    /* Rounded, it is another text of the same number. */
    buf_empty(&want);
    buf_add_text(&want, "x,y\n");
    for (int row = 0; row < BATCH_ROWS; row++)
        for (int i = 0; i <= 2; i += 2) {
            num_add_fixed(&want, p.s->scores->columns[i].value[row],
                          p.s->instrument->scales[i].decimals);
            buf_add_char(&want, i ? '\n' : ',');
        }
    p.options.is_rounded = true;
    assert_string_equal(print(&p, WIDE), buf_text(&want));
    assert_string_equal(print(&p, WIDE), buf_text(&want));
    buf_clear(&want);
    printing_clear(&p);
}

UNIT_MAIN(cmocka_unit_test(test_wide), cmocka_unit_test(test_wide_details),
          cmocka_unit_test(test_several_instruments),
          cmocka_unit_test(test_classes), cmocka_unit_test(test_clash),
          cmocka_unit_test(test_long), cmocka_unit_test(test_many_values))
