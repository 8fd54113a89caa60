"""A file's name comes from anywhere: it is shown without its tricks, and a person still knows their file by it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sporades.adapters import names

MANY = st.one_of(st.text(max_size=300), st.text("=+-@|. /\\\r\n\t\u202e\u200b\x00é", max_size=40))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("relevé de notes.pdf", "relevé de notes.pdf"),
        ("IMG_0001 (2).HEIC", "IMG_0001 (2).HEIC"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\a.pdf", "a.pdf"),
        ("C:\\Users\\Zoé\\photo.jpg", "photo.jpg"),
        ("CON.pdf", "CON.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("=cmd|' !A0'.pdf", "cmd|' !A0'.pdf"),
        ("＝SOMME(A1).pdf", "SOMME(A1).pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("@echo.jpg", "echo.jpg"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
        ("photo 🎓.jpg", "photo 🎓.jpg"),
        ("e\u0301tat civil.pdf", "état civil.pdf"),
        (" . ", "fichier"),
        ("", "fichier"),
        ("====", "fichier"),
        (".pdf", "pdf"),
    ],
)
def test_a_name_is_shown_without_its_tricks(typed, shown):
    assert names.shown(typed) == shown


def test_a_long_name_keeps_its_ending():
    shown = names.shown("relevé " * 60 + ".pdf")

    assert len(shown) == names.LONGEST
    assert shown.endswith("….pdf")


@given(typed=MANY)
def test_whatever_was_typed_a_name_is_short_visible_and_no_formula(typed):
    shown = names.shown(typed)

    assert 0 < len(shown) <= names.LONGEST
    assert not shown.startswith(("=", "+", "-", "@", "|", ".", " ", "\t"))
    assert not {"/", "\\", "\n", "\r", "\x00"} & set(shown)
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs"}]
    assert names.shown(shown) == shown
