"""Has this been tried too often, without punishing forty people behind one address?

A counter is a row for one stretch of time: it survives a restart and is shared
by every process. What is limited hard is an account tried from devices it does
not know; the address of a whole classroom has room for a classroom. A device
that has logged in before counts apart, so that a stranger's failures never
shut the owner out. Times are the machine's: a demonstration's clock does not
forgive attempts.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac

from sporades.accounts.models import Attempts
from sporades.adapters import clocks

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    most: int
    every: timedelta


QUARTER = timedelta(minutes=15)
LOGINS_OF_ACCOUNT = Limit("login", 10, QUARTER)
LOGINS_OF_DEVICE = Limit("device", 10, QUARTER)
LOGINS_OF_ADDRESS = Limit("login-ip", 400, QUARTER)
REAUTHENTICATIONS = Limit("password", 10, QUARTER)
SECOND_FACTORS = Limit("factor", 10, QUARTER)
# Each asks a mail for one address: enough to try again, too few to fill a mailbox.
MAILS_OF_MAILBOX = Limit("mail", 6, timedelta(hours=1))
MAILS_OF_ADDRESS = Limit("mail-ip", 400, timedelta(hours=1))


class TooMany(Exception):
    """Said to people as a number of minutes."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes


def consume(limit: Limit, who: str) -> str:
    """Counts one attempt and returns its key, for `give_back`; raises TooMany."""
    now = clocks.machine_now()
    number, elapsed = divmod(now.timestamp(), limit.every.total_seconds())
    key = salted_hmac(
        f"sporades.throttle.{limit.name}", f"{int(number)}:{who}", algorithm="sha256"
    ).hexdigest()
    left = limit.every - timedelta(seconds=elapsed)
    Attempts.objects.bulk_create([Attempts(key=key, ends_at=now + left)], ignore_conflicts=True)
    row = Attempts.objects.filter(key=key)
    # One statement counts and compares, so that a thousand at once do not slip through.
    if not row.filter(count__lt=limit.most).update(count=F("count") + 1):
        log.warning("too many attempts: %s", limit.name)
        raise TooMany(minutes=int(left.total_seconds() // 60) + 1)
    return key


def give_back(keys: list[str]) -> None:
    """What succeeded was no attempt against anybody."""
    Attempts.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


def forget_past() -> int:
    """Upkeep: counters of stretches that are over."""
    return Attempts.objects.filter(ends_at__lt=clocks.machine_now()).delete()[0]
