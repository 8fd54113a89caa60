"""How does one category of one person's data go, wholly, leaving only what proves it?

Which rows: those of the lines of `held`. In which order: what points to a row
goes before it. What was said is digested first, so that a copy found later can
be told from one that was made up. The bytes of the files go with the row that
holds their key: whoever has the bytes then has noise. The chain stays, with its
digests and without a name.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.html import escape

from sporades.accounts.models import Account
from sporades.documents.models import Cachet, Document
from sporades.journal import hashing
from sporades.journal.models import Detail
from sporades.journal.values import Subject
from sporades.notices.models import Notice
from sporades.records import rows
from sporades.records.held import BY_MODEL, By, Held, going, rows_of
from sporades.records.queries.due import OFFICERS, WHOLE, readings
from sporades.registrations.models import Deposit, File, Piece, PublicationLine
from sporades.registrations.queries.private import HANDICAP_PIECES, OF_ACCOMMODATION
from sporades.rules.publishing import OF_HANDICAP

# Whose details carry the names of files, and the mails that list them.
_DEPOSITED = ("deposited", "paper_received", "signed_on_screen")
_MAILS_OF_FILES = ("piece_deposited", "paper_received", "confirmation_signed")
# The papers that list them; a sheet can be issued again, of what is left.
_PAPERS_OF_FILES = ("receipt", "evidence")
# The papers that may name a piece; the sheet names none that is health.
_PAPERS_OF_PIECES = ("receipt", "pieces_list")
_ERASED = "[effacé]"


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of each table, the digest of what they said, the entries whose details went, the files."""

    counts: dict[str, int]
    digest: str
    positions: list[int]
    keys: tuple[str, ...]  # the bytes to take off the disk once it is committed


def erase(category: str, subject: Subject, *, today: date) -> Erased:
    """Takes the rows away, in the transaction of the caller, who holds the lock."""
    files, details = _files(category, subject), _details(category, subject)
    keys = tuple(_keys(category, subject, files))
    positions = sorted(details.values_list("entry__position", flat=True))
    counts: dict[str, int] = {}
    digests: list[str] = []
    for line, found in _going(category, subject, files, details, today):
        said = [rows.digest_of(one, line) for one in found.order_by("pk")]
        if said:
            digests += said
            counts[line.model] = counts.get(line.model, 0) + len(said)
            found.delete()
    if category == "accommodation" and (said := _redact_mails(subject)):
        digests += said
        counts["notices.Notice"] = counts.get("notices.Notice", 0) + len(said)
    if category not in WHOLE and files is not None:
        _forget_whole_pdf(subject)
    return Erased(counts, hashing.sha256("".join(digests).encode()), positions, keys)


def _going(
    category: str,
    subject: Subject,
    files: "QuerySet[File] | None",
    details: QuerySet[Detail],
    today: date,
) -> Iterator[tuple[Held, QuerySet[Any]]]:
    if category == "traces":
        yield BY_MODEL["journal.Consultation"], readings(subject.id, today=today)
    elif category in ("accommodation", "pieces") and files is not None:
        yield BY_MODEL["registrations.File"], files
        yield BY_MODEL["journal.Detail"], details
        yield BY_MODEL["registrations.PublicationLine"], _lines(category, subject)
        yield BY_MODEL["documents.Cachet"], Cachet.objects.filter(document__in=_papers(category, subject))
        yield BY_MODEL["documents.Document"], _papers(category, subject)
        yield BY_MODEL["notices.Notice"], _mails(category, subject)
    else:
        if category == OFFICERS:
            # The mails about what they asked for, an export: those bear its name, and went to them.
            theirs = Account.objects.filter(id=subject.id).values("email")
            yield BY_MODEL["notices.Notice"], Notice.objects.filter(recipient__in=theirs)
        yield from _all_of(subject)


def _all_of(subject: Subject) -> Iterator[tuple[Held, QuerySet[Any]]]:
    is_account = subject.kind == "account"
    for line in _in_order():
        if is_account or line.by is not By.ACCOUNT:
            account, registrations = (subject.id, []) if is_account else (None, [subject.id])
            yield line, rows_of(line, account=account, registrations=registrations)


@cache
def _in_order() -> tuple[Held, ...]:
    """Every table of which rows go, what points to another one before it."""
    lines = {line.model: line for line in going()}
    order: TopologicalSorter[str] = TopologicalSorter({model: set() for model in lines})
    for model in lines:
        for field in apps.get_model(model)._meta.concrete_fields:
            pointed = field.related_model._meta.label if field.is_relation and field.related_model else ""
            if pointed in lines and pointed != model:
                order.add(pointed, model)
    return tuple(lines[model] for model in order.static_order())


def _files(category: str, subject: Subject) -> "QuerySet[File] | None":
    if subject.kind != "registration" or category == "traces":
        return None
    files = File.objects.filter(deposit__piece__registration=subject.id)
    return files.filter(deposit__piece__kind__in=HANDICAP_PIECES) if category == "accommodation" else files


def _lines(category: str, subject: Subject) -> QuerySet[PublicationLine]:
    """The decisions of accommodation that the office has published, or was about to."""
    lines = PublicationLine.objects.filter(registration=subject.id, publication__kind__in=OF_HANDICAP)
    return lines if category == "accommodation" else lines.none()


def _papers(category: str, subject: Subject) -> QuerySet[Document]:
    """Those that bear the names of the files; with an accommodation, what was decided of it and what names it."""
    theirs = Document.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    if category == "pieces":
        return theirs.filter(kind__in=_PAPERS_OF_FILES).exclude(data__files=[])
    return theirs.filter(Q(kind__in=OF_HANDICAP) | Q(id__in=[*_naming(theirs, _handicap_titles(subject))]))


def _naming(papers: QuerySet[Document], titles: list[str]) -> Iterator[UUID]:
    """A paper that was drawn cannot be told otherwise: one that bears such a name goes whole."""
    for paper in papers.filter(kind__in=_PAPERS_OF_PIECES):
        # SQLite keeps the accents of JSON as codes, which no query of the database would find.
        said = json.dumps(paper.data, ensure_ascii=False)
        if any(title in said for title in titles):
            yield paper.id


def _mails(category: str, subject: Subject) -> QuerySet[Notice]:
    theirs = Notice.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    if category == "pieces":
        return theirs.filter(kind__in=_MAILS_OF_FILES)
    named = Q(kind__startswith=OF_ACCOMMODATION)
    for title in _handicap_titles(subject):
        named |= Q(title__contains=title)
    return theirs.filter(named)


def _redact_mails(subject: Subject) -> list[str]:
    """Takes its name out of the mails about something else, which stay: they prove what was told, and when."""
    digests = []
    theirs = Notice.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    for title in _handicap_titles(subject):
        for mail in theirs.filter(text__contains=title).order_by("pk"):
            digests.append(rows.digest_of(mail, BY_MODEL["notices.Notice"]))
            mail.text = mail.text.replace(title, _ERASED)
            mail.html = mail.html.replace(escape(title), _ERASED)
            mail.save(update_fields=["text", "html"])
    return digests


def _handicap_titles(subject: Subject) -> list[str]:
    pieces = Piece.objects.filter(registration=subject.id, kind__in=HANDICAP_PIECES)
    return sorted(set(pieces.values_list("title", flat=True)))


def _details(category: str, subject: Subject) -> QuerySet[Detail]:
    details = Detail.objects.filter(
        entry__chain__subject_kind=subject.kind, entry__chain__subject_id=subject.id
    )
    if category == "traces":
        return details.none()
    if category == "pieces":
        details = details.filter(entry__kind__in=_DEPOSITED)
    if category == "accommodation":
        # All that was said of it: the names of the files, the words of a refusal, of a decision.
        details = details.filter(entry__data__piece__in=sorted(HANDICAP_PIECES))
    return details


def _keys(category: str, subject: Subject, files: "QuerySet[File] | None") -> Iterator[str]:
    if files is not None:
        yield from files.exclude(key="").values_list("key", flat=True)
        yield from _whole_pdfs(files).values_list("key", flat=True)
    if category in WHOLE:
        papers = Document.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
        yield from _of_papers(papers)
    elif files is not None:
        yield from _of_papers(_papers(category, subject))
        yield from _lines(category, subject).exclude(key="").values_list("key", flat=True)


def _of_papers(papers: QuerySet[Document]) -> Iterator[str]:
    yield from papers.exclude(key="").values_list("key", flat=True)
    yield from Cachet.objects.filter(document__in=papers).values_list("key", flat=True)


def _whole_pdfs(files: QuerySet[File]) -> QuerySet[Deposit]:
    return Deposit.objects.filter(id__in=files.values("deposit")).exclude(key="")


def _forget_whole_pdf(subject: Subject) -> None:
    """The PDF of all the pages of a deposit goes with its files; the deposit stays, with its instant."""
    emptied = Deposit.objects.filter(piece__registration=subject.id, files__isnull=True).exclude(key="")
    emptied.update(key="", wrapped_key="", key_id="")


def is_known(subject: Subject) -> bool:
    """Whether the person or the registration is still there: what a replay asks."""
    model: Any = apps.get_model(
        "accounts.Account" if subject.kind == "account" else "registrations.Registration"
    )
    found: bool = model.objects.filter(id=UUID(str(subject.id))).exists()
    return found
