from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0032_a_list_that_fails_waits"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decisionlist",
            name="one_list_in_the_making",
        ),
        migrations.AddField(
            model_name="decisionlist",
            name="dropped_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="decisionlist",
            name="dropped_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="decisionlist",
            name="failing_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="decisionlist",
            name="state",
            field=models.CharField(
                choices=[
                    ("listing", "Listing"),
                    ("checking", "Checking"),
                    ("ready", "Ready"),
                    ("dropped", "Dropped"),
                ],
                db_default="ready",
                default="ready",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionlist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["listing", "checking"])),
                fields=("window", "decision"),
                name="one_list_in_the_making",
            ),
        ),
    ]
