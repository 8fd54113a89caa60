"""A candidate's own pages, in every state of a registration: clean, and each told from the others by its title."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sporades.adapters import clocks
from sporades.adapters.undelivered import because
from sporades.notices.models import Notice
from sporades.registrations.actions import bouncing
from sporades.registrations.models import Registration
from sporades.rules.lifecycle import LIVE, State
from tests import people
from tests.journeys.conftest import enter
from tests.journeys.stages import STAGES
from tests.pages import registering
from tests.people import CAP_CLOSES, KARIM, PATISSIER

pytestmark = pytest.mark.django_db(transaction=True)

OF_A_REGISTRATION = ("registration", "registration_pieces", "registration_documents")
# A state that is not the first of these is an end, or begins after the first save.
SAYS_WHERE_ONE_STANDS = {
    State.DRAFT: "Rien n’est enregistré.",
    State.SAVED: "Vous n’êtes pas encore inscrit",
    State.CONFIRMED: "Votre dossier est déposé, le service l’examine.",
    State.INCOMPLETE: "Votre dossier est à compléter",
    State.ADMITTED: "Vous êtes inscrit, sous réserve de votre attestation R.408",
    State.WITHDRAWN: "désinscrit",
    State.EXPIRED: "n’a pas été enregistré",
    State.CANCELLED: "annulée",
    State.SET_ASIDE: "écartée",
}


def paths(row: Registration) -> list[str]:
    own = [reverse(name, args=[row.id]) for name in OF_A_REGISTRATION]
    pieces = [reverse("piece", args=[held.id]) for held in row.pieces.all()]
    leaving = [reverse("withdraw", args=[row.id])] if State(row.state) in LIVE else []
    return [reverse("space"), *own, *pieces, *leaving]


def look_at_all(visitor, page: Page, addresses: list[str], state: str) -> None:
    titles = set()
    for path in addresses:
        page.goto(path)
        visitor.look_at(page, state)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        titles.add(page.title())
    assert len(titles) == len(addresses), f"two pages of one title: {sorted(titles)}"


@pytest.mark.parametrize("state", State)
def test_every_page_of_a_registration_is_clean_and_says_where_one_stands(visitor, state):
    row, now = STAGES[state]()
    assert State(row.state) is state
    clocks.start_at(now)

    page = enter(visitor, row.candidate, reverse("registration", args=[row.id]))

    expect(page.get_by_role("main")).to_contain_text(SAYS_WHERE_ONE_STANDS[state])
    look_at_all(visitor, page, paths(row), state)


def test_every_step_has_a_title_of_its_own(visitor):
    row = people.saved(KARIM, PATISSIER)
    page = enter(visitor, row.candidate, reverse("space"))
    steps = [registering.url(row, step) for step in registering.TYPED]

    look_at_all(visitor, page, [*steps, reverse("summary", args=[row.id])], "of a saved registration")


@pytest.mark.parametrize("state", [State.SAVED, State.CONFIRMED])
def test_once_closed_a_registration_only_reads_and_its_pages_are_clean(visitor, state):
    row, _ = STAGES[state]()
    clocks.start_at(CAP_CLOSES)

    page = enter(visitor, row.candidate, reverse("space"))

    look_at_all(visitor, page, paths(row), f"{state}, closed")
    page.goto(reverse("registration", args=[row.id]))
    expect(page.get_by_role("link", name="Modifier mon inscription")).to_have_count(0)


def test_the_page_of_the_mails_that_came_back_is_clean_and_empties_itself(visitor):
    row = people.saved(KARIM, PATISSIER)
    mail = Notice.objects.get(subject_id=row.id)
    bouncing.come_back(mail.id, because("550 5.1.1 unknown user"), now=people.NOW)

    page = enter(visitor, row.candidate, reverse("space"))
    look_at_all(visitor, page, [reverse("space"), reverse("returned_mails")], "a mail came back")
    page.get_by_text("Lire ce courriel").click()
    visitor.look_at(page, "a mail that came back, opened")
    page.get_by_role("button", name="J’ai lu").click()

    expect(page.get_by_role("main")).not_to_contain_text("ne vous parviennent pas")
