"""What do the figures cost with ten thousand registrations, and a file of a hundred thousand?

    python -m benchmarks.figures [sqlite] [postgresql]

The pages are asked as an officer's browser does. The file is made by a process
of its own, as the worker's: its memory before and after is the process's own.
"""

import random
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.__main__ import DATABASES, place

ON_THE_BOARD, IN_A_FILE = 10_000, 100_000
AT_ONCE = 5_000
STATES = ("saved", "confirmed", "incomplete", "admitted", "cancelled")


def crowd(count: int) -> Any:
    """As many registrations with their pieces, saved over a month, and one that they are like.

    Four in five wait for the office, one in ten has a piece to give again, one in a hundred a mail that came back.
    """
    from benchmarks import world
    from sporades.notices.models import Notice
    from tests import people

    row, chance = world.saved("one"), random.Random(1)
    people.give(row, now=world.now())
    row.refresh_from_db()
    mail = Notice.objects.get(kind="registration_saved", subject_id=row.id)
    for _ in range(0, count, AT_ONCE):
        rows = world.others_like(row, min(AT_ONCE, count))
        _live(rows, chance, now=world.now())
        _are_refused(rows[::10], chance)
        _are_not_reached(rows[::100], mail, now=world.now())
    return row


def _live(rows: list[Any], chance: random.Random, *, now: datetime) -> None:
    from sporades.registrations.models import Registration
    from tests import people

    specialties = [people.PATISSIER, people.AEPE, people.MACON, people.COUVREUR]
    for one in rows:
        one.state, one.specialty = chance.choice(STATES), chance.choice(specialties)
        since = None if one.state == "cancelled" else now - timedelta(days=chance.random() * 20)
        one.waiting_since = one.waiting_since_without_health = since
        one.first_saved_on = (now - timedelta(days=chance.random() * 30)).date()
    written = ["state", "specialty", "waiting_since", "waiting_since_without_health", "first_saved_on"]
    Registration.objects.bulk_update(rows, written, batch_size=500)


def _are_refused(rows: list[Any], chance: random.Random) -> None:
    from sporades.registrations.models import Piece

    for reason in ("unreadable", "incomplete", "wrong_document"):
        some = chance.sample(rows, len(rows) // 3)
        pieces = Piece.objects.filter(kind="identity", registration__in=some)
        pieces.update(state="refused", reason_code=reason)


def _are_not_reached(rows: list[Any], mail: Any, *, now: datetime) -> None:
    from benchmarks.world import copy
    from sporades.notices.models import Notice

    mails = [copy(mail, id=uuid4(), subject_id=one.id, returned_at=now) for one in rows]
    Notice.objects.bulk_create(mails)


def many_rows(row: Any, count: int) -> None:
    """As many people with one registration each, without pieces: what a file is made of."""
    from benchmarks.world import copy

    for _ in range(0, count, AT_ONCE):
        accounts, candidates, rows = [], [], []
        for _ in range(AT_ONCE):
            account = copy(row.candidate.account, id=uuid4())
            account.email = account.email_canonical = account.activation_digest = f"{uuid4().hex}@exemple.fr"
            owner = copy(row.candidate, id=uuid4(), account=account)
            number = uuid4().hex[:20]
            accounts.append(account)
            candidates.append(owner)
            rows.append(copy(row, id=uuid4(), candidate=owner, number=number, draft={}))
        for kept in (accounts, candidates, rows):
            type(kept[0]).objects.bulk_create(kept, batch_size=500)


def inside(kind: str) -> None:
    import django

    django.setup()
    import logging

    from benchmarks import world

    logging.disable(logging.INFO)
    with redirect_stdout(StringIO()):
        world.set_up()
    print(f"## {kind}", flush=True)
    row = crowd(ON_THE_BOARD)
    world.counted()
    pages(row)
    many_rows(row, IN_A_FILE - ON_THE_BOARD)
    world.counted()
    files(row)


def pages(row: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from benchmarks import cpu
    from benchmarks.table import show
    from sporades.config.wsgi import application

    browser, seen = _officer(application), []
    asked = {
        "the campaign": reverse("staff_figures"),
        "a diploma": reverse("staff_figures_window", args=[row.window_id]),
        "the work list": reverse("staff_worklist"),
    }
    for name, url in asked.items():
        cost = cpu.median(lambda url=url: browser.get(url), rounds=5, times=3)  # type: ignore[misc]
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        seen.append([name, len(captured), cost.application, cost.database, cost.total, cost.least])
    head = ["page", "queries", "application, ms", "database, ms", "ms", "least, ms"]
    show(f"The figures of {ON_THE_BOARD:,} registrations", head, seen)


def _officer(application: Any) -> Any:
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from benchmarks.browser import Browser
    from sporades.accounts import factors
    from tests import people

    officer = people.officer(people.PAUL)
    browser = Browser(application, officer.account)
    session = SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME])
    factors.mark(session, officer.account_id)
    session.save()
    return browser


def files(row: Any) -> None:
    from benchmarks.table import show
    from sporades.registrations.actions import exporting
    from sporades.registrations.models import Export
    from sporades.registrations.queries import exports
    from tests import people

    sylvie, paul = (
        people.officer(people.SYLVIE),
        people.acting(people.officer(people.ROSE, role="head", academies=["23"])),
    )
    seen = []
    for kind in ("csv", "xlsx"):
        asked = exporting.ask(
            row.window.calendar,
            query="",
            columns=exports.columns_for(sylvie.mandate),
            purpose="Mesurer.",
            file_format=kind,
            token=people.token(),
            by=people.acting(sylvie),
            now=_now(),
        )
        exporting.approve(asked, token=people.token(), by=paul, now=_now())
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.figures", "--make"], capture_output=True, text=True, check=True
        )
        export = Export.objects.get(id=asked)
        if export.state != Export.State.READY:
            raise RuntimeError(f"the export is {export.state}: {made.stderr}")
        seen.append([kind, export.rows, len(export.columns), *made.stdout.split(), (export.size or 0) / 1e6])
    head = [
        "file",
        "rows",
        "columns",
        "application, s",
        "database, s",
        "wall, s",
        "MB before",
        "MB at most",
        "MB kept",
    ]
    show("A file, as the worker makes it", head, seen)


def _now() -> Any:
    from benchmarks import world

    return world.now()


def make() -> None:
    """In a process of its own: seconds of processor, then its memory before and at its highest."""
    import django

    django.setup()
    from benchmarks import cpu
    from sporades.adapters import clocks
    from sporades.registrations.actions import making_exports
    from sporades.registrations.models import Registration

    # What is read at the first use of anything is not what a file costs.
    list(Registration.objects.select_related("candidate__account")[:1])
    before = _memory("VmRSS")
    cost = cpu.once(
        lambda: making_exports.make_next(machine_now=clocks.machine_now(), now=clocks.legal_now())
    )
    spent = [cost.application, cost.database, cost.wall]
    print(*(f"{one / 1e3:.1f}" for one in spent), f"{before:.0f}", f"{_memory('VmHWM'):.0f}")


def _memory(line: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = next(one for one in status.splitlines() if one.startswith(line))
    return int(found.split()[1]) / 1024


def main() -> int:
    codes = []
    for kind in sys.argv[1:] or DATABASES:
        with place(kind) as env:
            command = [sys.executable, "-m", "benchmarks.figures", "--inside", kind]
            codes.append(subprocess.run(command, env=env, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    if "--make" in sys.argv:
        make()
    elif "--inside" in sys.argv:
        inside(sys.argv[-1])
    else:
        sys.exit(main())
