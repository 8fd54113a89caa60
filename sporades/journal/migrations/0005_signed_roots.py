"""A day's root follows the one before and is signed; its leaves say how far each chain had come."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0004_roots_that_nobody_signed"),
    ]

    operations = [
        migrations.AlterModelOptions(name="root", options={"ordering": ["day"]}),
        migrations.AddField(
            model_name="root",
            name="previous",
            field=models.CharField(blank=True, max_length=64, db_default=""),
        ),
        migrations.AddField(
            model_name="root",
            name="key_id",
            field=models.CharField(max_length=40, db_default=""),
        ),
        migrations.AddField(
            model_name="root",
            name="signature",
            field=models.CharField(max_length=120, db_default=""),
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "chain",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="journal.chain",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leaves", to="journal.root"
                    ),
                ),
            ],
            options={
                "ordering": ["root", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("root", "place"), name="one_leaf_of_a_place"),
                    models.UniqueConstraint(fields=("chain", "position"), name="one_leaf_of_a_position"),
                ],
            },
        ),
    ]
