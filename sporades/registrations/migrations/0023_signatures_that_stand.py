from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0022_versions_by_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="deposit",
            name="stands_for",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
