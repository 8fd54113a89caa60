"""What was sent with a form, and how is none of it lost?"""

from datetime import datetime

from django.http import HttpRequest, QueryDict

# What never goes back to a browser, by the names of the forms' fields.
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "token", "password", "current", "code", "answer"})


class Stamped(HttpRequest):
    """A request of anybody, as our door stamped it."""

    now: datetime


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is one too, a GET or a HEAD never."""
    return request.POST if request.method == "POST" else None


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """All that was typed, secrets left out, for a page that sends it again."""
    return [(name, one) for name, values in request.POST.lists() if name not in NEVER_KEPT for one in values]
