"""The day of each first save so far, a thousand at a time: each batch stands by itself, and twice is once.

What the version before does meanwhile is put right by the worker's next round.
"""

from zoneinfo import ZoneInfo

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate

BATCH = 1000


def say_the_day(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    registrations = apps.get_model("registrations", "Registration").objects
    zones = apps.get_model("calendars", "Calendar").objects.order_by().values_list("zone", flat=True)
    for zone in zones.distinct():
        saved = registrations.filter(window__calendar__zone=zone, version__gt=0)
        ids = list(saved.order_by("id").values_list("id", flat=True))
        for start in range(0, len(ids), BATCH):
            some = registrations.filter(id__in=ids[start : start + BATCH])
            some.update(first_saved_on=_first_day(apps, zone))


def _first_day(apps: Apps, zone: str) -> Subquery:
    firsts = apps.get_model("registrations", "Version").objects.filter(registration=OuterRef("pk"), number=1)
    return Subquery(firsts.annotate(day=TruncDate("saved_at", tzinfo=ZoneInfo(zone))).values("day"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registrations", "0034_first_saved_on")]

    operations = [migrations.RunPython(say_the_day, migrations.RunPython.noop)]
