"""What does the page of a proposal ask: to propose, to answer, or nothing?"""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.registrations.actions import proposing
from sporades.registrations.queries.decided import Decided
from sporades.rules.lifecycle import State
from sporades.rules.rights import Act, Mandate, may, proposable
from sporades.staff_site.decisions.forms import AnswerForm, ProposalForm
from sporades.staff_site.doors import OfficerRequest, token_of

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

# The page on which each proposal is followed.
PAGES = {
    Act.CANCEL: "staff_cancel",
    Act.SET_ASIDE: "staff_set_aside",
    Act.REINSTATE: "staff_reinstate",
    Act.REOPEN: "staff_reopen",
    Act.GIVE_PERSONAL_DATE: "staff_personal_date",
    Act.CORRECT_EXAM: "staff_correct_exam",
}


def form_for(request: OfficerRequest, row: "Registration", known: Decided) -> Form | None:
    """To propose where nothing waits, to answer for who may decide; None for who can only wait."""
    data = request.POST or None
    if known.waiting is None:
        acts = [(act, reference().say(f"act_{act}")) for act in proposable(State(row.state))]
        return ProposalForm(data, acts=acts) if acts else None
    return AnswerForm(data) if may(request.mandate, known.waiting.act) else None


def carry_out(request: OfficerRequest, row: "Registration", form: Form) -> None:
    """Raises `Blocked`."""
    said = {**form.cleaned_data, "token": token_of(request), "by": request.actor, "now": request.now}
    if isinstance(form, AnswerForm):
        proposing.refuse(row, **said)
        messages.success(
            request, _("La proposition n’est pas suivie ; le gestionnaire le lira sur le dossier.")
        )
        return
    proposing.propose(row, Act(said.pop("act")), **said)
    messages.success(request, _("Votre proposition attend la décision du chef de bureau."))


def way(known: Decided, mandate: Mandate) -> dict[str, Any]:
    """Where the proposal that waits is followed, for who may."""
    waiting = known.waiting
    if waiting is None or not may(mandate, waiting.act):
        return {"follow": ""}
    return {"follow": reverse(PAGES[waiting.act], args=[waiting.registration])}
