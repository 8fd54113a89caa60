"""How is a no said: on the form that asked, or above the page one comes back to?"""

from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from sporades.reference.check import BadReference
from sporades.reference.load import reference
from sporades.rules.reasons import Blocked
from sporades.staff_site.calendar.writing import say


def sentences(blocked: Blocked) -> Iterator[str]:
    for reason in blocked.reasons:
        yield reference().say(reason.code, **dict(reason.params))


def complain(form: forms.Form, blocked: Blocked) -> None:
    for sentence in sentences(blocked):
        form.add_error(None, sentence)


def flash_blocked(request: HttpRequest, blocked: Blocked) -> None:
    for sentence in sentences(blocked):
        messages.error(request, sentence)


def flash_mistakes(request: HttpRequest, bad: BadReference) -> None:
    for sentence in dict.fromkeys(say(problem.mistake) for problem in bad.problems):
        messages.error(request, sentence)
