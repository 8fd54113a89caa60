"""The page that a candidate reads of the archive: everything in French, with links to the files beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from sporades.accounts import facts as accounts
from sporades.accounts import queries as people
from sporades.accounts.models import Candidate
from sporades.documents import queries as documents
from sporades.journal import queries as journal
from sporades.journal.queries import Line
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.records.held import HIDDEN, WITH_A_LINK
from sporades.reference.load import reference
from sporades.registrations import facts, telling
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Registration
from sporades.registrations.queries import messages, proof, space
from sporades.registrations.queries.history import mail_state
from sporades.registrations.queries.timeline import candidate_sentence
from sporades.rules import french
from sporades.rules.rights import Mandate, Role

# An account belongs to no académie: its instants are said in the hour of the capital, and named so.
ZONE, ZONE_NAME = "Europe/Paris", "heure de Paris"


@dataclass(frozen=True, slots=True)
class FileTold:
    name: str
    received: str
    digest: str
    at: str  # where it lies in the archive; empty when its bytes are not kept
    late: bool


@dataclass(frozen=True, slots=True)
class PieceTold:
    title: str
    state: str
    reason: str
    files: tuple[FileTold, ...]


@dataclass(frozen=True, slots=True)
class MailTold:
    title: str
    recipient: str
    said_at: str
    state: str
    text: str


def page(
    candidate: Candidate,
    registrations: Iterable[Registration],
    files: Mapping[str, str],
    papers: Mapping[str, str],
    *,
    at: datetime,
) -> str:
    """The page itself. `files` and `papers` say where each lies."""
    subject = accounts.subject_of(candidate.account)
    identity = people.identity(candidate)
    context = {
        "made_at": french.spoken_instant(at, ZONE, ZONE_NAME),
        "name": f"{identity.given_names} {identity.birth_name}",
        "born": french.plain_day(identity.birth_date),
        "email": candidate.account.email,
        "opened": french.spoken_instant(candidate.account.created_at, ZONE, ZONE_NAME),
        "contact": people.contact(candidate),
        "requests": people.rectifications(candidate),
        "mails": _mails(subject, ZONE, ZONE_NAME),
        "events": _events(subject),
        "registrations": [_told(row, files, papers, at) for row in registrations],
    }
    return render_to_string("records/index.html", context)


def _told(
    row: Registration, files: Mapping[str, str], papers: Mapping[str, str], at: datetime
) -> dict[str, object]:
    """One registration, as its owner may read all of it: the answer « Handicap » is theirs."""
    seen, calendar = space.seen(row, now=at), row.window.calendar
    own = Mandate(Role.READER, frozenset({row.academy}), sees_handicap=True)
    return {
        "seen": seen,
        "state": reference().say(f"state_{row.state}"),
        "answers": _answers(row),
        "pieces": [_piece(piece, files) for piece in seen.pieces],
        "papers": [
            (
                paper.title,
                papers.get(str(paper.id), ""),
                french.short_instant(paper.ordered_at, calendar.zone),
                paper.retracted_at is not None,
            )
            for paper in documents.published(subject_of(row))
        ],
        "messages": messages.conversation(row),
        "notes": messages.notes(row),
        "mails": _mails(subject_of(row), calendar.zone, calendar.zone_name),
        "proof": proof.of(row, own, to_candidate=True),
    }


def _answers(row: Registration) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the last version says, or the draft as far as it goes."""
    last = row.versions.order_by("-number").first()
    if last is None:
        return []
    answers = facts.saved(last)
    told = [
        (reference().say(f"heading_{step}"), [(line.label, line.value) for line in lines])
        for step, lines in telling.sections(answers).items()
    ]
    units = [
        (unit.title or unit.code, unit.status)
        for unit in (*telling.papers(answers), *telling.acquis(answers))
    ]
    return [*told, (reference().say("heading_units"), units)]


def _piece(piece: space.PieceSeen, files: Mapping[str, str]) -> PieceTold:
    return PieceTold(
        title=piece.title,
        state=piece.label,
        reason=piece.reason,
        files=tuple(
            FileTold(file.name, deposit.at, file.sha256, files.get(str(file.id), ""), deposit.late)
            for deposit in piece.deposits
            for file in deposit.files
        ),
    )


def _mails(subject: Subject, zone: str, zone_name: str) -> list[MailTold]:
    return [
        MailTold(
            mail.title,
            mail.recipient,
            french.spoken_instant(mail.left_at or mail.queued_at, zone, zone_name),
            mail_state(mail),
            HIDDEN if mail.kind in WITH_A_LINK else mail.text,
        )
        for mail in notices.mails_about(subject)
    ]


def _events(subject: Subject) -> list[tuple[str, str]]:
    return [
        (french.spoken_instant(line.at, ZONE, ZONE_NAME), _sentence(line))
        for line in journal.timeline(subject)
    ]


def _sentence(line: Line) -> str:
    """An account has its own sentences; a refusal to begin is told as on a registration."""
    code = f"account_event_{line.kind}"
    if code in reference().sentences:
        return reference().say(code)
    return candidate_sentence(line.kind, line.data)
