"""Every public page, in a real browser, on a telephone and on a desk, before, during and after."""

import pytest

from sporades.adapters import clocks
from tests.people import paris, the_session

pytestmark = pytest.mark.django_db(transaction=True)

INSTANTS = {
    "before opening": paris(2024, 10, 1, 9),
    "open": paris(2024, 11, 5, 9),
    "in its last hour": paris(2024, 11, 8, 16, 10),
    "closed, papers due": paris(2024, 12, 5, 9),
    "closed": paris(2025, 4, 1, 9),
}
PAGES = [
    "/diplomes/", "/diplomes/?q=aepe", "/diplomes/?q=zzzz", "/diplomes/cap/", "/diplomes/cap/?q=assp",
    "/diplomes/cap/50033205/", "/diplomes/cap/50023224/", "/avant-de-commencer/", "/aide/", "/mentions-legales/",
    "/donnees-personnelles/", "/accessibilite/", "/plan-du-site/",
    "/preuves/", "/verifier/", "/verifier/?reference=0000",
]  # fmt: skip


@pytest.fixture
def at(settings, tmp_path):
    """Sets the legal clock, as in a demonstration."""
    settings.SPORADES_DEMO, settings.DATA_DIR = True, tmp_path
    the_session()
    return clocks.start_at


@pytest.mark.parametrize("when", INSTANTS)
def test_the_home_page_is_clean_at_every_moment_of_a_session(visitor, at, when):
    at(INSTANTS[when])

    visitor.look_at(visitor.open("/"), when)


def test_the_home_page_is_clean_without_any_calendar(visitor):
    visitor.look_at(visitor.open("/"), "without a calendar")


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_is_clean(visitor, at, path):
    at(INSTANTS["open"])

    page = visitor.open(path)

    visitor.look_at(page, path.partition("?")[2])
    for closed in page.locator("details").all():
        closed.evaluate("it => it.open = true")
    visitor.look_at(page, "unfolded")


def test_a_speciality_is_searched_by_keyboard_alone_and_without_javascript(visitor, at):
    at(INSTANTS["open"])
    page = visitor.open("/diplomes/cap/", javascript=False)

    page.get_by_role("searchbox").focus()
    page.keyboard.type("patissier")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=patissier*")

    assert page.get_by_role("link", name="Pâtissier", exact=True).is_visible()
