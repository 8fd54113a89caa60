"""Who walks: somebody with a keyboard alone, whose browser runs scripts or not, on 5 November 2024 in Nice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from sporades.accounts.models import Candidate
from tests.browser import Visitor
from tests.journeys.hands import Hands
from tests.pages import registering, space


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def hands(visitor: Visitor, javascript: bool) -> Callable[..., Hands]:
    """A new browser at a page; as a candidate who has logged in, if one is named."""

    def open_at(path: str, candidate: Candidate | None = None) -> Hands:
        if candidate is None:
            return Hands(visitor.open(path, javascript=javascript))
        return Hands(enter(visitor, candidate, path, javascript=javascript))

    return open_at


def enter(visitor: Visitor, candidate: Candidate, path: str, *, javascript: bool = True) -> Page:
    page = visitor.open("/robots.txt", javascript=javascript)
    session = registering.browser_of(candidate).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": visitor.home}])
    page.goto(path)
    return page
