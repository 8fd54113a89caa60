from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_cachets"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="document",
            name="documents_of_lot",
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("lot_id__isnull", False)),
                fields=["lot_id", "retracted_at", "opened_at"],
                name="documents_of_lot",
            ),
        ),
    ]
