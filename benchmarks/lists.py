"""How long does the first list of a deadline hold its transaction, when the head of office signs for everybody?"""

from datetime import timedelta
from typing import Any

from benchmarks import cpu, world
from benchmarks.table import show
from sporades.calendars.models import Window
from sporades.registrations.actions import listing
from sporades.rules.sanctions import Sanction

PEOPLE = 10_000


def measure(people: int = PEOPLE) -> None:
    template = world.saved("listed")
    world.others_like(template, people - 1)
    Window.objects.filter(id=template.window_id).update(sanctions="approved")
    done: list[Any] = []
    later = world.now() + timedelta(days=40)
    cost = cpu.once(lambda: done.append(listing.freeze(template.window_id, Sanction.CANCEL, now=later)))
    rows = [[f"a list of {people:,}", cost.application, cost.database, cost.total, cost.wall]]
    show(
        f"The first list of a deadline: {done}",
        ["", "application, ms", "database, ms", "ms", "wall, ms"],
        rows,
    )
