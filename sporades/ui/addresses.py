"""At which address is a page, when every page asks dozens of them?

`reverse` makes each anew, in 65 calls: of one page about one thing, only the id
differs from one time to the next, and the rest is kept. Whatever else stands
in an address, a step or a code, is `reverse`'s.
"""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_urlconf, reverse

_ANY = UUID(int=0)
_NONE: tuple[UUID, ...] = ()
_ONE = (_ANY,)


def address(name: str, of: UUID | None = None) -> str:
    """The page of this name, of this one thing if it is about one; raises `NoReverseMatch` as `reverse` does."""
    before, after = _around(name, _NONE if of is None else _ONE, book())
    return before if of is None else f"{before}{of}{after}"


def book() -> str:
    """Which addresses hold for this request: those of the service, or of a partial site."""
    return str(get_urlconf(settings.ROOT_URLCONF))


@lru_cache(maxsize=1024)
def _around(name: str, ids: tuple[UUID, ...], urlconf: str) -> tuple[str, str]:
    """What stands before the id, and after it."""
    whole = reverse(name, args=ids, urlconf=urlconf)
    before, _, after = whole.partition(str(_ANY))
    return before, after
