from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_a_list_that_fails_waits"),
    ]

    operations = [
        migrations.AddField(
            model_name="purge",
            name="failing_since",
            field=models.DateTimeField(null=True),
        ),
    ]
