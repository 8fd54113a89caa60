from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0021_duplicates"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="version", name="first_versions"),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["registration", "number", "saved_at"], name="versions_by_day"),
        ),
    ]
