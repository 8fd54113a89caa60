"""Is a deposit under a published root yet, and what proves it?"""

from datetime import date
from typing import Any

from sporades.journal import proofs
from sporades.journal.values import Subject
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Deposit

_RECEIVED = ("deposited", "paper_received", "signed_on_screen")


def of(deposit: Deposit) -> tuple[date, str] | None:
    """The day whose root holds the deposit, and that root; None until the day is closed."""
    position = _position(deposit)
    return proofs.sealed_on(_subject(deposit), position) if position else None


def proof(deposit: Deposit) -> dict[str, Any] | None:
    """The proof as its owner keeps it; None until then."""
    position = _position(deposit)
    return proofs.of(_subject(deposit), position) if position else None


def _subject(deposit: Deposit) -> Subject:
    return subject_of(deposit.piece.registration)


def _position(deposit: Deposit) -> int | None:
    return proofs.position_of(_subject(deposit), _RECEIVED, deposit=str(deposit.id))
