"""A spreadsheet holds what was written, computes nothing, and is written as it comes."""

import csv
import io
from datetime import date, datetime
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from sporades.adapters import spreadsheets
from sporades.adapters.spreadsheets import CSV, XLSX

HEAD = ["Numéro", "Nom", "Né le", "Depuis", "Version"]
ROW = ["25-23-000001", "D’Orgeval; dit « Léo » <&>", date(2004, 2, 29), datetime(2024, 11, 5, 9, 12), 3]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

FORMULAS = [
    "=1+1", "+33612345678", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\tnom", " =cmd|' /C calc'!A0",
    "\u00a0=1", "\ufeff=1", "\u200b=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff201",
]  # fmt: skip
TEXTS = ["Dupont", "D’Orgeval", "06 12 34 56 78", "1-2", "a=b", "'=1", "", "Benali-Rossi"]


def written(kind: str, rows, head=HEAD) -> bytes:
    out = io.BytesIO()
    assert spreadsheets.write(kind, head, rows, out) == len(rows)
    return out.getvalue()


def cells(book: bytes) -> dict[str, tuple[str, str]]:
    """The type and the text of each cell of the sheet."""
    with ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return {cell.get("r"): (cell.get("t", "n"), "".join(cell.itertext())) for cell in sheet.iter(f"{MAIN}c")}


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_a_text_in_both_formats(text):
    assert spreadsheets.neutral(text) == f"'{text}"
    sheet = io.StringIO(written(CSV, [[text]], ["a"]).decode("utf-8-sig"), newline="")
    assert list(csv.reader(sheet, delimiter=";")) == [["a"], [f"'{text}"]]
    assert cells(written(XLSX, [[text]], ["a"]))["A2"][0] == "inlineStr"
    assert cells(written(XLSX, [[text]], ["a"]))["A2"][1].startswith("'")


@pytest.mark.parametrize("text", TEXTS)
def test_any_other_text_is_written_as_it_is(text):
    assert spreadsheets.neutral(text) == text


def test_a_csv_is_what_a_french_spreadsheet_opens():
    sheet = written(CSV, [ROW, ["x", None, None, None, 0]])

    assert sheet.startswith(b"\xef\xbb\xbf")
    assert sheet.decode("utf-8-sig").split("\r\n") == [
        "Numéro;Nom;Né le;Depuis;Version",
        '25-23-000001;"D’Orgeval; dit « Léo » <&>";29/02/2004;05/11/2024 09:12;3',
        "x;;;;0",
        "",
    ]


def test_a_workbook_holds_texts_dates_and_numbers_as_such():
    found = cells(written(XLSX, [ROW]))

    assert found["A1"] == ("inlineStr", "Numéro")
    assert found["B2"] == ("inlineStr", ROW[1])
    # The 29th of February 2004 is the day 38046 of a spreadsheet.
    assert found["C2"] == ("n", "38046")
    assert float(found["D2"][1]) == pytest.approx(45601 + (9 * 60 + 12) / 1440)
    assert found["E2"] == ("n", "3")


def test_every_part_that_a_workbook_names_is_there_and_is_xml():
    with ZipFile(io.BytesIO(written(XLSX, [ROW]))) as archive:
        names = set(archive.namelist())
        for name in names:
            ElementTree.fromstring(archive.read(name))
        types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))

    said = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
    assert said | {f"xl/{one.get('Target')}" for one in relations} <= names


def test_what_no_xml_can_hold_is_left_out_and_a_cell_has_its_greatest_length():
    found = cells(written(XLSX, [["a\x00b\x0bc", "x" * 40_000]], ["a", "b"]))

    assert found["A2"][1] == "abc"
    assert len(found["B2"][1]) == 32_767


def test_columns_go_on_after_z():
    found = cells(written(XLSX, [[str(n) for n in range(53)]], [str(n) for n in range(53)]))

    assert (found["Z2"][1], found["AA2"][1], found["BA2"][1]) == ("25", "26", "52")


@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_rows_are_taken_as_they_are_written_and_never_held(kind):
    class Sink(io.RawIOBase):
        """Takes bytes, cannot go back, and knows how many rows were asked when some first came."""

        first = 0

        def writable(self):
            return True

        def write(self, content):
            self.first = self.first or asked
            return len(content)

    asked = 0

    def rows():
        nonlocal asked
        for number in range(60_000):
            asked = number
            yield [str(number * 7919), "Dupont"]

    sink = Sink()
    spreadsheets.write(kind, ["a", "b"], rows(), io.BufferedWriter(sink, 64 * 1024))

    assert 0 < sink.first < 30_000


def test_a_workbook_says_nothing_of_when_and_where_it_was_made():
    assert written(XLSX, [ROW]) == written(XLSX, [ROW])
