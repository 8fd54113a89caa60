"""Is this message one of ours that could not be delivered, and why did it come back?

RFC 3464 says how a server reports a failure; the standard library reads that.
What other servers write is known to flufl.bounce, Mailman's own. A warning that
the mail is late, a receipt, an answer of somebody who is away say nothing here.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from flufl.bounce import all_failures

from sporades.adapters.undelivered import Undelivered, because

# As Postfix hands over what came from nobody: it names no one by « MAILER-DAEMON ».
_NOBODY = frozenset({"<>", "<MAILER-DAEMON>"})
_DAEMONS = re.compile(r"(?:mailer-daemon|postmaster|mail-?daemon|microsoftexchange\w*)@?", re.IGNORECASE)
# « 550 5.1.1 … », alone or in a sentence: what the other server answered.
_ANSWER = re.compile(r"(?<![\d.])[45]\d\d[ -].{3,200}")
_LONGEST = 200


class CannotBeRead(Exception):
    """Made to break who reads it, or broken on its way: trying again would change nothing."""


def read(raw: bytes) -> Undelivered | None:
    """What came back and why; None if this is anything else. Raises CannotBeRead."""
    try:
        return _read(raw)
    except Exception as failure:  # on hostile bytes a parser may raise anything at all
        # The name of the failure only: its words may quote the message.
        raise CannotBeRead(type(failure).__name__) from failure


def _read(raw: bytes) -> Undelivered | None:
    message = message_from_bytes(raw)
    if message.get_content_type() == "multipart/report" and (blocks := list(_blocks(message))):
        return _reported(blocks)
    return _told(message) if _is_of_a_machine(message) else None


def _blocks(message: Message) -> Iterator[Message]:
    """What is said of each recipient."""
    for part in message.walk():
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            held = part.get_payload()
            yield from (block for block in held if isinstance(block, Message) and "Action" in block)


def _reported(blocks: list[Message]) -> Undelivered | None:
    for block in blocks:
        if str(block["Action"]).strip().lower() == "failed":
            status, answer = str(block["Status"] or "").strip(), _one_line(block["Diagnostic-Code"])
            said = answer.partition(";")[2].strip() or answer
            # The code that the report gives, unless the answer brings its own.
            return _undelivered(said if status in said else f"{status} {said}")
    return None


def _is_of_a_machine(message: Message) -> bool:
    """Sent by no one: not by a person, nor by the robot of a person who is away."""
    sender = parseaddr(str(message["From"] or ""))[1]
    alone = str(message["Return-Path"] or "").strip() in _NOBODY
    return bool(_DAEMONS.match(sender)) or (alone and "X-Failed-Recipients" in message)


def _told(message: Message) -> Undelivered | None:
    """In words only: what is known by its form, then whatever quotes a server that refuses for good."""
    late, failed = all_failures(message)
    answers = _ANSWER.findall(_text(message))
    if failed:
        return _undelivered(answers[0] if answers else _text(message).strip())
    refusals = [answer for answer in answers if answer.startswith("5")]
    return _undelivered(refusals[0]) if refusals and not late else None


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            held = part.get_payload(decode=True)
            return held.decode("utf-8", "replace") if isinstance(held, bytes) else ""
    return ""


def _undelivered(said: str) -> Undelivered:
    line = _one_line(said)
    return Undelivered(because(line).cause, line[:_LONGEST])


def _one_line(said: object) -> str:
    return " ".join(str(said or "").split())
