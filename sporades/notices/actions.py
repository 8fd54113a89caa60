"""How does a mail wait for its commit, leave once, and try again?"""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from sporades.adapters import clocks, mail
from sporades.journal.values import Subject
from sporades.notices import letters
from sporades.notices.models import Notice, State

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
# A relay that is down for six hours loses nothing; after three days a person must look.
RETRIES = [timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 30, 60)]
MOST_ATTEMPTS = 80


def queue(
    kind: str,
    *,
    to: str,
    subject: Subject,
    context: Mapping[str, object],
    now: datetime,
    urgent: bool = False,
    wait: timedelta = timedelta(0),
) -> uuid.UUID:
    """Writes the mail as it stands now; the worker sends it after the commit, and after this wait."""
    written_at = clocks.machine_now()
    letter = letters.write(kind, {"site_url": settings.SITE_URL, **context})
    notice = Notice.objects.create(
        kind=kind,
        recipient=to,
        subject_kind=subject.kind,
        subject_id=subject.id,
        title=letter.title,
        text=letter.text,
        html=letter.html,
        urgent=urgent,
        queued_at=now,
        recorded_at=written_at,
        next_try_at=written_at + wait,
    )
    return notice.id


def cancel(notice_id: uuid.UUID) -> None:
    """Takes back a mail that has not left: its link is dead already."""
    Notice.objects.filter(id=notice_id, state=State.QUEUED).update(state=State.CANCELLED)


def withdraw(notice_id: uuid.UUID) -> bool:
    """Takes back a mail that waits; False once a worker has taken it up, whatever became of it."""
    waiting = Notice.objects.filter(id=notice_id, state=State.QUEUED, attempts=0)
    return bool(waiting.update(state=State.CANCELLED))


def send_next(*, machine_now: datetime) -> bool:
    """Sends the most urgent mail that waits; False if none does.

    The row is leased, the relay is spoken to outside any transaction, and the
    outcome is written after. A crash in between sends at most once more, with
    the same Message-ID.
    """
    notice = _lease(machine_now)
    if notice is None:
        return False
    try:
        mail.send(_message(notice))
    except mail.MailRefused as refusal:
        _close(notice, state=State.REFUSED, failure=str(refusal)[:60])
        log.warning("mail %s (%s) was refused by the relay", notice.id, notice.kind)
    except mail.MailUnavailable:
        _postpone(notice, machine_now)
        log.warning("mail %s (%s) waits: the relay does not answer", notice.id, notice.kind)
    else:
        _close(notice, state=State.SENT, left_at=clocks.legal_now())
    return True


@transaction.atomic
def _lease(machine_now: datetime) -> Notice | None:
    waiting = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=State.QUEUED, next_try_at__lte=machine_now
    )
    notice = waiting.order_by("-urgent", "next_try_at").first()
    if notice is None:
        return None
    notice.attempts += 1
    notice.leased_until = notice.next_try_at = machine_now + LEASE
    notice.save(update_fields=["attempts", "leased_until", "next_try_at"])
    return notice


def _message(notice: Notice) -> EmailMultiAlternatives:
    host = settings.SITE_URL.split("//", 1)[-1].split(":")[0].split("/")[0]
    message = EmailMultiAlternatives(
        subject=notice.title,
        body=notice.text,
        from_email=settings.MAIL_FROM,
        to=[notice.recipient],
        headers={
            "Message-ID": f"<{notice.id}@{host}>",
            # Out-of-office answers and mailing robots must not answer.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(notice.html, "text/html")
    return message


def _close(notice: Notice, *, state: State, left_at: datetime | None = None, failure: str = "") -> None:
    Notice.objects.filter(id=notice.id, state=State.QUEUED).update(
        state=state, left_at=left_at, failure=failure, leased_until=None
    )


def _postpone(notice: Notice, machine_now: datetime) -> None:
    if notice.attempts >= MOST_ATTEMPTS:
        _close(notice, state=State.REFUSED, failure="relay unavailable")
        return
    pause = RETRIES[min(notice.attempts, len(RETRIES)) - 1]
    Notice.objects.filter(id=notice.id).update(next_try_at=machine_now + pause, leased_until=None)
