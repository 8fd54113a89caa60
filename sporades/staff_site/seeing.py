"""Whose space is this officer looking at, and until when?

« Voir comme le candidat » is kept in the officer's own session, for one file
and a quarter of an hour of the machine's clock. `config.seeing` shows the
pages; nothing can be done in them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

TIME_TO_SEE = timedelta(minutes=15)
KEY = "seen_as_candidate"
# What the pages that are shown find the banner by.
STRIP = "staff_site/files/seen_strip.html"


@dataclass(frozen=True, slots=True)
class Sight:
    registration_id: UUID
    until: datetime


def begin(session: SessionBase, registration_id: UUID, *, machine_now: datetime) -> None:
    session[KEY] = [str(registration_id), (machine_now + TIME_TO_SEE).isoformat()]


def of(session: SessionBase) -> Sight | None:
    held = session.get(KEY)
    return Sight(UUID(held[0]), datetime.fromisoformat(held[1])) if held else None


def end(session: SessionBase) -> Sight | None:
    """Gives what was looked at until now, if anything was."""
    sight = of(session)
    session.pop(KEY, None)
    return sight
