from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0027_lists_in_the_making"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="waiting_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="waiting_since_without_health",
            field=models.DateTimeField(null=True),
        ),
    ]
