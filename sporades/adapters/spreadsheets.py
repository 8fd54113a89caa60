"""How do a hundred thousand rows become a spreadsheet that no cell can turn against its reader?

Rows are written as they come, to whatever takes bytes: nothing is held whole,
and nothing lies on the disk before it is sealed. That is why XLSX is written
here: it is six small parts of XML in a ZIP, and the libraries that make it keep
the rows in files of their own, in the clear, until the end.

A text that begins like a formula is made a text by an apostrophe, in both
formats: a name may be typed by anybody, and a CSV saved from an XLSX is read
as a CSV.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import count
from typing import IO, TypeAlias
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Cell: TypeAlias = str | int | date | datetime | None
Row: TypeAlias = Sequence[Cell]

CSV, XLSX = "csv", "xlsx"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet takes for the beginning of a formula, the wide forms of Asian keyboards too.
FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0 has no zone
_LONGEST_CELL = 32_767


def write(kind: str, head: Sequence[str], rows: Iterable[Row], out: IO[bytes]) -> int:
    """Writes the titles, then every row, and says how many rows that was."""
    return _csv(head, rows, out) if kind == CSV else _xlsx(head, rows, out)


def neutral(text: str) -> str:
    """The text, such that no spreadsheet computes it."""
    return f"'{text}" if FORMULA.match(text) else text


def _csv(head: Sequence[str], rows: Iterable[Row], out: IO[bytes]) -> int:
    # With its mark, or Excel reads UTF-8 as the page of codes of the last century.
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    sheet, written = csv.writer(text, delimiter=";"), 0
    sheet.writerow(map(neutral, head))
    for row in rows:
        sheet.writerow([_said(cell) for cell in row])
        written += 1
    text.flush()
    text.detach()
    return written


def _said(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return neutral(cell) if isinstance(cell, str) else str("" if cell is None else cell)


def _xlsx(head: Sequence[str], rows: Iterable[Row], out: IO[bytes]) -> int:
    counted = count()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in _PARTS.items():
            archive.writestr(_entry(name), content, ZIP_DEFLATED)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            for part in _sheet(head, rows, counted):
                sheet.write(part.encode())
    return next(counted)


def _entry(name: str) -> ZipInfo:
    """A part of the archive, that says nothing of when it was made nor on which machine."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _sheet(head: Sequence[str], rows: Iterable[Row], counted: "count[int]") -> Iterator[str]:
    letters = [_letters(place) for place in range(len(head))]
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{max(12, len(title) + 2)}" customWidth="1"/>'
        for place, title in enumerate(head, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )
    yield _line(1, letters, head, style=3)
    for number, row in enumerate(rows, 2):
        yield _line(number, letters, row)
        next(counted)
    yield "</sheetData></worksheet>"


def _line(number: int, letters: Sequence[str], row: Row, *, style: int = 0) -> str:
    cells = (_cell(f"{column}{number}", cell, style) for column, cell in zip(letters, row, strict=True))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: Cell, style: int) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, datetime):
        return f'<c r="{place}" s="2"><v>{_day(cell):.10f}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{place}" s="1"><v>{_day(datetime(cell.year, cell.month, cell.day)):.0f}</v></c>'  # noqa: DTZ001
    if isinstance(cell, int):
        return f'<c r="{place}"><v>{cell}</v></c>'
    text = escape(_NO_XML.sub("", neutral(cell)[:_LONGEST_CELL]))
    styled = f' s="{style}"' if style else ""
    return f'<c r="{place}"{styled} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _day(wall: datetime) -> float:
    return (wall - _EPOCH).total_seconds() / 86_400


def _letters(place: int) -> str:
    """« A » to « Z », then « AA »."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/"
_MAIN = f"{_OFFICE}spreadsheetml/2006/main"
_RELATIONS = f"{_OFFICE}officeDocument/2006/relationships"
_PACKAGE = f"{_OFFICE}package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Styles of cells: 0 as it is, 1 a day, 2 a day and an hour, 3 a title.
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="Inscriptions" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
        '<numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}  # fmt: skip
