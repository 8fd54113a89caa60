"""Under which names does a mail leave, so that its return can be told from a forged one?

Its sender on the envelope and its Message-ID carry one token: the mail's id and
a code that only we can write. A failure is reported to the first and quotes the
second: one of them comes back whatever the servers on the way keep. Whoever has
received the mail has the token too: a return is news, never a proof.
"""

import base64
import re
from collections.abc import Iterator
from email.charset import QP, Charset
from email.header import Header
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.crypto import salted_hmac

from sporades.notices.models import Notice

_SALT = "sporades.notices.envelopes"
_ID, _CODE = 16, 9  # bytes: 40 letters together, whatever servers do to their case
_TOKEN = re.compile(rb"[+<]([a-zA-Z2-7]{40})@")
# Seven bits and short lines all the way: no server on it rewrites what was signed.
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


def message_of(notice: Notice) -> EmailMultiAlternatives:
    """The mail as the relay is given it: text, then the same as HTML; nothing is fetched, nothing reports."""
    domain = settings.MAIL_RETURN.partition("@")[2]
    message = EmailMultiAlternatives(
        subject=_encoded(notice.title),
        body=notice.text,
        from_email=sender_of(notice.id),
        to=[notice.recipient],
        headers={
            "From": settings.MAIL_FROM,
            "Message-ID": message_id(notice.id),
            # Out-of-office answers and mailing robots must not answer; Exchange reads its own header only.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            # To sort them by; nobody can leave this list, and its help is a page.
            "List-Id": f"Sporades <sporades.{domain}>",
            "List-Help": f"<{settings.SITE_URL}{reverse('help')}>",
            "List-Post": "NO",
        },
    )
    message.encoding = _UTF8
    message.attach_alternative(notice.html, "text/html")
    return message


def _encoded(title: str) -> str:
    """Words that fit on the first line after « Subject: », which Django would leave empty."""
    return (
        title if title.isascii() else Header(title, "utf-8", header_name="Subject").encode().replace("\n", "")
    )


def sender_of(notice_id: UUID) -> str:
    """« retours+….@… »: what the relay is told, and what the receiver answers to."""
    mailbox, _, domain = settings.MAIL_RETURN.partition("@")
    return f"{mailbox}+{_token(notice_id)}@{domain}"


def message_id(notice_id: UUID) -> str:
    return f"<{_token(notice_id)}@{settings.MAIL_RETURN.partition('@')[2]}>"


def notice_in(raw: bytes) -> UUID | None:
    """The mail whose token this message carries, if we wrote that token."""
    return next(_known(raw), None)


def _known(raw: bytes) -> Iterator[UUID]:
    for found in _TOKEN.finditer(raw):
        token = base64.b32decode(found[1], casefold=True)
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if any(compare_digest(token[_ID:], _code(token[:_ID], key)) for key in keys):
            yield UUID(bytes=token[:_ID])


def _token(notice_id: UUID) -> str:
    signed = notice_id.bytes + _code(notice_id.bytes, settings.SECRET_KEY)
    return base64.b32encode(signed).decode("ascii").lower()


def _code(said: bytes, key: str) -> bytes:
    return salted_hmac(_SALT, said, secret=key, algorithm="sha256").digest()[:_CODE]
