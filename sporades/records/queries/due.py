"""Which data are past their time today, and which of them does something hold back?

Asked twice: for the list, and once more under the lock before anything goes.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from sporades.accounts.models import Account, Officer
from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.journal.models import Consultation
from sporades.records.models import Hold, Purge, PurgeLine
from sporades.reference.retention import retention
from sporades.registrations.models import AcademyChange, File, Registration
from sporades.registrations.queries.private import HANDICAP_PIECES
from sporades.rules.lifecycle import State
from sporades.rules.publishing import OF_HANDICAP
from sporades.rules.retention import Category, goes_on, session_end, sessions_over, started_before

# A registration whose whole file goes is not listed a second time for a part of it.
WHOLE = ("drafts", "registrations")
OF_REGISTRATIONS = (*WHOLE, "accommodation", "pieces", "traces")
ACCOUNTS, OFFICERS = "accounts", "officers"
OF_NOWHERE = (ACCOUNTS, OFFICERS)


@dataclass(frozen=True, slots=True)
class Due:
    category: str
    subject_kind: str
    subject_id: UUID
    due_on: date


def today_of(now: datetime) -> date:
    return now.astimezone(UTC).date()


def registrations(category: str, *, today: date) -> QuerySet[Registration]:
    """Those of which this category is past its time, held back or not."""
    line = retention()[category]
    if category == "drafts":
        return _drafts(line, today)
    if category == "traces":
        return Registration.objects.filter(Exists(readings(OuterRef("pk"), today=today)))
    rows = Registration.objects.filter(_in_sessions(line, today))
    if category == "registrations":
        # A draft that was reopened since waits for its own time.
        return rows.filter(version__gt=0)
    files = File.objects.filter(deposit__piece__registration=OuterRef("pk"))
    if category == "pieces":
        return rows.filter(Exists(files))
    decided = Document.objects.filter(
        subject_kind="registration", subject_id=OuterRef("pk"), kind__in=OF_HANDICAP
    )
    return rows.filter(Exists(files.filter(deposit__piece__kind__in=HANDICAP_PIECES)) | Exists(decided))


def _drafts(line: Category, today: date) -> QuerySet[Registration]:
    before = datetime.combine(started_before(line, today=today), time(), UTC)
    closed = {"window__closes_at__lt": before, "state_since__lt": before}
    # One that nothing has expired yet is the machine's to expire first.
    return Registration.objects.filter(version=0, **closed).exclude(state=State.DRAFT)


def _in_sessions(line: Category, today: date) -> Q:
    known = frozenset(Registration.objects.order_by().values_list("exam_session", flat=True).distinct())
    return Q(exam_session__in=sorted(sessions_over(line, known, today=today)))


def readings(registration: UUID | OuterRef, *, today: date) -> QuerySet[Consultation]:
    """The readings of a file that are past their time."""
    return _past_readings(today).filter(subject_id=registration)


def _past_readings(today: date) -> QuerySet[Consultation]:
    before = datetime.combine(started_before(retention()["traces"], today=today), time(), UTC)
    return Consultation.objects.filter(subject_kind="registration", at__lt=before)


def is_held() -> Q:
    """Whether a hold that lasts keeps this registration, its whole session, or the one that it was taken from."""
    lasting = Hold.objects.filter(lifted_at__isnull=True)
    own = lasting.filter(registration=OuterRef("pk"))
    of_session = lasting.filter(calendar=OuterRef("window__calendar"))
    # Held before the file changed académie: what was in dispute there still is.
    left = lasting.filter(
        calendar__academy=OuterRef("from_academy"),
        calendar__exam_session=OuterRef("registration__exam_session"),
        placed_at__lte=OuterRef("answered_at"),
    )
    moved = AcademyChange.objects.filter(registration=OuterRef("pk"), state=AcademyChange.State.ACCEPTED)
    return Q(Exists(own)) | Q(Exists(of_session)) | Q(Exists(moved.filter(Exists(left))))


def accounts(*, today: date) -> QuerySet[Account]:
    """Candidates' accounts without any registration, that nobody has opened for so long."""
    before = datetime.combine(started_before(retention()[ACCOUNTS], today=today), time(), UTC)
    seen = Account.objects.annotate(seen=Coalesce("last_login", "created_at"))
    alone = ~Exists(Registration.objects.filter(candidate__account=OuterRef("pk")))
    return seen.filter(alone, candidate__isnull=False, officer__isnull=True, seen__lt=before)


def officers(*, today: date) -> QuerySet[Account]:
    """Accounts of the office that were switched off so long ago, and not opened again since."""
    before = datetime.combine(started_before(retention()[OFFICERS], today=today), time(), UTC)
    return Account.objects.filter(candidate__isnull=True, officer__switched_off_at__lt=before)


def _held_officers() -> list[UUID]:
    """Those of whom any académie they ever had holds something back, or what came from it: a judge may ask."""
    lasting = Hold.objects.filter(lifted_at__isnull=True)
    held = {
        code for both in lasting.values_list("registration__academy", "calendar__academy") for code in both
    }
    moved = AcademyChange.objects.filter(state=AcademyChange.State.ACCEPTED, to_academy__in=held - {None})
    held |= set(moved.values_list("from_academy", flat=True))
    left = Officer.objects.filter(switched_off_at__isnull=False)
    theirs = {one.account_id: set(one.academies) for one in left}
    for account, data in journal.data_of("mandate_changed", "account", theirs.keys()):
        before: Any = data["before"]
        theirs[account].update(before["academies"])
    return [one.id for one in left if held & theirs[one.account_id]]


def _people(category: str, *, today: date) -> QuerySet[Account]:
    return accounts(today=today) if category == ACCOUNTS else officers(today=today)


def _left_on(category: str, account: Account) -> date:
    switched_off = account.officer.switched_off_at if category == OFFICERS else None
    return today_of(switched_off or account.last_login or account.created_at)


def categories(academy: str) -> tuple[str, ...]:
    """What a list of this académie goes through, in order; of none: the accounts of nowhere."""
    return OF_REGISTRATIONS if academy else OF_NOWHERE


def next_of(purge: Purge, *, most: int) -> list[Due]:
    """The next few of the category that the list has come to, as they stood on the day it was frozen."""
    today, category = today_of(purge.frozen_at), purge.listing
    after = {} if purge.place is None else {"id__gt": purge.place}
    if category in OF_NOWHERE:
        people = _people(category, today=today).filter(**after).exclude(officer__in=_held_officers())
        lot = people.select_related("officer").order_by("id")[:most]
        return [_due(category, "account", one.id, _left_on(category, one)) for one in lot]
    whole = PurgeLine.objects.filter(purge=purge.id, category__in=WHOLE, subject_id=OuterRef("pk"))
    rows = registrations(category, today=today).filter(
        ~is_held(), ~Exists(whole), academy=purge.academy, **after
    )
    started = _started(category, list(rows.select_related("window").order_by("id")[:most]), today)
    return [_due(category, "registration", one, day) for one, day in started.items()]


def _due(category: str, subject_kind: str, subject: UUID, started: date) -> Due:
    return Due(category, subject_kind, subject, goes_on(retention()[category], started))


def _started(category: str, rows: list[Registration], today: date) -> dict[UUID, date]:
    """From which day the time of each of them counts."""
    if category == "drafts":
        return {row.id: max(today_of(row.window.closes_at), today_of(row.state_since)) for row in rows}
    if category == "traces":
        read = _past_readings(today).filter(subject_id__in=[row.id for row in rows])
        first: Any = read.order_by().values_list("subject_id").annotate(Min("at"))
        days = {subject: today_of(at) for subject, at in first}
        return {row.id: days[row.id] for row in rows}
    return {row.id: session_end(row.exam_session) for row in rows}


@dataclass(frozen=True, slots=True)
class Ahead:
    """One line of the table as it stands today: how many may go, how many are held, when the next ones come."""

    category: Category
    due: int
    held: int
    next_on: date | None


def ahead(academies: frozenset[str], *, today: date) -> list[Ahead]:
    return [_ahead(line, academies, today) for line in retention().values()]


def _ahead(line: Category, academies: frozenset[str], today: date) -> Ahead:
    if line.code in OF_NOWHERE:
        people = _people(line.code, today=today)
        kept = people.filter(officer__in=_held_officers()).count()
        return Ahead(line, people.count() - kept, kept, None)
    rows = registrations(line.code, today=today).filter(academy__in=sorted(academies))
    past = rows.count()
    held = rows.filter(is_held()).count() if past else 0
    return Ahead(line, past - held, held, _next(line, academies, today))


def _next(line: Category, academies: frozenset[str], today: date) -> date | None:
    """The day on which the next session comes to its time, for what is counted from a session."""
    if line.code not in ("accommodation", "pieces", "registrations"):
        return None
    mine = Registration.objects.filter(academy__in=sorted(academies), version__gt=0)
    sessions = mine.order_by().values_list("exam_session", flat=True).distinct()
    days = [goes_on(line, session_end(one)) for one in sessions]
    return min((day for day in days if day > today), default=None)


def still_due(due: Due, *, today: date) -> str:
    """Why a line of a list does not go after all: « held », « not_due »; empty when it goes."""
    if due.subject_kind == "account":
        people = _people(due.category, today=today).filter(id=due.subject_id)
        if not people.exists():
            return "not_due"
        return "held" if people.filter(officer__in=_held_officers()).exists() else ""
    rows = registrations(due.category, today=today).filter(id=due.subject_id)
    if not rows.exists():
        return "not_due"
    return "held" if rows.filter(is_held()).exists() else ""
