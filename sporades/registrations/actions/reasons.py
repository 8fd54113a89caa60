"""How does a head of office change the list of reasons for which a piece is refused?

A reason is never erased: what was refused for it still says it. It is retired,
and may come back. Each change is journaled, on the académie.
"""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.db import transaction

from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor, Subject
from sporades.registrations.models import RefusalReason


def subject_of(academy: str) -> Subject:
    """What the office of an académie decides for itself has a chain of its own."""
    return Subject("office", uuid5(NAMESPACE_URL, f"sporades:academy:{academy}"))


@transaction.atomic
def add(academy: str, *, sentence: str, token: str, by: Actor, now: datetime) -> None:
    """A reason more, with the sentence that candidates will read."""
    if journal_queries.act_of(token):
        return
    code = f"ours-{uuid4().hex[:8]}"
    row = RefusalReason.objects.create(
        academy=academy, code=code, sentence=sentence, changed_at=now, changed_by=by.id
    )
    data = {"academy": academy, "code": row.code, "sentence": sentence}
    journal.record(subject_of(academy), "reason_added", by=by, now=now, data=data, token=token)


@transaction.atomic
def retire(academy: str, *, code: str, is_retired: bool, token: str, by: Actor, now: datetime) -> None:
    """The reason is offered no more; or, with `is_retired` False, again."""
    if journal_queries.act_of(token):
        return
    row, _ = RefusalReason.objects.select_for_update().get_or_create(
        academy=academy, code=code, defaults={"changed_at": now, "changed_by": by.id}
    )
    row.retired_at = now if is_retired else None
    row.changed_at, row.changed_by = now, by.id
    row.save()
    kind = "reason_retired" if is_retired else "reason_restored"
    journal.record(
        subject_of(academy), kind, by=by, now=now, data={"academy": academy, "code": code}, token=token
    )
