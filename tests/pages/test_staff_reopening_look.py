"""The pages on which a lot is reopened, in a real browser."""

from datetime import datetime

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.calendars.actions import extending
from sporades.jobs.tick import tick
from sporades.rules.calendar import GRACE, Shift
from tests import people
from tests.pages import space, staff
from tests.people import CAP_PIECES_DUE, LEA, PAUL, TOM

pytestmark = pytest.mark.django_db(transaction=True)

AFTER = CAP_PIECES_DUE + GRACE


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_the_head_reads_what_will_happen_and_what_will_not_then_reopens(visitor):
    tom, lea = people.saved(TOM), people.saved(LEA)
    clocks.start_at(AFTER)
    tick(now=AFTER)
    again = people.draft(lea.candidate, people.answers_of(LEA), now=people.NOW)
    act = extending.extend(
        [people.window().id], Shift(closes_wall=datetime(2024, 11, 18, 17)), reason="Une panne.",
        token=people.token(), by=people.OFFICER, now=AFTER,
    )  # fmt: skip

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_calendar_extension", args=[act]))
    page.get_by_role("link", name="Rouvrir en un lot").click()
    visitor.look_at(page)
    page.get_by_role("button", name="Lire ce qui se passera").click()
    visitor.look_at(page, "with errors")
    for name, value in (("jour", "2"), ("mois", "12"), ("année", "2024")):
        page.get_by_label(name, exact=False).first.fill(value)
    page.get_by_role("button", name="Lire ce qui se passera").click()
    visitor.look_at(page, "what will happen, and what will not")
    page.get_by_role("button", name="Rouvrir").click()
    visitor.look_at(page, "the report")

    assert [people.fresh(row).state for row in (tom, lea, again)] == ["saved", "cancelled", "draft"]
