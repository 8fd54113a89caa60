import re
import socket

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage

from sporades.adapters import mail
from sporades.adapters.undelivered import Cause


class Relay:
    """A real SMTP server that answers what the test says, and keeps what it took."""

    def __init__(self) -> None:
        self.taken = []
        self.answers = {"MAIL": None, "RCPT": None, "DATA": None}

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        envelope.mail_from = address
        return self.answers["MAIL"] or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.answers["RCPT"] is None:
            envelope.rcpt_tos.append(address)
        return self.answers["RCPT"] or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.answers["DATA"] is None:
            self.taken.append(envelope)
        return self.answers["DATA"] or "250 OK"


@pytest.fixture
def relay(settings):
    relay = Relay()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(relay, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield relay
    controller.stop()


@pytest.fixture
def message():
    return EmailMessage(
        "Votre compte",
        "Activez votre compte à l’adresse…",
        from_email="ne-pas-repondre@example.org",
        to=["zoe@example.org"],
        headers={"Message-ID": "<1@example.org>"},
    )


def test_a_message_is_taken_by_the_relay(relay, message):
    mail.send(message)

    (envelope,) = relay.taken
    assert envelope.rcpt_tos == ["zoe@example.org"]
    assert b"Message-ID: <1@example.org>" in envelope.content


@pytest.mark.parametrize(
    ("moment", "answer", "cause"),
    [
        ("RCPT", "550 no such user", Cause.ADDRESS),
        ("RCPT", "550 5.1.1 <zoe@example.org>: Recipient address rejected", Cause.ADDRESS),
        ("RCPT", "552 5.2.2 over quota", Cause.FULL),
        ("RCPT", "553 bad name", Cause.REFUSED),
        ("DATA", "554 refused", Cause.REFUSED),
        ("DATA", "552 too big", Cause.REFUSED),
    ],
)
def test_what_the_relay_refuses_for_good_is_refused_with_its_cause(relay, message, moment, answer, cause):
    relay.answers[moment] = answer

    with pytest.raises(mail.MailRefused, match=re.escape(answer)) as refused:
        mail.send(message)

    assert refused.value.undelivered.cause is cause
    assert not relay.taken


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("RCPT", "450 greylisted"),
        ("RCPT", "452 mailbox full"),
        ("DATA", "451 try later"),
        # A relay that does not know us any more would refuse everybody for good.
        ("RCPT", "554 5.7.1 Relay access denied"),
    ],
)
def test_what_may_be_right_tomorrow_for_this_person_is_put_off(relay, message, moment, answer):
    relay.answers[moment] = answer

    with pytest.raises(mail.MailPutOff):
        mail.send(message)

    assert not relay.taken


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("MAIL", "421 closing"),
        ("MAIL", "550 who are you"),
        ("RCPT", "421 4.7.0 too many"),
        ("RCPT", "451 4.3.0 temporary lookup failure"),
        ("DATA", "452 4.3.1 insufficient system storage"),
    ],
)
def test_what_would_be_said_of_any_mail_is_the_relay_s_silence(relay, message, moment, answer):
    relay.answers[moment] = answer

    with pytest.raises(mail.RelaySilent):
        mail.send(message)

    assert not relay.taken


def test_without_a_relay_it_is_tried_again(settings, relay, message):
    settings.EMAIL_PORT = 1

    with pytest.raises(mail.RelaySilent, match="ConnectionRefusedError"):
        mail.send(message)


def test_credentials_the_relay_does_not_ask_for_are_our_fault_not_the_person_s(settings, relay, message):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "sporades", "wrong"

    with pytest.raises(mail.RelaySilent):
        mail.send(message)


@pytest.mark.parametrize("recipients", [[], ["zoe@example.org", "ana@example.org"]])
def test_a_message_has_one_recipient(relay, message, recipients):
    message.to = recipients

    with pytest.raises(ValueError, match="one person"):
        mail.send(message)
