"""What has the office published when the demonstration begins? One lot that is out, one that waits to be read again."""

import io
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from sporades.demo import playing, scans
from sporades.demo.cast import PAUL, SYLVIE, Person
from sporades.registrations.actions import publishing
from sporades.registrations.actions.publishing import Purpose, Upload
from sporades.registrations.queries import publications as lots
from sporades.rules import french
from sporades.rules.publishing import PaperKind
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Mandate, Role

EXAM_ON = date(2025, 6, 2)
# A number that nobody has: somebody mistyped the name of a file.
MISTYPED = "25-23-009999"


def prepares(kind: PaperKind, title: str, purpose: str, whose: Mapping[str, Person], now: datetime) -> None:
    """An officer sends the papers of these people; `whose` names each file."""
    what = Purpose(
        kind=kind,
        academy="23",
        exam_session=2025,
        diploma="",
        title=title,
        purpose=purpose,
        replaces=False,
        exam_on=EXAM_ON,
    )
    files = {f"{number}.pdf": _paper(title, person) for number, person in whose.items()}
    by, said = playing.officer_actor(SYLVIE), playing.token("lot", title)
    publishing.prepare(what, [Upload("lot.zip", _zipped(files))], token=said, by=by, now=now)


def is_published(title: str, now: datetime) -> None:
    """The head of office orders what is matched; without an antivirus, nothing is."""
    head = Mandate(Role.HEAD, frozenset({"23"}), sees_handicap=True)
    for lot in lots.told(lots.lots(head), now=now):
        if lot.title == title:
            by, said = playing.officer_actor(PAUL), playing.token("publish", title)
            with suppress(Blocked):
                publishing.order(lot.id, publish_at=None, seen=lot.matched, token=said, by=by, now=now)


def number_of(person: Person) -> str:
    return playing.row_of(person).number or ""


def _paper(title: str, person: Person) -> bytes:
    born = french.spoken_day(person.birth_date)
    bearer = scans.Bearer(person.birth_name, person.given_names, born, person.birth_place)
    return scans.issued(title, bearer)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()
