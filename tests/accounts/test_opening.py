"""An account is opened by its mailbox, within 48 hours of the mail's departure, or it disappears."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from sporades.accounts import actions, queries
from sporades.accounts.actions import answering
from sporades.accounts.models import Account, Candidate
from sporades.accounts.values import CivilIdentity
from sporades.adapters.undelivered import because
from sporades.journal import queries as journal
from sporades.journal.values import DEADLINE, Subject
from sporades.notices import actions as notices
from sporades.notices.values import Urgency
from sporades.rules.calendar import GRACE
from tests.accounts.conftest import LEA, NOW, PASSWORD

pytestmark = pytest.mark.django_db

TWO_DAYS = timedelta(hours=48)
INSTANT = timedelta(milliseconds=1)
OTHER = "cinq girafes dans un ascenseur"


def only() -> Account:
    return Account.objects.select_related("candidate").get()


def test_a_sign_up_waits_for_its_mailbox(sign_up, mailbox):
    sign_up()

    account = only()
    assert not account.is_active
    assert (account.email, account.email_canonical) == ("Lea@Exemple.fr", "lea@exemple.fr")
    assert account.candidate.birth_name == "Ménager-Šimić"
    assert mailbox.kinds("Lea@Exemple.fr") == ["account_activation"]
    assert mailbox.mails()[0].urgency == Urgency.ACCESS


def test_the_token_is_not_in_the_database(sign_up, mailbox):
    sign_up()

    assert len(mailbox.token()) >= 43
    assert mailbox.token() not in str(Account.objects.values())


def test_the_button_activates_the_account_and_the_journal_says_so(sign_up, mailbox):
    sign_up()

    actions.activate(mailbox.token(), now=NOW)

    account = only()
    assert (account.is_active, account.activated_at) == (True, NOW)
    lines = journal.timeline(Subject("account", account.id))
    assert [line.kind for line in lines] == ["account_activated"]
    assert account.check_password(PASSWORD)


@pytest.mark.parametrize("again", ["lea@exemple.fr", " LEA@EXEMPLE.FR ", "ﬁona@x.fr", "le\u0301a@x.fr"])
def test_variants_of_one_address_never_make_two_accounts(sign_up, again):
    sign_up(email={"ﬁona@x.fr": "fiona@x.fr", "le\u0301a@x.fr": "LÉA@x.fr"}.get(again, "Lea@Exemple.fr"))

    sign_up(email=again)

    assert Account.objects.count() == Candidate.objects.count() == 1


def test_a_look_alike_address_never_receives_the_mail_of_another(sign_up, mailbox):
    sign_up(email="mike@exemple.fr")
    actions.activate(mailbox.token(), now=NOW)
    mailbox.forget()

    actions.ask_reset(email="MIKE@EXEMPLE.FR", now=NOW)
    actions.ask_reset(email="mıke@exemple.fr", now=NOW)

    assert mailbox.kinds("mike@exemple.fr") == ["password_reset"]
    assert mailbox.kinds("mıke@exemple.fr") == ["account_unknown"]


def test_signing_up_again_kills_the_older_link_and_takes_its_mail_back(sign_up, mailbox):
    sign_up()
    older = mailbox.token()

    sign_up(now=NOW + timedelta(hours=1))

    assert mailbox.kinds() == ["account_activation"]
    assert queries.activation(older, now=NOW) is queries.Link.OVER
    with pytest.raises(actions.LinkIsOver):
        actions.activate(older, now=NOW)
    actions.activate(mailbox.token(), now=NOW)


def test_signing_up_again_with_the_same_password_keeps_it(sign_up, mailbox):
    sign_up()

    sign_up(identity=CivilIdentity("Menager", "Léa", date(2004, 2, 28)))

    actions.activate(mailbox.token(), now=NOW)
    assert only().check_password(PASSWORD)
    assert only().candidate.birth_name == "Menager"


@pytest.mark.parametrize("times", [1, 2])
def test_where_two_sign_ups_disagree_the_mailbox_chooses_the_password(sign_up, mailbox, times):
    sign_up()
    for _again in range(times):
        sign_up(password=OTHER)

    token = mailbox.token()
    assert queries.activation(token, now=NOW) is queries.Link.CHOOSE
    actions.activate(token, password="trois tabourets et un nuage", now=NOW)

    account = only()
    assert account.check_password("trois tabourets et un nuage")
    assert not account.check_password(PASSWORD)
    assert not account.check_password(OTHER)


def test_signing_up_with_the_address_of_an_active_account_changes_nothing_of_it(lea, sign_up, mailbox):
    sign_up(password=OTHER, identity=CivilIdentity("Pirate", "Jean", date(1990, 1, 1)))

    account = only()
    assert mailbox.kinds("Lea@Exemple.fr") == ["account_exists"]
    assert account.check_password(PASSWORD)
    assert account.candidate.birth_name == "Ménager-Šimić"


def test_two_sign_ups_at_the_same_instant_make_one_account(sign_up, mailbox, monkeypatch):
    real, seen = answering.find, []

    def find_before_the_other_commits(email):
        if not seen:
            seen.append(email)
            found = real(email)
            actions.sign_up(email=email, password=PASSWORD, identity=LEA, now=NOW)
            return found
        return real(email)

    monkeypatch.setattr(answering, "find", find_before_the_other_commits)
    sign_up()

    assert Account.objects.count() == 1
    assert mailbox.kinds() == ["account_activation"]


@pytest.mark.parametrize(
    ("after", "works"),
    [(timedelta(0), True), (TWO_DAYS - INSTANT, True), (TWO_DAYS, False), (TWO_DAYS + INSTANT, False)],
)
def test_the_link_works_for_48_hours_from_the_departure_of_the_mail(sign_up, mailbox, after, works):
    sign_up()
    left = NOW + timedelta(minutes=7)
    mailbox.left(left)

    link = queries.activation(mailbox.token(), now=left + after)

    assert link is (queries.Link.READY if works else queries.Link.OVER)
    if works:
        actions.activate(mailbox.token(), now=left + after)
    else:
        with pytest.raises(actions.LinkIsOver):
            actions.activate(mailbox.token(), now=left + after)
    assert only().is_active is works


def test_as_long_as_the_mail_has_not_left_nothing_is_deleted_and_the_link_works(sign_up, mailbox):
    sign_up()
    much_later = NOW + timedelta(days=30)

    assert list(queries.unactivated(much_later)) == []
    assert not actions.delete_unactivated(only(), by=DEADLINE, now=much_later)
    actions.activate(mailbox.token(), now=much_later)


@pytest.mark.parametrize(("after", "deleted"), [(-INSTANT, False), (timedelta(0), True), (INSTANT, True)])
def test_the_account_is_deleted_ten_minutes_after_its_48_hours(sign_up, mailbox, after, deleted):
    sign_up()
    mailbox.left(NOW)
    account, now = only(), NOW + TWO_DAYS + GRACE + after

    assert [found.id for found in queries.unactivated(now)] == ([account.id] if deleted else [])
    assert actions.delete_unactivated(account, by=DEADLINE, now=now) is deleted
    assert Account.objects.exists() is not deleted


def test_an_account_whose_mailbox_does_not_exist_is_deleted_48_hours_after_the_relay_said_so(
    sign_up, mailbox
):
    sign_up()
    assert notices.come_back(mailbox.mails()[-1].id, because("550 5.1.1 unknown user"), now=NOW)
    account = only()

    assert not actions.delete_unactivated(account, by=DEADLINE, now=NOW + TWO_DAYS)
    assert actions.delete_unactivated(account, by=DEADLINE, now=NOW + TWO_DAYS + GRACE)


def test_a_deletion_done_twice_is_done_once_and_leaves_no_name(sign_up, mailbox):
    sign_up()
    mailbox.left(NOW)
    account, now = only(), NOW + TWO_DAYS + GRACE

    assert actions.delete_unactivated(account, by=DEADLINE, now=now)
    assert not actions.delete_unactivated(account, by=DEADLINE, now=now)

    (line,) = journal.timeline(Subject("account", account.id))
    assert (line.kind, line.rule, line.details) == ("account_deleted", "activation_48h", None)
    assert not Candidate.objects.exists()


def test_an_account_activated_at_the_last_instant_is_never_deleted(sign_up, mailbox):
    sign_up()
    mailbox.left(NOW)
    found = only()

    actions.activate(mailbox.token(), now=NOW + TWO_DAYS - INSTANT)

    assert not actions.delete_unactivated(found, by=DEADLINE, now=NOW + TWO_DAYS + GRACE)
    assert only().is_active


def test_the_address_of_a_deleted_account_is_free_again(sign_up, mailbox):
    sign_up()
    mailbox.left(NOW)
    dead, later = mailbox.token(), NOW + TWO_DAYS + GRACE
    actions.delete_unactivated(only(), by=DEADLINE, now=later)

    sign_up(password=OTHER, now=later)

    with pytest.raises(actions.LinkIsOver):
        actions.activate(dead, now=later)
    actions.activate(mailbox.token(), now=later)
    assert only().check_password(OTHER)


def test_resending_the_link_cancels_the_older_one_and_restarts_the_48_hours(sign_up, mailbox):
    sign_up()
    mailbox.left(NOW)
    older, at_the_end = mailbox.token(), NOW + TWO_DAYS - INSTANT

    actions.resend_link(email="lea@exemple.FR", now=at_the_end)

    assert queries.activation(older, now=at_the_end) is queries.Link.OVER
    assert list(queries.unactivated(NOW + TWO_DAYS + GRACE)) == []
    mailbox.left(at_the_end)
    actions.activate(mailbox.token(), now=at_the_end + TWO_DAYS - INSTANT)


def test_resending_the_link_takes_back_the_mail_that_has_not_left(sign_up, mailbox):
    sign_up()

    actions.resend_link(email="Lea@Exemple.fr", now=NOW)

    assert mailbox.kinds() == ["account_activation"]


def test_a_forgotten_password_before_the_activation_sends_the_activation_again(sign_up, mailbox):
    sign_up()

    actions.ask_reset(email="Lea@Exemple.fr", now=NOW)

    assert mailbox.kinds() == ["account_activation"]
    actions.activate(mailbox.token(), now=NOW)


def test_a_replayed_link_changes_nothing(sign_up, mailbox):
    sign_up()
    token = mailbox.token()
    actions.activate(token, now=NOW)
    mailbox.left(NOW)
    before = Account.objects.values().get()

    actions.activate(token, password=OTHER, now=NOW + timedelta(days=60))

    assert Account.objects.values().get() == before
    assert queries.activation(token, now=NOW + timedelta(days=60)) is queries.Link.DONE


def test_an_account_without_a_password_is_never_entered(sign_up):
    sign_up()
    Account.objects.update(password=make_password(None), is_active=True)

    assert not only().check_password("")
    assert not only().check_password("!")
