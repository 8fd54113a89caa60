"""How the tests read a public page at an instant to the millisecond, as words."""

import html
import re
import traceback
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.urls import resolve

REACHES_INTO_TEMPLATES = "/django/template/"


def response_of(path: str, now: datetime):
    request = RequestFactory().get(path)
    request.now, request.user = now, AnonymousUser()
    request.resolver_match = found = resolve(request.path)
    return found.func(request, *found.args, **found.kwargs)


def source_of(path: str, now: datetime) -> str:
    return response_of(path, now).content.decode()


def words_of(path: str, now: datetime) -> str:
    return words(source_of(path, now))


def words(source: str) -> str:
    """What is read, in one line and with plain spaces."""
    said = html.unescape(re.sub(r"<[^>]+>", " ", source))
    return re.sub(r"\s+([,.)])", r"\1", re.sub(r"\s+", " ", said)).replace("( ", "(")


def section(source: str, name: str) -> str:
    """The words of the section that the heading of this id names; nothing when it is not there."""
    start = source.find(f'aria-labelledby="{name}"')
    return words(source[start : source.index("</section>", start)]) if start >= 0 else ""


@contextmanager
def queries_counted():
    """The number of queries so far, and those that a template ran: there must be none."""
    seen = {"all": 0, "in templates": 0}

    def watch(execute, sql, params, many, context):
        seen["all"] += 1
        seen["in templates"] += any(
            REACHES_INTO_TEMPLATES in frame.filename for frame in traceback.extract_stack()
        )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen
