"""Which steps has « M’inscrire », in which order, under which address, and which form asks each?"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sporades.candidate_site.registering.forms.acquis import AcquisForm
from sporades.candidate_site.registering.forms.base import StepForm
from sporades.candidate_site.registering.forms.contact import ContactForm
from sporades.candidate_site.registering.forms.exam import ExamForm
from sporades.candidate_site.registering.forms.identity import IdentityForm
from sporades.candidate_site.registering.forms.papers import PapersForm
from sporades.candidate_site.registering.forms.situation import SituationForm
from sporades.candidate_site.registering.forms.terms import TermsForm


@dataclass(frozen=True, slots=True)
class Step:
    slug: str
    title: Promise
    form: type[StepForm]

    @property
    def name(self) -> str:
        """As in the answers: « exam », « terms »…"""
        return self.form.step

    @property
    def position(self) -> int:
        return STEPS.index(self) + 1

    @property
    def template(self) -> str:
        return f"candidate_site/registering/{self.name}.html"


STEPS = (
    Step("examen", _("Votre examen"), ExamForm),
    Step("modalites", _("Les modalités d’inscription"), TermsForm),
    Step("identite", _("Votre identité"), IdentityForm),
    Step("coordonnees", _("Vos coordonnées"), ContactForm),
    Step("situation", _("Votre situation"), SituationForm),
    Step("epreuves", _("Vos épreuves"), PapersForm),
    Step("acquis", _("Vos acquis"), AcquisForm),
)
BY_NAME = {step.name: step for step in STEPS}
BY_SLUG = {step.slug: step for step in STEPS}
# The summary is the last step, and asks nothing.
TOTAL = len(STEPS) + 1


def after(step: Step) -> Step | None:
    """The next step that asks something, or None when the summary comes."""
    return STEPS[step.position] if step.position < len(STEPS) else None


def before(step: Step) -> Step | None:
    return STEPS[step.position - 2] if step.position > 1 else None


class StepInPath:
    """« modalites » in an address is the step « terms »; both names make the same address."""

    regex = "|".join(step.slug for step in STEPS)

    def to_python(self, value: str) -> Step:
        return BY_SLUG[value]

    def to_url(self, value: object) -> str:
        return (
            value.slug
            if isinstance(value, Step)
            else BY_NAME[str(value)].slug
            if value in BY_NAME
            else str(value)
        )
