"""How is a step kept, and what else does it unsettle?

Some answers rest on others: the papers on the speciality, the papers again on
what is acquired. When an answer changes, those that rest on it are asked again
of what was typed. They are first marked unfinished, then the step is kept, then
they are kept anew: whatever stops this half-way leaves a step to finish, never
a registration for the papers of another speciality.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sporades.candidate_site.registering import sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import StepForm, Typed, as_data
from sporades.candidate_site.registering.steps import BY_NAME
from sporades.journal.values import Actor
from sporades.registrations import facts
from sporades.registrations.actions import drafting
from sporades.registrations.queries import changes

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

# In the order in which they are asked again: the papers look at what is acquired.
RESTS_ON = {
    "exam": ("terms", "situation", "acquis", "papers"),
    "identity": ("situation",),
    "acquis": ("papers",),
}


@dataclass(frozen=True, slots=True)
class _Unsettled:
    step: str
    typed: Typed
    held: Any
    answers: Any


def kept_form(row: "Registration", step: str, case: Case, *, quiet: bool = False) -> StepForm:
    """The step's form with what it held when it was left; before that, with what the account knows."""
    form = BY_NAME[step].form
    typed = _typed(row, step, case)
    return form(
        case, as_data(typed) if typed is not None else None, quiet=quiet or facts.typed(row, step) is None
    )


def keep(row: "Registration", form: StepForm, *, seen: int, by: Actor, now: datetime) -> Any:
    """Keeps what the form holds and gives the section it makes, if it is good.

    Raises `ChangedElsewhere` and `Blocked`, as the action does.
    """
    answers = form.answers()
    unsettled = list(_unsettled(row, form, answers))
    revisions = {one.step: row.revisions.get(one.step, 0) for one in unsettled}
    if row.revisions.get(form.step, 0) == seen:
        for one in unsettled:
            if one.held is not None:
                drafting.keep_step(
                    row, one.step, typed=one.typed, answers=None, seen=revisions[one.step], by=by, now=now
                )
                revisions[one.step] += 1
    drafting.keep_step(row, form.step, typed=form.typed(), answers=answers, seen=seen, by=by, now=now)
    for one in unsettled:
        if one.answers is not None:
            drafting.keep_step(
                row, one.step, typed=one.typed, answers=one.answers, seen=revisions[one.step], by=by, now=now
            )
    return answers


def follow_account(row: "Registration", case: Case, *, by: Actor, now: datetime) -> bool:
    """Takes again from the account what was corrected there since, and not touched here."""
    stale = list(_stale(row, case))
    for step, typed, answers in stale:
        seen = row.revisions.get(step, 0)
        drafting.keep_step(row, step, typed=typed, answers=answers, seen=seen, by=by, now=now)
    return bool(stale)


def _stale(row: "Registration", case: Case) -> Iterator[tuple[str, Any, Any]]:
    held, person = facts.section(row, "identity"), sections.civil(case.identity)
    if held is not None and held != {**held, **person}:
        yield "identity", facts.typed(row, "identity") or {}, {**held, **person}
    saved, contact = changes.saved_answers(row), asdict(case.contact)
    if saved is not None and facts.section(row, "contact") == saved["contact"] != contact:
        yield "contact", BY_NAME["contact"].form.typed_back(contact, case), contact


def _unsettled(row: "Registration", form: StepForm, answers: Any) -> Iterator[_Unsettled]:
    if answers is None or answers == facts.section(row, form.step):
        return
    case = form.case.with_section(form.step, answers)
    for step in RESTS_ON.get(form.step, ()):
        typed, held = _typed(row, step, form.case), facts.section(row, step)
        if typed is None or facts.typed(row, step) is None:
            continue
        again = BY_NAME[step].form(case, as_data(typed)).answers()
        case = case.with_section(step, again)
        if again != held:
            yield _Unsettled(step, typed, held, again)


def _typed(row: "Registration", step: str, case: Case) -> Typed | None:
    """What was typed; for answers that came otherwise, what one would have typed."""
    typed, section = facts.typed(row, step), facts.section(row, step)
    form = BY_NAME[step].form
    if section is not None and not typed:
        return form.typed_back(section, case)
    return dict(typed) if typed is not None else form.first_typed(case)
