"""Who may come in, and who they are."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254)),
                ("email_canonical", models.CharField(max_length=320, unique=True)),
                ("is_active", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("activated_at", models.DateTimeField(null=True)),
                ("activation_digest", models.CharField(max_length=64, unique=True)),
                ("activation_notice", models.UUIDField()),
                ("activation_asked_at", models.DateTimeField()),
                ("password_changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_active", False)),
                        fields=["activation_asked_at"],
                        name="accounts_unactivated",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("birth_name", models.CharField(max_length=100)),
                ("given_names", models.CharField(max_length=100)),
                ("birth_date", models.DateField()),
                ("identity_frozen_at", models.DateTimeField(null=True)),
                ("line1", models.CharField(blank=True, max_length=100)),
                ("line2", models.CharField(blank=True, max_length=100)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(blank=True, max_length=100)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("phone", models.CharField(blank=True, max_length=20)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidate",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
