"""What does a person read when a request goes no further, and how is what they typed kept?"""

import sys
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template import loader

Kept = list[tuple[str, str]]

# What is never sent back to a browser, by the names of the forms' fields.
SECRETS = ("password", "current")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is not understood, or that carries too much: then the sentence says so."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    if isinstance(exception, TooManyFilesSent | TooManyFieldsSent):
        return render(request, "candidate_site/space/too_many.html", status=400)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def files_away(request: HttpRequest) -> HttpResponse:
    """The store does not answer: whoever needed a file, on either site, comes back."""
    page = render(request, "503_files.html", status=503)
    page.headers["Retry-After"] = "300"
    return page


def broken(request: HttpRequest) -> HttpResponse:
    # Nothing that may be broken too is asked: no session, no database, no context.
    if isinstance(sys.exc_info()[1], OperationalError) and not _database_answers():
        return HttpResponse(
            loader.get_template("503.html").render(), status=503, headers={"Retry-After": "60"}
        )
    return HttpResponseServerError(loader.get_template("500.html").render())


def _database_answers() -> bool:
    """A lock that is waited for too long is an error of the database that answers."""
    try:
        return connection.connection is not None and connection.is_usable()
    except Exception:  # noqa: BLE001 - there is no connection to ask, or it is broken
        return False


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open too long: what was typed waits in a new form, one press away.

    Only for a request that our own pages sent: for any other, the press would
    do what the failure has just prevented.
    """
    context = {"kept": _typed(request) if _is_ours(request) else [], "action": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)


def _is_ours(request: HttpRequest) -> bool:
    said = request.headers.get("Sec-Fetch-Site")
    if said:
        return said == "same-origin"
    origin = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    return f"{origin.scheme}://{origin.netloc}" == f"{request.scheme}://{request.get_host()}"


def _typed(request: HttpRequest) -> Kept:
    """What the form held, passwords left out; nothing if it carried files, which cannot be given back."""
    try:
        sent = request.FILES
    except (UnreadablePostError, MultiPartParserError):
        return []
    if sent:
        return []
    left_out = ("csrfmiddlewaretoken", *SECRETS)
    names = [name for name in request.POST if name not in left_out]
    return [(name, value) for name in names for value in request.POST.getlist(name)]
