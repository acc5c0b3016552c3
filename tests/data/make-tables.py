#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the workbooks of tests/cases/tables and tests/fuzz/corpus/table by
hand, part by part, so that each holds what it is there for.  Run by hand in the
source folder when one is to change; the .sav files come out of PSPP, from
tests/data/make-tables.sps."""
import hashlib
import io
import os
import struct
import zipfile

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CASES = "tests/cases/tables/"


def relations(*pairs):
    return (
        XML
        + '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
        '2006/relationships">'
        + "".join(
            f'<Relationship Id="rId{i}" Type="{TYPES}{kind}" Target="{to}"/>'
            for i, (kind, to) in enumerate(pairs, 1)
        )
        + "</Relationships>"
    )


STYLES = XML + f"""<styleSheet {MAIN}><numFmts count="4">
<numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/>
<numFmt numFmtId="165" formatCode="0000"/>
<numFmt numFmtId="166" formatCode="[Red]0.0&quot;days&quot;"/>
<numFmt numFmtId="167" formatCode="[h]:mm:ss"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="8">
<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
<xf numFmtId="9"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="20"/>
</cellXfs></styleSheet>"""
DATE, MOMENT, ZEROS, PERCENT, DAYS, ELAPSED, TIME = range(1, 8)


def workbook(sheets, props=""):
    names = "".join(
        f'<sheet name="{name}" sheetId="{i}" {state} '
        f'xmlns:r="{TYPES[:-1]}" r:id="rId{i}"/>'
        for i, (name, state) in enumerate(sheets, 1)
    )
    return XML + f"<workbook {MAIN}>{props}<sheets>{names}</sheets></workbook>"


def sheet(rows):
    return (
        XML + f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def archive(parts, stored=False):
    out = io.BytesIO()
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", kind) as zipped:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = kind
            zipped.writestr(info, text)
    return out.getvalue()


def book(rows, strings="", props="", more=(), states=("",), stored=False):
    return archive(book_parts(rows, strings, props, more, states), stored)


def book_parts(rows, strings="", props="", more=(), states=("",)):
    sheets = [("Answers", states[0])] + [
        (name, state) for (name, _), state in zip(more, states[1:])
    ]
    parts = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(sheets, props),
        "xl/_rels/workbook.xml.rels": relations(
            *[
                ("worksheet", f"worksheets/sheet{i}.xml")
                for i in range(1, len(sheets) + 1)
            ],
            ("styles", "/xl/styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": XML + f"<sst {MAIN}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": rows if "<worksheet" in rows else sheet(rows),
    }
    for i, (_, other) in enumerate(more, 2):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet(other)
    return parts


def row(number, *cells):
    """Cells are ready XML, texts or numbers; None leaves one out."""
    out = ""
    for i, cell in enumerate(cells):
        ref = f"{chr(65 + i)}{number}"
        if cell is None:
            continue
        if isinstance(cell, str) and cell.startswith("<c"):
            out += cell.replace("<c", f'<c r="{ref}"', 1)
        elif isinstance(cell, str):
            out += f'<c r="{ref}" t="inlineStr"><is><t>{cell}</t></is></c>'
        else:
            out += f'<c r="{ref}"><v>{cell}</v></c>'
    return f'<row r="{number}">{out}</row>'


HEAD = ("client", "date", "q1", "q2", "q3", "q4")


def write(name, data):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as file:
        file.write(data)


def styled(style, value):
    return f'<c s="{style}"><v>{value}</v></c>'


# ---- what cells can be ----

STRINGS = (
    "<si><t>client</t></si>"
    "<si><r><rPr><b/></rPr><t>be</t></r><r><t>fo</t></r><r><t>re</t></r>"
    "<rPh sb=\"0\" eb=\"1\"><t>not this</t></rPh></si>"
    '<si><t xml:space="preserve"> two\nlines_x000D_ &amp; _x005F_x0041_</t></si>'
    "<si><t>skipped</t></si>"
)
CELLS = (
    row(1)
    + row(2, '<c t="s"><v>0</v></c>', "date", "q1", "q2", "q3", "q4", "when",
          '<c t="s"><v>1</v></c>', "share", "days", "long", "clock", "yes",
          "words", "sum", None, "extra")
    + row(3, styled(ZEROS, 7), styled(DATE, 46027), 4, 0, "3",
          "<c><v>5.9000000000000004E1</v></c>", styled(MOMENT, 46027.604340277781), 1e15 // 10,
          styled(PERCENT, 0.125), styled(DAYS, 2.5), styled(ELAPSED, 1.25),
          styled(TIME, 0.604166666666667), '<c t="b"><v>1</v></c>',
          '<c t="s"><v>2</v></c>', "<c><f>SUM(C3:D3)</f><v>4</v></c>", None,
          '<c t="str"><f>A3</f><v>x</v></c>')
    + row(5, "<c s=\"1\"/>", None, None)
    + row(9, styled(ZEROS, 12), styled(DATE, 61), '<c t="s"><v>3</v></c>', 1, 2,
          0.1, '<c t="d"><v>2026-01-05</v></c>', "", 0.30000000000000004, -0.5,
          styled(DATE, 60), styled(DATE, -3), '<c t="b"><v>0</v></c>',
          '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>')
)
write(CASES + "cells/answers.xlsx", book(CELLS, STRINGS))
write(
    CASES + "date-1904/answers.xlsx",
    book(
        row(1, *HEAD) + row(2, "c1", styled(DATE, 44565), 4, 0, 3, 50)
        + row(3, "c1", styled(DATE, 0), 4, 0, 3, 50),
        props='<workbookPr date1904="1"/>',
    ),
)

# ---- as other programs write them ----

STRICT = sheet(
    row(1, *HEAD, "_xZZZZ_", "_x0041__x00e9_b", "_x0000_", "_x00410")
    + '<row r="2" spans="1:6"><c r="a2" t="inlineStr"><is><t>co</t><rPh sb="0" '
    'eb="2"><t>read aloud</t></rPh><t>1</t></is></c>'
    '<c t="str"><f>TODAY()</f></c><c s="7"><v> 4 </v></c><c><v/></c>'
    '<c><v>3</v></c><c r="F2"><v>50</v></c><c t="inlineStr"><is/></c>'
    "<other><v>9</v></other></row>"
    "<other><row><c><v>9</v></c></row></other>"
).replace(MAIN, 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"')
write(
    CASES + "strict/answers.xlsx",
    archive({
        "_rels/.rels": relations(
            ("thumbnail", "docProps/picture.png"),
            ("officeDocument", "./xl/book/workbook.xml"),
        ),
        "xl/book/workbook.xml": workbook(
            [("Chart", ""), ("Gone", ""), ("Answers", 'state="visible"')],
            '<workbookPr date1904="true"/>',
        ),
        "xl/book/_rels/workbook.xml.rels": relations(
            ("chartsheet", "chart.xml"),
            ("worksheet", "gone.xml"),
            ("worksheet", "../data/first.xml"),
        ).replace('Id="rId2"', 'Id="none"'),
        "xl/data/first.xml": STRICT,
    }),
)

# ---- texts of any length, and what is no part of a table ----

LENGTHS = (0, 1, 31, 32, 33, 4095, 4096, 20000)
FOREIGN = '<x:c xmlns:x="urn:x" r="Z9" t="s"><x:v>9</x:v></x:c>'
write(
    CASES + "long-cells/answers.xlsx",
    book(
        "\ufeff" + sheet(row(1, *HEAD, '<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>')
        + "".join(
            '<row r="{0}"><c r="G{0}" t="inlineStr"><is><t>{1}</t></is></c>{2}'
            '<c r="C{0}"><x:v xmlns:x="urn:x">9</x:v><v>4</v></c>'
            '<c r="D{0}"><is><t>9</t></is><v>0</v></c>'
            '<c r="A{0}" t="inlineStr"><is><t>c{3}</t></is></c>'
            '<c r="E{0}"><v>3</v></c></row>'.format(i, "é" * n, FOREIGN, n)
            for i, n in enumerate(LENGTHS, 2)
        )),
        '<si><t>comment</t></si><x:si xmlns:x="urn:x"><x:t>no</x:t></x:si>'
        "<si><t>_abcdefgh _x12 _y0041_</t></si>",
    ),
)

# ---- what is wrong with cells ----

write(
    CASES + "bad-cells/answers.xlsx",
    book(
        row(1, *HEAD)
        + row(2, "c1", styled(DATE, 46027), '<c t="e"><v>#N/A</v></c>', 0, 3, 50)
        + row(3, '<c t="e"><v>#REF!</v></c>', styled(DATE, 46028), 4, 0, 3, 50)
        + row(4, '<c t="e"><v>#REF!</v></c>', styled(DATE, 46028), 4, 0, 3, 50)
        + row(6, "c2", styled(DATE, 60), 4, 0, 9, "often")
        + row(7, "c3", "5.1.2026", "<c><f>C6*2</f></c>", 1,
              "<c><f>C6*2</f><v></v></c>", styled(PERCENT, 0.5))
        + row(8, "c4", None, 1, 1, 1, 1, "beside the table")
    ),
)

# ---- numbers, and texts that are to be some ----

write(
    CASES + "decimal/answers.xlsx",
    book(
        row(1, "client", "q6", "share")
        + row(2, "number", 9.5, 0.5)
        + row(3, "text", "9,5", "0,5")
        + row(4, "point", "9.5", "0.5")
        + row(5, "percent", styled(PERCENT, 0.095), styled(PERCENT, 0.125))
    ),
)

# ---- sheets ----

TWO = [("R&amp;D", row(1, *HEAD) + row(2, "second", None, 4, 0, 3, 50))]
FIRST = row(1, *HEAD) + row(2, "first", None, 4, 0, 3, 50)
write(CASES + "sheets/two.xlsx", book(FIRST, more=TWO, states=("", "")))
write(
    CASES + "sheets/hidden.xlsx",
    book(FIRST, more=TWO, states=('state="hidden"', "")),
)

# ---- files that are refused ----

BAD = CASES + "refused/"
good = book(FIRST)
write(BAD + "cut.xlsx", good[: len(good) // 2])
middle = good.index(b"xl/worksheets/sheet1.xml") + 60
write(
    BAD + "flipped.xlsx",
    good[:middle] + bytes([good[middle] ^ 0x10]) + good[middle + 1 :],
)
write(BAD + "text.xlsx", archive({"mimetype": "application/vnd.oasis."}))


def resized(data, name, size):
    """The archive says another size of a part than it has."""
    at = data.rindex(name) - 46
    return (
        data[: at + 24] + size.to_bytes(4, "little") + data[at + 28 :]
    )


plain = book(FIRST, stored=True)
write(
    BAD + "declared-large.xlsx",
    resized(good, b"xl/worksheets/sheet1.xml", 300 << 20),
)
write(
    BAD + "longer-than-declared.xlsx",
    resized(good, b"xl/worksheets/sheet1.xml", 40),
)
for name, rows in {
    "doctype": sheet(FIRST).replace(
        "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1
    ),
    "entity": sheet(row(1, "&x;", "q1")),
    "not-closed": sheet(FIRST).replace("</sheetData>", ""),
    "utf-16": sheet(FIRST).replace("UTF-8", "UTF-16"),
    "cell-twice": row(1, *HEAD) + '<row r="2"><c r="C2"><v>1</v></c>'
    '<c r="C2"><v>2</v></c></row>',
    "cell-of-another-row": row(1, *HEAD) + '<row r="2"><c r="C3"/></row>',
    "row-before": row(1, *HEAD) + row(5, "c1") + row(3, "c2"),
    "row-twice": row(1, *HEAD) + row(2, "c1") + row(2, "c2"),
    "row-beyond": row(1, *HEAD) + row(1048577, "c1"),
    "column-beyond": row(1, *HEAD) + '<row r="2"><c r="XFE2"><v>1</v></c></row>',
    "no-such-text": row(1, *HEAD) + row(2, '<c t="s"><v>4</v></c>'),
    "no-number": row(1, *HEAD) + row(2, "<c><v>1e999</v></c>"),
    "unknown-kind": row(1, *HEAD) + row(2, '<c t="zz"><v>4</v></c>'),
    "deep": sheet("<a>" * 40 + "</a>" * 40),
    "many-attributes": sheet(
        "<row " + " ".join(f'a{i}="1"' for i in range(300)) + "/>"
    ),
    "empty": row(1) + row(7, "<c s=\"1\"/>"),
    "row-zero": row(1, *HEAD) + row(0, "c1"),
    "row-unnumbered": row(1, *HEAD) + '<row r="two"><c><v>1</v></c></row>',
    "column-too-many": row(1, *HEAD) + "<row>" + "<c/>" * 16385 + "</row>",
    "cell-twice-unnamed": row(1, *HEAD)
    + '<row r="2"><c r="B2"><v>1</v></c><c r="A2"/><c><v>2</v></c></row>',
    "no-style": row(1, *HEAD) + row(2, '<c s="bold"><v>4</v></c>'),
    "no-letters": row(1, *HEAD) + '<row r="2"><c r="2"><v>4</v></c></row>',
    "four-letters": row(1, *HEAD) + '<row r="2"><c r="AAAA2"/></row>',
    "cell-of-row-zero": row(1, *HEAD) + '<row r="2"><c r="A0"/></row>',
    "text-by-name": row(1, *HEAD) + row(2, '<c t="s"><v>one</v></c>'),
    "long-kind": row(1, *HEAD) + row(2, '<c t="sharedStringsTable"/>'),
}.items():
    write(BAD + name + ".xlsx", book(rows))


def without(lost, **other):
    """A good workbook in which a part is not there, or is another."""
    parts = book_parts(FIRST)
    parts.pop(lost, None)
    return archive(parts | other)


write(
    BAD + "opendocument.xlsx",
    archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
)
write(BAD + "no-book.xlsx", without("xl/workbook.xml"))
write(BAD + "no-relations.xlsx", without("xl/_rels/workbook.xml.rels"))
write(BAD + "no-sheet.xlsx", without("xl/worksheets/sheet1.xml"))
write(BAD + "no-strings.xlsx", without("xl/sharedStrings.xml"))
write(BAD + "no-styles.xlsx", without("xl/styles.xml"))
write(BAD + "bad-styles.xlsx", without("", **{"xl/styles.xml": "<styleSheet"}))
write(BAD + "bad-strings.xlsx", without("", **{"xl/sharedStrings.xml": "no"}))
write(BAD + "bad-book.xlsx", without("", **{"xl/workbook.xml": ""}))
write(
    BAD + "no-document.xlsx",
    without("", **{
        "_rels/.rels": relations(("thumbnail", "picture.png")).replace(
            TYPES + "thumbnail", "thumbnail"
        )
    }),
)
write(
    BAD + "chart.xlsx",
    without("", **{
        "xl/_rels/workbook.xml.rels": relations(
            ("chartsheet", "worksheets/sheet1.xml")
        )
    }),
)


def flagged(data, name, at, value):
    """The headers of a part, at its bytes and in the directory, say another."""
    local = data.index(name) - 30
    central = data.rindex(name) - 46
    data = data[: local + at] + value + data[local + at + len(value) :]
    at += 2
    return data[: central + at] + value + data[central + at + len(value) :]


SHEET = b"xl/worksheets/sheet1.xml"
write(BAD + "locked.xlsx", flagged(good, SHEET, 6, b"\1\0"))
write(BAD + "packed-otherwise.xlsx", flagged(good, SHEET, 8, b"\x61\0"))

# ---- rows around the header ----

write(
    CASES + "rows/answers.xlsx",
    book(
        row(1, "Practice of Dr N.", "2026")
        + row(3, *HEAD)
        + row(4, "Who", "When", "My partner took time to hear me out.")
        + row(6, "c1", styled(DATE, 46027), 4, 0, 3, 50)
    ),
)

# ---- files of SPSS that PSPP does not write ----


def sav(variables, rows, labels=()):
    """Uncompressed.  A variable: its name, width (0: a number), format as
    (kind, width), label and missing values; a set of labels: its values as
    eight bytes with their texts, and the variables that have it."""
    out = b"$FL2" + b"made by hand".ljust(60)
    out += struct.pack("<5id", 2, len(variables), 0, 0, len(rows), 100.0)
    out += b"01 Jan 26" + b"00:00:00" + b" " * 67
    for name, width, (kind, shown), label, missing in variables:
        form = kind << 16 | shown << 8
        out += struct.pack(
            "<6i", 2, width, bool(label), len(missing), form, form
        ) + name.encode().ljust(8)
        if label:
            out += struct.pack("<i", len(label)) + label.encode()
            out += b" " * (-len(label) % 4)
        out += b"".join(missing)
    for values, whose in labels:
        out += struct.pack("<2i", 3, len(values))
        for value, text in values:
            out += value + bytes([len(text)]) + text.encode()
            out += b" " * (-(len(text) + 1) % 8)
        out += struct.pack(f"<{2 + len(whose)}i", 4, len(whose), *whose)
    out += struct.pack("<2i", 999, 0)
    for cells in rows:
        for cell in cells:
            out += cell.encode().ljust(8) if isinstance(cell, str) else number(cell)
    return out


def number(value):
    return struct.pack("<d", value)


F, A = (5, 8), (1, 8)
N, DATE11, TIME8, DATETIME20, MOYR8 = (16, 5), (20, 11), (21, 8), (22, 20), (28, 8)
SYSMIS = -1.7976931348623157e308
DAY = 86400
FORMS = [
    ("client", 8, A, "", ()),
    ("date", 0, DATE11, "", ()),
    *[(f"q{i}", 0, F, "", ()) for i in range(1, 5)],
    ("n", 0, N, "", ()),
    ("wide", 0, (16, 40), "", ()),
    ("time", 0, TIME8, "", ()),
    ("moment", 0, DATETIME20, "", ()),
    ("month", 0, MOYR8, "", ()),
    ("sex", 8, A, "Sex", (b"x       ",)),
]
SEXES = [([(b"f       ", "Woman"), (b"m       ", "Man")], [12])]
FIRST_DAY = 162215 * DAY  # 2026-11-30
write(
    CASES + "sav-forms/answers.sav",
    sav(
        FORMS,
        [
            ("c1", FIRST_DAY, 4, 0, 3, 50, 7, 7, 3600 + 61, FIRST_DAY + 60.4,
             FIRST_DAY, "f"),
            ("c2", SYSMIS, 4, SYSMIS, 3, 50.5, -7, 7, -5, 1e15, 0.5, "x"),
            ("c3", -3, 1e300, 1, 1, 1, 7.5, 12345678, 90 * 3600, 0, SYSMIS, ""),
            ("c4", 1e12, 1, 1, 1, 1, 1e16, 1e16, DAY, -1, -1, "m"),
        ],
        SEXES,
    ),
)
write(CASES + "sav-forms/nobody.sav", sav(FORMS, [], SEXES))
write(CASES + "sav-forms/no-variable.sav", sav([], []))
whole = sav(FORMS, [("c1",) + (1,) * 10 + ("f",)] * 2, SEXES)
write(CASES + "sav-forms/cut-in-a-row.sav", whole[:-20])
write(CASES + "sav-forms/cut-in-the-head.sav", whole[:300])
write(CASES + "sav-forms/cut-at-once.sav", whole[:8])

# ---- the fuzzer's corpus ----


def seed(kind, data):
    data = bytes([kind]) + data
    write("tests/fuzz/corpus/table/" + hashlib.sha1(data).hexdigest(), data)


seed(0, book(CELLS, STRINGS))
seed(4, good)
seed(0, plain)
for data in (sheet(CELLS), sheet(FIRST), sheet("<row><c/><c><v>1</v></c></row>")):
    seed(1, data.encode())
seed(2, (XML + f"<sst {MAIN}>{STRINGS}</sst>").encode())
for code in (b"[$-409]d/m/yy h:mm AM/PM;@", b"[hh]:mm", b"0.0%", b'"d"0_ *x\\y'):
    seed(3, bytes.fromhex("0000000020f0e640") + code)
for name in ("answers.sav", "answers.zsav"):
    path = CASES + "sav/" + name
    if os.path.exists(path):
        with open(path, "rb") as file:
            seed(0, file.read())
