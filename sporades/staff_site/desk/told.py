"""How does a page of the desk say whose file it is about?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sporades.registrations.letters import title_of

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Head:
    id: UUID
    name: str
    number: str
    exam: str


def head_of(row: "Registration") -> Head:
    person = row.candidate
    return Head(row.id, f"{person.given_names} {person.birth_name}", row.number or "", title_of(row))
