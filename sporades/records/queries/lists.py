"""Which lists were frozen, by whom, how far are they, and what holds erasures back?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from sporades.accounts import queries as accounts
from sporades.records import ledger
from sporades.records.held import BY_MODEL
from sporades.records.models import Hold, Purge, PurgeLine
from sporades.reference.load import reference
from sporades.reference.retention import retention
from sporades.registrations.models import Registration
from sporades.rules import french
from sporades.rules.rights import Mandate, Role, manages

# The office's lists belong to no window: their instants are said in the hour of the capital, and named so.
ZONE, ZONE_NAME = "Europe/Paris", "heure de Paris"
_WAITING = Count("lines", filter=Q(lines__outcome=PurgeLine.Outcome.WAITING))
_DONE = Count("lines", filter=Q(lines__outcome=PurgeLine.Outcome.DONE))
_KEPT = Count("lines", filter=Q(lines__outcome=PurgeLine.Outcome.KEPT))


@dataclass(frozen=True, slots=True)
class Listed:
    """A purge as the office sees it."""

    id: UUID
    number: int
    academy: str  # its name; empty for the accounts of nowhere
    state: str  # listing, failing, frozen, approved, done, dropped
    frozen_at: str
    frozen_by: str
    frozen_by_id: str
    approved_at: str
    approved_by: str
    done_at: str
    failing_since: str  # empty unless its making always fails
    waiting: int
    done: int
    kept: int

    @property
    def count(self) -> int:
        return self.waiting + self.done + self.kept


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. It bears a registration's number while the registration is there, never a name."""

    category: str
    number: str
    due_on: str
    outcome: str
    why: str
    digest: str


@dataclass(frozen=True, slots=True)
class HoldSeen:
    id: UUID
    registration: UUID | None
    what: str
    ground: str
    reason: str
    placed_at: str
    placed_by: str
    lifted_at: str
    lifted_by: str
    lifted_reason: str


def purges(mandate: Mandate) -> list[Listed]:
    return _told(_for(mandate))


def purge_for(mandate: Mandate, purge_id: UUID) -> Listed:
    """A purge of an académie of the mandate, or 404."""
    found = _told(_for(mandate).filter(id=purge_id))
    if not found:
        raise Http404
    return found[0]


def _for(mandate: Mandate) -> QuerySet[Purge]:
    # A list is of a whole académie: who has some of its diplomas only has no list.
    academies = [] if mandate.diplomas else sorted(mandate.academies)
    nowhere = Q(academy="") if mandate.role is Role.ADMINISTRATOR else Q(pk__in=[])
    return Purge.objects.filter(Q(academy__in=academies) | nowhere)


def may_purge(mandate: Mandate, academy: str) -> bool:
    """Whether the holder answers for this académie as a whole; the accounts of nowhere are the administrators'."""
    if not academy:
        return mandate.role is Role.ADMINISTRATOR
    return not mandate.diplomas and manages(mandate, frozenset({academy}))


def _told(rows: QuerySet[Purge]) -> list[Listed]:
    found = list(rows.annotate(waiting=_WAITING, done=_DONE, kept=_KEPT))
    names = accounts.officer_names(by for one in found for by in (one.frozen_by, one.approved_by))
    return [_purge(one, names) for one in found]


def _purge(one: Any, names: Mapping[str, str]) -> Listed:
    return Listed(
        id=one.id,
        number=one.number,
        academy=reference().academies[one.academy].name if one.academy else "",
        state=_state(one),
        frozen_at=said(one.frozen_at),
        frozen_by=names.get(one.frozen_by, ""),
        frozen_by_id=one.frozen_by,
        approved_at=said(one.approved_at),
        approved_by=names.get(one.approved_by, ""),
        done_at=said(one.done_at),
        failing_since=said(one.failing_since),
        waiting=one.waiting,
        done=one.done,
        kept=one.kept,
    )


def _state(one: Purge) -> str:
    states = {"dropped": one.dropped_at, "done": one.done_at, "approved": one.approved_at}
    waits = ("failing" if one.failing_since else "listing") if one.listing else "frozen"
    return next((state for state, at in states.items() if at is not None), waits)


def lines_of(purge_id: UUID) -> QuerySet[PurgeLine]:
    """To be taken a page at a time."""
    return PurgeLine.objects.filter(purge=purge_id).order_by("category", "id")


def told(lines: Iterable[PurgeLine]) -> list[Line]:
    page = list(lines)
    ids = [line.subject_id for line in page]
    numbers = dict(Registration.objects.filter(id__in=ids).values_list("id", "number"))
    known = reference()
    return [
        Line(
            category=retention()[line.category].title,
            number=numbers.get(line.subject_id) or str(line.subject_id)[:8],
            due_on=french.plain_day(line.due_on),
            outcome=line.outcome,
            why=known.say(f"purge_{line.why}") if line.why else "",
            digest=line.digest,
        )
        for line in page
    ]


def by_category(purge_id: UUID) -> list[tuple[str, int]]:
    """How many lines of each category the list has."""
    rows = PurgeLine.objects.filter(purge=purge_id).order_by().values("category").annotate(n=Count("id"))
    return [(retention()[row["category"]].title, row["n"]) for row in rows.order_by("category")]


def erased(purge_id: UUID) -> list[tuple[str, int]]:
    """How many rows of each table went, in all."""
    total: Counter[str] = Counter()
    for counts in PurgeLine.objects.filter(purge=purge_id).values_list("erased", flat=True):
        total.update(counts)
    return [(_title(model), count) for model, count in sorted(total.items())]


def _title(model: str) -> str:
    return BY_MODEL[model].title if model in BY_MODEL else model


def certificate(purge_id: UUID) -> dict[str, Any]:
    return ledger.certificate(Purge.objects.get(id=purge_id))


def unmade() -> list[tuple[int, datetime]]:
    """The purges whose list always fails to be made, each since when."""
    rows = Purge.objects.filter(dropped_at__isnull=True).exclude(failing_since=None).order_by("number")
    return [(one.number, one.failing_since) for one in rows if one.failing_since]


def waiting() -> list[tuple[int, int]]:
    """The purges that are approved and not done, each with how many lines wait."""
    rows = Purge.objects.filter(approved_at__isnull=False, done_at__isnull=True).annotate(waiting=_WAITING)
    return list(rows.order_by("number").values_list("number", "waiting"))


def holds(mandate: Mandate) -> list[HoldSeen]:
    """Those of the mandate, the ones that last first."""
    own, of_session = "registration__academy__in", "calendar__academy__in"
    academies = sorted(mandate.academies)
    rows = Hold.objects.filter(Q(**{own: academies}) | Q(**{of_session: academies}))
    if mandate.diplomas:
        rows = rows.filter(registration__diploma__in=sorted(mandate.diplomas))
    return _holds(rows)


def holds_of(registration: Registration) -> list[HoldSeen]:
    """What holds this registration back, or did: its own holds, and those of its session."""
    calendar = registration.window.calendar_id
    return _holds(Hold.objects.filter(Q(registration=registration) | Q(calendar=calendar)))


def hold_for(mandate: Mandate, hold_id: UUID) -> HoldSeen:
    found = next((one for one in holds(mandate) if one.id == hold_id), None)
    if found is None:
        raise Http404
    return found


def _holds(rows: QuerySet[Hold]) -> list[HoldSeen]:
    found = list(rows.select_related("registration", "calendar").order_by("lifted_at", "-placed_at"))
    names = accounts.officer_names(by for one in found for by in (one.placed_by, one.lifted_by))
    return [
        HoldSeen(
            id=one.id,
            registration=one.registration_id,
            what=_what(one),
            ground=reference().say(f"ground_{one.ground}"),
            reason=one.reason,
            placed_at=said(one.placed_at),
            placed_by=names.get(one.placed_by, ""),
            lifted_at=said(one.lifted_at),
            lifted_by=names.get(one.lifted_by, ""),
            lifted_reason=one.lifted_reason,
        )
        for one in found
    ]


def _what(one: Hold) -> str:
    if one.registration is not None:
        return one.registration.number or str(one.registration.id)[:8]
    if one.calendar is None:
        return ""
    academy = reference().academies[one.calendar.academy].title
    return reference().say("hold_of_session", academy=academy, session=str(one.calendar.exam_session))


def said(at: datetime | None) -> str:
    return french.spoken_instant(at, ZONE, ZONE_NAME) if at else ""
