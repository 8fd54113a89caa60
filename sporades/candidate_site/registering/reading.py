"""How is a form, or a whole draft, read back in words?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import StepForm
from sporades.candidate_site.registering.steps import STEPS, Step
from sporades.candidate_site.registering.warnings import answers_so_far
from sporades.registrations import telling
from sporades.rules.answers import Answers
from sporades.ui.choices import flatten
from sporades.ui.widgets import Searched

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One step as the summary reads it back; without rows, it is still to be answered."""

    step: Step
    url: str
    rows: tuple[Row, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    theirs: str
    mine: str


def parts(row: "Registration", case: Case, *, unfinished: tuple[str, ...]) -> list[Part]:
    answers = answers_so_far(case)
    told = telling.sections(answers)
    return [
        Part(
            step=step,
            url=_modify(row, step, finished=step.name not in unfinished),
            rows=tuple(_rows(step.name, answers, told, case)) if step.name not in unfinished else (),
            finished=step.name not in unfinished,
        )
        for step in STEPS
    ]


def _modify(row: "Registration", step: Step, *, finished: bool) -> str:
    """Back to the summary afterwards; with what is wrong, if the step was left so."""
    url = reverse("step", args=[row.id, step])
    return f"{url}?retour=recapitulatif{'' if finished else '&verifier=1'}"


def _rows(step: str, answers: Answers, told: dict[str, list[telling.Told]], case: Case) -> list[Row]:
    if step == "terms":
        return _terms(answers, case)
    if step == "acquis":
        return _acquis(answers)
    rows = [{"label": one.label, "value": one.value} for one in told[step]]
    return [*rows, *_papers(answers)] if step == "papers" else rows


def _terms(answers: Answers, case: Case) -> list[Row]:
    rows = [
        {"label": _("Modalités d’inscription"), "value": _("Lues et acceptées")},
        {"label": _("Qui fait cette inscription"), "value": _("Moi-même")},
    ]
    if case.specialty.specific_notice:
        read = case.specialty.code in answers.terms.notices_read
        rows.append({"label": _("Note spécifique"), "value": _("Lue") if read else _("Pas encore lue")})
    return rows


def _papers(answers: Answers) -> list[Row]:
    optional = set(answers.papers.optional)
    sat = [unit.title for unit in telling.papers(answers) if unit.code in {*answers.papers.units} - optional]
    return [{"label": _("Épreuves présentées"), "value": " ; ".join(sat)}]


def _acquis(answers: Answers) -> list[Row]:
    kept = {one.unit for one in answers.acquis if one.unit}
    known = [unit for unit in telling.papers(answers) if unit.code in kept]
    rows = [{"label": unit.title, "value": unit.status} for unit in (*known, *telling.acquis(answers))]
    return rows or [{"label": _("Acquis"), "value": _("Aucun")}]


def differences(theirs: StepForm, mine: StepForm) -> list[Difference]:
    """Field by field, what two tabs hold of the same step, where they differ."""
    other, own = _said(theirs), _said(mine)
    return [
        Difference(label, other.get(label, ""), own.get(label, ""))
        for label in dict.fromkeys((*own, *other))
        if other.get(label, "") != own.get(label, "")
    ]


def _said(form: StepForm) -> dict[str, str]:
    return {form.label_of(bound.name): _words(bound.data, bound.field) for bound in form}


def _words(value: Any, field: Any) -> str:
    if isinstance(value, Searched):
        return str(field.widget.label_of(value.code)) if value.code else value.typed
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    labels: dict[Any, Any] = dict(flatten(getattr(field, "choices", ())))
    if isinstance(value, list):
        return ", ".join(str(labels.get(one, one)) for one in value)
    return str(labels.get(value, value) or "") if value else ""
