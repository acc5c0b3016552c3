/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layout for each text and font, at a size that is one for all: then fonts
   are looked for once a face, and a text is shaped once for every size of it.
   Sizes are absolute and hinting is off, so that lengths grow with the size,
   and a length measured is the length drawn on every machine with the same
   fonts.  Text never goes through pango's markup. */
#include "render/text_pango.h"

#include <pango/pangocairo.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Inter for what it has; Noto for the rest, so that no other font of the
   machine is asked as long as these are there. */
#define FAMILIES                                                               \
    "Inter, Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, Noto Sans Thai, "   \
    "Noto Sans Devanagari, Noto Sans CJK SC, sans-serif"

/* Large, since pango rounds to 1/1024 of a point. */
#define SET_SIZE_PT 64.0

enum { LONG_WORD = 12 }; /* one that may have to part */

/* From baseline to baseline, in sizes of the font, whichever fonts a line
   needs; Arabic letters reach higher and lower. */
#define LEADING 1.36
#define LEADING_RTL 1.6

/* Words that every page has stay; what one client's page has alone may go. */
enum { MAX_REMEMBERED = 4096 };

/* What a text was set with. */
struct setting {
    const char *string;
    struct font font; /* but for the size; spaced as for SET_SIZE_PT */
    int width;        /* as above, in pango's units; -1: unbroken */
    PangoLayout *layout;
};

struct text_pango {
    bool is_rtl;
    bool *failed; /* set by whoever lays out, who must not change the rest */
    PangoContext *context;
    PangoFontDescription *description;
    GHashTable *settings; /* a set of struct setting; failed's rule */
};

static guint
setting_hash(gconstpointer key)
{
    const struct setting *setting = key;

    return g_str_hash(setting->string) * 31 + (guint)setting->width * 7
           + setting->font.weight * 2;
}

static gboolean
setting_equal(gconstpointer a, gconstpointer b)
{
    const struct setting *one = a;
    const struct setting *other = b;

    return one->width == other->width && one->font.weight == other->font.weight
           && one->font.spacing_pt == other->font.spacing_pt
           && strcmp(one->string, other->string) == 0;
}

static void
setting_free(gpointer key)
{
    struct setting *setting = key;

    g_object_unref(setting->layout);
    mem_free(setting);
}

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

static int
units(double length_pt)
{
    return pango_units_from_double(length_pt);
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
    text->description = pango_font_description_new();
    pango_font_description_set_family_static(text->description, FAMILIES);
    pango_font_description_set_absolute_size(text->description,
                                             units(SET_SIZE_PT));
    text->settings =
        g_hash_table_new_full(setting_hash, setting_equal, setting_free, NULL);
    return text;
}

void
text_pango_free(struct text_pango *text)
{
    if (!text)
        return;
    g_hash_table_unref(text->settings);
    pango_font_description_free(text->description);
    g_object_unref(text->context);
    mem_free(text->failed);
    mem_free(text);
}

void
text_pango_rest(const struct text_pango *text)
{
    if (g_hash_table_size(text->settings) > MAX_REMEMBERED)
        g_hash_table_remove_all(text->settings);
}

double
text_scale(struct font font)
{
    return font.size_pt / SET_SIZE_PT;
}

static void
set_font(const struct text_pango *text, PangoLayout *layout, struct font font)
{
    static const PangoWeight weights[] = {
        [WEIGHT_REGULAR] = PANGO_WEIGHT_NORMAL,
        [WEIGHT_SEMIBOLD] = PANGO_WEIGHT_SEMIBOLD,
    };

    pango_font_description_set_weight(text->description, weights[font.weight]);
    pango_layout_set_font_description(layout, text->description);
}

/* What never parts at the byte before the last: the point of "5b.2", where
   pango takes a figure for the beginning of a word (between figures it does
   not), and the blanks of "edition 3" and "95 %". */
static bool
is_bound(const char *string, const char *at)
{
    if (at == string)
        return false;
    gunichar before = g_utf8_get_char(g_utf8_find_prev_char(string, at));

    if (*at == ' ' && at[1] == '%')
        return g_unichar_isdigit(before);
    return (*at == '.' || *at == ' ') && g_ascii_isdigit(at[1])
           && g_unichar_isalpha(before);
}

static void
bind_numbers(PangoAttrList *attributes, const char *string)
{
    for (const char *at = string; *at; at++) {
        if (!is_bound(string, at))
            continue;
        PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);

        whole->start_index = (guint)(at - string);
        whole->end_index = whole->start_index + 2;
        pango_attr_list_insert(attributes, whole);
    }
}

/* A word parts only where no line has room for all of it, and then leaves no
   fewer letters than these alone on one. */
static void
bind_ends(PangoAttrList *attributes, const char *string)
{
    for (const char *at = string; *at;) {
        size_t len = strcspn(at, " \n");
        glong n = g_utf8_strlen(at, (gssize)len);

        for (int is_end = 0; n >= LONG_WORD && is_end < 2; is_end++) {
            PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);
            const char *from =
                is_end ? g_utf8_offset_to_pointer(at, n - MEASURE_LEAST_LETTERS)
                       : at;

            whole->start_index = (guint)(from - string);
            whole->end_index =
                (guint)(g_utf8_offset_to_pointer(from, MEASURE_LEAST_LETTERS)
                        - string);
            pango_attr_list_insert(attributes, whole);
        }
        at += len + (at[len] != '\0');
    }
}

/* A blank is the first font's: of that of Arabic letters around it the file
   would need a face for it alone, since cairo keeps Latin characters apart. */
static void
part_blanks(PangoAttrList *attributes, const char *string)
{
    for (const char *at = string; (at = strchr(at, ' ')); at++) {
        PangoAttribute *blank = pango_attr_family_new(FAMILIES);

        blank->start_index = (guint)(at - string);
        blank->end_index = blank->start_index + 1;
        pango_attr_list_insert(attributes, blank);
    }
}

static void
set_attributes(const struct text_pango *text, PangoLayout *layout,
               const struct setting *setting)
{
    struct font font = setting->font;
    PangoAttrList *attributes = pango_attr_list_new();
    double leading = text->is_rtl ? LEADING_RTL : LEADING;

    /* Figures of one width, and one glyph for a character wherever it stands:
       cairo needs a second face in a file for a second one. */
    pango_attr_list_insert(attributes,
                           pango_attr_font_features_new("tnum=1, calt=0"));
    pango_attr_list_insert(attributes, pango_attr_line_height_new_absolute(
                                           units(leading * SET_SIZE_PT)));
    if (font.spacing_pt != 0)
        pango_attr_list_insert(
            attributes, pango_attr_letter_spacing_new(units(font.spacing_pt)));
    bind_numbers(attributes, setting->string);
    bind_ends(attributes, setting->string);
    if (text->is_rtl)
        part_blanks(attributes, setting->string);
    pango_layout_set_attributes(layout, attributes);
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
    gunichar character = character_of(run, idx, text);
    hb_codepoint_t own;

    return run->glyphs->glyphs[idx].glyph == character
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

/* The glyph of a blank as it is set elsewhere: with figures of one width some
   fonts have another one than the nominal.  False: harfbuzz has no memory. */
static bool
find_blank(hb_font_t *font, hb_codepoint_t *blank)
{
    static const hb_feature_t features[] = {
        {HB_TAG('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START,
         HB_FEATURE_GLOBAL_END},
    };
    hb_buffer_t *buffer = hb_buffer_create();

    hb_buffer_add_utf8(buffer, " ", 1, 0, 1);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font, buffer, features, N_ELEMENTS(features));
    bool ok = hb_buffer_get_length(buffer) == 1;
    if (ok)
        *blank = hb_buffer_get_glyph_infos(buffer, NULL)->codepoint;
    hb_buffer_destroy(buffer);
    return ok;
}

/* Where a line breaks pango takes its last blank away, and cairo writes a blank
   without a glyph, at which some readers of tags end: they get one of no
   width. */
static void
keep_blank(const PangoGlyphItem *run, const char *text)
{
    hb_font_t *font = pango_font_get_hb_font(run->item->analysis.font);

    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        PangoGlyph *glyph = &run->glyphs->glyphs[i].glyph;
        hb_codepoint_t blank;

        if (*glyph == PANGO_GLYPH_EMPTY && character_of(run, i, text) == ' '
            && find_blank(font, &blank))
            *glyph = blank;
    }
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
        keep_blank(run, text);
        len += run->item->length;
    }
    return len == line->length;
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

static PangoLayout *
new_layout(const struct text_pango *text, const struct setting *setting)
{
    PangoLayout *layout = pango_layout_new(text->context);

    set_font(text, layout, setting->font);
    set_attributes(text, layout, setting);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, setting->width);
    pango_layout_set_single_paragraph_mode(layout, setting->width < 0);
    pango_layout_set_text(layout, setting->string, -1);
    for (const GSList *at = pango_layout_get_lines(layout); at; at = at->next)
        if (!line_is_whole(at->data))
            *text->failed = true;
    return layout;
}

PangoLayout *
text_layout(const struct text_pango *text, struct font font, const char *string,
            double width_pt)
{
    double scale = text_scale(font);
    struct setting wanted = {
        .string = string,
        .font = font,
        .width = width_pt < 0 ? -1 : units(width_pt / scale),
    };

    wanted.font.spacing_pt /= scale;
    struct setting *setting = g_hash_table_lookup(text->settings, &wanted);
    if (!setting) {
        size_t size = strlen(string) + 1;

        setting = mem_alloc(sizeof *setting + size);
        *setting = wanted;
        setting->string = memcpy(setting + 1, string, size);
        setting->layout = new_layout(text, setting);
        g_hash_table_add(text->settings, setting);
    }
    return setting->layout;
}

uint32_t
text_missing(PangoLayout *layout)
{
    uint32_t character;
    uint32_t found = 0xFFFD; /* a sequence, not one character */

    if (!pango_layout_get_unknown_glyphs_count(layout))
        return 0;
    struct str rest = str_from(pango_layout_get_text(layout));
    PangoLayout *probe = pango_layout_copy(layout);
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
    static const struct font any = {.size_pt = SET_SIZE_PT};

    return !text_missing(text_layout(text, any, "a", TEXT_UNBROKEN));
}

bool
text_is_rtl(const struct text_pango *text)
{
    return text->is_rtl;
}

static double
real_width_pt(const void *aux, struct font font, const char *text)
{
    PangoRectangle logical;

    pango_layout_get_extents(text_layout(aux, font, text, TEXT_UNBROKEN), NULL,
                             &logical);
    return pango_units_to_double(logical.width) * text_scale(font);
}

static double
real_height_pt(const void *aux, struct font font, const char *text,
               double width_pt)
{
    PangoRectangle logical;

    pango_layout_get_extents(text_layout(aux, font, text, width_pt), NULL,
                             &logical);
    return pango_units_to_double(logical.height) * text_scale(font);
}

static double
real_ascent_pt(const void *aux, struct font font)
{
    return pango_units_to_double(pango_layout_get_baseline(
               text_layout(aux, font, "x", TEXT_UNBROKEN)))
           * text_scale(font);
}

struct measure
text_pango_measure(const struct text_pango *text)
{
    return (struct measure){.width_pt = real_width_pt,
                            .height_pt = real_height_pt,
                            .ascent_pt = real_ascent_pt,
                            .aux = text};
}
