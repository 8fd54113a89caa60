"""Nobody is written to of an incident that was over before the service wrote of them."""

from typing import Any

from django.db import migrations
from django.db.models import F


def told(apps: Any, schema_editor: Any) -> None:
    incidents = apps.get_model("calendars", "Incident").objects
    incidents.filter(ends_at__isnull=False).update(told_at=F("ends_at"))


class Migration(migrations.Migration):
    dependencies = [("calendars", "0005_who_is_invited_after_an_incident")]

    operations = [migrations.RunPython(told, migrations.RunPython.noop)]
