"""Which lots of papers are there, and what has become of each file?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from sporades.accounts import queries as accounts
from sporades.calendars import access as calendars
from sporades.reference.load import reference
from sporades.registrations.access import publications as access
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Archive, Publication, PublicationLine
from sporades.rules import french
from sporades.rules.matching import By
from sporades.rules.publishing import OPEN, STRIKABLE, LineState, LotState, lot_state
from sporades.rules.rights import Mandate

TONES: Mapping[LineState, str] = {
    LineState.WAITING: "wait",
    LineState.MATCHED: "ok",
    LineState.UNKNOWN: "no",
    LineState.SEVERAL: "no",
    LineState.ELSEWHERE: "no",
    LineState.ENDED: "no",
    LineState.DUPLICATE: "wait",
    LineState.ALREADY: "wait",
    LineState.UNREADABLE: "no",
    LineState.INFECTED: "no",
    LineState.STRUCK: "off",
    LineState.READY: "info",
    LineState.ISSUED: "ok",
    LineState.RETRACTING: "no",
    LineState.RETRACTED: "no",
}
LOT_TONES: Mapping[LotState, str] = {
    LotState.RECEIVING: "wait",
    LotState.PREPARED: "wait",
    LotState.SCHEDULED: "info",
    LotState.PUBLISHING: "info",
    LotState.PUBLISHED: "ok",
    LotState.RETRACTED: "no",
    LotState.CLOSED: "off",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many files of a lot have come to one state; `opened`, of those published, by their candidates."""

    state: LineState
    label: str
    count: int
    opened: int


@dataclass(frozen=True, slots=True)
class Lot:
    id: UUID
    kind: str
    paper: str
    title: str
    purpose: str
    scope: str  # « Nice, session 2025, CAP »
    state: LotState
    label: str
    tone: str
    prepared: str
    publish_at: str
    published_at: str
    retracted: str
    retracted_for: str
    exam_on: str
    replaces: bool
    tallies: tuple[Tally, ...]
    zone: str
    zone_name: str
    is_closed: bool

    def count(self, *states: LineState) -> int:
        return sum(tally.count for tally in self.tallies if tally.state in states)

    @property
    def files(self) -> int:
        return sum(tally.count for tally in self.tallies)

    @property
    def matched(self) -> int:
        return self.count(LineState.MATCHED)

    @property
    def ready(self) -> int:
        return self.count(LineState.READY)

    @property
    def issued(self) -> int:
        return self.count(LineState.ISSUED)

    @property
    def opened(self) -> int:
        return sum(tally.opened for tally in self.tallies if tally.state is LineState.ISSUED)

    @property
    def left(self) -> int:
        """What is neither published nor about to be: a person may look at it."""
        told = (LineState.MATCHED, LineState.READY, LineState.ISSUED, LineState.WAITING)
        return self.files - self.count(*told, LineState.RETRACTING, LineState.RETRACTED)

    @property
    def is_open(self) -> bool:
        """Whether files may be added, settled by hand, ordered."""
        return not self.is_closed and self.state in {
            LotState.RECEIVING,
            LotState.PREPARED,
            LotState.PUBLISHED,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A file of a lot, as its list shows it."""

    id: UUID
    name: str
    state: LineState
    label: str
    tone: str
    why: str
    number: str
    told_by: str
    registration: UUID | None
    person: str
    exam: str
    pages: int
    opened: str
    has_left: bool  # the mandate, since it was matched
    can_be_matched: bool
    can_be_struck: bool
    can_be_shown: bool
    is_issued: bool


def campaigns(mandate: Mandate) -> list[tuple[str, int]]:
    """The académies and exam sessions for which a lot may be prepared, the newest first."""
    windows = calendars.windows_for(mandate).order_by("-calendar__exam_session", "calendar__academy")
    return list(dict.fromkeys(windows.values_list("calendar__academy", "calendar__exam_session")))


def lots(mandate: Mandate) -> QuerySet[Publication]:
    """The newest first."""
    return _with_work(access.lots_for(mandate)).order_by("-prepared_at", "id")


def told(rows: Iterable[Publication], *, now: datetime) -> list[Lot]:
    """As many queries for one lot as for fifty."""
    found = list(rows)
    tallies = _tallies([row.id for row in found])
    names = accounts.officer_names({by for row in found for by in (row.prepared_by, row.retracted_by) if by})
    return [_lot(row, tallies.get(row.id, ()), names, now=now) for row in found]


def lot(publication: Publication, *, now: datetime) -> Lot:
    return told(_with_work(Publication.objects.filter(id=publication.id)), now=now)[0]


def lines(publication_id: UUID, state: str) -> QuerySet[PublicationLine]:
    """The files of a lot in their order, or those of one state."""
    rows = PublicationLine.objects.filter(publication=publication_id)
    rows = rows.filter(state=state) if state in set(LineState) else rows
    named = rows.select_related("registration__candidate", "registration__window__calendar", "document")
    return named.order_by("archive__position", "position")


def told_lines(rows: Iterable[PublicationLine], mandate: Mandate) -> list[Line]:
    return [line_told(row, mandate) for row in rows]


def line_told(row: PublicationLine, mandate: Mandate) -> Line:
    """Of a registration that has left the mandate since, nothing is told but that it has."""
    known, state = reference(), LineState(row.state)
    whose = row.registration if access.is_still_theirs(mandate, row) else None
    has_left = row.registration is not None and whose is None
    zone = whose.window.calendar.zone if whose else ""
    opened = row.document.opened_at if row.document and whose else None
    return Line(
        id=row.id,
        name=row.name,
        state=state,
        label=known.say(f"line_{state.value}_label"),
        tone=TONES[state],
        why=known.say(row.why) if row.why else "",
        number="" if has_left else row.number,
        told_by=known.say(f"told_by_{By(row.told_by).value}") if row.told_by else "",
        registration=whose.id if whose else None,
        person=f"{whose.candidate.birth_name} {whose.candidate.given_names}" if whose else "",
        exam=title_of(whose) if whose else "",
        pages=row.pages or 0,
        opened=french.short_instant(opened, zone) if opened else "",
        has_left=has_left,
        # What was struck out before it was read can be given to nobody: it is added anew.
        can_be_matched=state in OPEN and bool(row.key and row.pages),
        can_be_struck=state in STRIKABLE - {LineState.STRUCK} and bool(row.key),
        can_be_shown=bool(row.key and row.pages) and not has_left,
        is_issued=state is LineState.ISSUED,
    )


def _with_work(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Each row says whether an archive of it is still to be unpacked."""
    return rows.annotate(unpacks=Exists(Archive.objects.filter(publication=OuterRef("pk"), is_done=False)))


def _tallies(ids: list[UUID]) -> dict[UUID, tuple[Tally, ...]]:
    rows = PublicationLine.objects.filter(publication__in=ids).order_by()
    counted = rows.values_list("publication", "state").annotate(Count("id"), Count("document__opened_at"))
    by_lot: dict[UUID, dict[str, tuple[int, int]]] = {}
    for lot_id, state, count, opened in counted:
        by_lot.setdefault(lot_id, {})[state] = (count, opened)
    return {
        lot_id: tuple(
            Tally(state, reference().say(f"line_{state.value}_label"), *held[state.value])
            for state in LineState
            if state.value in held
        )
        for lot_id, held in by_lot.items()
    }


def _lot(row: Any, tallies: tuple[Tally, ...], names: Mapping[str, str], *, now: datetime) -> Lot:
    known, academy = reference(), reference().academies[row.academy]
    waits = any(tally.state is LineState.WAITING for tally in tallies)
    state = lot_state(
        is_being_checked=row.unpacks or waits,
        publish_at=row.publish_at,
        published_at=row.published_at,
        is_retracted=row.retracted_at is not None,
        is_closed=row.closed_at is not None,
        now=now,
    )

    def said(at: datetime | None) -> str:
        return french.spoken_instant(at, academy.zone, academy.zone_name) if at else ""

    return Lot(
        id=row.id,
        kind=row.kind,
        paper=known.say(f"published_{row.kind}"),
        title=row.title,
        purpose=row.purpose,
        scope=_scope(row, academy.name),
        state=state,
        label=known.say(f"lot_{state.value}"),
        tone=LOT_TONES[state],
        prepared=_by(said(row.prepared_at), names.get(row.prepared_by, "")),
        publish_at=said(row.publish_at),
        published_at=said(row.published_at),
        retracted=_by(said(row.retracted_at), names.get(row.retracted_by, "")),
        retracted_for=row.retracted_for,
        exam_on=french.spoken_day(row.exam_on) if row.exam_on else "",
        replaces=row.replaces,
        tallies=tallies,
        zone=academy.zone,
        zone_name=academy.zone_name,
        is_closed=row.closed_at is not None,
    )


def _scope(row: Publication, academy: str) -> str:
    diploma = [reference().diplomas[row.diploma].short] if row.diploma else []
    return ", ".join([academy, f"session {row.exam_session}", *diploma])


def _by(at: str, name: str) -> str:
    return f"{at}, par {name}" if at and name else at
