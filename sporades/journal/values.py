"""Who acts, and on what: the two names that every entry carries."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A candidate, an officer, a deadline that acts by itself, or the system's upkeep."""

    kind: Literal["candidate", "officer", "deadline", "system"]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry or a mail is about, named without a foreign key upward."""

    kind: Literal["registration", "account", "calendar", "office", "export"]
    id: UUID


SYSTEM = Actor("system")
DEADLINE = Actor("deadline")
