"""How does a page of the desk say whose file it is about, and why an act is not carried out?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.forms import Form
from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.registrations.letters.sending import title_of
from sporades.rules.reasons import Blocked

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


def sentences(blocked: Blocked) -> Iterator[str]:
    return (reference().say(reason.code, **dict(reason.params)) for reason in blocked.reasons)


def say_blocked(form: Form, blocked: Blocked) -> None:
    for sentence in sentences(blocked):
        form.add_error(None, sentence)


def ended() -> str:
    return _("L’état de cette inscription ne le permet plus. Relisez le dossier.")
