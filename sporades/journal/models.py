"""How the journal is kept: one chain per subject, entries that only follow one another.

An entry holds no personal detail. What is personal (a name as it was typed, a
reason, an address) lies in `Detail`, whose salted digest is part of the chain:
a purge erases the row, and the chain still holds. The salt keeps the digest of
a short answer (yes, no, a birth date) from being guessed.
"""

from typing import ClassVar

from django.db import models

# What a candidate attempted and a rule refused: during an incident, they are invited back.
REFUSED = ("deposit_refused", "save_refused", "start_refused", "step_refused", "withdraw_refused")


class Chain(models.Model):
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_chain_per_subject")
        ]


class Entry(models.Model):
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()  # legal clock: the instant that counts
    recorded_at = models.DateTimeField()  # machine's clock: when the row was written
    rule = models.CharField(max_length=80, blank=True)
    source = models.TextField(blank=True)
    edition = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    details_digest = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    # The idempotency token of the form: the same click twice is one act.
    token = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULLs are many, tokens are one
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "position"], name="one_entry_per_position")
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=models.Q(kind__in=REFUSED), name="entries_refused")
        ]


class Detail(models.Model):
    """What a purge may erase. No row means « effacé par la purge »."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="detail")
    salt = models.CharField(max_length=32)
    content = models.JSONField()


class Consultation(models.Model):
    """An officer has opened somebody's file: a log of its own, for reading changes nothing."""

    officer_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    page = models.CharField(max_length=60)
    at = models.DateTimeField()  # legal clock
    recorded_at = models.DateTimeField()  # machine's clock
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["officer_id", "-recorded_at"], name="consultations_of_officer"),
            models.Index(fields=["subject_kind", "subject_id"], name="consultations_of_subject"),
        ]


class Root(models.Model):
    """One day's Merkle root, signed, with the digest of the root before it: what is published."""

    day = models.DateField(unique=True)
    chains = models.PositiveIntegerField()  # how many had moved since the root before
    root = models.CharField(max_length=64)
    # The three that came later have a default of the database: the release before knows nothing of them.
    previous = models.CharField(max_length=64, blank=True, db_default="")
    made_at = models.DateTimeField()
    key_id = models.CharField(max_length=40, db_default="")
    signature = models.CharField(
        max_length=120, db_default=""
    )  # ECDSA P-256 over the statement, DER in base64

    class Meta:
        ordering: ClassVar = ["day"]


class Leaf(models.Model):
    """How far one chain had come when a day was closed. A chain that has not moved since has no new one."""

    root = models.ForeignKey(Root, on_delete=models.PROTECT, related_name="leaves")
    place = models.PositiveIntegerField()
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="leaves", db_index=False)
    position = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["root", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "place"], name="one_leaf_of_a_place"),
            models.UniqueConstraint(fields=["chain", "position"], name="one_leaf_of_a_position"),
        ]
