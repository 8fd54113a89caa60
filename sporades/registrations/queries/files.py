"""Which stored bytes belong to a deposit, or to a lot that is being published?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from sporades.adapters import storage
from sporades.documents import queries as documents
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


def kept_after(cursor: str, most: int) -> list[storage.Claim]:
    """What is kept under the keys that follow, papers included, in the order of the keys."""
    found = [
        *_claims("file", File.objects.exclude(scan__in=GONE), cursor, most),
        *_claims("deposit", Deposit.objects.all(), cursor, most),
        *_claims("archive", Archive.objects.all(), cursor, most),
        *_claims("line", PublicationLine.objects.exclude(state=LineState.INFECTED.value), cursor, most),
        *documents.kept_after(cursor, most),
    ]
    # A paper that was published is kept by its line and by its document: it is looked at once.
    by_key = {claim.key: claim for claim in found}
    return [by_key[key] for key in sorted(by_key)[:most]]


def _claims(what: str, rows: QuerySet[Any], cursor: str, most: int) -> Iterator[storage.Claim]:
    for row in rows.filter(key__gt=cursor).order_by("key")[:most]:
        sha256 = getattr(row, "sha256", "")
        yield storage.Claim(f"{what} {row.id}", row.key, row.wrapped_key, row.key_id, sha256)


def waiting_for_antivirus() -> int:
    """How many files no antivirus has seen yet."""
    return File.objects.filter(scan=Scan.QUARANTINED).count()
