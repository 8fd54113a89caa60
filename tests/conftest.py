"""What every test may ask for, and which tests a run leaves out."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest

# The neighbours are imported by whoever asks for them: the rules' tests take two seconds, all told.
if TYPE_CHECKING:
    from django.http import HttpResponse
    from playwright.sync_api import Browser

    from tests.browser import Visitor
    from tests.services.vnu import SeenPages

# A machine that is busy is no failure: nothing here is timed.
hypothesis.settings.register_profile(
    "sporades", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("sporades")

ON_POSTGRESQL = os.environ.get("SPORADES_DATABASE", "").startswith("postgresql:")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
# Seen once is enough: what they prove does not depend on the database.
SEEN_ON_SQLITE = {"browser", "seen_pages"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--drills", action="store_true", help="run the long drills, and only them")
    parser.addoption(
        "--seen", choices=("only", "none"), help="run what a browser or the checker of HTML sees, or all else"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    drills = config.getoption("--drills")
    seen = config.getoption("--seen")
    kept, left_out = [], []
    for item in items:
        is_drill = item.get_closest_marker("drill") is not None
        chosen = is_drill == drills and _has_its_place_here(item)
        if seen is not None:
            chosen = chosen and _is_seen(item) == (seen == "only")
        (kept if chosen else left_out).append(item)
    kept.sort(key=lambda item: item.get_closest_marker("last") is not None)
    items[:] = kept
    if left_out:
        config.hook.pytest_deselected(items=left_out)


def _has_its_place_here(item: pytest.Item) -> bool:
    """Not skipped but left out: nobody is to wonder about a test that belongs to the other run."""
    if not ON_POSTGRESQL:
        return item.get_closest_marker("postgresql") is None
    if _is_seen(item) or item.get_closest_marker("once") is not None:
        return False
    return item.get_closest_marker("django_db") is not None or bool(_fixtures(item) & DATABASE_FIXTURES)


def _is_seen(item: pytest.Item) -> bool:
    return bool(_fixtures(item) & SEEN_ON_SQLITE)


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def clamd_socket() -> Iterator[str]:
    from tests.services.clamd import clamd

    with clamd() as socket:
        yield socket


@pytest.fixture
def antivirus(clamd_socket: str, settings) -> str:
    """A real clamd answers to whoever asks for a scan."""
    settings.CLAMD_SOCKET = clamd_socket
    return clamd_socket


@pytest.fixture
def front(transactional_db) -> Iterator[str]:
    """The service as it is in production, behind a real nginx: the front's host and port."""
    from tests.services import web

    with web.behind_nginx() as address:
        yield address


@pytest.fixture(scope="session")
def seen_pages(tmp_path_factory: pytest.TempPathFactory) -> "SeenPages":
    from tests.services.vnu import SeenPages

    return SeenPages(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def keep_html(seen_pages: "SeenPages") -> Callable[[str, "HttpResponse"], None]:
    """Give a page of Django's test client to the checker of HTML too."""
    return lambda name, response: seen_pages.add(name, response.content.decode())


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from tests.browser import chromium

    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium() as started:
            yield started


@pytest.fixture
def visitor(browser: "Browser", live_server, seen_pages: "SeenPages") -> Iterator["Visitor"]:
    """Opens and looks at pages of a live server."""
    from tests.browser import Visitor

    someone = Visitor(browser, live_server.url, seen_pages)
    yield someone
    someone.leave()
