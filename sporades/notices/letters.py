"""How does one text become a mail that reads well as text and as HTML?

A template is the mail as a person would type it: a first line « Objet : … »,
then paragraphs, lists of lines that start with « - », and a line that is only
`[Label](address)` for the one button. Both parts come from it, so neither can
say what the other does not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils.html import escape

LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)")
LINE_BREAKS = re.compile(r"[\r\n]+")


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
    label, colon, title = head.replace("\xa0", " ").partition(":")
    if label.strip() != "Objet" or not colon:
        raise Malformed(kind)
    body = re.sub(r"\n{3,}", "\n\n", body.strip())
    title = LINE_BREAKS.sub(" ", title).strip()
    html = render_to_string(
        "notices/layout.html", {"title": title, "blocks": [_block(b) for b in body.split("\n\n")]}
    )
    return Letter(title=title, text=_as_text(body), html=html)


def _filled(template: str, context: Mapping[str, object]) -> str:
    # Plain text: nothing is escaped here, everything is when it becomes HTML.
    # What people typed must not become a link of ours.
    values = {
        name: value.replace("](", "] (") if isinstance(value, str) else value
        for name, value in context.items()
    }
    django = engines["django"]
    return str(django.engine.get_template(template).render(Context(values, autoescape=False)))  # type: ignore[attr-defined]


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
