"""What does somebody find in their mailbox, once the worker has passed?"""

import re
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from sporades.jobs.worker import work_once
from sporades.notices import queries as notices

LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


def newest(to: str) -> notices.Mail:
    """The newest mail that left for this address."""
    # Playwright keeps an event loop in this thread, and the cachet of a PDF wants one of its own.
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        elsewhere.submit(_work).result()
    return arrived(to)


def _work() -> None:
    while work_once():
        pass
    connection.close()


def arrived(to: str) -> notices.Mail:
    """The newest mail that has left for this address, if the worker does nothing now."""
    return next(mail for mail in notices.newest() if mail.recipient == to and mail.left_at)


def link(to: str) -> str:
    """Where the newest mail leads first."""
    return link_in(newest(to))


def link_in(mail: notices.Mail) -> str:
    found = LINK.search(mail.text)
    assert found is not None
    return found[1]
