"""The figures: counted by the académie's days, compared at the same distance from the limit, never too much told."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sporades.calendars.actions import extending
from sporades.calendars.models import Calendar, Window
from sporades.calendars.queries import office
from sporades.notices.models import Notice
from sporades.notices.models import State as Mail
from sporades.registrations.actions import past_curves, reviewing
from sporades.registrations.models import PastCurve, Piece, Registration, Version
from sporades.registrations.queries import counting, figures
from sporades.rules.calendar import Shift
from sporades.staff_site.figures.pasting import NotDays, read_days
from tests import people
from tests.pages import space, staff
from tests.people import (
    AWA,
    HUGO,
    INES,
    JEANNE,
    KARIM,
    LEA,
    MAUD,
    NOW,
    PATISSIER,
    PAUL,
    ROSE,
    SYLVIE,
    TOM,
    paris,
)

pytestmark = pytest.mark.django_db

LAST_YEAR = {date(2023, 10, 9): 40, date(2023, 11, 6): 10, date(2023, 11, 8): 50}


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def paul():
    return staff.enter(people.officer(PAUL))


def campaign() -> str:
    return reverse("staff_figures")


def of_cap(name="staff_figures_window") -> str:
    return reverse(name, args=[people.window().id])


def give(days=LAST_YEAR, **changes):
    said = {
        "closed_on": date(2023, 11, 8),
        "source": "Extraction du 12 décembre 2023",
        "token": people.token(),
    }
    past_curves.give(people.window().id, days, **said | changes, by=people.OFFICER, now=NOW)


def progress(now=NOW):
    known = office.windows_of(people.officer(SYLVIE).mandate, now=now)
    cap = next(one for one in known if one.diploma == "cap")
    return figures.progress([cap], known, now=now)[cap.id]


def test_a_registration_counts_on_the_local_day_of_its_first_save():
    people.saved(KARIM, now=paris(2024, 10, 27, 0, 30))
    late = people.saved(LEA, now=paris(2024, 10, 27, 23, 59))
    people.save(people.fill(late, people.with_usage_name(people.answers_of(LEA))), now=NOW)
    people.saved(TOM, now=paris(2024, 10, 28, 0, 0))
    people.draft(people.candidate(AWA), people.answers_of(AWA))

    counted = counting.per_day([people.window().id])

    # The clocks went back that night: a day of 25 hours.
    assert counted[people.window().id] == {date(2024, 10, 27): 2, date(2024, 10, 28): 1}


def test_the_same_day_is_that_of_the_same_distance_from_the_limit_and_stops_yesterday():
    people.saved(KARIM, now=paris(2024, 11, 4, 12))
    people.saved(LEA)
    give()

    found = progress()

    assert (found.total, found.whole, found.days_left) == (2, 1, 4)
    # Four days before the 8th of November 2023 was the 4th: the ten of the 6th had not come.
    assert (found.past_whole, found.past.curve.total) == (40, 100)
    by_day = {day.days_left: day for day in found.days}
    assert (by_day[3].count, by_day[3].total, by_day[3].past) == (1, 2, 0)
    assert (by_day[0].count, by_day[0].past, by_day[0].past_total) == (None, 50, 100)


def test_an_extension_moves_the_limit_from_which_days_are_counted():
    people.saved(KARIM, now=paris(2024, 11, 4, 12))
    given = {"reason": "Une panne.", "token": people.token(), "by": people.OFFICER, "now": NOW}
    extending.extend([people.window().id], Shift(closes_wall=datetime(2024, 11, 10, 17)), **given)

    assert progress().days_left == 6


def test_the_session_before_is_counted_here_where_it_was_registered_here():
    give()
    current, row = people.window(), people.saved(LEA, now=paris(2024, 11, 4, 12))
    before = Calendar.objects.get(academy="23")
    before.pk, before.exam_session = None, 2024
    before.id = Calendar._meta.pk.get_default()
    before.save(force_insert=True)
    window = people.window()
    window.id, window.calendar = Window._meta.pk.get_default(), before
    window.opens_wall, window.closes_wall = "2023-10-10T15:00:00", "2023-11-10T17:00:00"
    window.opens_at, window.closes_at = paris(2023, 10, 10, 15), paris(2023, 11, 10, 17)
    window.save(force_insert=True)
    then = {"window": window, "exam_session": 2024, "first_saved_on": date(2023, 11, 6)}
    Registration.objects.filter(id=row.id).update(**then)

    found = progress()

    assert found.window.id == current.id
    assert found.past == figures.Past(figures.Curve({4: 1}), 2024)


def test_the_page_tells_the_total_that_is_foreseen_with_its_interval_and_what_it_supposes(paul):
    give({date(2023, 10, 9): 10, date(2023, 10, 30): 240, date(2023, 11, 8): 250})
    row = people.saved(KARIM, now=paris(2024, 11, 4, 12))
    assert "Pas assez de données" in space.read(paul, of_cap())
    many = [replace_version(row, number) for number in range(29)]
    Version.objects.bulk_create(many)

    shown = space.read(paul, of_cap())

    assert "environ 60, entre 40 et 80" in shown
    assert "50 % des inscriptions y étaient enregistrées" in shown
    assert "Extraction du 12 décembre 2023" in shown
    assert "environ 60, entre 40 et 80" in space.read(paul, campaign())


def replace_version(row, number) -> Version:
    """Another registration of the same day, beside this one."""
    other = Registration.objects.get(id=row.id)
    other.pk = other.id = Registration._meta.pk.get_default()
    other.number, other.authorisation = f"24-23-9{number:05}", "copie"
    other.save(force_insert=True)
    version = row.versions.get()
    version.pk, version.registration = None, other
    return version


def test_the_page_opens_on_the_campaign_that_has_begun_not_on_the_next_one(paul):
    people.saved(LEA)
    after = Calendar.objects.get(academy="23")
    window = people.window()
    after.id, after.exam_session = Calendar._meta.pk.get_default(), 2026
    after.save(force_insert=True)
    window.id, window.calendar = Window._meta.pk.get_default(), after
    window.opens_at, window.closes_at = paris(2025, 10, 7, 15), paris(2025, 11, 7, 17)
    window.opens_wall, window.closes_wall = "2025-10-07T15:00:00", "2025-11-07T17:00:00"
    window.save(force_insert=True)

    page = space.read(paul, campaign())

    assert "Académie de Nice, session 2026" in page
    assert "1 inscription enregistrée depuis l’ouverture" in page


def test_what_waits_is_told_by_age_and_what_was_refused_by_reason(paul):
    karim, lea = people.confirmed(KARIM, PATISSIER, now=paris(2024, 10, 29, 9)), people.confirmed(LEA)
    people.give(lea, "identity")
    space.found_clean(lea)
    reviewing.refuse_piece(
        people.piece(lea, "identity"), reason_code="unreadable", sentence="Floue.", by=people.OFFICER, now=NOW
    )
    Notice.objects.filter(subject_id=karim.id).update(state=Mail.REFUSED, returned_at=NOW)

    for page in (campaign(), of_cap()):
        shown = space.read(paul, page)
        assert "moins d’un jour 1" in shown
        assert "de 7 à 14 jours 1" in shown
        assert "Le document est illisible" in shown
        assert "2 courriels n’ont pas pu être remis (dossiers concernés : 1)" in shown


def test_a_returned_mail_about_an_amenagement_is_counted_for_who_may_know_of_it_alone(paul):
    row = people.confirmed(KARIM, PATISSIER)
    about = {
        "accommodation_published": "Un document publié",
        "piece_refused": "Pièce à redonner : Notification d’aménagement d’épreuves",
    }
    saved = Notice.objects.get(subject_id=row.id, kind="registration_saved")
    saved.returned_at = NOW
    saved.save()
    for kind, title in about.items():
        saved.pk, saved.kind, saved.title = uuid4(), kind, title
        saved.save(force_insert=True)
    without = staff.enter(people.officer(SYLVIE))

    for page in (campaign(), of_cap()):
        assert "3 courriels n’ont pas pu être remis" in space.read(paul, page)
        assert "1 courriel n’a pas pu être remis" in space.read(without, page)


def test_what_may_say_something_of_health_is_not_told_of_a_few(paul):
    people.saved(KARIM)
    Registration.objects.update(handicap=True)
    Piece.objects.filter(kind="identity").update(state="refused", reason_code="medical_details")

    shown = space.read(paul, of_cap())

    assert "la question du handicap : moins de 5." in shown
    assert "diagnostic" in shown
    assert "moins de 5" in shown.partition("diagnostic")[2]


def test_who_has_no_right_to_handicap_reads_nothing_of_it():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    people.save(people.draft(people.candidate(JEANNE), answers))
    Piece.objects.filter(kind="accommodation").update(state="refused", reason_code="wrong_document")
    sylvie = staff.enter(people.officer(SYLVIE))

    for page in (campaign(), of_cap()):
        shown = space.read(sylvie, page)
        assert "andicap" not in shown
        assert "Ce n’est pas le document demandé" not in shown


def test_a_reader_of_figures_only_has_them_and_no_way_to_a_file():
    people.confirmed(KARIM, PATISSIER)
    reader = staff.enter(people.officer(SYLVIE, role="reader", sees_files=False))

    for page in (campaign(), of_cap()):
        answered = reader.get(page)
        assert answered.status_code == 200
        assert "Benali" not in answered.content.decode()
        assert "/dossiers/" not in answered.content.decode()
    assert reader.get(of_cap("staff_figures_past_curve")).status_code == 403


def test_the_figures_of_another_academy_do_not_exist():
    rose = staff.enter(people.officer(ROSE, role="head"))

    assert rose.get(of_cap()).status_code == 404
    assert rose.post(of_cap("staff_figures_past_curve")).status_code == 404
    assert "académie de Nice" not in space.read(rose, f"{campaign()}?campagne={people.window().calendar_id}")


def test_figures_ask_as_many_queries_for_twenty_as_for_one(paul):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert paul.get(path).status_code == 200
        return len(captured)

    people.confirmed(KARIM, PATISSIER)
    pages = (campaign(), of_cap())
    for page in pages:
        paul.get(page)
    few = [queries(page) for page in pages]
    for person in (LEA, TOM, AWA, INES, HUGO):
        people.confirmed(person)
    give()

    assert [queries(page) for page in pages] == few


def test_the_session_before_is_given_once_with_its_source_and_the_journal_keeps_it(paul):
    page = of_cap("staff_figures_past_curve")
    form = {
        "closed_on-day": "8", "closed_on-month": "11", "closed_on-year": "2023", "token": "one",
        "days": "jour;nombre\n07/11/2023;12\n8 novembre 2023\t30\n", "source": "Extraction",
    }  # fmt: skip
    wrong = paul.post(page, form | {"days": "07/11/2023;12\n07/13/2023;5"}).content.decode()
    assert "Ligne 2" in wrong
    assert "07/11/2023;12" in wrong
    assert "comptées après ce jour" in paul.post(page, form | {"closed_on-day": "7"}).content.decode()

    for _click in range(2):
        assert paul.post(page, form).status_code == 302

    kept = PastCurve.objects.get()
    assert (kept.days, kept.source) == ([["2023-11-07", 12], ["2023-11-08", 30]], "Extraction")
    maud = staff.enter(people.officer(MAUD))
    story = space.read(maud, reverse("staff_calendar_campaign", args=[people.window().calendar_id]))
    assert "Inscriptions de la session précédente données, 42 en tout." in story


@pytest.mark.parametrize(
    ("pasted", "code", "line"),
    [
        ("", "empty", 0),
        ("jour;nombre", "empty", 0),
        ("08/11/2023", "columns", 1),
        ("08/11/2023;4;5", "columns", 1),
        ("08/11/2023;4\n\n31/02/2023;4", "day", 3),
        ("08/11/2023;-4", "count", 1),
        ("08/11/2023;=4", "count", 1),
        ("08/11/2023;4\n2023-11-08;5", "twice", 2),
        ("\n".join(["08/11/2023;4"] * 401), "long", 0),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(pasted, code, line):
    with pytest.raises(NotDays) as refused:
        read_days(pasted)

    assert (refused.value.code, refused.value.line) == (code, line)
