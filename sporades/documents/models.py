"""A paper of ours: what it says, then the bytes that were made of it, once."""

import uuid
from typing import ClassVar

from django.db import models


class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    # The registration's number and version as printed; a receipt has a version too, that of its moment.
    number = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    data = models.JSONField()
    ordered_at = models.DateTimeField()
    # Empty until the worker, or the first reader, has made the paper.
    key = models.CharField(max_length=80, blank=True)
    wrapped_key = models.TextField(blank=True)
    key_id = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)
    rendered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    # Of what the office publishes: the lot that it came in, and its fate since. Empty for what we draw.
    lot_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)  # by its candidate, the first time
    replaced_at = models.DateTimeField(null=True)
    retracted_at = models.DateTimeField(null=True)
    retracted_for = models.TextField(blank=True, db_default="")

    class Meta:
        ordering: ClassVar = ["-ordered_at", "kind"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "-ordered_at"], name="documents_of_subject"),
            models.Index(fields=["next_try_at"], condition=models.Q(key=""), name="documents_to_make"),
            models.Index(
                fields=["lot_id"], condition=models.Q(lot_id__isnull=False), name="documents_of_lot"
            ),
        ]
