"""What the home page says, to the millisecond, in each académie's own time."""

from datetime import UTC, datetime, timedelta

import pytest

from sporades.calendars.models import Calendar, Extension, Window
from sporades.reference.load import reference
from tests.pages.public import queries_counted, section, source_of, words
from tests.people import MARTINIQUE, NOW, paris, the_session
from tests.people import window as window_of

pytestmark = pytest.mark.django_db

A_MILLISECOND = timedelta(milliseconds=1)


def martinique(*when):
    """An instant by the clocks of Fort-de-France."""
    return datetime(*when, tzinfo=MARTINIQUE).astimezone(UTC)


NICE, FORT_DE_FRANCE = "académie de Nice, session 2025", "académie de Martinique, session 2024"
WINDOWS = [
    pytest.param(
        "Certificat d’aptitude professionnelle",
        NICE,
        paris(2024, 10, 8, 15),
        paris(2024, 11, 8, 17),
        id="cap",
    ),
    pytest.param(
        "Baccalauréat professionnel", NICE, paris(2024, 11, 4, 15), paris(2024, 12, 3, 17), id="bac pro"
    ),
    pytest.param("Brevet professionnel", NICE, paris(2024, 11, 4, 15), paris(2024, 12, 3, 17), id="bp"),
    pytest.param(
        "Certificat de spécialisation", NICE, paris(2024, 11, 4, 15), paris(2024, 12, 3, 17), id="cs"
    ),
    pytest.param(
        "Certificat d’aptitude professionnelle",
        FORT_DE_FRANCE,
        martinique(2023, 10, 18, 8),
        martinique(2023, 11, 17, 17),
        id="martinique",
    ),
]


@pytest.fixture(autouse=True)
def _session(db):
    the_session()


def parts(now):
    """What is said open, coming and closed."""
    source = source_of("/", now)
    return tuple(section(source, name) for name in ("ouvert", "bientot", "clos"))


def names(part, title, where):
    """Whether this part of the page speaks of that window."""
    after = part.partition(where[0].upper() + where[1:])[2]
    return title in after.partition("Académie de ")[0]


@pytest.mark.parametrize(("title", "where", "opens", "closes"), WINDOWS)
def test_a_window_is_open_from_its_opening_instant_to_just_before_its_closing_instant(
    title, where, opens, closes
):
    phases = {
        opens - A_MILLISECOND: (False, True, False),
        opens: (True, False, False),
        closes - A_MILLISECOND: (True, False, False),
        closes: (False, False, True),
    }

    said = {instant: tuple(names(part, title, where) for part in parts(instant)) for instant in phases}

    assert said == phases


def test_the_day_the_hour_and_the_zone_are_said_with_what_is_left():
    opened, _coming, closed = parts(NOW)

    assert "Il reste 3 jours Certificat d’aptitude professionnelle" in opened
    assert "Jusqu’au vendredi 8 novembre 2024, 17 h (heure de Paris)" in opened
    assert (
        "Confirmation signée et pièces : au plus tard le vendredi 15 novembre 2024, 23 h 59 (heure de Paris)"
        in opened
    )
    assert "Voir les 165 spécialités du CAP" in opened
    assert "Clos depuis le vendredi 17 novembre 2023, 17 h (heure de la Martinique)" in closed


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (paris(2024, 11, 7, 17), "Il reste 1 jour"),
        (paris(2024, 11, 7, 17) + A_MILLISECOND, "Il reste 23 heures"),
        (paris(2024, 11, 8, 16, 48), "Il reste 12 minutes"),
        (paris(2024, 11, 8, 17) - A_MILLISECOND, "Il reste moins d’une minute"),
    ],
)
def test_the_time_left_is_never_said_longer_than_it_is(now, left):
    assert f"Prochaine clôture {left} Certificat d’aptitude professionnelle" in words(source_of("/", now))


def test_one_registers_from_the_home_page_only_while_something_is_open():
    before, during, after = paris(2024, 10, 8, 15) - A_MILLISECOND, NOW, paris(2024, 12, 3, 17)

    assert "M’inscrire</a>" not in source_of("/", before)
    assert "M’inscrire</a>" in source_of("/", during)
    assert "M’inscrire</a>" not in source_of("/", after)


def test_before_opening_it_says_when_it_opens():
    said = words(source_of("/", paris(2024, 10, 1, 9)))

    assert "Les inscriptions ne sont pas encore ouvertes" in said
    assert "À partir du mardi 8 octobre 2024, 15 h (heure de Paris)" in said


def test_after_closing_it_says_so_and_reminds_those_who_saved_until_their_papers_are_due():
    due = paris(2024, 12, 11)
    reminder = "vos pièces au plus tard le mardi 10 décembre 2024, 23 h 59 (heure de Paris)"

    assert "Les inscriptions sont closes" in words(source_of("/", paris(2024, 12, 3, 17)))
    assert reminder in words(source_of("/", due - A_MILLISECOND))
    assert reminder not in words(source_of("/", due))


def test_an_extension_moves_the_closing_that_is_said():
    Extension.objects.create(
        window=window_of("cap"),
        closes_wall="2024-11-12T17:00:00",
        reason="Panne",
        decided_at=NOW,
        decided_by="test",
    )

    opened, _coming, _closed = parts(paris(2024, 11, 12, 17) - A_MILLISECOND)

    assert "Jusqu’au mardi 12 novembre 2024, 17 h (heure de Paris)" in opened


def test_only_the_most_recent_session_of_an_academie_is_shown_closed():
    another_session(2024)

    _opened, _coming, closed = parts(paris(2024, 12, 5, 9))

    assert "Académie de Nice, session 2025" in closed
    assert "Académie de Nice, session 2024" not in closed


def test_without_a_calendar_it_says_that_none_is_published():
    Window.objects.all().delete()

    assert "Aucun calendrier d’inscription n’est publié" in words(source_of("/", NOW))


@pytest.mark.parametrize(
    "path", ["/", "/diplomes/", "/diplomes/cap/", "/avant-de-commencer/", "/aide/", "/calendrier.ics"]
)
def test_the_pages_ask_as_many_queries_for_thirty_academies_as_for_two(path):
    with queries_counted() as few:
        source_of(path, NOW)
    everywhere()

    with queries_counted() as many:
        source_of(path, NOW)

    assert few == many
    assert few["in templates"] == 0


def another_session(exam_session):
    """The windows of Nice, some years earlier."""
    copy(Calendar.objects.get(academy="23"), years=2025 - exam_session, exam_session=exam_session)


def everywhere():
    """The windows of Nice in every other académie too."""
    for code in set(reference().academies) - {"23", "31"}:
        copy(Calendar.objects.get(academy="23"), academy=code)


def copy(calendar, *, years=0, **changed):
    windows = list(calendar.windows.all())
    rewritten = Calendar.objects.create(**{**columns(calendar), **changed})
    for window in windows:
        walls = {
            name: f"{int(getattr(window, name)[:4]) - years}{getattr(window, name)[4:]}"
            for name in ("opens_wall", "closes_wall")
        }
        Window.objects.create(**{**columns(window), **walls, "calendar": rewritten})


def columns(row):
    return {
        field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key
    }
