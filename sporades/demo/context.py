"""What does the strip at the top of every page say?"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sporades.adapters import clocks
from sporades.calendars import queries as calendars
from sporades.demo.jumps import jumps
from sporades.notices import queries as notices
from sporades.rules import french


def strip(request: HttpRequest) -> dict[str, Any]:
    """The instant in each zone of the loaded calendars, the jumps, and the number of mails."""
    now = clocks.legal_now()
    zones = {(w.campaign.zone, w.campaign.zone_name): None for w in calendars.windows(now=now)}
    return {
        "demo_strip": "demo/strip.html",
        "demo_said": [french.spoken_instant(now, zone, name) for zone, name in list(zones)[:1]],
        "demo_jumps": jumps(now=now),
        "demo_mails": notices.count(),
        "demo_scans": bool(settings.CLAMD_SOCKET),
    }
