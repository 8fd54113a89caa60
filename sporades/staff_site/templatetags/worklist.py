"""The rows of the work list, which an officer opens a hundred times a day.

Fifty rows of ten values were half of what the page cost, as a template. Every
value is escaped here as it would be there.
"""

from collections.abc import Iterable
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sporades.registrations.queries.claims import Holder
from sporades.registrations.queries.worklist import Row
from sporades.ui.templatetags.ui import tag, when_short

register = template.Library()

_ANY = UUID(int=0)
_ROW = (
    '<tr><th scope="row"><a href="{}{}{}">{}</a><br><span class="soft small nowrap">{}</span></th><td>{}</td>'
    '<td>{}{}</td><td>{}</td><td class="nowrap">{}</td><td class="nowrap">{}</td></tr>'
)


@register.simple_tag
def file_rows(rows: Iterable[Row], officer_id: UUID) -> SafeString:
    """{% file_rows rows officer_id %}: the rows of a table; `officer_id` is who looks."""
    before, after = reverse("staff_file", args=[_ANY]).split(str(_ANY))
    return format_html_join(
        "\n",
        _ROW,
        (
            (
                before,
                row.id,
                after,
                row.name,
                row.number,
                row.exam,
                tag(row.state, row.tone),
                _held(row.holder, officer_id) if row.holder else "",
                format_html_join("", "<div>{}</div>", ((wait,) for wait in row.waits)),
                when_short(row.since, row.zone),
                row.due,
            )
            for row in rows
        ),
    )


def _held(holder: Holder, officer_id: UUID) -> SafeString:
    if holder.officer_id == officer_id:
        said = _("ouvert par vous depuis %(n)s min") % {"n": holder.minutes}
    else:
        said = _("ouvert par %(name)s depuis %(n)s min") % {"name": holder.name, "n": holder.minutes}
    return format_html('{}<span class="small">{}</span>', mark_safe("<br>"), said)
