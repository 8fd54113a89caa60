"""What is kept of each file that was received, and of what the antivirus said of it?"""

import uuid
from typing import ClassVar

from django.db import models


class Scan(models.TextChoices):
    QUARANTINED = "quarantined"  # en cours d'analyse
    CLEAN = "clean"
    INFECTED = "infected"
    ERASED = "erased"  # it showed a diagnosis: nobody may read it again


class File(models.Model):
    """One file as it was received: bytes encrypted under a key of its own, hash, and what the antivirus said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deposit = models.ForeignKey("registrations.Deposit", on_delete=models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=80)
    wrapped_key = models.TextField()
    key_id = models.CharField(max_length=40)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.QUARANTINED)
    found = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()  # machine's clock

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deposit", "position"], name="files_in_order")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(scan="quarantined"), name="files_to_scan"
            ),
            models.Index(fields=["deposit"], condition=models.Q(scan="infected"), name="files_infected"),
        ]
