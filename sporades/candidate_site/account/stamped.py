"""A request of anybody, as our door stamped it."""

from datetime import datetime

from django.http import HttpRequest, QueryDict


class Stamped(HttpRequest):
    now: datetime


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is one too, a GET or a HEAD never."""
    return request.POST if request.method == "POST" else None
