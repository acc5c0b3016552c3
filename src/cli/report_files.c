/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages drawn in processes of their own, and put into files as they come; see
   report_run.h. */
#include "cli/report_run.h"

#include <stdio.h>
#include "base/file.h"
#include "cli/meter.h"
#include "render/draw.h"

enum { TEMPLATE_LIMIT_SIZE = 1 << 20 };

const char *const report_format_names[] = {
    [DRAW_PDF] = "pdf",   [DRAW_SVG] = "svg",     [DRAW_PNG] = "png",
    [DRAW_TEXT] = "text", [DRAW_TEXT + 1] = NULL,
};

const char *const report_paper_names[] = {
    [PAPER_A4] = "a4",
    [PAPER_LETTER] = "letter",
    [PAPER_LETTER + 1] = NULL,
};

/* What the names of files end in. */
static const char *const suffixes[] = {
    [DRAW_PDF] = ".pdf",
    [DRAW_SVG] = ".svg",
    [DRAW_PNG] = ".png",
    [DRAW_TEXT] = ".txt",
};

const char *
report_name_of(const char *code, struct arena *arena)
{
    struct buf name SCOPED(buf_clear) = {0};

    for (; *code; code++) {
        unsigned char c = (unsigned char)*code;
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (is_plain)
            buf_add_char(&name, (char)c);
        else
            buf_addf(&name, "%%%02X", c);
    }
    return arena_text(arena, buf_str(&name));
}

const char *
report_file_name(const char *client, bool is_for_clinician, int format,
                 struct arena *arena)
{
    return arena_printf(arena, "%s%s%s", report_name_of(client, arena),
                        is_for_clinician ? ".clinician" : "", suffixes[format]);
}

const struct template *
report_template_read(const char *path, enum language language,
                     struct context *context)
{
    struct str bytes;

    return file_read_whole(path, TEMPLATE_LIMIT_SIZE, context->arena, &bytes,
                           context->diag)
               ? template_read(path, bytes, language, context->arena,
                               context->diag)
               : NULL;
}

/* Drawn elsewhere, from what this process held when it began to. */
static const struct document *
lay_out(const void *aux, size_t number, const struct measure *measure,
        struct arena *arena)
{
    const struct report_files *files = aux;
    const struct report_page *page = &files->pages[number];
    struct document *document = arena_alloc(arena, 1, sizeof *document);
    enum paper paper = files->args->format == DRAW_TEXT
                           ? PAPER_ENDLESS
                           : (enum paper)files->args->paper;

    *document =
        *report_make(files->template, &page->data, paper, measure, arena);
    if (files->context->has_epoch)
        document->created_s = files->context->epoch_s;
    return document;
}

/* Of one among many, problems are told with its path. */
static bool
write_next(struct report_files *files, struct draw *draw,
           const struct report_page *page)
{
    struct diag *diag SCOPED(diag_drop) = diag_new();
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct str bytes;
    bool is_good = draw_next(draw, arena, &bytes, diag)
                   && file_write_whole(page->path, bytes, diag);

    if (files->args->is_for_all)
        diag_move_at(files->context->diag, diag,
                     (struct place){.file = page->path});
    else
        diag_move(files->context->diag, diag);
    return is_good;
}

size_t
report_files_write(struct report_files *files)
{
    struct draw *draw = draw_begin(
        &(struct draw_job){.format = (enum draw_format)files->args->format,
                           .lay_out = lay_out,
                           .aux = files,
                           .n = files->n,
                           .language = files->pages[0].data.language});
    struct meter meter;
    size_t n_written = 0;

    meter_start(&meter, files->args->is_for_all ? files->context->progress
                                                : METER_SILENT);
    for (size_t i = 0; i < files->n; i++) {
        n_written += write_next(files, draw, &files->pages[i]);
        meter_show_files(&meter, i + 1, files->n);
    }
    meter_end(&meter);
    draw_end(draw);
    return n_written;
}
