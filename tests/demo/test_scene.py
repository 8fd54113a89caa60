"""The story begins on Tuesday 5 November 2024 at 9:00, and a jump plays what falls due in its order."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sporades.accounts.actions import answering
from sporades.adapters import clocks
from sporades.calendars.models import Window
from sporades.demo import cast, crowd, playing, scene
from sporades.demo.jumps import jumps, play
from sporades.demo.playing import code_of, row_of
from sporades.jobs.worker import work_once
from sporades.journal import queries as journal
from sporades.notices import queries as notices
from sporades.rules.calendar import GRACE
from sporades.rules.lifecycle import State
from tests.people import CAP_CLOSES, CAP_PIECES_DUE, R408_DUE, paris

# The demonstration lives on SQLite; that PostgreSQL plays it too is asked once, when it begins again.
pytestmark = pytest.mark.once

MINUTE = timedelta(minutes=1)


def states():
    return {
        person.given_names: row_of(person).state
        for person in cast.PEOPLE
        if person not in (cast.CHLOE, cast.RAOUL)
    }


def jump(code):
    play(next(one.to for one in jumps(now=clocks.legal_now()) if one.code == code))


def test_the_cast_stands_at_every_stage(stage):
    assert states() == {
        "Léa": "draft",
        "Karim": "saved",
        "Awa Mariama": "confirmed",
        "Tom": "saved",
        "Inès": "saved",
        "Hugo": "admitted",
        "Jeanne": "incomplete",
        "Malik": "withdrawn",
    }
    assert not answering.find(cast.CHLOE.email).is_active


def test_the_clock_starts_at_nine_in_paris_and_every_mail_has_left(stage):
    now = clocks.legal_now()

    assert paris(2024, 11, 5, 9) <= now < paris(2024, 11, 5, 9, 1)
    assert {mail.state for mail in notices.newest()} == {"sent"}
    assert max(mail.left_at for mail in notices.newest()) <= now


def test_what_the_cast_did_is_proved_like_everything_else(stage):
    assert list(journal.broken_chains()) == []


def test_at_the_closing_the_draft_is_still_there_and_ten_minutes_later_it_is_closed(stage):
    jump("closing")
    assert states()["Léa"] == "draft"

    play(CAP_CLOSES + GRACE)

    assert states()["Léa"] == "expired"


def test_a_long_jump_stops_at_each_due_instant_in_order(stage):
    played = play(R408_DUE + GRACE)

    assert [(stop.at.replace(microsecond=0), stop.done) for stop in played] == [
        (paris(2024, 11, 7, 8, 40), {"account_deleted": 1}),
        (CAP_CLOSES + GRACE, {"expired": 1}),
        (CAP_PIECES_DUE + GRACE, {"cancelled": 2}),
        (R408_DUE + GRACE, {"set_aside": 1}),
    ]


def test_where_reminders_are_wanted_a_jump_stops_once_the_morning_is_over(stage):
    Window.objects.update(reminders=True)

    played = play(CAP_CLOSES)

    # Two mornings before the closing, and one a week before the confirmations are due.
    assert {stop.at.day for stop in played if stop.done.get("reminded")} == {5, 7, 8}


def test_the_mail_of_a_decision_leaves_at_its_instant_not_at_the_end_of_the_jump(stage):
    play(R408_DUE + GRACE)

    mail = next(one for one in notices.newest() if one.kind == "registration_cancelled")
    assert CAP_PIECES_DUE + GRACE <= mail.left_at < CAP_PIECES_DUE + GRACE + MINUTE


def test_whoever_signed_an_older_version_is_left_to_a_person(stage):
    play(CAP_PIECES_DUE + GRACE)

    assert states()["Inès"] == "saved"
    assert states()["Karim"] == "cancelled"


def test_the_clock_only_moves_forward(stage):
    with pytest.raises(clocks.ClockGoesBack):
        clocks.move_to(scene.FIRST_INSTANT - MINUTE)

    assert all(one.to > scene.FIRST_INSTANT for one in jumps(now=clocks.legal_now()))


def test_the_crowd_stands_in_every_state(stage):
    firsts = {member.course: member for member in reversed(crowd.members())}

    for member in firsts.values():
        member.course.happens(member.person, member.answers, member.begins, work_once)

    rows = [row_of(member.person) for member in firsts.values()]
    assert {row.state for row in rows} == set(State)
    assert list(journal.broken_chains()) == []


def test_the_crowd_comes_one_by_one_and_once_each_even_when_one_was_cut_short(stage, settings):
    settings.DEMO_CROWD = 3
    one, two, three = crowd.members()[:3]
    playing.opens_account(two.person, two.begins)  # and the worker was stopped there

    came = [crowd.grow(work_once, now=scene.FIRST_INSTANT) for _ in range(3)]

    assert came == [True, True, False]
    assert crowd.present() == 3
    assert row_of(three.person).state and row_of(one.person).state


def test_nobody_of_the_crowd_comes_before_their_own_instants(stage, settings):
    settings.DEMO_CROWD = 20
    last = min(member.begins for member in crowd.members())

    assert not crowd.grow(work_once, now=last)
    assert all(member.ends <= scene.FIRST_INSTANT for member in crowd.members())
    assert len({member.person.email for member in crowd.members()}) == crowd.MOST


def test_each_colleague_enters_with_the_password_and_the_code_that_the_page_shows(stage):
    for colleague in cast.COLLEAGUES:
        browser = Client()
        browser.post(reverse("login"), {"email": colleague.email, "password": cast.PASSWORD})

        entered = browser.post(reverse("second_factor"), {"code": code_of(colleague)})

        assert entered.url == reverse("staff_home"), colleague.name
        assert browser.get(entered.url, follow=True).status_code == 200
