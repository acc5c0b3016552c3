/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two parcels for each document: the problems with it, and its bytes, none
   where there was an error. */
#include "render/draw.h"

#include "base/buf.h"
#include "base/child.h"
#include "base/mem.h"
#include "base/workers.h"
#include "render/press.h"
#include "render/surface.h"

/* A page takes a moment, fonts that were never looked at some seconds. */
enum { PATIENCE_S = 120 };

/* One process, and what of the job is its own. */
struct share {
    const struct draw_job *job;
    size_t first; /* its documents: this one, and each n-th after it */
    size_t n_shares;
    struct child *child; /* NULL: its documents are done */
};

struct draw {
    struct draw_job job;
    struct share *shares;
    size_t n_shares;
    size_t next; /* document */
};

static const struct press *
find_press(struct diag *diag)
{
    struct buf why SCOPED(buf_clear) = {0};
    const struct press *press = press_load(&why);

    if (!press) {
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0}, "%s",
                 buf_text(&why));
        diag_hint(diag, "is there memory, and is attune installed whole?");
    }
    return press;
}

/* A font that is not found for want of memory would be another on the page. */
void
draw_find_fonts(void (*show)(void *aux, const char *path), void *aux,
                struct diag *diag)
{
    mem_end_libraries(true);
    const struct press *press = find_press(diag);
    if (press)
        press->find_fonts(show, aux, diag);
    mem_end_libraries(false);
}

static void
send(const struct diag *diag, struct str bytes)
{
    struct buf problems SCOPED(buf_clear) = {0};

    diag_pack(diag, &problems);
    child_send(buf_str(&problems));
    child_send(bytes);
}

/* 'press' and 'text' are NULL where only words are told. */
static void
draw_document(const struct draw_job *job, size_t number,
              const struct press *press, const struct text_pango *text)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct diag *diag SCOPED(diag_drop) = diag_new();
    struct buf bytes SCOPED(buf_clear) = {0};
    const struct measure measure =
        press ? press->measure(text) : surface_text_measure;
    const struct document *document =
        job->lay_out(job->aux, number, &measure, arena);
    bool is_good = press ? press->put(job->format, document, text, &bytes, diag)
                         : surface_text(document, NULL, &bytes, diag);

    send(diag, is_good ? buf_str(&bytes) : (struct str){0});
}

static void
draw_share(void *aux)
{
    const struct share *share = aux;
    const struct draw_job *job = share->job;
    struct diag *diag SCOPED(diag_drop) = diag_new();
    bool needs_press = job->format != DRAW_TEXT;
    const struct press *press = needs_press ? find_press(diag) : NULL;
    struct text_pango *text = press ? press->begin(job->language) : NULL;

    for (size_t i = share->first; i < job->n; i += share->n_shares) {
        if (needs_press && !press)
            send(diag, (struct str){0});
        else
            draw_document(job, i, press, text);
    }
    if (press)
        press->end(text);
}

/* Begins to draw the share's documents from that one on. */
static void
start_share(struct share *share, size_t number)
{
    share->first = number;
    share->child = child_start(draw_share, share, PATIENCE_S);
}

struct draw *
draw_begin(const struct draw_job *job)
{
    struct draw *draw = mem_alloc(sizeof *draw);
    size_t n_processors = workers_default();

    draw->job = *job;
    draw->n_shares = job->n < n_processors ? job->n : n_processors;
    draw->shares = mem_array(draw->n_shares, sizeof *draw->shares);
    for (size_t i = 0; i < draw->n_shares; i++) {
        struct share *share = &draw->shares[i];

        *share = (struct share){.job = &draw->job, .n_shares = draw->n_shares};
        start_share(share, i);
    }
    return draw;
}

/* What it still has to say is thrown away. */
static bool
end_child(struct share *share, struct diag *diag)
{
    struct buf why SCOPED(buf_clear) = {0};
    struct buf said SCOPED(buf_clear) = {0};

    while (child_receive(share->child, &said))
        ;
    buf_empty(&said);
    bool is_good = child_end(share->child, &why, &said);
    share->child = NULL;
    if (!is_good) {
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0}, "%s",
                 buf_text(&why));
        if (said.len)
            diag_working(diag, "%s", buf_text(&said));
        diag_hint(diag, "nothing was written; is there memory, and can every "
                        "font be read?");
    }
    return is_good;
}

/* False when the child's parcels end before it. */
static bool
receive_document(struct share *share, struct buf *bytes, struct diag *diag)
{
    struct buf problems SCOPED(buf_clear) = {0};

    return child_receive(share->child, &problems)
           && diag_unpack(buf_str(&problems), diag)
           && child_receive(share->child, bytes);
}

bool
draw_next(struct draw *draw, struct arena *arena, struct str *bytes,
          struct diag *diag)
{
    struct share *share = &draw->shares[draw->next % draw->n_shares];
    size_t next_of_share = draw->next++ + draw->n_shares;
    bool is_last = next_of_share >= draw->job.n;
    struct buf parcel SCOPED(buf_clear) = {0};
    bool is_good = receive_document(share, &parcel, diag);

    /* The last one is believed in when its process has ended well. */
    if (!is_good || is_last)
        is_good = end_child(share, diag) && is_good;
    if (!share->child && !is_last)
        start_share(share, next_of_share);
    is_good = is_good && parcel.len;
    if (is_good)
        *bytes = arena_str(arena, buf_str(&parcel));
    return is_good;
}

void
draw_end(struct draw *draw)
{
    struct buf ignored SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < draw->n_shares; i++)
        if (draw->shares[i].child)
            (void)!child_end(draw->shares[i].child, &ignored, &ignored);
    mem_free(draw->shares);
    mem_free(draw);
}
