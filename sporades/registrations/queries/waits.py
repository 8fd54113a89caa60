"""What makes a file wait for the office, and what is odd about one? As conditions on registrations.

All of them are written for one mandate: a piece that does not exist for its
holder makes no file wait, or the list would tell what it hides.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

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


def is_to_check() -> Written:
    """Of a piece: somebody of the office is to look at it."""
    return Written(F("state"), TO_CHECK)


def is_asked_again() -> Written:
    """Of a piece: it was refused, and its candidate is to give it again."""
    return Written(F("state"), [PieceState.REFUSED.value])


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
    best = deposits.order_by().values(together=Value(1)).annotate(best=Max(SIGNS)).values("best")
    return Q(signature_from__gt=Subquery(best))


def _has_any(pieces: QuerySet[Piece], mandate: Mandate) -> Q:
    """Of a registration: one of these pieces is its own, and exists for the holder.

    Few files have one: it is looked for in the index that holds them, and not in every file.
    """
    return Q(id__in=pieces.exclude(kind__in=hidden_pieces(mandate)).order_by().values("registration"))


def _infected(mandate: Mandate, now: datetime) -> Q:
    infected = File.objects.filter(Written(F("scan"), [Scan.INFECTED.value]), deposit__superseded=False)
    return _has_any(Piece.objects.filter(id__in=infected.order_by().values("deposit__piece")), mandate)


def _late(mandate: Mandate, now: datetime) -> Q:
    return _has_any(Piece.objects.filter(Written(F("state"), [PieceState.LATE.value])), mandate)


def _warned(mandate: Mandate, now: datetime) -> Q:
    return ~Q(findings=[])


def _acquis(mandate: Mandate, now: datetime) -> Q:
    # On either database: the findings are a short JSON list, and each has its code.
    return Q(findings__icontains='"acquis_to_complete"')


def _asked_again(mandate: Mandate, now: datetime) -> Q:
    return _has_any(Piece.objects.filter(is_asked_again()), mandate)


def _correction_passed(mandate: Mandate, now: datetime) -> Q:
    """« Délai de correction dépassé »: asked again by a date, and that date has come."""
    return _has_any(Piece.objects.filter(is_asked_again(), correction_due_at__lte=now), mandate)


def _replacement(mandate: Mandate, now: datetime) -> Q:
    """Accepted, and the candidate asks to give another: the office says yes or no."""
    asked = Replacement.objects.filter(Written(F("state"), [Replacement.State.FILED.value]))
    return _has_any(Piece.objects.filter(id__in=asked.order_by().values("piece")), mandate)


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
    asked = pieces(mandate).filter(is_asked_again(), correction_due_at__isnull=False)
    return asked.order_by("correction_due_at").values_list("correction_due_at", flat=True)


def limited(rows: QuerySet[Registration], mandate: Mandate) -> QuerySet[Registration]:
    """Each row with its `limit`, the window's own: one person's dates are read at the end."""
    corrections = Subquery(correction_dates(mandate)[:1])
    return rows.annotate(limit=Coalesce(corrections, F("window__pieces_due_at")))
