"""What does the work list cost when eight thousand files wait, in each order and with each filter?

Of ten thousand, one in ten waits for its candidate, and two in a hundred have
what an officer looks for: a piece given late or asked again, a namesake, a mail
that came back. A third bear a warning of the rules.
"""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from benchmarks import desk, world
from benchmarks.browser import Browser
from benchmarks.table import show
from sporades.accounts.models import SearchKey
from sporades.notices.models import Notice
from sporades.registrations.actions import waiting
from sporades.registrations.models import Deposit, File, Piece, Registration, Replacement, Scan
from sporades.registrations.queries.waits import ANOMALIES
from tests import people

FILES, WAITING, AT_ONCE = 10_000, 8_000, 500
RARE = 50  # one in so many has each thing that is looked for
ORDERS_AND_FILTERS = {
    "as it opens": "",
    "of a diploma": "diplome=cap",
    "of a speciality": "specialite=patissier",
    "of a piece": "piece=identity",
    "of a piece that waits nowhere": "piece=r408",
    "its hundredth page": "page=100",
    "the nearest limit first": "ordre=limite",
    **{f"anomaly: {code}": f"anomalie={code}" for code in ANOMALIES},
    "with the files of each choice counted": "nombres=oui",
}


def measure(application: Any) -> None:
    crowd()
    world.counted()
    browser = Browser(application, people.officer(people.SYLVIE).account, inside=True)
    pages = [(desk.EMPTY_NAME, desk.EMPTY)]
    pages += [(name, f"{reverse('staff_worklist')}?{query}") for name, query in ORDERS_AND_FILTERS.items()]
    rows = [desk.page(browser, name, url) for name, url in pages]
    show(f"The work list, of {WAITING:,} files that wait", desk.HEAD, rows)


def crowd() -> None:
    first = desk.given("many")
    rows = [row for _ in range(0, FILES, AT_ONCE) for row in world.others_like(first, AT_ONCE)]
    _give(first, rows)
    _settle([row.id for row in rows])
    _happens([row.id for row in rows])
    _write_and_name(first, rows)
    _wait([row.id for row in rows])


def _give(first: Registration, rows: list[Registration]) -> None:
    """What was given for each piece, in the last twenty days."""
    chance, deposits, files = random.Random(1), [], []
    models = {
        (one.piece.kind, one.piece.key): one for one in Deposit.objects.filter(piece__registration=first)
    }
    file = File.objects.filter(deposit__piece__registration=first)[0]
    for piece in Piece.objects.filter(registration__in=[row.id for row in rows], state="deposited"):
        at = world.now() - timedelta(days=20 * chance.random())
        model = models[piece.kind, piece.key]
        deposits.append(world.copy(model, id=uuid4(), piece=piece, at=at, recorded_at=at))
        files.append(world.copy(file, id=uuid4(), deposit=deposits[-1], key=uuid4().hex, scan=Scan.CLEAN))
    Deposit.objects.bulk_create(deposits, batch_size=AT_ONCE)
    File.objects.bulk_create(files, batch_size=AT_ONCE)


def _settle(ids: list[UUID]) -> None:
    """The last two thousand wait for their candidates, or for nobody."""
    lots = {"saved": ids[WAITING:9_000], "incomplete": ids[9_000:9_500], "admitted": ids[9_500:]}
    pieces = {"saved": "expected", "incomplete": "refused", "admitted": "accepted"}
    for state, some in lots.items():
        Registration.objects.filter(id__in=some).update(state=state)
        Piece.objects.filter(registration__in=some, state="deposited").update(state=pieces[state])
    later = {"correction_due_at": world.now() + timedelta(days=5)}
    Piece.objects.filter(registration__in=lots["incomplete"], state="refused").update(**later)
    Registration.objects.filter(id__in=ids[::3]).update(findings=[{"code": "minor_at_exam"}])


def _happens(ids: list[UUID]) -> None:
    rare = ids[::RARE]
    Piece.objects.filter(registration__in=rare, kind="identity").update(state="late")
    File.objects.filter(deposit__piece__registration__in=rare[:10]).update(scan=Scan.INFECTED)
    Registration.objects.filter(id__in=ids[1::RARE]).update(signature_from=9)
    passed = {"state": "refused", "correction_due_at": world.now() - timedelta(days=1)}
    Piece.objects.filter(registration__in=ids[2::RARE], kind="identity").update(**passed)
    accepted = Piece.objects.filter(registration__in=ids[3::RARE], kind="identity")
    accepted.update(state="accepted")
    Replacement.objects.bulk_create(
        Replacement(piece=piece, text="Floue.", filed_at=world.now()) for piece in accepted
    )


def _write_and_name(first: Registration, rows: list[Registration]) -> None:
    """A mail to each, of which some came back; and a name, which some share with another."""
    model = Notice.objects.filter(subject_id=first.id)[0]
    mails, keys = [], []
    for position, row in enumerate(rows):
        back = position % RARE == 4
        fate = {"returned_at": world.now(), "state": "refused"} if back else {"state": "sent"}
        to = row.candidate.account.email
        mails.append(world.copy(model, id=uuid4(), subject_id=row.id, recipient=to, **fate))
        name = position - 1 if position % RARE == 6 else position
        keys.append(SearchKey(candidate=row.candidate, kind=SearchKey.Kind.PERSON, word=f"{name}".encode()))
    Notice.objects.bulk_create(mails, batch_size=AT_ONCE)
    SearchKey.objects.bulk_create(keys, batch_size=AT_ONCE)


def _wait(ids: list[UUID]) -> None:
    """Since when each waits, as the act would have kept it."""
    for begin in range(0, FILES, AT_ONCE):
        rows = list(Registration.objects.filter(id__in=ids[begin : begin + AT_ONCE]))
        kept = waiting.of_rows(rows)
        for row in rows:
            row.waiting_since, row.waiting_since_without_health = kept[row.id]
        Registration.objects.bulk_update(rows, waiting.COLUMNS)
