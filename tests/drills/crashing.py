"""How is an act killed at each of its steps, and what is left of it?

A step is a statement, the moment before or after a commit, a change of a file
in our store, or a call to another server. Each time the act runs in a child
process that leaves by `os._exit` at the k-th step: nothing is unwound, nothing
is flushed, as after a kill or a power cut of the machine.
"""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, connections

Act = Callable[[], object]
Step = Callable[[str], None]

DONE, KILLED, FAILED = 0, 42, 43
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}


def killed_at(number: int, act: Act) -> bool:
    """Whether the act had that many steps; if so it was killed at that one."""
    taken = 0

    def step(what: str) -> None:
        nonlocal taken
        taken += 1
        if taken == number:
            os._exit(KILLED)

    return in_child(act, step) == KILLED


def done(act: Act) -> None:
    """The act to its end, in a process of its own too."""
    in_child(act, lambda _: None)


def in_child(act: Act, step: Step) -> int:
    code = os.waitstatus_to_exitcode(os.waitpid(started(act, step), 0)[1])
    assert code in {DONE, KILLED}, "the act failed by itself: see its traceback"
    return code


def started(act: Act, step: Step) -> int:
    """The process in which the act is under way."""
    # A connection is never shared by two processes.
    connections.close_all()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        _watch(step)
        act()
    except BaseException:  # noqa: BLE001 - whatever it is, the child must not return into the tests
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(FAILED)
    os._exit(DONE)


def _watch(step: Step) -> None:
    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        step(sql)
        return execute(sql, params, many, context)

    def commit() -> None:
        step("before the commit")
        commits()
        step("after the commit")

    commits = connection._commit
    connection._commit = commit  # type: ignore[method-assign]
    connection.execute_wrappers.append(statement)
    store = str(settings.DATA_DIR)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        outside = event == "socket.connect"
        if outside or (_changes_a_file(event, arguments) and str(arguments[0]).startswith(store)):
            step(event)

    sys.addaudithook(audit)


def _changes_a_file(event: str, arguments: tuple[Any, ...]) -> bool:
    return event in CHANGES or (event == "open" and bool(arguments[2] & WRITES))
