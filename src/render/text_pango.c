/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One layout, set anew for each text.  Sizes are absolute and hinting is off,
   so that a length measured is the length in the PDF on every machine with the
   same fonts.  Text never goes through pango's markup. */
#include "render/text_pango.h"

#include <pango/pangocairo.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/text_layout.h"

/* Inter for what it has; Noto for the rest, so that no other font of the
   machine is asked as long as these are there. */
#define FAMILIES                                                               \
    "Inter, Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, Noto Sans Thai, "   \
    "Noto Sans Devanagari, Noto Sans CJK SC, sans-serif"

/* From baseline to baseline, in sizes of the font, whichever fonts a line
   needs; Arabic letters reach higher and lower. */
#define LEADING 1.36
#define LEADING_RTL 1.75

struct text_pango {
    bool is_rtl;
    bool *failed; /* set by whoever lays out, who must not change the rest */
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *description;
    PangoAttrList *attributes; /* of every text */
};

/* The fonts as a PDF has them: outlines, no grid of pixels. */
static void
set_options(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
}

struct text_pango *
text_pango_new(enum language language)
{
    struct text_pango *text = mem_alloc(sizeof *text);
    /* The thread's own map: fonts found once stay found. */
    PangoFontMap *map = pango_cairo_font_map_get_default();

    text->is_rtl = language_is_rtl(language);
    text->failed = mem_alloc(sizeof *text->failed);
    text->context = pango_font_map_create_context(map);
    set_options(text->context);
    pango_context_set_language(
        text->context, pango_language_from_string(language_tag(language)));
    pango_context_set_base_dir(text->context, text->is_rtl
                                                  ? PANGO_DIRECTION_RTL
                                                  : PANGO_DIRECTION_LTR);
    text->layout = pango_layout_new(text->context);
    pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
    text->description = pango_font_description_new();
    pango_font_description_set_family_static(text->description, FAMILIES);
    text->attributes = pango_attr_list_new();
    pango_attr_list_insert(text->attributes,
                           pango_attr_font_features_new("tnum=1"));
    return text;
}

void
text_pango_free(struct text_pango *text)
{
    if (!text)
        return;
    pango_attr_list_unref(text->attributes);
    pango_font_description_free(text->description);
    g_object_unref(text->layout);
    g_object_unref(text->context);
    mem_free(text->failed);
    mem_free(text);
}

static int
units(double length_pt)
{
    return pango_units_from_double(length_pt);
}

static void
set_font(const struct text_pango *text, struct font font)
{
    static const PangoWeight weights[] = {
        [WEIGHT_REGULAR] = PANGO_WEIGHT_NORMAL,
        [WEIGHT_MEDIUM] = PANGO_WEIGHT_MEDIUM,
        [WEIGHT_SEMIBOLD] = PANGO_WEIGHT_SEMIBOLD,
    };

    pango_font_description_set_absolute_size(text->description,
                                             units(font.size_pt));
    pango_font_description_set_weight(text->description, weights[font.weight]);
    pango_font_description_set_style(text->description,
                                     font.is_italic ? PANGO_STYLE_ITALIC
                                                    : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(text->layout, text->description);
}

static void
set_attributes(const struct text_pango *text, struct font font)
{
    PangoAttrList *attributes = pango_attr_list_copy(text->attributes);
    double leading = text->is_rtl ? LEADING_RTL : LEADING;

    pango_attr_list_insert(attributes, pango_attr_line_height_new_absolute(
                                           units(leading * font.size_pt)));
    if (font.spacing_pt != 0)
        pango_attr_list_insert(
            attributes, pango_attr_letter_spacing_new(units(font.spacing_pt)));
    pango_layout_set_attributes(text->layout, attributes);
    pango_attr_list_unref(attributes);
}

static gunichar
character_of(const PangoGlyphItem *run, int idx, const char *text)
{
    return g_utf8_get_char(text + run->item->offset
                           + run->glyphs->log_clusters[idx]);
}

static bool
is_letter(const PangoGlyphItem *run, int idx, const char *text)
{
    return g_unichar_isalnum(character_of(run, idx, text));
}

/* A glyph that is the number of its character, and not the one that the font
   has for it. */
static bool
is_unshaped(const PangoGlyphItem *run, int idx, const char *text)
{
    const PangoGlyphString *glyphs = run->glyphs;
    gunichar character =
        g_utf8_get_char(text + run->item->offset + glyphs->log_clusters[idx]);
    hb_codepoint_t own;

    return glyphs->glyphs[idx].glyph == character
           && !(hb_font_get_nominal_glyph(
                    pango_font_get_hb_font(run->item->analysis.font), character,
                    &own)
                && own == character);
}

/* A glyph of a letter or a digit without any ink: its outline cannot be
   read.  Not asked of spaces, marks and signs, which may have none. */
static bool
is_blank(const PangoGlyphItem *run, int idx, const char *text)
{
    const PangoGlyphString *glyphs = run->glyphs;
    bool is_alone =
        (idx == 0 || glyphs->log_clusters[idx - 1] != glyphs->log_clusters[idx])
        && (idx + 1 == glyphs->num_glyphs
            || glyphs->log_clusters[idx + 1] != glyphs->log_clusters[idx]);
    PangoRectangle ink;

    if (!is_alone || !is_letter(run, idx, text))
        return false;
    pango_font_get_glyph_extents(run->item->analysis.font,
                                 glyphs->glyphs[idx].glyph, &ink, NULL);
    return ink.width <= 0 || ink.height <= 0;
}

/* Pango asks harfbuzz and cairo, which may have no memory or a font that cannot
   be read.  Then a run has no glyphs, or no width, or the font's own "none", or
   characters that were never turned into glyphs, or glyphs without an outline,
   or it is drawn as boxes.  The glyphs that stand for a character that no font
   has are pango's own. */
static bool
run_is_whole(const PangoGlyphItem *run, const char *text)
{
    const PangoGlyphString *glyphs = run->glyphs;
    cairo_scaled_font_t *font = pango_cairo_font_get_scaled_font(
        PANGO_CAIRO_FONT(run->item->analysis.font));
    int n_unshaped = 0;
    int n_empty = 0;
    int n_letters = 0;
    int width = 0;

    if (!font || cairo_scaled_font_status(font) != CAIRO_STATUS_SUCCESS)
        return false;
    for (int i = 0; i < glyphs->num_glyphs; i++) {
        const PangoGlyphInfo *glyph = &glyphs->glyphs[i];
        if (glyph->glyph == PANGO_GLYPH_EMPTY) {
            n_empty++;
            continue;
        }
        if (!glyph->glyph || is_blank(run, i, text))
            return false;
        n_unshaped += is_unshaped(run, i, text);
        n_letters += is_letter(run, i, text);
        width += glyph->geometry.width;
    }
    return glyphs->num_glyphs > 0 && (!n_letters || width > 0)
           && (!n_unshaped || n_unshaped + n_empty < glyphs->num_glyphs);
}

static bool
line_is_whole(const PangoLayoutLine *line)
{
    const char *text = pango_layout_get_text(line->layout);
    int len = 0;

    for (const GSList *at = line->runs; at; at = at->next) {
        const PangoGlyphItem *run = at->data;

        if (!run_is_whole(run, text))
            return false;
        len += run->item->length;
    }
    return len == line->length;
}

/* What both those who measure and those who draw do last. */
static PangoLayout *
laid_out(const struct text_pango *text)
{
    for (const GSList *at = pango_layout_get_lines_readonly(text->layout); at;
         at = at->next)
        if (!line_is_whole(at->data))
            *text->failed = true;
    return text->layout;
}

bool
text_pango_check(const struct text_pango *text, struct diag *diag)
{
    if (*text->failed) {
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0},
                 "a font gave no shape for letters that it has");
        diag_hint(diag, "nothing was written; a font's file may be damaged");
    }
    return !*text->failed;
}

PangoLayout *
text_layout_line(const struct text_pango *text, struct font font,
                 const char *string)
{
    set_font(text, font);
    set_attributes(text, font);
    pango_layout_set_width(text->layout, -1);
    pango_layout_set_single_paragraph_mode(text->layout, TRUE);
    pango_layout_set_text(text->layout, string, -1);
    return laid_out(text);
}

/* Pango turns left and right around in a paragraph that runs against the
   language's direction; a column keeps one edge, so it is turned back. */
static void
set_alignment(const struct text_pango *text, enum align align)
{
    PangoDirection direction =
        pango_layout_get_line_readonly(text->layout, 0)->resolved_dir;
    bool is_against = (direction == PANGO_DIRECTION_RTL) != text->is_rtl;
    bool is_left = (align == ALIGN_START) != text->is_rtl;

    pango_layout_set_alignment(text->layout,
                               align == ALIGN_MIDDLE   ? PANGO_ALIGN_CENTER
                               : is_left != is_against ? PANGO_ALIGN_LEFT
                                                       : PANGO_ALIGN_RIGHT);
}

PangoLayout *
text_layout_paragraph(const struct text_pango *text, struct font font,
                      const char *string, double width_pt, enum align align)
{
    set_font(text, font);
    set_attributes(text, font);
    pango_layout_set_width(text->layout, units(width_pt));
    pango_layout_set_single_paragraph_mode(text->layout, FALSE);
    pango_layout_set_text(text->layout, string, -1);
    set_alignment(text, align);
    return laid_out(text);
}

uint32_t
text_layout_missing(const struct text_pango *text, PangoLayout *layout)
{
    PangoLayout *probe;
    struct str rest;
    uint32_t character;
    uint32_t found = 0xFFFD; /* a sequence, not one character */

    if (!pango_layout_get_unknown_glyphs_count(layout))
        return 0;
    rest = str_from(pango_layout_get_text(layout));
    probe = pango_layout_new(text->context);
    pango_layout_set_font_description(probe, text->description);
    for (struct str at = rest; utf8_next(&rest, &character); at = rest) {
        pango_layout_set_text(probe, at.bytes, (int)(rest.bytes - at.bytes));
        if (pango_layout_get_unknown_glyphs_count(probe)) {
            found = character;
            break;
        }
    }
    g_object_unref(probe);
    return found;
}

bool
text_pango_has_font(const struct text_pango *text)
{
    static const struct font any = {.size_pt = 10};

    return !text_layout_missing(text, text_layout_line(text, any, "a"));
}

bool
text_layout_is_rtl(const struct text_pango *text)
{
    return text->is_rtl;
}

static double
real_width_pt(const void *aux, struct font font, const char *text)
{
    PangoRectangle logical;

    pango_layout_get_extents(text_layout_line(aux, font, text), NULL, &logical);
    return pango_units_to_double(logical.width);
}

static double
real_height_pt(const void *aux, struct font font, const char *text,
               double width_pt)
{
    PangoRectangle logical;

    pango_layout_get_extents(
        text_layout_paragraph(aux, font, text, width_pt, ALIGN_START), NULL,
        &logical);
    return pango_units_to_double(logical.height);
}

static double
real_ascent_pt(const void *aux, struct font font)
{
    return pango_units_to_double(
        pango_layout_get_baseline(text_layout_line(aux, font, "x")));
}

struct measure
text_pango_measure(const struct text_pango *text)
{
    return (struct measure){.width_pt = real_width_pt,
                            .height_pt = real_height_pt,
                            .ascent_pt = real_ascent_pt,
                            .aux = text};
}
