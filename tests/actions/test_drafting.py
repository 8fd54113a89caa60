"""A step is kept as it is left; two tabs never overwrite one another; a shut window keeps nothing and says so."""

from datetime import timedelta

import pytest

from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.registrations import facts
from sporades.registrations.actions import drafting
from sporades.registrations.models import Registration
from sporades.rules import answers as rules
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import AEPE, ASSP, CAP_CLOSES, CAP_OPENS, LEA, NOW, PATISSIER

MILLISECOND = timedelta(milliseconds=1)
TYPED = {"city": "Nice", "diplomas": ["cap", "bac"]}


def start(candidate, specialty=AEPE, *, diploma="cap", form="", now=NOW):
    exam = rules.to_json(people.answers_of(LEA, specialty, diploma=diploma))["exam"]
    return drafting.start(
        candidate,
        people.window(diploma).id,
        typed={"specialty": specialty},
        answers=exam,
        token=form or people.token(),
        by=people.actor(candidate),
        now=now,
    )


def keep(row, step="contact", typed=TYPED, answers=None, *, seen=0, now=NOW):
    drafting.keep_step(
        row, step, typed=typed, answers=answers, seen=seen, by=people.actor(row.candidate), now=now
    )


def codes(blocked) -> list[str]:
    return [reason.code for reason in blocked.value.reasons]


def test_a_draft_begins_with_what_its_first_step_held():
    row = start(people.candidate(LEA))

    assert (row.state, row.version, row.number) == ("draft", 0, None)
    assert facts.typed(row, "exam") == {"specialty": AEPE}
    assert facts.unfinished(row) == facts.STEPS[1:]
    assert journal.timeline(Subject("registration", row.id))[0].kind == "draft_started"


def test_the_same_form_sent_twice_begins_one_draft():
    lea = people.candidate(LEA)

    first, again = start(lea, form="un clic"), start(lea, form="un clic")

    assert first.id == again.id
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (CAP_OPENS - MILLISECOND, "window_not_yet_open"),
        (CAP_CLOSES, "window_closed"),
        (CAP_CLOSES + MILLISECOND, "window_closed"),
    ],
)
def test_outside_the_window_nothing_begins_and_the_attempt_stays_in_the_journal_of_the_account(at, code):
    lea = people.candidate(LEA)

    with pytest.raises(Blocked) as blocked:
        start(lea, now=at)

    line = journal.timeline(Subject("account", lea.account_id))[0]
    assert codes(blocked) == [code]
    assert (line.kind, line.rule, line.at) == ("start_refused", code, at)
    assert line.data == {"window": str(people.window().id)}
    assert not Registration.objects.exists()


@pytest.mark.parametrize("at", [CAP_OPENS, CAP_CLOSES - MILLISECOND])
def test_within_the_window_to_the_millisecond_one_may_begin(at):
    assert start(people.candidate(LEA), now=at).state == "draft"


def test_a_second_live_registration_for_the_same_diploma_is_refused_and_journaled():
    lea = people.candidate(LEA)
    start(lea)

    with pytest.raises(Blocked) as blocked:
        start(lea, PATISSIER)

    line = journal.timeline(Subject("account", lea.account_id))[0]
    assert codes(blocked) == ["second_registration"]
    assert (line.kind, line.rule) == ("start_refused", "second_registration")
    assert line.source


def test_another_diploma_may_be_prepared_beside():
    lea = people.candidate(LEA)
    start(lea)

    assert start(lea, ASSP, diploma="bac_pro").diploma == "bac_pro"


def test_a_step_left_with_errors_keeps_what_was_typed():
    row = start(people.candidate(LEA))

    keep(row)

    row = people.fresh(row)
    assert facts.typed(row, "contact") == TYPED
    assert facts.section(row, "contact") is None
    assert row.revisions["contact"] == 1


def test_the_second_tab_is_told_what_the_first_one_kept():
    row = start(people.candidate(LEA))
    keep(row, typed={"city": "Nice"})

    with pytest.raises(drafting.ChangedElsewhere) as told:
        keep(row, typed={"city": "Grasse"})

    assert (told.value.kept, told.value.revision) == ({"city": "Nice"}, 1)
    assert facts.typed(people.fresh(row), "contact") == {"city": "Nice"}


def test_once_told_the_second_tab_may_have_the_last_word():
    row = start(people.candidate(LEA))
    keep(row, typed={"city": "Nice"})

    keep(row, typed={"city": "Grasse"}, seen=1)

    row = people.fresh(row)
    assert (facts.typed(row, "contact"), row.revisions["contact"]) == ({"city": "Grasse"}, 2)


def test_two_tabs_that_say_the_same_do_not_disturb_one_another():
    row = start(people.candidate(LEA))
    keep(row)

    keep(row)

    assert people.fresh(row).revisions["contact"] == 1


def test_two_tabs_on_two_steps_do_not_disturb_one_another():
    row = start(people.candidate(LEA))
    keep(row, "contact", {"city": "Nice"})

    keep(row, "situation", {"category": "individual"})

    row = people.fresh(row)
    assert facts.typed(row, "contact") == {"city": "Nice"}
    assert facts.typed(row, "situation") == {"category": "individual"}


@pytest.mark.parametrize("late", [timedelta(0), MILLISECOND])
def test_once_the_window_is_shut_no_step_changes_and_the_attempt_is_journaled(late):
    row = start(people.candidate(LEA))

    with pytest.raises(Blocked) as blocked:
        keep(row, now=CAP_CLOSES + late)

    line = journal.timeline(Subject("registration", row.id))[0]
    assert codes(blocked) == ["window_closed"]
    assert (line.kind, line.rule, line.data) == ("step_refused", "window_closed", {"step": "contact"})
    assert facts.typed(people.fresh(row), "contact") is None


def test_until_the_last_millisecond_a_step_is_kept():
    row = start(people.candidate(LEA))

    keep(row, now=CAP_CLOSES - MILLISECOND)

    assert facts.typed(people.fresh(row), "contact") == TYPED


def test_a_draft_follows_its_first_step_to_another_diploma():
    row = start(people.candidate(LEA))
    exam = rules.to_json(people.answers_of(LEA, ASSP, diploma="bac_pro"))["exam"]

    keep(row, "exam", {"specialty": ASSP}, exam, seen=1)

    row = people.fresh(row)
    assert (row.diploma, row.specialty, row.window) == ("bac_pro", ASSP, people.window("bac_pro"))


def test_a_draft_does_not_follow_into_a_window_that_is_shut():
    row = start(people.candidate(LEA))
    exam = rules.to_json(people.answers_of(LEA, academy="31", exam_session=2024))["exam"]

    with pytest.raises(Blocked):
        keep(row, "exam", {"specialty": AEPE}, exam, seen=1)

    assert people.fresh(row).academy == "23"


def test_a_draft_does_not_follow_onto_a_diploma_that_another_one_holds():
    lea = people.candidate(LEA)
    start(lea)
    bac = start(lea, ASSP, diploma="bac_pro")
    exam = rules.to_json(people.answers_of(LEA))["exam"]

    with pytest.raises(Blocked) as blocked:
        keep(bac, "exam", {"specialty": AEPE}, exam, seen=1)

    assert codes(blocked) == ["second_registration"]
    assert people.fresh(bac).diploma == "bac_pro"
