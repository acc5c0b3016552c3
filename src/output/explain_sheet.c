/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and digits; see explain_sheet.h. */
#include "output/explain_sheet.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/num.h"
#include "base/utf8.h"
#include "output/score_text.h"

enum { INDENT = 8, LABEL_WIDTH = 8, NOISE_DECIMALS = 9 };

/* ---- lines ---- */

static void
add_blanks(struct buf *out, size_t n)
{
    while (n--)
        buf_add_char(out, ' ');
}

/* Words from files and labels of data go to the screen through one mouth. */
static void
add_line(struct sheet *sheet)
{
    utf8_add_shown(sheet->out, buf_str(&sheet->line));
    buf_add_char(sheet->out, '\n');
    buf_empty(&sheet->line);
    sheet->tab = 0;
}

void
sheet_end(struct sheet *sheet, const char *label)
{
    if (sheet->is_plain) {
        if (*label)
            buf_addf(sheet->out, "%s: ", label);
    } else {
        add_blanks(sheet->out, INDENT);
        buf_addf(sheet->out, "%-*s", LABEL_WIDTH, label);
    }
    add_line(sheet);
}

void
sheet_end_bare(struct sheet *sheet)
{
    if (!sheet->is_plain)
        add_blanks(sheet->out, INDENT);
    add_line(sheet);
}

void
sheet_end_flush(struct sheet *sheet)
{
    add_line(sheet);
}

void
sheet_blank(struct sheet *sheet)
{
    buf_add_char(sheet->out, '\n');
}

void
sheet_clear(struct sheet *sheet)
{
    buf_clear(&sheet->line);
}

size_t
sheet_width(const struct sheet *sheet)
{
    return utf8_count(buf_str(&sheet->line));
}

void
sheet_tab(struct sheet *sheet, size_t column)
{
    sheet->tab = column;
}

/* Every adder comes through here first. */
static struct buf *
line_of(struct sheet *sheet)
{
    size_t width = sheet_width(sheet);
    if (sheet->tab && sheet->is_plain && width)
        buf_add_text(&sheet->line, ": ");
    else if (sheet->tab > width && !sheet->is_plain)
        add_blanks(&sheet->line, sheet->tab - width);
    sheet->tab = 0;
    return &sheet->line;
}

void
sheet_add(struct sheet *sheet, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len <= 0)
        return;
    struct buf *line = line_of(sheet);
    buf_reserve(line, (size_t)len + 1);
    va_start(args, fmt);
    vsnprintf(line->bytes + line->len, (size_t)len + 1, fmt, args);
    va_end(args);
    line->len += (size_t)len;
}

/* ---- signs and digits ---- */

const char *
sheet_times(const struct sheet *sheet)
{
    return sheet->is_plain ? " * " : " × ";
}

const char *
sheet_root(const struct sheet *sheet)
{
    return sheet->is_plain ? "sqrt(" : "√(";
}

const char *
sheet_squared(const struct sheet *sheet)
{
    return sheet->is_plain ? "^2" : "²";
}

void
sheet_add_number(struct sheet *sheet, double number)
{
    num_add(line_of(sheet), num_round(number, NOISE_DECIMALS, ROUND_HALF_UP));
}

void
sheet_add_decimal(struct sheet *sheet, struct decimal number)
{
    num_add(line_of(sheet), decimal_value(number));
}

void
sheet_add_fixed(struct sheet *sheet, double number, int decimals)
{
    num_add_fixed(line_of(sheet), number, decimals);
}

void
sheet_add_signed(struct sheet *sheet, double number, int decimals)
{
    if (num_round(number, decimals, ROUND_HALF_UP) > 0)
        buf_add_char(line_of(sheet), '+');
    num_add_fixed(line_of(sheet), number, decimals);
}

void
sheet_add_score(struct sheet *sheet, const struct scale *scale, double score)
{
    score_text_add_rounded(line_of(sheet), scale, score);
}

int
sheet_decimals(const struct scale *scale)
{
    return scale->decimals > 2 ? scale->decimals : 2;
}
