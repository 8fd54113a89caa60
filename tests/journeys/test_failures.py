"""Each page that says no, or that something broke: in French, clean, and with a way on by keyboard."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.people import KARIM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.journeys.failing")]

STATUSES = (400, 403, 404, 413, 429, 500, 503)


def test_every_error_page_is_clean_has_its_own_title_and_leads_to_help(hands, visitor):
    here = hands("/")
    titles = set()
    for status in STATUSES:
        here.page.goto(f"/panne/{status}/")
        visitor.look_at(here.page, f"error {status}")
        expect(here.page.get_by_role("heading", level=1)).to_have_count(1)
        titles.add(here.page.title())
        here.reach(here.page.locator("a[href='/aide/']").last)
        here.enter()
        here.is_at("Aide et contact")

    assert len(titles) == len(STATUSES)


def test_whoever_is_logged_in_is_still_at_home_on_an_error_page(hands):
    here = hands("/panne/404/", people.candidate(KARIM))

    here.follow("Mes inscriptions")

    here.is_at("Mes inscriptions")
