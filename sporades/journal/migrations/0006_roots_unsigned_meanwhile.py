"""A day that the release before closed while the columns were being added has no signature: it proves nothing either."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0005_signed_roots"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM journal_root WHERE signature = ''", migrations.RunSQL.noop),
    ]
