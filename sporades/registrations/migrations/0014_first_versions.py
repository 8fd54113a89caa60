from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0013_past_curves"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("number", 1)), fields=["registration", "saved_at"], name="first_versions"
            ),
        ),
    ]
