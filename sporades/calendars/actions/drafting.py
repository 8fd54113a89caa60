"""How is a calendar written before anybody sees it? A draft is a file in a row: nothing public reads it.

Its sentence « what was checked is what is published » is held by `seen`: the
revision that was on the screen. Written since, the act is refused.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sporades.calendars.actions.loading import id_of, locked
from sporades.calendars.models import Calendar, Draft
from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.reference.load import reference
from sporades.reference.write import write
from sporades.rules.reasons import Blocked, Reason

SOURCE = "Règles de publication des calendriers"
OPEN = (Draft.State.WRITING.value, Draft.State.PROPOSED.value)


def begin(table: Mapping[str, Any], *, by: Actor, now: datetime) -> Draft:
    """A draft that says what these tables say.

    Raises `Blocked` if this campaign has a draft already, or is published: it is then changed, not begun.
    """
    if Calendar.objects.filter(academy=table["academy"], exam_session=table["exam_session"]).exists():
        raise refusal("calendar_exists")
    return _begin(table, base="", by=by, now=now)


def begin_change(campaign: Calendar, table: Mapping[str, Any], *, by: Actor, now: datetime) -> Draft:
    """A draft of what a published campaign should become. Raises `Blocked` if it has one already."""
    return _begin(table, base=campaign.edition, by=by, now=now)


def _begin(table: Mapping[str, Any], *, base: str, by: Actor, now: datetime) -> Draft:
    draft = Draft(
        academy=table["academy"],
        exam_session=table["exam_session"],
        text=write(table),
        base=base,
        changed_at=now,
        changed_by=by.id,
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            record(draft, "calendar_draft_begun", by=by, now=now)
    except IntegrityError:
        raise refusal("draft_exists") from None
    return draft


@transaction.atomic
def rewrite(draft_id: UUID, table: Mapping[str, Any], *, seen: int, by: Actor, now: datetime) -> Draft:
    """Keeps what the draft now says; one that was proposed is only being written again.

    Raises `Blocked` if somebody has written it since `seen`, or it is over.
    """
    draft = lock(draft_id, seen=seen)
    text = write(table)
    if text == draft.text:
        return draft
    draft.text, draft.changed_at, draft.changed_by = text, now, by.id
    draft.state, draft.proposed_by = Draft.State.WRITING.value, ""
    draft.revision += 1
    draft.save()
    record(draft, "calendar_draft_written", by=by, now=now)
    return draft


@transaction.atomic
def drop(draft_id: UUID, *, seen: int, by: Actor, now: datetime) -> None:
    """The draft is given up; what is published stays as it is."""
    draft = lock(draft_id, seen=seen)
    draft.state = Draft.State.DROPPED.value
    draft.save(update_fields=["state"])
    record(draft, "calendar_draft_dropped", by=by, now=now)


def lock(draft_id: UUID, *, seen: int) -> Draft:
    """The draft, locked with the campaign it changes, as it was on the screen."""
    told = Draft.objects.get(id=draft_id)
    locked(told.academy, told.exam_session)
    draft = Draft.objects.select_for_update().get(id=draft_id)
    if draft.state not in OPEN:
        raise refusal("draft_over")
    if draft.revision != seen:
        raise refusal("draft_rewritten")
    return draft


def record(
    draft: Draft, kind: str, *, by: Actor, now: datetime, details: Mapping[str, object] | None = None
) -> None:
    subject = Subject("calendar", id_of(draft.academy, draft.exam_session))
    told = {"draft": str(draft.id), "revision": draft.revision}
    journal.record(subject, kind, by=by, now=now, edition=reference().edition, data=told, details=details)


def refusal(code: str, **params: str) -> Blocked:
    return Blocked((Reason(code, SOURCE, tuple(params.items())),))
