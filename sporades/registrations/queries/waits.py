"""What makes a file wait for the office, and what is odd about one? As conditions on registrations.

All of them are written for one mandate: a piece that does not exist for its
holder makes no file wait, or the list would tell what it hides.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from sporades.accounts.models import SearchKey
from sporades.registrations import access, facts
from sporades.registrations.models import (
    SIGNS,
    Deposit,
    Duplicate,
    File,
    Piece,
    Registration,
    Replacement,
    Scan,
)
from sporades.registrations.queries.private import hidden_pieces
from sporades.registrations.queries.returned import is_unreached
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import IfMissing, PieceState
from sporades.rules.rights import Mandate

TO_CHECK = (PieceState.DEPOSITED.value, PieceState.LATE.value)
_DECIDED = (PieceState.ACCEPTED.value, PieceState.WAIVED.value, PieceState.NOT_NEEDED.value)
_BLOCKING = (IfMissing.BLOCKS_ADMISSION.value, IfMissing.CANCELLED.value)
CHECKED = sorted(state.value for state in LIVE - {State.DRAFT})


def pieces(mandate: Mandate) -> QuerySet[Piece]:
    """The pieces of the outer registration that exist for the holder."""
    return Piece.objects.filter(registration=OuterRef("pk")).exclude(kind__in=hidden_pieces(mandate))


def to_check(mandate: Mandate) -> QuerySet[Piece]:
    return pieces(mandate).filter(state__in=TO_CHECK)


def asked_again_too_late(mandate: Mandate, *, now: datetime) -> QuerySet[Piece]:
    """« Délai de correction dépassé »: asked again by a date, and that date has come."""
    return pieces(mandate).filter(state=PieceState.REFUSED.value, correction_due_at__lte=now)


def to_replace(mandate: Mandate) -> QuerySet[Piece]:
    """Accepted, and the candidate asks to give another: the office says yes or no."""
    asked = Replacement.objects.filter(piece=OuterRef("pk"), state=Replacement.State.FILED)
    return pieces(mandate).filter(Exists(asked))


def is_ready() -> Q:
    """Nothing is left to check or to ask: « recevable » is to be said."""
    all_pieces = Piece.objects.filter(registration=OuterRef("pk"))
    undecided = all_pieces.filter(due_date="pieces", if_missing__in=_BLOCKING).exclude(state__in=_DECIDED)
    looked_at = all_pieces.filter(state__in=TO_CHECK)
    return Q(state=State.CONFIRMED.value) & ~Q(Exists(undecided) | Exists(looked_at))


def is_waiting(mandate: Mandate, *, now: datetime) -> Q:
    """An officer has something to decide on this file."""
    asked = (to_check(mandate), asked_again_too_late(mandate, now=now), to_replace(mandate))
    # In the order in which most files answer: the database stops at the first yes.
    decides = reduce(or_, (Q(Exists(pieces)) for pieces in asked))
    return Q(state__in=CHECKED) & (decides | is_ready())


def _stale(mandate: Mandate, now: datetime) -> Q:
    deposits = Deposit.objects.filter(
        piece__registration=OuterRef("pk"), piece__kind=facts.CONFIRMATION, superseded=False
    )
    # A correction of the office's leaves the signature good.
    current = deposits.alias(good_for=SIGNS).filter(good_for__gte=OuterRef("signature_from"))
    return Q(Exists(deposits)) & ~Q(Exists(current))


def _infected(mandate: Mandate, now: datetime) -> Q:
    files = File.objects.filter(
        deposit__piece__registration=OuterRef("pk"), deposit__superseded=False, scan=Scan.INFECTED
    )
    return Q(Exists(files.exclude(deposit__piece__kind__in=hidden_pieces(mandate))))


def _late(mandate: Mandate, now: datetime) -> Q:
    return Q(Exists(pieces(mandate).filter(state=PieceState.LATE.value)))


def _warned(mandate: Mandate, now: datetime) -> Q:
    return ~Q(findings=[])


def _acquis(mandate: Mandate, now: datetime) -> Q:
    # On either database: the findings are a short JSON list, and each has its code.
    return Q(findings__icontains='"acquis_to_complete"')


def _correction_passed(mandate: Mandate, now: datetime) -> Q:
    return Q(Exists(asked_again_too_late(mandate, now=now)))


def _replacement(mandate: Mandate, now: datetime) -> Q:
    return Q(Exists(to_replace(mandate)))


def _asked_again(mandate: Mandate, now: datetime) -> Q:
    return Q(Exists(pieces(mandate).filter(state=PieceState.REFUSED.value)))


def _mail_refused(mandate: Mandate, now: datetime) -> Q:
    return is_unreached(mandate)


def _duplicate(mandate: Mandate, now: datetime) -> Q:
    """The same names and birth date on another account; « Doublons possibles » compares more than these."""
    person = SearchKey.objects.filter(kind=SearchKey.Kind.PERSON)
    theirs = person.filter(word=OuterRef("word")).exclude(candidate=OuterRef("candidate"))
    elsewhere = access.in_mandate(Registration.objects.filter(candidate=OuterRef("candidate")), mandate)
    pair = Q(first=OuterRef("candidate"), second=OuterRef(OuterRef("candidate"))) | Q(
        second=OuterRef("candidate"), first=OuterRef(OuterRef("candidate"))
    )
    settled = Duplicate.objects.exclude(state=Duplicate.State.PROPOSED).filter(pair)
    twins = theirs.filter(Exists(elsewhere)).exclude(Exists(settled))
    return Q(Exists(person.filter(Exists(twins), candidate=OuterRef("candidate"))))


# Each is a value of the filter « anomalie »; its French name is `anomaly_CODE` in wording.toml.
ANOMALIES: Mapping[str, Callable[[Mandate, datetime], Q]] = {
    "stale": _stale,
    "infected": _infected,
    "late": _late,
    "correction_passed": _correction_passed,
    "replacement": _replacement,
    "asked_again": _asked_again,
    "acquis": _acquis,
    "warned": _warned,
    "duplicate": _duplicate,
    "mail_refused": _mail_refused,
}


def oldest_to_check(mandate: Mandate) -> QuerySet[Deposit, datetime]:
    """When the oldest of what is to be checked in the outer registration came."""
    given = Deposit.objects.filter(
        piece__registration=OuterRef("pk"), piece__state__in=TO_CHECK, superseded=False
    ).exclude(piece__kind__in=hidden_pieces(mandate))
    return given.order_by("at").values_list("at", flat=True)[:1]


def correction_dates(mandate: Mandate) -> "QuerySet[Piece, datetime | None]":
    """By when what was asked again of the outer registration is due, the nearest first."""
    asked = pieces(mandate).filter(state=PieceState.REFUSED.value, correction_due_at__isnull=False)
    return asked.order_by("correction_due_at").values_list("correction_due_at", flat=True)
