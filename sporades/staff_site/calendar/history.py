"""What has happened to the calendars: drafts, extensions, incidents and the journal's lines, as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from sporades.accounts import queries as accounts
from sporades.calendars.queries.office import Extended, Trouble
from sporades.calendars.telling import academy_name
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.reference.load import reference
from sporades.rules import french
from sporades.rules.rights import Mandate
from sporades.staff_site.showing import Zone, zone_of

if TYPE_CHECKING:
    from sporades.calendars.models import Calendar, Draft


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a list: what, where it leads, and its state."""

    id: UUID
    title: str
    hint: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Event:
    text: str
    when: str


def drafts(rows: "Iterable[Draft]") -> list[Told]:
    return [
        Told(
            id=row.id,
            title=_("%(academy)s, session %(session)s")
            % {"academy": french.capital(academy_name(row.academy)), "session": row.exam_session},
            hint=_("Modification d’un calendrier publié") if row.base else _("Nouvelle campagne"),
            state=_("attend une seconde personne") if row.state == "proposed" else _("en cours d’écriture"),
            tone="wait" if row.state == "proposed" else "info",
        )
        for row in rows
    ]


def extensions(given: Iterable[Extended]) -> list[Told]:
    return [
        Told(
            id=one.act,
            title=f"{diplomas(one.diplomas)}, {academy_name(one.academy)}",
            hint=one.reason,
            state=_("tout le monde est prévenu") if one.told else _("courriels en cours"),
            tone="ok" if one.told else "info",
        )
        for one in given
    ]


def incidents(known: Iterable[Trouble], mandate: Mandate) -> list[Told]:
    zone = zone_of(mandate)
    return [
        Told(
            id=one.act,
            title=scope(one),
            hint=one.reason,
            state=_state(one, zone),
            tone="off" if one.ends_at else "wait",
        )
        for one in known
    ]


def scope(incident: Trouble) -> str:
    """« Tout le monde », or the diplomas and the académie."""
    if incident.for_everybody:
        return _("Tout le monde")
    return f"{diplomas(incident.diplomas)}, {academy_name(incident.academy)}"


def diplomas(codes: Iterable[str]) -> str:
    return ", ".join(reference().diplomas[code].short for code in dict.fromkeys(codes))


def events(row: "Calendar") -> list[Event]:
    """The campaign's own story, the newest first: what, who, when, why."""
    lines = journal.timeline(Subject("calendar", row.id))
    names = accounts.officer_names({line.actor_id for line in lines if line.actor_kind == "officer"})
    return [_event(line, names, row) for line in lines]


def _event(line: journal.Line, names: dict[str, str], row: "Calendar") -> Event:
    reason = str((line.details or {}).get("reason", ""))
    params = {name: str(value) for name, value in line.data.items() if isinstance(value, str | int)}
    known, of_office = reference(), f"office_event_{line.kind}"
    said = [
        known.say(of_office if of_office in known.sentences else f"event_{line.kind}", **params),
        french.typeset(f"« {reason} »") if reason else "",
    ]
    when = french.spoken_instant(line.at, row.zone, row.zone_name)
    who = names.get(line.actor_id, "")
    return Event(" ".join(part for part in said if part), f"{when} · {who}" if who else when)


def _state(incident: Trouble, zone: Zone) -> str:
    if incident.ends_at is None:
        since = french.short_instant(incident.starts_at, zone.zone)
        return _("en cours depuis le %(since)s") % {"since": since}
    return _("terminé le %(end)s") % {"end": french.short_instant(incident.ends_at, zone.zone)}
