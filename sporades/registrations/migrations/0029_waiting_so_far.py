"""What waits already, a thousand at a time: each batch stands by itself, and doing it twice is doing it once.

What the version before does meanwhile is put right by the worker's next round.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Least

BATCH = 1000
CHECKED = ["saved", "confirmed", "incomplete", "admitted"]
TO_CHECK = ["deposited", "late"]
DECIDED = ["accepted", "waived", "not_needed"]
BLOCKING = ["blocks_admission", "cancelled"]


def say_since_when(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    registrations = apps.get_model("registrations", "Registration").objects
    ids = list(registrations.filter(state__in=CHECKED).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        registrations.filter(id__in=ids[start : start + BATCH]).update(
            waiting_since=_since(apps, hidden=[]),
            waiting_since_without_health=_since(apps, hidden=["accommodation"]),
        )


def _since(apps: Apps, *, hidden: list[str]) -> Case:
    every = apps.get_model("registrations", "Piece").objects.filter(registration=OuterRef("pk")).order_by()
    seen = every.exclude(kind__in=hidden)
    to_check = seen.filter(state__in=TO_CHECK)
    undecided = every.filter(due_date="pieces", if_missing__in=BLOCKING).exclude(state__in=DECIDED)
    is_ready = Q(state="confirmed") & ~Exists(every.filter(state__in=TO_CHECK)) & ~Exists(undecided)
    refused = seen.filter(state="refused", correction_due_at__isnull=False)
    due = refused.order_by("correction_due_at").values("correction_due_at")[:1]
    return Case(
        When(Exists(to_check), then=Coalesce(Subquery(_first_given(apps, hidden)), F("state_since"))),
        When(is_ready | Q(Exists(seen.filter(replacements__state="filed"))), then=F("state_since")),
        default=Subquery(due),
    )


def _first_given(apps: Apps, hidden: list[str]) -> Any:
    deposits = apps.get_model("registrations", "Deposit").objects.filter(
        piece__registration=OuterRef("pk"), piece__state__in=TO_CHECK, superseded=False
    )
    came = deposits.exclude(piece__kind__in=hidden).annotate(came_at=Least("at", "recorded_at"))
    return came.order_by("came_at").values("came_at")[:1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registrations", "0028_waiting_since")]

    operations = [migrations.RunPython(say_since_when, migrations.RunPython.noop)]
