/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads dates as they are typed; see typed_date.h. */
#include "fill/typed_date.h"

#include <stdbool.h>
#include "base/date.h"

enum { LIMIT_FIGURES = 8, LAST_MONTH = 12 };

void
typed_date_add_cell(struct str typed, struct buf *cell)
{
    size_t n_digits = 0;
    size_t begin = cell->len;

    for (size_t i = 0; i <= typed.len; i++) {
        if (i < typed.len && str_is_digit(typed.bytes[i])) {
            n_digits++;
            continue;
        }
        if (n_digits == 1 && cell->len > begin)
            buf_add_char(cell, '0');
        buf_add(cell, (struct str){typed.bytes + i - n_digits, n_digits});
        if (i < typed.len)
            buf_add_char(cell, '-');
        n_digits = 0;
    }
}

/* The numbers of a date in the order they are typed. */
struct figures {
    int numbers[3];
    size_t lens[3]; /* in digits */
    size_t n;
    char separator; /* the last one */
};

static bool
read_figures(struct str typed, struct figures *figures)
{
    *figures = (struct figures){.n = typed.len > 0};
    for (size_t i = 0; i < typed.len; i++) {
        size_t at = figures->n - 1;
        if (!str_is_digit(typed.bytes[i])) {
            figures->separator = typed.bytes[i];
            if (!figures->lens[at] || ++figures->n > N_ELEMENTS(figures->lens))
                return false;
        } else if (figures->lens[at]++ < LIMIT_FIGURES) {
            figures->numbers[at] =
                figures->numbers[at] * 10 + (typed.bytes[i] - '0');
        }
    }
    return figures->n && figures->lens[figures->n - 1];
}

static bool
is_short(const struct figures *figures, size_t idx)
{
    return figures->lens[idx] <= 2;
}

/* Finds year, month and day; '*is_wanted' is whether they come in that order.
   False where more than one reading is left, or none. */
static bool
find_day(const struct figures *figures, int day[3], bool *is_wanted)
{
    const int *numbers = figures->numbers;
    bool is_parted = figures->n == 3 && is_short(figures, 1);

    *is_wanted = is_parted && figures->lens[0] == 4 && is_short(figures, 2);
    if (*is_wanted) {
        for (int i = 0; i < 3; i++)
            day[i] = numbers[i];
        return true;
    }
    if (is_parted && figures->lens[2] == 4 && is_short(figures, 0)
        && (figures->separator == '.' || numbers[0] > LAST_MONTH)) {
        for (int i = 0; i < 3; i++)
            day[i] = numbers[2 - i];
        return true;
    }
    if (figures->n != 1 || figures->lens[0] != LIMIT_FIGURES)
        return false;
    day[0] = numbers[0] / 10000;
    day[1] = numbers[0] / 100 % 100;
    day[2] = numbers[0] % 100;
    return true;
}

enum typed_date
typed_date_judge(struct str typed, struct buf *meant)
{
    struct figures figures;
    size_t begin = meant->len;
    int day[3];
    bool is_wanted;
    int32_t days;

    if (!read_figures(typed, &figures) || !find_day(&figures, day, &is_wanted))
        return TYPED_DATE_UNREADABLE;
    buf_addf(meant, "%04d-%02d-%02d", day[0], day[1], day[2]);
    if (!date_read(buf_str_from(meant, begin), &days))
        return TYPED_DATE_NO_SUCH_DAY;
    return is_wanted ? TYPED_DATE_FINE : TYPED_DATE_OTHER_FORM;
}
