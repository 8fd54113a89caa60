"""A mail leaves after its commit, the urgent ones first; a relay that is down for hours loses none."""

from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from django.db import transaction

from sporades.adapters import clocks
from sporades.journal.values import Subject
from sporades.notices import actions, queries
from sporades.notices.models import Notice
from tests.drills import crashing
from tests.people import NOW

LEA = Subject("account", UUID(int=1))
MINUTE = timedelta(minutes=1)


def queue(new="lea@exemple.fr", *, to="zoe@exemple.fr", urgent=False) -> UUID:
    return actions.queue(
        "email_changed", to=to, subject=LEA, context={"new": new, "token": "jeton"}, now=NOW, urgent=urgent
    )


def send_all(at) -> int:
    return next(sent for sent in count() if not actions.send_next(machine_now=at))


def state(notice: UUID) -> str:
    return Notice.objects.get(id=notice).state


@pytest.mark.django_db
def test_a_mail_leaves_once_with_the_same_words_as_text_and_as_html(relay):
    notice = queue()
    at = clocks.machine_now()

    assert send_all(at) == 1
    assert send_all(at + timedelta(days=9)) == 0

    (message,) = relay.messages
    text, html = (part.get_content() for part in message.iter_parts())
    assert "lea@exemple.fr" in text
    assert "lea@exemple.fr" in html
    assert (message["To"], message["Auto-Submitted"]) == ("zoe@exemple.fr", "auto-generated")
    assert message["Message-ID"] == f"<{notice}@127.0.0.1>"
    assert state(notice) == "sent"


@pytest.mark.django_db
def test_the_instant_the_mail_left_is_kept_for_what_is_counted_from_it(relay):
    notice = queue()
    before = clocks.legal_now()

    send_all(clocks.machine_now())

    assert before <= queries.left_at(notice) <= clocks.legal_now()


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_of_an_act_that_failed(relay):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError("the act failed")

    assert send_all(clocks.machine_now()) == 0
    assert relay.messages == []


@pytest.mark.django_db
def test_a_relay_that_is_down_for_six_hours_loses_nothing_and_doubles_nothing(relay, settings):
    notices = [queue(f"n{number}@exemple.fr") for number in range(3)]
    start = at = clocks.machine_now()
    relay.stop()

    while at < start + timedelta(hours=6):
        send_all(at)
        assert {state(notice) for notice in notices} == {"queued"}
        assert all(queries.left_at(notice) is None for notice in notices)
        at = min(Notice.objects.values_list("next_try_at", flat=True))
    relay.start(settings.EMAIL_PORT)
    send_all(at + timedelta(hours=1))

    assert {state(notice) for notice in notices} == {"sent"}
    assert len(relay.messages) == 3


@pytest.mark.django_db
def test_the_pauses_grow_to_one_hour(relay):
    queue()
    at, pauses = clocks.machine_now(), []
    relay.stop()

    for _ in range(9):
        send_all(at)
        again = Notice.objects.get().next_try_at
        pauses.append((again - at) // MINUTE)
        at = again

    assert pauses == [1, 2, 5, 10, 20, 30, 60, 60, 60]


@pytest.mark.django_db
def test_after_three_days_of_silence_a_person_must_look(relay):
    notice = queue()
    at = start = clocks.machine_now()
    relay.stop()

    while state(notice) == "queued":
        send_all(at)
        at = Notice.objects.get().next_try_at

    assert Notice.objects.get().failure == "relay unavailable"
    assert at - start > timedelta(days=3)


@pytest.mark.django_db
def test_the_urgent_mail_leaves_first_whenever_it_came(relay):
    queue("premier@exemple.fr")
    queue("second@exemple.fr")
    queue("urgent@exemple.fr", urgent=True)

    send_all(clocks.machine_now())

    bodies = [message.get_body(("plain",)).get_content() for message in relay.messages]
    assert [body.split("@exemple.fr")[0].rpartition(" ")[2] for body in bodies] == [
        "urgent",
        "premier",
        "second",
    ]


@pytest.mark.django_db
def test_a_recipient_whom_the_relay_refuses_for_good_is_not_tried_again_and_keeps_nobody_waiting(relay):
    relay.refusals["parti@exemple.fr"] = "550 no such user"
    refused, good = queue(to="parti@exemple.fr", urgent=True), queue()
    at = clocks.machine_now()

    send_all(at)
    send_all(at + timedelta(days=4))

    assert (state(refused), state(good)) == ("refused", "sent")
    assert queries.left_at(refused) is None
    assert "550" in Notice.objects.get(id=refused).failure


@pytest.mark.django_db
def test_a_mailbox_that_is_full_today_is_tried_again(relay):
    relay.refusals["zoe@exemple.fr"] = "452 mailbox full"
    notice = queue()
    at = clocks.machine_now()
    send_all(at)
    relay.refusals.clear()

    send_all(at + MINUTE)

    assert state(notice) == "sent"


@pytest.mark.django_db
def test_a_mail_taken_back_before_it_left_never_leaves(relay):
    notice = queue()

    actions.cancel(notice)

    assert send_all(clocks.machine_now()) == 0
    assert state(notice) == "cancelled"


@pytest.mark.django_db
def test_a_mail_that_has_left_cannot_be_taken_back(relay):
    notice = queue()
    send_all(clocks.machine_now())

    actions.cancel(notice)

    assert state(notice) == "sent"


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_worker_killed_at_any_step_sends_at_most_once_more_under_the_same_message_id(relay):
    at, seen = clocks.machine_now() + MINUTE, set()

    for step in count(1):
        relay.messages.clear()
        Notice.objects.all().delete()
        notice = queue()
        died = crashing.killed_at(step, lambda: actions.send_next(machine_now=at))
        send_all(at + actions.LEASE)

        assert state(notice) == "sent"
        assert {message["Message-ID"] for message in relay.messages} == {f"<{notice}@127.0.0.1>"}
        seen.add(len(relay.messages))
        if not died:
            break

    # Both happened: killed before the relay had it, and killed after.
    assert seen == {1, 2}
