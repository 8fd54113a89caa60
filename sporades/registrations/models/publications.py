"""What is kept of a lot that the office publishes: its archives, each file of them, and what became of it.

The archives and the files that reach nobody are erased when the lot is closed;
a file that was published is a `Document` by then, and stays.
"""

import uuid
from typing import ClassVar

from django.db import models

from sporades.documents.models import Document
from sporades.rules.publishing import TAKES_ITS_PLACE, LineState


class Sealed(models.Model):
    """Bytes in the encrypted store, under a key of their own; empty once they are erased."""

    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=80, blank=True)
    wrapped_key = models.TextField(blank=True)
    key_id = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()  # machine's clock

    class Meta:
        abstract = True


class Publication(models.Model):
    """« Lot »: one kind of paper, for one académie and one exam session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    academy = models.CharField(max_length=2)
    exam_session = models.PositiveSmallIntegerField()
    diploma = models.CharField(max_length=10, blank=True)  # empty: all of them
    title = models.CharField(max_length=120)  # for the office
    purpose = models.CharField(max_length=300, blank=True)  # for the candidate
    replaces = models.BooleanField(default=False)
    exam_on = models.DateField(null=True)  # the first day of the exam, if the office gave it
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=60)
    # Chosen by the head of office; lines that are ready are issued from that instant on.
    publish_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(null=True)
    ordered_by = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(null=True)  # when the last of them was
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.CharField(max_length=60, blank=True)
    retracted_for = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-prepared_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__isnull=False, published_at__isnull=True),
                name="publications_due",
            ),
        ]


class Archive(Sealed):
    """What was sent for a lot, as it came; its files are taken out a few at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="archives")
    position = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField()
    files = models.PositiveIntegerField()  # how many it announces
    taken_out = models.PositiveIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "position"], name="archives_in_order")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(is_done=False), name="archives_to_take_out"
            )
        ]


class PublicationLine(Sealed):
    """One file of a lot: whose it is, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Its index, and the registration's, are those below.
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    archive = models.ForeignKey(Archive, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()  # in its archive
    pages = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, default=LineState.WAITING.value)
    why = models.CharField(max_length=40, blank=True)  # the sentence of a file that is refused
    number = models.CharField(max_length=60, blank=True)  # as it was read
    told_by = models.CharField(max_length=10, blank=True)  # name, text, code, hand
    replaces = models.BooleanField(default=False)
    registration = models.ForeignKey(
        "registrations.Registration",
        null=True,
        on_delete=models.PROTECT,
        related_name="publication_lines",
        db_index=False,
    )
    document = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="+")
    retracted_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["archive__position", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["archive", "position"], name="files_of_archive_once"),
            models.UniqueConstraint(
                fields=["publication", "registration"],
                condition=models.Q(state__in=[state.value for state in TAKES_ITS_PLACE]),
                name="one_paper_of_a_lot",
            ),
        ]
        indexes: ClassVar = [
            # The next one is found without reading the others: there are ten thousand in a lot.
            models.Index(fields=["publication", "state", "next_try_at", "id"], name="lines_of_publication"),
            models.Index(fields=["state", "next_try_at"], name="lines_to_do"),
            models.Index(fields=["registration", "publication"], name="lines_of_registration"),
        ]
