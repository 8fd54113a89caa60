"""One changed byte anywhere in the journal is found, and the entry is named."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction

from sporades.adapters.tracing import request_id
from sporades.journal import actions, queries
from sporades.journal.models import Chain, Detail, Entry
from sporades.journal.values import SYSTEM, Actor, Subject
from tests.people import NOW

LEA = Subject("registration", UUID(int=1))
TOM = Subject("registration", UUID(int=2))
CANDIDATE = Actor("candidate", "lea")
LATER = NOW + timedelta(microseconds=1)


def record(subject: Subject = LEA, kind: str = "saved", **more: object) -> int:
    return actions.record(
        subject,
        kind,
        by=CANDIDATE,
        now=NOW,
        rule="a rule",
        source="Notice § 7",
        edition="2025",
        data={"version": 1},
        **{"details": {"city": "Nice"}, **more},
    )


@pytest.fixture
def three_entries(db) -> list[Entry]:
    token = request_id.set("f" * 32)
    for number in range(3):
        record(token=f"form {number}")
    request_id.reset(token)
    record(TOM, details=None)
    return list(Entry.objects.filter(chain__subject_id=LEA.id).order_by("position"))


def breaks() -> list[tuple[str, int, str]]:
    return [(one.subject_id, one.position, one.what) for one in queries.broken_chains()]


def columns(model: type[models.Model], *but: str) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - {"id", *but}


# Each column of an entry, with what a hand would write there instead.
CHANGED = {
    "position": 9,
    "kind": "savec",
    "actor_kind": "officer",
    "actor_id": "tom",
    "at": LATER,
    "recorded_at": LATER,
    "rule": "a rulf",
    "source": "Notice § 8",
    "edition": "2026",
    "data": {"version": 2},
    "details_digest": "0" * 64,
    "request_id": "e" * 32,
    "token": "another form",
    "previous": "0" * 64,
    "digest": "0" * 64,
}
CHANGED_DETAIL: dict[str, object] = {"salt": "0" * 32, "content": {"city": "Nicf"}}


def test_an_untouched_journal_holds(three_entries):
    assert breaks() == []


def test_no_column_is_left_out_of_what_follows():
    assert columns(Entry, "chain") == set(CHANGED)
    assert columns(Detail, "entry") == set(CHANGED_DETAIL)


@pytest.mark.parametrize("column", sorted(CHANGED))
def test_one_changed_column_of_an_entry_is_found_where_it_is(three_entries, column):
    Entry.objects.filter(id=three_entries[1].id).update(**{column: CHANGED[column]})

    ((subject, position, _),) = breaks()
    assert (subject, position) == (str(LEA.id), 2)


@pytest.mark.parametrize("column", sorted(CHANGED_DETAIL))
def test_one_changed_letter_of_a_detail_is_found_where_it_is(three_entries, column):
    Detail.objects.filter(entry=three_entries[1]).update(**{column: CHANGED_DETAIL[column]})

    assert breaks() == [(str(LEA.id), 2, "detail changed")]


@pytest.mark.parametrize("position", [1, 2, 3])
def test_an_entry_taken_out_is_missed(three_entries, position):
    entry = three_entries[position - 1]
    Detail.objects.filter(entry=entry).delete()

    entry.delete()

    assert breaks() == [(str(LEA.id), position, "missing")]


def test_an_entry_slipped_in_is_found(three_entries):
    last = three_entries[-1]
    Entry.objects.create(
        chain=last.chain,
        position=4,
        kind="saved",
        actor_kind="candidate",
        at=NOW,
        recorded_at=NOW,
        previous=last.digest,
        digest="0" * 64,
    )

    assert breaks() == [(str(LEA.id), 4, "changed")]


def test_an_entry_slipped_in_with_its_own_good_hash_is_found_too(three_entries):
    chain = Chain.objects.get(subject_id=LEA.id)
    before = (chain.length, chain.head)
    record()

    # The forger knows how to hash, but the head says how many there were.
    Chain.objects.filter(id=chain.id).update(length=before[0], head=before[1])

    assert breaks() == [(str(LEA.id), 5, "missing")]


def test_two_entries_that_changed_places_are_found(three_entries):
    first, second, _ = three_entries
    Entry.objects.filter(id=first.id).update(position=99)
    Entry.objects.filter(id=second.id).update(position=1)

    Entry.objects.filter(id=first.id).update(position=2)

    assert breaks() == [(str(LEA.id), 1, "changed")]


def test_an_entry_moved_to_somebody_else_is_missed_here_and_found_there(three_entries):
    Entry.objects.filter(id=three_entries[2].id).update(
        chain=Chain.objects.get(subject_id=TOM.id), position=2
    )

    assert breaks() == [(str(LEA.id), 3, "missing"), (str(TOM.id), 2, "changed")]


@pytest.mark.parametrize(
    ("column", "value"),
    [("length", 2), ("head", "0" * 64), ("subject_id", UUID(int=9)), ("subject_kind", "account")],
)
def test_a_changed_column_of_the_chain_itself_is_found(three_entries, column, value):
    Chain.objects.filter(subject_id=LEA.id).update(**{column: value})

    assert len(breaks()) == 1


def test_the_details_of_one_entry_do_not_pass_for_those_of_another(three_entries):
    first, second, _ = three_entries
    Detail.objects.filter(entry=first).delete()

    Detail.objects.filter(entry=second).update(entry=first)

    assert breaks() == [(str(LEA.id), 1, "detail changed")]


def test_a_detail_that_a_purge_erased_leaves_the_chain_whole(three_entries):
    Detail.objects.all().delete()

    assert breaks() == []
    assert [line.details for line in queries.timeline(LEA)] == [None, None, None]


def test_the_same_answer_twice_has_two_digests_so_that_nobody_guesses_it(three_entries):
    first, second, _ = three_entries

    assert first.detail.content == second.detail.content
    assert first.details_digest != second.details_digest


@pytest.mark.django_db
def test_each_subject_has_a_chain_of_its_own():
    assert [record(LEA), record(TOM), record(LEA)] == [1, 1, 2]


@pytest.mark.django_db
def test_a_form_is_carried_out_once_whatever_it_is_about():
    record(LEA, token="one form")

    with pytest.raises(IntegrityError), transaction.atomic():
        record(TOM, token="one form")

    assert queries.act_of("one form").position == 1
    assert queries.timeline(TOM) == []


@pytest.mark.django_db
def test_what_came_without_a_form_is_never_taken_for_a_form_sent_twice():
    assert [record(), record()] == [1, 2]
    assert queries.act_of("") is None


@pytest.mark.django_db
def test_the_timeline_begins_with_the_newest():
    record(kind="draft_started")
    record(kind="saved")

    assert [line.kind for line in queries.timeline(LEA)] == ["saved", "draft_started"]


def test_the_command_says_that_every_chain_holds(three_entries, capsys):
    call_command("journal", "verify")

    assert capsys.readouterr().out == "every chain holds\n"


def test_the_command_fails_and_names_the_entry_that_was_touched(three_entries):
    Entry.objects.filter(id=three_entries[1].id).update(rule="none")

    with pytest.raises(CommandError, match=f"registration {LEA.id}: entry 2: changed"):
        call_command("journal", "verify")


def test_system_entries_are_told_like_the_others(db):
    actions.record(LEA, "expired", by=SYSTEM, now=NOW)

    assert queries.timeline(LEA)[0].actor_kind == "system"
    assert breaks() == []
