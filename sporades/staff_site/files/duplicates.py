"""What is asked of two files that may be one person’s, and what would the answer do?"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.registrations.actions import comparing
from sporades.registrations.actions.comparing import Outcome, Pair
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, token_of
from sporades.ui.fields import TextField
from sporades.ui.picking import RadioField

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

DIFFERENT = "different"


class DuplicateForm(forms.Form):
    """`kept`: the answers that close one of the two, each with its label."""

    answer = RadioField(label=gettext_lazy("Ce qu’il en est"), choices=[])
    authorisation = TextField(
        label=gettext_lazy("Référence de la dérogation"),
        hint=gettext_lazy("Seulement si les deux restent pour un même diplôme à la même session."),
        max_length=120,
        required=False,
    )
    reason = TextField(
        label=gettext_lazy("Motif"),
        hint=gettext_lazy("Le candidat dont une inscription est close le lira mot pour mot."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, kept: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, RadioField)  # noqa: S101 - for the types
        field.choices = [
            (DIFFERENT, _("Ce sont deux personnes différentes : rien ne change, on ne le demande plus")),
            *kept,
            (Outcome.KEEP_BOTH.value, _("C’est la même personne, et les deux inscriptions restent")),
        ]


def kept(pair: Pair) -> list[tuple[str, str]]:
    said = _("C’est la même personne : garder %(kept)s, clore %(ended)s")
    first, second = _named(pair.first), _named(pair.second)
    return [
        (Outcome.KEEP_FIRST.value, said % {"kept": first, "ended": second}),
        (Outcome.KEEP_SECOND.value, said % {"kept": second, "ended": first}),
    ]


def ended(pair: Pair, answer: str) -> "Registration":
    """The one that the answer writes to; where both stay, the second is authorised."""
    return pair.first if answer == Outcome.KEEP_SECOND else pair.second


def act_of(request: OfficerRequest, pair: Pair, form: DuplicateForm) -> Callable[[], None]:
    """The act of this answer, for this officer: what they may not decide, they propose."""
    said = {"reason": form.cleaned_data["reason"], "token": token_of(request)}
    by: dict[str, Any] = {**said, "by": request.actor, "now": request.now}
    if form.cleaned_data["answer"] == DIFFERENT:
        return partial(comparing.say_different, pair, **by)
    outcome = Outcome(form.cleaned_data["answer"])
    if not may(request.mandate, Act.SETTLE_DUPLICATE):
        return partial(comparing.propose_same, pair, outcome, **by)
    authorisation = form.cleaned_data["authorisation"]
    return partial(comparing.settle_same, pair, outcome, authorisation=authorisation, **by)


def _named(row: "Registration") -> str:
    return row.number or _("le brouillon de %(email)s") % {"email": row.candidate.account.email}
