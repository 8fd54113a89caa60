"""What do we write when the office publishes a paper, or takes it back? Which, and where: never the paper itself."""

from datetime import datetime

from django.conf import settings

from sporades.notices.values import Urgency
from sporades.reference.load import reference
from sporades.registrations.letters.sending import send
from sporades.registrations.models import Registration
from sporades.rules.publishing import OF_HANDICAP

# The title of a mail is read over a shoulder: that of a decision of accommodation does not name it.
_PUBLISHED = {False: "paper_published", True: "accommodation_published"}
_RETRACTED = {False: "paper_retracted", True: "accommodation_retracted"}


def published(registration: Registration, kind: str, *, title: str, purpose: str, now: datetime) -> None:
    told: dict[str, object] = {"paper": title, "purpose": purpose, "papers": _papers_of(registration)}
    told["todo"] = reference().say(f"published_do_{kind}")
    send(registration, _PUBLISHED[kind in OF_HANDICAP], told, now=now, urgency=Urgency.MANY)


def retracted(
    registration: Registration,
    kind: str,
    *,
    title: str,
    reason: str,
    again: bool,
    newer: bool,
    now: datetime,
) -> None:
    """`again`: the paper that it had replaced stands again; `newer`: the one that has replaced it still does."""
    papers = _papers_of(registration)
    told: dict[str, object] = {"paper": title, "reason": reason, "papers": papers}
    told |= {"again": again, "newer": newer}
    send(registration, _RETRACTED[kind in OF_HANDICAP], told, now=now)


def _papers_of(registration: Registration) -> str:
    return f"{settings.SITE_URL}/inscriptions/{registration.id}/documents/"
