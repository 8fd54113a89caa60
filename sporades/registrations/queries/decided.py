"""What was decided of this registration by a person or a limit, and what is proposed?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sporades.accounts import queries as accounts
from sporades.adapters.prepared import prepared
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.access.mandates import is_in_mandate
from sporades.registrations.actions import ending
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Ending, Hearing, PersonalDate, Proposal, Registration
from sporades.rules import french
from sporades.rules.rights import Act, Mandate


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, as the file and the list show it."""

    registration: UUID
    name: str
    number: str
    exam: str
    act: Act
    label: str
    reason: str
    by: str
    said_at: str
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How the registration ended once, and whether that was undone."""

    label: str
    tone: str
    said_at: str
    by: str
    reason: str
    undone: str


@dataclass(frozen=True, slots=True)
class Given:
    """A personal date, with its reason; `until` empty: dates already announced that were kept."""

    until: str
    by: str
    reason: str
    said_at: str


@dataclass(frozen=True, slots=True)
class Decided:
    waiting: Proposed | None
    answered: tuple[Proposed, ...]
    endings: tuple[Ended, ...]
    dates: tuple[Given, ...]

    @property
    def past(self) -> bool:
        return bool(self.answered or self.endings or self.dates)

    def __bool__(self) -> bool:
        return bool(self.waiting) or self.past


def of(row: Registration) -> Decided:
    """Everything of the kind, for the file's page."""
    # Rare: of most files the door has said that there is nothing to read.
    proposals, endings = (_proposals.rows(row.id), _endings.rows(row.id)) if row.was_decided else ([], [])
    personal = facts.personal_dates(row)[::-1]
    ids = [one.proposed_by for one in proposals] + [one.decided_by for one in personal]
    names = accounts.officer_names([*ids, *(by for one in endings for by in (one.by, one.undone_by))])
    told = tuple(_proposed(row, one, names) for one in proposals)
    return Decided(
        waiting=next((one for one in told if one.state == Proposal.State.OPEN), None),
        answered=tuple(one for one in told if one.state != Proposal.State.OPEN),
        endings=tuple(_ended(row, one, names) for one in endings),
        dates=tuple(
            Given(
                until=_whole_day(one),
                by=names.get(one.decided_by, ""),
                reason=one.reason,
                said_at=said(row, one.decided_at),
            )
            for one in personal
        ),
    )


@prepared
def _proposals(registration: UUID) -> QuerySet[Proposal]:
    return Proposal.objects.filter(registration=registration)


@prepared
def _endings(registration: UUID) -> QuerySet[Ending]:
    return Ending.objects.filter(registration=registration)


def _whole_day(one: PersonalDate) -> str:
    """The day before which nothing is due; empty for dates that were only kept when another calendar took over."""
    days = {one.pieces_due_on.isoformat() if one.pieces_due_on else "", *one.later_dates.values()}
    return french.spoken_day(one.pieces_due_on) if one.pieces_due_on and len(days) == 1 else ""


def proposals(mandate: Mandate) -> QuerySet[Proposal]:
    """Those that wait for the head of office, the oldest first."""
    waiting = Proposal.objects.filter(is_in_mandate("registration", mandate), state=Proposal.State.OPEN)
    return waiting.select_related("registration__candidate", "registration__window__calendar")


def told(rows: Iterable[Proposal]) -> Iterator[Proposed]:
    page = list(rows)
    names = accounts.officer_names(one.proposed_by for one in page)
    for one in page:
        yield _proposed(one.registration, one, names)


def said(row: Registration, at: datetime) -> str:
    calendar = row.window.calendar
    return french.spoken_instant(at, calendar.zone, calendar.zone_name)


def _proposed(row: Registration, one: Proposal, names: dict[str, str]) -> Proposed:
    return Proposed(
        registration=row.id,
        name=f"{row.candidate.birth_name} {row.candidate.given_names}",
        number=row.number or "",
        exam=title_of(row),
        act=Act(one.decision),
        label=reference().say(f"act_{one.decision}"),
        reason=one.reason,
        by=names.get(one.proposed_by, ""),
        said_at=said(row, one.proposed_at),
        state=one.state,
        answer=one.answer,
    )


def _ended(row: Registration, one: Ending, names: dict[str, str]) -> Ended:
    known = reference()
    return Ended(
        label=known.say(f"state_{one.state}"),
        tone="off" if one.undone_at else "no",
        said_at=said(row, one.at),
        by=who(one, names),
        reason=one.reason,
        undone=said(row, one.undone_at) if one.undone_at else "",
    )


def who(one: Ending, names: dict[str, str]) -> str:
    """« la machine, à l’échéance », « liste signée par Paul Mercier », « Paul Mercier »"""
    name = names.get(one.by, "")
    if not one.by:
        return reference().say("by_deadline")
    return reference().say("by_list", name=name) if one.listed_id else name


def hearing(row: Registration) -> Hearing | None:
    """The observations that were asked, and that a decision may follow."""
    return ending.heard(row)


def until(row: Registration, asked: Hearing) -> str:
    calendar = row.window.calendar
    return french.spoken_deadline(asked.answer_by, calendar.zone, calendar.zone_name)


def is_answered(row: Registration, asked: Hearing, *, today: date) -> bool:
    """Whether the days given to answer are over, where the académie is."""
    return asked.answer_by.astimezone(ZoneInfo(row.window.calendar.zone)).date() <= today


def before(row: Registration) -> str:
    """The state that reinstating gives back, as it is said."""
    return reference().say(f"state_{row.state_before}") if row.state_before else ""
