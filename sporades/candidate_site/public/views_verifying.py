"""Is this paper one of yours, and is it still good? For whoever holds it, without an account.

A printed code opens the first address; the second takes what was typed, or a file.
Nobody is asked who they are, and a file is forgotten once it is hashed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sporades.accounts import clients
from sporades.accounts.sentences import say
from sporades.accounts.throttles import TooMany
from sporades.adapters import media
from sporades.candidate_site.public.views import PAGES, now_of
from sporades.reference.load import reference
from sporades.registrations.actions import verifying
from sporades.registrations.actions.verifying import Verified
from sporades.rules import french
from sporades.rules.verifying import Outcome
from sporades.ui import picking
from sporades.ui.fields import TextField
from sporades.ui.posting import posted

TONES = {
    Outcome.GOOD: "ok",
    Outcome.PUBLISHED: "ok",
    Outcome.OLDER: "wait",
    Outcome.ENDED: "wait",
    Outcome.REPLACED: "wait",
    Outcome.ADDED_TO: "wait",
}  # every other one is a no


class ReferenceForm(forms.Form):
    reference = TextField(
        label=_("Référence du document"),
        hint=_("Vingt lettres et chiffres, en bas de chaque page. Les tirets ne comptent pas."),
        missing=_("Recopiez la référence qui est en bas du document."),
        max_length=300,
    )


class FileForm(forms.Form):
    chosen = picking.FilesField(
        label=_("Fichier PDF"),
        hint=_(
            "Tel qu’il a été téléchargé. Nous le comparons à ceux que nous avons établis, puis nous l’oublions."
        ),
        missing=_("Choisissez le fichier à vérifier."),
        accept=media.PDF,
        max_bytes=media.MAX_BYTES,
    )


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """The answer, as the page shows it."""

    tone: str
    sentence: str
    then: str
    title: str  # what the paper is, and what it shows; "" of what is not ours
    attests: str
    rows: tuple[Row, ...]


@require_safe
@never_cache
def printed_code(request: HttpRequest, reference: str) -> HttpResponse:
    """What a telephone opens when it reads a code of ours."""
    return _answered(request, ReferenceForm({"reference": reference}))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """The reference that was typed, or the file that was chosen; else what can be verified, and how."""
    if request.method == "POST":
        return _answered_of_file(request, FileForm(posted(request), request.FILES))
    return _answered(request, ReferenceForm(request.GET if "reference" in request.GET else None))


def _answered(request: HttpRequest, form: ReferenceForm) -> HttpResponse:
    act: Callable[[], Verified] | None = None
    if form.is_valid():
        text = form.cleaned_data["reference"]
        act = partial(verifying.verify_code, text, place=clients.network(request), now=now_of(request))
    return _page(request, form, FileForm(), asked=form, act=act)


def _answered_of_file(request: HttpRequest, form: FileForm) -> HttpResponse:
    act: Callable[[], Verified] | None = None
    if form.is_valid():
        content = form.cleaned_data["chosen"][0].read()
        act = partial(verifying.verify_file, content, place=clients.network(request), now=now_of(request))
    return _page(request, ReferenceForm(), form, asked=form, act=act)


def _page(
    request: HttpRequest,
    typed: ReferenceForm,
    chosen: FileForm,
    *,
    asked: forms.Form,
    act: Callable[[], Verified] | None,
) -> HttpResponse:
    told, status = None, 200
    if act is not None:
        try:
            told = _told(act(), is_file=asked is chosen)
        except TooMany as refusal:
            say(asked, refusal)
            status = 429
    context = {"typed": typed, "chosen": chosen, "form": asked, "told": told}
    return render(request, PAGES + "verify.html", context, status=status)


def _told(found: Verified, *, is_file: bool) -> Told:
    words, code = reference().say, f"verify_{found.outcome}"
    params = {"last": str(found.last_version)} if found.outcome is Outcome.OLDER else {}
    title, attests = _what_it_is(found.kind) if found.kind else ("", "")
    return Told(
        tone=TONES.get(found.outcome, "no"),
        sentence=words("verify_good_file") if is_file and found.outcome is Outcome.GOOD else words(code),
        then=words(f"{code}_then", **params),
        title=title,
        attests=attests,
        rows=tuple(Row(label, value) for label, value in found.said),
    )


def _what_it_is(kind: str) -> tuple[str, str]:
    """What it is called, and what it shows."""
    words = reference().say
    if f"verify_is_{kind}" in reference().sentences:
        return words(f"verify_is_{kind}"), words(f"verify_attests_{kind}")
    published = words(f"published_{kind}")
    return french.capital(published), words("verify_attests_published")
