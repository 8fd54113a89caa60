"""Somebody is asked to join the exam office."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_search_keys")]
    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("name", models.CharField(max_length=100)),
                ("role", models.CharField(max_length=20)),
                ("academies", models.JSONField(default=list)),
                ("diplomas", models.JSONField(default=list)),
                ("sees_files", models.BooleanField(default=True)),
                ("sees_handicap", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254)),
                ("email_canonical", models.CharField(max_length=320, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("notice", models.UUIDField()),
                ("invited_at", models.DateTimeField()),
            ],
            options={"ordering": ["name", "id"]},
        ),
    ]
