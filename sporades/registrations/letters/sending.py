"""How is one of these mails queued, and what does each of them carry?"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.conf import settings

from sporades.notices import actions as notices
from sporades.notices.values import Urgency
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import pieces
from sporades.registrations.queries.where import where
from sporades.rules import french


def limit_of(registration: Registration, piece: Piece) -> str:
    dates = facts.dates(registration)
    return french.spoken_deadline(facts.due(piece, dates), dates.zone, dates.zone_name)


def send(
    registration: Registration,
    kind: str,
    context: Mapping[str, object],
    *,
    now: datetime,
    urgency: Urgency = Urgency.LETTER,
    wait: timedelta = timedelta(0),
    asked: Sequence[Piece] | None = None,
) -> UUID:
    """`asked`: its pieces as `queries.pieces` gives them, where the caller has them already."""
    stands = where(registration, pieces.asked(registration) if asked is None else asked, now=now)
    account = registration.candidate.account
    dates = facts.dates(registration)
    return notices.queue(
        kind,
        to=account.email,
        subject=subject_of(registration),
        context={
            "name": registration.candidate.given_names,
            "exam": title_of(registration),
            "number": registration.number or "",
            "closes": french.spoken_instant(dates.closes, dates.zone, dates.zone_name),
            "contact": registration.window.calendar.contact,
            "where": stands.sentence,
            "due": _not_said_yet(context.get("receipt"), stands.sentence),
            "page": f"{settings.SITE_URL}/inscriptions/{registration.id}/",
            "online": facts.signs_on_screen(registration, at=now),
            **context,
        },
        now=now,
        urgency=urgency,
        wait=wait,
    )


def _not_said_yet(receipt: object, sentence: str) -> list[Mapping[str, object]]:
    """What is to be given, limit by limit: nothing where the sentence above has named it all."""
    due = receipt.get("due", []) if isinstance(receipt, Mapping) else []
    return [] if all(line["piece"] in sentence for line in due) else due


class OfExam(Protocol):
    """A registration, as far as the name of its exam goes."""

    @property
    def diploma(self) -> str: ...
    @property
    def specialty(self) -> str: ...
    @property
    def exam_session(self) -> int: ...


def title_of(registration: OfExam) -> str:
    """« CAP Pâtissier, session 2025 »"""
    known = reference()
    diploma = known.diplomas[registration.diploma].short
    return f"{diploma} {known.specialties[registration.specialty].title}, session {registration.exam_session}"
