"""Coming in and leaving, on which devices, and how often somebody may be wrong."""

from datetime import timedelta
from itertools import count

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from sporades.accounts import throttles
from sporades.accounts.models import Account
from sporades.adapters import clocks
from tests.accounts.conftest import PASSWORD, TYPED

pytestmark = pytest.mark.django_db

NEW = "cinq girafes dans un ascenseur"
RIGHT = {"email": "lea@exemple.fr", "password": PASSWORD}
WRONG = RIGHT | {"password": NEW}
STRANGER = "203.0.113.66"


@pytest.fixture(autouse=True)
def _one_stretch_of_time(monkeypatch):
    """A quarter of an hour never ends in the middle of a test; what comes after still comes after."""
    stopped, ticks = clocks.machine_now().replace(minute=1), count()
    monkeypatch.setattr(clocks, "machine_now", lambda: stopped + timedelta(microseconds=next(ticks)))


def is_in(browser: Client) -> bool:
    return browser.get(reverse("account")).status_code == 200


def test_the_session_has_a_new_name_after_the_login(client, lea):
    client.session["planted"] = "by somebody"
    session = client.session
    session["planted"] = "by somebody"
    session.save()
    client.cookies["session"] = session.session_key

    client.post(reverse("login"), RIGHT)

    assert client.cookies["session"].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_a_stolen_session_is_dead_after_the_logout(inside):
    stolen = Client()
    stolen.cookies["session"] = inside.cookies["session"].value

    left = inside.post(reverse("logout"))

    assert left.url == reverse("home")
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(inside)
    assert not is_in(stolen)


def test_a_link_never_logs_anybody_out(inside):
    assert inside.get(reverse("logout")).status_code == 405
    assert is_in(inside)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/compte/appareils/", "/compte/appareils/"),
        ("https://evil.example/", None),
        ("//evil.example", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_login_leads_back_to_a_page_of_ours_only(client, lea, asked, given):
    entered = client.post(f"{reverse('login')}?next={asked}", RIGHT)

    assert entered.url == (given or reverse("space"))


def test_the_list_of_devices_closes_the_others(inside, lea):
    telephone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 14; Mobile) Firefox/120.0")
    telephone.post(reverse("login"), RIGHT)

    page = inside.get(reverse("devices")).text
    assert "Firefox sur Android" in page
    assert "cet appareil" in page
    inside.post(reverse("devices"))

    assert is_in(inside)
    assert not is_in(telephone)
    assert "Firefox sur Android" not in inside.get(reverse("devices")).text


def test_a_change_of_password_closes_the_other_devices_and_renames_this_session(inside, lea, mailbox):
    telephone = Client()
    telephone.post(reverse("login"), RIGHT)
    before = inside.cookies["session"].value

    inside.post(reverse("password_change"), {"current": PASSWORD, "password": NEW})

    assert is_in(inside)
    assert inside.cookies["session"].value != before
    assert not is_in(telephone)
    assert mailbox.kinds() == ["password_changed"]
    assert inside.get(reverse("devices")).text.count("cet appareil") == 1


def test_a_reset_closes_every_device(inside, mailbox):
    stranger = Client()
    stranger.post(reverse("password_reset"), {"email": "lea@exemple.fr"})
    link = mailbox.link()

    assert stranger.get(link).status_code == 200
    assert stranger.post(link, {"password": NEW}).url == reverse("login")

    assert not is_in(inside)
    assert stranger.get(link).status_code == 410
    assert stranger.post(link, {"password": PASSWORD}).status_code == 410


def test_a_change_of_address_keeps_the_session(inside, mailbox):
    inside.post(reverse("email_change"), {"email": "lea@nouvelle.fr", "current": PASSWORD})
    link = mailbox.link("lea@nouvelle.fr")

    assert inside.get(link).status_code == 200
    assert Account.objects.get().email == "Lea@Exemple.fr"
    assert inside.post(link).url == reverse("account")

    assert "lea@nouvelle.fr" in inside.get(reverse("account")).text


def test_an_account_switched_off_is_out_at_once(inside):
    Account.objects.update(is_active=False)

    assert not is_in(inside)


def test_a_thousand_guesses_stop_at_ten_and_the_right_password_does_not_help_the_guesser(lea):
    guesser = Client(REMOTE_ADDR=STRANGER)

    answers = [guesser.post(reverse("login"), WRONG).text for _guess in range(12)]

    assert "Trop d’essais" not in answers[9]
    assert "Trop d’essais" in answers[10]
    assert "Trop d’essais" in guesser.post(reverse("login"), RIGHT).text


def test_the_owner_comes_in_from_a_known_device_while_a_stranger_guesses(inside, lea):
    inside.post(reverse("logout"))
    guesser = Client(REMOTE_ADDR=STRANGER)
    for _guess in range(30):
        guesser.post(reverse("login"), WRONG)

    assert inside.post(reverse("login"), RIGHT).url == reverse("space")


def test_a_known_device_may_not_guess_for_ever_either(inside):
    inside.post(reverse("logout"))

    answers = [inside.post(reverse("login"), WRONG).text for _guess in range(11)]

    assert "Trop d’essais" in answers[10]


def test_a_reset_gives_the_owner_a_way_in_while_a_stranger_guesses(lea, mailbox):
    guesser, owner = Client(REMOTE_ADDR=STRANGER), Client()
    for _guess in range(30):
        guesser.post(reverse("login"), WRONG)

    owner.post(reverse("password_reset"), {"email": "lea@exemple.fr"})
    owner.post(mailbox.link(), {"password": NEW})

    assert owner.post(reverse("login"), {"email": "lea@exemple.fr", "password": NEW}).url == reverse("space")


def test_one_address_that_tries_everybody_is_stopped(client, db):
    key = throttles.consume(throttles.LOGINS_OF_ADDRESS, "127.0.0.1/32")
    throttles.Attempts.objects.filter(key=key).update(count=throttles.LOGINS_OF_ADDRESS.most)

    assert "Trop d’essais" in client.post(reverse("login"), RIGHT).text


def test_forty_people_of_one_classroom_sign_up_activate_and_come_in(mailbox):
    for number in range(40):
        pupil, typed = Client(), TYPED | {"email": f"eleve{number}@exemple.fr"}
        pupil.post(reverse("login"), {"email": typed["email"], "password": NEW})
        assert pupil.post(reverse("sign_up"), typed).status_code == 302
        pupil.post(mailbox.link(typed["email"]))
        entered = pupil.post(reverse("login"), {"email": typed["email"], "password": PASSWORD})
        assert entered.status_code == 302, number

    assert Account.objects.filter(is_active=True).count() == 40


def test_nobody_fills_a_mailbox_and_the_newest_link_still_works(client, mailbox):
    client.post(reverse("sign_up"), TYPED)

    answers = [client.post(reverse("resend"), {"email": "lea@exemple.fr"}) for _ask in range(8)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200] * 3
    assert "Trop d’essais" in answers[-1].text
    assert client.post(mailbox.link()).url == reverse("login")


def test_a_change_of_address_writes_to_a_mailbox_no_more_often_than_any_stranger(inside, mailbox):
    wanted = {"email": "tom@exemple.fr", "current": PASSWORD}

    answers = [inside.post(reverse("email_change"), wanted) for _ask in range(7)]

    assert [answer.status_code for answer in answers] == [302] * 6 + [200]
    assert "Trop d’essais" in answers[-1].text
    assert "tom@exemple.fr" in answers[-1].text
    # Whoever asks, and from which page: the mailbox is one.
    assert "Trop d’essais" in Client().post(reverse("resend"), {"email": "Tom@Exemple.fr"}).text
