"""What has become of each file of a lot?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload
from uuid import UUID

from django.db.models import F, QuerySet

from sporades.adapters.prepared import Among, prepared
from sporades.reference.load import reference
from sporades.registrations.access import publications as access
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import PublicationLine
from sporades.registrations.queries.publications import Lot
from sporades.rules import french
from sporades.rules.matching import By
from sporades.rules.publishing import OPEN, STRIKABLE, LineState
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


class Files(Sequence[PublicationLine]):
    """The files of a lot in their order, or those of one state: counted already, and read a page at a time."""

    def __init__(self, lot: Lot, state: str) -> None:
        self._lot, self._state = lot, LineState(state) if state in set(LineState) else None

    def __len__(self) -> int:
        return self._lot.files if self._state is None else self._lot.count(self._state)

    @overload
    def __getitem__(self, part: int) -> PublicationLine: ...
    @overload
    def __getitem__(self, part: slice) -> list[PublicationLine]: ...
    def __getitem__(self, part: int | slice) -> PublicationLine | list[PublicationLine]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        # Each archive's are in order in its index: none is sorted, and only those of the page are read.
        rows = PublicationLine.objects.filter(archive__publication=self._lot.id)
        rows = rows.filter(state=self._state.value) if self._state else rows
        ids = list(rows.order_by("archive__position", "position").values_list("id", flat=True)[part])
        found = {row.id: row for row in _files.rows(ids)}
        return [found[one] for one in ids if one in found]


@prepared
def _files(ids: list[UUID]) -> QuerySet[PublicationLine]:
    rows = PublicationLine.objects.filter(Among(F("id"), ids)).order_by()
    rows = rows.select_related("registration__candidate", "registration__window__calendar", "document")
    return rows.only(*_READ)


# What a line tells, of a registration, its window and its paper: none of their answers and texts.
_READ = (
    *("name", "state", "why", "number", "told_by", "pages", "key", "document__opened_at"),
    *(
        "registration__academy",
        "registration__diploma",
        "registration__specialty",
        "registration__exam_session",
    ),
    *("registration__candidate__birth_name", "registration__candidate__given_names"),
    "registration__window__calendar__zone",
)


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


def standing(row: PublicationLine, mandate: Mandate) -> str:
    """Where the registration of one file is, on which depends what may be published to it; nothing if it has left."""
    whose = row.registration if access.is_still_theirs(mandate, row) else None
    return reference().say(f"state_{whose.state}") if whose else ""
