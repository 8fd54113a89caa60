"""What is in the archive that a candidate is given?

    index.html        to be read: everything in French, with links to the files
    donnees.json      to be reused: every row of every table that is about them
    <inscription>/    the files as they were deposited, and the papers we issued

It is made while it is sent: rows first, then one file at a time. The index comes
last, for it says which files could not be given, and why.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

from django.utils.text import slugify

from sporades.accounts.models import Candidate
from sporades.adapters import archives, names, storage
from sporades.adapters.archives import Part
from sporades.adapters.pdf import CannotRender
from sporades.documents import cachets
from sporades.documents import queries as papers
from sporades.journal.hashing import instant
from sporades.records import index, rows
from sporades.registrations import access
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import File, Registration, Scan

log = logging.getLogger(__name__)

FORMAT = "sporades-data-1"
_LONGEST = 60  # letters of a folder's or a file's name


@dataclass(slots=True)
class Inside:
    """Where each file lies in the archive, by its id; "" when its bytes could not be given."""

    files: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)


def stream(candidate: Candidate, *, at: datetime) -> Iterator[bytes]:
    """The whole archive, a piece at a time."""
    return archives.stream(_parts(candidate, at), at=at)


def _parts(candidate: Candidate, at: datetime) -> Iterator[Part]:
    registrations = access.all_of_candidate(candidate)
    yield Part("donnees.json", _data(candidate, registrations, at))
    inside = Inside()
    for row in registrations:
        yield from _files(row, inside)
        yield from _papers(row, inside)
    said = index.page(candidate, registrations, inside.files, inside.papers, at=at)
    yield Part("index.html", said.encode())


def _data(candidate: Candidate, registrations: list[Registration], at: datetime) -> bytes:
    tables = rows.tables(account=candidate.account_id, registrations=[row.id for row in registrations])
    said = {
        "format": FORMAT,
        "made_at": instant(at),
        "account": str(candidate.account_id),
        "tables": [
            {
                "table": table.line.model,
                "title": table.line.title,
                "withheld": table.withheld,
                "rows": table.rows,
            }
            for table in tables
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()


def _files(row: Registration, inside: Inside) -> Iterator[Part]:
    given = File.objects.filter(deposit__piece__registration=row).select_related("deposit__piece")
    for file in given.order_by("deposit__piece__position", "deposit__sequence", "position"):
        piece = file.deposit.piece
        folder = f"{folder_of(row)}/pieces/{piece.position:02}-{_slug(piece.title)}"
        name = f"{folder}/{file.deposit.sequence}-{file.position}-{_file_name(file.name)}"
        content = None if file.scan in (Scan.INFECTED, Scan.ERASED) else _bytes_of(file)
        inside.files[str(file.id)] = name if content is not None else ""
        if content is not None:
            yield Part(name, content)


def _bytes_of(file: File) -> bytes | None:
    try:
        return storage.get(file.key, file.wrapped_key, file.key_id)
    except storage.CannotGive:
        log.error("file %s could not be given to its owner", file.id)
        return None


def _papers(row: Registration, inside: Inside) -> Iterator[Part]:
    for paper in papers.published(subject_of(row)):
        if paper.retracted_at is not None:
            continue  # published wrongly: it may be about somebody else
        name = f"{folder_of(row)}/documents/{_slug(paper.title)}-{str(paper.id)[:8]}.pdf"
        content = _made(paper.id)
        inside.papers[str(paper.id)] = name if content is not None else ""
        if content is not None:
            yield Part(name, content)


def _made(paper_id: UUID) -> bytes | None:
    try:
        return cachets.give(paper_id)
    except (CannotRender, storage.CannotGive):
        log.error("document %s could not be given to its owner", paper_id)
        return None


def folder_of(row: Registration) -> str:
    """The registration's folder: its number, or for a draft the beginning of its id."""
    return f"inscription-{row.number or str(row.id)[:8]}"


def _slug(title: str) -> str:
    return slugify(title)[:_LONGEST].strip("-") or "sans-titre"


def _file_name(typed: str) -> str:
    """A name that every system unpacks, whatever was typed, with its ending."""
    shown = PurePosixPath(names.shown(typed))
    return f"{_slug(shown.stem)}{slugify(shown.suffix) and '.' + slugify(shown.suffix)}"
