"""Does each question take every right answer, and refuse the others kindly?"""

from datetime import date
from decimal import Decimal

import pytest

from sporades.ui import picking
from tests.ui.questions import COUNTRIES, sent


def test_every_answer_comes_out_with_its_type():
    form = sent()

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "Benali-Rossi", "birth_date": date(2004, 2, 29), "phone": "+33612345678",
        "mark": Decimal("12.50"), "months": None, "handicap": False, "country": "MA", "language": "de",
        "accepted": True,
    }  # fmt: skip


def only_error(form, name):
    (error,) = form.errors[name]
    return error


@pytest.mark.parametrize(
    ("changes", "name", "begins"),
    [
        ({"name": ""}, "name", "Il manque une réponse"),
        ({"name": "Дима"}, "name", "Écrivez ce nom en lettres latines"),
        ({"birth_date__month": ""}, "birth_date", "Il manque le mois"),
        ({"birth_date__day": "30"}, "birth_date", "Ce jour n’existe pas"),
        ({"birth_date__year": "04"}, "birth_date", "Écrivez l’année avec ses quatre chiffres"),
        ({"birth_date__year": "1896"}, "birth_date", "Vérifiez l’année"),
        ({"phone": "12"}, "phone", "Ce numéro n’est pas reconnu"),
        ({"mark": "20,01"}, "mark", "Écrivez une note entre 0 et 20"),
        ({"mark": "NaN"}, "mark", "Écrivez une note entre 0 et 20"),
        ({"months": "douze"}, "months", "Écrivez un nombre en chiffres"),
        ({"handicap": "peut-être"}, "handicap", "Choisissez une des réponses"),
        ({"country__typed": "ma"}, "country", "Choisissez une des réponses trouvées"),
        ({"country__typed": "Atlantide"}, "country", "Rien ne correspond"),
        ({"country__typed": ""}, "country", "Il manque une réponse"),
        ({"language": ""}, "language", "Il manque une réponse"),
        ({"accepted": ""}, "accepted", "Cochez la case"),
    ],
)
def test_a_wrong_answer_gets_one_kind_sentence(changes, name, begins):
    form = sent(**changes)

    assert not form.is_valid()
    assert list(form.errors) == [name]
    assert only_error(form, name).startswith(begins)


def test_a_name_keeps_its_diacritics_and_loses_its_doubled_spaces():
    assert sent(name=" Nguye\u0302\u0303n   Thị ").is_valid()


def test_a_whole_date_may_be_sent_under_the_name_of_the_field():
    form = sent(birth_date="1er février 2006")

    assert form.is_valid()
    assert form.cleaned_data["birth_date"] == date(2006, 2, 1)


def test_a_match_is_chosen_among_those_found():
    form = sent(country__typed="ni", country="NG")

    assert form.is_valid()
    assert form.cleaned_data["country"] == "NG"


def test_the_exact_name_wins_over_the_longer_ones_that_begin_with_it():
    form = sent(country__typed="NIGER")

    assert form.is_valid()
    assert form.cleaned_data["country"] == "NE"


def test_a_choice_made_before_another_search_is_forgotten():
    form = sent(country__typed="madagascar", country="FR")

    assert form.is_valid()
    assert form.cleaned_data["country"] == "MG"


def test_a_choice_is_kept_when_nothing_is_searched():
    form = sent(country__typed="", country="FR")

    assert form.is_valid()
    assert form.cleaned_data["country"] == "FR"


def test_an_invented_value_is_not_a_choice():
    assert not sent(country__typed="", country="XX").is_valid()


def test_the_order_of_words_does_not_matter_in_a_search():
    find = picking.find_in([("1", "Accompagnant éducatif petite enfance")])["find"]

    assert [value for value, _label in find("enfance PETITE educatif")] == ["1"]


def test_the_button_that_searches_is_told_from_the_one_that_goes_on():
    assert picking.searching({"_search": "country"})
    assert not picking.searching({"country-typed": "ma"})


def test_a_list_of_more_than_sixty_lines_must_be_a_search():
    with pytest.raises(ValueError, match="SearchField"):
        picking.ChoiceField(label="Commune", choices=[(str(number), str(number)) for number in range(61)])


def test_a_search_shows_the_answers_that_begin_alike_first():
    find = picking.find_in(COUNTRIES)["find"]

    assert [value for value, _label in find("ni")] == ["NE", "NG"]
