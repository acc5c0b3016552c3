/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all formats have in common; see sink.h. */
#include "output/sink.h"

#include "output/norm_tally.h"

const struct sink_class *const sink_formats[] = {
#define FORMAT(word, help) &sink_##word,
#include "output/formats.def"
};

struct sink {
    const struct sink_class *class;
    struct sink_options options;
    void *state; /* of the class */
};

struct sink *
sink_open(const struct sink_class *class, const struct sink_options *options,
          struct arena *arena, struct diag *diag)
{
    struct sink *sink = ARENA_NEW(arena, struct sink);
    sink->class = class;
    sink->options = *options;
    sink->options.with_details |= options->is_long || class->is_document;
    sink->state = class->open(&sink->options, arena, diag);
    return sink->state ? sink : NULL;
}

void
sink_head(const struct sink *sink, struct buf *out)
{
    if (sink->class->head)
        sink->class->head(sink->state, out);
}

/* Only here all is known of a row that is told of it: of a series the norm is
   that of its baseline. */
void
sink_rows(const struct sink *sink, const struct rows *rows,
          const struct scored *scored, struct score_text *memo, struct buf *out)
{
    sink->class->rows(sink->state, rows, scored, memo, out);
    for (size_t i = 0; sink->options.norms && i < sink->options.n_plans; i++)
        norm_tally_add(sink->options.norms[i], &sink->options, &scored[i],
                       rows->n_rows);
}

struct str
sink_arrange(struct sink *sink, struct str printed, struct buf *arranged)
{
    if (!sink->class->arrange)
        return printed;
    buf_empty(arranged);
    sink->class->arrange(sink->state, printed, arranged);
    return buf_str(arranged);
}

bool
sink_tail(struct sink *sink, struct buf *out, struct diag *diag)
{
    return !sink->class->tail || sink->class->tail(sink->state, out, diag);
}
