from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0023_signatures_that_stand"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["window", "state", "specialty", "version", "handicap", "id"],
                name="registrations_counted",
            ),
        ),
        migrations.RemoveIndex(model_name="registration", name="registrations_of_window"),
    ]
