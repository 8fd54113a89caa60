"""An officer finds somebody's file, however they write the name."""

from dataclasses import replace

import pytest
from django.urls import reverse

from sporades.accounts.actions import particulars
from sporades.accounts.models import SearchKey
from sporades.accounts.values import CivilIdentity
from sporades.registrations.queries.search import search
from tests import people
from tests.pages import space, staff
from tests.people import AWA, HUGO, INES, JEANNE, KARIM, MACON, NOW, PATISSIER, ROSE, SYLVIE, TOM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE)


def names(officer, text):
    return [row.name for row in search(officer.mandate, text).rows]


@pytest.mark.parametrize(
    "text",
    [
        "Lefèvre", "lefevre", "LEFEVRE Hugo", "hugo lefèvre", "lef", "hug lef", "30/12/1994", "30 décembre 1994",
        "30-12-1994", "1994-12-30", "lefevre 30/12/1994", "hugo@exemple.fr", "HUGO@Exemple.fr lef", "hugo@",
        "hugo+cap@exemple.fr",
    ],
)  # fmt: skip
def test_a_person_is_found_whatever_is_typed_of_them(sylvie, text):
    people.saved(HUGO, PATISSIER)
    people.saved(KARIM, PATISSIER)

    assert names(sylvie, text) == ["Lefèvre Hugo"]


@pytest.mark.parametrize(
    "text", ["29/02/1996", "29 février 1996", "29 fevr. 1996", "29021996 benali", "benali 29.02.1996"]
)
def test_a_birth_date_of_a_leap_day_is_read_as_people_write_it(sylvie, text):
    people.saved(KARIM, PATISSIER)
    people.saved(HUGO, PATISSIER)

    assert names(sylvie, text) == ["Benali Karim"]


@pytest.mark.parametrize(
    "text",
    ["N’Diaye", "n'diaye", "ndiaye", "N DIAYE", "diaye awa", "awa mariama", "Awa-Mariama", "awamariama"],
)
def test_an_apostrophe_or_a_hyphen_never_hides_anybody(sylvie, text):
    people.saved(AWA, PATISSIER)

    assert names(sylvie, text) == ["N’Diaye Awa Mariama"]


@pytest.mark.parametrize("text", ["d'orgeval", "dorgeval", "orgeval", "D’ORGEVAL jeanne", "d-orgeval"])
def test_a_name_that_was_saved_in_one_go_is_found_by_its_parts(sylvie, text):
    people.saved(JEANNE, PATISSIER)
    people.saved(replace(JEANNE, email="j@exemple.fr", birth_name="Dorgeval"), PATISSIER)

    assert "Dorgeval Jeanne" in names(sylvie, text) or text == "orgeval"
    assert "d’Orgeval Jeanne" in names(sylvie, text)


def test_the_name_one_uses_finds_the_file_too(sylvie):
    answers = people.with_usage_name(people.answers_of(INES, PATISSIER), "Fernandez-Roux")
    people.save(people.draft(people.candidate(INES), answers))

    assert names(sylvie, "roux ines") == ["Fernandez Inès"]


@pytest.mark.parametrize("typed", ["{number}", "{bare}", "{spaced}", "{end}", "{end} benali"])
def test_a_number_is_found_whole_or_by_its_end(sylvie, typed):
    people.saved(HUGO, PATISSIER)
    row = people.saved(KARIM, PATISSIER)
    said = {
        "number": row.number,
        "bare": row.number.replace("-", ""),
        "spaced": row.number.replace("-", " "),
        "end": row.number.rpartition("-")[2].lstrip("0"),
    }

    assert names(sylvie, typed.format(**said)) == ["Benali Karim"]


@pytest.mark.parametrize("typed", ["06 23 45 67 89", "0623456789", "+33 6 23 45 67 89"])
def test_a_telephone_finds_its_person(sylvie, typed):
    people.saved(HUGO, PATISSIER)
    people.saved(KARIM, PATISSIER)

    assert names(sylvie, typed) == ["Benali Karim"]


def test_every_part_narrows_what_is_found(sylvie):
    people.saved(KARIM, PATISSIER)

    assert names(sylvie, "benali hugo") == []
    assert names(sylvie, "benali 01/01/1996") == []


def test_whole_words_come_before_beginnings(sylvie):
    people.saved(replace(HUGO, email="h@exemple.fr", birth_name="Martinez"), PATISSIER)
    people.saved(replace(HUGO, birth_name="Martin"), PATISSIER)

    answer = search(sylvie.mandate, "martin", most=1)

    assert [row.name for row in answer.rows] == ["Martin Hugo"]
    assert answer.more


def test_a_draft_and_an_ended_registration_are_found(sylvie):
    people.draft(people.candidate(TOM), people.answers_of(TOM, MACON))

    assert names(sylvie, "giraud") == ["Giraud Tom"]


def test_nobody_of_another_academy_or_diploma_is_found():
    people.saved(KARIM, PATISSIER)

    assert names(people.officer(ROSE), "benali") == []
    assert names(people.officer(SYLVIE, diplomas=["bp"]), "benali") == []


@pytest.mark.parametrize("text", ["", "   ", "'", "- ’", "%", "_"])
def test_what_asks_nothing_finds_nothing(sylvie, text):
    people.saved(KARIM, PATISSIER)

    assert names(sylvie, text) == []


def test_a_name_that_was_rectified_is_found_and_the_old_one_no_more(sylvie):
    row = people.draft(people.candidate(KARIM), people.answers_of(KARIM, PATISSIER))
    identity = CivilIdentity("Bénali-Roche", "Karim", KARIM.birth_date)

    particulars.change_identity(row.candidate, identity=identity, by=people.actor(row.candidate), now=NOW)

    assert names(sylvie, "benali roche") == ["Bénali-Roche Karim"]
    assert SearchKey.objects.filter(word=b"benali karim 1996-02-29").count() == 0


def test_the_page_shows_what_was_found_and_keeps_what_was_typed(sylvie):
    row = people.saved(KARIM, PATISSIER)
    client = staff.enter(sylvie)

    page = client.get(reverse("staff_files"), {"q": "benali"}).content.decode()

    assert row.number in page and "29 février 1996" in page and 'value="benali"' in page
    assert "1 dossier trouvé" in page


def test_the_page_says_when_nothing_was_found(sylvie):
    page = staff.enter(sylvie).get(reverse("staff_files"), {"q": "personne"}).content.decode()

    assert "Aucun dossier ne répond à" in page
