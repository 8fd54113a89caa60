"""Which lots of papers are there, and how far has each come?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from sporades.accounts import queries as accounts
from sporades.adapters.prepared import Among, prepared
from sporades.calendars import access as calendars
from sporades.documents import queries as documents
from sporades.reference.load import reference
from sporades.registrations.access import publications as access
from sporades.registrations.models import Archive, Publication, PublicationLine
from sporades.rules import french
from sporades.rules.publishing import LineState, LotState, lot_state
from sporades.rules.rights import Mandate

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
    """How many files of a lot have come to one state."""

    state: LineState
    label: str
    count: int


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
    opened: int  # of those that are published, by their candidates
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
    ids = [row.id for row in found]
    tallies, opened = _tallies(ids), documents.opened(ids)
    names = accounts.officer_names({by for row in found for by in (row.prepared_by, row.retracted_by) if by})
    return [_lot(row, tallies.get(row.id, ()), opened.get(row.id, 0), names, now=now) for row in found]


def lot(publication: Publication, *, now: datetime) -> Lot:
    return told(_one.rows(publication.id), now=now)[0]


@prepared
def _one(lot: UUID) -> QuerySet[Publication]:
    return _with_work(Publication.objects.filter(id=lot))


def _with_work(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Each row says whether an archive of it is still to be unpacked."""
    return rows.annotate(unpacks=Exists(Archive.objects.filter(publication=OuterRef("pk"), is_done=False)))


def _tallies(ids: list[UUID]) -> dict[UUID, tuple[Tally, ...]]:
    by_lot: dict[UUID, dict[str, int]] = {}
    for lot_id, state, count in _states.rows(ids):
        by_lot.setdefault(lot_id, {})[state] = count
    return {
        lot_id: tuple(
            Tally(state, reference().say(f"line_{state.value}_label"), held[state.value])
            for state in LineState
            if state.value in held
        )
        for lot_id, held in by_lot.items()
    }


@prepared
def _states(lots: list[UUID]) -> "QuerySet[PublicationLine, tuple[UUID, str, int]]":
    # Of rows, not of their ids: the index that holds both columns answers alone.
    rows = PublicationLine.objects.filter(Among(F("publication"), lots)).order_by()
    return rows.values_list("publication", "state").annotate(count=Count("*"))


def _lot(
    row: Any, tallies: tuple[Tally, ...], opened: int, names: Mapping[str, str], *, now: datetime
) -> Lot:
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
        opened=opened,
        zone=academy.zone,
        zone_name=academy.zone_name,
        is_closed=row.closed_at is not None,
    )


def _scope(row: Publication, academy: str) -> str:
    diploma = [reference().diplomas[row.diploma].short] if row.diploma else []
    return ", ".join([academy, f"session {row.exam_session}", *diploma])


def _by(at: str, name: str) -> str:
    return f"{at}, par {name}" if at and name else at
