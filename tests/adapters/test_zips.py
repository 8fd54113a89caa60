"""What may come as an archive, and each way in which it may not."""

import io
import stat
import zipfile

import pytest

from sporades.adapters import zips
from sporades.adapters.zips import BadArchive, Entry

PDF = b"%PDF-1.7 as it looks from outside"


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content, compress_type=method)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def encrypted() -> bytes:
    """The mark of an encrypted file, in the table of contents and before its bytes."""
    content = bytearray(zipped(("a.pdf", PDF)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def refusal(content: bytes, name: str = "lot.zip") -> str:
    with pytest.raises(BadArchive) as refused:
        zips.entries(content, name)
    return refused.value.code


def test_each_file_is_listed_by_its_place_and_taken_out_whole():
    content = zipped(("juin/25-23-000042.pdf", PDF), ("juin/", b""), ("25-23-000043.pdf", PDF * 2))

    found = zips.entries(content, "lot.zip")

    assert found == [Entry(0, "25-23-000042.pdf", len(PDF)), Entry(2, "25-23-000043.pdf", 2 * len(PDF))]
    assert [*map(zips.opened(content), found)] == [PDF, PDF * 2]


def test_a_pdf_that_comes_alone_is_an_archive_of_one():
    (only,) = zips.entries(PDF, "25-23-000042.pdf")

    assert only == Entry(0, "25-23-000042.pdf", len(PDF))
    assert zips.opened(PDF)(only) == PDF


def test_what_a_system_leaves_beside_the_files_is_passed_over():
    content = zipped(("__MACOSX/._a.pdf", b"x"), ("Thumbs.db", b"x"), (".DS_Store", b"x"), ("a.pdf", PDF))

    assert [entry.name for entry in zips.entries(content, "lot.zip")] == ["a.pdf"]


def test_a_name_written_by_windows_in_french_is_read_as_such():
    content = zipped(("XXlX.pdf", PDF)).replace(b"XXlX", "Zoél".encode("cp850"))

    assert zips.entries(content, "lot.zip")[0].name == "Zoél.pdf"


def test_a_name_shows_nothing_that_hides_or_turns_its_letters():
    assert zips.entries(zipped(("a\u202efdp.exe.pdf", PDF)), "lot.zip")[0].name == "afdp.exe.pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "archive_empty"),
        (zipped(), "archive_empty"),
        (zipped(("dossier/", b"")), "archive_empty"),
        (b"Rar!\x1a\x07\x00", "archive_wrong_type"),
        (b"MZ\x90\x00" + zipped(("a.pdf", PDF)), "archive_wrong_type"),
        (zipped(("a.pdf", PDF))[:-30], "archive_damaged"),
        (encrypted(), "archive_encrypted"),
        (zipped(("../a.pdf", PDF)), "archive_paths"),
        (zipped(("b/../../a.pdf", PDF)), "archive_paths"),
        (zipped(("/etc/a.pdf", PDF)), "archive_paths"),
        (zipped(("C:/a.pdf", PDF)), "archive_paths"),
        (zipped(("..\\a.pdf", PDF)), "archive_paths"),
        (zipped((link("a.pdf"), b"/etc/passwd")), "archive_paths"),
        (zipped(("a.pdf", PDF), ("suite.ZIP", b"PK")), "archive_nested"),
        (zipped(("a.pdf", PDF), method=zipfile.ZIP_BZIP2), "archive_method"),
        (zipped(("a.pdf", bytes(1_000_000)), method=zipfile.ZIP_DEFLATED), "archive_bomb"),
    ],
)
def test_each_archive_that_is_refused_says_why(content, code):
    assert refusal(content) == code


def test_too_many_files_or_too_many_bytes_are_refused_before_any_is_inflated(monkeypatch):
    content = zipped(("a.pdf", PDF), ("b.pdf", PDF))
    monkeypatch.setattr(zips, "MAX_ENTRIES", 1)
    assert refusal(content) == "archive_too_many"

    monkeypatch.setattr(zips, "MAX_ENTRIES", 2)
    monkeypatch.setattr(zips, "MAX_INFLATED", len(PDF))
    assert refusal(content) == "archive_bomb"

    monkeypatch.setattr(zips, "MAX_BYTES", len(content) - 1)
    assert refusal(content) == "archive_too_large"


def test_a_table_that_lists_too_much_is_refused_before_it_is_read():
    folders = zipped(*[(f"{place}/", b"") for place in range(3)], ("a.pdf", PDF))
    assert len(zips.entries(folders, "lot.zip")) == 1

    # No archive at all: whoever had read it would say so.
    assert refusal(b"PK\x01\x02" * (zips.MAX_LISTED + 1)) == "archive_too_many"
    assert refusal(b"PK\x01\x02" * zips.MAX_LISTED) == "archive_damaged"


def test_a_file_that_inflates_to_something_else_than_announced_is_damaged():
    content = bytearray(zipped(("a.pdf", PDF)))
    (entry,) = zips.entries(bytes(content), "lot.zip")
    content[content.index(PDF)] ^= 1

    with pytest.raises(BadArchive, match="archive_damaged"):
        zips.opened(bytes(content))(entry)


def test_a_file_that_says_less_than_it_holds_is_cut_nowhere_but_refused():
    content = bytearray(zipped(("a.pdf", PDF * 50), method=zipfile.ZIP_DEFLATED))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    (entry,) = zips.entries(bytes(content), "lot.zip")

    with pytest.raises(BadArchive, match="archive_damaged"):
        zips.opened(bytes(content))(entry)
