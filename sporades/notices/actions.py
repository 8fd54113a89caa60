"""How does a mail wait for its commit, leave once, try again, or come back?

While the relay is silent the whole outbox waits: one mail a minute asks whether
it answers again, and then all leave, by their urgency, however long each
had been told to wait. A person whose server asks to wait keeps nobody else.
"""

import logging
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce

from sporades.adapters import clocks, mail
from sporades.adapters.undelivered import Undelivered, because
from sporades.journal.values import Subject
from sporades.notices import envelopes, letters
from sporades.notices.models import Notice, Relay, State
from sporades.notices.values import Urgency

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
# Between two tries of a silent relay, by any mail; and by the same one.
PROBE = timedelta(minutes=1)
PROBES = [timedelta(minutes=m) for m in (1, 2, 5, 10)]
# For one person: 80 tries are three days.
RETRIES = [timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 30, 60)]
MOST_DEFERRALS = 80
SILENT = "relay silent"
_THE_RELAY = 1


class Returned(Protocol):
    def __call__(self, notice_id: uuid.UUID, why: Undelivered, *, now: datetime) -> object: ...


def queue(
    kind: str,
    *,
    to: str,
    subject: Subject,
    context: Mapping[str, object],
    now: datetime,
    urgency: Urgency = Urgency.LETTER,
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
        urgency=urgency,
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


@transaction.atomic
def come_back(notice_id: uuid.UUID, why: Undelivered, *, now: datetime) -> bool:
    """Keeps that this mail was refused, or came back after it had left; False if that was known."""
    notice = Notice.objects.select_for_update().filter(id=notice_id, returned_at=None).first()
    if notice is None or notice.state == State.CANCELLED:
        return False
    if notice.state == State.QUEUED:
        notice.state, notice.leased_until = State.REFUSED, None
    notice.returned_at, notice.returned_for = now, why.cause.value
    notice.failure = why.said[: Notice._meta.get_field("failure").max_length]
    notice.save(update_fields=["state", "leased_until", "returned_at", "returned_for", "failure"])
    return True


def see(notice_ids: Collection[uuid.UUID], *, now: datetime) -> None:
    """Their reader has read them on a page of ours."""
    Notice.objects.filter(id__in=notice_ids, returned_at__isnull=False, seen_at=None).update(seen_at=now)


def send_next(*, machine_now: datetime, returned: Returned = come_back) -> bool:
    """Sends the most urgent mail that waits; False if none does, or none can leave.

    The row is leased, the relay is spoken to outside any transaction, and the
    outcome is written after. A crash in between sends at most once more, with
    the same Message-ID. `returned` writes that the relay refused it for good.
    """
    notice = _lease(machine_now)
    if notice is None:
        return False
    try:
        mail.send(envelopes.message_of(notice))
    except mail.RelaySilent:
        _wait_for_the_relay(notice, machine_now)
        log.warning("mail %s (%s) waits: the relay does not answer", notice.id, notice.kind)
        return True
    except mail.MailRefused as refusal:
        returned(notice.id, refusal.undelivered, now=clocks.legal_now())
        log.warning("mail %s (%s) was refused by the relay", notice.id, notice.kind)
    except mail.MailPutOff as answer:
        _put_off(notice, str(answer), machine_now, returned)
        log.warning("mail %s (%s) waits: its receiver asks for it", notice.id, notice.kind)
    else:
        _sent(notice)
    _heard(machine_now)
    return True


@transaction.atomic
def _lease(machine_now: datetime) -> Notice | None:
    waiting = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=State.QUEUED, next_try_at__lte=machine_now
    )
    notice = waiting.order_by("urgency", "next_try_at").first()
    if (
        notice is None
        or Relay.objects.filter(silent_since__isnull=False, next_try_at__gt=machine_now).exists()
    ):
        return None
    notice.attempts += 1
    notice.leased_until = notice.next_try_at = machine_now + LEASE
    notice.save(update_fields=["attempts", "leased_until", "next_try_at"])
    return notice


def _sent(notice: Notice) -> None:
    waiting = Notice.objects.filter(id=notice.id, state=State.QUEUED)
    waiting.update(state=State.SENT, left_at=clocks.legal_now(), failure="", leased_until=None)


def _put_off(notice: Notice, answer: str, machine_now: datetime, returned: Returned) -> None:
    deferrals = notice.deferrals + 1
    if deferrals >= MOST_DEFERRALS:
        returned(notice.id, because(answer), now=clocks.legal_now())
        return
    pause = RETRIES[min(deferrals, len(RETRIES)) - 1]
    Notice.objects.filter(id=notice.id).update(
        next_try_at=machine_now + pause, deferrals=deferrals, failure="", leased_until=None
    )


@transaction.atomic
def _wait_for_the_relay(notice: Notice, machine_now: datetime) -> None:
    """The outbox stands still for a minute; this mail, for longer and longer, asks again after others."""
    pause = PROBES[min(notice.attempts, len(PROBES)) - 1]
    Notice.objects.filter(id=notice.id).update(
        next_try_at=machine_now + pause, failure=SILENT, leased_until=None
    )
    Relay.objects.get_or_create(id=_THE_RELAY, defaults={"next_try_at": machine_now})
    Relay.objects.update(silent_since=Coalesce("silent_since", machine_now), next_try_at=machine_now + PROBE)


@transaction.atomic
def _heard(machine_now: datetime) -> None:
    """The relay answers: whatever waited for that may leave at once."""
    if Relay.objects.filter(silent_since__isnull=False).update(silent_since=None):
        Notice.objects.filter(state=State.QUEUED, failure=SILENT).update(next_try_at=machine_now, failure="")
