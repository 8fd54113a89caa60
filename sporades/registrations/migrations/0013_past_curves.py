import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0004_sources_and_sequence_of_windows"),
        ("registrations", "0012_pages_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastCurve",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed_on", models.DateField()),
                ("days", models.JSONField()),
                ("source", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("given_by", models.CharField(max_length=60)),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_curves",
                        to="calendars.window",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
    ]
