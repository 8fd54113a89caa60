from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0006_urgency_of_what_waits"),
    ]

    operations = [
        # The version before reads and writes the column as one of the model's: it stays, with its default, until the next.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name="notice",
                    name="urgent",
                ),
            ],
        ),
    ]
