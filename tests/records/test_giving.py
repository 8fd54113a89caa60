"""A candidate's own data: complete, theirs alone, in one archive that is never kept."""

import io
import json
import re
import zipfile

import pytest
from django.urls import reverse

from sporades.accounts import actions as accounts
from sporades.adapters.undelivered import because
from sporades.documents.models import Document
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices.models import Notice
from sporades.records.held import BY_MODEL, HIDDEN, WITH_A_LINK, Whose
from sporades.reference.load import reference
from sporades.registrations.actions import bouncing, messaging, proposing, proving, reviewing
from sporades.registrations.models import File
from sporades.rules.rights import Act
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.pages import space, staff
from tests.people import JEANNE, KARIM, NOW, PATISSIER, PAUL, TOM
from tests.source import ROOT

pytestmark = pytest.mark.django_db

PASSWORD = "quatre chevaux sous la pluie"


@pytest.fixture
def jeanne(settings, tmp_path):
    """With an aménagement, a message, a note, a refused piece; her file was read by an officer."""
    space.begin(settings, tmp_path)
    candidate = people.candidate(JEANNE, password=PASSWORD)
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    row = people.save(people.draft(candidate, answers))
    people.give(row)
    people.give(row, "accommodation")
    space.found_clean(row)
    paul = people.officer(PAUL)
    by = people.acting(paul)
    reviewing.refuse_piece(
        people.piece(row, "accommodation"),
        reason_code="unreadable",
        sentence="Elle est floue.",
        by=by,
        now=NOW,
    )
    messaging.write_to_candidate(
        row, text="Votre scan est lisible.", author=paul.name, token=people.token(), by=by, now=NOW
    )
    messaging.write_note(
        row, text="A téléphoné deux fois.", author=paul.name, token=people.token(), by=by, now=NOW
    )
    staff.enter(paul).get(reverse("staff_file", args=[row.id]))
    saved = Notice.objects.get(subject_id=row.id, kind="registration_saved")
    bouncing.come_back(saved.id, because("552 5.2.2 over quota"), now=NOW)
    accounts.file_rectification(candidate, text="Je suis née un 2.", by=people.actor(candidate), now=NOW)
    return people.fresh(row)


def taken(row, password: str = PASSWORD) -> zipfile.ZipFile:
    response = space.enter(row).post(reverse("own_data"), {"current": password})
    assert response.headers["Content-Type"] == "application/zip", response.content
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_everything_is_given_with_the_very_bytes_and_nothing_of_anybody_else(jeanne, seen_pages):
    people.confirmed(KARIM, PATISSIER)

    archive = taken(jeanne)

    assert archive.testzip() is None
    page, data = archive.read("index.html").decode(), json.loads(archive.read("donnees.json"))
    seen_pages.add("the index of the archive", page)
    assert "Refusé : la boîte est pleine." in page
    tables = {table["table"]: table for table in data["tables"]}
    assert set(tables) == {line.model for line in BY_MODEL.values() if line.whose is Whose.CANDIDATE}
    for words in (
        "Votre scan est lisible.", "A téléphoné deux fois.", "Je suis née un 2.", "Elle est floue.",
        JEANNE.email, jeanne.number, "ménagement",
    ):  # fmt: skip
        assert words in page
    links = set(re.findall(r'href="(inscription-[^"]+)"', page))
    assert links == {name for name in archive.namelist() if name.startswith("inscription-")}
    given = {people.photo("signed_confirmation"), people.photo("accommodation")}
    assert given <= {archive.read(name) for name in links}
    assert tables["journal.Consultation"]["rows"][0]["page"] == "file"
    assert tables["registrations.Registration"]["rows"][0]["handicap"] is True
    everything = page + archive.read("donnees.json").decode()
    for hidden in ("Karim", KARIM.email, PAUL.name, "pbkdf2", "argon2", File.objects.first().wrapped_key):
        assert hidden not in everything


def test_it_is_journaled_and_the_mailbox_is_told(jeanne):
    taken(jeanne)

    account = jeanne.candidate.account
    assert journal.timeline(Subject("account", account.id))[0].kind == "data_given"
    mail = Notice.objects.get(kind="data_given")
    assert mail.recipient == account.email
    assert "téléchargée le mardi 5 novembre 2024, 9\xa0h" in mail.text


def test_a_file_whose_bytes_are_lost_is_said_and_takes_nothing_else_away(jeanne):
    lost = File.objects.filter(deposit__piece__kind="accommodation").get()
    File.objects.filter(id=lost.id).update(key="0" * 32)

    archive = taken(jeanne)

    assert "n’ont pas pu être lus" in archive.read("index.html").decode()
    assert people.photo("signed_confirmation") in [archive.read(name) for name in archive.namelist()]


def test_what_the_office_says_to_itself_is_told_as_the_office_says_it(jeanne):
    sylvie = people.acting(people.officer(people.SYLVIE))
    proposing.propose(
        jeanne, Act.SET_ASIDE, reason="Pièces hors délai.", token=people.token(), by=sylvie, now=NOW
    )
    proving.issue(jeanne, token=people.token(), by=sylvie, now=NOW)

    page = taken(jeanne).read("index.html").decode()

    for kind in ("proposed", "evidence_issued"):
        assert reference().sentences[f"office_event_{kind}"].split("{")[0] in page


def test_a_paper_that_cannot_be_given_is_said_and_takes_nothing_else_away(jeanne):
    paper = Document.objects.filter(subject_id=jeanne.id, kind="confirmation").get()
    Document.objects.filter(id=paper.id).update(key="0" * 32, wrapped_key="x", key_id="x")

    archive = taken(jeanne)

    assert "ce document n’a pas pu être préparé" in archive.read("index.html").decode()
    assert people.photo("signed_confirmation") in [archive.read(name) for name in archive.namelist()]


def test_no_link_that_opens_the_account_is_given(jeanne):
    mailbox = Mailbox()
    mailbox.forget()
    accounts.ask_reset(email=JEANNE.email, now=NOW)
    secret = mailbox.token()

    archive = taken(jeanne)

    given = archive.read("index.html").decode() + archive.read("donnees.json").decode()
    assert given.count(HIDDEN) > 2
    assert secret not in given


def test_every_mail_whose_link_opens_an_account_is_known_as_a_secret():
    mails = (ROOT / "sporades" / "accounts" / "templates" / "notices" / "mails").glob("*.txt")
    secret = {mail.stem for mail in mails if re.search(r"{% url [^%]*token", mail.read_text("utf-8"))}

    assert secret - {"officer_invited"} == WITH_A_LINK


def test_without_the_password_nothing_leaves(jeanne):
    response = space.enter(jeanne).post(reverse("own_data"), {"current": "not this one"})

    assert "Ce n’est pas votre mot de passe actuel." in response.content.decode()
    assert not Notice.objects.filter(kind="data_given").exists()


def test_who_has_no_registration_is_given_what_there_is(settings, tmp_path):
    space.begin(settings, tmp_path)
    row = people.draft(people.candidate(TOM, password=PASSWORD), people.answers_of(TOM))

    archive = taken(row)

    assert "jamais été enregistré" in archive.read("index.html").decode()


def test_every_kind_that_an_act_on_a_candidates_account_journals_has_its_sentence():
    named = ("addresses", "lost_mailboxes", "opening", "particulars", "restoring", "secrets")
    acts = [(ROOT / "sporades" / "accounts" / "actions" / f"{name}.py").read_text("utf-8") for name in named]
    patterns = (r'record\(\s*(?:facts\.subject_of\([\w.]+\)|subject|row),\s*"(\w+)"', r'how="(\w+)"')
    journaled = {kind for act in acts for pattern in patterns for kind in re.findall(pattern, act)}

    assert {"password_changed", "identity_changed", "email_changed"} <= journaled
    assert {f"account_event_{kind}" for kind in journaled} <= set(reference().sentences)
