"""Is this paper, or this file, one that we issued, and is it still good? Asked by anybody who holds it.

Who asks has no account and is not known. They are told what lets them compare with
what they hold: the kind, the number, the version, the diploma, when it was issued,
and initials; never a name, an address, an answer, nor why a registration has ended.
Each answer about a paper is counted, and its candidate and the office read the count.
Nothing but a row's count is written, and no file is kept.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import F

from sporades.accounts import throttles
from sporades.adapters import codes
from sporades.documents import printed
from sporades.documents.models import Cachet, Document
from sporades.reference.load import reference
from sporades.registrations.models import Registration
from sporades.rules import french
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.verifying import Outcome, judge

# A counter at the entrance of a school checks one after the other: what is found is given back.
FAILURES = throttles.Limit("verify", 30, timedelta(minutes=15))
MOST_ENDS = 20  # of a PDF to which one thing after the other was added
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")


@dataclass(frozen=True, slots=True)
class Verified:
    """`said` is what the paper itself shows, and no more; empty of what is not ours."""

    outcome: Outcome
    kind: str = ""
    said: tuple[tuple[str, str], ...] = ()
    last_version: int = 0


def verify_code(text: str, *, place: str, now: datetime) -> Verified:
    """What was read or typed. Raises throttles.TooMany."""
    attempt = throttles.consume(FAILURES, place)
    code = codes.check(text.strip())
    if code is None:
        return Verified(Outcome.ALTERED)
    document = printed.find(code)
    return _counted(document, attempt, now=now) if document else Verified(Outcome.UNKNOWN)


def verify_file(content: bytes, *, place: str, now: datetime) -> Verified:
    """A file, byte for byte, with its cachet or as it was drawn. Raises throttles.TooMany."""
    attempt = throttles.consume(FAILURES, place)
    whole, ends = _digests(content)
    document = _of_hash(whole)
    if document is not None:
        told = _counted(document, attempt, now=now)
        return replace(told, said=()) if _is_of_several(document) else told
    is_behind = (
        Cachet.objects.filter(whole_sha256__in=ends).exists()
        or Document.objects.filter(sha256__in=ends).exists()
    )
    return Verified(Outcome.ADDED_TO if is_behind else Outcome.ANOTHER_FILE)


def _digests(content: bytes) -> tuple[str, set[str]]:
    """Of the whole; then of the file before each thing that was added to it, where a PDF says that it ends."""
    hashed, ends, start, view = hashlib.sha256(), set(), 0, memoryview(content)
    for found in islice(_END.finditer(content), MOST_ENDS):
        for end in (found.start() + len(b"%%EOF"), found.end()):
            hashed.update(view[start:end])
            ends.add(hashed.hexdigest())
            start = end
    hashed.update(view[start:])
    return hashed.hexdigest(), ends


def _of_hash(digest: str) -> Document | None:
    cachet = Cachet.objects.select_related("document").filter(whole_sha256=digest).first()
    if cachet is not None:
        return cachet.document
    # The same bytes published twice: the one that stands, or the last.
    same = Document.objects.filter(sha256=digest)
    return same.order_by(F("retracted_at").asc(nulls_first=True), "-ordered_at").first()


def _is_of_several(document: Document) -> bool:
    """One letter that the office published to several people says which of them holds it to nobody."""
    same = Document.objects.filter(sha256=document.sha256)
    return same.exclude(subject_id=document.subject_id).exists()


def _counted(document: Document, attempt: str, *, now: datetime) -> Verified:
    throttles.give_back([attempt])
    Document.objects.filter(id=document.id).update(checks=F("checks") + 1, checked_at=now)
    rows = Registration.objects.select_related("window__calendar")
    row = rows.filter(id=document.subject_id).first()
    if row is None:
        return Verified(Outcome.UNKNOWN)
    outcome = judge(
        document.kind,
        is_of_the_office=document.lot_id is not None,
        is_of_last_version=_says_the_same(row, document.version),
        is_live=State(row.state) in LIVE,
        is_retracted=document.retracted_at is not None,
        is_replaced=document.replaced_at is not None,
    )
    return Verified(outcome, document.kind, tuple(_said(document, row)), row.version)


def _says_the_same(row: Registration, version: int) -> bool:
    """Whether it is the last version, or has its very answers: somebody came back to them."""
    said = row.versions.filter(number__in=[version, row.version]).values_list("sha256", flat=True)
    return len(set(said)) == 1


def _said(document: Document, row: Registration) -> Iterator[tuple[str, str]]:
    """As the paper has it, which may differ from what the registration says today."""
    say, data, calendar = reference().say, document.data, row.window.calendar
    issued = french.spoken_instant(document.ordered_at, calendar.zone, calendar.zone_name)
    yield say("verify_issued"), issued
    yield say("verify_academy"), data.get("academy", "") or reference().academies[row.academy].name
    yield (
        say("verify_number"),
        say("verify_of_version", number=document.number, version=str(document.version)),
    )
    if "exam" in data:
        yield say("verify_exam"), f"{data['exam']}, {data['specialty']}"
        yield say("verify_session"), data["exam_session"]
    if data.get("bearer"):
        yield say("verify_bearer"), data["bearer"]
