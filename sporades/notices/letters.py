"""How does one text become a mail that reads well as text and as HTML?

A template is the mail as a person would type it: a first line « Objet : … »,
then paragraphs, lists of lines that start with « - », and a line that is only
`[Label](address)` for the one button. Both parts come from it, so neither can
say what the other does not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils.html import escape

LINK = re.compile(r"\[([^\[\]\n]+)\]\((\S+)\)")
LINE_BREAKS = re.compile(r"[\r\n]+")
# A subject longer than this is cut by every mailbox; the letter says the rest.
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    text: str
    html: str


class Malformed(ValueError):
    """The template of a mail does not start with « Objet : »."""


def write(kind: str, context: Mapping[str, object]) -> Letter:
    raw = _filled(f"notices/mails/{kind}.txt", context).strip()
    head, _, body = raw.partition("\n")
    label, colon, title = head.partition(":")
    if label.strip() != "Objet" or not colon:
        raise Malformed(kind)
    body = re.sub(r"\n{3,}", "\n\n", body.strip())
    title = _cut(LINE_BREAKS.sub(" ", title).strip())
    html = render_to_string(
        "notices/layout.html", {"title": title, "blocks": [_block(b) for b in body.split("\n\n")]}
    )
    return Letter(title=title, text=_as_text(body), html=html)


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def _filled(template: str, context: Mapping[str, object]) -> str:
    # Plain text: nothing is escaped here, everything is when it becomes HTML.
    django = engines["django"]
    values = Context(_tamed(context), autoescape=False)
    return str(django.engine.get_template(template).render(values))  # type: ignore[attr-defined]


def _tamed(value: Any) -> Any:
    """The same values, however deep they lie: what people typed must not become a link of ours."""
    if isinstance(value, str):
        return value.replace("](", "] (")
    if isinstance(value, Mapping):
        return {name: _tamed(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_tamed(held) for held in value]
    return value


def _as_text(body: str) -> str:
    return LINK.sub(lambda link: f"{link[1]} :\n{link[2]}", body) + "\n"


def _block(block: str) -> dict[str, object]:
    lines = block.split("\n")
    button = LINK.fullmatch(block.strip())
    if button:
        return {"kind": "button", "label": button[1], "address": button[2]}
    if all(line.startswith("- ") for line in lines):
        return {"kind": "list", "items": [_linked(line[2:]) for line in lines]}
    return {"kind": "paragraph", "lines": [_linked(line) for line in lines]}


def _linked(line: str) -> str:
    """The line as HTML: everything escaped, links that were written as such made links."""
    parts: list[str] = []
    end = 0
    for link in LINK.finditer(line):
        parts.append(escape(line[end : link.start()]))
        parts.append(f'<a href="{escape(link[2])}">{escape(link[1])}</a>')
        end = link.end()
    return "".join([*parts, escape(line[end:])])
