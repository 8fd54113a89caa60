"""How are durations, lists and their lines said?"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.calendars.queries import office
from sporades.records import telling
from sporades.records.queries.due import Ahead
from sporades.records.queries.lists import Line, Listed, may_purge
from sporades.reference.load import reference
from sporades.rules import french
from sporades.rules.rights import Mandate

STATES: dict[str, tuple[Promise, str]] = {
    "listing": (gettext_lazy("se prépare"), "info"),
    "failing": (gettext_lazy("ne peut pas être préparée"), "no"),
    "frozen": (gettext_lazy("à approuver"), "wait"),
    "approved": (gettext_lazy("en cours"), "info"),
    "done": (gettext_lazy("faite"), "ok"),
    "dropped": (gettext_lazy("abandonnée"), "off"),
}
OUTCOMES: dict[str, tuple[Promise, str]] = {
    "waiting": (gettext_lazy("à effacer"), "wait"),
    "done": (gettext_lazy("effacé"), "ok"),
    "kept": (gettext_lazy("gardé"), "off"),
}


def ahead(lines: Iterable[Ahead]) -> list[dict[str, Any]]:
    return [
        {
            "category": one.category,
            "kept": telling.kept(one.category),
            "due": one.due,
            "held": one.held,
            "next_on": french.plain_day(one.next_on) if one.next_on else "–",
        }
        for one in lines
    ]


def purges(of: Iterable[Listed]) -> list[dict[str, Any]]:
    return [{"purge": one, "state": STATES[one.state][0], "tone": STATES[one.state][1]} for one in of]


def lines(of: Iterable[Line]) -> list[dict[str, Any]]:
    return [
        {"line": one, "outcome": OUTCOMES[one.outcome][0], "tone": OUTCOMES[one.outcome][1]} for one in of
    ]


def places(mandate: Mandate) -> Iterator[tuple[str, str]]:
    """What the holder may freeze a list of: each académie, and the accounts of nowhere."""
    known = reference().academies
    for code in sorted(mandate.academies):
        if may_purge(mandate, code):
            yield code, known[code].name
    if may_purge(mandate, ""):
        yield "", _("Comptes sans dossier")


def campaigns(mandate: Mandate) -> list[tuple[str, str]]:
    """The sessions that the holder may hold back, whole."""
    if mandate.diplomas:
        return []
    known, rows = reference().academies, office.campaigns_to_copy(mandate)
    return [(str(one.id), f"{known[one.academy].name}, {one.exam_session}") for one in rows]
