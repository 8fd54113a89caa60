"""What does a first visit carry over the network, with everything that the page needs?"""

import gzip
import re
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse

from benchmarks import walk, world
from benchmarks.browser import Browser
from benchmarks.table import show

KILOBYTES, REQUESTS = 60.0, 15
# As deploy/nginx.conf.template compresses.
LEVEL = 5
LINKED = re.compile(
    r'(?:<link[^>]+href|<(?:script|img)[^>]+src)="([^"]+\.(?:css|js|svg|woff2|png|ico)[^"]*)"'
)
IN_STYLE = re.compile(r'url\("?([^")]+)"?\)')


def measure(application: Any) -> None:
    row = world.draft("weight")
    stranger, owner = Browser(application), Browser(application, row.candidate.account)
    pages = [
        ("home", stranger, "/"),
        ("a diploma (CAP)", stranger, "/diplomes/cap/"),
        ("login", stranger, "/connexion/"),
        ("space", owner, reverse("space")),
        ("new registration", owner, walk.FIRST),
        ("summary", owner, reverse("summary", args=[row.id])),
    ]
    rows = []
    assets: dict[str, int] = {}
    for name, browser, url in pages:
        html, assets = _parts(browser, url)
        weight, count = (html + sum(assets.values())) / 1e3, 1 + len(assets)
        said = "kept" if weight <= KILOBYTES and count <= REQUESTS else "**missed**"
        rows.append([name, html / 1e3, sum(assets.values()) / 1e3, weight, count, said])
    show(
        f"Weight of a first visit (at most {KILOBYTES:.0f} kB and {REQUESTS} requests)",
        ["page", "HTML, kB", "assets, kB", "kB", "requests", ""],
        rows,
    )
    print(
        "\nAssets: "
        + ", ".join(f"{name.rpartition('/')[2]} {size / 1e3:.1f} kB" for name, size in assets.items())
    )


def _parts(browser: Browser, url: str) -> tuple[int, dict[str, int]]:
    """Bytes of the page, and of each thing it asks for."""
    page = browser.get(url)
    assets: dict[str, int] = {}
    waiting = [urljoin(url, link) for link in LINKED.findall(page.body.decode())]
    while waiting:
        link = waiting.pop()
        if link in assets or link.startswith("data:"):
            continue
        assets[link] = len(browser.get(link, accept_encoding="gzip, br").body)
        if link.endswith(".css"):
            waiting += [urljoin(link, found) for found in IN_STYLE.findall(browser.get(link).body.decode())]
    return len(gzip.compress(page.body, LEVEL)), assets
