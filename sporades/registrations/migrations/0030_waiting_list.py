from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0029_waiting_so_far"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=[
                    "academy",
                    "waiting_since",
                    "id",
                    "diploma",
                    "state",
                    "specialty",
                    "handicap",
                    "window",
                ],
                name="registrations_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("waiting_since_without_health__isnull", False)),
                fields=[
                    "academy",
                    "waiting_since_without_health",
                    "id",
                    "diploma",
                    "state",
                    "specialty",
                    "handicap",
                    "window",
                ],
                name="waiting_without_health",
            ),
        ),
        migrations.RemoveIndex(model_name="piece", name="pieces_to_check"),
        migrations.AddIndex(
            model_name="piece",
            index=models.Index(
                condition=models.Q(("state__in", ["deposited", "late"])),
                fields=["registration", "kind"],
                name="pieces_to_check",
            ),
        ),
        migrations.RemoveIndex(model_name="piece", name="pieces_asked_again"),
        migrations.AddIndex(
            model_name="piece",
            index=models.Index(
                condition=models.Q(("state", "refused")),
                fields=["registration", "correction_due_at"],
                name="pieces_asked_again",
            ),
        ),
    ]
