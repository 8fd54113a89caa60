"""Which registrations may a deadline concern now? Candidates only: the action asks everything again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from sporades.registrations import facts
from sporades.registrations.models import Deposit, Registration
from sporades.rules.calendar import GRACE, Sanctions
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState

# Announced dates never move earlier, so the window's own date is a safe first sieve.


def drafts_past_closing(now: datetime) -> Iterator[UUID]:
    rows = Registration.objects.filter(state=State.DRAFT.value, window__closes_at__lte=now - GRACE)
    return rows.order_by("window__closes_at", "id").values_list("id", flat=True).iterator(chunk_size=500)


def unconfirmed(now: datetime) -> Iterator[UUID]:
    """Saved, its date passed, and nothing was ever given as confirmation."""
    confirmations = Deposit.objects.filter(piece__registration=OuterRef("pk"), piece__kind=facts.CONFIRMATION)
    rows = Registration.objects.filter(
        ~Exists(confirmations),
        state=State.SAVED.value,
        window__pieces_due_at__lte=now - GRACE,
        window__sanctions=Sanctions.AUTOMATIC.value,
    )
    return rows.order_by("window__pieces_due_at", "id").values_list("id", flat=True).iterator(chunk_size=500)


def awaiting_r408(now: datetime) -> Iterator[UUID]:
    """Live after its confirmation, with a sure R.408 attestation still expected and its day passed."""
    # A later date is a local day: the day after it has begun somewhere at most 14 hours before UTC.
    today = (now + timedelta(hours=14)).date().isoformat()
    rows = Registration.objects.filter(
        state__in=[State.CONFIRMED.value, State.INCOMPLETE.value, State.ADMITTED.value],
        window__sanctions=Sanctions.AUTOMATIC.value,
        window__later_dates__r408__lt=today,
        pieces__kind=facts.R408,
        pieces__needs_check=False,
        pieces__state=PieceState.EXPECTED.value,
    )
    return rows.order_by("id").values_list("id", flat=True).iterator(chunk_size=500)
