"""A paper of ours: what it says, then the bytes that were made of it, once."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


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
    # Of what we draw: when its cachet is to be affixed, by the machine's clock; None once it is.
    cachet_due_at = models.DateTimeField(null=True, db_default=Now())
    cachet_tries = models.PositiveSmallIntegerField(db_default=0)
    cachet_at = models.DateTimeField(null=True)
    # By anybody who holds the paper, on the public page.
    checks = models.PositiveIntegerField(db_default=0)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-ordered_at", "kind"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "-ordered_at"], name="documents_of_subject"),
            models.Index(fields=["next_try_at"], condition=models.Q(key=""), name="documents_to_make"),
            # How many of a lot of ten thousand were opened is counted from here alone.
            models.Index(
                fields=["lot_id", "retracted_at", "opened_at"],
                condition=models.Q(lot_id__isnull=False),
                name="documents_of_lot",
            ),
            models.Index(
                fields=["cachet_due_at"],
                condition=models.Q(cachet_due_at__isnull=False, lot_id__isnull=True, key__gt=""),
                name="documents_without_cachet",
            ),
            models.Index(fields=["sha256"], condition=models.Q(sha256__gt=""), name="documents_by_hash"),
        ]


class Cachet(models.Model):
    """What was added behind the bytes of a paper: a signature that every reader of PDF verifies."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True)
    key = models.CharField(max_length=80)
    wrapped_key = models.TextField()
    key_id = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)  # of what was added
    size = models.PositiveIntegerField()
    whole_sha256 = models.CharField(max_length=64, db_index=True)  # of the file as it is given
    certificate = models.CharField(max_length=64)  # its fingerprint
