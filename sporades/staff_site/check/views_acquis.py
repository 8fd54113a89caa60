"""What is decided of an acquis on its proof: granted otherwise than declared, or refused."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from sporades.reference.load import reference
from sporades.registrations.actions import granting
from sporades.registrations.queries import answers, checking
from sporades.rules import acquis as rules
from sporades.rules.catalogue import units_of
from sporades.rules.rights import Act
from sporades.staff_site.check.forms import AcquisForm
from sporades.staff_site.check.views_piece import decided
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, piece_of, posted

if TYPE_CHECKING:
    from sporades.registrations.models import Piece, Registration


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.DECIDE_ACQUIS)
def acquis(request: OfficerRequest, piece_id: UUID) -> HttpResponse:
    """Otherwise, or not at all: the mail as it will be read, then the decision."""
    piece = piece_of(request, piece_id, "check")
    seen = checking.checked(piece, request.mandate, now=request.now)
    initial = {"seen": seen.mark, **_declared(piece)}
    form = AcquisForm(posted(request), initial=initial, units=_units(piece.registration))
    act = partial(granting.refuse_acquis, piece, reason="", token=new_token())
    if form.is_valid():
        said = form.cleaned_data
        act = partial(granting.refuse_acquis, piece, reason=said["reason"], token=new_token())
        if not form.is_refusal:
            granted = {name: said[name] for name in ("unit", "mark", "reason")}
            act = partial(granting.grant_otherwise, piece, **granted, token=new_token())
    return decided(request, "acquis", piece, seen, form=form, act=act)


def _declared(piece: "Piece") -> dict[str, object]:
    try:
        one = rules.declared(answers.last(piece.registration), piece.key)
    except rules.NoSuchAcquis:
        raise Http404 from None
    return {"unit": one.unit, "mark": "" if one.mark is None else str(one.mark.normalize()).replace(".", ",")}


def _units(row: "Registration") -> Iterator[tuple[str, str]]:
    known = reference()
    for unit in units_of(known.units, known.specialties[row.specialty])[0]:
        yield unit.code, unit.title
