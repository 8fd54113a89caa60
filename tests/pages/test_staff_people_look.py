"""The pages about people in a real browser, and the way in by an invitation."""

from uuid import uuid4

import pytest
from django.urls import reverse

from sporades.accounts import actions
from sporades.accounts.models import Officer
from sporades.adapters import clocks
from sporades.journal import actions as journal
from sporades.journal.values import Subject
from sporades.reference.office import reading_limit
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.pages import space, staff
from tests.people import KARIM, MAUD, NOW, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def press(page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_somebody_is_invited_and_comes_in(visitor):
    page = staff.inside(visitor, people.officer(MAUD), reverse("staff_people"))
    page.get_by_role("link", name="Inviter quelqu’un").click()
    visitor.look_at(page)
    press(page, "Envoyer l’invitation")
    visitor.look_at(page, "with errors")
    page.get_by_label("Adresse électronique").fill(people.INVITED)
    page.get_by_label("Prénom et nom").fill("Zita Roy")
    page.get_by_label("Gestionnaire").check()
    page.get_by_label("Nice").check()
    press(page, "Envoyer l’invitation")
    visitor.look_at(page, "one invited")
    page.get_by_role("link", name="Zita Roy").click()
    visitor.look_at(page)

    zita = visitor.open(Mailbox().link(), javascript=False)
    visitor.look_at(zita)
    zita.get_by_label("Nouveau mot de passe").fill("quatre chevaux sous la pluie")
    press(zita, "Créer mon compte")
    zita.wait_for_url(f"**{reverse('login')}")

    assert Officer.objects.get(name="Zita Roy").academies == ["23"]
    zita.goto(Mailbox().link())
    visitor.look_at(zita, "over")


def test_the_pages_of_one_person_are_clean(visitor):
    sylvie, row = people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    people.enrolled(sylvie)
    for _file in range(reading_limit().files):
        subject = Subject("registration", row.id if _file == 0 else uuid4())
        journal.consulted(subject, "file", by=people.acting(sylvie), now=NOW)
    actions.watch_reading(sylvie, now=NOW, machine_now=clocks.machine_now())
    page = staff.inside(visitor, people.officer(MAUD), reverse("staff_people"))
    visitor.look_at(page, "an alarm")
    page.get_by_role("link", name=SYLVIE.name, exact=True).click()
    visitor.look_at(page, "suspended")
    for name in ("mandate", "access", "factors", "mailbox", "readings"):
        page.goto(reverse(f"staff_person_{name}", args=[sylvie.id]))
        visitor.look_at(page)

    suspended = staff.inside(visitor, sylvie, reverse("staff_worklist"))
    visitor.look_at(suspended, "suspended")


def test_the_readers_of_a_file_are_shown_to_the_head(visitor):
    row = people.confirmed(KARIM, PATISSIER)

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_file", args=[row.id]))
    page.get_by_role("link", name="Qui a lu ce dossier").click()

    visitor.look_at(page)
    assert page.get_by_role("rowheader", name=PAUL.name).is_visible()
