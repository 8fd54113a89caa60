"""What is kept of an export: who asked, for what, who agreed, and where its sealed parts lie while they do."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q


class Export(models.Model):
    """A file of registrations that leaves the service: asked, agreed if it is long, made by the worker, erased."""

    class State(models.TextChoices):
        HELD = "held"  # attend une seconde personne
        QUEUED = "queued"  # à préparer
        READY = "ready"  # à télécharger
        REFUSED = "refused"  # non accordé
        FAILED = "failed"  # n’a pas pu être préparé
        ERASED = "erased"  # effacé après son délai

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="exports")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    purpose = models.TextField()
    query = models.CharField(max_length=400, blank=True)  # its filters, as an address writes them
    columns: Any = models.JSONField()
    handicap = models.BooleanField()  # by a column or a filter
    file_format = models.CharField(max_length=4)
    rows = models.PositiveIntegerField()  # counted when it was asked, then as made
    state = models.CharField(max_length=10, choices=State)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()  # machine's clock
    # [[storage key, wrapped key, id of the master key], …] in order; empty before it is made and once it is erased.
    parts: Any = models.JSONField(default=list)
    size = models.PositiveBigIntegerField(null=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "id"]
        constraints: ClassVar = [
            # Two people, whatever the code above says.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="a_second_person_agrees",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_by", "-asked_at"], name="exports_of_officer"),
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="exports_to_make"),
        ]
