import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_cachets"),
        ("registrations", "0030_waiting_list"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="publicationline",
            name="lines_of_publication",
        ),
        migrations.RemoveIndex(
            model_name="publicationline",
            name="lines_to_check",
        ),
        migrations.AlterField(
            model_name="publicationline",
            name="publication",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="registrations.publication",
            ),
        ),
        migrations.AlterField(
            model_name="publicationline",
            name="registration",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publication_lines",
                to="registrations.registration",
            ),
        ),
        migrations.AddIndex(
            model_name="publicationline",
            index=models.Index(
                fields=["publication", "state", "next_try_at", "id"], name="lines_of_publication"
            ),
        ),
        migrations.AddIndex(
            model_name="publicationline",
            index=models.Index(fields=["state", "next_try_at"], name="lines_to_do"),
        ),
        migrations.AddIndex(
            model_name="publicationline",
            index=models.Index(fields=["registration", "publication"], name="lines_of_registration"),
        ),
    ]
