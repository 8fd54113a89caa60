"""Lots of papers to publish: small real PDFs, archives of them, and what the worker does of them."""

import io
import zipfile
from datetime import datetime
from functools import cache
from uuid import UUID

import pikepdf

from sporades.adapters import clocks
from sporades.journal.values import Actor
from sporades.registrations.actions import issuing, publishing, retracting, unpacking
from sporades.registrations.actions.publishing import Purpose, Upload
from sporades.registrations.models import Publication, PublicationLine, Registration
from sporades.rules import matching
from sporades.rules.lifecycle import State
from sporades.rules.matching import By
from sporades.rules.publishing import LineState, PaperKind
from tests import people

HEAD = Actor("officer", "un chef de bureau")
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


@cache
def paper(*lines: str) -> bytes:
    """A PDF of one page on which these lines are written."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = " ".join(f"({line}) Tj 0 -24 Td" for line in lines)
        page.obj.Contents = document.make_stream(f"BT /F1 16 Tf 60 760 Td {shown} ET".encode("latin-1"))
        document.save(out, deterministic_id=True)
    return out.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def admitted(row: Registration) -> Registration:
    """As the office leaves it once everything is accepted: how it got there is another test's."""
    Registration.objects.filter(id=row.id).update(state=State.ADMITTED.value, state_since=people.NOW)
    return people.fresh(row)


def what(kind: PaperKind = PaperKind.CONVOCATION, **more: object) -> Purpose:
    said = {
        "diploma": "",
        "purpose": "Épreuves écrites du 2 au 13 juin 2025.",
        "replaces": False,
        "exam_on": None,
    }
    named = {"academy": "23", "exam_session": 2025, "title": "Convocations de juin"}
    return Purpose(kind=kind, **{**said, **named, **more})  # type: ignore[arg-type]


def prepared(
    files: dict[str, bytes], kind: PaperKind = PaperKind.CONVOCATION, *, by: Actor = HEAD, **more: object
) -> Publication:
    """A lot of these files, unpacked and checked by the worker."""
    lot = received(files, kind, by=by, **more)
    check()
    return lot


def received(
    files: dict[str, bytes], kind: PaperKind = PaperKind.CONVOCATION, *, by: Actor = HEAD, **more: object
) -> Publication:
    """The same, and the worker has seen nothing of it yet."""
    upload = Upload("lot.zip", archive(files))
    lot_id = publishing.prepare(what(kind, **more), [upload], token=people.token(), by=by, now=people.NOW)
    return Publication.objects.get(id=lot_id)


def found_clean(lot: Publication) -> None:
    """Taken out, and each file is what its name says, as if the antivirus had said OK."""
    while unpacking.unpack_next(machine_now=clocks.machine_now()):
        pass
    for line in lot.lines.filter(state=LineState.WAITING.value).select_related("publication"):
        told = matching.read(name=line.name, inside=frozenset(), by=By.NAME, academy="23", exam_session=2025)
        unpacking.settle(line, unpacking.Seen(told, pages=1))


def check() -> None:
    """What the worker does, until no file waits."""
    while unpacking.unpack_next(machine_now=clocks.machine_now()):
        pass
    while unpacking.check_next(machine_now=clocks.machine_now()):
        pass


def order(lot: Publication, *, publish_at: datetime | None = None, now: datetime = people.NOW) -> None:
    seen = lot.lines.filter(state=LineState.MATCHED.value).count()
    publishing.order(lot.id, publish_at=publish_at, seen=seen, token=people.token(), by=HEAD, now=now)


def issue(now: datetime = people.NOW) -> None:
    while issuing.issue_next(machine_now=clocks.machine_now(), now=now):
        pass


def tell(now: datetime = people.NOW) -> None:
    while retracting.tell_next(machine_now=clocks.machine_now(), now=now):
        pass


def published(row: Registration, kind: PaperKind = PaperKind.CONVOCATION, **more: object) -> Publication:
    """One paper of this kind, published to them."""
    lot = received({f"{row.number}.pdf": paper(row.number or "")}, kind, **more)
    found_clean(lot)
    order(lot)
    issue()
    return lot


def states(lot: Publication | UUID) -> dict[str, str]:
    rows = PublicationLine.objects.filter(publication=lot)
    return dict(rows.values_list("name", "state"))
