"""Whoever holds a paper learns whether it is ours and still good, and nothing about anybody that it does not show."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sporades.accounts import throttles
from sporades.adapters import clocks, codes
from sporades.documents import actions as documents
from sporades.documents import cachets, queries
from sporades.documents.models import Document
from sporades.registrations.actions import verifying, withdrawing
from sporades.registrations.actions.verifying import Verified
from sporades.registrations.models import Registration
from sporades.rules.verifying import Outcome
from tests import people
from tests.people import KARIM, NOW

pytestmark = pytest.mark.django_db
PLACE = "192.0.2.0/32"


@pytest.fixture
def row(settings, tmp_path) -> Registration:
    settings.DATA_DIR, settings.SITE_URL = tmp_path, "https://sporades.example"
    return people.saved(KARIM)


def paper(row: Registration, kind: str = "confirmation", version: int = 1) -> UUID:
    return Document.objects.get(subject_id=row.id, kind=kind, version=version).id


def code_of(document: UUID, page: int = 1) -> str:
    return codes.for_pages(document)[page - 1]


def verified(text: str) -> Verified:
    return verifying.verify_code(text, place=PLACE, now=NOW)


def test_a_good_confirmation_is_said_to_be_by_its_code_or_by_its_reference(row):
    document = paper(row)

    by_code, by_hand = (
        verified(code_of(document)),
        verified(codes.grouped(codes.reference(document, 1)).lower()),
    )

    assert by_code == by_hand
    assert (by_code.outcome, by_code.kind) == (Outcome.GOOD, "confirmation")
    said = dict(by_code.said)
    assert said["Inscription"].endswith(f"{row.number}, version 1")
    assert "heure de Paris" in said["Établi le"]
    assert said["Session"] == "Session 2025"
    assert queries.paper(document).checks == 2


def test_what_is_told_bears_no_name_no_birth_no_address_and_no_answer(row):
    told = " ".join(value for _, value in verified(code_of(paper(row))).said)

    candidate = row.candidate
    for private in (
        candidate.birth_name,
        candidate.account.email,
        str(candidate.birth_date.year),
        "handicap",
    ):
        assert private.lower() not in told.lower()
    assert "K." in told
    assert "B." in told


def test_a_later_version_takes_the_place_of_a_confirmation_and_never_that_of_a_receipt(row):
    old, receipt = paper(row), paper(row, "receipt")
    people.save(people.fill(row, people.with_usage_name(people.answers_of(KARIM))))

    assert (verified(code_of(old)).outcome, verified(code_of(old)).last_version) == (Outcome.OLDER, 2)
    assert verified(code_of(paper(row, version=2))).outcome == Outcome.GOOD
    assert verified(code_of(receipt)).outcome == Outcome.GOOD


def test_a_confirmation_is_good_again_once_its_answers_are_the_last_ones_again(row):
    first, answers = paper(row), people.answers_of(KARIM)
    people.save(people.fill(row, people.with_usage_name(answers)))
    people.save(people.fill(people.fresh(row), answers))

    assert verified(code_of(first)).outcome == Outcome.GOOD
    assert verified(code_of(paper(row, version=2))).outcome == Outcome.OLDER


def test_a_registration_that_has_ended_is_said_to_have_without_the_reason(row):
    withdrawing.withdraw(row, token="t" * 20, by=people.actor(row.candidate), now=NOW)

    told = verified(code_of(paper(row)))

    assert told.outcome == Outcome.ENDED
    assert "désinscri" not in str(told).lower()


def test_a_code_that_was_changed_and_one_whose_paper_is_gone_are_two_answers(row):
    document = paper(row)
    text = code_of(document)
    altered = text[:-1] + ("0" if text[-1] != "0" else "1")

    assert verified(altered) == Verified(Outcome.ALTERED)
    Document.objects.filter(id=document).delete()
    assert verified(text) == Verified(Outcome.UNKNOWN)


def test_failures_are_counted_and_what_is_found_is_not(row):
    text = code_of(paper(row))
    for _ in range(verifying.FAILURES.most - 1):
        verified("0" * 20)
    for _ in range(3):
        assert verified(text).outcome == Outcome.GOOD
    verified("0" * 20)

    with pytest.raises(throttles.TooMany):
        verified(text)
    assert verifying.verify_code(text, place="198.51.100.0/32", now=NOW).outcome == Outcome.GOOD


def test_a_file_is_ours_with_its_cachet_or_before_it_and_no_longer_once_anything_is_added(row):
    document = paper(row)
    drawn = documents.render(document)
    while cachets.affix_next(machine_now=clocks.machine_now() + timedelta(seconds=1)):
        pass
    given = cachets.give(document)

    def outcome(content: bytes) -> Outcome:
        return verifying.verify_file(content, place=PLACE, now=NOW).outcome

    assert outcome(drawn) == outcome(given) == Outcome.GOOD
    assert outcome(given + b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n") == Outcome.ADDED_TO
    assert outcome(given[:3000] + b"!" + given[3001:]) == Outcome.ANOTHER_FILE
    assert outcome(b"") == Outcome.ANOTHER_FILE
    assert queries.paper(document).checks == 2

    with CaptureQueriesContext(connection) as few:
        assert outcome(given + b"%%EOF\n" * 19) == Outcome.ADDED_TO
    with CaptureQueriesContext(connection) as many:
        assert outcome(b"%%EOF\n" * 1000) == Outcome.ANOTHER_FILE
    assert len(many) <= len(few) + 1, "the ends of a file are looked for together"


@pytest.mark.parametrize(("changed", "said"), [("retracted_at", "retracted"), ("replaced_at", "replaced")])
def test_what_the_office_took_back_is_said_to_be_by_its_file(row, changed, said):
    document = paper(row)
    content = documents.render(document)
    Document.objects.filter(id=document).update(kind="convocation", lot_id=row.id, **{changed: NOW})

    assert verifying.verify_file(content, place=PLACE, now=NOW).outcome == said


def test_what_the_office_published_stands_whatever_the_registration_became(row):
    document = paper(row)
    content = documents.render(document)
    Document.objects.filter(id=document).update(kind="convocation", lot_id=row.id)
    people.save(people.fill(row, people.with_usage_name(people.answers_of(KARIM))))

    assert verifying.verify_file(content, place=PLACE, now=NOW).outcome == Outcome.PUBLISHED


@pytest.mark.once
def test_one_letter_published_to_several_people_is_said_to_be_of_none_of_them(row):
    document, other = paper(row), people.saved(people.INES)
    content = documents.render(document)
    whole = Document.objects.get(id=document)
    Document.objects.filter(id=paper(other)).update(kind="information", lot_id=row.id, sha256=whole.sha256)
    Document.objects.filter(id=document).update(kind="information", lot_id=row.id)

    told = verifying.verify_file(content, place=PLACE, now=NOW)

    assert (told.outcome, told.said) == (Outcome.PUBLISHED, ())


def test_the_code_of_before_still_finds_its_confirmation(row):
    former = codes.FormerCode(row.number, 1, 1)

    assert verifying.printed.find(former).id == paper(row)
