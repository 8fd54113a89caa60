"""What does an incident hold back, and whom did it turn away?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sporades.calendars.queries import OpenWindow, office
from sporades.calendars.queries.office import Trouble
from sporades.reference.load import reference
from sporades.registrations.queries import year as registrations
from sporades.registrations.queries.year import Counts
from sporades.rules import french
from sporades.rules.rights import Act, Mandate, Role, may
from sporades.staff_site.calendar import history
from sporades.staff_site.calendar.extended import sees_files
from sporades.staff_site.showing import Zone, zone_of


def at(now: datetime, zone: Zone) -> dict[str, Any]:
    """This minute, by the clocks of the zone: what the forms propose."""
    local = now.astimezone(ZoneInfo(zone.zone))
    return {"on": local.date(), "at": local.time().replace(second=0, microsecond=0)}


def may_end(incident: Trouble, mandate: Mandate) -> bool:
    """Whether the holder may say that it is over: an incident of everybody is the administrator's."""
    whose = not incident.for_everybody or mandate.role is Role.ADMINISTRATOR
    return incident.ends_at is None and whose and may(mandate, Act.DECLARE_INCIDENT)


def page(incident: Trouble, mandate: Mandate, *, now: datetime) -> dict[str, Any]:
    windows = [
        one
        for one in office.windows_of(mandate, now=now)
        if incident.for_everybody or one.id in incident.windows
    ]
    ids = [one.id for one in windows]
    until = incident.ends_at or now
    sees = sees_files(mandate)
    return {
        "incident": incident,
        "title": history.scope(incident),
        "rows": _rows(incident, zone_of(mandate)),
        "held": _held(windows, registrations.counts(ids), now=now) if incident.ends_at is None else [],
        "windows": ",".join(str(one) for one in ids),
        "may_extend": may(mandate, Act.EXTEND),
        "sees_files": sees,
        "turned_away": _turned_away(ids, incident.starts_at, until) if sees else [],
        "ended": registrations.ended(ids, mandate, since=incident.starts_at) if sees else [],
    }


def _rows(incident: Trouble, zone: Zone) -> list[dict[str, str]]:
    starts = french.spoken_instant(incident.starts_at, zone.zone, zone.zone_name)
    ends = incident.ends_at and french.spoken_instant(incident.ends_at, zone.zone, zone.zone_name)
    return [
        {"label": _("Depuis"), "value": starts},
        {"label": _("Jusqu’à"), "value": ends or _("il dure encore")},
        {"label": _("Ce qui ne marche pas"), "value": incident.reason},
    ]


def _held(windows: list[OpenWindow], counts: dict[UUID, Counts], *, now: datetime) -> list[tuple[str, int]]:
    """What the end of the incident would let happen at the next minute."""
    lines = []
    for one in windows:
        short, its = reference().diplomas[one.diploma].short, counts[one.id]
        if one.dates.closes <= now:
            lines.append(
                (_("%(diploma)s : brouillons qui expireront") % {"diploma": short}, its.states["draft"])
            )
        if one.dates.pieces_due <= now:
            lines.append(
                (_("%(diploma)s : candidatures sans confirmation") % {"diploma": short}, its.unconfirmed)
            )
        if any(limit <= now for limit in one.dates.later.values()):
            lines.append((_("%(diploma)s : attestations R.408 manquantes") % {"diploma": short}, its.r408))
    return [(what, count) for what, count in lines if count]


def _turned_away(ids: Collection[UUID], since: datetime, until: datetime) -> list[registrations.TurnedAway]:
    return registrations.turned_away(ids, since=since, until=until)
