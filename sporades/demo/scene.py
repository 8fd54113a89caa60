"""How does the demonstration begin? Everybody does what they do, at the instants when they did it.

The story is played through the same actions as the pages use, in the order of
time, and the deadlines act on the way. Nothing is written behind their back.
"""

from datetime import UTC, datetime
from io import StringIO

from django.core.management import call_command

from sporades.adapters import clocks, storage
from sporades.calendars import queries as calendars
from sporades.demo import story
from sporades.demo.jumps import drain, play

# Tuesday 5 November 2024, 9:00 in Paris: all four windows are open.
FIRST_INSTANT = datetime(2024, 11, 5, 8, tzinfo=UTC)


def is_empty() -> bool:
    """Whether no calendar is there: a fresh folder, or one whose filling was cut short."""
    return not calendars.windows(now=FIRST_INSTANT)


def set_up(until: datetime) -> None:
    """Throws everything away and plays the story up to that instant."""
    _clear()
    clocks.start_at(min(until, story.SCENES[0].at))
    call_command("load", stdout=StringIO())
    for scene in story.SCENES:
        if scene.at > until:
            break
        play(scene.at)
        scene.happens(scene.at)
        drain()
    play(until)
    clocks.start_at(until)


def _clear() -> None:
    call_command("flush", interactive=False, verbosity=0)
    for kept in list(storage.keys()):
        storage.delete(kept.key)
