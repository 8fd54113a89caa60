"""Whom does a limit concern, who is a doubtful case, and who is not on a list yet? In SQL, for many at once.

These are sieves: what a registration's own dates and its deposits say is asked
one by one, by the rule, when a page of them is shown or when the limit acts.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sporades.calendars.models import Extension, Window
from sporades.registrations.cases import PIECES
from sporades.registrations.models import (
    DecisionLine,
    DecisionList,
    Deposit,
    PersonalDate,
    Piece,
    Registration,
)
from sporades.rules.calendar import GRACE, Sanctions
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.sanctions import STEPS, Sanction

# Those that the head of office signs: a draft lapses by itself.
SIGNED = (Sanction.CANCEL, Sanction.SET_ASIDE)
_IN_HAND = [PieceState.REFUSED.value, PieceState.LATE.value, PieceState.EXPECTED.value]


def certain(rows: QuerySet[Registration], sanction: Sanction) -> QuerySet[Registration]:
    """Nothing was given, and nothing is doubtful: the limit ends them."""
    rows = rows.filter(state__in=_states(sanction))
    if sanction is Sanction.EXPIRE:
        return rows
    pieces = Piece.objects.filter(
        registration=OuterRef("pk"),
        kind=PIECES[sanction],
        state=PieceState.EXPECTED.value,
        needs_check=False,
    )
    return rows.filter(Exists(pieces), ~Exists(_deposits(sanction)))


def doubtful(rows: QuerySet[Registration], sanction: Sanction) -> QuerySet[Registration]:
    """Something was given that may be worth nothing, or nobody verified that it is due: for a person."""
    if sanction is Sanction.EXPIRE:
        return rows.none()
    pieces = Piece.objects.filter(registration=OuterRef("pk"), kind=PIECES[sanction], state__in=_IN_HAND)
    given = Exists(_deposits(sanction))
    if sanction is Sanction.SET_ASIDE:
        unsure = Exists(pieces.filter(needs_check=True))
        return rows.filter(Exists(pieces), given | unsure, state__in=_states(sanction))
    # A refused confirmation leaves a file « à compléter » without a valid one.
    return rows.filter(Exists(pieces), given, state__in=[State.SAVED.value, State.INCOMPLETE.value])


def not_listed(rows: QuerySet[Registration], sanction: Sanction) -> QuerySet[Registration]:
    """Never on a list of this decision that still stands, or given other dates since."""
    lines = DecisionLine.objects.filter(registration=OuterRef("pk"), decision=sanction.value).exclude(
        listed__state=DecisionList.State.DROPPED
    )
    newest = Subquery(lines.order_by("-listed__frozen_at").values("listed__frozen_at")[:1])
    personal = PersonalDate.objects.filter(registration=OuterRef("pk"), decided_at__gte=OuterRef("listed_at"))
    extended = Extension.objects.filter(window=OuterRef("window"), decided_at__gte=OuterRef("listed_at"))
    return rows.annotate(listed_at=newest).filter(
        Q(listed_at__isnull=True) | Exists(personal) | Exists(extended)
    )


def to_freeze(now: datetime) -> Iterator[tuple[UUID, Sanction]]:
    """Each window that the head of office signs for, whose limit has passed for somebody not listed yet."""
    windows = Window.objects.filter(sanctions=Sanctions.APPROVED.value).order_by("closes_at", "id")
    today = (now + timedelta(hours=14)).date().isoformat()
    passed = {
        Sanction.CANCEL: Q(pieces_due_at__lte=now - GRACE),
        Sanction.SET_ASIDE: Q(later_dates__r408__lt=today),
    }
    for sanction in SIGNED:
        for window in windows.filter(passed[sanction]).values_list("id", flat=True):
            rows = certain(Registration.objects.filter(window=window), sanction)
            if not_listed(rows, sanction).exists():
                yield window, sanction


def _states(sanction: Sanction) -> list[str]:
    return sorted(state.value for state in STEPS[sanction].sources if state is not None)


def _deposits(sanction: Sanction) -> QuerySet[Deposit]:
    return Deposit.objects.filter(piece__registration=OuterRef("pk"), piece__kind=PIECES[sanction])
