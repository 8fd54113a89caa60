"""How is kept since when each file waits for the office?

Two columns of the registration say it: for who may see everything, and for whom
health does not exist. `common.record` has them written with every act, under
its lock. The rule is `rules.waiting`; nothing else decides what they hold.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, QuerySet, Subquery

from sporades.adapters.prepared import Among, prepared
from sporades.registrations import access
from sporades.registrations.actions import rounds
from sporades.registrations.models import CAME_AT, Deposit, Piece, Registration, Replacement
from sporades.registrations.queries.private import HANDICAP_PIECES
from sporades.rules import waiting as rules
from sporades.rules.lifecycle import State
from sporades.rules.pieces import IfMissing, PieceState

log = logging.getLogger(__name__)

COLUMNS = ("waiting_since", "waiting_since_without_health")


class Kept(NamedTuple):
    waiting_since: datetime | None
    waiting_since_without_health: datetime | None


def keep(row: Registration) -> None:
    """Writes since when this file waits, as its pieces now stand; the caller holds the lock."""
    if row.state in _NOBODYS and _held(row) == _NOT_WAITING:
        return
    wanted = of_rows([row])[row.id]
    if wanted != _held(row):
        row.waiting_since, row.waiting_since_without_health = wanted
        row.save(update_fields=COLUMNS)


_NOT_WAITING = Kept(None, None)
_NOBODYS = frozenset(state.value for state in State) - frozenset(state.value for state in rules.CHECKED)


def _held(row: Registration) -> Kept:
    return Kept(row.waiting_since, row.waiting_since_without_health)


def of_rows(rows: Collection[Registration]) -> dict[UUID, Kept]:
    """What the rule says of each of these, from its pieces, in one query."""
    pieces: defaultdict[UUID, list[rules.Piece]] = defaultdict(list)
    for registration, *values in _pieces.rows([row.id for row in rows]):
        pieces[registration].append(_piece(*values))
    return {row.id: _of(row, pieces[row.id]) for row in rows}


def _of(row: Registration, pieces: Sequence[rules.Piece]) -> Kept:
    state, since = State(row.state), row.state_since
    return Kept(
        rules.waiting_since(state, pieces, state_since=since),
        rules.waiting_since(state, pieces, hidden=HANDICAP_PIECES, state_since=since),
    )


def _piece(kind: str, state: str, due_date: str, if_missing: str, *values: Any) -> rules.Piece:
    return rules.Piece(kind, PieceState(state), due_date, IfMissing(if_missing), *values)


@prepared
def _pieces(registrations: list[UUID]) -> QuerySet[Piece, tuple[Any, ...]]:
    given = Deposit.objects.filter(piece=OuterRef("pk"), superseded=False).order_by().values("piece")
    asked = Replacement.objects.filter(piece=OuterRef("pk"), state=Replacement.State.FILED)
    pieces = Piece.objects.filter(Among(F("registration"), registrations)).annotate(
        given_at=Subquery(given.annotate(first=Min(CAME_AT)).values("first")), replacing=Exists(asked)
    )
    of_the_rule = ("kind", "state", "due_date", "if_missing", "given_at", "correction_due_at", "replacing")
    return pieces.order_by().values_list("registration_id", *of_the_rule)


def differing(rows: Sequence[Registration]) -> list[Registration]:
    """Those whose columns are not what the rule says."""
    wanted = of_rows(rows)
    return [row for row in rows if _held(row) != wanted[row.id]]


def look_next(*, machine_now: datetime) -> bool:
    """One slice of today's round over every file; False once it is done."""
    rows = Registration.objects.only("id", "state", "state_since", *COLUMNS)
    return rounds.look_next("waiting", rows, differing, _put_right, machine_now=machine_now)


@transaction.atomic
def _put_right(registration_id: UUID) -> None:
    row = access.lock(registration_id)
    # An act may have been between the reading and the lock.
    if differing([row]):
        log.error("registration %s did not say since when it waits: put right", row.id)
        keep(row)
