"""What the worker does at night: the journal's day is closed, and what two people approved is erased."""

from datetime import timedelta

from django.db import connection

from sporades.adapters import clocks
from sporades.jobs.worker import Worker
from sporades.journal import roots
from sporades.journal.values import Actor
from sporades.records.actions import purging
from sporades.registrations.models import File
from tests import people

OVER = people.paris(2027, 1, 2, 9)


def test_a_turn_of_the_worker_closes_the_day_and_erases_where_the_database_has_no_roles(service, settings):
    settings.SPORADES_DEMO = True
    clocks.start_at(OVER)
    held = purging.freeze("23", token=people.token(), by=Actor("officer", "paul"), now=OVER)
    while purging.list_next(machine_now=clocks.machine_now(), now=OVER):
        pass
    purging.approve(held.id, token=people.token(), by=Actor("officer", "maud"), now=OVER)
    worker = Worker()
    worker.stopping.set()  # it does not wait for the next turn

    worker.turn()

    assert roots.published()[0].day == OVER.date() - timedelta(days=1)
    # On PostgreSQL the site's role cannot take anything away: `sporades purge` does.
    assert File.objects.exists() is (connection.vendor == "postgresql")
