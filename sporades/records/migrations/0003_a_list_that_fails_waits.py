from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_lists_in_the_making"),
    ]

    operations = [
        migrations.AddField(
            model_name="purge",
            name="next_try_at",
            field=models.DateTimeField(null=True),
        ),
    ]
