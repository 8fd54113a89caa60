"""The people of the office, as an administrator sees and changes them; and who has read what."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sporades.accounts import factors
from sporades.accounts.models import Invitation, Officer, ReadingAlarm
from sporades.adapters import clocks
from sporades.journal import actions as journal
from sporades.journal.models import Consultation, Entry
from sporades.journal.values import Subject
from sporades.notices.models import Notice
from sporades.reference import office as decided
from sporades.rules.reading import ReadingLimit, is_a_burst
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.pages import space, staff
from tests.pages.public import words
from tests.people import KARIM, MAUD, NOW, PATISSIER, PAUL, ROSE, SYLVIE

pytestmark = pytest.mark.django_db

LIMIT = decided.reading_limit()
TYPED = {"email": "zita@rectorat.exemple.fr", "name": "Zita Roy", "role": "officer", "academies": ["23"]}


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def maud(db) -> Officer:
    return people.officer(MAUD)


def read(officer, files: int) -> None:
    """The officer opened so many other files just now."""
    Consultation.objects.bulk_create(
        Consultation(
            officer_id=officer.id, subject_kind="registration", subject_id=uuid4(), page="file",
            at=NOW, recorded_at=clocks.machine_now(),
        )
        for _file in range(files)
    )  # fmt: skip


def open_file(officer, row):
    return staff.enter(officer).get(reverse("staff_file", args=[row.id]))


def test_an_administrator_invites_by_the_page_and_the_mail_leads_in(maud):
    sent = staff.enter(maud).post(reverse("staff_people_invite"), TYPED)

    assert sent.url == reverse("staff_people")
    assert "Zita Roy" in staff.enter(maud).get(sent.url).text
    assert Mailbox().kinds("zita@rectorat.exemple.fr") == ["officer_invited"]


def test_the_address_of_a_candidate_is_refused_with_a_sentence_and_nothing_is_lost(maud):
    people.candidate(KARIM)

    page = staff.enter(maud).post(reverse("staff_people_invite"), TYPED | {"email": KARIM.email}).text

    assert "Cette adresse est celle d’un candidat." in page
    assert 'value="Zita Roy"' in page
    assert not Invitation.objects.exists()


def test_an_academy_that_is_not_the_administrators_cannot_be_given(maud):
    staff.enter(maud).post(reverse("staff_people_invite"), TYPED | {"academies": ["01"]})

    assert not Invitation.objects.exists()


def test_a_get_of_the_invitations_link_changes_nothing(client, maud):
    staff.enter(maud).post(reverse("staff_people_invite"), TYPED)

    page = client.get(Mailbox().link())

    assert "Zita Roy" in page.text
    assert Invitation.objects.exists()
    assert not Officer.objects.filter(name="Zita Roy").exists()


def test_a_weak_password_is_refused_with_the_sentence_that_candidates_read(client, maud):
    staff.enter(maud).post(reverse("staff_people_invite"), TYPED)

    page = client.post(Mailbox().link(), {"password": "court"})

    assert "Ce mot de passe est trop court" in page.text


@pytest.mark.parametrize("name", ["staff_person", "staff_person_mandate", "staff_person_access"])
def test_an_administrator_of_another_academy_finds_nobody(name):
    of_martinique = people.officer(MAUD, academies=["31"])
    sylvie = people.officer(SYLVIE)

    for ask in (staff.enter(of_martinique).get, staff.enter(of_martinique).post):
        assert ask(reverse(name, args=[sylvie.id])).status_code in {404, 405}
    assert Officer.objects.get(id=sylvie.id).switched_off_at is None


def test_the_last_administrator_is_told_why_they_stay(maud):
    typed = {"name": maud.name, "role": "head", "academies": ["23", "31"]}

    page = staff.enter(maud).post(reverse("staff_person_mandate", args=[maud.id]), typed)

    assert "C’est le dernier administrateur" in page.text


def test_an_account_is_switched_off_and_on_by_its_page(maud):
    sylvie = people.officer(SYLVIE)
    client, address = staff.enter(maud), reverse("staff_person_access", args=[sylvie.id])

    client.post(address, {"reason": "Mutation."})
    assert "désactivé" in client.get(reverse("staff_people")).text
    client.post(address, {"reason": "Erreur."})

    assert Officer.objects.get(id=sylvie.id).switched_off_at is None
    page = words(client.get(reverse("staff_person", args=[sylvie.id])).text)
    assert "Compte désactivé. « Mutation. »" in page and f"· {maud.name}" in page


def test_who_opens_no_file_by_their_role_is_never_said_to_open_them(maud):
    page = words(staff.enter(maud).get(reverse("staff_person", args=[maud.id])).text)

    assert "Ouvre les dossiers non" in page


def test_a_reason_is_asked_before_an_account_is_switched_off(maud):
    sylvie = people.officer(SYLVIE)

    page = staff.enter(maud).post(reverse("staff_person_access", args=[sylvie.id]), {"reason": ""})

    assert "Il manque une réponse" in page.text
    assert Officer.objects.get(id=sylvie.id).switched_off_at is None


def test_the_limit_of_reading_is_what_the_office_decided():
    limit = ReadingLimit(files=300, within=LIMIT.within, suspends=True)

    assert not is_a_burst(299, limit)
    assert is_a_burst(300, limit)


def test_the_last_file_before_the_limit_opens(maud):
    sylvie, row = people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    read(sylvie, LIMIT.files - 2)

    assert open_file(sylvie, row).status_code == 200
    assert not ReadingAlarm.objects.exists()


def test_a_burst_suspends_is_journaled_and_told_to_the_administrators_of_the_academy(maud):
    sylvie, row = people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    elsewhere = people.officer(PAUL, role="administrator", academies=["01"])
    read(sylvie, LIMIT.files - 1)
    mailbox = Mailbox()
    mailbox.forget()

    page = open_file(sylvie, row)

    assert page.status_code == 403
    assert "Votre compte est suspendu" in page.text
    assert MAUD.name in page.text
    assert KARIM.birth_name not in page.text
    assert mailbox.kinds(MAUD.email) == ["reading_alarm"]
    assert mailbox.mails(elsewhere.account.email) == []
    entry = Entry.objects.get(kind="reading_alarm")
    assert entry.data == {"files": LIMIT.files, "suspended": True}
    assert "a ouvert 300 dossiers" in staff.enter(maud).get(reverse("staff_people")).text


def test_a_suspended_account_opens_nothing_until_an_administrator_says_so(maud):
    sylvie, row = people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    read(sylvie, LIMIT.files - 1)
    client = staff.enter(sylvie)
    client.get(reverse("staff_file", args=[row.id]))
    assert client.get(reverse("staff_account")).status_code == 403

    staff.enter(maud).post(reverse("staff_person_access", args=[sylvie.id]), {"reason": "Contrôle."})

    assert client.get(reverse("staff_account")).status_code == 200


def test_where_the_office_does_not_suspend_the_alarm_is_given_once(maud, monkeypatch):
    quiet = ReadingLimit(files=3, within=LIMIT.within, suspends=False)
    monkeypatch.setattr("sporades.accounts.actions.reading.reading_limit", lambda: quiet)
    sylvie, row = people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    read(sylvie, 5)
    mailbox = Mailbox()
    mailbox.forget()

    assert [open_file(sylvie, row).status_code for _again in range(3)] == [200, 200, 200]

    assert mailbox.kinds() == ["reading_alarm"]
    assert Officer.objects.get(id=sylvie.id).suspended_at is None


def test_one_file_opened_a_thousand_times_is_no_burst(maud):
    sylvie, row = people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    for _again in range(LIMIT.files + 5):
        journal.consulted(Subject("registration", row.id), "file", by=people.acting(sylvie), now=NOW)

    assert open_file(sylvie, row).status_code == 200


def test_the_head_sees_who_has_read_a_file(maud):
    paul, sylvie, row = people.officer(PAUL), people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    open_file(sylvie, row)
    open_file(sylvie, row)

    page = staff.enter(paul).get(reverse("staff_file_readers", args=[row.id]))

    assert [(name, one.times) for name, one in page.context["rows"]] == [(PAUL.name, 1), (SYLVIE.name, 2)]
    assert staff.enter(sylvie).get(reverse("staff_file_readers", args=[row.id])).status_code == 403


def test_an_administrator_sees_what_somebody_has_read_by_number_and_never_a_name(maud):
    sylvie, row = people.officer(SYLVIE), people.confirmed(KARIM, PATISSIER)
    open_file(sylvie, row)

    page = staff.enter(maud).get(reverse("staff_person_readings", args=[sylvie.id])).text

    assert row.number in page
    assert KARIM.birth_name not in page


def test_a_file_of_an_academy_that_is_not_the_administrators_has_no_number(maud):
    of_martinique = people.officer(PAUL, role="administrator", academies=["31"])
    rose, row = people.officer(ROSE), people.confirmed(KARIM, PATISSIER)
    journal.consulted(Subject("registration", row.id), "file", by=people.acting(rose), now=NOW)

    page = staff.enter(of_martinique).get(reverse("staff_person_readings", args=[rose.id])).text

    assert "d’une autre académie" in page
    assert row.number not in page


def test_what_was_read_costs_the_same_for_one_and_for_many(maud):
    sylvie = people.officer(SYLVIE)
    client, address = staff.enter(maud), reverse("staff_person_readings", args=[sylvie.id])
    read(sylvie, 1)
    client.get(address)

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    read(sylvie, 40)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many)


@pytest.mark.parametrize("button", ["renew", "revoke"])
def test_an_invitation_answered_while_one_presses_a_button_is_told_calmly(button):
    maud = people.officer(MAUD)
    page = reverse("staff_people_invitation", args=[people.invited(maud).id])
    client, reads = staff.enter(maud), []

    def answered_before_the_lock(execute, sql, params, many, context):
        if sql.startswith("SELECT") and 'FROM "accounts_invitation"' in sql:
            reads.append(sql)
            if len(reads) == 2:  # the door has seen it; the act is about to lock it
                with connection.cursor() as cursor:
                    cursor.execute("DELETE FROM accounts_invitation")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(answered_before_the_lock):
        shown = client.post(page, {button: "1"}, follow=True)

    assert shown.status_code == 200
    assert "a reçu sa réponse entre-temps" in shown.content.decode()


def test_a_colleague_s_lost_mailbox_is_replaced_by_two_administrators_and_the_old_one_is_told(maud):
    sylvie, other = people.officer(SYLVIE), people.officer(PAUL, role="administrator")
    people.enrolled(sylvie)
    page, new = reverse("staff_person_mailbox", args=[sylvie.id]), "sylvie.neuve@rectorat.exemple.fr"
    asks, decides, hers = staff.enter(maud), staff.enter(other), staff.enter(sylvie)
    wrong = asks.post(page, {"email": maud.account.email, "reason": "De vive voix."})
    assert "Un autre compte utilise cette adresse" in wrong.content.decode()

    asks.post(page, {"email": new, "reason": "De vive voix, badge vu."})
    assert "Vous avez fait cette demande" in space.read(asks, page)
    agrees = {"agree": "1", **staff.hidden(decides.get(page), "asked")}
    asks.post(page, agrees)
    assert Officer.objects.get(id=sylvie.id).account.email == SYLVIE.email
    assert "une demande attend" in space.read(decides, reverse("staff_person", args=[sylvie.id]))
    assert "De vive voix, badge vu." in space.read(decides, page)
    decides.post(page, agrees)

    moved = Officer.objects.get(id=sylvie.id)
    assert (moved.account.email, moved.account.has_usable_password()) == (new, False)
    assert hers.get(reverse("staff_worklist")).status_code == 302, "every device is out"
    assert factors.of(moved.account), "the second factor did not move"
    to = dict(Notice.objects.filter(subject_id=moved.account_id).values_list("kind", "recipient"))
    assert (to["email_changed"], to["mailbox_replaced"]) == (SYLVIE.email, new)
    said = space.read(asks, reverse("staff_person", args=[sylvie.id]))
    assert "Adresse perdue remplacée, par deux administrateurs." in said
    assert staff.enter(people.officer(ROSE, role="administrator")).get(page).status_code == 404
