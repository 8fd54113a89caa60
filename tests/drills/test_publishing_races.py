"""A lot against a candidate, an officer and another worker, at the same instant."""

from dataclasses import replace

import pytest

from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.notices.models import Notice
from sporades.registrations import access
from sporades.registrations.actions import issuing, retracting, unpacking, withdrawing
from sporades.registrations.models import Publication, PublicationLine, Registration
from sporades.rules.matching import By, Reading
from sporades.rules.publishing import LineState
from sporades.rules.reasons import Blocked
from tests import lots, people
from tests.drills.together import at_once, while_it_holds
from tests.people import LEA, NOW

pytestmark = [pytest.mark.postgresql, pytest.mark.drill, pytest.mark.usefixtures("session")]


@pytest.fixture
def row() -> Registration:
    return lots.admitted(people.saved(LEA))


def ordered(*rows: Registration) -> Publication:
    lot = lots.received({f"{row.number}.pdf": lots.paper("x") for row in rows})
    lots.found_clean(lot)
    lots.order(lot)
    return lot


def leave(row: Registration) -> None:
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)


def mails(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def test_who_leaves_just_before_their_convocation_is_published_does_not_receive_it(row):
    line = ordered(row).lines.get()

    _, issued = while_it_holds(
        lambda: access.lock(row.id),
        second=lambda: issuing.issue(line, now=NOW),
        first=lambda: leave(row),
    )

    line.refresh_from_db()
    assert (issued.refused, line.state, mails("paper_published")) == (None, "ended", 0)
    assert people.fresh(row).state == "withdrawn"


def test_who_leaves_just_after_is_told_that_it_is_too_late(row):
    line = ordered(row).lines.get()

    _, left = while_it_holds(
        lambda: access.lock(row.id),
        second=lambda: leave(row),
        first=lambda: issuing.issue(line, now=NOW),
    )

    assert isinstance(left.refused, Blocked) and left.refused.reasons[0].code == "convocation_published"
    assert (people.fresh(row).state, mails("paper_published")) == ("admitted", 1)


def test_a_paper_that_leaves_while_its_lot_is_taken_back_is_taken_back_too(row):
    lot = ordered(row, lots.admitted(people.saved(people.TOM)))
    first, last = lot.lines.order_by("position")
    issuing.issue(first, now=NOW)

    while_it_holds(
        lambda: PublicationLine.objects.select_for_update(of=("self",)).get(id=last.id),
        second=lambda: retracting.retract_lot(lot.id, reason="Non.", token="a", by=lots.HEAD, now=NOW),
        first=lambda: issuing.issue(last, now=NOW),
    )
    lots.tell()
    lots.issue()

    assert set(lots.states(lot).values()) == {"retracted"}
    assert not Document.objects.filter(lot_id=lot.id, retracted_at__isnull=True).exists()
    assert (mails("paper_published"), mails("paper_retracted")) == (2, 2)


def test_two_files_of_one_person_checked_at_once_are_both_left_to_a_person(row):
    lot = lots.received({f"{row.number}.pdf": lots.paper("x"), f"{row.number} bis.pdf": lots.paper("y")})
    unpacking.take_out_of(lot.archives.get())
    seen = unpacking.Seen(Reading(LineState.MATCHED, row.number or "", By.NAME), pages=1)
    one, other = PublicationLine.objects.filter(publication=lot).select_related("publication")

    outcomes = at_once(lambda: unpacking.settle(one, seen), lambda: unpacking.settle(other, seen))

    assert [outcome.refused for outcome in outcomes] == [None, None]
    assert set(lots.states(lot).values()) == {"duplicate"}


def test_two_workers_publish_each_paper_of_a_lot_once():
    rows = [
        lots.admitted(people.saved(replace(LEA, email=f"lea.{number}@exemple.fr"))) for number in range(10)
    ]
    lot = ordered(*rows)

    outcomes = at_once(lots.issue, lots.issue)
    lots.issue()

    assert [outcome.refused for outcome in outcomes] == [None, None]
    assert set(lots.states(lot).values()) == {"issued"}
    assert (Document.objects.filter(lot_id=lot.id).count(), mails("paper_published")) == (10, 10)
    assert Publication.objects.get(id=lot.id).published_at == NOW
    assert not list(journal.broken_chains())
