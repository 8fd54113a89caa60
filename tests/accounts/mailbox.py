"""What somebody finds in their mailbox: the mails as they were queued, and the links in them."""

import re
from datetime import datetime

from sporades.notices.models import Notice, State

LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


class Mailbox:
    """Every mail queued since the last `forget`, oldest first; those taken back are not there."""

    def __init__(self) -> None:
        self.seen: set[object] = set()

    def mails(self, to: str | None = None) -> list[Notice]:
        waiting = (
            Notice.objects.exclude(state=State.CANCELLED).exclude(id__in=self.seen).order_by("next_try_at")
        )
        return [mail for mail in waiting if to in (None, mail.recipient)]

    def kinds(self, to: str | None = None) -> list[str]:
        return [mail.kind for mail in self.mails(to)]

    def link(self, to: str | None = None) -> str:
        """The path of the newest mail's first link."""
        found = LINK.search(self.mails(to)[-1].text)
        assert found is not None
        return found[1]

    def token(self, to: str | None = None) -> str:
        return self.link(to).rstrip("/").rpartition("/")[2]

    def forget(self) -> None:
        self.seen |= {mail.id for mail in Notice.objects.all()}

    def left(self, at: datetime) -> None:
        """The relay took the newest mail at that instant."""
        Notice.objects.filter(id=self.mails()[-1].id).update(state=State.SENT, left_at=at)
