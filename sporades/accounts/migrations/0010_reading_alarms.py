"""An officer has opened more files than anybody checks, and may be suspended."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_invitations")]
    operations = [
        migrations.AddField(model_name="officer", name="suspended_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="ReadingAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("files", models.PositiveIntegerField()),
                ("suspended", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="accounts.officer",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
    ]
