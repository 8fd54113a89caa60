"""How officers share the work: who has which file open, and the searches that each of them keeps."""

import uuid
from typing import ClassVar

from django.db import models

from sporades.accounts.models import Officer


class Claim(models.Model):
    """An officer has this file open: a lease by the machine's clock, for opening changes nothing of the file."""

    registration = models.OneToOneField(
        "registrations.Registration", primary_key=True, on_delete=models.CASCADE, related_name="claim"
    )
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="claims")
    since = models.DateTimeField()
    until = models.DateTimeField()


class SavedSearch(models.Model):
    """A search of the work list that an officer keeps under a name: the query of its address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="searches")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "name"], name="one_search_of_a_name")
        ]
