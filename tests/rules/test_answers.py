"""Are answers kept whole, told apart when they differ, and alike when they do not?"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sporades.rules.answers import (
    Acquis,
    Answers,
    Change,
    Contact,
    Exam,
    Identity,
    Papers,
    Situation,
    Terms,
    changes,
    digest,
    from_json,
    to_json,
)
from tests.rules.cases import ORDINARY, answers_with

# Few letters, of every kind that a name holds: a draw costs little, and the suite has two seconds.
texts = st.text("éÀœ'’- A1", max_size=6)
codes = st.lists(texts, max_size=2).map(tuple)
marks = st.none() | st.decimals(0, 20, places=2)
contacts = st.builds(Contact, *[texts] * 6)
everybody = st.builds(
    Answers,
    exam=st.builds(Exam, texts, texts, st.integers(2000, 2100), texts),
    terms=st.builds(Terms, st.booleans(), st.booleans(), codes),
    identity=st.builds(Identity, *[texts] * 5, st.dates(), *[texts] * 5),
    contact=contacts,
    situation=st.builds(
        Situation, texts, texts, st.none() | st.integers(0, 600), texts, codes, texts, st.booleans(), texts
    ),
    papers=st.builds(Papers, texts, codes, texts, codes, texts, texts, codes, texts),
    acquis=st.lists(
        st.builds(
            Acquis,
            texts,
            texts,
            texts,
            marks,
            st.none() | st.integers(1990, 2030),
            texts,
            texts,
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
)
few = settings(max_examples=25)
KEPT = Acquis("UG1", "Français", "kept_mark", Decimal("12.50"), 2023, "23", "", to_complete=False)


@few
@given(everybody)
def test_answers_come_back_from_json_as_they_went(answers: Answers) -> None:
    assert from_json(json.loads(json.dumps(to_json(answers)))) == answers


@few
@given(everybody, contacts)
def test_the_digest_ignores_where_to_write_to_somebody(answers: Answers, moved: Contact) -> None:
    assert digest(replace(answers, contact=moved)) == digest(answers)


@pytest.mark.parametrize(
    "changed",
    [
        answers_with(identity={"usage_name": "DURAND"}),
        answers_with(identity={"birth_date": date(1990, 3, 13)}),
        answers_with(situation={"handicap": True}),
        answers_with(papers={"units": ("UG1",)}),
        answers_with(KEPT),
    ],
)
def test_the_digest_changes_with_any_other_answer(changed: Answers) -> None:
    assert digest(changed) != digest(ORDINARY)


def test_the_order_of_a_list_is_no_answer() -> None:
    turned = answers_with(papers={"units": tuple(reversed(ORDINARY.papers.units))})

    assert digest(turned) == digest(ORDINARY)
    assert changes(ORDINARY, turned) == ()


def test_a_mark_is_the_same_however_many_zeros_follow_it() -> None:
    longer = replace(KEPT, mark=Decimal("12.5"))

    assert digest(answers_with(longer)) == digest(answers_with(KEPT))


@few
@given(everybody)
def test_nothing_changed_is_no_change(answers: Answers) -> None:
    assert changes(answers, answers) == ()


def test_a_change_says_the_field_and_both_values() -> None:
    after = answers_with(identity={"usage_name": "DURAND"}, situation={"handicap": True})

    assert changes(ORDINARY, after) == (
        Change("identity.usage_name", "", "DURAND"),
        Change("situation.handicap", "no", "yes"),
    )


def test_an_acquis_withdrawn_is_told_field_by_field() -> None:
    told = changes(answers_with(KEPT), ORDINARY)

    assert Change("acquis.UG1.mark", "12.5", "") in told
    assert all(change.after == "" for change in told)


@pytest.mark.parametrize("schema", [None, 0, 2, "1"])
def test_answers_of_an_unknown_schema_are_refused(schema: object) -> None:
    with pytest.raises(ValueError, match="schema"):
        from_json({**to_json(ORDINARY), "schema": schema})


def test_answers_without_a_part_are_refused() -> None:
    stored = to_json(ORDINARY)
    del stored["papers"]

    with pytest.raises(ValueError, match="papers"):
        from_json(stored)


def test_answers_with_a_field_nobody_knows_are_refused() -> None:
    stored = to_json(ORDINARY)
    stored["identity"]["shoe_size"] = "42"

    with pytest.raises(ValueError, match="shoe_size"):
        from_json(stored)


def test_two_acquis_without_a_unit_are_told_apart_by_their_title() -> None:
    first, second = (replace(KEPT, unit="", title=title) for title in ("Technologie", "Gestion"))

    assert first.key != second.key
    assert replace(first, mark=Decimal(14)).key == first.key
