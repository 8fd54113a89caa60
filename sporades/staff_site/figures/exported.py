"""How is an export read: whose, what of, for what, where it stands, and what has happened to it?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from sporades.accounts import queries as accounts
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.reference.load import reference
from sporades.registrations.queries import asked, exports
from sporades.rules import french
from sporades.staff_site.figures.told import named

if TYPE_CHECKING:
    from sporades.registrations.models import Export

TONES = {"held": "wait", "queued": "info", "ready": "ok", "refused": "no", "failed": "no", "erased": "off"}


@dataclass(frozen=True, slots=True)
class Row:
    """One export of a list."""

    id: UUID
    asked_at: str
    who: str
    campaign: str
    rows: str
    purpose: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Event:
    text: str
    when: str


def rows(found: "Iterable[Export]") -> list[Row]:
    held = list(found)
    names = accounts.officer_names(str(one.asked_by) for one in held)
    return [
        Row(
            id=one.id,
            asked_at=french.short_instant(one.asked_at, one.calendar.zone),
            who=names.get(str(one.asked_by), ""),
            campaign=named(one.calendar.academy, one.calendar.exam_session),
            rows=french.number(one.rows),
            purpose=one.purpose,
            state=reference().say(f"export_state_{one.state}"),
            tone=TONES[one.state],
        )
        for one in held
    ]


def summary(export: "Export") -> list[dict[str, str]]:
    """What was asked, as a summary list."""
    calendar, heads = export.calendar, exports.heads(export.columns)
    return [
        {"label": _("Motif et destinataires"), "value": export.purpose},
        {"label": _("Campagne"), "value": named(calendar.academy, calendar.exam_session)},
        {"label": _("Filtres"), "value": ", ".join(_filters(QueryDict(export.query))) or _("aucun")},
        {"label": _("Lignes"), "value": french.number(export.rows)},
        {"label": _("Colonnes"), "value": ", ".join(heads)},
        {"label": _("Format"), "value": export.file_format.upper()},
    ]


def _filters(query: QueryDict) -> Iterable[str]:
    known = reference()
    said: dict[str, Callable[[str], str]] = {
        asked.DIPLOMA: lambda code: known.diplomas[code].short,
        asked.STATE: lambda code: known.say(f"state_{code}"),
        asked.ANOMALY: lambda code: known.say(f"anomaly_{code}"),
        asked.HANDICAP: lambda answer: _("handicap\u00a0: %(answer)s") % {"answer": answer},
        exports.WAITING: lambda _oui: _("attend une décision"),
        asked.PIECE: lambda kind: _("pièce à contrôler\u00a0: %(title)s") % {"title": known.kind_title(kind)},
    }
    return [said.get(name, str)(str(value)) for name, value in query.items()]


def events(export: "Export") -> list[Event]:
    """What has happened to it, the latest first: who, when."""
    lines = journal.timeline(Subject("export", export.id))
    names = accounts.officer_names(line.actor_id for line in lines)
    calendar = export.calendar
    told = []
    for line in lines:
        text = reference().say(f"event_{line.kind}", rows=french.number(export.rows))
        when = french.spoken_instant(line.at, calendar.zone, calendar.zone_name)
        who = names.get(line.actor_id, "")
        told.append(Event(text, f"{when} · {who}" if who else when))
    return told


def file_name(export: "Export") -> str:
    calendar = export.calendar
    return f"inscriptions-{calendar.academy}-{calendar.exam_session}-{export.asked_at:%Y%m%d}.{export.file_format}"
