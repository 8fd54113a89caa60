"""Who may do what is one table: every cell of it is asked, in every state."""

from dataclasses import replace

import pytest

from sporades.rules.lifecycle import LIVE, State
from sporades.rules.rights import RIGHTS, Act, Mandate, Role, covers, may

NICE = Mandate(role=Role.OFFICER, academies=frozenset({"23"}))
# The decisions that end or bring back a registration, or move a date: decision of one person, the head of office.
HEADS_ONLY = {
    Act.CANCEL, Act.SET_ASIDE, Act.REINSTATE, Act.REOPEN, Act.GIVE_PERSONAL_DATE, Act.CORRECT_EXAM,
    Act.CHANGE_ACADEMY, Act.APPROVE_LIST, Act.EXTEND, Act.PUBLISH_DOCUMENTS,
}  # fmt: skip


def mandate(role: Role) -> Mandate:
    return replace(NICE, role=role)


def test_every_act_has_its_line_in_the_table():
    assert set(RIGHTS) == set(Act)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_its_line_says_in_the_states_of_its_line(role, act):
    right = RIGHTS[act]

    allowed = {state for state in State if may(mandate(role), act, state=state)}

    expected = (set(State) if right.states is None else set(right.states)) if role in right.roles else set()
    assert allowed == expected


@pytest.mark.parametrize("act", sorted(HEADS_ONLY))
def test_what_ends_a_registration_or_moves_a_date_is_the_head_of_offices(act):
    assert {role for role in Role if may(mandate(role), act)} == {Role.HEAD}


@pytest.mark.parametrize("act", Act)
def test_a_reader_reads_and_changes_nothing(act):
    reads = {Act.READ_FILE, Act.READ_CALENDAR, Act.READ_FIGURES, Act.OWN_ACCOUNT}

    assert may(mandate(Role.READER), act) == (act in reads)


def test_a_reader_of_figures_opens_no_file():
    figures_only = replace(mandate(Role.READER), sees_files=False)

    assert not may(figures_only, Act.READ_FILE)
    assert may(figures_only, Act.READ_FIGURES)


def test_who_manages_people_and_calendars_reads_no_file():
    assert not may(mandate(Role.ADMINISTRATOR), Act.READ_FILE)


@pytest.mark.parametrize("state", sorted(set(State) - LIVE))
def test_nobody_checks_the_pieces_of_a_registration_that_has_ended(state):
    assert not any(may(mandate(role), Act.CHECK_PIECE, state=state) for role in Role)


def test_a_mandate_covers_its_academies_and_no_other():
    assert covers(NICE, academy="23", diploma="cap")
    assert not covers(NICE, academy="31", diploma="cap")


def test_a_mandate_that_names_diplomas_covers_no_other():
    of_cap = replace(NICE, diplomas=frozenset({"cap"}))

    assert covers(of_cap, academy="23", diploma="cap")
    assert not covers(of_cap, academy="23", diploma="bp")
