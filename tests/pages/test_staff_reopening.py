"""After an extension or an incident, those whom a date had ended come back in one lot, each by its own act."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.calendars.actions import extending, incidents
from sporades.jobs.tick import tick
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations.actions import ending
from sporades.rules.calendar import GRACE, Shift
from tests import people
from tests.pages import space, staff
from tests.people import AWA, CAP_CLOSES, CAP_PIECES_DUE, INES, LEA, PAUL, ROSE, SYLVIE, TOM

pytestmark = pytest.mark.django_db

AFTER = CAP_PIECES_DUE + GRACE
WHY = "Le site a été indisponible le 8 novembre."


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)
    clocks.start_at(AFTER)


@pytest.fixture
def ended():
    """Tom and Léa, cancelled by the limit; Awa, whose draft expired; Inès, cancelled by a person."""
    rows = [people.saved(TOM), people.saved(LEA), people.draft(people.candidate(AWA), people.answers_of(AWA))]
    ines = people.saved(INES)
    ending.cancel(ines, reason="Fausse identité.", token=people.token(), by=people.OFFICER, now=people.NOW)
    tick(now=AFTER)
    return rows


def extension() -> str:
    act = extending.extend(
        [people.window().id], Shift(closes_wall=datetime(2024, 11, 18, 17)), reason=WHY,
        token=people.token(), by=people.OFFICER, now=AFTER,
    )  # fmt: skip
    return reverse("staff_calendar_reopen", args=[act])


def said(*rows, **sent):
    chosen = {"choix": [str(row.id) for row in rows], "reason": WHY, "until": "2/12/2024"}
    return chosen | {"token": people.token()} | sent


def states(rows) -> list[str]:
    return [people.fresh(row).state for row in rows]


def test_whom_a_date_ended_is_proposed_and_comes_back_in_one_lot(ended):
    paul, place = staff.enter(people.officer(PAUL)), extension()
    shown = paul.get(place).content.decode()
    assert shown.count('name="choix"') == shown.count(" checked") == 3
    assert INES.birth_name not in shown and WHY in shown

    listed = paul.post(place, said(*ended)).content.decode()
    assert "3 inscriptions reviennent" in listed
    assert "lundi 2 décembre 2024" in listed and WHY in listed
    assert states(ended) == ["cancelled", "cancelled", "expired"], "nothing has changed yet"
    done = paul.post(place, said(*ended, carry_out="1")).content.decode()

    assert "3 inscriptions rouvertes ou rétablies" in done
    assert states(ended) == ["saved", "saved", "draft"]
    assert Notice.objects.filter(kind="registration_reinstated").count() == 2
    assert Notice.objects.filter(kind="registration_reopened").count() == 1
    assert Entry.objects.filter(kind__in=["reinstated", "reopened"]).count() == 3


def test_what_cannot_come_back_is_listed_with_its_reason_and_stops_nobody(ended):
    lea = ended[1]
    people.draft(lea.candidate, people.answers_of(LEA), now=people.NOW)
    paul, place = staff.enter(people.officer(PAUL)), extension()

    listed = paul.post(place, said(*ended)).content.decode()
    done = paul.post(place, said(*ended, carry_out="1")).content.decode()

    for page in (listed, done):
        assert "1 reste comme elle est" in page and "Vous avez déjà une inscription" in page
    assert states(ended) == ["saved", "cancelled", "draft"]
    assert not Notice.objects.filter(kind="registration_reinstated", subject_id=lea.id).exists()


def test_the_same_form_twice_brings_back_once_and_nothing_ticked_is_said(ended):
    paul, place = staff.enter(people.officer(PAUL)), extension()
    form = said(ended[0], carry_out="1")
    paul.post(place, form)
    paul.post(place, form)
    assert Entry.objects.filter(kind="reinstated").count() == 1

    assert "Cochez au moins une inscription" in paul.post(place, said()).content.decode()
    too_early = paul.post(place, said(ended[1], until="18/11/2024")).content.decode()
    assert "au plus tôt" in too_early and "1 reste comme elle est" in too_early


def test_an_incident_proposes_those_whom_a_date_ended_since_it_began(ended):
    paul, windows = staff.enter(people.officer(PAUL)), [people.window().id]
    given = {"reason": "Panne.", "by": people.OFFICER, "now": AFTER + timedelta(seconds=2)}
    since = [CAP_CLOSES + timedelta(days=1), AFTER + timedelta(seconds=1)]
    places = [
        reverse(
            "staff_calendar_reopen",
            args=[incidents.declare(windows, starts_at=at, token=people.token(), **given)],
        )
        for at in since
    ]

    assert paul.get(places[0]).content.decode().count('name="choix"') == 3
    assert "rien à rouvrir" in space.read(paul, places[1])


def test_it_is_the_heads_of_that_office(ended):
    place = extension()

    assert staff.enter(people.officer(SYLVIE)).get(place).status_code == 403
    assert staff.enter(people.officer(ROSE, role="head")).get(place).status_code == 404
