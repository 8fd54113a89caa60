"""Which acts does a file offer to this officer, in its present state?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sporades.rules.lifecycle import State
from sporades.rules.rights import Act, Mandate, may
from sporades.ui.addresses import address

if TYPE_CHECKING:
    from sporades.registrations.queries.file import FileSeen


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that has a page: its address takes the registration's id."""

    act: Act
    url_name: str
    label: Promise


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: Promise


# In the order in which the page shows them.
OFFERS: tuple[Offer, ...] = (
    Offer(Act.WRITE_MESSAGE, "staff_file_messages", _("Messages avec le candidat")),
    Offer(Act.SEE_AS_CANDIDATE, "staff_see_as_candidate", _("Voir comme le candidat")),
    Offer(Act.RECEIVE_PAPER, "staff_receive", _("Enregistrer un papier reçu")),
    Offer(Act.CORRECT, "staff_correct", _("Corriger une réponse")),
    Offer(Act.CORRECT_EXAM, "staff_correct_exam", _("Corriger le diplôme, la spécialité ou la forme")),
    Offer(Act.PROPOSE_ACADEMY, "staff_change_academy", _("Changer d’académie")),
    Offer(Act.WRITE_NOTE, "staff_file_notes", _("Notes internes")),
    Offer(Act.GIVE_PERSONAL_DATE, "staff_personal_date", _("Donner une date personnelle")),
    Offer(Act.ISSUE_EVIDENCE, "staff_evidence", _("Fiche de preuve")),
    Offer(Act.PROPOSE, "staff_propose", _("Proposition au chef de bureau")),
    Offer(Act.SET_ASIDE, "staff_set_aside", _("Écarter la candidature")),
    Offer(Act.CANCEL, "staff_cancel", _("Annuler la candidature")),
    Offer(Act.REINSTATE, "staff_reinstate", _("Rétablir l’inscription")),
    Offer(Act.REOPEN, "staff_reopen", _("Rouvrir le brouillon")),
    Offer(Act.READ_FILE, "staff_file_journal", _("Journal du dossier")),
    Offer(Act.READ_TRACES, "staff_file_readers", _("Qui a lu ce dossier")),
    Offer(Act.HOLD_FILE, "staff_file_hold", _("Suspendre l’effacement")),
    Offer(Act.REPLACE_EMAIL, "staff_replace_email", _("Remplacer une adresse perdue")),
    Offer(Act.WITHDRAW, "staff_withdraw", _("Désinscrire, sur demande écrite")),
)


def offered(mandate: Mandate, seen: "FileSeen") -> Iterator[Link]:
    for offer in OFFERS:
        if may(mandate, offer.act, state=State(seen.state)) and _is_open(offer, seen):
            yield Link(address(offer.url_name, seen.id), offer.label)


def _is_open(offer: Offer, seen: "FileSeen") -> bool:
    """Nobody withdraws once the convocation is published."""
    return offer.act is not Act.WITHDRAW or not seen.convoked
