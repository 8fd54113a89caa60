from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0024_registrations_counted"),
    ]

    operations = [
        migrations.AddField(
            model_name="deposit",
            name="read_sheets",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
