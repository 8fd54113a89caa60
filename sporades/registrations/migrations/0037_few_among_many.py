from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0036_figures_from_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="file",
            index=models.Index(
                condition=models.Q(("scan", "infected")), fields=["deposit"], name="files_infected"
            ),
        ),
        migrations.AddIndex(
            model_name="piece",
            index=models.Index(
                condition=models.Q(("state", "late")), fields=["registration"], name="pieces_late"
            ),
        ),
    ]
