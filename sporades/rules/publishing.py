"""Which paper may be published to whom, and what becomes of each file of a lot?

A lot is one kind of paper for one académie and one exam session. Each of its
files is judged twice: when it is matched, and again under the lock of its
registration at the instant of publication, when it may have changed.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sporades.rules.lifecycle import State


class PaperKind(StrEnum):
    CONVOCATION = "convocation"
    PE_CONVOCATION = "pe_convocation"  # convocation aux épreuves d’EPS, plus tôt
    ACCOMMODATION_DECISION = "accommodation_decision"  # décision d’aménagement d’épreuves
    TRANSCRIPT = "transcript"  # relevé de notes
    CERTIFICATE = "certificate"  # attestation


class LineState(StrEnum):
    """What one file of a lot has come to."""

    WAITING = "waiting"  # en cours de vérification
    MATCHED = "matched"  # prête
    UNKNOWN = "unknown"  # numéro inconnu
    SEVERAL = "several"  # plusieurs numéros
    ELSEWHERE = "elsewhere"  # d’une autre académie, session ou diplôme
    ENDED = "ended"  # l’état de l’inscription ne le permet pas
    DUPLICATE = "duplicate"  # en double dans le lot
    ALREADY = "already"  # a déjà ce papier
    UNREADABLE = "unreadable"  # illisible ou refusé
    INFECTED = "infected"
    STRUCK = "struck"  # écartée à la main
    READY = "ready"  # sera publiée à l’instant choisi
    ISSUED = "issued"  # publiée
    RETRACTING = "retracting"  # retirée, le candidat n’est pas encore prévenu
    RETRACTED = "retracted"  # retirée


class LotState(StrEnum):
    """Where a lot stands, all its files together."""

    RECEIVING = "receiving"  # en cours de vérification
    PREPARED = "prepared"  # à relire, puis à publier
    SCHEDULED = "scheduled"  # publication programmée
    PUBLISHING = "publishing"  # publication en cours
    PUBLISHED = "published"
    RETRACTED = "retracted"  # retiré
    CLOSED = "closed"  # fermé


_RECEIVED = frozenset({State.CONFIRMED, State.INCOMPLETE, State.ADMITTED})
_ADMITTED = frozenset({State.ADMITTED})

# A convocation, a mark, an attestation are for who is registered for good; an accommodation is decided before.
PUBLISHABLE: Mapping[PaperKind, frozenset[State]] = {
    PaperKind.CONVOCATION: _ADMITTED,
    PaperKind.PE_CONVOCATION: _ADMITTED,
    PaperKind.ACCOMMODATION_DECISION: _RECEIVED | {State.SAVED},
    PaperKind.TRANSCRIPT: _ADMITTED,
    PaperKind.CERTIFICATE: _ADMITTED,
}

# Health, in the law's sense: absent, not blank, for who has no right to it.
OF_HANDICAP = frozenset({PaperKind.ACCOMMODATION_DECISION})

# One withdraws before the convocation is published. That of EPS comes months earlier, and closes nothing.
CLOSES_WITHDRAWAL = frozenset({PaperKind.CONVOCATION})

# What a person may still match by hand, or strike out: everything that is read, safe and not promised yet.
OPEN = frozenset(
    {LineState.MATCHED, LineState.UNKNOWN, LineState.SEVERAL, LineState.ELSEWHERE, LineState.ENDED}
    | {LineState.DUPLICATE, LineState.ALREADY, LineState.STRUCK}
)
# A file whose checking never ended would keep the whole lot back.
STRIKABLE = OPEN | {LineState.WAITING}
# What reaches nobody: when the lot is closed, nothing is kept of it but its count.
LEFT = OPEN | {LineState.UNREADABLE, LineState.INFECTED}
# What claims its registration in the lot: there is one such line for each.
TAKES_ITS_PLACE = (LineState.MATCHED, LineState.READY, LineState.ISSUED)


def judge(kind: PaperKind, *, state: State, is_covered: bool, has_already: bool, replaces: bool) -> LineState:
    """What becomes of a paper for this registration; `replaces`: it takes the place of the one already published."""
    if not is_covered:
        return LineState.ELSEWHERE
    if state not in PUBLISHABLE[kind]:
        return LineState.ENDED
    return LineState.ALREADY if has_already and not replaces else LineState.MATCHED


def lot_state(
    *,
    is_being_checked: bool,
    publish_at: datetime | None,
    published_at: datetime | None,
    is_retracted: bool,
    is_closed: bool,
    now: datetime,
) -> LotState:
    """`publish_at`: the instant that was ordered; `published_at`: when the last of its papers had left."""
    if is_retracted:
        return LotState.RETRACTED
    if is_closed:
        return LotState.CLOSED
    if is_being_checked:
        return LotState.RECEIVING
    if published_at is not None:
        return LotState.PUBLISHED
    if publish_at is None:
        return LotState.PREPARED
    return LotState.SCHEDULED if now < publish_at else LotState.PUBLISHING
