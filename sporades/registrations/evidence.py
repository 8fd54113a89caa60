"""What does the evidence sheet of a file say? What was asked, received, written and decided, from rows and journal.

It is drawn once, from plain values kept with the document: what it says is
what was known at its instant. What is health is left out, for whoever reads it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sporades.accounts import queries as accounts
from sporades.journal import queries as journal
from sporades.journal.queries import Line
from sporades.notices import queries as notices
from sporades.notices.queries import Mail
from sporades.reference.load import reference
from sporades.registrations import facts, papers, telling
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import File, Piece, Registration
from sporades.registrations.queries import pieces
from sporades.registrations.queries.private import HANDICAP_PIECES, OF_ACCOMMODATION
from sporades.registrations.queries.timeline import office_sentence
from sporades.registrations.queries.where import where
from sporades.rules import french
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState

KIND = "evidence"
# What decided in somebody's own words: the reason of a decision, the sentence of a refusal.
_WORDS = ("reason", "sentence", "answer")


def sheet(row: Registration, *, now: datetime) -> dict[str, Any]:
    """The values of the paper, as `pdf_data.Evidence`."""
    known = reference()
    asked, given = pieces.asked(row), pieces.given(row)
    shown = [piece for piece in asked if piece.kind not in HANDICAP_PIECES]
    hidden = [piece.title for piece in asked if piece.kind in HANDICAP_PIECES]
    lines = journal.timeline(subject_of(row))[::-1]
    mails = notices.mails_about(subject_of(row))[::-1]
    chain = journal.head_of(subject_of(row))
    return {
        **papers.sheet(row, known.say("paper_evidence"), now=now),
        "candidate": papers.name_of(row),
        "instruction": known.say("paper_evidence_instruction"),
        "standing": known.say(
            "paper_evidence_standing",
            state=known.say(f"state_{row.state}"),
            sentence=where(row, shown, now=now).sentence,
        ),
        "asked": [_asked(row, piece) for piece in shown if piece.state != PieceState.NOT_NEEDED],
        "files": [file for piece in shown for file in _files(row, piece, given.get(piece.id, []))],
        "mails": [_mail(row, mail) for mail in mails if not _is_hidden(mail, hidden)],
        "events": _events(row, lines),
        "closing": known.say("paper_evidence_closing", head=chain),
    }


def _is_hidden(mail: Mail, hidden: list[str]) -> bool:
    return mail.kind.startswith(OF_ACCOMMODATION) or any(title in mail.title for title in hidden)


def _asked(row: Registration, piece: Piece) -> dict[str, str]:
    dates = facts.dates(row)
    return {
        "piece": piece.title,
        "asked": _said(row, piece.asked_at),
        "due": french.spoken_deadline(facts.due(piece, dates), dates.zone, dates.zone_name),
        "state": telling.piece_state(PieceState(piece.state), is_live=State(row.state) in LIVE),
        "source": piece.source,
    }


def _files(row: Registration, piece: Piece, given: list[File]) -> Iterator[dict[str, str]]:
    for file in given:
        code = "paper_late_version" if file.deposit.late else "paper_for_version"
        note = reference().say(code, version=str(file.deposit.version))
        yield {
            "piece": piece.title,
            "name": file.name,
            "received": _said(row, file.deposit.at),
            "size": f"{papers.said_size(file.size)} · {note}",
            "digest": file.sha256,
        }


def _mail(row: Registration, mail: Mail) -> dict[str, str]:
    said = {
        "at": _said(row, mail.left_at or mail.queued_at),
        "returned": _said(row, mail.returned_at or mail.queued_at),
        "cause": reference().say(mail.cause),
    }
    outcome = reference().say(f"paper_mail_{mail.fate}", **said)
    if mail.seen_at:
        outcome += reference().say("paper_mail_seen", at=_said(row, mail.seen_at))
    return {"title": mail.title, "written": _said(row, mail.queued_at), "outcome": outcome}


def _events(row: Registration, lines: list[Line]) -> list[dict[str, str]]:
    names = accounts.officer_names(line.actor_id for line in lines if line.actor_kind == "officer")
    kept = [line for line in lines if line.data.get("piece") not in HANDICAP_PIECES]
    return [_event(row, line, names) for line in kept]


def _event(row: Registration, line: Line, names: dict[str, str]) -> dict[str, str]:
    details, say = line.details or {}, reference().say
    rule = say("paper_evidence_rule", rule=line.rule)
    edition = say("paper_evidence_edition", edition=line.edition[:12]) if line.edition else ""
    decided = [part for part in (rule, line.source, edition) if part]
    return {
        "at": _said(row, line.at),
        "what": office_sentence(line.kind, line.data),
        "by": names.get(line.actor_id, "") or reference().say(f"by_{line.actor_kind}"),
        "decided": " · ".join(decided) if line.rule else "",
        "reason": next((str(details[name]) for name in _WORDS if name in details), ""),
    }


def _said(row: Registration, at: datetime) -> str:
    calendar = row.window.calendar
    return french.spoken_instant(at, calendar.zone, calendar.zone_name)
