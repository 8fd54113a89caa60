from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0026_words_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="decisionlist",
            name="place",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="decisionlist",
            name="state",
            field=models.CharField(
                choices=[("listing", "Listing"), ("checking", "Checking"), ("ready", "Ready")],
                db_default="ready",
                default="ready",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="decisionlist",
            name="undoes",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddConstraint(
            model_name="decisionlist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ready"), _negated=True),
                fields=("window", "decision"),
                name="one_list_in_the_making",
            ),
        ),
    ]
