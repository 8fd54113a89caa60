"""A lost mailbox: what is asked, and what a second person says of it. Of a candidate, or of a colleague."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages as flash
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.accounts.actions import lost_mailboxes
from sporades.accounts.actions.refusals import AddressTaken, NothingToChange, SamePerson
from sporades.accounts.addresses import NotAnAddress
from sporades.staff_site.doors import OfficerRequest
from sporades.ui.fields import EmailField, TextField

if TYPE_CHECKING:
    from sporades.accounts.models import Account
    from sporades.accounts.queries.lost_mailboxes import LostMailbox

_ACTS = {"agree": lost_mailboxes.agree, "refuse": lost_mailboxes.refuse}
_SAID = {
    lost_mailboxes.agree: gettext_lazy("Adresse remplacée. L’ancienne et la nouvelle reçoivent un courriel."),
    lost_mailboxes.refuse: gettext_lazy("Demande refusée : l’adresse reste la même."),
}


class MailboxForm(forms.Form):
    email = EmailField(label=gettext_lazy("Nouvelle adresse"), max_length=254, autocomplete="off")
    reason = TextField(
        label=gettext_lazy("Ce que vous avez vérifié"),
        hint=gettext_lazy(
            "La personne, sa pièce d’identité, quand et comment. Un collègue lira, et décidera."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def asked(request: OfficerRequest, account: "Account", form: MailboxForm) -> bool:
    """Whether it now waits for a second person; otherwise the form says why not."""
    try:
        lost_mailboxes.ask(account, **form.cleaned_data, by=request.actor, now=request.now)
    except NotAnAddress:
        form.add_error("email", _("Cette adresse n’en est pas une. Vérifiez-la avec la personne."))
    except NothingToChange:
        form.add_error("email", _("C’est déjà l’adresse de ce compte."))
    except AddressTaken:
        form.add_error("email", _("Un autre compte utilise cette adresse. Demandez-en une autre."))
    return form.is_valid()


def decides(request: OfficerRequest, waiting: "LostMailbox | None") -> bool:
    """Whether this form answers a request, or comes while one waits."""
    return request.method == "POST" and (waiting is not None or "asked" in request.POST)


def decide(request: OfficerRequest, waiting: "LostMailbox | None") -> bool:
    """Whether what was read is what waits: nothing is decided of a request that nobody has shown."""
    act = next((_ACTS[said] for said in _ACTS if said in request.POST), None)
    if act is None or waiting is None or request.POST.get("asked") != str(waiting.id):
        flash.error(request, _("La demande a changé entre-temps. Relisez cette page : rien n’a été décidé."))
        return False
    try:
        act(waiting.id, by=request.actor, now=request.now)
    except SamePerson:
        flash.error(request, _("Vous avez fait cette demande : c’est à un collègue de décider."))
    except AddressTaken:
        flash.error(request, _("Un autre compte utilise maintenant cette adresse : rien n’a changé."))
    else:
        flash.success(request, _SAID[act])
    return True
