"""What do our papers say? Plain French values, kept with the document, from which it is drawn once."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sporades.documents import actions as documents
from sporades.reference.load import reference
from sporades.registrations import facts, telling
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import SIGNS, Deposit, File, Piece, Registration, Version
from sporades.registrations.queries import pieces
from sporades.registrations.queries.private import HANDICAP_PIECES, without_naming
from sporades.registrations.queries.where import where
from sporades.rules import french
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState

WIDE = frozenset(
    {"situation.diplomas_held", "situation.experience_field", "situation.training_name", "papers.unlisted"}
)

_TO_BE_GIVEN = frozenset({PieceState.EXPECTED, PieceState.REFUSED})

# The paper to sign; its signed scan is a piece.
CONFIRMATION = "confirmation"


def order_for_save(
    registration: Registration, version: Version, asked: Sequence[Piece], *, signed: int, now: datetime
) -> dict[str, Any]:
    """The confirmation to be signed, the list of pieces, and the receipt of the save, which is given back.

    `signed`: the version whose signature is good for this one too, or 0.
    """
    data = confirmation(registration, version, now=now)
    if signed:
        data |= _signed_already("gone_back", str(signed))
    _order(registration, CONFIRMATION, data, now)
    _order(registration, "pieces_list", pieces_list(registration, asked, now=now), now)
    online = "_online" if facts.signs_on_screen(registration, at=now) else ""
    done = "gone_back" if signed else f"{'saved' if version.number == 1 else 'modified'}{online}"
    return _order_receipt_of(registration, version, f"paper_receipt_{done}", asked, now=now)


def order_for_signature(
    registration: Registration, version: Version, asked: Sequence[Piece], *, now: datetime
) -> dict[str, Any]:
    """The receipt of a version whose answers are, again, those that were signed."""
    return _order_receipt_of(registration, version, "paper_receipt_gone_back", asked, now=now)


def _order_receipt_of(
    registration: Registration, version: Version, code: str, asked: Sequence[Piece], *, now: datetime
) -> dict[str, Any]:
    said = reference().say
    told = [(said("paper_receipt_digest"), version.sha256)]
    return _order_receipt(registration, said(code, version=str(version.number)), told, [], asked, now=now)


def order_for_correction(registration: Registration, version: Version, *, now: datetime) -> None:
    """The confirmation of the corrected version, with nothing to sign if it is signed, and the list of pieces."""
    data = confirmation(registration, version, now=now)
    if _is_signed(registration):
        data |= _signed_already("corrected", str(registration.signature_from))
    _order(registration, CONFIRMATION, data, now)
    listed = pieces_list(registration, pieces.asked(registration), now=now)
    _order(registration, "pieces_list", listed, now)


def _signed_already(why: str, signed: str) -> dict[str, Any]:
    """What stands on the confirmation in place of the frames to sign."""
    say = reference().say
    return {
        "instruction": say(f"paper_{why}_instruction"),
        "sanction": "",
        "statement": say(f"paper_{why}_statement", signed=signed),
        "signatures": [],
    }


def _is_signed(registration: Registration) -> bool:
    given = Deposit.objects.alias(good_for=SIGNS).filter(
        piece__registration=registration, piece__kind=facts.CONFIRMATION, superseded=False
    )
    return given.filter(good_for__gte=registration.signature_from).exists()


def order_for_deposit(
    registration: Registration,
    piece: Piece,
    deposit: Deposit,
    files: Sequence[File],
    *,
    received_on: date | None,
    now: datetime,
) -> dict[str, Any]:
    """`received_on`: the day of a paper that came by another way; it bears no hour. What the receipt says."""
    dates = facts.dates(registration)
    at = french.spoken_instant(deposit.at, dates.zone, dates.zone_name)
    received = french.spoken_day(received_on) if received_on else at
    given = [
        {
            "piece": piece.title,
            "name": file.name,
            "received": received,
            "size": said_size(file.size),
            "digest": file.sha256,
        }
        for file in files
    ]
    made = "paper_receipt_signed" if deposit.on_screen else "paper_receipt_deposited"
    code = "paper_receipt_late" if deposit.late else made
    told = [(reference().say("paper_received_otherwise"), received)] if received_on else []
    sentence, asked = reference().say(code, piece=piece.title), pieces.asked(registration)
    return _order_receipt(registration, sentence, told, given, asked, now=now)


def order_for_withdrawal(registration: Registration, *, now: datetime) -> dict[str, Any]:
    sentence, asked = reference().say("paper_receipt_withdrawn"), pieces.asked(registration)
    return _order_receipt(registration, sentence, [], [], asked, now=now)


def _order_receipt(
    registration: Registration,
    sentence: str,
    told: Sequence[tuple[str, str]],
    files: Sequence[dict[str, str]],
    asked: Sequence[Piece],
    *,
    now: datetime,
) -> dict[str, Any]:
    """What it says is given back: the mail says it too."""
    data = receipt(registration, sentence, told, files, asked, now=now)
    hidden = [piece.title for piece in asked if piece.kind in HANDICAP_PIECES]
    _order(registration, "receipt", without_naming(hidden, data), now)
    return data


def _order(registration: Registration, kind: str, data: dict[str, Any], now: datetime) -> None:
    title = reference().say(f"paper_{kind}")
    documents.order(
        kind,
        subject=subject_of(registration),
        number=registration.number or "",
        version=registration.version,
        title=f"{title} {registration.number}, version {registration.version}",
        data=data,
        now=now,
    )


def confirmation(registration: Registration, version: Version, *, now: datetime) -> dict[str, Any]:
    """Every answer, the units, the acquis, the frames to sign, and a code for each page."""
    answers = facts.saved(version)
    told = telling.sections(answers)
    say = reference().say
    minor = facts.is_minor(registration, at=now)
    online = "_online" if facts.signs_on_screen(registration, at=now) else ""
    frames = ["signature_date", "signature_candidate", *(["signature_representative"] if minor else [])]
    return {
        **sheet(registration, say("paper_confirmation"), now=now),
        "instruction": say(f"paper_confirmation_instruction{online}", due=_due(registration)),
        "sanction": say("paper_confirmation_sanction"),
        "identity": _as_lines(told["identity"]),
        "contact_lines": _as_lines(told["contact"]),
        "situation": _as_lines(told["situation"]),
        "papers_lines": _as_lines(told["papers"]),
        "papers": [_as_unit(unit) for unit in telling.papers(answers)],
        "acquis": [_as_unit(unit) for unit in telling.acquis(answers)],
        "signing_heading": say("paper_signing"),
        "statement": say("paper_statement"),
        "signatures": [say(f"paper_{frame}") for frame in frames],
    }


def pieces_list(registration: Registration, known: Sequence[Piece], *, now: datetime) -> dict[str, Any]:
    """What is to be given, grouped by its date, with what each one's absence costs."""
    say = reference().say
    dates = facts.dates(registration)
    asked = [piece for piece in known if piece.state != PieceState.NOT_NEEDED]
    asked.sort(key=lambda piece: (facts.due(piece, dates), piece.position))
    groups = [
        {
            "due": say("paper_due", due=french.spoken_deadline(limit, dates.zone, dates.zone_name)),
            "pieces": [
                {
                    "title": piece.title,
                    "explanation": piece.explanation,
                    "if_missing": say(f"if_missing_{piece.if_missing}"),
                }
                for piece in group
            ],
        }
        for limit, group in groupby(asked, key=lambda piece: facts.due(piece, dates))
    ]
    return {
        **sheet(registration, say("paper_pieces_list"), now=now),
        "candidate": name_of(registration),
        "instruction": say("paper_pieces_instruction"),
        "groups": groups,
        "closing": say("paper_pieces_closing", reminders=facts.about_reminders(registration)),
    }


def receipt(
    registration: Registration,
    sentence: str,
    told: Sequence[tuple[str, str]],
    files: Sequence[dict[str, str]],
    asked: Sequence[Piece],
    *,
    now: datetime,
) -> dict[str, Any]:
    """« Accusé d’enregistrement »: what, when (local and UTC), to which service, what is due, how to appeal."""
    say = reference().say
    dates = facts.dates(registration)
    lines = [
        (say("paper_received"), french.spoken_instant(now, dates.zone, dates.zone_name)),
        (say("paper_received_utc"), french.universal(now)),
        *told,
    ]
    return {
        **sheet(registration, say("paper_receipt"), now=now),
        "candidate": name_of(registration),
        "sentence": sentence,
        "facts": [{"label": label, "value": value, "wide": True} for label, value in lines],
        "files": list(files),
        "standing": where(registration, asked, now=now).sentence,
        "due": _still_due(registration, asked, now=now),
        "appeal": say("paper_receipt_appeal"),
    }


def _still_due(registration: Registration, asked: Sequence[Piece], *, now: datetime) -> list[dict[str, Any]]:
    """What is to be given, or given again, by its limit: nothing once the registration has ended."""
    if State(registration.state) not in LIVE:
        return []
    dates = facts.dates(registration)
    waits = [(facts.due(piece, dates), piece) for piece in asked if _is_to_be_given(piece)]
    return [
        {
            "piece": piece.title,
            "due": french.spoken_deadline(limit, dates.zone, dates.zone_name),
            "passed": now >= limit,
        }
        for limit, piece in sorted(waits, key=lambda one: (one[0], one[1].position))
    ]


def _is_to_be_given(piece: Piece) -> bool:
    is_misread = piece.state == PieceState.DEPOSITED and bool(getattr(piece, pieces.MISREAD))
    return is_misread or PieceState(piece.state) in _TO_BE_GIVEN


def sheet(registration: Registration, heading: str, *, now: datetime) -> dict[str, str]:
    known = reference()
    dates = facts.dates(registration)
    contact = registration.window.calendar.contact
    diploma, academy = known.diplomas[registration.diploma].name, known.academies[registration.academy].title
    return {
        "heading": heading,
        "academy": french.capital(academy),
        "number": registration.number or "",
        "version": str(registration.version),
        "contact": " · ".join(
            part for name in ("service", "address", "email", "phone") if (part := contact.get(name))
        ),
        "issued": known.say("paper_issued", at=french.spoken_instant(now, dates.zone, dates.zone_name)),
        "exam": french.capital(diploma),
        "specialty": known.specialties[registration.specialty].title,
        "exam_session": f"Session {registration.exam_session}",
        "bearer": french.initials(name_of(registration)),
    }


def name_of(registration: Registration) -> str:
    return f"{registration.candidate.given_names} {registration.candidate.birth_name}"


def _due(registration: Registration) -> str:
    dates = facts.dates(registration)
    return french.spoken_deadline(dates.pieces_due, dates.zone, dates.zone_name)


def _as_lines(told: Sequence[telling.Told]) -> list[dict[str, Any]]:
    return [{"label": one.label, "value": one.value, "wide": one.path in WIDE} for one in told]


def _as_unit(unit: telling.UnitTold) -> dict[str, str]:
    return {"code": unit.code, "title": unit.title, "status": unit.status}


def said_size(size: int) -> str:
    """« 1,4 Mo », « 312 ko »"""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}\xa0Mo".replace(".", ",")
    return f"{max(1, size // 1000)}\xa0ko"
