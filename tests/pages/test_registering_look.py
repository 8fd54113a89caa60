"""Every step and every state of « M’inscrire », in a real browser, by keyboard alone and without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sporades.adapters import clocks
from sporades.registrations import facts
from tests import people
from tests.pages import registering, space
from tests.pages.registering import leave, url, walk
from tests.people import CAP_CLOSES, KARIM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def session(settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def karim():
    return registering.browser_of(people.candidate(KARIM))


@pytest.fixture
def row(karim):
    return registering.start(karim)


@pytest.fixture
def opened(visitor, karim):
    """Opens a page as Karim."""

    def open_as_karim(path: str, *, javascript: bool = True):
        page = visitor.open("/aide/", javascript=javascript)
        cookie = karim.cookies["session"]
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": visitor.home}])
        page.goto(path)
        return page

    return open_as_karim


@pytest.mark.parametrize("query", ["", "?academie=31", "?academie=23&diplome=cap", "?academie=23&diplome=bp"])
def test_the_first_step_is_clean_at_each_of_its_stages(visitor, opened, query):
    page = opened(registering.NEW + query)

    visitor.look_at(page, query)


def test_who_goes_on_without_a_diploma_is_led_to_what_is_missing(opened):
    page = opened(registering.NEW)

    page.get_by_role("button", name="Continuer").click()

    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("step", facts.STEPS)
def test_a_step_is_clean_empty_with_mistakes_and_answered(visitor, opened, karim, row, step):
    page = opened(url(row, step))
    visitor.look_at(page, "empty")
    page.goto(url(row, step) + "?verifier=1")
    visitor.look_at(page, "asked for mistakes")
    walk(karim, row)
    page.goto(url(row, step) + "?retour=recapitulatif")
    visitor.look_at(page, "answered")


def test_the_step_of_the_acquis_is_clean_with_details_mistakes_and_a_warning(visitor, opened, karim, row):
    acquis = {
        "has": "yes",
        "kind-UG1": "kept_mark",
        "title-libre0": "Vie sociale",
        "kind-libre0": "exemption",
    }
    leave(karim, row, "acquis", **acquis)
    page = opened(url(row, "acquis"))
    visitor.look_at(page, "details")
    page.goto(url(row, "acquis") + "?verifier=1")
    visitor.look_at(page, "details that lack")
    details = {"mark-UG1": "9", "exam_session-UG1": "2012", "academy-UG1": "23", "ground-libre0": "other"}
    leave(karim, row, "acquis", **acquis, **details)
    page.goto(url(row, "acquis"))
    visitor.look_at(page, "warnings")


def test_the_summary_is_clean_unfinished_whole_saved_and_changed_after_signing(visitor, opened, karim, row):
    summary = reverse("summary", args=[row.id])
    page = opened(summary)
    visitor.look_at(page, "unfinished")
    walk(karim, row)
    page.goto(summary)
    visitor.look_at(page, "whole")
    registering.save(karim, row)
    people.give(row)
    page.goto(summary)
    visitor.look_at(page, "saved")
    leave(karim, row, "identity", usage_name="Rossi")
    page.goto(summary)
    visitor.look_at(page, "changed after signing")
    page.get_by_role("button", name="Enregistrer").click()
    visitor.look_at(page, "asked again")


def test_two_tabs_are_told_apart_on_a_clean_page(visitor, opened, karim, row):
    page = opened(url(row, "contact"))
    leave(karim, row, "contact")

    page.get_by_label("Commune").fill("Hyères")
    page.get_by_role("button", name="Suivant").click()

    visitor.look_at(page, "two tabs")


def test_a_refusal_and_a_lost_session_are_clean(visitor, opened, row):
    page = opened(url(row, "contact"))
    page.get_by_label("Commune").fill("Hyères")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Suivant").click()
    visitor.look_at(page, "logged out")

    clocks.move_to(CAP_CLOSES)
    refused = opened(url(row, "contact"))
    visitor.look_at(refused, "closed")


def test_one_registers_by_keyboard_alone_and_without_javascript(opened, visitor):
    page = opened(registering.NEW + "?academie=23&diplome=cap", javascript=False)
    keys = page.keyboard

    page.locator("[name=specialty-typed]").focus()
    keys.type("patissier")
    keys.press("Enter")
    expect(page).to_have_title(re.compile("^Les modalités d’inscription – étape 2 sur 8 – CAP Pâtissier"))

    for name in ("accepted", "in_person", "notice_read"):
        page.locator(f"[name={name}]").focus()
        keys.press("Space")
    keys.press("Enter")
    expect(page).to_have_title(re.compile("^Votre identité – étape 3 sur 8"))

    page.locator("[name=sex]").first.focus()
    keys.press("ArrowDown")
    page.locator("[name=nationality]").first.focus()
    keys.press("Space")
    page.locator("[name=birth_place]").focus()
    keys.type("Bastia")
    page.locator("[name=birth_area-typed]").focus()
    keys.type("corse")
    keys.press("Enter")
    expect(page.get_by_label("Haute-Corse (2B)")).to_be_visible()
    page.get_by_label("Haute-Corse (2B)").focus()
    keys.press("Space")
    keys.press("Enter")
    expect(page).to_have_title(re.compile("^Vos coordonnées – étape 4 sur 8"))
    visitor.look_at(page, "by keyboard")
