"""The cast, and how each person gets to where a test needs them.

The default instant is a Tuesday in November on which all four windows of Nice
are open. A test that cares about time names its own instants.
"""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pikepdf
from django.conf import settings
from PIL import Image, ImageDraw

from sporades.accounts import actions as accounts
from sporades.accounts import keys, totp
from sporades.accounts.models import Account, Candidate, Invitation, Officer
from sporades.adapters import clocks
from sporades.calendars import actions as calendars
from sporades.calendars import facts as calendar_facts
from sporades.calendars.models import Calendar, Window
from sporades.demo.answers import answers_of
from sporades.demo.cast import (
    AWA,
    HUGO,
    INES,
    JEANNE,
    KARIM,
    LEA,
    MALIK,
    MAUD,
    PAUL,
    RAOUL,
    ROSE,
    SYLVIE,
    TOM,
    YVES,
    Colleague,
    Person,
)
from sporades.journal.values import SYSTEM, Actor
from sporades.reference.load import reference
from sporades.registrations import access, facts
from sporades.registrations.actions import depositing, drafting, reviewing, saving, scanning
from sporades.registrations.models import Piece, Registration
from sporades.rules import answers as rules
from sporades.rules.rights import Role

__all__ = [
    "AWA", "HUGO", "INES", "JEANNE", "KARIM", "LEA", "MALIK", "MAUD", "PAUL", "RAOUL", "ROSE", "SYLVIE", "TOM", "YVES",
    "answers_of",
]  # fmt: skip

PARIS = ZoneInfo("Europe/Paris")
MARTINIQUE = ZoneInfo("America/Martinique")


def paris(*when: int) -> datetime:
    """An instant by the clocks of Paris: paris(2024, 11, 8, 17)."""
    return datetime(*when, tzinfo=PARIS).astimezone(UTC)  # type: ignore[arg-type,misc]


NOW = paris(2024, 11, 5, 9)
CAP_OPENS, CAP_CLOSES = paris(2024, 10, 8, 15), paris(2024, 11, 8, 17)
CAP_PIECES_DUE = paris(2024, 11, 16)
R408_DUE = paris(2025, 3, 15)

AEPE, PATISSIER, MACON, COUVREUR, ASSP = "50033205", "50022141", "50023224", "50023223", "40033007"

_tokens = count(1)


def token() -> str:
    """A form's token that no other form has."""
    return f"token-{next(_tokens)}"


def the_session() -> None:
    """The calendars that the project ships: Nice 2025 and Martinique 2024."""
    for path in sorted((settings.REFERENCE_DIR / "calendars").glob("*.toml")):
        calendars.load(path, by=SYSTEM, now=NOW)


def candidate(person: Person, *, password: str = "") -> Candidate:
    """The person with an activated account; a password only where the test logs in by the form."""
    made = Candidate.objects.create(
        account=_account(person.email, password),
        birth_name=person.birth_name,
        given_names=person.given_names,
        birth_date=person.birth_date,
    )
    keys.refresh(made.account)
    return made


def officer(colleague: Colleague, *, password: str = "", **given: Any) -> Officer:
    """Somebody of the exam office, with the mandate of the cast or what the test gives instead."""
    mandate = {
        "role": colleague.role,
        "academies": list(colleague.academies),
        "sees_handicap": colleague.sees_handicap,
    }
    account = _account(colleague.email, password)
    return Officer.objects.create(account=account, name=colleague.name, since=NOW, **{**mandate, **given})


def enrolled(of: Officer) -> str:
    """The officer has an application; its secret, for `totp.code_now`."""
    secret = base64.b32encode(f"application of {of.id}"[:20].encode()).decode()
    code = totp.code_now(secret)
    accounts.add_totp(of.account, secret=secret, code=code, name="Mon téléphone", by=acting(of), now=NOW)
    return secret


INVITED = "zita@rectorat.exemple.fr"


def invited(by: Officer) -> Invitation:
    """Zita, asked to join as an officer of the same académies; her mail waits."""
    mandate = replace(by.mandate, role=Role.OFFICER)
    accounts.invite(
        email=INVITED,
        name="Zita Roy",
        mandate=mandate,
        within=by.mandate,
        token=token(),
        by=acting(by),
        now=NOW,
    )
    return Invitation.objects.get(email_canonical=INVITED)


def acting(of: Officer) -> Actor:
    return Actor("officer", str(of.id))


def _account(email: str, password: str) -> Account:
    account = Account(
        email=email,
        email_canonical=email,
        is_active=True,
        created_at=NOW,
        activated_at=NOW,
        activation_digest=f"digest of {email}",
        activation_notice="00000000-0000-0000-0000-000000000000",
        activation_asked_at=NOW,
        password_changed_at=NOW,
    )
    account.set_password(password or None)
    account.save()
    return account


def actor(of: Candidate) -> Actor:
    return Actor("candidate", str(of.account_id))


def window(diploma: str = "cap", academy: str = "23") -> Window:
    return Window.objects.get(calendar__academy=academy, diploma=diploma)


def another_academy(academy: str = "28", *diplomas: str) -> Calendar:
    """The calendar of Nice, or these diplomas of it, announced by another académie by its own clocks: La Réunion."""
    nice, known = Calendar.objects.get(academy="23"), reference().academies[academy]
    there = Calendar.objects.get(id=nice.id)
    there.id, there._state.adding = uuid4(), True
    there.academy, there.zone, there.zone_name = academy, known.zone, known.zone_name
    there.contact = {**nice.contact, "service": f"Rectorat de {known.name}"}
    there.last_number = 0
    there.save(force_insert=True)
    windows = Window.objects.filter(calendar=nice)
    for one in windows.filter(diploma__in=diplomas) if diplomas else windows:
        one.id, one._state.adding, one.calendar = uuid4(), True, there
        dates = calendar_facts.dates_with(one, ())
        one.opens_at, one.closes_at, one.pieces_due_at = dates.opens, dates.closes, dates.pieces_due
        one.save(force_insert=True)
    return there


def draft(of: Candidate, answers: rules.Answers, *, now: datetime = NOW) -> Registration:
    """A draft with every step answered, and nothing saved."""
    sections = rules.to_json(answers)
    row = drafting.start(
        of,
        window(answers.exam.diploma, answers.exam.academy).id,
        typed={},
        answers=sections["exam"],
        token=token(),
        by=actor(of),
        now=now,
    )
    return fill(row, answers, now=now)


def fill(row: Registration, answers: rules.Answers, *, now: datetime = NOW) -> Registration:
    """The draft with these answers instead, step by step as the pages do."""
    sections = rules.to_json(answers)
    for step in facts.STEPS:
        row = access.for_candidate(row.candidate, row.id)
        drafting.keep_step(
            row,
            step,
            typed={},
            answers=sections[step],
            seen=row.revisions.get(step, 0),
            by=actor(row.candidate),
            now=now,
        )
    return access.for_candidate(row.candidate, row.id)


def save(row: Registration, *, now: datetime = NOW, said_twice: bool = False) -> Registration:
    saving.save(row, said_twice=said_twice, token=token(), by=actor(row.candidate), now=now)
    return access.for_candidate(row.candidate, row.id)


def saved(person: Person, specialty: str = AEPE, *, now: datetime = NOW, **exam: Any) -> Registration:
    """The person's registration, saved once: version 1, nothing deposited."""
    return save(draft(candidate(person), answers_of(person, specialty, **exam), now=now), now=now)


def piece(row: Registration, kind: str = facts.CONFIRMATION, key: str = "") -> Piece:
    return Piece.objects.select_related("registration").get(registration=row, kind=kind, key=key)


@cache
def photo(text: str = "signé") -> bytes:
    """A small photograph that really opens."""
    picture = Image.new("RGB", (600, 850), "white")
    ImageDraw.Draw(picture).text((60, 60), text, fill="black")
    held = BytesIO()
    picture.save(held, "JPEG")
    return held.getvalue()


def give(
    row: Registration,
    kind: str = facts.CONFIRMATION,
    *,
    key: str = "",
    now: datetime = NOW,
    recorded_at: datetime | None = None,
    files: tuple[depositing.Upload, ...] = (),
    adds_pages: bool = False,
    form: str = "",
) -> depositing.Received:
    """Deposits a photograph for a piece."""
    return depositing.deposit(
        piece(row, kind, key),
        files or (depositing.Upload("photo.jpg", photo(kind)),),
        adds_pages=adds_pages,
        token=form or token(),
        by=actor(row.candidate),
        now=now,
        recorded_at=recorded_at or now,
    )


def confirmed(person: Person, specialty: str = AEPE, *, now: datetime = NOW, **exam: Any) -> Registration:
    """Saved, and its confirmation deposited."""
    row = saved(person, specialty, now=now, **exam)
    give(row, now=now)
    return access.for_candidate(row.candidate, row.id)


def fresh(row: Registration) -> Registration:
    """The registration and its candidate, as a new request reads them."""
    return access.for_candidate(Candidate.objects.get(id=row.candidate_id), row.id)


def with_usage_name(answers: rules.Answers, name: str = "Dupont") -> rules.Answers:
    return replace(answers, identity=replace(answers.identity, usage_name=name))


def with_many_marks(answers: rules.Answers) -> rules.Answers:
    """So many marks are kept that the confirmation has two pages."""
    kept = (f"Unité professionnelle {number}" for number in range(14))
    marks = (
        rules.Acquis("", title, "kept_mark", Decimal(12), 2023, "23", "", to_complete=False) for title in kept
    )
    return replace(answers, acquis=tuple(marks))


def sheet(paper: bytes, number: int) -> bytes:
    """One sheet of a PDF, as who forgets the others sends it."""
    kept = BytesIO()
    with pikepdf.open(BytesIO(paper)) as whole, pikepdf.new() as part:
        part.pages.append(whole.pages[number - 1])
        part.save(kept)
    return kept.getvalue()


OFFICER = Actor("officer", "un gestionnaire")


def scan_all(*, now: datetime = NOW) -> None:
    """Lets the antivirus see every file that waits."""
    while scanning.scan_next(machine_now=clocks.machine_now(), now=now):
        pass


def admit(row: Registration, *, now: datetime = NOW) -> Registration:
    """Everything that admission asks is given, scanned and accepted."""
    for held in row.pieces.filter(due_date="pieces"):
        if not held.deposits.exists():
            give(row, held.kind, key=held.key, now=now)
    scan_all(now=now)
    for held in row.pieces.filter(due_date="pieces"):
        reviewing.accept_piece(held, by=OFFICER, now=now)
    reviewing.admit(row, by=OFFICER, now=now)
    return fresh(row)


def with_accommodation(answers: rules.Answers) -> rules.Answers:
    """« Handicap » : oui, with a decision that exists."""
    situation = replace(answers.situation, handicap=True, accommodation="existing")
    return replace(answers, situation=situation)
