"""Which acts does a file offer to this officer, in its present state?"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sporades.rules.lifecycle import State
from sporades.rules.rights import Act, Mandate, may


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
    Offer(Act.CORRECT, "staff_correct", _("Corriger une réponse")),
    Offer(Act.WRITE_NOTE, "staff_file_notes", _("Notes internes")),
)


def offered(mandate: Mandate, registration_id: UUID, state: State) -> Iterator[Link]:
    for offer in OFFERS:
        if may(mandate, offer.act, state=state):
            yield Link(reverse(offer.url_name, args=[registration_id]), offer.label)
