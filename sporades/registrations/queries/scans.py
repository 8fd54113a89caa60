"""What do the codes on a signed confirmation say, as they were read?"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sporades.reference.load import reference
from sporades.reference.papers import known_papers
from sporades.registrations import facts
from sporades.registrations.models import Deposit, Piece
from sporades.rules.scans import ON_FRAMES, Finding, Found, Reading, find
from sporades.rules.standing import listed

TONES = {Finding.WHOLE: "ok", Finding.WHOLE_AGAIN: "ok", Finding.PAGE_HIDDEN: "info", Finding.UNREAD: "info"}


def found(piece: Piece, *, signature_from: int) -> Found | None:
    """What the deposits that count say together."""
    return of_deposits(Deposit.objects.filter(piece=piece), piece, signature_from=signature_from)


def of_deposits(deposits: Iterable[Deposit], piece: Piece, *, signature_from: int) -> Found | None:
    if piece.kind != facts.CONFIRMATION:
        return None
    current = [one for one in deposits if not one.superseded and one.read_pages is not None]
    return find([_reading(one) for one in current], signature_from=signature_from)


def advised(deposits: Collection[Deposit]) -> tuple[str, ...]:
    """What who gave these may want to know, as advice: nothing is refused for it."""
    given, framed = [], False
    for deposit in sorted(deposits, key=lambda one: one.sequence, reverse=True):
        if not deposit.superseded:
            # A last page given later answers for the one before.
            given += [one for one in deposit.advice or () if not (framed and one["code"] in ON_FRAMES)]
            framed = framed or deposit.printed_pages in (deposit.read_pages or ())
    # The other side may be what was given besides.
    alone = sum(not one.superseded for one in deposits) == 1
    return tuple(_sentence(one) for one in given if alone or one["code"] != "back_missing")


def _sentence(advice: Mapping[str, Any]) -> str:
    # What was kept before papers were named names none.
    paper = known_papers().name(advice.get("paper", ""))
    return reference().say(f"advice_{advice['code']}", pages=_pages(advice["pages"]), paper=paper)


def _pages(numbers: Iterable[int]) -> str:
    """« la page 2 et la page 3 »"""
    return listed(tuple(f"la page {number}" for number in numbers))


def said(found: Found) -> str:
    """The sentence, the same for who gave the paper and for who checks it."""
    pages = _pages(found.pages)
    return reference().say(f"scan_{found.finding.value}", version=str(found.version), pages=pages)


def sheets_of(deposit: Deposit) -> int:
    # Looked at just before its one PDF is made: until then, its sheets are those of its files.
    return sum(file.pages for file in deposit.files.all()) if deposit.pages is None else deposit.pages


def _reading(deposit: Deposit) -> Reading:
    sheets = sheets_of(deposit) if deposit.read_sheets is None else deposit.read_sheets
    return Reading(
        deposit.read_version,
        frozenset(deposit.read_pages or ()),
        sheets,
        deposit.printed_pages,
        deposit.stands_for,
    )
