"""A candidate may ask to replace a piece that is accepted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registrations", "0006_decisions")]
    operations = [
        migrations.CreateModel(
            name="Replacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[("filed", "Filed"), ("agreed", "Agreed"), ("refused", "Refused")],
                        default="filed",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("filed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "piece",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="registrations.piece",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "filed")),
                        fields=("piece",),
                        name="one_request_at_a_time",
                    )
                ],
            },
        ),
    ]
