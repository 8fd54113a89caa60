"""What becomes of each message that arrives where our mails come back?

Read it, find which mail it carries the token of, keep why it came back. What
is anything else, was forged or cannot be read changes nothing, and is answered
by nobody. Without a token of ours, a message is not even opened.
"""

import logging
from pathlib import Path

from sporades.adapters import bounces, clocks
from sporades.notices import envelopes
from sporades.registrations.actions import bouncing

log = logging.getLogger(__name__)

# What matters of a returned message comes first: who returns it, why, its head.
LONGEST = 256 * 1024


def take(raw: bytes) -> str:
    """What became of it, in words that name nobody."""
    notice_id = envelopes.notice_in(raw[:LONGEST])
    if notice_id is None:
        return "ignored: it carries no token of ours"
    try:
        why = bounces.read(raw[:LONGEST])
    except bounces.CannotBeRead as failure:
        log.warning("a return of mail %s cannot be read: %s", notice_id, failure)
        return "ignored: it cannot be read"
    if why is None:
        return "ignored: it says nothing of a failure"
    if not bouncing.come_back(notice_id, why, now=clocks.legal_now()):
        return f"ignored: mail {notice_id} is not kept any more, or was known to have come back"
    log.info("mail %s came back: %s", notice_id, why.cause)
    return f"mail {notice_id} came back: {why.cause}"


def take_all(folder: Path) -> list[str]:
    """Every new message of a Maildir, each put among those that were read."""
    said = []
    for place in sorted((folder / "new").glob("[!.]*")):
        with place.open("rb") as file:
            said.append(take(file.read(LONGEST)))
        place.rename(folder / "cur" / f"{place.name}:2,S")  # seen, as a mail reader says it
    return said
