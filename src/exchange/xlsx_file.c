/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets of Excel workbooks (xlsx) as a format of source.h: which part of the
   archive is the sheet, and what its cells refer to (ECMA-376 parts 1 and 2).
   The first sheet that is not hidden is read, or the one that is asked for. */
#include <config.h>

#include "exchange/xlsx_file.h"

#include <string.h>
#include "base/num.h"
#include "exchange/held_table.h"
#include "xml/xml_walk.h"

static void
refuse(const struct source_file *file, struct diag *diag, const char *why,
       const char *hint)
{
    diag_add(diag, MSG_DATA_WORKBOOK, (struct place){.file = file->name}, "%s",
             why);
    diag_hint(diag, "%s",
              hint ? hint
                   : "open it in a spreadsheet and save it anew, as .xlsx or "
                     "as CSV");
}

bool
xlsx_is(struct str bytes)
{
    return str_starts(bytes, "PK\3\4") || str_starts(bytes, "PK\5\6");
}

#ifdef ZIP_LIBRARY

struct sheet {
    struct str name;
    struct str id; /* of its relationship */
    bool is_hidden;
};

struct relation {
    struct str id;
    struct str type; /* the last word of it */
    struct str target;
};

/* A workbook while it is opened. */
struct opening {
    struct source_file *file;
    struct arena *arena;
    struct diag *diag;
    struct xlsx_zip *zip;
    struct xlsx_book book;
    const char *why;
    const char *hint;
    struct VEC(struct sheet) sheets;
    struct VEC(struct relation) relations;
    struct VEC(struct xlsx_format) formats; /* of 'format_ids' */
    struct VEC(int32_t) format_ids;
    bool is_in_styles; /* within cellXfs */
};

/* ---- parts ---- */

static bool
end_of_nothing(void *aux, const char *name, const char *ns)
{
    struct opening *opening = aux;

    (void)ns;
    opening->is_in_styles &= strcmp(name, "cellXfs") != 0;
    return true;
}

static bool
fail_part(struct opening *opening, const char *name, const char *why)
{
    opening->why = arena_printf(opening->arena, "the part '%s': %s", name,
                                why ? why : "it is not there");
    return false;
}

/* Shows each tag of a part; false with opening->why. */
static bool
walk_part(struct opening *opening, const char *name,
          bool (*begin)(void *aux, const struct xml_tag *tag))
{
    const struct xml_walker walker = {begin, end_of_nothing, NULL, opening};
    struct buf part SCOPED(buf_clear) = {0};
    const char *why = NULL;

    return (xlsx_zip_read(opening->zip, name, &part, opening->arena, &why)
            && xml_walk(buf_str(&part), &walker, opening->arena, &why))
           || fail_part(opening, name, why);
}

static bool
add_relation(void *aux, const struct xml_tag *tag)
{
    struct opening *opening = aux;
    struct str type = xml_tag_value(tag, "Type");
    const char *slash = type.len ? memrchr(type.bytes, '/', type.len) : NULL;

    if (strcmp(tag->name, "Relationship") != 0 || !slash)
        return true;
    slash++;
    *vec_add(opening->arena, &opening->relations) = (struct relation){
        .id = arena_str(opening->arena, xml_tag_value(tag, "Id")),
        .type = arena_str(
            opening->arena,
            (struct str){slash, (size_t)(type.bytes + type.len - slash)}),
        .target = arena_str(opening->arena, xml_tag_value(tag, "Target")),
    };
    return true;
}

/* By its type, or else its id. */
static const struct relation *
find_relation(const struct opening *opening, const char *type, struct str id)
{
    for (size_t i = 0; i < opening->relations.n; i++) {
        const struct relation *relation = &opening->relations.items[i];
        if (type ? str_is(relation->type, type) : str_equal(relation->id, id))
            return relation;
    }
    return NULL;
}

/* The folder that a part lies in, with its '/'. */
static struct str
folder_of(const char *part)
{
    const char *slash = strrchr(part, '/');

    return (struct str){part, slash ? (size_t)(slash - part) + 1 : 0};
}

/* A target is meant from the folder of the part that names it. */
static const char *
part_of(struct opening *opening, const char *from, struct str target)
{
    struct str folder = folder_of(from);

    if (str_starts(target, "/"))
        return arena_text(opening->arena, str_skip(target, 1));
    if (str_starts(target, "./"))
        target = str_skip(target, 2);
    if (str_starts(target, "../")) {
        target = str_skip(target, 3);
        folder.len -= folder.len > 0;
        while (folder.len && folder.bytes[folder.len - 1] != '/')
            folder.len--;
    }
    return arena_printf(opening->arena, "%.*s%.*s", STR_ARGS(folder),
                        STR_ARGS(target));
}

static bool
read_relations(struct opening *opening, const char *part)
{
    struct str folder = folder_of(part);

    opening->relations.n = 0;
    return walk_part(opening,
                     arena_printf(opening->arena, "%.*s_rels/%s.rels",
                                  STR_ARGS(folder), part + folder.len),
                     add_relation);
}

/* ---- styles ---- */

static struct xlsx_format
format_of(const struct opening *opening, int32_t id)
{
    for (size_t i = 0; i < opening->formats.n; i++)
        if (opening->format_ids.items[i] == id)
            return opening->formats.items[i];
    return xlsx_format_known(id);
}

static bool
add_style(void *aux, const struct xml_tag *tag)
{
    struct opening *opening = aux;
    int32_t id = 0;
    bool has_id = whole_read(xml_tag_value(tag, "numFmtId"), &id);

    if (strcmp(tag->name, "numFmt") == 0 && has_id) {
        *vec_add(opening->arena, &opening->format_ids) = id;
        *vec_add(opening->arena, &opening->formats) =
            xlsx_format_read(xml_tag_value(tag, "formatCode"));
    }
    if (opening->is_in_styles && strcmp(tag->name, "xf") == 0)
        *vec_add(opening->arena, &opening->book.styles) =
            format_of(opening, id);
    opening->is_in_styles |= strcmp(tag->name, "cellXfs") == 0;
    return true;
}

/* ---- the workbook ---- */

static bool
add_sheet(void *aux, const struct xml_tag *tag)
{
    struct opening *opening = aux;
    struct str state = xml_tag_value(tag, "state");
    struct str is_1904 = xml_tag_value(tag, "date1904");

    if (strcmp(tag->name, "workbookPr") == 0)
        opening->book.is_1904 = str_is(is_1904, "1") || str_is(is_1904, "true");
    if (strcmp(tag->name, "sheet") == 0)
        *vec_add(opening->arena, &opening->sheets) = (struct sheet){
            .name = arena_str(opening->arena, xml_tag_value(tag, "name")),
            .id = arena_str(opening->arena, xml_tag_value(tag, "id")),
            .is_hidden = state.len && !str_is(state, "visible"),
        };
    return true;
}

static bool
read_strings(struct opening *opening, const char *name)
{
    struct buf part SCOPED(buf_clear) = {0};
    const char *why = NULL;

    return (xlsx_zip_read(opening->zip, name, &part, opening->arena, &why)
            && xlsx_strings_read(buf_str(&part), &opening->book, opening->arena,
                                 &why))
           || fail_part(opening, name, why);
}

/* A sheet that is none of cells (a chart's) has another type. */
static const struct relation *
cells_of(const struct opening *opening, const struct sheet *sheet)
{
    const struct relation *relation = find_relation(opening, NULL, sheet->id);

    return relation && str_is(relation->type, "worksheet") ? relation : NULL;
}

static const struct relation *
choose_sheet(struct opening *opening, const char *wanted)
{
    struct buf names SCOPED(buf_clear) = {0};
    const struct relation *first = NULL;
    struct str first_name = STR("");
    size_t n_shown = 0;

    for (size_t i = 0; i < opening->sheets.n; i++) {
        const struct sheet *sheet = &opening->sheets.items[i];
        const struct relation *cells = cells_of(opening, sheet);
        if (cells && wanted && str_is(sheet->name, wanted))
            return cells;
        if (cells && !first && !sheet->is_hidden) {
            first = cells;
            first_name = sheet->name;
        }
        n_shown += cells && !sheet->is_hidden;
        if (cells)
            buf_addf(&names, "%s'%.*s'", names.len ? ", " : "",
                     STR_ARGS(sheet->name));
    }
    if (wanted) {
        opening->why =
            arena_printf(opening->arena, "no sheet is called '%s'", wanted);
        opening->hint =
            arena_printf(opening->arena, "its sheets are %s", buf_text(&names));
    } else if (!first) {
        opening->why = "it has no sheet with cells";
    } else if (n_shown > 1) {
        diag_add(opening->diag, MSG_DATA_SHEETS,
                 (struct place){.file = opening->file->name}, "'%.*s'",
                 STR_ARGS(first_name));
        diag_hint(opening->diag,
                  "--sheet names the one to read; its sheets are %s",
                  buf_text(&names));
    }
    return wanted ? NULL : first;
}

static bool
read_sheet(struct opening *opening, const char *name)
{
    struct buf part SCOPED(buf_clear) = {0};
    const char *why = NULL;

    if (xlsx_zip_read(opening->zip, name, &part, opening->arena, &why)
        && xlsx_sheet_read(buf_str(&part), &opening->book, opening->file,
                           opening->arena, &why))
        return true;
    opening->why = why ? why : "the sheet is not there";
    return false;
}

/* An archive of another kind: that of LibreOffice says so itself. */
static const char *
what_instead(struct opening *opening)
{
    struct buf part SCOPED(buf_clear) = {0};
    const char *why = NULL;

    if (xlsx_zip_read(opening->zip, "mimetype", &part, opening->arena, &why)
        && str_starts(buf_str(&part), "application/vnd.oasis.opendocument"))
        return "it is an OpenDocument file (.ods)";
    opening->hint = "if there are files in it, unpack it, and name the one "
                    "with the answers";
    return "the archive holds no workbook";
}

static bool
read_book(struct opening *opening, const char *wanted)
{
    const struct relation *relation;

    if (!read_relations(opening, "")
        || !(relation = find_relation(opening, "officeDocument", STR("")))) {
        opening->why = what_instead(opening);
        return false;
    }
    const char *book = part_of(opening, "", relation->target);
    if (!walk_part(opening, book, add_sheet) || !read_relations(opening, book))
        return false;
    relation = find_relation(opening, "styles", STR(""));
    if (relation
        && !walk_part(opening, part_of(opening, book, relation->target),
                      add_style))
        return false;
    relation = find_relation(opening, "sharedStrings", STR(""));
    if (relation
        && !read_strings(opening, part_of(opening, book, relation->target)))
        return false;
    relation = choose_sheet(opening, wanted);
    return relation
           && read_sheet(opening, part_of(opening, book, relation->target));
}

bool
xlsx_open(struct source_file *file, const struct response_options *options,
          struct arena *arena, struct diag *diag)
{
    struct opening opening = {.file = file, .arena = arena_new(), .diag = diag};
    struct str bytes;
    bool ok = held_table_open(file, options, arena, &bytes, diag);

    if (ok) {
        held_table_have_letters(file);
        opening.zip = xlsx_zip_open(bytes, opening.arena, &opening.why);
        ok = opening.zip
             && read_book(&opening, options->settings.told[SETTING_SHEET]);
        xlsx_zip_close(opening.zip);
        if (!ok)
            refuse(file, diag, opening.why, opening.hint);
    }
    arena_free(opening.arena);
    return ok && held_table_finish(file, diag);
}

#else

bool
xlsx_open(struct source_file *file, const struct response_options *options,
          struct arena *arena, struct diag *diag)
{
    struct str bytes;

    if (held_table_open(file, options, arena, &bytes, diag))
        refuse(file, diag, "this attune was built without libzip",
               "save the sheet as CSV");
    return false;
}

#endif
