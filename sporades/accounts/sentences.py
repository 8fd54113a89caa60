"""How is each no of the account said on the form it answers, with nothing of what was typed lost?"""

from collections.abc import Callable

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sporades.accounts.access import NotRecognised
from sporades.accounts.actions.refusals import (
    AddressOfACandidate,
    AlreadyOfTheOffice,
    LastAdministrator,
    LastFactor,
    LinkIsOver,
    NothingToChange,
    OutsideMandate,
    WrongCode,
    WrongPassword,
)
from sporades.accounts.addresses import NotAnAddress
from sporades.accounts.passwords import WeakPassword
from sporades.accounts.throttles import TooMany

WEAK: dict[str, Promise] = {
    "too_short": _(
        "Ce mot de passe est trop court : il faut au moins 12 caractères. "
        "Une phrase de quatre ou cinq mots convient très bien."
    ),
    "too_long": _("Ce mot de passe est trop long : 256 caractères au plus."),
    "digits_only": _("Avec des chiffres seuls, il en faut au moins 16. Ajoutez plutôt quelques mots."),
    "known": _(
        "Ce mot de passe est trop courant : il est parmi les premiers qu’essaie un voleur. "
        "Choisissez une phrase de quatre ou cinq mots qui ne vont pas ensemble."
    ),
    "about_you": _(
        "Ce mot de passe est fait de votre nom, de votre adresse ou d’un mot de ce site : "
        "il se devine. Choisissez autre chose."
    ),
}


def carried_out(form: Form, act: Callable[[], object]) -> bool:
    """Does it if the form is whole; False, with the reason on the form, if it is not or is refused."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as refusal:
        say(form, refusal)
        return False
    return True


def say(form: Form, refusal: Exception) -> None:
    field, sentence = _field_and_sentence(refusal)
    form.add_error(field if field in form.fields else None, sentence)


def _field_and_sentence(refusal: Exception) -> tuple[str | None, str]:
    if isinstance(refusal, WeakPassword):
        return "password", str(WEAK[refusal.code])
    if isinstance(refusal, TooMany):
        return None, too_many(refusal.minutes)
    field, sentence = PLAIN[type(refusal)]
    return field, str(sentence)


PLAIN: dict[type[Exception], tuple[str | None, Promise]] = {
    NotAnAddress: ("email", _("Cette adresse semble incomplète. Exemple : prenom.nom@exemple.fr.")),
    NotRecognised: (
        None,
        _("Adresse ou mot de passe incorrect, ou compte pas encore activé."),
    ),
    WrongPassword: ("current", _("Ce n’est pas votre mot de passe actuel.")),
    NothingToChange: ("email", _("C’est déjà l’adresse de votre compte.")),
    AddressOfACandidate: (
        "email",
        _(
            "Cette adresse est celle d’un candidat. Un compte est celui d’un candidat ou d’un agent, "
            "jamais des deux : il faut une autre adresse, professionnelle."
        ),
    ),
    AlreadyOfTheOffice: (
        "email",
        _("Cette adresse est déjà celle d’un agent, ou une invitation y est déjà partie."),
    ),
    OutsideMandate: ("academies", _("Vous ne donnez que les académies qui sont les vôtres.")),
    LastAdministrator: (
        "role",
        _("C’est le dernier administrateur d’une académie : nommez-en un autre d’abord."),
    ),
    WrongCode: (
        "code",
        _(
            "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant : il change toutes les 30 secondes."
        ),
    ),
    LastFactor: (None, _("C’est votre seul moyen d’entrer : ajoutez-en un autre avant de le retirer.")),
    LinkIsOver: (None, _("Ce lien n’est plus valable. Demandez-en un nouveau.")),
}


REFUSALS: tuple[type[Exception], ...] = (WeakPassword, TooMany, *PLAIN)


def too_many(minutes: int) -> str:
    return ngettext(
        "Trop d’essais. Par sécurité, réessayez dans %(minutes)s minute.",
        "Trop d’essais. Par sécurité, réessayez dans %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
