"""Which paper of ours bears this code, on which page?"""

from dataclasses import dataclass
from uuid import UUID

from sporades.adapters import codes
from sporades.documents.models import Document

# The only paper that bore a code before each of them did.
FORMER_KIND = "confirmation"


@dataclass(frozen=True, slots=True)
class Printed:
    kind: str
    number: str
    version: int
    page: int
    document_id: UUID | None  # None of a paper printed before, which says the rest itself


def read(text: str) -> Printed | None:
    """None for what is no code of ours, or the code of a paper that is no longer kept."""
    match codes.check(text):
        case codes.FormerCode(number, version, page):
            return Printed(FORMER_KIND, number, version, page, None)
        case codes.PageCode() as mark:
            row = _of(mark)
            return Printed(row.kind, row.number, row.version, mark.page, row.id) if row else None
    return None


def find(code: codes.PageCode | codes.FormerCode) -> Document | None:
    """The paper itself, if it is still kept."""
    if isinstance(code, codes.PageCode):
        return _of(code)
    same = Document.objects.filter(kind=FORMER_KIND, number=code.number, version=code.version)
    return same.order_by("ordered_at").first()


def _of(mark: codes.PageCode) -> Document | None:
    return Document.objects.filter(id__range=(mark.first, mark.last)).first()
