"""An application that says nothing but when a request arrived, through the door that every page has."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.handlers.wsgi import WSGIRequest  # noqa: E402 - Django is set up first
from django.http import HttpRequest, HttpResponse  # noqa: E402

from sporades.config.middleware import Door  # noqa: E402


def _say(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.now.isoformat())


def application(environ, start_response):
    response = Door(_say)(WSGIRequest(environ))
    start_response("200 OK", list(response.headers.items()))
    return [response.content]
