"""`sporades load`: a calendar comes in whole, or not at all, and says why."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as shipped
from django.core.management import CommandError, call_command

from sporades.calendars import queries
from sporades.calendars.files import file_of
from sporades.calendars.models import Calendar, Window
from sporades.reference.write import text_of
from sporades.rules.calendar import Phase
from tests.people import CAP_CLOSES, CAP_OPENS, NOW, paris

CALENDARS = shipped.REFERENCE_DIR / "calendars"
MILLISECOND = timedelta(milliseconds=1)


def load(*files):
    said = StringIO()
    call_command("load", *files, stdout=said)
    return said.getvalue()


def test_the_shipped_calendars_are_those_of_the_notice():
    cap, bac = (queries.window_for("23", diploma, 2025, now=NOW) for diploma in ("cap", "bac_pro"))

    assert (cap.dates.opens, cap.dates.closes) == (CAP_OPENS, CAP_CLOSES)
    assert (bac.dates.opens, bac.dates.closes) == (paris(2024, 11, 4, 15), paris(2024, 12, 3, 17))
    assert cap.dates.pieces_due == paris(2024, 11, 16)
    assert cap.dates.later["r408"] == paris(2025, 3, 15)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (CAP_OPENS - MILLISECOND, Phase.UPCOMING),
        (CAP_OPENS, Phase.OPEN),
        (CAP_CLOSES - MILLISECOND, Phase.OPEN),
        (CAP_CLOSES, Phase.CLOSED),
    ],
)
def test_a_window_holds_its_opening_instant_and_not_its_closing_one(at, phase):
    assert queries.window_for("23", "cap", 2025, now=at).phase is phase


def test_loading_the_same_file_again_changes_nothing():
    before = list(Window.objects.order_by("id").values())

    load()

    assert list(Window.objects.order_by("id").values()) == before


def test_a_bad_file_is_refused_by_name_line_and_reason_and_nothing_is_loaded(tmp_path):
    Window.objects.all().delete()
    Calendar.objects.all().delete()
    good = CALENDARS / "2025-nice.toml"
    bad = tmp_path / "2026-nice.toml"
    text = good.read_text("utf-8").replace("Europe/Paris", "Europe/Nice", 1)
    bad.write_text(text, encoding="utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "Europe/Nice" in row)

    with pytest.raises(CommandError) as refusal:
        load(good, bad)

    assert f"2026-nice.toml:{line}: " in str(refusal.value)
    assert not Calendar.objects.exists()


def test_a_corrected_file_moves_the_dates_and_keeps_the_registrations_window(tmp_path):
    window = Window.objects.get(calendar__academy="23", diploma="cap")
    later = tmp_path / "2025-nice.toml"
    text = (CALENDARS / "2025-nice.toml").read_text("utf-8")
    assert "2024-11-08T17:00:00" in text
    later.write_text(text.replace("2024-11-08T17:00:00", "2024-11-12T17:00:00"), encoding="utf-8")

    load(later)

    window.refresh_from_db()
    assert window.closes_at == paris(2024, 11, 12, 17)


def test_a_file_that_moves_an_announced_date_earlier_is_refused_whole(tmp_path):
    sooner = tmp_path / "2025-nice.toml"
    text = (CALENDARS / "2025-nice.toml").read_text("utf-8")
    sooner.write_text(text.replace("2024-12-03T17:00:00", "2024-12-02T17:00:00", 1), encoding="utf-8")
    before = list(Window.objects.order_by("id").values())

    with pytest.raises(CommandError, match="it never moves earlier"):
        load(sooner)

    assert list(Window.objects.order_by("id").values()) == before


def test_an_exported_calendar_changes_nothing_when_it_comes_back(tmp_path):
    campaign = Calendar.objects.get(academy="23")
    exported = tmp_path / "export.toml"
    exported.write_text(text_of(file_of(campaign)), encoding="utf-8")
    before = list(Window.objects.order_by("id").values())

    load(exported)

    assert list(Window.objects.order_by("id").values()) == before
    assert file_of(Calendar.objects.get(academy="23")).edition != campaign.edition


def test_a_window_counts_how_often_its_dates_have_moved(tmp_path):
    later = tmp_path / "2025-nice.toml"
    text = (CALENDARS / "2025-nice.toml").read_text("utf-8")
    later.write_text(text.replace("2024-11-08T17:00:00", "2024-11-12T17:00:00"), encoding="utf-8")

    load(later)

    counted = dict(Window.objects.filter(calendar__academy="23").values_list("diploma", "sequence"))
    assert counted == {"cap": 1, "bac_pro": 0, "bp": 0, "cs": 0}
