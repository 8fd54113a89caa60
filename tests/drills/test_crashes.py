"""Whatever the step at which an act is killed, it happened or it did not; and the sweeper finds no riddle."""

import os
import signal
from datetime import timedelta
from itertools import count

import pytest

from sporades.adapters import clocks
from sporades.jobs import upkeep
from sporades.journal import queries as journal
from sporades.journal.values import Actor
from sporades.records.actions import purging
from sporades.registrations import facts
from sporades.registrations.actions import making_lists, scanning
from sporades.registrations.models import Registration
from sporades.rules.calendar import GRACE
from sporades.rules.sanctions import Sanction
from tests import people
from tests.drills import acts, crashing, states
from tests.people import CAP_PIECES_DUE, KARIM, LEA, NOW

pytestmark = [
    pytest.mark.usefixtures("session"),
    # The tests may run threads by then (a browser's, a relay's); the child uses none of them.
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

SOON = timedelta(seconds=-1)
AFTER, OVER = CAP_PIECES_DUE + GRACE, people.paris(2027, 1, 2)
EACH = [*acts.OFTEN, *(pytest.param(act, marks=pytest.mark.drill) for act in acts.RARELY)]


def upkept() -> None:
    """What the next hour does by itself, with nothing too young for it."""
    scanning.assemble_left_over(now=NOW)
    upkeep.sweep(older_than=SOON)


def is_whole() -> None:
    assert states.stored() == states.pointed_to()
    assert not list(journal.broken_chains())


@pytest.mark.parametrize("prepared", EACH, ids=lambda act: act.__name__)
def test_an_act_killed_at_any_step_happened_wholly_or_not_at_all(prepared, tmp_path):
    act = prepared()
    before, here = states.rows(as_drawn=True), states.Snapshot(tmp_path)
    crashing.done(act)
    upkept()
    after = states.rows(as_drawn=False)
    here.restore()

    seen = []
    for step in count(1):
        died = crashing.killed_at(step, act)
        assert states.pointed_to() <= states.stored(), f"step {step}: a row points to nothing"
        upkept()
        is_whole()
        happened = states.rows(as_drawn=True) != before
        if happened:
            assert states.rows(as_drawn=False) == after, f"step {step}: neither before nor after"
            sent_again(act, after)
            here.restore()
        seen.append(happened)
        if not died:
            break

    # Both sides were seen, and who was told of a success was told the truth.
    assert (seen[0], seen[-1]) == (False, True)


def sent_again(act, after) -> None:
    """The answer was lost on its way: the same form, or the next tick, changes nothing more."""
    crashing.done(act)
    upkept()
    assert states.rows(as_drawn=False) == after
    is_whole()


def test_a_worker_killed_by_the_system_just_before_its_commit_leaves_the_rows_as_they_were(tmp_path):
    act = acts.deposit()
    before = states.rows(as_drawn=True)
    reached, tell = os.pipe()

    def step(what: str) -> None:
        # The first commit ends the question whether the deposit may be made at all.
        if what == "before the commit" and states.stored():
            os.write(tell, b"!")
            signal.pause()

    child = crashing.started(act, step)
    assert os.read(reached, 1) == b"!"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    # Two pages were on the disk, and no row ever pointed to them.
    assert states.rows(as_drawn=True) == before
    assert len(states.stored()) == 2
    upkept()
    assert states.stored() == set()


def lots_of_a_list() -> crashing.Act:
    """Begun; each step takes the next lot."""
    making_lists.freeze(acts.to_be_listed(), Sanction.CANCEL, now=AFTER)
    return lambda: making_lists.make_next(machine_now=clocks.machine_now(), now=AFTER)


def lots_of_a_purge() -> crashing.Act:
    for person in (KARIM, LEA):
        people.confirmed(person)
    purging.freeze("23", token="one form", by=Actor("officer", "paul"), now=OVER)
    return lambda: purging.list_next(machine_now=clocks.machine_now(), now=OVER)


@pytest.mark.drill
@pytest.mark.parametrize("begun", [lots_of_a_list, lots_of_a_purge])
def test_a_list_whose_maker_is_killed_at_any_step_is_completed_by_the_next_one(begun, monkeypatch, tmp_path):
    for module in (making_lists, purging):
        monkeypatch.setattr(module, "BATCH", 1)
    take_a_lot = begun()

    def complete() -> None:
        while take_a_lot():
            pass

    here = states.Snapshot(tmp_path)
    crashing.done(complete)
    whole = states.rows(as_drawn=False)

    for step in count(1):
        here.restore()
        died = crashing.killed_at(step, complete)
        crashing.done(complete)
        assert states.rows(as_drawn=False) == whole, f"step {step}: somebody was lost, or listed twice"
        is_whole()
        if not died:
            break

    # More than one lot was cut.
    assert step > 10


def test_a_saved_step_outlives_the_process_that_kept_it(tmp_path):
    act = acts.keep_step()

    crashing.done(act)

    row = Registration.objects.get()
    assert facts.typed(row, "contact") == {"city": "Grasse"}
