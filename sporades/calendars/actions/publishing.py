"""How does a draft become the dates of everybody?

Before the first opening an administrator publishes alone. After it, people are
registering by these dates: a change has a reason, and a second person looks at
it before it counts. Nobody approves what they proposed.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.calendars.actions import loading
from sporades.calendars.actions.drafting import lock, record, refusal
from sporades.calendars.models import Calendar, Draft, Window
from sporades.journal.values import Actor
from sporades.reference.check import BadReference, CalendarFile, read_content


@transaction.atomic
def publish(draft_id: UUID, *, seen: int, by: Actor, now: datetime) -> Calendar:
    """The draft's dates are everybody's from the next request on.

    Raises `Blocked` if a second person is needed, or the draft is not the one that was seen;
    `BadReference` with every mistake in it.
    """
    draft = lock(draft_id, seen=seen)
    if has_opened(draft, now=now):
        raise refusal("second_person_needed")
    return _announce(draft, by=by, now=now)


@transaction.atomic
def propose(draft_id: UUID, *, reason: str, seen: int, by: Actor, now: datetime) -> None:
    """The change waits for a second person. Raises as `publish` does, a mistake included."""
    draft = lock(draft_id, seen=seen)
    check(draft, now=now)
    draft.state, draft.reason, draft.proposed_by = Draft.State.PROPOSED.value, reason, by.id
    draft.save(update_fields=["state", "reason", "proposed_by"])
    record(draft, "calendar_change_proposed", by=by, now=now, details={"reason": reason})


@transaction.atomic
def approve(draft_id: UUID, *, seen: int, by: Actor, now: datetime) -> Calendar:
    """The second person's yes: the dates are everybody's. Raises as `publish` does, and if it is the same person."""
    draft = lock(draft_id, seen=seen)
    _refuse_unless_another(draft, by)
    record(draft, "calendar_change_approved", by=by, now=now, details={"reason": draft.reason})
    return _announce(draft, by=by, now=now)


@transaction.atomic
def send_back(draft_id: UUID, *, sentence: str, seen: int, by: Actor, now: datetime) -> None:
    """The second person's no: the draft is to be written again, and why is kept."""
    draft = lock(draft_id, seen=seen)
    _refuse_unless_another(draft, by)
    draft.state, draft.proposed_by = Draft.State.WRITING.value, ""
    draft.save(update_fields=["state", "proposed_by"])
    record(draft, "calendar_change_sent_back", by=by, now=now, details={"reason": sentence})


def check(draft: Draft, *, now: datetime) -> CalendarFile:
    """What the draft says, if it may be published. Raises `BadReference` with every mistake."""
    read = read_content(draft.text.encode(), name=draft_name(draft))
    campaign = Calendar.objects.filter(academy=draft.academy, exam_session=draft.exam_session).first()
    if campaign is not None and campaign.edition != draft.base:
        raise refusal("calendar_changed_meanwhile")
    if campaign and (problems := loading.broken_promises(read, campaign, name=draft_name(draft), now=now)):
        raise BadReference(problems)
    return read


def has_opened(draft: Draft, *, now: datetime) -> bool:
    """Whether a window of the published campaign has opened: from then on, nobody changes it alone."""
    return Window.objects.filter(
        calendar__academy=draft.academy, calendar__exam_session=draft.exam_session, opens_at__lte=now
    ).exists()


def draft_name(draft: Draft) -> str:
    """« 2026-23.toml »: what the file is called when it is exported."""
    return f"{draft.exam_session}-{draft.academy}.toml"


def _refuse_unless_another(draft: Draft, by: Actor) -> None:
    if Draft.State(draft.state) is not Draft.State.PROPOSED:
        raise refusal("nothing_proposed")
    if by.id in {draft.proposed_by, draft.changed_by}:
        raise refusal("second_person_is_another")


def _announce(draft: Draft, *, by: Actor, now: datetime) -> Calendar:
    read = check(draft, now=now)
    kind = "calendar_changed" if draft.base else "calendar_published"
    campaign = loading.announce(read, kind=kind, name=draft_name(draft), by=by, now=now)
    draft.state = Draft.State.PUBLISHED.value
    draft.save(update_fields=["state"])
    return campaign
