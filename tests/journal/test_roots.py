"""Each day is closed once, signed and chained; what was rewritten since is named, and a proof needs nobody."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from sporades.adapters import signing
from sporades.journal import actions, hashing, proofs, roots
from sporades.journal.chains import digest_of
from sporades.journal.models import Chain, Detail, Entry, Leaf, Root
from sporades.journal.values import SYSTEM, Subject
from sporades.rules.calendar import GRACE
from tools import verify_proof

pytestmark = pytest.mark.django_db

FIFTH, SIXTH, SEVENTH = (date(2024, 11, day) for day in (5, 6, 7))
NOON, MIDNIGHT = timedelta(hours=12), timedelta(days=1)
LEA, TOM = (Subject("registration", UUID(int=number)) for number in (1, 2))


def at(day: date, hour: timedelta = NOON) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + hour


def record(subject: Subject, when: datetime, **more: object) -> int:
    return actions.record(subject, "saved", by=SYSTEM, now=when, **more)  # type: ignore[arg-type]


def closing(day: date) -> datetime:
    """The first instant at which this day can be closed."""
    return at(day, MIDNIGHT) + GRACE


@pytest.fixture
def two_days() -> None:
    """Léa and Tom on the fifth, Léa alone on the sixth; both days closed."""
    record(LEA, at(FIFTH), details={"city": "Nice"})
    record(TOM, at(FIFTH))
    roots.close_days(now=closing(FIFTH))
    record(LEA, at(SIXTH))
    roots.close_days(now=closing(SIXTH))


def faults() -> list[tuple[date, str]]:
    return [(fault.day, fault.what) for fault in roots.faults()]


def test_a_day_waits_for_what_was_in_flight_at_its_end_then_is_closed_once():
    record(LEA, at(FIFTH))
    roots.close_days(now=closing(FIFTH) - timedelta(microseconds=1))
    # The first root ever is of the day before.
    assert [one.day for one in roots.published()] == [date(2024, 11, 4)]

    assert [roots.close_days(now=closing(FIFTH)) for _ in range(2)] == [1, 0]

    assert [(one.day, one.chains) for one in roots.published(last=1)] == [(FIFTH, 1)]


def test_a_day_holds_the_chains_that_moved_as_far_as_they_had_come(two_days):
    last, first = roots.published()

    assert (first.chains, last.chains) == (2, 1)
    assert last.statement["previous"] == first.digest
    assert faults() == []


def test_a_missed_day_is_made_up_for_with_what_it_would_have_said(two_days):
    said = [(one.day, one.root) for one in roots.published()]
    Leaf.objects.all().delete()
    Root.objects.all().delete()
    Root.objects.create(day=date(2024, 11, 4), chains=0, root=hashing.sha256(b""), made_at=at(FIFTH))

    roots.close_days(now=closing(SEVENTH))

    assert [(one.day, one.root) for one in roots.published()[1:3]] == said
    assert roots.published()[0].chains == 0


def test_nothing_is_closed_without_a_key(settings):
    settings.SEAL_KEYS = {}
    record(LEA, at(FIFTH))

    assert roots.close_days(now=closing(FIFTH)) == 0


def test_a_chain_rewritten_whole_with_good_hashes_is_found_and_named(two_days):
    Detail.objects.all().delete()
    entry = Entry.objects.get(chain__subject_id=TOM.id)
    entry.kind = "cancelled"
    entry.digest = digest_of(entry, TOM)
    entry.save()
    Chain.objects.filter(subject_id=TOM.id).update(head=entry.digest)

    assert faults() == [(FIFTH, f"registration {TOM.id}: entry 1: not what was sealed")]
    with pytest.raises(CommandError, match=f"root of 2024-11-05: registration {TOM.id}: entry 1"):
        call_command("journal", "verify")


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"root": "0" * 64}, "its leaves are not those that were sealed"),
        ({"made_at": at(SEVENTH)}, "not signed by the key « demonstration » as it is known here"),
        ({"previous": "0" * 64}, "does not follow the root before it"),
        ({"key_id": "other"}, "not signed by the key « other » as it is known here"),
    ],
)
def test_a_changed_root_is_found(two_days, changed, what):
    Root.objects.filter(day=SIXTH).update(**changed)

    assert (SIXTH, what) in faults()


def test_a_leaf_moved_and_a_day_taken_out_are_found(two_days):
    Leaf.objects.filter(root__day=FIFTH, place=0).update(digest="0" * 64)
    assert (FIFTH, "its leaves are not those that were sealed") in faults()

    Leaf.objects.filter(root__day=FIFTH).delete()
    Root.objects.filter(day=FIFTH).delete()

    assert (SIXTH, "does not follow the root before it") in faults()


def test_what_an_old_key_signed_is_verified_with_its_public_half_alone(two_days, settings):
    left = settings.SEAL_KEYS["demonstration"]
    name, _, public = signing.retired("demonstration").partition(":")
    settings.SEAL_KEYS = dict([_read(signing.new_key("2025")), _read(f"{name}:{public}")])

    assert faults() == []
    roots.close_days(now=closing(SEVENTH))
    assert roots.published()[0].key_id == "2025"
    assert faults() == []
    assert left not in settings.SEAL_KEYS.values()


def _read(line: str) -> tuple[str, bytes]:
    from base64 import b64decode

    name, _, key = line.partition(":")
    return name, b64decode(key)


def kept(tmp_path, proof: dict[str, object] | None, name: str = "preuve.json") -> str:
    """The proof as its owner keeps it on a disk."""
    (tmp_path / name).write_text(json.dumps(proof, ensure_ascii=False), "utf-8")
    return str(tmp_path / name)


def test_a_proof_is_verified_by_the_tool_with_nothing_of_ours(tmp_path, capsys):
    received = hashing.sha256(b"my scan")
    record(LEA, at(FIFTH), data={"files": [{"sha256": received}]}, details={"names": ["été.pdf"]})
    record(TOM, at(FIFTH))
    record(LEA, at(FIFTH))
    assert proofs.of(LEA, 1) is None
    roots.close_days(now=closing(FIFTH))
    proof = proofs.of(LEA, 1)
    (tmp_path / "scan").write_bytes(b"my scan")
    (tmp_path / "other").write_bytes(b"my scam")
    published = kept(
        tmp_path,
        {"keys": signing.public_keys(), "roots": [{"statement": one.statement} for one in roots.published()]},
        "racines.json",
    )
    good = [kept(tmp_path, proof), "--racines", published, "--fichier", str(tmp_path / "scan")]

    assert verify_proof.main(good) == 0
    assert "La preuve tient." in capsys.readouterr().out
    assert verify_proof.main([good[0], "--fichier", str(tmp_path / "other")]) == 1

    # One changed word anywhere, and the tool says which link fails.
    assert proof is not None
    for where, change in {
        "pas sous la racine": {"path": []},
        "ne se suivent pas": {"entries": [{**proof["entries"][0], "at": "2024"}, proof["entries"][1]]},
        "signature": {"statement": {**proof["statement"], "made_at": "2024"}},
        "détails": {"details": {**proof["details"], "content": {"names": ["ete.pdf"]}}},
        "incomplet": {"entries": None},
    }.items():
        assert verify_proof.main([kept(tmp_path, {**proof, **change})]) == 1
        assert where in capsys.readouterr().out


def test_a_proof_under_a_root_that_was_never_published_is_refused(two_days, tmp_path, capsys):
    proof = proofs.of(LEA, 1)
    none = kept(tmp_path, {"keys": signing.public_keys(), "roots": []}, "racines.json")

    assert verify_proof.main([kept(tmp_path, proof), "--racines", none]) == 1
    assert "publiée" in capsys.readouterr().out


def test_a_proof_still_holds_once_a_purge_has_erased_the_details(two_days, tmp_path):
    Detail.objects.all().delete()

    proof = proofs.of(LEA, 1)

    assert proof is not None
    assert proof["details"] is None
    assert verify_proof.main([kept(tmp_path, proof)]) == 0
