/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and digits; see explain_sheet.h. */
#include "output/explain_sheet.h"

#include <stdarg.h>
#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "output/score_text.h"

enum { INDENT = 8, LABEL_WIDTH = 8, NOISE_DECIMALS = 9 };

/* ---- lines ---- */

/* Words from files and labels of data go to the screen through one mouth. */
void
sheet_end_flush(struct sheet *sheet)
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
        buf_addf(sheet->out, "%*s", INDENT, "");
        buf_addf(sheet->out, "%-*s", LABEL_WIDTH, label);
    }
    sheet_end_flush(sheet);
}

void
sheet_end_bare(struct sheet *sheet)
{
    if (!sheet->is_plain)
        buf_addf(sheet->out, "%*s", INDENT, "");
    sheet_end_flush(sheet);
}

void
sheet_blank(struct sheet *sheet)
{
    buf_add_char(sheet->out, '\n');
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

/* Goes to the column that the line was sent to. */
static void
go_to_tab(struct sheet *sheet)
{
    size_t width = sheet_width(sheet);
    if (sheet->tab && sheet->is_plain && width)
        buf_add_text(&sheet->line, ": ");
    else if (sheet->tab > width && !sheet->is_plain)
        buf_addf(&sheet->line, "%*s", (int)(sheet->tab - width), "");
    sheet->tab = 0;
}

const char *
sheet_signs(struct sheet *sheet, const char *formula)
{
    static const struct {
        const char *sign, *ascii;
    } signs[] = {{"×", "*"}, {"√", "sqrt"}, {"²", "^2"}, {" · ", "; "}};
    struct buf text = {0};
    if (!sheet->is_plain)
        return formula;
    while (*formula) {
        size_t i = 0;
        while (i < N_ELEMENTS(signs)
               && strncmp(formula, signs[i].sign, strlen(signs[i].sign)) != 0)
            i++;
        if (i < N_ELEMENTS(signs)) {
            buf_add_text(&text, signs[i].ascii);
            formula += strlen(signs[i].sign);
        } else {
            buf_add_char(&text, *formula++);
        }
    }
    return arena_take(sheet->arena, &text);
}

static void PRINTF_LIKE(2, 0)
    add_args(struct sheet *sheet, const char *fmt, va_list args)
{
    const char *text =
        arena_vprintf(sheet->arena, sheet_signs(sheet, fmt), args);
    if (*text)
        go_to_tab(sheet);
    buf_add_text(&sheet->line, text);
}

void
sheet_add(struct sheet *sheet, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add_args(sheet, fmt, args);
    va_end(args);
}

void
sheet_line(struct sheet *sheet, const char *label, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add_args(sheet, fmt, args);
    va_end(args);
    sheet_end(sheet, label);
}

/* ---- digits ---- */

const char *
sheet_number(struct sheet *sheet, double number)
{
    return num_text(num_round(number, NOISE_DECIMALS, ROUND_HALF_UP),
                    sheet->arena);
}

const char *
sheet_decimal(struct sheet *sheet, struct decimal number)
{
    return num_text(decimal_value(number), sheet->arena);
}

const char *
sheet_digits(struct sheet *sheet, double number, int decimals)
{
    struct buf text = {0};
    num_add_fixed(&text, number, decimals);
    return arena_take(sheet->arena, &text);
}

const char *
sheet_signed(struct sheet *sheet, double number, int decimals)
{
    bool is_above = num_round(number, decimals, ROUND_HALF_UP) > 0;
    return arena_printf(sheet->arena, "%s%s", is_above ? "+" : "",
                        sheet_digits(sheet, number, decimals));
}

const char *
sheet_score(struct sheet *sheet, double score)
{
    struct buf text = {0};
    score_text_add_rounded(NULL, &text, sheet->scale, score);
    return arena_take(sheet->arena, &text);
}

const char *
sheet_origin(struct sheet *sheet, int32_t n, const char *source)
{
    bool has_source = source && *source;
    const char *who = has_source ? source : n ? "" : "no source";
    if (!n)
        return arena_printf(sheet->arena, " (%s)", who);
    return arena_printf(sheet->arena, " (n %d%s%s)", (int)n,
                        has_source ? "; " : "", who);
}

int
sheet_decimals(const struct sheet *sheet)
{
    return sheet->scale->decimals > 2 ? sheet->scale->decimals : 2;
}

const char *
sheet_fixed(struct sheet *sheet, double number)
{
    return sheet_digits(sheet, number, sheet_decimals(sheet));
}
