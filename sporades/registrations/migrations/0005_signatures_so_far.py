"""Until now every save asked for a new signature: the last version is the one to sign."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def sign_the_last_version(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("registrations", "Registration").objects.update(signature_from=F("version"))


class Migration(migrations.Migration):
    dependencies = [("registrations", "0004_signature_from")]

    operations = [migrations.RunPython(sign_the_last_version, migrations.RunPython.noop)]
