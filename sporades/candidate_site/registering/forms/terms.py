"""Step 2: what one agrees to before anything else is asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sporades.candidate_site.registering import sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import StepForm, Typed, ticked
from sporades.ui.picking import TickField


class TermsForm(StepForm):
    step = "terms"

    accepted = TickField(
        label=_("J’ai lu ces modalités et je les accepte."),
        missing=_("Cochez la case « J’ai lu ces modalités et je les accepte » pour continuer."),
    )
    in_person = TickField(
        label=_("Je fais moi-même cette inscription."),
        missing=_(
            "Cochez la case « Je fais moi-même cette inscription » : l’inscription est un acte personnel."
        ),
    )

    def ask(self) -> None:
        if self.case.specialty.specific_notice:
            # To read it is a duty that warns, not one that blocks: the rule is data.
            self.fields["notice_read"] = TickField(
                label=_("J’ai pris connaissance de la note spécifique."), required=False
            )

    def section(self) -> dict[str, Any]:
        return sections.terms(self.cleaned_data, self.case)

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        ticks = [name for name in ("accepted", "in_person") if section[name]]
        if case.specialty.code in section["notices_read"]:
            ticks.append("notice_read")
        return ticked(*ticks)
