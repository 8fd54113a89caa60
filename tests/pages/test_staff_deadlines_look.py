"""The pages of the deadlines in a real browser, before the limit and after it."""

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.jobs.tick import tick
from sporades.registrations.actions import making_lists, proposing, reviewing
from sporades.registrations.models import DecisionList
from sporades.rules.calendar import GRACE
from sporades.rules.rights import Act
from tests import people
from tests.pages import space, staff
from tests.people import AWA, CAP_PIECES_DUE, INES, KARIM, LEA, NOW, PATISSIER, PAUL, SYLVIE, TOM

pytestmark = pytest.mark.django_db(transaction=True)

AFTER = CAP_PIECES_DUE + GRACE


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def limit(name="staff_deadline"):
    return reverse(name, args=[people.window().id, "confirmations"])


def test_before_the_limit_the_counts_the_people_and_the_doubtful_cases(visitor):
    people.saved(KARIM, PATISSIER)
    stale = people.confirmed(INES, PATISSIER)
    people.save(
        people.fill(stale, people.with_usage_name(people.answers_of(INES, PATISSIER))), said_twice=True
    )

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_deadlines"))
    visitor.look_at(page)
    page.goto(limit())
    visitor.look_at(page)
    page.get_by_role("link", name="Cas douteux").click()
    visitor.look_at(page, "doubtful")

    assert "signée pour une autre version" in page.inner_text("main")


def test_after_the_limit_what_was_done_can_be_undone(visitor):
    for person in (KARIM, LEA, TOM):
        people.saved(person, PATISSIER)
    clocks.start_at(AFTER)
    tick(now=AFTER)

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_deadlines"))
    visitor.look_at(page, "after")
    page.goto(limit())
    visitor.look_at(page, "done")
    page.get_by_role("link", name="Rétablir tous ces dossiers").click()
    visitor.look_at(page)


def test_a_list_is_read_struck_out_and_signed(visitor):
    window = people.window()
    window.sanctions = "approved"
    window.save()
    for person in (KARIM, TOM):
        people.saved(person, PATISSIER)
    clocks.start_at(AFTER)
    tick(now=AFTER)
    held = DecisionList.objects.get()

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_deadline_list", args=[held.id]))
    visitor.look_at(page, "in the making")
    while making_lists.make_next(machine_now=clocks.machine_now(), now=AFTER):
        pass
    page.get_by_role("link", name="Voir où elle en est").click()
    visitor.look_at(page)
    page.get_by_role("link", name="Retirer : Giraud Tom").click()
    visitor.look_at(page)
    page.get_by_label("Pourquoi retirer").fill("Courrier reçu le 14 novembre.")
    page.get_by_role("button", name="Retirer de la liste").click()
    page.get_by_role("button", name="Signer la liste").click()
    visitor.look_at(page, "signed")

    assert "par Paul Mercier" in page.inner_text("main")


def test_the_lists_of_corrections_and_of_proposals(visitor):
    row = people.confirmed(AWA)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"), reason_code="unreadable", sentence="Floue.", by=people.OFFICER, now=NOW
    )
    said = {"reason": "Jamais signée.", "token": people.token(), "now": NOW}
    proposing.propose(row, Act.SET_ASIDE, by=people.acting(people.officer(SYLVIE)), **said)
    clocks.start_at(CAP_PIECES_DUE)

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_deadline_corrections"))
    visitor.look_at(page)
    page.goto(reverse("staff_deadline_proposals"))
    visitor.look_at(page)
