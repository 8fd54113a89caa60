"""« Corriger le diplôme, la spécialité ou la forme »: the head of office, once everything it changes was read."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sporades.registrations.actions import correcting_exam
from sporades.rules.lifecycle import State
from sporades.rules.rights import Act, may
from sporades.staff_site.decisions import moving
from sporades.staff_site.decisions.deciding import too_late
from sporades.staff_site.decisions.exams import ExamCorrectionForm, known_of
from sporades.staff_site.decisions.moving import Move
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may, posted, token_of

if TYPE_CHECKING:
    from sporades.registrations.effects import Effects
    from sporades.registrations.models import Registration

_LEAD = gettext_lazy(
    "L’état du dossier reste le même, et une signature déjà donnée reste valable. "
    "Ce que cette correction change vous est montré avant d’être fait."
)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.CORRECT_EXAM)
def correct_exam(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "correct_exam")
    if not may(request.mandate, Act.CORRECT_EXAM, state=State(row.state)):
        return too_late(request, row.id)
    form = ExamCorrectionForm(known_of(row, request.mandate), posted(request))
    others = form.has_others_papers
    if others:
        form = form.of_chosen()
    move = Move(
        heading=_("Corriger le diplôme, la spécialité ou la forme"),
        lead=_("Voici les épreuves de cette spécialité : vérifiez-les, puis continuez.") if others else _LEAD,
        button=_("Corriger l’examen"),
        done=_("L’examen est corrigé ; le courriel part."),
        act=lambda: _act(request, row, form),
    )
    return moving.answer(request, row, form, move)


def _act(request: OfficerRequest, row: "Registration", form: ExamCorrectionForm) -> "Effects | None":
    said = {**form.said(), "token": token_of(request), "by": request.actor, "now": request.now}
    return correcting_exam.correct_exam(row, **said)
