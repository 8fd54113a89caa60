"""A whole registration, as a browser walks it: every step shown and sent, saved, the confirmation read."""

from uuid import UUID

from django.urls import reverse

from benchmarks.browser import Browser
from sporades.documents import queries as documents
from sporades.journal.values import Subject
from tests.pages.registering import NEW, TYPED

FIRST = f"{NEW}?academie=23&diplome=cap&specialite={TYPED['exam']['specialty']}"
NAMES = {
    "modalites": "terms",
    "identite": "identity",
    "coordonnees": "contact",
    "situation": "situation",
    "epreuves": "papers",
    "acquis": "acquis",
}


def register(browser: Browser) -> str:
    """The registration's own address."""
    url = _send(browser, FIRST, "exam")
    while "/etape/" in url:
        url = _send(browser, url, NAMES[url.split("/etape/")[1].split("/")[0]])
    summary = browser.get(url)
    page = browser.post(url, summary.hidden()).headers["Location"]
    browser.get(page)
    for paper in documents.published(Subject("registration", UUID(page.split("/")[2]))):
        if paper.kind == "confirmation":
            browser.get(reverse("document", args=[paper.id]))
    return page


def _send(browser: Browser, url: str, step: str) -> str:
    """Where one is led: a warning that has to be read first leads to the same step again."""
    url = url.partition("#")[0]
    shown = browser.get(url)
    return browser.post(url, {**shown.hidden(), "go": "next", **TYPED[step]}).headers["Location"]
