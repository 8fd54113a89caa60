"""Which stored bytes belong to a deposit, or to a lot that is being published?"""

from django.db.models import Q

from sporades.registrations.models import Archive, Deposit, File, PublicationLine, Scan
from sporades.rules.publishing import LineState

# Their bytes are not kept.
GONE = (Scan.INFECTED, Scan.ERASED)


def keys() -> set[str]:
    """Every storage key in use: what the sweeper must not take away."""
    given = set(File.objects.exclude(scan__in=GONE).values_list("key", flat=True))
    merged = set(Deposit.objects.exclude(key="").values_list("key", flat=True))
    return given | merged | _of_lots("key")


def key_ids() -> set[str]:
    """The master keys without which a deposit could not be read any more."""
    given = set(File.objects.exclude(scan__in=GONE).values_list("key_id", flat=True).distinct())
    merged = set(Deposit.objects.exclude(key="").values_list("key_id", flat=True).distinct())
    return given | merged | _of_lots("key_id")


def _of_lots(column: str) -> set[str]:
    lines = PublicationLine.objects.exclude(Q(key="") | Q(state=LineState.INFECTED.value))
    archives = Archive.objects.exclude(key="")
    return {
        said
        for rows in (lines, archives)
        for said in rows.order_by().values_list(column, flat=True).distinct()
    }


def waiting_for_antivirus() -> int:
    """How many files no antivirus has seen yet."""
    return File.objects.filter(scan=Scan.QUARANTINED).count()
