"""Who was refused during an incident is invited to begin again, once it is over: by the worker, a few at a time.

Nobody can tell afterwards which refusal the incident caused: all of them are
asked about, but for those that no new attempt would change, and those who came
too late, whom only an extension can invite. Who has succeeded since, or was
refused again later on, is not written to for this one. A file that cannot be
read, or that the antivirus refuses, is told at once with what to do: it leaves
no refusal here.
"""

from datetime import datetime

from django.db import transaction

from sporades.accounts.models import Candidate
from sporades.calendars.models import Incident, Window
from sporades.journal import queries as journal_queries
from sporades.journal.queries import Refusal
from sporades.journal.values import SYSTEM
from sporades.registrations import access, facts, inviting, letters
from sporades.registrations.actions.announcing import has_come_back
from sporades.registrations.actions.common import record
from sporades.registrations.models import Registration
from sporades.registrations.queries.year import TOO_LATE
from sporades.rules.lifecycle import LIVE, State

A_FEW = 20

# What proves that the same was done since.
DONE = {
    "deposit_refused": ("deposited", "signed_on_screen"),
    "save_refused": ("saved", "modified", "gone_back"),
    "step_refused": ("saved", "modified", "gone_back"),
    "start_refused": (),
}
# The file itself says no, incident or not.
LASTING = frozenset(
    {
        TOO_LATE, "registration_ended", "second_registration", "piece_takes_no_deposit", "paper_of_tomorrow",
        "registration_full", "signed_on_paper", "signed_something_else",
    }
)  # fmt: skip


@transaction.atomic
def invite_next(*, now: datetime) -> bool:
    """Looks at the next few refusals of the oldest incident that is over and not told whole; False if none is."""
    over = Incident.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        ends_at__isnull=False, told_at__isnull=True
    )
    incident = over.order_by("ends_at", "id").first()
    if incident is None:
        return False
    refused = journal_queries.refusals_between(
        incident.invited_to, tuple(DONE), since=incident.starts_at, until=_end(incident), most=A_FEW
    )
    for one in refused:
        incident.invited_to = one.position
        _invite(one, incident, now=now)
    if not refused:
        incident.told_at = now
    incident.save(update_fields=["invited_to", "told_at"])
    return True


def _invite(refusal: Refusal, incident: Incident, *, now: datetime) -> None:
    again = journal_queries.is_refused_later(refusal, tuple(DONE), until=_end(incident), besides=LASTING)
    if refusal.rule in LASTING or again:
        return
    if refusal.subject_kind == "account":
        _to_somebody(refusal, incident, now=now)
    elif not journal_queries.is_followed(refusal, DONE[refusal.kind]):
        _about_registration(refusal, incident, now=now)


def _about_registration(refusal: Refusal, incident: Incident, *, now: datetime) -> None:
    if not Registration.objects.filter(id=refusal.subject_id, **_scope(incident)).exists():
        return
    row = access.lock(refusal.subject_id)
    gives = refusal.kind == "deposit_refused"
    if State(row.state) in LIVE and (gives or now < facts.dates(row).closes):
        # The piece goes along: what of it does not exist for an officer hides the invitation too.
        piece = {"piece": str(refusal.data["piece"])} if gives else {}
        record(row, "incident_over", by=SYSTEM, now=now, data={"act": str(incident.act), **piece})
        letters.incident_over(row, incident.reason, refused_at=refusal.at, now=now, **piece)


def _to_somebody(refusal: Refusal, incident: Incident, *, now: datetime) -> None:
    """Whoever could not begin, and still can."""
    asked = str(refusal.data.get("window", ""))
    if not asked or asked != str(incident.window_id or asked):
        return
    window = Window.objects.select_related("calendar").filter(id=asked).first()
    candidate = Candidate.objects.select_related("account").filter(account=refusal.subject_id).first()
    if window is None or candidate is None or has_come_back(candidate, window):
        return
    if inviting.is_open(window, at=now):
        inviting.incident_over(candidate, window, incident.reason, now=now)


def _scope(incident: Incident) -> dict[str, object]:
    return {"window": incident.window_id} if incident.window_id else {}


def _end(incident: Incident) -> datetime:
    assert incident.ends_at is not None  # noqa: S101 - for the types: only those that are over
    return incident.ends_at
