"""Is every page framed alike, and does each error page help?"""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from tests.ui.questions import sent

pytestmark = pytest.mark.urls("tests.ui.urls")

TEMPLATES = Path(__file__).parents[2] / "sporades/ui/templates"
ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500", "503")
CANDIDATE = SimpleNamespace(is_authenticated=True)
VISITOR = SimpleNamespace(is_authenticated=False)


def page(
    path: str = "/home/", user: object = VISITOR, template: str = "ui/base.html", **context: object
) -> str:
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return render_to_string(template, {"request": request, **context})


def test_the_first_link_skips_to_the_content():
    html = page()

    assert re.search(r"<body>\s*<a [^>]*href=\"#contenu\"", html)
    assert '<main id="contenu" tabindex="-1">' in html


def test_a_visitor_is_shown_the_way_in():
    html = page()

    assert "Se connecter" in html
    assert "Mes inscriptions" not in html


def test_a_candidate_leaves_by_a_button_because_a_link_changes_nothing():
    html = page("/space/", CANDIDATE)

    assert '<a href="/space/" aria-current="page">Mes inscriptions</a>' in html
    assert re.search(
        r'<form method="post" action="/logout/">.*<button type="submit">Se déconnecter', html, re.DOTALL
    )


def test_a_page_may_say_itself_where_it_stands():
    html = page("/help/", CANDIDATE, nav_current="documents")

    assert '<a href="/documents/" aria-current="page">' in html
    assert html.count("aria-current") == 1


def test_the_title_begins_with_the_error_when_there_is_one():
    assert "<title>Erreur\u00a0: Examens professionnels – Sporades</title>" in page(form=sent(name=""))
    assert "<title>Examens professionnels – Sporades</title>" in page(form=sent())


@pytest.mark.parametrize(
    "label",
    ["Plan du site", "Accessibilité\u00a0: non conforme", "Mentions légales", "Données personnelles", "Aide"],
)
def test_the_footer_of_every_page_leads_to_what_the_law_asks(label):
    assert label in page()


def test_what_has_just_happened_is_said():
    html = page(messages=[SimpleNamespace(level_tag="success", __str__=lambda self: "")])

    assert re.search(r'<div role="status"><ul class="messages', html)


def test_a_form_page_asks_its_questions_with_our_own_sentences():
    html = page(template="ui/form_page.html", form=sent(name=""), previous_url="/space/")

    assert "novalidate" in html
    assert html.index('class="errors"') < html.index("<form class")
    assert '<a class="btn ghost" href="/space/">Précédent</a>' in html


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_to_say_what_to_do(name):
    html = render_to_string(f"{name}.html")

    assert html.count("<h1>") == 1
    assert 'class="lead"' in html
    assert re.search(r'href="/(help|aide)/"', html)


@pytest.mark.parametrize("name", ["500", "503"])
def test_the_pages_shown_when_all_is_down_ask_nothing_of_the_service(name):
    assert not re.search(r"{[{%]", (TEMPLATES / f"{name}.html").read_text())


def test_a_page_left_open_too_long_offers_to_send_what_was_typed():
    html = render_to_string("403_csrf.html", {"kept": [("name", 'a"b')], "action": "/etape/3/"})

    assert 'action="/etape/3/"' in html
    assert '<input type="hidden" name="name" value="a&quot;b">' in html


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_a_style_or_a_script_of_its_own(template):
    text = template.read_text()

    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
