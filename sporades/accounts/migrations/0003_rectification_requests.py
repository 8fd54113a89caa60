"""What a candidate asks once their identity is frozen."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_email_changes")]
    operations = [
        migrations.CreateModel(
            name="RectificationRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[("filed", "Filed"), ("accepted", "Accepted"), ("refused", "Refused")],
                        default="filed",
                        max_length=10,
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rectifications",
                        to="accounts.candidate",
                    ),
                ),
            ],
            options={
                "ordering": ["-filed_at", "id"],
            },
        ),
    ]
