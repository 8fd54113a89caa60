"""What waits when this version comes has its place already: an account's access first, news for thousands last.

A site or a worker of the version before, beside this one, writes letters and
sends the oldest first: nothing is lost, an order is, for as long as it runs.
"""

from typing import Any

from django.db import migrations

ACCESS, MANY = 1, 3
FOR_MANY = (
    "accommodation_published",
    "incident_over",
    "incident_over_begin",
    "invited_back",
    "paper_published",
    "registration_extended",
    "reminder_confirmation",
    "reminder_draft",
)


def place(apps: Any, schema_editor: Any) -> None:
    waiting = apps.get_model("notices", "Notice").objects.filter(state="queued")
    waiting.filter(urgent=True).exclude(subject_kind="registration").update(urgency=ACCESS)
    waiting.filter(kind__in=FOR_MANY).update(urgency=MANY)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_urgency"),
    ]

    operations = [
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
