"""One file from the work list to the convocation, by keyboard alone: the officer, the candidate, the chef de bureau.

Each does what only they may do, and finds what the one before left. The worker
passes between two of them, as it does all day, with a real antivirus.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload

from sporades.adapters import clocks
from sporades.notices import actions as sending
from sporades.registrations.actions.deciding import TIME_TO_UNDO
from sporades.registrations.models import Registration, Verdict
from sporades.rules.lifecycle import State
from tests import lots, people
from tests.journeys import post
from tests.journeys.conftest import enter
from tests.journeys.hands import Hands
from tests.pages import staff
from tests.people import KARIM, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db(transaction=True)

CARD = "Pièce d’identité"
SENTENCE = "On ne lit pas votre date de naissance."
SHARPER = FilePayload(name="nette.jpg", mimeType="image/jpeg", buffer=people.photo("nette"))
ROOM = lots.paper("Convocation", "Salle 12")
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def row(antivirus: str) -> Registration:
    """Everything was given, and the antivirus has seen it."""
    row = people.confirmed(KARIM, PATISSIER)
    for piece in row.pieces.filter(state="expected"):
        people.give(row, piece.kind, key=piece.key)
    the_worker_passes()
    return row


def the_worker_passes() -> None:
    """The antivirus, the lots, then the mails, ten seconds later; how PDFs are drawn is another test's."""
    people.scan_all(now=clocks.legal_now())
    lots.check()
    lots.issue(now=clocks.legal_now())
    while sending.send_next(machine_now=clocks.machine_now() + TIME_TO_UNDO):
        pass


def test_a_piece_is_refused_given_again_and_accepted_and_the_convocation_reaches_its_candidate(visitor, row):
    sylvie = Hands(staff.inside(visitor, people.officer(SYLVIE), reverse("staff_worklist")))
    paul = Hands(staff.inside(visitor, people.officer(PAUL), reverse("staff_publications")))
    karim = Hands(enter(visitor, row.candidate, reverse("space")))

    letter = refuse_the_card(sylvie)
    decided_at = Verdict.objects.get(kind="piece_refused").made_at
    assert not sending.send_next(machine_now=decided_at + TIME_TO_UNDO - MOMENT)
    the_worker_passes()
    assert post.arrived(KARIM.email).text.split() == letter.split()

    give_another(karim)
    the_worker_passes()
    accept_the_card_and_admit(sylvie)
    assert State(people.fresh(row).state) is State.ADMITTED

    publish(paul, f"{row.number}.pdf")
    assert read_the_convocation(karim) == ROOM


def refuse_the_card(sylvie: Hands) -> str:
    """The confirmation is accepted, the identity card is not: what the mail that is shown says."""
    sylvie.is_at("À contrôler")
    sylvie.follow("Contrôler")
    sylvie.enter("v")
    sylvie.enter("x")
    sylvie.is_at(f"Refuser : {CARD}")
    sylvie.choose("Pourquoi refuser cette pièce ?", "Le document est illisible")
    sylvie.type("Phrase pour le candidat", SENTENCE)
    sylvie.press("Voir le courriel")
    sylvie.reads("Il part dans dix secondes")
    letter = sylvie.page.locator(".letter > :nth-child(n + 3)").all_inner_texts()
    sylvie.press("Refuser et envoyer")
    sylvie.reads("Ce qui manque pour prononcer l’inscription")
    return "\n".join(letter)


def give_another(karim: Hands) -> None:
    karim.page.goto(post.link_in(post.arrived(KARIM.email)))
    karim.follow(CARD)
    karim.reads(SENTENCE)
    karim.give("Choisir un fichier ou prendre une photo", SHARPER)
    karim.press("Remplacer")
    karim.is_at("Dépôt reçu")


def accept_the_card_and_admit(sylvie: Hands) -> None:
    sylvie.follow("À contrôler")
    sylvie.follow("Contrôler")
    sylvie.enter("v")
    sylvie.reads("Tout ce que l’inscription demande est décidé.")
    sylvie.enter("v")


def publish(paul: Hands, name: str) -> None:
    paul.follow("Préparer un lot")
    paul.choose("Quel document", "convocation")
    paul.type("Nom du lot", "Convocations du CAP, juin 2025")
    archive = lots.archive({name: ROOM})
    paul.give("Fichiers", FilePayload(name="juin.zip", mimeType="application/zip", buffer=archive))
    paul.press("Envoyer les fichiers")
    the_worker_passes()
    paul.follow("Actualiser")
    paul.follow("Publier…")
    paul.choose("Quand", "Maintenant")
    paul.press("Publier")
    the_worker_passes()
    paul.follow("Actualiser")
    paul.reads("1 document publié")


def read_the_convocation(karim: Hands) -> bytes:
    """By the mail that tells of it, to the PDF and back."""
    karim.page.goto(post.link_in(post.arrived(KARIM.email)))
    karim.is_at("Mes documents")
    karim.follow("Ouvrir : Convocation")
    pdf = karim.page.url
    karim.page.go_back()
    karim.reads("Vous l’avez ouvert la première fois")
    return karim.page.request.get(pdf).body()
