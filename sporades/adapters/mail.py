"""Did the relay take this message, will it ever, or should we try again; and whose fault is it?

One message has one recipient, so that one answer is about one person. The
relay's 5xx about that person or that text is final; a 4xx about them is for
them alone, and so is a 5.7: it speaks of rights, which are ours to mend.
Everything else (no network, 421, a full disk, our own credentials or sender
refused) would be said of any mail.
"""

import re
from contextlib import suppress
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection

from sporades.adapters.undelivered import because

_CLOSING = 421
# RFC 3463: the state of the relay itself, of its network, of what we are allowed.
_OF_THE_RELAY = re.compile(r"^4\.[34]\.")
_OF_RIGHTS = re.compile(r"^5\.7\.")


class MailRefused(Exception):
    """The relay will never take this message for this person."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.undelivered = because(answer)


class MailPutOff(Exception):
    """The relay answers, and does not take it for this person now: try again later."""


class RelaySilent(Exception):
    """No mail can leave now."""


def send(message: EmailMessage) -> None:
    """Return once the relay has taken the message; raise MailRefused, MailPutOff or RelaySilent."""
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
        raise RelaySilent(_said(failure.smtp_code, failure.smtp_error)) from failure
    except (SMTPException, OSError) as failure:
        raise RelaySilent(f"{type(failure).__name__}: {failure}") from failure
    finally:
        # Django leaves a line open when the relay refuses our password.
        with suppress(SMTPException, OSError):
            message.connection.close()


def _error(code: int, answer: bytes | str) -> Exception:
    said = _said(code, answer)
    status = said[len("250 ") :]
    if code == _CLOSING or _OF_THE_RELAY.match(status):
        return RelaySilent(said)
    # 4 or 5: will it pass?
    return MailPutOff(said) if code // 100 == 4 or _OF_RIGHTS.match(status) else MailRefused(said)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"
