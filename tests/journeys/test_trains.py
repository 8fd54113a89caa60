"""A deposit made in a train: the line is cut, an answer is lost, photographs are heavy. Nothing is lost or doubled."""

import io
import random
from collections.abc import Callable

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from sporades.adapters import storage
from sporades.registrations.models import Deposit, File
from tests import people
from tests.journeys.conftest import enter
from tests.journeys.hands import Hands
from tests.pages import space
from tests.people import KARIM, PATISSIER

pytestmark = pytest.mark.django_db(transaction=True)

CHOOSER = "Choisir un fichier ou prendre une photo"
SIGNED = FilePayload(name="signée.jpg", mimeType="image/jpeg", buffer=people.photo())


@pytest.fixture
def row():
    return people.saved(KARIM, PATISSIER)


@pytest.fixture
def page(visitor, row) -> Page:
    return enter(visitor, row.candidate, space.piece_page(row))


@pytest.fixture
def here(page) -> Hands:
    return Hands(page)


def cut_once(page: Page, how: Callable[[Route], None]) -> list[str]:
    """The first deposit that leaves meets this; the next ones go through. Gives what was sent, in order."""
    sent: list[str] = []

    def meet(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.url)
        return how(route) if len(sent) == 1 else route.continue_()

    page.route("**/*", meet)
    return sent


def lost_on_the_way_back(route: Route) -> None:
    """The service received everything; the browser never hears of it."""
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


@pytest.mark.parametrize("how", [lambda route: route.abort("internetdisconnected"), lost_on_the_way_back])
def test_a_line_that_is_cut_is_said_and_the_deposit_is_made_once(page, here, visitor, how):
    sent = cut_once(page, how)
    here.give(CHOOSER, SIGNED)
    here.reach(here.button("Déposer"))
    page.keyboard.press("Enter")
    here.reads("La connexion est coupée. Rien n’est perdu")
    visitor.look_at(page, "line cut")

    # The telephone finds its network again before the next try is due.
    page.evaluate("dispatchEvent(new Event('online'))")

    here.is_at("Dépôt reçu")
    assert len(sent) == 2
    assert Deposit.objects.count() == 1


def test_who_stops_finds_the_same_files_still_chosen(page, here):
    cut_once(page, lambda route: route.abort("internetdisconnected"))
    here.give(CHOOSER, SIGNED)
    here.reach(here.button("Déposer"))
    page.keyboard.press("Enter")
    here.reads("La connexion est coupée")

    here.reach(here.button("Arrêter l’envoi"))
    page.keyboard.press("Enter")

    expect(here.button("Déposer")).to_be_focused()
    assert Deposit.objects.count() == 0
    here.enter()
    here.is_at("Dépôt reçu")


def test_a_heavy_photograph_leaves_lighter_and_upright(page, here):
    noise = Image.frombytes("L", (1000, 750), random.Random(7).randbytes(750_000)).resize((4000, 3000))
    heavy = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: the sensor lay on its side
    noise.save(heavy, "JPEG", quality=98, exif=exif)
    given = FilePayload(name="IMG_0412.jpeg", mimeType="image/jpeg", buffer=heavy.getvalue())
    here.give(CHOOSER, given)

    here.press("Déposer")

    here.is_at("Dépôt reçu")
    kept = File.objects.get()
    assert kept.name == "IMG_0412.jpg"
    assert kept.size < len(heavy.getvalue()) / 2
    with Image.open(io.BytesIO(storage.get(kept.key, kept.wrapped_key, kept.key_id))) as picture:
        assert picture.size == (2250, 3000)


def test_what_is_chosen_in_another_card_stays_chosen(page, here, row, visitor):
    page.goto(reverse("registration_pieces", args=[row.id]))
    first, second = page.get_by_label(CHOOSER).all()[:2]
    first.set_input_files([SIGNED])
    second.set_input_files(
        [FilePayload(name="identité.jpg", mimeType="image/jpeg", buffer=people.photo("id"))]
    )

    here.reach(here.button("Déposer"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Voir l’accusé de dépôt")).to_be_focused()
    visitor.look_at(page, "one card sent, another chosen")
    assert page.evaluate("document.querySelectorAll('input[type=file]')[1].files[0].name") == "identité.jpg"
    assert Deposit.objects.count() == 1
