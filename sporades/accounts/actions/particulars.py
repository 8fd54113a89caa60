"""How do a person's identity, address and telephone change?

Where to write to somebody may change at any time. The identity is frozen by
the first saved registration: from then on an officer decides, on a request.
What a save does here has no savepoint of its own: nothing of it is refused, and
what fails takes the whole save back.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sporades.accounts import facts, keys
from sporades.accounts.actions.refusals import AlreadyFrozen
from sporades.accounts.models import Candidate, RectificationRequest
from sporades.accounts.values import CivilIdentity
from sporades.adapters.prepared import prepared
from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.rules.answers import Contact


@transaction.atomic(savepoint=False)
def keep_contact(candidate: Candidate, *, contact: Contact, by: Actor, now: datetime) -> None:
    """Writes the address and telephone; what is the same already changes nothing."""
    row = _locked(candidate)
    before, after = _values(row, contact), asdict(contact)
    if before != after:
        _write(row, after)
        _record(row, "contact_changed", before, after, by=by, now=now)


@transaction.atomic
def change_identity(candidate: Candidate, *, identity: CivilIdentity, by: Actor, now: datetime) -> None:
    """Raises AlreadyFrozen."""
    row = _locked(candidate)
    if row.identity_frozen_at is not None:
        raise AlreadyFrozen
    before, after = _values(row, identity), asdict(identity)
    if before != after:
        _write(row, after)
        _record(row, "identity_changed", before, after, by=by, now=now)


@transaction.atomic(savepoint=False)
def freeze_identity(candidate: Candidate, *, by: Actor, now: datetime) -> None:
    """Called by the first saved registration; later ones find it done."""
    row = _locked(candidate)
    if row.identity_frozen_at is None:
        row.identity_frozen_at = now
        row.save(update_fields=["identity_frozen_at"])
        journal.record(facts.subject_of(row.account), "identity_frozen", by=by, now=now)
    candidate.identity_frozen_at = row.identity_frozen_at


@transaction.atomic(savepoint=False)
def keep_usage_name(candidate: Candidate, *, usage_name: str) -> None:
    """The name under which a saved registration says one is known: it is searched, and decides nothing."""
    if candidate.usage_name != usage_name:
        _write(_locked(candidate), {"usage_name": usage_name})
        candidate.usage_name = usage_name


@transaction.atomic
def file_rectification(candidate: Candidate, *, text: str, by: Actor, now: datetime) -> RectificationRequest:
    """« Demande de rectification ». The same text again, while it waits, is the same request."""
    row = _locked(candidate)
    request, created = RectificationRequest.objects.get_or_create(
        candidate=row, text=text, state=RectificationRequest.State.FILED, defaults={"filed_at": now}
    )
    if created:
        subject = facts.subject_of(row.account)
        journal.record(
            subject,
            "rectification_filed",
            by=by,
            now=now,
            data={"request": str(request.id)},
            details={"text": text},
        )
        notices.queue(
            "rectification_filed", to=row.account.email, subject=subject, context={"text": text}, now=now
        )
    return request


def rectify_identity(candidate: Candidate, *, identity: CivilIdentity, by: Actor, now: datetime) -> bool:
    """The office corrects a frozen identity; False if it was so already. Within the caller's transaction."""
    row = _locked(candidate)
    before, after = _values(row, identity), asdict(identity)
    if before == after:
        return False
    _write(row, after)
    _record(row, "identity_rectified", before, after, by=by, now=now)
    return True


def answer_rectification(
    request_id: UUID, *, accepted: bool, answer: str, by: Actor, now: datetime
) -> RectificationRequest | None:
    """Closes the request with the office's words; None if it was answered already. Within a transaction."""
    request = (
        RectificationRequest.objects.select_for_update(of=("self",))
        .select_related("candidate__account")
        .get(id=request_id)
    )
    if request.state != RectificationRequest.State.FILED:
        return None
    request.state = (
        RectificationRequest.State.ACCEPTED if accepted else RectificationRequest.State.REFUSED
    ).value
    request.answer, request.answered_at = answer, now
    request.save(update_fields=["state", "answer", "answered_at"])
    kind, account = f"rectification_{request.state}", request.candidate.account
    subject, data = facts.subject_of(account), {"request": str(request.id)}
    journal.record(subject, kind, by=by, now=now, data=data, details={"answer": answer})
    context = {"text": request.text, "answer": answer}
    notices.queue(kind, to=account.email, subject=subject, context=context, now=now)
    return request


def _locked(candidate: Candidate) -> Candidate:
    row = _lock.first(candidate.id)
    if row is None:
        raise Candidate.DoesNotExist
    return row


@prepared
def _lock(candidate: UUID) -> QuerySet[Candidate]:
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(id=candidate)


def _values(row: Candidate, like: Contact | CivilIdentity) -> dict[str, object]:
    return {name: getattr(row, name) for name in asdict(like)}


def _write(row: Candidate, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    keys.refresh(row.account, row)


def _record(
    row: Candidate,
    kind: str,
    before: dict[str, object],
    after: dict[str, object],
    *,
    by: Actor,
    now: datetime,
) -> None:
    changed = [name for name in after if before[name] != after[name]]
    journal.record(
        facts.subject_of(row.account),
        kind,
        by=by,
        now=now,
        data={"fields": changed},
        details={name: [str(before[name]), str(after[name])] for name in changed},
    )
