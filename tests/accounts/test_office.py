"""Who joins the exam office, with what, and how it is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sporades.accounts import actions, passwords, queries
from sporades.accounts.actions.refusals import (
    AddressOfACandidate,
    AlreadyOfTheOffice,
    LastAdministrator,
    OutsideMandate,
)
from sporades.accounts.models import Account, Invitation, Officer
from sporades.accounts.queries import office
from sporades.journal.models import Entry
from sporades.rules.rights import Mandate, Role
from tests import people
from tests.accounts.conftest import LEA as LEA_TYPED
from tests.accounts.mailbox import Mailbox
from tests.pages import staff
from tests.people import KARIM, MAUD, NOW, PAUL, ROSE, SYLVIE

pytestmark = pytest.mark.django_db

ZITA = "Zita@Rectorat.exemple.fr"
PASSWORD = "quatre chevaux sous la pluie"
OFFICER = Mandate(role=Role.OFFICER, academies=frozenset({"23"}), diplomas=frozenset({"cap"}))
WEEK = timedelta(days=7)


@pytest.fixture
def mailbox(db) -> Mailbox:
    return Mailbox()


@pytest.fixture
def maud(db) -> Officer:
    return people.officer(MAUD)


def invite(maud, *, email=ZITA, mandate=OFFICER, token=None, now=NOW) -> None:
    actions.invite(
        email=email, name="Zita Roy", mandate=mandate, within=maud.mandate,
        token=token or people.token(), by=people.acting(maud), now=now,
    )  # fmt: skip


def given(maud, **more):
    return {"token": people.token(), "by": people.acting(maud), "now": NOW, **more}


def kinds(account_id) -> list[str]:
    entries = Entry.objects.filter(chain__subject_kind="account", chain__subject_id=account_id)
    return list(entries.order_by("position").values_list("kind", flat=True))


def test_who_is_invited_chooses_a_password_and_is_of_the_office(maud, mailbox):
    invite(maud)
    actions.accept_invitation(mailbox.token(ZITA), password=PASSWORD, now=NOW)

    zita = Officer.objects.get(name="Zita Roy")
    assert zita.mandate == OFFICER
    assert zita.account.email == ZITA
    assert zita.account.check_password(PASSWORD)
    assert kinds(zita.account_id) == ["officer_invited", "invitation_accepted"]
    assert not Invitation.objects.exists()


def test_no_account_exists_before_the_invitation_is_answered(maud):
    invite(maud)

    assert Account.objects.count() == 1


@pytest.mark.parametrize(("late", "good"), [(WEEK - timedelta(microseconds=1), True), (WEEK, False)])
def test_the_link_lives_seven_days_from_the_departure_of_its_mail(maud, mailbox, late, good):
    invite(maud)
    token, left = mailbox.token(ZITA), NOW + timedelta(hours=5)
    mailbox.left(left)

    assert (office.invitation_of(token, now=left + late) is not None) is good
    if not good:
        with pytest.raises(actions.LinkIsOver):
            actions.accept_invitation(token, password=PASSWORD, now=left + late)


def test_a_mail_that_has_not_left_kills_no_link(maud, mailbox):
    invite(maud)

    assert office.invitation_of(mailbox.token(ZITA), now=NOW + 9 * WEEK)


def test_a_renewed_link_takes_the_place_of_the_older_one(maud, mailbox):
    invite(maud)
    old = mailbox.token(ZITA)
    actions.renew_invitation(Invitation.objects.get(), by=people.acting(maud), now=NOW)

    assert mailbox.kinds(ZITA) == ["officer_invited"]
    with pytest.raises(actions.LinkIsOver):
        actions.accept_invitation(old, password=PASSWORD, now=NOW)
    actions.accept_invitation(mailbox.token(ZITA), password=PASSWORD, now=NOW)


def test_a_revoked_invitation_opens_nothing_and_its_mail_does_not_leave(maud, mailbox):
    invite(maud)
    token = mailbox.token(ZITA)
    row = Invitation.objects.get()
    actions.revoke_invitation(row, by=people.acting(maud), now=NOW)

    assert mailbox.mails(ZITA) == []
    assert kinds(row.id) == ["officer_invited", "invitation_revoked"]
    with pytest.raises(actions.LinkIsOver):
        actions.accept_invitation(token, password=PASSWORD, now=NOW)


def test_a_link_serves_once(maud, mailbox):
    invite(maud)
    token = mailbox.token(ZITA)
    actions.accept_invitation(token, password=PASSWORD, now=NOW)

    with pytest.raises(actions.LinkIsOver):
        actions.accept_invitation(token, password="cinq girafes dans un ascenseur", now=NOW)


def test_the_password_follows_the_rules_of_everybodys(maud, mailbox):
    invite(maud)

    with pytest.raises(passwords.WeakPassword):
        actions.accept_invitation(mailbox.token(ZITA), password="zita roy rectorat", now=NOW)
    assert Account.objects.count() == 1


def test_the_address_of_a_candidate_is_refused_however_it_is_written(maud):
    people.candidate(KARIM)

    with pytest.raises(AddressOfACandidate):
        invite(maud, email=KARIM.email.upper())


def test_an_address_that_became_a_candidates_meanwhile_stays_theirs(maud, mailbox):
    invite(maud, email=KARIM.email)
    karim = people.candidate(KARIM)

    with pytest.raises(AddressOfACandidate):
        actions.accept_invitation(mailbox.token(KARIM.email), password=PASSWORD, now=NOW)
    assert not hasattr(Account.objects.get(id=karim.account_id), "officer")


def test_a_sign_up_that_its_mailbox_never_confirmed_makes_way(maud, mailbox):
    actions.sign_up(email=ZITA, password="cinq girafes dans un ascenseur", identity=LEA_TYPED, now=NOW)
    invite(maud)
    actions.accept_invitation(mailbox.token(ZITA), password=PASSWORD, now=NOW)

    assert Account.objects.filter(email_canonical=ZITA.lower()).count() == 1
    assert Officer.objects.get(name="Zita Roy").account.check_password(PASSWORD)


@pytest.mark.parametrize("email", [ZITA, MAUD.email])
def test_nobody_is_invited_twice(maud, email):
    invite(maud)

    with pytest.raises(AlreadyOfTheOffice):
        invite(maud, email=email)


def test_the_same_form_twice_invites_once(maud, mailbox):
    form = people.token()
    invite(maud, token=form)
    invite(maud, token=form)

    assert mailbox.kinds() == ["officer_invited"]


def test_an_administrator_gives_only_the_academies_they_hold(maud):
    with pytest.raises(OutsideMandate):
        invite(maud, mandate=replace(OFFICER, academies=frozenset({"23", "01"})))


def test_a_mandate_changes_is_journaled_and_told(maud, mailbox):
    sylvie = people.officer(SYLVIE)
    wanted = replace(sylvie.mandate, role=Role.HEAD, sees_handicap=True)
    actions.change_mandate(
        sylvie, name="Sylvie Arnaud-Roy", mandate=wanted, within=maud.mandate, **given(maud)
    )

    row = Officer.objects.get(id=sylvie.id)
    assert (row.name, row.mandate) == ("Sylvie Arnaud-Roy", wanted)
    entry = Entry.objects.get(kind="mandate_changed")
    assert (entry.data["before"]["role"], entry.data["after"]["role"]) == ("officer", "head")
    assert mailbox.kinds(SYLVIE.email) == ["mandate_changed"]


def test_a_mandate_that_does_not_change_leaves_no_trace(maud, mailbox):
    sylvie = people.officer(SYLVIE)
    actions.change_mandate(
        sylvie, name=sylvie.name, mandate=sylvie.mandate, within=maud.mandate, **given(maud)
    )

    assert mailbox.kinds() == []
    assert kinds(sylvie.account_id) == []


@pytest.mark.parametrize("role", [Role.HEAD, Role.READER])
def test_the_last_administrator_of_an_academy_keeps_that_role(maud, role):
    wanted = replace(maud.mandate, role=role)

    with pytest.raises(LastAdministrator):
        actions.change_mandate(maud, name=maud.name, mandate=wanted, within=maud.mandate, **given(maud))


def test_the_last_administrator_keeps_each_academy_and_the_account(maud):
    nice = replace(maud.mandate, academies=frozenset({"23"}))
    people.officer(PAUL, role="administrator")

    with pytest.raises(LastAdministrator):
        actions.change_mandate(maud, name=maud.name, mandate=nice, within=maud.mandate, **given(maud))
    with pytest.raises(LastAdministrator):
        actions.switch_off(maud, reason="x", **given(maud))


def test_one_of_two_administrators_may_leave(maud):
    people.officer(PAUL, role="administrator", academies=["23", "31"])

    actions.switch_off(maud, reason="Mutation.", **given(maud))

    assert Officer.objects.get(id=maud.id).switched_off_at == NOW


def test_an_administrator_switched_off_does_not_count(maud):
    people.officer(PAUL, role="administrator", academies=["23", "31"], switched_off_at=NOW)

    with pytest.raises(LastAdministrator):
        actions.switch_off(maud, reason="x", **given(maud))


def test_an_account_switched_off_dies_at_once_on_every_device(maud, mailbox):
    sylvie = people.officer(SYLVIE, password=PASSWORD)
    devices = [staff.enter(sylvie), staff.enter(sylvie)]
    actions.ask_reset(email=SYLVIE.email, now=NOW)
    link = mailbox.link(SYLVIE.email)

    actions.switch_off(sylvie, reason="Mutation.", **given(maud))

    assert all(one.get(reverse("staff_account")).status_code == 302 for one in devices)
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"password": PASSWORD}).status_code == 410
    entered = Client().post(reverse("login"), {"email": SYLVIE.email, "password": PASSWORD})
    assert "Adresse ou mot de passe incorrect" in entered.text


def test_who_is_switched_off_is_told_so_instead_of_getting_a_link(maud, mailbox):
    sylvie = people.officer(SYLVIE)
    actions.switch_off(sylvie, reason="Mutation.", **given(maud))
    mailbox.forget()
    actions.ask_reset(email=SYLVIE.email, now=NOW)

    assert mailbox.kinds() == ["officer_switched_off"]


def test_switched_on_again_the_account_opens_as_before(maud):
    sylvie = people.officer(SYLVIE)
    actions.switch_off(sylvie, reason="Congé.", **given(maud))
    actions.switch_on(sylvie, reason="De retour.", **given(maud))
    actions.switch_on(sylvie, reason="Encore.", **given(maud))

    assert kinds(sylvie.account_id) == ["officer_switched_off", "officer_switched_on"]
    assert staff.enter(sylvie).get(reverse("staff_account")).status_code == 200


def test_a_reset_of_the_second_factor_ends_the_sessions_and_is_told(maud, mailbox):
    sylvie = people.officer(SYLVIE, password=PASSWORD)
    people.enrolled(sylvie)
    mailbox.forget()
    actions.reset_factors(sylvie.account, reason="Téléphone perdu.", **given(maud))
    browser = Client()

    browser.post(reverse("login"), {"email": SYLVIE.email, "password": PASSWORD})

    assert browser.get(reverse("second_factor")).url == reverse("first_factor")
    assert kinds(sylvie.account_id) == ["factor_added", "factors_reset"]
    assert mailbox.kinds(SYLVIE.email) == ["factors_reset"]


def test_an_administrator_answers_for_those_whose_academies_are_all_their_own(maud):
    sylvie, rose = people.officer(SYLVIE), people.officer(ROSE)
    paul = people.officer(PAUL, academies=["23", "01"])
    of_nice = replace(maud.mandate, academies=frozenset({"23"}))

    assert {one.id for one in office.people(maud.mandate)} == {maud.id, sylvie.id, rose.id}
    assert {one.id for one in office.people(of_nice)} == {sylvie.id}
    assert paul.id not in {one.id for one in office.people(maud.mandate)}


def test_the_accounts_of_the_office_are_never_deleted_as_unactivated(maud, mailbox):
    invite(maud)
    mailbox.left(NOW)
    actions.accept_invitation(mailbox.token(ZITA), password=PASSWORD, now=NOW)

    assert list(queries.unactivated(NOW + 9 * WEEK)) == []
