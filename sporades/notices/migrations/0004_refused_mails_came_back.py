"""What a relay had refused before is a return like the others, learnt when it was written."""

from typing import Any

from django.db import migrations
from django.db.models import F


def date(apps: Any, schema_editor: Any) -> None:
    refused = apps.get_model("notices", "Notice").objects.filter(state="refused", returned_at=None)
    refused.update(returned_at=F("queued_at"), returned_for="refused")


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_returns_and_silence"),
    ]

    operations = [
        migrations.RunPython(date, migrations.RunPython.noop),
    ]
