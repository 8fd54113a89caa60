"""Where an office wants reminders, whoever would lose everything is reminded; elsewhere nobody is."""

from datetime import date, timedelta

import pytest

from sporades.calendars.models import Extension, Incident, Window
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.notices.models import Notice
from sporades.registrations.actions import reminding, returning, withdrawing
from sporades.registrations.models import PersonalDate, Reminder
from sporades.registrations.queries.reminders import to_remind
from tests import people
from tests.people import CAP_CLOSES, CAP_PIECES_DUE, KARIM, LEA, NOW, TOM, paris

SECOND = timedelta(seconds=1)


@pytest.fixture
def _reminders():
    """The office of every window wants them."""
    Window.objects.update(reminders=True)


def drafted(person=LEA, *, now=NOW):
    return people.draft(people.candidate(person), people.answers_of(person), now=now)


def mails(row) -> list[str]:
    about = notices.mails_about(Subject("registration", row.id))
    return [mail.kind for mail in about if mail.kind.startswith("reminder")]


def every_minute_of(day) -> list[int]:
    """How many were reminded at each minute of a day, at ten-minute steps."""
    return [tick(now=day + step * timedelta(minutes=10)).done["reminded"] for step in range(144)]


# ── Off ──────────────────────────────────────────────────────────────────────
def test_a_window_that_does_not_ask_for_reminders_sends_none_at_any_minute_of_any_day():
    row, saved = drafted(), people.saved(KARIM)
    before = Notice.objects.count()

    for day in range(5, 16):
        for hour in range(24):
            now = paris(2024, 11, day, hour)
            assert list(to_remind(now)) == []
            assert not reminding.remind(row.id, now=now)
            assert not reminding.remind(saved.id, now=now)

    assert Notice.objects.count() == before
    assert Reminder.objects.count() == 0


# ── On ───────────────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("_reminders")
def test_a_draft_is_reminded_once_a_morning_seven_three_and_one_day_before_the_closing():
    row = drafted(now=paris(2024, 10, 20, 9))

    # From 31 October to 9 November: the clocks changed on the 27th, so that days of 24 hours are mornings again.
    for day in range(10):
        eleven = paris(2024, 10, 31, 11) + timedelta(days=day)
        tick(now=eleven)
        tick(now=eleven + timedelta(minutes=1))

    assert [reminder.days for reminder in row.reminders.order_by("at")] == [7, 3, 1]
    assert mails(row) == ["reminder_draft"] * 3


@pytest.mark.usefixtures("_reminders")
def test_a_saved_registration_is_reminded_of_its_confirmation_until_it_is_given():
    row = people.saved(LEA, now=paris(2024, 11, 6, 9))

    tick(now=paris(2024, 11, 8, 11))
    tick(now=paris(2024, 11, 12, 11))
    people.give(row, now=paris(2024, 11, 13, 9))
    tick(now=paris(2024, 11, 14, 11))

    assert [reminder.days for reminder in row.reminders.order_by("at")] == [7, 3]
    assert mails(row) == ["reminder_confirmation"] * 2


@pytest.mark.usefixtures("_reminders")
def test_a_signature_that_became_stale_is_reminded_too():
    row = people.confirmed(LEA)
    people.save(people.fill(row, people.with_usage_name(people.answers_of(LEA))), said_twice=True)

    tick(now=paris(2024, 11, 12, 11))

    assert mails(row) == ["reminder_confirmation"]


@pytest.mark.usefixtures("_reminders")
def test_the_mail_says_what_is_to_be_done_and_until_when_and_the_journal_keeps_it():
    row = people.saved(LEA)

    tick(now=paris(2024, 11, 14, 11))

    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert mail.title.startswith("Il manque votre confirmation signée, date limite demain")
    until = "vendredi 15 novembre 2024, 23\xa0h\xa059 (heure de Paris)"
    assert f"Déposez votre confirmation signée au plus tard le {until}\xa0: c’est demain." in mail.text
    line = journal.timeline(Subject("registration", row.id))[0]
    assert (line.kind, line.actor_kind, line.rule) == ("reminded", "deadline", "reminders")
    assert line.data == {"until": CAP_PIECES_DUE.isoformat(), "days": 1}


@pytest.mark.usefixtures("_reminders")
def test_everybody_has_a_minute_of_their_own_between_seven_and_eleven():
    row = people.saved(LEA)
    minute = paris(2024, 11, 12, 7) + timedelta(hours=4) * (row.id.int / 2**128)

    assert not tick(now=minute - SECOND).done
    assert tick(now=minute + SECOND).done == {"reminded": 1}


@pytest.mark.usefixtures("_reminders")
@pytest.mark.parametrize(("hour", "sent"), [(6, 0), (11, 1), (12, 0), (18, 0)])
def test_a_worker_that_was_down_all_morning_wakes_nobody_in_the_afternoon(hour, sent):
    people.saved(LEA)

    assert tick(now=paris(2024, 11, 12, hour)).done["reminded"] == sent


@pytest.mark.usefixtures("_reminders")
def test_over_a_whole_day_each_is_reminded_once():
    for person in (LEA, KARIM, TOM):
        people.saved(person)

    done = every_minute_of(paris(2024, 11, 12, 0))

    assert sum(done) == 3
    assert not any(done[:42]) and not any(done[67:])


@pytest.mark.usefixtures("_reminders")
def test_what_was_begun_or_saved_this_very_day_needs_no_reminder():
    row = drafted(now=paris(2024, 11, 5, 0))
    earlier = drafted(KARIM, now=paris(2024, 11, 5, 0) - SECOND)

    tick(now=paris(2024, 11, 5, 11))

    assert (mails(row), mails(earlier)) == ([], ["reminder_draft"])


@pytest.mark.usefixtures("_reminders")
def test_nobody_is_reminded_after_the_date_or_after_they_have_left():
    row = people.saved(LEA)
    left = people.saved(KARIM)
    withdrawing.withdraw(left, token=people.token(), by=people.actor(left.candidate), now=NOW)

    for day in range(8):
        tick(now=CAP_PIECES_DUE - timedelta(minutes=1) + timedelta(days=day))
        tick(now=paris(2024, 11, 16, 9) + timedelta(days=day))

    assert mails(row) == []
    tick(now=paris(2024, 11, 14, 11))
    assert mails(left) == []


@pytest.mark.usefixtures("_reminders")
def test_during_an_incident_nobody_is_told_to_hurry():
    row = people.saved(LEA)
    incident = Incident.objects.create(starts_at=NOW, reason="Le service ne répond pas.")

    assert not tick(now=paris(2024, 11, 12, 11)).done
    incident.ends_at = paris(2024, 11, 12, 11)
    incident.save()
    tick(now=paris(2024, 11, 12, 11, 1))

    assert mails(row) == ["reminder_confirmation"]


@pytest.mark.usefixtures("_reminders")
def test_an_extension_moves_the_mornings():
    row = drafted()
    Extension.objects.create(
        window=people.window(),
        closes_wall="2024-11-15T17:00:00",
        reason="Grève.",
        decided_at=NOW,
        decided_by="x",
    )

    assert not tick(now=paris(2024, 11, 7, 11)).done  # the eve of the first closing
    tick(now=paris(2024, 11, 8, 11))
    tick(now=paris(2024, 11, 14, 11))

    assert [reminder.days for reminder in row.reminders.order_by("at")] == [7, 1]


@pytest.mark.usefixtures("_reminders")
def test_a_personal_date_moves_them_for_one_person_only():
    row, other = people.saved(LEA), people.saved(KARIM)
    PersonalDate.objects.create(
        registration=row,
        pieces_due_on="2024-11-29",
        reason="Hospitalisation.",
        decided_at=NOW,
        decided_by="x",
    )

    tick(now=paris(2024, 11, 14, 11))
    assert (mails(row), mails(other)) == ([], ["reminder_confirmation"])
    tick(now=paris(2024, 11, 26, 11))

    assert [reminder.days for reminder in row.reminders.all()] == [3]


@pytest.mark.usefixtures("_reminders")
def test_a_dry_run_says_whom_and_sends_nothing():
    row = people.saved(LEA)

    report = tick(now=paris(2024, 11, 12, 11), dry_run=True)

    assert report.done == {"reminded": 1}
    assert mails(row) == []


def test_one_window_asks_and_its_neighbour_does_not():
    Window.objects.filter(diploma="bac_pro").update(reminders=True)
    row = drafted()

    tick(now=CAP_CLOSES - timedelta(days=1, hours=6))

    assert mails(row) == []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [(False, "Aucune relance ne sera effectuée."), (True, "Un courriel peut vous rappeler la date limite")],
    ids=["off", "on"],
)
def test_who_is_given_a_date_reads_whether_they_may_be_reminded_of_it(wanted, said):
    Window.objects.update(reminders=wanted)
    row = people.saved(LEA)

    returning.give_personal_date(
        row,
        until=date(2024, 11, 29),
        reopens=False,
        reason="Hospitalisation.",
        token=people.token(),
        by=people.OFFICER,
        now=NOW,
    )

    mail = Notice.objects.get(kind="registration_personal_date_given")
    assert said in mail.text
