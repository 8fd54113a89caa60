"""A real SMTP server that takes what it is told to take, and keeps each message as it came."""

import email
import email.policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 OK"


class Relay:
    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        # What it says to a recipient instead of OK; to everybody, before it hears who the mail is for.
        self.refusals: dict[str, str] = {}
        # The same, once it has heard the whole mail.
        self.second_thoughts: dict[str, str] = {}
        self.closed = ""
        self.asked = 0
        self._controller: Controller | None = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked += 1
        envelope.mail_from = address
        return self.closed or TAKEN

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        for address in envelope.rcpt_tos:
            if address in self.second_thoughts:
                return self.second_thoughts[address]
        self.raw.append(envelope.original_content or b"")
        self.senders.append(envelope.mail_from or "")
        self.messages.append(
            email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)  # type: ignore[arg-type]
        )
        return TAKEN

    def start(self, port: int) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def titles(self) -> list[str]:
        return [message["Subject"] for message in self.messages]
