"""At which address is a page, when every page asks dozens of them?

`reverse` makes each anew, in 65 calls: of one page about one thing, only the id
differs from one time to the next, and the rest is kept. Whatever else stands
in an address, a step or a code, is `reverse`'s, and so are the pages that few
open; one template has one way to say it.
"""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_urlconf, reverse

_ANY = UUID(int=0)


def address(name: str, of: UUID | None = None) -> str:
    """The page of this name, of this one thing if it is about one; raises `NoReverseMatch` as `reverse` does."""
    if of is None:
        return _whole(name, book())
    before, after = around(name)
    return f"{before}{of}{after}"


def around(name: str) -> tuple[str, str]:
    """What stands before the id, and after it: for who writes the address of each thing of a list."""
    return _around(name, book())


def book() -> str:
    """Which addresses hold for this request: those of the service, or of a partial site."""
    return str(get_urlconf(settings.ROOT_URLCONF))


@lru_cache(maxsize=1024)
def _around(name: str, book: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_ANY], urlconf=book).partition(str(_ANY))
    return before, after


@lru_cache(maxsize=1024)
def _whole(name: str, book: str) -> str:
    return reverse(name, urlconf=book)
