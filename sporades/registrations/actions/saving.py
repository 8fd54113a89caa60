"""What does « Enregistrer » do? A version, its papers, the list of pieces, a mail; or nothing at all."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sporades.accounts import queries as accounts
from sporades.accounts.actions import particulars
from sporades.adapters.prepared import prepared
from sporades.calendars.models import Calendar
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.reference.load import reference
from sporades.registrations import access, facts, letters, papers
from sporades.registrations.actions import asking, standing
from sporades.registrations.actions.common import record, refusals_journaled, subject_of, take
from sporades.registrations.actions.drafting import follow_exam, refuse_if_shut
from sporades.registrations.models import Registration, Version
from sporades.registrations.queries import pieces
from sporades.rules import answers as rules
from sporades.rules import eligibility, lifecycle
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, Finding, Severity

# States in which a signed confirmation was received: one click must not undo it.
SIGNED = frozenset({State.CONFIRMED, State.INCOMPLETE, State.ADMITTED})


class AskAgain(Exception):
    """A signed confirmation would become stale: the candidate must say so a second time."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: `changed` is False when there was nothing to save."""

    version: int
    changed: bool


def save(
    registration: Registration,
    *,
    said_twice: bool,
    token: str,
    by: Actor,
    now: datetime,
) -> Saved:
    """Makes the draft's answers the next version of the registration.

    Raises `Unfinished` if a step lacks answers, `Blocked` if the window is
    shut or another live registration stands in the way, and `AskAgain` if a
    signed confirmation would become stale and the candidate has not said
    twice that this is wanted.
    """
    with refusals_journaled(subject_of(registration), "save_refused", by=by, now=now):
        row = access.lock(registration.id)
        done = journal_queries.act_of(token)
        if done:
            return Saved(version=int(str(done.data["version"])), changed=True)
        return carry_out(row, said_twice=said_twice, token=token, by=by, now=now)


def carry_out(row: Registration, *, said_twice: bool, token: str, by: Actor, now: datetime) -> Saved:
    """The same under the caller's lock, who has seen that it was not done before."""
    refuse_if_shut(row, now=now)
    answers = facts.drafted(row)
    follow_exam(row, asdict(answers.exam), now=now)
    findings = _findings(row, answers, now=now)
    last = row.versions.last() if row.version else None
    answers = _keep_contact(row, answers, by=by, now=now)
    if last is not None and last.sha256 == rules.digest(answers):
        return Saved(version=row.version, changed=False)
    if State(row.state) in SIGNED and not said_twice:
        raise AskAgain
    version = _write(row, answers, last, findings, now=now)
    signed = standing.take_up_signature(row, version, now=now) if last else 0
    _tell(row, version, signed=signed, token=token, by=by, now=now)
    return Saved(version=version.number, changed=True)


def _findings(row: Registration, answers: rules.Answers, *, now: datetime) -> tuple[Finding, ...]:
    found = findings_of(row, answers, now=now)
    refusals = tuple(finding.reason for finding in found if finding.severity is Severity.REFUSE)
    if refusals:
        raise Blocked(refusals)
    return found


def findings_of(row: Registration, answers: rules.Answers, *, now: datetime) -> tuple[Finding, ...]:
    """What the rules have to say of these answers, today, in the académie's own day."""
    known = reference()
    return eligibility.check(
        answers,
        specialty=known.specialties[answers.exam.specialty],
        rules=tuple(known.eligibility_rules.values()),
        on=facts.local_day(row, at=now),
    )


def _keep_contact(row: Registration, answers: rules.Answers, *, by: Actor, now: datetime) -> rules.Answers:
    """The answers with the address that counts: the form's if it was given there, else the account's.

    Where to write to somebody is no part of what they sign: it changes without
    a version. What the account has learned since must not be undone by a draft.
    """
    held = row.draft["contact"]
    if not held.get("settled"):
        particulars.keep_contact(row.candidate, contact=answers.contact, by=by, now=now)
        row.draft["contact"] = {**held, "settled": True}
        row.save(update_fields=["draft"])
        return answers
    contact = accounts.contact(row.candidate)
    if contact != answers.contact:
        row.draft["contact"] = {"typed": {}, "answers": asdict(contact), "settled": True}
        row.save(update_fields=["draft"])
    return replace(answers, contact=contact)


def _write(
    row: Registration,
    answers: rules.Answers,
    last: Version | None,
    findings: Sequence[Finding],
    *,
    now: datetime,
) -> Version:
    take(row, lifecycle.SAVE, now=now)
    row.saved_at = now
    row.signature_from = row.version + 1
    if row.number is None:
        row.number = _next_number(row)
        row.first_saved_on = facts.local_day(row, at=now)
    version = next_version(row, answers, last, findings, now=now)
    asking.ask_pieces(row, answers, now=now)
    return version


def next_version(
    row: Registration,
    answers: rules.Answers,
    last: Version | None,
    findings: Sequence[Finding],
    *,
    now: datetime,
) -> Version:
    """These answers, kept for ever as the row's next version; the caller holds the lock."""
    row.version += 1
    row.handicap = answers.situation.handicap
    row.findings = [
        {"code": f.reason.code, "source": f.reason.source, "params": dict(f.reason.params), "step": f.step}
        for f in findings
    ]
    row.save()
    return Version.objects.create(
        registration=row,
        number=row.version,
        schema=rules.SCHEMA,
        answers=rules.to_json(answers),
        draft=row.draft,
        sha256=rules.digest(answers),
        changes=[asdict(change) for change in rules.changes(facts.saved(last), answers)] if last else [],
        edition=reference().edition,
        saved_at=now,
    )


def _next_number(row: Registration) -> str:
    (calendar,) = _locked_calendar.rows(row.window.calendar_id)
    calendar.last_number += 1
    calendar.save(update_fields=["last_number"])
    return f"{calendar.exam_session % 100:02d}-{calendar.academy}-{calendar.last_number:06d}"


@prepared
def _locked_calendar(calendar: UUID) -> QuerySet[Calendar]:
    return Calendar.objects.select_for_update().filter(id=calendar)


def _tell(row: Registration, version: Version, *, signed: int, token: str, by: Actor, now: datetime) -> None:
    """`signed`: the version whose signature is good for this one too, or 0."""
    first = version.number == 1
    particulars.keep_usage_name(row.candidate, usage_name=version.answers["identity"]["usage_name"])
    if first:
        particulars.freeze_identity(row.candidate, by=by, now=now)
    record(
        row,
        "saved" if first else "gone_back" if signed else "modified",
        by=by,
        now=now,
        edition=version.edition,
        data={
            "number": row.number,
            "version": version.number,
            "sha256": version.sha256,
            "warnings": [finding["code"] for finding in row.findings],
            **({"signed": signed} if signed else {}),
        },
        details={"changes": version.changes} if version.changes else None,
        token=token,
    )
    asked = pieces.asked(row)
    receipt = papers.order_for_save(row, version, asked, signed=signed, now=now)
    letters.saved(row, version, receipt, signed=signed, asked=asked, now=now)


@transaction.atomic
def abandon_changes(registration: Registration, *, by: Actor, now: datetime) -> None:
    """Takes the draft back to what was last saved: « Annuler mes modifications »."""
    row = access.lock(registration.id)
    last = row.versions.last()
    if last is None or row.draft == last.draft:
        return
    row.draft = last.draft
    row.revisions = {step: row.revisions.get(step, 0) + 1 for step in facts.STEPS}
    row.save(update_fields=["draft", "revisions"])
    record(row, "changes_abandoned", by=by, now=now, data={"version": row.version})
