"""Did the relay take this message, will it ever, or should we try again?

One message has one recipient, so that one answer is about one person. The
relay's 5xx about that person or that text is final; everything else (no
network, 4xx, our own credentials or sender refused) may be right tomorrow.
"""

from contextlib import suppress
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection

_PERMANENT = range(500, 600)


class MailRefused(Exception):
    """The relay will never take this message for this person."""


class MailUnavailable(Exception):
    """The relay could not take it now: try again later."""


def send(message: EmailMessage) -> None:
    """Return once the relay has taken the message; raise MailRefused or MailUnavailable."""
    if len(message.recipients()) != 1:
        raise ValueError("a message is sent to one person")
    message.connection = get_connection()
    try:
        message.send()
    except SMTPRecipientsRefused as refusal:
        # Alone among these, this error keeps the relay's answers by recipient.
        ((code, answer),) = refusal.recipients.values()
        raise _error(code, answer) from refusal
    except SMTPDataError as refusal:
        raise _error(refusal.smtp_code, refusal.smtp_error) from refusal
    except SMTPResponseException as failure:
        raise MailUnavailable(_said(failure.smtp_code, failure.smtp_error)) from failure
    except (SMTPException, OSError) as failure:
        raise MailUnavailable(f"{type(failure).__name__}: {failure}") from failure
    finally:
        # Django leaves a line open when the relay refuses our password.
        with suppress(SMTPException, OSError):
            message.connection.close()


def _error(code: int, answer: bytes | str) -> MailRefused | MailUnavailable:
    kind = MailRefused if code in _PERMANENT else MailUnavailable
    return kind(_said(code, answer))


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"
