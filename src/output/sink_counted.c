/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever prints, and beside it the norms counted; see sink.h.  Only here all
   is known of a row that is told of it: of a series the norm is that of its
   baseline. */
#include "output/norm_tally.h"
#include "output/sink.h"

struct counted_sink {
    struct sink_options options;
    const struct sink_class *class;
    void *sink;
};

static void *
counted_open(const struct sink_options *options, struct arena *arena,
             struct diag *diag)
{
    struct counted_sink *sink = ARENA_NEW(arena, struct counted_sink);

    sink->options = *options;
    sink->class = options->counted;
    sink->sink = sink->class->open(options, arena, diag);
    return sink->sink ? sink : NULL;
}

static void
counted_head(const void *aux, struct buf *out)
{
    const struct counted_sink *sink = aux;

    sink->class->head(sink->sink, out);
}

static void
counted_rows(const void *aux, const struct rows *rows,
             const struct scored *scored, struct buf *out)
{
    const struct counted_sink *sink = aux;

    sink->class->rows(sink->sink, rows, scored, out);
    for (size_t i = 0; i < sink->options.n_plans; i++)
        norm_tally_add(sink->options.norms[i], &sink->options, &scored[i],
                       rows->n_rows);
}

static void
counted_arrange(void *aux, struct str printed, struct buf *out)
{
    struct counted_sink *sink = aux;

    if (sink->class->arrange)
        sink->class->arrange(sink->sink, printed, out);
    else
        buf_add(out, printed);
}

static void
counted_tail(void *aux, struct buf *out)
{
    struct counted_sink *sink = aux;

    if (sink->class->tail)
        sink->class->tail(sink->sink, out);
}

const struct sink_class sink_counted = {
    .open = counted_open,
    .head = counted_head,
    .rows = counted_rows,
    .arrange = counted_arrange,
    .tail = counted_tail,
};
