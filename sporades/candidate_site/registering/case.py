"""What may a step's form know of the rest of the registration?

Plain values, read once for the page: the answers of the other steps, the
person's account, the académie's campaign and today's date there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sporades.accounts import queries as accounts
from sporades.accounts.values import CivilIdentity
from sporades.calendars import queries as calendars
from sporades.calendars.queries import Campaign, OpenWindow
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.rules.answers import Contact
from sporades.rules.calendar import Dates, phase
from sporades.rules.catalogue import Diploma, Specialty

if TYPE_CHECKING:
    from sporades.accounts.models import Candidate
    from sporades.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Case:
    """`sections` holds the good answers of each step; the first step's are always there once it was answered."""

    sections: Mapping[str, Any]
    identity: CivilIdentity
    contact: Contact
    now: datetime
    today: date
    campaign: Campaign | None = None
    dates: Dates | None = None
    windows: tuple[OpenWindow, ...] = ()

    @property
    def exam(self) -> Mapping[str, Any]:
        return self.sections["exam"]  # type: ignore[no-any-return]

    @property
    def diploma(self) -> Diploma:
        return reference().diplomas[self.exam["diploma"]]

    @property
    def specialty(self) -> Specialty:
        return reference().specialties[self.exam["specialty"]]

    @property
    def title(self) -> str:
        """« CAP Pâtissier », or nothing as long as no speciality is chosen."""
        return f"{self.diploma.short} {self.specialty.title}" if self.sections.get("exam") else ""

    @property
    def kept_units(self) -> frozenset[str]:
        """The units declared as already acquired: they are not sat again."""
        return frozenset(one["unit"] for one in self.sections.get("acquis") or () if one["unit"])

    def with_section(self, step: str, section: Any) -> "Case":
        return replace(self, sections={**self.sections, step: section})


def new_case(candidate: "Candidate", *, now: datetime, with_windows: bool = False) -> Case:
    """Before the draft: only the person and the windows are known."""
    return Case(
        sections={},
        identity=accounts.identity(candidate),
        contact=accounts.contact(candidate),
        now=now,
        today=now.date(),
        windows=tuple(calendars.windows(now=now)) if with_windows else (),
    )


def case_of(row: "Registration", *, now: datetime, with_windows: bool = False) -> Case:
    exam = {
        "academy": row.academy,
        "diploma": row.diploma,
        "exam_session": row.exam_session,
        "specialty": row.specialty,
    }
    sections = {step: facts.section(row, step) for step in facts.STEPS}
    return Case(
        sections={**sections, "exam": sections["exam"] or exam},
        identity=accounts.identity(row.candidate),
        contact=accounts.contact(row.candidate),
        now=now,
        today=facts.local_day(row, at=now),
        campaign=calendars.campaign_of(row.window.calendar),
        dates=facts.dates(row),
        windows=tuple(_windows(row, now=now)) if with_windows else (),
    )


def _windows(row: "Registration", *, now: datetime) -> Iterator[OpenWindow]:
    """All of them, the registration's own with the dates that hold for it: it may have been given longer."""
    for window in calendars.windows(now=now):
        if window.id == row.window_id:
            dates = facts.dates(row)
            yield replace(window, dates=dates, phase=phase(dates, at=now))
        else:
            yield window
