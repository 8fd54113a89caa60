"""What the service leans on, and does it answer now? Asked by `check --deploy` alone.

None of it stops a start: files wait for the antivirus, and the worker for the
database. Whoever installs wants to know before the first candidate does.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from sporades.adapters import antivirus, ocr
from sporades.adapters.antivirus import Verdict
from sporades.config import failures


def the_antivirus_answers(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.CLAMD_SOCKET:
        return []
    said = antivirus.scan(b"a file of nobody", seconds=5)
    if said.verdict is Verdict.CLEAN:
        return []
    return [
        Caution(
            f"clamd does not answer at {settings.CLAMD_SOCKET}: {said.detail}.",
            hint="No officer opens a file before it does. Is SPORADES_CLAMD its socket, and may this user reach it?",
            id="sporades.W005",
        )
    ]


def the_database_is_ready(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [Caution(failures.of_the_database(error) or str(error), id="sporades.W004")]
    if not waiting:
        return []
    return [
        Caution(
            f"{len(waiting)} migration(s) wait: `sporades migrate` makes what this release adds.",
            id="sporades.W004",
        )
    ]


def pages_are_read(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Advice only: a machine that reads no page serves everybody all the same."""
    if settings.SPORADES_LOCAL or ocr.is_there():
        return []
    return [
        Caution(
            "Tesseract does not read French here: nobody is told of a page blurred or cut, or of a wrong paper.",
            hint="Install tesseract-ocr and tesseract-ocr-fra, then start the worker again.",
            id="sporades.W003",
        )
    ]


ALL = (the_antivirus_answers, the_database_is_ready, pages_are_read)
# A tag of its own: settings are checked on machines where nothing of it runs.
TAG = "sporades_machine"
