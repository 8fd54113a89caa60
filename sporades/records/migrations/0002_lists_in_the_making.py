from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_holds_and_purges"),
    ]

    operations = [
        migrations.AddField(
            model_name="purge",
            name="listing",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="purge",
            name="place",
            field=models.UUIDField(null=True),
        ),
    ]
