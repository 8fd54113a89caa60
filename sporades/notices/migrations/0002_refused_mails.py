from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_notices"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state", "refused")),
                fields=["subject_kind", "subject_id"],
                name="notices_refused",
            ),
        ),
    ]
