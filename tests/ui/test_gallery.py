"""Do all the components, in a real browser, hold at every width and by the keyboard alone?"""

import pytest

from tests.browser import PHONE

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]

# What a reader may impose on any page (WCAG 1.4.12).
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
)
TARGETS = "button, input, select, textarea, .btn, .menu a, .foot a"
TOO_SMALL = """selector => [...document.querySelectorAll(selector)]
    .filter((element) => element.offsetParent)
    .filter((element) => element.getBoundingClientRect().width < 24 || element.offsetHeight < 24)
    .map((element) => element.outerHTML.slice(0, 120))"""
FOCUSED = """() => {
    const style = getComputedStyle(document.activeElement);
    const element = document.activeElement.outerHTML.slice(0, 120);
    return [element, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""
IMPOSE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("path", ["/gallery/", "/gallery/?envoi"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_left_out_of_the_gallery(visitor, path, scheme):
    page = visitor.open(path)
    page.emulate_media(color_scheme=scheme)

    visitor.look_at(page, f"{path} {scheme}")


def test_the_gallery_holds_when_the_reader_spaces_the_text(visitor):
    page = visitor.open("/gallery/?envoi", screen=PHONE)
    # A constructed sheet, because the policy of the pages lets no other in.
    page.evaluate(IMPOSE, SPACED)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_every_target_is_wide_enough_for_a_trembling_finger(visitor):
    page = visitor.open("/gallery/", screen=PHONE)

    assert page.evaluate(TOO_SMALL, TARGETS) == []


def test_every_stop_of_the_keyboard_is_seen(visitor):
    page = visitor.open("/gallery/")

    for _stop in range(60):
        page.keyboard.press("Tab")
        element, style, width = page.evaluate(FOCUSED)
        assert style == "solid", element
        assert width >= 2, element


def test_the_errors_take_the_focus_and_lead_to_the_answers(visitor):
    page = visitor.open("/gallery/?envoi", javascript=False)
    page.locator(".errors:focus").wait_for()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.locator("#id_paper").evaluate("element => element === document.activeElement")


def test_a_question_opens_the_next_without_any_script(visitor):
    page = visitor.open("/gallery/", javascript=False)
    opened = page.get_by_text("Avez-vous déjà une notification")
    assert not opened.is_visible()

    page.get_by_role("radio", name="Oui", exact=True).check()

    assert opened.is_visible()


def test_a_password_can_be_seen_where_there_is_a_script(visitor):
    page = visitor.open("/gallery/")
    password = page.get_by_label("Mot de passe", exact=True)

    page.get_by_role("button", name="Afficher le mot de passe").click()

    assert password.get_attribute("type") == "text"


def test_a_page_without_script_shows_no_button_that_needs_one(visitor):
    page = visitor.open("/gallery/", javascript=False)

    assert not page.get_by_role("button", name="Afficher").is_visible()


def test_a_file_too_heavy_is_said_before_it_is_sent(visitor):
    page = visitor.open("/gallery/")

    page.locator("#id_paper").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"0" * 10_000_001}
    )

    assert "scan.pdf" in page.locator("#id_paper_weight").inner_text()
