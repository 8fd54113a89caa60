"""A mail leaves after its commit, by its urgency; a relay that is down for hours loses none."""

from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from sporades.adapters import clocks
from sporades.journal.values import Subject
from sporades.notices import actions, envelopes, queries
from sporades.notices.models import Notice
from sporades.notices.values import Urgency
from sporades.registrations.queries import alarms
from tests.drills import crashing
from tests.people import NOW

LEA = Subject("account", UUID(int=1))
MINUTE = timedelta(minutes=1)


def queue(new="lea@exemple.fr", *, to="zoe@exemple.fr", urgency=Urgency.LETTER) -> UUID:
    return actions.queue(
        "email_changed", to=to, subject=LEA, context={"new": new, "token": "jeton"}, now=NOW, urgency=urgency
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
    assert envelopes.notice_in(message["Message-ID"].encode()) == notice
    assert state(notice) == "sent"


@pytest.mark.django_db
@pytest.mark.once
def test_what_leaves_is_seven_bits_and_short_lines_from_one_domain_and_asks_for_no_answer(relay, settings):
    settings.MAIL_FROM, settings.MAIL_RETURN = (
        "Sporades <inscriptions@examens.example>",
        "retours@examens.example",
    )
    notice = queue("z" * 300 + "é@exemple.fr")

    send_all(clocks.machine_now())

    (raw,), (message,), (sender,) = relay.raw, relay.messages, relay.senders
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    # What the receiver compares: the sender it is told, the one people see, the name of the mail.
    assert message["From"] == settings.MAIL_FROM
    assert [
        said.rstrip(">").rpartition("@")[2] for said in (sender, message["From"], message["Message-ID"])
    ] == ["examens.example"] * 3
    assert envelopes.notice_in(sender.join("<>").encode()) == notice
    assert len(sender.partition("@")[0]) <= 64
    assert message["List-Id"] == "Sporades <sporades.examens.example>"
    asking = {
        "disposition-notification-to",
        "return-receipt-to",
        "reply-to",
        "list-unsubscribe",
        "precedence",
    }
    assert not asking & {name.lower() for name in message}


@pytest.mark.django_db
def test_the_instant_the_mail_left_is_kept_for_what_is_counted_from_it(relay):
    notice = queue()
    before = clocks.legal_now()

    send_all(clocks.machine_now())

    assert before <= queries.gone_at(notice) <= clocks.legal_now()


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_of_an_act_that_failed(relay):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError("the act failed")

    assert send_all(clocks.machine_now()) == 0
    assert relay.messages == []


LOOKS = range(0, 6 * 60, 5)


def wait_six_hours(start, each) -> None:
    """A worker looks every five minutes of a clock that moves by itself."""
    for minute in LOOKS:
        at = start + (minute + 1) * MINUTE
        each(minute)
        while actions.send_next(machine_now=at):
            pass


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["closed", "gone"])
def test_six_hours_without_a_relay_lose_nothing_double_nothing_and_then_leave_by_urgency(
    relay, settings, how
):
    queued: dict[UUID, Urgency] = {}
    start = clocks.machine_now()
    relay.closed = "421 4.3.2 try later"
    if how == "gone":
        relay.stop()

    def come(minute: int) -> None:
        if minute % 30 == 0:
            urgency = Urgency(3 - minute // 30 % 3)
            queued[queue(f"n{minute}@exemple.fr", urgency=urgency)] = urgency

    wait_six_hours(start, come)
    assert {state(notice) for notice in queued} == {"queued"}
    assert all(queries.gone_at(notice) is None for notice in queued)
    # However many wait, one of them asks at a time.
    assert relay.asked <= len(LOOKS)

    relay.closed = ""
    if how == "gone":
        relay.start(settings.EMAIL_PORT)
    send_all(start + timedelta(hours=6, minutes=2))

    assert {state(notice) for notice in queued} == {"sent"}
    left = [envelopes.notice_in(message["Message-ID"].encode()) for message in relay.messages]
    assert sorted(left, key=str) == sorted(queued, key=str)
    # The first one only asked whether the relay answers.
    assert [queued[notice] for notice in left[1:]] == sorted(queued[notice] for notice in left[1:])
    assert set(queued.values()) == set(Urgency)


@pytest.mark.django_db
def test_a_relay_that_stays_silent_for_a_month_still_loses_nothing(relay):
    notice = queue()
    at = clocks.machine_now()
    relay.stop()

    for _ in range(100):
        send_all(at)
        again = Notice.objects.get().next_try_at
        assert again - at <= 10 * MINUTE
        at = again
    send_all(at + timedelta(days=30))

    assert state(notice) == "queued"


@pytest.mark.django_db
def test_an_outbox_that_stands_still_for_an_hour_is_an_alarm_until_it_moves(relay):
    relay.closed = "421 4.3.2 try later"
    queue()
    # What its receiver puts off waits for that receiver: no operator can help.
    relay.refusals["pleine@exemple.fr"] = "452 4.2.2 mailbox full"
    queue(to="pleine@exemple.fr")
    at = clocks.machine_now()
    send_all(at)
    assert alarms.alarms(now=NOW, machine_now=at + 59 * MINUTE) == []
    (alarm,) = alarms.alarms(now=NOW, machine_now=at + 61 * MINUTE)
    assert (alarm.kind, alarm.count) == ("stuck", 2)

    relay.closed = ""
    send_all(at + 61 * MINUTE)

    assert alarms.alarms(now=NOW, machine_now=at + 61 * MINUTE) == []


@pytest.mark.django_db
def test_a_mail_that_is_put_off_waits_longer_and_longer_up_to_an_hour_then_a_person_must_look(relay):
    relay.refusals["zoe@exemple.fr"] = "452 4.2.2 mailbox full"
    notice, other = queue(), queue(to="ana@exemple.fr")
    at = start = clocks.machine_now()

    pauses = []
    while state(notice) == "queued":
        send_all(at)
        again = Notice.objects.get(id=notice).next_try_at
        pauses.append((again - at) // MINUTE)
        at = again

    assert pauses[:9] == [1, 2, 5, 10, 20, 30, 60, 60, 60]
    assert at - start > timedelta(days=3)
    assert (state(other), state(notice)) == ("sent", "refused")
    given_up = Notice.objects.get(id=notice)
    assert (given_up.returned_for, given_up.returned_at is None) == ("full", False)


@pytest.mark.django_db
def test_a_code_leaves_before_a_letter_and_a_letter_before_what_goes_to_thousands(relay):
    queue("millier1@exemple.fr", urgency=Urgency.MANY)
    queue("lettre1@exemple.fr")
    queue("millier2@exemple.fr", urgency=Urgency.MANY)
    queue("code@exemple.fr", urgency=Urgency.ACCESS)
    queue("lettre2@exemple.fr")

    send_all(clocks.machine_now())

    assert in_their_order(relay) == ["code", "lettre1", "lettre2", "millier1", "millier2"]


def in_their_order(relay) -> list[str]:
    bodies = [message.get_body(("plain",)).get_content() for message in relay.messages]
    return [body.split("@exemple.fr")[0].rpartition(" ")[2] for body in bodies]


@pytest.mark.django_db
def test_what_the_version_before_writes_meanwhile_leaves_as_a_letter(relay):
    queue("millier@exemple.fr", urgency=Urgency.MANY)
    before = Notice.objects.get(id=queue("avant@exemple.fr"))
    known = [field.column for field in Notice._meta.concrete_fields if field.column not in {"id", "urgency"}]
    columns = ", ".join(known)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO notices_notice (id, {columns}) SELECT %s, {columns} FROM notices_notice WHERE id = %s",
            [Notice._meta.pk.get_db_prep_value(one, connection) for one in (uuid4(), before.id)],
        )
    before.delete()
    queue("code@exemple.fr", urgency=Urgency.ACCESS)

    send_all(clocks.machine_now())

    assert in_their_order(relay) == ["code", "avant", "millier"]


@pytest.mark.django_db
def test_a_recipient_whom_the_relay_refuses_for_good_is_not_tried_again_and_keeps_nobody_waiting(relay):
    relay.refusals["parti@exemple.fr"] = "550 no such user"
    refused, good = queue(to="parti@exemple.fr", urgency=Urgency.ACCESS), queue()
    at = clocks.machine_now()

    send_all(at)
    send_all(at + timedelta(days=4))

    assert (state(refused), state(good)) == ("refused", "sent")
    kept = Notice.objects.get(id=refused)
    assert (kept.left_at, queries.gone_at(refused)) == (None, kept.returned_at)
    assert ("550" in kept.failure, kept.returned_for) == (True, "address")


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
        names = {message["Message-ID"] for message in relay.messages}
        assert names == {envelopes.message_id(notice)}
        seen.add(len(relay.messages))
        if not died:
            break

    # Both happened: killed before the relay had it, and killed after.
    assert seen == {1, 2}


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_worker_killed_at_any_step_of_a_silence_still_sends_each_mail_once_when_it_ends(relay):
    at = clocks.machine_now() + MINUTE

    for step in count(1):
        relay.messages.clear()
        Notice.objects.all().delete()
        both = {queue(), queue(urgency=Urgency.ACCESS)}
        relay.closed = "421 4.3.2 try later"
        died = crashing.killed_at(step, lambda: actions.send_next(machine_now=at))
        relay.closed = ""
        send_all(at + actions.LEASE)

        left = [envelopes.notice_in(message["Message-ID"].encode()) for message in relay.messages]
        assert (set(left), len(left)) == (both, 2), f"step {step}"
        if not died:
            break


@pytest.mark.django_db
def test_a_mail_that_is_queued_now_is_read_by_the_version_before(relay):
    """It asks for `urgent` with every column of its model, and this one writes it no more."""
    queue()

    with connection.cursor() as cursor:
        cursor.execute("SELECT urgent FROM notices_notice")
        assert [bool(urgent) for (urgent,) in cursor.fetchall()] == [False]
