"""Does LibreOffice read in an exported workbook, cell after cell, what was exported?

It is asked for the formulas rather than their results, and for quotes around
each text: a cell that computes, or a number that became a text, shows.
"""

import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model

from sporades.accounts.models import Account, Candidate
from sporades.adapters import clocks, spreadsheets
from sporades.adapters.spreadsheets import FORMULA
from sporades.registrations.actions import exporting, making_exports
from sporades.registrations.models import Export, Registration
from sporades.registrations.queries import exports
from tests import people
from tests.adapters.test_spreadsheets import FORMULAS, TEXTS
from tests.people import KARIM, NOW, PATISSIER, PAUL

pytestmark = [pytest.mark.drill, pytest.mark.once]

ROWS = exports.ALONE
# In French and UTF-8: each text in quotes, the rest as it is shown, and formulas rather than results.
ASKED = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1036,true,true,true"
# XML makes of each end of a line the same one.
TYPED = [text for text in [*FORMULAS, *TEXTS] if "\r" not in text]
NAMES = [
    "Ménager-Šimić",
    "N’Diaye",
    'd’Orgeval; dit "Léo"',
    "Œuvray",
    "Nguyễn",
    "=HYPERLINK(1)",
    "0001",
    "1E5",
]


def as_read_by_libreoffice(workbook: bytes, folder: Path) -> str:
    assert shutil.which("soffice"), "tools/needs soffice"
    (folder / "export.xlsx").write_bytes(workbook)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ASKED, "--outdir", folder, folder / "export.xlsx"],
        capture_output=True, check=True, env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return (folder / "export.csv").read_text(encoding="utf-8")


def as_it_should_read(rows: Sequence[Sequence[spreadsheets.Cell]]) -> str:
    return "".join(";".join(map(_shown, row)) + "\n" for row in rows)


def _shown(cell: spreadsheets.Cell) -> str:
    match cell:
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case int():
            return str(cell)
        case str() if cell:
            quoted = spreadsheets.neutral(cell).replace('"', '""')
            return f'"{quoted}"'
    return ""


def a_thousand_people(first: Registration) -> None:
    """Copies of one registration, each somebody else's, with what people type where they may."""
    accounts, candidates, rows = [], [], []
    for number in range(1, ROWS):
        account, candidate = (
            Account(**_columns(first.candidate.account)),
            Candidate(**_columns(first.candidate)),
        )
        row = Registration(**_columns(first))
        account.id, candidate.id, row.id = uuid4(), uuid4(), uuid4()
        account.email = account.email_canonical = account.activation_digest = f"n{number}@exemple.fr"
        candidate.account, row.candidate = account, candidate
        candidate.birth_name, candidate.given_names = NAMES[number % len(NAMES)], f"Zoé {number}"
        candidate.birth_date = date(1950, 1, 1) + timedelta(days=27 * number)
        candidate.line1, candidate.line2 = TYPED[number % len(TYPED)], f"00{number}"
        row.number, row.handicap = f"25-23-9{number:05}", number % 2 == 0
        row.saved_at = row.state_since = NOW + timedelta(minutes=number)
        accounts.append(account)
        candidates.append(candidate)
        rows.append(row)
    for model, kept in ((Account, accounts), (Candidate, candidates), (Registration, rows)):
        model._default_manager.bulk_create(kept, batch_size=200)


def _columns(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_libreoffice_reads_each_cell_of_a_thousand_rows_as_it_was_exported(session, tmp_path):
    a_thousand_people(people.saved(KARIM, PATISSIER))
    paul, calendar = people.officer(PAUL), people.window().calendar
    by, columns = people.acting(paul), list(exports.COLUMNS)
    asked = exporting.ask(
        calendar,
        query="",
        columns=columns,
        file_format="xlsx",
        purpose="Relire.",
        token=people.token(),
        by=by,
        now=NOW,
    )
    assert making_exports.make_next(machine_now=clocks.machine_now(), now=NOW)
    workbook = b"".join(exporting.take(Export.objects.get(id=asked), by=by, now=NOW))

    read = as_read_by_libreoffice(workbook, tmp_path)

    kept = Registration.objects.select_related("candidate__account").order_by("number")
    lines = exports.lines(kept, columns, calendar.zone)
    assert read == as_it_should_read([exports.heads(columns), *lines])
    assert read.count('"25-23-') == ROWS
    assert [text for text in TYPED if FORMULA.match(text) and f'"\'{text}"' not in read] == []
