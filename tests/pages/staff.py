"""How the tests enter the exam office: an officer of the cast, a browser that is logged in."""

import re
from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver
from playwright.sync_api import Page

from sporades.accounts import factors
from sporades.accounts.models import Officer
from sporades.staff_site.urls import urlpatterns


def enter(officer: Officer) -> Client:
    """The officer's browser, logged in, the second factor passed."""
    client = Client()
    client.force_login(officer.account)
    session = client.session
    factors.mark(session, officer.account_id)
    session.save()
    return client


def hidden(response: HttpResponse, name: str) -> dict[str, str]:
    """What a form of this page sends without showing it."""
    found = re.search(rf'type="hidden" name="{name}" value="([^"]+)"', response.content.decode())
    assert found, f"no form of this page holds {name}"
    return {name: found[1]}


def inside(visitor, officer: Officer, path: str, **opened) -> Page:
    """A real browser, logged in as this officer, at a page."""
    page = visitor.open("/aide/", **opened)
    session = enter(officer).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": visitor.home}])
    page.goto(path)
    return page


def routes() -> Iterator[URLPattern]:
    """Every address of the exam office."""
    yield from _routes(urlpatterns)


def _routes(entries) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns)
        else:
            yield entry
