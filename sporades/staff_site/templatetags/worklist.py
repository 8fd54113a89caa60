"""The rows of the work list, which an officer opens a hundred times a day.

Fifty rows of ten values were half of what the page cost, as a template, and a
fifth by `format_html`. Every value is escaped here as it would be there.
"""

from collections.abc import Iterable
from html import escape
from uuid import UUID

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sporades.registrations.queries.claims import Holder
from sporades.registrations.queries.worklist_lines import Row
from sporades.rules.french import short_instant
from sporades.ui.addresses import around

register = template.Library()


@register.simple_tag
def file_rows(rows: Iterable[Row], officer_id: UUID, *, ticks: bool) -> SafeString:
    """{% file_rows rows officer_id ticks=may_decide %}: the rows of a table; `officer_id` is who looks."""
    way, choose = around("staff_file"), _("Choisir") if ticks else ""
    # Every value is escaped on its way.
    return mark_safe("\n".join([_row(row, way, officer_id, choose) for row in rows]))  # noqa: S308


def _row(row: Row, way: tuple[str, str], officer_id: UUID, choose: str) -> str:
    before, after = way
    held = _held(row.holder, officer_id) if row.holder else ""
    name, number = escape(row.name), escape(row.number)
    tick = (
        f'<td><input type="checkbox" class="tick" name="dossier" value="{row.id}"'
        f' aria-label="{choose} {name}, {number}"></td>'
        if choose
        else ""
    )
    return (
        f'<tr>{tick}<th scope="row"><a href="{before}{row.id}{after}">{name}</a><br>'
        f'<span class="soft small nowrap">{number}</span></th><td>{escape(row.exam)}</td>'
        f'<td><span class="tag {row.tone}">{escape(row.state)}</span>{held}</td>'
        f'<td class="waits">{escape(" · ".join(row.waits))}</td>'
        f'<td class="nowrap"><time datetime="{row.since.isoformat(timespec="minutes")}">'
        f'{escape(short_instant(row.since, row.zone))}</time></td><td class="nowrap">{escape(row.due)}</td></tr>'
    )


def _held(holder: Holder, officer_id: UUID) -> str:
    if holder.officer_id == officer_id:
        said = _("ouvert par vous")
    else:
        said = _("ouvert par %(name)s depuis %(n)s min") % {"name": holder.name, "n": holder.minutes}
    return f'<br><span class="small">{escape(said)}</span>'
