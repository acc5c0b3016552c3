/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each item adds to its scale, of pages of many: as 'attune items' has it
   of the first form of each client, but for how they were answered. */
#include "report/block.h"

#include "output/item_study.h"
#include "report/cohort.h"
#include "report/item_sheet.h"

/* Of fewer people a correlation may be nearly any: 0.5 of 20 may as well be 0.1
   or 0.8. */
enum { LEAST_PEOPLE = 20 };

static void
build(const struct block *block, const struct layout *layout)
{
    const struct cohort *cohort = layout->subject->cohort;
    bool is_begun = false;

    for (size_t i = 0; i < cohort->n_studies; i++) {
        const struct study *study = &cohort->studies[i];
        for (size_t s = 0; s < study->n_scales; s++) {
            const struct scale_study *scale = &study->scales[s];
            if (scale->why || scale->pairwise.n_rows < LEAST_PEOPLE)
                continue;
            if (!is_begun)
                layout_heading(layout,
                               block_heading(block, layout, WORD_ITEMS_BARS));
            is_begun = true;
            item_sheet_bars(layout, study, scale, false);
        }
    }
    if (is_begun)
        layout_paragraph(layout,
                         word_in(layout->tongue.language, WORD_ITEMS_BARS_NOTE),
                         LOOK_HEADING_GAP_PT);
}

const struct block_class block_items = {
    .name = "items", .build = build, .is_of_many = true};
