"""What has become of this file until now: its versions, its papers, its mails, who did what?

All of it for the holder of one mandate: an entry, a mail or a change that
speaks of what does not exist for them is left out, not blanked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sporades.documents import queries as documents
from sporades.journal import queries as journal
from sporades.notices import queries as notices
from sporades.reference.load import reference
from sporades.registrations import telling
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries.private import (
    OF_ACCOMMODATION,
    hidden_answers,
    hidden_pieces,
    may_see,
)
from sporades.registrations.queries.timeline import office_sentence
from sporades.rules import french
from sporades.rules.answers import Answers
from sporades.rules.rights import Mandate

# Mails that are about one piece, or a few: their text names it.
_OF_A_PIECE = ("piece_", "replacement_", "file_")
_PAPER_TONES = {"new": "wait", "opened": "ok", "replaced": "off", "retracted": "no"}
_MAIL_TONES = {"queued": "wait", "sent": "ok", "refused": "no", "returned": "no", "cancelled": "off"}


@dataclass(frozen=True, slots=True)
class VersionSeen:
    number: int
    said_at: str
    changes: tuple[telling.Changed, ...]


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """A paper that was issued."""

    title: str
    version: int
    said_at: str
    # Of what the office has published: opened, replaced, taken back or still new, and since when.
    state: str
    tone: str
    since: str
    checks: int  # by whoever was shown it


@dataclass(frozen=True, slots=True)
class MailSeen:
    """A mail: whether it left and when, or what became of it."""

    title: str
    recipient: str
    state: str
    tone: str
    said_at: str
    lost: bool  # it came back, and was not read here since


@dataclass(frozen=True, slots=True)
class EventSeen:
    """An entry of the journal, as the timeline component shows it."""

    text: str
    when: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    versions: tuple[VersionSeen, ...]
    papers: tuple[PaperSeen, ...]
    mails: tuple[MailSeen, ...]
    events: tuple[EventSeen, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """A version: its number, when it was saved, and what it says."""

    number: int
    at: datetime
    answers: Answers


def of(
    row: Registration,
    mandate: Mandate,
    *,
    versions: Sequence[Saved],
    papers: Iterable[documents.Paper],
    pieces: Iterable[Piece],
) -> Past:
    """Newest first, each of them; `versions` in their order, `pieces` with those that the holder may not see."""
    zone = row.window.calendar.zone
    titles = {piece.title: piece.kind for piece in pieces}
    return Past(
        versions=tuple(_versions(versions, mandate, zone))[::-1],
        papers=tuple(_paper(paper, zone) for paper in papers),
        mails=tuple(_mails(row, titles, mandate, zone)),
        events=tuple(_events(row, mandate, zone)),
    )


def _paper(paper: documents.Paper, zone: str) -> PaperSeen:
    fate, at = _fate(paper)
    return PaperSeen(
        title=paper.title,
        version=paper.version,
        said_at=french.short_instant(paper.ordered_at, zone),
        state=reference().say(f"paper_{fate}_label") if fate else "",
        tone=_PAPER_TONES.get(fate, ""),
        since=french.short_instant(at, zone) if at else "",
        checks=paper.checks,
    )


def _fate(paper: documents.Paper) -> tuple[str, datetime | None]:
    """What has become of a published paper, and since when; "" for what we draw."""
    if not paper.is_published:
        return "", None
    if paper.retracted_at:
        return "retracted", paper.retracted_at
    if paper.replaced_at:
        return "replaced", paper.replaced_at
    return ("opened", paper.opened_at) if paper.opened_at else ("new", None)


def _versions(versions: Sequence[Saved], mandate: Mandate, zone: str) -> Iterator[VersionSeen]:
    """From the second one on: the first changes nothing."""
    for before, after in pairwise(versions):
        changes = telling.differences(before.answers, after.answers, hidden=hidden_answers(mandate))
        yield VersionSeen(after.number, french.short_instant(after.at, zone), changes)


def _mails(row: Registration, titles: Mapping[str, str], mandate: Mandate, zone: str) -> Iterator[MailSeen]:
    for mail in notices.sent_about(subject_of(row)):
        if _is_hidden(mail, titles, mandate):
            continue
        at = french.short_instant(mail.left_at or mail.queued_at, zone)
        lost = mail.returned_at is not None and mail.seen_at is None
        yield MailSeen(mail.title, mail.recipient, mail_state(mail), _MAIL_TONES[mail.fate], at, lost)


def mail_state(mail: notices.Sent) -> str:
    """« Parti », or « Revenu : boîte pleine »."""
    return reference().say(f"mail_{mail.fate}", cause=reference().say(mail.cause))


def _is_hidden(mail: notices.Sent, titles: Mapping[str, str], mandate: Mandate) -> bool:
    """Whether the mail is about nothing but what does not exist for the holder."""
    hidden = hidden_pieces(mandate)
    if not hidden:
        return False
    if mail.kind.startswith(OF_ACCOMMODATION):
        return True
    # The title is shown: whatever the mail is about, it names nothing that does not exist.
    if any(title in mail.title for title, kind in titles.items() if kind in hidden):
        return True
    named = {kind for title, kind in titles.items() if title in mail.text}
    return mail.kind.startswith(_OF_A_PIECE) and bool(named) and named <= hidden


def _events(row: Registration, mandate: Mandate, zone: str) -> Iterator[EventSeen]:
    for kind, at, data in journal.told(subject_of(row)):
        if may_see(mandate, str(data.get("piece", ""))):
            yield EventSeen(office_sentence(kind, data), french.short_instant(at, zone), at)
