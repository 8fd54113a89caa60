"""Which files wait for a decision of the office, what waits in each, and which one is next?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from sporades.accounts.models import Officer
from sporades.reference.load import reference
from sporades.registrations import access, facts
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Deposit, Piece, Registration, Replacement
from sporades.registrations.queries import waits
from sporades.registrations.queries.asked import LIMIT, Asked, asked, specialties
from sporades.registrations.queries.claims import Holder, held_by_another, holders
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules import french
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

TONES = {
    State.DRAFT: "info",
    State.SAVED: "wait",
    State.CONFIRMED: "info",
    State.INCOMPLETE: "wait",
    State.ADMITTED: "ok",
    State.CANCELLED: "no",
    State.SET_ASIDE: "no",
    State.WITHDRAWN: "off",
    State.EXPIRED: "off",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A file as the work list shows it."""

    id: UUID
    name: str
    number: str
    exam: str
    state: str
    tone: str
    waits: tuple[str, ...]
    since: datetime
    due: str
    zone: str
    holder: Holder | None


def waiting(mandate: Mandate, query: Asked, *, now: datetime) -> QuerySet[Registration]:
    """The files of the mandate that the list holds, in its order.

    Without an anomaly, those that wait for the office. With one, all the live
    files that have it: what one looks for may wait for the candidate.
    """
    if query.anomaly:
        held = Q(state__in=waits.CHECKED) & waits.ANOMALIES[query.anomaly](mandate, now)
    else:
        held = waits.is_waiting(mandate, now=now)
    rows = access.in_mandate(Registration.objects.all(), mandate).filter(held, filters(query))
    rows = access.with_dates(dated(rows, mandate, now=now)).select_related("candidate", "window__calendar")
    return rows.order_by(*((F("limit"), F("since"), "id") if query.order == LIMIT else (F("since"), "id")))


def filters(query: Asked) -> Q:
    columns = {"diploma": query.diploma, "state": query.state}
    found = Q(**{name: value for name, value in columns.items() if value})
    if query.specialty:
        found &= Q(specialty__in=specialties(query.specialty))
    if query.handicap is not None:
        found &= Q(handicap=query.handicap)
    if query.piece:
        pieces = Piece.objects.filter(registration=OuterRef("pk"), kind=query.piece)
        found &= Q(Exists(pieces if query.anomaly else pieces.filter(state__in=waits.TO_CHECK)))
    return found


def dated(rows: QuerySet[Registration], mandate: Mandate, *, now: datetime) -> QuerySet[Registration]:
    """Each row with `since` when it waits, and `limit`, the window's own: one person's dates are read at the end."""
    corrections = waits.correction_dates(mandate)
    passed = corrections.filter(correction_due_at__lte=now)
    return rows.annotate(
        since=Coalesce(Subquery(waits.oldest_to_check(mandate)), Subquery(passed[:1]), F("state_since")),
        limit=Coalesce(Subquery(corrections[:1]), F("window__pieces_due_at")),
    )


def next_file(
    mandate: Mandate,
    officer: Officer,
    after: UUID | None,
    query: Mapping[str, str],
    *,
    now: datetime,
    machine_now: datetime,
) -> UUID | None:
    """« Suivant »: the first file of the list after that one which nobody else has open; None at the end of the list.

    `query` is that of the list's address. What stands before `after` was seen or
    passed over; once the end is reached, the list begins again.
    """
    rows = waiting(mandate, asked(query, mandate), now=now)
    free = rows.exclude(held_by_another(officer, machine_now=machine_now))
    free = free.exclude(id=after) if after else free
    place = _place(mandate, after, asked(query, mandate), now=now) if after else None
    later = free.filter(place).values_list("id", flat=True).first() if place else None
    return later or free.values_list("id", flat=True).first()


def _place(mandate: Mandate, after: UUID, query: Asked, *, now: datetime) -> Q | None:
    """The condition of standing after this file: decided since, it keeps the place of its oldest deposit."""
    rows = dated(Registration.objects.filter(id=after), mandate, now=now)
    row: Any = rows.annotate(to_check=Subquery(waits.oldest_to_check(mandate))).first()
    if row is None:
        return None
    deposits = Deposit.objects.filter(piece__registration=row, superseded=False)
    since = row.to_check or deposits.aggregate(at=Min("at"))["at"] or row.since
    later = Q(since__gt=since) | Q(since=since, id__gt=row.id)
    return Q(limit__gt=row.limit) | (Q(limit=row.limit) & later) if query.order == LIMIT else later


def told(
    rows: Iterable[Registration], mandate: Mandate, *, now: datetime, machine_now: datetime
) -> list[Row]:
    """The rows of one page of `waiting` as it shows them: as many queries for one as for fifty."""
    found = list(rows)
    prefetch_related_objects([row for row in found if facts.shifting(row)], *facts.SHIFTS)
    pieces = _pieces(found, mandate)
    held = holders([row.id for row in found], machine_now=machine_now)
    return [_told(row, pieces[row.id], held.get(row.id), now=now) for row in found]


def _pieces(rows: Sequence[Registration], mandate: Mandate) -> Mapping[UUID, list[Piece]]:
    """What is to be checked, was asked again, or would be replaced, of each of these files."""
    looked_at = Q(state__in=[*waits.TO_CHECK, PieceState.REFUSED.value])
    filed = Exists(Replacement.objects.filter(piece=OuterRef("pk"), state=Replacement.State.FILED))
    of_all = Piece.objects.filter(looked_at | Q(filed), registration__in=[row.id for row in rows])
    pieces = defaultdict(list)
    for piece in of_all.exclude(kind__in=hidden_pieces(mandate)):
        pieces[piece.registration_id].append(piece)
    return pieces


def _told(row: Any, pieces: list[Piece], holder: Holder | None, *, now: datetime) -> Row:
    known, dates = reference(), facts.dates(row)
    limits = [facts.due(piece, dates) for piece in pieces]
    return Row(
        id=row.id,
        name=f"{row.candidate.birth_name} {row.candidate.given_names}",
        number=row.number or "",
        exam=title_of(row),
        state=known.say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
        waits=tuple(_wait(piece, now=now) for piece in pieces) or (known.say("waits_admission"),),
        since=row.since,
        due=french.short_deadline(min(limits), dates.zone) if limits else "",
        zone=dates.zone,
        holder=holder,
    )


def _wait(piece: Piece, *, now: datetime) -> str:
    state = PieceState(piece.state)
    passed = piece.correction_due_at is not None and piece.correction_due_at <= now
    if state is PieceState.DEPOSITED:
        return piece.title
    if state is PieceState.REFUSED:
        code = "waits_correction_passed" if passed else "waits_candidate"
    else:
        code = "waits_late" if state is PieceState.LATE else "waits_replacement"
    return reference().say(code, title=piece.title)
