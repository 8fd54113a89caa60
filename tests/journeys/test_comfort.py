"""The pages of registering as their readers set them: dark, enlarged, spaced, in forced colors, by Tab alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize

from tests import people
from tests.browser import PHONE, TOO_WIDE
from tests.journeys.conftest import enter
from tests.pages import registering
from tests.people import KARIM, PATISSIER

pytestmark = pytest.mark.django_db(transaction=True)

# What a reader may impose on any page (WCAG 1.4.12), and letters twice as large (1.4.4).
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }"""
LARGE = "html { font-size: 212.5% !important; }"
# 1280 px enlarged four times is 320 px (1.4.10); a telephone lying on its side is as low.
LOW = ViewportSize(width=640, height=256)

IMPOSE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
CUT = """() => [...document.querySelectorAll("main *:not(.sr, .sr *)")]
    .filter((element) => getComputedStyle(element).overflowX !== "visible")
    .filter((element) => !element.matches(".scroll, input, select"))
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 120))"""
# Where the focus is, as a place in the document: a group of radios is one place.
STOP = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    const group = here.type === "radio" ? document.getElementsByName(here.name)[0] : here;
    const style = getComputedStyle(here);
    return [[...document.querySelectorAll("*")].indexOf(group),
        style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2, here.outerHTML.slice(0, 120)];
}"""


@pytest.fixture
def row():
    return people.saved(KARIM, PATISSIER)


@pytest.fixture
def pages(row):
    """Everything one goes through from the first step to the deposit."""
    steps = [registering.url(row, step) for step in registering.TYPED]
    names = ("summary", "registration", "registration_pieces", "registration_documents", "withdraw")
    return [*steps, *(reverse(name, args=[row.id]) for name in names)]


@pytest.fixture
def page(visitor, row) -> Page:
    return enter(visitor, row.candidate, reverse("space"))


def faults(page: Page, screen: ViewportSize, css: str = "") -> list[str]:
    page.set_viewport_size(screen)
    page.evaluate(IMPOSE, css)
    return [*page.evaluate(TOO_WIDE), *page.evaluate(CUT)]


@pytest.mark.parametrize(
    ("screen", "css"),
    [(PHONE, SPACED), (LOW, ""), (ViewportSize(width=640, height=450), LARGE)],
    ids=["spaced", "low", "large"],
)
def test_nothing_is_cut_or_runs_over_however_one_reads(page, pages, screen, css):
    for path in pages:
        page.goto(path)

        assert faults(page, screen, css) == [], path


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_the_pages_are_clean_in_the_colors_of_their_reader(visitor, page, row, look):
    page.emulate_media(**look)
    wrong = registering.url(row, "contact")
    for path in (
        registering.url(row, "papers"),
        wrong,
        *(reverse(n, args=[row.id]) for n in ("registration", "summary")),
    ):
        page.goto(path)
        visitor.look_at(page, f"{look}")


def stops(page: Page, key: str) -> list[int]:
    found = []
    while True:
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or stop[0] in found:
            return found
        place, seen, element = stop
        assert seen, f"the focus is not seen on {element}"
        found.append(place)


def test_tab_goes_through_every_page_in_order_and_back(page, pages):
    for path in pages:
        page.goto(path)

        forth = stops(page, "Tab")

        assert len(forth) > 10
        assert forth == sorted(forth), path
        page.goto(path)
        assert stops(page, "Shift+Tab") == forth[::-1], path


def test_the_first_stop_skips_to_the_content(page, row):
    page.goto(registering.url(row, "identity"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
