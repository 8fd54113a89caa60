"""An officer enters by a password, then by a second factor; neither alone opens anything."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from sporades.accounts import totp
from sporades.adapters import clocks
from sporades.journal.models import Entry
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.pages import space, staff
from tests.people import KARIM, MAUD, PATISSIER, PAUL, SYLVIE, YVES

pytestmark = pytest.mark.django_db

PASSWORD = "quatre chevaux sous la pluie"
SECOND, FIRST, WORK = reverse("second_factor"), reverse("first_factor"), reverse("staff_worklist")


class Machine:
    """The machine's clock, which the test moves; it begins at the start of a quarter of an hour."""

    def __init__(self) -> None:
        self.now = clocks.machine_now().replace(minute=0, second=5, microsecond=0)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def machine(monkeypatch) -> Machine:
    clock = Machine()
    monkeypatch.setattr(clocks, "machine_now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path, machine):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE, password=PASSWORD)


def log_in(client: Client, officer, then: str = ""):
    address = reverse("login") + (f"?next={then}" if then else "")
    return client.post(address, {"email": officer.account.email, "password": PASSWORD})


def is_inside(client: Client) -> bool:
    return client.get(reverse("staff_account")).status_code == 200


def give(client: Client, code: str):
    return client.post(SECOND, {"code": code})


def kinds(officer) -> list[str]:
    entries = Entry.objects.filter(chain__subject_id=officer.account_id).order_by("position")
    return list(entries.values_list("kind", flat=True))


def test_the_first_login_leads_to_the_enrolment_and_nothing_is_open_before(client, sylvie):
    assert log_in(client, sylvie).url == SECOND
    assert client.get(SECOND).url == FIRST

    assert not is_inside(client)
    assert client.get(WORK).status_code == 302


def test_the_application_is_enrolled_and_its_codes_are_shown_once(client, sylvie, machine):
    log_in(client, sylvie)
    client.get(FIRST)
    secret = totp.offered(client.session)

    page = client.post(FIRST, {"code": totp.code_now(secret)})

    assert page.text.count("<li><code>") == 10
    assert is_inside(client)
    assert kinds(sylvie) == ["factor_added"]
    assert Mailbox().kinds(SYLVIE.email) == ["factor_added"]
    assert client.get(FIRST).status_code == 302


def test_a_wrong_code_enrols_nothing(client, sylvie):
    log_in(client, sylvie)
    client.get(FIRST)

    page = client.post(FIRST, {"code": "000000"})

    assert "Ce code n’est pas le bon" in page.text
    assert not Authenticator.objects.exists()
    assert not is_inside(client)


def test_a_password_then_a_code_open_the_page_that_was_asked(client, sylvie, machine):
    secret = people.enrolled(sylvie)
    machine.later(minutes=1)

    assert log_in(client, sylvie, then=WORK).url == SECOND
    assert give(client, totp.code_now(secret)).url == WORK

    assert client.get(WORK).status_code == 200


def test_the_session_has_a_new_name_once_the_factor_is_passed(client, sylvie, machine):
    secret = people.enrolled(sylvie)
    machine.later(minutes=1)
    log_in(client, sylvie)
    before = client.cookies["session"].value

    give(client, totp.code_now(secret))

    assert client.cookies["session"].value != before


def test_a_code_that_has_served_is_refused_to_whoever_read_it_over_a_shoulder(sylvie, machine):
    secret = people.enrolled(sylvie)
    machine.later(minutes=1)
    code, owner, other = totp.code_now(secret), Client(), Client()
    log_in(owner, sylvie)
    log_in(other, sylvie)

    assert give(owner, code).status_code == 302
    assert "il a déjà servi" in give(other, code).text

    assert not is_inside(other)


def test_the_code_of_the_enrolment_does_not_serve_again(client, sylvie):
    secret = people.enrolled(sylvie)
    log_in(client, sylvie)

    assert give(client, totp.code_now(secret)).status_code == 200


@pytest.mark.parametrize(("late", "opens"), [(29, True), (59, False)])
def test_a_code_lives_thirty_seconds_more_than_it_is_shown(client, sylvie, machine, late, opens):
    secret = people.enrolled(sylvie)
    machine.later(minutes=1, seconds=25 - 5)
    code = totp.code_now(secret)
    log_in(client, sylvie)
    machine.later(seconds=late)

    assert (give(client, code).status_code == 302) is opens


def test_a_recovery_code_opens_once_is_journaled_and_told(client, sylvie, machine):
    log_in(client, sylvie)
    client.get(FIRST)
    page = client.post(FIRST, {"code": totp.code_now(totp.offered(client.session))})
    code = page.context["codes"][3]
    mailbox, other, third = Mailbox(), Client(), Client()
    mailbox.forget()
    log_in(other, sylvie)
    log_in(third, sylvie)

    assert give(other, f"{code[:4]} {code[4:]}").status_code == 302
    assert give(third, code).status_code == 200

    assert kinds(sylvie) == ["factor_added", "recovery_code_used"]
    assert "Il en reste 9." in mailbox.mails(SYLVIE.email)[0].text


def test_ten_wrong_codes_shut_the_door_for_a_quarter_of_an_hour(client, sylvie, machine):
    secret = people.enrolled(sylvie)
    machine.later(minutes=1)
    log_in(client, sylvie)

    answers = [give(client, "000000").text for _guess in range(11)]

    assert "Trop d’essais" not in answers[9]
    assert "Trop d’essais" in answers[10]
    assert "Trop d’essais" in give(client, totp.code_now(secret)).text


def test_the_secret_is_nowhere_in_clear(client, sylvie):
    log_in(client, sylvie)
    client.get(FIRST)
    secret = totp.offered(client.session)
    waiting = str(dict(client.session))

    client.post(FIRST, {"code": totp.code_now(secret)})

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in waiting
    assert secret not in kept
    assert "totp_offered" not in client.session


def test_a_session_that_passed_no_factor_is_led_back_to_the_login(sylvie):
    client = Client()
    client.force_login(sylvie.account)

    assert client.get(WORK).url == f"{reverse('login')}?next={WORK}"
    assert "_auth_user_id" not in client.session


def test_the_factor_of_another_account_opens_nothing(sylvie):
    client = staff.enter(people.officer(PAUL))
    passed = client.session["second_factor"]
    client.force_login(sylvie.account)
    session = client.session
    session["second_factor"] = passed
    session.save()

    assert not is_inside(client)


@pytest.mark.parametrize(("minutes", "inside"), [(30, True), (31, False)])
def test_a_session_left_alone_for_half_an_hour_ends(sylvie, machine, minutes, inside):
    client = staff.enter(sylvie)

    machine.later(minutes=minutes)

    assert is_inside(client) is inside


def test_a_session_at_work_lasts_twelve_hours_and_no_more(sylvie, machine):
    client = staff.enter(sylvie)

    for _half_hour in range(23):
        machine.later(minutes=30)
        assert is_inside(client)
    machine.later(minutes=30)

    assert not is_inside(client)


def test_the_login_comes_back_to_the_page_that_was_left(client, sylvie, machine):
    page = f"{WORK}?page=2"
    inside = staff.enter(sylvie)
    machine.later(hours=1)

    assert inside.get(page).url == f"{reverse('login')}?next=/service/%3Fpage%3D2"


def test_what_was_typed_when_the_session_ended_waits_in_the_page(sylvie, machine):
    client = staff.enter(sylvie)
    machine.later(hours=1)

    page = client.post(reverse("staff_account_password"), {"remark": "Vu au guichet.", "password": PASSWORD})

    assert page.status_code == 403
    assert "Vu au guichet." in page.text
    assert PASSWORD not in page.text


def test_a_candidate_needs_no_second_factor(client):
    karim = people.saved(KARIM, PATISSIER).candidate
    karim.account.set_password(PASSWORD)
    karim.account.save()

    entered = client.post(reverse("login"), {"email": KARIM.email, "password": PASSWORD})

    assert entered.url == reverse("space")
    assert client.get(SECOND).url == reverse("space")


def test_a_stranger_finds_no_second_factor_to_pass(client, db):
    assert client.get(SECOND).url == reverse("login")
    assert client.get(FIRST).url == SECOND


def test_an_officer_switched_off_between_the_two_steps_stays_outside(client, sylvie, machine):
    secret = people.enrolled(sylvie)
    machine.later(minutes=1)
    log_in(client, sylvie)
    sylvie.switched_off_at = people.NOW
    sylvie.save()

    assert give(client, totp.code_now(secret)).url == reverse("login")


@pytest.mark.parametrize(("who", "page"), [(SYLVIE, "staff_worklist"), (MAUD, None), (YVES, None)])
def test_each_role_begins_at_the_first_page_it_may_open(who, page):
    led = staff.enter(people.officer(who)).get(reverse("staff_home"), follow=True)

    assert led.status_code == 200
    assert page is None or led.request["PATH_INFO"] == reverse(page)


def test_factors_are_renamed_and_the_last_one_stays(sylvie, machine):
    people.enrolled(sylvie)
    client, factor = staff.enter(sylvie), Authenticator.objects.get(type="totp")
    address = reverse("staff_factor", args=[factor.id])

    client.post(address, {"name": "Téléphone du bureau"})
    refused = client.post(address, {"remove": "1", "current": PASSWORD})

    assert "Téléphone du bureau" in client.get(reverse("staff_account")).text
    assert "ajoutez-en un autre" in refused.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_factor_of_somebody_else_does_not_exist(sylvie):
    people.enrolled(people.officer(PAUL))
    factor = Authenticator.objects.get(type="totp")

    assert (
        staff.enter(sylvie).post(reverse("staff_factor", args=[factor.id]), {"name": "x"}).status_code == 404
    )


def test_new_recovery_codes_need_the_password_and_kill_the_older_ones(sylvie, machine):
    people.enrolled(sylvie)
    client, before = staff.enter(sylvie), Authenticator.objects.get(type="recovery_codes").data

    refused = client.post(reverse("staff_factor_codes"), {"current": "not the password"})
    shown = client.post(reverse("staff_factor_codes"), {"current": PASSWORD})

    assert "Ce n’est pas votre mot de passe" in refused.text
    assert shown.text.count("<li><code>") == 10
    assert Authenticator.objects.get(type="recovery_codes").data != before


def test_a_second_application_takes_the_place_of_the_first(sylvie, machine):
    old = people.enrolled(sylvie)
    client = staff.enter(sylvie)
    client.get(reverse("staff_factor_add"))
    new = totp.offered(client.session)

    added = client.post(reverse("staff_factor_add"), {"current": PASSWORD, "code": totp.code_now(new)})
    machine.later(minutes=1)

    assert added.url == reverse("staff_account")
    other = Client()
    log_in(other, sylvie)
    assert give(other, totp.code_now(old)).status_code == 200
    assert give(other, totp.code_now(new)).status_code == 302


def test_a_change_of_password_closes_the_other_devices_and_keeps_this_one(sylvie, machine):
    client, other = staff.enter(sylvie), staff.enter(sylvie)

    client.post(
        reverse("staff_account_password"),
        {"current": PASSWORD, "password": "cinq girafes dans un ascenseur"},
    )

    assert is_inside(client)
    assert not is_inside(other)
