"""Is a wrong calendar refused whole, with the file, the line and the reason of each mistake?"""

from datetime import date, datetime
from pathlib import Path

import pytest

from sporades.reference.check import BadReference, read_calendar
from sporades.reference.load import DIRECTORY
from sporades.rules.calendar import Sanctions, Signature, dates_of
from sporades.rules.french import spoken_deadline

NICE = DIRECTORY / "calendars" / "2025-nice.toml"
MARTINIQUE = DIRECTORY / "calendars" / "2024-martinique.toml"


def refusals(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "wrong.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadReference) as refused:
        read_calendar(path)
    assert all(problem.file == str(path) for problem in refused.value.problems)
    return [(problem.line, problem.reason) for problem in refused.value.problems]


def nice_with(old: str, new: str) -> tuple[str, int]:
    """The file of Nice with one mistake, and the line where it stands."""
    text = NICE.read_text("utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    return text.replace(old, new, 1), line


def test_the_calendar_of_nice_says_what_the_notice_says() -> None:
    read = read_calendar(NICE)

    said = {
        window.diploma: (window.opens_wall.isoformat(), window.closes_wall.isoformat())
        for window in read.windows
    }
    assert said == {
        "cap": ("2024-10-08T15:00:00", "2024-11-08T17:00:00"),
        "bac_pro": ("2024-11-04T15:00:00", "2024-12-03T17:00:00"),
        "bp": ("2024-11-04T15:00:00", "2024-12-03T17:00:00"),
        "cs": ("2024-11-04T15:00:00", "2024-12-03T17:00:00"),
    }
    for window in read.windows:
        assert window.pieces_due_days_after_close == 7
        assert window.later_dates == (("r408", date(2025, 3, 14)),)
        assert (window.signature, window.sanctions) == (Signature.SIGNED_UPLOAD, Sanctions.AUTOMATIC)
        assert not window.reminders
    assert len(read.notices) == 5
    assert {"eduscol", "amex"} <= set(read.links)


def test_the_limits_of_nice_are_said_as_people_read_them() -> None:
    cap, bac_pro, *_ = (dates_of(window) for window in read_calendar(NICE).windows)

    assert spoken_deadline(cap.pieces_due, cap.zone, cap.zone_name) == (
        "vendredi 15 novembre 2024, 23\u00a0h\u00a059 (heure de Paris)"
    )
    assert spoken_deadline(bac_pro.pieces_due, bac_pro.zone, bac_pro.zone_name) == (
        "mardi 10 décembre 2024, 23\u00a0h\u00a059 (heure de Paris)"
    )


def test_a_telephone_that_the_notice_does_not_give_is_not_invented() -> None:
    contact = read_calendar(NICE).contact

    assert (contact.phone, contact.email, contact.hours) == ("", "", "")
    assert "à vérifier" in contact.address


def test_the_calendar_of_martinique_keeps_its_own_hours() -> None:
    read = read_calendar(MARTINIQUE)
    (cap,) = read.windows

    assert (read.zone, read.zone_name) == ("America/Martinique", "heure de la Martinique")
    assert (cap.opens_wall, cap.closes_wall) == (
        datetime.fromisoformat("2023-10-18T08:00"),
        datetime.fromisoformat("2023-11-17T17:00"),
    )
    assert (cap.pieces_due_days_after_close, cap.pieces_due_on) == (None, date(2023, 12, 8))


def test_the_edition_changes_with_any_byte(tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    copy.write_bytes(NICE.read_bytes() + b"# seen again\n")

    assert read_calendar(copy).edition != read_calendar(NICE).edition
    assert read_calendar(copy).windows == read_calendar(NICE).windows


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('academy = "23"', 'academy = "99"', "unknown académie '99'"),
        ('zone = "Europe/Paris"', 'zone = "Europe/Nice"', "unknown zone 'Europe/Nice'"),
        ('zone = "Europe/Paris"', 'zone = "../secret"', "unknown zone '../secret'"),
        (
            'zone = "Europe/Paris"',
            'zone = "Indian/Reunion"',
            "the académie of Nice keeps Europe/Paris, not Indian/Reunion",
        ),
        ("exam_session = 2025", 'exam_session = "2025"', "exam_session should be a int"),
        ("exam_session = 2025", "exam_session = true", "exam_session should be a int"),
        ('diploma = "cap"', 'diploma = "bts"', "unknown diploma 'bts'"),
        ('source = "Notice, §1 et §7"', 'source = ""', "source is empty"),
        ("2024-10-08T15:00:00", "2024-10-08", "opens should be a datetime"),
        ("2024-10-08T15:00:00", "2024-10-08T15:00:00Z", "opens is a local hour: write it without an offset"),
        (
            "2024-10-08T15:00:00",
            "2024-03-31T02:30:00",
            "2024-03-31T02:30:00 does not exist in Europe/Paris",
        ),
        ("2024-11-08T17:00:00", "2024-10-27T02:30:00", "2024-10-27T02:30:00 happens twice in Europe/Paris"),
        ("2024-11-08T17:00:00", "2024-10-08T15:00:00", "closes before it opens"),
        ("2024-11-08T17:00:00", "2024-10-01T17:00:00", "closes before it opens"),
        (
            "pieces_due_days_after_close = 7",
            "pieces_due_days_after_close = -1",
            "-1 days after closing cannot be",
        ),
        (
            "pieces_due_days_after_close = 7",
            "pieces_due_on = 2024-11-07",
            "2024-11-07 is before closing",
        ),
        ("{ r408 = 2025-03-14 }", "{ r409 = 2025-03-14 }", "no piece is due by 'r409'"),
        ("{ r408 = 2025-03-14 }", '{ r408 = "14 mars" }', "later_dates should be a date"),
        ("{ r408 = 2025-03-14 }", "{ r408 = 2024-03-14 }", "2024-03-14 is before closing"),
        ('"signed_upload"', '"by_post"', "signature should be one of signed_upload, online"),
        ('"automatic"', '"never"', "sanctions should be one of automatic, approved"),
        ("reminders = false", 'reminders = "no"', "reminders should be a bool"),
        ("reminders = false", "reminder = false", "unknown key 'reminder'"),
        ('specialty = "50033205"', 'specialty = "50099999"', "unknown speciality '50099999'"),
        (
            'source_url = "https://www.ac-nice.fr"',
            'source_url = "ac-nice.fr"',
            "source_url is not an address",
        ),
        ('url = "https://www.ac-nice.fr"\n\n[[', 'url = "ac-nice.fr"\n\n[[', "url is not an address"),
        ('amex = "https://www.ac-nice.fr"', 'amex = "javascript:alert(1)"', "amex is not an address"),
        ('phone = ""', "phone = 493000000", "phone should be a str"),
    ],
)
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text, line = nice_with(old, new)

    assert (line, reason) in refusals(tmp_path, text)


def test_two_windows_of_a_diploma_that_overlap_are_refused(tmp_path: Path) -> None:
    text, line = nice_with('diploma = "bp"', 'diploma = "bac_pro"')

    assert refusals(tmp_path, text) == [(line, "overlaps another window of the same diploma, bac_pro")]


def test_windows_of_a_diploma_that_touch_do_not_overlap_but_are_one_too_many(tmp_path: Path) -> None:
    # CAP closes at the very instant when its second window would open.
    text, line = nice_with(
        'diploma = "bp"\nopens = 2024-11-04T15:00:00', 'diploma = "cap"\nopens = 2024-11-08T17:00:00'
    )

    assert refusals(tmp_path, text) == [(line, "is a second window for the same diploma, cap")]


def test_a_window_without_a_source_is_refused_at_its_heading(tmp_path: Path) -> None:
    text, _ = nice_with('source = "Notice, §1 et §7"\n', "")
    heading = text[: text.index("[[window]]")].count("\n") + 1

    assert refusals(tmp_path, text) == [(heading, "source is missing")]


def test_both_a_delay_and_a_date_are_one_too_many(tmp_path: Path) -> None:
    text, _ = nice_with(
        "pieces_due_days_after_close = 7", "pieces_due_days_after_close = 7\npieces_due_on = 2024-11-15"
    )

    ((_, reason),) = refusals(tmp_path, text)
    assert reason == "pieces are due some days after closing, or on a date: say one"


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text, _ = nice_with('academy = "23"', 'academy = "99"')
    text = text.replace('diploma = "cs"', 'diploma = "mc"').replace('phone = ""', "phone = 4")

    assert [reason for _, reason in refusals(tmp_path, text)] == [
        "unknown académie '99'",
        "phone should be a str",
        "unknown diploma 'mc'",
    ]


def test_what_is_not_toml_is_refused_at_its_line(tmp_path: Path) -> None:
    ((line, reason),) = refusals(tmp_path, 'academy = "23"\nzone = Europe/Paris\n')

    assert line == 2
    assert reason.startswith("cannot be read")


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0")

    with pytest.raises(BadReference):
        read_calendar(path)


@pytest.mark.parametrize("text", ["", "window = 3\n", 'contact = "nobody"\n'])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    assert (1, "academy is missing") in refusals(tmp_path, text)


def test_a_list_that_should_hold_tables_is_refused(tmp_path: Path) -> None:
    text = (
        NICE.read_text("utf-8").partition("[contact]")[0] + "window = [1]\nnotice = [2]\n[contact]\n[links]\n"
    )

    reasons = [reason for _, reason in refusals(tmp_path, text)]

    assert reasons.count("this should be a table") == 2
