"""Which one thing is to be done next, and how is the one sentence laid out above its button?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sporades.candidate_site.registering.steps import STEPS
from sporades.candidate_site.space.told import Task
from sporades.registrations.queries.space import Card, Seen
from sporades.rules import french
from sporades.rules.lifecycle import State
from sporades.ui.addresses import address

# « …, à déposer au plus tard le mardi 10 décembre 2024, 23 h 59 (heure de Paris). », « … La date limite était le … »
_LIMIT = re.compile(
    r"(?P<says>.+?)(?:, |\. )(?P<until>(?:à \w+ )?au plus tard le |La date limite était le )"
    r"(?P<date>[^(]+)(?P<rest> \(.+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Way:
    """The one thing to do next: where its button leads, and what stands on it."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The one sentence, cut where its date begins: the same words, on two lines of two sizes."""

    says: str
    until: str = ""
    date: str = ""
    rest: str = ""


def sentence(card: Card) -> Sentence:
    cut = _LIMIT.fullmatch(card.where.sentence)
    if cut is None:
        return Sentence(card.where.sentence)
    until = french.capital(cut["until"])
    return Sentence(f"{cut['says']}.", until, cut["date"], cut["rest"])


def next_step(seen: Seen) -> Way | None:
    """Where the button of the first screen leads; None when there is nothing to do but wait."""
    if seen.state == State.DRAFT:
        return _continue(seen) if seen.is_open else None
    if not seen.is_live:
        may_return = seen.state == State.WITHDRAWN and not seen.limits[0].passed
        return Way(address("new_registration"), _("M’inscrire à nouveau")) if may_return else None
    return _give(seen) if seen.to_do else None


def _continue(seen: Seen) -> Way:
    if seen.unfinished:
        return Way(reverse("step", args=[seen.id, seen.unfinished[0]]), _("Continuer mon inscription"))
    return Way(address("summary", seen.id), _("Vérifier et enregistrer"))


def _give(seen: Seen) -> Way:
    confirmation = next((piece for piece in seen.to_do if piece.is_confirmation), None)
    if confirmation and seen.signs_online:
        return Way(address("sign", confirmation.id), _("Signer ma confirmation"))
    if confirmation:
        return Way(address("piece", confirmation.id), _("Déposer ma confirmation signée"))
    if len(seen.to_do) == 1:
        return Way(address("piece", seen.to_do[0].id), _("Déposer la pièce qui manque"))
    return Way(address("registration_pieces", seen.id), _("Déposer mes justificatifs"))


def steps(seen: Seen) -> list[Task]:
    """What a draft still asks, step by step; nothing once it is saved, or shut."""
    if seen.version or not seen.is_open:
        return []
    return [
        Task(
            title=str(step.title),
            url=reverse("step", args=[seen.id, step.name]),
            status=_("À remplir") if step.name in seen.unfinished else _("Rempli"),
            tone="wait" if step.name in seen.unfinished else "ok",
            hint="",
        )
        for step in STEPS
    ]


def only_one(cards: Iterable[Card]) -> Card | None:
    """The registration that is meant when none is named: the only one, or the only one that lives."""
    known = list(cards)
    live = [card for card in known if card.is_live] or known
    return live[0] if len(live) == 1 else None
