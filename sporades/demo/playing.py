"""How does a person of the cast act? Through the same actions as the pages, as they would by hand."""

import base64
import hashlib
import re
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sporades.accounts import actions as accounts
from sporades.accounts import totp
from sporades.accounts.actions import answering, opening
from sporades.accounts.queries import office
from sporades.accounts.values import CivilIdentity
from sporades.adapters import clocks
from sporades.calendars import queries as calendars
from sporades.demo import scans
from sporades.demo.cast import MAUD, PASSWORD, SYLVIE, Colleague, Person
from sporades.documents import actions as documents
from sporades.documents import queries as papers
from sporades.journal.values import SYSTEM, Actor, Subject
from sporades.notices import queries as notices
from sporades.registrations import access, facts
from sporades.registrations.actions import depositing, drafting, past_curves, reviewing, saving, withdrawing
from sporades.registrations.queries import space
from sporades.rules import answers as rules
from sporades.rules import french
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Mandate, Role

if TYPE_CHECKING:
    from sporades.accounts.models import Candidate, Officer
    from sporades.registrations.models import Piece, Registration

LINK = re.compile(r"/(?:compte/activer|invitation)/([^/\s]+)/")


def opens_account(person: Person, now: datetime, *, activates: bool = True) -> None:
    identity = CivilIdentity(person.birth_name, person.given_names, person.birth_date)
    opening.sign_up(email=person.email, password=PASSWORD, identity=identity, now=now)
    if activates:
        opening.activate(_link_to(person.email), now=now)


def joins(colleague: Colleague, now: datetime) -> None:
    """Invited, they choose a password and enrol their application; the first one is invited by nobody inside."""
    mandate = Mandate(
        role=Role(colleague.role),
        academies=frozenset(colleague.academies),
        sees_handicap=colleague.sees_handicap,
    )
    maud = office.officer_at(MAUD.email)
    accounts.invite(
        email=colleague.email, name=colleague.name, mandate=mandate, within=maud.mandate if maud else mandate,
        token=token("invite", colleague.email), by=officer_actor(MAUD) if maud else SYSTEM, now=now,
    )  # fmt: skip
    accounts.accept_invitation(_link_to(colleague.email), password=PASSWORD, now=now)
    secret, by = secret_of(colleague), officer_actor(colleague)
    # The code before the present one, so that the one that the page shows has not served.
    code = totp.code_of(secret, totp.present_counter() - 1)
    accounts.add_totp(_officer(colleague).account, secret=secret, code=code, name="Téléphone", by=by, now=now)


def secret_of(colleague: Colleague) -> str:
    """The secret of their application: everybody may know it, for nobody here exists."""
    return base64.b32encode(hashlib.sha256(colleague.email.encode()).digest()[:20]).decode()


def code_of(colleague: Colleague) -> str:
    """The six digits that their application shows now."""
    return totp.code_now(secret_of(colleague))


def officer_actor(colleague: Colleague) -> Actor:
    return Actor("officer", str(_officer(colleague).id))


def _officer(colleague: Colleague) -> "Officer":
    officer = office.officer_at(colleague.email)
    assert officer is not None  # noqa: S101 - the office is there before anybody acts for it
    return officer


def _link_to(email: str) -> str:
    return str(LINK.findall(notices.newest(to=email, limit=1)[0].text)[0])


def drafts(person: Person, answers: rules.Answers, now: datetime, *, steps: int = len(facts.STEPS)) -> None:
    """Opens the account, and answers the first steps of the form."""
    opens_account(person, now)
    exam = answers.exam
    window = calendars.window_for(exam.academy, exam.diploma, exam.exam_session, now=now)
    assert window is not None, "the story happens in calendars that are loaded"  # noqa: S101
    sections = rules.to_json(answers)
    by = Actor("candidate", str(candidate_of(person).account_id))
    row = drafting.start(
        candidate_of(person),
        window.id,
        typed={},
        answers=sections["exam"],
        token=token("draft", person.email),
        by=by,
        now=now,
    )
    for step in facts.STEPS[1:steps]:
        drafting.keep_step(row, step, typed={}, answers=sections[step], seen=0, by=by, now=now)


def saves(person: Person, now: datetime, *, again: rules.Answers | None = None) -> None:
    """« Enregistrer », after other answers if there are some."""
    row, by = row_of(person), actor_of(person)
    if again is not None:
        for step, section in rules.to_json(again).items():
            if step in facts.STEPS:
                seen = row.revisions.get(step, 0)
                drafting.keep_step(row, step, typed={}, answers=section, seen=seen, by=by, now=now)
    saving.save(row, said_twice=True, token=token("save", person.email, now), by=by, now=now)


def gives(person: Person, now: datetime, *, but: Collection[str] = ()) -> None:
    """Signs the confirmation, and photographs it and every other piece; `but` are the kinds that are left."""
    for piece in pieces_of(person, now):
        if piece.kind not in but:
            _give(person, piece, now)


def signs(person: Person, now: datetime) -> None:
    """Gives the signed confirmation alone."""
    for piece in pieces_of(person, now):
        if piece.is_confirmation:
            _give(person, piece, now)


def _give(person: Person, piece: space.PieceSeen, now: datetime) -> None:
    content = _signed(person, now) if piece.is_confirmation else _photograph(person, piece)
    depositing.deposit(
        access.piece_for_candidate(candidate_of(person), piece.id),
        [depositing.Upload("photo.jpg", content)],
        adds_pages=False,
        token=token("give", piece.id, now),
        by=actor_of(person),
        now=now,
        recorded_at=now,
    )


def _signed(person: Person, now: datetime) -> bytes:
    """Their newest confirmation, printed and signed."""
    published = papers.published(Subject("registration", row_of(person).id))
    newest = next(paper for paper in published if paper.kind == "confirmation")
    return scans.signed(
        documents.render(newest.id), f"{now:%d/%m/%Y}", twice=len(newest.data["signatures"]) > 2
    )


def _photograph(person: Person, piece: space.PieceSeen) -> bytes:
    born, place = french.plain_day(person.birth_date), person.birth_place
    bearer = scans.Bearer(person.birth_name, person.given_names, born, place)
    return scans.specimen(piece.kind, piece.title, bearer)


def gives_last_year(colleague: Colleague, now: datetime) -> None:
    """The CAP of the session before in Nice, day by day: what the figures are compared with."""
    window = calendars.window_for("23", "cap", 2025, now=now)
    closed_on = date(2023, 11, 10)
    days = [closed_on - timedelta(days=left) for left in range(32)]
    # A few each day, fewer at the week-end, and everybody else at the end.
    came = {day: 7 + 48 // (left + 1) - (5 if day.weekday() >= 5 else 0) for left, day in enumerate(days)}
    if window is not None:
        past_curves.give(
            window.id, came, closed_on=closed_on, source="nombres inventés pour la démonstration",
            token=token("last year", colleague.email), by=officer_actor(colleague), now=now,
        )  # fmt: skip


def is_admitted(person: Person, now: datetime, *, by: Colleague = SYLVIE) -> None:
    """An officer accepts what was given, and admits the file; without an antivirus, nothing can be accepted."""
    with suppress(Blocked):
        for piece in pieces_of(person, now):
            if piece.state == PieceState.DEPOSITED:
                reviewing.accept_piece(_held(person, piece), by=officer_actor(by), now=now)
        reviewing.admit(row_of(person), by=officer_actor(by), now=now)


def is_refused(person: Person, now: datetime, kind: str, reason: str, sentence: str) -> None:
    piece = next(one for one in pieces_of(person, now) if one.kind == kind)
    reviewing.refuse_piece(
        _held(person, piece), reason_code=reason, sentence=sentence, by=officer_actor(SYLVIE), now=now
    )


def _held(person: Person, piece: space.PieceSeen) -> "Piece":
    return access.piece_for_candidate(candidate_of(person), piece.id)


def leaves(person: Person, now: datetime) -> None:
    withdrawing.withdraw(row_of(person), token=token("leave", person.email), by=actor_of(person), now=now)


def token(*words: object) -> str:
    """The name of an act, as long as those that a form carries."""
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()


def candidate_of(person: Person) -> "Candidate":
    account = answering.find(person.email)
    assert account is not None  # noqa: S101 - everybody opens an account before they act
    return account.candidate


def actor_of(person: Person) -> Actor:
    return Actor("candidate", str(candidate_of(person).account_id))


def row_of(person: Person) -> "Registration":
    card = space.registrations_of(candidate_of(person), now=clocks.legal_now())[0]
    return access.for_candidate(candidate_of(person), card.id)


def pieces_of(person: Person, now: datetime) -> tuple[space.PieceSeen, ...]:
    return space.seen(row_of(person), now=now).pieces
