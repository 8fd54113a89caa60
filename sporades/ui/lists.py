"""How is each line of a list drawn that fills a page: answers, what happened?

A template costs 35 µs a line, `format_html` seven, this less than one; a
summary has sixty lines. Every value is escaped, a safe string too, but the
text of a tag: that may be a sentence of a template.
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def summary(rows: Iterable[Any], title: str, url: str, level: int) -> SafeString:
    """A summary, under its title if it has one; `url` modifies the whole of it."""
    way, said = modify(url, title, "no-print") if url else "", escape(str(title))
    head = f'<div class="sumhead"><h{level}>{said}</h{level}>{way}</div>' if title else ""
    return _escaped(f'{head}<dl class="sum">{answers(rows)}</dl>')


def answers(rows: Iterable[Any]) -> SafeString:
    """Those of a summary; each row, an object or a dict, has label, value, maybe url to modify."""
    told = ([str(_of(row, name) or "") for name in ("label", "value", "url")] for row in rows)
    lines = (
        f"<div><dt>{escape(label)}</dt><dd>{escape(value) or _none()}</dd>{_change(url, label)}</div>"
        for label, value, url in told
    )
    return _escaped("".join(lines))


def _none() -> str:
    return f'<span class="none">{_("non renseigné")}</span>'


def _of(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, dict) else getattr(row, name, "")


def _change(url: str, what: str) -> str:
    return f'<dd class="act no-print">{modify(url, what)}</dd>' if url else ""


def modify(url: str, what: str, classes: str = "") -> SafeString:
    """« Modifier », and what, for who does not see the line."""
    look = f'class="{classes}" ' if classes else ""
    said = f'{_("Modifier")}<span class="sr">\u00a0: {escape(what)}</span>'
    return _escaped(f'<a {look}href="{escape(url)}">{said}</a>')


def tag(text: str, tone: str) -> SafeString:
    """A word or two that say where something stands."""
    said = text if isinstance(text, SafeString) else escape(str(text))
    return _escaped(f'<span class="tag {escape(tone)}">{said}</span>')


def events(told: Iterable[Any]) -> SafeString:
    """Those of a timeline; each, an object or a dict, has text, when, maybe at (datetime) and tone."""
    names = ("tone", "text", "when", "at")
    return _escaped("".join([_event(*[_of(one, name) for name in names]) for one in told]))


def _event(tone: str | None, text: str, when: str, at: datetime | None) -> str:
    look, said = f' class="{escape(tone)}"' if tone else "", escape(when)
    place = f'<span class="at">{said}</span>'
    if at:
        place = f'<time class="at" datetime="{at.isoformat(timespec="minutes")}">{said}</time>'
    return f"<li{look}>{escape(text)}{place}</li>"


def _escaped(html: str) -> SafeString:
    # Every value was, on its way here.
    return mark_safe(html)  # noqa: S308
