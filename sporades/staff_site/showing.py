"""How are an officer and what they were given read by people: role, académies, diplomas, rights, hours?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.reference.load import reference
from sporades.rules.rights import Act, Mandate, Role, may

if TYPE_CHECKING:
    from sporades.accounts.models import Invitation, Officer

ROLES: dict[Role, Promise] = {
    Role.OFFICER: gettext_lazy("gestionnaire"),
    Role.HEAD: gettext_lazy("chef de bureau"),
    Role.ADMINISTRATOR: gettext_lazy("administrateur"),
    Role.READER: gettext_lazy("consultation"),
}


@dataclass(frozen=True, slots=True)
class Zone:
    """The hour in which somebody reads an instant: that of their first académie."""

    zone: str
    zone_name: str


def zone_of(mandate: Mandate) -> Zone:
    academy = reference().academies[min(mandate.academies)]
    return Zone(academy.zone, academy.zone_name)


def role(of: str) -> str:
    return str(ROLES[Role(of)])


def academies(codes: Iterable[str]) -> str:
    known = reference().academies
    return ", ".join(known[code].name for code in sorted(codes))


def diplomas(codes: Iterable[str]) -> str:
    known, named = reference().diplomas, sorted(codes)
    return ", ".join(known[code].short for code in named) if named else _("tous")


def mandate(of: Mandate) -> list[dict[str, str]]:
    """The rows of a summary list."""
    return [
        {"label": _("Rôle"), "value": role(of.role)},
        {"label": _("Académies"), "value": academies(of.academies)},
        {"label": _("Diplômes"), "value": diplomas(of.diplomas)},
        {"label": _("Ouvre les dossiers"), "value": _yes_or_no(yes=may(of, Act.READ_FILE))},
        {"label": _("Voit le handicap"), "value": _yes_or_no(yes=of.sees_handicap)},
    ]


def person(officer: "Officer") -> list[dict[str, str]]:
    return [
        {"label": _("Nom"), "value": officer.name},
        {"label": _("Adresse électronique"), "value": officer.account.email},
        *mandate(officer.mandate),
    ]


def invited(of: "Invitation") -> list[dict[str, str]]:
    return [
        {"label": _("Nom"), "value": of.name},
        {"label": _("Adresse électronique"), "value": of.email},
        *mandate(of.mandate),
    ]


def _yes_or_no(*, yes: bool) -> str:
    return _("oui") if yes else _("non")
