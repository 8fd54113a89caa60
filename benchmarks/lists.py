"""How long does a lot of a deadline's first list hold its transaction, when the head of office signs for everybody?"""

from datetime import timedelta

from benchmarks import cpu, world
from benchmarks.table import show
from sporades.adapters import clocks
from sporades.calendars.models import Window
from sporades.registrations.actions import making_lists
from sporades.rules.sanctions import Sanction

PEOPLE = 10_000


def measure(people: int = PEOPLE) -> None:
    template = world.saved("listed")
    world.others_like(template, people - 1)
    Window.objects.filter(id=template.window_id).update(sanctions="approved")
    later = world.now() + timedelta(days=40)
    steps = [cpu.once(lambda: making_lists.freeze(template.window_id, Sanction.CANCEL, now=later))]
    more: list[bool] = [True]
    while more[-1]:
        steps.append(
            cpu.once(lambda: more.append(making_lists.make_next(machine_now=clocks.machine_now(), now=later)))
        )
    longest = max(steps, key=lambda step: step.total)
    rows = [
        [name, cost.application, cost.database, cost.total, cost.wall]
        for name, cost in (
            ("the first lot", steps[0]),
            ("the longest step", longest),
            ("all of it", _sum(steps)),
        )
    ]
    show(
        f"The first list of a deadline, {people:,} people, in {len(steps)} steps",
        ["", "application, ms", "database, ms", "ms", "wall, ms"],
        rows,
    )


def _sum(steps: list[cpu.Cost]) -> cpu.Cost:
    return cpu.Cost(
        sum(step.application for step in steps),
        sum(step.database for step in steps),
        sum(step.wall for step in steps),
    )
