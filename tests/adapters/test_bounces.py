"""What each server writes when a mail comes back, and what people's robots write that is no such thing."""

from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from sporades.adapters import bounces
from sporades.adapters.undelivered import Cause, Undelivered
from tests.people import NOW
from tests.source import ROOT

RETURN = "retours+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@sporades.example"


def mail(sender: str, subject: str, text: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, RETURN, subject
    message["Date"] = format_datetime(NOW)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def report(action: str, status: str, answer: str, *, sender: str = "MAILER-DAEMON@relais.example") -> bytes:
    """RFC 3464, as Postfix, Exchange and Gmail write it: words, what happened, the head of the mail."""
    block = [f"Final-Recipient: rfc822; lea@exemple.fr\nAction: {action}\nStatus: {status}"]
    block += [f"Diagnostic-Code: smtp; {answer}"] if answer else []
    return (
        f"Return-Path: <>\nFrom: {sender}\nTo: {RETURN}\nSubject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you…\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relais.example\n\n"
        + "\n".join(block)
        + "\n\n--b\nContent-Type: text/rfc822-headers\n\nSubject: Activer mon compte\nMessage-ID: <x@y>\n\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "answer", "cause"),
    [
        # Orange says of a full mailbox what it says of an unknown one.
        ("5.1.1", "550 5.1.1 <l@orange.fr> Adresse d au moins un destinataire invalide. OFR_416 [416]", "address"),
        ("5.1.1", "552 5.1.1 <l@orange.fr> Boite du destinataire pleine. Recipient overquota. OFR_417", "full"),
        ("5.1.1", "550 5.1.1 <l@free.fr>: Recipient address rejected: User unknown in relay table", "address"),
        ("5.2.2", "552 5.2.2 <l@free.fr>: user is over quota", "full"),
        ("5.1.1", "550 5.1.1 <l@laposte.net>: Recipient address rejected: User unknown", "address"),
        ("5.1.1", "550-5.1.1 The email account that you tried to reach does not exist. - gsmtp", "address"),
        ("4.2.2", "452-4.2.2 The recipient's inbox is out of storage space. - gsmtp", "full"),
        ("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", "refused"),
        ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).", "address"),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP lookup", "address"),
        ("5.4.4", "Host or domain name not found. Name service error for name=gmial.fr type=AAAA", "address"),
        ("4.4.1", "connect to mx.exemple.fr[192.0.2.1]:25: Connection timed out", "silent"),
        ("4.4.7", "", "silent"),
        ("5.0.0", "554 delivery error: dd This user doesn't have a yahoo.fr account", "address"),
        ("5.7.1", "550 5.7.1 user unknown or not allowed to write here", "refused"),
    ],
)  # fmt: skip
def test_a_standard_report_says_why_whichever_server_answered(status, answer, cause):
    why = bounces.read(report("failed", status, answer))

    assert why is not None
    assert (why.cause.value, "\n" in why.said) == (cause, False)
    assert status in why.said or answer.startswith("552 5.1.1")


IN_WORDS = {
    "qmail": (
        mail(
            "MAILER-DAEMON@mx.exemple.fr",
            "failure notice",
            "Hi. This is the qmail-send program at mx.exemple.fr.\nI'm afraid I wasn't able to deliver your message to "
            "the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            "<lea@exemple.fr>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
            "--- Below this line is a copy of the message.\n\nSubject: x\n",
        ),
        Cause.ADDRESS,
    ),
    "exim": (
        mail(
            "Mail Delivery System <Mailer-Daemon@mx.exemple.fr>",
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\n"
            "  lea@exemple.fr\n    host mx.exemple.fr: 552 5.2.2 mailbox full\n",
            X_Failed_Recipients="lea@exemple.fr",
        ),
        Cause.FULL,
    ),
    "a daemon that speaks French": (
        mail(
            "Postmaster <postmaster@exemple.fr>",
            "Échec de la remise",
            "Bonjour,\n\nVotre message n’a pas pu être remis à lea@exemple.fr.\nRéponse du serveur : "
            "550 5.1.1 destinataire inconnu\n",
        ),
        Cause.ADDRESS,
    ),
}


@pytest.mark.parametrize("form", IN_WORDS)
def test_what_is_said_in_words_only_is_understood_too(form):
    message, cause = IN_WORDS[form]

    why = bounces.read(message.as_bytes())

    assert why is not None
    assert why.cause is cause


# What a Postfix wrote and handed over (tests/drills/test_postfix.py); the token is taken out, the mail cut short.
OF_POSTFIX = {
    "unknown": Undelivered(
        Cause.ADDRESS, "550 5.1.1 <inconnu@exemple.fr>: Recipient address rejected: User unknown"
    ),
    "full-but-said-unknown": Undelivered(
        Cause.FULL, "552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417"
    ),
    "taken-for-spam": Undelivered(Cause.REFUSED, "554 5.7.1 Message rejected as spam by Content Filtering."),
    "given-up-silent": Undelivered(
        Cause.SILENT, "4.4.1 connect to 127.0.0.1[127.0.0.1]:1: Connection refused"
    ),
    "late-full": None,
}


@pytest.mark.parametrize("what", OF_POSTFIX)
def test_what_a_real_postfix_wrote_is_read_whole(what):
    raw = (ROOT / "tests" / "corpus" / "bounces" / f"postfix-3.7-{what}.eml").read_bytes()

    assert bounces.read(raw) == OF_POSTFIX[what]


def test_nobody_is_nobody_under_the_name_that_postfix_gives_them():
    message = mail(
        "Courrier <courrier@mx.exemple.fr>",
        "Mail delivery failed",
        "  lea@exemple.fr\n    host mx.exemple.fr: 552 5.2.2 mailbox full\n",
        X_Failed_Recipients="lea@exemple.fr",
    )
    assert bounces.read(message.as_bytes()) is None
    for nobody in ("<>", "<MAILER-DAEMON>"):
        why = bounces.read(f"Return-Path: {nobody}\n".encode() + message.as_bytes())

        assert why is not None
        assert why.cause is Cause.FULL


NO_RETURN = {
    "a warning that the mail is late": report("delayed", "4.4.1", "connect to mx: Connection timed out"),
    "a receipt of delivery": report("delivered", "2.0.0", "250 OK"),
    "somebody who is away": mail(
        "lea@exemple.fr",
        "Réponse automatique : Activer mon compte",
        "Je suis absente jusqu’au 12. Pour le bureau 550 du 5.1.1, écrivez à mon collègue.",
        Auto_Submitted="auto-replied",
        Return_Path="<>",
    ).as_bytes(),
    "a receipt of reading": mail("lea@exemple.fr", "Lu : Activer mon compte", "Votre message a été lu.")
    .as_bytes()
    .replace(b"text/plain", b"multipart/report; report-type=disposition-notification"),
    "somebody who answers": mail("lea@exemple.fr", "Re: Activer mon compte", "550 merci").as_bytes(),
    "an answer of a postmaster": mail("postmaster@exemple.fr", "Bonjour", "Qui êtes-vous ?").as_bytes(),
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "a report cut short": report("failed", "5.1.1", "550 unknown")[:250],
}


@pytest.mark.parametrize("what", NO_RETURN)
def test_what_says_nothing_of_a_failure_is_no_return(what):
    assert bounces.read(NO_RETURN[what]) is None
