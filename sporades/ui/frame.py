"""How are the menu, the footer and what has just happened drawn, on every page?

Menus are the same for all who have the same pages: each is drawn once, and only
the token of its button is put in anew.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sporades.ui import addresses, navigation
from sporades.ui.navigation import Entry, Link

# Where the token of a form stands in what is drawn once.
TOKEN = "{% csrf_token %}"  # noqa: S105 -- no secret: a mark
TONES = {"success": "ok", "warning": "wait", "error": "no"}


def menu(context: Context) -> SafeString:
    shown, place = navigation.entries(context), navigation.place(context)
    drawn = _menu(shown, place, addresses.book(), get_language())
    if TOKEN not in drawn:
        return drawn
    # Drawn below, and Django's own field.
    return mark_safe(drawn.replace(TOKEN, CsrfTokenNode().render(context)))  # noqa: S308


@lru_cache(maxsize=512)
def _menu(shown: tuple[Entry, ...], place: str, _book: str, _language: str | None) -> SafeString:
    return _list(navigation.links(shown, place))


def footer() -> SafeString:
    return _footer(addresses.book(), get_language())


@lru_cache(maxsize=8)
def _footer(_book: str, _language: str | None) -> SafeString:
    found = list(navigation.links(navigation.FOOTER))
    return _list(found) if found else mark_safe("")


def _list(found: Iterable[Link]) -> SafeString:
    items = "".join([_button(one) if one.posts else _link(one) for one in found])
    return mark_safe(f"<ul>{items}</ul>")  # noqa: S308 -- each value was escaped


def _link(one: Link) -> str:
    here = ' aria-current="page"' if one.current else ""
    return f'<li><a href="{escape(one.url)}"{here}>{escape(str(one.label))}</a></li>'


def _button(one: Link) -> str:
    said = f'<button type="submit">{escape(str(one.label))}</button>'
    return f'<li><form method="post" action="{escape(one.url)}">{TOKEN}{said}</form></li>'


def messages(found: Iterable[Any] | None) -> SafeString:
    """Each has a `level_tag` of Django’s; the element is there before it says anything, or nobody would hear it."""
    said = format_html('<ul class="messages stack-s">{}</ul>', _messages(found)) if found else ""
    return format_html('<div role="status">{}</div>', said)


def _messages(found: Iterable[Any]) -> SafeString:
    items = [
        f'<li class="notice {TONES.get(one.level_tag, "info")}"><p>{escape(str(one))}</p></li>'
        for one in found
    ]
    return mark_safe("".join(items))  # noqa: S308 -- each value was escaped
