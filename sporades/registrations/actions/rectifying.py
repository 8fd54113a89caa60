"""How does the office rectify a person's civil identity, in the account and in every inscription that says it?"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.accounts.actions import particulars
from sporades.accounts.models import Candidate, RectificationRequest
from sporades.accounts.values import CivilIdentity
from sporades.journal.values import Actor
from sporades.registrations import access, facts
from sporades.registrations.actions import correcting
from sporades.registrations.models import Registration
from sporades.rules.lifecycle import CORRECT, LIVE, State
from sporades.rules.reasons import Blocked, Reason

SOURCE = "Règle du service sur les rectifications"


@transaction.atomic
def accept(
    request_id: UUID, *, identity: CivilIdentity, answer: str, token: str, by: Actor, now: datetime
) -> bool:
    """The request is right: account and inscriptions say this identity. Once; a second click changes nothing.

    False if a colleague has refused it. Raises `Blocked` if they say it already: a candidate would read that
    something was rectified.
    """
    request = particulars.answer_rectification(request_id, accepted=True, answer=answer, by=by, now=now)
    if request is None:
        return _is(request_id, RectificationRequest.State.ACCEPTED)
    if not particulars.rectify_identity(request.candidate, identity=identity, by=by, now=now):
        raise Blocked((Reason("rectifies_nothing", SOURCE),))
    _rectify(request.candidate, identity, reason=answer, token=token, by=by, now=now)
    return True


@transaction.atomic
def refuse(request_id: UUID, *, answer: str, by: Actor, now: datetime) -> bool:
    """The identity stays; the candidate reads why. False if a colleague has accepted the request."""
    request = particulars.answer_rectification(request_id, accepted=False, answer=answer, by=by, now=now)
    return request is not None or _is(request_id, RectificationRequest.State.REFUSED)


def _is(request_id: UUID, state: RectificationRequest.State) -> bool:
    return RectificationRequest.objects.filter(id=request_id, state=state).exists()


def _rectify(
    candidate: Candidate, identity: CivilIdentity, *, reason: str, token: str, by: Actor, now: datetime
) -> None:
    civil = asdict(identity)
    rows = Registration.objects.filter(candidate=candidate, state__in=sorted(state.value for state in LIVE))
    for row in rows.order_by("id"):
        if State(row.state) is State.DRAFT:
            _rectify_draft(row.id, civil)
            continue
        assert State(row.state) in CORRECT.sources, "what is live and saved may be corrected"  # noqa: S101
        answers = facts.saved(row.versions.latest("number"))
        correcting.correct(
            row,
            correcting.with_identity(answers, **civil),
            seen=row.version,
            reason=reason,
            rule="rectification",
            token=f"{token[:32]}{row.id.hex}",
            by=by,
            now=now,
        )


def _rectify_draft(registration_id: UUID, civil: dict[str, object]) -> None:
    row = access.lock(registration_id)
    kept = row.draft.get("identity")
    if kept and kept["answers"]:
        said = {**civil, "birth_date": str(civil["birth_date"])}
        row.draft["identity"] = {**kept, "answers": {**kept["answers"], **said}}
        row.save(update_fields=["draft"])
