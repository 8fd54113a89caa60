"""`sporades demo_worker`: the worker, which also makes the candidates of the crowd, one at each turn."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sporades.adapters import clocks
from sporades.demo import crowd
from sporades.jobs.worker import Worker, guarded, work_once


class DemoWorker(Worker):
    def turn(self) -> None:
        super().turn()
        if not self.stopping.is_set():
            guarded(lambda: crowd.grow(work_once, now=clocks.legal_now()))


class Command(BaseCommand):
    help = "Runs the demonstration's worker: the ordinary one, and a crowd of candidates little by little."

    def handle(self, **options: Any) -> None:
        if not settings.CLAMD_SOCKET:
            # Said once when the demonstration starts, and at the top of each page: not again for each file.
            logging.getLogger("sporades.registrations.actions.scanning").setLevel(logging.ERROR)
        DemoWorker().run()
