"""What do the rules have to say already, and of which step?

The rules read whole answers. As long as some are missing, neutral ones stand in
for them, and only what concerns the steps already answered is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sporades.candidate_site.registering import sections
from sporades.candidate_site.registering.case import Case
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.actions import saving
from sporades.rules import answers as rules
from sporades.rules import french
from sporades.rules.reasons import Reason

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

_NEUTRAL: Mapping[str, Any] = {
    "terms": {"accepted": False, "in_person": False, "notices_read": []},
    "identity": {
        "usage_name": "", "sex": "F", "nationality": "FR", "birth_country": "FR", "birth_department": "",
        "birth_place": "", "father_name": "", "mother_name": "",
    },
    # A number that nobody has: it must read as one, and is never shown.
    "contact": {**dict.fromkeys(("line1", "line2", "postal_code", "city", "country"), ""), "phone": "+33199000000"},
    "situation": {
        "category": "individual", "training_name": "", "experience_months": None, "experience_field": "",
        "diplomas_held": [], "service_day": "not_concerned", "handicap": False, "accommodation": "none",
    },
    "papers": {
        "form": "global", "units": [], "pe": "none", "pe_activities": [], "language": "",
        "second_language": "", "optional": [], "optional_language": "",
    },
    "acquis": [],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Warned:
    """A sentence of the rules, its source, and the step it speaks of."""

    code: str
    step: str
    sentence: str
    source: str


def answers_so_far(case: Case) -> rules.Answers:
    """The good answers, with neutral ones where there are none yet."""
    neutral = {**_NEUTRAL, "identity": _NEUTRAL["identity"] | sections.civil(case.identity)}
    held = {
        step: neutral.get(step) if case.sections[step] is None else case.sections[step]
        for step in facts.STEPS
    }
    return rules.from_json({"schema": rules.SCHEMA, **held})


def warned(row: "Registration", case: Case, *, now: datetime) -> list[Warned]:
    """Everything the rules say of the steps that are answered, in the order of the form."""
    answered = [step for step in facts.STEPS if case.sections[step] is not None]
    unasked = awaited(case)
    told = [
        Warned(
            code=finding.reason.code,
            step=finding.step,
            sentence=_said(finding.reason, case),
            source=finding.reason.source,
        )
        for finding in saving.findings_of(row, answers_so_far(case), now=now)
        if finding.step in answered and finding.reason.code not in unasked
    ]
    return sorted(told, key=lambda one: facts.STEPS.index(one.step))


def _said(reason: Reason, case: Case) -> str:
    """The sentence of the rule; of an attestation that comes later, with its date in this window."""
    said = reference().say(reason.code, **dict(reason.params))
    dates = case.dates
    if reason.code != "r408_concerned" or dates is None or facts.R408 not in dates.later:
        return said
    due = french.spoken_deadline(dates.later[facts.R408], dates.zone, dates.zone_name)
    return f"{said} {reference().say('r408_due', due=due)}"


def of_step(step: str, told: Iterable[Warned]) -> list[Warned]:
    """What is said on the page of a step: of the first one, on the page that follows it."""
    said_here = {"exam": (), "terms": ("exam", "terms")}.get(step, (step,))
    return [one for one in told if one.step in said_here]


def awaited(case: Case) -> frozenset[str]:
    """What the page itself is about to ask: the rule waits until the box beside it was left empty."""
    return frozenset() if case.sections["terms"] else frozenset({"notice_to_read"})
