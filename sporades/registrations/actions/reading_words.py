"""What do the words on the pages suggest to who gave them: turned, cut, half a paper, another paper?

It is done when nothing else waits, long after the deposit was received, and at
most once: a worker killed while it reads loses one advice, and nothing comes
of that. The words are somebody's identity: they are compared, and not kept.
"""

import logging
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from sporades.adapters import decoding, ocr, storage
from sporades.adapters.media import Unreadable
from sporades.reference.papers import known_papers
from sporades.registrations import facts
from sporades.registrations.models import Deposit
from sporades.rules import legibility, likely_papers
from sporades.rules.legibility import Page
from sporades.rules.scans import Advice

log = logging.getLogger(__name__)

PAGES_AT_MOST = 6


def is_wanted(deposit: Deposit) -> bool:
    """Whether its pages are to be read: a machine without Tesseract gives no advice, and nothing waits for it."""
    if deposit.on_screen or not ocr.is_there():
        return False
    # Its code says what a confirmation is and how it stands.
    coded = Deposit.objects.filter(id=deposit.id, read_version__isnull=False)
    return deposit.piece.kind != facts.CONFIRMATION or not coded.exists()


def read_next() -> bool:
    """Reads the pages of the oldest deposit that waits for it; False if none does."""
    deposit = _take()
    if deposit is None:
        return False
    if deposit.superseded or not deposit.key:
        return True  # it was replaced, or erased
    blank = {page for one in deposit.advice or () if one["code"] == "page_blank" for page in one["pages"]}
    try:
        pages = _read(deposit, skip=blank)
    except Unreadable as refusal:
        log.warning("the words of deposit %s were not read: %s", deposit.id, refusal.code)
        return True
    _keep(deposit, advice_on(pages, deposit.piece.kind, whole=len(pages) + len(blank) == deposit.pages))
    return True


@transaction.atomic
def _take() -> Deposit | None:
    waiting = Deposit.objects.select_for_update(skip_locked=True, of=("self",)).filter(words_wait=True)
    deposit = waiting.select_related("piece").order_by("recorded_at").first()
    if deposit is not None:
        deposit.words_wait = False
        deposit.save(update_fields=["words_wait"])
    return deposit


def _read(deposit: Deposit, *, skip: set[int]) -> dict[int, Page]:
    """Its first pages, by their number, from 1."""
    content = storage.get(deposit.key, deposit.wrapped_key, deposit.key_id)
    numbers = [number for number in range(1, (deposit.pages or 0) + 1) if number not in skip]
    return {number: decoding.legible(content, number - 1) for number in numbers[:PAGES_AT_MOST]}


def advice_on(pages: dict[int, Page], asked: str, *, whole: bool) -> list[Advice]:
    """What these pages suggest, given for such a piece; `whole`: they are all there are."""
    said = []
    for code, is_so in (("page_turned", legibility.is_turned), ("page_cut", legibility.is_cut)):
        concerned = tuple(number for number, page in pages.items() if is_so(page))
        said += [Advice(code, concerned)] if concerned else []
    return said + (_on_the_paper(list(pages.values()), asked) if whole else [])


def _on_the_paper(pages: Sequence[Page], asked: str) -> list[Advice]:
    known = known_papers()
    other = likely_papers.another_paper(pages, asked, known.papers)
    if other is not None:
        return [Advice("another_paper", paper=other.code)]
    return [Advice("back_missing")] if likely_papers.lacks_back(pages, asked, known.two_sided) else []


@transaction.atomic
def _keep(deposit: Deposit, said: Sequence[Advice]) -> None:
    held = Deposit.objects.select_for_update(of=("self",)).get(id=deposit.id)
    # Of a confirmation, the code told already which pages are turned.
    told = {one["code"] for one in held.advice or ()}
    held.advice = [*(held.advice or ()), *(asdict(one) for one in said if one.code not in told)]
    held.save(update_fields=["advice"])
