"""Signed on screen: who signs has proved to be there, has reread, and signs the very document that was shown.

Where the window says so, as good as the signed paper, which stays possible. The
bytes of the document are kept as the deposit, so that dates, checks and proofs
are those of any confirmation; its hash is in the journal, and so in the seal of
the day. The password is asked by the page, right before.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sporades.adapters import storage
from sporades.documents import actions as documents
from sporades.documents import queries as issued
from sporades.journal.values import Actor
from sporades.registrations import facts, papers
from sporades.registrations.actions import depositing
from sporades.registrations.actions.common import refusals_journaled, subject_of
from sporades.registrations.actions.depositing import Received, Upload
from sporades.registrations.models import Piece, Registration
from sporades.rules.reasons import Blocked, Reason


@dataclass(frozen=True, slots=True)
class ToSign:
    """The confirmation of the version now saved: what is shown, and then signed."""

    version: int
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def to_sign(row: Registration) -> ToSign | None:
    """None before the first save."""
    paper = issued.of_version(subject_of(row), papers.CONFIRMATION, row.version)
    if paper is None:
        return None
    name = f"confirmation-{row.number}-v{row.version}.pdf"
    return ToSign(row.version, name, documents.render(paper))


def sign(
    piece: Piece, *, sha256: str, token: str, by: Actor, now: datetime, recorded_at: datetime
) -> Received:
    """Signs the document of that hash, for the confirmation that is asked.

    `now` is the instant of the first byte, `recorded_at` the one of writing.
    Raises `Blocked` where signatures are given on paper only, if the document
    is not the one of the version now saved, or as any deposit is refused.
    """
    row = piece.registration
    asked = {"piece": piece.kind, "key": piece.key}
    # Drawn and stored before any transaction: a store that is slow must not hold the rows of others.
    shown = _shown(row, sha256=sha256, now=now)
    with refusals_journaled(subject_of(row), "deposit_refused", by=by, now=now, data=asked):
        if isinstance(shown, str):
            raise Blocked((Reason(shown, row.window.source),))
    return depositing.deposit(
        piece,
        [Upload(shown.name, shown.content)],
        adds_pages=False,
        token=token,
        by=by,
        signs=shown.version,
        now=now,
        recorded_at=recorded_at,
    )


def _shown(row: Registration, *, sha256: str, now: datetime) -> ToSign | str:
    """The document of that hash, or the code of the reason why it cannot be signed."""
    if not facts.signs_on_screen(row, at=now):
        return "signed_on_paper"
    try:
        shown = to_sign(row)
    except storage.StoreIsAway:
        return "not_stored"
    return shown if shown is not None and shown.sha256 == sha256 else "signed_something_else"
