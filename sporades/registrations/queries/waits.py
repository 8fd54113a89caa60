"""What makes a file wait for the office, and what is odd about one? As conditions on registrations.

All of them are written for one mandate: a piece that does not exist for its
holder makes no file wait, or the list would tell what it hides.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from sporades.accounts.models import SearchKey
from sporades.adapters.prepared import Written
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
from sporades.rules import waiting as rules
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

TO_CHECK = tuple(sorted(state.value for state in rules.TO_CHECK))
CHECKED = sorted(state.value for state in rules.CHECKED)
_DECIDED = sorted(state.value for state in rules.DECIDED)
_BLOCKING = sorted(effect.value for effect in rules.BLOCKING)


def since(mandate: Mandate) -> str:
    """The column of a registration that says since when it waits for the holder; from then on, it is in their list."""
    return "waiting_since" if mandate.sees_handicap else "waiting_since_without_health"


def is_waiting(mandate: Mandate, *, now: datetime) -> Q:
    """An officer has something to decide on this file."""
    return Q(**{f"{since(mandate)}__lte": now})


def standing_since(mandate: Mandate, *, now: datetime) -> Case:
    """Since when the file waits for the holder; of one that does not, since when it is in its state."""
    waits = When(is_waiting(mandate, now=now), then=F(since(mandate)))
    return Case(waits, default=F("state_since"))


def pieces(mandate: Mandate) -> QuerySet[Piece]:
    """The pieces of the outer registration that exist for the holder."""
    return Piece.objects.filter(registration=OuterRef("pk")).exclude(kind__in=hidden_pieces(mandate))


def asked_again_too_late(mandate: Mandate, *, now: datetime) -> QuerySet[Piece]:
    """« Délai de correction dépassé »: asked again by a date, and that date has come."""
    return pieces(mandate).filter(state=PieceState.REFUSED.value, correction_due_at__lte=now)


def to_replace(mandate: Mandate) -> QuerySet[Piece]:
    """Accepted, and the candidate asks to give another: the office says yes or no."""
    asked = Replacement.objects.filter(piece=OuterRef("pk"), state=Replacement.State.FILED)
    return pieces(mandate).filter(Exists(asked))


def is_to_check() -> Written:
    """Of a piece: somebody of the office is to look at it."""
    return Written(F("state"), TO_CHECK)


def is_ready() -> Q:
    """`rules.waiting.is_ready`, of the outer registration."""
    all_pieces = Piece.objects.filter(registration=OuterRef("pk"))
    given = Q(kind=facts.ACQUIS_PROOF) & ~Q(state=PieceState.EXPECTED.value)
    due = all_pieces.filter(given | Q(if_missing__in=_BLOCKING), due_date="pieces")
    looked_at = all_pieces.filter(is_to_check())
    undecided = due.exclude(state__in=_DECIDED)
    return Q(state=State.CONFIRMED.value) & ~Q(Exists(undecided) | Exists(looked_at))


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


def correction_dates(mandate: Mandate) -> "QuerySet[Piece, datetime | None]":
    """By when what was asked again of the outer registration is due, the nearest first."""
    asked = pieces(mandate).filter(state=PieceState.REFUSED.value, correction_due_at__isnull=False)
    return asked.order_by("correction_due_at").values_list("correction_due_at", flat=True)
