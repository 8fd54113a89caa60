"""The words by which a person is found are written with what they come from."""

from datetime import date

import pytest
from django.core.management import call_command

from sporades.accounts import actions as accounts
from sporades.accounts import keys
from sporades.accounts.actions import particulars
from sporades.accounts.models import Candidate, SearchKey
from sporades.accounts.values import CivilIdentity
from sporades.rules.answers import Contact
from tests import people
from tests.people import AWA, NOW
from tests.source import SPORADES, modules

PASSWORD = "quatre chevaux sous la pluie"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Lefèvre", ["lefevre"]),
        ("N’Diaye", ["n", "diaye"]),
        ("Jean-Pierre d'Orgeval", ["jean", "pierre", "d", "orgeval"]),
        ("Œillet Straße", ["oeillet", "strasse"]),
        ("Nguyễn", ["nguyen"]),
        ("Çelik Øst Łódź", ["celik", "ost", "lodz"]),
        ("I\u0307pek", ["ipek"]),
        ("’ -", []),
    ],
)
def test_a_name_is_folded_into_plain_words(name, words):
    assert keys.words(name) == words


def test_one_box_has_one_key_however_it_is_written():
    assert keys.mailbox("jean.cap+2025@gmail.com") == keys.mailbox("jeancap@gmail.com")
    assert keys.mailbox("jean.cap+2025@exemple.fr") == "jean.cap@exemple.fr"


def held(candidate: Candidate) -> set[bytes]:
    return {
        bytes(word) for word in SearchKey.objects.filter(candidate=candidate).values_list("word", flat=True)
    }


@pytest.mark.django_db
def test_activating_an_account_writes_its_keys_with_the_newest_names(sign_up, mailbox):
    for name in ("Diallo", "N’Diaye"):
        sign_up(
            email="Awa@exemple.fr", identity=CivilIdentity(name, "Awa", date(1989, 11, 3)), password=PASSWORD
        )
    assert not SearchKey.objects.exists()

    accounts.activate(mailbox.token(), now=NOW)

    assert held(Candidate.objects.get()) == {
        b"n", b"diaye", b"ndiaye", b"awa", b"awa@exemple.fr", b"1989-11-03", b"ndiaye awa 1989-11-03",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_new_telephone_takes_the_place_of_the_old_one():
    awa = people.candidate(AWA)
    for phone in ("+33612345678", "+33698765432"):
        contact = Contact(
            line1="1 rue A", line2="", postal_code="06000", city="Nice", country="FR", phone=phone
        )
        particulars.keep_contact(awa, contact=contact, by=people.actor(awa), now=NOW)

    assert b"+33698765432" in held(awa)
    assert b"+33612345678" not in held(awa)


@pytest.mark.django_db
def test_what_is_the_same_already_is_not_written_again(django_assert_num_queries):
    awa = people.candidate(AWA)

    with django_assert_num_queries(2):
        keys.refresh(awa.account)


@pytest.mark.django_db
def test_keys_that_are_missing_or_foreign_are_written_again():
    awa = people.candidate(AWA)
    wanted = held(awa)
    SearchKey.objects.filter(word=b"diaye").update(word=b"autre")

    call_command("keys", "refresh")

    assert held(awa) == wanted


def test_whoever_writes_a_name_or_an_address_writes_the_keys():
    writes = ("birth_name=identity.", "email_canonical = ", "setattr(row, name, value)")
    silent = [
        str(path.relative_to(SPORADES))
        for path in modules()
        if path.is_relative_to(SPORADES / "accounts" / "actions")
        and any(written in path.read_text("utf-8") for written in writes)
        and "keys.refresh(" not in path.read_text("utf-8")
    ]

    assert silent == []
