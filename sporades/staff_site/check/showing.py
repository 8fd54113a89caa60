"""How is a page of a piece shown, and where do the keys lead? All of it is addresses: no script is needed."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest

from sporades.adapters import media
from sporades.registrations.queries.checking import Checked, Sheet
from sporades.ui.addresses import address

KEYS_COOKIE = "touches"
OFF = "non"


@dataclass(frozen=True, slots=True)
class View:
    """Which page, how near, how turned."""

    page: int = 1
    zoom: int = 0
    turn: int = 0

    def query(self) -> str:
        return urlencode({"page": self.page, "zoom": self.zoom, "tour": self.turn})


@dataclass(frozen=True, slots=True)
class Viewer:
    """The picture of one page, and the links to every other way of seeing it; "" where there is none."""

    view: View
    sheet: Sheet
    total: int
    picture: str
    before: str
    after: str
    nearer: str
    farther: str
    turned: str


def view_of(request: HttpRequest, total: int) -> View:
    """What the address asks, brought back to what exists."""
    page = min(max(_number(request, "page", 1), 1), max(total, 1))
    zoom = min(_number(request, "zoom", 0), len(media.WIDTHS) - 1)
    turn = _number(request, "tour", 0)
    return View(page, zoom, turn if turn in media.TURNS else 0)


def viewer(request: HttpRequest, checked: Checked) -> Viewer | None:
    """None when there is no page to show."""
    total = len(checked.sheets)
    if not total:
        return None
    view = view_of(request, total)
    sheet = checked.sheets[view.page - 1]
    own = View(sheet.page, view.zoom, view.turn)
    return Viewer(
        view=view,
        sheet=sheet,
        total=total,
        picture=f"{address('staff_check_sheet', sheet.file_id)}?{own.query()}",
        before=_link(view, page=view.page - 1) if view.page > 1 else "",
        after=_link(view, page=view.page + 1) if view.page < total else "",
        nearer=_link(view, zoom=view.zoom + 1) if view.zoom < len(media.WIDTHS) - 1 else "",
        farther=_link(view, zoom=view.zoom - 1) if view.zoom else "",
        turned=_link(view, turn=(view.turn + 90) % 360),
    )


def has_keys(request: HttpRequest) -> bool:
    """Whether this browser wants the keys: on, unless its officer switched them off."""
    return request.COOKIES.get(KEYS_COOKIE) != OFF


def _link(view: View, **changes: int) -> str:
    return f"?{replace(view, **changes).query()}"


def _number(request: HttpRequest, name: str, default: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 6 else default
