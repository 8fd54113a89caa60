from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0035_first_days_so_far"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="piece",
            name="pieces_asked_again",
        ),
        migrations.RemoveIndex(
            model_name="version",
            name="versions_by_day",
        ),
        migrations.AddIndex(
            model_name="piece",
            index=models.Index(
                condition=models.Q(("state", "refused")),
                fields=["registration", "correction_due_at", "kind", "reason_code", "state"],
                name="pieces_asked_again",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("first_saved_on__isnull", False)),
                fields=["window", "first_saved_on"],
                name="registrations_by_day",
            ),
        ),
    ]
