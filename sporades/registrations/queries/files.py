"""Which stored bytes belong to a deposit?"""

from sporades.registrations.models import Deposit, File, Scan

# Their bytes are not kept.
GONE = (Scan.INFECTED, Scan.ERASED)


def keys() -> set[str]:
    """Every storage key in use: what the sweeper must not take away."""
    given = set(File.objects.exclude(scan__in=GONE).values_list("key", flat=True))
    return given | set(Deposit.objects.exclude(key="").values_list("key", flat=True))


def key_ids() -> set[str]:
    """The master keys without which a deposit could not be read any more."""
    given = set(File.objects.exclude(scan__in=GONE).values_list("key_id", flat=True).distinct())
    return given | set(Deposit.objects.exclude(key="").values_list("key_id", flat=True).distinct())


def waiting_for_antivirus() -> int:
    """How many files no antivirus has seen yet."""
    return File.objects.filter(scan=Scan.QUARANTINED).count()
