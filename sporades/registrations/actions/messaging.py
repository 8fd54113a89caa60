"""What is said between the candidate and the office, and among officers, about one registration?

A message changes no state and no date. Its words are personal: the journal
keeps that it was written, and its hash, never what it says.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, letters
from sporades.registrations.actions.common import record, refusals_journaled, subject_of
from sporades.registrations.models import Message, Note, Registration
from sporades.rules.reasons import Blocked, Reason

LONGEST = 4000
# Without an answer between them: a person who adds to what they said, not a script.
MOST_WAITING = 10


def write_to_office(registration: Registration, *, text: str, token: str, by: Actor, now: datetime) -> None:
    """The candidate's message. Raises `Blocked` if ten already wait for an answer."""
    with refusals_journaled(subject_of(registration), "message_refused", by=by, now=now):
        row = access.lock(registration.id)
        if journal_queries.act_of(token):
            return
        if _waiting(row) >= MOST_WAITING:
            raise Blocked((Reason("too_many_messages", row.window.calendar.source),))
        Message.objects.create(registration=row, from_office=False, text=text, at=now)
        _record(row, "message_received", text, token=token, by=by, now=now)


@transaction.atomic
def write_to_candidate(
    registration: Registration, *, text: str, author: str, token: str, by: Actor, now: datetime
) -> None:
    """The office's message, which answers every one that waits; a mail carries it."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    _settle(row, now=now)
    Message.objects.create(registration=row, from_office=True, author=author, text=text, at=now)
    _record(row, "message_sent", text, token=token, by=by, now=now)
    letters.message(row, text, now=now)


@transaction.atomic
def need_no_answer(registration: Registration, *, by: Actor, now: datetime) -> None:
    """What waits needs no answer; nothing is said to the candidate."""
    row = access.lock(registration.id)
    if _settle(row, now=now):
        record(row, "messages_settled", by=by, now=now)


@transaction.atomic
def write_note(
    registration: Registration, *, text: str, author: str, token: str, by: Actor, now: datetime
) -> None:
    """An internal note, signed."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    Note.objects.create(registration=row, author=author, text=text, at=now)
    _record(row, "note_written", text, token=token, by=by, now=now)


def _waiting(row: Registration) -> int:
    return row.messages.filter(from_office=False, settled_at__isnull=True).count()


def _settle(row: Registration, *, now: datetime) -> int:
    return row.messages.filter(from_office=False, settled_at__isnull=True).update(settled_at=now)


def _record(row: Registration, kind: str, text: str, *, token: str, by: Actor, now: datetime) -> None:
    record(
        row,
        kind,
        by=by,
        now=now,
        data={"sha256": hashlib.sha256(text.encode()).hexdigest()},
        details={"text": text},
        token=token,
    )
