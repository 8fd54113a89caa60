"""What do we write to the candidate after each act? Every mail ends with where they stand."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from sporades.notices.values import Urgency
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.effects import Effects
from sporades.registrations.letters.sending import limit_of, send
from sporades.registrations.models import Deposit, Piece, Registration, Version
from sporades.registrations.queries import pieces
from sporades.registrations.queries.private import HANDICAP_PIECES
from sporades.registrations.queries.signed import offered_number
from sporades.registrations.queries.where import where
from sporades.rules import french
from sporades.rules.calendar import is_open
from sporades.rules.scans import Found
from sporades.rules.standing import listed

# By another way than these pages? Signed on screen?
_LETTERS_OF_DEPOSITS = {
    (True, False): "paper_received",
    (False, False): "piece_deposited",
    (False, True): "confirmation_signed",
}


def saved(
    registration: Registration,
    version: Version,
    receipt: Mapping[str, object],
    *,
    signed: int,
    asked: Sequence[Piece],
    now: datetime,
) -> None:
    """« Pré-inscription enregistrée », « Modification enregistrée » from version 2 on, or back to what was signed."""
    known = reference()
    to_sign = next(piece for piece in asked if piece.kind == facts.CONFIRMATION)
    modified = "registration_gone_back" if signed else "registration_modified"
    send(
        registration,
        "registration_saved" if version.number == 1 else modified,
        {
            "version": version.number,
            "signed": signed,
            "changes": [known.label(change["field"]) for change in version.changes],
            "limit": limit_of(registration, to_sign),
            "reminders": facts.about_reminders(registration),
            "receipt": receipt,
            "amex": known.say("amex") if facts.asks_accommodation(registration) else "",
        },
        asked=asked,
        now=now,
    )


def corrected(registration: Registration, version: Version, reason: str, *, now: datetime) -> None:
    """What the office has changed, and why; nothing is to be signed again."""
    known = reference()
    changed = dict.fromkeys(known.label(change["field"]) for change in version.changes)
    context: dict[str, object] = {"version": version.number, "changes": list(changed), "reason": reason}
    send(registration, "registration_corrected", context, now=now)


def moved(
    registration: Registration, kind: str, version: Version, reason: str, effects: Effects, *, now: datetime
) -> None:
    """`kind` is exam_corrected or academy_changed: from what to what, why, and all that follows."""
    told: dict[str, object] = {"version": version.number, "reason": reason, **effects.told()}
    send(registration, f"registration_{kind}", told, now=now)


def deposited(
    registration: Registration,
    piece: Piece,
    deposit: Deposit,
    receipt: Mapping[str, object],
    *,
    received_on: date | None,
    way: str,
    now: datetime,
) -> None:
    """`received_on` and `way`: of a paper that the office received otherwise, and scanned."""
    dates = facts.dates(registration)
    at = french.spoken_instant(deposit.at, dates.zone, dates.zone_name)
    send(
        registration,
        _LETTERS_OF_DEPOSITS[received_on is not None, deposit.on_screen],
        {
            "piece": piece.title,
            "at": french.spoken_day(received_on) if received_on else at,
            "way": reference().say(f"way_{way}") if way else "",
            "late": deposit.late,
            "limit": limit_of(registration, piece),
            "receipt": receipt,
        },
        now=now,
    )


def infected(registration: Registration, piece: Piece, *, late: bool, now: datetime) -> None:
    """`late`: the deposit came after its limit, so nothing of it counts as given in time."""
    told = {"piece": piece.title, "limit": limit_of(registration, piece), "late": late}
    send(registration, "file_infected", told, now=now)


def refused(registration: Registration, piece: Piece, *, wait: timedelta, now: datetime) -> UUID:
    """`wait`: how long the officer may still take the decision back, here and below."""
    told = {"piece": piece.title, "sentence": piece.reason_text, "limit": limit_of(registration, piece)}
    return send(registration, "piece_refused", told, wait=wait, now=now)


def replacement_asked(registration: Registration, piece: Piece, *, text: str, now: datetime) -> None:
    send(registration, "replacement_asked", {"piece": piece.title, "text": text}, now=now)


def replacement_agreed(registration: Registration, piece: Piece, *, now: datetime) -> None:
    send(
        registration,
        "replacement_agreed",
        {"piece": piece.title, "limit": limit_of(registration, piece)},
        now=now,
    )


def replacement_refused(registration: Registration, piece: Piece, *, sentence: str, now: datetime) -> None:
    send(registration, "replacement_refused", {"piece": piece.title, "sentence": sentence}, now=now)


def waived(registration: Registration, piece: Piece, *, ground: str, wait: timedelta, now: datetime) -> UUID:
    told = {"piece": piece.title, "ground": ground}
    return send(registration, "piece_waived", told, wait=wait, now=now)


def asked(registration: Registration, piece: Piece, *, wait: timedelta, now: datetime) -> UUID:
    """A piece that no rule asks, in the officer's own words."""
    told = {
        "piece": piece.title,
        "explanation": piece.explanation,
        "limit": limit_of(registration, piece),
    }
    return send(registration, "piece_asked", told, wait=wait, now=now)


def recognised(registration: Registration, *, wait: timedelta, now: datetime) -> UUID:
    return send(registration, "confirmation_recognised", {}, wait=wait, now=now)


def other_version(registration: Registration, deposit: Deposit, found: Found, *, now: datetime) -> None:
    """The paper that was given is not the one to sign."""
    goes_back = is_open(facts.dates(registration), at=now) and offered_number(registration) > 0
    told: dict[str, object] = {"read": found.version, "version": registration.version, "goes_back": goes_back}
    _send_of_scan(registration, "confirmation_other_version", deposit, told, now=now)


def page_missing(registration: Registration, deposit: Deposit, found: Found, *, now: datetime) -> None:
    """The paper that was given lacks pages: they can be added to it."""
    told = {"pages": listed(tuple(map(str, found.pages))), "several": len(found.pages) > 1}
    _send_of_scan(registration, "confirmation_page_missing", deposit, told, now=now)


def _send_of_scan(
    registration: Registration, kind: str, deposit: Deposit, told: Mapping[str, object], *, now: datetime
) -> None:
    late = now >= facts.due(deposit.piece, facts.dates(registration))
    limit = limit_of(registration, deposit.piece)
    send(registration, kind, {**told, "limit": limit, "late": late}, now=now)


def admitted(registration: Registration, *, wait: timedelta, now: datetime) -> UUID:
    """`reserve`: the R.408 attestation is not accepted yet, so nothing is final."""
    code = where(registration, pieces.asked(registration), now=now).code
    told = {"reserve": code != "standing.admitted"}
    return send(registration, "registration_admitted", told, wait=wait, now=now)


def message(registration: Registration, text: str, *, now: datetime) -> None:
    """What an officer wrote, word for word."""
    page = f"{settings.SITE_URL}/inscriptions/{registration.id}/messages/"
    context: dict[str, object] = {"lines": text.splitlines(), "answer": page}
    send(registration, "office_message", context, now=now)


def incident_over(
    registration: Registration, reason: str, *, refused_at: datetime, now: datetime, piece: str = ""
) -> None:
    """`piece`: the kind of what was refused, if it was a deposit."""
    dates = facts.dates(registration)
    at = french.spoken_instant(refused_at, dates.zone, dates.zone_name)
    told = {"reason": reason, "refused_at": at}
    kind = "accommodation_incident_over" if piece in HANDICAP_PIECES else "incident_over"
    send(registration, kind, told, now=now, urgency=Urgency.MANY)


def extended(registration: Registration, reason: str, *, now: datetime) -> None:
    """More time was given to everybody of the window: each of the dates that are now theirs."""
    dates = facts.dates(registration)
    limits = [
        ("limit_pieces", dates.pieces_due),
        *((f"limit_{name}", at) for name, at in dates.later.items()),
    ]
    asked = set(registration.pieces.exclude(state="not_needed").values_list("due_date", flat=True))
    context: dict[str, object] = {
        "reason": reason,
        "open": now < dates.closes,
        "limits": [
            {"what": reference().say(code), "when": french.spoken_deadline(at, dates.zone, dates.zone_name)}
            for code, at in limits
            if code == "limit_pieces" or code.removeprefix("limit_") in asked
        ],
    }
    send(registration, "registration_extended", context, now=now, urgency=Urgency.MANY)


def reminder(registration: Registration, limit: datetime, *, days: int, now: datetime) -> None:
    """A draft to save, or a confirmation to sign and give, some days before it is too late."""
    dates = facts.dates(registration)
    kind = "reminder_draft" if registration.version == 0 else "reminder_confirmation"
    said = french.spoken_deadline(limit, dates.zone, dates.zone_name)
    told = {"limit": said, "when": french.in_days(days), "version": registration.version}
    send(registration, kind, told, now=now, urgency=Urgency.MANY)


def withdrawn(
    registration: Registration, receipt: Mapping[str, object], *, asked_on: date | None, now: datetime
) -> None:
    """`asked_on`: the day of the written request on which the office acted."""
    kind = "registration_withdrawn_on_request" if asked_on else "registration_withdrawn"
    may_return = is_open(facts.dates(registration), at=now)
    day = french.spoken_day(asked_on) if asked_on else ""
    send(registration, kind, {"day": day, "may_return": may_return, "receipt": receipt}, now=now)


def ended(
    registration: Registration,
    kind: str,
    missed: Piece | None,
    asked: Sequence[Piece],
    *,
    listed_at: datetime | None,
    now: datetime,
) -> None:
    """`kind` is expired, cancelled or set_aside, for want of `missed`: by the machine or on a signed list."""
    dates = facts.dates(registration)
    told = {
        "source": missed.source if missed else registration.window.calendar.source,
        "limit": limit_of(registration, missed) if missed else "",
        "listed": french.spoken_instant(listed_at, dates.zone, dates.zone_name) if listed_at else "",
    }
    send(registration, f"registration_{kind}", told, asked=asked, now=now)


def decided(
    registration: Registration, kind: str, *, reason: str, now: datetime, until: datetime | None = None
) -> None:
    """What the head of office decided of one person, in the head's own words; `until`: the date that goes with it."""
    dates = facts.dates(registration)
    limit = french.spoken_deadline(until, dates.zone, dates.zone_name) if until else ""
    told = {"reason": reason, "limit": limit, "reminders": facts.about_reminders(registration)}
    send(registration, kind, told, now=now)
