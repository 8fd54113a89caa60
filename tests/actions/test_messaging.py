"""The candidate and the office write to one another, and what they write changes nothing else."""

import pytest

from sporades.journal import queries as journal
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations.actions import messaging
from sporades.registrations.actions.common import subject_of
from sporades.registrations.queries import messages
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import KARIM, NOW, PATISSIER, ROSE, SYLVIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(session):
    return people.saved(KARIM, PATISSIER)


@pytest.fixture
def sylvie(session):
    return people.officer(SYLVIE)


def asks(row, text="Où déposer ma confirmation ?", *, form=""):
    by = people.actor(row.candidate)
    messaging.write_to_office(row, text=text, token=form or people.token(), by=by, now=NOW)


def answers(row, sylvie, text="Dans « Mes justificatifs »."):
    said = {"text": text, "author": sylvie.name, "token": people.token()}
    messaging.write_to_candidate(row, **said, by=people.acting(sylvie), now=NOW)


def mails(kind="office_message"):
    return Notice.objects.filter(kind=kind)


def test_a_message_waits_until_the_office_answers(row, sylvie):
    asks(row)
    assert [one.number for one in messages.unanswered(sylvie.mandate)] == [row.number]

    answers(row, sylvie)

    assert messages.unanswered(sylvie.mandate) == []
    assert [(one.from_office, one.text) for one in messages.conversation(row)] == [
        (False, "Où déposer ma confirmation ?"),
        (True, "Dans « Mes justificatifs »."),
    ]


def test_an_answer_leaves_by_mail_word_for_word_and_a_question_does_not(row, sylvie):
    asks(row)
    assert not mails().exists()

    answers(row, sylvie, "Dans « Mes justificatifs ».\nToutes les pages.")

    assert "Dans « Mes justificatifs ».\nToutes les pages." in mails().get().text


def test_an_office_that_needs_not_answer_says_so_and_writes_nothing(row, sylvie):
    asks(row)

    messaging.need_no_answer(row, by=people.acting(sylvie), now=NOW)

    assert messages.unanswered(sylvie.mandate) == []
    assert not mails().exists()


def test_the_same_form_twice_is_one_message(row):
    asks(row, form="once")
    asks(row, form="once")

    assert len(messages.conversation(row)) == 1


def test_an_eleventh_message_waits_for_an_answer_to_the_ten(row, sylvie):
    for number in range(10):
        asks(row, f"Question {number}")

    with pytest.raises(Blocked, match="too_many_messages"):
        asks(row, "Et encore")
    answers(row, sylvie)
    asks(row, "Merci")

    assert messages.conversation(row)[-1].text == "Merci"


def test_a_message_changes_neither_state_nor_version(row, sylvie):
    before = (row.state, row.version)

    asks(row)
    answers(row, sylvie)

    row.refresh_from_db()
    assert (row.state, row.version) == before


def test_the_journal_keeps_that_it_was_written_and_only_erasable_words(row):
    asks(row, "Je m’appelle Zébulon")

    entry = Entry.objects.get(kind="message_received")
    assert "Zébulon" not in str(entry.data)
    assert journal.timeline(subject_of(row))[0].details == {"text": "Je m’appelle Zébulon"}


def test_what_waits_in_another_academy_is_not_shown(row):
    asks(row)

    assert messages.unanswered(people.officer(ROSE).mandate) == []


def test_a_note_is_signed_and_told_to_nobody(row, sylvie):
    said = {"text": "Reçue au guichet, sans photo.", "author": sylvie.name, "token": people.token()}
    messaging.write_note(row, **said, by=people.acting(sylvie), now=NOW)

    assert [(note.author, note.text) for note in messages.notes(row)] == [
        ("Sylvie Arnaud", "Reçue au guichet, sans photo.")
    ]
    assert messages.conversation(row) == ()
