"""The site, and addresses at which each thing that can go wrong does."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from sporades.config import urls

ROW = {400: SuspiciousOperation, 403: PermissionDenied, 413: RequestDataTooBig, 500: RuntimeError}


def goes_wrong(failure: type[Exception]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise failure

    return view


def told(status: int) -> Callable[[HttpRequest], HttpResponse]:
    """What a front shows in our name."""
    return lambda request: render(request, f"{status}.html", status=status)


urlpatterns = [
    *urls.urlpatterns,
    *(path(f"panne/{status}/", goes_wrong(failure)) for status, failure in ROW.items()),
    *(path(f"panne/{status}/", told(status)) for status in (429, 503)),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
