"""A person's browser: Debian's Chromium, at the width of a telephone and of a desk.

`look_at(page)` is what every journey does at each page and state: axe finds
nothing, nothing is wider than the screen, nothing comes from elsewhere, and
the HTML as it was sent is kept for the checker of the W3C.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Response,
    Route,
    ViewportSize,
    sync_playwright,
)

from tests.services.vnu import SeenPages, sight

PHONE = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1280, height=900)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}

FLAGS = [
    "--disable-gpu",
    # The machine of the tests reaches nothing: no use trying.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The sandbox of Chromium refuses root.
    *(["--no-sandbox"] if os.getuid() == 0 else []),
]

TOO_WIDE = """() => {
    const screen = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= screen) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
        (element) => element.getBoundingClientRect().right > screen + 0.5);
    return ["page", ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
}"""

# What a person has before them: the document, what is ticked in it, and what has the focus.
SHOWN = """() => [document.documentElement, ...document.querySelectorAll(":checked, :focus, :target")]
    .map((element) => element.outerHTML).join("\\n")"""

# What axe finds, one line for each place; what it finds well is not carried out of the browser.
AXE = Axe().axe_script
VIOLATIONS = """async (options) => {
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html }) => `${id}, ${help}: ${html.slice(0, 160)}`));
}"""

# The errors are listed as one meets them, and each leads somewhere.
OUT_OF_ORDER = """() => {
    const links = [...document.querySelectorAll(".errors a")];
    const lead = links.map((link) => document.getElementById(link.hash.slice(1)));
    return links.filter((link, place) => !lead[place] || (place && lead[place - 1] &&
        lead[place - 1].compareDocumentPosition(lead[place]) & Node.DOCUMENT_POSITION_PRECEDING))
        .map((link) => link.outerHTML.slice(0, 160));
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What happened in a page since it was opened: the last document sent, and complaints."""

    home: str
    document: Response | None = None
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", lambda said: self._console(said.text))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(self.home).netloc:
            self.complaints.append(f"asks a third party: {request.url}")

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            if response.frame.parent_frame is None and "text/html" in response.headers.get(
                "content-type", ""
            ):
                self.document = response
        elif response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.complaints.append(text)


@dataclass
class Visitor:
    """Opens pages, and looks at them."""

    browser: Browser
    home: str
    seen: SeenPages
    _watches: dict[Page, Watch] = field(default_factory=dict)
    _scripted: set[BrowserContext] = field(default_factory=set)

    def open(self, path: str = "/", *, javascript: bool = True, screen: ViewportSize = DESK) -> Page:
        """A new browser, without a past, at a page of the service."""
        context = self.browser.new_context(
            base_url=self.home, locale="fr-FR", viewport=screen, java_script_enabled=javascript
        )
        context.set_default_timeout(15_000)
        if javascript:
            self._scripted.add(context)
        return self._new(context.new_page(), path)

    def open_beside(self, page: Page, path: str) -> Page:
        """A second tab of the same browser."""
        return self._new(page.context.new_page(), path)

    def _new(self, page: Page, path: str) -> Page:
        watch = Watch(self.home)
        watch.follow(page)
        self._watches[page] = watch
        page.goto(path)
        return page

    def look_at(self, page: Page, name: str = "") -> None:
        """Nothing is wrong with what is shown now; `name` tells two states of one address apart."""
        where = f"{urlsplit(page.url).path} {name}".strip()
        watch = self._watches[page]
        assert watch.document is not None, f"{where} is not a page of HTML"
        html = watch.document.text()
        self.seen.add(where, html)
        self.seen.looked_at.add(urlsplit(page.url).path)
        faults = [*watch.complaints]
        watch.complaints.clear()
        is_scripted = page.context in self._scripted
        # The same page in the same state is looked at once, whoever opens it again.
        seen = sight(page.evaluate(SHOWN) if is_scripted else f"without script {html}")
        if seen not in self.seen.clean:
            if is_scripted:
                faults += _faults(page)
            else:
                with self._twin(page.url, html) as twin:
                    faults += _faults(twin)
        assert not faults, f"{where}\n" + "\n".join(faults)
        self.seen.clean.add(seen)

    @contextmanager
    def _twin(self, url: str, html: str) -> Iterator[Page]:
        """The same page, whose own scripts do not run but axe can: it needs timers."""
        context = self.browser.new_context(locale="fr-FR")
        page = context.new_page()

        def answer(route: Route) -> None:
            if route.request.is_navigation_request():
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif route.request.resource_type == "script":
                route.abort()
            else:
                route.continue_()

        page.route("**/*", answer)
        page.goto(url)
        yield page
        context.close()

    def leave(self) -> None:
        for context in {page.context for page in self._watches}:
            context.close()
        self._watches.clear()


def _faults(page: Page) -> list[str]:
    faults = [f"error out of order: {link}" for link in page.evaluate(OUT_OF_ORDER)]
    before = page.viewport_size
    page.evaluate(AXE)
    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        at = f"at {screen['width']} px"
        faults += [f"too wide {at}: {what}" for what in page.evaluate(TOO_WIDE)]
        faults += [f"axe {at}: {fault}" for fault in page.evaluate(VIOLATIONS, RULES)]
    if before is not None:
        page.set_viewport_size(before)
    return faults
