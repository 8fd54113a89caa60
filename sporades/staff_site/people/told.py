"""How are the states of people and what happened to their accounts said?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.accounts import facts
from sporades.accounts import queries as office
from sporades.accounts.queries.office import Person
from sporades.journal import queries as journal
from sporades.rules import french
from sporades.staff_site import showing
from sporades.staff_site.showing import Zone

if TYPE_CHECKING:
    from sporades.accounts.models import Officer

STATES: dict[str, tuple[Promise, str]] = {
    "active": (gettext_lazy("actif"), "ok"),
    "suspended": (gettext_lazy("suspendu"), "no"),
    "off": (gettext_lazy("désactivé"), "off"),
    "invited": (gettext_lazy("invité"), "wait"),
    "over": (gettext_lazy("invitation expirée"), "off"),
}
EVENTS: dict[str, Promise] = {
    "officer_invited": gettext_lazy("Invitation envoyée."),
    "invitation_renewed": gettext_lazy("Nouveau lien d’invitation."),
    "invitation_revoked": gettext_lazy("Invitation retirée."),
    "invitation_accepted": gettext_lazy("Invitation acceptée : le compte est créé."),
    "mandate_changed": gettext_lazy("Habilitation modifiée."),
    "officer_switched_off": gettext_lazy("Compte désactivé."),
    "officer_switched_on": gettext_lazy("Compte rouvert."),
    "reading_alarm": gettext_lazy("Alarme : trop de dossiers lus en peu de temps."),
    "factor_added": gettext_lazy("Moyen de vérification ajouté."),
    "factor_removed": gettext_lazy("Moyen de vérification retiré."),
    "factor_renamed": gettext_lazy("Moyen de vérification renommé."),
    "factors_reset": gettext_lazy("Vérification réinitialisée par un administrateur."),
    "recovery_codes_made": gettext_lazy("Nouveaux codes de secours."),
    "recovery_code_used": gettext_lazy("Connexion par un code de secours."),
    "mailbox_replacement_asked": gettext_lazy("Adresse perdue : une autre est demandée."),
    "mailbox_replacement_agreed": gettext_lazy("Adresse perdue remplacée, par deux administrateurs."),
    "mailbox_replacement_refused": gettext_lazy("Adresse perdue : demande refusée."),
    "email_changed": gettext_lazy("Adresse changée."),
    "email_restored": gettext_lazy("Adresse rétablie."),
    "password_changed": gettext_lazy("Mot de passe changé."),
    "password_reset_done": gettext_lazy("Mot de passe choisi à nouveau par courriel."),
}
TONES = {
    "reading_alarm": "no",
    "officer_switched_off": "no",
    "factors_reset": "wait",
    "mailbox_replacement_agreed": "wait",
}


def lines(people: Iterable[Person]) -> list[dict[str, object]]:
    """The rows of the list."""
    return [
        {
            "person": one,
            "role": showing.role(one.role),
            "academies": showing.academies(one.academies),
            "state": STATES[one.state][0],
            "tone": STATES[one.state][1],
        }
        for one in people
    ]


def state(officer: "Officer") -> tuple[str, str]:
    """« suspendu » and its tone."""
    code = "suspended" if officer.suspended_at is not None else "active"
    said, tone = STATES["off" if officer.switched_off_at is not None else code]
    return str(said), tone


def events(officer: "Officer", zone: Zone) -> list[dict[str, object]]:
    """The account's chain, the newest first: what, why where somebody had to say it, when, and which colleague."""
    found = journal.timeline(facts.subject_of(officer.account))
    names = office.officer_names({line.actor_id for line in found if line.actor_kind == "officer"})
    return [_event(line, names, zone) for line in found]


def _event(line: journal.Line, names: dict[str, str], zone: Zone) -> dict[str, object]:
    said, reason = EVENTS.get(line.kind, _("Autre événement du compte.")), (line.details or {}).get("reason")
    when = french.spoken_instant(line.at, zone.zone, zone.zone_name)
    who = names.get(line.actor_id, "")
    return {
        "text": french.typeset(f"{said} « {reason} »") if reason else said,
        "at": line.at,
        "when": f"{when} · {who}" if who else when,
        "tone": TONES.get(line.kind, ""),
    }
