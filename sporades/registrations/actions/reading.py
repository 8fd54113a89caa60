"""What does a look at the pages tell: which version was signed, is every page there, is one blank?

It is read once the antivirus has cleared the pages, long after the deposit was
received: it changes no state and costs nobody a date. A paper that is not the
one to sign, or lacks a page, is told to the candidate at once, while there is
time, and stands before the person of the office who looks at it.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sporades.adapters import decoding, pages
from sporades.adapters.sights import Coded, Sight
from sporades.documents import actions as documents
from sporades.documents import printed
from sporades.documents import queries as issued
from sporades.documents.printed import Printed
from sporades.journal.values import SYSTEM
from sporades.registrations import access, facts, letters, papers
from sporades.registrations.actions import standing
from sporades.registrations.actions.common import record, subject_of
from sporades.registrations.models import Deposit, Registration
from sporades.registrations.queries import scans
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.scans import Advice, Finding, Found, Read, on_frames, version_of


def look(deposit: Deposit, content: bytes, *, now: datetime) -> None:
    """Keeps what a look at the pages tells, once; `content` is the PDF of them all. Raises Unreadable."""
    sight = decoding.look(content)
    # Each paper of ours bears a code: a receipt among the pages says nothing of what was signed.
    ours = [(code, one) for one in sight.coded if (code := printed.read(one.text))]
    seen = [(code, one) for code, one in ours if code.kind == papers.CONFIRMATION]
    row = deposit.piece.registration
    own = [(code, one) for code, one in seen if code.number == row.number]
    said = [Advice("page_blank", tuple(sight.blank))] if sight.blank else []
    if deposit.piece.kind == facts.CONFIRMATION:
        said += _advice_on(deposit, own)
    elif own:
        said.append(Advice("confirmation_misplaced"))
    Deposit.objects.filter(id=deposit.id).update(advice=[asdict(one) for one in said])
    if deposit.piece.kind == facts.CONFIRMATION:
        _keep_codes(deposit, sight, [code for code, _ in seen], now=now)


def _advice_on(deposit: Deposit, own: Sequence[tuple[Printed, Coded]]) -> list[Advice]:
    """What the pages themselves show, the code apart."""
    turned = sorted({one.page for _, one in own if one.turn})
    said = [Advice("page_turned", tuple(turned))] if turned else []
    row = deposit.piece.registration
    newest = max((code.version for code, _ in own), default=0)
    frames = [one.frames for code, one in own if code.version == newest and one.frames]
    # What was signed on screen bears no ink; a paper to sign anew is signed on another sheet.
    if frames and not deposit.on_screen and newest >= row.signature_from:
        # Whoever gives a second sheet gives it for what the first one lacks.
        signed = (any(one.signatures[0] for one in frames), any(one.signatures[1] for one in frames))
        dated = any(one.date for one in frames)
        said += on_frames(dated=dated, signed=signed, printed=_printed_frames(row, newest))
    return said


def _printed_frames(row: Registration, version: int) -> int:
    paper = issued.of_version(subject_of(row), papers.CONFIRMATION, version)
    said = issued.paper(paper) if paper else None
    return len(said.data["signatures"]) if said else 0


def _keep_codes(deposit: Deposit, sight: Sight, seen: Sequence[Printed], *, now: datetime) -> None:
    row = deposit.piece.registration
    own = frozenset((code.version, code.page) for code in seen if code.number == row.number)
    newest = max((version for version, _ in own), default=0)
    of_it = _printed_pages(row, newest) if newest else None
    coded = {one.page: one.sheets for one in sight.coded}
    sheets = scans.sheets_of(deposit)
    read = Read(
        own,
        any(code.number != row.number for code in seen),
        max(sheets - len(coded | dict.fromkeys(sight.blank)), 0),
    )
    with transaction.atomic():
        row = access.lock(deposit.piece.registration_id)
        held = Deposit.objects.select_for_update(of=("self",)).get(id=deposit.id)
        if held.read_pages is not None:
            return
        version = version_of(read, of_it, signature_from=row.signature_from)
        held.read_version = version
        held.read_pages = sorted(page for one, page in own if one == version)
        held.printed_pages = of_it if version else None
        held.read_sheets = sheets + sum(more - 1 for more in coded.values())
        held.save(update_fields=["read_version", "read_pages", "printed_pages", "read_sheets"])
        if 0 < held.signs < row.signature_from:
            standing.take_up_what_was_read(row, now=now)
        found = scans.found(held.piece, signature_from=row.signature_from)
        # Who has saved again since the deposit knows already that it is to be signed anew.
        if found is not None and not held.superseded and held.version >= row.signature_from:
            _tell(row, held, found, now=now)


def _printed_pages(row: Registration, version: int) -> int | None:
    """How many pages we printed; None if that paper is not ours to find any more."""
    paper = issued.of_version(subject_of(row), papers.CONFIRMATION, version)
    return pages.count(documents.render(paper)) if paper else None


def _tell(row: Registration, deposit: Deposit, found: Found, *, now: datetime) -> None:
    if found.finding in {Finding.OLDER, Finding.ANOTHER}:
        kind, letter = "confirmation_misread", letters.other_version
    elif found.finding is Finding.PAGE_MISSING:
        kind, letter = "confirmation_page_missing", letters.page_missing
    else:
        return
    record(
        row,
        kind,
        by=SYSTEM,
        now=now,
        rule="code_of_the_confirmation",
        data={"deposit": str(deposit.id), "read": deposit.signs, "expected": row.version},
    )
    if State(row.state) in LIVE:
        letter(row, deposit, found, now=now)
