"""An officer keeps searches of the work list under names of their own."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from sporades.registrations.actions import searching
from sporades.registrations.models import SavedSearch
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, MACON, PATISSIER, PAUL, SYLVIE, TOM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE)


def keep(officer, name, **query):
    return staff.enter(officer).post(reverse("staff_searches"), {"name": name, "query": urlencode(query)})


def test_a_search_is_kept_and_shown_with_its_count(sylvie):
    people.confirmed(KARIM, PATISSIER)
    people.confirmed(TOM, MACON)

    response = keep(sylvie, "Les maçons", specialite="macon")

    assert response.url == reverse("staff_worklist") + "?specialite=macon"
    page = staff.enter(sylvie).get(response.url).content.decode()
    assert 'aria-current="page">Les maçons <span class="num">(1)</span>' in page
    assert "Oublier" in page


def test_the_same_name_again_takes_the_new_query(sylvie):
    keep(sylvie, "Les miens", diplome="cap")
    keep(sylvie, "Les miens", diplome="bp")

    assert [row.query for row in SavedSearch.objects.all()] == ["diplome=bp"]


def test_what_a_query_does_not_know_is_not_kept(sylvie):
    keep(sylvie, "Essai", diplome="cap", handicap="oui", autre="x")

    assert SavedSearch.objects.get().query == "diplome=cap"


def test_a_search_without_a_name_or_a_filter_is_not_kept(sylvie):
    assert "Son nom" in keep(sylvie, "", diplome="cap").content.decode()
    keep(sylvie, "Vide")

    assert not SavedSearch.objects.exists()


def test_the_eleventh_search_is_refused_in_words(sylvie):
    for position in range(searching.MOST):
        keep(sylvie, f"Recherche {position}", diplome="cap")

    page = keep(sylvie, "Une de plus", diplome="bp").content.decode()

    assert "oubliez-en une d’abord" in page
    assert SavedSearch.objects.count() == searching.MOST


def test_a_search_is_its_officers_own(sylvie):
    keep(sylvie, "Les miens", diplome="cap")
    paul = staff.enter(people.officer(PAUL))
    mine = SavedSearch.objects.get()

    assert "Les miens" not in paul.get(reverse("staff_worklist")).content.decode()
    paul.post(reverse("staff_search_forget", args=[mine.id]))
    assert SavedSearch.objects.exists()
    staff.enter(sylvie).post(reverse("staff_search_forget", args=[mine.id]))
    assert not SavedSearch.objects.exists()
