"""Which session does this cookie name? The one thing that every page of somebody logged in asks first."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from sporades.adapters import clocks
from sporades.adapters.prepared import prepared


@prepared
def _live(key: str, machine_now: datetime) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=key, expire_date__gt=machine_now).values_list(
        "session_data", flat=True
    )


class SessionStore(db.SessionStore):
    """Django's, which asks with a query written once."""

    def load(self) -> dict[str, Any]:
        kept = _live.first(self.session_key or "", clocks.machine_now())
        if kept is None:
            self._session_key = None
            return {}
        return self.decode(kept)
