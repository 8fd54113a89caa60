"""How is a date or an hour said to people, in French?

An excluded limit is never said « à minuit », which nobody reads alike: the
next midnight is said as the day before, « 23 h 59 ».
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
_LOOSE_SPACE = re.compile(r" (?=[:;?!»%])|(?<=«) |(?<=\d) (?=[kM]o\b)")

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


def typeset(text: str) -> str:
    """No line ever starts with « : », « ? » or « Mo »: the space before them does not break."""
    return _LOOSE_SPACE.sub(NBSP, text)


def spoken_day(day: date) -> str:
    """« vendredi 8 novembre 2024 »"""
    return f"{DAYS[day.weekday()]} {plain_day(day)}"


def plain_day(day: date) -> str:
    """« 29 février 1996 »: a day long past needs no weekday."""
    return f"{_number(day)} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """« 8 nov. »"""
    return f"{_number(day)}{NBSP}{SHORT_MONTHS[day.month - 1]}"


def number(count: int) -> str:
    """« 12 345 »: thousands apart, on one line."""
    return f"{count:,}".replace(",", NBSP)


def spoken_instant(at: datetime, zone: str, zone_name: str) -> str:
    """« vendredi 8 novembre 2024, 17 h (heure de Paris) »"""
    local = at.astimezone(ZoneInfo(zone))
    return f"{spoken_day(local.date())}, {_hour(local)} ({zone_name})"


def universal(at: datetime) -> str:
    """« 2024-11-08T16:00:00.000Z »: the same instant for everybody, whatever the zone."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def spoken_deadline(excluded_instant: datetime, zone: str, zone_name: str) -> str:
    """« mardi 10 décembre 2024, 23 h 59 (heure de Paris) » for the midnight that follows."""
    return spoken_instant(_last_moment(excluded_instant, zone), zone, zone_name)


def short_instant(at: datetime, zone: str) -> str:
    """« 8 nov., 17 h »"""
    local = at.astimezone(ZoneInfo(zone))
    return f"{short_day(local.date())}, {_hour(local)}"


def short_deadline(excluded_instant: datetime, zone: str) -> str:
    return short_instant(_last_moment(excluded_instant, zone), zone)


def dated_deadline(excluded_instant: datetime, zone: str) -> str:
    """« 8 déc. 2023, 23 h 59 »: in a list where several years meet."""
    local = _last_moment(excluded_instant, zone).astimezone(ZoneInfo(zone))
    return f"{short_day(local.date())}{NBSP}{local.year}, {_hour(local)}"


def remaining(closes: datetime, at: datetime, zone: str) -> str:
    """« il reste 3 jours », « il reste 2 heures », « il reste 12 minutes »: never more than is left."""
    place = ZoneInfo(zone)
    # Days are counted on the wall clock, so that a clock change takes none away.
    days = (closes.astimezone(place).replace(tzinfo=None) - at.astimezone(place).replace(tzinfo=None)).days
    minutes = int((closes - at).total_seconds() // 60)
    if closes <= at:
        return "la période est close"
    if days >= 1:
        return f"il reste {_counted(days, 'jour')}"
    if minutes >= 60:
        return f"il reste {_counted(minutes // 60, 'heure')}"
    return f"il reste {_counted(minutes, 'minute')}" if minutes else "il reste moins d’une minute"


def in_days(days: int) -> str:
    """« demain », « dans 3 jours »"""
    return "demain" if days == 1 else f"dans {_counted(days, 'jour')}"


def _counted(count: int, word: str) -> str:
    return f"{count}{NBSP}{word}{'s' if count > 1 else ''}"


def _number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _hour(local: datetime) -> str:
    minutes = f"{NBSP}{local.minute:02}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def _last_moment(excluded: datetime, zone: str) -> datetime:
    local = excluded.astimezone(ZoneInfo(zone))
    return excluded - timedelta(minutes=1) if (local.hour, local.minute) == (0, 0) else excluded


def capital(text: str) -> str:
    """« Académie de Nice »: as a sentence begins, the rest as it is."""
    return text[:1].upper() + text[1:]


def initials(name: str) -> str:
    """« L. R. M. »: enough to compare with a paper, too little to learn a name."""
    return " ".join(f"{word[0].upper()}." for word in name.split())
