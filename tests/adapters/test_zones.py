"""Is a zone described so that an agenda shows the hours that the académie meant?"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sporades.adapters.zones import described

ZONES = ["Europe/Paris", "America/Martinique", "Indian/Reunion", "Pacific/Noumea", "America/Miquelon"]


def observances(zone: str) -> list[tuple[datetime, timedelta, timedelta]]:
    """Each observance as an agenda reads it: from which local hour, from which offset, to which one."""
    text = "\n".join(described(zone, 2024, 2026))
    found = re.findall(r"DTSTART:(\S+)\nTZOFFSETFROM:(\S+)\nTZOFFSETTO:(\S+)", text)
    return [(datetime.strptime(at, "%Y%m%dT%H%M%S"), offset(was), offset(to)) for at, was, to in found]  # noqa: DTZ007


def offset(written: str) -> timedelta:
    size = timedelta(hours=int(written[1:3]), minutes=int(written[3:5]))
    return -size if written[0] == "-" else size


@pytest.mark.parametrize("zone", ZONES)
def test_an_agenda_finds_the_offset_that_the_zone_really_had(zone):
    place, known = ZoneInfo(zone), observances(zone)
    at = datetime(2024, 1, 2, tzinfo=UTC)

    while at < datetime(2027, 1, 1, tzinfo=UTC):
        begun = [to for start, was, to in known if (start - was).replace(tzinfo=UTC) <= at]
        assert begun[-1] == at.astimezone(place).utcoffset(), at
        at += timedelta(hours=7)


def test_the_clocks_of_paris_change_at_the_hour_they_really_change():
    starts = [start for start, _was, _to in observances("Europe/Paris")[1:]]

    assert starts[:2] == [datetime(2024, 3, 31, 2), datetime(2024, 10, 27, 3)]
    assert len(starts) == 6


def test_clocks_that_never_change_are_one_observance():
    assert [(was, to) for _start, was, to in observances("America/Martinique")] == [
        (timedelta(hours=-4), timedelta(hours=-4))
    ]
