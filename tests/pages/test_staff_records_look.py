"""The pages of the retention of data, and the archive that a candidate unpacks, in a real browser."""

import zipfile

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.jobs import purge as jobs
from sporades.records import archive
from sporades.records.actions import holding, purging
from sporades.records.models import Hold, Purge
from sporades.rules.retention import Ground
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, LEA, MAUD, NOW, PATISSIER, PAUL, TOM, paris

pytestmark = pytest.mark.django_db(transaction=True)

OVER = paris(2027, 1, 2, 9)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_durations_lists_and_holds_are_clean_in_every_state(visitor):
    held, _other = people.confirmed(KARIM, PATISSIER), people.confirmed(TOM, people.MACON)
    paul, maud = people.officer(PAUL), people.officer(MAUD)
    clocks.start_at(OVER)
    given = {"by": people.acting(paul), "now": OVER}
    holding.hold_registration(
        held.id, ground=Ground.LITIGATION, reason="TA de Nice, n° 2700012.", token="held", **given
    )
    page = staff.inside(visitor, paul, reverse("staff_records"))
    visitor.look_at(page, "before")
    for path in (reverse("staff_records_hold"), reverse("staff_file_hold", args=[held.id])):
        page.goto(path)
        visitor.look_at(page)
        page.get_by_role("button", name="Suspendre l’effacement").press("Enter")
        visitor.look_at(page, "with errors")
    page.goto(reverse("staff_records_lift", args=[Hold.objects.get().id]))
    visitor.look_at(page)

    page.goto(reverse("staff_records"))
    page.get_by_role("button", name="Nice").press("Enter")
    page.wait_for_url("**/conservation/purges/*/")
    visitor.look_at(page, "in the making")
    while purging.list_next(machine_now=clocks.machine_now(), now=OVER):
        pass
    page.get_by_role("link", name="Voir où elle en est").press("Enter")
    page.get_by_text("une autre personne l’approuve").wait_for()
    visitor.look_at(page, "frozen by oneself")
    purge = Purge.objects.get()
    page = staff.inside(visitor, maud, reverse("staff_purge", args=[purge.id]))
    visitor.look_at(page, "frozen by another")
    page.get_by_role("button", name="Approuver l’effacement").press("Enter")
    page.get_by_text("Effacement en cours").wait_for()
    visitor.look_at(page, "approved")
    jobs.settle_all(now=OVER)
    page.reload()
    visitor.look_at(page, "done")
    page.goto(reverse("staff_records"))
    visitor.look_at(page, "after")


def test_the_page_of_the_archive_is_read_offline(visitor, tmp_path):
    row = people.confirmed(LEA, PATISSIER)
    people.give(row, "identity")
    place = tmp_path / "archive.zip"
    place.write_bytes(b"".join(archive.stream(row.candidate, at=NOW)))
    with zipfile.ZipFile(place) as unpacked:
        unpacked.extractall(tmp_path / "archive")
    page = visitor.open("/aide/")

    page.goto((tmp_path / "archive" / "index.html").as_uri())

    visitor.look_at(page)
    page.get_by_role("link", name="photo.jpg").first.click()
    assert page.url.startswith("file:")
