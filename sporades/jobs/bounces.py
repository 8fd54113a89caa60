"""What becomes of each message that arrives where our mails come back?

Read it, find which mail it carries the token of, keep why it came back. What
is anything else, or was forged, changes nothing, and is answered by nobody.
"""

import logging
from mailbox import Maildir
from pathlib import Path

from sporades.adapters import bounces, clocks
from sporades.notices import envelopes
from sporades.registrations.actions import bouncing

log = logging.getLogger(__name__)

# What matters of a returned message comes first: who returns it, why, its head.
LONGEST = 256 * 1024


def take(raw: bytes) -> str:
    """What became of it, in words that name nobody."""
    notice_id, why = envelopes.notice_in(raw[:LONGEST]), bounces.read(raw[:LONGEST])
    if notice_id is None:
        return "ignored: it carries no token of ours"
    if why is None:
        return "ignored: it says nothing of a failure"
    if not bouncing.come_back(notice_id, why, now=clocks.legal_now()):
        return f"ignored: mail {notice_id} is not kept any more, or was known to have come back"
    log.info("mail %s came back: %s", notice_id, why.cause)
    return f"mail {notice_id} came back: {why.cause}"


def take_all(folder: Path) -> list[str]:
    """Every new message of a Maildir, each put among those that were read."""
    box = Maildir(folder, create=False)
    said = []
    for key in list(box.keys()):
        message = box.get_message(key)
        if message.get_subdir() != "new":
            continue
        said.append(take(box.get_bytes(key)))
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
    return said
