"""What do the words on the pages suggest to who gave them: blurred, turned, cut, half a paper, another paper?

It is done when nothing else waits, long after the deposit was received, and for
a few seconds each time: whoever waits for a mail comes first. While the store or
the readers are away it waits, for most of a day. The words are somebody's
identity: they are compared, and not kept.
"""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from sporades.adapters import clocks, decoding, ocr, storage
from sporades.adapters.media import NotReadNow, Unreadable
from sporades.reference.papers import known_papers
from sporades.registrations import facts
from sporades.registrations.models import Deposit
from sporades.rules import legibility, likely_papers
from sporades.rules.legibility import Page
from sporades.rules.scans import Advice

log = logging.getLogger(__name__)

PAGES_AT_MOST = 6
# Of one deposit; a page takes two. What is not read by then is not read.
PATIENCE = timedelta(seconds=15)
LEASE, MOST_TRIES = timedelta(minutes=10), 15  # twenty hours in all: each pause is longer than the last
_OF_A_PAGE = {
    "page_blurred": legibility.is_blurred,
    "page_turned": legibility.is_turned,
    "page_cut": legibility.is_cut,
}


def due(deposit: Deposit) -> datetime | None:
    """When its pages are to be read; None if never, as on a machine without Tesseract, which gives no advice."""
    if deposit.on_screen or not ocr.is_there():
        return None
    # Its code says what a confirmation is and how it stands.
    coded = Deposit.objects.filter(id=deposit.id, read_version__isnull=False)
    is_wanted = deposit.piece.kind != facts.CONFIRMATION or not coded.exists()
    return clocks.machine_now() if is_wanted else None


def read_next(*, machine_now: datetime) -> bool:
    """Reads the pages of the deposit that has waited longest for it; False if none does."""
    deposit = _lease(machine_now)
    if deposit is None:
        return False
    if deposit.superseded or not deposit.key or deposit.words_tries > MOST_TRIES:
        _keep(deposit, [])  # it was replaced or erased, or nothing can read it
        return True
    blank = {page for one in deposit.advice or () if one["code"] == "page_blank" for page in one["pages"]}
    try:
        pages = _read(deposit, skip=blank)
    except (storage.CannotGive, NotReadNow):
        log.warning("the words of deposit %s wait: its bytes, or the readers, are away", deposit.id)
        return True
    except Unreadable as refusal:
        log.warning("the words of deposit %s were not read: %s", deposit.id, refusal.code)
        _keep(deposit, [])
        return True
    _keep(deposit, advice_on(pages, deposit.piece.kind, whole=len(pages) + len(blank) == deposit.pages))
    return True


@transaction.atomic
def _lease(machine_now: datetime) -> Deposit | None:
    waiting = Deposit.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        words_due_at__lte=machine_now
    )
    deposit = waiting.select_related("piece").order_by("words_due_at").first()
    if deposit is not None:
        deposit.words_tries += 1
        deposit.words_due_at = machine_now + LEASE * deposit.words_tries
        deposit.save(update_fields=["words_due_at", "words_tries"])
    return deposit


def _read(deposit: Deposit, *, skip: set[int]) -> dict[int, Page]:
    """Its first pages, by their number, from 1: as many as there is time for."""
    content = storage.get(deposit.key, deposit.wrapped_key, deposit.key_id)
    until = clocks.machine_now() + PATIENCE
    numbers = [number for number in range(1, (deposit.pages or 0) + 1) if number not in skip]
    read: dict[int, Page] = {}
    for number in numbers[:PAGES_AT_MOST]:
        if clocks.machine_now() >= until:
            break
        read[number] = decoding.legible(content, number - 1)
    return read


def advice_on(pages: dict[int, Page], asked: str, *, whole: bool) -> list[Advice]:
    """What these pages suggest, given for such a piece; `whole`: they are all there are."""
    said = []
    for code, is_so in _OF_A_PAGE.items():
        concerned = tuple(number for number, page in pages.items() if is_so(page))
        said += [Advice(code, concerned)] if concerned else []
    return said + (_on_the_paper(list(pages.values()), asked) if whole else [])


def _on_the_paper(pages: Sequence[Page], asked: str) -> list[Advice]:
    known = known_papers()
    other = likely_papers.another_paper(pages, asked, known.papers)
    if other is not None:
        # What is said of a deposit outlives what was given: of a paper about health, not even its name.
        return [Advice("another_paper", paper="" if other.about_health else other.code)]
    return [Advice("back_missing")] if likely_papers.lacks_back(pages, asked, known.two_sided) else []


@transaction.atomic
def _keep(deposit: Deposit, said: Sequence[Advice]) -> None:
    held = Deposit.objects.select_for_update(of=("self",)).get(id=deposit.id)
    # The codes of a confirmation told already which pages are turned, and that it is in another piece's place.
    told = {one["code"] for one in held.advice or ()}
    if "confirmation_misplaced" in told:
        told.add("another_paper")
    held.advice = [*(held.advice or ()), *(asdict(one) for one in said if one.code not in told)]
    held.words_due_at = None
    held.save(update_fields=["advice", "words_due_at"])
