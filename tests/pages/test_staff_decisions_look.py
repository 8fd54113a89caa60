"""The pages on which a person is ended, brought back or given time, in a real browser."""

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.jobs.tick import tick
from sporades.registrations.actions import proposing, proving
from sporades.rules.calendar import GRACE
from sporades.rules.rights import Act
from tests import people
from tests.pages import space, staff
from tests.people import CAP_PIECES_DUE, KARIM, LEA, NOW, PATISSIER, PAUL, SYLVIE, TOM

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "La confirmation n’est pas signée, malgré deux appels."


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_the_head_reads_the_mail_then_decides_with_the_keyboard_or_the_mouse(visitor):
    row = people.saved(KARIM, PATISSIER)
    said = {
        "reason": REASON,
        "token": people.token(),
        "by": people.acting(people.officer(SYLVIE)),
        "now": NOW,
    }
    proposing.propose(row, Act.CANCEL, **said)
    paul = people.officer(PAUL)

    page = staff.inside(visitor, paul, reverse("staff_file", args=[row.id]))
    visitor.look_at(page, "with a proposal")
    page.goto(reverse("staff_propose", args=[row.id]))
    visitor.look_at(page)
    page.get_by_role("link", name="Suivre la proposition").click()
    visitor.look_at(page)
    page.get_by_role("button", name="Lire le courriel").click()
    visitor.look_at(page, "with its mail")
    page.get_by_role("button", name="Annuler la candidature").click()
    visitor.look_at(page, "cancelled")

    assert people.fresh(row).state == "cancelled"


@pytest.mark.parametrize("name", ["staff_set_aside", "staff_personal_date"])
def test_the_other_forms_are_clean(visitor, name):
    row = people.confirmed(KARIM, PATISSIER)

    page = staff.inside(visitor, people.officer(PAUL), reverse(name, args=[row.id]))
    visitor.look_at(page)
    page.get_by_role("button", name="Lire le courriel").click()
    visitor.look_at(page, "with errors")

    assert page.locator(".errors").is_visible()


def test_what_ended_comes_back_from_a_clean_page(visitor):
    saved, draft = people.saved(TOM), people.draft(people.candidate(LEA), people.answers_of(LEA))
    clocks.start_at(CAP_PIECES_DUE + GRACE)
    tick(now=CAP_PIECES_DUE + GRACE)

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_reopen", args=[draft.id]))
    visitor.look_at(page)
    page.goto(reverse("staff_reinstate", args=[saved.id]))
    visitor.look_at(page)

    assert "Pré-inscription enregistrée" in page.inner_text("main")


def test_the_page_of_the_evidence_sheet_is_clean(visitor):
    row = people.saved(KARIM, PATISSIER)
    paul = people.officer(PAUL)
    proving.issue(row, token=people.token(), by=people.acting(paul), now=NOW)

    page = staff.inside(visitor, paul, reverse("staff_evidence", args=[row.id]))
    visitor.look_at(page)

    assert page.get_by_role("link", name="Fiche de preuve 25-23-000001").is_visible()
