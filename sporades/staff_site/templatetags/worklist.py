"""The rows of the work list, which an officer opens a hundred times a day.

Fifty rows of ten values were half of what the page cost, as a template, and a
fifth by `format_html`. Every value is escaped here as it would be there.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sporades.registrations.queries.claims import Holder
from sporades.registrations.queries.worklist_lines import Row
from sporades.rules.french import short_instant

register = template.Library()

_ANY = str(UUID(int=0))

# The names of states and exams are of the reference: the same few on every row.
_named = lru_cache(maxsize=1024)(escape)


@register.simple_tag
def file_rows(rows: Iterable[Row], officer_id: UUID, *, ticks: bool) -> SafeString:
    """{% file_rows rows officer_id ticks=may_decide %}: the rows of a table; `officer_id` is who looks."""
    address, choose = reverse("staff_file", args=[_ANY]), _("Choisir") if ticks else ""
    # Every value is escaped on its way.
    return mark_safe("\n".join([_row(row, address, officer_id, choose) for row in rows]))  # noqa: S308


def _row(row: Row, address: str, officer_id: UUID, choose: str) -> str:
    file = str(row.id)
    held = _held(row.holder, officer_id) if row.holder else ""
    name, number = escape(row.name), escape(row.number)
    tick = (
        f'<td><input type="checkbox" class="tick" name="dossier" value="{file}"'
        f' aria-label="{choose} {name}, {number}"></td>'
        if choose
        else ""
    )
    # Dates are made of our own words.
    return (
        f'<tr>{tick}<th scope="row"><a href="{address.replace(_ANY, file)}">{name}</a><br>'
        f'<span class="soft small nowrap">{number}</span></th><td>{_named(row.exam)}</td>'
        f'<td><span class="tag {row.tone}">{_named(row.state)}</span>{held}</td>'
        f'<td class="waits">{escape(" · ".join(row.waits))}</td>'
        f'<td class="nowrap"><time datetime="{row.since.isoformat(timespec="minutes")}">'
        f'{short_instant(row.since, row.zone)}</time></td><td class="nowrap">{row.due}</td></tr>'
    )


def _held(holder: Holder, officer_id: UUID) -> str:
    if holder.officer_id == officer_id:
        said = _("ouvert par vous")
    else:
        said = _("ouvert par %(name)s depuis %(n)s min") % {"name": holder.name, "n": holder.minutes}
    return f'<br><span class="small">{escape(said)}</span>'
