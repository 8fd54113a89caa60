"""How are the figures read: whose campaign, which words for what is foreseen, and what is too small to be told?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.calendars.queries import OpenWindow, office
from sporades.calendars.telling import academy_name
from sporades.reference.load import reference
from sporades.registrations.queries import counting
from sporades.registrations.queries.counting import RECEIVED
from sporades.registrations.queries.figures import Day, Progress
from sporades.registrations.queries.reasons import sentences
from sporades.rules import french
from sporades.rules.forecast import Forecast, NotEnough
from sporades.rules.lifecycle import State
from sporades.staff_site.doors import OfficerRequest
from sporades.ui.charts import bar

# Of what may say something of somebody's health, fewer than this are not told.
FEWEST = 5
SENSITIVE_REASONS = frozenset({"medical_details"})
AGES: tuple[Promise, ...] = (
    gettext_lazy("moins d’un jour"),
    gettext_lazy("de 1 à 3 jours"),
    gettext_lazy("de 3 à 7 jours"),
    gettext_lazy("de 7 à 14 jours"),
    gettext_lazy("14 jours ou plus"),
)


@dataclass(frozen=True, slots=True)
class Campaign:
    """One académie's session, and its windows that exist for the officer."""

    id: UUID
    title: str
    windows: tuple[OpenWindow, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One diploma so far, in words: what is foreseen, or why nothing is, and the share it rests upon."""

    name: str
    short: str
    progress: Progress
    foreseen: str
    share: str


@dataclass(frozen=True, slots=True)
class Row:
    """A name, its count, and its bar; `count` is a text where the number is not told."""

    name: str
    count: str
    bar: SafeString


@dataclass(frozen=True, slots=True)
class StateRow:
    name: str
    counts: tuple[int, ...]
    total: int
    bar: SafeString


@dataclass(frozen=True, slots=True)
class SpecialtyRow:
    code: str
    title: str
    saved: int
    received: int
    admitted: int
    bar: SafeString


def campaigns(windows: Iterable[OpenWindow]) -> list[Campaign]:
    """The newest session first, as the windows come."""
    grouped: dict[UUID, list[OpenWindow]] = {}
    for window in windows:
        grouped.setdefault(window.campaign.id, []).append(window)
    return [Campaign(key, title_of(found[0]), tuple(found)) for key, found in grouped.items()]


def title_of(window: OpenWindow) -> str:
    return named(window.campaign.academy, window.campaign.exam_session)


def named(academy: str, exam_session: int) -> str:
    """« Académie de Nice, session 2025 »"""
    name = academy_name(academy)
    return _("%(academy)s, session %(session)s") % {
        "academy": french.capital(name),
        "session": exam_session,
    }


def chosen(request: OfficerRequest, known: list[Campaign]) -> Campaign | None:
    """The campaign that the address asks for, else the last that has opened; None if the office has none yet."""
    asked = request.GET.get("campagne", "")
    begun = [one for one in known if any(window.dates.opens <= request.now for window in one.windows)]
    return next((one for one in known if str(one.id) == asked), next(iter([*begun, *known]), None))


def window_of(request: OfficerRequest, window_id: UUID) -> tuple[OpenWindow, list[OpenWindow]]:
    """A window of the officer's mandate, and all of them; 404 if it does not exist for them."""
    known = office.windows_of(request.mandate, now=request.now)
    found = next((one for one in known if one.id == window_id), None)
    if found is None:
        raise Http404
    return found, known


def line(progress: Progress) -> Line:
    diploma, told = reference().diplomas[progress.window.diploma], progress.foreseen
    return Line(
        name=diploma.name,
        short=diploma.short,
        progress=progress,
        foreseen=_foreseen(told),
        share=f"{told.share:.0%}".replace("%", f"{french.NBSP}%") if isinstance(told, Forecast) else "",
    )


def _foreseen(told: Forecast | NotEnough | None) -> str:
    """« environ 500, entre 450 et 560 », or why nothing is said; "" where there is nothing to foresee."""
    if isinstance(told, Forecast):
        said = {name: french.number(getattr(told, name)) for name in ("low", "likely", "high")}
        return _("environ %(likely)s, entre %(low)s et %(high)s") % said
    return reference().say(f"forecast_{told}") if told else ""


def days(progress: Progress) -> list[tuple[Day, str, str]]:
    """Each day with how it is said, and its distance to the limit."""
    return [(day, french.short_day(day.on), before(day)) for day in progress.days]


def before(day: Day) -> str:
    if day.days_left < 0:
        return _("après la limite")
    return _("J − %(n)s") % {"n": day.days_left} if day.days_left else _("dernier jour")


def states(windows: Sequence[OpenWindow], counts: Mapping[UUID, Counter[str]]) -> list[StateRow]:
    """The states in the order of a file's life, those that somebody is in."""
    found = [(state, [counts[one.id][state.value] for one in windows]) for state in State]
    most = max((sum(each) for _state, each in found), default=0)
    return [
        StateRow(reference().say(f"state_{state}"), tuple(each), sum(each), bar(sum(each), most))
        for state, each in found
        if any(each)
    ]


def specialties(found: Mapping[str, Counter[str]]) -> list[SpecialtyRow]:
    """The most chosen first."""
    known = reference().specialties
    ordered = sorted(found, key=lambda code: (-found[code].total(), known[code].title))
    most = found[ordered[0]].total() if ordered else 0
    return [
        SpecialtyRow(
            code=code,
            title=known[code].title,
            saved=found[code].total(),
            received=sum(found[code][state] for state in RECEIVED),
            admitted=found[code][State.ADMITTED.value],
            bar=bar(found[code].total(), most),
        )
        for code in ordered
    ]


def ages(waiting: counting.Waiting) -> list[Row]:
    most = max(waiting.ages)
    return [
        Row(str(name), french.number(count), bar(count, most))
        for name, count in zip(AGES, waiting.ages, strict=True)
    ]


def refused(found: Mapping[str, int], academy: str) -> list[Row]:
    """Why pieces were refused, the most frequent reason first."""
    said, most = sentences(academy), max(found.values(), default=0)
    return [
        Row(
            said.get(code) or _("Autre motif, écrit par le service"),
            _told(count, sensitive=code in SENSITIVE_REASONS),
            _bar(code, count, most),
        )
        for code, count in sorted(found.items(), key=lambda one: -one[1])
    ]


def _bar(code: str, count: int, most: int) -> SafeString:
    return bar(0 if code in SENSITIVE_REASONS and count < FEWEST else count, most)


def _told(count: int, *, sensitive: bool) -> str:
    return _("moins de 5") if sensitive and count < FEWEST else french.number(count)


def handicap(window: OpenWindow, request: OfficerRequest) -> str:
    """How many have said so, for who holds that right; "" for the others."""
    return _told(counting.handicap(window.id), sensitive=True) if request.mandate.sees_handicap else ""
