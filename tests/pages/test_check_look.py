"""The check in a real browser: looked at on a desk and on a telephone, and a whole file decided by the keyboard."""

import pytest
from django.urls import reverse

from sporades.registrations.models import Verdict
from tests import people
from tests.journeys.hands import Hands
from tests.pages import space, staff
from tests.pages.test_check import with_acquis
from tests.people import HUGO, JEANNE, KARIM, PATISSIER, PAUL, SYLVIE, TOM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def whole(person=KARIM):
    """Everything was given, and found clean."""
    row = people.confirmed(person, PATISSIER)
    for piece in row.pieces.filter(state="expected"):
        people.give(row, piece.kind, key=piece.key)
    space.found_clean(row)
    return row


class Keyboard:
    """Counts what an officer presses, and waits for the page that follows."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str, *, leads_to: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)
        self.page.get_by_text(leads_to).first.wait_for()


def test_a_whole_file_is_decided_by_the_keyboard_in_one_key_a_piece_and_one_to_conclude(visitor):
    row = whole(JEANNE)
    pieces = list(row.pieces.exclude(state="not_needed").order_by("position"))
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_check_next"))
    keyboard = Keyboard(page)
    page.get_by_role("heading", name=pieces[0].title).first.wait_for()

    for piece in pieces:
        keyboard.press("v", leads_to=f"Pièce validée\u00a0: {piece.title}")
    keyboard.press("v", leads_to="Dossier recevable")

    assert people.fresh(row).state == "admitted"
    assert keyboard.pressed == len(pieces) + 1 <= 2 * len(pieces)


def test_what_is_decided_upon_and_the_buttons_that_decide_are_seen_together(visitor):
    row = whole()
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_check", args=[people.piece(row).id]))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".sheet img").evaluate("(image) => image.decode()")

    for shown in (page.locator(".sheet img"), page.get_by_role("button", name="Valider")):
        box = shown.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900


def test_a_refusal_is_reached_by_two_keys_under_its_title(visitor):
    row = whole()
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_check", args=[people.piece(row).id]))

    Keyboard(page).press("x", leads_to="Pourquoi refuser cette pièce")
    page.keyboard.press("Tab")

    assert page.evaluate("[document.activeElement.name, scrollY]") == ["reason", 0]


def test_the_wrong_key_is_taken_back_by_another(visitor):
    row = whole()
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_check", args=[people.piece(row).id]))
    keyboard = Keyboard(page)

    keyboard.press("v", leads_to="Pièce validée")
    keyboard.press("z", leads_to="Décision annulée")

    assert people.piece(row).state == "deposited"
    assert Verdict.objects.get().undone_at is not None


def test_keys_leave_alone_what_is_typed_and_the_picture_turns_without_a_new_page(visitor):
    row = whole()
    held = people.piece(row, "identity")
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_check", args=[held.id]))
    page.evaluate("window.same = true")

    page.keyboard.press("r")
    page.locator("img[src*='tour=90']").wait_for()
    page.keyboard.press("+")
    page.locator("img[src*='zoom=1']").wait_for()
    assert page.evaluate("window.same")
    visitor.look_at(page, "turned")
    page.keyboard.press("x")
    page.get_by_text("Pourquoi refuser cette pièce").wait_for()
    page.get_by_label("Phrase pour le candidat").fill("")
    page.get_by_label("Phrase pour le candidat").press("v")

    assert people.piece(row, "identity").state == "deposited"
    assert page.get_by_label("Phrase pour le candidat").input_value() == "v"

    page.goto(reverse("staff_check", args=[held.id]))
    page.keyboard.press("?")
    page.get_by_role("heading", name="Touches du contrôle").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_every_page_of_the_check_is_clean(visitor, javascript):
    row = whole()
    held = people.piece(row, "identity")
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_check_next"), javascript=javascript)
    visitor.look_at(page)
    page.goto(reverse("staff_check_refuse", args=[held.id]))
    visitor.look_at(page)
    page.get_by_label("Le document est illisible").check()
    page.get_by_role("button", name="Voir le courriel").click()
    visitor.look_at(page, "mail")
    page.get_by_role("button", name="Refuser et envoyer").click()
    visitor.look_at(page, "decided")
    for name, of in (
        ("staff_check_waive", held.id),
        ("staff_check_recognise", people.piece(row).id),
        ("staff_check_ask", row.id),
        ("staff_check_file", row.id),
        ("staff_check_keys", None),
        ("staff_check_reasons", None),
    ):
        page.goto(reverse(name, args=[of] if of else []) + "?rester=1")
        visitor.look_at(page)


def test_the_decision_of_an_acquis_is_clean(visitor):
    row = with_acquis()
    proof = people.piece(row, "acquis_proof", "UG1")
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_check", args=[proof.id]))
    visitor.look_at(page, "acquis")
    page.get_by_role("link", name="Autrement, ou refuser l’acquis").click()
    visitor.look_at(page)
    page.get_by_label("Refusé").check()
    page.get_by_label("Pourquoi").fill("La note est inférieure à 10.")
    page.get_by_role("button", name="Voir le courriel").click()
    visitor.look_at(page, "mail")


def test_a_batch_is_clean_from_its_choice_to_its_report(visitor):
    whole()
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_check_batch"))
    visitor.look_at(page)
    page.get_by_role("link", name="Pièce d’identité").click()
    visitor.look_at(page, "choice")
    page.get_by_label("Benali Karim").check()
    page.get_by_role("button", name="Voir ce qui se fera").click()
    visitor.look_at(page, "list")
    page.get_by_role("button", name="Faire").click()
    page.get_by_text("1 décision prise").wait_for()
    visitor.look_at(page, "report")


def test_nothing_left_to_check_says_so(visitor):
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_check_next"))

    visitor.look_at(page)
    assert page.get_by_text("Rien n’attend de décision.").is_visible()


def test_what_is_ticked_in_the_work_list_is_treated_by_keyboard_alone_once_it_was_read(visitor):
    rows = [whole(KARIM), whole(TOM)]
    undecided = people.confirmed(HUGO, PATISSIER)
    space.found_clean(undecided)
    hands = Hands(staff.inside(visitor, people.officer(SYLVIE), reverse("staff_worklist")))

    for row in (*rows, undecided):
        hands.tick(f"Choisir {row.candidate.birth_name} {row.candidate.given_names}")
    hands.go_down_to("Pour les dossiers cochés", "Valider\u00a0: Pièce d’identité")
    hands.press("Traiter la sélection")

    hands.is_at("Ce qui se fera")
    hands.reads("2 décisions se feront")
    hands.reads("1 ne se fera pas")
    assert {people.piece(row, "identity").state for row in rows} == {"deposited"}
    hands.press("Faire")

    hands.is_at("Ce qui a été fait")
    hands.reads("2 décisions prises")
    assert [people.piece(row, "identity").state for row in (*rows, undecided)] == [
        "accepted",
        "accepted",
        "expected",
    ]
