"""A root that nothing seals proves nothing: the first signed one holds every chain again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0003_an_index_of_refusals"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM journal_root", migrations.RunSQL.noop),
    ]
