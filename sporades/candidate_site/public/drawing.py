"""How is the home page drawn once, and still right at the very instant a window closes?

What it shows is a value: a `Board`, made anew for each request at its own
instant. Equal boards make the same HTML, which is kept; the instant a window
closes makes another board, and another page. Nothing expires.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sporades.calendars.telling import Board
from sporades.reference.load import reference


@lru_cache(maxsize=64)
def part_of_home(template: str, *, board: Board, known: bool, language: str) -> SafeString:
    """`known`: somebody is logged in; nothing else of the visitor is on the page."""
    said = {"board": board, "known": known, "diplomas": tuple(reference().diplomas.values())}
    return render_to_string(template, said)
