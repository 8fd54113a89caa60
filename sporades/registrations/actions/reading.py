"""What does a look at the pages tell: which version was signed, is every page there, is one blank?

It is read once the antivirus has cleared the pages, long after the deposit was
received: it changes no state and costs nobody a date. A paper that is not the
one to sign, or lacks a page, is told to the candidate at once, while there is
time, and stands before the person of the office who looks at it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sporades.adapters import decoding, pages
from sporades.documents import actions as documents
from sporades.documents import printed
from sporades.documents import queries as issued
from sporades.documents.printed import Printed
from sporades.journal import actions as journal
from sporades.journal.values import SYSTEM
from sporades.registrations import access, facts, letters, papers
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Deposit, Registration
from sporades.registrations.queries import scans
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.scans import OF_ANOTHER, Finding, Found


def look(deposit: Deposit, content: bytes, *, now: datetime) -> None:
    """Keeps what a look at the pages tells, once; `content` is the PDF of them all. Raises Unreadable."""
    sight = decoding.look(content)
    # Each paper of ours bears a code: a receipt among the pages says nothing of what was signed.
    ours = [code for text in sight.codes if (code := printed.read(text))]
    seen = [code for code in ours if code.kind == papers.CONFIRMATION]
    own = [code for code in seen if code.number == deposit.piece.registration.number]
    is_confirmation = deposit.piece.kind == facts.CONFIRMATION
    advice: list[dict[str, object]] = (
        [{"code": "page_blank", "pages": list(sight.blank)}] if sight.blank else []
    )
    if own and not is_confirmation:
        advice.append({"code": "confirmation_misplaced", "pages": []})
    Deposit.objects.filter(id=deposit.id).update(advice=advice)
    if is_confirmation:
        _keep_codes(deposit, seen, now=now)


def _keep_codes(deposit: Deposit, seen: Sequence[Printed], *, now: datetime) -> None:
    own = [code for code in seen if code.number == deposit.piece.registration.number]
    # Somebody who gives two papers at once has given the newer one too.
    version = max((code.version for code in own), default=OF_ANOTHER if seen else None)
    sheets = _printed_pages(deposit.piece.registration, version) if version else None
    with transaction.atomic():
        row = access.lock(deposit.piece.registration_id)
        held = Deposit.objects.select_for_update(of=("self",)).get(id=deposit.id)
        if held.read_pages is not None:
            return
        held.read_version = version
        held.read_pages = sorted({code.page for code in own if code.version == version})
        held.printed_pages = sheets
        held.stands_for = _stands_for(row, version) if version else None
        held.save(update_fields=["read_version", "read_pages", "printed_pages", "stands_for"])
        found = scans.found(held.piece, signature_from=row.signature_from)
        # Who has saved again since the deposit knows already that it is to be signed anew.
        if found is not None and not held.superseded and held.version >= row.signature_from:
            _tell(row, held, found, now=now)


def _stands_for(row: Registration, version: int) -> int | None:
    """The version to sign, if an older paper bears its very answers: the candidate came back to them."""
    hashes = dict(
        row.versions.filter(number__in=[version, row.signature_from]).values_list("number", "sha256")
    )
    is_same = version < row.signature_from and hashes.get(version) == hashes.get(row.signature_from)
    return row.signature_from if is_same else None


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
    journal.record(
        subject_of(row),
        kind,
        by=SYSTEM,
        now=now,
        rule="code_of_the_confirmation",
        data={"deposit": str(deposit.id), "read": deposit.signs, "expected": row.version},
    )
    if State(row.state) in LIVE:
        letter(row, deposit, found, now=now)
