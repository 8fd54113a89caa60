"""From the sign-up to the first entry, as a browser without JavaScript walks it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.accounts.models import Account
from sporades.adapters import clocks
from sporades.journal.models import Entry
from sporades.notices.models import Notice, State
from tests.accounts.conftest import PASSWORD, TYPED

pytestmark = pytest.mark.django_db

NEW = "cinq girafes dans un ascenseur"
INSTANT = timedelta(milliseconds=1)


def test_a_person_signs_up_activates_and_comes_in(client, mailbox):
    sent = client.post(reverse("sign_up"), TYPED)
    assert sent.url == reverse("sign_up_done")

    link = mailbox.link("Lea@Exemple.fr")
    assert "Activer mon compte" in client.get(link).text
    assert client.post(link).url == reverse("login")

    entered = client.post(reverse("login"), {"email": "lea@exemple.FR", "password": PASSWORD})
    assert entered.url == reverse("space")
    assert "Ménager-Šimić" in client.get(reverse("account")).text


@pytest.mark.parametrize("page", ["sign_up", "resend", "password_reset"])
def test_an_address_is_read_back_so_that_a_slip_is_seen(client, page):
    answer = client.post(reverse(page), {**TYPED, "email": "lea@exmple.fr"}, follow=True)

    assert "L’adresse que vous avez écrite est lea@exmple.fr." in answer.text
    assert "exmple" not in client.get(answer.redirect_chain[-1][0]).text


def test_the_pages_say_who_writes_and_where_else_to_look(client, settings):
    settings.MAIL_FROM = "Sporades <ne-pas-repondre@examens.example>"

    for page in ("sign_up", "sign_up_done", "password_reset_done"):
        text = client.get(reverse(page)).text
        assert "ne-pas-repondre@examens.example" in text, page
        assert "spams" in text, page


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_mail_scanner_that_opens_the_link_changes_nothing(client, mailbox, method):
    client.post(reverse("sign_up"), TYPED)
    entries = Entry.objects.count()

    for _visit in range(3):
        assert getattr(client, method)(mailbox.link()).status_code == 200

    assert not Account.objects.get().is_active
    assert Entry.objects.count() == entries


def test_a_link_used_before_says_so_and_does_nothing(client, mailbox):
    client.post(reverse("sign_up"), TYPED)
    client.post(mailbox.link())

    for answer in (client.get(mailbox.link()), client.post(mailbox.link())):
        assert answer.status_code == 200
        assert "déjà activé" in answer.text
    assert Account.objects.get().is_active


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_too_old_offers_to_start_again(client, mailbox, method):
    client.post(reverse("sign_up"), TYPED)
    link = mailbox.link()
    mailbox.left(clocks.legal_now() - timedelta(hours=48))

    answer = getattr(client, method)(link)

    assert answer.status_code == 410
    assert "le compte est supprimé" in answer.text
    assert reverse("sign_up") in answer.text
    assert not Account.objects.get().is_active


def test_the_click_counts_at_the_instant_it_arrived(client, mailbox, monkeypatch):
    client.post(reverse("sign_up"), TYPED)
    arrived = clocks.machine_now()
    mailbox.left(arrived - timedelta(hours=48) + INSTANT)
    monkeypatch.setattr(clocks, "machine_now", lambda: arrived)

    assert client.post(mailbox.link()).url == reverse("login")


def test_a_link_of_nobody_gets_the_neutral_page(client, db):
    answer = client.post(reverse("activate", args=["no-such-token"]))

    assert answer.status_code == 410


def test_where_two_sign_ups_disagreed_the_page_asks_for_a_password(client, mailbox):
    client.post(reverse("sign_up"), TYPED)
    client.post(reverse("sign_up"), TYPED | {"password": NEW})
    link = mailbox.link()

    assert 'autocomplete="new-password"' in client.get(link).text
    assert "trop courant" in client.post(link, {"password": "motdepasse2024"}).text
    assert client.post(link, {"password": NEW}).url == reverse("login")
    assert Account.objects.get().check_password(NEW)


def test_nothing_typed_is_lost_on_an_error_but_the_password(client, db):
    answer = client.post(reverse("sign_up"), TYPED | {"password": "Court1!"})

    assert "trop court" in answer.text
    for kept in ("Ménager-Šimić", "Léa Rose", "Lea@Exemple.fr"):
        assert kept in answer.text
    assert "Court1!" not in answer.text
    assert not Account.objects.exists()


@pytest.mark.parametrize("name", ["Иванова", "王", "Léa <script>"])
def test_a_name_in_another_alphabet_gets_a_kind_sentence(client, db, name):
    answer = client.post(reverse("sign_up"), TYPED | {"given_names": name})

    assert "lettres latines" in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]


def test_a_password_may_be_pasted_and_a_manager_may_fill_it(client, db):
    sign_up, login = client.get(reverse("sign_up")).text, client.get(reverse("login")).text

    assert 'autocomplete="new-password"' in sign_up
    assert 'autocomplete="current-password"' in login
    assert "onpaste" not in sign_up + login


def test_resending_the_link_from_its_page(client, mailbox):
    client.post(reverse("sign_up"), TYPED)
    older = mailbox.link()

    assert client.post(reverse("resend"), {"email": "LEA@exemple.fr"}).url == reverse("sign_up_done")

    assert client.get(older).status_code == 410
    assert client.get(mailbox.link()).status_code == 200
    assert Notice.objects.filter(state=State.QUEUED).count() == 1
